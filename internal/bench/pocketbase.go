package main

import (
	"fmt"
	"log"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// servePocketBase runs PocketBase in this process on addr: a collection of the
// same 60 fields, to be created by a signed-in user, its request log off. It
// prints the user's token.
func servePocketBase(dir, addr string) {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.App.Settings().Logs.MaxDays = 0
		if err := e.App.Save(e.App.Settings()); err != nil {
			return err
		}
		if err := e.App.Save(collection()); err != nil {
			return err
		}
		users, err := e.App.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		user := core.NewRecord(users)
		user.SetEmail("bench@example.com")
		user.SetPassword("one-matter-2026")
		if err := e.App.Save(user); err != nil {
			return err
		}
		token, err := user.NewAuthToken()
		if err != nil {
			return err
		}
		fmt.Println("TOKEN", token)
		return e.Next()
	})
	app.RootCmd.SetArgs([]string{"serve", "--http=" + addr})
	os.Args = []string{os.Args[0], "serve", "--http=" + addr}
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

func collection() *core.Collection {
	c := core.NewBaseCollection("records")
	c.CreateRule = types.Pointer(`@request.auth.id != ""`)
	for _, f := range fields {
		switch f.kind {
		case text:
			c.Fields.Add(&core.TextField{Name: f.name, Required: true, Max: 100})
		case digits:
			c.Fields.Add(&core.TextField{Name: f.name, Required: true, Max: 8, Pattern: `^\d{8}$`})
		case integer:
			c.Fields.Add(&core.NumberField{Name: f.name, OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(1000.0)})
		case decimal:
			c.Fields.Add(&core.NumberField{Name: f.name, Min: types.Pointer(0.0), Max: types.Pointer(100000.0)})
		case boolean:
			c.Fields.Add(&core.BoolField{Name: f.name, Required: true})
		case date:
			c.Fields.Add(&core.DateField{Name: f.name, Required: true})
		case email:
			c.Fields.Add(&core.EmailField{Name: f.name, Required: true})
		case choice:
			c.Fields.Add(&core.SelectField{Name: f.name, Required: true, Values: choices, MaxSelect: 1})
		}
	}
	return c
}

package engine_test

import (
	"context"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

func TestAManagerAtTheTopSeesEveryDepartmentBelowAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t)
	system := engine.SystemActor()
	must(t, w.SaveOrganisation(ctx, system, engine.Organisation{ID: "district", Name: metamodel.ZhEn("示范区", "District")}))
	list, err := w.store.Organisations(ctx)
	must(t, err)
	for _, o := range list {
		if o.ID != "district" {
			o.Parent = "district"
			must(t, w.SaveOrganisation(ctx, system, o))
		}
	}
	_, err = w.CreateAccount(ctx, system, engine.NewAccount{Username: "top", Name: "冯主任", Password: "one-matter-2026",
		Roles: []string{string(engine.RoleManager)}, Organisation: "district"})
	must(t, err)
	for _, when := range []string{"before", "after"} {
		_, secret, err := w.SignIn(ctx, "top", "one-matter-2026")
		must(t, err)
		actor, _, err := w.Resume(ctx, secret)
		must(t, err)
		for _, department := range []string{"district", "market-regulation", "fire-rescue", "water"} {
			if !actor.Departments[department] {
				t.Errorf("%s the restart the manager of the district does not see %s", when, department)
			}
		}
		must(t, w.EnsureOrganisations(ctx)) // as every start does
	}
}

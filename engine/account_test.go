package engine_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/onematter/onematter/engine"
)

func (w *world) account(n engine.NewAccount) engine.Account {
	w.t.Helper()
	if n.Password == "" {
		n.Password = "长安-春 风 2026"
	}
	if n.Name == "" {
		n.Name = "赵一"
	}
	return got[engine.Account](w.t)(w.CreateAccount(context.Background(), engine.SystemActor(), n))
}

func TestSigningInOpensASessionThatEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := w.account(engine.NewAccount{Username: " Zhao.Yi ", Roles: []string{"clerk"}, Organisation: "water"})
	if acc.Username != "zhao.yi" || !strings.HasPrefix(acc.PasswordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("created %+v", acc)
	}
	s, secret, err := w.SignIn(ctx, "ZHAO.YI", "长安-春 风 2026")
	must(t, err)
	sum := sha256.Sum256([]byte(secret))
	if s.Hash != hex.EncodeToString(sum[:]) || s.CSRF == "" || strings.Contains(s.CSRF, secret) || len(secret) < 43 {
		t.Errorf("the session is %+v", s)
	}
	a, _, err := w.Resume(ctx, secret)
	must(t, err)
	if a.Account != acc.ID || a.Name != "赵一" || !a.Departments["water"] || a.Departments["market-regulation"] || !a.Has(engine.RoleClerk) {
		t.Errorf("resumed as %+v", a)
	}
	// Used every hour it lasts twelve, however busy.
	for range 11 {
		w.wait(time.Hour)
		_, _, err = w.Resume(ctx, secret)
		must(t, err)
	}
	w.wait(time.Hour)
	_, _, err = w.Resume(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)

	// Left alone it lasts two.
	_, secret, err = w.SignIn(ctx, "zhao.yi", "长安-春 风 2026")
	must(t, err)
	w.wait(2 * time.Hour)
	_, _, err = w.Resume(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)

	_, secret, err = w.SignIn(ctx, "zhao.yi", "长安-春 风 2026")
	must(t, err)
	_, _, err = w.Resume(ctx, secret)
	must(t, err)
	must(t, w.SignOut(ctx, secret))
	_, _, err = w.Resume(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)
	for _, none := range []string{"", "x", acc.ID, s.Hash} {
		_, _, err = w.Resume(ctx, none)
		wantErr(t, err, engine.ErrNotFound)
	}
}

func TestAWrongNameAndAWrongPasswordAreTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := w.account(engine.NewAccount{Username: "ming", Roles: []string{"citizen"}})
	_, _, errName := w.SignIn(ctx, "nobody", "长安-春 风 2026")
	_, _, errPassword := w.SignIn(ctx, "ming", "wrong password")
	wants(t, errName, "account.wrong")
	if errName.Error() != errPassword.Error() {
		t.Errorf("%v is not %v", errName, errPassword)
	}
	_, _, err := w.SignIn(ctx, "ming", strings.Repeat("x", 1<<20))
	wants(t, err, "account.wrong")

	// Guessing is slowed down; another name is not concerned, time heals.
	for range 8 {
		_, _, err = w.SignIn(ctx, "ming", "guess")
		wants(t, err, "account.wrong")
	}
	_, _, err = w.SignIn(ctx, "ming", "guess")
	wants(t, err, "account.wrong")
	_, _, err = w.SignIn(ctx, "MING ", "长安-春 风 2026")
	wants(t, err, "account.throttled")
	w.wait(time.Minute)
	_, secret, err := w.SignIn(ctx, "ming", "长安-春 风 2026")
	must(t, err)

	acc = got[engine.Account](t)(w.UpdateAccount(ctx, engine.SystemActor(), acc.ID, acc.Revision, acc.Name, acc.Roles, "", true))
	_, _, err = w.Resume(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)
	_, _, err = w.SignIn(ctx, "ming", "长安-春 风 2026")
	wants(t, err, "account.wrong")
}

func TestAnOldHashIsRenewedAtSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := w.account(engine.NewAccount{Username: "ming", Roles: []string{"citizen"}})
	salt := []byte("0123456789abcdef")
	b := base64.RawStdEncoding
	acc.PasswordHash = fmt.Sprintf("$argon2id$v=19$m=1024,t=1,p=1$%s$%s", b.EncodeToString(salt), b.EncodeToString(argon2.IDKey([]byte("old secret"), salt, 1, 1024, 1, 32)))
	must(t, w.store.SaveAccount(ctx, acc))
	_, _, err := w.SignIn(ctx, "ming", "old secret")
	must(t, err)
	kept := got[engine.Account](t)(w.store.Account(ctx, acc.ID))
	if !strings.HasPrefix(kept.PasswordHash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is still %s", kept.PasswordHash)
	}
	_, _, err = w.SignIn(ctx, "ming", "old secret")
	must(t, err)
}

func TestAFloodOfSignInsStaysBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	// A request that went away does not wait for its turn to hash for ever.
	errs := make(chan error, 40)
	for i := range cap(errs) {
		go func() {
			c := context.Background()
			if i%2 == 0 {
				c = ctx
			}
			_, _, err := w.SignIn(c, fmt.Sprint("user", i), "guess guess")
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err == nil {
			t.Error("a stranger signed in")
		}
	}
}

func TestAccountsAreMadeByThoseWhoMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	system := engine.SystemActor()
	create := func(by engine.Actor, n engine.NewAccount) error {
		if n.Name == "" {
			n.Name = "赵一"
		}
		if n.Password == "" {
			n.Password = "a good password"
		}
		_, err := w.CreateAccount(ctx, by, n)
		return err
	}
	must(t, create(engine.Actor{}, engine.NewAccount{Username: "ming", Roles: []string{"citizen"}}))
	must(t, create(system, engine.NewAccount{Username: "wang", Roles: []string{"clerk", "sanitary-inspector"}, Organisation: "water"}))
	wantErr(t, create(engine.Actor{}, engine.NewAccount{Username: "eve", Roles: []string{"administrator"}}), engine.ErrNotFound)
	wantErr(t, create(citizen("ming"), engine.NewAccount{Username: "eve", Roles: []string{"citizen", "clerk"}}), engine.ErrNotFound)
	wantErr(t, create(engine.Actor{}, engine.NewAccount{Username: "eve", Roles: []string{"citizen"}, Organisation: "water"}), engine.ErrNotFound)
	err := create(engine.Actor{}, engine.NewAccount{Username: "MING", Roles: []string{"citizen"}})
	wantErr(t, err, engine.ErrTaken)
	wants(t, err, "account.taken")
	for code, n := range map[string]engine.NewAccount{
		"account.username":             {Username: "a b", Roles: []string{"clerk"}, Organisation: "water"},
		"account.password":             {Username: "eve", Password: "short", Roles: []string{"clerk"}, Organisation: "water"},
		"account.password.name":        {Username: "eve.long.name", Password: "Eve.Long.Name", Roles: []string{"clerk"}, Organisation: "water"},
		"account.name":                 {Username: "eve", Name: "a\nb", Roles: []string{"clerk"}, Organisation: "water"},
		"account.role":                 {Username: "eve", Roles: []string{"no role"}, Organisation: "water"},
		"account.organisation":         {Username: "eve", Roles: []string{"clerk"}},
		"account.organisation.unknown": {Username: "eve", Roles: []string{"clerk"}, Organisation: "nowhere"},
	} {
		wants(t, create(system, n), code)
	}
	list, _, err := w.Accounts(ctx, system, engine.Page{})
	must(t, err)
	if len(list) != 2 || list[0].PasswordHash != "" {
		t.Errorf("the list is %+v", list)
	}
	_, _, err = w.Accounts(ctx, citizen("x"), engine.Page{})
	wantErr(t, err, engine.ErrNotFound)
}

func TestAnActorHasItsOrganisationAndWhatIsBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	system := engine.SystemActor()
	for _, o := range []engine.Organisation{
		{ID: "district", Name: map[string]string{"zh": "区政府", "en": "District"}},
		{ID: "water", Name: map[string]string{"zh": "区水务局", "en": "Water"}, Parent: "district"},
		{ID: "water.pipes", Name: map[string]string{"zh": "管网科", "en": "Pipes"}, Parent: "water"},
	} {
		must(t, w.SaveOrganisation(ctx, system, o))
	}
	wants(t, w.SaveOrganisation(ctx, system, engine.Organisation{ID: "district", Name: map[string]string{"zh": "区"}, Parent: "water.pipes"}), "account.organisation.unknown")
	wantErr(t, w.SaveOrganisation(ctx, citizen("x"), engine.Organisation{ID: "x", Name: map[string]string{"zh": "x"}}), engine.ErrNotFound)
	w.account(engine.NewAccount{Username: "mayor", Roles: []string{"manager"}, Organisation: "district"})
	w.account(engine.NewAccount{Username: "plumber", Roles: []string{"clerk"}, Organisation: "water.pipes"})
	for name, want := range map[string]int{"mayor": 3, "plumber": 1} {
		_, secret, err := w.SignIn(ctx, name, "长安-春 风 2026")
		must(t, err)
		a, _, err := w.Resume(ctx, secret)
		must(t, err)
		if len(a.Departments) != want {
			t.Errorf("%s has %v", name, a.Departments)
		}
	}
}

func TestTokensActForTheirAccountUntilRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := w.account(engine.NewAccount{Username: "bot", Roles: []string{"citizen"}})
	me := engine.Actor{Account: acc.ID, Roles: acc.Roles}
	tok, secret, err := w.CreateToken(ctx, me, "收银系统", time.Time{}, "")
	must(t, err)
	if !strings.HasPrefix(secret, "omt_") || strings.Contains(fmt.Sprintf("%+v", tok), secret) {
		t.Errorf("token %+v", tok)
	}
	a := got[engine.Actor](t)(w.ActorOfToken(ctx, secret))
	if a.Account != acc.ID {
		t.Errorf("acts as %+v", a)
	}
	_, short, err := w.CreateToken(ctx, me, "一小时", w.time().Add(time.Hour), "")
	must(t, err)
	got[engine.Actor](t)(w.ActorOfToken(ctx, short))
	w.wait(time.Hour)
	_, err = w.ActorOfToken(ctx, short)
	wantErr(t, err, engine.ErrNotFound)
	_, _, err = w.CreateToken(ctx, me, "昨天", w.time().Add(-time.Hour), "")
	wants(t, err, "token.expires")
	_, _, err = w.CreateToken(ctx, me, " ", time.Time{}, "")
	wants(t, err, "token.name")
	got[engine.Actor](t)(w.ActorOfToken(ctx, secret))
	wantErr(t, w.RevokeToken(ctx, citizen("other"), tok.ID), engine.ErrNotFound)
	must(t, w.RevokeToken(ctx, me, tok.ID))
	_, err = w.ActorOfToken(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)
}

func TestANewPasswordEndsTheSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := w.account(engine.NewAccount{Username: "ming", Roles: []string{"citizen"}})
	me := engine.Actor{Account: acc.ID}
	_, secret, err := w.SignIn(ctx, "ming", "长安-春 风 2026")
	must(t, err)
	_, _, err = w.Resume(ctx, secret)
	must(t, err)
	wantErr(t, w.SetPassword(ctx, citizen("other"), acc.ID, "a new password"), engine.ErrNotFound)
	wants(t, w.SetPassword(ctx, me, acc.ID, "short"), "account.password")
	must(t, w.SetPassword(ctx, me, acc.ID, "a new password"))
	_, _, err = w.Resume(ctx, secret)
	wantErr(t, err, engine.ErrNotFound)
	_, _, err = w.SignIn(ctx, "ming", "a new password")
	must(t, err)
}

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

func TestOthersSayWhoAnAccountBelongsTo(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		lin := w.account(engine.NewAccount{Username: "lin", Name: "林晓岚", Password: "a good password", Roles: []string{"citizen"}})
		counter := engine.Actor{Account: "counter", Name: "窗口", Roles: []string{"verifier"}, Departments: map[string]bool{"service-centre": true}}
		her := engine.NewIdentity{Name: " 林晓岚 ", Number: "31010419900307002 6", How: "窗口核验"}
		for name, c := range map[string]struct {
			by   engine.Actor
			n    engine.NewIdentity
			code string
		}{
			"a citizen":                 {citizen(lin.ID), her, "not_found"},
			"a clerk":                   {staff("clerk", "health", "clerk", "manager", "designer"), her, "not_found"},
			"a verifier of themselves":  {engine.Actor{Account: lin.ID, Roles: []string{"verifier"}}, her, "identity.own"},
			"an administrator likewise": {engine.Actor{Account: lin.ID, Roles: []string{"administrator"}}, her, "identity.own"},
			"a wrong check digit":       {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070027"}, "identity.number"},
			"too short":                 {counter, engine.NewIdentity{Name: "林晓岚", Number: "E12"}, "identity.number"},
			"no number":                 {counter, engine.NewIdentity{Name: "林晓岚", Number: "无证件号码"}, "identity.number"},
			"no name":                   {counter, engine.NewIdentity{Number: "310104199003070026"}, "account.name"},
			"a word too long":           {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: strings.Repeat("核", 81)}, "account.name"},
		} {
			_, err := w.VerifyIdentity(ctx, c.by, lin.ID, lin.Revision, c.n)
			if c.code == "not_found" {
				if _, seen := w.IdentityOf(ctx, c.by, "lin"); !errors.Is(err, engine.ErrNotFound) || !errors.Is(seen, engine.ErrNotFound) {
					t.Errorf("%s: %v, %v", name, err, seen)
				}
				continue
			}
			wants(t, err, c.code)
		}
		if _, err := w.VerifyIdentity(ctx, counter, lin.ID, lin.Revision+1, her); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("another revision: %v", err)
		}
		acc := got[engine.Account](t)(w.VerifyIdentity(ctx, counter, lin.ID, lin.Revision, her))
		seen := got[engine.Account](t)(w.IdentityOf(ctx, counter, " LIN "))
		if v := seen.Verified; v == nil || v.Name != "林晓岚" || v.Number != "310104199003070026" || v.Masked() != "310***********0026" || v.By != "counter" || v.At.IsZero() ||
			seen.Revision != acc.Revision || seen.PasswordHash != "" || acc.PasswordHash != "" || seen.Roles != nil {
			t.Errorf("noted is %+v of %+v", seen.Verified, seen)
		}
		// Signing in and other changes leave it, and it is told to its owner.
		if _, _, err := w.SignIn(ctx, "lin", "a good password"); err != nil {
			t.Error(err)
		}
		acc = got[engine.Account](t)(w.UpdateAccount(ctx, root, lin.ID, acc.Revision, "林岚", []string{"citizen"}, "", false))
		if own := got[engine.Account](t)(w.Account(ctx, citizen(lin.ID), lin.ID)); own.Verified == nil {
			t.Error("another change took it away")
		}
		acc = got[engine.Account](t)(w.VerifyIdentity(ctx, counter, lin.ID, acc.Revision, engine.NewIdentity{}))
		if acc.Verified != nil || got[engine.Account](t)(w.IdentityOf(ctx, counter, "lin")).Verified != nil {
			t.Error("it is not taken back")
		}
		if strings.Contains(w.log.String(), "310104199003070026") {
			t.Error("the server's log has the number")
		}
	})
}

func TestTheLogTellsWhoVerifiedWhomAndNotTheNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	counter := engine.Actor{Account: "counter", Name: "窗口", Roles: []string{"verifier"}, Departments: map[string]bool{"service-centre": true}}
	lin := w.account(engine.NewAccount{Username: "lin", Name: "林晓岚", Password: "a good password", Roles: []string{"citizen"}})
	acc := got[engine.Account](t)(w.VerifyIdentity(ctx, counter, lin.ID, lin.Revision, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026"}))
	got[engine.Account](t)(w.VerifyIdentity(ctx, counter, lin.ID, acc.Revision, engine.NewIdentity{}))
	for _, kind := range []engine.EventType{engine.EventIdentityVerified, engine.EventIdentityRevoked} {
		told := w.eventsOf(kind)
		if len(told) != 1 || told[0].Actor != "counter" || told[0].Role != "verifier" || told[0].Data.Account != lin.ID {
			t.Errorf("the log has of %s %+v", kind, told)
		}
		if all := fmt.Sprintf("%+v", told); strings.Contains(all, "310104199003070026") || strings.Contains(all, "林晓岚") {
			t.Errorf("the log has whose it is: %s", all)
		}
	}
}

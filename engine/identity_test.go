package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
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
			"a wrong check digit":       {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070027", How: "窗口核验"}, "identity.number"},
			"too short":                 {counter, engine.NewIdentity{Name: "林晓岚", Number: "E12"}, "identity.number"},
			"no number":                 {counter, engine.NewIdentity{Name: "林晓岚", Number: "无证件号码"}, "identity.number"},
			"no name":                   {counter, engine.NewIdentity{Number: "310104199003070026"}, "account.name"},
			"without evidence":          {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: " "}, "identity.how"},
			"evidence without end":      {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: strings.Repeat("核", 201)}, "identity.how"},
			"the number as evidence":    {counter, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: "身份证 310104 19900307 0026"}, "identity.how"},
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
		if v := seen.Verified; v == nil || v.Name != "林晓岚" || v.Number != "310104199003070026" || v.Masked() != "310***********0026" || v.By != "counter" || v.ByName != "窗口" || v.How != "窗口核验" || v.At.IsZero() ||
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
		// Nobody has two accounts: who verifies the second learns by the ends of its
		// name which is the first, an administrator the whole of it.
		twin := w.account(engine.NewAccount{Username: "xiaolan", Name: "林晓岚", Password: "a good password", Roles: []string{"citizen"}})
		_, err := w.VerifyIdentity(ctx, counter, twin.ID, twin.Revision, her)
		if p := wants(t, err, "identity.taken"); p.Params["account"] != "l*n" {
			t.Errorf("told is %v", p.Params)
		}
		_, err = w.VerifyIdentity(ctx, root, twin.ID, twin.Revision, her)
		if p := wants(t, err, "identity.taken"); p.Params["account"] != "lin" {
			t.Errorf("an administrator is told %v", p.Params)
		}
		for why, code := range map[string]string{"": "identity.how", "31010419900307 0026 注销": "identity.how"} {
			_, err := w.RevokeIdentity(ctx, counter, lin.ID, acc.Revision, why)
			wants(t, err, code)
		}
		for _, a := range []engine.Actor{citizen(lin.ID), staff("clerk", "health", "clerk", "manager", "designer")} {
			_, err := w.RevokeIdentity(ctx, a, lin.ID, acc.Revision, "证件遗失")
			wantErr(t, err, engine.ErrNotFound)
		}
		_, err = w.RevokeIdentity(ctx, engine.Actor{Account: lin.ID, Roles: []string{"verifier"}}, lin.ID, acc.Revision, "证件遗失")
		wants(t, err, "identity.own")
		_, err = w.RevokeIdentity(ctx, counter, lin.ID, acc.Revision-1, "证件遗失")
		wantErr(t, err, engine.ErrConflict)
		acc = got[engine.Account](t)(w.RevokeIdentity(ctx, counter, lin.ID, acc.Revision, " 证件遗失 "))
		after := got[engine.Account](t)(w.IdentityOf(ctx, counter, "lin"))
		if acc.Verified != nil || after.Verified != nil {
			t.Error("it is not taken back")
		}
		if s := after.IdentityLog; len(s) != 2 || !s[0].Verified || s[0].How != "窗口核验" || s[0].ByName != "窗口" || s[1].Verified || s[1].How != "证件遗失" || s[1].By != "counter" || s[1].At.IsZero() {
			t.Errorf("how that came about is %+v", s)
		}
		_, err = w.RevokeIdentity(ctx, counter, lin.ID, acc.Revision, "证件遗失")
		wants(t, err, "identity.none")
		// Then she may have the other.
		got[engine.Account](t)(w.VerifyIdentity(ctx, counter, twin.ID, twin.Revision, her))
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
	acc := got[engine.Account](t)(w.VerifyIdentity(ctx, counter, lin.ID, lin.Revision, engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: "窗口核验"}))
	got[engine.Account](t)(w.RevokeIdentity(ctx, counter, lin.ID, acc.Revision, "证件遗失"))
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

func TestTwoWhoVerifyOnePersonAtOnceGiveOneAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		her := engine.NewIdentity{Name: "林晓岚", Number: "310104199003070026", How: "窗口核验"}
		var accounts []engine.Account
		for i := range 6 {
			accounts = append(accounts, w.account(engine.NewAccount{Username: fmt.Sprint("lin", i), Name: "林晓岚", Password: "a good password", Roles: []string{"citizen"}}))
		}
		errs := make([]error, len(accounts))
		var wg sync.WaitGroup
		for i, a := range accounts {
			wg.Go(func() { _, errs[i] = w.VerifyIdentity(context.Background(), root, a.ID, a.Revision, her) })
		}
		wg.Wait()
		verified := 0
		for _, err := range errs {
			if err == nil {
				verified++
				continue
			}
			wants(t, err, "identity.taken")
		}
		if verified != 1 {
			t.Errorf("%d accounts are verified as one person", verified)
		}
	})
}

// Whoever only verifies identities handles no cases, whatever their department's.
func TestAVerifierSeesNoCases(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("lin"))
	for _, m := range got[*engine.CaseView](t)(w.Case(ctx, citizen("lin"), r.Case)).Children {
		clerk, verifier := staff("clerk", m.Department, "clerk"), staff("counter", m.Department, "verifier")
		got[*engine.CaseView](t)(w.Case(ctx, clerk, m.ID))
		_, err := w.Case(ctx, verifier, m.ID)
		wantErr(t, err, engine.ErrNotFound)
		if list, _, err := w.Cases(ctx, verifier, engine.CaseFilter{}, engine.Page{}); err != nil || len(list) > 0 {
			t.Errorf("a verifier is listed %d cases, %v", len(list), err)
		}
	}
}

package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

func TestWhatHappensWhileNobodyListensIsPassedWithoutBeingRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.file(citizen("ming"))
	d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true})
	if n := got[int](t)(d.Collect(ctx)); n != 0 {
		t.Errorf("read %d events for nobody", n)
	}
	end := got[engine.Position](t)(w.store.LogEnd(ctx))
	if at := got[engine.Position](t)(w.store.Cursor(ctx, "webhooks")); at != end || end == (engine.Position{}) {
		t.Errorf("the cursor stands at %v, the log ends at %v", at, end)
	}
	rec := newReceiver(t)
	got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, nil, ""))
	w.pump(d)
	if n := len(rec.all()); n != 0 {
		t.Errorf("%d messages of what happened before", n)
	}
	w.wait(time.Second)
	w.file(citizen("hua"))
	w.pump(d)
	if len(rec.all()) == 0 {
		t.Error("nothing of what happened since")
	}
}

func TestTheLogIsTheAdministrators(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	ming := citizen("ming")
	w.file(ming)
	for _, a := range []engine.Actor{{}, ming, officer("M07")} {
		if _, err := w.Log(ctx, a, engine.Position{}, 10); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("%v reads the log: %v", a.Roles, err)
		}
	}
	if n := len(got[[]engine.Event](t)(w.Log(ctx, admin, engine.Position{}, 3))); n != 3 {
		t.Errorf("the administrator reads %d events", n)
	}
}

func TestChangingOnesPasswordAsksForTheCurrentOneAndEndsEverySession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	acc := got[engine.Account](t)(w.CreateAccount(ctx, engine.Actor{}, engine.NewAccount{Username: "ming", Name: "明", Password: "first password", Roles: []string{"citizen"}}))
	me := engine.Actor{Account: acc.ID, Name: acc.Name, Roles: acc.Roles}
	_, secret, err := w.SignIn(ctx, "ming", "first password")
	must(t, err)
	wants(t, w.ChangePassword(ctx, me, "not it", "second password"), "account.password.wrong")
	wants(t, w.ChangePassword(ctx, me, "first password", "short"), "account.password")
	if _, _, err := w.Resume(ctx, secret); err != nil {
		t.Errorf("a refused change ended the session: %v", err)
	}
	must(t, w.ChangePassword(ctx, me, "first password", "second password"))
	if _, _, err := w.Resume(ctx, secret); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("the session outlived the password: %v", err)
	}
	_, _, err = w.SignIn(ctx, "ming", "first password")
	wants(t, err, "account.wrong")
	_, _, err = w.SignIn(ctx, "ming", "second password")
	must(t, err)
	for range 10 {
		_ = w.ChangePassword(ctx, me, "guess", "third password")
	}
	wants(t, w.ChangePassword(ctx, me, "second password", "third password"), "account.throttled")
	if err := w.ChangePassword(ctx, engine.Actor{}, "second password", "third password"); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("nobody changed a password: %v", err)
	}
}

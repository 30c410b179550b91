package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
)

// onBoth runs a test on SQLite and on PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Parallel()
	for name, url := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "onematter.db") },
		"PostgreSQL": func(t *testing.T) string { return testpg.Start(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newWorldOn(t, url(t)))
		})
	}
}

// atOnce does the same eight times at once and gives what came of it.
func atOnce[T any](t *testing.T, do func() (T, error)) []T {
	t.Helper()
	out := make([]T, 8)
	var g sync.WaitGroup
	for i := range out {
		g.Go(func() {
			var err error
			if out[i], err = do(); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	return out
}

func TestADraftThatIsStartedAgainWithItsKeyIsTheSameDraft(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("ming")
		q3 := json.RawMessage(`{"Q3":true}`)
		first := ""
		for _, v := range atOnce(t, func() (*engine.DraftView, error) { return w.StartDraft(ctx, me, "T01", "", q3, nil, "started-once") }) {
			if first == "" {
				first = v.Draft.ID
			}
			if v.Draft.ID != first {
				t.Errorf("eight at once made %s and %s", first, v.Draft.ID)
			}
		}
		if list, _, err := w.Drafts(ctx, me, engine.Page{}); err != nil || len(list) != 1 {
			t.Errorf("%d drafts are open (%v)", len(list), err)
		}
		// It is given as it is now, also when its theme is asked for no more.
		saved := got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, first, 0, engine.Patch{Answers: answers(map[string]any{"premises/DE00203": 320})}))
		if v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", q3, nil, "started-once")); v.Draft.Revision != saved.Draft.Revision {
			t.Errorf("the draft comes back at revision %d, it is at %d", v.Draft.Revision, saved.Draft.Revision)
		}
		for name, start := range map[string]func() (*engine.DraftView, error){
			"other answers": func() (*engine.DraftView, error) { return w.StartDraft(ctx, me, "T01", "", nil, nil, "started-once") },
			"a matter":      func() (*engine.DraftView, error) { return w.StartDraft(ctx, me, "", "M07", q3, nil, "started-once") },
			"guide as answers": func() (*engine.DraftView, error) {
				return w.StartDraft(ctx, me, "T01", "", nil, q3, "started-once")
			},
		} {
			if _, err := start(); problemOf(err) != "idempotency.mismatch" {
				t.Errorf("%s under the same key: %v", name, err)
			}
		}
		_, err := w.Submit(ctx, me, first, "started-once")
		wants(t, err, "idempotency.mismatch") // one key, two kinds of writes
		_, err = w.StartDraft(ctx, me, "T01", "", nil, nil, "键")
		wants(t, err, "idempotency.key")
		if other := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("other"), "T01", "", nil, nil, "started-once")); other.Draft.ID == first {
			t.Error("a key of one account answers another")
		}
		must(t, w.DeleteDraft(ctx, me, first))
		_, err = w.StartDraft(ctx, me, "T01", "", q3, nil, "started-once")
		wantErr(t, err, engine.ErrNotFound)
	})
}

func TestAWebhookAndATokenAreMadeOnceByTheirKey(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("ming")
		secrets := map[string]bool{}
		for _, h := range atOnce(t, func() (engine.Webhook, error) {
			return w.CreateWebhook(ctx, admin, "https://example.cn/", nil, "subscribed-once")
		}) {
			secrets[h.ID+h.Secret] = true
		}
		if list := got[[]engine.Webhook](t)(w.Webhooks(ctx, admin)); len(secrets) != 1 || len(list) != 1 {
			t.Errorf("eight at once made %d webhooks with %d secrets", len(list), len(secrets))
		}
		_, err := w.CreateWebhook(ctx, admin, "https://example.com/", nil, "subscribed-once")
		wants(t, err, "idempotency.mismatch")

		shown := 0
		for _, secret := range atOnce(t, func() (string, error) {
			_, secret, err := w.CreateToken(ctx, me, "收银系统", w.time().Add(time.Hour), "made-once")
			return secret, err
		}) {
			if secret != "" {
				shown++
			}
		}
		if list := got[[]engine.Token](t)(w.Tokens(ctx, me)); shown != 1 || len(list) != 1 {
			t.Errorf("eight at once made %d tokens and showed %d secrets", len(list), shown)
		}
		_, _, err = w.CreateToken(ctx, me, "另一个", time.Time{}, "made-once")
		wants(t, err, "idempotency.mismatch")
	})
}

func TestAFileThatIsSentAgainIsTheFileThatIsThere(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("ming")
		id := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", nil, nil, "")).Draft.ID
		plan := func() (engine.File, error) {
			return w.AddFile(ctx, me, id, "MT10", "平面图.png", bytes.NewReader(picture()))
		}
		first := got[engine.File](t)(plan())
		for _, f := range atOnce(t, plan) {
			if f.ID != first.ID {
				t.Errorf("sent again it is %s, not %s", f.ID, first.ID)
			}
		}
		for i := range 4 { // full
			got[engine.File](t)(w.AddFile(ctx, me, id, "MT10", fmt.Sprint(i, ".png"), bytes.NewReader(picture())))
		}
		if f := got[engine.File](t)(plan()); f.ID != first.ID {
			t.Errorf("sent again when there is no room it is %s", f.ID)
		}
		if n := len(w.blobs()); n != 5 {
			t.Errorf("%d blobs for five files", n)
		}

		c := w.asked(me, "M03", engine.Action{Materials: []string{"MT10"}})
		before := len(w.blobs())
		brought := map[string]bool{}
		for _, f := range atOnce(t, func() (engine.File, error) {
			return w.AddCorrectionFile(ctx, me, c.ID, "MT10", "新平面图.png", bytes.NewReader(picture()))
		}) {
			brought[f.ID] = true
		}
		if n := len(w.blobs()) - before; len(brought) != 1 || n != 1 {
			t.Errorf("eight at once brought %d files in %d blobs", len(brought), n)
		}
	})
}

package engine_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// A department's own service is asked with a signature; one that fails leaves
// the question, and after three failures in a row it is left alone for a while.
func TestADepartmentsServiceDeliversAndFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	var reply atomic.Value
	var asked atomic.Int64
	var secret atomic.Value
	secret.Store("")
	reply.Store(`{"values":{"DE00009":"人民路 1 号","DE00015":"no such code"},"as":"2026-03-01T00:00:00Z"}`)
	service := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, _ := io.ReadAll(r.Body)
		var q engine.SourceRequest
		if json.Unmarshal(body, &q) != nil || q.Key != "310104199003070026" ||
			r.Header.Get("Webhook-Signature") != engine.SignWebhook(secret.Load().(string), r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), body) {
			rw.WriteHeader(http.StatusForbidden)
			return
		}
		switch words := reply.Load().(string); words {
		case "404":
			rw.WriteHeader(http.StatusNotFound)
		case "500":
			rw.WriteHeader(http.StatusInternalServerError)
		default:
			_, _ = io.WriteString(rw, words)
		}
	}))
	t.Cleanup(service.Close)
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口服务", "Service"),
		Kind: engine.SourceHTTP, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009", "DE00015"}, URL: service.URL}, 0, "service"))
	secret.Store(src.Secret)
	if again := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口服务", "Service"),
		Kind: engine.SourceHTTP, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009", "DE00015"}, URL: service.URL}, 0, "service")); again.ID != src.ID || again.Secret != "" {
		t.Errorf("the same key gives %q and the secret %q", again.ID, again.Secret)
	}
	for _, item := range []string{"mother/DE00009", "mother/DE00015"} {
		d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: item, Department: "public-security"}, ""))
		w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	}
	w.is("mother", "林晓月", "310104199003070026")
	key := engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "310104199003070026"}), Consent: engine.ConsentGiven}
	begin := func() string {
		return got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, "")).Draft.ID
	}

	v := w.saves(begin(), key)
	if v.Record.Asked("mother/DE00009") || string(v.Record.Raw("mother/DE00009")) != `"人民路 1 号"` {
		t.Errorf("delivered: %s, %+v", v.Draft.Answers, v.Sourced.Fetches)
	}
	if !v.Record.Asked("mother/DE00015") {
		t.Error("what the form does not take is not asked")
	}
	for _, wrong := range []string{`{"a":[1]}`, `-5`, `["x","y"]`, `true`} {
		reply.Store(`{"values":{"DE00009":` + wrong + `,"DE00015":` + wrong + `}}`)
		if v := w.saves(begin(), key); !v.Record.Asked("mother/DE00009") || v.Record.Raw("mother/DE00009") != nil || v.Sourced.Fetches[0].State != engine.FetchNone {
			t.Errorf("%s: %s, %+v", wrong, v.Draft.Answers, v.Sourced.Fetches)
		}
	}
	for who, want := range map[*engine.Actor]string{&police: service.URL, &midwives: ""} {
		if cfg, _, err := w.Source(ctx, *who, src.ID); err != nil || cfg.URL != want || cfg.Secret != "" {
			t.Errorf("%s reads the address %q, %v", who.Account, cfg.URL, err)
		}
	}
	for _, words := range []string{"404", "500", `{"values":[1]}`, `{`} {
		reply.Store(words)
		id := begin()
		if v := w.saves(id, key); !v.Record.Asked("mother/DE00009") || v.Record.Raw("mother/DE00009") != nil || (v.Sourced.Fetches[0].State == engine.FetchNone) != (words == "404") {
			t.Errorf("%s: %+v", words, v.Sourced.Fetches)
		}
	}
	// Three failures in a row: it is not asked now.
	reply.Store(`{"values":{"DE00009":"人民路 1 号"}}`)
	before := asked.Load()
	id := begin()
	if v := w.saves(id, key); !v.Record.Asked("mother/DE00009") || asked.Load() != before {
		t.Errorf("asked %d times more", asked.Load()-before)
	}
	w.wait(31 * time.Second)
	if v := w.saves(id, engine.Patch{Again: true}); v.Record.Asked("mother/DE00009") {
		t.Errorf("it is well again, and not asked: %+v", v.Sourced.Fetches)
	}
}

// Nobody waits longer for a page because a department's service hangs.
func TestAServiceThatHangsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	release := make(chan struct{})
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(service.Close)
	t.Cleanup(func() { close(release) })
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口服务", "Service"),
		Kind: engine.SourceHTTP, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009"}, URL: service.URL}, 0, ""))
	d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00009", Department: "public-security"}, ""))
	w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	began := time.Now()
	v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "310104199003070026"}), Consent: engine.ConsentGiven})
	if !v.Record.Asked("mother/DE00009") || v.Sourced.Fetches[0].State != engine.FetchFailed {
		t.Errorf("%+v", v.Sourced.Fetches)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}

package engine_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// receiver keeps what a webhook sent, and answers as told.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []received
}

type received struct {
	header http.Header
	body   []byte
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, received{req.Header, body})
		if r.status == http.StatusFound {
			w.Header().Set("Location", r.URL+"/elsewhere")
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.got...)
}

func (w *world) dispatcher(o engine.DispatcherOptions) *engine.Dispatcher {
	o.Store, o.Clock = w.store, func(context.Context) (time.Time, error) { return w.time(), nil }
	return engine.NewDispatcher(o)
}

var admin = engine.Actor{Account: "root", Roles: []string{"administrator"}}

// pump collects everything and sends what is due.
func (w *world) pump(d *engine.Dispatcher) {
	w.t.Helper()
	ctx := context.Background()
	for got[int](w.t)(d.Collect(ctx)) > 0 {
	}
	for got[int](w.t)(d.Send(ctx)) > 0 {
	}
}

func TestWebhooksHearOfEventsSigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	rec := newReceiver(t)
	hook := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL+"/hook", []engine.EventType{engine.EventSubmitted, engine.EventMoved}, ""))
	r := w.file(citizen("ming"))
	w.act(officer("M07"), w.child(r, "M07").ID, engine.Action{Event: "refuse", Note: "材料是伪造的"})
	d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true})
	w.pump(d)
	w.pump(d)
	all := rec.all()
	if len(all) != 2 {
		t.Fatalf("%d messages, want the submission and the move", len(all))
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(hook.Secret, "whsec_"))
	must(t, err)
	for _, m := range all {
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.%s", m.header.Get("Webhook-Id"), m.header.Get("Webhook-Timestamp"), m.body)
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); m.header.Get("Webhook-Signature") != want {
			t.Errorf("signed %s, want %s", m.header.Get("Webhook-Signature"), want)
		}
		if m.header.Get("Webhook-Timestamp") != fmt.Sprint(w.time().Unix()) {
			t.Errorf("sent at %s", m.header.Get("Webhook-Timestamp"))
		}
		var msg engine.WebhookMessage
		must(t, json.Unmarshal(m.body, &msg))
		if msg.Data.Root != r.Case || msg.Data.ID != m.header.Get("Webhook-Id") || strings.Contains(string(m.body), "伪造") {
			t.Errorf("the message is %s", m.body)
		}
	}
	list, _, err := w.Deliveries(ctx, admin, hook.ID, engine.Page{})
	must(t, err)
	if len(list) != 2 || list[0].Done.IsZero() || list[0].Attempts != 1 || list[0].Status != 204 {
		t.Errorf("the deliveries are %+v", list)
	}

	// One delivery again, then the whole log again: what was sent and what the
	// webhook did not subscribe to then.
	must(t, w.Redeliver(ctx, admin, list[0].ID))
	w.pump(d)
	if n := len(rec.all()); n != 3 {
		t.Errorf("%d messages after sending one again", n)
	}
	if n := got[int](t)(w.Replay(ctx, admin, hook.ID, engine.Position{})); n != 2 {
		t.Errorf("%d events replayed", n)
	}
	w.pump(d)
	if n := len(rec.all()); n != 5 {
		t.Errorf("%d messages after the replay", n)
	}
	late := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL+"/late", nil, ""))
	if n := got[int](t)(w.Replay(ctx, admin, late.ID, engine.Position{})); n < 5 {
		t.Errorf("%d events replayed to a late subscriber", n)
	}
	must(t, w.DeleteWebhook(ctx, admin, late.ID))
	w.pump(d)
	if n := len(rec.all()); n != 5 {
		t.Errorf("a deleted webhook was sent %d messages", n-5)
	}
}

func TestAReceiverThatFailsIsTriedAgainForThreeDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	rec := newReceiver(t)
	rec.answer(http.StatusServiceUnavailable)
	hook := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, []engine.EventType{engine.EventSubmitted}, ""))
	w.file(citizen("ming"))
	d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true})
	w.pump(d)
	delivery := func() engine.Delivery {
		list, _, err := w.Deliveries(ctx, admin, hook.ID, engine.Page{})
		must(t, err)
		if len(list) != 1 {
			t.Fatalf("%d deliveries", len(list))
		}
		return list[0]
	}
	began, last := w.time(), time.Duration(0)
	for tries := 1; ; tries++ {
		x := delivery()
		if x.Attempts != tries || x.Status != 503 || x.Error == "" || !x.Done.IsZero() {
			t.Fatalf("after %d attempts: %+v", tries, x)
		}
		if x.Next.IsZero() {
			break
		}
		pause := x.Next.Sub(w.time())
		if pause < 24*time.Second || pause > 15*time.Hour || pause < last/2 {
			t.Errorf("attempt %d comes after %s, the one before after %s", tries+1, pause, last)
		}
		last = pause
		w.set(x.Next.Add(-time.Microsecond))
		w.pump(d)
		if n := len(rec.all()); n != tries {
			t.Fatalf("%d messages before the time", n)
		}
		w.set(x.Next)
		w.pump(d)
	}
	if over := w.time().Sub(began); over < 60*time.Hour || over > 100*time.Hour {
		t.Errorf("given up after %s", over)
	}
	rec.answer(http.StatusOK)
	must(t, w.Redeliver(ctx, admin, delivery().ID))
	w.pump(d)
	if x := delivery(); x.Done.IsZero() || x.Error != "" {
		t.Errorf("sent again: %+v", x)
	}
}

func TestWebhooksFollowNoRedirectsAndReachNoPrivateAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	rec := newReceiver(t)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(rec.URL, "http://"))
	must(t, err)
	// A name that resolves to this machine is caught at the call, not before.
	hook := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, "http://localhost:"+port, []engine.EventType{engine.EventSubmitted}, ""))
	w.file(citizen("ming"))
	w.pump(w.dispatcher(engine.DispatcherOptions{Holder: "one"}))
	list, _, err := w.Deliveries(ctx, admin, hook.ID, engine.Page{})
	must(t, err)
	if len(rec.all()) != 0 || len(list) != 1 || !strings.Contains(list[0].Error, "private address") {
		t.Errorf("%d messages, %+v", len(rec.all()), list)
	}
	rec.answer(http.StatusFound)
	w.wait(time.Hour) // the other server's lease has run out
	w.pump(w.dispatcher(engine.DispatcherOptions{Holder: "two", AllowPrivate: true}))
	list, _, err = w.Deliveries(ctx, admin, hook.ID, engine.Page{})
	must(t, err)
	if len(rec.all()) != 1 || list[0].Status != 302 || !list[0].Done.IsZero() {
		t.Errorf("%d messages, %+v", len(rec.all()), list)
	}
}

func TestOneServerAtATimeSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rec := newReceiver(t)
	got[engine.Webhook](t)(w.CreateWebhook(context.Background(), admin, rec.URL, nil, ""))
	w.file(citizen("ming"))
	one := w.dispatcher(engine.DispatcherOptions{Holder: "one", AllowPrivate: true})
	two := w.dispatcher(engine.DispatcherOptions{Holder: "two", AllowPrivate: true})
	var g sync.WaitGroup
	for _, d := range []*engine.Dispatcher{one, two} {
		g.Add(1)
		go func() {
			defer g.Done()
			w.pump(d)
		}()
	}
	g.Wait()
	seen := map[string]int{}
	for _, m := range rec.all() {
		seen[m.header.Get("Webhook-Id")]++
	}
	w.pump(one)
	w.pump(two)
	for _, n := range seen {
		if n != 1 {
			t.Errorf("an event arrived %d times", n)
		}
	}
	if n := len(rec.all()); n != 3 { // submitted, and two matters started
		t.Errorf("%d messages arrived", n)
	}
}

func TestWebhookAddressesAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	for _, bad := range []string{"", "example.cn", "ftp://example.cn/", "https://", "https://user:secret@example.cn/", "https://example.cn/#x", "javascript:alert(1)", "https://" + strings.Repeat("a", 3000)} {
		_, err := w.CreateWebhook(ctx, admin, bad, nil, "")
		wants(t, err, "webhook.url")
	}
	_, err := w.CreateWebhook(ctx, admin, "https://example.cn/", []engine.EventType{"case.exploded"}, "")
	wants(t, err, "webhook.type")
	hook := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, "https://example.cn/", nil, ""))
	for _, a := range []engine.Actor{citizen("ming"), officer("M01"), {}} {
		_, err = w.CreateWebhook(ctx, a, "https://example.cn/", nil, "")
		wantErr(t, err, engine.ErrNotFound)
		_, _, err = w.Deliveries(ctx, a, hook.ID, engine.Page{})
		wantErr(t, err, engine.ErrNotFound)
		wantErr(t, w.DeleteWebhook(ctx, a, hook.ID), engine.ErrNotFound)
		_, err = w.Replay(ctx, a, hook.ID, engine.Position{})
		wantErr(t, err, engine.ErrNotFound)
	}
	list := got[[]engine.Webhook](t)(w.Webhooks(ctx, admin))
	if len(list) != 1 || list[0].Secret != "" {
		t.Errorf("the list shows %+v", list)
	}
}

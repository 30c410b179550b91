package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/workflows"
)

func TestEverythingComesBackAsItWasWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		draft := fill[engine.Draft]("draft")
		draft.Submitted = ""
		draft.Answers = []byte("{ \"x\" : 1,\n\"broken: \xff") // whatever was typed, to the byte
		kase := fill[engine.Case]("case")
		child := fill[engine.Case]("child")
		child.Root = kase.ID
		kase.Root = kase.ID
		task := fill[engine.Task]("task")
		task = engine.Task{ID: task.ID, Kind: engine.TaskStep, Case: kase.ID, Root: task.Root, Department: task.Department, Roles: task.Roles, State: task.State, Opened: task.Opened}
		file := fill[engine.File]("file")
		file.Draft = draft.ID
		event := fill[engine.Event]("event")
		event.Data.Title = "" // never stored
		event.Case, event.Root = kase.ID, kase.ID
		line, next := fill[engine.LedgerLine]("line"), fill[engine.LedgerLine]("next")
		line.Case, next.Case, next.Seq = kase.ID, kase.ID, line.Seq+1
		next.Limit, next.From = math.MaxInt64, zero
		calendar := engine.KeptCalendar{Version: line.Calendar, Def: []byte(`{"id": "cn"}`)}
		receipt := fill[engine.StoredReceipt]("receipt")
		must(t, s.Commit(ctx, &engine.Change{Receipt: &receipt, InsertDrafts: []engine.Draft{draft}, InsertCases: []engine.Case{kase, child},
			OpenTasks: []engine.Task{task}, InsertFiles: []engine.File{file}, Events: []engine.Event{event},
			Ledger: []engine.LedgerLine{line, next}, Calendars: []engine.KeptCalendar{calendar, calendar}}))

		check := func() {
			t.Helper()
			same(t, "draft", got[engine.Draft](t)(s.Draft(ctx, draft.ID)), draft)
			drafts, next, err := s.DraftsOf(ctx, draft.Owner, engine.Page{})
			must(t, err)
			same(t, "drafts", drafts, []engine.Draft{draft})
			same(t, "no further page", next, "")
			same(t, "case", got[engine.Case](t)(s.Case(ctx, kase.ID)), kase)
			same(t, "children", got[[]engine.Case](t)(s.Children(ctx, kase.ID)), []engine.Case{child})
		}
		check()
		same(t, "open task", got[engine.Task](t)(s.OpenTask(ctx, kase.ID)), task)
		same(t, "ledger", got[[]workflows.Line](t)(s.LedgerOf(ctx, kase.ID)), []workflows.Line{line.Line, next.Line})
		same(t, "calendar", got[json.RawMessage](t)(s.KeptCalendar(ctx, calendar.Version)), calendar.Def)
		if _, err := s.KeptCalendar(ctx, "another"); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a calendar that was never kept: %v", err)
		}
		same(t, "file", got[engine.File](t)(s.File(ctx, file.ID)), file)
		same(t, "files of draft", got[[]engine.File](t)(s.FilesOfDraft(ctx, draft.ID)), []engine.File{file})
		same(t, "receipt", got[engine.StoredReceipt](t)(s.Receipt(ctx, receipt.Owner, receipt.Key)), receipt)
		events := log(t, s, 1)
		if len(events) != 1 || events[0].Position.Seq == 0 {
			t.Fatalf("log: %v", events)
		}
		event.Position = events[0].Position
		same(t, "event", events[0], event)
		same(t, "event by id", got[[]engine.Event](t)(s.Events(ctx, []string{"nothing", event.ID})), []engine.Event{event})
		same(t, "events of case", got[[]engine.Event](t)(s.EventsOfCase(ctx, kase.ID)), []engine.Event{event})
		same(t, "events of root", got[[]engine.Event](t)(s.EventsOfRoot(ctx, kase.ID)), []engine.Event{event})

		// Everything that may change, changed.
		change := fill[engine.Draft]("draft2")
		change.ID, change.Owner, change.Submitted, change.Revision = draft.ID, draft.Owner, "", draft.Revision
		kase2 := fill[engine.Case]("case2")
		kase2.ID, kase2.Root, kase2.Revision, kase2.Due = kase.ID, kase.ID, kase.Revision, zero
		must(t, s.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{change}, UpdateCases: []engine.Case{kase2}, Calendars: []engine.KeptCalendar{calendar}}))
		draft, kase = change, kase2
		draft.Revision++
		kase.Revision++
		check()
		if _, err := s.OpenTask(ctx, child.ID); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("open task of a case without: %v", err)
		}
	})
}

func TestZeroValuesComeBackAsZero(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		must(t, s.Commit(ctx, &engine.Change{InsertDrafts: []engine.Draft{{ID: "d"}}, InsertCases: []engine.Case{{ID: "c", Number: "n", Root: "c"}}, Events: []engine.Event{{ID: "e"}}}))
		same(t, "draft", got[engine.Draft](t)(s.Draft(ctx, "d")), engine.Draft{ID: "d", Revision: 1})
		same(t, "case", got[engine.Case](t)(s.Case(ctx, "c")), engine.Case{ID: "c", Number: "n", Root: "c", Revision: 1})
		events := got[[]engine.Event](t)(s.Events(ctx, []string{"e"}))
		for i := range events {
			events[i].Position = engine.Position{}
		}
		same(t, "event", events, []engine.Event{{ID: "e"}})
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for _, id := range []string{"", "nothing", "a\x00b", "\xff", "'; DROP TABLE cases; --", "?"} {
			reads := map[string]func() error{
				"Draft":         func() error { _, err := s.Draft(ctx, id); return err },
				"File":          func() error { _, err := s.File(ctx, id); return err },
				"Case":          func() error { _, err := s.Case(ctx, id); return err },
				"OpenTask":      func() error { _, err := s.OpenTask(ctx, id); return err },
				"Account":       func() error { _, err := s.Account(ctx, id); return err },
				"AccountByName": func() error { _, err := s.AccountByName(ctx, id); return err },
				"Session":       func() error { _, err := s.Session(ctx, id); return err },
				"TokenByHash":   func() error { _, err := s.TokenByHash(ctx, id); return err },
				"Webhook":       func() error { _, err := s.Webhook(ctx, id); return err },
				"Delivery":      func() error { _, err := s.Delivery(ctx, id); return err },
				"Receipt":       func() error { _, err := s.Receipt(ctx, id, id); return err },
				"DeleteToken":   func() error { return s.DeleteToken(ctx, id) },
				"DeleteWebhook": func() error { return s.DeleteWebhook(ctx, id) },
			}
			for name, read := range reads {
				if err := read(); !errors.Is(err, engine.ErrNotFound) {
					t.Errorf("%s(%q): %v", name, id, err)
				}
			}
			if _, err := s.Release(ctx, id); !errors.Is(err, catalog.ErrNoRelease) {
				t.Errorf("Release(%q): %v", id, err)
			}
			lists := map[string]func() (int, error){
				"Children":     func() (int, error) { l, err := s.Children(ctx, id); return len(l), err },
				"Events":       func() (int, error) { l, err := s.Events(ctx, []string{id, id}); return len(l), err },
				"EventsOfCase": func() (int, error) { l, err := s.EventsOfCase(ctx, id); return len(l), err },
				"EventsOfRoot": func() (int, error) { l, err := s.EventsOfRoot(ctx, id); return len(l), err },
				"FilesOfDraft": func() (int, error) { l, err := s.FilesOfDraft(ctx, id); return len(l), err },
				"FilesOfCase":  func() (int, error) { l, err := s.FilesOfCase(ctx, id); return len(l), err },
				"DraftsOf":     func() (int, error) { l, _, err := s.DraftsOf(ctx, id, engine.Page{}); return len(l), err },
				"TokensOf":     func() (int, error) { l, err := s.TokensOf(ctx, id); return len(l), err },
				"Deliveries":   func() (int, error) { l, _, err := s.Deliveries(ctx, id, engine.Page{}); return len(l), err },
				"Cases": func() (int, error) {
					l, _, err := s.Cases(ctx, engine.CaseFilter{Applicant: id, Departments: []string{id}, Query: id}, engine.Page{})
					return len(l), err
				},
				"Cases for": func() (int, error) {
					l, _, err := s.Cases(ctx, engine.CaseFilter{Departments: []string{id}, OpenTaskFor: []string{id}, ByDue: true}, engine.Page{})
					return len(l), err
				},
			}
			for name, read := range lists {
				if n, err := read(); err != nil || n != 0 {
					t.Errorf("%s(%q): %d, %v", name, id, n, err)
				}
			}
		}
	})
}

func TestAccountsAreUniqueByNameAndRevised(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a := fill[engine.Account]("a")
		a.Revision = 0
		must(t, s.SaveAccount(ctx, a))
		b := fill[engine.Account]("b")
		b.Revision, b.Username = 0, a.Username
		if err := s.SaveAccount(ctx, b); !errors.Is(err, engine.ErrTaken) {
			t.Fatalf("a name twice: %v", err)
		}
		a.Revision = 1
		same(t, "account", got[engine.Account](t)(s.Account(ctx, a.ID)), a)
		same(t, "account by name", got[engine.Account](t)(s.AccountByName(ctx, a.Username)), a)
		a.Disabled, a.Roles, a.Verified = false, nil, nil
		must(t, s.SaveAccount(ctx, a))
		if err := s.SaveAccount(ctx, a); !errors.Is(err, engine.ErrConflict) {
			t.Fatalf("an old revision: %v", err)
		}
		a.Revision = 2
		same(t, "updated", got[engine.Account](t)(s.Account(ctx, a.ID)), a)
		// With others in one change, or not at all.
		event := fill[engine.Event]("verified")
		event.Data.Title = ""
		a.Verified = fill[engine.Account]("c").Verified
		must(t, s.Commit(ctx, &engine.Change{UpdateAccounts: []engine.Account{a}, Events: []engine.Event{event}}))
		for range 2 {
			if err := s.Commit(ctx, &engine.Change{UpdateAccounts: []engine.Account{a}, Events: []engine.Event{fill[engine.Event]("never")}}); !errors.Is(err, engine.ErrConflict) {
				t.Errorf("an old revision in a change: %v", err)
			}
		}
		gone := a
		gone.ID = "nobody"
		if err := s.Commit(ctx, &engine.Change{UpdateAccounts: []engine.Account{gone}}); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("an account that is not there: %v", err)
		}
		a.Revision = 3
		same(t, "verified", got[engine.Account](t)(s.Account(ctx, a.ID)), a)
		same(t, "by the number", got[engine.Account](t)(s.AccountByIdentity(ctx, a.Verified.Number)), a)
		if _, err := s.AccountByIdentity(ctx, "nobody's"); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a number that nobody has: %v", err)
		}
		b.Username = "zz other"
		must(t, s.SaveAccount(ctx, b))
		// Nobody has two accounts, whoever writes first.
		twin := b
		twin.Revision, twin.Verified = 1, a.Verified
		if err := s.Commit(ctx, &engine.Change{UpdateAccounts: []engine.Account{twin}}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("a number twice: %v", err)
		}
		b.Username, b.Revision = a.Username, 1
		if err := s.SaveAccount(ctx, b); !errors.Is(err, engine.ErrTaken) {
			t.Fatalf("renamed to a name in use: %v", err)
		}
		for i := range 5 {
			must(t, s.SaveAccount(ctx, engine.Account{ID: fmt.Sprint("n", i), Username: fmt.Sprint("n", i)}))
		}
		var names []string
		p := engine.Page{Limit: 3}
		for {
			list, next, err := s.ListAccounts(ctx, p)
			must(t, err)
			for _, a := range list {
				names = append(names, a.Username)
			}
			if next == "" {
				break
			}
			p.Cursor = next
		}
		same(t, "all by name", names, []string{a.Username, "n0", "n1", "n2", "n3", "n4", "zz other"})
	})
}

func TestOrganisationsAreUpserted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, b := fill[engine.Organisation]("a"), fill[engine.Organisation]("b")
		must(t, s.SaveOrganisations(ctx, []engine.Organisation{b, a, a}))
		must(t, s.SaveOrganisations(ctx, nil))
		a.Parent = "elsewhere"
		must(t, s.SaveOrganisations(ctx, []engine.Organisation{a}))
		same(t, "organisations", got[[]engine.Organisation](t)(s.Organisations(ctx)), []engine.Organisation{a, b})
	})
}

func TestSessionsAndTokens(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		now := day
		s := mustOpen(t, store.Options{URL: url, Clock: clock(&now)})
		ctx := t.Context()
		a, b := fill[engine.Session]("a"), fill[engine.Session]("b")
		b.Account = a.Account
		must(t, s.SaveSession(ctx, a))
		must(t, s.SaveSession(ctx, b))
		a.Seen, a.Expires = at(5), at(50)
		must(t, s.SaveSession(ctx, a))
		same(t, "session", got[engine.Session](t)(s.Session(ctx, a.Hash)), a)
		must(t, s.DeleteSession(ctx, a.Hash))
		must(t, s.DeleteSession(ctx, a.Hash))
		if _, err := s.Session(ctx, a.Hash); !errors.Is(err, engine.ErrNotFound) {
			t.Fatal(err)
		}
		must(t, s.SaveSession(ctx, a))
		must(t, s.DeleteSessionsOf(ctx, a.Account))
		for _, hash := range []string{a.Hash, b.Hash} {
			if _, err := s.Session(ctx, hash); !errors.Is(err, engine.ErrNotFound) {
				t.Fatal(err)
			}
		}
		must(t, s.SaveSession(ctx, b))
		now = b.Expires.AddDate(0, 0, 2)
		must(t, s.SaveSession(ctx, engine.Session{Hash: "c", Expires: now}))
		if _, err := s.Session(ctx, b.Hash); !errors.Is(err, engine.ErrNotFound) {
			t.Fatalf("a session that ended long ago is swept out: %v", err)
		}

		k, l := fill[engine.Token]("k"), fill[engine.Token]("l")
		l.Account, l.Created = k.Account, k.Created.Add(1e9)
		must(t, s.SaveToken(ctx, l))
		must(t, s.SaveToken(ctx, k))
		if err := s.SaveToken(ctx, k); !errors.Is(err, engine.ErrTaken) {
			t.Fatalf("the same token again: %v", err)
		}
		k.LastUsed = at(7)
		must(t, s.UseToken(ctx, k.ID, k.LastUsed))
		same(t, "token", got[engine.Token](t)(s.TokenByHash(ctx, k.Hash)), k)
		same(t, "tokens", got[[]engine.Token](t)(s.TokensOf(ctx, k.Account)), []engine.Token{k, l})
		must(t, s.DeleteToken(ctx, k.ID))
		must(t, s.UseToken(ctx, k.ID, k.LastUsed)) // a use that was on its way does not bring it back
		same(t, "tokens", got[[]engine.Token](t)(s.TokensOf(ctx, k.Account)), []engine.Token{l})
	})
}

func TestReleasesAreKeptAndOneOfANameIsCurrent(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		rel := func(hash, name string) catalog.StoredRelease {
			return catalog.StoredRelease{Hash: hash, Name: name, Version: "1." + hash, Loaded: day, Files: map[string][]byte{"pack.yaml": []byte("name: " + name), "forms/é.yaml": {0, 1, 255}, "empty": {}}}
		}
		a1, a2, b := rel("a1", "a"), rel("a2", "a"), rel("b", "b")
		for _, r := range []catalog.StoredRelease{b, a1, a2, a2, b} {
			must(t, s.SaveRelease(ctx, r))
		}
		a2.Current, b.Current = true, true
		same(t, "current", got[[]catalog.StoredRelease](t)(s.CurrentReleases(ctx)), []catalog.StoredRelease{a2, b})
		same(t, "old", got[catalog.StoredRelease](t)(s.Release(ctx, "a1")), a1)
		must(t, s.SaveRelease(ctx, a1)) // back to the old one
		a1.Current, a2.Current = true, false
		same(t, "current", got[[]catalog.StoredRelease](t)(s.CurrentReleases(ctx)), []catalog.StoredRelease{a1, b})
		same(t, "replaced", got[catalog.StoredRelease](t)(s.Release(ctx, "a2")), a2)
	})
}

func TestWebhooksAndDeliveries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		w := fill[engine.Webhook]("w")
		w.Revision = 0
		must(t, s.SaveWebhook(ctx, w))
		w.Revision = 1
		same(t, "webhook", got[engine.Webhook](t)(s.Webhook(ctx, w.ID)), w)
		w.Types, w.Enabled = nil, false
		must(t, s.SaveWebhook(ctx, w))
		if err := s.SaveWebhook(ctx, w); !errors.Is(err, engine.ErrConflict) {
			t.Fatalf("an old revision: %v", err)
		}
		w.Revision = 2
		same(t, "webhooks", got[[]engine.Webhook](t)(s.ListWebhooks(ctx)), []engine.Webhook{w})

		d, e := fill[engine.Delivery]("d"), fill[engine.Delivery]("e")
		d.Webhook, e.Webhook = w.ID, w.ID
		e.Created = d.Created.Add(1e9)
		d.Done, e.Done = zero, zero
		d.Next, e.Next = at(10), at(5)
		d.Position, e.Position = engine.Position{Tx: 7, Seq: 9}, engine.Position{Tx: 8, Seq: 3}
		stray := fill[engine.Delivery]("stray")
		must(t, s.SaveDeliveries(ctx, []engine.Delivery{d, stray}, "webhooks", engine.Position{Tx: 1, Seq: 2}))
		again := d
		again.ID = "another id"
		must(t, s.SaveDeliveries(ctx, []engine.Delivery{again, e}, "webhooks", engine.Position{Tx: 1<<64 - 1, Seq: 3}))
		same(t, "cursor", got[engine.Position](t)(s.Cursor(ctx, "webhooks")), engine.Position{Tx: 1<<64 - 1, Seq: 3})
		same(t, "delivery", got[engine.Delivery](t)(s.Delivery(ctx, d.ID)), d)
		page := func(p engine.Page) ([]engine.Delivery, string) {
			list, next, err := s.Deliveries(ctx, w.ID, p)
			must(t, err)
			return list, next
		}
		first, next := page(engine.Page{Limit: 1})
		second, end := page(engine.Page{Limit: 1, Cursor: next})
		same(t, "newest first", append(first, second...), []engine.Delivery{e, d})
		same(t, "end", end, "")

		due := func(min int) []string { return got[[]string](t)(s.WebhooksDue(ctx, at(min))) }
		waiting := func(limit int) []engine.Delivery {
			return got[[]engine.Delivery](t)(s.DeliveriesWaiting(ctx, w.ID, limit))
		}
		// d is of the earlier event, and to be tried later: e waits for it.
		same(t, "none due", len(due(9)), 0)
		same(t, "due", due(10), []string{w.ID})
		same(t, "waiting", waiting(10), []engine.Delivery{d, e})
		same(t, "the first", waiting(1), []engine.Delivery{d})
		d.Attempts, d.Status, d.Error, d.Next, d.Done = 9, 204, "", zero, at(11)
		must(t, s.UpdateDelivery(ctx, d))
		same(t, "delivered", got[engine.Delivery](t)(s.Delivery(ctx, d.ID)), d)
		same(t, "now e is the first", due(5), []string{w.ID})
		same(t, "one left", waiting(10), []engine.Delivery{e})
		must(t, s.DeleteWebhook(ctx, w.ID))
		if _, err := s.Delivery(ctx, d.ID); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("deliveries go with their webhook: %v", err)
		}
		if err := s.UpdateDelivery(ctx, d); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("attempt at a webhook that was deleted: %v", err)
		}
	})
}

package engine_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// meanwhile is a store with which somebody else is a moment faster: he acts
// before a change is committed, or before children are read.
type meanwhile struct {
	engine.Store
	commit   func(*engine.Change)
	children func()
}

func (m *meanwhile) Commit(ctx context.Context, c *engine.Change) error {
	if m.commit != nil {
		m.commit(c)
	}
	return m.Store.Commit(ctx, c)
}

func (m *meanwhile) Children(ctx context.Context, root string) ([]engine.Case, error) {
	if m.children != nil {
		m.children()
	}
	return m.Store.Children(ctx, root)
}

// deeds are done once each, before the change that puts their filing back.
type deeds map[string]func()

func (d deeds) beforeUndo() func(*engine.Change) {
	for filing, do := range d {
		d[filing] = sync.OnceFunc(do)
	}
	return func(c *engine.Change) {
		for _, item := range c.Restored {
			d[item.Filing]()
		}
	}
}

// slower is another server of the world, than which somebody is faster.
func (w *world) slower(m *meanwhile) *world {
	m.Store = w.store
	return &world{t: w.t, store: w.store, cat: w.cat, folder: w.folder, Engine: engine.New(engine.Options{
		Store: m, Blobs: w.folder, Catalog: w.cat, Clock: func(context.Context) (time.Time, error) { return w.time(), nil },
	})}
}

// asking is a harbour, and one whose fishing licence needs a certificate and a
// photograph more.
func asking(t testing.TB) (before, after harbour) {
	h := newHarbour()
	h["elements/elements.yaml"] += "- {id: HE8, name: {zh: 船舶照片, en: Photograph of the boat}, type: file, maxItems: 2, x-accept: [image/png], x-max-bytes: 100000}\n"
	return h, h.with(t, "2.0.0", "forms/MB.yaml", `required: [HE1, HE4], properties: {`, `required: [HE1, HE4, HE8], properties: {HE8: {$ref: "element:HE8"}, `,
		"forms/MB.yaml", "applicant/HE4, ", "applicant/HE4, applicant/HE8, ",
		"matters/MB.yaml", "form: MB\n", "form: MB\nmaterials: [{material: HM1, label: {zh: 船检证书, en: Certificate}, required: true}]\n")
}

// What a citizen does until the very moment an undo commits keeps the case
// where it is: an answer or a file must not vanish under him.
func TestWhatACitizenDoesAMomentBeforeAnUndoIsNotLost(t *testing.T) {
	upload := func(w *world, a engine.Actor, c string) {
		_, err := w.AddCorrectionFile(context.Background(), a, c, "HM1", "证书.png", bytes.NewReader(picture()))
		must(w.t, err)
	}
	photo := func(w *world, a engine.Actor, c string) string {
		f, err := w.AddCorrectionFieldFile(context.Background(), a, c, "applicant/HE8", "船.png", bytes.NewReader(picture()))
		must(w.t, err)
		return f.ID
	}
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		old, now := asking(t)
		from := w.release(old)
		me := citizen("ann")
		type deed struct {
			files int // that the citizen has then
			state string
			do    func(c string)
		}
		list := map[string]deed{
			"a file for a material": {1, "accept.correct", func(c string) { upload(w, me, c) }},
			"a file for a field":    {1, "accept.correct", func(c string) { photo(w, me, c) }},
			"an answer": {2, "accept", func(c string) {
				upload(w, me, c)
				w.act(me, c, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE8": []string{photo(w, me, c)}})})
			}},
			"a file with a clock that went back": {1, "accept.correct", func(c string) {
				at := w.time()
				w.wait(-3 * time.Hour)
				upload(w, me, c)
				w.set(at)
			}},
		}
		filings, todo := map[string]engine.Receipt{}, deeds{}
		for name, d := range list {
			r := w.filed(me)
			filings[name], todo[r.Case] = r, func() { d.do(r.Children[1]) }
		}
		w.wait(time.Hour)
		to := w.release(now)
		m := w.migrate(engine.Migration{Theme: "TH", From: from, To: to})
		w.wait(time.Hour)
		w.slower(&meanwhile{commit: todo.beforeUndo()}).undo(m.ID)
		for name, d := range list {
			r := filings[name]
			if c := w.kept(r.Children[1]); c.Release != to || c.State != d.state {
				t.Errorf("%s: the case stands in %s, at %s", name, c.State, c.Release)
			}
			if files := got[[]engine.File](t)(w.store.FilesOfCase(ctx, r.Case)); len(files) != d.files {
				t.Errorf("%s: the citizen has %d files", name, len(files))
			}
			if item := got[engine.MigrationItem](t)(w.store.MigrationItem(ctx, m.ID, r.Case)); item.Fate != engine.FateActed {
				t.Errorf("%s: the filing is %s", name, item.Fate)
			}
		}
		if n := len(w.eventsOf(engine.EventRestored)); n > 0 {
			t.Errorf("%d cases were put back", n)
		}
	})
}

// The other way round: an undo a moment before what the citizen does. It is
// judged by what is asked then.
func TestAnUndoAMomentBeforeACitizenActsIsNotLost(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		old, now := asking(t)
		from := w.release(old)
		me := citizen("ann")
		r := w.filed(me)
		before := w.whole(r)
		w.wait(time.Hour)
		plan := engine.Migration{Theme: "TH", From: from, To: w.release(now)}
		for name, do := range map[string]func(e *engine.Engine, c engine.Case) error{
			"a file for a material": func(e *engine.Engine, c engine.Case) error {
				_, err := e.AddCorrectionFile(ctx, me, c.ID, "HM1", "证书.png", bytes.NewReader(picture()))
				return err
			},
			"a file for a field": func(e *engine.Engine, c engine.Case) error {
				_, err := e.AddCorrectionFieldFile(ctx, me, c.ID, "applicant/HE8", "船.png", bytes.NewReader(picture()))
				return err
			},
			"a department's step": func(e *engine.Engine, _ engine.Case) error {
				_, err := e.Apply(ctx, staff("clerk", "harbour-office", "clerk"), r.Children[0], w.kept(r.Children[0]).Revision, "", engine.Action{Event: "pass"})
				return err
			},
		} {
			m := w.migrate(plan)
			undone := sync.OnceFunc(func() { w.undo(m.ID) })
			err := do(w.slower(&meanwhile{commit: func(*engine.Change) { undone() }}).Engine, w.kept(r.Children[1]))
			if code := problemOf(err); code != "correction.none" && !errors.Is(err, engine.ErrNotFound) && !errors.Is(err, engine.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
			if after := w.whole(r); !reflect.DeepEqual(after, before) {
				t.Errorf("%s: put back is\n%+v, was\n%+v", name, after, before)
			}
			if files, blobs := got[[]engine.File](t)(w.store.FilesOfCase(ctx, r.Case)), w.blobs(); len(files)+len(blobs) > 0 {
				t.Errorf("%s: %d files and %d blobs stay behind", name, len(files), len(blobs))
			}
		}
	})
}

func TestWhatHappensToADraftAMomentBeforeAnUndoIsNotLost(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		h := newHarbour()
		from := w.release(h)
		me := citizen("ann")
		list := map[string]func(d engine.Draft) error{
			"an answer": func(d engine.Draft) error {
				_, err := w.SaveAnswers(ctx, me, d.ID, d.Revision, engine.Patch{Answers: answers(map[string]any{"applicant/HE5": "西一"})})
				return err
			},
			"a question of the guide": func(d engine.Draft) error {
				_, err := w.SaveAnswers(ctx, me, d.ID, d.Revision, engine.Patch{Guide: answers(map[string]any{"Q1": false})})
				return err
			},
			"a submission":          func(d engine.Draft) error { _, err := w.Submit(ctx, me, d.ID, ""); return err },
			"its being thrown away": func(d engine.Draft) error { return w.DeleteDraft(ctx, me, d.ID) },
		}
		drafts, todo := map[string]string{}, deeds{}
		var mu sync.Mutex
		left := map[string]engine.Draft{}
		for name, do := range list {
			id := w.sail(me).Draft.ID
			drafts[name], todo[id] = id, func() {
				must(t, do(got[engine.Draft](t)(w.store.Draft(ctx, id))))
				d, _ := w.store.Draft(ctx, id) // none when it was thrown away
				mu.Lock()
				defer mu.Unlock()
				left[name] = d
			}
		}
		m := w.migrate(engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))})
		w.slower(&meanwhile{commit: todo.beforeUndo()}).undo(m.ID)
		for name, id := range drafts {
			if after, _ := w.store.Draft(ctx, id); !reflect.DeepEqual(after, left[name]) {
				t.Errorf("%s: the draft is %+v, was left as %+v", name, after, left[name])
			}
			if item := got[engine.MigrationItem](t)(w.store.MigrationItem(ctx, m.ID, id)); item.Fate != engine.FateActed {
				t.Errorf("%s: the draft is %s", name, item.Fate)
			}
		}
	})
}

// A case that is blocked while the citizen is asked is moved when he answers
// before that is written down.
func TestWhatBlocksAFilingIsLookedAtAgainWhenItChanges(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		h := newHarbour()
		from := w.release(h)
		me := citizen("ann")
		r := w.filed(me)
		clerk := staff("clerk", "harbour-office", "clerk")
		w.act(clerk, r.Children[0], engine.Action{Event: "correct", Note: "请补正"})
		to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
		answered := sync.OnceFunc(func() { w.act(me, r.Children[0], engine.Action{Event: "resubmit"}) })
		m := w.slower(&meanwhile{commit: func(c *engine.Change) {
			if len(c.Migrated) > 0 {
				answered()
			}
		}}).migrate(engine.Migration{Theme: "TH", From: from, To: to})
		if item := got[engine.MigrationItem](t)(w.store.MigrationItem(context.Background(), m.ID, r.Case)); item.Fate != engine.FateMoved || w.kept(r.Case).Release != to {
			t.Errorf("the filing is %s: %v", item.Fate, item.Findings)
		}
	})
}

// A migration between the reading of a root and of its children must not show
// half of either release.
func TestAFamilyIsReadAtOneRelease(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		h := newHarbour()
		from := w.release(h)
		me := citizen("ann")
		r := w.filed(me)
		to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
		plan := engine.Migration{Theme: "TH", From: from, To: to}
		var m engine.Migration
		late := w.slower(&meanwhile{children: sync.OnceFunc(func() { m = w.migrate(plan) })})
		if v := got[*engine.CaseView](t)(late.Case(ctx, me, r.Children[0])); v.Release.Hash != to || v.Case.Release != to || v.Root.Release != to {
			t.Errorf("seen at %s: the case is at %s, its root at %s", v.Release.Hash, v.Case.Release, v.Root.Release)
		}
		late = w.slower(&meanwhile{children: sync.OnceFunc(func() { w.undo(m.ID) })})
		if v := got[*engine.CaseView](t)(late.Case(ctx, me, r.Case)); v.Release.Hash != from || v.Case.Release != from || v.Children[0].Release != from {
			t.Errorf("put back it is seen at %s: the root is at %s, a child at %s", v.Release.Hash, v.Case.Release, v.Children[0].Release)
		}
		// A dry run leaves out what was moved under its hands; another migration finds it moved.
		late = w.slower(&meanwhile{children: sync.OnceFunc(func() { m = w.migrate(plan) })})
		if list := late.dry(plan); len(list) > 0 {
			t.Errorf("the dry run speaks of what was moved: %v", list)
		}
	})
}

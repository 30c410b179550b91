package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

const site = "before-opening"

// visit is the joint inspection of a filing as it is kept.
func (w *world) visit(r engine.Receipt) engine.Visit {
	w.t.Helper()
	root := w.kept(r.Case)
	v, _ := root.Visit(site)
	return v
}

// visits does something about the joint inspection as it is now.
func (w *world) visits(a engine.Actor, r engine.Receipt, matter string, d engine.VisitDeed) (*engine.CaseView, error) {
	w.t.Helper()
	id := r.Case
	if matter != "" {
		id = w.child(r, matter).ID
	}
	d.Inspection = site
	return w.Visit(context.Background(), a, id, w.visit(r).Revision, "", d)
}

// appointment is one for tomorrow.
func (w *world) appointment(do engine.VisitKind) engine.VisitDeed {
	return engine.VisitDeed{Do: do, At: w.time().Add(24 * time.Hour), Place: "漕溪北路 1 号店内", People: "食品 李科长、消防 王参谋", Ready: "请开放后厨\r\n并备好图纸"}
}

// inspecting is a filing whose food and fire cases are both in their inspection.
func (w *world) inspecting(me engine.Actor) engine.Receipt {
	w.t.Helper()
	r := w.file(me)
	w.issue(r, "M01")
	w.carry(r, "M02", "pass", "pass")
	w.carry(r, "M03", "pass", "pass")
	return r
}

// licensed is a filing of somebody who has a business licence: nothing of it is
// issued while both inspect.
func (w *world) licensed(me engine.Actor) engine.Receipt {
	w.t.Helper()
	ctx := context.Background()
	v := w.complete(me)
	v = got[*engine.DraftView](w.t)(w.SaveAnswers(ctx, me, v.Draft.ID, v.Draft.Revision, engine.Patch{Guide: answers(map[string]any{"Q7": true})}))
	v = got[*engine.DraftView](w.t)(w.SaveAnswers(ctx, me, v.Draft.ID, v.Draft.Revision, engine.Patch{Answers: answers(map[string]any{"applicant/DE00102": creditCode, "applicant/DE00106": "2026-03-02"})}))
	for _, m := range v.Materials {
		if m.Asked && m.Required == metamodel.True {
			_, err := w.AddFile(ctx, me, v.Draft.ID, m.Material.ID, "材料.png", bytes.NewReader(picture()))
			must(w.t, err)
		}
	}
	return got[engine.Receipt](w.t)(w.Submit(ctx, me, v.Draft.ID, ""))
}

func offered(v *engine.CaseView) []engine.VisitKind {
	if len(v.Visits) == 0 {
		return nil
	}
	return v.Visits[0].May
}

func TestTwoDepartmentsInspectTogetherAndEachDecidesForItself(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me, food, fire := citizen("ming"), officer("M02"), officer("M03")
		r := w.file(me)
		w.issue(r, "M01")
		c := w.carry(r, "M02", "pass", "pass")
		v := w.visit(r)
		if v.State != engine.VisitGathering || !slices.Equal(v.Matters, []string{"M02"}) || !slices.Equal(v.Awaits, []string{"M03"}) {
			t.Fatalf("the first waits: %+v", v)
		}
		if root := w.kept(r.Case); !root.LightNext.Equal(time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC)) {
			t.Errorf("it waits until %v, want two working days", root.LightNext)
		}
		_, err := w.Apply(ctx, food, c.ID, c.Revision, "", engine.Action{Event: "qualified"})
		if problemOf(err) != "visit.awaited" || w.kept(c.ID).Promised.Since.IsZero() {
			t.Errorf("before the visit: %v; the clocks go on", err)
		}
		if _, ok := w.wanted(food, r.Case); ok {
			t.Error("a date is wanted before the other is there")
		}

		before := w.kept(c.ID)
		w.carry(r, "M03", "pass", "pass")
		row, ok := w.wanted(food, r.Case)
		if v = w.visit(r); !ok || v.State != engine.VisitArranging || v.Lead != "market-regulation" || row.Light != workflows.Green || row.Due.IsZero() {
			t.Fatalf("the lead is asked: %v %+v %+v", ok, row, v)
		}
		if _, ok := w.wanted(fire, r.Case); ok {
			t.Error("the other department is asked to arrange it")
		}
		if now := w.kept(c.ID); now.Revision != before.Revision {
			t.Error("the food case moved when fire came")
		}

		// What must be said, by whom.
		for want, d := range map[string]engine.VisitDeed{
			"visit.at":         {Do: engine.ArrangeVisit, At: w.time().Add(-time.Hour), Place: "店内", People: "李科长"},
			"visit.place":      {Do: engine.ArrangeVisit, At: w.time().Add(time.Hour), People: "李科长"},
			"visit.people":     {Do: engine.ArrangeVisit, At: w.time().Add(time.Hour), Place: "店内", People: strings.Repeat("李", 201)},
			"action.note.long": {Do: engine.ArrangeVisit, At: w.time().Add(time.Hour), Place: "店内", People: "李", Ready: strings.Repeat("备", 2001)},
			"visit.do":         {Do: engine.HoldVisit, Note: "已看"},
			"visit.why":        {Do: engine.CancelVisit},
		} {
			if _, err := w.visits(food, r, "M02", d); problemOf(err) != want {
				t.Errorf("%+v: %v, want %s", d, err, want)
			}
		}
		if _, err := w.visits(fire, r, "M03", w.appointment(engine.ArrangeVisit)); problemOf(err) != "visit.do" {
			t.Errorf("fire arranges it: %v", err)
		}
		if _, err := w.Visit(ctx, food, r.Case, 1, "", engine.VisitDeed{Do: engine.CancelVisit, Inspection: "none", Note: "?"}); problemOf(err) != "visit.unknown" {
			t.Errorf("an unknown inspection: %v", err)
		}
		if _, err := w.Visit(ctx, me, r.Case, v.Revision, "", engine.VisitDeed{Do: engine.CancelVisit, Inspection: site, Note: "?"}); problemOf(err) != "visit.do" {
			t.Errorf("the applicant cancels it: %v", err)
		}

		// One appointment, for all; the same key makes it once.
		d := w.appointment(engine.ArrangeVisit)
		d.Inspection = site
		siblings := w.others(r, "")
		for range 2 {
			_, err = w.Visit(ctx, food, c.ID, v.Revision, "k-1", d)
			must(t, err)
		}
		if w.others(r, "") != siblings {
			t.Error("a matter's case moved with the appointment")
		}
		if _, err = w.Visit(ctx, food, c.ID, v.Revision, "k-2", d); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("a stale page: %v", err)
		}
		for _, id := range append([]string{r.Case}, c.ID, w.child(r, "M03").ID) {
			seen := got[*engine.CaseView](t)(w.Case(ctx, me, id)).Visits
			if len(seen) != 1 || seen[0].At != d.At.UTC() || seen[0].Ready != "请开放后厨\n并备好图纸" || len(seen[0].May) != 0 {
				t.Fatalf("the applicant sees %+v", seen)
			}
		}
		if seen := got[*engine.CaseView](t)(w.Case(ctx, me, w.child(r, "M06").ID)).Visits; len(seen) != 0 {
			t.Errorf("a matter that has no part in it shows %+v", seen)
		}
		if _, err = w.visits(food, r, "M02", engine.VisitDeed{Do: engine.HoldVisit, Note: "已看"}); problemOf(err) != "visit.do" {
			t.Errorf("held before its day: %v", err)
		}
		d.At, d.Note, d.Do = d.At.Add(24*time.Hour), "店主改期", engine.MoveVisit
		got[*engine.CaseView](t)(w.visits(food, r, "", d))

		// Held on its day; each writes down what it found, and decides.
		w.set(w.visit(r).At)
		if _, err = w.visits(food, r, "M02", engine.VisitDeed{Do: engine.HoldVisit}); problemOf(err) != "visit.note" {
			t.Errorf("held without a record: %v", err)
		}
		got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.HoldVisit, Note: "到场查看后厨和疏散通道"}))
		if _, ok := w.wanted(food, r.Case); ok || w.visit(r).State != engine.VisitHeld {
			t.Errorf("held: %+v", w.visit(r))
		}
		c = w.kept(c.ID)
		if _, err = w.Apply(ctx, food, c.ID, c.Revision, "", engine.Action{Event: "qualified"}); problemOf(err) != "visit.finding" {
			t.Errorf("without a finding: %v", err)
		}
		got[*engine.CaseView](t)(w.visits(fire, r, "M03", engine.VisitDeed{Do: engine.RecordVisit, Note: "通道宽度不足"}))
		got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.RecordVisit, Note: "后厨合格"}))
		w.carry(r, "M02", "qualified", "grant", "deliver")
		w.act(fire, w.child(r, "M03").ID, engine.Action{Event: "rectify", Note: "请拓宽通道"})
		w.act(me, w.child(r, "M03").ID, engine.Action{Event: "resubmit"})
		w.carry(r, "M03", "unqualified", "deny")

		// Whoever took part reads all of it, the applicant what is theirs to know.
		for actor, want := range map[*engine.Actor][3]string{&fire: {"到场查看后厨和疏散通道", "店主改期", "通道宽度不足"}, &me: {"", "店主改期", ""}} {
			v := got[*engine.CaseView](t)(w.Case(ctx, *actor, w.child(r, "M03").ID))
			said := map[engine.EventType]string{}
			for _, e := range v.History {
				said[e.Type] = e.Data.Note
			}
			if said[engine.EventVisitHeld] != want[0] || said[engine.EventVisitMoved] != want[1] || said[engine.EventVisitRecorded] != want[2] {
				t.Errorf("%s reads %q", actor.Account, said)
			}
			if doc, _ := json.Marshal(v.Visits); strings.Contains(string(doc), "后厨合格") || strings.Contains(string(doc), "通道宽度不足") != (actor == &fire) {
				t.Errorf("%s sees %s", actor.Account, doc)
			}
		}
	})
}

func TestNobodyWaitsLongerThanTheThemeSays(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.file(citizen("ming"))
		w.issue(r, "M01")
		c := w.carry(r, "M02", "pass", "pass")
		due := w.kept(r.Case).LightNext
		w.sweepAt(due.Add(-time.Minute))
		if v := w.visit(r); v.State != engine.VisitGathering {
			t.Fatalf("before its time: %+v", v)
		}
		w.sweepAt(due)
		if v := w.visit(r); v.State != engine.VisitCancelled || !w.kept(r.Case).LightNext.IsZero() {
			t.Fatalf("when nobody came: %+v", v)
		}
		w.sweepAt(due.Add(time.Hour))
		w.carry(r, "M02", "qualified")
		w.carry(r, "M03", "pass", "pass", "qualified") // who comes later is alone, too
		if n := len(told(got[*engine.CaseView](t)(w.Case(ctx, officer("M02"), c.ID)).History, engine.EventVisitCancelled)); n != 1 {
			t.Errorf("told %d times that each goes alone", n)
		}

		// A decision does not wait for the sweep.
		late := w.file(citizen("hong"))
		w.issue(late, "M01")
		w.carry(late, "M02", "pass", "pass")
		w.set(w.kept(late.Case).LightNext)
		w.carry(late, "M02", "qualified")
	})
}

func TestAMatterLeavesAJointInspectionAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me, food, fire := citizen("ming"), officer("M02"), officer("M03")
	for name, x := range map[string]struct {
		arranged bool
		do       func(r engine.Receipt)
		state    engine.VisitState
		matters  []string
	}{
		"one inspects alone before there is a date": {false, func(r engine.Receipt) {
			if _, err := w.visits(fire, r, "M03", engine.VisitDeed{Do: engine.LeaveVisit}); problemOf(err) != "visit.why" {
				t.Errorf("it leaves without a word: %v", err)
			}
			got[*engine.CaseView](t)(w.visits(fire, r, "M03", engine.VisitDeed{Do: engine.LeaveVisit, Note: "已另行抽查"}))
			w.carry(r, "M03", "qualified")
			w.carry(r, "M02", "qualified")
		}, engine.VisitCancelled, []string{"M02"}},
		"one inspects alone, and the appointment stands": {true, func(r engine.Receipt) {
			got[*engine.CaseView](t)(w.visits(fire, r, "M03", engine.VisitDeed{Do: engine.LeaveVisit, Note: "已另行抽查"}))
			w.carry(r, "M03", "qualified")
		}, engine.VisitArranged, []string{"M02"}},
		"the lead leaves, and the other arranges it": {true, func(r engine.Receipt) {
			got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.LeaveVisit, Note: "已另行抽查"}))
			if _, ok := w.wanted(food, r.Case); ok {
				t.Error("who left still arranges it")
			}
			if _, ok := w.wanted(fire, r.Case); !ok {
				t.Error("nobody arranges it")
			}
			got[*engine.CaseView](t)(w.visits(fire, r, "M03", w.appointment(engine.MoveVisit)))
		}, engine.VisitArranged, []string{"M03"}},
		"the lead cancels it": {true, func(r engine.Receipt) {
			got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.CancelVisit, Note: "店面停业"}))
			w.carry(r, "M02", "qualified")
		}, engine.VisitCancelled, []string{"M02", "M03"}},
		"one is put right meanwhile, and is back in time": {true, func(r engine.Receipt) {
			w.act(fire, w.child(r, "M03").ID, engine.Action{Event: "rectify", Note: "请先清空通道"})
			if v := w.visit(r); !slices.Equal(v.Matters, []string{"M02"}) || !slices.Equal(v.Awaits, []string{"M03"}) {
				t.Errorf("while it is put right: %+v", v)
			}
			w.act(me, w.child(r, "M03").ID, engine.Action{Event: "resubmit"})
		}, engine.VisitArranged, []string{"M02", "M03"}},
		"one is put right meanwhile, and comes too late": {true, func(r engine.Receipt) {
			w.act(fire, w.child(r, "M03").ID, engine.Action{Event: "rectify", Note: "请先清空通道"})
			w.set(w.visit(r).At)
			got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.HoldVisit, Note: "已看"}))
			w.act(me, w.child(r, "M03").ID, engine.Action{Event: "resubmit"})
			w.carry(r, "M03", "qualified")
		}, engine.VisitHeld, []string{"M02"}},
		"one is sent back, and comes again": {false, func(r engine.Receipt) {
			w.sendsBack(fire, w.child(r, "M03").ID, "review", "请重新审查")
			if v := w.visit(r); v.State != engine.VisitGathering {
				t.Errorf("while it is reviewed again: %+v", v)
			}
			w.carry(r, "M03", "pass")
		}, engine.VisitArranging, []string{"M02", "M03"}},
		"one is taken back": {true, func(r engine.Receipt) {
			w.takesBack(me, w.child(r, "M03").ID, "不办了")
			w.set(w.visit(r).At)
			got[*engine.CaseView](t)(w.visits(food, r, "M02", engine.VisitDeed{Do: engine.HoldVisit, Note: "已看"}))
		}, engine.VisitHeld, []string{"M02"}},
		"all is taken back": {true, func(r engine.Receipt) {
			w.takesBack(me, r.Case, "不开了")
			if _, ok := w.wanted(food, r.Case); ok {
				t.Error("a visit to nobody is wanted")
			}
			events := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, r.Case))
			if last := events[len(events)-1]; last.Type != engine.EventEnded || len(told(events, engine.EventVisitCancelled)) != 1 {
				t.Errorf("the last that is told is %s", last.Type)
			}
		}, engine.VisitCancelled, []string{"M02", "M03"}},
		"both leave before there is a date, and it begins anew": {false, func(r engine.Receipt) {
			w.sendsBack(food, w.child(r, "M02").ID, "review", "请重新审查")
			w.act(fire, w.child(r, "M03").ID, engine.Action{Event: "rectify", Note: "请先清空通道"})
			if _, ok := w.wanted(food, r.Case); ok {
				t.Error("a date is wanted, and nobody waits for it")
			}
			for _, a := range []engine.Actor{me, food, fire} {
				if seen := got[*engine.CaseView](t)(w.Case(ctx, a, r.Case)).Visits; len(seen) != 0 {
					t.Errorf("%s is shown a visit of nobody: %+v", a.Account, seen)
				}
			}
			w.wait(100 * 24 * time.Hour)
			w.act(me, w.child(r, "M03").ID, engine.Action{Event: "resubmit"})
			if v := w.visit(r); v.State != engine.VisitGathering || !slices.Equal(v.Awaits, []string{"M02"}) || !w.kept(r.Case).LightNext.After(w.time()) {
				t.Errorf("who comes first again waits: %+v", v)
			}
			w.carry(r, "M02", "pass")
		}, engine.VisitArranging, []string{"M02", "M03"}},
	} {
		t.Run(name, func(t *testing.T) {
			w.set(monday)
			r := w.inspecting(me)
			if x.arranged {
				got[*engine.CaseView](t)(w.visits(food, r, "M02", w.appointment(engine.ArrangeVisit)))
			}
			x.do(r)
			if v := w.visit(r); v.State != x.state || !slices.Equal(v.Matters, x.matters) && len(v.Matters)+len(x.matters) > 0 {
				t.Errorf("it is %+v", v)
			}
			open := 0
			for _, task := range w.kept(r.Case).Tasks {
				if task.Open() {
					open++
				}
			}
			if wants := x.state == engine.VisitArranging || x.state == engine.VisitArranged; (open == 1) != wants || open > 1 {
				t.Errorf("%d tasks are open", open)
			}
		})
	}
}

// An appointment that no matter waits for is off with the step that left it
// empty: nobody could move it any more. All are told, and told why.
func TestAnAppointmentThatNobodyWaitsForIsCalledOff(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me, food, fire := citizen("ming"), officer("M02"), officer("M03")
		r := w.inspecting(me)
		got[*engine.CaseView](t)(w.visits(food, r, "M02", w.appointment(engine.ArrangeVisit)))
		w.act(fire, w.child(r, "M03").ID, engine.Action{Event: "rectify", Note: "请先清空通道"})
		w.sendsBack(food, w.child(r, "M02").ID, "review", "请重新审查")
		if _, ok := w.wanted(food, r.Case); ok {
			t.Error("the lead is still asked to hold it")
		}
		for _, a := range []engine.Actor{me, food, fire} {
			for _, at := range []string{r.Case, w.child(r, "M02").ID, w.child(r, "M03").ID} {
				v, err := w.Case(ctx, a, at)
				if errors.Is(err, engine.ErrNotFound) {
					continue // another department's
				}
				must(t, err)
				if len(v.Visits) != 1 || v.Visits[0].State != engine.VisitCancelled || v.Visits[0].Cause != engine.NobodyWaits ||
					!slices.Equal(v.Visits[0].Matters, []string{"M02", "M03"}) || v.Visits[0].At.IsZero() || len(v.Visits[0].May) != 0 {
					t.Fatalf("%s sees %+v", a.Account, v.Visits)
				}
				off := told(v.History, engine.EventVisitCancelled)
				if len(off) != 1 || off[0].Data.Visit.Cause != engine.NobodyWaits || off[0].Actor != "" || off[0].Data.Visit.AtUnix == 0 ||
					len(off[0].Data.Visit.Departments) != 2 {
					t.Errorf("%s reads %+v at %s", a.Account, off, v.Case.Matter)
				}
			}
		}
		// They come back: each inspects on its own.
		w.act(me, w.child(r, "M03").ID, engine.Action{Event: "resubmit"})
		w.carry(r, "M03", "qualified")
		w.carry(r, "M02", "pass", "qualified")
	})
}

func TestWhoArrangesAVisitSeesNoMoreOfTheFiling(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.inspecting(citizen("ming"))
	v := got[*engine.CaseView](t)(w.Case(ctx, officer("M02"), r.Case))
	if len(v.Visits) != 1 || !slices.Equal(offered(v), []engine.VisitKind{engine.ArrangeVisit, engine.CancelVisit}) {
		t.Errorf("offered %+v", v.Visits)
	}
	if v.Record != nil || v.Case.Answers != nil {
		t.Error("the lead sees the theme's answers")
	}
	if v := got[*engine.CaseView](t)(w.Case(ctx, officer("M03"), w.child(r, "M03").ID)); !slices.Equal(offered(v), []engine.VisitKind{engine.LeaveVisit}) {
		t.Errorf("fire is offered %+v", v.Visits)
	}
	// Neither an answer nor a claim: it is arranged, or called off.
	root := w.kept(r.Case)
	if _, err := w.Answer(ctx, officer("M02"), r.Case, root.Revision, "", engine.Reply{Task: root.Tasks[0].ID, Answer: engine.Agree}); problemOf(err) != "action.role" {
		t.Errorf("answered: %v", err)
	}
	// A colleague has the step in hand: it is theirs to leave the visit, not others'.
	got[*engine.CaseView](t)(w.HandOver(ctx, officer("M03"), w.child(r, "M03").ID, w.child(r, "M03").Revision, "", engine.Handover{Do: engine.Claim}))
	other := staff("other", "fire-rescue", "inspector")
	if v := got[*engine.CaseView](t)(w.Case(ctx, other, w.child(r, "M03").ID)); len(offered(v)) != 0 {
		t.Errorf("a colleague is offered %v", offered(v))
	}
}

func TestBothComeAtTheSameMoment(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		for range 5 {
			r := w.file(citizen("ming"))
			w.issue(r, "M01")
			a, b := w.carry(r, "M02", "pass"), w.carry(r, "M03", "pass")
			errs := make(chan error, 2)
			for _, c := range []engine.Case{a, b} {
				go func() {
					_, err := w.Apply(ctx, officer(c.Matter), c.ID, c.Revision, "", engine.Action{Event: "pass"})
					errs <- err
				}()
			}
			for range 2 {
				must(t, <-errs)
			}
			if v := w.visit(r); v.State != engine.VisitArranging || len(w.kept(r.Case).Tasks) != 1 {
				t.Fatalf("%+v with %d tasks", v, len(w.kept(r.Case).Tasks))
			}
		}
	})
}

func TestAJointInspectionGoesToAnotherRelease(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me, food := citizen("ming"), officer("M02")
		r := w.licensed(me)
		w.carry(r, "M02", "pass", "pass")
		w.carry(r, "M03", "pass", "pass")
		got[*engine.CaseView](t)(w.visits(food, r, "M02", w.appointment(engine.ArrangeVisit)))
		w.wait(time.Hour)
		from := w.kept(r.Case).Release
		next := func(version string, change func(map[string][]byte)) string {
			i := slices.IndexFunc(builtin(), func(p *catalog.Pack) bool { return p.Manifest.Name == "open-a-restaurant" })
			files := builtin()[i].Encode()
			change(files)
			p, ps := catalog.ReadArchive(files)
			if ps.Failed() {
				t.Fatal(ps)
			}
			p.Manifest.Version = version
			w.publish(p)
			ed := got[*catalog.Edition](t)(w.cat.Current(context.Background()))
			_, rel, _ := ed.Theme("T01")
			return rel.Hash
		}
		same := next("9.0.0", func(files map[string][]byte) {
			files["matters/M02.yaml"] = bytes.Replace(files["matters/M02.yaml"], []byte("promisedDays: 8"), []byte("promisedDays: 7"), 1)
		})
		told := func(m engine.Migration) (codes []string) {
			for _, f := range w.dry(m)[r.Case].Findings {
				if strings.HasPrefix(f.Code, "migration.visit") {
					codes = append(codes, f.Code)
				}
			}
			return codes
		}
		plan := engine.Migration{Theme: "T01", From: from, To: same}
		if said := told(plan); len(said) > 0 {
			t.Errorf("told of what stays: %v", said)
		}
		w.migrate(plan)
		if v := w.visit(r); v.State != engine.VisitArranged || w.kept(r.Case).Release != same {
			t.Fatalf("the appointment is lost: %+v", v)
		}
		none := next("9.1.0", func(files map[string][]byte) {
			files["themes/T01.yaml"], _, _ = bytes.Cut(files["themes/T01.yaml"], []byte("joint:"))
		})
		plan = engine.Migration{Theme: "T01", From: same, To: none}
		if said := told(plan); !slices.Equal(said, []string{"migration.visit"}) {
			t.Errorf("told: %v", said)
		}
		m := w.migrate(plan)
		if _, ok := w.wanted(food, r.Case); ok || w.visit(r).State != engine.VisitCancelled {
			t.Fatalf("it goes on: %+v", w.visit(r))
		}
		w.undo(m.ID)
		if _, ok := w.wanted(food, r.Case); !ok || w.visit(r).State != engine.VisitArranged {
			t.Fatalf("undone: %+v", w.visit(r))
		}
		w.migrate(plan)
		w.carry(r, "M02", "qualified")
	})
}

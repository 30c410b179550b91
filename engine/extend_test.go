package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// moreTime lets heads of the harbour office extend berths, twice, by ten days at most.
const moreTime = "extend: {days: 10, times: 2, roles: [approver], clocks: [promised, statutory, step], basis: {zh: 行政许可法第四十二条, en: Article 42}}\n"

func patientHarbour(t testing.TB) harbour {
	h := jointHarbour(t, signsAll, asksTwo)
	h["matters/MA.yaml"] += moreTime
	return h
}

func TestACaseIsGivenMoreTime(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(patientHarbour(t))
		id := w.berth()
		extend := func(a engine.Actor, days int, note string) error {
			_, err := w.Extend(ctx, a, id, w.kept(id).Revision, "", days, note)
			return err
		}
		w.wait(26 * time.Hour)
		wants(t, extend(berthHead, 3, " "), "action.note")
		wants(t, extend(berthHead, 3, strings.Repeat("长", 2001)), "action.note.long")
		wants(t, extend(berthHead, 0, "水文资料未到"), "extension.days")
		wants(t, extend(berthHead, 11, "水文资料未到"), "extension.days")
		wants(t, extend(berthClerk, 3, "水文资料未到"), "extension.role")
		wants(t, extend(seafarer, 3, "我想等"), "extension.role")
		wantErr(t, extend(fireHead, 3, "水文资料未到"), engine.ErrNotFound)
		_, err := w.Extend(ctx, berthHead, id, w.kept(id).Revision+1, "", 3, "水文资料未到")
		wantErr(t, err, engine.ErrConflict)

		before := w.kept(id)
		v := got[*engine.CaseView](t)(w.Case(ctx, berthHead, id))
		if v.MayExtend == nil || v.MayExtend.Days != 10 || v.MayExtend.Left != 2 || len(v.MayExtend.Clocks) != 3 || len(v.MayExtend.Clocks[0].Until) != 10 {
			t.Fatalf("it may be extended by %+v", v.MayExtend)
		}
		ahead := v.MayExtend.Clocks[0].Until[2]
		for range 2 { // the second time with the same key
			v = got[*engine.CaseView](t)(w.Extend(ctx, berthHead, id, before.Revision, "extend-once", 3, "水文资料未到"))
		}
		cal, c := v.Calendar, w.kept(id)
		for i, k := range [...][2]workflows.Clock{{before.Promised, c.Promised}, {before.Statutory, c.Statutory}, {before.Step, c.Step}} {
			if k[1].Limit != k[0].Limit+cal.Days(3) || k[1].Used != k[0].Used || !k[1].Since.Equal(k[0].Since) {
				t.Errorf("clock %d was %+v and is %+v", i, k[0], k[1])
			}
		}
		if !c.Promised.Due(cal).Equal(ahead) || !c.Due.After(before.Due) || !c.LightNext.After(before.LightNext) || c.Revision != before.Revision+1 || len(c.Extensions) != 1 {
			t.Errorf("due %v, light next %v, %+v", c.Due, c.LightNext, c.Extensions)
		}
		row := func() engine.WorkItem {
			list, _, _, err := w.Worklist(ctx, berthClerk, engine.CaseFilter{}, engine.Page{})
			must(t, err)
			for _, r := range list {
				if r.Case.ID == id {
					return r
				}
			}
			t.Fatal("it is in no worklist")
			return engine.WorkItem{}
		}
		if r := row(); !r.Due.Equal(c.Due) || r.Light != workflows.Green {
			t.Errorf("the worklist has it due %v, %s", r.Due, r.Light)
		}
		lines := got[*engine.ClocksView](t)(w.Clocks(ctx, berthHead, id, time.Time{}, false)).Cases[0].Lines
		if n := len(lines); n != 6 {
			t.Fatalf("the ledger has %d lines", n)
		}
		for _, l := range lines[3:] {
			if l.Kind != workflows.LineExtend || l.Note != "水文资料未到" || l.Basis.In("zh") != "行政许可法第四十二条" || l.Account != berthHead.Account || l.Role != "approver" || l.Reason.Text().In("en") != "Extended by 3 working days" {
				t.Errorf("the line is %+v", l)
			}
		}
		w.checkLedger(id)

		// The applicant is told how far, by which law and why; not by whom.
		mine := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id))
		said := told(mine.History, engine.EventExtended)
		if len(said) != 1 || said[0].Data.Note != "水文资料未到" || said[0].Actor != "" || said[0].Data.Extension.Days != 3 || said[0].Data.Extension.Basis == nil || said[0].Data.DueUnix != c.Due.Unix() {
			t.Errorf("the applicant reads %+v", said)
		}
		if len(mine.Case.Extensions) != 1 || mine.MayExtend != nil {
			t.Errorf("the applicant sees %+v, %+v", mine.Case.Extensions, mine.MayExtend)
		}

		// Not while the time stands still.
		_, err = w.Ask(ctx, berthClerk, id, w.kept(id).Revision, "", engine.Question{Department: "health", Text: "水源？", Days: 1})
		must(t, err)
		wants(t, extend(berthHead, 1, "再延"), "extension.paused")
		must(t, w.says(healthReader, id, engine.Agree, ""))
		w.act(berthClerk, id, engine.Action{Event: "correct", Note: "请补正", Fields: []string{"applicant/HE5"}})
		wants(t, extend(berthHead, 1, "再延"), "extension.paused")
		w.act(seafarer, id, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE5": "东三"})})
		if k := w.kept(id).Step; k.Limit != cal.Days(5) {
			t.Errorf("the step goes on with %v", k.Limit)
		}
		// The next step has its own limit; whoever signs it has as long as the step.
		w.act(berthClerk, id, engine.Action{Event: "pass"})
		if k := w.kept(id); k.Step.Limit != cal.Days(3) || k.Promised.Limit != cal.Days(8) {
			t.Errorf("the next step has %v, the promise %v", k.Step.Limit, k.Promised.Limit)
		}
		sign, _ := w.wanted(healthHead, id)
		must(t, extend(berthHead, 10, "再延"))
		if now, _ := w.wanted(healthHead, id); !now.Due.After(sign.Due) || !now.Due.Equal(w.kept(id).Step.Due(cal)) {
			t.Errorf("the signature is due %v, was %v", now.Due, sign.Due)
		}
		wants(t, extend(berthHead, 1, "还延"), "extension.times")
		if v := got[*engine.CaseView](t)(w.Case(ctx, berthHead, id)); v.MayExtend != nil {
			t.Errorf("it may be extended by %+v", v.MayExtend)
		}
		w.checkLedger(id)
		must(t, w.says(fireHead, id, engine.Agree, ""))
		must(t, w.says(healthHead, id, engine.Agree, ""))
		must(t, w.says(berthHead, id, engine.Agree, ""))
		if c := w.kept(id); c.State != "issue" {
			t.Fatalf("it is in %s", c.State)
		}
		wants(t, extend(berthHead, 1, "还延"), "extension.decided")
		w.act(berthClerk, id, engine.Action{Event: "issue"})
		wants(t, extend(berthHead, 1, "还延"), "action.ended")
		w.checkLedger(id)
	})
}

// A limit that is over stays over: an extension lengthens the others.
func TestAnOverdueLimitIsNotExtended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(patientHarbour(t))
	id := w.berth()
	theme := w.kept(id).Root
	w.wait(8 * 24 * time.Hour) // six working days: the step's two and the promise's five are over
	cal := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).Calendar
	v := got[*engine.CaseView](t)(w.Extend(ctx, berthHead, id, w.kept(id).Revision, "", 5, "水文资料未到"))
	if c := v.Case; c.Promised.Limit != cal.Days(5) || c.Step.Limit != cal.Days(2) || c.Statutory.Limit != cal.Days(15) || c.Light != workflows.Red || len(c.Extensions[0].Clocks) != 1 {
		t.Errorf("limits are %v, %v, %v; %+v", c.Promised.Limit, c.Statutory.Limit, c.Step.Limit, c.Extensions)
	}
	w.wait(30 * 24 * time.Hour)
	_, err := w.Extend(ctx, berthHead, id, w.kept(id).Revision, "", 5, "水文资料未到")
	wants(t, err, "extension.late")
	_, err = w.Extend(ctx, mover, theme, w.kept(theme).Revision, "", 5, "水文资料未到")
	wants(t, err, "action.theme")
	for _, c := range got[[]engine.Case](t)(w.store.Children(ctx, theme)) {
		if c.Matter != "MA" {
			_, err = w.Extend(ctx, staff("f", c.Department, "approver"), c.ID, c.Revision, "", 5, "水文资料未到")
			wants(t, err, "extension.none")
		}
	}
}

// Silence that decides by the whole limit waits for the longer one; when it has
// its word already, nobody puts it off any more.
func TestAnExtensionPutsSilenceOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	p := quiet(t, "{clock: promised, event: grant, "+quietBasis+"}")
	p.Matters["QM"].Extend = &metamodel.Extend{Days: 5, Times: 3, Roles: []string{"approver"}, Basis: metamodel.ZhEn("《办法》第九条", "Article 9 of the Rules")}
	p.Files = nil
	w.publish(p)
	c := w.kept(got[engine.Receipt](t)(w.SubmitMatter(ctx, citizen("ming"), "QM", []byte(`{"applicant":{"QE1":"甲"}}`), "")).Case)
	head := staff("head", "quiet", "approver")
	v := got[*engine.CaseView](t)(w.Extend(ctx, head, c.ID, c.Revision, "", 2, "情况复杂"))
	if want := v.Case.Promised.Due(v.Calendar); !v.Case.SilentNext.Equal(want) || !want.After(c.SilentNext) || !w.kept(c.ID).SilentNext.Equal(want) {
		t.Errorf("silence decides at %v, want %v", v.Case.SilentNext, want)
	}
	if w.sweepAt(c.SilentNext); w.kept(c.ID).State != "decide" {
		t.Error("silence decided by the limit as it was")
	}
	w.set(v.Case.SilentNext)
	_, err := w.Extend(ctx, head, c.ID, w.kept(c.ID).Revision, "", 2, "情况复杂")
	wants(t, err, "extension.late")
	if w.sweepAt(v.Case.SilentNext); w.kept(c.ID).State != "deliver" {
		t.Error("silence did not decide")
	}
	w.checkLedger(c.ID)
}

// What was granted stays granted when the case goes over to another version.
func TestAnExtensionGoesOverToAnotherVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := patientHarbour(t)
	from := w.release(h)
	id := w.berth()
	w.wait(26 * time.Hour)
	was := got[*engine.CaseView](t)(w.Extend(ctx, berthHead, id, w.kept(id).Revision, "", 4, "水文资料未到"))
	cal := was.Calendar
	to := w.release(h.with(t, "2.0.0", "matters/MA.yaml", moreTime, "", "matters/MA.yaml", "statutoryDays: 10\npromisedDays: 5", "statutoryDays: 12\npromisedDays: 3",
		"workflows/WA.yaml", "roles: [clerk], limit: 2, opinions", "roles: [clerk], limit: 1, opinions"))
	m := w.migrate(engine.Migration{Theme: "TH", From: from, To: to})
	c := w.kept(id)
	if c.Release != to || c.Promised.Limit != cal.Days(3+4) || c.Statutory.Limit != cal.Days(12+4) || c.Step.Limit != cal.Days(1+4) || len(c.Extensions) != 1 {
		t.Errorf("limits are %v, %v, %v; %+v", c.Promised.Limit, c.Statutory.Limit, c.Step.Limit, c.Extensions)
	}
	w.checkLedger(id)
	_, err := w.Extend(ctx, berthHead, id, c.Revision, "", 1, "再延")
	wants(t, err, "extension.none")
	w.undo(m.ID)
	if c := w.kept(id); c.Release != from || c.Promised.Limit != was.Case.Promised.Limit || c.Step.Limit != was.Case.Step.Limit || len(c.Extensions) != 1 {
		t.Errorf("put back it is %+v", c.Promised)
	}
	w.checkLedger(id)
}

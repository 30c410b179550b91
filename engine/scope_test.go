package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

func TestAFirmWithALicenceIsAskedForItsCodeAndWaitsForNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := w.complete(me).Draft.ID
	// The citizen goes back in the guide: there is a licence already, and no stove.
	v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, id, 0, engine.Patch{Guide: answers(map[string]any{"Q7": true, "Q5": false})}))
	if v.Scope["M01"] || v.Scope["M07"] || len(v.Scope) != 6 || v.Awaited["applicant/DE00102"] {
		t.Errorf("in scope are %v, awaited %v", v.Scope, v.Awaited)
	}
	_, err := w.Submit(ctx, me, id, "")
	missing := map[string]bool{}
	for _, p := range v.Missing {
		missing[p.Path] = true
	}
	if err == nil || !missing["applicant/DE00102"] || !missing["applicant/DE00106"] {
		t.Fatalf("the code is not asked for: %v", v.Missing)
	}
	got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, id, 0, engine.Patch{Answers: answers(map[string]any{
		"applicant/DE00102": "9131 0104 ma1f r0ab 4w", "applicant/DE00106": "2020-05-20"})}))
	r := got[engine.Receipt](t)(w.Submit(ctx, me, id, ""))
	if len(r.Children) != 6 {
		t.Fatalf("%d cases", len(r.Children))
	}
	for _, cid := range r.Children {
		c := w.kept(cid)
		if c.Status != engine.CaseRunning || !bytes.Contains(c.Answers, []byte(creditCode)) {
			t.Errorf("%s is %s with %s", c.Matter, c.Status, c.Answers)
		}
	}
}

func TestPagesSavedAtOnceBothStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", nil, nil, "")).Draft.ID
	paths := []string{"applicant/DE00101", "premises/DE00202", "legalRep/DE00001", "agent/DE00001", "premises/DE00503", "signboard/DE00404"}
	var g sync.WaitGroup
	for i, path := range paths {
		g.Add(1)
		go func() {
			defer g.Done()
			if _, err := w.SaveAnswers(ctx, me, id, 0, engine.Patch{Answers: answers(map[string]any{path: fmt.Sprint("页 ", i)})}); err != nil {
				t.Error(err)
			}
		}()
	}
	g.Wait()
	v := got[*engine.DraftView](t)(w.Draft(ctx, me, id))
	for i, path := range paths {
		if typed := v.Record.Typed(path); len(typed) != 1 || typed[0] != fmt.Sprint("页 ", i) {
			t.Errorf("%s holds %v", path, typed)
		}
	}
}

func TestAFileThatArrivesWithTheSubmissionIsCarriedAlongOrRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := w.complete(me).Draft.ID
	var g sync.WaitGroup
	kept := make([]string, 4)
	for i := range kept {
		g.Add(1)
		go func() {
			defer g.Done()
			f, err := w.AddFile(ctx, me, id, "MT10", "又一张.png", bytes.NewReader(picture()))
			if err == nil {
				kept[i] = f.ID
			} else {
				wants(t, err, "draft.submitted")
			}
		}()
	}
	r, err := w.Submit(ctx, me, id, "")
	g.Wait()
	must(t, err)
	attached := map[string]bool{}
	for _, f := range got[[]engine.File](t)(w.store.FilesOfCase(ctx, r.Case)) {
		attached[f.ID] = true
	}
	for _, f := range kept {
		if f != "" && !attached[f] {
			t.Errorf("file %s was taken and is not with the case", f)
		}
	}
	if got[*engine.DraftView](t)(w.Draft(ctx, me, id)).Draft.Submitted != r.Case {
		t.Error("the draft does not know its case")
	}
}

func TestSectionsTellWhereTheCitizenStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "M01", nil, nil, ""))
	status := func(patch map[string]any, section string) engine.SectionState {
		t.Helper()
		v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, 0, engine.Patch{Answers: answers(patch)}))
		for _, s := range v.Sections {
			if s.Section.ID == section {
				return s
			}
		}
		t.Fatalf("no section %s", section)
		return engine.SectionState{}
	}
	expect := func(s engine.SectionState, want engine.SectionStatus) {
		t.Helper()
		if s.Status != want {
			t.Errorf("%s is %s with %d asked and %d missing, want %s", s.Section.ID, s.Status, s.Asked, s.Missing, want)
		}
	}
	expect(status(nil, "premises"), engine.SectionTodo)
	expect(status(map[string]any{"premises/DE00202": "天钥桥路 800 号"}, "premises"), engine.SectionPartial)
	expect(status(map[string]any{"premises/DE00203": "很大"}, "premises"), engine.SectionInvalid)
	expect(status(map[string]any{"premises/DE00203": 320, "premises/DE00201": "310104", "premises/DE00204": "3", "premises/DE00205": "陈国华"}, "premises"), engine.SectionDone)
	expect(status(map[string]any{"applicant/DE00103": "9910"}, "shareholders"), engine.SectionEmpty)
	expect(status(map[string]any{"applicant/DE00103": "1130"}, "shareholders"), engine.SectionTodo)
	expect(status(map[string]any{"shareholder/0/DE00001": "王小明"}, "shareholders"), engine.SectionPartial)

	v = got[*engine.DraftView](t)(w.Draft(ctx, me, v.Draft.ID))
	for _, m := range v.Materials {
		if m.Material.ID == "MT05" && (m.Asked || m.Reason.In("zh") == "") {
			t.Errorf("the system's own document is asked for: %+v", m)
		}
		if m.Material.ID == "MT19" && m.Required != metamodel.Unknown {
			t.Errorf("the power of attorney is %v before the agent is known", m.Required)
		}
	}
}

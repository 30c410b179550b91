package engine_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// What the applicant corrected for one department changes nothing at another,
// which is told that it was corrected, where and when: not to what.
func TestADepartmentIsToldWhatWasCorrectedInAnotherMatter(t *testing.T) {
	const name = "newborn/DE00001"
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx, me, police := context.Background(), citizen("mother"), staff("registry", "public-security", "clerk", "reviewer")
		r := w.born(nil)
		birth, household := w.child(r, "N01").ID, w.child(r, "N02").ID
		view := func(a engine.Actor, id string) *engine.CaseView {
			t.Helper()
			return got[*engine.CaseView](t)(w.Case(ctx, a, id))
		}
		corrects := func(by engine.Actor, id string, values map[string]any) {
			t.Helper()
			var fields []string
			for path := range values {
				fields = append(fields, path)
			}
			w.act(by, id, engine.Action{Event: "correct", Note: "请核对", Fields: fields})
			w.act(me, id, engine.Action{Event: "resubmit", Answers: answers(values)})
		}
		before := w.said(household, name)
		at := w.time()
		corrects(hospital, birth, map[string]any{name: "新名"})
		if w.said(household, name) != before || w.said(birth, name) != `"新名"` {
			t.Fatalf("birth says %s, household %s", w.said(birth, name), w.said(household, name))
		}
		for _, a := range []engine.Actor{police, me} {
			x := view(a, household).Elsewhere(name)
			if x == nil || x.Matter.Def.ID != "N01" || x.At.Before(at) || (string(x.Value) == `"新名"`) != (a.Account == me.Account) || a.Account != me.Account && x.Value != nil {
				t.Errorf("%s is told %+v", a.Account, x)
			}
			if other := view(a, household).Elsewhere("mother/DE00001"); other != nil {
				t.Errorf("%s is told of an answer that nobody corrected: %+v", a.Account, other)
			}
		}
		if x := view(hospital, birth).Elsewhere(name); x != nil {
			t.Errorf("who asked for it is told of its own: %+v", x)
		}
		// It is told while both differ.
		w.act(hospital, birth, engine.Action{Event: "pass"})
		w.act(hospital, birth, engine.Action{Event: "approve"})
		w.act(hospital, birth, engine.Action{Event: "deliver", Result: answers(map[string]any{"newborn/DE00701": "A310000001"})})
		corrects(police, household, map[string]any{name: "新名"})
		if x := view(police, household).Elsewhere(name); x != nil {
			t.Errorf("told although both say the same: %+v", x)
		}
		w.wait(1)
		corrects(police, household, map[string]any{name: "又一名"})
		if x := view(hospital, birth).Elsewhere(name); x == nil || x.Matter.Def.ID != "N02" {
			t.Errorf("the first is not told of the second: %+v", x)
		}
	})
}

// A repeat that has other rows is told as a whole, and of somebody's word and its
// day nothing: they are given for one matter.
func TestARepeatWithOtherRowsIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.file(me)
	w.issue(r, "M01")
	food := w.child(r, "M02").ID
	var all map[string]json.RawMessage
	must(t, json.Unmarshal(w.kept(food).Answers, &all))
	var rows []map[string]json.RawMessage
	must(t, json.Unmarshal(all["employee"], &rows))
	rows = append(rows, rows[0])
	w.act(officer("M02"), food, engine.Action{Event: "correct", Note: "请补全", Fields: []string{"employee", "filing/DE00602", "filing/DE00603"}})
	w.wait(24 * time.Hour)
	patch := map[string]any{"employee": rows, "filing/DE00602": "2026-03-10", "filing/DE00603": true}
	w.act(me, food, engine.Action{Event: "resubmit", Answers: answers(patch)})
	var paths []string
	for _, k := range w.kept(food).Corrected {
		paths = append(paths, k.Path)
	}
	if !slices.Equal(paths, []string{"employee"}) {
		t.Errorf("noted %v", paths)
	}
}

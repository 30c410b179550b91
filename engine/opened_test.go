package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// What a corrected answer makes necessary may be given, though the department
// named nothing but that answer; what it does not stays closed.
func TestWhatACorrectionMakesNecessaryMayBeGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("mother")
	alone := map[string]any{"household/DE00712": "2", "household/DE00715": "1", "father/DE00009": nil}
	for _, path := range []string{"father/DE00001", "father/DE00004", "father/DE00005"} {
		alone[path] = nil
	}
	father := map[string]any{"father/DE00001": "陈一鸣", "father/DE00004": "111", "father/DE00005": "310104198506150031"}
	certificate := func() string { return w.child(w.born(alone), "N01").ID }
	household := func() string {
		d := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "N02", nil, nil, ""))
		all := registration()
		maps.Copy(all, answers(alone))
		maps.Copy(all, answers(map[string]any{"householder/DE00001": "林晓月", "householder/DE00005": "310104199003070026"})) // the mother
		d = w.saves(d.Draft.ID, engine.Patch{Answers: all})
		for _, m := range d.Materials {
			if m.Asked {
				got[engine.File](t)(w.AddFile(ctx, me, d.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
			}
		}
		return got[engine.Receipt](t)(w.Submit(ctx, me, d.Draft.ID, "")).Case
	}
	for name, s := range map[string]struct {
		file    func() string
		by      engine.Actor
		asked   string
		said    any
		missing []string
		given   map[string]any
	}{
		"she is married: who the father is": {certificate, hospital, "mother/DE00017", "20", []string{"father/DE00001", "father/DE00004", "father/DE00005"}, father},
		"the father files: who he is, and how he is reached, which only his copy asks here": {certificate, hospital, "agent/DE00018", "2",
			[]string{"agent/DE00006", "father/DE00001", "father/DE00004", "father/DE00005"}, with(father, "agent/DE00006", "13900000000")},
		"a passport, which does not say when she was born": {certificate, hospital, "mother/DE00004", "414", []string{"mother/DE00003"}, map[string]any{"mother/DE00003": "1990-03-08"}},
		"the child joins the father’s household: where he lives too": {household, staff("police", "public-security", "clerk"), "household/DE00712", "1",
			[]string{"father/DE00001", "father/DE00004", "father/DE00005", "father/DE00009"},
			with(father, "father/DE00009", "幸福路 8 号")},
	} {
		id := s.file()
		w.act(s.by, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{s.asked}})
		answer := func(v map[string]any) error {
			_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
			return err
		}
		v, only := got[*engine.CaseView](t)(w.Case(ctx, me, id)), map[string]any{s.asked: s.said}
		beside := map[string]bool{}
		for _, b := range v.Beside {
			beside[b.Path] = true
		}
		if open := v.Opened(answers(s.given)); !maps.Equal(v.Opened(nil), beside) || !maps.Equal(open, beside) {
			t.Errorf("%s: open are %v before anything is said", name, open)
		}
		var missing []string
		for _, told := range toldOf(answer(only)) {
			if _, path, _ := strings.Cut(told, " "); !strings.HasPrefix(path, "materials/") {
				missing = append(missing, path)
			}
		}
		if slices.Sort(missing); !slices.Equal(missing, s.missing) {
			t.Errorf("%s: missing are %v", name, missing)
		}
		for _, path := range s.missing {
			if !v.Opened(answers(only))[path] {
				t.Errorf("%s: %s is not opened", name, path)
			}
		}
		wants(t, answer(s.given), "correction.path") // nothing makes it necessary
		wants(t, answer(with(with(s.given, s.asked, s.said), "newborn/DE00001", "别人")), "correction.path")
		if v.Opened(answers(with(s.given, s.asked, s.said)))[s.missing[0]] != true {
			t.Errorf("%s: what was given is not on the page any more", name)
		}
		err := answer(with(s.given, s.asked, s.said))
		for _, told := range toldOf(err) { // documents too
			material, ok := strings.CutPrefix(told, "material.missing materials/")
			if !ok {
				t.Fatalf("%s: %s", name, told)
			}
			got[engine.File](t)(w.AddCorrectionFile(ctx, me, id, material, "a.png", bytes.NewReader(picture())))
		}
		if err != nil {
			must(t, answer(with(s.given, s.asked, s.said)))
		}
		for path, want := range s.given {
			if said := w.said(id, path); said != quoted(want) {
				t.Errorf("%s: %s is %s", name, path, said)
			}
		}
	}
}

// What is worked out is corrected with what it is worked out from, and only so.
func TestWhatIsComputedFollowsWhatItIsComputedFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	const born, number = "mother/DE00003", "mother/DE00005"
	id := w.child(w.born(nil), "N01").ID
	_, err := w.Apply(ctx, hospital, id, w.kept(id).Revision, "", engine.Action{Event: "correct", Note: "请核对", Fields: []string{born}})
	if p := wants(t, err, "correction.computed"); !strings.Contains(p.In("zh"), "出生日期") {
		t.Errorf("it is told as %s", p.In("zh"))
	}
	w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{number}})
	_, err = w.Apply(ctx, citizen("mother"), id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{number: "310104199103080045"})})
	must(t, err)
	if w.said(id, born) != `"1991-03-08"` {
		t.Errorf("she was born %s", w.said(id, born))
	}
	w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"mother/DE00004", number}})
	passport := answers(map[string]any{"mother/DE00004": "414", number: "E12345678"})
	_, err = w.Apply(ctx, citizen("mother"), id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: passport})
	wants(t, err, "answer.required")
	var page struct {
		Mother map[string]json.RawMessage `json:"mother"`
	}
	v := got[*engine.CaseView](t)(w.Case(ctx, citizen("mother"), id))
	must(t, json.Unmarshal(got[json.RawMessage](t)(v.LayOver(passport)), &page))
	if page.Mother["DE00003"] != nil || string(page.Mother["DE00005"]) != `"E12345678"` {
		t.Errorf("the page has %s", page.Mother)
	}
}

// A parent's number that was typed wrong stands in two roles of a matter that is
// filed alone: what does not agree any more may be put right, too.
func TestWhatACheckComparesIsOpenedWithIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("mother")
	const right = "310104199003070042"
	d := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "N01", nil, nil, ""))
	d = w.saves(d.Draft.ID, engine.Patch{Answers: birth(map[string]any{"mother/DE00009": "幸福路 8 号", "mother/DE00015": "01"})})
	for _, m := range d.Materials {
		if m.Asked {
			got[engine.File](t)(w.AddFile(ctx, me, d.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	id := got[engine.Receipt](t)(w.Submit(ctx, me, d.Draft.ID, "")).Case
	w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"mother/DE00005"}})
	answer := func(v map[string]any) error {
		_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
		return err
	}
	wants(t, answer(map[string]any{"mother/DE00005": right}), "answer.check")
	open := got[*engine.CaseView](t)(w.Case(ctx, me, id)).Opened(answers(map[string]any{"mother/DE00005": right}))
	if !open["agent/DE00005"] || !open["agent/DE00018"] || open["agent/DE00001"] {
		t.Errorf("open are %v", open)
	}
	wants(t, answer(map[string]any{"mother/DE00005": right, "agent/DE00005": right, "agent/DE00001": "别人"}), "correction.path")
	must(t, answer(map[string]any{"mother/DE00005": right, "agent/DE00005": right}))
	if w.said(id, "agent/DE00005") != quoted(right) || w.said(id, "mother/DE00005") != quoted(right) {
		t.Errorf("the mother is %s, who files %s", w.said(id, "mother/DE00005"), w.said(id, "agent/DE00005"))
	}
}

// What nobody is asked is not asked for: a path that is none, what is read or
// carried, what is hidden unless something else that is asked for may open it.
func TestACorrectionAsksForWhatIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	id := w.child(w.born(nil), "N01").ID
	try := func(fields ...string) error {
		_, err := w.Apply(ctx, hospital, id, w.kept(id).Revision, "", engine.Action{Event: "correct", Note: "请核对", Fields: fields})
		return err
	}
	for path, code := range map[string]string{
		"mother/DE00003/0": "correction.field", "mother/0/DE00003": "correction.field", "mother/DE00005/0/0": "correction.field", "newborn/0/DE00001": "correction.field",
		"mother/DE00003": "correction.computed", "agent/DE00010": "correction.unasked",
	} {
		wants(t, try(path), code)
	}
	wants(t, try("agent/DE00010", "mother/DE00005/0"), "correction.field")
	must(t, try("agent/DE00010", "filing/DE00601")) // by post, there is an address
}

// with is a map and one thing more.
func with(m map[string]any, path string, v any) map[string]any {
	out := map[string]any{path: v}
	for k, x := range m {
		if k != path {
			out[k] = x
		}
	}
	return out
}

func quoted(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// What was said of one who files is not the other's: whoever files now is asked,
// or known, whatever was corrected before.
func TestWhatWasCorrectedOfOneIsNotSaidOfTheOther(t *testing.T) {
	t.Parallel()
	const name, who, his, hers, parted = "agent/DE00001", "agent/DE00018", "陈一鸣", "林晓月", "陈一明"
	for said, want := range map[string]string{"1": hers, "3": ""} {
		w := newWorld(t)
		ctx, me := context.Background(), citizen("mother")
		id := w.child(w.born(map[string]any{who: "2", "father/DE00006": "13900000000"}), "N01").ID
		answer := func(v map[string]any) error {
			_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
			return err
		}
		w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对"})
		must(t, answer(map[string]any{name: parted}))
		if w.said(id, name) != quoted(parted) || w.said(id, "father/DE00001") != quoted(his) {
			t.Fatalf("he is %s, who files %s", w.said(id, "father/DE00001"), w.said(id, name))
		}
		w.act(hospital, id, engine.Action{Event: "correct", Note: "谁来办？", Fields: []string{who}})
		err := answer(map[string]any{who: said})
		if want == "" {
			if told := toldOf(err); !slices.Contains(told, "answer.required "+name) {
				t.Errorf("somebody else’s name is not asked for: %v, %s", told, w.said(id, name))
			}
			continue
		}
		must(t, err)
		if w.said(id, name) != quoted(want) {
			t.Errorf("the name of who files now is %s", w.said(id, name))
		}
	}
}

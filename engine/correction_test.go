package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// asked files a restaurant whose food licence asks for a correction.
func (w *world) asked(me engine.Actor, matter string, act engine.Action) engine.Case {
	w.t.Helper()
	r := w.file(me)
	w.issue(r, "M01")
	id := w.child(r, matter).ID
	act.Event, act.Note = "correct", "请补正"
	w.act(officer(matter), id, act)
	return w.kept(id)
}

// A row that nobody filled in cannot be corrected: its page would ask for an
// answer that is then refused.
func TestACorrectionNamesOnlyRowsThatAreThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	w.issue(r, "M01")
	c := w.child(r, "M02")
	for _, x := range [][2]string{{"employee/77/DE00012", "correction.row"}, {"employee/0/DE00012", ""}} { // the second moves the case
		_, err := w.Apply(ctx, officer("M02"), c.ID, c.Revision, "", engine.Action{Event: "correct", Note: "请补正", Fields: []string{x[0]}})
		if problemOf(err) != x[1] || x[1] == "" && err != nil {
			t.Errorf("%s: %v, want %q", x[0], err, x[1])
		}
	}
}

func TestACorrectionTakesOnlyWhatItAsksFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	c := w.asked(me, "M02", engine.Action{Fields: []string{"applicant/DE00303", "employee/DE00014", "employee/DE00014"}})
	if len(c.Correction.Fields) != 2 {
		t.Errorf("the correction names %v", c.Correction.Fields)
	}
	resubmit := func(v map[string]any) error {
		_, err := w.Apply(ctx, me, c.ID, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
		return err
	}
	for name, x := range map[string]struct {
		code   string
		values map[string]any
	}{
		"a field that was right":       {"correction.path", map[string]any{"applicant/DE00101": "改名有限公司"}},
		"another column of the repeat": {"correction.path", map[string]any{"employee/0/DE00001": "别人"}},
		"the whole repeat":             {"correction.path", map[string]any{"employee": []any{}}},
		"a new row":                    {"correction.path", map[string]any{"employee/1": map[string]any{"DE00001": "别人"}}},
		"what the department yields":   {"correction.path", map[string]any{"applicant/DE00102": creditCode}},
		"no field at all":              {"correction.path", map[string]any{"nothing/x": 1}},
		"a wrong type":                 {"answer.not_boolean", map[string]any{"applicant/DE00303": "maybe"}},
		"a hole it opens":              {"answer.required", map[string]any{"applicant/DE00303": true}},
	} {
		t.Run(name, func(t *testing.T) { wants(t, resubmit(x.values), x.code) })
	}
	if now := w.kept(c.ID); now.Revision != c.Revision || !bytes.Equal(now.Answers, c.Answers) {
		t.Error("a refused correction changed the case")
	}

	// The question that the corrected answer opens may be answered too.
	v, ps, err := w.PreviewCorrection(ctx, me, c.ID, answers(map[string]any{"applicant/DE00303": true}))
	must(t, err)
	if !ps.Failed() || !v.Record.Visible("applicant/DE00304") || v.Record.Typed("applicant/DE00303")[0] != "true" {
		t.Errorf("the preview shows %v", ps)
	}
	must(t, resubmit(map[string]any{"applicant/DE00303": true, "applicant/DE00304": "某外卖平台", "employee/0/DE00014": "主厨"}))
	done := w.kept(c.ID)
	for _, want := range []string{`"DE00304":"某外卖平台"`, `"DE00014":"主厨"`, `"DE00102":"` + creditCode + `"`} {
		if !bytes.Contains(done.Answers, []byte(want)) {
			t.Errorf("%s is not among the answers %s", want, done.Answers)
		}
	}
	if root := w.kept(c.Root); bytes.Contains(root.Answers, []byte("某外卖平台")) {
		t.Error("the correction of one matter changed what was filed for all")
	}
}

// A department that names an answer wants to be told it, be it as it was: who says
// nothing of it has not answered.
func TestEveryAnswerThatACorrectionNamesIsGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("ming")
	const name, area, job = "applicant/DE00101", "premises/DE00213", "employee/0/DE00014"
	const takesOut, platform, no = "applicant/DE00303", "applicant/DE00304", "correction.unanswered "
	c := w.asked(me, "M02", engine.Action{Fields: []string{name, area, "employee/DE00014", takesOut, platform}})
	try := func(key string, v map[string]any) error {
		_, err := w.Apply(ctx, me, c.ID, c.Revision, key, engine.Action{Event: "resubmit", Answers: answers(v)})
		return err
	}
	all := map[string]any{name: "福满堂餐饮有限公司", area: 80, job: "主厨", takesOut: false}
	left := func(path string) map[string]any {
		rest := maps.Clone(all)
		delete(rest, path)
		return rest
	}
	for name, x := range map[string]struct {
		values map[string]any
		want   []string
	}{
		"nothing":                    {nil, []string{no + name, no + takesOut, no + job, no + area}},
		"one left out":               {left(area), []string{no + area}},
		"the one of a row left out":  {left(job), []string{no + job}},
		"one that the others open":   {with(all, takesOut, true), []string{"answer.required " + platform}},
		"one is emptied, one unsaid": {with(left(area), name, nil), []string{"answer.required " + name, no + area}},
	} {
		if told := toldOf(try("", x.values)); !slices.Equal(slices.Sorted(slices.Values(told)), slices.Sorted(slices.Values(x.want))) {
			t.Errorf("%s: told is %v", name, told)
		}
	}
	if p := wants(t, try("", left(area)), "correction.unanswered"); !strings.Contains(p.In("zh"), "“") || p.In("zh") == p.In("en") {
		t.Errorf("it is told as %s / %s", p.In("zh"), p.In("en"))
	}
	if now := w.kept(c.ID); now.Revision != c.Revision || !bytes.Equal(now.Answers, c.Answers) {
		t.Error("a refused correction changed the case")
	}
	must(t, try("once", all))
	must(t, try("once", all)) // the same request again
	if now := w.kept(c.ID); now.Status != engine.CaseRunning || !bytes.Contains(now.Answers, []byte("主厨")) {
		t.Errorf("it is %s with %s", now.Status, now.Answers)
	}
	// A repeat and a group are told as a whole.
	w.act(officer("M02"), c.ID, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"employee", "premises"}})
	c = w.kept(c.ID)
	v := got[*engine.CaseView](t)(w.Case(ctx, me, c.ID))
	var kept map[string]json.RawMessage
	must(t, json.Unmarshal(c.Answers, &kept))
	var premises map[string]json.RawMessage
	must(t, json.Unmarshal(kept["premises"], &premises))
	whole := map[string]any{"employee": kept["employee"], "premises": premises}
	for path := range premises {
		if !v.Record.Asked("premises/" + path) {
			continue
		}
		holed := maps.Clone(premises)
		delete(holed, path)
		if told := toldOf(try("", with(whole, "premises", holed))); !slices.Equal(told, []string{no + "premises/" + path}) {
			t.Errorf("without %s: %v", path, told)
		}
	}
	if told := toldOf(try("", map[string]any{"premises": premises})); len(told) == 0 || !strings.HasPrefix(told[0], no+"employee/0/") {
		t.Errorf("without the repeat: %v", told)
	}
	if told := toldOf(try("", whole)); len(told) > 0 {
		t.Errorf("all is given: %v", told)
	}
}

// An empty text is no answer, as null is none: in what is kept, and in what is told
// to have been corrected.
func TestAnEmptyTextIsNoAnswerInACorrection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("mother")
	const ethnic = "father/DE00015" // who need not say
	for _, none := range []any{nil, "", "  "} {
		id := w.child(w.born(nil), "N01").ID
		answer := func(v any) {
			t.Helper()
			w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{ethnic}})
			_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{ethnic: v})})
			must(t, err)
		}
		corrected := func() (n int) {
			for _, k := range w.kept(id).Corrected {
				if k.Path == ethnic {
					n++
				}
			}
			return n
		}
		if answer(none); w.said(id, ethnic) != "" || corrected() != 0 {
			t.Errorf("%q is kept as %s, told %d times", none, w.said(id, ethnic), corrected())
		}
		answer("02")
		if answer(none); w.said(id, ethnic) != "" {
			t.Errorf("%q in place of an answer is kept as %s", none, w.said(id, ethnic))
		}
	}
}

func TestADateThatPassedWhileWaitingDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	c := w.asked(me, "M02", engine.Action{Fields: []string{"employee/DE00013", "applicant/DE00101"}})
	// The health certificate of the filing, valid until 31 December, has run out.
	w.set(time.Date(2027, 1, 11, 2, 0, 0, 0, time.UTC))
	resubmit := func(v map[string]any) error {
		_, err := w.Apply(ctx, me, c.ID, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
		return err
	}
	wants(t, resubmit(map[string]any{"applicant/DE00101": "福满堂餐饮有限公司", "employee/0/DE00013": "2027-01-04"}), "answer.too_early")
	must(t, resubmit(map[string]any{"applicant/DE00101": "福满堂餐饮有限公司", "employee/0/DE00013": "2026-12-31"}))
	done := w.kept(c.ID)
	for _, want := range []string{`"DE00013":"2026-12-31"`, `"DE00101":"福满堂餐饮有限公司"`} {
		if !bytes.Contains(done.Answers, []byte(want)) {
			t.Errorf("%s is not among the answers %s", want, done.Answers)
		}
	}
}

func TestACorrectedAnswerMayCallForAMaterial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	c := w.asked(me, "M04", engine.Action{Fields: []string{"signboard/DE00403"}})
	high := engine.Action{Event: "resubmit", Answers: answers(map[string]any{"signboard/DE00403": 3.5})}
	_, err := w.Apply(ctx, me, c.ID, c.Revision, "", high)
	if p := wants(t, err, "material.missing"); p.Path != "materials/MT17" {
		t.Errorf("missing is %s", p.Path)
	}
	_, err = w.AddCorrectionFile(ctx, me, c.ID, "MT16", "效果图.png", bytes.NewReader(picture()))
	wants(t, err, "correction.none")
	f, err := w.AddCorrectionFile(ctx, me, c.ID, "MT17", "结构说明.png", bytes.NewReader(picture()))
	must(t, err)
	must(t, w.RemoveFile(ctx, me, f.ID))
	_, err = w.Apply(ctx, me, c.ID, c.Revision, "", high)
	wants(t, err, "material.missing")
	f, err = w.AddCorrectionFile(ctx, me, c.ID, "MT17", "结构说明.png", bytes.NewReader(picture()))
	must(t, err)
	if _, err = w.Apply(ctx, me, c.ID, c.Revision, "", high); err != nil {
		t.Fatal(err)
	}
	wants(t, w.RemoveFile(ctx, me, f.ID), "file.submitted")
	_, body, err := w.OpenFile(ctx, officer("M04"), f.ID)
	must(t, err)
	must(t, body.Close())
	_, _, err = w.OpenFile(ctx, officer("M03"), f.ID)
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.AddCorrectionFile(ctx, me, c.ID, "MT17", "结构说明.png", bytes.NewReader(picture()))
	wants(t, err, "correction.none")
}

func TestWhatACorrectionBroughtIsListedOnceAndToItsMatterOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	c := w.asked(me, "M03", engine.Action{Materials: []string{"MT10"}})
	brought, err := w.AddCorrectionFile(ctx, me, c.ID, "MT10", "新平面图.png", bytes.NewReader(picture()))
	must(t, err)
	listed := func(a engine.Actor, id string) (brings, plans int) {
		seen := map[string]bool{}
		for _, f := range got[*engine.CaseView](t)(w.Case(ctx, a, id)).Files {
			if seen[f.ID] {
				t.Errorf("%s reads %s twice in %s", a.Name, f.Name, id)
			}
			seen[f.ID] = true
			if f.ID == brought.ID {
				brings++
			} else if f.Material == "MT10" {
				plans++
			}
		}
		return brings, plans
	}
	food := w.kept(c.Root)
	for _, k := range got[*engine.CaseView](t)(w.Case(ctx, me, c.Root)).Children {
		if k.Matter == "M02" {
			food = k
		}
	}
	for name, x := range map[string]struct {
		who    engine.Actor
		id     string
		brings int
	}{
		"who asked":                        {officer("M03"), c.ID, 1},
		"the citizen, in the matter":       {me, c.ID, 1},
		"the citizen, in the theme":        {me, c.Root, 1},
		"another that wants the same plan": {officer("M02"), food.ID, 0},
	} {
		if brings, plans := listed(x.who, x.id); brings != x.brings || plans != 1 {
			t.Errorf("%s: %d of the correction and %d of the filing, want %d and 1", name, brings, plans, x.brings)
		}
	}
}

func TestOnlyTheCitizenAnswersACorrection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	c := w.asked(citizen("ming"), "M04", engine.Action{})
	if !c.Correction.Allows("signboard/DE00401") || !c.Correction.Wants("MT16") {
		t.Error("a correction that names nothing asks for nothing")
	}
	_, err := w.Apply(ctx, officer("M04"), c.ID, c.Revision, "", engine.Action{Event: "resubmit"})
	wants(t, err, "action.role")
	_, _, err = w.PreviewCorrection(ctx, officer("M04"), c.ID, nil)
	wants(t, err, "correction.none")
	_, err = w.AddCorrectionFile(ctx, officer("M04"), c.ID, "MT16", "a.png", strings.NewReader(""))
	wantErr(t, err, engine.ErrNotFound)
}

func TestSavingKeepsWhateverWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "",
		json.RawMessage(`{"Q3":true}`), json.RawMessage(`{"premises":{"DE00203":"三百"}}`), ""))
	id := v.Draft.ID
	steps := []struct {
		name   string
		patch  string
		guide  string
		answer string // what is stored then
	}{
		{"a wrong number stays as typed", `{"premises/DE00203":"约 300 平"}`, `{}`, `{"premises":{"DE00203":"约 300 平"}}`},
		{"a guide's question that is a field goes to the field", `{}`, `{"Q2":320,"Q1":"1130"}`, `{"applicant":{"DE00103":"1130"},"premises":{"DE00203":320}}`},
		{"null removes", `{"premises/DE00203":null}`, `{"Q1":null,"Q3":null}`, `{}`},
		{"rows grow one by one", `{"employee/1/DE00001":"乙","employee/0/DE00001":"甲"}`, `{}`, `{"employee":[{"DE00001":"甲"},{"DE00001":"乙"}]}`},
		{"a row goes", `{"employee/0":null}`, `{}`, `{"employee":[{"DE00001":"乙"}]}`},
		{"a repeat is set as a whole", `{"employee":[{"DE00001":"丙","DE00014":null}]}`, `{}`, `{"employee":[{"DE00001":"丙"}]}`},
		{"a group is merged", `{"employee":null,"premises":{"DE00203":1e2}}`, `{}`, `{"premises":{"DE00203":1e2}}`},
		{"markup is text", `{"applicant/DE00101":"<script>&"}`, `{}`, `{"applicant":{"DE00101":"<script>&"},"premises":{"DE00203":1e2}}`},
	}
	for _, s := range steps {
		p := engine.Patch{}
		must(t, json.Unmarshal([]byte(s.patch), &p.Answers))
		must(t, json.Unmarshal([]byte(s.guide), &p.Guide))
		v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, id, v.Draft.Revision, p))
		kept := got[*engine.DraftView](t)(w.Draft(ctx, me, id))
		if string(kept.Draft.Answers) != s.answer || kept.Draft.Revision != v.Draft.Revision {
			t.Errorf("%s: stored %s, want %s", s.name, kept.Draft.Answers, s.answer)
		}
	}
	before := got[*engine.DraftView](t)(w.Draft(ctx, me, id)).Draft
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	for name, bad := range map[string]string{
		"an unknown field":        `{"premises/DE99999":1}`,
		"an unknown group":        `{"castle":{"x":1}}`,
		"a key inside a group":    `{"premises":{"__proto__":1}}`,
		"a path too long":         `{"premises/DE00203/x":1}`,
		"an empty path":           `{"":1}`,
		"a row far away":          `{"employee/7/DE00001":"甲"}`,
		"a negative row":          `{"employee/-1/DE00001":"甲"}`,
		"a row with zeros":        `{"employee/00/DE00001":"甲"}`,
		"a repeat that is none":   `{"employee":{"DE00001":"甲"}}`,
		"a group that is a list":  `{"premises":[1]}`,
		"a number without an end": `{"premises/DE00203":` + strings.Repeat("9", 100) + `}`,
		"a huge exponent":         `{"premises/DE00203":1e99999}`,
		"a deep value":            `{"premises/DE00203":` + deep + `}`,
		"a long text":             `{"applicant/DE00101":"` + strings.Repeat("长", 400_000) + `"}`,
	} {
		p := engine.Patch{}
		must(t, json.Unmarshal([]byte(bad), &p.Answers))
		if _, err := w.SaveAnswers(ctx, me, id, 0, p); err == nil {
			t.Errorf("%s was saved", name)
		} else {
			wants(t, err, problemOf(err))
		}
	}
	_, err := w.SaveAnswers(ctx, me, id, 0, engine.Patch{Guide: answers(map[string]any{"Q99": true})})
	wants(t, err, "guide.unknown")
	_, err = w.SaveAnswers(ctx, me, id, before.Revision-1, engine.Patch{})
	wantErr(t, err, engine.ErrConflict)
	if now := got[*engine.DraftView](t)(w.Draft(ctx, me, id)).Draft; now.Revision != before.Revision || !bytes.Equal(now.Answers, before.Answers) {
		t.Error("a refused patch changed the draft")
	}
	if v := got[*engine.DraftView](t)(w.Preview(ctx, me, id, engine.Patch{Answers: answers(map[string]any{"premises/DE00203": 1000})})); v.Record.Typed("premises/DE00203")[0] != "1000" {
		t.Error("the preview does not show the patch")
	}
	must(t, w.DeleteDraft(ctx, me, id))
	_, err = w.Draft(ctx, me, id)
	wantErr(t, err, engine.ErrNotFound)
}

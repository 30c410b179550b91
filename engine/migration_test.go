package engine_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

func codes(v engine.MigrationVerdict) []string {
	var list []string
	for _, f := range v.Findings {
		if f.Message.In("zh") == "" || f.Message.In("en") == "" || strings.Contains(f.Message.In("en"), "{") {
			list = append(list, "worded badly: "+f.Message.In("en"))
		}
		list = append(list, f.Code+" "+f.Path)
	}
	slices.Sort(list)
	return list
}

// sorts checks what a dry run says about one filing.
func sorts(t *testing.T, v engine.MigrationVerdict, want engine.MigrationSort, findings ...string) {
	t.Helper()
	if list := codes(v); v.Sort != want || !slices.Equal(list, findings) {
		t.Errorf("%s is %s with %q; want %s with %q", v.Kind, v.Sort, list, want, findings)
	}
}

func TestADryRunSortsFilingsAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	from := w.release(h)
	draft := w.sail(a).Draft
	kase := got[*engine.CaseView](t)(w.Case(ctx, a, w.filed(a).Case))
	addedBerth := []string{"forms/MB.yaml", `required: [HE1, HE4], properties: {`, `required: [HE1, HE4, HE7], properties: {HE7: {$ref: "element:HE7"}, `,
		"forms/MB.yaml", "applicant/HE4, ", "applicant/HE4, applicant/HE7, "}
	for _, x := range []struct {
		name      string
		edits     []string
		plan      engine.MigrationMap
		sort      engine.MigrationSort
		findings  []string
		caseSort  engine.MigrationSort
		caseFinds []string
	}{
		{"only words changed", []string{"forms/MA.yaml", "泊位申请表", "泊位登记表"}, engine.MigrationMap{}, engine.MigrationSafe, nil, engine.MigrationSafe, nil},
		{"a constraint is tightened", []string{"forms/MA.yaml", `HE3: {$ref: "element:HE3"}`, `HE3: {$ref: "element:HE3", maximum: 20}`}, engine.MigrationMap{},
			engine.MigrationNeeds, []string{"answer.too_large boat/1/HE3"}, engine.MigrationNeeds, []string{"answer.too_large boat/1/HE3"}},
		{"a question is added", addedBerth, engine.MigrationMap{},
			engine.MigrationNeeds, []string{"answer.required applicant/HE7"}, engine.MigrationNeeds, []string{"answer.required applicant/HE7"}},
		{"a field is gone", []string{"forms/MB.yaml", `, HE6: {$ref: "element:HE6"}`, "", "forms/MB.yaml", ", applicant/HE6", ""}, engine.MigrationMap{},
			engine.MigrationSafe, []string{"migration.kept applicant/HE6"}, engine.MigrationSafe, []string{"migration.kept applicant/HE6"}},
		{"a code is replaced", []string{"codes/codes.yaml", "{code: net,", "{code: seine,"}, engine.MigrationMap{},
			engine.MigrationNeeds, []string{"answer.not_in_list applicant/HE4"}, engine.MigrationNeeds, []string{"answer.not_in_list applicant/HE4"}},
		{"a code is replaced as the plan says", []string{"codes/codes.yaml", "{code: net,", "{code: seine,"}, engine.MigrationMap{Codes: map[string]map[string]string{"CL_GEAR": {"net": "seine"}}},
			engine.MigrationSafe, nil, engine.MigrationSafe, nil},
		{"a type changed", []string{"elements/elements.yaml", "type: string, maxLength: 20", "type: integer"}, engine.MigrationMap{},
			engine.MigrationBlocked, []string{"migration.unreadable applicant/HE5"}, engine.MigrationBlocked,
			[]string{"migration.unreadable applicant/HE5"}},
		{"a type changed, and the plan lets the answer be kept", []string{"elements/elements.yaml", "type: string, maxLength: 20", "type: integer"}, engine.MigrationMap{Aside: []string{"applicant/HE5"}},
			engine.MigrationSafe, []string{"migration.kept applicant/HE5"}, engine.MigrationSafe, []string{"migration.kept applicant/HE5"}},
		{"a group is repeated now", []string{"forms/MB.yaml", `applicant: {type: object, x-subject: applicant, required: [HE1, HE4], properties: {HE1: {$ref: "element:HE1"}, HE4: {$ref: "element:HE4"}, HE6: {$ref: "element:HE6"}}}`,
			`owner: {type: array, x-subject: owner, items: {type: object, properties: {HE1: {$ref: "element:HE1"}, HE4: {$ref: "element:HE4"}, HE6: {$ref: "element:HE6"}}}}`,
			"forms/MB.yaml", "applicant/HE1, applicant/HE4, applicant/HE6", "owner"}, engine.MigrationMap{},
			engine.MigrationSafe, []string{"migration.kept applicant/HE4", "migration.kept applicant/HE6"}, engine.MigrationSafe,
			[]string{"migration.kept applicant/HE1", "migration.kept applicant/HE4", "migration.kept applicant/HE6"}},
		{"a matter left", []string{"themes/TH.yaml", `, {matter: MB, when: Q1 == true, stage: 1}`, "", "themes/TH.yaml", "guide:\n  - {id: Q1, text: {zh: 是否捕捞？, en: \"Do you fish?\"}, type: boolean}\n", "guide: []\n"}, engine.MigrationMap{},
			engine.MigrationBlocked, []string{"migration.kept applicant/HE4", "migration.kept applicant/HE6", "migration.kept guide/Q1", "migration.matter_left "},
			engine.MigrationBlocked, []string{"migration.matter_left "}},
		{"a state is gone", []string{"workflows/WA.yaml", "accept", "intake"}, engine.MigrationMap{}, engine.MigrationSafe, nil, engine.MigrationBlocked, []string{"migration.state_gone state/accept"}},
		{"a state has another name, as the plan says", []string{"workflows/WA.yaml", "accept", "intake"}, engine.MigrationMap{States: map[string]string{"MA/accept": "intake"}},
			engine.MigrationSafe, nil, engine.MigrationSafe, nil},
		{"a material is wanted", []string{"matters/MB.yaml", "workflow: WB\n", "workflow: WB\nmaterials: [{material: HM1, label: {zh: 船检证书, en: Inspection certificate}, required: true}]\n"}, engine.MigrationMap{},
			engine.MigrationNeeds, []string{"material.missing materials/HM1"}, engine.MigrationNeeds, []string{"material.missing materials/HM1"}},
	} {
		to := w.release(h.with(t, "2.0.0", x.edits...))
		verdicts := w.dry(engine.Migration{Theme: "TH", From: from, To: to, Map: x.plan})
		t.Run(x.name, func(t *testing.T) {
			t.Logf("draft: %v %q", verdicts[draft.ID].Sort, codes(verdicts[draft.ID]))
			t.Logf("case: %v %q", verdicts[kase.Case.ID].Sort, codes(verdicts[kase.Case.ID]))
			sorts(t, verdicts[draft.ID], x.sort, x.findings...)
			sorts(t, verdicts[kase.Case.ID], x.caseSort, x.caseFinds...)
		})
		if len(verdicts) != 2 {
			t.Errorf("%s: %d filings were looked at", x.name, len(verdicts))
		}
	}
	if now := got[engine.Draft](t)(w.store.Draft(ctx, draft.ID)); !reflect.DeepEqual(now, draft) {
		t.Errorf("the draft changed: %+v", now)
	}
}

// plainly is an answer's value at a path of stored answers; nil for none.
func plainly(raw json.RawMessage, path string) any {
	var here any
	if json.Unmarshal(raw, &here) != nil {
		return nil
	}
	for _, step := range strings.Split(path, "/") {
		switch v := here.(type) {
		case map[string]any:
			here = v[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(v) {
				return nil
			}
			here = v[n]
		default:
			return nil
		}
	}
	return here
}

func TestADraftIsMovedAndPutBackToTheByte(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	from := w.release(h)
	draft := w.sail(a).Draft
	to := w.release(h.with(t, "2.0.0", "forms/MB.yaml", `HE6: {$ref: "element:HE6"}`, `HE7: {$ref: "element:HE7"}`, "forms/MB.yaml", "applicant/HE6", "applicant/HE7",
		"forms/MA.yaml", "boat:", "owner:", "forms/MA.yaml", "x-subject: boat", "x-subject: owner", "forms/MA.yaml", "applicant/HE5, boat", "applicant/HE5, owner",
		"codes/codes.yaml", "{code: net,", "{code: seine,"))
	plan := engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{Fields: map[string]string{"boat": "owner"}, Codes: map[string]map[string]string{"applicant/HE4": {"net": "seine"}}}}
	m := w.migrate(plan)
	v := got[*engine.DraftView](t)(w.Draft(ctx, a, draft.ID))
	if v.Draft.Release != to || v.Draft.Revision != draft.Revision+1 || m.Status != engine.MigrationDone {
		t.Fatalf("moved to %s at revision %d; %s", v.Draft.Release, v.Draft.Revision, m.Status)
	}
	for path, want := range map[string]any{"applicant/HE1": "陈海生", "applicant/HE4": "seine", "owner/0/HE2": "海生一号", "owner/1/HE3": 30.0, "boat": nil, "applicant/HE6": nil} {
		if is := plainly(v.Draft.Answers, path); is != want {
			t.Errorf("%s is %v, want %v", path, is, want)
		}
	}
	kept := got[[]engine.KeptAnswer](t)(v.Draft.KeptAnswers())
	if len(kept) != 1 || kept[0].Path != "applicant/HE6" || string(kept[0].Value) != `"夜间出海"` || kept[0].Label.In("zh") != "备注" || kept[0].Release != from {
		t.Errorf("kept aside is %+v", kept)
	}
	events := w.eventsOf(engine.EventDraftMigrated)
	if len(events) != 1 || events[0].Data.Draft != draft.ID || events[0].Data.ToRelease != to || events[0].Data.Migration != m.ID || events[0].Actor != mover.Account || events[0].Case != "" {
		t.Errorf("the log says %+v", events)
	}
	if again := w.migrate(plan); len(w.items(again.ID)) != 0 {
		t.Errorf("a second migration found %+v", w.items(again.ID))
	}
	w.undo(m.ID)
	back := got[engine.Draft](t)(w.store.Draft(ctx, draft.ID))
	if back.Revision != draft.Revision+2 {
		t.Errorf("put back at revision %d", back.Revision)
	}
	back.Revision = draft.Revision
	if !reflect.DeepEqual(back, draft) {
		t.Errorf("put back is\n%+v, was\n%+v", back, draft)
	}
	if events := w.eventsOf(engine.EventDraftRestored); len(events) != 1 || events[0].Data.FromRelease != to || events[0].Data.ToRelease != from {
		t.Errorf("the log says %+v", events)
	}
}

func TestAnAnswerKeptAsideComesBackIntoItsOwnRowOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a, b, c := citizen("ann"), citizen("bea"), citizen("cid")
	h := newHarbour()
	v1 := w.release(h)
	swapped, edited, untouched := w.sail(a).Draft, w.sail(b).Draft, w.sail(c).Draft
	shorter := h.with(t, "2.0.0", "forms/MA.yaml", `, HE3: {$ref: "element:HE3"}`, "")
	v2 := w.release(shorter)
	w.migrate(engine.Migration{Theme: "TH", From: v1, To: v2})
	// One citizen takes the first boat out, another gives it another name.
	got[*engine.DraftView](t)(w.SaveAnswers(ctx, a, swapped.ID, 0, engine.Patch{Answers: answers(map[string]any{"boat/0": nil})}))
	got[*engine.DraftView](t)(w.SaveAnswers(ctx, b, edited.ID, 0, engine.Patch{Answers: answers(map[string]any{"boat/0/HE2": "海生三号"})}))
	w.migrate(engine.Migration{Theme: "TH", From: v2, To: v1})
	for _, x := range []struct {
		who  engine.Actor
		id   string
		want map[string]any
		kept []string
	}{
		{c, untouched.ID, map[string]any{"boat/0/HE3": 12.0, "boat/1/HE3": 30.0}, nil},
		{a, swapped.ID, map[string]any{"boat/0/HE2": "海生二号", "boat/0/HE3": 30.0, "boat/1": nil}, []string{"boat/0/HE3"}},
		{b, edited.ID, map[string]any{"boat/0/HE2": "海生三号", "boat/0/HE3": nil, "boat/1/HE3": 30.0}, []string{"boat/0/HE3"}},
	} {
		d := got[*engine.DraftView](t)(w.Draft(ctx, x.who, x.id)).Draft
		for path, want := range x.want {
			if is := plainly(d.Answers, path); is != want {
				t.Errorf("%s: %s is %v, want %v", x.who.Account, path, is, want)
			}
		}
		var kept []string
		for _, k := range got[[]engine.KeptAnswer](t)(d.KeptAnswers()) {
			kept = append(kept, k.Path)
		}
		if !slices.Equal(kept, x.kept) {
			t.Errorf("%s: kept aside is %v, want %v", x.who.Account, kept, x.kept)
		}
	}
	// Who did nothing in between has the same answers again, to the byte.
	if d := got[engine.Draft](t)(w.store.Draft(ctx, untouched.ID)); string(d.Answers) != string(untouched.Answers) || d.Kept != nil {
		t.Errorf("there and back is %s, was %s", d.Answers, untouched.Answers)
	}
}

func TestRowsWithinRowsAndPartsOfAnswersMoveAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	h["elements/elements.yaml"] += "- {id: HE8, name: {zh: 联系人, en: Contact}, type: person}\n"
	nested := `boat: {type: array, x-subject: boat, items: {type: object, required: [HE2], properties: {HE2: {$ref: "element:HE2"}, HE8: {$ref: "element:HE8"},
    engines: {type: array, items: {type: object, properties: {HE6: {$ref: "element:HE6"}, HE7: {$ref: "element:HE7"}}}}}}}`
	old := `boat: {type: array, x-subject: boat, minItems: 1, items: {type: object, required: [HE2], properties: {HE2: {$ref: "element:HE2"}, HE3: {$ref: "element:HE3"}}}}`
	h["forms/MA.yaml"] = strings.Replace(h["forms/MA.yaml"], old, nested, 1)
	v1 := w.release(h)
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, a, "", "MA", nil, nil, ""))
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, a, v.Draft.ID, v.Draft.Revision, engine.Patch{Answers: answers(map[string]any{
		"applicant/HE1": "陈海生",
		"boat": []map[string]any{
			{"HE2": "海生一号", "HE8": map[string]any{"name": "陈水", "phone": "13800138000"}, "engines": []map[string]any{{"HE6": "左", "HE7": 1999}, {"HE6": "右", "HE7": 2001}}},
			{"HE2": "海生二号", "engines": []map[string]any{{"HE7": 2010}}},
		}})}))
	was := v.Draft
	v2 := w.release(h.with(t, "2.0.0", "forms/MA.yaml", `HE6: {$ref: "element:HE6"}, HE7`, `HE7`,
		"forms/MA.yaml", "boat:", "owner:", "forms/MA.yaml", "x-subject: boat", "x-subject: owner", "forms/MA.yaml", "applicant/HE5, boat", "applicant/HE5, owner"))
	w.migrate(engine.Migration{Matter: "MA", From: v1, To: v2, Map: engine.MigrationMap{Fields: map[string]string{"boat": "owner"}}})
	now := got[engine.Draft](t)(w.store.Draft(ctx, was.ID))
	for path, want := range map[string]any{"owner/0/HE8/name": "陈水", "owner/0/engines/1/HE7": 2001.0, "owner/1/engines/0/HE7": 2010.0, "owner/0/engines/0/HE6": nil, "boat": nil} {
		if is := plainly(now.Answers, path); is != want {
			t.Errorf("%s is %v, want %v", path, is, want)
		}
	}
	if kept := got[[]engine.KeptAnswer](t)(now.KeptAnswers()); len(kept) != 2 || kept[0].Path != "owner/0/engines/0/HE6" || kept[1].Path != "owner/0/engines/1/HE6" {
		t.Errorf("kept aside is %+v", kept)
	}
	w.migrate(engine.Migration{Matter: "MA", From: v2, To: v1, Map: engine.MigrationMap{Fields: map[string]string{"owner": "boat"}}})
	if back := got[engine.Draft](t)(w.store.Draft(ctx, was.ID)); string(back.Answers) != string(was.Answers) || back.Kept != nil {
		t.Errorf("there and back is %s %s, was %s", back.Answers, back.Kept, was.Answers)
	}
}

func TestADraftThatItsOwnerTouchedSinceIsNotPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a, b, c := citizen("ann"), citizen("bea"), citizen("cid")
	h := newHarbour()
	from := w.release(h)
	saved, submitted, deleted := w.sail(a).Draft, w.sail(b).Draft, w.sail(c).Draft
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	m := w.migrate(engine.Migration{Theme: "TH", From: from, To: to})
	got[*engine.DraftView](t)(w.SaveAnswers(ctx, a, saved.ID, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE5": "西一"})}))
	r := got[engine.Receipt](t)(w.Submit(ctx, b, submitted.ID, ""))
	must(t, w.DeleteDraft(ctx, c, deleted.ID))
	if v := got[*engine.CaseView](t)(w.Case(ctx, b, r.Case)); v.Case.Release != to {
		t.Errorf("filed under %s, want %s", v.Case.Release, to)
	}
	w.undo(m.ID)
	if v := got[*engine.DraftView](t)(w.Draft(ctx, a, saved.ID)); v.Draft.Release != to || plainly(v.Draft.Answers, "applicant/HE5") != "西一" {
		t.Errorf("the draft is at %s with %s", v.Draft.Release, v.Draft.Answers)
	}
	for _, item := range w.items(m.ID) {
		if item.Fate != engine.FateActed || item.Undone.IsZero() || item.Before != nil {
			t.Errorf("%s is %s, %v", item.Filing, item.Fate, item.Before)
		}
	}
}

func TestACaseIsMovedWithItsClocksTasksAndLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	from := w.release(h)
	r := w.filed(a)
	berth, fishing := r.Children[0], r.Children[1]
	w.wait(50 * time.Hour) // two days and two hours on
	clerk := staff("clerk", "harbour-office", "clerk")
	w.act(clerk, berth, engine.Action{Event: "pass"})
	before := w.whole(r)
	was := got[engine.Case](t)(w.store.Case(ctx, berth))
	w.wait(3 * time.Hour)
	to := w.release(h.with(t, "2.0.0",
		"workflows/WA.yaml", "{id: review,", "{id: survey,", "workflows/WA.yaml", "target: review,", "target: survey,", "workflows/WA.yaml", "roles: [reviewer], limit: 3", "roles: [surveyor], limit: 4",
		"matters/MA.yaml", "promisedDays: 5", "promisedDays: 4", "matters/MB.yaml", "promisedDays: 8", "promisedDays: 15",
		"matters/MB.yaml", "department: fishery", "department: harbour-office"))
	m := w.migrate(engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{States: map[string]string{"MA/review": "survey"}}})
	now := got[engine.Case](t)(w.store.Case(ctx, berth))
	cal := got[*engine.CaseView](t)(w.Case(ctx, a, berth)).Calendar
	if now.Release != to || now.State != "survey" || now.Status != engine.CaseRunning {
		t.Fatalf("moved to %+v", now)
	}
	if used, want := now.Promised.UsedAt(w.time(), cal), was.Promised.UsedAt(w.time(), cal); used != want || now.Promised.Used != was.Promised.Used || !now.Promised.Since.Equal(was.Promised.Since) {
		t.Errorf("used %v, want %v", used, want)
	}
	if now.Promised.Limit != cal.Days(4) || now.Step.Limit != cal.Days(4) || now.Step.Since != was.Step.Since {
		t.Errorf("limits are %v and %v", now.Promised.Limit, now.Step.Limit)
	}
	if due := now.Promised.Due(cal); now.Due.After(due) || now.LightNext.IsZero() {
		t.Errorf("due %v, light next %v", now.Due, now.LightNext)
	}
	if f := got[engine.Case](t)(w.store.Case(ctx, fishing)); f.Promised.Limit != cal.Days(8) || f.Department != "harbour-office" {
		t.Errorf("what was promised became %v, at %s", f.Promised.Limit, f.Department)
	}
	for id, want := range map[string]engine.Task{berth: {State: "survey", Roles: []string{"surveyor"}, Department: "harbour-office"}, fishing: {State: "accept", Roles: []string{"clerk"}, Department: "harbour-office"}} {
		if task := got[engine.Task](t)(w.store.OpenTask(ctx, id)); task.State != want.State || !slices.Equal(task.Roles, want.Roles) || task.Department != want.Department {
			t.Errorf("the task is %+v", task)
		}
	}
	if list, _, _, err := w.Worklist(ctx, staff("sue", "harbour-office", "surveyor"), engine.CaseFilter{}, engine.Page{}); err != nil || len(list) != 1 || list[0].Case.ID != berth {
		t.Errorf("the surveyor's worklist is %v, %v", list, err)
	}
	if events := w.eventsOf(engine.EventMigrated); len(events) != 3 || events[0].Root != r.Case {
		t.Errorf("the log says %+v", events)
	}
	w.undo(m.ID)
	if after := w.whole(r); !reflect.DeepEqual(after, before) {
		t.Errorf("put back is\n%+v, was\n%+v", after, before)
	}
	// The department goes on as if nothing had been.
	w.act(staff("ren", "harbour-office", "reviewer"), berth, engine.Action{Event: "issue"})
}

func TestACaseThatNeedsAnAnswerAsksTheCitizenForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	from := w.release(h)
	r := w.filed(a)
	berth, fishing := r.Children[0], r.Children[1]
	other := w.filed(citizen("bea"))
	w.act(staff("clerk", "fishery", "clerk"), other.Children[1], engine.Action{Event: "pass"}) // under review: cannot ask
	before := w.whole(r)
	w.wait(26 * time.Hour)
	to := w.release(h.with(t, "2.0.0", "forms/MB.yaml", `required: [HE1, HE4], properties: {`, `required: [HE1, HE4, HE7], properties: {HE7: {$ref: "element:HE7"}, `,
		"forms/MB.yaml", "applicant/HE4, ", "applicant/HE4, applicant/HE7, "))
	plan := engine.Migration{Theme: "TH", From: from, To: to, Note: "请补充建造年份"}
	verdicts := w.dry(plan)
	if v := verdicts[other.Case]; v.Sort != engine.MigrationBlocked || !slices.Contains(codes(v), "migration.cannot_ask ") {
		t.Errorf("under review it is %s: %v", v.Sort, codes(v))
	}
	if v := verdicts[r.Case]; v.Sort != engine.MigrationNeeds || len(v.Findings) != 1 || v.Findings[0].Label.In("zh") != "建造年份" || v.Findings[0].Matter != "MB" {
		t.Errorf("the verdict is %+v", v)
	}
	m := w.migrate(plan)
	asked := got[*engine.CaseView](t)(w.Case(ctx, a, fishing))
	k := asked.Case.Correction
	if asked.Case.Status != engine.CaseAsking || asked.Case.State != "accept.correct" || k == nil || !slices.Equal(k.Fields, []string{"applicant/HE7"}) || k.Note != plan.Note || k.From != "accept" || k.By != mover.Name {
		t.Fatalf("the citizen is asked %+v, %+v", asked.Case.Status, k)
	}
	if !asked.Case.Promised.Since.IsZero() || asked.Case.Light != workflows.Paused {
		t.Errorf("the clock goes on: %+v", asked.Case.Promised)
	}
	if c := got[engine.Case](t)(w.store.Case(ctx, berth)); c.Status != engine.CaseRunning || c.Release != to {
		t.Errorf("the other matter is %s at %s", c.Status, c.Release)
	}
	if c := got[engine.Case](t)(w.store.Case(ctx, r.Case)); c.Status != engine.CaseAsking || c.Release != to {
		t.Errorf("the theme is %s at %s", c.Status, c.Release)
	}
	if c := got[engine.Case](t)(w.store.Case(ctx, other.Case)); c.Release != from {
		t.Errorf("what is blocked was moved")
	}
	w.undo(m.ID)
	if after := w.whole(r); !reflect.DeepEqual(after, before) {
		t.Errorf("put back is\n%+v, was\n%+v", after, before)
	}
	// Once more, and now the citizen answers: from then on it stays.
	m = w.migrate(plan)
	asked = got[*engine.CaseView](t)(w.Case(ctx, a, fishing))
	_, err := w.Apply(ctx, a, fishing, asked.Case.Revision, "", engine.Action{Event: "resubmit"})
	wants(t, err, "answer.required")
	done := got[*engine.CaseView](t)(w.Apply(ctx, a, fishing, asked.Case.Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE7": 1999})}))
	if done.Case.State != "accept" || done.Case.Status != engine.CaseRunning || plainly(done.Case.Answers, "applicant/HE7") != 1999.0 || plainly(done.Case.Answers, "applicant/HE6") != "夜间出海" {
		t.Errorf("answered it is %+v", done.Case)
	}
	w.undo(m.ID)
	if c := got[engine.Case](t)(w.store.Case(ctx, fishing)); c.Release != to || plainly(c.Answers, "applicant/HE7") != 1999.0 {
		t.Errorf("what the citizen answered was put back: %+v", c)
	}
	if items := w.items(m.ID); len(items) != 2 || !slices.ContainsFunc(items, func(i engine.MigrationItem) bool { return i.Filing == r.Case && i.Fate == engine.FateActed }) {
		t.Errorf("the items are %+v", items)
	}
}

func TestACaseThatADepartmentActedUponIsNotPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	from := w.release(h)
	r := w.filed(a)
	to := w.release(h.with(t, "2.0.0", "matters/MA.yaml", "promisedDays: 5", "promisedDays: 4"))
	m := w.migrate(engine.Migration{Theme: "TH", From: from, To: to})
	w.act(staff("clerk", "fishery", "clerk"), r.Children[1], engine.Action{Event: "pass"})
	w.undo(m.ID)
	for _, id := range []string{r.Case, r.Children[0], r.Children[1]} { // a family is one
		if c := got[engine.Case](t)(w.store.Case(ctx, id)); c.Release != to {
			t.Errorf("case %s was put back", c.Number)
		}
	}
	_, err := w.UndoMigration(ctx, mover, m.ID)
	must(t, err) // again is no error
}

func TestOnlyAdministratorsMoveFilings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	w.sail(citizen("ann"))
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	plan := engine.Migration{Theme: "TH", From: from, To: to}
	m := got[engine.Migration](t)(w.StartMigration(ctx, mover, plan, "key-of-mine"))
	for _, a := range []engine.Actor{{}, citizen("ann"), staff("clerk", "fishery", "clerk"), {Account: "des", Roles: []string{"designer"}, Departments: map[string]bool{"fishery": true}}} {
		_, _, err := w.DryRunMigration(ctx, a, plan, "", 0)
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.StartMigration(ctx, a, plan, "")
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.UndoMigration(ctx, a, m.ID)
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.StepMigration(ctx, a, m.ID, 0)
		wantErr(t, err, engine.ErrNotFound)
		_, _, err = w.MigrationProgress(ctx, a, m.ID)
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.MigrationItems(ctx, a, m.ID, "", "", 0)
		wantErr(t, err, engine.ErrNotFound)
		_, _, err = w.Migrations(ctx, a, engine.Page{})
		wantErr(t, err, engine.ErrNotFound)
	}
	if again := got[engine.Migration](t)(w.StartMigration(ctx, mover, plan, "key-of-mine")); again.ID != m.ID {
		t.Error("the same key began another migration")
	}
	plan.Note = "别的"
	_, err := w.StartMigration(ctx, mover, plan, "key-of-mine")
	wants(t, err, "idempotency.mismatch")
	_, err = w.UndoMigration(ctx, mover, m.ID)
	wants(t, err, "migration.status") // it is still at work
}

// Of the filings of a theme one migration, or one undoing, is at work at a time:
// two would move what the other puts back.
func TestOneMigrationIsAtWorkAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	draft := w.sail(citizen("ann"))
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	plan := engine.Migration{Theme: "TH", From: from, To: to}
	first := got[engine.Migration](t)(w.StartMigration(ctx, mover, plan, "first"))
	_, err := w.StartMigration(ctx, mover, plan, "second")
	wants(t, err, "migration.busy")
	other := plan
	other.Note = "another"
	_, err = w.StartMigration(ctx, mover, other, "")
	wants(t, err, "migration.busy")
	work := func(id string) {
		t.Helper()
		for got[bool](t)(w.StepMigration(ctx, mover, id, 10)) {
		}
	}
	work(first.ID)
	second := got[engine.Migration](t)(w.StartMigration(ctx, mover, plan, "second"))
	_, err = w.UndoMigration(ctx, mover, first.ID)
	wants(t, err, "migration.busy")
	work(second.ID)
	if m := got[engine.Migration](t)(w.UndoMigration(ctx, mover, first.ID)); m.Status != engine.MigrationUndoing {
		t.Errorf("%+v", m)
	}
	_, err = w.StartMigration(ctx, mover, plan, "third")
	wants(t, err, "migration.busy")
	work(first.ID)
	if d := got[*engine.DraftView](t)(w.Draft(ctx, citizen("ann"), draft.Draft.ID)); d.Draft.Release != from {
		t.Error("what was put back is not where it was")
	}
}

func TestAPlanThatFitsNeitherReleaseIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位表")) // of the same name
	fields := func(pairs ...string) engine.MigrationMap {
		m := engine.MigrationMap{Fields: map[string]string{}}
		for i := 0; i < len(pairs); i += 2 {
			m.Fields[pairs[i]] = pairs[i+1]
		}
		return m
	}
	for _, x := range []struct {
		plan engine.Migration
		code string
	}{
		{engine.Migration{Theme: "TH", From: from, To: from}, "migration.same"},
		{engine.Migration{Theme: "TH", From: from, To: "harbour@1.0.0"}, "migration.same"},
		{engine.Migration{Theme: "TH", From: from, To: "sha256:none"}, "migration.release"},
		{engine.Migration{Theme: "TH", From: from, To: to[:len("sha256:")+7]}, "migration.release"},
		{engine.Migration{Theme: "TH", From: "harbour@1.0.0", To: "harbour@2.0.0"}, "migration.unclear"},
		{engine.Migration{Theme: "T9", From: from, To: to}, "migration.unknown"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: fields("applicant/HE9", "applicant/HE1")}, "migration.field"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: fields("applicant/HE1", "applicant/HE9")}, "migration.field"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: fields("applicant/HE1", "applicant/HE5", "applicant/HE6", "applicant/HE5")}, "migration.twice"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: fields("applicant/HE1", "boat/HE2")}, "migration.depth"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{Aside: []string{"nowhere"}}}, "migration.field"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{States: map[string]string{"MA/nowhere": "accept"}}}, "migration.state"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{States: map[string]string{"accept": "issued"}}}, "migration.state"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{Codes: map[string]map[string]string{"CL_GEAR": {"net": "hook"}}}}, "migration.code"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{Codes: map[string]map[string]string{"CL_NONE": {}}}}, "migration.field"},
		{engine.Migration{Theme: "TH", From: from, To: to, Note: strings.Repeat("长", 501)}, "migration.note"},
		{engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{Aside: make([]string, 2001)}}, "migration.many"},
	} {
		_, err := w.StartMigration(ctx, mover, x.plan, "")
		wants(t, err, x.code)
		_, _, err = w.DryRunMigration(ctx, mover, x.plan, "", 0)
		wants(t, err, x.code)
	}
	_, err := w.StartMigration(ctx, mover, engine.Migration{From: from, To: to}, "")
	wantErr(t, err, engine.ErrNotFound)
}

func TestAMigrationGoesOnWhereACrashLeftIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	for _, name := range []string{"ann", "bea", "cid", "dan", "eve"} {
		w.sail(citizen(name))
		w.filed(citizen(name))
	}
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	m := got[engine.Migration](t)(w.StartMigration(ctx, mover, engine.Migration{Theme: "TH", From: from, To: to}, ""))
	count := func() (n int) {
		_, counts, err := w.MigrationProgress(ctx, mover, m.ID)
		must(t, err)
		for _, c := range counts {
			if c.Fate == engine.FateMoved && c.Sort == engine.MigrationSafe {
				n += c.N
			}
		}
		return n
	}
	more, err := w.StepMigration(ctx, mover, m.ID, 3)
	if must(t, err); !more || count() != 3 {
		t.Fatalf("a page moved %d", count())
	}
	// The step of a server that dies behind its last commit and before the cursor is saved: done once more.
	stale, _, err := w.MigrationProgress(ctx, mover, m.ID)
	must(t, err)
	stale.Cursor = ""
	must(t, w.store.SaveMigration(ctx, stale))
	if done := w.finish(m.ID); done.Status != engine.MigrationDone || count() != 10 {
		t.Errorf("%s with %d moved", done.Status, count())
	}
	if n, err := w.store.CountRunning(ctx, catalog.RunningFilter{Releases: []string{to}}); err != nil || n != (catalog.RunningCounts{Drafts: 5, Cases: 5}) {
		t.Errorf("at the new release are %+v, %v", n, err)
	}
}

func TestAMigrationRunsInTheBackground(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	h := newHarbour()
	from := w.release(h)
	draft := w.sail(citizen("ann")).Draft
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	m := got[engine.Migration](t)(w.StartMigration(ctx, mover, engine.Migration{Theme: "TH", From: from, To: to}, ""))
	ended := make(chan struct{})
	go func() { w.RunMigrations(ctx, "one"); close(ended) }()
	for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		now, _, err := w.MigrationProgress(ctx, mover, m.ID)
		must(t, err)
		if now.Status == engine.MigrationDone {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("still %s", now.Status)
		}
	}
	cancel()
	<-ended
	if d := got[engine.Draft](t)(w.store.Draft(context.Background(), draft.ID)); d.Release != to {
		t.Errorf("the draft is at %s", d.Release)
	}
}

func (w *world) items(migration string) []engine.MigrationItem {
	w.t.Helper()
	return got[[]engine.MigrationItem](w.t)(w.MigrationItems(context.Background(), mover, migration, "", "", 200))
}

func (w *world) eventsOf(kind engine.EventType) []engine.Event {
	w.t.Helper()
	var list []engine.Event
	for _, e := range got[[]engine.Event](w.t)(w.store.EventsAfter(context.Background(), engine.Position{}, 1000)) {
		if e.Type == kind {
			list = append(list, e)
		}
	}
	return list
}

// whole is a filing as it is stored, without what an undo is to move on:
// revisions, and the ids of tasks, of which a closed one is not opened again.
// Lights are derived of clock and time.
func (w *world) whole(r engine.Receipt) (all []any) {
	w.t.Helper()
	ctx := context.Background()
	for _, id := range append([]string{r.Case}, r.Children...) {
		c := got[engine.Case](w.t)(w.store.Case(ctx, id))
		c.Revision, c.Steady, c.Ledger, c.Light, c.LightNext = 0, 0, 0, "", time.Time{}
		all = append(all, c)
		if task, err := w.store.OpenTask(ctx, id); err == nil {
			task.ID = ""
			all = append(all, task)
		}
	}
	return all
}

// Why a filing stays where it is, each code with a filing that it is said of.
func TestAFilingThatTheNewReleaseHasNoPlaceForStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	draft, kase := w.sail(citizen("ann")).Draft.ID, w.filed(citizen("bea"))
	stays := func(plan engine.Migration, code string) {
		t.Helper()
		plan.Theme, plan.From = "TH", from
		for id, v := range w.dry(plan) {
			if i := slices.IndexFunc(v.Findings, func(f engine.MigrationFinding) bool { return f.Code == code }); v.Sort != engine.MigrationBlocked || i < 0 {
				t.Errorf("%s: %s is %s: %v", code, id, v.Sort, codes(v))
			} else if m := v.Findings[i].Message; m.In("zh") == m.In("en") || m.In("zh") == "" {
				t.Errorf("%s is not worded in both languages: %v", code, m)
			}
		}
		m := w.migrate(plan)
		items := w.items(m.ID)
		if len(items) != 2 {
			t.Errorf("%s: %d items", code, len(items))
		}
		for _, i := range items {
			if i.Fate != engine.FateLeft {
				t.Errorf("%s: %s is %s", code, i.Filing, i.Fate)
			}
		}
		if d, c := got[engine.Draft](t)(w.store.Draft(ctx, draft)), w.kept(kase.Case); d.Release != from || c.Release != from {
			t.Errorf("%s: the draft is at %s, the case at %s", code, d.Release, c.Release)
		}
		w.undo(m.ID) // has nothing to do, and says so
	}

	gone := h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表")
	delete(gone, "themes/TH.yaml")
	stays(engine.Migration{To: w.release(gone)}, "migration.gone")

	// What was a list of boats is one boat now.
	shape := w.release(h.with(t, "3.0.0", "forms/MA.yaml", `boat: {type: array, x-subject: boat, minItems: 1, items: {type: object, required: [HE2], properties: {HE2: {$ref: "element:HE2"}, HE3: {$ref: "element:HE3"}}}}`,
		`boat: {type: object, x-subject: boat, required: [HE2], properties: {HE2: {$ref: "element:HE2"}, HE3: {$ref: "element:HE3"}}}`,
		"forms/MA.yaml", "applicant/HE5, boat]", "applicant/HE5, boat/HE2, boat/HE3]"))
	stays(engine.Migration{To: shape}, "migration.shape")

	// What is stored was damaged by something else than this engine.
	d := got[engine.Draft](t)(w.store.Draft(ctx, draft))
	whole := [][]byte{d.Answers, w.kept(kase.Case).Answers}
	damage := func(answers ...[]byte) {
		d, c := got[engine.Draft](t)(w.store.Draft(ctx, draft)), w.kept(kase.Case)
		d.Answers, c.Answers = answers[0], answers[1]
		must(t, w.store.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{d}, UpdateCases: []engine.Case{c}}))
	}
	damage([]byte(`{"applicant":`), []byte(`{"applicant":`))
	next := w.release(h.with(t, "4.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	stays(engine.Migration{To: next}, "migration.damaged")

	// Mended, and with a plan that keeps the boats aside, they move.
	damage(whole...)
	aside := engine.Migration{Theme: "TH", From: from, To: shape, Map: engine.MigrationMap{Aside: []string{"boat"}}}
	w.migrate(aside)
	if d, c := got[engine.Draft](t)(w.store.Draft(ctx, draft)), w.kept(kase.Case); d.Release != shape || c.Release != shape {
		t.Errorf("with the boats aside the draft is at %s, the case at %s", d.Release, c.Release)
	}
}

// Who has no key, as at the command line, goes on with what was broken off.
func TestTheSamePlanWithoutAKeyGoesOnWithTheMigrationAtWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := newHarbour()
	from := w.release(h)
	w.sail(citizen("ann"))
	to := w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))
	plan := engine.Migration{Theme: "TH", From: from, To: to}
	first := got[engine.Migration](t)(w.StartMigration(ctx, engine.SystemActor(), plan, ""))
	if again := got[engine.Migration](t)(w.StartMigration(ctx, engine.SystemActor(), plan, "")); again.ID != first.ID {
		t.Errorf("it began %s and then %s", first.ID, again.ID)
	}
	plan.Note = "another"
	for plan, key := range map[*engine.Migration]string{&plan: "", {Theme: "TH", From: from, To: to}: "another-key"} {
		if _, err := w.StartMigration(ctx, engine.SystemActor(), *plan, key); err == nil || !strings.Contains(err.Error(), "migration.busy") {
			t.Errorf("with key %q: %v", key, err)
		}
	}
	w.finish(first.ID)
	if next := got[engine.Migration](t)(w.StartMigration(ctx, engine.SystemActor(), engine.Migration{Theme: "TH", From: from, To: to}, "")); next.ID == first.ID {
		t.Error("what is over was begun again")
	}
}

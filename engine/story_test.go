package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

var departments = map[string]string{
	"M01": "market-regulation", "M02": "market-regulation", "M03": "fire-rescue", "M04": "greenery-appearance",
	"M05": "market-regulation", "M06": "water", "M07": "ecology-environment", "M08": "human-resources",
}

// creditCode has a right check character (GB 32100).
const creditCode = "91310104MA1FR0AB4W"

// officer is somebody of the matter's department who holds every desk.
func officer(matter string) engine.Actor {
	d := departments[matter]
	return staff("officer-"+d, d, "clerk", "reviewer", "inspector", "approver")
}

// file submits a complete restaurant.
func (w *world) file(a engine.Actor) engine.Receipt {
	w.t.Helper()
	return got[engine.Receipt](w.t)(w.Submit(context.Background(), a, w.complete(a).Draft.ID, ""))
}

// child finds a matter's case as it is kept.
func (w *world) child(r engine.Receipt, matter string) engine.Case {
	w.t.Helper()
	for _, id := range r.Children {
		if c := w.kept(id); c.Matter == matter {
			return c
		}
	}
	w.t.Fatalf("no case of %s in %v", matter, r.Children)
	return engine.Case{}
}

func (w *world) kept(id string) engine.Case {
	w.t.Helper()
	return got[engine.Case](w.t)(w.store.Case(context.Background(), id))
}

// act applies an action on what is there now.
func (w *world) act(a engine.Actor, id string, act engine.Action) *engine.CaseView {
	w.t.Helper()
	v, err := w.Apply(context.Background(), a, id, w.kept(id).Revision, "", act)
	if err != nil {
		w.t.Fatalf("%s on %s: %v", act.Event, id, err)
	}
	return v
}

// carry takes a matter's case through events, one after the other.
func (w *world) carry(r engine.Receipt, matter string, events ...string) engine.Case {
	w.t.Helper()
	id := w.child(r, matter).ID
	for _, e := range events {
		act := engine.Action{Event: e}
		if e == "refuse" || e == "deny" || e == "reject" {
			act.Note = "不符合许可条件"
		}
		if e == "deliver" && matter == "M01" {
			act.Result = licence(w.time().In(shanghai).Format(time.DateOnly)).Result
		}
		w.act(officer(matter), id, act)
	}
	return w.kept(id)
}

// issue takes a matter to its result by the shortest way.
func (w *world) issue(r engine.Receipt, matter string) engine.Case {
	w.t.Helper()
	switch matter {
	case "M01":
		return w.carry(r, matter, "pass", "approve", "deliver")
	case "M04", "M07", "M08":
		return w.carry(r, matter, "pass", "deliver")
	}
	return w.carry(r, matter, "pass", "skip-inspection", "grant", "deliver")
}

func TestACitizenOpensARestaurantAndEveryDepartmentDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	if len(r.Children) != 8 {
		t.Fatalf("want eight cases, got %v", r.Children)
	}
	for _, id := range r.Children {
		c := w.kept(id)
		want := engine.CaseWaiting
		if c.Matter == "M01" || c.Matter == "M07" {
			want = engine.CaseRunning
		}
		if c.Status != want {
			t.Errorf("%s is %s at first, want %s", c.Matter, c.Status, want)
		}
		if c.Department != departments[c.Matter] || c.Title != "上海市徐汇区福满堂餐饮有限公司" || c.Applicant != "ming" {
			t.Errorf("%s is filed as %s of %s in %s", c.Matter, c.Title, c.Applicant, c.Department)
		}
		if bytes.Contains(c.Answers, []byte("DE00102")) {
			t.Errorf("%s knows a credit code before it was issued", c.Matter)
		}
	}
	root := w.kept(r.Case)
	if root.Before.Fields <= root.After.Fields || root.After.Fields == 0 || root.After.Materials >= root.Before.Materials {
		t.Errorf("the merge saved nothing: %+v → %+v", root.Before, root.After)
	}

	// The licence is issued: the six that wait for it start with the credit code.
	w.wait(2 * time.Hour)
	w.issue(r, "M01")
	for _, m := range []string{"M02", "M03", "M04", "M05", "M06", "M08"} {
		c := w.child(r, m)
		if c.Status != engine.CaseRunning || c.State != "accept" || !c.Started.Equal(w.time()) {
			t.Errorf("%s is %s in %q after the licence", m, c.Status, c.State)
		}
		if !bytes.Contains(c.Answers, []byte(`"DE00102":"`+creditCode+`"`)) {
			t.Errorf("%s did not receive the credit code: %s", m, c.Answers)
		}
		if has := bytes.Contains(c.Answers, []byte(`"DE00106":"2026-03-09"`)); has != (m == "M08") {
			t.Errorf("%s has the date of establishment: %v", m, has)
		}
	}
	if root = w.kept(r.Case); !bytes.Contains(root.Answers, []byte(creditCode)) || root.Status != engine.CaseRunning {
		t.Errorf("the theme case has status %s and answers %s", root.Status, root.Answers)
	}

	// One asks for a correction; the citizen answers in place.
	food := w.child(r, "M02")
	w.act(officer("M02"), food.ID, engine.Action{
		Event: "correct", Note: "请补正食品安全管理人员的手机号，并重新上传平面图",
		Fields: []string{"foodSafetyManager/DE00006"}, Materials: []string{"MT10"},
	})
	v := got[*engine.CaseView](t)(w.Case(ctx, me, food.ID))
	if v.Case.Status != engine.CaseAsking || v.Case.Light != workflows.Paused || v.Case.Correction == nil || v.Case.Correction.By != "李科长" {
		t.Fatalf("the correction is not open: %+v", v.Case)
	}
	if len(v.Actions) != 1 || v.Actions[0].Kind != workflows.Resubmit {
		t.Fatalf("the citizen is offered %+v", v.Actions)
	}
	if w.kept(r.Case).Status != engine.CaseAsking {
		t.Error("the theme case does not say that the citizen is asked")
	}
	w.wait(24 * time.Hour)
	fix := engine.Action{Event: "resubmit", Answers: answers(map[string]any{"foodSafetyManager/DE00006": "136 0013 6000"})}
	_, err := w.Apply(ctx, me, food.ID, v.Case.Revision, "", fix)
	if p := wants(t, err, "correction.file"); p.Path != "materials/MT10" {
		t.Errorf("the missing file is reported at %s", p.Path)
	}
	_, err = w.AddCorrectionFile(ctx, me, food.ID, "MT10", "新平面图.png", bytes.NewReader(picture()))
	must(t, err)
	v = got[*engine.CaseView](t)(w.Apply(ctx, me, food.ID, v.Case.Revision, "", fix))
	if v.Case.Status != engine.CaseRunning || v.Case.State != "accept" || v.Case.Correction != nil {
		t.Fatalf("the correction is not closed: %+v", v.Case)
	}
	if !bytes.Contains(v.Case.Answers, []byte(`"13600136000"`)) {
		t.Errorf("the corrected number did not arrive, normalised: %s", v.Case.Answers)
	}

	for _, m := range []string{"M02", "M03", "M04", "M05", "M06", "M07", "M08"} {
		if c := w.issue(r, m); c.Outcome != workflows.Issued || c.Result == nil || c.Result.Number == "" {
			t.Errorf("%s ended as %s with %+v", m, c.Outcome, c.Result)
		}
	}
	root = w.kept(r.Case)
	if root.Status != engine.CaseEnded || root.Outcome != workflows.Issued || !root.Ended.Equal(w.time()) {
		t.Errorf("the theme case is %s, %s", root.Status, root.Outcome)
	}
	w.checkLog(r)
}

// checkLog reads the whole story back out of the log.
func (w *world) checkLog(r engine.Receipt) {
	w.t.Helper()
	events := got[[]engine.Event](w.t)(w.store.EventsOfRoot(context.Background(), r.Case))
	count := map[engine.EventType]int{}
	for _, ev := range events {
		count[ev.Type]++
		if ev.Type == engine.EventSubmitted {
			if ev.Data.Before == nil || ev.Data.After == nil || len(ev.Data.Matters) != 8 {
				w.t.Errorf("the submission says %+v", ev.Data)
			}
		}
		if ev.Data.DaySeconds != 7*3600 {
			w.t.Errorf("%s: a working day has %d seconds", ev.Type, ev.Data.DaySeconds)
		}
		if ev.Data.Theme != "T01" || ev.Role == "" {
			w.t.Errorf("%s has theme %q and role %q", ev.Type, ev.Data.Theme, ev.Role)
		}
	}
	want := map[engine.EventType]int{
		engine.EventSubmitted: 1, engine.EventStarted: 8, engine.EventIssued: 8, engine.EventEnded: 9, engine.EventFileAdded: 1,
		engine.EventMoved: 3 + 3*2 + 4*4 + 2, // M01, the short ones, the long ones, a correction and its answer
	}
	for typ, n := range want {
		if count[typ] != n {
			w.t.Errorf("%d events %s, want %d", count[typ], typ, n)
		}
	}
}

func TestARefusedLicenceVoidsWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.file(citizen("ming"))
	w.carry(r, "M01", "pass", "reject")
	for _, m := range []string{"M02", "M03", "M04", "M05", "M06", "M08"} {
		if c := w.child(r, m); c.Status != engine.CaseEnded || c.Outcome != workflows.Void || !c.Started.IsZero() {
			t.Errorf("%s is %s, %s", m, c.Status, c.Outcome)
		}
	}
	if root := w.kept(r.Case); root.Status != engine.CaseRunning {
		t.Errorf("the theme case is %s while one matter still runs", root.Status)
	}
	w.issue(r, "M07")
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Partial {
		t.Errorf("the theme case is %s, %s", root.Status, root.Outcome)
	}
}

func TestAThemeWithoutAnyResultIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.file(citizen("ming"))
	w.carry(r, "M07", "refuse")
	w.carry(r, "M01", "refuse")
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Refused {
		t.Errorf("the theme case is %s, %s", root.Status, root.Outcome)
	}
}

func TestALicenceCannotBeIssuedWithoutAValidCreditCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	c := w.carry(r, "M01", "pass", "approve")
	v := got[*engine.CaseView](t)(w.Case(ctx, officer("M01"), c.ID))
	if len(v.Actions) != 1 || len(v.Actions[0].Fields) != 2 {
		t.Fatalf("the clerk is asked for %+v", v.Actions)
	}
	for _, x := range []struct {
		code, path string
		result     map[string]any
	}{
		{"result.missing", "result/applicant/DE00102", nil},
		{"result.missing", "result/applicant/DE00106", map[string]any{"applicant/DE00102": creditCode}},
		{"result.field", "result/applicant/DE00101", map[string]any{"applicant/DE00101": "别的名称"}},
		{"answer.cn_uscc_digit", "result/applicant/DE00102", map[string]any{"applicant/DE00102": "91310104MA1FR0AB4X", "applicant/DE00106": "2026-03-09"}},
		{"result.check", "result/applicant/DE00106", map[string]any{"applicant/DE00102": creditCode, "applicant/DE00106": "2026-03-08"}}, // before the submission
		{"result.check", "result/applicant/DE00106", map[string]any{"applicant/DE00102": creditCode, "applicant/DE00106": "2026-03-10"}}, // after today
		{"answer.not_date", "result/applicant/DE00106", map[string]any{"applicant/DE00102": creditCode, "applicant/DE00106": "昨天"}},
	} {
		_, err := w.Apply(ctx, officer("M01"), c.ID, c.Revision, "", engine.Action{Event: "deliver", Result: answers(x.result)})
		if p := wants(t, err, x.code); p.Path != x.path && x.code != "result.missing" {
			t.Errorf("%s is reported at %s, want %s", x.code, p.Path, x.path)
		}
	}
	if w.kept(c.ID).Revision != c.Revision {
		t.Error("a refused result changed the case")
	}
}

func TestSubmittingTwiceGivesTheSameReceipt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := w.complete(me).Draft.ID
	first := got[engine.Receipt](t)(w.Submit(ctx, me, id, "key-1"))
	for _, key := range []string{"key-1", "", "another"} {
		again := got[engine.Receipt](t)(w.Submit(ctx, me, id, key))
		if again.Case != first.Case || again.Number != first.Number || !slices.Equal(again.Children, first.Children) || !again.Submitted.Equal(first.Submitted) {
			t.Errorf("key %q gives %+v, want %+v", key, again, first)
		}
	}
	other := w.complete(me).Draft.ID
	_, err := w.Submit(ctx, me, other, "key-1")
	wants(t, err, "idempotency.mismatch")
	_, err = w.SaveAnswers(ctx, me, id, 0, engine.Patch{})
	wants(t, err, "draft.submitted")
}

func TestManySubmissionsAtOnceMakeOneCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	id := w.complete(me).Draft.ID
	receipts := make(chan engine.Receipt, 12)
	for i := range cap(receipts) {
		go func() {
			r, err := w.Submit(context.Background(), me, id, fmt.Sprint("key", i%3))
			if err != nil {
				t.Error(err)
			}
			receipts <- r
		}()
	}
	seen := map[string]bool{}
	for range cap(receipts) {
		seen[(<-receipts).Case] = true
	}
	list, _, err := w.Cases(context.Background(), me, engine.CaseFilter{}, engine.Page{})
	must(t, err)
	if len(seen) != 1 || len(list) != 1 {
		t.Errorf("%d receipts and %d cases, want one", len(seen), len(list))
	}
}

func TestDepartmentsThatEndAtTheSameMomentCloseTheTheme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.file(citizen("ming"))
	w.issue(r, "M01")
	last := map[string]string{}
	for _, m := range []string{"M02", "M03", "M05", "M06"} {
		last[m] = w.carry(r, m, "pass", "skip-inspection", "grant").ID
	}
	for _, m := range []string{"M04", "M07", "M08"} {
		last[m] = w.carry(r, m, "pass").ID
	}
	done := make(chan error, len(last))
	for m, id := range last {
		rev := w.kept(id).Revision
		go func() {
			_, err := w.Apply(context.Background(), officer(m), id, rev, "", engine.Action{Event: "deliver"})
			done <- err
		}()
	}
	for range last {
		must(t, <-done)
	}
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Issued {
		t.Errorf("the theme case is %s, %s", root.Status, root.Outcome)
	}
}

func TestOnlyOneOfTwoOfficersDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.file(citizen("ming"))
	c := w.child(r, "M07")
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() {
			_, err := w.Apply(context.Background(), officer("M07"), c.ID, c.Revision, "", engine.Action{Event: "pass"})
			errs <- err
		}()
	}
	won := 0
	for range cap(errs) {
		if err := <-errs; err == nil {
			won++
		} else {
			wantErr(t, err, engine.ErrConflict)
		}
	}
	if won != 1 {
		t.Errorf("%d officers decided", won)
	}
}

func TestTheSameActionKeyActsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	c := w.child(r, "M07")
	clerk := officer("M07")
	for range 3 {
		v := got[*engine.CaseView](t)(w.Apply(ctx, clerk, c.ID, c.Revision, "k", engine.Action{Event: "pass"}))
		if v.Case.State != "deliver" || v.Case.Revision != c.Revision+1 {
			t.Errorf("the case is in %s at revision %d", v.Case.State, v.Case.Revision)
		}
	}
	_, err := w.Apply(ctx, clerk, c.ID, c.Revision, "k", engine.Action{Event: "refuse", Note: "不"})
	wants(t, err, "idempotency.mismatch")
}

func TestAnIncompleteDraftIsNotSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", nil, nil, ""))
	_, err := w.Submit(ctx, me, v.Draft.ID, "")
	wants(t, err, "guide.undecided")

	id := w.complete(me).Draft.ID
	must(t, w.RemoveFile(ctx, me, w.files(id)[0].ID))
	_, err = w.Submit(ctx, me, id, "")
	wants(t, err, "material.missing")

	id = w.complete(me).Draft.ID
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, id, 0, engine.Patch{Answers: map[string]json.RawMessage{"applicant/DE00101": nil}}))
	if !slices.ContainsFunc(v.Missing, func(p metamodel.Problem) bool { return p.Path == "applicant/DE00101" }) {
		t.Errorf("the missing name is not among %v", v.Missing)
	}
	if _, err = w.Submit(ctx, me, id, ""); err == nil {
		t.Error("a draft without a name was submitted")
	}
}

func (w *world) files(draft string) []engine.File {
	w.t.Helper()
	return got[[]engine.File](w.t)(w.store.FilesOfDraft(context.Background(), draft))
}

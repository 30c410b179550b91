package engine_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

const (
	signsAll = "{mode: all, by: [{department: fire, roles: [approver]}, {department: health, roles: [approver]}, {roles: [approver]}], agreed: agreed, disagreed: refuse}"
	asksTwo  = "{departments: [health, fishery], roles: [reviewer], limit: 3, silence: agree, pauses: true, basis: {zh: 行政许可法第四十五条, en: Article 45}}"
)

// jointHarbour is the harbour whose berth asks others while it is accepted and
// is countersigned afterwards.
func jointHarbour(t testing.TB, sign, opinions string) harbour {
	h := newHarbour()
	h["departments.yaml"] += "- {id: fire, name: {zh: 消防队, en: Fire Brigade}}\n- {id: health, name: {zh: 卫生局, en: Health Office}}\n"
	return h.with(t, "1.0.0",
		"workflows/WA.yaml", "{id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 2,", "{id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 2, opinions: "+opinions+",",
		"workflows/WA.yaml", "roles: [reviewer], limit: 3,\n     on: [{event: issue, label: {zh: 发证, en: Issue}, target: issued, kind: deliver}]}",
		"roles: [reviewer], limit: 3, sign: "+sign+`,
     on: [{event: agreed, label: {zh: 会签同意, en: Agreed}, target: issue, kind: approve}, {event: refuse, label: {zh: 会签不同意, en: Not agreed}, target: refused, kind: refuse},
          {event: back, label: {zh: 退回受理, en: Back}, target: accept, kind: forward}]}
  - {id: issue, name: {zh: 制证, en: Making the permit}, type: step, roles: [clerk], on: [{event: issue, label: {zh: 发证, en: Issue}, target: issued, kind: deliver}]}`)
}

var (
	seafarer     = citizen("chen")
	berthClerk   = staff("clerk", "harbour-office", "clerk", "reviewer")
	berthHead    = staff("head", "harbour-office", "approver")
	fireHead     = staff("fire-head", "fire", "approver")
	healthHead   = staff("health-head", "health", "approver")
	healthReader = staff("health-reader", "health", "reviewer")
)

// berth files the theme and gives the case of the berth.
func (w *world) berth() string { w.t.Helper(); return w.filed(seafarer).Children[0] }

// wanted is the row of an actor's worklist that is about a case.
func (w *world) wanted(a engine.Actor, id string) (engine.WorkItem, bool) {
	w.t.Helper()
	list, _, _, err := w.Worklist(context.Background(), a, engine.CaseFilter{}, engine.Page{Limit: 200})
	must(w.t, err)
	for _, row := range list {
		if row.Case.ID == id && row.Task != "" {
			return row, true
		}
	}
	return engine.WorkItem{}, false
}

// says answers what an actor is asked about a case.
func (w *world) says(a engine.Actor, id string, answer engine.Answer, note string) error {
	w.t.Helper()
	row, ok := w.wanted(a, id)
	if !ok {
		return errors.New("nothing is wanted of " + a.Account)
	}
	_, err := w.Answer(context.Background(), a, id, row.Case.Revision, "", engine.Reply{Task: row.Task, Answer: answer, Note: note})
	return err
}

// toReview takes a berth to the step that is countersigned.
func (w *world) toReview() string {
	w.t.Helper()
	id := w.berth()
	w.act(berthClerk, id, engine.Action{Event: "pass"})
	return id
}

func told(list []engine.Event, types ...engine.EventType) (out []engine.Event) {
	for _, e := range list {
		if slices.Contains(types, e.Type) {
			out = append(out, e)
		}
	}
	return out
}

// Who is asked sees that matter's case, its form's answers and files, and
// nothing of the filing; afterwards what they said. They may do nothing but answer.
func TestWhoIsAskedSeesTheCaseAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(jointHarbour(t, signsAll, asksTwo))
	r := w.filed(seafarer)
	berth, fishing := r.Children[0], r.Children[1]
	stranger := func(id string) {
		t.Helper()
		_, err := w.Case(ctx, fireHead, id)
		wantErr(t, err, engine.ErrNotFound)
	}
	stranger(berth)
	w.act(berthClerk, berth, engine.Action{Event: "pass", Note: "内部意见"})
	v := got[*engine.CaseView](t)(w.Case(ctx, fireHead, berth))
	if v.Record == nil || v.Record.Display("applicant/HE1", "zh", false) != "陈海生" {
		t.Fatal("who is asked does not see the answers")
	}
	if v.Root != nil || v.Task != nil || len(v.Actions) > 0 || v.MayAsk != nil || v.Withdraw != nil || len(v.Case.Tasks) != 1 || v.Case.Tasks[0].Department != "fire" {
		t.Errorf("who is asked sees %+v, %+v", v.Case.Tasks, v.Actions)
	}
	for _, e := range v.History {
		if e.Data.Note != "" || e.Actor != "" {
			t.Errorf("they read %+v", e)
		}
	}
	stranger(r.Case)
	stranger(fishing)
	if list, _, err := w.Cases(ctx, fireHead, engine.CaseFilter{}, engine.Page{}); err != nil || len(list) > 0 {
		t.Errorf("they list %d cases, %v", len(list), err)
	}
	row, _ := w.wanted(fireHead, berth)
	if row.Case.Answers != nil || len(row.Case.Tasks) != 1 {
		t.Errorf("the worklist shows %+v", row.Case)
	}
	c := w.kept(berth)
	_, err := w.Apply(ctx, fireHead, berth, c.Revision, "", engine.Action{Event: "back"})
	wants(t, err, "action.role")
	_, err = w.Ask(ctx, fireHead, berth, c.Revision, "", engine.Question{Department: "health", Text: "?"})
	wants(t, err, "action.role")
	_, err = w.Revoke(ctx, fireHead, berth, row.Task, c.Revision, "")
	wants(t, err, "action.role")
	_, err = w.Withdraw(ctx, fireHead, berth, c.Revision, "", "")
	wants(t, err, "action.role")

	must(t, w.says(fireHead, berth, engine.Agree, "可以"))
	v = got[*engine.CaseView](t)(w.Case(ctx, fireHead, berth))
	if v.Record != nil || v.Case.Answers != nil || v.Case.State != "" || v.Case.Due != (time.Time{}) || len(v.Files) > 0 || v.Round != nil {
		t.Errorf("afterwards they still see %+v", v.Case)
	}
	if v.Case.Title != "" || v.Case.Applicant != "" || v.Case.Outcome != "" {
		t.Errorf("afterwards they know whose it is: %q %q %q", v.Case.Title, v.Case.Applicant, v.Case.Outcome)
	}
	// Neither where the case stands nor that it has ended, which it has not.
	if v.Case.Status != "" || !v.Case.Ended.IsZero() || !v.Case.Started.IsZero() {
		t.Errorf("afterwards they are told where it stands: %s since %v until %v", v.Case.Status, v.Case.Started, v.Case.Ended)
	}
	if len(v.Case.Tasks) != 1 || v.Case.Tasks[0].Note != "可以" || len(v.History) != 1 || v.History[0].Type != engine.EventSigned || v.History[0].Data.Note != "可以" {
		t.Errorf("what they said is %+v, %+v", v.Case.Tasks, v.History)
	}
	_, err = w.Case(ctx, staff("x", "ecology", "approver"), berth)
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.Case(ctx, staff("x", "fire", "designer"), berth)
	wantErr(t, err, engine.ErrNotFound)
	// An administrator sees all of it; the signatures of others too.
	if v := got[*engine.CaseView](t)(w.Case(ctx, mover, berth)); len(v.Case.Tasks) != 3 {
		t.Errorf("%d tasks", len(v.Case.Tasks))
	}
}

package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
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

func (w *world) stored(id string) engine.Case {
	w.t.Helper()
	return got[engine.Case](w.t)(w.store.Case(context.Background(), id))
}

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

func TestACaseIsCountersignedUntilItIsDecided(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.toReview()
		for _, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			row, ok := w.wanted(a, id)
			if !ok || row.Due.IsZero() || row.Light != workflows.Green {
				t.Fatalf("%s: %v %+v", a.Account, ok, row)
			}
			if v := got[*engine.CaseView](t)(w.Case(ctx, a, id)); v.Round == nil || *v.Round != (engine.Round{Number: 1, Total: 3, Need: 3}) {
				t.Errorf("%s sees the round %+v", a.Account, v.Round)
			}
		}
		if _, ok := w.wanted(healthReader, id); ok {
			t.Error("another role of the department is asked")
		}
		// Who works on the step cannot do what the votes do, nor sign.
		c := w.stored(id)
		_, err := w.Apply(ctx, berthClerk, id, c.Revision, "", engine.Action{Event: "agreed"})
		wants(t, err, "action.votes")
		row, _ := w.wanted(fireHead, id)
		_, err = w.Answer(ctx, berthClerk, id, c.Revision, "", engine.Reply{Task: row.Task, Answer: engine.Agree})
		wants(t, err, "action.role")
		_, err = w.Answer(ctx, fireHead, id, c.Revision, "", engine.Reply{Task: row.Task, Answer: engine.Disagree})
		wants(t, err, "sign.note")
		_, err = w.Answer(ctx, fireHead, id, c.Revision, "", engine.Reply{Task: row.Task, Answer: engine.Remarks, Note: "x"})
		wants(t, err, "sign.answer")
		for _, act := range got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id)).Actions {
			if act.Event != "back" || !strings.Contains(act.Consequence.In("en"), "is void") {
				t.Errorf("offered: %s, %v", act.Event, act.Consequence)
			}
		}

		must(t, w.says(fireHead, id, engine.Agree, "道路可通行"))
		if _, ok := w.wanted(fireHead, id); ok {
			t.Error("who has signed is still asked")
		}
		// Both have the page of before that signature: it does not make theirs stale.
		row, _ = w.wanted(healthHead, id)
		_, err = w.Answer(ctx, healthHead, id, c.Revision, "", engine.Reply{Task: row.Task, Answer: engine.Agree})
		must(t, err)
		if c = w.stored(id); c.State != "review" {
			t.Fatalf("decided after two of three: %s", c.State)
		}
		must(t, w.says(berthHead, id, engine.Agree, ""))
		c = w.stored(id)
		if c.State != "issue" || slices.ContainsFunc(c.Tasks, func(t engine.Task) bool { return t.Open() }) {
			t.Fatalf("after the last signature it is in %s with %+v", c.State, c.Tasks)
		}
		if task := got[engine.Task](t)(w.store.OpenTask(ctx, id)); task.State != "issue" {
			t.Errorf("the step's task is %+v", task)
		}
		history := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
		signed := told(history, engine.EventSigned)
		if len(signed) != 3 || signed[0].Actor != "fire-head" || signed[0].Role != "approver" || signed[0].Data.Task.Answer != engine.Agree || signed[0].Data.Note != "道路可通行" {
			t.Errorf("signed: %+v", signed)
		}
		moved := told(history, engine.EventMoved)
		if last := moved[len(moved)-1]; last.Actor != "" || last.Data.Action != "agreed" || last.Data.To != "issue" {
			t.Errorf("the votes moved it as %+v", last)
		}
		// Signed once, for good.
		_, err = w.Answer(ctx, fireHead, id, c.Revision, "", engine.Reply{Task: signed[0].Data.Task.ID, Answer: engine.Disagree, Note: "x"})
		if err == nil {
			t.Error("a vote was changed")
		}

		// One who disagrees ends it, with the reasons and no names; whoever has not signed need not any more.
		id = w.toReview()
		must(t, w.says(healthHead, id, engine.Disagree, "离水源太近"))
		c = w.stored(id)
		if c.Outcome != workflows.Refused {
			t.Fatalf("%s %s", c.State, c.Outcome)
		}
		if _, ok := w.wanted(fireHead, id); ok {
			t.Error("a decided round still asks")
		}
		seen := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id))
		note := ""
		for _, e := range told(seen.History, engine.EventMoved) {
			if e.Data.To == "refused" {
				note = e.Data.Note
			}
		}
		if !strings.Contains(note, "卫生局：离水源太近") || strings.Contains(note, "李科长") {
			t.Errorf("the applicant reads %q", note)
		}
		for _, x := range seen.Case.Tasks {
			if x.Note+x.ClosedBy+string(x.Answer) != "" {
				t.Errorf("the applicant sees %+v", x)
			}
		}
		for _, e := range told(seen.History, engine.EventSigned) {
			if e.Actor+e.Data.Note+string(e.Data.Task.Answer) != "" {
				t.Errorf("the applicant reads %+v", e)
			}
		}
	})
}

func TestOnePersonSignsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.release(jointHarbour(t, "{mode: all, by: [{department: fire, roles: [approver]}, {department: fire, roles: [reviewer]}], agreed: agreed, disagreed: refuse}", asksTwo))
	id := w.toReview()
	both := staff("both", "fire", "approver", "reviewer")
	must(t, w.says(both, id, engine.Agree, ""))
	wants(t, w.says(both, id, engine.Agree, ""), "sign.twice")
	must(t, w.says(staff("other", "fire", "reviewer"), id, engine.Agree, ""))
	if c := w.stored(id); c.State != "issue" {
		t.Errorf("it is in %s", c.State)
	}
}

func TestSignatoriesOfASequenceAreAskedOneAfterAnother(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		w.release(jointHarbour(t, strings.Replace(signsAll, "mode: all", "mode: sequence", 1), asksTwo))
		id := w.toReview()
		for i, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			for j, other := range []engine.Actor{fireHead, healthHead, berthHead} {
				if _, ok := w.wanted(other, id); ok != (i == j) {
					t.Fatalf("signature %d: %s is asked: %v", i, other.Account, ok)
				}
			}
			must(t, w.says(a, id, engine.Agree, ""))
		}
		if c := w.stored(id); c.State != "issue" {
			t.Errorf("it is in %s", c.State)
		}
	})
}

func TestAShareOfSignatoriesDecidesAsSoonAsItCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.release(jointHarbour(t, strings.Replace(signsAll, "mode: all", "mode: ratio, ratio: 0.6667", 1), asksTwo))
	id := w.toReview()
	must(t, w.says(fireHead, id, engine.Disagree, "不行"))
	if c := w.stored(id); c.State != "review" {
		t.Fatalf("one of three decided: %s", c.State)
	}
	must(t, w.says(healthHead, id, engine.Disagree, "不行"))
	if c := w.stored(id); c.State != "refused" {
		t.Errorf("two of three did not decide: %s", c.State)
	}
}

func TestARoundIsVoidWhenTheCaseLeavesTheStep(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.toReview()
		must(t, w.says(fireHead, id, engine.Agree, "可以"))
		old, _ := w.wanted(healthHead, id)
		w.act(berthClerk, id, engine.Action{Event: "back"})
		if _, ok := w.wanted(healthHead, id); ok {
			t.Error("a void round asks")
		}
		_, err := w.Answer(ctx, healthHead, id, w.stored(id).Revision, "", engine.Reply{Task: old.Task, Answer: engine.Agree})
		wants(t, err, "task.closed")
		w.act(berthClerk, id, engine.Action{Event: "pass"})
		if v := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id)); v.Round.Number != 2 || v.Round.Agreed != 0 {
			t.Errorf("the new round is %+v", v.Round)
		}
		for _, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			must(t, w.says(a, id, engine.Agree, ""))
		}
		if c := w.stored(id); c.State != "issue" {
			t.Errorf("it is in %s", c.State)
		}
		history := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
		if n := len(told(history, engine.EventSigned)); n != 4 {
			t.Errorf("%d signatures in the history: those of a void round stay", n)
		}
		if n := len(told(history, engine.EventVoided)); n != 1 {
			t.Errorf("%d rounds were void", n)
		}
		// Taking it back closes what hangs on it, too.
		id = w.toReview()
		_, err = w.Withdraw(ctx, seafarer, id, w.stored(id).Revision, "", "")
		must(t, err)
		if _, ok := w.wanted(fireHead, id); ok {
			t.Error("a case that was taken back asks")
		}
	})
}

// The last votes of a round at one moment: all count, and one of them decides.
func TestVotesAtOneMomentAllCount(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, strings.Replace(signsAll, "mode: all", "mode: ratio, ratio: 0.6667", 1), asksTwo))
		for round := range 6 {
			id := w.toReview()
			seen := w.stored(id).Revision
			var all sync.WaitGroup
			errs, tasks := make([]error, 3), make([]string, 3)
			voters := []engine.Actor{fireHead, healthHead, berthHead}
			for i, a := range voters {
				row, ok := w.wanted(a, id)
				if !ok {
					t.Fatal(a.Account)
				}
				tasks[i] = row.Task
			}
			for i, a := range voters {
				all.Go(func() {
					_, errs[i] = w.Answer(ctx, a, id, seen, fmt.Sprintf("k%d", round), engine.Reply{Task: tasks[i], Answer: engine.Agree})
				})
			}
			all.Wait()
			counted := 0
			for _, err := range errs {
				switch {
				case err == nil:
					counted++
				case problemOf(err) != "task.closed" && !errors.Is(err, engine.ErrConflict) && !errors.Is(err, engine.ErrNotFound):
					t.Errorf("a vote ended in %v", err)
				}
			}
			c := w.stored(id)
			history := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
			decided := 0
			for _, e := range told(history, engine.EventMoved) {
				if e.Data.Action == "agreed" {
					decided++
				}
			}
			signed := len(told(history, engine.EventSigned))
			if c.State != "issue" || decided != 1 || signed != 2 || counted != 2 {
				t.Fatalf("%s, decided %d times by %d signatures, %d acknowledged", c.State, decided, signed, counted)
			}
			// The same key again gives the first outcome, and signs no second time.
			for i, a := range []engine.Actor{fireHead, healthHead, berthHead} {
				if errs[i] == nil {
					_, err := w.Answer(ctx, a, id, seen, fmt.Sprintf("k%d", round), engine.Reply{Task: tasks[i], Answer: engine.Agree})
					must(t, err)
				}
			}
			if n := len(told(got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id)), engine.EventSigned)); n != 2 {
				t.Errorf("%d signatures after repeats", n)
			}
		}
	})
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
	c := w.stored(berth)
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

func TestAnOpinionIsAskedAndGiven(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.berth()
		c := w.stored(id)
		ask := func(q engine.Question) error {
			_, err := w.Ask(ctx, berthClerk, id, w.stored(id).Revision, "", q)
			return err
		}
		wants(t, ask(engine.Question{Department: "fire", Text: "?"}), "opinion.department")
		wants(t, ask(engine.Question{Department: "harbour-office", Text: "?"}), "opinion.department")
		wants(t, ask(engine.Question{Department: "nowhere", Text: "?"}), "account.organisation.unknown")
		wants(t, ask(engine.Question{Department: "health"}), "opinion.question")
		wants(t, ask(engine.Question{Department: "health", Text: "?", Days: 3.5}), "opinion.days")
		_, err := w.Ask(ctx, berthClerk, id, c.Revision+1, "", engine.Question{Department: "health", Text: "?"})
		wantErr(t, err, engine.ErrConflict)
		w.wait(time.Hour)
		must(t, ask(engine.Question{Department: "health", Text: "水源距离是否合格？", Days: 2}))
		wants(t, ask(engine.Question{Department: "health", Text: "?"}), "opinion.asked")
		row, ok := w.wanted(healthReader, id)
		cal := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).Calendar
		if due := cal.Add(cal.FirstDay(w.time()), cal.Days(2)); !ok || !row.Due.Equal(due) || row.Case.Tasks[0].Question != "水源距离是否合格？" {
			t.Fatalf("%v: %+v, due %v", ok, row, due)
		}
		wants(t, w.says(healthReader, id, "perhaps", "x"), "opinion.answer")
		// The clocks stand still meanwhile, and the citizen sees for what.
		before := w.stored(id)
		if before.Light != workflows.Paused || !before.Promised.Since.IsZero() || !before.Statutory.Since.IsZero() {
			t.Errorf("the clocks run: %+v", before)
		}
		w.wait(20 * time.Hour)
		v := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id))
		if x := v.Case.Tasks; len(x) != 1 || x[0].Department != "health" || !x[0].Pauses || x[0].Basis.In("zh") != "行政许可法第四十五条" || x[0].Question != "" {
			t.Errorf("the applicant sees %+v", x)
		}
		wants(t, w.says(healthReader, id, engine.Remarks, ""), "opinion.text")
		must(t, w.says(healthReader, id, engine.Remarks, "须设隔油池"))
		after := w.stored(id)
		if after.Promised.Used != before.Promised.Used || after.Promised.Since.IsZero() || after.Light != workflows.Green {
			t.Errorf("the clocks go on as %+v", after.Promised)
		}
		mine := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id)).Case.Tasks
		if len(mine) != 1 || mine[0].Answer != engine.Remarks || mine[0].Note != "须设隔油池" || mine[0].ClosedBy != "health-reader" {
			t.Errorf("who asked reads %+v", mine)
		}

		// A question is taken back; the clocks of two wait for both.
		must(t, ask(engine.Question{Department: "health", Text: "再问"}))
		must(t, ask(engine.Question{Department: "fishery", Text: "再问"}))
		row, _ = w.wanted(healthReader, id)
		_, err = w.Revoke(ctx, berthClerk, id, row.Task, w.stored(id).Revision, "")
		must(t, err)
		if c := w.stored(id); c.Light != workflows.Paused {
			t.Error("the clocks go on while another is awaited")
		}
		_, err = w.Revoke(ctx, berthClerk, id, row.Task, w.stored(id).Revision, "")
		wants(t, err, "task.closed")
		// A case does not ask without end.
		full := w.stored(id)
		for range 200 - len(full.Tasks) {
			full.Tasks = append(full.Tasks, engine.Task{ID: "x", Kind: engine.TaskOpinion, Department: "elsewhere", Closed: w.time(), End: engine.TaskAnswered})
		}
		must(t, w.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{full}}))
		wants(t, ask(engine.Question{Department: "health", Text: "再问"}), "opinion.many")
		// Going on without the answer: it lapses, and the clocks run.
		spent := w.time()
		w.wait(time.Hour)
		w.act(berthClerk, id, engine.Action{Event: "pass"})
		c = w.stored(id)
		_, err = w.Ask(ctx, berthClerk, id, c.Revision, "", engine.Question{Department: "fishery", Text: "?"})
		wants(t, err, "opinion.step")
		if c.Promised.Since.IsZero() || c.State != "review" {
			t.Errorf("the clocks stand still after %v: %+v", spent, c.Promised)
		}
		if _, ok := w.wanted(staff("f", "fishery", "reviewer"), id); ok {
			t.Error("a lapsed question asks")
		}
		history := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
		types := []engine.EventType{}
		for _, e := range told(history, engine.EventAsked, engine.EventAnswered, engine.EventRevoked, engine.EventLapsed) {
			types = append(types, e.Type)
		}
		if want := []engine.EventType{engine.EventAsked, engine.EventAnswered, engine.EventAsked, engine.EventAsked, engine.EventRevoked, engine.EventLapsed}; !slices.Equal(types, want) {
			t.Errorf("the history has %v", types)
		}
		// The step took an hour before it asked, and an hour more than nothing at the end.
		for _, e := range told(history, engine.EventMoved) {
			if e.Data.StepSeconds < 3600 || e.Data.StepSeconds > 3600+2*3600 {
				t.Errorf("the step took %d s", e.Data.StepSeconds)
			}
		}
		body, err := json.Marshal(history)
		must(t, err)
		if !strings.Contains(string(body), "须设隔油池") {
			t.Error("the log does not have what was said")
		}
	})
}

// Silence counts as said once the time is up: within a minute of it, never
// before, and once, however many sweep.
func TestSilenceCountsAsSaidWhenTheTimeIsUp(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.berth()
		_, err := w.Ask(ctx, berthClerk, id, w.stored(id).Revision, "", engine.Question{Department: "health", Text: "?", Days: 1})
		must(t, err)
		row, _ := w.wanted(healthReader, id)
		sweep := func() {
			t.Helper()
			for range 3 {
				if _, err := w.Sweep(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.set(row.Due.Add(-time.Second))
		sweep()
		if c := w.stored(id); !c.Tasks[0].Open() || c.Light != workflows.Paused {
			t.Fatal("silence spoke too early")
		}
		if again, _ := w.wanted(healthReader, id); again.Light != workflows.Yellow {
			t.Errorf("their light is %s", again.Light)
		}
		w.set(row.Due)
		// Too late to answer, whether a sweep was there or not.
		wants(t, w.says(healthReader, id, engine.Agree, ""), "task.closed")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := w.Sweep(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		c := w.stored(id)
		if x := c.Tasks[0]; x.End != engine.TaskSilent || x.Answer != engine.Agree || x.ClosedBy != "" || c.Promised.Since.IsZero() {
			t.Errorf("after the time was up: %+v", x)
		}
		if n := len(told(got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id)), engine.EventAnswered)); n != 1 {
			t.Errorf("silence spoke %d times", n)
		}
		if _, ok := w.wanted(healthReader, id); ok {
			t.Error("they are still asked")
		}
	})
}

func TestNothingIsDecidedWhileARequiredOpinionIsAwaited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(jointHarbour(t, signsAll, "{limit: 2, silence: none, required: true}"))
	id := w.berth()
	_, err := w.Ask(ctx, berthClerk, id, w.stored(id).Revision, "", engine.Question{Department: "market-regulation", Text: "?"})
	must(t, err) // no list: any department that is known
	if c := w.stored(id); c.Promised.Since.IsZero() {
		t.Error("the clocks stand still")
	}
	_, err = w.Apply(ctx, berthClerk, id, w.stored(id).Revision, "", engine.Action{Event: "refuse", Note: "不符"})
	if p := wants(t, err, "opinion.awaited"); !strings.Contains(p.In("zh"), "市场监督管理局") {
		t.Errorf("it does not name who is awaited: %s", p.In("zh"))
	}
	// Once the time is up, silence has spoken without a sweep.
	w.wait(7 * 24 * time.Hour)
	w.act(berthClerk, id, engine.Action{Event: "refuse", Note: "不符"})
	c := w.stored(id)
	if c.Outcome != workflows.Refused || c.Tasks[0].End != engine.TaskSilent || c.Tasks[0].Answer != "" {
		t.Errorf("%s, %+v", c.Outcome, c.Tasks[0])
	}
}

func TestARunningRoundIsTakenToAnotherRelease(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		h := jointHarbour(t, signsAll, asksTwo)
		from := w.release(h)
		same, other := w.toReview(), w.toReview()
		asking := w.berth()
		_, err := w.Ask(ctx, berthClerk, asking, w.stored(asking).Revision, "", engine.Question{Department: "health", Text: "?"})
		must(t, err)
		must(t, w.says(fireHead, same, engine.Agree, "可以"))
		votes := func(id string) (n int) {
			v := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id))
			return v.Round.Agreed
		}

		// The same signatories: the round goes on, and so does the question.
		same2 := w.release(h.with(t, "2.0.0", "workflows/WA.yaml", "limit: 3, sign", "limit: 4, sign"))
		plan := engine.Migration{Theme: "TH", From: from, To: same2}
		findings := func(m engine.Migration, id string) (codes []string) {
			for _, f := range w.dry(m)[w.stored(id).Root].Findings {
				codes = append(codes, f.Code)
			}
			return codes
		}
		if said := findings(plan, same); len(said) > 0 {
			t.Errorf("told: %v", said)
		}
		w.migrate(plan)
		if votes(same) != 1 || w.stored(same).Release != same2 {
			t.Fatal("the vote is lost")
		}
		if _, ok := w.wanted(healthReader, asking); !ok {
			t.Fatal("the question is lost")
		}
		must(t, w.says(healthHead, same, engine.Agree, ""))

		// Other signatories, another department to ask: told, and done.
		changed := w.release(h.with(t, "3.0.0", "workflows/WA.yaml", "{department: health, roles: [approver]}, ", "", "workflows/WA.yaml", "[health, fishery]", "[fishery]"))
		plan = engine.Migration{Theme: "TH", From: same2, To: changed}
		if said := findings(plan, same); !slices.Equal(said, []string{"migration.round"}) {
			t.Errorf("told of the round: %v", said)
		}
		if said := findings(plan, asking); !slices.Equal(said, []string{"migration.opinion"}) {
			t.Errorf("told of the question: %v", said)
		}
		paused, open := w.stored(asking), w.stored(other)
		m := w.migrate(plan)
		if _, ok := w.wanted(healthReader, asking); ok || w.stored(asking).Promised.Since.IsZero() {
			t.Error("a lapsed question asks, or stops the clocks")
		}
		if votes(same) != 0 {
			t.Errorf("%d votes count for what was not asked", votes(same))
		}
		if _, ok := w.wanted(healthHead, other); ok {
			t.Error("who does not sign any more is asked")
		}
		if row, ok := w.wanted(fireHead, other); !ok || len(row.Case.Tasks) != 2 {
			t.Errorf("who signs again is asked: %v", ok)
		}
		// Undone: as it was, with the question and the round open again.
		must(t, w.says(fireHead, same, engine.Agree, ""))
		w.undo(m.ID)
		if row, ok := w.wanted(healthReader, asking); !ok || !row.Due.Equal(paused.Tasks[0].Due) || w.stored(asking).Light != workflows.Paused {
			t.Errorf("after the undo: %v %+v", ok, row)
		}
		if back := w.stored(other); len(back.Tasks) != len(open.Tasks) || back.Release != same2 {
			t.Errorf("after the undo: %+v", back.Tasks)
		}
		for _, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			must(t, w.says(a, other, engine.Agree, ""))
		}
		if c := w.stored(other); c.State != "issue" {
			t.Errorf("it is in %s", c.State)
		}
		if c := w.stored(same); c.Release != changed {
			t.Error("what somebody signed since was put back")
		}
		// A step that is not countersigned any more.
		gone := w.release(h.with(t, "4.0.0", "workflows/WA.yaml", " sign: "+signsAll+",", "", "workflows/WA.yaml", "[health, fishery]", "[fishery]"))
		plan = engine.Migration{Theme: "TH", From: changed, To: gone}
		if said := findings(plan, same); !slices.Equal(said, []string{"migration.round_gone"}) {
			t.Errorf("told: %v", said)
		}
		w.migrate(plan)
		if _, ok := w.wanted(berthHead, same); ok {
			t.Error("nobody signs here any more")
		}
		w.act(berthClerk, same, engine.Action{Event: "agreed"})
	})
}

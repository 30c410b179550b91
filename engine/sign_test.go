package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

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
		c := w.kept(id)
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
		if c = w.kept(id); c.State != "review" {
			t.Fatalf("decided after two of three: %s", c.State)
		}
		must(t, w.says(berthHead, id, engine.Agree, ""))
		c = w.kept(id)
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
		c = w.kept(id)
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
	if c := w.kept(id); c.State != "issue" {
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
		if c := w.kept(id); c.State != "issue" {
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
	if c := w.kept(id); c.State != "review" {
		t.Fatalf("one of three decided: %s", c.State)
	}
	must(t, w.says(healthHead, id, engine.Disagree, "不行"))
	if c := w.kept(id); c.State != "refused" {
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
		_, err := w.Answer(ctx, healthHead, id, w.kept(id).Revision, "", engine.Reply{Task: old.Task, Answer: engine.Agree})
		wants(t, err, "task.closed")
		w.act(berthClerk, id, engine.Action{Event: "pass"})
		if v := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id)); v.Round.Number != 2 || v.Round.Agreed != 0 {
			t.Errorf("the new round is %+v", v.Round)
		}
		for _, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			must(t, w.says(a, id, engine.Agree, ""))
		}
		if c := w.kept(id); c.State != "issue" {
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
		_, err = w.Withdraw(ctx, seafarer, id, w.kept(id).Revision, "", "")
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
			seen := w.kept(id).Revision
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
			c := w.kept(id)
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

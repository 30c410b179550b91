package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/workflows"
)

var first, second = staff("first", "told-first", "clerk"), staff("second", "told-second", "clerk")

// inThreeDays is three working days after Monday, which does not count itself.
var inThreeDays = time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC)

// together files the theme whose results are told in one notice.
func (w *world) together(me engine.Actor) engine.Receipt {
	w.t.Helper()
	p, ps := catalog.ReadArchive(testpack.Together())
	must(w.t, ps.Err())
	w.publish(p)
	v := got[*engine.DraftView](w.t)(w.StartDraft(context.Background(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), ""))
	return got[engine.Receipt](w.t)(w.Submit(context.Background(), me, v.Draft.ID, ""))
}

// notified is what the log tells of notices.
func (w *world) notified(r engine.Receipt) (list []engine.Event) {
	w.t.Helper()
	for _, ev := range got[[]engine.Event](w.t)(w.store.EventsOfRoot(context.Background(), r.Case)) {
		if ev.Type == engine.EventNotified {
			list = append(list, ev)
		}
	}
	return list
}

// reads is the whole case as somebody sees it, as text.
func (w *world) reads(a engine.Actor, id string) (*engine.CaseView, string) {
	w.t.Helper()
	v := got[*engine.CaseView](w.t)(w.Case(context.Background(), a, id))
	var all []any
	all = append(all, v.Case, v.Children, v.History)
	doc, err := json.Marshal(all)
	must(w.t, err)
	return v, string(doc) + string(v.Case.Answers)
}

func give(number string) engine.Action {
	act := engine.Action{Event: "give", ResultNo: "R-" + number}
	if number != "" {
		act.Result = map[string]json.RawMessage{"applicant/TE2": json.RawMessage(`"` + number + `"`)}
	}
	return act
}

func TestResultsAreToldInOneNotice(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me := citizen("ming")
		r := w.together(me)
		w.act(first, w.child(r, "TA").ID, give("NO-77"))
		w.wait(time.Hour)
		w.act(second, w.child(r, "TB").ID, engine.Action{Event: "deny", Note: "面积不足"})

		// The department that needs the number has it; the applicant reads of nothing.
		if tc := w.child(r, "TC"); tc.Status != engine.CaseRunning || !strings.Contains(string(tc.Answers), "NO-77") {
			t.Fatalf("the matter that waited: %s %s", tc.Status, tc.Answers)
		}
		for _, id := range []string{r.Case, w.child(r, "TA").ID, w.child(r, "TB").ID, w.child(r, "TC").ID} {
			v, doc := w.reads(me, id)
			for _, told := range []string{"NO-77", "面积不足", "refused", "issued", string(engine.EventEnded)} {
				if strings.Contains(doc, told) {
					t.Errorf("the applicant reads %q in %s", told, doc)
				}
			}
			if v.Notice.Done != 0 || v.Notice.Of != 3 || len(v.Notice.Sent) != 0 || !v.Notice.By.Equal(inThreeDays) {
				t.Errorf("the applicant reads of the notice %+v", v.Notice)
			}
		}
		ledger := got[*engine.ClocksView](t)(w.Clocks(context.Background(), me, r.Case, time.Time{}, false))
		for _, k := range ledger.Cases {
			for _, l := range k.Lines {
				if l.Kind == workflows.LineStop || k.Case.Outcome != "" {
					t.Errorf("the applicant reads of the clocks: %+v", l)
				}
			}
		}
		if v, _ := w.reads(second, w.child(r, "TB").ID); v.Case.Outcome != workflows.Refused || !v.Notice.Waits || v.Notice.Done != 2 {
			t.Errorf("the department reads %s, %+v", v.Case.Outcome, v.Notice)
		}
		if got := w.notified(r); len(got) != 0 {
			t.Errorf("told already: %v", got)
		}

		w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
		v, doc := w.reads(me, r.Case)
		if !strings.Contains(doc, "NO-77") || !strings.Contains(doc, "面积不足") || v.Case.Outcome != workflows.Partial {
			t.Errorf("after the notice the applicant reads %s", doc)
		}
		said := w.notified(r)
		if len(said) != 1 || strings.Join(said[0].Data.Matters, " ") != "TA TB TC" || said[0].Data.Notice != 1 || said[0].Actor != "" || said[0].Case != r.Case {
			t.Errorf("the log says %+v", said)
		}
		if root := w.kept(r.Case); len(root.Notices) != 1 || root.Serve.Limit != 0 || !root.LightNext.IsZero() {
			t.Errorf("kept are %+v", root)
		}
	})
}

// A decision waits no longer than the theme lets it: the sweep tells what there
// is, and the rest comes in a second notice.
func TestADecisionIsServedInTime(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me := citizen("ming")
		r := w.together(me)
		w.act(second, w.child(r, "TB").ID, engine.Action{Event: "deny", Note: "面积不足"})
		by := w.kept(r.Case).LightNext
		if !by.Equal(inThreeDays) {
			t.Errorf("it is told by %s", by)
		}
		if w.sweepAt(by.Add(-time.Second)); len(w.kept(r.Case).Notices) != 0 {
			t.Error("told before its time")
		}
		w.sweepAt(by)
		w.sweepAt(by.Add(time.Minute))
		v, doc := w.reads(me, r.Case)
		if len(v.Notice.Sent) != 1 || !strings.Contains(doc, "面积不足") || !v.Notice.By.IsZero() || v.Case.Status == engine.CaseEnded {
			t.Errorf("after its time the applicant reads %+v: %s", v.Notice, doc)
		}
		w.act(first, w.child(r, "TA").ID, give("NO-78"))
		if _, doc := w.reads(me, r.Case); strings.Contains(doc, "NO-78") {
			t.Error("the second notice was not waited for")
		}
		w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
		said := w.notified(r)
		if len(said) != 2 || strings.Join(said[0].Data.Matters, " ") != "TB" || strings.Join(said[1].Data.Matters, " ") != "TA TC" {
			t.Errorf("the log says %+v", said)
		}
	})
}

// A grant is decided long before its document is there: it, too, is told in time.
// What the department takes back after that is told anew, and nothing between.
func TestAGrantIsToldInTimeAndAnewWhenItIsTakenBack(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me := citizen("ming")
		r := w.togetherAfterVotes(me)
		tb := w.child(r, "TB").ID
		w.act(second, tb, engine.Action{Event: "accept"})
		w.vote(second, tb, engine.Agree)
		if by := w.kept(r.Case).LightNext; !by.IsZero() {
			t.Errorf("before the decision it is to be told by %s", by)
		}
		w.vote(first, tb, engine.Agree)
		by := w.kept(r.Case).LightNext
		if !by.Equal(inThreeDays) {
			t.Errorf("it is told by %s", by)
		}
		w.sweepAt(by.Add(-time.Second))
		if v, doc := w.reads(me, tb); v.Case.State != "" || strings.Contains(doc, `"print"`) {
			t.Errorf("told before its time: %s", doc)
		}
		w.sweepAt(by)
		w.sweepAt(by.Add(time.Minute))
		v, doc := w.reads(me, tb)
		if v.Case.State != "print" || v.Case.Decided.IsZero() || !strings.Contains(doc, `"approve"`) || len(v.Notice.Sent) != 1 || v.Notice.Left != 2 || !v.Notice.By.IsZero() {
			t.Errorf("after its time the applicant reads %+v of %s", v.Notice, doc)
		}
		w.wait(time.Hour)
		_, err := w.Return(context.Background(), second, tb, w.kept(tb).Revision, "", "decide", "核对有误")
		must(t, err)
		if v, doc := w.reads(me, tb); v.Case.State != "decide" || v.Notice.Left != 3 || !strings.Contains(doc, `"approve"`) || strings.Contains(doc, "核对有误") {
			t.Errorf("taken back the applicant reads %+v of %s", v.Notice, doc)
		}
		w.vote(second, tb, engine.Disagree)
		if c := w.kept(tb); c.Outcome != workflows.Refused || w.kept(r.Case).Serve.Limit == 0 {
			t.Errorf("it is %s, and waits to be told %v", c.Outcome, w.kept(r.Case).Serve)
		}
		if v, doc := w.reads(me, tb); v.Case.Status != engine.CaseRunning || v.Case.State != "" || strings.Contains(doc, "面积不足") || strings.Contains(doc, `"refused"`) {
			t.Errorf("decided anew the applicant reads %s", doc)
		}
		w.act(first, w.child(r, "TA").ID, give("NO-79"))
		w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
		said := w.notified(r)
		if len(said) != 2 || strings.Join(said[0].Data.Matters, " ") != "TB" || strings.Join(said[1].Data.Matters, " ") != "TA TB TC" {
			t.Errorf("the log says %+v", said)
		}
		if _, doc := w.reads(me, tb); !strings.Contains(doc, "面积不足") {
			t.Errorf("at last the applicant reads %s", doc)
		}
	})
}

// Two departments decide at the same moment: both decisions hold, and both wait
// for the notice since then.
func TestDecisionsOfOneMomentWaitForTheNoticeTogether(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		r := w.togetherAfterVotes(me)
		tb, ta := w.child(r, "TB").ID, w.child(r, "TA")
		w.act(second, tb, engine.Action{Event: "accept"})
		w.vote(second, tb, engine.Agree)
		c := w.kept(tb)
		place := slices.IndexFunc(c.Tasks, func(t engine.Task) bool { return t.Open() })
		var both sync.WaitGroup
		errs := make([]error, 2)
		both.Go(func() {
			_, errs[0] = w.Answer(ctx, first, tb, c.Revision, "", engine.Reply{Task: c.Tasks[place].ID, Answer: engine.Agree})
		})
		both.Go(func() { _, errs[1] = w.Apply(ctx, first, ta.ID, ta.Revision, "", give("NO-80")) })
		both.Wait()
		must(t, errors.Join(errs...))
		if root := w.kept(r.Case); !root.LightNext.Equal(inThreeDays) || len(root.Notices) != 0 {
			t.Errorf("they are told by %s: %+v", root.LightNext, root.Notices)
		}
		if v, _ := w.reads(second, tb); v.Notice.Done != 2 || !v.Notice.Waits {
			t.Errorf("the department reads of the notice %+v", v.Notice)
		}
		w.sweepAt(inThreeDays)
		if said := w.notified(r); len(said) != 1 || strings.Join(said[0].Data.Matters, " ") != "TA TB" {
			t.Errorf("the log says %+v", said)
		}
	})
}

// What was told, or is to be told together, stays with the version it was decided by.
func TestAFilingOfWhichSomethingIsDecidedStaysWithItsVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.togetherAfterVotes(citizen("ming"))
	files := testpack.Together()
	files["workflows/TB.yaml"] = []byte(longWay)
	files["pack.yaml"] = []byte(strings.Replace(string(files["pack.yaml"]), "1.0.0", "2.0.0", 1))
	p, ps := catalog.ReadArchive(files)
	must(t, ps.Err())
	next, ps, err := w.cat.Publish(context.Background(), p, monday)
	must(t, err)
	must(t, ps.Err())
	plan := engine.Migration{Theme: "TT", From: w.kept(r.Case).Release, To: next.Hash}
	blocked := func() bool {
		return strings.Contains(strings.Join(codes(w.dry(plan)[r.Case]), " "), "migration.decided")
	}
	tb := w.child(r, "TB").ID
	w.act(second, tb, engine.Action{Event: "accept"})
	w.vote(second, tb, engine.Agree)
	if blocked() {
		t.Error("nothing is decided, and it stays")
	}
	w.vote(first, tb, engine.Agree)
	if !blocked() {
		t.Errorf("it may move: %v", w.dry(plan)[r.Case])
	}
}

// What is taken back holds nothing up, and a correction is asked for at once.
func TestAWithdrawalDoesNotHoldTheNoticeUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.together(me)
	for _, act := range got[*engine.CaseView](t)(w.Case(context.Background(), second, w.child(r, "TB").ID)).Actions {
		if act.Event == "deny" && !strings.Contains(act.Consequence.In("zh"), "通知书") {
			t.Errorf("who refuses reads %q", act.Consequence.In("zh"))
		}
	}
	w.act(second, w.child(r, "TB").ID, give(""))
	w.act(first, w.child(r, "TA").ID, engine.Action{Event: "correct", Note: "请更正名称"})
	if v, doc := w.reads(me, r.Case); !strings.Contains(doc, "请更正名称") || v.Withdraw == nil || len(v.Withdraw.Takes) != 2 {
		t.Errorf("the applicant reads %+v %s", v.Withdraw, doc)
	}
	w.takesBack(me, w.child(r, "TA").ID, "不办了")
	v, _ := w.reads(me, r.Case)
	if v.Case.Status != engine.CaseEnded || len(v.Notice.Sent) != 1 || strings.Join(v.Notice.Sent[0].Matters, " ") != "TB" {
		t.Errorf("after it the applicant reads %s %+v", v.Case.Status, v.Notice)
	}
}

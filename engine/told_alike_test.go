package engine_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/workflows"
)

// longWay is a matter that is decided long before its result is delivered, by votes.
const longWay = `id: TB
title: {zh: 流程, en: Process}
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: accept, label: {zh: 受理, en: Accept}, target: decide, kind: forward},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct},
          {event: deny, label: {zh: 不予, en: Deny}, target: refused, kind: refuse}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 2,
     sign: {mode: all, by: [{roles: [clerk]}, {department: told-first, roles: [clerk]}], agreed: agreed, disagreed: disagreed},
     on: [{event: agreed, label: {zh: 核准, en: Approve}, target: print, kind: approve},
          {event: disagreed, label: {zh: 不予, en: Deny}, target: refused, kind: refuse}]}
  - {id: print, name: {zh: 制证, en: Print}, type: step, roles: [clerk], limit: 1, returns: any,
     on: [{event: printed, label: {zh: 制好, en: Printed}, target: deliver, kind: forward}]}
  - {id: deliver, name: {zh: 办结, en: Deliver}, type: step, roles: [clerk], limit: 1,
     on: [{event: give, label: {zh: 办结, en: Give}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`

// togetherAfterVotes files the theme of one notice with the long way for TB.
func (w *world) togetherAfterVotes(me engine.Actor) engine.Receipt {
	w.t.Helper()
	files := testpack.Together()
	files["workflows/TB.yaml"] = []byte(longWay)
	p, ps := catalog.ReadArchive(files)
	must(w.t, ps.Err())
	w.publish(p)
	v := got[*engine.DraftView](w.t)(w.StartDraft(context.Background(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), ""))
	return got[engine.Receipt](w.t)(w.Submit(context.Background(), me, v.Draft.ID, ""))
}

// vote gives what an office says to the round that is open.
func (w *world) vote(a engine.Actor, id string, says engine.Answer) {
	w.t.Helper()
	c := w.kept(id)
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Open() && t.WaitsFor(a) {
			note := ""
			if says == engine.Disagree {
				note = "面积不足"
			}
			_, err := w.Answer(context.Background(), a, id, c.Revision, "", engine.Reply{Task: t.ID, Answer: says, Note: note})
			must(w.t, err)
			return
		}
	}
	w.t.Fatalf("nobody asks %s", a.Account)
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// readsAlike is all that somebody reads of a filing and of its matters, without
// what is of one filing alone: ids, numbers, how often it changed.
func (w *world) readsAlike(a engine.Actor, r engine.Receipt, matters ...string) string {
	w.t.Helper()
	var all []any
	ids := []string{r.Case}
	for _, m := range matters {
		ids = append(ids, w.child(r, m).ID)
	}
	for _, id := range ids {
		v := got[*engine.CaseView](w.t)(w.Case(context.Background(), a, id))
		names := func(ids []string) (list []string) {
			for _, id := range ids {
				list = append(list, w.kept(id).Matter)
			}
			return list
		}
		if v.Withdraw != nil {
			all = append(all, names(v.Withdraw.Takes), names(v.Withdraw.Voids), names(v.Withdraw.Stays))
		}
		k := got[*engine.ClocksView](w.t)(w.Clocks(context.Background(), a, id, time.Time{}, false))
		for _, one := range k.Cases {
			all = append(all, one.Case, one.Lines, one.Accounts, one.Shifts)
		}
		all = append(all, v.Case, v.Children, v.History, v.Files, v.Round, v.Rounds, v.Notice, v.Task, v.Actions, v.Returns, v.Handover, v.Visits, v.MayAsk, v.Wants)
	}
	doc, err := json.Marshal(all)
	must(w.t, err)
	var tree any
	must(w.t, json.Unmarshal(doc, &tree))
	var strip func(any)
	strip = func(x any) {
		switch x := x.(type) {
		case map[string]any:
			for _, key := range []string{"Revision", "Steady", "Position", "Number", "number"} {
				delete(x, key)
			}
			for _, y := range x {
				strip(y)
			}
		case []any:
			for _, y := range x {
				strip(y)
			}
		}
	}
	strip(tree)
	doc, err = json.MarshalIndent(tree, "", " ")
	must(w.t, err)
	return anyID.ReplaceAllString(string(doc), "id")
}

func alike(t *testing.T, when, granted, refused string) {
	t.Helper()
	if granted == refused {
		return
	}
	a, b := strings.Split(granted, "\n"), strings.Split(refused, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-30)
			t.Fatalf("%s the applicant reads of what was granted\n%s\nand of what was refused\n%s", when, strings.Join(a[from:min(i+10, len(a))], "\n"), strings.Join(b[from:min(i+10, len(b))], "\n"))
		}
	}
	t.Fatalf("%s the applicant reads more of one than of the other", when)
}

var three = []string{"TA", "TB", "TC"}

// Until the notice an applicant reads the same whether a matter was granted or
// refused, be it late or early on its way, and of an approval nothing at all.
func TestWhatIsUntoldReadsAlike(t *testing.T) {
	t.Parallel()
	for name, refuse := range map[string]func(w *world, id string){
		"by the last vote": func(w *world, id string) {
			w.act(second, id, engine.Action{Event: "accept"})
			w.vote(second, id, engine.Agree)
			w.wait(time.Hour)
			w.vote(first, id, engine.Disagree)
		},
		"at once": func(w *world, id string) {
			w.wait(time.Hour)
			w.act(second, id, engine.Action{Event: "deny", Note: "面积不足"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			me := citizen("ming")
			a, b := newWorld(t), newWorld(t)
			granted, refused := a.togetherAfterVotes(me), b.togetherAfterVotes(me)
			both := func(do func(w *world, r engine.Receipt)) { do(a, granted); do(b, refused) }
			id := a.child(granted, "TB").ID
			both(func(w *world, r engine.Receipt) {
				tb := w.child(r, "TB").ID
				w.act(second, tb, engine.Action{Event: "correct", Note: "请更正名称"})
				w.wait(time.Hour)
				w.act(me, tb, engine.Action{Event: "resubmit"})
				w.wait(time.Hour)
			})
			alike(t, "before all", a.readsAlike(me, granted, three...), b.readsAlike(me, refused, three...))
			refuse(b, b.child(refused, "TB").ID)
			a.act(second, id, engine.Action{Event: "accept"})
			a.vote(second, id, engine.Agree)
			if v := got[*engine.CaseView](t)(a.Case(context.Background(), me, id)); v.Round != nil || strings.Contains(a.readsAlike(me, granted, three...), string(engine.EventSigned)) {
				t.Error("the applicant reads of votes")
			}
			a.wait(time.Hour)
			a.vote(first, id, engine.Agree)
			if a.kept(id).State != "print" {
				t.Fatalf("it is in %s", a.kept(id).State)
			}
			told := a.readsAlike(me, granted, three...)
			for _, word := range []string{"approve", "print", "agreed"} {
				if strings.Contains(told, `"`+word+`"`) {
					t.Errorf("the applicant reads %q", word)
				}
			}
			alike(t, "after the decision", told, b.readsAlike(me, refused, three...))
			for w, id := range map[*world]string{a: id, b: b.child(refused, "TB").ID} {
				_, err := w.Withdraw(context.Background(), me, id, w.kept(id).Revision, "", "")
				wants(t, err, "action.decided")
			}
			both(func(w *world, _ engine.Receipt) { w.wait(time.Hour) })
			a.act(second, id, engine.Action{Event: "printed"})
			alike(t, "on the way to delivery", a.readsAlike(me, granted, three...), b.readsAlike(me, refused, three...))
			a.act(second, id, engine.Action{Event: "give", ResultNo: "XK-1"})
			alike(t, "after delivery", a.readsAlike(me, granted, three...), b.readsAlike(me, refused, three...))
			if n := got[*engine.CaseView](t)(a.Case(context.Background(), me, id)).Notice; n.Done != 0 || !n.By.Equal(inThreeDays) {
				t.Errorf("the applicant reads of the notice %+v", n)
			}
			both(func(w *world, r engine.Receipt) {
				w.act(first, w.child(r, "TA").ID, give("NO-77"))
				w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
			})
			if x, y := a.readsAlike(me, granted, three...), b.readsAlike(me, refused, three...); !strings.Contains(x, `"issued"`) || strings.Contains(x, `"refused"`) || !strings.Contains(y, `"refused"`) {
				t.Error("after the notice not all is told")
			}
		})
	}
}

// What cannot begin any more because of a refusal waits to the applicant as it
// does behind a grant, and is taken back alike; so is what waits for it in turn.
func TestWhatBecameVoidUntoldIsTakenBackAsIfItWaited(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, a *world) {
		b := newWorld(t)
		me := citizen("ming")
		file := func(w *world) engine.Receipt {
			files := testpack.Together()
			files["workflows/TA.yaml"] = []byte(strings.NewReplacer("TB", "TA", "told-first", "told-second").Replace(longWay))
			for name, doc := range map[string]string{"forms/TD.yaml": "forms/TC.yaml", "matters/TD.yaml": "matters/TC.yaml", "workflows/TD.yaml": "workflows/TC.yaml"} {
				files[name] = []byte(strings.NewReplacer("TC", "TD", "preconditions: [TA]", "preconditions: [TC]", "form:TC", "form:TD").Replace(string(files[doc])))
			}
			files["themes/TT.yaml"] = []byte(strings.Replace(string(files["themes/TT.yaml"]), "joint:", "  - {matter: TD, when: \"true\", stage: 3}\njoint:", 1))
			p, ps := catalog.ReadArchive(files)
			must(t, ps.Err())
			w.publish(p)
			v := got[*engine.DraftView](t)(w.StartDraft(context.Background(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), ""))
			return got[engine.Receipt](t)(w.Submit(context.Background(), me, v.Draft.ID, ""))
		}
		granted, refused := file(a), file(b)
		all := []string{"TA", "TB", "TC", "TD"}
		ta := a.child(granted, "TA").ID
		a.act(first, ta, engine.Action{Event: "accept"})
		a.vote(first, ta, engine.Agree)
		a.wait(time.Hour)
		a.vote(second, ta, engine.Agree)
		b.wait(time.Hour)
		b.act(first, b.child(refused, "TA").ID, engine.Action{Event: "deny", Note: "名称重复"})
		if tc := b.child(refused, "TC"); tc.Outcome != workflows.Void || b.child(refused, "TD").Outcome != workflows.Void {
			t.Fatalf("it is %s", tc.Outcome)
		}
		alike(t, "after the decision", a.readsAlike(me, granted, all...), b.readsAlike(me, refused, all...))
		if v, _ := b.reads(me, refused.Case); v.Notice.Done != 0 || len(v.Withdraw.Takes) != 3 || len(v.Withdraw.Stays) != 1 || v.Withdraw.Stays[0] != b.child(refused, "TA").ID {
			t.Errorf("the applicant reads of the notice %+v, may withdraw %+v", v.Notice, v.Withdraw)
		}
		a.wait(time.Hour)
		b.wait(time.Hour)
		a.takesBack(me, a.child(granted, "TC").ID, "不办了")
		b.takesBack(me, b.child(refused, "TC").ID, "不办了")
		if tc, td := b.child(refused, "TC"), b.child(refused, "TD"); tc.Outcome != workflows.Withdrawn || td.Outcome != workflows.Void || !td.Ended.Equal(b.time()) {
			t.Errorf("taken back they are %s and %s since %v", tc.Outcome, td.Outcome, td.Ended)
		}
		alike(t, "after it was taken back", a.readsAlike(me, granted, all...), b.readsAlike(me, refused, all...))
		if _, doc := b.reads(me, b.child(refused, "TD").ID); !strings.Contains(doc, `"void"`) {
			t.Errorf("of what it left without a way the applicant reads %s", doc)
		}
		_, err := b.Withdraw(context.Background(), me, b.child(refused, "TC").ID, b.child(refused, "TC").Revision, "", "")
		wants(t, err, "action.ended")
		// The department reads all of it, and the notice tells what was decided and no more.
		_, doc := b.reads(first, b.child(refused, "TC").ID)
		if strings.Count(doc, `"`+string(engine.EventEnded)+`"`) != 2 || !strings.Contains(doc, "不办了") {
			t.Errorf("the department reads %s", doc)
		}
		b.act(second, b.child(refused, "TB").ID, give(""))
		if said := b.notified(refused); len(said) != 1 || strings.Join(said[0].Data.Matters, " ") != "TA TB" {
			t.Errorf("the log says %+v", said)
		}
		if root := b.kept(refused.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Partial {
			t.Errorf("in the end it is %s, %s", root.Status, root.Outcome)
		}
	})
}

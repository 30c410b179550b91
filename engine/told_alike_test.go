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
func (w *world) readsAlike(a engine.Actor, r engine.Receipt) string {
	w.t.Helper()
	var all []any
	for _, id := range []string{r.Case, w.child(r, "TA").ID, w.child(r, "TB").ID, w.child(r, "TC").ID} {
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
			alike(t, "before all", a.readsAlike(me, granted), b.readsAlike(me, refused))
			refuse(b, b.child(refused, "TB").ID)
			a.act(second, id, engine.Action{Event: "accept"})
			a.vote(second, id, engine.Agree)
			if v := got[*engine.CaseView](t)(a.Case(context.Background(), me, id)); v.Round != nil || strings.Contains(a.readsAlike(me, granted), string(engine.EventSigned)) {
				t.Error("the applicant reads of votes")
			}
			a.wait(time.Hour)
			a.vote(first, id, engine.Agree)
			if a.kept(id).State != "print" {
				t.Fatalf("it is in %s", a.kept(id).State)
			}
			told := a.readsAlike(me, granted)
			for _, word := range []string{"approve", "print", "agreed"} {
				if strings.Contains(told, `"`+word+`"`) {
					t.Errorf("the applicant reads %q", word)
				}
			}
			alike(t, "after the decision", told, b.readsAlike(me, refused))
			for w, id := range map[*world]string{a: id, b: b.child(refused, "TB").ID} {
				_, err := w.Withdraw(context.Background(), me, id, w.kept(id).Revision, "", "")
				wants(t, err, "action.decided")
			}
			both(func(w *world, _ engine.Receipt) { w.wait(time.Hour) })
			a.act(second, id, engine.Action{Event: "printed"})
			alike(t, "on the way to delivery", a.readsAlike(me, granted), b.readsAlike(me, refused))
			a.act(second, id, engine.Action{Event: "give", ResultNo: "XK-1"})
			alike(t, "after delivery", a.readsAlike(me, granted), b.readsAlike(me, refused))
			if n := got[*engine.CaseView](t)(a.Case(context.Background(), me, id)).Notice; n.Done != 1 || !n.By.Equal(inThreeDays) {
				t.Errorf("the applicant reads of the notice %+v", n)
			}
			both(func(w *world, r engine.Receipt) {
				w.act(first, w.child(r, "TA").ID, give("NO-77"))
				w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
			})
			if x, y := a.readsAlike(me, granted), b.readsAlike(me, refused); !strings.Contains(x, `"issued"`) || strings.Contains(x, `"refused"`) || !strings.Contains(y, `"refused"`) {
				t.Error("after the notice not all is told")
			}
		})
	}
}

// What cannot begin any more because of a refusal waits to the applicant, as before.
func TestWhatBecameVoidUntoldStillWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.together(me)
	w.act(first, w.child(r, "TA").ID, engine.Action{Event: "deny", Note: "名称重复"})
	tc := w.child(r, "TC")
	if tc.Outcome != workflows.Void {
		t.Fatalf("it is %s", tc.Outcome)
	}
	v, _ := w.reads(me, r.Case)
	if v.Notice.Done != 1 || len(v.Withdraw.Takes) != 1 || len(v.Withdraw.Stays) != 1 || v.Withdraw.Stays[0] != w.child(r, "TA").ID {
		t.Errorf("the applicant reads of the notice %+v, may withdraw %+v", v.Notice, v.Withdraw)
	}
	if v, _ := w.reads(me, tc.ID); v.Case.Status != engine.CaseWaiting {
		t.Errorf("the matter that never begins is %s", v.Case.Status)
	}
	_, err := w.Withdraw(context.Background(), me, tc.ID, tc.Revision, "", "")
	wants(t, err, "action.decided")
}

package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// handedOn files the theme of three matters and issues the first: the third has
// its number. Each tells the results at once or in one notice.
func (w *world) handedOn(me engine.Actor, notice, form string) engine.Receipt {
	w.t.Helper()
	files := testpack.Together()
	theme, joint, _ := bytes.Cut(files["themes/TT.yaml"], []byte("joint: "))
	if notice == toldAtOnce {
		joint = []byte("{notice: each}\n")
	}
	files["themes/TT.yaml"] = slices.Concat(theme, []byte("joint: "), joint)
	files["forms/TC.yaml"] = bytes.Replace(files["forms/TC.yaml"], []byte(`TE2: {$ref: "element:TE2"}`), []byte(form), 1)
	p, ps := catalog.ReadArchive(files)
	must(w.t, ps.Err())
	w.publish(p)
	v := got[*engine.DraftView](w.t)(w.StartDraft(context.Background(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), ""))
	r := got[engine.Receipt](w.t)(w.Submit(context.Background(), me, v.Draft.ID, ""))
	w.act(first, w.child(r, "TA").ID, give("NO-77"))
	return r
}

const (
	toldAtOnce = "each"
	toldAsOne  = "one"
	asItIs     = `TE2: {$ref: "element:TE2"}`
	ofNumbers  = `TE2: {$ref: "element:TE2", pattern: "^[0-9]+$"}`
)

func TestNobodyIsAskedToCorrectAnotherMattersResult(t *testing.T) {
	t.Parallel()
	for name, notice := range map[string]string{"told at once": toldAtOnce, "told in one notice": toldAsOne} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ctx := context.Background()
			me := citizen("ming")
			r := w.handedOn(me, notice, asItIs)
			c := w.child(r, "TC")
			_, err := w.Apply(ctx, first, c.ID, c.Revision, "", engine.Action{Event: "correct", Note: "请更正", Fields: []string{"applicant/TE1", "applicant/TE2"}})
			if p := wants(t, err, "correction.yielded"); !strings.Contains(p.In("zh"), "“登记号”是“登记”的办理结果") || !strings.Contains(p.In("en"), "“Number” is the result of “Registration”") {
				t.Errorf("refused with %s / %s", p.In("zh"), p.In("en"))
			}
			if v := got[*engine.CaseView](t)(w.Case(ctx, first, c.ID)); v.Correctable("applicant/TE2") || !v.Correctable("applicant/TE1") {
				t.Errorf("offered is the number, %v", v.Correctable("applicant/TE2"))
			}
			// A correction of everything, and of all of a subject, leaves it alone.
			for _, fields := range [][]string{nil, {"applicant"}} {
				v := w.act(first, c.ID, engine.Action{Event: "correct", Note: "请更正", Fields: fields})
				if v.ToCorrect("applicant/TE2") || !v.ToCorrect("applicant/TE1") {
					t.Errorf("with %v the number is open: %v", fields, v.ToCorrect("applicant/TE2"))
				}
				_, err = w.Apply(ctx, me, c.ID, w.kept(c.ID).Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/TE2": "NO-78"})})
				wants(t, err, "correction.path")
				w.act(me, c.ID, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/TE1": "大铺", "applicant/TE2": nil})})
				if k := w.kept(c.ID); !bytes.Contains(k.Answers, []byte("NO-77")) || !bytes.Contains(k.Answers, []byte("大铺")) || k.Status != engine.CaseRunning {
					t.Errorf("it is %s with %s", k.Status, k.Answers)
				}
			}
		})
	}
}

// A case that was asked for a result before nobody could be is answered: left
// alone it stays, and what is typed in its place is the applicant's own.
func TestACaseThatIsAskedForAResultIsAnswered(t *testing.T) {
	t.Parallel()
	for name, notice := range map[string]string{"told at once": toldAtOnce, "told in one notice": toldAsOne} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ctx := context.Background()
			me := citizen("ming")
			r := w.handedOn(me, notice, asItIs)
			id := w.child(r, "TC").ID
			asked := func() {
				w.act(first, id, engine.Action{Event: "correct", Note: "请更正", Fields: []string{"applicant/TE1"}})
				old := w.kept(id)
				old.Correction.Fields = []string{"applicant/TE2"}
				must(t, w.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{old}}))
			}
			for _, patch := range []map[string]any{{}, {"applicant/TE2": nil}, {"applicant/TE2": ""}, {"applicant/TE2": "NO-77"}} {
				asked()
				w.act(me, id, engine.Action{Event: "resubmit", Answers: answers(patch)})
				if k := w.kept(id); !bytes.Contains(k.Answers, []byte("NO-77")) || k.Status != engine.CaseRunning {
					t.Errorf("%v leaves it %s with %s", patch, k.Status, k.Answers)
				}
			}
			asked()
			w.act(me, id, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/TE2": "NO-78"})})
			if k := w.kept(id); !bytes.Contains(k.Answers, []byte("NO-78")) {
				t.Errorf("their own is lost: %s", k.Answers)
			}
			// It is theirs now, and can be asked for.
			w.act(first, id, engine.Action{Event: "correct", Note: "请更正", Fields: []string{"applicant/TE2"}})
		})
	}
}

// What a result gave and the form does not take stands in the way of no
// correction: the applicant cannot put it right.
func TestAResultThatDoesNotFitStandsInTheWayOfNoCorrection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.handedOn(me, toldAtOnce, ofNumbers)
	id := w.child(r, "TC").ID
	w.act(first, id, engine.Action{Event: "correct", Note: "请更正", Fields: []string{"applicant/TE1"}})
	w.act(me, id, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/TE1": "大铺"})})
	if k := w.kept(id); !bytes.Contains(k.Answers, []byte("NO-77")) || !bytes.Contains(k.Answers, []byte("大铺")) {
		t.Errorf("it has %s", k.Answers)
	}
}

package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

var hospital = staff("hospital", "health", "clerk", "reviewer", "approver")

// born files the birth of a child whose mother, or somebody else, is the agent.
func (w *world) born(more map[string]any) engine.Receipt {
	w.t.Helper()
	ctx := context.Background()
	v := got[*engine.DraftView](w.t)(w.StartDraft(ctx, citizen("mother"), "T02", "", json.RawMessage(`{"Q1":false,"Q4":false,"Q5":false,"Q6":false,"Q7":false}`), nil, ""))
	all := registration()
	maps.Copy(all, birth(map[string]any{"mother/DE00009": "幸福路 8 号", "mother/DE00015": "01", "mother/DE00006": "13800000000", "newborn/DE00731": "01", "newborn/DE00732": false, "agent/DE00018": "1"}))
	for _, path := range []string{"agent/DE00001", "agent/DE00004", "agent/DE00005", "newborn/DE00701"} {
		delete(all, path) // the agent is somebody whom the form knows
	}
	maps.Copy(all, answers(more))
	v = w.saves(v.Draft.ID, engine.Patch{Answers: all, Consent: engine.ConsentGiven})
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](w.t)(w.AddFile(ctx, citizen("mother"), v.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	return got[engine.Receipt](w.t)(w.Submit(ctx, citizen("mother"), v.Draft.ID, ""))
}

// said reads an answer of a case as it is kept.
func (w *world) said(id, path string) string {
	w.t.Helper()
	group, field, _ := strings.Cut(path, "/")
	var all map[string]map[string]json.RawMessage
	must(w.t, json.Unmarshal(w.kept(id).Answers, &all))
	return string(all[group][field])
}

// What a theme asked once is corrected once: the copy in the case that is
// corrected goes along, as long as it is one.
func TestACorrectedAnswerTakesItsCopiesAlong(t *testing.T) {
	const (
		number, name  = "mother/DE00005", "mother/DE00001"
		agentNumber   = "agent/DE00005"
		agentName     = "agent/DE00001"
		relationship  = "agent/DE00018"
		mother, other = `"310104199003070026"`, `"310104199003070042"`
		grandmother   = "310104196002040021"
	)
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("mother")
		returned := func(id string, fields ...string) {
			t.Helper()
			w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: fields})
		}
		answer := func(id string, v map[string]any) error {
			_, err := w.Apply(ctx, me, id, w.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
			return err
		}
		r := w.born(nil)
		id, police := w.child(r, "N01").ID, w.child(r, "N02").ID
		if w.said(id, number) != mother || w.said(id, agentNumber) != mother {
			t.Fatalf("filed %s and %s", w.said(id, number), w.said(id, agentNumber))
		}

		// Her number alone: no power of attorney is wanted of her for herself.
		returned(id, number)
		v := got[*engine.CaseView](t)(w.Case(ctx, me, id))
		if v.Copies[agentNumber] != number || v.Copies[agentName] != name {
			t.Errorf("the page knows of %v", v.Copies)
		}
		wants(t, answer(id, map[string]any{number: json.RawMessage(other), agentNumber: "310104198506150031"}), "correction.path")
		for said, code := range map[string]string{"": "answer.required", "310104199003070043": "answer.cn_resident_id_digit"} {
			if told := toldOf(answer(id, map[string]any{number: said})); !slices.Equal(told, []string{code + " " + number}) {
				t.Errorf("%q is told as %v", said, told)
			}
		}
		_, ps, err := w.PreviewCorrection(ctx, me, id, answers(map[string]any{number: json.RawMessage(other)}))
		must(t, err)
		must(t, ps.Err())
		must(t, answer(id, map[string]any{number: json.RawMessage(other)}))
		if w.said(id, number) != other || w.said(id, agentNumber) != other {
			t.Errorf("corrected to %s and %s", w.said(id, number), w.said(id, agentNumber))
		}
		if w.said(police, number) != mother || w.said(police, agentNumber) != mother {
			t.Error("the correction of one matter changed another's answers")
		}

		// Anything may be changed: what comes back as it was, or empty, is no word of its own.
		returned(id)
		must(t, answer(id, map[string]any{name: "林晓玥", agentName: "林晓月"}))
		if w.said(id, agentName) != `"林晓玥"` {
			t.Errorf("the agent is %s", w.said(id, agentName))
		}
		for _, none := range []any{nil, "", " "} {
			returned(id)
			must(t, answer(id, map[string]any{agentName: none}))
			if w.said(id, agentName) != w.said(id, name) {
				t.Errorf("%q: the agent is %s", none, w.said(id, agentName))
			}
		}

		// A copy that is asked for is its original: one person is asked once.
		returned(id, agentName, name)
		if k := w.kept(id).Correction; !slices.Equal(k.Fields, []string{name}) {
			t.Errorf("asked for is %v", k.Fields)
		}
		must(t, answer(id, map[string]any{name: "林晓玥"}))

		// Who corrected the copy by itself said that it is something else.
		returned(id)
		must(t, answer(id, map[string]any{agentName: "林小月"}))
		returned(id, name)
		if v = got[*engine.CaseView](t)(w.Case(ctx, me, id)); v.Copies[agentName] != "" || v.Copies[agentNumber] != number {
			t.Errorf("the page knows of %v", v.Copies)
		}
		must(t, answer(id, map[string]any{name: "林晓月"}))
		if w.said(id, name) != `"林晓月"` || w.said(id, agentName) != `"林小月"` {
			t.Errorf("corrected to %s and %s", w.said(id, name), w.said(id, agentName))
		}

		// Somebody else files: what was hers is theirs to give, also what the mother
		// told another matter.
		returned(id, relationship)
		var missing []string
		var open metamodel.Problems
		if err = answer(id, map[string]any{relationship: "3"}); !errors.As(err, &open) {
			t.Fatal(err)
		}
		for _, p := range open {
			missing = append(missing, p.Path)
		}
		if !slices.Equal(missing, []string{agentName, "agent/DE00004", agentNumber, "agent/DE00006"}) {
			t.Errorf("wanted are %v", missing)
		}
		hers := map[string]any{relationship: "3", agentName: "林老太", "agent/DE00004": "111", agentNumber: checkedID(grandmother), "agent/DE00006": "13900000000"}
		if p := wants(t, answer(id, hers), "material.missing"); p.Path != "materials/MT19" {
			t.Errorf("missing is %s", p.Path)
		}
		got[engine.File](t)(w.AddCorrectionFile(ctx, me, id, "MT19", "委托书.png", bytes.NewReader(picture())))
		must(t, answer(id, hers))
		if w.said(id, agentNumber) != `"`+checkedID(grandmother)+`"` || w.said(id, number) != other {
			t.Errorf("corrected to %s", w.said(id, agentNumber))
		}
	})
}

// What becomes a copy by a correction is one.
func TestACorrectionMakesACopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.born(map[string]any{"agent/DE00018": "3", "agent/DE00001": "林老太", "agent/DE00004": "111", "agent/DE00005": checkedID("310104196002040021")})
	id := w.child(r, "N01").ID
	w.act(hospital, id, engine.Action{Event: "correct", Note: "是谁来办？", Fields: []string{"agent/DE00018", "mother/DE00001"}})
	v, ps, err := w.PreviewCorrection(context.Background(), citizen("mother"), id, answers(map[string]any{"agent/DE00018": "1", "mother/DE00001": "林晓玥"}))
	must(t, err)
	must(t, ps.Err())
	for path, want := range map[string]string{"agent/DE00001": `"林晓玥"`, "agent/DE00005": `"310104199003070026"`} {
		if said := string(v.Record.Raw(path)); said != want {
			t.Errorf("%s is %s", path, said)
		}
	}
}

// What one matter does not ask is another one's answer all the same, and what a
// register said of the agent is not what the mother says of herself.
func TestACopyOfWhatIsNotAskedHereIsACopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("mother")
	for _, p := range builtin() {
		if p.Name == "having-a-baby" {
			next, form := *p, *p.Forms["N01"]
			father := *form.Properties["father"]
			father.Properties = maps.Clone(father.Properties)
			for key, fd := range father.Properties {
				hidden := *fd
				hidden.Visible = "mother.DE00017 == '20'"
				father.Properties[key] = &hidden
			}
			form.Properties, next.Forms = maps.Clone(form.Properties), maps.Clone(p.Forms)
			form.Properties["father"], next.Forms["N01"] = &father, &form
			next.Version, next.Files = "99.0.0", nil
			w.publish(&next)
		}
	}
	id := w.child(w.born(map[string]any{"agent/DE00018": "2", "father/DE00006": "13900000000"}), "N01").ID
	w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"agent/DE00018"}})
	if v := got[*engine.CaseView](t)(w.Case(ctx, me, id)); v.Copies["agent/DE00005"] != "father/DE00005" {
		t.Errorf("the page knows of %v", v.Copies)
	}

	// What only the copy must have is told where it is given.
	plain := newWorld(t)
	id = plain.child(plain.born(map[string]any{"agent/DE00018": "2", "father/DE00006": "13900000000"}), "N01").ID
	plain.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"father/DE00001"}})
	_, err := plain.Apply(ctx, me, id, plain.kept(id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"father/DE00001": nil})})
	if told := toldOf(err); !slices.Equal(told, []string{"answer.required father/DE00001"}) {
		t.Errorf("told is %v", told)
	}

	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("库", "Register"),
		Kind: engine.SourceRegister, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00001"}}, 0, ""))
	got[int](t)(w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00001": "林晓月"}}))
	d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "agent/DE00001", Department: "public-security"}, ""))
	w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "mother/DE00005"})
	w.is("mother", "林晓月", "310104199003070026")
	id = w.child(w.born(nil), "N01").ID
	w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: []string{"mother/DE00001"}})
	if v := got[*engine.CaseView](t)(w.Case(ctx, me, id)); v.Copies["agent/DE00001"] != "" || v.Copies["agent/DE00005"] == "" {
		t.Errorf("the page knows of %v", v.Copies)
	}
}

package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// residence is what the police has on record of the mother, and what nobody but
// she and the hospital may read.
const residence = "幸福路 8 号"

// everything is all that is told of a draft to its owner, in words and as data.
func everything(v *engine.DraftView) string {
	var out strings.Builder
	for _, f := range v.Form.Fields {
		x, _ := v.Record.Explain(f.Path, false)
		fmt.Fprintln(&out, f.Path, string(v.Record.Raw(f.Path)), v.Record.Typed(f.Path), v.Record.Display(f.Path, "zh", false), v.Record.Display(f.Path, "en", true), x.Value)
	}
	shown := func(what any) {
		raw, err := json.Marshal(what)
		if err != nil {
			panic(err)
		}
		out.Write(raw)
	}
	fmt.Fprintln(&out, string(v.Draft.Answers), string(v.Record.JSON()), v.Situation)
	shown(v.Supplied)
	shown(v.Unfit)
	shown(v.Missing)
	shown(v.Record.Problems)
	for _, m := range v.Materials {
		shown(m.Reason)
	}
	return out.String()
}

// asks begins the birth certificate about the mother with consent.
func (w *world) asks(a engine.Actor) *engine.DraftView {
	w.t.Helper()
	v := got[*engine.DraftView](w.t)(w.StartDraft(context.Background(), a, "", "N01", nil, nil, ""))
	return got[*engine.DraftView](w.t)(w.SaveAnswers(context.Background(), a, v.Draft.ID, 0,
		engine.Patch{Answers: answers(map[string]any{"mother/DE00004": "111", "mother/DE00005": "310104199003070026"}), Consent: engine.ConsentGiven}))
}

func TestWhatIsKnownOfSomebodyElseIsNeitherAskedNorShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delivers()
	w.is("father", "王小明", "310104198506150031")
	for _, c := range []struct {
		who   string
		shown bool
	}{{"mother", true}, {"father", false}, {"stranger", false}} {
		v := w.asks(citizen(c.who))
		if v.Record.Asked("mother/DE00009") || v.Record.Asked("mother/DE00015") || askedFor(v, "MT32") || len(v.Supplied) != 3 {
			t.Errorf("%s is asked all the same: %+v", c.who, v.Supplied)
		}
		if all := everything(v); strings.Contains(all, residence) != c.shown || strings.Contains(string(v.Draft.Answers), residence) != c.shown {
			t.Errorf("%s reads\n%s", c.who, all)
		}
		if !v.Record.Answered("mother/DE00009") || v.Record.Concealed("mother/DE00009") == c.shown {
			t.Errorf("%s: concealed %v", c.who, v.Record.Concealed("mother/DE00009"))
		}
		g := engine.Gave(v.Supplied, "mother/DE00009")
		if g == nil || g.ByName.In("zh") != "区公安局" || (g.Disclosure == engine.Withheld) == c.shown {
			t.Errorf("%s reads of it %+v", c.who, g)
		}
		for _, s := range v.Supplied {
			if s.Document != nil && (s.Document.Number != "") != c.shown {
				t.Errorf("%s reads the number of the document %q", c.who, s.Document.Number)
			}
		}
		for _, m := range v.Materials {
			if m.Material.ID == "MT32" && strings.Contains(m.Reason.In("zh"), "310104199003070026") != c.shown {
				t.Errorf("%s reads of the material %q", c.who, m.Reason.In("zh"))
			}
		}
	}
}

// Whoever may not read an answer cannot find it out by asking in another way.
func TestWhatIsWithheldCannotBeGuessed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	w.is("father", "王小明", "310104198506150031")
	father := citizen("father")
	id := w.asks(father).Draft.ID
	saves := func(p engine.Patch) *engine.DraftView {
		return got[*engine.DraftView](t)(w.SaveAnswers(ctx, father, id, 0, p))
	}
	previews := func(p engine.Patch) *engine.DraftView {
		return got[*engine.DraftView](t)(w.Preview(ctx, father, id, p))
	}
	// The right guess and a wrong one look the same.
	for _, preview := range []bool{true, false} {
		var seen []string
		for _, guess := range []string{"猜一猜", residence} {
			patch := engine.Patch{Answers: answers(map[string]any{"mother/DE00009": guess})}
			v := previews(patch)
			if !preview {
				v = saves(patch)
			}
			seen = append(seen, fmt.Sprint(v.Record.Asked("mother/DE00009"), v.Record.Concealed("mother/DE00009"), len(v.Supplied), len(v.Unfit), len(v.Missing)))
		}
		if seen[0] != seen[1] {
			t.Errorf("a wrong guess gives %s, the right one %s", seen[0], seen[1])
		}
	}
	saves(engine.Patch{Answers: map[string]json.RawMessage{"mother/DE00009": nil}})
	// One's own number, looked at without saving, does not show what the other's gave.
	if v := previews(engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "310104198506150031"})}); strings.Contains(everything(v), residence) {
		t.Error("the other's answers are shown under one's own number")
	}
	// Nor does answering it oneself, nor going back on that, nor a refusal.
	for _, p := range []engine.Patch{{Own: map[string]bool{"mother/DE00009": true}}, {Own: map[string]bool{"mother/DE00009": false}}, {Again: true}, {Consent: engine.ConsentDenied}, {Consent: engine.ConsentGiven}} {
		v := saves(p)
		if strings.Contains(everything(v), residence) {
			t.Errorf("%+v shows it", p)
		}
		if own := p.Own["mother/DE00009"]; own && (!v.Record.Asked("mother/DE00009") || v.Record.Answered("mother/DE00009")) {
			t.Error("who answers it themselves is not asked, or finds it filled in")
		}
	}
	// What was typed stands; taken away, what is known counts again.
	if v := saves(engine.Patch{Answers: answers(map[string]any{"mother/DE00009": "新址 1 号"})}); string(v.Record.Raw("mother/DE00009")) != `"新址 1 号"` || !v.Record.Asked("mother/DE00009") {
		t.Error("what was typed does not stand")
	}
	if v := saves(engine.Patch{Answers: map[string]json.RawMessage{"mother/DE00009": nil}}); v.Record.Asked("mother/DE00009") || !v.Record.Concealed("mother/DE00009") {
		t.Error("it is asked though it is known")
	}
}

// Who is verified while a draft is open reads it from then on, and no longer
// when that is taken back.
func TestAnIdentityThatComesOrGoesShowsAndHides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	aunt := citizen("aunt")
	must(t, w.store.SaveAccount(ctx, engine.Account{ID: "aunt", Username: "aunt", Name: "林晓云", Roles: []string{"citizen"}}))
	id := w.asks(aunt).Draft.ID
	reads := func() bool {
		v := got[*engine.DraftView](t)(w.Draft(ctx, aunt, id))
		if v.Record.Asked("mother/DE00009") {
			t.Error("asked")
		}
		return strings.Contains(everything(v), residence)
	}
	saves := func() {
		got[*engine.DraftView](t)(w.SaveAnswers(ctx, aunt, id, 0, engine.Patch{Answers: answers(map[string]any{"mother/DE00001": "林晓月"})}))
	}
	if reads() {
		t.Error("shown before")
	}
	acc := w.is("aunt", "林晓月", "31010419900307 0026")
	saves()
	if !reads() {
		t.Error("not shown to herself")
	}
	acc = got[engine.Account](t)(w.RevokeIdentity(ctx, root, "aunt", acc.Revision, "证件遗失"))
	if acc.Verified != nil || reads() {
		t.Error("still shown when nobody knows who she is")
	}
	saves()
	if reads() {
		t.Error("shown after a save")
	}
	if kept := got[engine.Draft](t)(w.store.Draft(ctx, id)); strings.Contains(string(kept.Answers), residence) {
		t.Error("it is among the answers still")
	}
}

// A draft that was begun before answers were kept apart has them among its own.
func TestADraftFromBeforeGivesUpWhatItsOwnerMayNotRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	father := citizen("father")
	before := func() string {
		d := got[engine.Draft](t)(w.store.Draft(ctx, w.asks(father).Draft.ID))
		var tree map[string]map[string]any
		must(t, json.Unmarshal(d.Answers, &tree))
		tree["mother"]["DE00009"], tree["mother"]["DE00015"] = residence, "01"
		raw, err := json.Marshal(tree)
		must(t, err)
		d.Answers = raw
		var sourced map[string]json.RawMessage
		must(t, json.Unmarshal(d.Sourced, &sourced))
		delete(sourced, "laid")
		d.Sourced, err = json.Marshal(sourced)
		must(t, err)
		d.Sourced = bytes.ReplaceAll(d.Sourced, []byte(`"whose"`), []byte(`"unknown"`))
		must(t, w.store.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{d}}))
		return d.ID
	}
	id := before()
	v := got[*engine.DraftView](t)(w.Draft(ctx, father, id))
	if strings.Contains(everything(v), residence) || v.Record.Asked("mother/DE00009") || len(v.Supplied) != 3 {
		t.Errorf("an older draft is shown\n%s", everything(v))
	}
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, father, id, 0, engine.Patch{}))
	kept := got[engine.Draft](t)(w.store.Draft(ctx, id))
	if strings.Contains(everything(v), residence) || strings.Contains(string(kept.Answers), residence) || v.Record.Asked("mother/DE00009") {
		t.Errorf("after a save it has %s", kept.Answers)
	}
	// To the person herself nothing changes.
	w.is("father", "林晓月", "310104199003070026")
	if v := got[*engine.DraftView](t)(w.Draft(ctx, father, before())); !strings.Contains(everything(v), residence) || v.Record.Asked("mother/DE00009") {
		t.Error("her own older draft lost it")
	}
}

// The department that handles the case receives what its applicant never reads:
// neither on the receipt nor in a correction nor as an earlier answer.
func TestOnlyTheDepartmentReceivesWhatIsWithheld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	father, clerk := citizen("father"), staff("clerk", "health", "clerk")
	id := w.asks(father).Draft.ID
	v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, father, id, 0, engine.Patch{Answers: birth(nil)}))
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](t)(w.AddFile(ctx, father, id, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	r := got[engine.Receipt](t)(w.Submit(ctx, father, id, ""))
	told := func(a engine.Actor) string {
		c := got[*engine.CaseView](t)(w.Case(ctx, a, r.Case))
		sourced, err := json.Marshal(c.Sourced)
		must(t, err)
		history, err := json.Marshal(c.History)
		must(t, err)
		wants := ""
		for _, m := range c.Wants {
			wants += m.Reason.In("zh") + m.Reason.In("en")
		}
		return string(c.Record.JSON()) + c.Record.Display("mother/DE00009", "zh", false) + string(sourced) + string(c.Case.Sourced) + string(c.Case.Kept) + string(history) + c.Case.Title + wants
	}
	if all := told(clerk); !strings.Contains(all, residence) || !strings.Contains(all, `"number":"310104199003070026"`) {
		t.Errorf("the hospital reads %s", all)
	}
	if all := told(father); strings.Contains(all, residence) || strings.Contains(all, `"number":"310104199003070026"`) {
		t.Errorf("the applicant reads %s", all)
	}
	// A second filing is not offered what he never saw.
	again := w.asks(father)
	for _, o := range got[*engine.EarlierView](t)(w.EarlierAnswers(ctx, father, again.Draft.ID)).Offers {
		if strings.Contains(o.Words.In("zh"), residence) {
			t.Error("it is offered as an earlier answer")
		}
	}
	got[*engine.DraftView](t)(w.SaveAnswers(ctx, father, again.Draft.ID, 0, engine.Patch{Consent: engine.ConsentDenied}))
	if all := fmt.Sprint(w.offered(father, again.Draft.ID)); strings.Contains(all, residence) || !strings.Contains(all, "林晓月") {
		t.Errorf("offered are %s", all)
	}
	// A correction of everything leaves it as it is; one of that very answer wants it.
	correct := func(fields ...string) engine.Case {
		c := w.kept(r.Case)
		got[*engine.CaseView](t)(w.Apply(ctx, clerk, r.Case, c.Revision, "", engine.Action{Event: "correct", Note: "请补正", Fields: fields}))
		return w.kept(r.Case)
	}
	empty := map[string]json.RawMessage{"mother/DE00009": json.RawMessage(`""`), "mother/DE00015": json.RawMessage("null")}
	c := correct()
	p, ps, err := w.PreviewCorrection(ctx, father, r.Case, empty)
	must(t, err)
	if ps.Failed() || p.Record.Raw("mother/DE00009") != nil || !p.Record.Concealed("mother/DE00009") {
		t.Errorf("the correction is shown with %s, %v", p.Record.Raw("mother/DE00009"), ps)
	}
	got[*engine.CaseView](t)(w.Apply(ctx, father, r.Case, c.Revision, "", engine.Action{Event: "resubmit", Answers: empty}))
	if all := told(clerk); !strings.Contains(all, residence) {
		t.Error("an empty place in a correction took it away")
	}
	c = correct("mother/DE00009")
	_, err = w.Apply(ctx, father, r.Case, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"mother/DE00009": nil})})
	wants(t, err, "answer.required")
	got[*engine.CaseView](t)(w.Apply(ctx, father, r.Case, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"mother/DE00009": "新址 1 号"})}))
	if all := told(father); !strings.Contains(all, "新址 1 号") {
		t.Error("his own answer is withheld from him")
	}
}

// What the form may not take is asked, whether it does or not: neither is shown.
func TestWhatDoesNotFitIsAskedWithoutBeingShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	src := w.service("having-a-baby", `{"values":{"DE00762":"2026-01-01"}}`, "DE00762")
	w.confirms("N06", "mother/DE00762", src)
	v := got[*engine.DraftView](t)(w.StartDraft(context.Background(), citizen("mother"), "", "N06", nil, nil, ""))
	v = w.saves(v.Draft.ID, engine.Patch{Answers: leave("2026-02-10", nil), Consent: engine.ConsentGiven})
	if len(v.Unfit) > 0 || !slices.Contains(v.Telling, "mother/DE00762") || !v.Record.Asked("mother/DE00762") || v.Record.Answered("mother/DE00762") || strings.Contains(everything(v), "2026-01-01") {
		t.Errorf("asked %v, answered %v, %+v", v.Record.Asked("mother/DE00762"), v.Record.Answered("mother/DE00762"), v.Telling)
	}
}

// A licence is found by its number, and tells of a thing: what is not sensitive
// is shown to whoever knows the number.
func TestWhatIsKnownOfAThingIsShownUnlessItIsSensitive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(newHarbour().with(t, "1.0.0",
		"elements/elements.yaml", "- {id: HE7,", `- {id: HE8, name: {zh: 登记号, en: Registration number}, type: string, maxLength: 20, sensitivity: general}
- {id: HE9, name: {zh: 船籍港, en: Home port}, type: string, maxLength: 20, sensitivity: personal}
- {id: HE10, name: {zh: 抵押债务, en: Debt}, type: string, maxLength: 20, sensitivity: sensitive}
- {id: HE7,`,
		"forms/MA.yaml", `HE5: {$ref: "element:HE5"}}}`, `HE5: {$ref: "element:HE5"}, HE8: {$ref: "element:HE8"}, HE9: {$ref: "element:HE9"}, HE10: {$ref: "element:HE10"}}}`,
		"forms/MA.yaml", "applicant/HE5, boat", "applicant/HE5, applicant/HE8, applicant/HE9, applicant/HE10, boat"))
	office := staff("registrar", "fishery", "manager", "approver")
	must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: "fishery", Name: metamodel.ZhEn("渔业局", "Fishery Office")}))
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, office, engine.SourceConfig{Department: "fishery", Name: metamodel.ZhEn("船舶登记簿", "Register of boats"),
		Kind: engine.SourceRegister, Pack: "harbour", Key: "HE8", Elements: []string{"HE9", "HE10"}}, 0, ""))
	got[int](t)(w.PutSourceRows(ctx, office, src.ID, []engine.NewRow{{"HE8": "沪渔 12", "HE9": "芦潮港", "HE10": "三十万元"}}))
	for _, item := range []string{"applicant/HE9", "applicant/HE10"} {
		d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "MA", Kind: engine.DutyField, Item: item, Department: "fishery"}, ""))
		w.step(office, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	}
	id := w.begins(seafarer, "MA")
	v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, seafarer, id, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE8": "沪渔12"}), Consent: engine.ConsentGiven}))
	if v.Record.Asked("applicant/HE9") || v.Record.Asked("applicant/HE10") {
		t.Fatalf("asked all the same: %+v", v.Sourced.Fetches)
	}
	if all := everything(v); !strings.Contains(all, "芦潮港") || strings.Contains(all, "三十万元") {
		t.Errorf("whoever knows the number reads\n%s", all)
	}
}

// Who corrects the number by which a source found somebody says that it was somebody
// else: what the source gave of the one is not the other's, and is asked for.
func TestWhatASourceGaveOfAnotherPersonDoesNotOutliveACorrection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	const number, home, people = "mother/DE00005", "mother/DE00009", "mother/DE00015"
	father, clerk := citizen("father"), staff("clerk", "health", "clerk")
	id := w.asks(father).Draft.ID
	v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, father, id, 0, engine.Patch{Answers: birth(nil)}))
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](t)(w.AddFile(ctx, father, id, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	r := got[engine.Receipt](t)(w.Submit(ctx, father, id, ""))
	say := func(v map[string]any) error {
		_, err := w.Apply(ctx, father, r.Case, w.kept(r.Case).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
		return err
	}
	correct := func() {
		got[*engine.CaseView](t)(w.Apply(ctx, clerk, r.Case, w.kept(r.Case).Revision, "", engine.Action{Event: "correct", Note: "号码有误", Fields: []string{number}}))
	}
	correct()
	must(t, say(map[string]any{number: "310104199003070026"})) // as it was
	if w.said(r.Case, home) != quoted(residence) {
		t.Errorf("her home is %s", w.said(r.Case, home))
	}
	correct()
	told := toldOf(say(map[string]any{number: "310104199103080045"}))
	if !slices.Contains(told, "answer.required "+home) {
		t.Errorf("told is %v", told)
	}
	mine := got[*engine.CaseView](t)(w.Case(ctx, father, r.Case))
	if opened := mine.Opened(answers(map[string]any{number: "310104199103080045"})); !opened[home] || !opened[people] {
		t.Errorf("opened are %v", opened)
	}
	must(t, say(map[string]any{number: "310104199103080045", "agent/DE00005": "310104199103080045", home: "新址 1 号", people: "02"}))
	seen := got[*engine.CaseView](t)(w.Case(ctx, clerk, r.Case))
	if w.said(r.Case, home) != quoted("新址 1 号") || engine.Gave(seen.Sourced, home) != nil || engine.Gave(seen.Sourced, people) != nil {
		t.Errorf("her home is %s, given by %+v", w.said(r.Case, home), seen.Sourced)
	}
}

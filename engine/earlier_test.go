package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// pier is a harbour whose berth form asks what tells people apart, a declaration,
// a date that must lie ahead, and something about the filing itself.
func pier(t testing.TB) harbour {
	return newHarbour().with(t, "1.0.0",
		"subjects.yaml", "- {id: owner,", "- {id: filing, name: {zh: 办件, en: Filing}}\n- {id: owner,",
		"elements/elements.yaml", "- {id: HE7,", `- {id: HE8, name: {zh: 身份证号, en: Identity number}, type: string, format: cn-resident-id, sensitivity: sensitive, retention: {years: 2}}
- {id: HE9, name: {zh: 承诺属实, en: Declared true}, type: boolean}
- {id: HE10, name: {zh: 保险到期日, en: Insured until}, type: date, x-not-before: today}
- {id: HE11, name: {zh: 领取方式, en: How it is collected}, type: string, maxLength: 20}
- {id: HE7,`,
		"forms/MA.yaml", `HE5: {$ref: "element:HE5"}}}`, `HE5: {$ref: "element:HE5"}, HE8: {$ref: "element:HE8"}, HE9: {$ref: "element:HE9"}, HE10: {$ref: "element:HE10"}}}
  filing: {type: object, x-subject: filing, properties: {HE11: {$ref: "element:HE11"}}}`,
		"forms/MA.yaml", "applicant/HE5, boat", "applicant/HE5, applicant/HE8, applicant/HE9, applicant/HE10, filing/HE11, boat")
}

const (
	oneID     = "310104199003070026"
	anotherID = "310104198506150031"
)

// berths files the berth alone.
func (w *world) berths(a engine.Actor, values map[string]any) engine.Receipt {
	w.t.Helper()
	ctx := context.Background()
	values["boat"] = []map[string]any{{"HE2": "海生一号"}}
	v := got[*engine.DraftView](w.t)(w.StartDraft(ctx, a, "", "MA", nil, nil, ""))
	v = got[*engine.DraftView](w.t)(w.SaveAnswers(ctx, a, v.Draft.ID, 0, engine.Patch{Answers: answers(values)}))
	r := got[engine.Receipt](w.t)(w.Submit(ctx, a, v.Draft.ID, ""))
	w.wait(time.Hour)
	return r
}

// offered are the words of what a draft is offered, by path.
func (w *world) offered(a engine.Actor, draft string) map[string]string {
	w.t.Helper()
	out := map[string]string{}
	for _, o := range got[*engine.EarlierView](w.t)(w.EarlierAnswers(context.Background(), a, draft)).Offers {
		out[o.Path] = o.Words.In("zh")
	}
	return out
}

func (w *world) offers(a engine.Actor, draft string, paths ...string) (ids []string) {
	w.t.Helper()
	for _, o := range got[*engine.EarlierView](w.t)(w.EarlierAnswers(context.Background(), a, draft)).Offers {
		for _, path := range paths {
			if o.Path == path {
				ids = append(ids, o.ID)
			}
		}
	}
	if len(ids) != len(paths) {
		w.t.Fatalf("of %v %d are offered", paths, len(ids))
	}
	return ids
}

func (w *world) begins(a engine.Actor, matter string) string {
	w.t.Helper()
	return got[*engine.DraftView](w.t)(w.StartDraft(context.Background(), a, "", matter, nil, nil, "")).Draft.ID
}

func wantOffered(t *testing.T, have map[string]string, want map[string]string) {
	t.Helper()
	for path, words := range want {
		if have[path] != words {
			t.Errorf("%s is offered as %q, not %q", path, have[path], words)
		}
	}
	if len(have) != len(want) {
		t.Errorf("offered are %v, not %v", have, want)
	}
}

func TestEarlierAnswersAreUsedWithConsentOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("hai")
		w.release(pier(t))
		r := w.berths(me, map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "applicant/HE8": oneID, "applicant/HE9": true, "applicant/HE10": "2027-01-01", "filing/HE11": "自取"})
		draft := w.begins(me, "MA")

		// Offered are plain answers; no declaration, nothing of the filing itself, no rows. Nothing is taken over unasked.
		wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "applicant/HE8": "310***********0026", "applicant/HE10": "2027年1月1日"})
		if v := got[*engine.DraftView](t)(w.Draft(ctx, me, draft)); strings.Contains(string(v.Draft.Answers), "HE") || v.Earlier.Consent != engine.ConsentOpen {
			t.Errorf("taken over without consent: %s", v.Draft.Answers)
		}
		for _, o := range got[*engine.EarlierView](t)(w.EarlierAnswers(ctx, me, draft)).Offers {
			if o.Filing.Number != r.Number || !o.Filing.Submitted.Equal(r.Submitted) || o.Filing.Name.In("zh") != "泊位申请" || o.Sensitive != (o.Path == "applicant/HE8") {
				t.Errorf("the offer says %+v", o)
			}
		}

		// Nobody else is offered any of it, or may look.
		if other := w.begins(citizen("lu"), "MA"); len(w.offered(citizen("lu"), other)) > 0 {
			t.Error("offered to somebody else")
		}
		_, err := w.EarlierAnswers(ctx, citizen("lu"), draft)
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.UseEarlier(ctx, citizen("lu"), draft, 0, "", nil)
		wantErr(t, err, engine.ErrNotFound)

		// Exactly what is ticked is used: the identity number was not. The same key does it once.
		use := w.offers(me, draft, "applicant/HE1", "applicant/HE5")
		_, err = w.UseEarlier(ctx, me, draft, 99, "", use)
		wantErr(t, err, engine.ErrConflict)
		_, err = w.UseEarlier(ctx, me, draft, 0, "", append([]string{"nothing"}, use...))
		wants(t, err, "earlier.gone")
		var seen *engine.DraftView
		for _, v := range atOnce(t, func() (*engine.DraftView, error) { return w.UseEarlier(ctx, me, draft, 0, "use-these", use) }) {
			seen = v
		}
		if seen.Draft.Revision != 2 || seen.Earlier.Consent != engine.ConsentGiven || len(seen.Earlier.Used) != 2 || string(seen.Record.Raw("applicant/HE1")) != `"陈海生"` || seen.Record.Raw("applicant/HE8") != nil {
			t.Fatalf("revision %d, used %+v: %s", seen.Draft.Revision, seen.Earlier, seen.Draft.Answers)
		}
		if !seen.Record.Asked("applicant/HE1") {
			t.Error("it can no longer be changed")
		}
		_, err = w.UseEarlier(ctx, me, draft, 0, "use-these", nil)
		wants(t, err, "idempotency.mismatch")

		// “Not mine”: it is cleared, and the other stays.
		seen = got[*engine.DraftView](t)(w.UseEarlier(ctx, me, draft, seen.Draft.Revision, "", use[1:]))
		if k := engine.TakenOver(seen.Earlier.Used, seen.Earlier.Used[0].Path); len(seen.Earlier.Used) != 1 || k == nil || (seen.Record.Raw("applicant/HE1") == nil) == (seen.Record.Raw("applicant/HE5") == nil) {
			t.Errorf("after one was given back: %+v, %s", seen.Earlier, seen.Draft.Answers)
		}
		seen = got[*engine.DraftView](t)(w.UseEarlier(ctx, me, draft, 0, "", append(w.offers(me, draft, "applicant/HE10"), use[1:]...)))

		// Typed over it is one's own answer; a no clears what still stands and nothing else.
		kept := seen.Earlier.Used[0].Path
		seen = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, draft, 0, engine.Patch{Answers: answers(map[string]any{kept: "另一个"})}))
		if len(seen.Earlier.Used) != 1 || seen.Earlier.Used[0].Path != "applicant/HE10" {
			t.Errorf("typed over: %+v", seen.Earlier)
		}
		seen = got[*engine.DraftView](t)(w.UseEarlier(ctx, me, draft, 0, "", nil))
		if seen.Earlier.Consent != engine.ConsentDenied || len(seen.Earlier.Used) != 0 || seen.Record.Raw("applicant/HE10") != nil || string(seen.Record.Raw(kept)) != `"另一个"` {
			t.Errorf("after a no: %+v, %s", seen.Earlier, seen.Draft.Answers)
		}
		_, err = w.UseEarlier(ctx, me, draft, 0, "", w.offers(me, draft, "applicant/HE8"))
		must(t, err)
		must(t, w.submits(me, draft))
		_, err = w.EarlierAnswers(ctx, me, draft)
		wants(t, err, "draft.submitted")
		_, err = w.UseEarlier(ctx, me, draft, 0, "", nil)
		wants(t, err, "draft.submitted")
	})
}

// submits completes a berth's draft and files it.
func (w *world) submits(a engine.Actor, draft string) error {
	w.t.Helper()
	_, err := w.SaveAnswers(context.Background(), a, draft, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE1": "陈海生", "boat": []map[string]any{{"HE2": "海生一号"}}})})
	must(w.t, err)
	_, err = w.Submit(context.Background(), a, draft, "")
	return err
}

func TestAnEarlierAnswerIsTheNewestThatIsValidAndOfTheSameOne(t *testing.T) {
	t.Parallel()
	w, me := newWorld(t), citizen("hai")
	w.release(pier(t))
	w.berths(me, map[string]any{"applicant/HE1": "旧名", "applicant/HE5": "西一", "applicant/HE8": oneID, "applicant/HE10": "2028-05-01"})
	w.berths(me, map[string]any{"applicant/HE1": "新名", "applicant/HE8": oneID, "applicant/HE10": "2026-12-31"})
	draft := w.begins(me, "MA")
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "新名", "applicant/HE5": "西一", "applicant/HE8": "310***********0026", "applicant/HE10": "2026年12月31日"})
	// What the form no longer takes is left out, an older one that it takes is offered instead.
	w.set(time.Date(2027, 2, 1, 2, 0, 0, 0, time.UTC))
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "新名", "applicant/HE5": "西一", "applicant/HE8": "310***********0026", "applicant/HE10": "2028年5月1日"})
	// A filing for somebody else gives their answers, and none of another's beside them.
	w.berths(me, map[string]any{"applicant/HE1": "别人", "applicant/HE8": anotherID})
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "别人", "applicant/HE8": "310***********0031"})
	// Once it is known whose filing this is, only theirs are.
	_, err := w.SaveAnswers(context.Background(), me, draft, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE8": oneID, "applicant/HE5": "北五"})})
	must(t, err)
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "新名", "applicant/HE10": "2028年5月1日"})
	// Another matter asks the same element of the same subject: it is one answer.
	wantOffered(t, w.offered(me, w.begins(me, "MB")), map[string]string{"applicant/HE1": "别人"})
}

func TestAnswersKeptTooLongOrToBeCorrectedAreNotOffered(t *testing.T) {
	t.Parallel()
	w, me := newWorld(t), citizen("hai")
	w.release(pier(t))
	r := w.berths(me, map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "applicant/HE8": oneID})
	draft := w.begins(me, "MA")
	clerk := staff("clerk", "harbour-office", "clerk")
	w.act(clerk, r.Case, engine.Action{Event: "correct", Note: "泊位写错了", Fields: []string{"applicant/HE5"}})
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "陈海生", "applicant/HE8": "310***********0026"})
	w.act(me, r.Case, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE5": "东五"})})
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "陈海生", "applicant/HE5": "东五", "applicant/HE8": "310***********0026"})
	// The identity number may be kept for two years after the case has ended; while it runs, however long, it may.
	w.set(monday.AddDate(3, 0, 0))
	if _, ok := w.offered(me, draft)["applicant/HE8"]; !ok {
		t.Error("the case has not ended")
	}
	w.takesBack(me, r.Case, "")
	w.set(monday.AddDate(5, 0, -1))
	if _, ok := w.offered(me, draft)["applicant/HE8"]; !ok {
		t.Error("its two years are not over")
	}
	w.set(monday.AddDate(5, 0, 2))
	wantOffered(t, w.offered(me, draft), map[string]string{"applicant/HE1": "陈海生", "applicant/HE5": "东五"})
}

func TestACorrectedAnswerOfOneMatterGoesBeforeWhatWasFiledForAll(t *testing.T) {
	t.Parallel()
	w, me := newWorld(t), citizen("ming")
	c := w.asked(me, "M02", engine.Action{Fields: []string{"applicant/DE00101"}})
	_, err := w.Apply(context.Background(), me, c.ID, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/DE00101": "福满堂餐饮有限公司"})})
	must(t, err)
	v := got[*engine.DraftView](t)(w.StartDraft(context.Background(), me, "T01", "", restaurantGuide(), nil, ""))
	have := w.offered(me, v.Draft.ID)
	if have["applicant/DE00101"] != "福满堂餐饮有限公司" || have["premises/DE00202"] != "上海市徐汇区天钥桥路 800 号" {
		t.Errorf("offered are %v", have)
	}
	for _, q := range v.Theme.Def.Guide {
		if _, ok := have[q.Field]; ok {
			t.Errorf("%s tells the situation: it is asked again", q.Field)
		}
	}
}

func restaurantGuide() json.RawMessage {
	return json.RawMessage(`{"Q3":true,"Q4":true,"Q5":true,"Q6":true,"Q7":false}`)
}

func TestACaseKeepsFromWhichFilingItsAnswersAre(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("hai")
		w.release(pier(t))
		first := w.berths(me, map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三"})
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "TH", "", json.RawMessage(`{"Q1":true}`), nil, ""))
		v = got[*engine.DraftView](t)(w.UseEarlier(ctx, me, v.Draft.ID, 0, "", w.offers(me, v.Draft.ID, "applicant/HE1", "applicant/HE5")))
		_, err := w.SaveAnswers(ctx, me, v.Draft.ID, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE4": "net", "boat": []map[string]any{{"HE2": "海生一号"}}})})
		must(t, err)
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		look := func(a engine.Actor, id string) map[string]engine.EarlierFiling {
			out := map[string]engine.EarlierFiling{}
			for _, k := range got[*engine.CaseView](t)(w.Case(ctx, a, id)).Earlier {
				out[k.Path] = k.Filing
			}
			return out
		}
		berth, fishing := w.child(r, "MA").ID, w.child(r, "MB").ID
		if mine := look(me, r.Case); len(mine) != 2 || mine["applicant/HE5"].Number != first.Number {
			t.Errorf("the applicant reads %v", mine)
		}
		clerk := staff("clerk", "harbour-office", "clerk")
		for id, paths := range map[string]int{berth: 2, fishing: 1} {
			a := clerk
			if id == fishing {
				a = staff("fisher", "fishery", "clerk")
			}
			theirs := look(a, id)
			if f := theirs["applicant/HE1"]; len(theirs) != paths || !f.Submitted.Equal(first.Submitted) || f.Number != "" || f.Case != "" || len(f.Name) > 0 {
				t.Errorf("the department reads %v", theirs)
			}
			if raw := got[*engine.CaseView](t)(w.Case(ctx, a, id)).Case.Earlier; len(raw) > 0 {
				t.Errorf("the department reads %s", raw)
			}
		}
		// A corrected answer is the applicant's own.
		w.act(clerk, berth, engine.Action{Event: "correct", Note: "请更正", Fields: []string{"applicant/HE5"}})
		w.act(me, berth, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE5": "东九"})})
		if now := look(clerk, berth); len(now) != 1 || now["applicant/HE1"].Submitted.IsZero() {
			t.Errorf("after a correction: %v", now)
		}
	})
}

func TestAMigrationTakesAlongWhereAnAnswerIsFrom(t *testing.T) {
	t.Parallel()
	w, me, ctx := newWorld(t), citizen("hai"), context.Background()
	from := w.release(pier(t))
	w.berths(me, map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三"})
	draft := w.begins(me, "MA")
	_, err := w.UseEarlier(ctx, me, draft, 0, "", w.offers(me, draft, "applicant/HE5"))
	must(t, err)
	other := w.begins(me, "MA")
	_, err = w.UseEarlier(ctx, me, other, 0, "", w.offers(me, other, "applicant/HE1", "applicant/HE5"))
	must(t, err)
	must(t, w.submits(me, other))
	filed := got[*engine.DraftView](t)(w.Draft(ctx, me, other)).Draft.Submitted
	to := w.release(pier(t).with(t, "2.0.0", "forms/MA.yaml", `HE5: {$ref: "element:HE5"}, `, "", "forms/MA.yaml", "  filing: {", `  owner: {type: object, x-subject: owner, properties: {HE5: {$ref: "element:HE5"}}}
  filing: {`, "forms/MA.yaml", "applicant/HE5", "owner/HE5"))
	m := w.migrate(engine.Migration{From: from, To: to, Matter: "MA", Map: engine.MigrationMap{Fields: map[string]string{"applicant/HE5": "owner/HE5"}}})
	check := func(path string, used int) {
		t.Helper()
		v := got[*engine.DraftView](t)(w.Draft(ctx, me, draft))
		if engine.TakenOver(v.Earlier.Used, path) == nil {
			t.Errorf("the draft has %+v, %s", v.Earlier, v.Draft.Answers)
		}
		c := got[*engine.CaseView](t)(w.Case(ctx, me, filed))
		if engine.TakenOver(c.Earlier, path) == nil || len(c.Earlier) != used {
			t.Errorf("the case has %+v, %s", c.Earlier, c.Case.Answers)
		}
	}
	check("owner/HE5", 2)
	w.undo(m.ID)
	check("applicant/HE5", 2)
}

// What came by a word for one person does not stay when the draft is about
// another: whichever way the number changes, and in a draft from before it was noted.
// While a card says when she was born, what was taken over of another one waits
// unseen; it is taken back all the same.
func TestAnEarlierAnswerThatIsComputedForNowIsTakenBackToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("mother")
	const kind, number, born = "mother/DE00004", "mother/DE00005", "mother/DE00003"
	w.born(map[string]any{kind: "414", number: "E12345678", born: "1991-02-03"})
	draft := w.begins(me, "N01")
	v := got[*engine.DraftView](t)(w.UseEarlier(ctx, me, draft, 0, "", w.offers(me, draft, kind, number, born)))
	for _, step := range []struct{ kind, number, want string }{
		{"414", "E12345678", `"1991-02-03"`},
		{"111", "310104199003070026", `"1990-03-07"`},
		{"414", "E99999999", ""},
	} {
		v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, draft, 0, engine.Patch{Answers: answers(map[string]any{kind: step.kind, number: step.number})}))
		if got := string(v.Record.Raw(born)); got != step.want {
			t.Errorf("with %s she was born %s, want %s", step.number, got, step.want)
		}
	}
	if engine.TakenOver(v.Earlier.Back, born) == nil {
		t.Error("it is not told that the day was taken back")
	}
}

func TestEarlierAnswersAreTakenBackWhenThePersonChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("hai")
	w.release(pier(t))
	w.berths(me, map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "applicant/HE8": oneID, "applicant/HE9": true, "applicant/HE10": "2027-01-01"})
	number := func(v any) engine.Patch { return engine.Patch{Answers: answers(map[string]any{"applicant/HE8": v})} }
	for _, c := range []struct {
		name   string
		use    []string
		before engine.Patch // the change
		legacy bool
		change engine.Patch
		stays  bool
		kept   string // what HE5 says afterwards
	}{
		{name: "another number", use: []string{"applicant/HE5", "applicant/HE8"}, change: number(anotherID)},
		{name: "a number where there was none", use: []string{"applicant/HE5"}, change: number(anotherID)},
		{name: "another number in a draft from before", use: []string{"applicant/HE5", "applicant/HE8"}, legacy: true, change: number(anotherID)},
		{name: "the same number, otherwise typed", use: []string{"applicant/HE5"}, change: number("310104 19900307 0026"), stays: true},
		{name: "the same number in a draft from before", use: []string{"applicant/HE5", "applicant/HE8"}, legacy: true, change: number(" " + oneID), stays: true},
		{name: "no number", use: []string{"applicant/HE5", "applicant/HE8"}, change: number(nil), stays: true},
		{name: "a number that is none yet", use: []string{"applicant/HE5", "applicant/HE8"}, change: number("31010419900307"), stays: true},
		{name: "what was changed since is the applicant's own", use: []string{"applicant/HE5"}, before: engine.Patch{Answers: answers(map[string]any{"applicant/HE5": "西一"})}, change: number(anotherID), kept: `"西一"`},
		{name: "sent along with the number, as a page does", use: []string{"applicant/HE5"}, change: engine.Patch{Answers: answers(map[string]any{"applicant/HE8": anotherID, "applicant/HE5": "东三"})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			draft := w.begins(me, "MA")
			got[*engine.DraftView](t)(w.UseEarlier(ctx, me, draft, 0, "", w.offers(me, draft, c.use...)))
			got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, draft, 0, c.before))
			if c.legacy {
				d := got[engine.Draft](t)(w.store.Draft(ctx, draft))
				d.Earlier = bytes.ReplaceAll(d.Earlier, []byte(`"of":`), []byte(`"before":`))
				must(t, w.store.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{d}}))
			}
			for _, save := range []bool{false, true} {
				v := got[*engine.DraftView](t)(w.Preview(ctx, me, draft, c.change))
				if save {
					v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, draft, 0, c.change))
				}
				berth := string(v.Record.Raw("applicant/HE5"))
				switch {
				case c.stays && (berth != `"东三"` || len(v.Earlier.Back) > 0 || engine.TakenOver(v.Earlier.Used, "applicant/HE5") == nil):
					t.Errorf("saved %v: it says %s, taken back %v", save, berth, v.Earlier.Back)
				case !c.stays && (berth != c.kept || engine.TakenOver(v.Earlier.Used, "applicant/HE5") != nil || (engine.TakenOver(v.Earlier.Back, "applicant/HE5") != nil) != (c.kept == "")):
					t.Errorf("saved %v: it says %s, taken back %v", save, berth, v.Earlier.Back)
				}
			}
			if !c.stays && c.kept == "" { // answered again, it is told no more
				v := got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, draft, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE5": "东三"})}))
				if string(v.Record.Raw("applicant/HE5")) != `"东三"` || len(v.Earlier.Back) > 0 {
					t.Errorf("answered anew it says %s, taken back %v", v.Record.Raw("applicant/HE5"), v.Earlier.Back)
				}
			}
		})
	}
}

package engine_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
)

// corrected is a case of a birth that a department has corrected, time after time.
type corrected struct {
	*world
	id string
}

func (c corrected) asks(fields ...string) {
	c.t.Helper()
	c.act(hospital, c.id, engine.Action{Event: "correct", Note: "请核对", Fields: fields})
}

func (c corrected) says(v map[string]any) error {
	_, err := c.Apply(context.Background(), citizen("mother"), c.id, c.kept(c.id).Revision, "", engine.Action{Event: "resubmit", Answers: answers(v)})
	return err
}

func (c corrected) view() *engine.CaseView {
	c.t.Helper()
	return got[*engine.CaseView](c.t)(c.Case(context.Background(), citizen("mother"), c.id))
}

// Who is asked where the certificate goes by post, and fetches it, says so: what
// decides that it is asked may be changed, and need not.
func TestWhoNeedNotAnswerSaysSoWhereThatIsDecided(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		const where, how = "agent/DE00010", "filing/DE00601"
		c := corrected{w, w.child(w.born(map[string]any{how: "2", where: "幸福路 8 号"}), "N01").ID}
		c.asks(where)
		if v := c.view(); len(v.Beside) != 1 || v.Beside[0].Path != how || !slices.Equal(v.Beside[0].Decides, []string{where}) || v.ToCorrect(how) || !v.MayCorrect(how) || !maps.Equal(v.Opened(nil), map[string]bool{how: true}) {
			t.Errorf("beside the address lies %v, opened are %v", v.Beside, v.Opened(nil))
		}
		for name, s := range map[string]struct {
			said map[string]any
			told []string
		}{
			"it is not missed":              {nil, []string{"correction.unanswered " + where}},
			"nor does it stand for another": {map[string]any{how: "2"}, []string{"correction.unanswered " + where}},
			"it must say something":         {map[string]any{where: "幸福路 8 号", how: nil}, []string{"answer.choose " + how}},
			"nothing else is open":          {map[string]any{where: "幸福路 8 号", "filing/DE00602": "2026-03-08"}, []string{"correction.path filing/DE00602"}},
		} {
			if told := toldOf(c.says(s.said)); !slices.Equal(told, s.told) {
				t.Errorf("%s: told is %v, want %v", name, told, s.told)
			}
		}
		must(t, c.says(map[string]any{where: "幸福路 9 号"}))
		if w.said(c.id, where) != `"幸福路 9 号"` || w.said(c.id, how) != `"2"` {
			t.Errorf("it goes %s to %s", w.said(c.id, how), w.said(c.id, where))
		}
		c.asks(where)
		must(t, c.says(map[string]any{how: "1"}))
		if w.said(c.id, where) != "" || w.said(c.id, how) != `"1"` {
			t.Errorf("it goes %s to %s", w.said(c.id, how), w.said(c.id, where))
		}
		if told, _ := w.toldChanged(hospital, c.id); !slices.Equal(told, []string{how + " unasked", where + " follows"}) {
			t.Errorf("the hospital is told of %v", told)
		}
	})
}

// The number of a document is put right with its kind, whichever of them was named,
// in the case of the department that asked.
func TestTheKindOfADocumentIsCorrectedWithItsNumber(t *testing.T) {
	t.Parallel()
	const kind, number, born, card, passport = "mother/DE00004", "mother/DE00005", "mother/DE00003", "310104199103080045", "E12345678"
	w := newWorld(t)
	r := w.born(nil)
	c := corrected{w, w.child(r, "N01").ID}
	household := string(w.child(r, "N02").Answers)
	holds := func(want ...string) {
		t.Helper()
		for i, path := range []string{kind, number, born} {
			if said := w.said(c.id, path); said != quoted(want[i]) {
				t.Errorf("%s is %s, want %s", path, said, want[i])
			}
		}
	}
	c.asks(number)
	must(t, c.says(map[string]any{number: card})) // the kind may stay
	holds("111", card, "1991-03-08")
	c.asks(number)
	if told := toldOf(c.says(map[string]any{number: passport, kind: "414"})); !slices.Equal(told, []string{"answer.required " + born}) {
		t.Errorf("a passport does not say when she was born: told is %v", told)
	}
	must(t, c.says(map[string]any{number: passport, kind: "414", born: "1991-03-08"}))
	holds("414", passport, "1991-03-08")
	if said := w.said(c.id, "agent/DE00004"); said != `"414"` {
		t.Errorf("her copy has %s", said)
	}
	c.asks(kind)
	must(t, c.says(map[string]any{kind: "516", number: "T1234567"}))
	holds("516", "T1234567", "1991-03-08")
	c.asks(kind)
	must(t, c.says(map[string]any{kind: "516"})) // the number may stay
	// A card says when she was born; with it the number is another one.
	c.asks(born)
	if told := toldOf(c.says(map[string]any{kind: "111"})); !slices.Equal(told, []string{"answer.cn_resident_id " + number}) {
		t.Errorf("told is %v", told)
	}
	must(t, c.says(map[string]any{kind: "111", number: card}))
	holds("111", card, "1991-03-08")
	if said := string(w.child(r, "N02").Answers); said != household {
		t.Errorf("the police have %s now", said)
	}
}

// Who may leave out what is asked, for what makes it necessary is wrong, says so there:
// a mother who is not married need not name the father.
func TestWhoNeedNotGiveAnAnswerSaysWhatMakesItNecessary(t *testing.T) {
	t.Parallel()
	const married, name, kind, number = "mother/DE00017", "father/DE00001", "father/DE00004", "father/DE00005"
	w := newWorld(t)
	c := corrected{w, w.child(w.born(nil), "N01").ID}
	c.asks(married)
	must(t, c.says(map[string]any{married: "20"}))
	c.asks(name, kind, number)
	lies := func(b engine.Beside) bool {
		return b.Path == married && slices.Equal(b.Decides, []string{name, kind, number})
	}
	if v := c.view(); !slices.ContainsFunc(v.Beside, lies) {
		t.Errorf("beside the father lies %v", v.Beside)
	}
	if told := toldOf(c.says(map[string]any{name: nil, kind: nil, number: nil})); !slices.Contains(told, "answer.required "+name) {
		t.Errorf("told is %v", told)
	}
	must(t, c.says(map[string]any{name: nil, kind: nil, number: nil, married: "10"}))
	if w.said(c.id, name)+w.said(c.id, number) != "" || w.said(c.id, married) != `"10"` {
		t.Errorf("she is %s, he is %s", w.said(c.id, married), w.said(c.id, name))
	}
}

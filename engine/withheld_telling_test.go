package engine

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Whatever a source has of somebody, an account that is not verified as them is
// told the same of it, in all that it sees: every offered answer of every theme
// and matter of the built-in packs, one value and another in its place, beside
// the same random answers.
func TestWhatASourceHasOfSomebodyShowsInNothing(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	compared, kept, told := 0, 0, 0
	releases := map[string]*catalog.Release{}
	for _, pack := range packs { // a pack comes after those it needs
		var needs []*catalog.Release
		for _, n := range pack.Needs {
			name, _, _ := strings.Cut(n, "@")
			needs = append(needs, releases[name])
		}
		rel, ps := catalog.CompilePack(pack, needs...)
		if ps.Failed() {
			t.Fatal(pack.Name, ps)
		}
		releases[pack.Name] = rel
		var pins []*pinned
		for _, id := range pack.ThemeIDs() {
			pins = append(pins, &pinned{rel: rel, theme: rel.Theme(id)})
		}
		for _, id := range pack.MatterIDs() {
			pins = append(pins, &pinned{rel: rel, matter: rel.Matter(id)})
		}
		for _, p := range pins {
			offers := personOffers(p.form())
			for seed := range uint64(4) {
				r := rand.New(rand.NewPCG(seed, uint64(len(p.form().Fields))))
				d, values := randomDraft(t, r, p, offers)
				for i := range offers {
					if len(values[i]) < 2 {
						continue
					}
					one := seenOf(t, p, d, offers, firsts(values), i, values[i][0])
					v := one.view
					other := seenOf(t, p, d, offers, firsts(values), i, values[i][1+r.IntN(len(values[i])-1)])
					compared++
					if Gave(v.Supplied, offers[i].Item) != nil {
						kept++
					} else {
						told++
					}
					if one.text != other.text {
						t.Errorf("%s: %s shows\n%s", p.name().In("zh"), offers[i].Item, difference(one.text, other.text))
					}
					// What is asked all the same does not say either whether there is anything.
					if slices.Contains(v.Telling, offers[i].Item) {
						if none := seenOf(t, p, d, offers, firsts(values), i, nil); one.text != none.text {
							t.Errorf("%s: that there is something shows of %s\n%s", p.name().In("zh"), offers[i].Item, difference(one.text, none.text))
						}
					}
				}
			}
		}
	}
	t.Logf("%d compared: %d withheld, %d asked", compared, kept, told)
	if compared < 500 || kept < 100 || told < 100 {
		t.Error("too little was compared")
	}
}

// personOffers are what the register of residents could give for a form.
func personOffers(form *metamodel.Form) (offers []Offer) {
	for _, f := range form.Fields {
		if ofPerson(f) && !inRows(f) && asked(f) && !ownWord(f) {
			o := Offer{Kind: DutyField, Item: f.Path, Element: f.Element.ID, Source: "residents", Department: "police", KeyField: f.Path, Personal: true}
			offers = append(offers, o)
		}
	}
	return offers
}

func firsts(values [][]json.RawMessage) []json.RawMessage {
	out := make([]json.RawMessage, len(values))
	for i, v := range values {
		if len(v) > 0 {
			out[i] = v[0]
		}
	}
	return out
}

// randomDraft has answers to about half of what is not offered, and says which
// values a register would take of what is.
func randomDraft(t *testing.T, r *rand.Rand, p *pinned, offers []Offer) (Draft, [][]json.RawMessage) {
	t.Helper()
	tree, ps := readAnswers(p.form(), json.RawMessage(`{}`))
	if ps.Failed() {
		t.Fatal(ps)
	}
	offered := map[string]bool{}
	values := make([][]json.RawMessage, len(offers))
	for i, o := range offers {
		// Some of the answers come from sources, the others from the applicant.
		f, _ := p.form().Field(o.Item)
		offered[o.Item] = r.IntN(3) > 0
		if offered[o.Item] {
			values[i] = registered(t, p.rel, f)
		}
	}
	for _, f := range p.form().Fields {
		if samples := f.Samples(); !offered[f.Path] && !inRows(f) && asked(f) && len(samples) > 0 && r.IntN(2) > 0 {
			_ = tree.set(f.Path, samples[r.IntN(len(samples))]) // what it does not take stays empty
		}
	}
	d := Draft{ID: "draft", Owner: "stranger"}
	if p.theme != nil {
		guide := map[string]any{}
		for _, q := range p.theme.Def.Guide {
			if q.Field == "" {
				guide[q.ID] = randomReply(r, p.theme, q)
			}
		}
		d.Guide, _ = json.Marshal(guide)
	}
	if d.Answers, ps = tree.json(); ps.Failed() {
		t.Fatal(ps)
	}
	return d, values
}

func randomReply(r *rand.Rand, theme *catalog.Theme, q metamodel.Question) any {
	if list, ok := theme.CodeList(q); ok && q.Type == metamodel.TypeCode {
		return list.Entries[r.IntN(len(list.Entries))].Code
	}
	if q.Type == metamodel.TypeBoolean {
		return r.IntN(2) > 0
	}
	return 1 + r.IntN(600)
}

// registered are values of a field that a register takes in its rows.
func registered(t *testing.T, rel *catalog.Release, f *metamodel.Field) (out []json.RawMessage) {
	t.Helper()
	form, err := rowForm(rel, SourceConfig{Key: f.Element.ID, Name: f.Label})
	if err != nil {
		return nil
	}
	for _, v := range f.Samples() {
		doc, err := json.Marshal(map[string]map[string]json.RawMessage{rowHolder: {f.Element.ID: v}})
		if err != nil {
			t.Fatal(err)
		}
		rec := form.Check(doc, metamodel.Context{Today: noon})
		if raw := rec.Raw(rowHolder + "/" + f.Element.ID); raw != nil && !rec.Problems.Failed() {
			out = append(out, raw)
		}
	}
	return out
}

var noon = time.Date(2026, 3, 9, 4, 0, 0, 0, time.UTC)

type seenDraft struct {
	view *DraftView
	text string
}

// seenOf is all that the owner sees when the source has value for one offer, or
// nil: nothing.
func seenOf(t *testing.T, p *pinned, d Draft, offers []Offer, values []json.RawMessage, at int, value json.RawMessage) seenDraft {
	t.Helper()
	s := Sourced{Consent: ConsentGiven, Laid: []string{}}
	for i, o := range offers {
		if i == at {
			values[i] = value
		}
		if values[i] != nil {
			s.Offers = append(s.Offers, o)
			s.Fetches = append(s.Fetches, Fetch{Source: o.Source, KeyField: o.KeyField, Key: "key", Whose: "her", State: FetchDone, At: noon,
				Values: map[string]json.RawMessage{o.Element: values[i]}})
		} else if i == at {
			s.Offers = append(s.Offers, o)
			s.Fetches = append(s.Fetches, Fetch{Source: o.Source, KeyField: o.KeyField, Key: "key", Whose: "her", State: FetchNone, At: noon})
		}
	}
	var err error
	if d.Sourced, err = json.Marshal(s); err != nil {
		t.Fatal(err)
	}
	v, err := evaluate(d, p, &workflows.Calendar{Zone: time.UTC}, noon, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	v.withhold()
	var out strings.Builder
	for _, f := range v.Form.Fields {
		x, _ := v.Record.Explain(f.Path, false)
		fmt.Fprintln(&out, f.Path, v.Record.Visible(f.Path), v.Record.Asked(f.Path), v.Record.Required(f.Path), v.Record.Answered(f.Path), v.Record.Supplied(f.Path),
			v.Record.Concealed(f.Path), string(v.Record.Raw(f.Path)), v.Record.Typed(f.Path), v.Record.Display(f.Path, "zh", false), x)
	}
	for _, sec := range v.Form.Sections {
		fmt.Fprintln(&out, sec.ID, v.Record.Shown(sec))
	}
	for _, sec := range v.Sections {
		fmt.Fprintln(&out, sec.Section.ID, sec.Status, sec.Asked, sec.Missing)
	}
	fmt.Fprintln(&out, string(v.Record.JSON()), v.Record.Missing(), string(v.Draft.Answers), v.Situation, v.Telling)
	for _, m := range v.Materials {
		fmt.Fprintln(&out, m.Material.ID, m.Asked, m.Required, m.Reason, m.Called())
	}
	for _, part := range []any{v.Supplied, v.Unfit, v.Missing, v.Guide.Next, v.Guide.In, v.Guide.Out, v.Scope, v.Needs.Before, v.Needs.After} {
		raw, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, string(raw))
	}
	return seenDraft{v, out.String()}
}

// difference is the first line that differs.
func difference(one, other string) string {
	a, b := strings.Split(one, "\n"), strings.Split(other, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\n" + b[i]
		}
	}
	return fmt.Sprint(len(a), " lines and ", len(b))
}

package catalog

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// chosen answers whatever can be chosen of a form: codes and yes or no, at random.
func chosen(rng *rand.Rand, form *metamodel.Form, bound known) []byte {
	doc := map[string]map[string]any{}
	for _, f := range form.Fields {
		path, key, _ := strings.Cut(f.Path, "/")
		if f.Computed || f.Group.Repeat || f.Group.Parent != nil || strings.Contains(key, "/") || rng.IntN(5) == 0 {
			continue
		}
		if doc[path] == nil {
			doc[path] = map[string]any{}
		}
		switch {
		case f.Element.Type == metamodel.TypeBoolean:
			doc[path][key] = rng.IntN(2) == 0
		case f.Element.Type == metamodel.TypeCode && f.CodeList != nil && len(f.CodeList.Entries) > 0:
			doc[path][key] = f.CodeList.Entries[rng.IntN(len(f.CodeList.Entries))].Code
		case f.Element.Type == metamodel.TypeNumber || f.Element.Type == metamodel.TypeInteger:
			doc[path][key] = rng.IntN(600)
		}
	}
	for path, fields := range bound {
		for key, v := range fields {
			if doc[path] == nil {
				doc[path] = map[string]any{}
			}
			doc[path][key] = v
		}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return b
}

// A merged field is shown, and required, exactly when it is on the own form of some
// matter in scope, which is asked here by itself with the same answers.
func TestShownAndRequiredAreTheUnionOfTheMattersInScope(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, _ *Release, th *Theme) {
		rng := rand.New(rand.NewPCG(11, 3))
		ways, _ := th.Situations(mostWays)
		shown, hidden, required, several, copied := 0, 0, 0, 0, 0
		for range 150 {
			way := ways[rng.IntN(len(ways))]
			scope := th.Scope(way.Situation)
			doc := chosen(rng, th.Merged, th.boundTree(way.Situation))
			merged := th.Merged.Check(doc, metamodel.Context{Today: certificateDay, Scope: scope})
			type union struct{ shown, required, asking int }
			of := map[string]*union{}
			for _, m := range th.Matters {
				if !scope[m.Def.ID] {
					continue
				}
				own := m.Form.Check(doc, metamodel.Context{Today: certificateDay})
				for _, f := range m.Form.Fields {
					if f.Group.Repeat || f.Group.Parent != nil {
						continue
					}
					u := of[f.Path]
					if u == nil {
						u = &union{}
						of[f.Path] = u
					}
					u.asking++
					if own.Visible(f.Path) {
						u.shown++
					}
					if own.Required(f.Path) {
						u.required++
					}
				}
			}
			// What one person has told in another role is required there.
			for _, f := range th.Merged.Fields {
				if twin, same := merged.SameAs(f.Path); same && of[f.Path].required > 0 {
					of[twin.Path].required++
					copied++
				}
			}
			for _, f := range th.Merged.Fields {
				if f.Group.Repeat || f.Group.Parent != nil {
					continue
				}
				u := of[f.Path]
				if u == nil {
					u = &union{}
				}
				if merged.Visible(f.Path) != (u.shown > 0) || merged.Required(f.Path) != (u.required > 0) {
					t.Fatalf("%s of %s, in scope %v: merged it is shown %v and required %v; of %d matters that ask for it %d show and %d require it",
						f.Path, doc, scope, merged.Visible(f.Path), merged.Required(f.Path), u.asking, u.shown, u.required)
				}
				if u.shown > 0 {
					shown++
				} else {
					hidden++
				}
				if u.required > 0 {
					required++
				}
				if u.shown > 0 && u.shown < u.asking || u.required > 0 && u.required < u.shown {
					several++
				}
			}
		}
		t.Logf("%d shown, %d hidden, %d required, %d where the matters differ, %d copied", shown, hidden, required, several, copied)
		if len(th.Def.Same) > 0 && copied == 0 {
			t.Error("nothing was copied")
		}
		if shown < 1000 || hidden < 500 || required < 1000 || several < 20 {
			t.Error("too little of it was met")
		}
	})
}

// Two matters that ask the same of the same people ask for one list: a row goes
// to both, whole.
func TestRowsOfTheSameElementsAreOneList(t *testing.T) {
	t.Parallel()
	a, b, reg := canteens(t, plainCanteen(t))
	b.Form = a.Form // the same subjects, the same elements
	doc, _, ps := merge(&metamodel.Theme{ID: "T", Name: metamodel.ZhEn("题", "Theme")}, []*Matter{a, b}, reg)
	if len(ps) > 0 { // they do not differ
		t.Fatal(ps)
	}
	merged, ps := metamodel.Compile(doc, reg)
	if ps.Failed() {
		t.Fatal(ps)
	}
	g, ok := merged.Group("employee")
	if !ok || !g.Repeat || len(g.Uses) != 2 {
		t.Fatalf("the employees are %+v", g)
	}
	rows := `"employee":[{"K01":"王","certificate":[{"K03":"a"},{"K03":"c"}]},{"K01":"李","certificate":[{"K03":"d"}]}]`
	ctx := metamodel.Context{Today: certificateDay}
	all := merged.Check([]byte(`{"premises":{"K11":60},`+rows+`}`), ctx)
	for _, m := range []*Matter{a, b} {
		if got := string(all.Project(m.Form)); !strings.Contains(got, rows) {
			t.Errorf("%s gets %s", m.Def.ID, got)
		}
	}
}

package catalog

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

// The promise of a merge: for any situation and any answers, the merged form
// accepts exactly when every matter in scope accepts its own part on its own form.
func TestAMergedFormAcceptsExactlyWhatItsMattersAccept(t *testing.T) {
	t.Parallel()
	restaurant := mustRestaurant(t)
	noodles := mustCompile(t, "testdata/noodles").Theme("T1")
	for name, th := range map[string]*Theme{"restaurant": restaurant, "noodles": noodles} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			accepted, refused := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				scope := map[string]bool{}
				for _, m := range th.Matters {
					if rapid.IntRange(0, 3).Draw(t, m.Def.ID) > 0 {
						scope[m.Def.ID] = true
					}
				}
				ctx := metamodel.Context{Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Scope: scope, Awaited: th.Awaited(scope)}
				answers := randomAnswers(t, th.Merged)
				if rapid.IntRange(0, 4).Draw(t, "repair") > 0 {
					answers = repaired(t, th.Merged, answers, ctx)
				}
				doc, err := json.Marshal(answers)
				if err != nil {
					t.Fatal(err)
				}
				rec := th.Merged.Check(doc, ctx)
				merged := !rec.Problems.Failed()
				own, said := true, ""
				for _, m := range th.Matters {
					if !scope[m.Def.ID] {
						continue
					}
					alone := metamodel.Context{Today: ctx.Today, Awaited: ctx.Awaited}
					part := m.Form.Check(onlyFieldsOf(t, m.Form, answers), alone)
					if part.Problems.Failed() {
						own, said = false, said+fmt.Sprintf("\n%s: %v", m.Def.ID, part.Problems)
					}
					if merged {
						if p := m.Form.Check(rec.Project(m.Form), alone); p.Problems.Failed() {
							t.Fatalf("the merged form accepted; projected to %s it is refused: %v\n%s", m.Def.ID, p.Problems, doc)
						} else if string(p.JSON()) != string(part.JSON()) {
							t.Fatalf("%s: projected %s\nits own part %s\n%s", m.Def.ID, p.JSON(), part.JSON(), doc)
						}
					}
				}
				if merged != own {
					t.Fatalf("merged accepts %v (%v), the matters alone %v:%s\nscope %v\n%s", merged, rec.Problems, own, said, scope, doc)
				}
				if merged {
					accepted++
				} else {
					refused++
				}
			})
			t.Logf("%d accepted, %d refused", accepted, refused)
			if accepted == 0 || refused == 0 {
				t.Errorf("%d accepted, %d refused: the test says nothing", accepted, refused)
			}
		})
	}
}

type answersDoc = map[string]any

// randomAnswers fills most fields with values that are mostly right.
func randomAnswers(t *rapid.T, f *metamodel.Form) answersDoc {
	doc := answersDoc{}
	for _, g := range f.Groups {
		row := func(n int) map[string]any {
			r := map[string]any{}
			for _, field := range g.Fields {
				if rapid.IntRange(0, 9).Draw(t, fmt.Sprintf("has %s %d", field.Path, n)) > 0 {
					r[field.Key] = randomValue(t, field)
				}
			}
			return r
		}
		if !g.Repeat {
			doc[g.Path] = row(0)
			continue
		}
		rows := []any{}
		for n := range rapid.IntRange(0, 3).Draw(t, g.Path) {
			rows = append(rows, row(n))
		}
		doc[g.Path] = rows
	}
	return doc
}

func randomValue(t *rapid.T, f *metamodel.Field) any {
	label := f.Path
	if rapid.IntRange(0, 60).Draw(t, "wrong "+label) == 0 {
		return rapid.SampledFrom([]any{"", " ", "x", "-1", json.Number("-1"), json.Number("1e9"), json.Number("0.001"), true, false, []any{}, map[string]any{}, "1900-01-01"}).Draw(t, label)
	}
	switch f.Element.Type {
	case metamodel.TypeBoolean:
		return rapid.IntRange(0, 5).Draw(t, label) > 0
	case metamodel.TypeDate:
		return rapid.SampledFrom([]any{"2026-11-23", "2027-05-01", "2020-02-29"}).Draw(t, label)
	case metamodel.TypeInteger:
		return json.Number(rapid.SampledFrom([]string{"1", "2", "5", "40"}).Draw(t, label))
	case metamodel.TypeNumber:
		return json.Number(rapid.SampledFrom([]string{"0.5", "3", "3.5", "250", "320", "600"}).Draw(t, label))
	case metamodel.TypeCode, metamodel.TypeCodes:
		var codes []string
		for _, e := range f.CodeList.Entries {
			codes = append(codes, e.Code)
		}
		c := rapid.SampledFrom(codes).Draw(t, label)
		if f.Element.Type == metamodel.TypeCodes {
			return []any{c}
		}
		return c
	}
	switch f.Element.Format {
	case metamodel.FormatResidentID:
		return rapid.SampledFrom([]any{"11010519491231002X", "440524188001010014", "110105194912310021", "E12345678"}).Draw(t, label)
	case metamodel.FormatUSCC:
		return "91350100M000100Y43"
	case metamodel.FormatMobile:
		return rapid.SampledFrom([]any{"13800138000", "+86 138 0013 8000"}).Draw(t, label)
	case metamodel.FormatEmail:
		return "name@example.com"
	}
	if f.Element.Pattern == `^\d{6}$` {
		return "200001"
	}
	return rapid.SampledFrom([]any{"老陕面馆", "Ａ座 1 号", " 上海市  ", "b"}).Draw(t, label)
}

// repaired puts right most of what the merged form complains about, for random
// answers alone are hardly ever accepted.
func repaired(t *rapid.T, f *metamodel.Form, doc answersDoc, ctx metamodel.Context) answersDoc {
	for range 6 {
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		rec := f.Check(b, ctx)
		if !rec.Problems.Failed() {
			return doc
		}
		for _, p := range rec.Problems {
			fix(f, doc, p.Path)
		}
	}
	return doc
}

// fix puts a value at path that suits every matter of the two themes.
func fix(f *metamodel.Form, doc answersDoc, path string) {
	good := func(field *metamodel.Field) any {
		switch field.Element.Type {
		case metamodel.TypeBoolean:
			return true
		case metamodel.TypeDate:
			return "2027-05-01"
		case metamodel.TypeInteger:
			return 2
		case metamodel.TypeNumber:
			switch field.Key {
			case "DE00213", "DE00506", "E22", "E41", "DE00402", "DE00403":
				return json.Number("0.5")
			}
			return json.Number("320")
		case metamodel.TypeCode:
			return field.CodeList.Entries[0].Code
		case metamodel.TypeCodes:
			return []any{field.CodeList.Entries[0].Code}
		}
		switch {
		case field.Element.Format == metamodel.FormatResidentID:
			return "11010519491231002X"
		case field.Element.Format == metamodel.FormatUSCC:
			return "91350100M000100Y43"
		case field.Element.Format == metamodel.FormatMobile:
			return "13800138000"
		case field.Element.Format == metamodel.FormatEmail:
			return "name@example.com"
		case field.Element.Pattern == `^\d{6}$`:
			return "200001"
		}
		return "面馆"
	}
	if g, ok := f.Group(path); ok && g.Repeat {
		row := map[string]any{}
		for _, field := range g.Fields {
			row[field.Key] = good(field)
		}
		doc[g.Path] = []any{row}
		return
	}
	field, ok := f.Field(path)
	if !ok {
		return
	}
	switch holder := doc[field.Group.Path].(type) {
	case map[string]any:
		holder[field.Key] = good(field)
	case []any:
		for _, row := range holder {
			row.(map[string]any)[field.Key] = good(field)
		}
	}
}

// onlyFieldsOf cuts the answers as typed down to what a matter's own form has.
func onlyFieldsOf(t *rapid.T, f *metamodel.Form, doc answersDoc) []byte {
	out := answersDoc{}
	for _, g := range f.Groups {
		cut := func(row any) map[string]any {
			kept := map[string]any{}
			for _, field := range g.Fields {
				if v, ok := row.(map[string]any)[field.Key]; ok {
					kept[field.Key] = v
				}
			}
			return kept
		}
		switch v := doc[g.Path].(type) {
		case map[string]any:
			out[g.Path] = cut(v)
		case []any:
			rows := []any{}
			for _, row := range v {
				rows = append(rows, cut(row))
			}
			out[g.Path] = rows
		}
	}
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

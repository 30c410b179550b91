package metamodel_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// limits are what a type's values may be limited by, each with the keywords that
// say it. Pattern and required parts are no limits of more or less: what the
// element says and what the field says both count, whatever they are.
var limits = map[string][]string{
	"minLength": {"minLength"}, "maxLength": {"maxLength"}, "lower": {"minimum", "exclusiveMinimum"}, "upper": {"maximum", "exclusiveMaximum"},
	"integer digits": {"x-integer-digits"}, "fraction digits": {"x-fraction-digits"}, "earliest": {"x-not-before"}, "latest": {"x-not-after"},
	"values": {"const", "enum"}, "format": {"format"}, "minItems": {"minItems"}, "maxItems": {"maxItems"},
	"accept": {"x-accept"}, "bytes": {"x-max-bytes"}, "days": {"x-max-days"},
}

// What a field says is never wider than what its element says of the same: a
// value that passes the field's limit passes the element's, or the compiler has
// refused the field. Both are tried out on a field of an element that says
// nothing, so that nothing hides behind the other's check.
func TestAFieldNeverSaysMoreThanItsElement(t *testing.T) {
	t.Parallel()
	base := restaurant(t)
	form := func(t testing.TB, n narrowed, typ, element, field string) (*metamodel.Form, metamodel.Problems) {
		e, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, []byte(`{"id":"X","name":{"zh":"项"},"type":"`+typ+`"`+n.fixed+element+`}`))
		if ps.Failed() {
			t.Fatalf("%s %s: %v", typ, element, ps)
		}
		w := &world{elements: maps.Clone(base.elements), lists: base.lists, subjects: base.subjects}
		w.elements["X"] = e
		var doc metamodel.FormDoc
		if err := json.Unmarshal([]byte(`{"$id":"form:n","type":"object","properties":{"filing":{"type":"object","x-subject":"filing","properties":{"X":{"$ref":"element:X"`+field+`}}}},"x-layout":{"sections":[{"id":"s","fields":["filing/X"]}]}}`), &doc); err != nil {
			t.Fatal(err)
		}
		return metamodel.Compile(&doc, w)
	}
	for _, typ := range slices.Sorted(maps.Keys(narrowedTypes)) {
		n := narrowedTypes[typ]
		for limit, keywords := range limits {
			said := sayings(n, keywords)
			if len(said) == 0 {
				continue
			}
			// Which values each saying lets through by itself.
			passes := map[string][]bool{}
			for _, s := range said {
				f, ps := form(t, n, typ, "", s)
				if ps.Failed() {
					continue // leaves no value
				}
				for _, v := range n.values {
					passes[s] = append(passes[s], len(f.Check([]byte(`{"filing":{"X":`+v+`}}`), may()).Problems) == 0)
				}
			}
			for _, element := range said {
				for _, field := range said {
					if passes[element] == nil || passes[field] == nil {
						continue
					}
					wider := -1
					for i := range n.values {
						if passes[field][i] && !passes[element][i] {
							wider = i
						}
					}
					if wider < 0 || moving(element) || moving(field) {
						continue
					}
					if _, ps := form(t, n, typ, element, field); !ps.Failed() {
						t.Errorf("%s, %s: the element says%s, its field%s, which lets %s through", typ, limit, element, field, n.values[wider])
					}
				}
			}
		}
	}
}

// moving bounds hang on the day of the filing: which of two is the narrower
// cannot be said, and both count.
func moving(said string) bool {
	return strings.Contains(said, `"today"`) || strings.Contains(said, `"now"`)
}

// sayings are all ways to say something with some keywords.
func sayings(n narrowed, keywords []string) []string {
	out := []string{""}
	for _, k := range keywords {
		for _, before := range slices.Clone(out) {
			for _, v := range n.keywords[k] {
				out = append(out, before+fmt.Sprintf(`,%q:%s`, k, v))
			}
		}
	}
	return out[1:]
}

// The tests of narrowing know every type, and every keyword of it.
func TestEveryKeywordIsTriedInNarrowing(t *testing.T) {
	t.Parallel()
	for typ, keywords := range metamodel.KeywordsOf() {
		n, ok := narrowedTypes[string(typ)]
		if !ok && len(keywords) > 0 {
			t.Errorf("%s is not narrowed", typ)
			continue
		}
		for _, k := range keywords {
			if k != "x-format-when" && len(n.keywords[k]) < 2 {
				t.Errorf("%s: %s is tried with %v", typ, k, n.keywords[k])
			}
		}
	}
}

// A repeat of a form that several matters share asks for no fewer and allows no
// more rows than each of them does while it counts.
func TestARepeatNeverAllowsMoreRowsThanItsUses(t *testing.T) {
	t.Parallel()
	base := restaurant(t)
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		type use struct{ min, max int }
		uses := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) use {
			fewest := rapid.IntRange(0, 2).Draw(t, "min")
			return use{fewest, rapid.IntRange(max(fewest, 1), 4).Draw(t, "max")}
		}), 1, 3).Draw(t, "uses")
		form := func(uses []use) *metamodel.Form {
			var said []string
			for i, u := range uses {
				said = append(said, fmt.Sprintf(`{"matter":"M%d","minItems":%d,"maxItems":%d}`, i, u.min, u.max))
			}
			var doc metamodel.FormDoc
			if err := json.Unmarshal([]byte(`{"$id":"form:n","type":"object","properties":{"employee":{"type":"array","x-subject":"employee","x-uses":[`+strings.Join(said, ",")+
				`],"items":{"type":"object","properties":{"DE00001":{"$ref":"element:DE00001","x-uses":[{"matter":"M0"}]}}}}},"x-layout":{"sections":[{"id":"s","fields":["employee"]}]}}`), &doc); err != nil {
				t.Fatal(err)
			}
			f, ps := metamodel.Compile(&doc, base)
			if ps.Failed() {
				return nil
			}
			return f
		}
		all := form(uses)
		if all == nil {
			t.Fatalf("%v does not compile", uses)
		}
		ctx := may()
		ctx.Scope = map[string]bool{}
		for i := range uses {
			ctx.Scope[fmt.Sprintf("M%d", i)] = i == 0 || rapid.Bool().Draw(t, "counts")
		}
		for rows := range 6 {
			answers := []byte(`{"employee":[` + strings.TrimSuffix(strings.Repeat(`{"DE00001":"甲"},`, rows), ",") + `]}`)
			ok := len(all.Check(answers, ctx).Problems) == 0
			for i, u := range uses {
				if ok && ctx.Scope[fmt.Sprintf("M%d", i)] && (rows < u.min || rows > u.max) {
					t.Fatalf("%v: %d rows are accepted", uses, rows)
				}
			}
			if ok {
				accepted++
			} else {
				refused++
			}
		}
	})
	if accepted < 10 || refused < 10 {
		t.Errorf("one-sided: %d accepted, %d refused", accepted, refused)
	}
}

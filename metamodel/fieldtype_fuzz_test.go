package metamodel_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// everyKind is one element of every type, some of them with constraints.
var everyKind = []string{
	`{"id":"X","name":{"zh":"项"},"type":"string","maxLength":20,"pattern":"^[^x]*$"}`, `{"id":"X","name":{"zh":"项"},"type":"text","minLength":2}`,
	`{"id":"X","name":{"zh":"项"},"type":"integer","minimum":-5}`, `{"id":"X","name":{"zh":"项"},"type":"number","x-fraction-digits":2}`,
	`{"id":"X","name":{"zh":"项"},"type":"boolean"}`, `{"id":"X","name":{"zh":"项"},"type":"date","x-not-after":"today"}`,
	`{"id":"X","name":{"zh":"项"},"type":"code","codeList":"CL_DELIVERY"}`, `{"id":"X","name":{"zh":"项"},"type":"codes","codeList":"CL_FOOD_ITEM","maxItems":2}`,
	`{"id":"X","name":{"zh":"项"},"type":"string","format":"cn-mobile"}`, `{"id":"X","name":{"zh":"项"},"type":"string","format":"cn-resident-id"}`,
	moneyElement, dollarsElement, timeElement, anyTimeElement, datetimeElement, rangeElement, personElement, fullElement, orgElement, identityElement, addressElement, homeElement,
	phoneElement, emailElement, urlElement, pointElement, fileElement, signatureElement, tableElement, leafElement, enumElement, someElement,
}

// fieldIsSound checks what must hold of any value of any type.
func fieldIsSound(t failer, form *metamodel.Form, value string) {
	fd, _ := form.Field("filing/X")
	answers := `{"filing":{"X":` + value + `}}`
	if len(metamodel.Gate([]byte(answers), metamodel.AnswerLimits)) > 0 {
		return
	}
	r := form.Check([]byte(answers), may())
	out := r.JSON()
	if ps := metamodel.Gate(out, metamodel.AnswerLimits); len(ps) > 0 {
		t.Fatalf("%s: JSON() is no JSON: %s\n%s", fd.Element.Type, ps, out)
	}
	again := form.Check(out, may())
	if string(again.JSON()) != string(out) || len(again.Problems) > 0 {
		t.Fatalf("%s: not a fixpoint: %s → %s → %s %v", fd.Element.Type, value, out, again.JSON(), again.Problems)
	}
	for _, p := range r.Problems {
		if p.In("zh") == "" || p.In("en") == "" {
			t.Fatalf("%s: %v", fd.Element.Type, p)
		}
	}
	for _, lang := range metamodel.Languages {
		r.Display("filing/X", lang, false)
		r.Display("filing/X", lang, true)
	}
	typed := r.Typed("filing/X")
	if n := len(fd.Controls()); n > 1 && typed != nil && len(typed) != n && len(typed) != 1 {
		t.Fatalf("%s: %d values for %d controls of %s", fd.Element.Type, len(typed), n, value)
	}
	// What the controls show of a good answer comes back as the same answer.
	if again.Answered("filing/X") {
		if back := fd.FromInput(again.Typed("filing/X")); string(form.Check([]byte(`{"filing":{"X":`+string(back)+`}}`), may()).JSON()) != string(out) {
			t.Fatalf("%s: %s came back as %s", fd.Element.Type, out, back)
		}
	}
}

// inputIsSound posts values to every control of a field.
func inputIsSound(t failer, form *metamodel.Form, values []string) {
	fd, _ := form.Field("filing/X")
	given := slices.Clone(values)
	raw := fd.FromInput(values)
	if !slices.Equal(given, values) {
		t.Fatalf("%s: the posted values were changed", fd.Element.Type)
	}
	if raw == nil {
		return
	}
	if !json.Valid(raw) {
		t.Fatalf("%s: %q became %s", fd.Element.Type, values, raw)
	}
	fieldIsSound(t, form, string(raw))
}

func everyForm(t testing.TB) []*metamodel.Form {
	out := make([]*metamodel.Form, len(everyKind))
	for i, e := range everyKind {
		out[i] = oneField(t, e)
	}
	return out
}

func FuzzFieldType(f *testing.F) {
	for _, s := range []string{"", "2026年5月1日下午3点半", "９：３０", "1,234.50元", "+86 21 5432-1234转8", "http://a.cn/?q=[]", "王小明", `{"name":"王"}`, "[[1,2]]", "a@b.cn", "-0", "\x00\xff"} {
		for i := range everyKind {
			f.Add(i, s, "111")
		}
	}
	forms := everyForm(f)
	f.Fuzz(func(t *testing.T, i int, a, b string) {
		form := forms[((i%len(forms))+len(forms))%len(forms)]
		inputIsSound(t, form, []string{a})
		fd, _ := form.Field("filing/X")
		if n := len(fd.Controls()); n > 1 {
			values := make([]string, n)
			for k := range values {
				values[k] = []string{a, b, ""}[(k+i%3+3)%3]
			}
			inputIsSound(t, form, values)
		}
		fieldIsSound(t, form, a)
	})
}

// hostileMember is a value for any control.
func hostileMember() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", " ", "0", "1", "-1", "12.5", "111", "414", "310104", "310000", "typed", "drawn", "true", "2026-05-01", "2026", "5", "13", "31", "09:30", "25:00", "13800138000", "021-54321234",
		"11010519491231002X", "91350100M000100Y43", "王小明", "https://a.cn", "a@b.cn", "200030", "[[1,2,3,4]]", "[[]]", "{}", "[", oneFile, twoFiles, "\x00", "　"}), rapid.String())
}

func TestWhateverIsPostedToAnyKindOfField(t *testing.T) {
	t.Parallel()
	forms := everyForm(t)
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(forms).Draw(t, "form")
		fd, _ := form.Field("filing/X")
		n := max(1, len(fd.Controls()))
		inputIsSound(t, form, rapid.SliceOfN(hostileMember(), n, n).Draw(t, "values"))
		fieldIsSound(t, form, hostileValue().Draw(t, "value"))
	})
}

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

// narrowed is what can be said about the values of a type, and values around it.
type narrowed struct {
	fixed    string              // keys of the element that belong to the type
	keywords map[string][]string // JSON by keyword
	values   []string
}

var narrowedTypes = map[string]narrowed{
	"string": {"", map[string][]string{"minLength": {"0", "1", "2", "3"}, "maxLength": {"1", "2", "3", "4"}, "pattern": {`"^a"`, `"b$"`, `"^[ab]*$"`, `"^1[3-9]"`}, "format": {`"cn-mobile"`, `"email"`}, "enum": {`["a","ab"]`, `["ab"]`, `["ab","b"]`}, "const": {`"ab"`, `"b"`}},
		[]string{`"a"`, `"b"`, `"ab"`, `"aab"`, `"abab"`, `"ababa"`, `"c"`, `"13800138000"`, `"a@b.cn"`, `"ａｂ"`}},
	"text":    {"", map[string][]string{"minLength": {"1", "2"}, "maxLength": {"2", "3"}, "pattern": {`"^a"`, `"b$"`}, "format": {`"email"`, `"cn-mobile"`}, "const": {`"b"`, `"abc"`}, "enum": {`["abc","b"]`, `["b"]`, `["b","abcd"]`}}, []string{`"a"`, `"a\nb"`, `"abc"`, `"abcd"`, `"b"`}},
	"integer": {"", map[string][]string{"minimum": {"-1", "0", "1", "2.5"}, "maximum": {"2", "3", "3.5", "10"}, "exclusiveMinimum": {"0", "1"}, "exclusiveMaximum": {"3", "4"}, "x-integer-digits": {"1", "2"}, "enum": {"[1,2]", "[2]", "[2,3]"}, "const": {`2`, `3`}, "x-fraction-digits": {`0`, `1`}}, []string{"-2", "-1", "0", "1", "2", "3", "4", "10", "11", "100"}},
	"number":  {"", map[string][]string{"minimum": {"0", "0.5"}, "maximum": {"1.5", "2"}, "exclusiveMinimum": {"0", "0.5"}, "exclusiveMaximum": {"1.5", "2"}, "x-integer-digits": {"0", "1"}, "x-fraction-digits": {"0", "1", "2"}, "enum": {"[0.5,1]", "[1]"}, "const": {`1`, `0.5`}}, []string{"0", "0.4", "0.5", "0.55", "0.555", "1", "1.5", "1.50", "2", "15e-1", "-0.1"}},
	"money":   {"", map[string][]string{"minimum": {"0", "0.5"}, "maximum": {"1.5", "2"}, "x-fraction-digits": {"0", "1"}, "exclusiveMinimum": {`0`, `0.5`}, "exclusiveMaximum": {`1.5`, `2`}, "x-integer-digits": {`0`, `1`}, "const": {`0.5`, `1`}, "enum": {`[0.5,1]`, `[1]`, `[1,1.5]`}}, []string{"0", "0.4", "0.5", "0.55", "1", "1.5", "2", "2.01"}},
	"date":    {"", map[string][]string{"x-not-before": {`"today"`, `"2026-04-30"`, `"2026-05-01"`}, "x-not-after": {`"today"`, `"2026-05-01"`, `"2026-05-02"`}, "enum": {`["2026-05-01","2026-05-02"]`, `["2026-05-02"]`, `["2026-05-02","2026-05-03"]`}, "const": {`"2026-05-01"`, `"2026-05-02"`}}, []string{`"2026-04-29"`, `"2026-04-30"`, `"2026-05-01"`, `"2026-05-02"`, `"2026-05-03"`}},
	"time":    {"", map[string][]string{"x-not-before": {`"08:00"`, `"09:00"`}, "x-not-after": {`"17:00"`, `"18:00:30"`}, "enum": {`["08:30","09:00"]`, `["09:00"]`, `["09:00","17:00"]`}, "const": {`"08:30"`, `"09:00"`}}, []string{`"07:59"`, `"08:00"`, `"08:30"`, `"09:00"`, `"17:00"`, `"18:00:30"`, `"18:00:31"`}},
	"datetime": {"", map[string][]string{"x-not-before": {`"now"`, `"today"`, `"2026-05-01"`, `"2026-05-01T09:00:00+08:00"`}, "x-not-after": {`"now"`, `"today"`, `"2026-05-01"`, `"2026-05-01T10:00:00Z"`}, "const": {`"2026-05-01T10:00:00Z"`, `"2026-05-01T00:00:00+08:00"`}, "enum": {`["2026-05-01T10:00:00Z"]`, `["2026-05-01T10:00:00Z","2026-05-01T10:00:01Z"]`}},
		[]string{`"2026-04-30T23:59:59+08:00"`, `"2026-05-01T00:00:00+08:00"`, `"2026-05-01T09:00:00+08:00"`, `"2026-05-01T10:00:00Z"`, `"2026-05-01T10:00:01Z"`, `"2026-05-01T23:59:59+08:00"`, `"2026-05-02T00:00:00+08:00"`}},
	"daterange": {"", map[string][]string{"x-not-before": {`"today"`, `"2026-04-30"`}, "x-not-after": {`"2026-05-02"`, `"2026-05-04"`}, "x-max-days": {"1", "2", "3"}},
		[]string{`{"from":"2026-05-01","to":"2026-05-01"}`, `{"from":"2026-04-30","to":"2026-05-01"}`, `{"from":"2026-05-01","to":"2026-05-03"}`, `{"from":"2026-05-02","to":"2026-05-04"}`, `{"from":"2026-04-29","to":"2026-05-05"}`}},
	"code":         {`,"codeList":"CL_FOOD_ITEM"`, map[string][]string{"enum": {`["01","02"]`, `["02"]`, `["02","03"]`}, "const": {`"01"`, `"02"`}}, []string{`"01"`, `"02"`, `"03"`, `"04"`}},
	"codes":        {`,"codeList":"CL_FOOD_ITEM"`, map[string][]string{"enum": {`["01","02"]`, `["02"]`, `["02","03"]`}, "minItems": {"0", "1", "2"}, "maxItems": {"1", "2"}}, []string{`["01"]`, `["02"]`, `["01","02"]`, `["02","03"]`, `["01","02","03"]`}},
	"boolean":      {"", map[string][]string{"const": {"true", "false"}}, []string{"true", "false"}},
	"person":       {"", map[string][]string{"x-required-parts": {`["phone"]`, `["idType","idNumber"]`, `["phone","idNumber"]`}}, []string{`{"name":"王"}`, `{"name":"王","phone":"13800138000"}`, `{"name":"王","idType":"414","idNumber":"E1"}`, `{"name":"王","idType":"414","idNumber":"E1","phone":"021-54321234"}`}},
	"organisation": {"", map[string][]string{"x-required-parts": {`["creditCode"]`, `[]`}}, []string{`{"name":"甲"}`, `{"name":"甲","creditCode":"91350100M000100Y43"}`}},
	"address":      {`,"codeList":"CL_DIVISION"`, map[string][]string{"x-required-parts": {`["postcode"]`, `[]`}}, []string{`{"division":"310104","detail":"x"}`, `{"division":"310104","detail":"x","postcode":"200030"}`}},
	"phone":        {"", map[string][]string{"pattern": {`"^1"`, `"^021"`, `"00$"`}, "const": {`"13800138000"`, `"02154321200"`}, "enum": {`["13800138000"]`, `["13800138000","02154321200"]`}}, []string{`"13800138000"`, `"02154321200"`, `"0512-65221234"`}},
	"email":        {"", map[string][]string{"maxLength": {"6", "7"}, "pattern": {`"cn$"`, `"^a"`}, "const": {`"a@b.cn"`, `"b@b.com"`}, "enum": {`["a@b.cn"]`, `["a@b.cn","b@b.com"]`}}, []string{`"a@b.cn"`, `"aa@b.cn"`, `"b@b.com"`}},
	"url":          {"", map[string][]string{"maxLength": {"14", "20"}, "pattern": {`"^https:"`, `"cn$"`}, "const": {`"http://a.cn"`, `"https://a.cn"`}, "enum": {`["http://a.cn"]`, `["http://a.cn","https://a.cn"]`}}, []string{`"http://a.cn"`, `"https://a.cn"`, `"https://a.cn/long"`}},
	"file": {"", map[string][]string{"x-accept": {`["image/*"]`, `["image/png"]`, `["image/png","application/pdf"]`, `["*/*"]`}, "x-max-bytes": {"10", "1000"}, "minItems": {"0", "1", "2"}, "maxItems": {"1", "2"}},
		[]string{`[` + fileOf("a", "10", "image/png") + `]`, `[` + fileOf("a", "11", "image/jpeg") + `]`, `[` + fileOf("a", "1", "application/pdf") + `,` + fileOf("b", "1001", "image/png") + `]`, `[` + fileOf("a", "1", "image/png") + `,` + fileOf("b", "2", "image/png") + `]`}},
	"table": {`,"rows":"CL_DELIVERY","columns":["DE00108","DE00001"]`, map[string][]string{"x-required-parts": {`["DE00108"]`, `["DE00001"]`}}, []string{`{"1":{"DE00108":1},"2":{"DE00108":2}}`, `{"1":{"DE00001":"甲"},"2":{"DE00001":"乙"}}`, `{"1":{"DE00108":1,"DE00001":"甲"}}`}},
}

// said draws some keywords, as members of a JSON object.
func (n narrowed) said(t *rapid.T, label string) string {
	var out strings.Builder
	for _, k := range slices.Sorted(maps.Keys(n.keywords)) {
		if rapid.Bool().Draw(t, label+k) {
			fmt.Fprintf(&out, `,%q:%s`, k, rapid.SampledFrom(n.keywords[k]).Draw(t, k))
		}
	}
	return out.String()
}

// What a field accepts its element accepts, whatever the two say.
func TestAFieldNeverAcceptsWhatItsElementRefuses(t *testing.T) {
	t.Parallel()
	var accepted, refused, widening int
	names := slices.Sorted(maps.Keys(narrowedTypes))
	base := restaurant(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "type")
		n := narrowedTypes[name]
		el := `{"id":"X","name":{"zh":"项"},"type":"` + name + `"` + n.fixed + n.said(t, "element ") + `}`
		e, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, []byte(el))
		if ps.Failed() {
			t.Fatalf("%s: %v", el, ps)
		}
		w := &world{elements: map[string]*metamodel.Element{"X": e}, lists: base.lists, subjects: base.subjects}
		for id, e := range base.elements {
			w.elements[id] = e
		}
		form := func(narrowing string) (*metamodel.Form, metamodel.Problems) {
			var doc metamodel.FormDoc
			if err := json.Unmarshal([]byte(`{"$id":"form:n","type":"object","properties":{"filing":{"type":"object","x-subject":"filing","properties":{"X":{"$ref":"element:X"`+narrowing+`}}}},"x-layout":{"sections":[{"id":"s","fields":["filing/X"]}]}}`), &doc); err != nil {
				t.Fatalf("%v", err)
			}
			return metamodel.Compile(&doc, w)
		}
		plain, ps := form("")
		if ps.Failed() {
			return // the element's own constraints leave no value
		}
		for range 5 { // one in nine widens: a hundred of them might all not
			narrowing := n.said(t, "field ")
			narrow, ps := form(narrowing)
			if ps.Failed() {
				for _, p := range ps {
					if p.Code == "form.widens" {
						widening++
					}
				}
				continue
			}
			for _, v := range n.values {
				answers := []byte(`{"filing":{"X":` + v + `}}`)
				mine, theirs := narrow.Check(answers, may()), plain.Check(answers, may())
				if len(mine.Problems) > 0 {
					refused++
					continue
				}
				accepted++
				// A field's pattern or format may bring a value into its stored form
				// (ａｂ is ab); then what is stored is what the element has to accept.
				if len(theirs.Problems) > 0 && string(mine.Raw("filing/X")) == string(theirs.Raw("filing/X")) {
					t.Fatalf("%s narrowed by %s accepts %s, which the element refuses: %v", el, narrowing, v, theirs.Problems)
				}
				if got := plain.Check(mine.JSON(), may()); len(got.Problems) > 0 || string(got.JSON()) != string(mine.JSON()) {
					t.Fatalf("%s narrowed by %s stores %s, which the element stores as %s", el, narrowing, mine.JSON(), got.JSON())
				}
			}
		}
	})
	if accepted < 30 || refused < 30 || widening == 0 {
		t.Errorf("one-sided: %d accepted, %d refused, %d widening", accepted, refused, widening)
	}
}

func TestOptionsAreThoseOfTheEnumeration(t *testing.T) {
	t.Parallel()
	f := oneField(t, someElement)
	fd, _ := f.Field("filing/X")
	var got []string
	for _, c := range fd.Options(f.Check(nil, may()), "filing/X") {
		got = append(got, c.Code)
	}
	if strings.Join(got, " ") != "01 03" {
		t.Error(got)
	}
}

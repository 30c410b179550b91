package metamodel_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// pairs are forms beside the same forms without shortcuts.
var pairs = sync.OnceValue(func() [][2]*metamodel.Form {
	var out [][2]*metamodel.Form
	for _, doc := range []string{foodForm, mergedForm, nestedForm, routedForm, computedForm, plainForm, districtForm, orderedForm} {
		w := withDistricts(restaurant(panicking{}))
		out = append(out, [2]*metamodel.Form{mustForm(panicking{}, w, doc), metamodel.Slowly(mustForm(panicking{}, w, doc))})
	}
	return out
})

// orderedForm has conditions that compare sums, decimals, whole numbers and
// dates: outside and inside rows, of what is shown and what is not.
const orderedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:ordered", "x-title": {"zh": "比较"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203"], "properties": {
   "DE00203": {"$ref": "element:DE00203", "x-check": [{"rule": "premises.DE00203 + premises.DE00213 <= 500.5", "message": {"zh": "合计过大"}}, {"rule": "premises.DE00104 / premises.DE00213 < premises.DE00203 * 2.0", "message": {"zh": "比例不对"}}]},
   "DE00213": {"$ref": "element:DE00213", "x-visible": "premises.DE00203 - 0.5 > 0.0"},
   "DE00104": {"$ref": "element:DE00104", "x-visible": "!(premises.DE00213 >= premises.DE00203)", "x-required": "premises.DE00213 * 4.0 >= premises.DE00203 || premises.DE00108 > 3"},
   "DE00108": {"$ref": "element:DE00108", "x-visible": "premises.DE00213 / premises.DE00213 < 2"}}},
 "employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {
   "DE00104": {"$ref": "element:DE00104"},
   "DE00203": {"$ref": "element:DE00203", "x-visible": "row.DE00104 + premises.DE00203 > 100.0 && row.DE00104 != premises.DE00213"},
   "DE00108": {"$ref": "element:DE00108", "x-check": [{"rule": "row.DE00108 <= premises.DE00108", "message": {"zh": "人数过多"}}]},
   "DE00602": {"$ref": "element:DE00602"},
   "DE00013": {"$ref": "element:DE00013", "x-required": "row.DE00203 * row.DE00104 > 1000", "x-check": [{"rule": "row.DE00013 >= row.DE00602", "message": {"zh": "已过期"}}]}}}}
},
"x-layout": {"sections": [{"id": "all", "title": {"zh": "全部"}, "fields": ["premises/DE00203", "premises/DE00213", "premises/DE00104", "premises/DE00108", "employee"]}]}}`

// A form without shortcuts has none, or the comparison would be of one thing
// with itself; the others have some.
func TestTheSlowFormHasNoShortcuts(t *testing.T) {
	t.Parallel()
	quick := map[string]int{}
	for _, pair := range pairs() {
		if n := metamodel.Quicks(pair[1]); n != 0 {
			t.Errorf("%s: %d conditions are still quick", pair[1].ID, n)
		}
		quick[pair[0].ID] = metamodel.Quicks(pair[0])
	}
	if quick["ordered"] != 10 {
		t.Errorf("quick conditions: %v", quick)
	}
}

func same(t failer, pair [2]*metamodel.Form, answers []byte, ctx metamodel.Context) {
	fast, slow := pair[0].Check(answers, ctx), pair[1].Check(answers, ctx)
	if string(fast.JSON()) != string(slow.JSON()) || !reflect.DeepEqual(fast.Problems, slow.Problems) {
		t.Fatalf("%s\nfast %s %v\nslow %s %v", answers, fast.JSON(), fast.Problems, slow.JSON(), slow.Problems)
	}
	for _, fd := range pair[0].Fields {
		for _, at := range instances(fast, fd.Group, true) {
			path := at + "/" + fd.Key
			if fast.Visible(path) != slow.Visible(path) || fast.Required(path) != slow.Required(path) || string(fast.Raw(path)) != string(slow.Raw(path)) || !reflect.DeepEqual(fast.Typed(path), slow.Typed(path)) {
				t.Fatalf("%s\n%s: fast %s %q, slow %s %q", answers, path, fast.Raw(path), fast.Typed(path), slow.Raw(path), slow.Typed(path))
			}
		}
	}
}

// storedValue is a value in its stored form, or one that just misses it.
func storedValue() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{`0`, `-0`, `1`, `-1`, `0.5`, `0.50`, `01`, `1e2`, `999999999999`, `1000000000000`, `0.000001`, `0.0000001`, `100000`, `100001`, `499`, `500`, `12.`, `1.5 `, `320.25`, `320.255`, `99999.99`, `999999.99`, `1000000`,
			`"王小明"`, `"a"`, `" a"`, `"a "`, `"a　"`, `"　a"`, "\"a\u00a0\"", "\"\u200ba\"", "\"a\u0085\"", `"a\n"`, `"a\u0041"`, `"é"`, `"ａｂ"`, `""`, `"a`, `"` + strings.Repeat("字", 17) + `"`, `"` + strings.Repeat("x", 50) + `"`, `"` + strings.Repeat("x", 51) + `"`, `"12345678"`, `"1234567\"9"`, "\"1234567\x01\"", "\"\xff\xfe\"",
			`"2026-05-01"`, `"2026-04-30"`, `"2026-02-30"`, `"2024-02-29"`, `"0000-01-01"`, `"9999-12-31"`, `"2026-5-1"`, `true`, `false`, `tru`, `"true"`, `["01"]`, `["01","02"]`, `["02","01"]`, `["01","01"]`, `["01", "02"]`, `["01","02","03"]`, `["03"]`, `["x"]`, `[]`, `["01",1]`,
			`"1130"`, `"9910"`, `"99100"`, `"111"`, `"414"`, `"1"`, `"2"`, `"13800138000"`, `"12800138000"`, `"+8613800138000"`, `"8613800138000"`, `"11010519491231002X"`, `"11010519491231002x"`, `"110105194912310021"`, `"91350100M000100Y43"`, `"91350100M000100Y44"`, `"200030"`, `"2000300"`, `"２00030"`, `"20003a"`,
			`"31"`, `"3101"`, `"3103"`, `"1101"`, `["3101"]`, `["3101","3102"]`}),
		hostileValue(),
	)
}

func TestShortcutsChangeNothing(t *testing.T) {
	t.Parallel()
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		pair := rapid.SampledFrom(pairs()).Draw(t, "form")
		var answers string
		if rapid.Bool().Draw(t, "shaped") {
			answers = hostileAnswers().Draw(t, "answers")
		} else {
			answers = answersFor(t, pair[0], storedValue())
		}
		same(t, pair, []byte(answers), contexts(t))
		if len(pair[0].Check([]byte(answers), may()).Problems) == 0 {
			accepted++
		} else {
			refused++
		}
	})
	if refused < 10 {
		t.Errorf("%d accepted, %d refused", accepted, refused)
	}
}

// answersFor is a document with values for some of a form's fields, without
// white space, in an order of its own.
func answersFor(t *rapid.T, f *metamodel.Form, value *rapid.Generator[string]) string {
	var group func(g *metamodel.Group, depth int) string
	object := func(fields []*metamodel.Field, groups []*metamodel.Group, depth int) string {
		var parts []string
		for _, fd := range fields {
			if rapid.IntRange(0, 3).Draw(t, "given") > 0 {
				parts = append(parts, fmt.Sprintf("%q:%s", fd.Key, value.Draw(t, fd.Key)))
			}
		}
		for _, g := range groups {
			if rapid.IntRange(0, 4).Draw(t, "given") > 0 {
				parts = append(parts, fmt.Sprintf("%q:%s", g.Path[strings.LastIndexByte(g.Path, '/')+1:], group(g, depth)))
			}
		}
		if len(parts) > 1 && rapid.IntRange(0, 3).Draw(t, "turn") == 0 {
			parts = rapid.Permutation(parts).Draw(t, "order")
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	group = func(g *metamodel.Group, depth int) string {
		if !g.Repeat {
			return object(g.Fields, g.Groups, depth)
		}
		var rows []string
		for range rapid.IntRange(0, 3-min(depth, 2)).Draw(t, "rows") {
			rows = append(rows, object(g.Fields, g.Groups, depth+1))
		}
		return "[" + strings.Join(rows, ",") + "]"
	}
	return object(nil, f.Groups, 0)
}

func FuzzShortcuts(f *testing.F) {
	for _, s := range []string{nestedAnswers, `{"applicant":{"DE00103":"1130","DE00104":100.5,"DE00302":["01","02"]},"premises":{"DE00203":320,"DE00213":80}}`,
		`{"premises":{"DE00203":420.25,"DE00213":80.25,"DE00104":67407.9,"DE00108":4},"employee":[{"DE00104":-319.5,"DE00108":5,"DE00602":"2026-05-01","DE00013":"2026-04-30"},{"DE00104":80.25,"DE00203":12.5}]}`,
		`{"premises":{"DE00203":0.5,"DE00213":0,"DE00104":0},"employee":[{"DE00104":99.5,"DE00203":10}]}`, `{"premises":{"DE00203":1,"DE00213":0},"employee":[{}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, answers []byte) {
		for _, pair := range pairs() {
			same(t, pair, answers, may())
		}
	})
}

func TestByteClassesMatchWhatTheExpressionMatches(t *testing.T) {
	t.Parallel()
	for pattern, known := range map[string]bool{
		`^[0-9]{6}$`: true, `^\d{6}$`: true, `^[A-Z]{2}-?\d+$`: true, `^a*b$`: true, `^a*a$`: false, `^ab?c$`: true, `^[ab]?[bc]$`: false, `^x{2,4}y{1,}$`: true, `^\d{6}`: false, `\d{6}$`: false, `^(ab)+$`: false,
		`^a|b$`: false, `^(?i)ab$`: false, `^中[0-9]$`: false, `^[^a]b$`: true, `^.{3}$`: false, `^[0-9A-Z]{18}$`: true, `^$`: false, `^\w\W$`: true, `^a{0,2}b{0,2}c$`: true, `^a{0,2}b{0,2}a$`: false, `(?m)^a$`: false,
	} {
		re := regexp.MustCompile(pattern)
		if _, got := metamodel.MatchBytes(pattern, nil); got != known {
			t.Errorf("%s: known %v", pattern, got)
		}
		if !known {
			continue
		}
		matches := 0
		rapid.Check(t, func(t *rapid.T) {
			v := []byte(rapid.OneOf(rapid.StringMatching(pattern), rapid.StringMatching(`[abcxyAZ09_\-中]{0,8}`)).Draw(t, "text"))
			got, _ := metamodel.MatchBytes(pattern, v)
			if got && !re.Match(v) {
				t.Fatalf("%s matches %q", pattern, v)
			}
			ascii := strings.IndexFunc(string(v), func(r rune) bool { return r > 0x7F }) < 0
			if ascii && got != re.Match(v) {
				t.Fatalf("%s and %q: %v", pattern, v, got)
			}
			if got {
				matches++
			}
		})
		if matches == 0 {
			t.Errorf("%s never matched", pattern)
		}
	}
}

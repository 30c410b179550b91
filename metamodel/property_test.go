package metamodel_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// someForms are a matter's own form, a merged one and a nested one.
var someForms = sync.OnceValue(func() [3]*metamodel.Form {
	w := restaurant(panicking{})
	return [3]*metamodel.Form{mustForm(panicking{}, w, foodForm), mustForm(panicking{}, w, mergedForm), mustForm(panicking{}, w, nestedForm)}
})

// panicking lets the helpers run where no test is at hand.
type panicking struct{ testing.TB }

func (panicking) Helper()                      {}
func (panicking) Fatal(args ...any)            { panic(fmt.Sprint(args...)) }
func (panicking) Fatalf(f string, args ...any) { panic(fmt.Sprintf(f, args...)) }

// hostileValue is a JSON value that some field may or may not accept.
func hostileValue() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{`null`, `true`, `false`, `""`, `" "`, `{}`, `[]`, `[{}]`, `[null]`, `[""]`, `-0`, `0`, `0.0`, `1e39`, `1e400`, `-1e-400`, `320`, `0.005`, `9223372036854775808`, `12345678901234567890123456789012345678`,
			`"1130"`, `"9910"`, `"２"`, `"1"`, `"2"`, `"111"`, `"414"`, `["01"]`, `["02","01"]`, `["01","01"]`, `["01","02","03"]`, `"11010519491231002x"`, `"110105 19491231 002X"`, `"91350100m000100y43"`,
			`"+86 138 0013 8000"`, `"2026-05-01"`, `"2026/13/01"`, `"2026年5月1日"`, `"a@b.cn"`, `"\ud83d\ude00"`, `"\u0000"`, `"　王 小明\r\n"`, `"\"\\\/\b\f\n"`, `"\ufeff"`, `"－"`}),
		rapid.Custom(func(t *rapid.T) string {
			b, _ := json.Marshal(rapid.String().Draw(t, "text"))
			return string(b)
		}),
		rapid.Custom(func(t *rapid.T) string {
			return rapid.StringMatching(`-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?([eE][+-]?[0-9])?`).Draw(t, "number")
		}),
	)
}

// hostileAnswers is a JSON object with the right names in right and wrong
// places.
func hostileAnswers() *rapid.Generator[string] {
	keys := rapid.SampledFrom([]string{"DE00001", "DE00004", "DE00005", "DE00006", "DE00010", "DE00013", "DE00102", "DE00103", "DE00104", "DE00105", "DE00108", "DE00203", "DE00213", "DE00302", "DE00601", "DE00603", "zz", ""})
	inner := map[string]bool{"contact": false, "home": false, "room": true, "certificate": true, "stamp": true} // true: a repeat
	var object, rows func(depth int) *rapid.Generator[string]
	object = func(depth int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			var parts []string
			for _, k := range rapid.SliceOfNDistinct(keys, 0, 8, rapid.ID).Draw(t, "keys") {
				parts = append(parts, fmt.Sprintf("%q:%s", k, hostileValue().Draw(t, "value")))
			}
			if depth > 0 {
				for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"contact", "home", "room", "certificate", "stamp"}), 0, 2, rapid.ID).Draw(t, "groups") {
					v := object
					if inner[k] != (rapid.IntRange(0, 9).Draw(t, "shape") == 0) {
						v = rows
					}
					parts = append(parts, fmt.Sprintf("%q:%s", k, v(depth-1).Draw(t, "inside")))
				}
			}
			return "{" + strings.Join(parts, ",") + "}"
		})
	}
	rows = func(depth int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			return "[" + strings.Join(rapid.SliceOfN(rapid.OneOf(object(depth), object(depth), hostileValue()), 0, 4).Draw(t, "rows"), ",") + "]"
		})
	}
	return rapid.Custom(func(t *rapid.T) string {
		depth := rapid.IntRange(0, 3).Draw(t, "depth")
		groups := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"applicant", "premises", "legalRep", "shareholder", "employee", "filing", "x"}), 0, 7, rapid.ID).Draw(t, "groups")
		parts := make([]string, len(groups))
		for i, g := range groups {
			var v string
			switch roll := rapid.IntRange(0, 9).Draw(t, "shape"); {
			case roll == 0:
				v = hostileValue().Draw(t, "value")
			case g == "employee" || g == "shareholder":
				v = rows(depth).Draw(t, "rows")
			default:
				v = object(depth).Draw(t, "object")
			}
			parts[i] = fmt.Sprintf("%q:%s", g, v)
		}
		return "{" + strings.Join(parts, ",") + "}"
	})
}

func contexts(t *rapid.T) metamodel.Context {
	ctx := may()
	if rapid.Bool().Draw(t, "scoped") {
		ctx.Scope = map[string]bool{}
		for _, m := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"M01", "M02", "M03", "M05", "M07", "M08"}), rapid.ID).Draw(t, "scope") {
			ctx.Scope[m] = true
		}
	}
	ctx.Awaited = map[string]bool{}
	for _, p := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"applicant/DE00103", "applicant/DE00102", "premises/DE00203", "employee", "legalRep/DE00004"}), rapid.ID).Draw(t, "awaited") {
		ctx.Awaited[p] = true
	}
	return ctx
}

// failer is what a property needs of *rapid.T and *testing.T.
type failer interface{ Fatalf(string, ...any) }

// sound checks everything that must hold of any answers whatever.
func sound(t failer, f, other *metamodel.Form, answers []byte, ctx metamodel.Context) {
	r := f.Check(answers, ctx)
	out := r.JSON()
	if ps := metamodel.Gate(out, metamodel.AnswerLimits); len(ps) > 0 {
		t.Fatalf("JSON() is no JSON: %s\n%s", ps, out)
	}
	again := f.Check(out, ctx)
	if !bytes.Equal(again.JSON(), out) {
		t.Fatalf("not a fixpoint:\n%s\n%s\nof %s", out, again.JSON(), answers)
	}
	for _, p := range again.Problems {
		switch p.Code {
		case "answer.required", "answer.choose", "answer.tick", "answer.check", "answer.too_few_rows", "answer.too_many_rows":
		default:
			if fd, ok := f.Field(p.Path); ok && fd.Computed {
				continue // the same value again
			}
			t.Fatalf("a stored answer has %v\n%s", p, out)
		}
	}
	for _, p := range r.Problems {
		if p.In("zh") == "" || p.In("en") == "" || p.Severity != metamodel.Error {
			t.Fatalf("an incomplete problem %+v", p)
		}
	}
	if bytes.Equal(answers, out) && len(again.Problems) != len(r.Problems) {
		t.Fatalf("the same bytes, other problems")
	}
	for _, path := range r.Missing() {
		if !r.Required(path) || !r.Visible(path) {
			t.Fatalf("%s is missing but not required", path)
		}
	}
	for _, fd := range f.Fields {
		paths := instances(r, fd.Group, true)
		for i := range paths {
			paths[i] += "/" + fd.Key
		}
		for _, path := range paths {
			raw := r.Raw(path)
			if (raw != nil) != r.Answered(path) || (r.Typed(path) != nil) != r.Answered(path) {
				t.Fatalf("%s: raw %s typed %q answered %v", path, raw, r.Typed(path), r.Answered(path))
			}
			if raw != nil && !json.Valid(raw) {
				t.Fatalf("%s: raw %s", path, raw)
			}
			r.Display(path, "en", true)
			if r.Required(path) && !r.Visible(path) {
				t.Fatalf("%s is required and hidden", path)
			}
			// What a control shows comes back as the same answer.
			if raw != nil && again.Answered(path) {
				if back := fd.FromInput(again.Typed(path)); string(back) != string(again.Raw(path)) {
					t.Fatalf("%s: %s came back as %s", path, again.Raw(path), back)
				}
			}
		}
	}
	part := r.Project(other)
	if !bytes.Equal(other.Check(part, ctx).JSON(), part) {
		t.Fatalf("a projection is no fixpoint: %s", part)
	}
}

// instances are the places of a group in the answers, with one empty row behind
// those of every repeat.
func instances(r *metamodel.Record, g *metamodel.Group, blank bool) []string {
	outer := []string{""}
	if g.Parent != nil {
		outer = instances(r, g.Parent, blank)
	}
	var out []string
	for _, o := range outer {
		path := strings.TrimPrefix(o+"/"+g.Path[strings.LastIndexByte(g.Path, '/')+1:], "/")
		if !g.Repeat {
			out = append(out, path)
			continue
		}
		rows := r.Rows(path)
		if blank {
			rows++
		}
		for i := range rows {
			out = append(out, fmt.Sprintf("%s/%d", path, i))
		}
	}
	return out
}

func TestAnyAnswersAreChecked(t *testing.T) {
	t.Parallel()
	forms := someForms()
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(forms)-1).Draw(t, "form")
		sound(t, forms[i], forms[(i+1)%len(forms)], []byte(hostileAnswers().Draw(t, "answers")), contexts(t))
	})
}

func TestRandomBytesAreChecked(t *testing.T) {
	t.Parallel()
	forms := someForms()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte(`{}[]:,"\/ue0123456789.-+truefalsn`)))).Draw(t, "bytes")
		sound(t, forms[0], forms[1], b, may())
	})
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{
		`{"applicant":{"DE00103":"1130","DE00104":100.50,"DE00302":["02","01"]},"premises":{"DE00203":320,"DE00213":8e1},"shareholder":[{"DE00001":"王小明","DE00104":60}]}`,
		`{"legalRep":{"DE00001":"　王小明 ","DE00004":"111","DE00005":"11010519491231002x"},"employee":[{"DE00001":"赵强","DE00013":"2026/5/1"},{}],"filing":{"DE00601":"2","DE00010":"x","DE00603":true}}`,
		nestedAnswers, `{"employee":[1,null,{"DE00001":"\ud83d\ude00\r\n"}],"x":{"\u0041":1}}`, `{`, ``, `[]`,
	} {
		f.Add([]byte(s))
	}
	forms := someForms()
	f.Fuzz(func(t *testing.T, answers []byte) {
		sound(t, forms[0], forms[1], answers, may())
		sound(t, forms[1], forms[0], answers, in("M01", "M02", "M08"))
		sound(t, forms[2], forms[0], answers, may())
	})
}

// plainForm has only what plain JSON Schema can say.
const plainForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:plain", "x-title": {"zh": "对照", "en": "Oracle"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00103", "DE00108"], "properties": {
   "DE00001": {"$ref": "element:DE00001", "minLength": 2, "maxLength": 4}, "DE00102": {"$ref": "element:DE00102"}, "DE00103": {"$ref": "element:DE00103"},
   "DE00104": {"$ref": "element:DE00104", "exclusiveMinimum": 0.5, "x-fraction-digits": 1}, "DE00108": {"$ref": "element:DE00108", "minimum": 1, "exclusiveMaximum": 500},
   "DE00302": {"$ref": "element:DE00302", "minItems": 2}, "DE00602": {"$ref": "element:DE00602"}, "DE00603": {"$ref": "element:DE00603"}, "DE00011": {"$ref": "element:DE00011", "pattern": "^20"}}},
 "premises": {"type": "object", "x-subject": "premises", "properties": {"DE00203": {"$ref": "element:DE00203", "maximum": 99999.99}, "DE00006": {"$ref": "element:DE00006"}}},
 "employee": {"type": "array", "x-subject": "employee", "minItems": 1, "maxItems": 3, "items": {"type": "object", "required": ["DE00001"], "properties": {"DE00001": {"$ref": "element:DE00001"}, "DE00108": {"$ref": "element:DE00108"}}}}
},
"x-layout": {"sections": [{"id": "all", "title": {"zh": "全部"}, "fields": ["applicant/DE00001", "applicant/DE00102", "applicant/DE00103", "applicant/DE00104", "applicant/DE00108", "applicant/DE00302", "applicant/DE00602", "applicant/DE00603", "applicant/DE00011", "premises/DE00203", "premises/DE00006", "employee"]}]}}`

// The oracle: on answers in their normal form, our plan and a full JSON Schema
// implementation reading our exported schema agree.
func TestPlainFormsAgreeWithJSONSchema(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), plainForm)
	exported, err := f.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(exported))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("form.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("form.json")
	if err != nil {
		t.Fatalf("%v\n%s", err, exported)
	}
	anyOf := func(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }
	number := rapid.Custom(func(t *rapid.T) string {
		return rapid.StringMatching(`-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,3})?([eE][+-]?[0-3])?`).Draw(t, "number")
	})
	alien := anyOf(`true`, `false`, `{}`, `{"a":1}`, `17`, `0.5`, `"文字"`, `["x"]`, `[1]`)
	// For every field: what is within its bounds, and what is beyond.
	good := map[string]*rapid.Generator[string]{
		"DE00001": anyOf(`"王小"`, `"王小明明"`, `"😀😀"`, `"😀😀😀😀"`),
		"DE00102": anyOf(`"91350100M000100Y43"`),
		"DE00103": anyOf(`"1130"`, `"9910"`),
		"DE00104": anyOf(`0.6`, `999999999999.9`, `1e0`, `12e-1`, `100.50`, `7`),
		"DE00108": anyOf(`1`, `1.0`, `499`, `49e1`),
		"DE00302": anyOf(`["01","02"]`, `["02","01"]`),
		"DE00602": anyOf(`"2026-05-01"`, `"2024-02-29"`),
		"DE00603": anyOf(`true`),
		"DE00011": anyOf(`"200030"`),
		"DE00203": anyOf(`0.01`, `99999.99`, `320`, `3.2e2`),
		"DE00006": anyOf(`"13800138000"`, `"19900000000"`),
	}
	bad := map[string]*rapid.Generator[string]{
		"DE00001": anyOf(`"王"`, `"王小明明明"`, `"😀"`, `"😀😀😀😀😀"`, `"`+strings.Repeat("字", 50)+`"`, `"`+strings.Repeat("字", 51)+`"`),
		"DE00102": anyOf(`"91350100M000100Y4"`, `"I1350100M000100Y43"`, `"913501A0M000100Y43"`),
		"DE00103": anyOf(`"0000"`),
		"DE00104": rapid.OneOf(number, anyOf(`0.5`, `0.55`, `1000000000000`, `1e13`)),
		"DE00108": rapid.OneOf(number, anyOf(`0`, `499.5`, `500`, `5e2`, `100000`, `100001`)),
		"DE00302": anyOf(`["01"]`, `["01","01"]`, `["01","02","03"]`, `["01","99"]`, `["01",1]`),
		"DE00602": anyOf(`"2023-02-29"`, `"2026-13-01"`, `"2026-00-10"`, `"yesterday"`),
		"DE00603": anyOf(`false`),
		"DE00011": anyOf(`"100030"`, `"20003"`, `"2000300"`, `"20003a"`),
		"DE00203": rapid.OneOf(number, anyOf(`0`, `0.001`, `-0`, `99999.991`, `100000`)),
		"DE00006": anyOf(`"12800138000"`, `"1380013800"`, `"138001380001"`),
	}
	groups := []struct {
		name string
		keys []string
	}{{"applicant", []string{"DE00103", "DE00108", "DE00001", "DE00102", "DE00104", "DE00302", "DE00602", "DE00603", "DE00011"}}, {"premises", []string{"DE00203", "DE00006"}}}
	agreed := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		careful := rapid.IntRange(0, 2).Draw(t, "careful") > 0
		rarely := func(what string, one int) bool { return rapid.IntRange(1, one).Draw(t, what) == 1 && !careful }
		value := func(k string) string {
			switch {
			case rarely("alien", 20):
				return alien.Draw(t, k)
			case rarely("bad", 4):
				return bad[k].Draw(t, k)
			}
			return good[k].Draw(t, k)
		}
		var parts []string
		for _, g := range groups {
			var members []string
			for _, k := range g.keys {
				needed := k == "DE00103" || k == "DE00108"
				if needed && !rarely("forget", 10) || !needed && rapid.Bool().Draw(t, "give") {
					members = append(members, `"`+k+`":`+value(k))
				}
			}
			if rarely("stranger", 20) {
				members = append(members, `"other":1`)
			}
			if len(members) > 0 {
				parts = append(parts, `"`+g.name+`":{`+strings.Join(members, ",")+`}`)
			}
		}
		var rows []string
		counts := []int{1, 2, 3}
		if !careful {
			counts = []int{0, 1, 1, 2, 3, 4}
		}
		for range rapid.SampledFrom(counts).Draw(t, "rows") {
			row := `"DE00001":` + value("DE00001")
			if rapid.IntRange(0, 3).Draw(t, "with staff") == 0 {
				row += `,"DE00108":` + value("DE00108")
			}
			rows = append(rows, "{"+row+"}")
		}
		if len(rows) > 0 {
			parts = append(parts, `"employee":[`+strings.Join(rows, ",")+`]`)
		}
		answers := "{" + strings.Join(parts, ",") + "}"
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(answers))
		if err != nil {
			t.Fatalf("%v\n%s", err, answers)
		}
		theirs := schema.Validate(instance)
		ours := f.Check([]byte(answers), may()).Problems
		// Decimals are unsaid: what the schema accepts we may refuse for them alone.
		more := slices.ContainsFunc(ours, func(p metamodel.Problem) bool { return p.Code != "answer.fraction_digits" })
		if theirs == nil && more || theirs != nil && len(ours) == 0 {
			t.Fatalf("%s\ntheirs: %v\nours: %v", answers, theirs, ours)
		}
		agreed[theirs == nil]++
	})
	if agreed[true] < 3 || agreed[false] < 3 { // about 65 and 35 of a hundred; fewer than 10 happens by chance
		t.Errorf("one-sided: %v", agreed)
	}
}

package metamodel_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// patched is the document with another value at a path, by other means than
// the record's own: decoded, changed, encoded.
func patched(doc any, path []string, raw string) any {
	if len(path) == 0 {
		var v any
		d := json.NewDecoder(strings.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			panic(err)
		}
		return v
	}
	if i, err := strconv.Atoi(path[0]); err == nil {
		rows, ok := doc.([]any)
		switch {
		case !ok && raw == "":
			return doc
		case i >= len(rows):
			if raw != "" {
				rows = append(rows, patched(nil, path[1:], raw))
			}
		case len(path) == 1 && raw == "":
			rows = slices.Delete(slices.Clone(rows), i, i+1)
		default:
			rows = slices.Clone(rows)
			rows[i] = patched(rows[i], path[1:], raw)
		}
		return rows
	}
	object, ok := doc.(map[string]any)
	if !ok {
		if raw == "" {
			return doc
		}
		object = map[string]any{}
	}
	_, there := object[path[0]]
	switch {
	case len(path) == 1 && raw == "":
		delete(object, path[0])
	case there || raw != "":
		object[path[0]] = patched(object[path[0]], path[1:], raw)
	}
	return object
}

// everyPath lists the places of every field, with blank also those of one empty
// row behind each repeat.
func everyPath(r *metamodel.Record, blank bool) []string {
	var out []string
	for _, fd := range r.Form.Fields {
		for _, at := range instances(r, fd.Group, blank) {
			out = append(out, at+"/"+fd.Key)
		}
	}
	return out
}

// seen is what can be seen of a place.
func seen(r *metamodel.Record, path string) string {
	var told []string
	for _, p := range r.Problems {
		if p.Path == path {
			told = append(told, p.Code+p.In("zh"))
		}
	}
	raw := r.Raw(path)
	if raw != nil { // what is kept as it was given may have other escapes
		raw, _ = json.Marshal(patched(nil, nil, string(raw)))
	}
	return fmt.Sprint(string(raw), r.Visible(path), told)
}

func setEqualsCheck(t *rapid.T, f *metamodel.Form, first string, ctx metamodel.Context, steps int) {
	r := f.Check([]byte(first), ctx)
	var doc any = map[string]any{}
	if first != "" && !strings.HasPrefix(problemLines(r), "json.") {
		doc = patched(nil, nil, first)
	}
	for range steps {
		paths := everyPath(r, true)
		for _, g := range []string{"employee", "employee/0", "employee/2", "premises/contact", "employee/0/certificate/1", "shareholder", "applicant"} {
			if _, ok := f.Group(strings.TrimRight(g, "/0123456789")); ok {
				paths = append(paths, g)
			}
		}
		path := rapid.SampledFrom(paths).Draw(t, "path")
		raw := ""
		switch rapid.IntRange(0, 5).Draw(t, "what") {
		case 0:
		case 1:
			raw = rapid.SampledFrom([]string{`{}`, `[]`, `[{},{}]`, `{"DE00001":"x"}`, `[{"DE00001":"赵强","DE00108":7}]`}).Draw(t, "group")
		default:
			raw = rapid.OneOf(storedValue(), hostileValue()).Draw(t, "raw")
		}
		if raw != "" && len(metamodel.Gate([]byte(raw), metamodel.AnswerLimits)) > 0 {
			if got := r.Set(path, json.RawMessage(raw)); got != nil {
				t.Fatalf("%s is no JSON, yet %v changed", raw, got)
			}
			continue
		}
		before := map[string]string{}
		for _, p := range everyPath(r, false) {
			before[p] = seen(r, p)
		}
		var patch json.RawMessage
		if raw != "" {
			patch = json.RawMessage(raw)
		}
		changed := r.Set(path, patch)
		doc = patched(doc, strings.Split(path, "/"), raw)
		whole, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		want := f.Check(whole, ctx)
		if string(r.JSON()) != string(want.JSON()) {
			t.Fatalf("%s = %s in %s\n got %s\nwant %s", path, raw, whole, r.JSON(), want.JSON())
		}
		if got, want := known(r.Problems), known(want.Problems); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s = %s in %s\n got %v\nwant %v", path, raw, whole, got, want)
		}
		rows := everyPath(r, false) // of a row that is no more, its repeat is told
		for _, p := range everyPath(want, true) {
			if seen(r, p) != seen(want, p) || r.Required(p) != want.Required(p) || string(r.Raw(p)) == string(want.Raw(p)) && !reflect.DeepEqual(r.Typed(p), want.Typed(p)) {
				t.Fatalf("%s = %s in %s: %s is %s %v, should be %s %v", path, raw, whole, p, seen(r, p), r.Required(p), seen(want, p), want.Required(p))
			}
			if was, ok := before[p]; ok && was != seen(r, p) && slices.Contains(rows, p) && !slices.Contains(changed, p) {
				t.Fatalf("%s = %s: %s went from %s to %s, told %v", path, raw, p, was, seen(r, p), changed)
			}
		}
		for _, s := range f.Sections {
			if r.Shown(s) != want.Shown(s) {
				t.Fatalf("%s = %s: section %s", path, raw, s.ID)
			}
		}
	}
}

// known leaves out the answers no field asks for, whose order is that of the
// document.
func known(ps metamodel.Problems) []string {
	var out, others []string
	for _, p := range ps {
		line := p.Code + " " + p.Path + " " + p.In("zh") + p.In("en")
		if strings.HasPrefix(p.Code, "answer.unknown") {
			others = append(others, line)
		} else {
			out = append(out, line)
		}
	}
	slices.Sort(others)
	return append(out, others...)
}

func TestSettingAnswersEqualsCheckingThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(pairs()).Draw(t, "form")[rapid.IntRange(0, 1).Draw(t, "slow")]
		first := rapid.OneOf(rapid.Just(""), rapid.Just("{}"), rapid.Just(nestedAnswers), rapid.Custom(func(t *rapid.T) string { return answersFor(t, f, storedValue()) }), hostileAnswers()).Draw(t, "first")
		setEqualsCheck(t, f, first, contexts(t), 6)
	})
}

// randomForm has conditions, values and rules that read fields before them.
func randomForm(t *rapid.T) *metamodel.Form {
	ids := []string{"DE00103", "DE00203", "DE00108", "DE00603", "DE00001", "DE00302", "DE00602", "DE00104"}
	var known []string // sources of conditions
	reads := func(where, id string) {
		switch at := where + "." + id; id {
		case "DE00103":
			known = append(known, at+" == '1130'", at+" in ['9910']", "has("+at+")")
		case "DE00203", "DE00104":
			known = append(known, at+" > 100.5", at+" * 2.0 < 700.0")
		case "DE00108":
			known = append(known, at+" >= 12", at+" + 1 == 500")
		case "DE00603":
			known = append(known, at)
		case "DE00001":
			known = append(known, at+" != '王小明'", "size("+at+") > 2")
		case "DE00302":
			known = append(known, "'01' in "+at)
		case "DE00602":
			known = append(known, at+" > timestamp('2026-05-01T00:00:00Z')")
		}
	}
	condition := func() string {
		x := rapid.SampledFrom(known).Draw(t, "condition")
		switch rapid.IntRange(0, 3).Draw(t, "shape") {
		case 0:
			return "!(" + x + ")"
		case 1:
			return "(" + x + ") || " + rapid.SampledFrom(known).Draw(t, "other")
		}
		return x
	}
	field := func(where, id string) map[string]any {
		fd := map[string]any{"$ref": "element:" + id}
		if len(known) > 0 {
			if rapid.IntRange(0, 2).Draw(t, "visible") == 0 {
				fd["x-visible"] = condition()
			}
			if rapid.IntRange(0, 2).Draw(t, "required") == 0 {
				fd["x-required"] = condition()
			}
			if rapid.IntRange(0, 2).Draw(t, "rule") == 0 {
				fd["x-check"] = []any{map[string]any{"rule": condition(), "message": map[string]string{"zh": "不对", "en": "Wrong"}}}
			}
			if rapid.IntRange(0, 3).Draw(t, "computed") == 0 {
				switch id {
				case "DE00603":
					fd["x-value"] = condition()
				case "DE00108":
					fd["x-value"] = "(" + condition() + ") ? 7 : 12"
				case "DE00203", "DE00104":
					fd["x-value"] = "(" + condition() + ") ? 55.5 : 300.0"
				case "DE00103":
					fd["x-value"] = "(" + condition() + ") ? '1130' : '9910'"
				}
			}
		}
		reads(where, id)
		return fd
	}
	object := func(where string, most int) map[string]any {
		props := map[string]any{}
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, most, rapid.ID).Draw(t, where) {
			props[id] = field(where, id)
		}
		return props
	}
	properties, fields := map[string]any{}, map[string][]string{}
	for _, g := range []string{"applicant", "premises"} {
		props := object(g, 6)
		properties[g] = map[string]any{"type": "object", "x-subject": g, "properties": props}
		for k := range props {
			fields[g] = append(fields[g], g+"/"+k)
		}
		slices.Sort(fields[g])
	}
	outside := slices.Clone(known)
	row := object("row", 4)
	known = append(slices.Clone(outside), "size(row.certificate) > 1")
	inner := object("row", 3)
	known = outside
	row["certificate"] = map[string]any{"type": "array", "items": map[string]any{"type": "object", "properties": inner}}
	delete(row, "certificate")
	repeat := map[string]any{"type": "array", "x-subject": "employee", "items": map[string]any{"type": "object", "properties": row}}
	if rapid.Bool().Draw(t, "hidden rows") {
		repeat["x-visible"] = condition()
	}
	properties["employee"] = repeat
	known = append(known, "size(employee) > 1")
	last := map[string]any{"id": "last", "title": map[string]string{"zh": "三"}, "fields": []string{"filing/DE00010"}}
	if rapid.Bool().Draw(t, "hidden section") {
		last["visible"] = condition()
	}
	properties["filing"] = map[string]any{"type": "object", "x-subject": "filing", "required": []string{"DE00010"}, "properties": map[string]any{"DE00010": field("filing", "DE00010")}}
	first := map[string]any{"id": "first", "title": map[string]string{"zh": "一"}, "fields": fields["applicant"]}
	doc, err := json.Marshal(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:random", "type": "object", "x-title": map[string]string{"zh": "随机"}, "properties": properties,
		"x-layout": map[string]any{"sections": []any{first, map[string]any{"id": "second", "title": map[string]string{"zh": "二"}, "fields": append(fields["premises"], "employee")}, last}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return mustForm(panicking{}, restaurant(panicking{}), string(doc))
}

func TestSettingAnswersOfRandomFormsEqualsCheckingThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := randomForm(t)
		setEqualsCheck(t, f, answersFor(t, f, storedValue()), may(), 8)
	})
}

func TestWhatHangsOnAnAnswerIsToldWhenItChanges(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	r := f.Check([]byte(nestedAnswers), may())
	for _, c := range []struct{ path, raw, changed string }{
		{"premises/DE00203", `300`, "premises/DE00203 premises/contact/room/0/DE00203"},
		{"premises/DE00203", `300`, ""},
		{"premises/DE00203", `50`, "premises/DE00203 premises/contact premises/contact/DE00001 premises/contact/DE00006 premises/contact/room premises/contact/room/0 premises/contact/room/0/DE00203 premises/contact/room/1 premises/contact/room/1/DE00203 premises/contact/room/2 premises/contact/room/2/DE00203"},
		{"employee/0/certificate/0/DE00108", `1`, "employee/0/certificate/0/DE00108 employee/0/certificate/0/stamp/0/DE00001 employee/0/certificate/0/stamp/1/DE00001 employee/0/DE00108"},
		{"nowhere/DE1", `1`, ""}, {"employee/DE00001", `"x"`, ""}, {"premises/DE00203", `{`, ""}, {"employee/x/DE00001", `"x"`, ""},
	} {
		var raw json.RawMessage
		if c.raw != "" {
			raw = json.RawMessage(c.raw)
		}
		if got := strings.Join(r.Set(c.path, raw), " "); got != c.changed {
			t.Errorf("%s = %s\n got %s\nwant %s", c.path, c.raw, got, c.changed)
		}
	}
	if got := f.Dependents("premises/DE00203"); !slices.Equal(got, []string{"premises/contact", "premises/contact/DE00001", "premises/contact/DE00006", "premises/contact/room", "premises/contact/room/DE00203"}) {
		t.Errorf("%v", got)
	}
	if f.Dependents("employee/0/certificate/0/DE00108") == nil || f.Dependents("nowhere") != nil || len(f.Dependents("premises/contact/DE00006")) > 0 {
		t.Error("dependents")
	}
}

func TestAFieldNeedsAllThatDecidesWhatIsMadeOfIt(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	for path, want := range map[string]string{
		"premises/DE00203":              "premises/DE00203",
		"premises/contact/DE00006":      "premises/DE00203 premises/contact/DE00001 premises/contact/DE00006",                           // the group's condition, and what requires it
		"premises/contact/room/DE00203": "premises/DE00203 premises/contact/room premises/contact/room/DE00203",                         // its rule
		"employee/DE00108":              "employee employee/DE00001 employee/DE00108 employee/certificate employee/certificate/DE00108", // rows in the row, which are shown by the name
		"filing/DE00010":                "employee employee/DE00001 employee/certificate employee/certificate/stamp filing/DE00010",     // rows are counted
		"employee/certificate/stamp":    "employee employee/DE00001 employee/certificate employee/certificate/stamp",                    // a repeat itself
		"nowhere/DE1":                   "",
	} {
		if got := strings.Join(f.Needs(path), " "); got != want {
			t.Errorf("%s needs\n%s\nnot\n%s", path, got, want)
		}
	}
	if got := f.Needs("premises/DE00203", "employee/DE00001"); !slices.Equal(got, []string{"employee", "employee/DE00001", "premises/DE00203"}) {
		t.Errorf("%v", got)
	}
}

func BenchmarkSetWide(b *testing.B) {
	w, doc, body := wideForm(b, 10_000)
	f, ps := metamodel.Compile(doc, w)
	if ps.Failed() {
		b.Fatal(ps)
	}
	r := f.Check(body, may())
	values := []json.RawMessage{json.RawMessage("1.5"), json.RawMessage("6000")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if len(r.Set("subject7/E1", values[i%2])) == 0 {
			b.Fatal("nothing changed")
		}
	}
}

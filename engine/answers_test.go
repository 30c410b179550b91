package engine

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// household is a registry of a form with rows within rows.
type household struct{}

var householdElements = map[string]*metamodel.Element{}

func init() {
	for id, t := range map[string]metamodel.Type{"name": "string", "income": "money", "issued": "date", "proof": "file", "origin": "string", "note": "text"} {
		householdElements[id] = &metamodel.Element{ID: id, Name: metamodel.ZhEn(id, id), Type: t}
	}
}

func (household) Element(id string) (*metamodel.Element, bool) {
	e, ok := householdElements[id]
	return e, ok
}
func (household) CodeList(string) (*metamodel.CodeList, bool)         { return nil, false }
func (household) ElementGroup(string) (*metamodel.ElementGroup, bool) { return nil, false }
func (household) Subject(id string) (*metamodel.Subject, bool) {
	return &metamodel.Subject{ID: id, Name: metamodel.ZhEn(id, id)}, true
}

// householdForm has a single group with a group in it, and members with
// certificates, each certificate with pages.
const householdForm = `{
 "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:household", "x-title": {"zh": "家庭", "en": "Household"}, "type": "object",
 "properties": {
  "home": {"type": "object", "x-subject": "home", "properties": {
    "name": {"$ref": "element:name"}, "proof": {"$ref": "element:proof"}, "origin": {"$ref": "element:origin", "readOnly": true},
    "contact": {"type": "object", "x-label": {"zh": "联系", "en": "Contact"}, "properties": {"note": {"$ref": "element:note"}}}}},
  "member": {"type": "array", "x-subject": "member", "items": {"type": "object", "properties": {
    "name": {"$ref": "element:name"}, "origin": {"$ref": "element:origin", "x-hidden": true},
    "job": {"type": "object", "x-label": {"zh": "工作", "en": "Job"}, "properties": {"income": {"$ref": "element:income"}}},
    "certificate": {"type": "array", "x-label": {"zh": "证书", "en": "Certificate"}, "items": {"type": "object", "properties": {
      "name": {"$ref": "element:name"}, "proof": {"$ref": "element:proof"},
      "page": {"type": "array", "x-label": {"zh": "页", "en": "Page"}, "items": {"type": "object", "properties": {"note": {"$ref": "element:note"}}}}}}}}}}},
 "x-layout": {"sections": [{"id": "s", "title": {"zh": "全部", "en": "All"}, "fields": ["home/name", "home/proof", "home/origin", "home/contact/note", "member"]}]}}`

func householdOf(t testing.TB) *metamodel.Form {
	t.Helper()
	doc, ps := metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, []byte(householdForm))
	if ps.Failed() {
		t.Fatal(ps)
	}
	form, ps := metamodel.Compile(doc, household{})
	if ps.Failed() {
		t.Fatal(ps)
	}
	return form
}

// stored are answers with a row in a row in a row.
const stored = `{"home":{"contact":{"note":"n"},"name":"a"},"member":[{"certificate":[{"name":"c0","page":[{"note":"p0"},{"note":"p1"}]},{"name":"c1"}],"job":{"income":1},"name":"m0"},{"name":"m1"}]}`

func TestAPatchReachesEveryDepth(t *testing.T) {
	t.Parallel()
	form := householdOf(t)
	for name, x := range map[string]struct{ path, value, want string }{
		"a field":                         {"home/name", `"b"`, `"name":"b"},"member":[`},
		"what was typed wrong":            {"member/0/job/income", `"twelve"`, `"job":{"income":"twelve"}`},
		"a field of a group in a group":   {"home/contact/note", `"x"`, `"contact":{"note":"x"}`},
		"nothing takes it away":           {"home/contact/note", `null`, `{"home":{"name":"a"},`},
		"a field of a row of a row":       {"member/0/certificate/1/name", `"z"`, `{"name":"z"}],"job"`},
		"a field three rows deep":         {"member/0/certificate/0/page/1/note", `"z"`, `{"note":"z"}]},{"name":"c1"}`},
		"the row after the last":          {"member/2/name", `"m2"`, `{"name":"m1"},{"name":"m2"}]`},
		"a row after the last of a row":   {"member/1/certificate/0/name", `"new"`, `{"certificate":[{"name":"new"}],"name":"m1"}`},
		"a whole row":                     {"member/1", `{"certificate":[{}],"name":"w"}`, `{"certificate":[{}],"name":"w"}]`},
		"a row taken away":                {"member/0/certificate/0", `null`, `"certificate":[{"name":"c1"}]`},
		"a whole repeat in a row":         {"member/0/certificate", `[{"name":"only"}]`, `"certificate":[{"name":"only"}],"job"`},
		"a repeat taken away":             {"member/0/certificate", `null`, `"member":[{"job":{"income":1},"name":"m0"}`},
		"a group laid over what is there": {"home", `{"contact":{"note":"y"}}`, `"home":{"contact":{"note":"y"},"name":"a"}`},
		"a group taken away":              {"member/0/job", `null`, `{"name":"c1"}],"name":"m0"}`},
		"nulls in an object":              {"member/1", `{"name":null,"job":{"income":2}}`, `{"job":{"income":2}}]`},
	} {
		tree, ps := readAnswers(form, json.RawMessage(stored))
		ps = append(ps, tree.apply(map[string]json.RawMessage{x.path: json.RawMessage(x.value)})...)
		if ps.Failed() {
			t.Errorf("%s: %v", name, ps)
			continue
		}
		got, ps := tree.json()
		if ps.Failed() || !strings.Contains(string(got), x.want) {
			t.Errorf("%s:\n got %s\nwant %s in it (%v)", name, got, x.want, ps)
		}
	}
}

func TestAPatchOfWhatTheFormDoesNotHaveIsRefused(t *testing.T) {
	t.Parallel()
	form := householdOf(t)
	for path, value := range map[string]string{
		"nobody": `1`, "home/nothing": `1`, "home/name/part": `1`, "home/0/name": `"x"`, "home/contact/0": `{}`, "member/name": `"x"`,
		"member/3/name": `"x"`, "member/-1/name": `"x"`, "member/01/name": `"x"`, "member/0/certificate/3": `{}`, "member/0/certificate/name": `"x"`,
		"member/0/job": `[]`, "member/0": `[]`, "member": `{}`, "member/0/certificate": `{"name":"x"}`, "member/0/certificate/0/page": `[1]`,
		"home": `{"nothing":1}`, "member/1": `{"certificate":[{"page":[{"nothing":1}]}]}`, "": `{}`, "/": `{}`, "member/": `{}`, "home//name": `"x"`,
	} {
		tree, ps := readAnswers(form, json.RawMessage(stored))
		if ps.Failed() {
			t.Fatal(ps)
		}
		if ps := tree.apply(map[string]json.RawMessage{path: json.RawMessage(value)}); !ps.Failed() {
			t.Errorf("%q = %s is taken", path, value)
		}
	}
}

func TestPatchesOfManyDepthsGoInOrder(t *testing.T) {
	t.Parallel()
	tree, ps := readAnswers(householdOf(t), nil)
	patch := map[string]json.RawMessage{}
	for i := range 12 {
		row := "member/" + itoa(i)
		patch[row+"/name"] = json.RawMessage(`"m` + itoa(i) + `"`)
		patch[row+"/certificate/0/name"] = json.RawMessage(`"c"`)
		patch[row+"/certificate/0/page/0/note"] = json.RawMessage(`"p"`)
	}
	if ps = append(ps, tree.apply(patch)...); ps.Failed() {
		t.Fatal(ps)
	}
	raw, _ := tree.json()
	if n := strings.Count(string(raw), `{"certificate":[{"name":"c","page":[{"note":"p"}]}],"name":"m`); n != 12 {
		t.Errorf("%d of 12 rows: %s", n, raw)
	}
}

func itoa(i int) string { b, _ := json.Marshal(i); return string(b) }

func TestFieldsOfRowsKnowTheirField(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"home/name": "home/name", "member/0/name": "member/name", "member/10/certificate/2/page/0/note": "member/certificate/page/note",
		"member/0": "member", "member": "member", "table/DE1/01/DE2": "table/DE1/01/DE2",
	} {
		if got := fieldPath(path); got != want {
			t.Errorf("%s is of the field %s, want %s", path, got, want)
		}
	}
	form := householdOf(t)
	for path, want := range map[string]string{
		"member/0/job/income": "member/0/job/income", "member/0/certificate/1/proof/name": "member/0/certificate/1/proof", "home/proof/size": "home/proof", "nobody/x": "nobody/x",
	} {
		if got := answerPath(form, path); got != want {
			t.Errorf("a problem at %s is about %s, want %s", path, got, want)
		}
	}
}

func TestAnAnswerNamesOnlyFilesOfItsOwnFiling(t *testing.T) {
	t.Parallel()
	form := householdOf(t)
	tree, ps := readAnswers(form, json.RawMessage(`{"home":{"proof":["f1",{"id":"f2","name":"forged.exe","size":1},{"id":"others"},{"id":"f1"},7]},
		"member":[{"certificate":[{"proof":"f2"},{"proof":[{"id":"material"}]}]}]}`))
	if ps.Failed() {
		t.Fatal(ps)
	}
	tree.bind([]File{{ID: "f1", Name: "a.pdf", Size: 10, Media: mediaPDF, SHA256: "s1"}, {ID: "f2", Name: "b.png", Size: 20, Media: mediaPNG, SHA256: "s2"},
		{ID: "material", Material: "MT1"}})
	raw, _ := tree.json()
	const f1, f2 = `{"id":"f1","name":"a.pdf","size":10,"media":"application/pdf","sha256":"s1"}`, `{"id":"f2","name":"b.png","size":20,"media":"image/png","sha256":"s2"}`
	if want := `{"home":{"proof":[` + f1 + `,` + f2 + `]},"member":[{"certificate":[{"proof":[` + f2 + `]},{}]}]}`; string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
	tree.dropFile("f2")
	raw, _ = tree.json()
	if want := `{"home":{"proof":[` + f1 + `]},"member":[{"certificate":[{},{}]}]}`; string(raw) != want {
		t.Errorf("without f2 it is %s", raw)
	}
}

func TestWhatNobodyIsAskedStaysAsItWas(t *testing.T) {
	t.Parallel()
	form := householdOf(t)
	was := json.RawMessage(`{"home":{"name":"a","origin":"register"},"member":[{"name":"m0","origin":"r0"},{"name":"m1","origin":"r1"}]}`)
	for name, x := range map[string]struct{ path, value, want string }{
		"a read-only answer":            {"home/origin", `"mine"`, string(was)},
		"its group taken away":          {"home", `null`, `{"home":{"origin":"register"},"member":[{"name":"m0","origin":"r0"},{"name":"m1","origin":"r1"}]}`},
		"rows that moved up":            {"member", `[{"name":"m1","origin":"r1"}]`, `{"home":{"name":"a","origin":"register"},"member":[{"name":"m1","origin":"r1"}]}`},
		"a value that no row had":       {"member/0/origin", `"mine"`, `{"home":{"name":"a","origin":"register"},"member":[{"name":"m0"},{"name":"m1","origin":"r1"}]}`},
		"a new row that brings its own": {"member/2", `{"name":"m2","origin":"x"}`, `{"home":{"name":"a","origin":"register"},"member":[{"name":"m0","origin":"r0"},{"name":"m1","origin":"r1"},{"name":"m2"}]}`},
	} {
		got, err := LayOver(form, was, map[string]json.RawMessage{x.path: json.RawMessage(x.value)}, nil)
		if err != nil || string(got) != x.want {
			t.Errorf("%s:\n got %s (%v)\nwant %s", name, got, err, x.want)
		}
	}
}

// FuzzAnswers patches at random: whatever is taken reads back as it was
// written, and a value that was set is there.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{stored, `{}`, `null`, `{"member":[{"certificate":[{"page":[{},{"note":null}]}]}]}`} {
		f.Add(s, "member/0/certificate/0/name", `"x"`)
		f.Add(s, "member/0/certificate", `[{"page":[{}]}]`)
		f.Add(s, "home/contact", `{"note":["a"]}`)
	}
	form := householdOf(f)
	f.Fuzz(func(t *testing.T, answers, path, value string) {
		tree, ps := readAnswers(form, json.RawMessage(answers))
		if ps.Failed() {
			return
		}
		if tree.set(path, json.RawMessage(value)).Failed() {
			return
		}
		first, ps := tree.json()
		if ps.Failed() {
			return
		}
		again, ps := readAnswers(form, first)
		if ps.Failed() {
			t.Fatalf("%s cannot be read again: %v", first, ps)
		}
		second, ps := again.json()
		if ps.Failed() || string(first) != string(second) {
			t.Fatalf("%s\nbecomes %s (%v)", first, second, ps)
		}
		if fd, ok := form.Field(fieldPath(path)); ok && fd.Path == fieldPath(path) && json.Valid([]byte(value)) && strings.TrimSpace(value) != "null" {
			if got, ok := at(first, path); !ok || !same(got, json.RawMessage(value)) {
				t.Fatalf("%s = %s is %s in %s", path, value, got, first)
			}
		}
	})
}

// at reads plain JSON at a path.
func at(raw json.RawMessage, path string) (json.RawMessage, bool) {
	for _, key := range strings.Split(path, "/") {
		var o map[string]json.RawMessage
		var a []json.RawMessage
		if json.Unmarshal(raw, &o) == nil && o != nil {
			raw = o[key]
		} else if json.Unmarshal(raw, &a) == nil {
			var i int
			if json.Unmarshal([]byte(key), &i) != nil || i >= len(a) {
				return nil, false
			}
			raw = a[i]
		}
	}
	return raw, raw != nil
}

func same(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

package metamodel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// people adds the element group of a person to a registry.
func people(t testing.TB) *world {
	t.Helper()
	w := restaurant(t)
	w.groups = map[string]*metamodel.ElementGroup{}
	g := decode[metamodel.ElementGroup](t, metamodel.KindElementGroup, []byte(`{"id": "person", "name": {"zh": "人员", "en": "Person"}, "objectClass": "自然人", "elements": [
		{"element": "DE00001", "required": true, "label": {"zh": "人员姓名", "en": "Their name"}}, {"element": "DE00004"},
		{"element": "DE00005", "required": true, "visible": "DE00004 == '111' || DE00004 == '414' && '字 DE00004' != DE00001"}, {"element": "DE00006"}]}`))
	if ps := g.Check(w); len(ps) > 0 {
		t.Fatal(ps)
	}
	w.groups[g.ID] = g
	return w
}

const groupedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:G1", "x-title": {"zh": "复用", "en": "Reuse"}, "type": "object",
"properties": {
 "legalRep": {"type": "object", "x-subject": "legalRep", "x-elements": "person", "required": ["DE00008"], "properties": {
   "DE00006": {"x-visible": "legalRep.DE00001 != '王'", "x-label": {"zh": "手机", "en": "Mobile"}},
   "DE00001": {"$ref": "element:DE00001", "maxLength": 4},
   "DE00008": {"$ref": "element:DE00008"}}},
 "employee": {"type": "array", "x-subject": "employee", "x-elements": "person", "maxItems": 3, "items": {"type": "object", "x-order": ["DE00013", "DE00004"], "properties": {
   "DE00013": {"$ref": "element:DE00013"},
   "helper": {"type": "object", "x-elements": "person"}}}},
 "premises": {"type": "object", "x-subject": "premises", "properties": {"contact": {"type": "object", "x-elements": "person"}}}
},
"x-layout": {"sections": [{"id": "a", "title": {"zh": "甲"}, "fields": ["legalRep/DE00008", "legalRep", "employee"]}, {"id": "b", "title": {"zh": "乙"}, "fields": ["premises/contact", "legalRep/DE00004"]}]}}`

func TestAnElementGroupIsBoundToEverySubjectThatReusesIt(t *testing.T) {
	t.Parallel()
	w := people(t)
	written := decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(groupedForm))
	before, _ := json.Marshal(written)
	f, ps := metamodel.Compile(written, w)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(written); string(after) != string(before) {
		t.Error("the document as written was changed")
	}
	var paths []string
	for _, fd := range f.Fields {
		paths = append(paths, fd.Path)
	}
	want := "legalRep/DE00008 legalRep/DE00001 legalRep/DE00005 legalRep/DE00006 " +
		"employee/DE00013 employee/DE00004 employee/DE00001 employee/DE00005 employee/DE00006 employee/helper/DE00001 employee/helper/DE00004 employee/helper/DE00005 employee/helper/DE00006 " +
		"premises/contact/DE00001 premises/contact/DE00004 premises/contact/DE00005 premises/contact/DE00006 legalRep/DE00004"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("fields\n%s\nwant\n%s", got, want)
	}
	for path, visible := range map[string]string{
		"legalRep/DE00005":         "legalRep.DE00004 == '111' || legalRep.DE00004 == '414' && '字 DE00004' != legalRep.DE00001",
		"legalRep/DE00006":         "legalRep.DE00001 != '王'",
		"employee/DE00005":         "row.DE00004 == '111' || row.DE00004 == '414' && '字 DE00004' != row.DE00001",
		"employee/helper/DE00005":  "row.helper.DE00004 == '111' || row.helper.DE00004 == '414' && '字 DE00004' != row.helper.DE00001",
		"premises/contact/DE00005": "premises.contact.DE00004 == '111' || premises.contact.DE00004 == '414' && '字 DE00004' != premises.contact.DE00001",
	} {
		fd, ok := f.Field(path)
		if !ok || fd.Uses[0].Visible != visible {
			t.Errorf("%s: %v %q", path, ok, fd.Uses[0].Visible)
		}
	}
	for path, label := range map[string]string{"legalRep/DE00001": "人员姓名", "legalRep/DE00006": "手机", "employee/DE00006": "移动电话"} {
		if fd, _ := f.Field(path); fd.Label.In("zh") != label {
			t.Errorf("%s is called %s", path, fd.Label.In("zh"))
		}
	}
	r := f.Check([]byte(`{"legalRep":{"DE00001":"王小明明明","DE00004":"111","DE00005":"11010519491231002X","DE00008":"a@b.cn"},
		"employee":[{"DE00001":"赵强","DE00004":"414","DE00005":"E12","helper":{"DE00001":"钱一","DE00004":"111","DE00005":"1"}}],"premises":{"contact":{"DE00001":"孙二","DE00005":"never asked"}}}`), may())
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.Code+" "+p.Path)
	}
	if want := []string{"answer.too_long legalRep/DE00001", "answer.cn_resident_id employee/0/helper/DE00005"}; !slices.Equal(got, want) {
		t.Errorf("problems %q", got)
	}
	if s := string(r.JSON()); strings.Contains(s, "never asked") || !strings.Contains(s, `"E12"`) {
		t.Error(s)
	}
	// What was written out says nothing of groups any more, and compiles to the same.
	again, ps := metamodel.Compile(f.Doc, w)
	if ps.Failed() || len(again.Fields) != len(f.Fields) || again.Doc != f.Doc {
		t.Error("a document that was expanded is not expanded again", ps)
	}
}

// What is wrong inside a group is told in full where it is written. A form that
// reuses the group says so once a use: by itself it must not compile, for the
// field would be shown to everybody.
func TestAWrongConditionOfAGroupIsToldInFullOnce(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	g := &metamodel.ElementGroup{ID: "person", Name: metamodel.ZhEn("人", "Person"), Elements: []metamodel.ElementGroupItem{
		{Element: "DE00001"}, {Element: "DE00005", Visible: "gg.A == 'x'"}, {Element: "DE00004", Visible: "DE00001 > 3"}, {Element: "DE00006", Visible: "DE00001 == ‘x’"}}}
	w.groups = map[string]*metamodel.ElementGroup{"person": g}
	var told []string
	for _, p := range g.Check(w) {
		told = append(told, p.Code+" "+p.Path)
	}
	if got, want := strings.Join(told, "\n"), "elementgroup.unknown_sibling elements/1/visible\nexpr.type elements/2/visible\nexpr.syntax elements/3/visible"; got != want {
		t.Errorf("the group tells %s, want %s", got, want)
	}
	doc := &metamodel.FormDoc{Properties: map[string]*metamodel.GroupDoc{"a": {Type: "object", Subject: "legalRep", Elements: "person"}, "b": {Type: "object", Subject: "agent", Elements: "person"}}}
	out, ps := metamodel.ExpandForm(doc, w)
	told = nil
	for _, p := range ps {
		told = append(told, p.Code+" "+p.Path)
	}
	if got, want := strings.Join(told, "\n"), "form.element_group_rule properties/a/x-elements\nform.element_group_rule properties/b/x-elements"; got != want || len(out.Properties["a"].Properties) != 4 {
		t.Errorf("the form tells %s, want %s", got, want)
	}
}

package metamodel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// nestedForm has groups inside groups: an object in an object, a repeat in it,
// and rows within rows within rows with an object of their own.
const nestedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:nested", "x-title": {"zh": "嵌套", "en": "Nested"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203"], "properties": {
   "DE00203": {"$ref": "element:DE00203"},
   "contact": {"type": "object", "x-subject": "legalRep", "x-visible": "premises.DE00203 > 100", "required": ["DE00001"], "properties": {
     "DE00001": {"$ref": "element:DE00001"},
     "DE00006": {"$ref": "element:DE00006", "x-required": "premises.contact.DE00001 == '王小明'"},
     "room": {"type": "array", "maxItems": 3, "x-label": {"zh": "房间", "en": "Rooms"}, "items": {"type": "object", "required": ["DE00203"], "properties": {
       "DE00203": {"$ref": "element:DE00203", "x-check": [{"rule": "row.DE00203 <= premises.DE00203", "message": {"zh": "房间过大", "en": "The room is too large"}}]}}}}}}}},
 "employee": {"type": "array", "x-subject": "employee", "maxItems": 20, "items": {"type": "object", "required": ["DE00001"], "x-order": ["DE00001", "home", "certificate", "DE00108"], "properties": {
   "DE00001": {"$ref": "element:DE00001"},
   "DE00108": {"$ref": "element:DE00108", "x-visible": "row.certificate.size() > 1", "x-check": [{"rule": "row.certificate.all(c, c.DE00108 <= row.DE00108)", "message": {"zh": "人数不符", "en": "The numbers do not fit"}}]},
   "home": {"type": "object", "properties": {"DE00010": {"$ref": "element:DE00010"}, "DE00011": {"$ref": "element:DE00011", "x-visible": "row.home.DE00010 != ''"}}},
   "certificate": {"type": "array", "x-label": {"zh": "证书", "en": "Certificates"}, "x-visible": "has(row.DE00001)", "minItems": 1, "maxItems": 10, "items": {"type": "object", "required": ["DE00013"], "properties": {
     "DE00013": {"$ref": "element:DE00013", "x-visible": "parent.DE00001 != '免'"},
     "DE00108": {"$ref": "element:DE00108"},
     "stamp": {"type": "array", "x-label": {"zh": "印章", "en": "Stamps"}, "items": {"type": "object", "properties": {
       "DE00001": {"$ref": "element:DE00001", "x-visible": "parent.DE00108 == 7 && parent.parent.DE00001 == '赵强'", "x-required": "true"}}}}}}}}}},
 "filing": {"type": "object", "x-subject": "filing", "properties": {
   "DE00010": {"$ref": "element:DE00010", "x-visible": "employee.exists(e, e.certificate.exists(c, c.stamp.size() == 2))"}}}
},
"x-layout": {"sections": [
 {"id": "place", "title": {"zh": "场所", "en": "Place"}, "fields": ["premises/DE00203", "premises/contact/DE00001", "premises/contact/DE00006", "premises/contact/room"]},
 {"id": "staff", "title": {"zh": "人员", "en": "Staff"}, "fields": ["employee", "filing/DE00010"]}
]}}`

const nestedAnswers = `{
 "filing": {"DE00010": "某路"},
 "employee": [
  {"certificate": [{"DE00013": "2027-01-01", "DE00108": 7, "stamp": [{"DE00001": "甲"}, {}]}, {"DE00013": "2026/6/1"}], "DE00001": "赵强", "DE00108": 6, "home": {"DE00011": "２00030", "DE00010": "某巷"}},
  {"DE00001": "免", "DE00108": 3, "certificate": [{"DE00108": 9, "stamp": [{"DE00001": "乙"}]}]},
  {"certificate": [{"DE00013": "2027-01-01"}], "home": {"DE00011": "200030"}}],
 "premises": {"contact": {"room": [{"DE00203": 320}, {"DE00203": 321}, {}], "DE00001": "王小明"}, "DE00203": 320}}`

func TestGroupsInsideGroupsAreChecked(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	r := f.Check([]byte(nestedAnswers), may())
	want := strings.Join([]string{
		"answer.required premises/contact/DE00006",
		"answer.check premises/contact/room/1/DE00203",
		"answer.required premises/contact/room/2/DE00203",
		"answer.required employee/0/certificate/0/stamp/1/DE00001",
		"answer.check employee/0/DE00108",
		"answer.required employee/2/DE00001",
	}, "\n")
	if got := problemLines(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want = `{"premises":{"DE00203":320,"contact":{"DE00001":"王小明","room":[{"DE00203":320},{"DE00203":321},{}]}},` +
		`"employee":[{"DE00001":"赵强","home":{"DE00010":"某巷","DE00011":"200030"},"certificate":[{"DE00013":"2027-01-01","DE00108":7,"stamp":[{"DE00001":"甲"},{}]},{"DE00013":"2026-06-01"}],"DE00108":6},` +
		`{"DE00001":"免","certificate":[{"DE00108":9,"stamp":[{}]}]},{}],"filing":{"DE00010":"某路"}}`
	if got := string(r.JSON()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	for path, visible := range map[string]bool{
		"premises/contact": true, "premises/contact/DE00001": true, "premises/contact/room": true, "premises/contact/room/9/DE00203": true, "premises/contact/room/DE00203": true,
		"employee/0/home/DE00011": true, "employee/2/home/DE00011": false, "employee/0/certificate": true, "employee/2/certificate": false, "employee/7/certificate": false,
		"employee/1/certificate/0/DE00013": false, "employee/1/certificate/5/DE00013": false, "employee/0/certificate/5/DE00013": true,
		"employee/0/certificate/0/stamp/0/DE00001": true, "employee/0/certificate/1/stamp/0/DE00001": false, "employee/0/DE00108": true, "employee/1/DE00108": false,
		"employee/0/certificate/0": true, "employee/0/certificate/2": false, "employee/0/certificate/x": false, "employee/00/certificate": false, "employee/certificate/DE00013": false,
		"filing/DE00010": true, "premises/contact/0/DE00001": false,
	} {
		if r.Visible(path) != visible {
			t.Errorf("Visible(%s) = %v", path, !visible)
		}
	}
	if !r.Required("employee/0/certificate") || r.Required("employee/2/certificate") || !r.Required("employee/0/certificate/0/stamp/1/DE00001") || !r.Required("employee/9/DE00001") {
		t.Error("required")
	}
	if r.Rows("employee") != 3 || r.Rows("employee/0/certificate") != 2 || r.Rows("employee/0/certificate/0/stamp") != 2 || r.Rows("employee/9/certificate") != 0 || r.Rows("employee/0") != 0 || r.Rows("employee/0/certificate/0") != 0 {
		t.Error("rows")
	}
	if got := r.Typed("employee/0/certificate/1/DE00013"); !slices.Equal(got, []string{"2026", "6", "1"}) {
		t.Errorf("%q", got)
	}
	if got := string(r.Raw("employee/2/certificate/0/DE00013")); got != `"2027-01-01"` {
		t.Errorf("hidden answers stay readable: %s", got)
	}
}

func TestARowInARowIsNamedInBothLanguages(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	r := f.Check([]byte(`{"premises":{"DE00203":1},"employee":[{"DE00001":"赵强","certificate":[{"DE00013":"2027-01-01"},{"DE00013":"2020-01-01"}, 7]},{"DE00001":"钱丽"}]}`), may())
	for i, want := range []struct{ line, zh, en string }{
		{"answer.too_early employee/0/certificate/1/DE00013", "从业人员第 1 条的证书第 2 条的健康证明有效期至不能早于今天（2026年5月1日）", "Health certificate valid until (row 2 of certificates, row 1 of staff) must be today (1 May 2026) or later"},
		{"answer.type employee/0/certificate/2", "从业人员第 1 条的证书的数据类型不对，应为对象", "Certificates (row 1 of staff) has the wrong data type; it must be an object"},
		{"answer.too_few_rows employee/1/certificate", "请至少填写 1 条从业人员第 2 条的证书", "Add at least 1 to certificates (row 2 of staff)"},
	} {
		if i >= len(r.Problems) {
			t.Fatalf("%s", problemLines(r))
		}
		p := r.Problems[i]
		if p.Code+" "+p.Path != want.line || p.In("zh") != want.zh || p.In("en") != want.en {
			t.Errorf("%s %s\n%s\n%s", p.Code, p.Path, p.In("zh"), p.In("en"))
		}
	}
}

func TestAHiddenGroupHidesWhatIsInside(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	r := f.Check([]byte(`{"premises":{"DE00203":50,"contact":{"DE00001":7,"room":"x"}}}`), may())
	if len(r.Problems) > 0 || string(r.JSON()) != `{"premises":{"DE00203":50}}` || r.Visible("premises/contact/room") || r.Visible("premises/contact/room/0/DE00203") {
		t.Errorf("%s %s", problemLines(r), r.JSON())
	}
	if got := r.Missing(); got != nil {
		t.Errorf("%v", got)
	}
}

func TestNestedPartsAnswerByPath(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	for path, want := range map[string]string{"employee/0/certificate/1/DE00013": "employee/certificate/DE00013", "employee/certificate/DE00013": "employee/certificate/DE00013", "premises/contact/DE00001": "premises/contact/DE00001", "employee/certificate": ""} {
		fd, ok := f.Field(path)
		if ok != (want != "") || ok && fd.Path != want {
			t.Errorf("%s: %v", path, fd)
		}
	}
	g, ok := f.Group("employee/0/certificate")
	if !ok || g.Path != "employee/certificate" || !g.Repeat || g.Parent.Path != "employee" || g.Subject.ID != "employee" || len(g.Groups) != 1 || g.Groups[0].Parent != g {
		t.Errorf("%v", g)
	}
	if c, _ := f.Group("premises/contact"); c.Subject.ID != "legalRep" || c.Repeat {
		t.Errorf("%v", c)
	}
	var order []string
	g, _ = f.Group("employee")
	for _, it := range g.Order {
		if it.Field != nil {
			order = append(order, it.Field.Key)
		} else {
			order = append(order, it.Group.Path)
		}
	}
	if !slices.Equal(order, []string{"DE00001", "employee/home", "employee/certificate", "DE00108"}) {
		t.Errorf("%v", order)
	}
	if len(f.Groups) != 3 || len(f.Fields) != 12 {
		t.Errorf("%d groups, %d fields", len(f.Groups), len(f.Fields))
	}
	if fd, _ := f.Field("employee/certificate/stamp/DE00001"); fd.Section.ID != "staff" {
		t.Error("a field of a row is asked where its repeat is")
	}
}

func TestRowsOfAWholeDocumentAreBounded(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), nestedForm)
	rows := strings.TrimSuffix(strings.Repeat("{},", 900), ",")
	outer := strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"certificate":[%s]},`, rows), 100), ",")
	r := f.Check([]byte(`{"employee":[`+outer+`]}`), may())
	total := 0
	for i := range r.Rows("employee") {
		total += 1 + r.Rows(fmt.Sprintf("employee/%d/certificate", i))
	}
	if total != metamodel.MaxAllRows {
		t.Errorf("%d rows", total)
	}
	if !strings.Contains(problemLines(r), "answer.too_many_rows employee\n") {
		t.Error("too many rows are a problem")
	}
}

func TestANestedProjection(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	whole := mustForm(t, w, nestedForm)
	part := mustForm(t, w, `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:part", "x-title": {"zh": "部分"}, "type": "object",
	"properties": {"employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {"certificate": {"type": "array", "items": {"type": "object", "properties": {"DE00108": {"$ref": "element:DE00108"}}}}}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一"}, "fields": ["employee"]}]}}`)
	if got := string(whole.Check([]byte(nestedAnswers), may()).Project(part)); got != `{"employee":[{"certificate":[{"DE00108":7},{}]},{"certificate":[{"DE00108":9}]},{}]}` {
		t.Error(got)
	}
}

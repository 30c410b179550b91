package metamodel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

const computedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:computed", "x-title": {"zh": "计算", "en": "Computed"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203", "DE00213", "DE00108"], "properties": {
   "DE00213": {"$ref": "element:DE00213"},
   "DE00203": {"$ref": "element:DE00203", "x-value": "premises.DE00213 * 1.5 + (has(premises.DE00104) ? premises.DE00104 : 0)", "maximum": 1000},
   "DE00104": {"$ref": "element:DE00104", "x-visible": "premises.DE00213 > 10"},
   "DE00108": {"$ref": "element:DE00108", "x-value": "employee.size() + shareholder.size()"}}},
 "employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00013": {"$ref": "element:DE00013"},
   "DE00602": {"$ref": "element:DE00602", "x-value": "row.DE00013"},
   "DE00010": {"$ref": "element:DE00010", "x-value": "row.DE00001 + '：' + string(row.DE00108)", "x-visible": "row.DE00108 > 0"},
   "DE00108": {"$ref": "element:DE00108", "x-value": "row.DE00001 == '' ? 0 : row.DE00001.size()"}}}},
 "shareholder": {"type": "array", "x-subject": "shareholder", "items": {"type": "object", "properties": {"DE00104": {"$ref": "element:DE00104"}}}},
 "filing": {"type": "object", "x-subject": "filing", "required": ["DE00010", "DE00006"], "properties": {
   "DE00603": {"$ref": "element:DE00603", "x-value": "premises.DE00108 > 0"},
   "DE00601": {"$ref": "element:DE00601", "x-value": "premises.DE00108 > 2 ? '2' : '1'"},
   "DE00302": {"$ref": "element:DE00302", "x-value": "premises.DE00108 > 2 ? ['02', '01'] : ['01']"},
   "DE00010": {"$ref": "element:DE00010", "readOnly": true, "default": " 漕溪北路 1 号 "},
   "DE00006": {"$ref": "element:DE00006", "x-hidden": true},
   "DE00104": {"$ref": "element:DE00104", "default": 1.50}}}
},
"x-layout": {"sections": [
 {"id": "all", "title": {"zh": "全部"}, "fields": ["filing/DE00603", "filing/DE00601", "filing/DE00302", "filing/DE00010", "filing/DE00006", "filing/DE00104", "premises/DE00203", "premises/DE00213", "premises/DE00104", "premises/DE00108", "employee", "shareholder"]}
]}}`

func TestComputedValuesReplaceWhatWasSent(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), computedForm)
	for _, c := range []struct{ name, answers, json, problems string }{
		{"nothing to compute from: the count of no rows is known, the area is not", `{}`,
			`{"filing":{"DE00601":"1","DE00302":["01"]},"premises":{"DE00108":0}}`, "answer.const filing/DE00603\nanswer.required premises/DE00213"},
		{"rounded half up to the scale of the element", `{"premises":{"DE00213":10.07,"DE00203":"nonsense","DE00108":null},"employee":[{}]}`,
			`{"filing":{"DE00603":true,"DE00601":"1","DE00302":["01"]},"premises":{"DE00203":15.11,"DE00213":10.07,"DE00108":1},"employee":[{}]}`, ""},
		{"in dependency order, row by row", `{"premises":{"DE00213":2},"employee":[{"DE00001":"赵强","DE00013":"2027-01-31","DE00108":9,"DE00010":"x"},{"DE00001":"钱"}],"shareholder":[{}]}`,
			`{"filing":{"DE00603":true,"DE00601":"2","DE00302":["01","02"]},"premises":{"DE00203":3,"DE00213":2,"DE00108":3},"employee":[{"DE00001":"赵强","DE00010":"赵强：2","DE00013":"2027-01-31","DE00108":2,"DE00602":"2027-01-31"},{"DE00001":"钱","DE00010":"钱：1","DE00108":1}],"shareholder":[{}]}`, ""},
		{"a hidden answer is not computed with", `{"premises":{"DE00213":10,"DE00104":7},"employee":[{}]}`,
			`{"filing":{"DE00603":true,"DE00601":"1","DE00302":["01"]},"premises":{"DE00203":15,"DE00213":10,"DE00108":1},"employee":[{}]}`, ""},
		{"a visible one is", `{"premises":{"DE00213":10.5,"DE00104":7.001},"employee":[{}]}`,
			`{"filing":{"DE00603":true,"DE00601":"1","DE00302":["01"]},"premises":{"DE00203":15.75,"DE00213":10.5,"DE00108":1},"employee":[{}]}`, "answer.fraction_digits premises/DE00104"},
		{"what breaks a rule of the field is a problem there", `{"premises":{"DE00213":700},"employee":[{}]}`,
			`{"filing":{"DE00603":true,"DE00601":"1","DE00302":["01"]},"premises":{"DE00213":700,"DE00108":1},"employee":[{}]}`, "answer.too_large premises/DE00203"},
		{"what is hidden is carried", `{"premises":{"DE00213":1},"employee":[{}],"filing":{"DE00006":"138 0013 8000"}}`,
			`{"filing":{"DE00603":true,"DE00601":"1","DE00302":["01"],"DE00006":"13800138000"},"premises":{"DE00203":1.5,"DE00213":1,"DE00108":1},"employee":[{}]}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), may())
			if got := string(r.JSON()); got != c.json {
				t.Errorf("\n got %s\nwant %s", got, c.json)
			}
			if got := problemLines(r); got != c.problems {
				t.Errorf("problems\n%s\nwant\n%s", got, c.problems)
			}
			sound(t, f, f, []byte(c.answers), may())
		})
	}
	r := f.Check([]byte(`{"premises":{"DE00213":2.004}}`), may())
	if got := r.Typed("premises/DE00203"); !slices.Equal(got, []string{"3.01"}) || r.Display("premises/DE00203", "en", false) != "3.01 m²" || string(r.Raw("premises/DE00203")) != "3.01" {
		t.Errorf("%q", got)
	}
	if r.Visible("filing/DE00006") || r.Required("filing/DE00006") || r.Required("filing/DE00010") || !r.Visible("filing/DE00010") || r.Required("premises/DE00203") {
		t.Error("what nobody is asked for is never required; what is hidden is never shown")
	}
}

func TestWhoMayChangeAFieldIsKnown(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), computedForm)
	for path, want := range map[string][4]any{
		"premises/DE00203": {true, true, false, ""}, "premises/DE00213": {false, false, false, ""}, "filing/DE00010": {false, true, false, `"漕溪北路 1 号"`},
		"filing/DE00006": {false, false, true, ""}, "filing/DE00104": {false, false, false, "1.5"},
	} {
		fd, _ := f.Field(path)
		if got := [4]any{fd.Computed, fd.ReadOnly, fd.Hidden, string(fd.Default)}; got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestInAMergedFormTheMatterInScopeComputes(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T", "x-title": {"zh": "合并"}, "type": "object",
	"properties": {"premises": {"type": "object", "x-subject": "premises", "properties": {
	  "DE00203": {"$ref": "element:DE00203", "x-uses": [{"matter": "M01", "value": "premises.DE00213 * 2.0"}, {"matter": "M02", "required": true}]},
	  "DE00213": {"$ref": "element:DE00213", "x-uses": [{"matter": "M01"}, {"matter": "M02"}]}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一"}, "fields": ["premises/DE00203", "premises/DE00213"]}]}}`)
	answers := []byte(`{"premises":{"DE00203":5,"DE00213":4}}`)
	if got := string(f.Check(answers, in("M01", "M02")).JSON()); got != `{"premises":{"DE00203":8,"DE00213":4}}` {
		t.Error(got)
	}
	if got := string(f.Check(answers, in("M02")).JSON()); got != `{"premises":{"DE00203":5,"DE00213":4}}` {
		t.Error(got)
	}
}

func TestComputedDecimalsAreWhatPeopleExpect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		d     float64
		scale int
		want  string
	}{
		{0.1 + 0.2, -1, "0.3"}, {1.005, 2, "1.01"}, {-1.005, 2, "-1.01"}, {2.675, 2, "2.68"}, {0.994, 2, "0.99"}, {9.995, 2, "10"}, {999.5, 0, "1000"}, {0.4, 0, "0"}, {-0.4, 0, "0"}, {-0.5, 0, "-1"},
		{1e15, 2, "1000000000000000"}, {123456789012.345, 2, "123456789012.35"}, {0, 2, "0"}, {1e-7, -1, "0.0000001"}, {100, 2, "100"}, {3, -1, "3"},
	} {
		if got, ok := metamodel.AppendDouble(nil, c.d, c.scale); !ok || string(got) != c.want {
			t.Errorf("%v to %d: %s, want %s", c.d, c.scale, got, c.want)
		}
	}
	zero := 0.0
	for _, d := range []float64{1 / zero, -1 / zero, zero / zero, 1e300} {
		if got, ok := metamodel.AppendDouble(nil, d, 2); ok {
			t.Errorf("%v became %s", d, got)
		}
	}
}

func TestOptionsFollowOtherAnswersAndTheDay(t *testing.T) {
	t.Parallel()
	f := mustForm(t, withDistricts(restaurant(t)), districtForm)
	codes := func(r *metamodel.Record, path string) string {
		fd, _ := f.Field(path)
		var out []string
		for _, c := range fd.Options(r, path) {
			out = append(out, c.Code)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ name, answers, options, problems, json string }{
		{"the city comes first", `{}`, "", "", `{}`},
		{"its districts, as far as they are valid and leaves", `{"premises":{"CITY":"31"}}`, "3101 3102", "", `{"premises":{"CITY":"31"}}`},
		{"one of them", `{"premises":{"CITY":"31","AREA":"3101"}}`, "3101 3102", "", `{"premises":{"CITY":"31","AREA":"3101"}}`},
		{"of another city", `{"premises":{"CITY":"31","AREA":"1101"}}`, "3101 3102", "answer.not_offered premises/AREA", `{"premises":{"CITY":"31"}}`},
		{"no longer valid", `{"premises":{"CITY":"31","AREA":"3103"}}`, "3101 3102", "answer.not_offered premises/AREA", `{"premises":{"CITY":"31"}}`},
		{"not yet valid", `{"premises":{"CITY":"31","AREA":"3104"}}`, "3101 3102", "answer.not_offered premises/AREA", `{"premises":{"CITY":"31"}}`},
		{"with entries below it", `{"premises":{"CITY":"31","AREA":"31"}}`, "3101 3102", "answer.not_leaf premises/AREA", `{"premises":{"CITY":"31"}}`},
		{"before the city is known", `{"premises":{"AREA":"3101"}}`, "", "answer.not_offered premises/AREA", `{}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), may())
			if got := codes(r, "premises/AREA"); got != c.options {
				t.Errorf("options %s, want %s", got, c.options)
			}
			if got := problemLines(r); got != c.problems {
				t.Errorf("problems %s, want %s", got, c.problems)
			}
			if got := string(r.JSON()); got != c.json {
				t.Errorf("JSON %s", got)
			}
			sound(t, f, f, []byte(c.answers), may())
		})
	}
	r := f.Check([]byte(`{"premises":{"CITY":"31"},"employee":[{"AREAS":["3101","3102"]},{"AREAS":["3101","1101"]},{"AREAS":["1101"]}]}`), may())
	if got := problemLines(r); got != "answer.not_offered employee/1/AREAS\nanswer.not_offered employee/2/AREAS" {
		t.Error(got)
	}
	if got := codes(r, "employee/0/AREAS"); got != "3101 3102 3103 3104" {
		t.Errorf("the attribute filters, the list of AREAS has no validity: %s", got)
	}
	if got := codes(r, "premises/CITY"); got != "31 11" {
		t.Errorf("without a filter all are offered: %s", got)
	}
	zh := r.Problems[0].In("zh")
	if zh != "从业人员第 2 条的可去区域现在不能选择“东城”，请重新选择" {
		t.Error(zh)
	}
	if fd, _ := f.Field("premises/CITY"); fd.Options(r, "premises/nothing") != nil {
		t.Error("no field, no options")
	}
	timeless := f.Check([]byte(`{"premises":{"CITY":"31","AREA":"3103"}}`), metamodel.Context{})
	if len(timeless.Problems) > 0 {
		t.Errorf("without a day there is no validity: %v", timeless.Problems)
	}
}

// withDistricts adds a hierarchy of districts, some of them valid for a time.
func withDistricts(w *world) *world {
	name := metamodel.ZhEn
	w.lists["CITY"] = &metamodel.CodeList{ID: "CITY", Name: name("城市", "City"), Entries: []metamodel.Code{{Code: "31", Name: name("上海", "Shanghai")}, {Code: "11", Name: name("北京", "Beijing")}}}
	entries := []metamodel.Code{
		{Code: "31", Name: name("上海", "Shanghai")}, {Code: "3101", Parent: "31", Name: name("黄浦", "Huangpu")}, {Code: "3102", Parent: "31", Name: name("徐汇", "Xuhui"), ValidFrom: "2026-05-01", ValidTo: "2026-05-01"},
		{Code: "3103", Parent: "31", Name: name("卢湾", "Luwan"), ValidTo: "2026-04-30"}, {Code: "3104", Parent: "31", Name: name("新区", "New"), ValidFrom: "2026-05-02"},
		{Code: "11", Name: name("北京", "Beijing")}, {Code: "1101", Parent: "11", Name: name("东城", "Dongcheng")},
	}
	w.lists["AREA"] = &metamodel.CodeList{ID: "AREA", Name: name("区域", "Area"), Entries: entries}
	flat := &metamodel.CodeList{ID: "AREAS", Name: name("区域", "Areas"), Select: "any"}
	for _, e := range entries {
		if e.Parent != "" {
			flat.Entries = append(flat.Entries, metamodel.Code{Code: e.Code, Name: e.Name, Attributes: map[string]string{"city": e.Parent}})
		}
	}
	w.lists["AREAS"] = flat
	for id, zh := range map[string]string{"CITY": "城市", "AREA": "区域", "AREAS": "可去区域"} {
		w.elements[id] = &metamodel.Element{ID: id, Name: name(zh, id), Type: metamodel.TypeCode, CodeList: id}
	}
	w.elements["AREAS"].Type = metamodel.TypeCodes
	return w
}

const districtForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:districts", "x-title": {"zh": "区域", "en": "Districts"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "properties": {"CITY": {"$ref": "element:CITY"}, "AREA": {"$ref": "element:AREA", "x-options": "option.parent == premises.CITY && option.level == 1"}}},
 "employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {"AREAS": {"$ref": "element:AREAS", "x-options": "option.attributes.city == premises.CITY"}}}}
},
"x-layout": {"sections": [{"id": "a", "title": {"zh": "一"}, "fields": ["premises/CITY", "premises/AREA", "employee"]}]}}`

func TestAComputedAmountIsRoundedToCents(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	w.elements["FEE"] = &metamodel.Element{ID: "FEE", Name: metamodel.ZhEn("费用", "Fee"), Type: metamodel.TypeMoney}
	w.elements["WHO"] = &metamodel.Element{ID: "WHO", Name: metamodel.ZhEn("某人", "Somebody"), Type: metamodel.TypePerson}
	f := mustForm(t, w, `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:fee", "x-title": {"zh": "费用"}, "type": "object",
	"properties": {
	 "premises": {"type": "object", "x-subject": "premises", "properties": {"DE00213": {"$ref": "element:DE00213"}, "FEE": {"$ref": "element:FEE", "x-value": "premises.DE00213 * 0.5"}}},
	 "legalRep": {"type": "object", "x-subject": "legalRep", "properties": {"WHO": {"$ref": "element:WHO"}}},
	 "applicant": {"type": "object", "x-subject": "applicant", "properties": {"WHO": {"$ref": "element:WHO", "x-value": "legalRep.WHO"}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一"}, "fields": ["premises/DE00213", "premises/FEE", "legalRep/WHO", "applicant/WHO"]}]}}`)
	for area, fee := range map[string]string{"2.01": "1.01", "2.009": "1", "2.5": "1.25", "0.01": "0.01", "3": "1.5"} {
		r := f.Check([]byte(`{"premises":{"DE00213":`+area+`,"FEE":99}}`), may())
		if got := string(r.Raw("premises/FEE")); got != fee || len(r.Problems) > 0 {
			t.Errorf("%s: %s %v", area, got, r.Problems)
		}
	}
	r := f.Check([]byte(`{"legalRep":{"WHO":{"name":" 王小明 "}}}`), may())
	if got := string(r.JSON()); got != `{"legalRep":{"WHO":{"name":"王小明"}},"applicant":{"WHO":{"name":"王小明"}}}` {
		t.Error(got)
	}
}

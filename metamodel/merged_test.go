package metamodel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// mergedForm joins demands of several matters on the same fields.
const mergedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T01", "x-title": {"zh": "开饭店一件事", "en": "Open a restaurant"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "properties": {
   "DE00102": {"$ref": "element:DE00102", "x-uses": [{"matter": "M02", "required": true}, {"matter": "M05"}]},
   "DE00103": {"$ref": "element:DE00103", "x-uses": [{"matter": "M01", "required": true}]},
   "DE00104": {"$ref": "element:DE00104", "x-uses": [
      {"matter": "M01", "visible": "applicant.DE00103 != '9910'", "requiredIf": "applicant.DE00103 == '1130'"},
      {"matter": "M05", "maximum": 1000}]},
   "DE00108": {"$ref": "element:DE00108", "x-uses": [{"matter": "M03"}, {"matter": "M08", "required": true, "minimum": 1}]}}},
 "premises": {"type": "object", "x-subject": "premises", "properties": {
   "DE00203": {"$ref": "element:DE00203", "x-uses": [
      {"matter": "M02", "label": {"zh": "经营面积", "en": "Floor area"}, "required": true},
      {"matter": "M03", "required": true, "minimum": 300},
      {"matter": "M07", "check": [{"rule": "premises.DE00203 < 5000", "message": {"zh": "面积过大", "en": "Too large"}}]}]},
   "DE00213": {"$ref": "element:DE00213", "x-uses": [
      {"matter": "M02", "required": true, "check": [{"rule": "premises.DE00213 <= premises.DE00203", "message": {"zh": "厨房过大", "en": "Kitchen too large"}}]},
      {"matter": "M07", "check": [{"rule": "premises.DE00213 <= premises.DE00203", "message": {"zh": "厨房过大", "en": "Kitchen too large"}}]}]}}},
 "employee": {"type": "array", "x-subject": "employee", "x-uses": [{"matter": "M02", "minItems": 1, "maxItems": 3}, {"matter": "M08", "minItems": 2, "maxItems": 500, "visible": "applicant.DE00108 > 0"}],
   "items": {"type": "object", "x-order": ["DE00006", "DE00001"], "properties": {
     "DE00001": {"$ref": "element:DE00001", "x-uses": [{"matter": "M02", "required": true}, {"matter": "M08", "required": true}]},
     "DE00006": {"$ref": "element:DE00006", "x-uses": [{"matter": "M08", "requiredIf": "has(row.DE00001)"}]}}}}
},
"x-layout": {"sections": [
 {"id": "applicant", "title": {"zh": "申请人", "en": "Applicant"}, "fields": ["applicant/DE00102", "applicant/DE00103", "applicant/DE00104", "applicant/DE00108"]},
 {"id": "premises", "title": {"zh": "场所", "en": "Premises"}, "fields": ["premises/DE00203", "premises/DE00213"]},
 {"id": "staff", "title": {"zh": "人员", "en": "Staff"}, "fields": ["employee"]}
]}}`

func in(matters ...string) metamodel.Context {
	ctx := may()
	ctx.Scope = map[string]bool{"M99": true}
	for _, m := range matters {
		ctx.Scope[m] = true
	}
	return ctx
}

func TestAMattersDemandsCountOnlyWhileItIsInScope(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), mergedForm)
	for _, c := range []struct {
		name, answers string
		scope         []string
		visible       string // fields, in form order
		required      string
		problems      string
	}{
		{"no matter", `{"premises":{"DE00203":-1}}`, nil, "", "", ""},
		{"M01 alone", `{"applicant":{"DE00103":"9910"}}`, []string{"M01"}, "applicant/DE00103", "applicant/DE00103", ""},
		{"M01, a company", `{"applicant":{"DE00103":"1130"}}`, []string{"M01"}, "applicant/DE00103 applicant/DE00104", "applicant/DE00103 applicant/DE00104", "answer.required applicant/DE00104"},
		{"M05 asks whatever M01 hides", `{"applicant":{"DE00103":"9910","DE00104":1001}}`, []string{"M01", "M05"},
			"applicant/DE00102 applicant/DE00103 applicant/DE00104", "applicant/DE00103", "answer.too_large applicant/DE00104"},
		{"M01 does not limit", `{"applicant":{"DE00103":"1130","DE00104":1001}}`, []string{"M01"}, "applicant/DE00103 applicant/DE00104", "applicant/DE00103 applicant/DE00104", ""},
		{"M02 alone takes small premises", `{"applicant":{"DE00102":"91350100M000100Y43"},"premises":{"DE00203":80,"DE00213":20},"employee":[{"DE00001":"赵强"}]}`, []string{"M02"},
			"applicant/DE00102 premises/DE00203 premises/DE00213 employee/0/DE00001", "applicant/DE00102 premises/DE00203 premises/DE00213 employee/0/DE00001", ""},
		{"M03 wants 300", `{"premises":{"DE00203":299.99}}`, []string{"M03"}, "applicant/DE00108 premises/DE00203", "premises/DE00203", "answer.too_small premises/DE00203"},
		{"an invalid answer is absent for rules", `{"premises":{"DE00203":80,"DE00213":90}}`, []string{"M03", "M07"}, "applicant/DE00108 premises/DE00203 premises/DE00213", "premises/DE00203",
			"answer.too_small premises/DE00203"},
		{"the same rule of two matters is said once", `{"applicant":{"DE00102":"91350100M000100Y43"},"premises":{"DE00203":80,"DE00213":90},"employee":[{"DE00001":"赵强"}]}`, []string{"M02", "M07"},
			"applicant/DE00102 premises/DE00203 premises/DE00213 employee/0/DE00001", "applicant/DE00102 premises/DE00203 premises/DE00213 employee/0/DE00001", "answer.check premises/DE00213"},
		{"a rule of one matter", `{"premises":{"DE00203":5000}}`, []string{"M07"}, "premises/DE00203 premises/DE00213", "", "answer.check premises/DE00203"},
		{"a row's field follows its matter's use of the repeat", `{"applicant":{"DE00108":0},"employee":[{"DE00001":"赵强"}]}`, []string{"M08"}, "applicant/DE00108", "applicant/DE00108", "answer.too_small applicant/DE00108"},
		{"row limits are the narrowest of both", `{"applicant":{"DE00102":"91350100M000100Y43","DE00108":4},"premises":{"DE00203":80,"DE00213":20},"employee":[{"DE00001":"一"},{"DE00001":"二"},{"DE00001":"三"},{"DE00006":"13800138000","DE00001":"四"}]}`, []string{"M02", "M08"},
			"applicant/DE00102 applicant/DE00108 premises/DE00203 premises/DE00213 employee/0/DE00006 employee/0/DE00001", "applicant/DE00102 applicant/DE00108 premises/DE00203 premises/DE00213 employee/0/DE00006 employee/0/DE00001",
			"answer.too_many_rows employee\nanswer.required employee/0/DE00006\nanswer.required employee/1/DE00006\nanswer.required employee/2/DE00006"},
		{"M08 needs two", `{"applicant":{"DE00108":4},"employee":[{"DE00001":"一","DE00006":"13800138000"}]}`, []string{"M08"},
			"applicant/DE00108 employee/0/DE00006 employee/0/DE00001", "applicant/DE00108 employee/0/DE00006 employee/0/DE00001", "answer.too_few_rows employee"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), in(c.scope...))
			var visible, required []string
			for _, fd := range f.Fields {
				path := fd.Path
				if fd.Group.Repeat {
					path = fd.Group.Path + "/0/" + fd.Key
				}
				if r.Visible(path) {
					visible = append(visible, path)
				}
				if r.Required(path) {
					required = append(required, path)
				}
			}
			if got := strings.Join(visible, " "); got != c.visible {
				t.Errorf("visible %s\nwant %s", got, c.visible)
			}
			if got := strings.Join(required, " "); got != c.required {
				t.Errorf("required %s\nwant %s", got, c.required)
			}
			if got := problemLines(r); got != c.problems {
				t.Errorf("problems\n%s\nwant\n%s", got, c.problems)
			}
		})
	}
	if every := f.Check(nil, may()); !every.Visible("applicant/DE00102") || !every.Required("premises/DE00213") || every.Visible("applicant/DE00104") != true {
		t.Error("without a scope every use counts")
	}
}

func TestWhatADepartmentSuppliesIsNotAsked(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), mergedForm)
	ctx := in("M02")
	ctx.Awaited = map[string]bool{"applicant/DE00102": true}
	r := f.Check([]byte(`{"applicant":{"DE00102":"nonsense"},"premises":{"DE00203":80,"DE00213":20},"employee":[{"DE00001":"赵强"}]}`), ctx)
	if len(r.Problems) > 0 || r.Visible("applicant/DE00102") || r.Required("applicant/DE00102") || len(r.Missing()) > 0 {
		t.Errorf("%v", r.Problems)
	}
	if strings.Contains(string(r.JSON()), "DE00102") {
		t.Errorf("%s", r.JSON())
	}
}

func TestAProjectionIsTheMattersOwnApplication(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	merged := mustForm(t, w, mergedForm)
	own := mustForm(t, w, `{
	"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:M02", "x-title": {"zh": "食品经营许可"}, "type": "object",
	"properties": {
	 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203", "DE00213"], "properties": {"DE00213": {"$ref": "element:DE00213", "x-visible": "premises.DE00203 > 50"}, "DE00203": {"$ref": "element:DE00203"}}},
	 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00102"], "properties": {"DE00102": {"$ref": "element:DE00102"}}},
	 "employee": {"type": "array", "x-subject": "employee", "minItems": 1, "items": {"type": "object", "required": ["DE00001"], "properties": {"DE00001": {"$ref": "element:DE00001"}}}}},
	"x-layout": {"sections": [{"id": "a", "title": {"zh": "一"}, "fields": ["premises/DE00203", "premises/DE00213", "applicant/DE00102", "employee"]}]}}`)
	r := merged.Check([]byte(`{"applicant":{"DE00102":"91350100m000100y43","DE00103":"1130","DE00104":5,"DE00108":2},"premises":{"DE00203":80.0,"DE00213":20},"employee":[{"DE00001":"赵强","DE00006":"13800138000"},{"DE00001":"钱丽","DE00006":"13900139000"}]}`), in("M01", "M02", "M08"))
	if len(r.Problems) > 0 {
		t.Fatal(r.Problems)
	}
	if got, want := string(r.Project(own)), `{"premises":{"DE00203":80,"DE00213":20},"applicant":{"DE00102":"91350100M000100Y43"},"employee":[{"DE00001":"赵强"},{"DE00001":"钱丽"}]}`; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if own.Check(r.Project(own), may()).Problems.Failed() {
		t.Error("what was complete in the merged form must be complete in the matter's own")
	}
	small := merged.Check([]byte(`{"premises":{"DE00203":40,"DE00213":20}}`), in("M02"))
	if got := string(small.Project(own)); got != `{"premises":{"DE00203":40}}` {
		t.Errorf("the target form judges visibility: %s", got)
	}
}

func TestAMattersConditionOverTheMergedRecord(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	merged := mustForm(t, w, mergedForm)
	env, ps := metamodel.NewEnv(mustForm(t, w, foodForm), nil, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r := merged.Check([]byte(`{"premises":{"DE00203":80,"DE00213":20},"employee":[{"DE00001":"赵强"}]}`), in("M02"))
	for source, want := range map[string]metamodel.Truth{
		"premises.DE00203 > 50": metamodel.True, "employee.exists(e, e.DE00001 == '赵强')": metamodel.True, "applicant.DE00103 == '1130'": metamodel.Unknown,
		"filing.DE00601 == '1'": metamodel.Unknown, "has(premises.DE00213) && !has(applicant.DE00103)": metamodel.True, "size(shareholder) == 0": metamodel.Unknown,
	} {
		x, ps := env.Condition("", source)
		if ps.Failed() {
			t.Fatal(ps)
		}
		if got := r.Eval(x); got != want {
			t.Errorf("%s: %v, want %v", source, got, want)
		}
	}
}

func TestAFieldsUsesAreListed(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), mergedForm)
	fd, _ := f.Field("premises/DE00203")
	var matters []string
	for _, u := range fd.Uses {
		matters = append(matters, u.Matter)
	}
	if !slices.Equal(matters, []string{"M02", "M03", "M07"}) || fd.Label.In("zh") != "经营面积" {
		t.Errorf("%v %v", matters, fd.Label)
	}
	g, _ := f.Group("employee")
	if len(g.Uses) != 2 || g.Uses[1].Matter != "M08" || g.Fields[0].Key != "DE00006" {
		t.Errorf("%v", g.Uses)
	}
}

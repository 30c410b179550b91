package metamodel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// companyForm leads sole proprietors past the capital, asks large premises for
// their staff and welcomes everybody.
const companyForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:company", "x-title": {"zh": "企业", "en": "Company"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00103"], "properties": {
   "DE00103": {"$ref": "element:DE00103"},
   "DE00104": {"$ref": "element:DE00104", "x-visible": "applicant.DE00103 != '9910'", "x-required": "applicant.DE00103 == '1130'"},
   "DE00108": {"$ref": "element:DE00108", "x-hidden": true}}},
 "legalRep": {"type": "object", "x-subject": "legalRep", "properties": {"DE00005": {"$ref": "element:DE00005"}, "DE00001": {"$ref": "element:DE00001", "x-visible": "legalRep.DE00005 != ''"}}},
 "premises": {"type": "object", "x-subject": "premises", "properties": {"DE00203": {"$ref": "element:DE00203"}, "DE00213": {"$ref": "element:DE00213", "x-value": "round(premises.DE00203 / 3, 1)"}}},
 "employee": {"type": "array", "x-subject": "employee", "x-visible": "premises.DE00203 > 100", "items": {"type": "object", "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00013": {"$ref": "element:DE00013", "x-visible": "row.DE00001 == '甲' && employee.size() > 1"}}}},
 "filing": {"type": "object", "x-subject": "filing", "properties": {"DE00010": {"$ref": "element:DE00010", "x-visible": "employee.exists(e, e.DE00001 == '乙')"}}}
},
"x-layout": {
 "texts": {"welcome": {"text": {"zh": "欢迎", "en": "Welcome"}}, "big": {"text": {"zh": "大场所", "en": "Large"}, "visible": "premises.DE00203 > 1000"}},
 "sections": [
 {"id": "who", "title": {"zh": "申请人", "en": "Applicant"}, "fields": ["text:welcome", "applicant/DE00103", "applicant/DE00108"], "next": [{"when": "applicant.DE00103 == '9910'", "to": "place"}]},
 {"id": "capital", "title": {"zh": "资本", "en": "Capital"}, "fields": ["applicant/DE00104"]},
 {"id": "place", "title": {"zh": "场所", "en": "Place"}, "fields": ["legalRep/DE00005", "legalRep/DE00001", "premises/DE00203", "premises/DE00213", "text:big"]},
 {"id": "staff", "title": {"zh": "人员", "en": "Staff"}, "visible": "premises.DE00203 > 100", "fields": ["employee", "filing/DE00010"]}
]}}`

func TestEveryPageAndQuestionIsExplained(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), companyForm)
	sole := `{"applicant":{"DE00103":"9910"},"legalRep":{"DE00005":"E1234567"},"premises":{"DE00203":320},"employee":[{"DE00001":"甲"},{"DE00001":"丙"}]}`
	for _, c := range []struct{ answers, path, zh, en string }{
		{`{}`, "applicant/DE00103", "总是显示；必填。", "It is always shown; it is required."},
		{`{}`, "page:who", "总是显示。", "It is always shown."},
		{`{}`, "text:welcome", "总是显示。", "It is always shown."},
		{`{}`, "applicant/DE00104", "不显示：“注册资本”只在“主体类型”不是“个体工商户”时显示，而“主体类型”还没有有效的答案。",
			"It is not shown: “Registered capital” is shown only when “Entity type” is not “Sole proprietor”, and there is no valid answer to “Entity type” yet."},
		{`{"applicant":{"DE00103":"1130"}}`, "applicant/DE00104", "显示，因为“主体类型”不是“个体工商户”；必填，因为“主体类型”是“有限责任公司”。",
			"It is shown because “Entity type” is not “Sole proprietor”; it is required because “Entity type” is “Limited liability company”."},
		{sole, "applicant/DE00104", "不显示：“主体类型”是“个体工商户”，填完“申请人”后直接转到“场所”；“注册资本”只在“主体类型”不是“个体工商户”时显示，现在不是这样。",
			"It is not shown: “Entity type” is “Sole proprietor”, so after “Applicant” the path leads to “Place”; “Registered capital” is shown only when “Entity type” is not “Sole proprietor”, which is not so now."},
		{sole, "page:capital", "不显示：“主体类型”是“个体工商户”，填完“申请人”后直接转到“场所”。", "It is not shown: “Entity type” is “Sole proprietor”, so after “Applicant” the path leads to “Place”."},
		{sole, "page:staff", "显示，因为“经营场所面积”大于 100 平方米。", "It is shown because “Floor area” is more than 100 m²."},
		{sole, "text:big", "不显示：“大场所”只在“经营场所面积”大于 1000 平方米时显示，现在不是这样。", "It is not shown: “Large” is shown only when “Floor area” is more than 1000 m², which is not so now."},
		{sole, "employee", "显示，因为“经营场所面积”大于 100 平方米；选填。", "It is shown because “Floor area” is more than 100 m²; it is optional."},
		{sole, "employee/0/DE00013", "显示，因为“经营场所面积”大于 100 平方米，且“姓名”是“甲”，且“从业人员”的条数大于 1；选填。", ""},
		{sole, "employee/1/DE00013", "不显示：“健康证明有效期至”只在“姓名”是“甲”，且“从业人员”的条数大于 1 时显示，现在不是这样。", ""},
		{sole, "employee/DE00013", "不显示：“健康证明有效期至”只在“姓名”是“甲”，且“从业人员”的条数大于 1 时显示，而“姓名”还没有有效的答案。", ""},
		{sole, "applicant/DE00108", "不显示：随表单保存，从不显示。", "It is not shown: it is carried along and never shown."},
		{sole, "premises/DE00213", "总是显示；不用填写，由系统计算：“经营场所面积” ÷ 3 四舍五入到 1 位小数。", "It is always shown; nobody is asked for it, it is computed: “Floor area” ÷ 3 rounded to decimal place 1."},
		{sole, "filing/DE00010", "不显示：“通信地址”只在“从业人员”中至少有一条满足：“姓名”是“乙”时显示，现在不是这样。", ""},
	} {
		x, ok := f.Check([]byte(c.answers), may()).Explain(c.path, false)
		if !ok || x.Because["zh"] != c.zh || c.en != "" && x.Because["en"] != c.en {
			t.Errorf("%s: %v\n %s\n %s", c.path, ok, x.Because["zh"], x.Because["en"])
		}
	}
	r := f.Check([]byte(sole), may())
	for _, path := range []string{"", "nowhere", "applicant/DE99999", "page:nowhere", "text:nowhere", "employee/9", "employee/7/DE00013"} {
		if x, ok := r.Explain(path, false); ok {
			t.Errorf("%s is explained: %+v", path, x)
		}
	}
}

func TestAnExplanationListsTheAnswersThatAreRead(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), companyForm)
	r := f.Check([]byte(`{"applicant":{"DE00103":"1130"},"legalRep":{"DE00005":"E1234567"},"premises":{"DE00203":320},"employee":[{"DE00001":"甲"},{"DE00001":"丙"}]}`), may())
	read := func(path string, masked bool) string {
		x, ok := r.Explain(path, masked)
		if !ok {
			t.Fatal(path)
		}
		var out []string
		for _, reason := range x.Reasons {
			for _, a := range reason.Reads {
				out = append(out, reason.Truth+" "+a.Path+" "+a.State+" "+a.Value["zh"]+"/"+a.Value["en"])
			}
		}
		return strings.Join(out, "\n")
	}
	for path, want := range map[string]string{
		"applicant/DE00104":  "false applicant/DE00103 answered 有限责任公司/Limited liability company\ntrue applicant/DE00103 answered 有限责任公司/Limited liability company\ntrue applicant/DE00103 answered 有限责任公司/Limited liability company",
		"employee/1/DE00013": "true premises/DE00203 answered 320 平方米/320 m²\ntrue premises/DE00203 answered 320 平方米/320 m²\nfalse employee answered 2 条/2 rows\nfalse employee/1/DE00001 answered 丙/丙",
		"filing/DE00010":     "true premises/DE00203 answered 320 平方米/320 m²\nfalse employee answered 2 条/2 rows\nfalse employee/DE00001 answered 甲、丙/甲, 丙",
		"legalRep/DE00001":   "true legalRep/DE00005 answered E1234567/E1234567",
	} {
		if got := read(path, false); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
		}
	}
	if got, want := read("legalRep/DE00001", true), "true legalRep/DE00005 answered E*****67/E*****67"; got != want {
		t.Errorf("masked: %s", got)
	}
}

func TestAnExplanationNamesTheMatterOfAMergedForm(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), mergedForm)
	r := f.Check([]byte(`{"applicant":{"DE00103":"9910"}}`), in("M01", "M05"))
	x, _ := r.Explain("applicant/DE00104", false)
	if !x.Shown || len(x.Reasons) != 1 || x.Reasons[0].Matter != "M01" || x.Reasons[0].Allows {
		t.Errorf("shown for M05 although M01 does not ask: %+v", x)
	}
	x, _ = r.Explain("premises/DE00203", false)
	if x.Shown || x.Because["zh"] != "不显示：所办的事项都不需要。" {
		t.Errorf("%+v", x)
	}
	ctx := in("M02")
	ctx.Awaited = map[string]bool{"applicant/DE00102": true}
	x, _ = f.Check(nil, ctx).Explain("applicant/DE00102", false)
	if x.Shown || x.Because["en"] != "It is not shown: a department supplies it later." {
		t.Errorf("%+v", x)
	}
}

// In a matter's own form something is shown exactly when no reason stands in
// its way, and an explanation never fails.
func TestReasonsAddUpToWhatIsShown(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	forms := []*metamodel.Form{mustForm(t, w, companyForm), mustForm(t, w, foodForm), mustForm(t, w, nestedForm)}
	rapid.Check(t, func(rt *rapid.T) {
		f := rapid.SampledFrom(forms).Draw(rt, "form")
		r := f.Check([]byte(hostileAnswers().Draw(rt, "answers")), may())
		var paths []string
		for _, s := range f.Sections {
			paths = append(paths, "page:"+s.ID)
		}
		if f == forms[0] {
			paths = append(paths, "text:big", "text:welcome")
		}
		for _, fd := range f.Fields {
			paths = append(paths, fd.Path)
			if g := fd.Group; g.Repeat && g.Parent == nil {
				paths = append(paths, g.Path)
				for i := range min(r.Rows(g.Path), 2) { // a row that is not there is not explained
					paths = append(paths, fmt.Sprintf("%s/%d/%s", g.Path, i, fd.Key))
				}
			}
		}
		for _, path := range paths {
			x, ok := r.Explain(path, false)
			if !ok {
				rt.Fatalf("%s is not explained", path)
			}
			free := true
			for _, reason := range x.Reasons {
				if reason.Kind != metamodel.ReasonRequired && reason.Kind != metamodel.ReasonValue && reason.Kind != metamodel.ReasonWhen && reason.Kind != metamodel.ReasonOption && !reason.Allows {
					free = false
				}
				if reason.Source != "" && !reason.Plain {
					rt.Fatalf("%s: %s has no words", path, reason.Source)
				}
			}
			if free != x.Shown {
				rt.Fatalf("%s: shown %v, yet %+v", path, x.Shown, x.Reasons)
			}
			if x.Because["zh"] == "" || x.Because["en"] == "" || strings.HasSuffix(x.Because["en"], ": .") {
				rt.Fatalf("%s: %v", path, x.Because)
			}
		}
	})
}

// An answer that a filter of options keeps out is told with the filter and the
// answers that it reads.
func TestACodeThatIsNotOfferedIsExplained(t *testing.T) {
	t.Parallel()
	f := mustForm(t, withDistricts(restaurant(t)), districtForm)
	for _, c := range []struct{ answers, path, zh, en string }{
		{`{"premises":{"CITY":"31","AREA":"1101"}}`, "premises/AREA", "不能选择“东城”：可选的项须满足“选项的上级是“城市”", "“Dongcheng” cannot be chosen: an option is offered only when “the entry above the option is “CITY”"},
		{`{"premises":{"CITY":"31","AREA":"1101"}}`, "premises/AREA", "而“城市”现为“上海”", "and “CITY” is “Shanghai”"},
		{`{"premises":{"AREA":"1101"}}`, "premises/AREA", "“城市”还没有有效的答案", "there is no valid answer to “CITY” yet"},
		{`{"premises":{"CITY":"31","AREA":"3103"}}`, "premises/AREA", "不能选择“卢湾”：可选的项须满足“当天在有效期内”", "“Luwan” cannot be chosen: an option is offered only when “it is valid on the day”"},
		{`{"premises":{"CITY":"31"},"employee":[{"AREAS":["3101","1101"]}]}`, "employee/0/AREAS", "不能选择“东城”：可选的项须满足“选项的“city”是“城市””", "the option's “city” is “CITY””"},
	} {
		x, ok := f.Check([]byte(c.answers), may()).Explain(c.path, false)
		if !ok || !strings.Contains(x.Because["zh"], c.zh) || !strings.Contains(x.Because["en"], c.en) {
			t.Errorf("%s %s:\n %s\n %s", c.answers, c.path, x.Because["zh"], x.Because["en"])
		}
	}
	x, _ := f.Check([]byte(`{"premises":{"CITY":"31","AREA":"3101"}}`), may()).Explain("premises/AREA", false)
	for _, r := range x.Reasons {
		if r.Kind == metamodel.ReasonOption {
			t.Errorf("an answer that is offered has the reason %+v", r)
		}
	}
}

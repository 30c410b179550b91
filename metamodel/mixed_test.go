package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// mixedForm has a floor area that M02 computes from the kitchen's and M03 asks
// for.
const mixedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T01", "x-title": {"zh": "开饭店一件事", "en": "Open a restaurant"}, "type": "object",
"properties": {
 "premises": {"type": "object", "x-subject": "premises", "properties": {
   "DE00203": {"$ref": "element:DE00203", "x-uses": [
      {"matter": "M02", "value": "premises.DE00213 * 2.005"},
      {"matter": "M03", "required": true, "x-fraction-digits": 1}]},
   "DE00213": {"$ref": "element:DE00213", "x-uses": [{"matter": "M02"}]}}}},
"x-layout": {"sections": [{"id": "premises", "title": {"zh": "场所", "en": "Premises"}, "fields": ["premises/DE00213", "premises/DE00203"]}]}}`

// What one matter computes and another asks for is asked where the first does
// not apply, and is then required.
func TestWhatOneMatterComputesIsAskedWhereOnlyAnotherApplies(t *testing.T) {
	t.Parallel()
	const path = "premises/DE00203"
	f := mustForm(t, restaurant(t), mixedForm)
	for _, c := range []struct {
		name, answers             string
		scope                     []string
		asked, computed, required bool
		questions                 int
		json, problems            string
	}{
		{"the one that asks", `{}`, []string{"M03"}, true, false, true, 1, `{}`, "answer.required " + path},
		{"the one that asks, answered", `{"premises":{"DE00203":80.5}}`, []string{"M03"}, true, false, true, 1, `{"premises":{"DE00203":80.5}}`, ""},
		{"the one that computes", `{}`, []string{"M02"}, false, true, false, 1, `{}`, ""},
		{"its value", `{"premises":{"DE00213":1,"DE00203":80}}`, []string{"M02"}, false, true, false, 1, `{"premises":{"DE00213":1,"DE00203":2.01}}`, ""},
		{"both, before it can be told", `{"premises":{"DE00203":80.5}}`, []string{"M02", "M03"}, false, true, true, 1, `{}`, "answer.uncomputed " + path},
		{"both", `{"premises":{"DE00213":20}}`, []string{"M02", "M03"}, false, true, true, 1, `{"premises":{"DE00213":20,"DE00203":40.1}}`, ""},
		{"both, a value that the other refuses", `{"premises":{"DE00213":1}}`, []string{"M02", "M03"}, false, true, true, 1, `{"premises":{"DE00213":1}}`, "answer.fraction_digits " + path},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), in(c.scope...))
			if got := [3]bool{r.Asked(path), r.Computed(path), r.Required(path)}; got != [3]bool{c.asked, c.computed, c.required} {
				t.Errorf("asked, computed, required: %v", got)
			}
			if got := problemLines(r); got != c.problems {
				t.Errorf("problems %s, want %s", got, c.problems)
			}
			if got := r.Journey().Asked; got != c.questions {
				t.Errorf("%d questions, want %d", got, c.questions)
			}
			if got := string(r.JSON()); got != c.json {
				t.Errorf("%s, want %s", got, c.json)
			}
			// Answered one by one it is the same record.
			live := f.Check(nil, in(c.scope...))
			for _, p := range []string{path, "premises/DE00213"} {
				live.Set(p, f.Check([]byte(c.answers), metamodel.Context{Scope: map[string]bool{"M03": p == path, "M02": p != path}}).Raw(p))
			}
			if problemLines(live) != c.problems || string(live.JSON()) != c.json {
				t.Errorf("one by one: %s %s", live.JSON(), problemLines(live))
			}
		})
	}
	r := f.Check(nil, in("M02", "M03"))
	if len(r.Problems) != 1 || r.Problems[0].In("zh") != "经营场所面积由系统根据其他答案计算，现在还算不出来；请先填写：厨房面积" {
		t.Errorf("%s", r.Problems[0].In("zh"))
	}
	if j := r.Journey(); j.Pages[0].Status != metamodel.PageTodo || len(j.Missing) != 1 {
		t.Errorf("%+v", j)
	}
}

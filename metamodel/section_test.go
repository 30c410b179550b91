package metamodel_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// routedForm asks companies about shareholders and sends sole proprietors past
// them; those who collect at the counter are done early.
const routedForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:routed", "x-title": {"zh": "路径", "en": "Routes"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00103", "DE00104", "DE00108"], "properties": {"DE00103": {"$ref": "element:DE00103"}, "DE00104": {"$ref": "element:DE00104"}, "DE00108": {"$ref": "element:DE00108"}}},
 "shareholder": {"type": "array", "x-subject": "shareholder", "minItems": 1, "items": {"type": "object", "required": ["DE00001"], "properties": {"DE00001": {"$ref": "element:DE00001"}}}},
 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203"], "properties": {"DE00203": {"$ref": "element:DE00203"}}},
 "filing": {"type": "object", "x-subject": "filing", "required": ["DE00601", "DE00010"], "properties": {"DE00601": {"$ref": "element:DE00601"}, "DE00010": {"$ref": "element:DE00010"}}}
},
"x-layout": {
 "texts": {"welcome": {"text": {"zh": "欢迎", "en": "Welcome"}, "kind": "heading"}, "big": {"text": {"zh": "大企业", "en": "Large"}, "visible": "applicant.DE00108 > 100"}, "owners": {"text": {"zh": "股东", "en": "Owners"}}},
 "sections": [
 {"id": "who", "title": {"zh": "申请人"}, "fields": ["text:welcome", "applicant/DE00103", "text:big"], "next": [{"when": "applicant.DE00103 == '9910'", "to": "place"}]},
 {"id": "capital", "title": {"zh": "资本"}, "fields": ["applicant/DE00104"]},
 {"id": "owners", "title": {"zh": "股东"}, "fields": ["text:owners", "shareholder"]},
 {"id": "place", "title": {"zh": "场所"}, "hint": {"zh": "在哪里"}, "fields": ["premises/DE00203"]},
 {"id": "staff", "title": {"zh": "人员"}, "visible": "premises.DE00203 > 100", "fields": ["applicant/DE00108"], "next": [{"when": "applicant.DE00108 == 1", "to": "end"}, {"when": "true", "to": "post"}]},
 {"id": "post", "title": {"zh": "送达"}, "fields": ["filing/DE00601"], "next": [{"when": "filing.DE00601 == '1'", "to": "end"}]},
 {"id": "address", "title": {"zh": "地址"}, "fields": ["filing/DE00010"]}
]}}`

func TestThePathFollowsRoutesAndConditions(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), routedForm)
	for _, c := range []struct{ name, answers, shown, missing, json string }{
		{"nothing answered: no route holds", `{}`, "who capital owners place post address", "applicant/DE00103 applicant/DE00104 shareholder premises/DE00203 filing/DE00601 filing/DE00010", `{}`},
		{"a company", `{"applicant":{"DE00103":"1130","DE00104":5},"shareholder":[{"DE00001":"甲"}]}`, "who capital owners place post address", "premises/DE00203 filing/DE00601 filing/DE00010", `{"applicant":{"DE00103":"1130","DE00104":5},"shareholder":[{"DE00001":"甲"}]}`},
		{"a sole proprietor is led past capital and owners, whose answers are kept out", `{"applicant":{"DE00103":"9910","DE00104":"x"},"shareholder":[{}]}`, "who place post address", "premises/DE00203 filing/DE00601 filing/DE00010", `{"applicant":{"DE00103":"9910"}}`},
		{"large premises ask about staff", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320}}`, "who place staff post address", "applicant/DE00108 filing/DE00601 filing/DE00010", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320}}`},
		{"one person ends the form", `{"applicant":{"DE00103":"9910","DE00108":1},"premises":{"DE00203":320},"filing":{"DE00601":"2"}}`, "who place staff", "", `{"applicant":{"DE00103":"9910","DE00108":1},"premises":{"DE00203":320}}`},
		{"a section that is not shown leads nowhere", `{"applicant":{"DE00103":"9910","DE00108":1},"premises":{"DE00203":20},"filing":{"DE00601":"1"}}`, "who place post", "", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":20},"filing":{"DE00601":"1"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := f.Check([]byte(c.answers), may())
			var shown []string
			for _, s := range f.Sections {
				if r.Shown(s) {
					shown = append(shown, s.ID)
				}
				for _, it := range s.Items {
					if it.Field != nil && r.Visible(it.Field.Path) != r.Shown(s) || it.Group != nil && r.Visible(it.Group.Path) != r.Shown(s) {
						t.Errorf("section %s: %v", s.ID, it)
					}
				}
			}
			if got := strings.Join(shown, " "); got != c.shown {
				t.Errorf("shown %s, want %s", got, c.shown)
			}
			if got := strings.Join(r.Missing(), " "); got != c.missing {
				t.Errorf("missing %s, want %s", got, c.missing)
			}
			if got := string(r.JSON()); got != c.json {
				t.Errorf("JSON %s, want %s", got, c.json)
			}
			sound(t, f, f, []byte(c.answers), may())
		})
	}
}

func TestStaticTextsComeAndGo(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), routedForm)
	small := f.Check([]byte(`{"applicant":{"DE00103":"9910","DE00108":101}}`), may()) // staff is not asked: the number does not count
	large := f.Check([]byte(`{"applicant":{"DE00103":"1130","DE00108":101},"premises":{"DE00203":320}}`), may())
	for id, want := range map[string][2]bool{"welcome": {true, true}, "big": {false, true}, "owners": {false, true}, "nowhere": {false, false}} {
		if small.TextShown(id) != want[0] || large.TextShown(id) != want[1] {
			t.Errorf("%s: %v %v", id, small.TextShown(id), large.TextShown(id))
		}
	}
	it := f.Sections[0].Items[0]
	if it.Text == nil || it.Text.ID != "welcome" || it.Text.Kind != "heading" || it.Text.Text.In("en") != "Welcome" || f.Sections[3].Hint.In("zh") != "在哪里" {
		t.Errorf("%v", it)
	}
}

func TestASectionOfAnotherFormIsNotShown(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), routedForm)
	other := mustForm(t, restaurant(t), foodForm)
	if f.Check(nil, may()).Shown(other.Sections[0]) || f.Check(nil, may()).Shown(&metamodel.Section{}) {
		t.Error("shown")
	}
}

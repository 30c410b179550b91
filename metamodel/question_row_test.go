package metamodel_test

import (
	"slices"
	"testing"
)

func TestARefusalInARowReadsWellForQuestions(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:who", "x-title": {"zh": "人员", "en": "People"}, "type": "object", "properties": {
	 "employee": {"type": "array", "x-subject": "employee", "x-label": {"zh": "谁在这里工作？", "en": "Who works here?"}, "minItems": 3, "items": {"type": "object", "required": ["DE00001", "DE00108"], "properties": {
	  "DE00001": {"$ref": "element:DE00001", "x-label": {"zh": "叫什么名字？", "en": "What is the name?"}}, "DE00108": {"$ref": "element:DE00108"}}}}},
	 "x-layout": {"sections": [{"id": "s", "title": {"zh": "人员", "en": "People"}, "fields": ["employee"]}]}}`)
	var zh, en []string
	for _, p := range f.Check([]byte(`{"employee":[{"DE00108":1},{"DE00001":"王小明"}]}`), may()).Problems {
		zh, en = append(zh, p.In("zh")), append(en, p.In("en"))
	}
	for _, c := range []struct{ said, want []string }{
		{zh, []string{"请至少填写 3 条“谁在这里工作？”的答案", "请填写“谁在这里工作？”第 1 条的“叫什么名字？”的答案", "请填写“谁在这里工作？”第 2 条的从业人数"}},
		{en, []string{"Add at least 3 to the answer to “Who works here?”", "Enter the answer to “What is the name?” (row 1 of “Who works here?”)", "Enter number of employees (row 2 of “Who works here?”)"}},
	} {
		if !slices.Equal(c.said, c.want) {
			t.Errorf("got %q\nwant %q", c.said, c.want)
		}
	}
}

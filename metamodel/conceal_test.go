package metamodel_test

import (
	"strings"
	"testing"
)

func TestAConcealedAnswerCountsAndIsToldToNobody(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), computedForm)
	answers := []byte(`{"premises":{"DE00213":10.5,"DE00104":7},"employee":[{"DE00001":"赵强","DE00013":"2027-01-31"},{"DE00001":"钱"}]}`)
	open, r := f.Check(answers, may()), f.Check(answers, may())
	r.Conceal("premises/DE00213", "employee/0/DE00001")
	told := func(path string) string {
		x, _ := r.Explain(path, false)
		return string(r.Raw(path)) + strings.Join(r.Typed(path), "") + r.Display(path, "zh", false) + x.Value.In("zh")
	}
	for path, want := range map[string]bool{
		"premises/DE00213":   true,
		"premises/DE00203":   true, // computed from it
		"employee/0/DE00001": true,
		"employee/0/DE00108": true,
		"employee/0/DE00010": true, // computed from what is computed from it
		"premises/DE00104":   false,
		"employee/1/DE00001": false,
		"premises/DE00108":   false, // of how many rows there are
	} {
		if r.Concealed(path) != want || told(path) == "" != want {
			t.Errorf("%s: concealed %v, told %q", path, r.Concealed(path), told(path))
		}
		if r.Visible(path) != open.Visible(path) || r.Asked(path) != open.Asked(path) || r.Answered(path) != open.Answered(path) || r.Required(path) != open.Required(path) {
			t.Errorf("%s counts in another way", path)
		}
	}
	if r.Concealed("premises/DE00999") || r.Concealed("shareholder/0/DE00104") {
		t.Error("nothing is concealed")
	}
	for name, got := range map[string]string{"JSON": string(r.JSON()), "Project": string(r.Project(f))} {
		if strings.Contains(got, "10.5") || strings.Contains(got, "赵强") || strings.Contains(got, "15.75") || !strings.Contains(got, "钱") {
			t.Errorf("%s gives %s", name, got)
		}
	}
	if len(r.Problems) != len(open.Problems) {
		t.Errorf("the problems are %v", r.Problems)
	}
	// Still so after another answer, and after a row more.
	for _, path := range []string{"premises/DE00104", "employee/2/DE00001"} {
		r.Set(path, []byte(`"8"`))
		if told("premises/DE00213") != "" || told("premises/DE00203") != "" || told("employee/0/DE00010") != "" || strings.Contains(string(r.JSON()), "赵强") {
			t.Errorf("told after %s was set", path)
		}
	}
}

package catalog

import "testing"

// Every kind of change of a policy, made on the noodle shop with a policy.
var policyCases = []struct {
	name  string
	edits []edit
	want  string
}{
	{"a criterion more and one less", []edit{{"policies/P1.yaml", "id: exits", "id: doors"}}, "compatible policy.criterion_added policy:P1 criteria/doors\ncompatible policy.criterion_removed policy:P1 criteria/exits\n"},
	{"a criterion's condition", []edit{{"policies/P1.yaml", "<= 100.0", "<= 120.0"}}, "compatible policy.criterion_changed policy:P1 criteria/area/when\n"},
	{"a criterion's words", []edit{{"policies/P1.yaml", "至少有两个安全出口", "有两个安全出口"}, {"policies/P1.yaml", "增设安全出口", "增加安全出口"}}, "compatible label.changed policy:P1 criteria/exits/text\ncompatible label.changed policy:P1 criteria/exits/remedy\n"},
	{"another matter", []edit{{"policies/P1.yaml", "[A1, A2]", "[A2, A3]"}}, "compatible policy.matter_added policy:P1 matters/A3\ncompatible policy.matter_removed policy:P1 matters/A1\n"},
	{"a sum and its days", []edit{{"policies/P1.yaml", "\"3000\"", "\"4000\""}, {"policies/P1.yaml", "2027-12-31", "2028-12-31"}}, "compatible attribute.changed policy:P1 benefit/amount\ncompatible attribute.changed policy:P1 until\n"},
	{"its words", []edit{{"policies/P1.yaml", "小面馆补贴", "面馆补贴"}, {"policies/P1.yaml", "帮助小面馆开业。", "帮助面馆开业。"}, {"policies/P1.yaml", "第三条", "第四条"}, {"policies/P1.yaml", "一次性补贴", "补贴"}},
		"compatible label.changed policy:P1 name\ncompatible label.changed policy:P1 summary\ncompatible label.changed policy:P1 basis\ncompatible label.changed policy:P1 benefit/what\n"},
	{"a theme for the matters", []edit{{"policies/P1.yaml", "matters: [A1, A2]", "theme: T1"}, {"policies/P1.yaml", "department: market", "department: hall"}, {"policies/P1.yaml", "from: \"2026-01-01\"\n", ""}, {"policies/P1.yaml", "materials: [MT4]\n", ""}},
		"compatible attribute.changed policy:P1 department\ncompatible attribute.changed policy:P1 from\ncompatible attribute.changed policy:P1 theme\n" +
			"compatible policy.matter_removed policy:P1 matters/A1\ncompatible policy.matter_removed policy:P1 matters/A2\ncompatible attribute.changed policy:P1 materials\n"},
	{"a policy less", []edit{{"policies/P1.yaml", "id: P1", "id: P2"}}, "compatible definition.removed policy:P1 \ncompatible definition.added policy:P2 \n"},
}

// withPolicy is the noodle shop with a policy.
func withPolicy(t testing.TB) map[string][]byte {
	t.Helper()
	files := tree(t, "testdata/noodles")
	for name, b := range tree(t, "testdata/policy") {
		files["policies/"+name] = b
	}
	return files
}

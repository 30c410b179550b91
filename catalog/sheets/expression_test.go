package sheets

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestConditionsOfTheSheetsBecomeCEL(t *testing.T) {
	t.Parallel()
	im := &importer{pack: Import(mustBook(t, restaurant), mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)}).Pack}
	im.subjects, im.subjectsByID = map[string]*metamodel.Subject{}, im.pack.Subjects
	for _, s := range im.pack.Subjects {
		im.subjects[s.Name["zh"]] = s
		if s.ID == metamodel.FilingSubject {
			im.subjects[filingName] = s
		}
	}
	m := &matter{}
	for subject, elements := range map[string]string{
		"申请主体": "DE00101 DE00103 DE00104 DE00106 DE00108", "经营场所": "DE00203 DE00204 DE00208 DE00212 DE00213", "办件": "DE00601 DE00603", "法定代表人": "DE00005", "经办人": "DE00005",
		"招牌": "DE00403",
	} {
		for _, e := range strings.Fields(elements) {
			m.fields = append(m.fields, &field{subject: im.subjects[subject], element: im.pack.Elements[e]})
		}
	}
	m.fields = append(m.fields, &field{subject: im.subjects["从业人员"], element: im.pack.Elements["DE00012"], repeat: &[2]int{1, 9}},
		&field{subject: im.subjects["申请主体"], element: im.pack.Elements["DE00302"]})
	row := &Row{Number: 5, sheet: &Sheet{File: "form_fields.csv"}}
	fields := im.formScope(m, row, "显示条件")
	guide := im.guideScope(im.pack.Themes["T01"], row)

	cases := []struct {
		text string
		cel  string // or
		code string // or neither: words
	}{
		{"DE00204@经营场所 == '1'", "premises.DE00204 == '1'", ""},
		{"DE00204＠经营场所＝＝‘１’", "premises.DE00204 == '1'", ""},
		{"DE00204@经营场所 = '1'", "premises.DE00204 == '1'", ""},
		{"DE00601 == '2'", "filing.DE00601 == '2'", ""},
		{"DE00212@经营场所 == true", "premises.DE00212 == true", ""},
		{"DE00403@招牌 > 3.0", "signboard.DE00403 > 3.0", ""},
		{"DE00403@招牌 > 3", "signboard.DE00403 > 3.0", ""},
		{"300 <= DE00203@经营场所", "premises.DE00203 >= 300.0", ""},
		{"DE00203@经营场所 ≥ 300 且 DE00208@经营场所 < -1", "premises.DE00203 >= 300.0 && premises.DE00208 < -1", ""},
		{"DE00208@经营场所 > 1.5", "double(premises.DE00208) > 1.5", ""},
		{"DE00108@申请主体 > DE00203@经营场所", "double(applicant.DE00108) > premises.DE00203", ""},
		{"(DE00204@经营场所 == '1' 或 DE00204@经营场所 == '2') 且 非 DE00603 == true", "(premises.DE00204 == '1' || premises.DE00204 == '2') && !(filing.DE00603 == true)", ""},
		{"DE00603", "filing.DE00603", ""},
		{"!DE00603", "!filing.DE00603", ""},
		{"已填(DE00005@经办人) 且 非 filled(DE00204@经营场所)", "filled(agent.DE00005) && !filled(premises.DE00204)", ""},
		{"已填('1')", "", "not-a-condition"},
		{"已填", "", ""},
		{"DE00103@申请主体 in ('9910', '4530')", "applicant.DE00103 in ['9910', '4530']", ""},
		{"DE00103@申请主体 in ['9910']", "applicant.DE00103 in ['9910']", ""},
		{"DE00302@申请主体 包含 '01'", "'01' in applicant.DE00302", ""},
		{"'01' in DE00302@申请主体", "'01' in applicant.DE00302", ""},
		{"DE00106@申请主体 >= '2026-05-01'", "applicant.DE00106 >= timestamp('2026-05-01T00:00:00Z')", ""},
		{"agent.DE00005 != legalRep.DE00005", "agent.DE00005 != legalRep.DE00005", ""},
		{"DE00005@经办人 <> DE00005@法定代表人", "agent.DE00005 != legalRep.DE00005", ""},

		{"经办人 不是 法定代表人", "", ""},
		{"DE00204@经营场所 ==", "", ""},
		{"DE00204@经营场所 == '1", "", ""},
		{"DE00204@经营场所 == 1 个", "", ""},
		{"面积大于300", "", ""},
		{"1 == 1", "", ""},
		{strings.Repeat("(", 200) + "DE00603" + strings.Repeat(")", 200), "", ""},
		{strings.Repeat("!", 200) + "DE00603", "", ""},

		{"DE00204@经营场所 == '9'", "", "unknown-code"},
		{"DE00103@申请主体 in ['9910', '1']", "", "unknown-code"},
		{"DE00999@经营场所 == '1'", "", "unknown-element"},
		{"DE00204@经营场地 == '1'", "", "unknown-subject"},
		{"DE00204@申请主体 == '1'", "", "unknown-field"},
		{"DE00012@从业人员 == '1'", "", "refers-to-repeat"},
		{"DE00203@经营场所 == '大'", "", "types-differ"},
		{"DE00203@经营场所 == true", "", "types-differ"},
		{"DE00101@申请主体 > '甲'", "", "types-differ"},
		{"DE00106@申请主体 >= '2026-13-01'", "", "not-a-date"},
		{"DE00203@经营场所", "", "not-a-condition"},
		{"DE00203@经营场所 && true", "", "not-a-condition"},
		{"Q1 == '9910'", "", "unknown-question"},
	}
	for _, c := range cases {
		check(t, fields, c.text, c.cel, c.code)
	}
	check(t, guide, "Q2 >= 300", "Q2 >= 300.0", "")
	check(t, guide, "Q1 == '9910' || Q6 == true", "Q1 == '9910' || Q6 == true", "")
	check(t, guide, "Q1 == '1'", "", "unknown-code")
	check(t, guide, "Q8 == true", "", "unknown-question")
	check(t, guide, "Q7 == 1", "", "types-differ")
	check(t, guide, "DE00203@经营场所 >= 300", "", "not-a-question")
}

func check(t *testing.T, s scope, text, cel, code string) {
	t.Helper()
	got, words, problem := translate(text, s)
	switch {
	case code != "":
		if problem == nil || problem.Code != "sheets."+code {
			t.Errorf("%s: %q, words %v, problem %v, want %s", text, got, words, problem, code)
		}
	case cel == "":
		if !words || problem != nil {
			t.Errorf("%s: %q, words %v, problem %v, want words", text, got, words, problem)
		}
	case got != cel || words || problem != nil:
		t.Errorf("%s: %q, words %v, problem %v, want %q", text, got, words, problem, cel)
	}
}

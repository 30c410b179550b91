package metamodel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

func foodEnv(t testing.TB) (*metamodel.Form, *metamodel.Env) {
	t.Helper()
	w := restaurant(t)
	f := mustForm(t, w, foodForm)
	env, ps := metamodel.NewEnv(f, []metamodel.Question{
		{ID: "Q1", Text: metamodel.ZhEn("主体类型", "Entity type"), Type: metamodel.TypeCode, CodeList: "CL_SUBJECT_TYPE", Field: "applicant/DE00103"},
		{ID: "Q2", Text: metamodel.ZhEn("经营面积", "Floor area"), Type: metamodel.TypeNumber, Field: "premises/DE00203"},
		{ID: "Q3", Text: metamodel.ZhEn("是否设置招牌", "Signboard"), Type: metamodel.TypeBoolean},
		{ID: "Q4", Text: metamodel.ZhEn("员工人数", "Staff"), Type: metamodel.TypeInteger},
	}, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return f, env
}

func TestConditionsOverARecord(t *testing.T) {
	t.Parallel()
	f, env := foodEnv(t)
	r := f.Check([]byte(`{
	 "applicant": {"DE00103": "1130", "DE00104": 100.5, "DE00302": ["02", "01"]},
	 "premises": {"DE00203": 320, "DE00213": "eighty"},
	 "legalRep": {"DE00001": "王小明"},
	 "employee": [{"DE00001": "赵强", "DE00013": "2026-06-01"}, {"DE00001": "钱丽"}],
	 "filing": {"DE00601": "1", "DE00010": "hidden", "DE00603": false}}`), may())
	for source, want := range map[string]metamodel.Truth{
		"":                                      metamodel.True,
		"true":                                  metamodel.True,
		" true ":                                metamodel.True,
		"false":                                 metamodel.False,
		"applicant.DE00103 == '1130'":           metamodel.True,
		"applicant.DE00103 != '9910'":           metamodel.True,
		"applicant.DE00103 in ['9910', '1130']": metamodel.True,
		"'01' in applicant.DE00302":             metamodel.True,
		"'03' in applicant.DE00302":             metamodel.False,
		"size(applicant.DE00302) == 2":          metamodel.True,
		"premises.DE00203 == 320":               metamodel.True, // a whole literal beside a double
		"320 == premises.DE00203":               metamodel.True,
		"premises.DE00203 in [300, 320]":        metamodel.True,
		"premises.DE00203 * 2 == 640":           metamodel.True,
		"premises.DE00203 >= 300":               metamodel.True,
		"premises.DE00203 >= 300.5 && premises.DE00203 < 1000":              metamodel.True,
		"premises.DE00203 > 320":                                            metamodel.False,
		"premises.DE00213 < premises.DE00203":                               metamodel.Unknown, // invalid is absent
		"premises.DE00213 < 10 || premises.DE00203 > 10":                    metamodel.True,
		"premises.DE00213 < 10 && premises.DE00203 > 1000":                  metamodel.False,
		"premises.DE00213 < 10 && premises.DE00203 > 10":                    metamodel.Unknown,
		"has(premises.DE00213)":                                             metamodel.False,
		"has(premises.DE00203)":                                             metamodel.True,
		"!has(legalRep.DE00006)":                                            metamodel.True,
		"has(filing.DE00010)":                                               metamodel.False,   // hidden is absent
		"filing.DE00603 == true":                                            metamodel.Unknown, // false breaks the element's const: not valid
		"size(employee) == 2":                                               metamodel.True,
		"employee.size() > 1 && employee.exists(e, e.DE00001 == '钱丽')":      metamodel.True,
		"employee.all(e, e.DE00001 != '')":                                  metamodel.True,
		"employee.all(e, e.DE00013 > timestamp('2026-05-01T00:00:00Z'))":    metamodel.Unknown,
		"employee.exists(e, e.DE00013 > timestamp('2026-05-01T00:00:00Z'))": metamodel.True,
		"employee[5].DE00001 == 'x'":                                        metamodel.Unknown,
		"size(shareholder) == 0":                                            metamodel.True,
		"legalRep.DE00001.startsWith('王') && legalRep.DE00001.size() == 3":  metamodel.True,
		"legalRep.DE00001.matches('^王')":                                    metamodel.True,
		"premises.DE00203 / (premises.DE00203 - 320) > 1":                   metamodel.True, // a double: infinity
		"size(employee) / (size(employee) - 2) == 1":                        metamodel.Unknown,
		"Q1 == '1130' && Q2 > 300":                                          metamodel.True, // questions that stand for fields
		"Q3 == true":                                                        metamodel.Unknown,
		"Q2 == 320":                                                         metamodel.True,
	} {
		x, ps := env.Condition("when", source)
		if ps.Failed() {
			t.Errorf("%s: %v", source, ps)
			continue
		}
		if got := r.Eval(x); got != want {
			t.Errorf("%s: %v, want %v", source, got, want)
		}
	}
}

func TestConditionsOverTheGuide(t *testing.T) {
	t.Parallel()
	_, env := foodEnv(t)
	for _, c := range []struct {
		source  string
		answers string
		want    metamodel.Truth
	}{
		{"Q2 >= 300", `{}`, metamodel.Unknown},
		{"Q2 >= 300", `{"Q2": 300}`, metamodel.True},
		{"Q2 >= 300", `{"Q2": 299.99}`, metamodel.False},
		{"Q2 >= 300", `{"Q2": null}`, metamodel.Unknown},
		{"Q2 >= 300", `{"Q2": "300"}`, metamodel.Unknown}, // not of its type
		{"Q4 > 3", `{"Q4": 4}`, metamodel.True},
		{"Q4 == 4.0", `{"Q4": 4}`, metamodel.True},
		{"Q4 > 3", `{"Q4": 4.5}`, metamodel.Unknown},
		{"Q3 == true", `{"Q3": true}`, metamodel.True},
		{"Q3", `{"Q3": false}`, metamodel.False},
		{"Q3 || Q2 > 1000", `{"Q3": true}`, metamodel.True},
		{"Q3 || Q2 > 1000", `{"Q3": false}`, metamodel.Unknown},
		{"Q3 && Q2 > 1000", `{"Q3": false}`, metamodel.False},
		{"Q1 == '9910'", `{"Q1": "9910"}`, metamodel.True},
		{"Q1 == '9910' || Q1 == '1130'", `{"Q1": "4500"}`, metamodel.False},
		{"premises.DE00203 > 3", `{"Q2": 5}`, metamodel.Unknown}, // the guide has no form
		{"", `{}`, metamodel.True},
	} {
		x, ps := env.Condition("when", c.source)
		if ps.Failed() {
			t.Fatalf("%s: %v", c.source, ps)
		}
		var answers map[string]any
		if err := json.Unmarshal([]byte(c.answers), &answers); err != nil {
			t.Fatal(err)
		}
		if got := x.EvalQuestions(answers); got != c.want {
			t.Errorf("%s with %s: %v, want %v", c.source, c.answers, got, c.want)
		}
	}
}

func TestWrongConditionsAreExplained(t *testing.T) {
	t.Parallel()
	_, env := foodEnv(t)
	for _, c := range []struct{ source, code, zh string }{
		{"premises.DE99999 > 1", "expr.unknown_name", "DE99999"},
		{"premise.DE00203 > 1", "expr.unknown_name", "premise"},
		{"Q9 == true", "expr.unknown_name", "Q9"},
		{"row.DE00001 == 'x'", "expr.unknown_name", "row"}, // no repeat here
		{"employee.DE00001 == 'x'", "expr.type", ""},       // a list has no members
		{"premises.DE00203 == '320'", "expr.type", "(数字, 文字)"},
		{"premises.DE00203 + 'a' == 'b'", "expr.type", "文字"},
		{"applicant.DE00103 == 9910", "expr.type", "(文字, 整数)"},
		{"premises.DE00203", "expr.not_condition", "数字"},
		{"1 +", "expr.syntax", "1:4"},
		{"premises.DE00203 > 1 经办人", "expr.syntax", "1:22"},
		{"经办人 不是 法定代表人", "expr.syntax", "1:1"},
		{"applicant.DE00103 == '9911'", "expr.unknown_code", "9911"},
		{"applicant.DE00103 in ['9910', 'x']", "expr.unknown_code", "CL_SUBJECT_TYPE"},
		{"'99' in applicant.DE00302", "expr.unknown_code", "99"},
		{"employee.exists(e, e.DE00004 == '222')", "expr.unknown_code", "222"},
		{"employee.all(a, employee.all(b, a.DE00001 != b.DE00001 || a.DE00005 == b.DE00005))", "expr.cost", "200000"},
		{"applicant.DE00105 == '" + strings.Repeat("x", 4000) + "'", "expr.too_long", "4000"},
		{strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60), "expr.too_deep", "1:60"},
		{"legalRep.DE00001.matches('(x{1000}){1000}')", "expr.pattern", "1:26"},
		{"google.protobuf.Value{} == premises.DE00203", "expr.type", "几种类型"},
		{"size([1,2,3].map(x, x * 2)) > premises.DE00203 ? 1 : 2", "expr.not_condition", "整数"},
	} {
		x, ps := env.Condition("materials/3/when", c.source)
		if x != nil || len(ps) == 0 || ps[0].Code != c.code || ps[0].Path != "materials/3/when" {
			t.Errorf("%.60s: %v, want %s", c.source, ps, c.code)
			continue
		}
		if !strings.Contains(ps[0].In("zh"), c.zh) {
			t.Errorf("%.60s: %q lacks %q", c.source, ps[0].In("zh"), c.zh)
		}
		if strings.Contains(ps[0].In("zh")+ps[0].In("en"), "@") {
			t.Errorf("%.60s: shows CEL's inner names: %v", c.source, ps[0].Message)
		}
	}
}

func TestWhatAConditionReads(t *testing.T) {
	t.Parallel()
	_, env := foodEnv(t)
	for source, want := range map[string][]string{
		"true": nil,
		"premises.DE00213 <= premises.DE00203 && Q3":         {"Q3", "premises/DE00203", "premises/DE00213"},
		"has(legalRep.DE00006)":                              {"legalRep/DE00006"},
		"employee.exists(e, e.DE00001 == 'x')":               {"employee", "employee/DE00001"},
		"employee.exists(Q3, Q3.DE00001 == 'x')":             {"employee", "employee/DE00001"}, // a macro's variable hides the question
		"size(employee) > 2 || employee[0].DE00004 == '111'": {"employee", "employee/DE00004"},
		"shareholder.all(s, s.DE00104 <= applicant.DE00104)": {"applicant/DE00104", "shareholder", "shareholder/DE00104"},
	} {
		x, ps := env.Condition("", source)
		if ps.Failed() {
			t.Errorf("%s: %v", source, ps)
			continue
		}
		if got := x.Refs(); !slices.Equal(got, want) {
			t.Errorf("%s reads %v, want %v", source, got, want)
		}
	}
}

func TestQuestionsAreChecked(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	f := mustForm(t, w, foodForm)
	text := metamodel.Zh("问题")
	for name, q := range map[string]metamodel.Question{
		"no identifier":       {ID: "1Q", Text: text, Type: metamodel.TypeBoolean},
		"a reserved word":     {ID: "in", Text: text, Type: metamodel.TypeBoolean},
		"a subject's name":    {ID: "premises", Text: text, Type: metamodel.TypeBoolean},
		"an unsupported type": {ID: "Q1", Text: text, Type: metamodel.TypeDate},
		"no code list":        {ID: "Q1", Text: text, Type: metamodel.TypeCode},
		"a wrong code list":   {ID: "Q1", Text: text, Type: metamodel.TypeCode, CodeList: "CL_NONE"},
		"a wrong field":       {ID: "Q1", Text: text, Type: metamodel.TypeNumber, Field: "premises/DE99999"},
		"a field of a repeat": {ID: "Q1", Text: text, Type: metamodel.TypeNumber, Field: "employee/DE00001"},
	} {
		if env, ps := metamodel.NewEnv(f, []metamodel.Question{q}, w); env != nil || len(ps) != 1 || ps[0].Code != "expr.question" || ps[0].Path != "guide/0" {
			t.Errorf("%s: %v", name, ps)
		}
	}
	twice := []metamodel.Question{{ID: "Q1", Text: text, Type: metamodel.TypeBoolean}, {ID: "Q1", Text: text, Type: metamodel.TypeBoolean}}
	if _, ps := metamodel.NewEnv(nil, twice, w); len(ps) != 1 || ps[0].Path != "guide/1" {
		t.Errorf("twice: %v", ps)
	}
}

// The quick form of a condition and CEL itself must never differ.
func TestQuickConditionsAreWhatCELSays(t *testing.T) {
	t.Parallel()
	f, env := foodEnv(t)
	atom := rapid.SampledFrom([]string{
		"applicant.DE00103 == '1130'", "applicant.DE00103 != '9910'", "'9910' == applicant.DE00103", "applicant.DE00103 in ['9910', '1130']", "legalRep.DE00001 == '王小明'",
		"filing.DE00603", "filing.DE00603 == true", "filing.DE00603 != true", "filing.DE00603 == false", "has(applicant.DE00103)", "has(filing.DE00010)", "has(filing.DE00603) == true",
		"filing.DE00601 == '2'", "filing.DE00010 == 'x'", "true", "premises.DE00203 > 300", "premises.DE00213 <= premises.DE00203", "320.25 == premises.DE00203", "applicant.DE00104 != 100.5", "premises.DE00203 >= 319.5", "premises.DE00203 + applicant.DE00104 >= 400.75", "premises.DE00203 / premises.DE00213 < 4.0 * 1.5", "legalRep.DE00005 != ''", "size(employee) > 0", "false", "legalRep.DE00004 in ['111']", "applicant.DE00105 == ''", "filing.DE00010 in ['x', 'y']",
	})
	var grow func(depth int) *rapid.Generator[string]
	grow = func(depth int) *rapid.Generator[string] {
		if depth == 0 {
			return atom
		}
		return rapid.Custom(func(t *rapid.T) string {
			a := grow(depth-1).Draw(t, "a")
			switch rapid.IntRange(0, 3).Draw(t, "shape") {
			case 0:
				return "!(" + a + ")"
			case 1:
				return "(" + a + ") && (" + grow(depth-1).Draw(t, "b") + ")"
			case 2:
				return "(" + a + ") || (" + grow(depth-1).Draw(t, "b") + ")"
			}
			return a
		})
	}
	ordinary := rapid.SampledFrom([]string{
		`{"applicant":{"DE00103":"1130","DE00105":"热食"},"legalRep":{"DE00001":"王小明","DE00004":"111"},"premises":{"DE00203":320.25,"DE00213":80},"filing":{"DE00601":"2","DE00010":"x","DE00603":true}}`,
		`{"applicant":{"DE00103":"9910"},"legalRep":{"DE00004":"414"},"filing":{"DE00601":"1","DE00603":false}}`,
	})
	quicks, outcomes := 0, map[metamodel.Truth]int{}
	rapid.Check(t, func(t *rapid.T) {
		source := grow(2).Draw(t, "source")
		x, ps := env.Condition("", source)
		if ps.Failed() {
			t.Fatalf("%s: %v", source, ps)
		}
		r := f.Check([]byte(rapid.OneOf(ordinary, ordinary, hostileAnswers()).Draw(t, "answers")), may())
		cel, quick, has := r.BothWays(x)
		if !has {
			return
		}
		if cel != quick {
			t.Fatalf("%s: CEL %v, quick %v over %s", source, cel, quick, r.JSON())
		}
		quicks++
		outcomes[cel]++
	})
	if quicks < 50 || len(outcomes) != 3 {
		t.Errorf("%d quick, %v", quicks, outcomes)
	}
}

// Sums of decimals are what CEL makes of them, also where an answer is absent
// and where the outcome is infinite or no number.
func TestQuickSumsAreWhatCELSays(t *testing.T) {
	t.Parallel()
	f, env := foodEnv(t)
	var records []*metamodel.Record
	for _, answers := range []string{
		`{"applicant":{"DE00104":100.5},"premises":{"DE00203":320.25,"DE00213":80}}`,
		`{"applicant":{"DE00104":0},"premises":{"DE00203":0.1,"DE00213":0.2}}`,
		`{"premises":{"DE00203":320.25}}`,
	} {
		records = append(records, f.Check([]byte(answers), may()))
	}
	leaves := []string{"premises.DE00203", "premises.DE00213", "applicant.DE00104", "0.0", "-1.5", "1e308"}
	outcomes := map[metamodel.Truth]int{}
	impossible := 0 // constants that divide by 0 or are too large do not compile
	judge := func(source string, quickly bool) {
		x, ps := env.Condition("", source)
		if ps.Failed() && ps[0].Code == "expr.impossible" {
			impossible++
			return
		}
		if ps.Failed() {
			t.Fatalf("%s: %v", source, ps)
		}
		for _, r := range records {
			cel, quick, has := r.BothWays(x)
			if has != quickly || has && cel != quick {
				t.Fatalf("%s: CEL %v, quick %v (%v) over %s", source, cel, quick, has, r.JSON())
			}
			outcomes[cel]++
		}
	}
	turn := 0
	for _, a := range leaves {
		for _, b := range leaves {
			for _, op := range []string{"+", "-", "*", "/"} {
				for _, order := range []string{"<", "<=", ">", ">="} {
					sum := a + " " + op + " " + b
					right := []string{"0.3", "320", "(" + leaves[turn%len(leaves)] + " * 1e308) / 0.5"}[turn%3]
					turn++
					if right == "320" {
						judge(right+" "+order+" "+sum, true)
					} else {
						judge(sum+" "+order+" "+right, true)
					}
				}
			}
		}
	}
	for _, source := range []string{"premises.DE00203 + 1.0 == 1.1", "0.0 / 0.0 != 1.0", "size(employee) + 1 > 0", "applicant.DE00105 + 'x' < 'y'"} {
		judge(source, false)
	}
	if len(outcomes) != 3 || impossible > 100 {
		t.Errorf("%v, %d do not compile", outcomes, impossible)
	}
}

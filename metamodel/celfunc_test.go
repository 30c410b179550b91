package metamodel_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// weekdays is a calendar of 2026 that knows no holidays, for the examples.
func weekdays(from, to time.Time) (n int, ok bool) {
	for d := from.AddDate(0, 0, 1); !d.After(to); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			n++
		}
	}
	return n, from.Year() == 2026 && to.Year() == 2026
}

// functionForm is a form over which every function can be shown.
const functionForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:F", "x-title": {"zh": "函数", "en": "Functions"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "properties": {"DE00103": {"$ref": "element:DE00103"}, "DE00302": {"$ref": "element:DE00302"}, "DE00108": {"$ref": "element:DE00108"}, "DE00602": {"$ref": "element:DE00602"}}},
 "premises": {"type": "object", "x-subject": "premises", "properties": {"DE00203": {"$ref": "element:DE00203"}, "DE09001": {"$ref": "element:DE09001"}}},
 "legalRep": {"type": "object", "x-subject": "legalRep", "properties": {"DE00001": {"$ref": "element:DE00001"}, "DE00005": {"$ref": "element:DE00005"}}},
 "employee": {"type": "array", "x-subject": "employee", "items": {"type": "object", "properties": {"DE00001": {"$ref": "element:DE00001"}, "DE00104": {"$ref": "element:DE00104"}, "DE00108": {"$ref": "element:DE00108"}, "DE00013": {"$ref": "element:DE00013"}, "DE09001": {"$ref": "element:DE09001"}}}}
},
"x-layout": {"sections": [{"id": "all", "title": {"zh": "全部", "en": "All"}, "fields": ["applicant/DE00103", "applicant/DE00302", "applicant/DE00108", "applicant/DE00602", "premises/DE00203", "premises/DE09001", "legalRep/DE00001", "legalRep/DE00005", "employee"]}]}}`

const functionAnswers = `{
 "applicant": {"DE00103": "1130", "DE00302": ["01", "02"]},
 "premises": {"DE00203": 320, "DE09001": "310101"},
 "legalRep": {"DE00005": "11010519491231002X"},
 "employee": [{"DE00001": "甲", "DE00104": 0.1, "DE00108": 3, "DE00013": "2026-06-01", "DE09001": "310101"}, {"DE00001": "乙", "DE00104": 0.2, "DE00108": 4, "DE00013": "2026-05-02", "DE09001": "330102"}]}`

func functionWorld(t testing.TB) *world {
	t.Helper()
	w := restaurant(t)
	w.lists["CL_DIVISION"] = &metamodel.CodeList{ID: "CL_DIVISION", Name: metamodel.ZhEn("行政区划", "Divisions"), Entries: []metamodel.Code{
		{Code: "310000", Name: metamodel.ZhEn("上海市", "Shanghai")},
		{Code: "310100", Name: metamodel.ZhEn("市辖区", "Districts"), Parent: "310000"},
		{Code: "310101", Name: metamodel.ZhEn("黄浦区", "Huangpu"), Parent: "310100"},
		{Code: "330000", Name: metamodel.ZhEn("浙江省", "Zhejiang")},
		{Code: "330102", Name: metamodel.ZhEn("上城区", "Shangcheng"), Parent: "330000"},
	}}
	w.elements["DE09001"] = &metamodel.Element{ID: "DE09001", Name: metamodel.ZhEn("所在区划", "Division"), Type: metamodel.TypeCode, CodeList: "CL_DIVISION"}
	return w
}

type functionCase struct {
	form *metamodel.Form
	env  *metamodel.Env
	rec  *metamodel.Record
	w    *world
}

func functionsOver(t testing.TB, answers string, ctx metamodel.Context) *functionCase {
	t.Helper()
	w := functionWorld(t)
	f := mustForm(t, w, functionForm)
	env, ps := metamodel.NewEnv(f, []metamodel.Question{
		{ID: "Q1", Text: metamodel.ZhEn("主体类型", "Entity type"), Type: metamodel.TypeCode, CodeList: "CL_SUBJECT_TYPE"},
		{ID: "Q2", Text: metamodel.ZhEn("区划", "Division"), Type: metamodel.TypeCode, CodeList: "CL_DIVISION"},
	}, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	rec := f.Check([]byte(answers), ctx)
	if rec.Problems.Failed() {
		t.Fatal(rec.Problems)
	}
	return &functionCase{f, env, rec, w}
}

func (c *functionCase) truth(t testing.TB, source string) metamodel.Truth {
	t.Helper()
	x, ps := c.env.Condition("when", source)
	if ps.Failed() {
		t.Errorf("%s: %v", source, ps)
		return -1
	}
	return c.rec.Eval(x)
}

func mayWithCalendar() metamodel.Context {
	ctx := may()
	ctx.WorkingDays = weekdays
	ctx.Filed = ctx.Today.AddDate(0, 0, -1)
	return ctx
}

func TestExamplesOfFunctionsHold(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, mayWithCalendar())
	for _, f := range metamodel.Functions() {
		if len(f.Examples) == 0 || f.Doc["zh"] == "" || f.Doc["en"] == "" || f.Since == "" || len(f.Signature) == 0 || f.Cost == 0 || len(f.Unknown) == 1 {
			t.Errorf("%s is not documented: %+v", f.Name, f)
		}
		for _, x := range f.Examples {
			if f.Results {
				if !c.fails(t, "!("+x+")") {
					t.Errorf("%s does not hold", x)
				}
			} else if got := c.truth(t, x); got != metamodel.True {
				t.Errorf("%s is %d", x, got)
			}
		}
	}
}

// fails reports whether a result does not keep to a rule.
func (c *functionCase) fails(t testing.TB, rule string) bool {
	t.Helper()
	const issued = "applicant/DE00106"
	c.w.elements["DE00106"] = &metamodel.Element{ID: "DE00106", Name: metamodel.ZhEn("成立日期", "Date of establishment"), Type: metamodel.TypeDate}
	rules, ps := metamodel.CompileResult(c.form, &metamodel.Result{Yields: []string{issued}, Check: []metamodel.ResultCheck{
		{Field: issued, Rule: "(" + rule + ") && filled(applicant.DE00106)", Message: metamodel.ZhEn("不对", "Wrong")},
	}}, c.w)
	if ps.Failed() {
		t.Fatalf("%s: %v", rule, ps)
	}
	return rules.Check([]byte(functionAnswers), map[string]json.RawMessage{issued: []byte(`"2026-05-01"`)}, mayWithCalendar()).Failed()
}

func TestFunctionsAreDocumented(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`# Functions of expressions

Every condition, computation, check and option filter of a form is [CEL](https://cel.dev). Beside what CEL brings
(` + "`==`, `in`, `&&`, `size`, `has`, `exists`, `all`, `filter`, `map`, `contains`, `startsWith`, `matches`" + ` …) expressions
may call the functions below. A call whose arguments are absent or make no sense is *unknown*: a check that is unknown
passes, a condition that is unknown hides, a computed field stays empty. Dates are timestamps at midnight UTC. Every
example holds on 2026-05-01, of a case submitted the day before, over the form in ` + "`metamodel/celfunc_test.go`" + `.

This page is written by ` + "`go test ./metamodel -run TestFunctionsAreDocumented -update`" + `.

| function | since | cost |
|---|---|---|
`)
	for _, f := range metamodel.Functions() {
		cost := fmt.Sprint(f.Cost)
		if f.PerItem {
			cost += " + 1 an item"
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", f.Name, strings.ToLower(f.Name), f.Since, cost)
	}
	for _, f := range metamodel.Functions() {
		fmt.Fprintf(&b, "\n## %s\n\n", f.Name)
		for _, s := range f.Signature {
			fmt.Fprintf(&b, "    %s\n", s)
		}
		fmt.Fprintf(&b, "\n%s.\n\n%s。\n", f.Doc["en"], f.Doc["zh"])
		if len(f.Unknown) > 0 {
			fmt.Fprintf(&b, "\nUnknown when: %s. 结果未知：%s。\n", f.Unknown["en"], f.Unknown["zh"])
		}
		b.WriteString("\n```cel\n" + strings.Join(f.Examples, "\n") + "\n```\n")
	}
	const file = "../docs/functions.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil || string(have) != b.String() {
		t.Errorf("%s is stale (%v): run go test ./metamodel -run TestFunctionsAreDocumented -update", file, err)
	}
}

func TestFunctionsOnBadInputAreUnknown(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, mayWithCalendar())
	for source, want := range map[string]metamodel.Truth{
		"idGender('123') == '1'":                                      metamodel.Unknown,
		"idBirthDate('110105194912310021') < today()":                 metamodel.Unknown,
		"idRegion('') == ''":                                          metamodel.Unknown,
		"idValid('')":                                                 metamodel.False,
		"idValid(' 110105 19491231 002x ')":                           metamodel.True,
		"idValid(legalRep.DE00001)":                                   metamodel.Unknown, // absent, not wrong
		"idValid(legalRep.DE00005)":                                   metamodel.True,
		"age(timestamp('2026-05-02T00:00:00Z')) == 0":                 metamodel.Unknown,
		"age(applicant.DE00602) > 18":                                 metamodel.Unknown,
		"age(idBirthDate(legalRep.DE00005)) == 76":                    metamodel.True,
		"addYears(today(), 8000) > today()":                           metamodel.Unknown,
		"addDays(today(), 100000000) > today()":                       metamodel.Unknown,
		"addDays(today(), -121) == timestamp('2025-12-31T00:00:00Z')": metamodel.True,
		"workingDays(today(), timestamp('2027-01-01T00:00:00Z')) > 0": metamodel.Unknown,
		"workingDays(timestamp('2026-05-11T00:00:00Z'), timestamp('2026-05-08T00:00:00Z')) == -1":   metamodel.True,
		"addWorkingDays(today(), 100000) > today()":                                                 metamodel.Unknown,
		"addWorkingDays(today(), 1000) > today()":                                                   metamodel.Unknown,
		"addWorkingDays(timestamp('2026-12-29T00:00:00Z'), 2) == timestamp('2026-12-31T00:00:00Z')": metamodel.True,
		"addWorkingDays(today(), 0) == today()":                                                     metamodel.True,
		"addWorkingDays(today(), -1) == today()":                                                    metamodel.Unknown,
		"capitalAmount(1.0e16 + employee[0].DE00104) != ''":                                         metamodel.Unknown,
		"capitalAmount(applicant.DE00108) != ''":                                                    metamodel.Unknown,
		"round(1.0 / (employee[0].DE00104 - 0.1)) > 0":                                              metamodel.Unknown,
		"round(employee[0].DE00104, 16) > 0":                                                        metamodel.Unknown,
		"min(employee.filter(e, e.DE00104 > 5).map(e, e.DE00104)) > 0":                              metamodel.Unknown,
		"sum(employee.filter(e, e.DE00104 > 5).map(e, e.DE00104)) == 0":                             metamodel.True,
		"sum(employee.map(e, e.DE00108)) == 7":                                                      metamodel.True,
		"avg(employee.map(e, e.DE00108)) == 3.5":                                                    metamodel.True,
		"codeParent(premises.DE09001) == '310100'":                                                  metamodel.True,
		"employee.countWhere(e, isUnder(e.DE09001, '310000')) == 1":                                 metamodel.True,
		"filled(applicant.DE00302)":                                                                 metamodel.True,
		"filled(applicant.DE00602)":                                                                 metamodel.False,
		"filled(employee)":                                                                          metamodel.True,
		"employee.exists(e, !filled(e.DE00013))":                                                    metamodel.False,
		"isUnder(Q2, '310000')":                                                                     metamodel.Unknown,
	} {
		if got := c.truth(t, source); got != want {
			t.Errorf("%s is %d, want %d", source, got, want)
		}
	}
	// Without a day and a calendar nothing can be said about either.
	c = functionsOver(t, functionAnswers, metamodel.Context{})
	for _, source := range []string{"today() > timestamp('2000-01-01T00:00:00Z')", "age(idBirthDate(legalRep.DE00005)) > 1", "workingDays(employee[0].DE00013, employee[1].DE00013) != 5"} {
		if got := c.truth(t, source); got != metamodel.Unknown {
			t.Errorf("%s is %d without a context", source, got)
		}
	}
}

func TestTodayIsTheDayOfTheEvaluation(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, may())
	x, ps := c.env.Condition("when", "today() >= timestamp('2026-06-01T00:00:00Z')")
	if ps.Failed() {
		t.Fatal(ps)
	}
	for date, want := range map[string]metamodel.Truth{"2026-05-31": metamodel.False, "2026-06-01": metamodel.True, "2030-01-01": metamodel.True} {
		day, _ := time.Parse(time.DateOnly, date)
		if got := c.form.Check([]byte(functionAnswers), metamodel.Context{Today: day}).Eval(x); got != want {
			t.Errorf("on %s: %d", date, got)
		}
	}
}

func TestWrongCallsAreFoundAtTheCheck(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, may())
	for source, want := range map[string]string{
		"age('x') > 3":                                 "expr.type",
		"today(1) > today()":                           "expr.type",
		"filed() < today()":                            "expr.only_results",
		"true && codeName(legalRep.DE00001) == 'x'":    "expr.not_coded",
		"codeName('1130') == 'x'":                      "expr.not_coded",
		"codeName(codeParent(premises.DE09001)) == ''": "expr.not_coded",
		"isUnder(premises.DE09001, '999999')":          "expr.unknown_code",
		"ageOf(today()) > 3":                           "expr.unknown_name",
		"capitalAmount('x') == ''":                     "expr.type",
		"sum(employee) > 3":                            "expr.type",
		"sum(employee.map(e, e.DE00001)) > 3":          "expr.type",
		"@context == @context":                         "expr.syntax",
		"employee.all(a, employee.all(b, addWorkingDays(a.DE00013, 5) > b.DE00013))": "expr.cost",
	} {
		_, ps := c.env.Condition("when", source)
		if len(ps) == 0 || ps[0].Code != want {
			t.Errorf("%s: %v, want %s", source, ps, want)
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			if m := ps[0].In(lang); !strings.Contains(source, "@") && strings.Contains(m, "@") || strings.Contains(m, "context") {
				t.Errorf("%s: %s", source, m)
			}
		}
		if at, ok := ps[0].Params["at"]; want != "expr.cost" && want != "expr.unknown_code" && (!ok || at == "") {
			t.Errorf("%s: no position in %v", source, ps[0])
		}
	}
	_, ps := c.env.Condition("when", "true && codeName(legalRep.DE00001) == 'x'")
	if ps[0].Params["at"] != "1:17" {
		t.Errorf("position %v", ps[0].Params["at"])
	}
}

// Written out by hand after 支付结算办法, annex 1, and its examples.
func TestAmountsInCapitals(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, may())
	for amount, want := range map[string]string{
		"0.0":              "零元整",
		"0.01":             "壹分",
		"0.1":              "壹角整",
		"0.56":             "伍角陆分",
		"1.0":              "壹元整",
		"10.0":             "壹拾元整",
		"10.5":             "壹拾元零伍角整",
		"11.05":            "壹拾壹元零伍分",
		"100.0":            "壹佰元整",
		"101.0":            "壹佰零壹元整",
		"325.04":           "叁佰贰拾伍元零肆分",
		"1001.0":           "壹仟零壹元整",
		"1010.0":           "壹仟零壹拾元整",
		"1234.5":           "壹仟贰佰叁拾肆元伍角整",
		"1409.50":          "壹仟肆佰零玖元伍角整",
		"1680.32":          "壹仟陆佰捌拾元零叁角贰分",
		"6007.14":          "陆仟零柒元壹角肆分",
		"10000.0":          "壹万元整",
		"10001.0":          "壹万零壹元整",
		"10100.0":          "壹万零壹佰元整",
		"16409.02":         "壹万陆仟肆佰零玖元零贰分",
		"107000.53":        "壹拾万柒仟元零伍角叁分",
		"1000000.0":        "壹佰万元整",
		"10000001.0":       "壹仟万零壹元整",
		"100000000.0":      "壹亿元整",
		"100001000.0":      "壹亿零壹仟元整",
		"100010000.0":      "壹亿零壹万元整",
		"120000000.0":      "壹亿贰仟万元整",
		"1000000000000.0":  "壹万亿元整",
		"1000000000001.0":  "壹万亿零壹元整",
		"1234567890123.45": "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分",
		"-5.0":             "负伍元整",
		"0.005":            "壹分",
		"0.004":            "零元整",
		"-0.001":           "零元整",
		"2.675":            "贰元陆角捌分",
		"42":               "肆拾贰元整",
	} {
		if got := c.truth(t, fmt.Sprintf("capitalAmount(%s) == '%s'", amount, want)); got != metamodel.True {
			t.Errorf("%s is not %s", amount, want)
		}
	}
}

// readCapitals is an independent reader of capital numerals, in fen.
func readCapitals(t testing.TB, s string) int64 {
	t.Helper()
	value := map[rune]int64{'零': 0, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9}
	place := map[rune]int64{'拾': 10, '佰': 100, '仟': 1000}
	sign, total, section, digit, fen := int64(1), int64(0), int64(0), int64(0), int64(0)
	for _, r := range s {
		switch r {
		case '负':
			sign = -1
		case '整':
		case '拾', '佰', '仟':
			section += digit * place[r]
			digit = 0
		case '万':
			section = (section + digit) * 10_000
			if total == 0 && strings.Contains(s, "亿") && strings.Index(s, "万") < strings.Index(s, "亿") {
				digit = 0
				continue // 万亿: the section goes on
			}
			total, section, digit = total+section, 0, 0
		case '亿':
			total, section, digit = (section+digit)*100_000_000, 0, 0
		case '元':
			total, section, digit = total+section+digit, 0, 0
		case '角':
			fen += digit * 10
			digit = 0
		case '分':
			fen += digit
			digit = 0
		default:
			v, ok := value[r]
			if !ok {
				t.Fatalf("%q in %s", r, s)
			}
			digit = v
		}
	}
	return sign * (total*100 + fen)
}

func TestAmountsInCapitalsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		fen := rapid.OneOf(rapid.Int64Range(-200_000, 200_000), rapid.Int64Range(-9_000_000_000_000, 9_000_000_000_000),
			rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]int64{0, 0, 0, 1, 9}), 1, 15), func(d []int64) (n int64) {
				for _, x := range d {
					n = n*10 + x
				}
				return n
			})).Draw(r, "fen")
		amount := fmt.Sprintf("%d.%02d", abs(fen)/100, abs(fen)%100)
		if fen < 0 {
			amount = "-" + amount
		}
		words := metamodel.CapitalAmount(amount)
		if got := readCapitals(t, words); got != fen {
			r.Fatalf("%s is %s, which reads %d fen", amount, words, got)
		}
		if strings.Contains(words, "零零") || strings.Contains(words, "零万") || strings.Contains(words, "零亿") {
			r.Fatalf("%s is %s", amount, words)
		}
	})
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// Age and the months between agree with counting one period at a time.
func TestPeriodsAgreeWithCounting(t *testing.T) {
	t.Parallel()
	dates := rapid.Map(rapid.IntRange(-40_000, 40_000), func(n int) time.Time { return time.Unix(int64(n)*86400, 0).UTC() })
	rapid.Check(t, func(r *rapid.T) {
		from, to := dates.Draw(r, "from"), dates.Draw(r, "to")
		if rapid.Bool().Draw(r, "leap day") {
			from = time.Date(1904+4*rapid.IntRange(0, 30).Draw(r, "leap year"), 2, 29, 0, 0, 0, 0, time.UTC)
		}
		if to.Before(from) {
			from, to = to, from
		}
		// The corresponding day, or the last of the month: what AddDate overflows.
		month := func(n int) time.Time {
			first := time.Date(from.Year(), from.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
			return first.AddDate(0, 0, min(from.Day(), first.AddDate(0, 1, -1).Day())-1)
		}
		months := 0
		for !month(months + 1).After(to) {
			months++
		}
		got, years, back := metamodel.MonthsBetween(from, to)
		if got != months || years != months/12 || back != -months {
			r.Fatalf("%s to %s: %d months, %d years, %d back; counted %d", from.Format(time.DateOnly), to.Format(time.DateOnly), got, years, back, months)
		}
		if n := rapid.IntRange(-500, 500).Draw(r, "n"); !metamodel.AddMonths(from, n).Equal(month(n)) {
			r.Fatalf("%s + %d months is %s, not %s", from.Format(time.DateOnly), n, metamodel.AddMonths(from, n), month(n))
		}
	})
}

func TestAddingWorkingDaysIsTheInverseOfCounting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		holidays := rapid.SliceOfN(rapid.IntRange(0, 200), 0, 60).Draw(r, "holidays")
		free := map[int64]bool{}
		for _, h := range holidays {
			free[20_000+int64(h)] = true
		}
		last := int64(20_000 + rapid.IntRange(0, 400).Draw(r, "last day covered"))
		count := func(from, to time.Time) (n int, ok bool) {
			for d := from.Unix()/86400 + 1; d <= to.Unix()/86400; d++ {
				if !free[d] {
					n++
				}
			}
			return n, to.Unix()/86400 <= last
		}
		from, n := time.Unix(20_000*86400, 0).UTC(), rapid.IntRange(0, 300).Draw(r, "n")
		want, ok := from, false
		for d := from; ; d = d.AddDate(0, 0, 1) {
			got, covered := count(from, d)
			if !covered {
				break
			}
			if got >= n {
				want, ok = d, true
				break
			}
		}
		if n == 0 {
			want, ok = from, true
		}
		got, found := metamodel.AddWorkingDays(from, n, count)
		if found != ok || ok && !got.Equal(want) {
			r.Fatalf("%v %v, want %v %v", got, found, want, ok)
		}
	})
}

package metamodel_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// The judge of the oracle can find something: a schema that lost a demand, or
// made one too many, disagrees.
func TestTheOracleSeesAWrongSchema(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	exported, err := f.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	const answers = `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":10,"DE00213":5},"legalRep":{"DE00001":"王","DE00004":"414","DE00005":"E1"},"filing":{"DE00601":"2","DE00603":true}}`
	for _, c := range []struct{ was, is string }{
		{`"x-onematter-unsaid"`, `"x-onematter-unsaid"`},
		{`"required":["DE00010"]`, `"required":[]`}, // by post without an address
		{`"maxLength":200`, `"maxLength":1`},
	} {
		if !bytes.Contains(exported, []byte(c.was)) {
			t.Fatalf("no %s in %s", c.was, exported)
		}
		j, err := newJudge(f, bytes.Replace(exported, []byte(c.was), []byte(c.is), 1))
		if err != nil {
			t.Fatal(err)
		}
		want := disagree
		if c.was == c.is {
			want = agree
		}
		given := answers
		if strings.Contains(c.is, ":1") {
			given = strings.Replace(answers, `"DE00601"`, `"DE00010":"南京路","DE00601"`, 1)
		}
		if got, ours := j.judge([]byte(given)); got != want {
			t.Errorf("%s → %s: %d, want %d; %v", c.was, c.is, got, want, ours)
		}
	}
}

// What JSON Schema cannot say is listed, by path and keyword.
func TestWhatASchemaLeavesUnsaidIsListed(t *testing.T) {
	t.Parallel()
	exported, err := mustForm(t, restaurant(t), foodForm).JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		Unsaid []metamodel.Unsaid `json:"x-onematter-unsaid"`
	}
	if err := json.Unmarshal(exported, &root); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range root.Unsaid {
		got = append(got, u.Path+" "+u.Keyword)
	}
	const want = "applicant/DE00104 x-fraction-digits, employee/DE00005 format, employee/DE00013 x-not-before, legalRep/DE00005 format, premises/DE00203 x-fraction-digits, " +
		"premises/DE00213 x-check, shareholder/DE00104 x-check, shareholder/DE00104 x-fraction-digits"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ", "), want)
	}
}

// What is asked of the rows of a repeat can be said, row by row.
func TestConditionsOverRowsAreSaid(t *testing.T) {
	t.Parallel()
	const rule = `premises.DE00213 <= premises.DE00203`
	for _, c := range []struct {
		rule string
		said bool
	}{
		{"employee.exists(e, e.DE00004 == '414')", true},
		{"!employee.all(e, has(e.DE00013) && e.DE00001 != '王')", true},
		{"size(employee) == 0 || employee.exists(e, e.DE00004 in ['111', '414'])", true},
		{"employee.exists(e, e.DE00001 == legalRep.DE00001)", false},
	} {
		form := mustForm(t, restaurant(t), strings.Replace(foodForm, rule, c.rule, 1))
		exported, err := form.JSONSchema()
		if err != nil {
			t.Fatal(err)
		}
		if said := !strings.Contains(string(exported), `{"path":"premises/DE00213","keyword":"x-check"}`); said != c.said {
			t.Errorf("%s: said %t", c.rule, said)
		}
		j, err := newJudge(form, exported)
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range []string{`[]`, `[{"DE00001":"王","DE00004":"111"}]`, `[{"DE00001":"李","DE00004":"414","DE00005":"E1","DE00013":"2027-01-01"}]`} {
			answers := `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":10,"DE00213":5},"legalRep":{"DE00001":"王","DE00004":"414","DE00005":"E1"},"employee":` + rows + `,"filing":{"DE00601":"1","DE00603":true}}`
			if got, ours := j.judge([]byte(answers)); got == disagree {
				t.Errorf("%s of %s: %v, theirs %v", c.rule, rows, ours, j.theirs([]byte(answers)))
			}
		}
	}
}

// A pattern that leaves the house matches the same texts everywhere.
func TestPatternsAreWrittenForEveryone(t *testing.T) {
	t.Parallel()
	texts := []string{"", "a", "A", "ab", "x-z", "汉", "汉字", "1", "é", "😀", "k", "\u212a", "a\nb", "\n", "/", "]", "^-\\", "ſ", "1234", "aaaa"}
	for _, re2 := range []string{`^\d{2,4}$`, `(?i)k`, `\p{Han}+`, `[^a-c\]\\]`, `^.$`, `(?s)^.$`, `\A(a|b)?\z`, `x[-/]z`, `\bab\b`, `a{0}b`, `^(?:a*?|[[:alpha:]]{2,})$`, `[^\x00-\x{10FFFF}]`, `\Q^-\\E`, `(?i)^[k-l]$`, `[\x{1F600}-\x{1F64F}]`, ``} {
		out, ok := metamodel.ECMAPattern(re2)
		if !ok {
			t.Errorf("%s cannot be written", re2)
			continue
		}
		ours, theirs := regexp.MustCompile(re2), regexp.MustCompile(out)
		for _, s := range texts {
			if ours.MatchString(s) != theirs.MatchString(s) {
				t.Errorf("%s and %s differ on %q", re2, out, s)
			}
		}
	}
	for _, re2 := range []string{`(?m)^a$`, `(`} {
		if out, ok := metamodel.ECMAPattern(re2); ok {
			t.Errorf("%s is %s", re2, out)
		}
	}
}

func TestBoundsOfDigitsAreExact(t *testing.T) {
	t.Parallel()
	for _, bound := range []string{"00:00", "09:30", "19:59", "23:59", "10:00"} {
		least, most := regexp.MustCompile(metamodel.DigitsAtLeast(bound)), regexp.MustCompile(metamodel.DigitsAtMost(bound))
		for h := range 24 {
			for m := range 60 {
				s := string([]byte{byte('0' + h/10), byte('0' + h%10), ':', byte('0' + m/10), byte('0' + m%10)})
				if least.MatchString(s) != (s >= bound) || most.MatchString(s) != (s <= bound) {
					t.Fatalf("%s against %s", s, bound)
				}
			}
		}
	}
}

// Any pattern that compiles is written so that it matches the same, or not at all.
func FuzzECMAPattern(f *testing.F) {
	for _, s := range []string{`^\d{6}$`, `(?i)[k-z]|\p{Lu}`, `a|(?:b*)+?`, `[^\n]`} {
		f.Add(s, "Kb\n1")
	}
	f.Fuzz(func(t *testing.T, re2, text string) {
		ours, err := regexp.Compile(re2)
		if err != nil || len(re2) > 200 || len(text) > 200 {
			return
		}
		out, ok := metamodel.ECMAPattern(re2)
		if !ok {
			return
		}
		theirs, err := regexp.Compile(out)
		if err != nil {
			t.Skip() // written out it may be too large
		}
		if text = strings.ToValidUTF8(text, "?"); ours.MatchString(text) != theirs.MatchString(text) {
			t.Fatalf("%q and %q differ on %q", re2, out, text)
		}
	})
}

// Any condition that compiles becomes claims that its schema's reader takes,
// and that do not contradict the form.
func FuzzConditionToSchema(f *testing.F) {
	for _, s := range []string{"applicant.DE00103 == '1130'", "!(has(filing.DE00010) || premises.DE00203 > 2.5) && filing.DE00603", "size(employee) >= 2 && 'x' != filing.DE00601", "'01' in applicant.DE00302 || size(applicant.DE00302) == 1"} {
		f.Add(s, `{"applicant":{"DE00103":"1130","DE00302":["01"]},"premises":{"DE00203":3,"DE00213":5},"filing":{"DE00603":true}}`)
	}
	w := restaurant(f)
	f.Fuzz(func(t *testing.T, rule, answers string) {
		text, err := json.Marshal(rule)
		if err != nil || len(rule) > 300 || len(answers) > 2000 || strings.Contains(answers, `""`) || strings.ContainsAny(answers, " \\　") || strings.Contains(answers, "[]") {
			return // normal forms are compared
		}
		doc := strings.Replace(foodForm, `"x-visible": "filing.DE00601 == '2'", "x-required": "filing.DE00601 == '2'"`, `"x-check": [{"rule": `+string(text)+`, "message": {"zh": "不", "en": "no"}}]`, 1)
		d, ps := metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, []byte(doc))
		if ps.Failed() {
			return
		}
		form, _ := metamodel.Compile(d, w)
		if form == nil {
			return
		}
		exported, err := form.JSONSchema()
		if err != nil {
			t.Fatal(err)
		}
		j, err := newJudge(form, exported)
		if err != nil {
			t.Fatalf("%v\n%s", err, exported)
		}
		if len(metamodel.Gate([]byte(answers), metamodel.AnswerLimits)) > 0 || !strings.HasPrefix(answers, "{") {
			return
		}
		if strings.ContainsAny(answers, "eE") { // numbers beyond what a form keeps
			return
		}
		if r := form.Check([]byte(answers), may()); len(r.Problems) == 0 && j.theirs(r.JSON()) != nil {
			t.Fatalf("%s\n%s\n%v\n%s", rule, r.JSON(), j.theirs(r.JSON()), exported)
		}
	})
}

// An offset of 24 hours or 60 minutes is none, in the form as in its schema.
func TestAnOffsetThatCannotBeIsNoTime(t *testing.T) {
	t.Parallel()
	f := oneField(t, `{"id":"X","name":{"zh":"时间","en":"Time"},"type":"datetime"}`)
	for at, valid := range map[string]bool{"2026-05-01T09:30:00+23:59": true, "2026-05-01T09:30:00-24:00": false, "2026-05-01T09:30:00+10:60": false, "2026-05-01T09:30:00Z": true} {
		if got := len(f.Check([]byte(`{"filing":{"X":"`+at+`"}}`), may()).Problems) == 0; got != valid {
			t.Errorf("%s: %t", at, got)
		}
	}
}

// A validator that counts in doubles must not refuse 0.07 where the form takes
// it: decimals are left unsaid, and only what is whole is a multiple.
func TestDecimalsAreLeftUnsaid(t *testing.T) {
	t.Parallel()
	fraction := regexp.MustCompile(`"multipleOf":[0-9]*\.`)
	for _, c := range []struct {
		element        string
		multiple, said bool
	}{
		{`{"id":"X","name":{"zh":"金额","en":"Amount"},"type":"money"}`, false, false},
		{`{"id":"X","name":{"zh":"面积","en":"Area"},"type":"number","x-fraction-digits":3}`, false, false},
		{`{"id":"X","name":{"zh":"金额","en":"Amount"},"type":"money","x-fraction-digits":0}`, true, true},
		{`{"id":"X","name":{"zh":"数","en":"Number"},"type":"number"}`, false, true},
	} {
		f := oneField(t, c.element)
		exported, err := f.JSONSchema()
		if err != nil {
			t.Fatal(err)
		}
		s := string(exported)
		if fraction.MatchString(s) || strings.Contains(s, `"multipleOf":1`) != c.multiple || strings.Contains(s, `"keyword":"x-fraction-digits"`) == c.said {
			t.Errorf("%s: %s", c.element, s)
		}
		j, err := newJudge(f, exported)
		if err != nil {
			t.Fatal(err)
		}
		for amount, want := range map[string]int{"7": agree, "0.07": agree, "1.11": agree, "0.0001": excused} {
			if c.said {
				want = agree
			}
			if got, ours := j.judge([]byte(`{"filing":{"X":` + amount + `}}`)); got != want {
				t.Errorf("%s, %s: %d, want %d; %v", c.element, amount, got, want, ours)
			}
		}
	}
}

package xlsform

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// household is a filing of the form of the same name.
func household(t *testing.T) (*metamodel.Form, func(survey, member string) *metamodel.Record) {
	t.Helper()
	form := mustForm(t, mustImport(t, "household", mustRead(t, "testdata/good/household.txt")))
	return form, func(survey, member string) *metamodel.Record {
		return form.Check([]byte(`{"survey": {`+survey+`}, "member": [`+member+`]}`), may())
	}
}

func codesOf(rec *metamodel.Record) []string {
	var out []string
	for _, p := range rec.Problems {
		out = append(out, p.Path+" "+p.Code)
	}
	return out
}

const consented = `"consent": true, "region": "north", "district": "n1", "rooms": 3, "utilities": ["water"], "size": 1`

func TestWithoutConsentOnlyTheReasonIsAsked(t *testing.T) {
	t.Parallel()
	form, fill := household(t)
	rec := fill(``, ``)
	if !rec.Visible("survey/no_consent_why") || rec.Visible("survey/region") || rec.Visible("survey/size") {
		t.Error("the wrong questions are shown")
	}
	if got := codesOf(rec); !slices.Equal(got, []string{"survey/consent answer.tick"}) {
		t.Errorf("problems %v", got)
	}
	for _, s := range form.Sections {
		if want := s.ID != "place" && s.ID != "member"; rec.Shown(s) != want {
			t.Errorf("the page %s is shown: %v", s.ID, !want)
		}
	}
	if rec = fill(`"consent": true, "no_consent_why": "busy"`, ``); rec.Visible("survey/no_consent_why") || strings.Contains(string(rec.JSON()), "busy") {
		t.Error("the reason stays although there is consent")
	}
}

func TestOnlyTheDistrictsOfTheRegionAreOffered(t *testing.T) {
	t.Parallel()
	form, fill := household(t)
	district := form.Fields[slices.IndexFunc(form.Fields, func(f *metamodel.Field) bool { return f.Key == "district" })]
	for region, want := range map[string][]string{"north": {"n1", "n2"}, "south": {"s1"}} {
		var got []string
		for _, c := range district.Options(fill(`"consent": true, "region": "`+region+`"`, ``), "survey/district") {
			got = append(got, c.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s offers %v", region, got)
		}
	}
	if got := codesOf(fill(strings.Replace(consented, "n1", "s1", 1), `{"name": "A", "dob": "2020-01-01"}`)); !slices.Contains(got, "survey/district answer.not_offered") {
		t.Errorf("a district of another region: %v", got)
	}
	if got := fill(`"consent": true`, ``); got.Visible("survey/district") {
		t.Error("districts are asked before the region")
	}
}

func TestRowsHaveTheirOwnConditionsAndCalculations(t *testing.T) {
	t.Parallel()
	_, fill := household(t)
	rec := fill(strings.Replace(consented, `"size": 1`, `"size": 3`, 1), `
		{"name": "Child", "dob": "2016-06-01", "works": "yes", "school": [{"school_name": "Primary", "since": 2022}, {"school_name": "Early", "since": 2015}]},
		{"name": "Parent", "dob": "1985-02-03", "works": "yes", "job": {"employer": "Works", "income": 4000.5}},
		{"name": "Idle", "dob": "1990-01-01"}`)
	if got, want := codesOf(rec), []string{"member/0/school/1/since answer.check", "member/2/works answer.choose"}; !slices.Equal(got, want) {
		t.Errorf("problems %v, want %v", got, want)
	}
	for path, want := range map[string]bool{
		"member/0/works": false, "member/1/works": true, "member/1/job/income": true, "member/2/job/income": false, "member/0/school": true, "member/1/school": false,
	} {
		if got := rec.Visible(path); got != want {
			t.Errorf("%s is shown: %v", path, got)
		}
	}
	var out struct {
		Survey struct {
			Members   int     `json:"members"`
			IncomeSum float64 `json:"income_sum"`
			PerHead   float64 `json:"per_head"`
			Summary   string  `json:"summary"`
		}
		Member []struct{ Age int }
	}
	if err := json.Unmarshal(rec.JSON(), &out); err != nil {
		t.Fatal(err)
	}
	if out.Survey.Members != 3 || out.Survey.IncomeSum != 4000.5 || out.Survey.PerHead != 1333.5 || out.Survey.Summary != "north / 3" {
		t.Errorf("computed %+v from %s", out.Survey, rec.JSON())
	}
	if ages := fmt.Sprint(out.Member); ages != "[{9} {41} {36}]" {
		t.Errorf("ages %s", ages)
	}
	if !rec.TextShown("text-poor") {
		t.Error("the note about the allowance is not shown")
	}
}

func TestTheNumberOfRowsIsTheOneThatWasGiven(t *testing.T) {
	t.Parallel()
	_, fill := household(t)
	if got := codesOf(fill(strings.Replace(consented, `"size": 1`, `"size": 2`, 1), `{"name": "A", "dob": "2020-01-01"}`)); !slices.Equal(got, []string{"survey/size answer.check"}) {
		t.Errorf("one row where two are announced: %v", got)
	}
	if got := codesOf(fill(consented, `{"name": "A", "dob": "2020-01-01"}`)); len(got) > 0 {
		t.Errorf("a complete filing: %v", got)
	}
}

func TestConstraintsOfSeveralAnswers(t *testing.T) {
	t.Parallel()
	_, fill := household(t)
	one := `{"name": "A", "dob": "2020-01-01"}`
	for survey, want := range map[string]string{
		consented + `, "area": 12`:                                                        "",
		consented + `, "area": 11.9`:                                                      "survey/area answer.check",
		strings.Replace(consented, `["water"]`, `["water", "none"]`, 1):                   "survey/utilities answer.check",
		strings.Replace(consented, `["water"]`, `["none"]`, 1):                            "",
		strings.Replace(consented, `["water"]`, `["other"]`, 1):                           "survey/utilities_other answer.required",
		strings.Replace(consented, `["water"]`, `["other"], "utilities_other": "gas"`, 1): "",
		consented + `, "meter": "AB123456"`:                                               "",
		consented + `, "meter": "AB1234567"`:                                              "survey/meter answer.check",
		consented + `, "satisfaction": 3`:                                                 "survey/satisfaction answer.check",
		consented + `, "satisfaction": 4`:                                                 "",
		strings.Replace(consented, `"rooms": 3`, `"rooms": 51`, 1):                        "survey/rooms answer.check",
	} {
		got := strings.Join(codesOf(fill(survey, one)), ", ")
		if got != want {
			t.Errorf("%s: %q, want %q", survey, got, want)
		}
	}
	if rec := fill(consented, `{"name": "A", "dob": "2026-05-02"}`); !slices.Contains(codesOf(rec), "member/0/dob answer.check") {
		t.Errorf("born tomorrow: %v", codesOf(rec))
	}
}

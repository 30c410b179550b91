package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// A form can be tried out: for every kind of field some sample is an answer.
func TestEveryKindOfFieldHasSamplesItAccepts(t *testing.T) {
	t.Parallel()
	for i, form := range everyForm(t) {
		fd, _ := form.Field("filing/X")
		samples, good := fd.Samples(), 0
		for _, s := range samples {
			answers := `{"filing":{"X":` + string(s) + `}}`
			if ps := metamodel.Gate([]byte(answers), metamodel.AnswerLimits); len(ps) > 0 {
				t.Errorf("%s: %s", everyKind[i], ps)
			}
			if r := form.Check([]byte(answers), may()); len(r.Problems) == 0 && r.Answered("filing/X") {
				good++
			}
		}
		if good == 0 {
			t.Errorf("%s: none of %s is accepted", everyKind[i], samples)
		}
	}
}

func TestSamplesStandOnTheBounds(t *testing.T) {
	t.Parallel()
	for element, want := range map[string][]string{
		`{"id":"X","name":{"zh":"项"},"type":"integer","minimum":3}`:                                 {"2", "3", "4"},
		`{"id":"X","name":{"zh":"项"},"type":"number","exclusiveMaximum":300,"x-fraction-digits":2}`: {"299.99", "300", "0.111"},
		`{"id":"X","name":{"zh":"项"},"type":"date","x-not-before":"2024-03-01"}`:                    {`"2024-02-29"`, `"2024-03-01"`},
		`{"id":"X","name":{"zh":"项"},"type":"string","maxLength":3}`:                                {`"某某某"`, `"某某某某"`},
	} {
		form := oneField(t, element)
		fd, _ := form.Field("filing/X")
		have := map[string]bool{}
		for _, s := range fd.Samples() {
			have[string(s)] = true
		}
		for _, w := range want {
			if !have[w] {
				t.Errorf("%s: no %s in %s", element, w, fd.Samples())
			}
		}
	}
}

package metamodel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

func pages(j metamodel.Journey) string {
	var out []string
	for _, p := range j.Pages {
		out = append(out, fmt.Sprintf("%s %s %d/%d -%d", p.ID, p.Status, p.Answered, p.Asked, len(p.Missing)))
	}
	return strings.Join(out, ", ")
}

func TestTheJourneySaysWhatIsStillMissing(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), companyForm)
	for _, c := range []struct {
		name, answers, want, missing string
		complete                     bool
	}{
		{"nothing answered", `{}`, "who todo 0/1 -1, capital empty 0/0 -0, place todo 0/2 -0, staff skipped 0/0 -0", "applicant/DE00103", false},
		{"a company has a capital", `{"applicant":{"DE00103":"1130"}}`, "who done 1/1 -0, capital todo 0/1 -1, place todo 0/2 -0, staff skipped 0/0 -0", "applicant/DE00104", false},
		{"a sole proprietor is led past it", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":20}}`, "who done 1/1 -0, capital skipped 0/0 -0, place done 1/2 -0, staff skipped 0/0 -0", "", true},
		{"something is wrong", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":"x"}}`, "who done 1/1 -0, capital skipped 0/0 -0, place invalid 1/2 -0, staff skipped 0/0 -0", "", false},
		{"an empty repeat is one question", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320}}`, "who done 1/1 -0, capital skipped 0/0 -0, place done 1/2 -0, staff todo 0/1 -0", "", true},
		{"rows count", `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320},"employee":[{"DE00001":"乙"},{}]}`, "who done 1/1 -0, capital skipped 0/0 -0, place done 1/2 -0, staff done 1/3 -0", "", true},
	} {
		j := f.Check([]byte(c.answers), may()).Journey()
		if got := pages(j); got != c.want || strings.Join(j.Missing, " ") != c.missing || j.Complete != c.complete {
			t.Errorf("%s: %s, missing %v, complete %v\nwant %s", c.name, got, j.Missing, j.Complete, c.want)
		}
	}
}

func TestTheJourneyAgreesWithTheRecord(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	forms := []*metamodel.Form{mustForm(t, w, companyForm), mustForm(t, w, foodForm), mustForm(t, w, nestedForm), mustForm(t, w, mergedForm)}
	rapid.Check(t, func(rt *rapid.T) {
		f := rapid.SampledFrom(forms).Draw(rt, "form")
		r := f.Check([]byte(hostileAnswers().Draw(rt, "answers")), may())
		j := r.Journey()
		var missing, problems int
		for i, p := range j.Pages {
			missing += len(p.Missing)
			problems += len(p.Problems)
			if p.Section != f.Sections[i] || (p.Status == metamodel.PageSkipped) == r.Shown(p.Section) {
				rt.Fatalf("page %d: %+v", i, p)
			}
			if p.Status == metamodel.PageSkipped && p.Asked+len(p.Missing) > 0 {
				rt.Fatalf("a skipped page asks: %+v", p)
			}
			if p.Answered > p.Asked || p.Status == metamodel.PageDone && len(p.Missing) > 0 {
				rt.Fatalf("page %d: %+v", i, p)
			}
		}
		placed := 0
		for _, p := range r.Problems {
			if !strings.HasPrefix(p.Code, "answer.unknown") && !strings.HasPrefix(p.Code, "json.") {
				placed++
			}
		}
		if missing != len(r.Missing()) || problems < placed || j.Complete != (len(r.Missing()) == 0 && !r.Problems.Failed()) {
			rt.Fatalf("%d of %d missing, %d of %d problems, complete %v", missing, len(r.Missing()), problems, placed, j.Complete)
		}
		if left := f.FillTime(r); left.Seconds != j.Seconds || left.Fields > j.Asked-j.Answered+20*len(f.Fields) || (left.Fields == 0) != (left.Seconds == 0) {
			rt.Fatalf("%+v, %d seconds", left, j.Seconds)
		}
	})
}

func TestFillTimeIsComputedFromKeystrokes(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), companyForm)
	whole := f.FillTime(nil)
	if whole.Fields != 8 || whole.Pages != 4 {
		t.Errorf("%+v", whole)
	}
	// One choice of two (M+P+BB), read nothing, and the button that leads on
	// (H+M+P+BB); the identity number and the area of the third page.
	const k, p, bb, h, m = 0.28, 1.10, 0.20, 0.40, 1.35
	next, into := h+m+p+bb, p+bb+h+m
	first := m + p + bb + next + 1.0*60/238 // and the word “Welcome”
	third := 2*into + (18+5)*k + next
	empty := f.FillTime(f.Check(nil, may()))
	if want := first + third; float64(empty.Seconds) < want || float64(empty.Seconds) >= want+1 || empty.Fields != 3 || empty.Pages != 2 {
		t.Errorf("%+v, want %.2f", empty, want)
	}
	some := f.FillTime(f.Check([]byte(`{"applicant":{"DE00103":"9910"},"premises":{"DE00203":30}}`), may()))
	if want := into + 18*k + next; some.Fields != 1 || float64(some.Seconds) < want || float64(some.Seconds) >= want+1 {
		t.Errorf("what is answered costs nothing: %+v, want %.2f", some, want)
	}
	if whole.Seconds <= empty.Seconds {
		t.Errorf("%+v", whole)
	}
	rows := f.FillTime(f.Check([]byte(`{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320},"legalRep":{"DE00005":"E1234567","DE00001":"甲"},"employee":[{},{}]}`), may()))
	if rows.Fields != 2 || rows.Pages != 1 {
		t.Errorf("two rows, each asking for a name: %+v", rows)
	}
}

package metamodel

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
)

// A refusal that is given out again is the one that would be put together anew,
// whatever came between, also to many at once; what hangs on the answer is never
// kept.
func TestARefusalGivenOutAgainIsTheSame(t *testing.T) {
	t.Parallel()
	f := &fieldPlan{f: &Field{Path: "premises/X", Label: ZhEn("面积", "Floor area")}}
	st := &recordState{rows: []rowState{{}}}
	var faults []*fault
	for i := range 20 {
		faults = append(faults, failed(answerTooShort, "limit", i), failed(answerTooEarly, "limit", fmt.Sprint("day ", i)),
			failed(answerTooSmall, "limit", ZhEn(fmt.Sprint(i, " 平方米"), fmt.Sprint(i, " m²"))), failed(answerTooSmall, "limit", ZhEn("0 平方米", fmt.Sprint(i))))
	}
	faults = append(faults, failed(answerRequired), failed(answerFracDigits, "limit", 0), failed(answerNoFraction, "limit", 0), failed(answerEmail),
		failed(answerTooLong, "limit", 3, "length", 4), failed(answerTooLong, "limit", 3, "length", 5), failed(answerCodeTwice, "name", "x"), failed(answerCodeTwice, "name", ZhEn("甲", "A")),
		&fault{kind: answerRequired, part: "phone", called: ZhEn("电话", "Phone")})
	var all sync.WaitGroup
	for from := range 4 {
		all.Go(func() {
			for i := range 3 * len(faults) {
				flt := faults[(i/2*7+from)%len(faults)] // each twice in a row
				if got, want := st.refusal(f, 0, flt), flt.labelled(f.f.Path, f.f.Label); !reflect.DeepEqual(got, want) {
					t.Errorf("%v, want %v", got, want)
				}
			}
		})
	}
	all.Wait()
	kept := *f.told.Load()
	if len(kept) > mostTold {
		t.Errorf("%d are kept", len(kept))
	}
	for _, k := range kept {
		if k.problem.Params["length"] != nil || k.problem.Params["name"] != nil {
			t.Errorf("an answer is kept: %v", k.problem)
		}
	}
}

func TestARefusalGivenOutAgainCostsNothing(t *testing.T) { // counts allocations: not beside others
	f := &fieldPlan{f: &Field{Path: "premises/X", Label: ZhEn("面积", "Floor area")}}
	st := &recordState{rows: []rowState{{}}}
	flt := failed(answerTooShort, "limit", 3)
	if n := testing.AllocsPerRun(100, func() { st.refusal(f, 0, flt) }); n > 0 {
		t.Errorf("%v allocations for what was told before", n)
	}
}

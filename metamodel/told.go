package metamodel

// Most refusals of a field are one of a few, word for word: "enter it", "not a
// real date", "0 or more". Those are put together once and given out again, path,
// parameters and both languages; nobody changes a problem's maps. What hangs on
// the answer itself, or on the row it stands in, is put together anew, so that
// nothing of anybody's answer stays in a form.

// told is a refusal that was put together before.
type told struct {
	wording string // of its kind, in English: two kinds may share a code
	limit   any    // nil, an int, a string or a Text
	problem Problem
}

// mostTold bounds what a field keeps: a limit that moves with the day would fill
// memory otherwise.
const mostTold = 6

// refusal is a fault of a field that stands in a row, as a problem.
func (st *recordState) refusal(f *fieldPlan, row int32, flt *fault) Problem {
	limit, plain := flt.plain()
	if row != 0 || !plain {
		return flt.labelled(st.fieldPath(f, row), st.labelIn(f.f.Label, row))
	}
	var before []told
	if p := f.told.Load(); p != nil {
		before = *p
	}
	for i := range before {
		if t := &before[i]; t.wording == flt.kind.En && sameLimit(t.limit, limit) {
			return t.problem
		}
	}
	p := flt.labelled(f.f.Path, f.f.Label)
	// Of two at the same time one is forgotten, and put together again.
	now := append(make([]told, 0, mostTold), told{flt.kind.En, limit, p})
	now = append(now, before[:min(len(before), mostTold-1)]...)
	f.told.Store(&now)
	return p
}

// plain reports whether a fault says nothing but its field and a limit.
func (f *fault) plain() (limit any, plain bool) {
	switch {
	case f.part != "":
		return nil, false
	case len(f.params) == 0:
		return nil, true
	case len(f.params) == 2 && f.params[0] == "limit":
		switch f.params[1].(type) {
		case int, string, Text:
			return f.params[1], true
		}
	}
	return nil, false
}

func sameLimit(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case int:
		n, ok := b.(int)
		return ok && a == n
	case string:
		s, ok := b.(string)
		return ok && a == s
	case Text:
		t, ok := b.(Text)
		if !ok || len(a) != len(t) {
			return false
		}
		for lang, s := range a {
			if t[lang] != s {
				return false
			}
		}
		return true
	}
	return false
}

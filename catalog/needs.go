package catalog

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

func (t *Theme) needs(s Situation, rec *metamodel.Record) Needs {
	scope := t.Scope(s)
	if rec != nil {
		return t.needsFor(scope, rec, rec)
	}
	// Before there is a form the guide has its answers to what conditions of
	// materials read; of the fields nothing is told but how many there are.
	known := t.Merged.Check(t.boundAnswers(s), metamodel.Context{Scope: scope, Awaited: t.awaited(scope)})
	return t.needsFor(scope, nil, known)
}

// needsFor counts fields by one record, and materials by another.
func (t *Theme) needsFor(scope map[string]bool, rec, known *metamodel.Record) Needs {
	n := Needs{Materials: t.materialStates(scope, known)}
	before, after := Burden{}, Burden{}
	fee := decimal.Zero
	for _, m := range t.Matters {
		if !scope[m.Def.ID] {
			continue
		}
		n.Matters = append(n.Matters, m.Def.ID)
		before.Forms++
		before.Visits++ // each matter at its own counter; after the merge, one counter for all
		before.Fields += m.ownFields(rec)
		before.Days += m.Def.PromisedDays
		before.Statutory += m.Def.StatutoryDays
		if d, err := decimal.NewFromString(m.Def.Fee); err == nil {
			fee = fee.Add(d)
		}
	}
	if len(n.Matters) > 0 {
		after.Forms, after.Visits = 1, 1
	}
	before.Inspections, after.Inspections = t.siteVisits(scope)
	for _, m := range t.Materials {
		for _, u := range m.Uses {
			if scope[u.Matter] && u.wanted(known) {
				before.Materials++
			}
		}
	}
	for _, st := range n.Materials {
		if st.Asked {
			after.Materials++
		}
	}
	after.Fields = t.mergedFields(scope, rec)
	after.Days = t.longestWay(scope, func(m *metamodel.Matter) float64 { return m.PromisedDays })
	after.Statutory = t.longestWay(scope, func(m *metamodel.Matter) float64 { return m.StatutoryDays })
	before.Days, before.Statutory = tidy(before.Days), tidy(before.Statutory)
	before.Fee, after.Fee = fee.String(), fee.String()
	n.Before, n.After = before, after
	return n
}

// ownFields counts what the matter's own form asks: for these answers, or in all.
func (m *ThemeMatter) ownFields(rec *metamodel.Record) int {
	if rec == nil {
		return len(m.Form.Fields)
	}
	return visibleFields(m.Form.Check(rec.Project(m.Form), metamodel.Context{}), func(*metamodel.Field) bool { return true })
}

// mergedFields counts what the merged form asks in scope: never what another
// matter in scope will yield.
func (t *Theme) mergedFields(scope map[string]bool, rec *metamodel.Record) int {
	awaited := t.awaited(scope)
	wanted := func(f *metamodel.Field) bool {
		if awaited[f.Path] {
			return false
		}
		for _, u := range f.Uses {
			if scope[u.Matter] {
				return true
			}
		}
		return false
	}
	if rec != nil {
		return visibleFields(rec, wanted)
	}
	n := 0
	for _, f := range t.Merged.Fields {
		if wanted(f) {
			n++
		}
	}
	return n
}

// visibleFields counts the fields a record shows, a repeat's once each.
func visibleFields(rec *metamodel.Record, wanted func(*metamodel.Field) bool) int {
	n := 0
	for _, f := range rec.Form.Fields {
		if wanted(f) && shown(rec, f) {
			n++
		}
	}
	return n
}

// shown reports whether somebody answers a field: it is shown, no source
// department gave it, and it is no copy of another one's answer.
func shown(rec *metamodel.Record, f *metamodel.Field) bool {
	if !f.Group.Repeat {
		_, same := rec.SameAs(f.Path)
		return rec.Visible(f.Path) && !rec.Supplied(f.Path) && !same
	}
	rows := rec.Rows(f.Group.Path)
	if rows == 0 {
		return rec.Visible(f.Group.Path)
	}
	for i := range rows {
		if rec.Visible(fmt.Sprintf("%s/%d/%s", f.Group.Path, i, f.Key)) {
			return true
		}
	}
	return false
}

// longestWay is the critical path of the matters in scope: each starts when
// the last of its preconditions in scope is done.
func (t *Theme) longestWay(scope map[string]bool, days func(*metamodel.Matter) float64) float64 {
	byID := map[string]*ThemeMatter{}
	for _, m := range t.Matters {
		byID[m.Def.ID] = m
	}
	done := map[string]float64{}
	var finish func(m *ThemeMatter) float64
	finish = func(m *ThemeMatter) float64 { // preconditions have no cycles
		if d, known := done[m.Def.ID]; known {
			return d
		}
		start := 0.0
		for _, before := range m.Preconditions {
			if scope[before] {
				start = math.Max(start, finish(byID[before]))
			}
		}
		done[m.Def.ID] = start + days(m.Def)
		return done[m.Def.ID]
	}
	longest := 0.0
	for _, m := range t.Matters {
		if scope[m.Def.ID] {
			longest = math.Max(longest, finish(m))
		}
	}
	return tidy(longest)
}

// tidy drops the dust of adding halves and tenths.
func tidy(days float64) float64 { return math.Round(days*1e6) / 1e6 }

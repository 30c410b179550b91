package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// SQLite rewrites every index that has a column of an UPDATE's SET list in it,
// whether its value changes or not, and a case is in ten. So an update asks, with
// the revision, which groups of columns are as they were, and leaves those out:
// most steps change the clocks and the desk, few the status, almost none the rest.
var caseGroups = [][]string{
	otherCaseColumns("state", "detail", "revision", "status", "outcome", "started", "ended", "light", "due", "light_next", "silent_next", "holder", "desk"),
	{"status", "outcome", "started", "ended"},
	{"light", "due", "light_next", "silent_next"},
	{"holder"},
	{"desk"}, // last: not every update says where the case goes
}

// caseAlways changes with every step.
var caseAlways = []string{"state", "detail", "revision"}

// otherCaseColumns are the columns of a case but the named ones and its keys.
func otherCaseColumns(named ...string) []string {
	var list []string
	for _, f := range liteTables.Get(reflect.TypeFor[caseRow]()).Fields {
		if !slices.Contains(named, f.Name) && f.Name != "seq" && f.Name != "id" {
			list = append(list, f.Name)
		}
	}
	return list
}

// caseUpdate is how rows of cases are updated: with every group of columns, or
// with all but the desk.
type caseUpdate struct {
	fields [][]int // of the row struct: the groups' columns, then the always changing ones
	asked  int     // so many of them are compared
	at     string  // asks for the revision and, as bits, which groups differ
	set    []caseSet
}

// caseSet is the statement for one choice of groups and which of the columns it takes.
type caseSet struct {
	statement string
	take      []int
}

var (
	liteCaseSet  = newCaseUpdate(caseGroups[:len(caseGroups)-1])
	liteCaseDesk = newCaseUpdate(caseGroups[:]) // and to another desk
)

func newCaseUpdate(groups [][]string) caseUpdate {
	t := liteTables.Get(reflect.TypeFor[caseRow]())
	var u caseUpdate
	var names, bits []string
	at := make([][]int, len(groups)) // where in names each group's columns are
	add := func(name string) int {
		f := t.FieldMap[name]
		names = append(names, string(f.SQLName))
		u.fields = append(u.fields, f.Index)
		return len(names) - 1
	}
	for i, g := range groups {
		var same []string
		for _, name := range g {
			k := add(name)
			at[i] = append(at[i], k)
			same = append(same, names[k]+" IS ?")
		}
		bits = append(bits, fmt.Sprintf("CASE WHEN %s THEN 0 ELSE %d END", strings.Join(same, " AND "), 1<<i))
	}
	u.asked = len(names)
	u.at = fmt.Sprintf("SELECT revision, %s FROM cases WHERE id = ?", strings.Join(bits, " + "))
	var always []int
	for _, name := range caseAlways {
		always = append(always, add(name))
	}
	for mask := range 1 << len(groups) {
		c := caseSet{take: slices.Clone(always)}
		for i := range groups {
			if mask&(1<<i) != 0 {
				c.take = append(c.take, at[i]...)
			}
		}
		var set []string
		for _, k := range c.take {
			set = append(set, names[k]+" = ?")
		}
		c.statement = fmt.Sprintf("UPDATE cases SET %s WHERE id = ?", strings.Join(set, ", "))
		u.set = append(u.set, c)
	}
	return u
}

// caseWrite is the update of one case: its check says which groups differ, its
// write takes those.
type caseWrite struct {
	update caseUpdate
	values []any
	id     string
	differ int // as bits, the last time it was checked
}

// updateCase writes a case over the revision that was read.
func updateCase(l *liteChange, u caseUpdate, r caseRow) { // a copy: the change may be tried again
	w := &caseWrite{update: u, id: r.ID}
	read := r.Revision
	r.Revision++
	v := reflect.ValueOf(&r).Elem()
	w.values = make([]any, len(u.fields), len(u.fields)+1)
	for i, index := range u.fields {
		w.values[i] = v.FieldByIndex(index).Interface()
	}
	l.checks = append(l.checks, liteOp{statement: u.at, args: append(slices.Clone(w.values[:u.asked]), r.ID), want: read, of: w})
	l.writes = append(l.writes, liteOp{of: w})
}

// op is the update once it is known what differs.
func (w *caseWrite) op() liteOp {
	c := &w.update.set[w.differ]
	args := make([]any, 0, len(c.take)+1)
	for _, k := range c.take {
		args = append(args, w.values[k])
	}
	return liteOp{statement: c.statement, args: append(args, w.id)}
}

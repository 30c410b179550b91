package store

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/onematter/onematter/engine"
)

// caseGroups are the columns of a case that an update writes together, beside
// those that change with every step. It leaves out the groups that are as they
// were read: most steps change the clocks and the desk, few the status, almost none
// the rest. SQLite rewrites every index that has a column of the SET list in it,
// whether its value changes or not, and a case is in ten. And the clocks' columns
// move without the revision (see engine.LightChange): what a decision found and left
// alone stays as it is then.
var caseGroups = [][]string{
	otherCaseColumns("state", "detail", "revision", "status", "outcome", "started", "ended", "light", "due", "light_next", "silent_next", "holder", "desk"),
	{"status", "outcome", "started", "ended"},
	{"light", "due", "light_next", "silent_next"},
	{"holder"},
	{"desk"}, // last: the tasks of the change say whether it is written, not what was read
}

// deskGroup is the bit of the desk's group.
var deskGroup = 1 << (len(caseGroups) - 1)

// caseAlways changes with every step.
var caseAlways = []string{"state", "detail", "revision"}

// caseFields are the groups' fields of the row struct.
var caseFields = groupFields()

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

func groupFields() [][][]int {
	t := liteTables.Get(reflect.TypeFor[caseRow]())
	list := make([][][]int, len(caseGroups))
	for i, g := range caseGroups {
		for _, name := range g {
			list[i] = append(list[i], t.FieldMap[name].Index)
		}
	}
	return list
}

// groupsMoved are the groups of a row, as bits, that are not as they were
// read: all but the desk's when it is not among what was read.
func groupsMoved(r *caseRow, read []engine.Case) (groups int) {
	was := slices.IndexFunc(read, func(c engine.Case) bool { return c.ID == r.ID && c.Revision == r.Revision })
	if was < 0 {
		return deskGroup - 1
	}
	before := caseColumns(&read[was])
	now, then := reflect.ValueOf(r).Elem(), reflect.ValueOf(&before).Elem()
	for i, fields := range caseFields[:len(caseFields)-1] {
		if slices.ContainsFunc(fields, func(index []int) bool { return !sameValue(now.FieldByIndex(index), then.FieldByIndex(index)) }) {
			groups |= 1 << i
		}
	}
	return groups
}

func sameValue(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice {
		return bytes.Equal(a.Bytes(), b.Bytes())
	}
	return a.Equal(b)
}

// groupsLeft are the columns of the groups that are not written.
func groupsLeft(groups int) (columns []string) {
	for i, g := range caseGroups {
		if groups&(1<<i) == 0 {
			columns = append(columns, g...)
		}
	}
	return columns
}

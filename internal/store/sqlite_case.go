package store

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// caseSet is the update of one choice of groups, as bits: only over the
// revision that was read.
type caseSet struct {
	statement string
	fields    [][]int // of the row struct
}

var caseSets = newCaseSets()

func newCaseSets() []caseSet {
	t := liteTables.Get(reflect.TypeFor[caseRow]())
	list := make([]caseSet, 1<<len(caseGroups))
	for mask := range list {
		names := slices.Clone(caseAlways)
		for i, g := range caseGroups {
			if mask&(1<<i) != 0 {
				names = append(names, g...)
			}
		}
		var set []string
		for _, name := range names {
			f := t.FieldMap[name]
			set = append(set, string(f.SQLName)+" = ?")
			list[mask].fields = append(list[mask].fields, f.Index)
		}
		list[mask].statement = fmt.Sprintf("UPDATE cases SET %s WHERE id = ? AND revision = ?", strings.Join(set, ", "))
	}
	return list
}

// updateCase writes groups of columns of a case over the revision that was read.
func updateCase(r caseRow, groups int) liteOp { // a copy: the change may be tried again
	read := r.Revision
	r.Revision++
	set := &caseSets[groups]
	args := place(nil, append(columns(make([]driver.Value, 0, len(set.fields)+2), &r, set.fields), r.ID, read))
	return liteOp{statement: set.statement, args: args, moves: r.ID}
}

package metamodel

import (
	"strconv"
	"strings"
)

// spot is what a path of answers points at.
type spot struct {
	g   *groupPlan
	f   *fieldPlan // nil: the group, or one of its rows
	row int32      // in which the field's slot, or the group's state, lies
}

// find resolves a path of answers. A repeat named without an index, or with one
// beyond its rows, stands for a new, empty row.
func (r *Record) find(path string) (spot, bool) {
	st := r.state
	g, row := st.plan.root, int32(0)
	for rest := path; ; {
		part, more, inside := strings.Cut(rest, "/")
		rest = more
		i, ok := g.byKey[part]
		if !ok {
			return spot{}, false
		}
		if f := g.members[i].field; f != nil {
			return spot{g, f, row}, !inside
		}
		outer := row
		g = g.members[i].group
		if !inside {
			return spot{g: g, row: outer}, true
		}
		if !g.g.Repeat {
			continue
		}
		gi := st.group(g, row)
		part, more, inside = strings.Cut(rest, "/")
		n, indexed := rowIndex(part)
		if indexed {
			rest = more
		}
		there := indexed && n < int(st.groups[gi].rows)
		if indexed && !inside {
			return spot{g: g, row: outer}, there
		}
		if there {
			row = st.row(g, gi, int32(n))
		} else {
			row = st.blankRow(g, gi, row)
		}
	}
}

// path is where a group's row lies in the answers; of a single group, the group.
func (st *recordState) path(g *groupPlan, row int32) string {
	if g.outer == nil {
		return ""
	}
	if !g.g.Repeat {
		return join(st.path(g.outer, row), lastPart(g.g.Path))
	}
	r := &st.rows[row]
	return join(st.instance(g, r.up), strconv.Itoa(int(r.at)))
}

// instance is the path of a repeat in a row of the table around it.
func (st *recordState) instance(g *groupPlan, outer int32) string {
	return join(st.path(g.outer, outer), lastPart(g.g.Path))
}

// fieldPath is where a field's answer lies.
func (st *recordState) fieldPath(f *fieldPlan, row int32) string {
	if row == 0 {
		return f.f.Path
	}
	return join(st.path(f.g, row), f.f.Key)
}

// appendRows writes the rows a row lies in, in Chinese, outermost first.
func (st *recordState) appendRows(out []byte, row int32) []byte {
	r := &st.rows[row]
	if r.up < 0 {
		return out
	}
	out = appendNamed(st.appendRows(out, r.up), st.plan.tables[r.table].repeat.g.Label, "zh")
	out = strconv.AppendInt(append(out, "第 "...), int64(r.at)+1, 10)
	return append(out, " 条的"...)
}

// labelIn is a field's or group's label; in rows it says which, outermost first
// in Chinese, innermost first in English.
func (st *recordState) labelIn(label Text, row int32) Text {
	if row == 0 {
		return label
	}
	label = answerTo(label)
	var zhRoom, enRoom [128]byte
	zh, en := zhRoom[:0], append(append(enRoom[:0], label.In("en")...), " ("...)
	for t := row; st.rows[t].up >= 0; t = st.rows[t].up {
		r := &st.rows[t]
		if t != row {
			en = append(en, ", "...)
		}
		en = strconv.AppendInt(append(en, "row "...), int64(r.at)+1, 10)
		en = appendNamed(append(en, " of "...), st.plan.tables[r.table].repeat.g.Label, "en")
	}
	zh = st.appendRows(zh, row)
	return ZhEn(string(append(zh, label.In("zh")...)), string(append(en, ')')))
}

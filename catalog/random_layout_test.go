package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// layout is a random arrangement of what the forms list, by staff who know of
// some fields that are not there.
func (m *packMaker) layout(guide []any) anyMap {
	items := slices.Clone(m.listed)
	m.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	take := func(n int) (out []any) {
		for range min(n, len(items)) {
			if m.chance(1, 8) {
				out = append(out, fmt.Sprintf("premises/GONE%d", m.IntN(1_000_000)))
			}
			out = append(out, items[0])
			items = items[1:]
		}
		return out
	}
	var sections []any
	ids := slices.Clone(madeSubjects)
	m.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for i, id := range ids {
		switch m.IntN(5) {
		case 0:
			sections = append(sections, anyMap{"id": id, "title": text("题"), "fields": take(1 + m.IntN(5))})
		case 1:
			sections = append(sections, anyMap{"id": id, "hint": text("说明")})
		case 2:
			sections = append(sections, anyMap{"id": fmt.Sprintf("own%d", i), "title": text("自设"), "fields": take(1 + m.IntN(4))})
		case 3:
			if len(items) > 0 {
				sections = append(sections, anyMap{"id": fmt.Sprintf("page%d", i), "title": text("另页"), "startsAt": take(1)[0]})
			}
		case 4:
			if i > 0 { // the first one joins nothing: no circle
				sections = append(sections, anyMap{"id": id, "joins": ids[0]})
			}
		}
	}
	out := anyMap{"sections": sections, "materials": []any{"P1", "GONE", "P0"}}
	if slices.Contains(m.listed, "staff") {
		var row []any
		for _, e := range m.elements {
			if m.chance(1, 2) {
				row = append(row, "staff/"+e.id)
			}
		}
		m.Shuffle(len(row), func(i, j int) { row[i], row[j] = row[j], row[i] })
		out["rows"] = anyMap{"staff": row}
	}
	fields := anyMap{}
	for _, item := range m.listed {
		if m.chance(1, 6) && strings.Contains(item, "/") {
			fields[item] = anyMap{"label": text("自取的名")}
		}
	}
	out["fields"] = fields
	questions := []any{"Gone"}
	for _, i := range m.Perm(len(guide)) {
		if m.chance(1, 2) {
			questions = append(questions, fmt.Sprintf("Q%d", i))
		}
	}
	out["questions"] = questions
	return out
}

package metamodel

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Record is the outcome of checking answers against a form. It is not safe for
// concurrent use.
type Record struct {
	Form     *Form
	Problems Problems // in form order; paths point at answers

	state *recordState
}

// JSON is the normalised answers: form order, visible and valid answers only,
// the same bytes for the same answers. Valid to store when Problems is empty.
// An answer is valid by itself: a rule (x-check) that fails does not remove it.
// Rows keep their places, also empty ones.
func (r *Record) JSON() []byte {
	st := r.state
	out := make([]byte, 0, len(st.w.buf)+2)
	out = append(out, '{')
	for _, g := range st.plan.groups {
		gs := &st.groups[g.index]
		if gs.uses == 0 || g.g.Repeat && gs.rows == 0 {
			continue
		}
		before := len(out)
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), g.g.Path...), '"', ':')
		if !g.g.Repeat {
			from := len(out)
			if out = st.appendRow(out, g, -1); len(out) == from+2 {
				out = out[:before]
			}
			continue
		}
		out = append(out, '[')
		for row := 0; row < gs.rows; row++ {
			if row > 0 {
				out = append(out, ',')
			}
			out = st.appendRow(out, g, row)
		}
		out = append(out, ']')
	}
	return append(out, '}')
}

func (st *recordState) appendRow(out []byte, g *groupPlan, row int) []byte {
	out = append(out, '{')
	first := true
	for _, f := range g.fields {
		s := st.slot(f, row)
		if s == nil || !s.readable() {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(append(out, '"'), f.f.Key...), '"', ':')
		out = append(out, s.raw.of(st.w.buf)...)
	}
	return append(out, '}')
}

// Visible reports whether the field (or repeat, by group path) at path is
// shown. Paths of rows carry the index ("employee/0/DE00001"); an index beyond
// the rows stands for a new, empty row.
func (r *Record) Visible(path string) bool {
	g, f, row, ok := r.find(path)
	if !ok || r.state.groups[g.index].uses == 0 {
		return false
	}
	return f == nil || r.state.usesOf(f, row) != 0
}

// Required reports whether the field at path must be answered now; for a
// repeat, whether it needs at least one row.
func (r *Record) Required(path string) bool {
	g, f, row, ok := r.find(path)
	if !ok {
		return false
	}
	if f == nil {
		least, _ := r.state.rowLimits(g)
		return least > 0
	}
	return r.state.required(f, row)
}

// Answered reports whether there is a non-empty answer at path, valid or not;
// for a repeat, whether it has rows.
func (r *Record) Answered(path string) bool {
	g, f, row, ok := r.find(path)
	if !ok {
		return false
	}
	if f == nil {
		return r.state.groups[g.index].rows > 0
	}
	s := r.state.slot(f, row)
	return s != nil && s.state != absent
}

// Rows is the number of rows of a repeat; 0 for an unknown group.
func (r *Record) Rows(group string) int {
	g, ok := r.state.plan.byName[group]
	if !ok {
		return 0
	}
	return r.state.groups[g.index].rows
}

// Raw is the answer at path as JSON (normalised when valid), nil when absent.
func (r *Record) Raw(path string) json.RawMessage {
	s := r.slotAt(path)
	if s == nil {
		return nil
	}
	return append(json.RawMessage(nil), s.raw.of(r.state.w.buf)...)
}

// slotAt is the answered slot at path, nil when there is no answer.
func (r *Record) slotAt(path string) *slot {
	_, f, row, ok := r.find(path)
	if !ok || f == nil {
		return nil
	}
	if s := r.state.slot(f, row); s != nil && s.state != absent {
		return s
	}
	return nil
}

// Typed is the answer as a person would type it into a control: the string
// itself, "320", "true", "2026-05-01", a code; as typed when invalid.
// Codes gives one string a code.
func (r *Record) Typed(path string) []string {
	s := r.slotAt(path)
	if s == nil {
		return nil
	}
	text := string(s.val.of(r.state.w.buf))
	_, f, _, _ := r.find(path)
	if f.f.Element.Type != TypeCodes {
		return []string{text}
	}
	if s.state == good {
		return strings.Split(text, string(listSep))
	}
	if raw := s.raw.of(r.state.w.buf); raw[0] == '[' {
		if list, ok := items(raw); ok {
			return list
		}
	}
	return []string{text}
}

// Display is the answer in words for people: code names, 是/否, a date in the
// language's form, with the unit; masked when mask is set and the element is
// sensitive (or a personal mobile or identity number). As typed when invalid.
func (r *Record) Display(path, lang string, masked bool) string {
	s := r.slotAt(path)
	if s == nil {
		return ""
	}
	_, f, _, _ := r.find(path)
	text := string(s.val.of(r.state.w.buf))
	if s.state == good {
		text = f.typ.display(f.f, text, lang)
	}
	if masked && f.masked {
		return mask(text)
	}
	return text
}

// Missing lists the paths of visible, required fields without an answer, in
// form order, and the group paths of repeats with too few rows.
func (r *Record) Missing() []string {
	st := r.state
	var out []string
	one := func(f *fieldPlan, row int) {
		if s := st.slot(f, row); (s == nil || s.state == absent) && st.required(f, row) {
			out = append(out, f.pathIn(row))
		}
	}
	for _, sec := range r.Form.Sections {
		for _, it := range sec.Items {
			if it.Field != nil {
				g := st.plan.groups[it.Field.Group.index]
				one(g.fields[g.byKey[it.Field.Key]], -1)
				continue
			}
			g := st.plan.groups[it.Group.index]
			rows := st.groups[g.index].rows
			if least, _ := st.rowLimits(g); rows < least {
				out = append(out, g.g.Path)
			}
			for row := 0; row < rows; row++ {
				for _, f := range g.fields {
					one(f, row)
				}
			}
		}
	}
	return out
}

// Project keeps what belongs to another form: the answers of matter's own form
// out of a merged one. Visibility is judged by the target form.
func (r *Record) Project(to *Form) []byte {
	st := r.state
	out := []byte{'{'}
	for _, tg := range to.plan.groups {
		g, ok := st.plan.byName[tg.g.Path]
		if !ok || g.g.Repeat != tg.g.Repeat || st.groups[g.index].uses == 0 {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(appendString(out, tg.g.Path), ':')
		row, rows := -1, 0
		if g.g.Repeat {
			out = append(out, '[')
			row, rows = 0, st.groups[g.index].rows
		}
		for ; row < rows; row++ {
			if row > 0 {
				out = append(out, ',')
			}
			out = append(out, '{')
			first := true
			for _, tf := range tg.fields {
				i, ok := g.byKey[tf.f.Key]
				if !ok {
					continue
				}
				s := st.slot(g.fields[i], row)
				if s == nil || !s.readable() {
					continue
				}
				if !first {
					out = append(out, ',')
				}
				first = false
				out = append(appendString(out, tf.f.Key), ':')
				out = append(out, s.raw.of(st.w.buf)...)
			}
			out = append(out, '}')
			if !g.g.Repeat {
				break
			}
		}
		if g.g.Repeat {
			out = append(out, ']')
		}
	}
	out = append(out, '}')
	return to.Check(out, st.ctx).JSON()
}

// splitPath takes "premises/DE00203" or "employee/0/DE00001" apart; row is -1
// without an index, key is empty for a group or a row.
func splitPath(path string) (group string, row int, key string, ok bool) {
	group, rest, more := strings.Cut(path, "/")
	if !more {
		return group, -1, "", group != ""
	}
	first, second, more := strings.Cut(rest, "/")
	n, err := strconv.Atoi(first)
	if err != nil {
		return group, -1, first, !more
	}
	if n < 0 || strings.Contains(second, "/") {
		return "", 0, "", false
	}
	return group, n, second, true
}

// find resolves a path of answers. A field of a repeat named without an index
// stands for a new, empty row.
func (r *Record) find(path string) (g *groupPlan, f *fieldPlan, row int, ok bool) {
	name, row, key, ok := splitPath(path)
	if !ok {
		return nil, nil, 0, false
	}
	if g, ok = r.state.plan.byName[name]; !ok {
		return nil, nil, 0, false
	}
	if key == "" {
		return g, nil, row, row < 0 || g.g.Repeat && row < r.state.groups[g.index].rows
	}
	i, ok := g.byKey[key]
	if !ok || row >= 0 && !g.g.Repeat {
		return nil, nil, 0, false
	}
	if g.g.Repeat && row < 0 {
		row = MaxRows
	}
	return g, g.fields[i], row, true
}

package metamodel

import (
	"encoding/json"
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
	return st.appendObject(make([]byte, 0, len(st.w.buf)+2), st.plan.root, 0)
}

// appendObject writes a group's members in one row.
func (st *recordState) appendObject(out []byte, g *groupPlan, row int32) []byte {
	out = append(out, '{')
	from := len(out)
	for i := range g.members {
		m := &g.members[i]
		before := len(out)
		if len(out) > from {
			out = append(out, ',')
		}
		if m.field != nil {
			s := st.slot(m.field, row)
			if !s.readable() || st.conceals(m.field, row) {
				out = out[:before]
				continue
			}
			out = append(append(out, m.json...), s.raw.of(st.w.buf)...)
			continue
		}
		gi := st.group(m.group, row)
		gs := &st.groups[gi]
		if gs.uses.none() || m.group.g.Repeat && gs.rows == 0 {
			out = out[:before]
			continue
		}
		out = append(out, m.json...)
		if m.group.g.Repeat {
			out = append(out, '[')
			for i := range gs.rows {
				if i > 0 {
					out = append(out, ',')
				}
				out = st.appendObject(out, m.group, st.row(m.group, gi, i))
			}
			out = append(out, ']')
			continue
		}
		empty := len(out) + len("{}")
		if out = st.appendObject(out, m.group, row); len(out) == empty {
			out = out[:before]
		}
	}
	return append(out, '}')
}

// Visible reports whether the field (or group, by its path) at path is shown;
// a field that is carried hidden (x-hidden) never is.
// Paths of rows carry the index ("employee/0/DE00001"); an index beyond the
// rows stands for a new, empty row.
func (r *Record) Visible(path string) bool {
	at, ok := r.find(path)
	if !ok {
		return false
	}
	if at.f == nil {
		return !r.state.groups[r.state.group(at.g, at.row)].uses.none()
	}
	return !at.f.f.Hidden && !r.state.slot(at.f, at.row).uses.none()
}

// Holds reports whether path is that of a field or a group, in a row that there is.
func (r *Record) Holds(path string) bool {
	_, ok := r.find(path)
	return ok
}

// Asked reports whether people answer the field at path themselves: it is
// shown, not read-only, no use that is visible computes it, and it is no copy of
// another one's answer.
func (r *Record) Asked(path string) bool {
	at, ok := r.find(path)
	if !ok || at.f == nil || !at.f.f.asked() {
		return false
	}
	s := r.state.slot(at.f, at.row)
	return !s.uses.none() && !s.derived() && !r.state.supplied(at.f, at.row)
}

// Supplied reports whether a source department gave the answer at path.
func (r *Record) Supplied(path string) bool {
	at, ok := r.find(path)
	return ok && at.f != nil && r.state.supplied(at.f, at.row)
}

// supplied says that a source department gave the answer of a field in a row.
func (st *recordState) supplied(f *fieldPlan, row int32) bool {
	return len(st.ctx.Supplied) > 0 && row >= 0 && st.slot(f, row).state != absent && st.ctx.Supplied[st.fieldPath(f, row)]
}

// Computed reports whether a visible use computes the field at path, or it is
// copied from one that is the same.
func (r *Record) Computed(path string) bool {
	at, ok := r.find(path)
	return ok && at.f != nil && r.state.slot(at.f, at.row).derived()
}

// Required reports whether the field at path must have an answer now, given or
// computed; for a
// repeat, whether it needs at least one row.
func (r *Record) Required(path string) bool {
	at, ok := r.find(path)
	if !ok {
		return false
	}
	if at.f == nil {
		least, _ := r.state.rowLimits(at.g, r.state.group(at.g, at.row))
		return least > 0
	}
	return r.state.required(at.f, at.row)
}

// Answered reports whether there is a non-empty answer at path, valid or not;
// for a repeat, whether it has rows.
func (r *Record) Answered(path string) bool {
	at, ok := r.find(path)
	if !ok {
		return false
	}
	if at.f == nil {
		return r.state.groups[r.state.group(at.g, at.row)].rows > 0
	}
	return r.state.slot(at.f, at.row).state != absent
}

// Rows is the number of rows of a repeat; path is its path in the answers
// ("employee", "employee/0/certificate"). 0 for anything else.
func (r *Record) Rows(path string) int {
	at, ok := r.find(path)
	if !ok || at.f != nil || endsInIndex(path) {
		return 0
	}
	return int(r.state.groups[r.state.group(at.g, at.row)].rows)
}

// Raw is the answer at path as JSON (normalised when valid), nil when absent.
func (r *Record) Raw(path string) json.RawMessage {
	s := r.slotAt(path)
	if s == nil {
		return nil
	}
	return append(json.RawMessage(nil), s.raw.of(r.state.w.buf)...)
}

// slotAt is the answered slot at path, nil when there is no answer, or none to
// be told.
func (r *Record) slotAt(path string) *slot {
	s, _ := r.answerAt(path)
	return s
}

func (r *Record) answerAt(path string) (*slot, *fieldPlan) {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil, nil
	}
	if s := r.state.slot(at.f, at.row); s.state != absent && !r.state.conceals(at.f, at.row) {
		return s, at.f
	}
	return nil, nil
}

// Typed is the answer as a person would type it into a control: the string
// itself, "320", "true", "2026-05-01", a code; as typed when invalid.
// Codes gives one string a code.
func (r *Record) Typed(path string) []string {
	s, f := r.answerAt(path)
	if s == nil {
		return nil
	}
	buf := r.state.w.buf
	return f.typ.typed(s.raw.of(buf), string(s.val.of(buf)))
}

// Display is the answer in words for people: code names, 是/否, a date in the
// language's form, with the unit; masked when mask is set and the element is
// sensitive (or a personal mobile or identity number). As typed when invalid.
func (r *Record) Display(path, lang string, masked bool) string {
	if masked {
		return r.words(path, lang, whole)
	}
	return r.words(path, lang, bare)
}

// Own is the answer in words for the person whose it is, as they go through all
// of theirs: masked as Display does, but yes, no and what was chosen from a list.
func (r *Record) Own(path, lang string) string { return r.words(path, lang, own) }

func (r *Record) words(path, lang string, v veil) string {
	s, f := r.answerAt(path)
	if s == nil {
		return ""
	}
	buf := r.state.w.buf
	return f.shown(s.raw.of(buf), string(s.val.of(buf)), lang, s.state == good, v)
}

// Missing lists the paths of visible, required fields without an answer, in
// form order, and the paths of repeats with too few rows.
func (r *Record) Missing() []string {
	st := r.state
	var out []string
	for _, sec := range r.Form.Sections {
		for _, it := range sec.Items {
			switch {
			case it.Field != nil:
				out = st.missing(out, member{field: st.plan.byPath[it.Field.Path]}, 0)
			case it.Group != nil:
				out = st.missing(out, member{group: st.plan.groups[it.Group.index]}, 0)
			}
		}
	}
	return out
}

// missing lists what is missing of one member of a row.
func (st *recordState) missing(out []string, m member, row int32) []string {
	if f := m.field; f != nil {
		if s := st.slot(f, row); s.state == absent && s.twin == 0 && st.required(f, row) {
			out = append(out, st.fieldPath(f, row))
		}
		return out
	}
	g := m.group
	if !g.g.Repeat {
		for _, inner := range g.members {
			out = st.missing(out, inner, row)
		}
		return out
	}
	gi := st.group(g, row)
	rows := st.groups[gi].rows
	if least, _ := st.rowLimits(g, gi); int(rows) < least {
		out = append(out, st.instance(g, row))
	}
	for i := range rows {
		inner := st.row(g, gi, i)
		for _, m := range g.members {
			out = st.missing(out, m, inner)
		}
	}
	return out
}

// Project keeps what belongs to another form: the answers of matter's own form
// out of a merged one. Visibility is judged by the target form.
func (r *Record) Project(to *Form) []byte {
	st := r.state
	return to.Check(st.project(nil, to.plan.root, st.plan.root, 0), st.ctx).JSON()
}

// project writes the members that both groups have.
func (st *recordState) project(out []byte, to, g *groupPlan, row int32) []byte {
	out = append(out, '{')
	from := len(out)
	for i := range to.members {
		k, ok := g.byKey[to.members[i].key]
		if !ok {
			continue
		}
		want, have := &to.members[i], &g.members[k]
		if (want.field == nil) != (have.field == nil) {
			continue
		}
		if f := have.field; f != nil {
			if s := st.slot(f, row); s.readable() && !st.conceals(f, row) {
				if len(out) > from {
					out = append(out, ',')
				}
				out = append(append(out, have.json...), s.raw.of(st.w.buf)...)
			}
			continue
		}
		gi := st.group(have.group, row)
		if want.group.g.Repeat != have.group.g.Repeat || st.groups[gi].uses.none() {
			continue
		}
		if len(out) > from {
			out = append(out, ',')
		}
		out = append(out, have.json...)
		if !have.group.g.Repeat {
			out = st.project(out, want.group, have.group, row)
			continue
		}
		out = append(out, '[')
		for i := range st.groups[gi].rows {
			if i > 0 {
				out = append(out, ',')
			}
			out = st.project(out, want.group, have.group, st.row(have.group, gi, i))
		}
		out = append(out, ']')
	}
	return append(out, '}')
}

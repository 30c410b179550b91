package metamodel

import "strings"

// Journey is the way through a form as the answers stand: every page, whether
// the path reaches it, and what is still missing on it. The path only leads
// forward, so there are never more pages than sections.
type Journey struct {
	Pages    []JourneyPage `json:"pages"` // every section, in order; those off the path are skipped
	Asked    int           `json:"asked"`
	Answered int           `json:"answered"`
	Missing  []string      `json:"missing,omitempty"` // as Record.Missing
	Seconds  int           `json:"seconds"`           // to fill in what is left, as FillTime
	Complete bool          `json:"complete"`          // nothing is missing or wrong
}

// JourneyPage is one section on the way.
type JourneyPage struct {
	Section  *Section   `json:"-"`
	ID       string     `json:"id"`
	Title    Text       `json:"title"`
	Status   PageStatus `json:"status"`
	Asked    int        `json:"asked"` // questions asked now; an empty repeat counts as one
	Answered int        `json:"answered"`
	Missing  []string   `json:"missing,omitempty"`  // paths of what must still be answered
	Problems Problems   `json:"problems,omitempty"` // of the page's answers, also what is missing
}

// PageStatus is how far a page has come.
type PageStatus string

const (
	PageSkipped PageStatus = "skipped" // a condition or a route leaves it out
	PageEmpty   PageStatus = "empty"   // there is nothing to ask now
	PageTodo    PageStatus = "todo"    // nothing is answered yet
	PagePartial PageStatus = "partial" // begun; something is missing
	PageInvalid PageStatus = "invalid" // something is to be put right
	PageDone    PageStatus = "done"
)

// Journey gives the way through the form for the record's answers.
func (r *Record) Journey() Journey {
	st := r.state
	j := Journey{Pages: make([]JourneyPage, len(r.Form.Sections)), Missing: r.Missing()}
	wrong := make([]bool, len(j.Pages))
	for i, s := range r.Form.Sections {
		p := &j.Pages[i]
		p.Section, p.ID, p.Title = s, s.ID, s.Title
		for _, it := range s.Items {
			switch {
			case it.Field != nil:
				st.count(p, member{field: st.plan.byPath[it.Field.Path]}, 0)
			case it.Group != nil:
				st.count(p, member{group: st.plan.groups[it.Group.index]}, 0)
			}
		}
	}
	missing := map[string]bool{}
	for _, path := range j.Missing {
		missing[path] = true
		if p := j.page(r.Form.sectionAt(path)); p != nil {
			p.Missing = append(p.Missing, path)
		}
	}
	j.Complete = len(j.Missing) == 0
	for _, problem := range r.Problems {
		if problem.Severity != Warning {
			j.Complete = false
		}
		s := r.Form.sectionAt(problem.Path)
		p := j.page(s)
		if p == nil {
			continue
		}
		p.Problems = append(p.Problems, problem)
		wrong[s.index] = wrong[s.index] || problem.Severity != Warning && !missing[problem.Path]
	}
	for i := range j.Pages {
		p := &j.Pages[i]
		j.Asked += p.Asked
		j.Answered += p.Answered
		switch {
		case !r.Shown(p.Section):
			p.Status = PageSkipped
		case wrong[i]:
			p.Status = PageInvalid
		case p.Asked == 0 && len(p.Missing) == 0:
			p.Status = PageEmpty
		case p.Answered == 0:
			p.Status = PageTodo
		case len(p.Missing) > 0:
			p.Status = PagePartial
		default:
			p.Status = PageDone
		}
	}
	j.Seconds = r.Form.FillTime(r).Seconds
	return j
}

func (j *Journey) page(s *Section) *JourneyPage {
	if s == nil {
		return nil
	}
	return &j.Pages[s.index]
}

// asked says that people are asked for the field by some use: it is neither
// computed by all nor only shown or carried.
func (f *Field) asked() bool { return !f.ReadOnly && !f.Computed && !f.Hidden }

// count counts what is asked of one member of a row.
func (st *recordState) count(p *JourneyPage, m member, row int32) {
	if f := m.field; f != nil {
		if s := st.slot(f, row); f.f.asked() && !s.uses.none() && !s.derived() && !st.supplied(f, row) {
			p.Asked++
			if s.state != absent {
				p.Answered++
			}
		}
		return
	}
	g := m.group
	gi := st.group(g, row)
	if st.groups[gi].uses.none() {
		return
	}
	if !g.g.Repeat {
		for _, inner := range g.members {
			st.count(p, inner, row)
		}
		return
	}
	rows := st.groups[gi].rows
	if least, _ := st.rowLimits(g, gi); rows == 0 && (row == 0 || least > 0) {
		p.Asked++ // the repeat itself
	}
	for i := range rows {
		for _, inner := range g.members {
			st.count(p, inner, st.row(g, gi, i))
		}
	}
}

// sectionAt finds the section of an answer, a part of it, a row or a group; nil
// when the form has no such place.
func (f *Form) sectionAt(path string) *Section {
	for p := definitionPath(path); p != ""; {
		if fp, ok := f.plan.byPath[p]; ok {
			return fp.f.Section
		}
		if g, ok := f.plan.byName[p]; ok {
			return sectionOf(g)
		}
		p = p[:max(strings.LastIndexByte(p, '/'), 0)]
	}
	return nil
}

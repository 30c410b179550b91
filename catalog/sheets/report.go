package sheets

import (
	"path/filepath"

	"github.com/onematter/onematter/metamodel"
)

// Report is what a business person acts on: what is wrong, what is to be
// decided, what was found, and which English is missing.
type Report struct {
	Book         string             `json:"book"`
	Problems     metamodel.Problems `json:"problems"`
	Decisions    []*Decision        `json:"decisions"`
	Matches      []Match            `json:"matches"`
	Translations []*Translation     `json:"translations"`
	Errors       int                `json:"errors"`
	Warnings     int                `json:"warnings"`
	Open         int                `json:"openDecisions"`
	Proposed     int                `json:"proposedDecisions"`
	Untranslated int                `json:"untranslated"`
	Counts       []Count            `json:"counts"`
}

// Count is how many of something the sheets hold.
type Count struct {
	What metamodel.Text `json:"what"`
	N    int            `json:"n"`
}

// Unread reports on sheets, or answers to them, that could not be read:
// problems and nothing else.
func Unread(path string, problems metamodel.Problems) *Report {
	r := &Report{Book: filepath.Base(filepath.Clean(path)), Problems: append(metamodel.Problems{}, problems...), Decisions: []*Decision{}, Matches: []Match{}, Translations: []*Translation{}, Counts: []Count{}}
	r.count()
	return r
}

// summary gathers the report. Open decisions come first, then by the order they were met.
func (im *importer) summary() *Report {
	r := &Report{Book: im.book.Name, Problems: append(metamodel.Problems{}, im.problems...), Matches: append([]Match{}, im.matches...), Decisions: []*Decision{}, Translations: []*Translation{}}
	for _, status := range []Status{Open, Proposed, Answered} {
		for _, id := range im.decisionOrder {
			if d := im.decisions[id]; d.Status == status {
				r.Decisions = append(r.Decisions, d)
			}
		}
	}
	for _, d := range r.Decisions {
		d.Places = tidy(d.Places)
		switch d.Status {
		case Open:
			r.Open++
		case Proposed:
			r.Proposed++
		}
	}
	for _, missing := range []bool{true, false} {
		for _, id := range im.textOrder {
			if t := im.texts[id]; (t.En() == "") == missing {
				r.Translations = append(r.Translations, t)
			}
		}
	}
	for _, t := range r.Translations {
		t.Places = tidy(t.Places)
		if t.En() == "" {
			r.Untranslated++
		}
	}
	r.count()
	p := im.pack
	r.Counts = []Count{
		{metamodel.ZhEn("数据元", "data elements"), len(p.Elements)}, {metamodel.ZhEn("代码表", "code lists"), len(p.CodeLists)}, {metamodel.ZhEn("事项", "matters"), len(p.Matters)},
		{metamodel.ZhEn("表单字段", "form fields"), len(im.fields)}, {metamodel.ZhEn("标准材料", "standard materials"), len(p.Materials)}, {metamodel.ZhEn("主题", "themes"), len(p.Themes)},
		{metamodel.ZhEn("角色", "subjects"), len(p.Subjects)}, {metamodel.ZhEn("部门", "departments"), len(p.Departments)},
	}
	if n := len(p.Calendars); n > 0 {
		r.Counts = append(r.Counts, Count{metamodel.ZhEn("工作日历", "working calendars"), n})
	}
	return r
}

// count counts the problems by severity.
func (r *Report) count() {
	for _, p := range r.Problems {
		if p.Severity == metamodel.Warning {
			r.Warnings++
		} else {
			r.Errors++
		}
	}
}

package api

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// Form is a compiled form for browsing.
type Form struct {
	ID       string         `json:"id"`
	Title    metamodel.Text `json:"title"`
	Matters  []string       `json:"matters,omitempty" description:"Matters that use it"`
	Sections []FormSection  `json:"sections"`
	Fields   int            `json:"fields"`
}

// FormSection is one topic.
type FormSection struct {
	ID     string         `json:"id"`
	Title  metamodel.Text `json:"title"`
	Groups []string       `json:"groups,omitempty" description:"Repeats in this section"`
	Fields []FormField    `json:"fields"`

	Repeats []FormRepeat `json:"repeats,omitempty" description:"The same repeats with every matter's demand on them"`
}

// FormRepeat is a group that may be filled in several times.
type FormRepeat struct {
	Path  string               `json:"path"`
	Label metamodel.Text       `json:"label"`
	Uses  []metamodel.GroupUse `json:"uses"`

	Wordings []catalog.Wording `json:"wordings,omitempty" description:"As of a field"`
}

// FormField is one field with every matter's demand on it.
type FormField struct {
	Path    string               `json:"path"`
	Label   metamodel.Text       `json:"label"`
	Element string               `json:"element"`
	Subject Named                `json:"subject"`
	Type    metamodel.Type       `json:"type"`
	Repeat  bool                 `json:"repeat"`
	Hint    metamodel.Text       `json:"hint,omitempty"`
	Unit    metamodel.Text       `json:"unit,omitempty"`
	Codes   []metamodel.Code     `json:"codes,omitempty" description:"What may be chosen"`
	Uses    []metamodel.FieldUse `json:"uses"`

	Wordings []catalog.Wording `json:"wordings,omitempty" description:"In a merged form: what departments call it that have another name for it"`
}

func formOf(f *metamodel.Form) Form {
	out := Form{ID: f.ID, Title: f.Title, Sections: []FormSection{}, Fields: len(f.Fields)}
	for _, s := range f.Sections {
		section := FormSection{ID: s.ID, Title: s.Title, Fields: []FormField{}}
		for _, item := range s.Items {
			if item.Group != nil {
				section.Groups = append(section.Groups, item.Group.Path)
				section.Repeats = append(section.Repeats, FormRepeat{Path: item.Group.Path, Label: item.Group.Label, Uses: item.Group.Uses})
				section.Fields = append(section.Fields, groupFieldsOf(item.Group)...)
				continue
			}
			if item.Field != nil {
				section.Fields = append(section.Fields, formFieldOf(item.Field))
			}
		}
		out.Sections = append(out.Sections, section)
	}
	return out
}

// groupFieldsOf lists the fields of a repeat with those of the groups within it.
func groupFieldsOf(g *metamodel.Group) []FormField {
	var out []FormField
	for _, it := range g.Items() {
		if it.Group != nil {
			out = append(out, groupFieldsOf(it.Group)...)
			continue
		}
		out = append(out, formFieldOf(it.Field))
	}
	return out
}

func formFieldOf(f *metamodel.Field) FormField {
	out := FormField{Path: f.Path, Label: f.Label, Element: f.Element.ID, Subject: Named{f.Group.Subject.ID, f.Group.Subject.Name},
		Type: f.Element.Type, Repeat: f.Group.Repeat, Hint: f.Hint, Unit: f.Element.Unit, Uses: f.Uses}
	if f.CodeList != nil {
		out.Codes = f.CodeList.Entries
	}
	return out
}

// fieldsOf lists the visible fields of a topic, repeats row by row.
func fieldsOf(rec *metamodel.Record, s *metamodel.Section) []DraftField {
	var out []DraftField
	rec.Walk(s, func(p metamodel.Place) {
		if f := p.Field; f != nil {
			one := DraftField{Path: p.Path, Label: f.Label, Type: f.Element.Type, Required: rec.Required(p.Path), Answer: rec.Raw(p.Path), Withheld: rec.Concealed(p.Path)}
			if of, same := rec.SameAs(p.Path); same {
				one.CopyOf = of.Path
			} else {
				one.Computed = rec.Computed(p.Path)
			}
			out = append(out, one)
		}
	})
	return out
}

// Answer is one answer in words.
type Answer struct {
	Path    string         `json:"path"`
	Section metamodel.Text `json:"section"`
	Group   metamodel.Text `json:"group,omitempty" description:"Of whom or of what it is"`
	Label   metamodel.Text `json:"label"`
	Text    metamodel.Text `json:"text" description:"As shown to people: code names, units; sensitive values masked"`
	Rows    []AnswerRow    `json:"rows,omitempty" description:"The rows of repeats it lies in, the outermost first"`
	Type    metamodel.Type `json:"type,omitempty"`
	Files   []AnswerFile   `json:"files,omitempty" description:"Of a file field: what was uploaded; read at /files/{id}/content"`
	Given   *Given         `json:"given,omitempty" description:"Which source department gave it; absent: the applicant's own"`
	Earlier *EarlierFiling `json:"earlier,omitempty" description:"From which of their earlier filings the applicant took it over; a department reads of when that is"`

	CopyOf    string              `json:"copyOf,omitempty" description:"Path of the answer it is a copy of, both being one person's: corrected, that one takes it along"`
	Computed  bool                `json:"computed,omitempty" description:"The form worked it out: nobody was asked for it"`
	From      []AnswerName        `json:"computedFrom,omitempty" description:"Of what is computed: the answers that people give and that it changes with"`
	Elsewhere *ElsewhereCorrected `json:"elsewhere,omitempty" description:"It was corrected in another matter of the same filing and is another one there now; of a repeat whose rows changed, at its first answer. A correction changes its own matter alone"`
	Changed   *AnswerChanged      `json:"changed,omitempty" description:"It became another one when a correction was answered"`

	Result   *Named  `json:"result,omitempty" description:"Of which matter's result it is: the applicant is not asked to correct it"`
	Withheld bool    `json:"withheld,omitempty" description:"A source department gave it to those who handle the case; the applicant, who is not known to be whom it is about, does not read it"`
	Strokes  [][]int `json:"strokes,omitempty" description:"Of a drawn signature: strokes of x1, y1, x2, y2… in a box 1000 by 300"`
}

// Given says which source department gave an answer.
type Given struct {
	Department Named          `json:"department"`
	Source     metamodel.Text `json:"source"`
	At         time.Time      `json:"at" description:"When it was fetched"`
	As         *time.Time     `json:"as,omitempty" description:"Of what time the source's record is"`
	Withheld   bool           `json:"withheld,omitempty" description:"To those who handle the case only"`
}

// ElsewhereCorrected says where an answer was corrected, and when.
type ElsewhereCorrected struct {
	Matter Named     `json:"matter"`
	At     time.Time `json:"at"`
}

// givenBy notes which answers a source department gave, which were taken over
// from an earlier filing, which are a matter's result, which are copies, and which
// were corrected in another matter.
func givenBy(answers []Answer, v *engine.CaseView) []Answer {
	if len(answers) == 0 {
		return answers // of which nothing may be read: there is no record
	}
	told, computed := map[string]bool{}, v.Computation(v.Record)
	for i := range answers {
		if x := v.Elsewhere(answers[i].Path); x != nil && !told[x.Path] {
			told[x.Path] = true
			answers[i].Elsewhere = &ElsewhereCorrected{Named{x.Matter.Def.ID, x.Matter.Def.Name}, x.At}
		}
		answers[i].Given, answers[i].Earlier = given(v.Sourced, answers[i].Path), takenOver(v.Earlier, answers[i].Path)
		if m := v.Yielded[answers[i].Path]; m != nil {
			answers[i].Result = &Named{m.Def.ID, m.Def.Name}
		}
		answers[i].CopyOf = v.CopyOf(answers[i].Path)
		if _, same := v.Record.SameAs(answers[i].Path); !same && v.Record.Computed(answers[i].Path) {
			answers[i].Computed, answers[i].From = true, namesOf(v.Record.Form, computed.ComputedFrom(answers[i].Path))
		}
	}
	return answers
}

func given(list []engine.SourcedAnswer, path string) *Given {
	g := engine.Gave(list, path)
	if g == nil {
		return nil
	}
	return &Given{Department: Named{g.Department, g.ByName}, Source: g.SourceName, At: g.At, As: when(g.As), Withheld: g.Disclosure == engine.Withheld}
}

// tellDocuments puts to the materials of a case the electronic documents that
// source departments gave. The link is for those who handle the case.
func tellDocuments(materials []Material, v *engine.CaseView, applicant bool) {
	zone := time.UTC
	if v.Calendar != nil {
		zone = v.Calendar.Zone
	}
	for _, g := range v.Sourced {
		for i := range materials {
			if m := &materials[i]; g.Document != nil && (g.Material == m.ID || m.provenBy(g.Material)) {
				d := g.Document
				m.Document = &Document{Number: d.Number, Issued: d.Issued, Expires: d.Expires, Expired: d.Expires != "" && d.Expires < v.Now.In(zone).Format(time.DateOnly),
					Given: Given{Department: Named{g.Department, g.ByName}, Source: g.SourceName, At: g.At, As: when(g.As), Withheld: d.Number == ""}}
				if !applicant {
					m.Document.URL = d.URL
				}
			}
		}
	}
}

// provenBy reports whether another material serves in the place of this one.
func (m *Material) provenBy(material string) bool {
	return slices.ContainsFunc(m.Proven, func(p Proven) bool { return p.By != nil && p.By.ID == material })
}

// AnswerRow says which row of a repeat an answer lies in.
type AnswerRow struct {
	Path  string         `json:"path"`
	Label metamodel.Text `json:"label" description:"The repeat's"`
	Index int            `json:"index" description:"From 0"`
}

// AnswerFile is one file that answers a field.
type AnswerFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// answersOf lists what was answered, topic by topic.
func answersOf(rec *metamodel.Record, mask bool) []Answer {
	out := []Answer{}
	if rec == nil {
		return out
	}
	for _, s := range rec.Form.Sections {
		walkRows(rec, s, func(p metamodel.Place, rows []AnswerRow) {
			if p.Field == nil || !rec.Answered(p.Path) {
				return
			}
			one := Answer{Path: p.Path, Section: s.Title, Group: p.Field.Group.Label, Label: p.Field.Label, Type: p.Field.Element.Type, Rows: slices.Clone(rows),
				Text: metamodel.ZhEn(rec.Display(p.Path, "zh", mask), rec.Display(p.Path, "en", mask)), Withheld: rec.Concealed(p.Path)}
			switch one.Type {
			case metamodel.TypeFile:
				_ = json.Unmarshal(rec.Raw(p.Path), &one.Files) // the engine wrote it; what is no list has no files
			case metamodel.TypeSignature:
				var v struct {
					Strokes [][]int `json:"strokes"`
				}
				if json.Unmarshal(rec.Raw(p.Path), &v) == nil {
					one.Strokes = v.Strokes
				}
			}
			out = append(out, one)
		})
	}
	return out
}

// walkRows visits what a topic shows, each with the rows of repeats it lies in.
func walkRows(rec *metamodel.Record, s *metamodel.Section, visit func(metamodel.Place, []AnswerRow)) {
	var rows []AnswerRow
	rec.Walk(s, func(p metamodel.Place) {
		for len(rows) > 0 && !strings.HasPrefix(p.Path, rows[len(rows)-1].Path+"/") {
			rows = rows[:len(rows)-1]
		}
		if p.Row >= 0 {
			rows = append(rows, AnswerRow{Path: p.Path, Label: p.Group.Label, Index: p.Row})
		}
		visit(p, rows)
	})
}

package api

import (
	"strconv"

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
}

func formOf(f *metamodel.Form) Form {
	out := Form{ID: f.ID, Title: f.Title, Sections: []FormSection{}, Fields: len(f.Fields)}
	for _, s := range f.Sections {
		section := FormSection{ID: s.ID, Title: s.Title, Fields: []FormField{}}
		for _, item := range s.Items {
			if item.Group != nil {
				section.Groups = append(section.Groups, item.Group.Path)
				section.Repeats = append(section.Repeats, FormRepeat{Path: item.Group.Path, Label: item.Group.Label, Uses: item.Group.Uses})
				for _, field := range item.Group.Fields {
					section.Fields = append(section.Fields, formFieldOf(field))
				}
				continue
			}
			section.Fields = append(section.Fields, formFieldOf(item.Field))
		}
		out.Sections = append(out.Sections, section)
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

// fieldsOf lists the visible fields of an item, a repeat row by row.
func fieldsOf(rec *metamodel.Record, item metamodel.Item) []DraftField {
	var out []DraftField
	one := func(f *metamodel.Field, path string) {
		if rec.Visible(path) {
			out = append(out, DraftField{Path: path, Label: f.Label, Type: f.Element.Type, Required: rec.Required(path), Answer: rec.Raw(path)})
		}
	}
	if item.Field != nil {
		one(item.Field, item.Field.Path)
		return out
	}
	for i := range rec.Rows(item.Group.Path) {
		for _, f := range item.Group.Fields {
			one(f, item.Group.Path+"/"+strconv.Itoa(i)+"/"+f.Key)
		}
	}
	return out
}

// Answer is one answer in words.
type Answer struct {
	Path    string         `json:"path"`
	Section metamodel.Text `json:"section"`
	Label   metamodel.Text `json:"label"`
	Text    metamodel.Text `json:"text" description:"As shown to people: code names, units; sensitive values masked"`
}

// answersOf lists what was answered, topic by topic.
func answersOf(rec *metamodel.Record, mask bool) []Answer {
	out := []Answer{}
	if rec == nil {
		return out
	}
	one := func(s *metamodel.Section, f *metamodel.Field, path string) {
		if !rec.Visible(path) || !rec.Answered(path) {
			return
		}
		out = append(out, Answer{Path: path, Section: s.Title, Label: f.Label,
			Text: metamodel.ZhEn(rec.Display(path, "zh", mask), rec.Display(path, "en", mask))})
	}
	for _, s := range rec.Form.Sections {
		for _, item := range s.Items {
			if item.Field != nil {
				one(s, item.Field, item.Field.Path)
				continue
			}
			for i := range rec.Rows(item.Group.Path) {
				for _, f := range item.Group.Fields {
					one(s, f, item.Group.Path+"/"+strconv.Itoa(i)+"/"+f.Key)
				}
			}
		}
	}
	return out
}

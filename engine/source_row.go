package engine

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// holder is the group of a source's row: whoever it is about.
const holder = "holder"

// rowRegistry resolves the elements of a source's row. A format that is demanded
// under a condition is left to the form that takes the value: the row does not
// have what the condition reads.
type rowRegistry struct{ metamodel.Registry }

func (r rowRegistry) Element(id string) (*metamodel.Element, bool) {
	el, ok := r.Registry.Element(id)
	if ok && el.FormatWhen != "" {
		own := *el
		own.Format, own.FormatWhen = "", ""
		el = &own
	}
	return el, ok
}

func (r rowRegistry) Subject(id string) (*metamodel.Subject, bool) {
	if id == holder {
		return &metamodel.Subject{ID: holder, Name: metamodel.ZhEn("本人或本单位", "Holder")}, true
	}
	return r.Registry.Subject(id)
}

// rowForm judges the rows of a source: each value by its element alone.
func rowForm(rel *catalog.Release, cfg SourceConfig) (*metamodel.Form, error) {
	g := &metamodel.GroupDoc{Type: "object", Subject: holder, Properties: map[string]*metamodel.FieldDoc{}, Required: []string{cfg.Key}}
	section := metamodel.SectionDoc{ID: "row", Title: cfg.Name}
	for _, id := range append([]string{cfg.Key}, cfg.Elements...) {
		if g.Properties[id] == nil {
			g.Properties[id] = &metamodel.FieldDoc{Ref: "element:" + id}
			section.Fields = append(section.Fields, holder+"/"+id)
		}
	}
	doc := &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:source-row", Title: cfg.Name, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{holder: g}, Layout: metamodel.Layout{Sections: []metamodel.SectionDoc{section}},
	}
	form, ps := metamodel.Compile(doc, rowRegistry{rel.Registry()})
	if ps.Failed() {
		return nil, fmt.Errorf("compiling the rows of a source: %w", ps)
	}
	return form, nil
}

// sourceKey is a key as registers hold it and sources are asked by it, however
// it was typed: narrow, without spaces, in capitals.
func sourceKey(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Narrow.String(s)))
}

package citizen

import (
	"encoding/json"
	"html/template"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// SignatureView is a name typed or drawn. Typing works everywhere; a script
// adds a sheet to draw on.
type SignatureView struct {
	Name, Strokes, Date string
	Drawn               template.HTML // what was drawn, as SVG
	Signed              string        // the day, in words
}

func (l L) signature(v *FieldView, c control) {
	v.Kind = "signature"
	s := &SignatureView{}
	for i, p := range c.field.Parts {
		if i >= len(c.typed) {
			break
		}
		switch p.Key {
		case "name":
			s.Name = c.typed[i]
		case "strokes":
			s.Strokes = c.typed[i]
		case "date":
			s.Date = c.typed[i]
			s.Signed = l.ISODate(s.Date)
		}
	}
	s.Drawn = l.drawn(s.Strokes)
	v.Signature = s
}

// drawn is a drawing as SVG in the units of strokes, a box 1000 by 300; nothing for what is no drawing.
func (l L) drawn(strokes string) template.HTML {
	var list [][]int
	if strokes == "" || json.Unmarshal([]byte(strokes), &list) != nil || len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<svg class="om-sign__drawn" viewBox="0 0 1000 300" role="img" aria-label="` + template.HTMLEscapeString(l.T("signature.drawn")) + `"><path d="`)
	for _, s := range list {
		for i := 0; i+1 < len(s); i += 2 {
			mark := "L"
			if i == 0 {
				mark = "M"
			}
			b.WriteString(mark + strconv.Itoa(s[i]) + " " + strconv.Itoa(s[i+1]))
		}
		if len(s) == 2 { // a dot
			b.WriteString("l1 0")
		}
	}
	b.WriteString(`" fill="none" stroke="currentColor" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`)
	return template.HTML(b.String()) // numbers only
}

// strokesOf is the drawing in a signature's answer.
func strokesOf(raw json.RawMessage) string {
	var v struct {
		Strokes json.RawMessage `json:"strokes"`
	}
	if json.Unmarshal(raw, &v) != nil {
		return ""
	}
	return string(v.Strokes)
}

// signed completes what a signature's controls posted: the kind follows from
// what there is, the day is the day of signing.
func signed(f *metamodel.Field, values []string, today string) []string {
	name, strokes, date := -1, -1, -1
	for i, p := range f.Parts {
		if i >= len(values) {
			return values
		}
		switch p.Key {
		case "kind":
			values[i] = ""
		case "name":
			name = i
		case "strokes":
			strokes = i
		case "date":
			date = i
		}
	}
	if name < 0 || strokes < 0 || date < 0 {
		return values
	}
	if s := strings.TrimSpace(values[strokes]); s == "[]" {
		values[strokes] = ""
	}
	switch blank := strings.TrimSpace(values[name]) == "" && values[strokes] == ""; {
	case blank:
		values[date] = ""
	case values[date] == "":
		values[date] = today
	}
	return values
}

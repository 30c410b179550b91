// Package xlsform imports the forms of ODK and KoboToolbox: an XLSForm
// workbook with the sheets survey, choices and settings (xlsform.org). Import
// turns it into a pack: an element a question, a code list a list of choices,
// one form. XPath becomes CEL with the same verdict for every answer, also for
// those not given. What has no counterpart is listed with its row, column,
// expression and reason, and never guessed.
package xlsform

import (
	"path/filepath"
	"strings"
	"unicode"

	"github.com/onematter/onematter/catalog/sheets"
	"github.com/onematter/onematter/metamodel"
)

// Book is a workbook that was read and is not yet understood.
type Book struct {
	Name     string // of the file, without its ending
	Survey   *Table
	Choices  *Table // nil: there is none
	External *Table // external_choices; nil: there is none
	Settings *Table // nil: there is none

	notes metamodel.Problems // warnings of the reading, for the report
}

// Table is one sheet.
type Table struct {
	File    string   // where people find it: "household.xlsx!survey"
	Columns []Column // in order
	Rows    []*Row   // without the header and blank rows
}

// Column is one heading: "label::English (en)" is {label, en}.
type Column struct {
	Heading  string // as written
	Name     string // canonical
	Language string // "" without one
}

// Row is one line, numbered as spreadsheets number it (the header is row 1).
type Row struct {
	Number int
	table  *Table
	cells  map[string]string         // columns without a language
	texts  map[string]metamodel.Text // columns of texts, by language
}

// Cell is the text under a column; "" when empty.
func (r *Row) Cell(column string) string { return r.cells[column] }

// Text is what stands under the columns of a text, by language.
func (r *Row) Text(column string) metamodel.Text { return r.texts[column] }

// problem places a problem at one cell. column "" means the whole row.
func (r *Row) problem(k metamodel.Kind, column string, params ...any) metamodel.Problem {
	return sheets.At(r.table.File, r.Number, r.table.heading(column), k, params...)
}

// heading is a column as the sheet has it.
func (t *Table) heading(name string) string {
	for _, c := range t.Columns {
		if c.Name == name {
			return c.Heading
		}
	}
	return name
}

// has reports whether a column is there.
func (t *Table) has(name string) bool {
	for _, c := range t.Columns {
		if c.Name == name {
			return true
		}
	}
	return false
}

// tabNames are the sheets an XLSForm may have.
var tabNames = map[string]bool{"survey": true, "choices": true, "settings": true, "external_choices": true}

func tabName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Read reads a workbook. Every problem is reported; the book is nil when any
// of them is an error.
func Read(path string) (*Book, metamodel.Problems) {
	tabs, ps := sheets.ReadTabs(path, func(name string) bool { return tabNames[tabName(name)] })
	return bookOf(filepath.Base(filepath.Clean(path)), tabs, ps)
}

// ReadBytes is Read of a workbook's bytes.
func ReadBytes(file string, data []byte) (*Book, metamodel.Problems) {
	tabs, ps := sheets.TabsOf(file, data, func(name string) bool { return tabNames[tabName(name)] })
	return bookOf(file, tabs, ps)
}

func bookOf(file string, tabs []sheets.Tab, ps metamodel.Problems) (*Book, metamodel.Problems) {
	if ps.Failed() {
		return nil, ps
	}
	b := &Book{Name: strings.TrimSuffix(file, filepath.Ext(file))}
	language := ""
	into := map[string]**Table{"survey": &b.Survey, "choices": &b.Choices, "external_choices": &b.External, "settings": &b.Settings}
	for _, t := range tabs {
		if tabName(t.Name) == "settings" && len(t.Lines) > 1 {
			for i, h := range t.Lines[0].Cells {
				if canonical(h) == "default_language" && i < len(t.Lines[1].Cells) {
					language = languageCode(t.Lines[1].Cells[i])
				}
			}
		}
	}
	for _, t := range tabs {
		slot := into[tabName(t.Name)]
		if *slot != nil {
			ps = append(ps, sheets.At(t.File, 0, "", kindTwoTabs, "name", tabName(t.Name)))
			continue
		}
		table, more := tableOf(t, language)
		ps = append(ps, more...)
		*slot = table
	}
	if b.Survey == nil {
		ps = append(ps, sheets.At(file, 0, "", kindNoSurvey))
	} else {
		for _, c := range []string{"type", "name"} {
			if !b.Survey.has(c) {
				ps = append(ps, sheets.At(b.Survey.File, 1, "", kindNoColumn, "name", c))
			}
		}
	}
	for _, t := range []*Table{b.Choices, b.External} {
		if t == nil {
			continue
		}
		for _, c := range []string{"list_name", "name"} {
			if !t.has(c) && len(t.Rows) > 0 {
				ps = append(ps, sheets.At(t.File, 1, "", kindNoColumn, "name", c))
			}
		}
	}
	if ps.Failed() {
		return nil, ps
	}
	b.notes = ps
	return b, ps
}

// aliases are headings that mean the same.
var aliases = map[string]string{
	"relevance": "relevant", "calculate": "calculation", "read_only": "readonly", "list name": "list_name", "list": "list_name", "value": "name",
	"caption": "label", "bind::relevant": "relevant", "bind::constraint": "constraint", "bind::required": "required", "bind::readonly": "readonly",
	"bind::calculate": "calculation", "control::appearance": "appearance", "body::appearance": "appearance", "bind::jr:constraintmsg": "constraint_message",
	"bind::jr:requiredmsg": "required_message", "jr:count": "repeat_count", "bind::jr:count": "repeat_count", "constraint-message": "constraint_message",
	"count": "repeat_count", "title": "form_title", "set form title": "form_title", "set form id": "form_id", "id_string": "form_id",
	"media::image": "image", "media::audio": "audio", "media::video": "video",
}

// canonical is a heading without its language and in the usual spelling.
func canonical(heading string) string {
	h := strings.ToLower(strings.TrimSpace(heading))
	if a, ok := aliases[h]; ok {
		return a
	}
	return h
}

// textColumns may come once a language.
var textColumns = map[string]bool{"label": true, "hint": true, "guidance_hint": true, "constraint_message": true, "required_message": true, "image": true, "audio": true, "video": true, "big-image": true}

func columnOf(heading string) Column {
	c := Column{Heading: heading, Name: canonical(heading)}
	for _, sep := range []string{"::", ":"} {
		rest := heading
		if r, ok := strings.CutPrefix(strings.ToLower(rest), "media"+sep); ok {
			rest = rest[len(rest)-len(r):]
		}
		if name, language, ok := strings.Cut(rest, sep); ok && textColumns[canonical(name)] && language != "" {
			c.Name, c.Language = canonical(name), languageCode(language)
			return c
		}
	}
	return c
}

// languages by the names people give them.
var languages = map[string]string{
	"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "普通话": "zh", "简体中文": "zh", "mandarin": "zh", "putonghua": "zh",
	"french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es", "espanol": "es", "arabic": "ar", "العربية": "ar", "portuguese": "pt", "português": "pt",
	"russian": "ru", "русский": "ru", "swahili": "sw", "kiswahili": "sw", "nepali": "ne", "hindi": "hi", "german": "de", "deutsch": "de",
}

// languageCode is the tag of "English (en)", "中文" or "zh-Hans".
func languageCode(name string) string {
	name = strings.TrimSpace(name)
	if open := strings.LastIndexAny(name, "(（"); open >= 0 {
		inside := strings.Trim(name[open:], "()（） ")
		if inside != "" {
			name = inside
		}
	}
	name = strings.ToLower(name)
	if code, ok := languages[name]; ok {
		return code
	}
	if base, _, more := strings.Cut(name, "-"); more && (base == "zh" || base == "en") {
		return base
	}
	return name
}

// tableOf reads a sheet; texts without a language are in the default one, or
// in the one they look like.
func tableOf(t sheets.Tab, language string) (*Table, metamodel.Problems) {
	var ps metamodel.Problems
	out := &Table{File: t.File}
	if len(t.Lines) == 0 {
		return out, nil
	}
	seen := map[Column]bool{}
	for _, h := range t.Lines[0].Cells {
		c := columnOf(h)
		key := Column{Name: c.Name, Language: c.Language}
		if h != "" && seen[key] {
			ps = append(ps, sheets.At(t.File, t.Lines[0].Number, "", kindTwoColumns, "name", h))
		}
		seen[key] = true
		out.Columns = append(out.Columns, c)
	}
	for _, l := range t.Lines[1:] {
		r := &Row{Number: l.Number, table: out, cells: map[string]string{}, texts: map[string]metamodel.Text{}}
		for i, cell := range l.Cells {
			if cell == "" || i >= len(out.Columns) || out.Columns[i].Heading == "" {
				continue
			}
			c := out.Columns[i]
			r.cells[c.Name] = cell
			if !textColumns[c.Name] {
				continue
			}
			lang := c.Language
			if lang == "" {
				lang = language
			}
			if lang == "" || lang == "default" {
				lang = looksLike(cell)
			}
			if r.texts[c.Name] == nil {
				r.texts[c.Name] = metamodel.Text{}
			}
			r.texts[c.Name][lang] = cell
		}
		if len(r.cells) > 0 {
			out.Rows = append(out.Rows, r)
		}
	}
	return out, ps
}

func looksLike(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "zh"
	}
	return "en"
}

// Package sheets imports the spreadsheets a service bureau hands over: nine
// CSV files, or one workbook with the same sheets, and those of working calendars
// beside them or alone. Read gives the rows with
// the places people know them by; Import translates them into a pack and tells
// what a person still has to decide. Whatever cannot be understood is a
// problem or a decision with its sheet, row and column, never a guess.
package sheets

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/onematter/onematter/metamodel"
)

// The sheets, by the names of the CSV files without ".csv".
const (
	CodeLists    = "code_lists"
	DataElements = "data_elements"
	FormFields   = "form_fields"
	Materials    = "materials"
	Matters      = "matters"
	Situations   = "situations"
	Steps        = "steps"
	ThemeMatters = "theme_matters"
	Themes       = "themes"

	// Of working calendars; a book of matters need not have them.
	Calendars    = "calendars"
	CalendarDays = "calendar_days"
)

// Book is what was handed over: sheets, read and not yet understood.
type Book struct {
	Name   string // of the folder or workbook, without its ending
	Sheets map[string]*Sheet

	notes metamodel.Problems // warnings of the reading, for the report
}

// Sheet is one table.
type Sheet struct {
	Name string // one of the constants
	File string // where people find it: "form_fields.csv", "办件.xlsx!表单字段"
	Rows []*Row // without the header and blank rows
}

// Row is one line of a table, numbered as spreadsheets number it (the header is row 1).
type Row struct {
	Number int
	sheet  *Sheet
	cells  map[string]string // by the column's canonical header
}

// Cell is the text under a column's header, without surrounding blanks; "" when empty.
func (r *Row) Cell(column string) string { return r.cells[column] }

// Code is a cell that is an identifier: full-width letters and digits become
// plain ones and inner blanks go.
func (r *Row) Code(column string) string { return foldCode(r.cells[column]) }

// rows gives a sheet's rows; a missing sheet has none.
func (b *Book) rows(sheet string) []*Row {
	if s := b.Sheets[sheet]; s != nil {
		return s.Rows
	}
	return nil
}

// says places a problem of a definition at the cell it is from.
func (r *Row) says(p metamodel.Problem, column string) metamodel.Problem {
	return moved(p, r.sheet.File, r.Number, column)
}

// problem places a problem at one cell. column "" means the whole row.
func (r *Row) problem(k metamodel.Kind, column string, params ...any) metamodel.Problem {
	return placed(r.sheet.File, r.Number, column, k, params...)
}

// foldCode makes an identifier out of what people type: width folded, no blanks.
func foldCode(s string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(s)), "")
}

// fold turns full-width punctuation into ASCII so that rules can be read the
// same however they were typed; the Chinese words in them stay.
func fold(s string) string {
	s = norm.NFKC.String(s)
	return strings.TrimSpace(folding.Replace(s))
}

var folding = strings.NewReplacer(
	"‘", "'", "’", "'", "“", "\"", "”", "\"", "、", ",", "。", ".", "→", "->", "⇒", "->", "➔", "->", "—>", "->",
	"≥", ">=", "≤", "<=", "≠", "!=", "≦", "<=", "≧", ">=", "～", "..", "…", "..", "【", "(", "】", ")",
)

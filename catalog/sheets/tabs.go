package sheets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Tab is one sheet of a workbook that is not laid out as a bureau's: the lines
// with something in them, behind the same gate and limits.
type Tab struct {
	Name  string
	File  string // where people find it: "survey.xlsx!choices"
	Lines []Line
}

// Line is one row of cells, numbered as spreadsheets number it.
type Line struct {
	Number int
	Cells  []string // without surrounding blanks
}

// ReadTabs reads the sheets of a workbook (.xlsx) whose name is wanted, in the
// workbook's order. Every problem is reported; nothing is given when one stops.
func ReadTabs(path string, wanted func(name string) bool) ([]Tab, metamodel.Problems) {
	file := filepath.Base(filepath.Clean(path))
	fail := func(k metamodel.Kind, params ...any) ([]Tab, metamodel.Problems) {
		return nil, metamodel.Problems{placed(file, 0, "", k, params...)}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(kindNotFound, "name", file)
	case err != nil:
		return fail(kindUnreadable, "cause", catalog.Reason(err))
	case !info.Mode().IsRegular():
		return fail(kindNoWorkbook)
	case info.Size() > maxFileBytes:
		return fail(kindTooLarge, "size", size(info.Size()), "limit", size(maxFileBytes))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fail(kindUnreadable, "cause", catalog.Reason(err))
	}
	return TabsOf(file, data, wanted)
}

// TabsOf is ReadTabs of a workbook's bytes.
func TabsOf(file string, data []byte, wanted func(name string) bool) ([]Tab, metamodel.Problems) {
	if !strings.HasPrefix(string(data[:min(2, len(data))]), "PK") && !strings.HasPrefix(string(data[:min(4, len(data))]), "\xd0\xcf\x11\xe0") {
		return nil, metamodel.Problems{placed(file, 0, "", kindNoWorkbook)}
	}
	book, p := openWorkbook(file, data)
	if p != nil {
		return nil, metamodel.Problems{*p}
	}
	defer book.Close()
	r := &reader{book: &Book{}}
	var tabs []Tab
	for _, name := range book.GetSheetList() {
		if wanted(name) {
			tabs = append(tabs, r.tab(book, name, file+"!"+name))
		}
	}
	r.problems = cap500(r.problems)
	if r.problems.Failed() {
		return nil, r.problems
	}
	return tabs, r.problems
}

func (r *reader) tab(book *xlsx, name, file string) Tab {
	raw, p := r.tabRows(book, name, file)
	if p != nil {
		r.report(*p)
	}
	t := Tab{Name: name, File: file}
	for _, rr := range raw {
		l := Line{Number: rr.number, Cells: make([]string, len(rr.cells))}
		for i, text := range rr.cells {
			text = clean(text)
			column := ""
			if len(raw) > 0 && i < len(raw[0].cells) {
				column = clean(raw[0].cells[i])
			}
			if n := len([]rune(text)); n > maxCellRunes {
				r.report(placed(file, rr.number, column, kindLongCell, "size", n, "limit", maxCellRunes))
				continue
			}
			if strings.ContainsFunc(text, unseen) {
				r.report(placed(file, rr.number, column, kindControl))
				continue
			}
			l.Cells[i] = text
		}
		t.Lines = append(t.Lines, l)
	}
	return t
}

// unseen are characters nobody meant to type.
func unseen(c rune) bool {
	return unicode.IsControl(c) && c != '\n' && c != '\t' && c != '\r' || c == unicode.ReplacementChar
}

// At puts a problem where spreadsheet users look for it: row 0 means the whole
// file, column "" the whole row.
func At(file string, row int, column string, k metamodel.Kind, params ...any) metamodel.Problem {
	return placed(file, row, column, k, params...)
}

// Spell writes a name in lowercase ASCII words: Latin words as they are,
// Chinese in pinyin.
func Spell(name string) []string { return spell(name) }

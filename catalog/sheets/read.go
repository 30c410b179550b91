package sheets

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Limits of what is read. A bureau's real sheets are a hundredth of them.
const (
	maxFileBytes = 16 << 20 // a CSV file, or a workbook as it lies on the disk
	maxColumns   = 100
	maxCells     = 400_000 // of all sheets
	maxProblems  = 500     // shown; the rest are counted
	maxCellRunes = 8_000
)

// Read reads a folder of CSV files or one workbook. Every problem of every
// sheet is reported; the book is nil when any of them is an error.
func Read(path string) (*Book, metamodel.Problems) {
	name := filepath.Base(filepath.Clean(path))
	info, err := os.Stat(path)
	if err != nil {
		k, params := kindUnreadable, []any{"cause", catalog.Reason(err)}
		if errors.Is(err, fs.ErrNotExist) {
			k, params = kindNotFound, []any{"name", name}
		}
		return nil, metamodel.Problems{placed(name, 0, "", k, params...)}
	}
	r := &reader{book: &Book{Name: strings.TrimSuffix(name, filepath.Ext(name)), Sheets: map[string]*Sheet{}}}
	switch {
	case info.IsDir():
		r.book.Name = name
		r.readFolder(path)
	case strings.EqualFold(filepath.Ext(path), ".csv"):
		r.report(placed(name, 0, "", kindNotSheets))
	case info.Mode().IsRegular():
		r.readWorkbook(path, name, info.Size())
	default:
		r.report(placed(name, 0, "", kindNotSheets))
	}
	if len(r.book.Sheets) > 0 || !r.problems.Failed() {
		for _, l := range layouts {
			if !r.there(l) && r.wanted(l) {
				r.report(placed(name, 0, "", kindMissing, "name", l.sheet, "title", l.titles[0]))
			}
		}
	}
	r.problems = cap500(r.problems)
	if r.problems.Failed() {
		return nil, r.problems
	}
	r.book.notes = r.problems
	return r.book, r.problems
}

// reader gathers the sheets of one book.
type reader struct {
	book     *Book
	problems metamodel.Problems
	cells    int
	broken   map[string]bool // sheets that were there and could not be read
}

func (r *reader) report(p metamodel.Problem) { r.problems = append(r.problems, p) }

func (r *reader) there(l layout) bool { return r.book.Sheets[l.sheet] != nil || r.broken[l.sheet] }

// wanted reports whether a book is incomplete without a sheet: one of calendars
// belongs to the other, the nine to each other.
func (r *reader) wanted(l layout) bool {
	alone, beside := false, false
	for _, other := range layouts {
		if r.there(other) {
			alone, beside = alone || other.apart, beside || !other.apart
		}
	}
	return l.apart && alone || !l.apart && (beside || !alone)
}

func (r *reader) readFolder(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		r.report(placed(filepath.Base(dir), 0, "", kindUnreadable, "cause", catalog.Reason(err)))
		return
	}
	files := map[string]string{}
	for _, e := range entries { // sorted by name
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			continue
		}
		l, ok := layoutNamed(e.Name())
		if !ok {
			r.report(placed(e.Name(), 0, "", kindExtraSheet, "name", e.Name()))
			continue
		}
		if other, twice := files[l.sheet]; twice {
			r.report(placed(e.Name(), 0, "", kindTwoSheets, "name", e.Name(), "other", other))
			continue
		}
		files[l.sheet] = e.Name()
	}
	for _, l := range layouts {
		if name, ok := files[l.sheet]; ok {
			r.readCSV(l, filepath.Join(dir, name), name)
		}
	}
}

// rawRow is a line of cells with the number people see beside it.
type rawRow struct {
	number int
	cells  []string
}

// accept turns raw rows into a sheet: the first is the header.
func (r *reader) accept(l layout, file string, raw []rawRow) {
	before := len(r.problems)
	if len(raw) > l.most+1 {
		r.report(placed(file, raw[l.most+1].number, "", kindTooMany, "what", metamodel.ZhEn("行", "rows"), "limit", l.most))
		r.spoil(l)
		return
	}
	if len(raw) == 0 {
		r.report(placed(file, 0, "", kindEmpty))
		r.spoil(l)
		return
	}
	header := r.header(l, file, raw[0])
	if r.problems[before:].Failed() {
		r.spoil(l) // without its columns every row would be wrong
		return
	}
	s := &Sheet{Name: l.sheet, File: file}
	for _, rr := range raw[1:] {
		row := &Row{Number: rr.number, sheet: s, cells: map[string]string{}}
		for i, text := range rr.cells {
			text = clean(text)
			if text == "" {
				continue
			}
			if i >= len(raw[0].cells) || clean(raw[0].cells[i]) == "" {
				r.report(row.problem(kindLongRow, "", "value", excerpt(text)))
				continue
			}
			name := header[i]
			if name == "" {
				continue // an unknown column, reported at the header
			}
			if n := len([]rune(text)); n > maxCellRunes {
				r.report(row.problem(kindLongCell, name, "size", n, "limit", maxCellRunes))
				continue
			}
			if strings.ContainsFunc(text, unseen) {
				r.report(row.problem(kindControl, name))
				continue
			}
			row.cells[name] = text
		}
		if len(row.cells) > 0 {
			s.Rows = append(s.Rows, row)
		}
	}
	r.unique(l, s)
	if r.problems[before:].Failed() {
		r.spoil(l)
		return
	}
	r.book.Sheets[l.sheet] = s
}

func (r *reader) spoil(l layout) {
	if r.broken == nil {
		r.broken = map[string]bool{}
	}
	r.broken[l.sheet] = true
}

// header maps positions to canonical column names; "" for unknown columns.
func (r *reader) header(l layout, file string, raw rawRow) map[int]string {
	header, seen := map[int]string{}, map[string]bool{}
	for i, text := range raw.cells {
		text = clean(text)
		if text == "" {
			continue
		}
		c, ok := l.columnNamed(text)
		switch {
		case !ok:
			r.report(placed(file, raw.number, "", kindExtraColumn, "name", excerpt(text)))
		case seen[c.name]:
			r.report(placed(file, raw.number, "", kindTwoColumns, "name", c.name))
		default:
			seen[c.name] = true
			header[i] = c.name
		}
	}
	for _, c := range l.columns {
		if c.required && !seen[c.name] {
			r.report(placed(file, raw.number, "", kindNoColumn, "name", c.name))
		}
	}
	return header
}

// unique reports rows whose key is empty or was there before.
func (r *reader) unique(l layout, s *Sheet) {
	if len(l.key) == 0 {
		return
	}
	seen := map[string]int{}
	for _, row := range s.Rows {
		parts := make([]string, len(l.key))
		empty := false
		for i, c := range l.key {
			parts[i] = row.Code(c)
			if parts[i] == "" {
				r.report(row.problem(kindEmptyCell, c))
				empty = true
			}
		}
		if empty {
			continue
		}
		key := strings.Join(parts, " ")
		if other, twice := seen[key]; twice {
			r.report(row.problem(kindDuplicate, l.key[len(l.key)-1], "value", key, "other", other))
			continue
		}
		seen[key] = row.Number
	}
}

// count adds cells to the book's total; false when that is more than is read.
func (r *reader) count(n int) bool {
	r.cells += n
	return r.cells <= maxCells
}

// clean drops surrounding blanks, also the wide and the unbreakable ones.
func clean(s string) string {
	return strings.TrimFunc(s, func(c rune) bool {
		return unicode.IsSpace(c) || c == '\u200b' || c == '\ufeff' || c == '\u3000'
	})
}

// excerpt shortens what is quoted in a message.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// size words a number of bytes.
func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
}

// cap500 keeps a list of problems readable: a sheet in which every cell is
// wrong needs another export, not ten thousand lines. Errors are kept before warnings.
func cap500(ps metamodel.Problems) metamodel.Problems {
	if len(ps) <= maxProblems {
		return ps
	}
	kept := make(metamodel.Problems, 0, maxProblems+1)
	for _, stops := range []bool{true, false} {
		for _, p := range ps {
			if (p.Severity != metamodel.Warning) == stops && len(kept) < maxProblems {
				kept = append(kept, p)
			}
		}
	}
	k := kindMore
	if !ps.Failed() {
		k.Severity = metamodel.Warning
	}
	return append(kept, placed("", 0, "", k, "n", len(ps)-maxProblems))
}

// sortProblems puts problems in the order of the sheets, then of rows.
func sortProblems(ps metamodel.Problems, order func(metamodel.Problem) (int, int)) {
	sort.SliceStable(ps, func(i, j int) bool {
		a1, a2 := order(ps[i])
		b1, b2 := order(ps[j])
		if a1 != b1 {
			return a1 < b1
		}
		return a2 < b2
	})
}

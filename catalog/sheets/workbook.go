package sheets

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/metamodel"
)

// Limits of a workbook beside those of every sheet.
const (
	maxUnpackedBytes = 48 << 20
	maxUnpackedRatio = 150 // unpacked to packed; sheets of text reach 20
	maxParts         = 400
	maxTabs          = 60
)

// readWorkbook reads one .xlsx file. Nothing of it reaches the library before
// the gate has unpacked it once and counted.
func (r *reader) readWorkbook(path, file string, bytesOnDisk int64) {
	if bytesOnDisk > maxFileBytes {
		r.report(placed(file, 0, "", kindTooLarge, "size", size(bytesOnDisk), "limit", size(maxFileBytes)))
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		r.report(placed(file, 0, "", kindUnreadable, "cause", cause(err)))
		return
	}
	book, formulas, p := openWorkbook(file, data)
	if p != nil {
		r.report(*p)
		return
	}
	defer book.Close()
	tabs := book.GetSheetList()
	names := map[string]string{}
	for _, tab := range tabs {
		l, ok := layoutNamed(tab)
		if !ok {
			r.report(placed(file, 0, "", kindExtraSheet, "name", excerpt(tab)))
			continue
		}
		if other, twice := names[l.sheet]; twice {
			r.report(placed(file, 0, "", kindTwoSheets, "name", tab, "other", other))
			continue
		}
		names[l.sheet] = tab
	}
	for _, l := range layouts {
		if tab, ok := names[l.sheet]; ok {
			before := len(r.problems)
			raw, p := r.tabRows(book, formulas, tab, file+"!"+tab)
			if p != nil {
				r.report(*p)
			}
			if r.problems[before:].Failed() {
				r.spoil(l)
				continue
			}
			r.accept(l, file+"!"+tab, raw)
		}
	}
}

// openWorkbook opens a workbook behind the gate. It never panics: a broken file
// that upsets the library is a problem like any other.
func openWorkbook(file string, data []byte) (book *excelize.File, formulas bool, problem *metamodel.Problem) {
	formulas, problem = gate(file, data)
	if problem != nil {
		return nil, false, problem
	}
	defer func() {
		if v := recover(); v != nil {
			p := placed(file, 0, "", kindUnreadable, "cause", "broken workbook")
			book, formulas, problem = nil, false, &p
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpackedBytes, UnzipXMLSizeLimit: maxUnpackedBytes})
	if err != nil {
		p := placed(file, 0, "", kindUnreadable, "cause", err.Error())
		return nil, false, &p
	}
	if n := len(book.GetSheetList()); n > maxTabs {
		book.Close()
		p := placed(file, 0, "", kindTooMany, "what", metamodel.ZhEn("工作表", "sheets"), "limit", maxTabs)
		return nil, false, &p
	}
	return book, formulas, nil
}

// gate unpacks a workbook into nothing and counts, because the sizes a zip file
// declares are its author's words.
func gate(file string, data []byte) (formulas bool, problem *metamodel.Problem) {
	fail := func(k metamodel.Kind, params ...any) (bool, *metamodel.Problem) {
		p := placed(file, 0, "", k, params...)
		return false, &p
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return fail(kindOldFormat)
	}
	if !bytes.HasPrefix(data, []byte("PK")) {
		return fail(kindNotSheets)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fail(kindUnreadable, "cause", err.Error())
	}
	if len(z.File) > maxParts {
		return fail(kindTooMany, "what", metamodel.ZhEn("内部文件", "parts"), "limit", maxParts)
	}
	limit := int64(maxUnpackedBytes)
	if byRatio := int64(len(data)) * maxUnpackedRatio; byRatio < limit {
		limit = max(byRatio, 1<<20)
	}
	left, sheets := limit, 0
	for _, part := range z.File {
		name := strings.ToLower(part.Name)
		if strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/macrosheets/") {
			return fail(kindMacros)
		}
		if part.UncompressedSize64 > uint64(left) {
			return fail(kindBomb, "limit", size(limit))
		}
		rc, err := part.Open()
		if err != nil {
			return fail(kindUnreadable, "cause", err.Error())
		}
		seen := &finder{}
		n, err := io.Copy(seen, io.LimitReader(rc, left+1))
		rc.Close()
		if left -= n; left < 0 {
			return fail(kindBomb, "limit", size(limit))
		}
		if err != nil {
			return fail(kindUnreadable, "cause", err.Error())
		}
		if strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") {
			formulas = formulas || seen.found
			if sheets++; sheets > maxTabs {
				return fail(kindTooMany, "what", metamodel.ZhEn("工作表", "sheets"), "limit", maxTabs)
			}
		}
	}
	return formulas, nil
}

// finder notices a formula's tag in the XML that is written to it.
type finder struct {
	tail  []byte
	found bool
}

func (f *finder) Write(p []byte) (int, error) {
	if !f.found {
		b := append(f.tail, p...)
		f.found = bytes.Contains(b, []byte("<f>")) || bytes.Contains(b, []byte("<f ")) || bytes.Contains(b, []byte(":f>")) || bytes.Contains(b, []byte(":f "))
		f.tail = append(f.tail[:0:0], b[max(0, len(b)-3):]...)
	}
	return len(p), nil
}

// tabRows reads one tab row by row, so that a sheet that claims a million rows
// is left at the limit.
func (r *reader) tabRows(book *excelize.File, formulas bool, tab, file string) (raw []rawRow, problem *metamodel.Problem) {
	fail := func(row int, k metamodel.Kind, params ...any) ([]rawRow, *metamodel.Problem) {
		p := placed(file, row, "", k, params...)
		return nil, &p
	}
	defer func() {
		if v := recover(); v != nil {
			raw, problem = fail(0, kindUnreadable, "cause", "broken sheet")
		}
	}()
	rows, err := book.Rows(tab)
	if err != nil {
		return fail(0, kindUnreadable, "cause", err.Error())
	}
	defer rows.Close()
	// Blank rows are cheap and common (a format on a whole column): only rows
	// with something in them count against the limit of cells.
	for n := 1; n <= excelize.TotalRows && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return fail(n, kindUnreadable, "cause", err.Error())
		}
		for len(cells) > 0 && clean(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > maxColumns {
			return fail(n, kindTooMany, "what", metamodel.ZhEn("列", "columns"), "limit", maxColumns)
		}
		if !r.count(len(cells)) {
			return fail(n, kindTooMany, "what", metamodel.ZhEn("单元格", "cells"), "limit", maxCells)
		}
		if len(cells) > 0 {
			raw = append(raw, rawRow{n, cells})
		}
	}
	if err := rows.Error(); err != nil {
		return fail(0, kindUnreadable, "cause", err.Error())
	}
	raw, err = r.unmerge(book, tab, raw)
	if err != nil {
		return fail(0, kindUnreadable, "cause", err.Error())
	}
	if formulas {
		r.formulas(book, tab, file, raw)
	}
	return raw, nil
}

// unmerge repeats the value of merged cells: bureaus merge the matter's code
// down all of its rows.
func (r *reader) unmerge(book *excelize.File, tab string, raw []rawRow) ([]rawRow, error) {
	merged, err := book.GetMergeCells(tab)
	if err != nil {
		return nil, fmt.Errorf("reading merged cells: %w", err)
	}
	for _, m := range merged {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			continue
		}
		first := sort.Search(len(raw), func(i int) bool { return raw[i].number >= r1 })
		for i := first; i < len(raw) && raw[i].number <= r2; i++ {
			for c := c1; c <= c2 && c <= len(raw[0].cells); c++ {
				if !r.count(1) {
					return nil, fmt.Errorf("too many merged cells")
				}
				for len(raw[i].cells) < c {
					raw[i].cells = append(raw[i].cells, "")
				}
				raw[i].cells[c-1] = m.GetCellValue()
			}
		}
	}
	return raw, nil
}

// formulas reports cells that are computed: their stored result is read, and
// nothing is ever evaluated here.
func (r *reader) formulas(book *excelize.File, tab, file string, raw []rawRow) {
	if len(raw) == 0 {
		return
	}
	header := raw[0].cells
	// The library looks a cell up row by row.
	if len(raw)*len(raw)*len(header) > 100_000_000 {
		r.report(placed(file, 0, "", kindManyFormula))
		return
	}
	for _, row := range raw {
		for c := range min(max(len(row.cells), len(header)), maxColumns) {
			name, err := excelize.CoordinatesToCellName(c+1, row.number)
			if err != nil {
				continue
			}
			f, err := book.GetCellFormula(tab, name)
			if err != nil || f == "" {
				continue
			}
			column, value := name, ""
			if c < len(header) && clean(header[c]) != "" {
				column = clean(header[c])
			}
			if c < len(row.cells) {
				value = clean(row.cells[c])
			}
			if value == "" {
				r.report(placed(file, row.number, column, kindFormulaVoid))
				continue
			}
			r.report(placed(file, row.number, column, kindFormula, "value", excerpt(value)))
		}
	}
}

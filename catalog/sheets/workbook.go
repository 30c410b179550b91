package sheets

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Limits of a workbook beside those of every sheet.
const (
	maxUnpackedBytes = 48 << 20
	maxUnpackedRatio = 150     // unpacked to packed; sheets of text reach 20
	mostInMemory     = 4 << 20 // of one worksheet; the library reads a larger one from a temporary file
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
		r.report(placed(file, 0, "", kindUnreadable, "cause", catalog.Reason(err)))
		return
	}
	book, p := openWorkbook(file, data)
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
			raw, p := r.tabRows(book, tab, file+"!"+tab)
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

// xlsx is a workbook that went through the gate.
type xlsx struct {
	*excelize.File
	scans map[string]*scan // by the sheet's name
}

// openWorkbook opens a workbook behind the gate. It never panics: a broken file
// that upsets the library is a problem like any other.
func openWorkbook(file string, data []byte) (book *xlsx, problem *metamodel.Problem) {
	fail := func(k metamodel.Kind, params ...any) (*xlsx, *metamodel.Problem) {
		p := placed(file, 0, "", k, params...)
		return nil, &p
	}
	scans, problem := gate(file, data)
	if problem != nil {
		return nil, problem
	}
	defer func() {
		if v := recover(); v != nil {
			book, problem = fail(kindDamaged)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpackedBytes, UnzipXMLSizeLimit: mostInMemory, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return fail(kindDamaged)
	}
	return &xlsx{f, scans}, nil
}

// gate unpacks a workbook into nothing and counts, because the sizes a zip file
// declares are its author's words. Its worksheets are scanned on the way.
func gate(file string, data []byte) (map[string]*scan, *metamodel.Problem) {
	fail := func(k metamodel.Kind, params ...any) (map[string]*scan, *metamodel.Problem) {
		p := placed(file, 0, "", k, params...)
		return nil, &p
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return fail(kindOldFormat)
	}
	if !bytes.HasPrefix(data, []byte("PK")) {
		return fail(kindNotSheets)
	}
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts { // the reader would make an object of each
		return fail(kindTooMany, "what", metamodel.ZhEn("内部文件", "parts"), "limit", maxParts)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fail(kindDamaged)
	}
	limit := int64(maxUnpackedBytes)
	if byRatio := int64(len(data)) * maxUnpackedRatio; byRatio < limit {
		limit = max(byRatio, 1<<20)
	}
	parts, err := partsOf(z)
	switch {
	case errors.Is(err, errNoPart):
		return fail(kindNotExcel)
	case err != nil:
		return fail(kindDamaged)
	case len(parts) > maxTabs:
		return fail(kindTooMany, "what", metamodel.ZhEn("工作表", "sheets"), "limit", maxTabs)
	}
	left, scans, seen := limit, map[string]*scan{}, map[string]bool{}
	for _, part := range z.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		if strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/macrosheets/") {
			return fail(kindMacros)
		}
		if part.UncompressedSize64 > uint64(left) {
			return fail(kindBomb, "limit", size(limit))
		}
		rc, err := part.Open()
		if err != nil {
			return fail(kindDamaged)
		}
		counted := &counter{r: io.LimitReader(rc, left+1)}
		if seen[name] { // which one counts would be the library's guess
			return fail(kindDamaged)
		}
		seen[name] = true
		var s *scan
		for tab, sheet := range parts {
			if name != strings.ToLower(sheet) {
				continue
			}
			if s == nil {
				s = scanSheet(counted)
			}
			scans[tab] = s
		}
		_, err = io.Copy(io.Discard, counted)
		rc.Close()
		if left -= counted.n; left < 0 {
			return fail(kindBomb, "limit", size(limit))
		}
		if err != nil {
			return fail(kindDamaged)
		}
	}
	return scans, nil
}

// counter counts what is read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// tabRows reads one tab row by row up to the last with something in it. Blank
// rows are cheap and common (a format on a whole column): a sheet may claim a
// million of them.
func (r *reader) tabRows(book *xlsx, tab, file string) (raw []rawRow, problem *metamodel.Problem) {
	fail := func(row int, k metamodel.Kind, params ...any) ([]rawRow, *metamodel.Problem) {
		p := placed(file, row, "", k, params...)
		return nil, &p
	}
	defer func() {
		if v := recover(); v != nil {
			raw, problem = fail(0, kindDamaged)
		}
	}()
	s := book.scans[tab]
	var syntax *xml.SyntaxError
	switch {
	case s == nil:
		return fail(0, kindDamaged)
	case errors.As(s.wrong, &syntax):
		return fail(0, kindXML, "line", syntax.Line)
	case errors.Is(s.wrong, errMerged):
		return fail(0, kindTooMany, "what", metamodel.ZhEn("合并区域", "merged areas"), "limit", mostMerged)
	case s.wrong != nil:
		return fail(0, kindDamaged)
	case s.widest.column > maxColumns: // a row as wide costs as much as it claims
		return fail(s.widest.row, kindTooMany, "what", metamodel.ZhEn("列", "columns"), "limit", maxColumns)
	}
	rows, err := book.Rows(tab)
	if err != nil {
		return fail(0, kindDamaged)
	}
	defer rows.Close()
	for n := 1; n <= s.last && rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return fail(n, kindDamaged)
		}
		for len(cells) > 0 && clean(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if !r.count(len(cells)) {
			return fail(n, kindTooMany, "what", metamodel.ZhEn("单元格", "cells"), "limit", maxCells)
		}
		if len(cells) > 0 {
			raw = append(raw, rawRow{n, cells})
		}
	}
	switch err := rows.Error(); {
	case errors.Is(err, excelize.ErrMaxRows):
		return fail(0, kindTooMany, "what", metamodel.ZhEn("行", "rows"), "limit", excelize.TotalRows)
	case err != nil:
		return fail(0, kindDamaged)
	}
	if !r.unmerge(s.merged, raw) {
		return fail(0, kindTooMany, "what", metamodel.ZhEn("合并的单元格", "merged cells"), "limit", maxCells)
	}
	r.formulas(s.formulas, file, raw)
	return raw, nil
}

// unmerge repeats the value of merged cells: bureaus merge the matter's code
// down all of its rows. It reports whether they were not too many.
func (r *reader) unmerge(merged []area, raw []rawRow) bool {
	for _, m := range merged {
		first := sort.Search(len(raw), func(i int) bool { return raw[i].number >= m.from.row })
		value := ""
		if first < len(raw) && raw[first].number == m.from.row && m.from.column <= len(raw[first].cells) {
			value = raw[first].cells[m.from.column-1]
		}
		for i := first; i < len(raw) && raw[i].number <= m.to.row; i++ {
			for c := m.from.column; c <= m.to.column && c <= len(raw[0].cells); c++ {
				if !r.count(1) {
					return false
				}
				for len(raw[i].cells) < c {
					raw[i].cells = append(raw[i].cells, "")
				}
				raw[i].cells[c-1] = value
			}
		}
	}
	return true
}

// formulas reports cells that are computed: their stored result is read, and
// nothing is ever evaluated here.
func (r *reader) formulas(at map[position]bool, file string, raw []rawRow) {
	if len(raw) == 0 || len(at) == 0 {
		return
	}
	if len(at) > mostFormulas {
		r.report(placed(file, 0, "", kindManyFormula))
		return
	}
	header := raw[0].cells
	for _, row := range raw {
		for c := range min(max(len(row.cells), len(header)), maxColumns) {
			if !at[position{row.number, c + 1}] {
				continue
			}
			column, value := "", ""
			if c < len(header) {
				column = clean(header[c])
			}
			if column == "" {
				column, _ = excelize.ColumnNumberToName(c + 1) // within maxColumns always is
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

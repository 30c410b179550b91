package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// readCSV reads one file: UTF-8 with or without a byte order mark, UTF-16 with
// one, or GB18030; separated by commas, semicolons or tabs.
func (r *reader) readCSV(l layout, path, file string) {
	before := len(r.problems)
	defer func() {
		if r.problems[before:].Failed() {
			r.spoil(l)
		}
	}()
	f, err := os.Open(path)
	if err != nil {
		r.report(placed(file, 0, "", kindUnreadable, "cause", catalog.Reason(err)))
		return
	}
	defer f.Close()
	// Stat first: a file of 100 MB is refused without being read.
	if info, err := f.Stat(); err == nil && info.Size() > maxFileBytes {
		r.report(placed(file, 0, "", kindTooLarge, "size", size(info.Size()), "limit", size(maxFileBytes)))
		return
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		r.report(placed(file, 0, "", kindUnreadable, "cause", catalog.Reason(err)))
		return
	}
	if len(data) > maxFileBytes {
		r.report(placed(file, 0, "", kindTooLarge, "size", size(int64(len(data))), "limit", size(maxFileBytes)))
		return
	}
	data, gb, ok := decode(data)
	if !ok {
		r.report(placed(file, 0, "", kindEncoding))
		return
	}
	if gb {
		r.report(placed(file, 0, "", kindGB))
	}
	raw, p := r.records(file, data)
	if p != nil {
		r.report(*p)
		return
	}
	r.accept(l, file, raw)
}

// decode gives UTF-8 without a byte order mark.
func decode(data []byte) (out []byte, gb, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
		return data, false, utf8.Valid(data)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return out, false, err == nil
	case utf8.Valid(data):
		return data, false, true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, true, false
	}
	return out, true, true
}

// records reads the lines and numbers them as a spreadsheet would: a blank
// line counts, a line break inside quotes does not.
func (r *reader) records(file string, data []byte) ([]rawRow, *metamodel.Problem) {
	cr := csv.NewReader(bytes.NewReader(data))
	cr.FieldsPerRecord = -1
	cr.Comma = separator(data)
	var (
		raw    []rawRow
		number int
		next   = 1 // the line of the text after the last record
		offset int64
	)
	for {
		rec, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			row := 0
			var pe *csv.ParseError
			if errors.As(err, &pe) {
				row = number + 1 + pe.StartLine - next
			}
			p := placed(file, row, "", kindCSV)
			return nil, &p
		}
		line, _ := cr.FieldPos(0)
		number += 1 + line - next
		end := cr.InputOffset()
		next += bytes.Count(data[offset:end], []byte("\n"))
		offset = end
		if blank(rec) {
			continue
		}
		if len(rec) > maxColumns {
			p := placed(file, number, "", kindTooMany, "what", metamodel.ZhEn("列", "columns"), "limit", maxColumns)
			return nil, &p
		}
		if !r.count(len(rec)) {
			p := placed(file, number, "", kindTooMany, "what", metamodel.ZhEn("单元格", "cells"), "limit", maxCells)
			return nil, &p
		}
		raw = append(raw, rawRow{number, rec})
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if clean(c) != "" {
			return false
		}
	}
	return true
}

// separator looks at the header line for the commonest separator.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte("\n"))
	best, count := ',', strings.Count(string(line), ",")
	for _, c := range []rune{'\t', ';'} {
		if n := strings.Count(string(line), string(c)); n > count {
			best, count = c, n
		}
	}
	return best
}

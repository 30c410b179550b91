package sheets

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestCSVFilesAreReadInWhateverEncodingTheyCame(t *testing.T) {
	t.Parallel()
	utf16, gb := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), simplifiedchinese.GB18030.NewEncoder()
	for name, encode := range map[string]func([]byte) ([]byte, error){
		"UTF-8":                     func(b []byte) ([]byte, error) { return b, nil },
		"UTF-8 with BOM":            func(b []byte) ([]byte, error) { return append([]byte("\xef\xbb\xbf"), b...), nil },
		"UTF-16":                    func(b []byte) ([]byte, error) { return utf16.Bytes(b) },
		"GB18030":                   func(b []byte) ([]byte, error) { return gb.Bytes(b) },
		"UTF-8 with tabs":           func(b []byte) ([]byte, error) { return bytes.ReplaceAll(b, []byte(","), []byte("\t")), nil },
		"UTF-8 with Windows breaks": func(b []byte) ([]byte, error) { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")), nil },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "book")
			if err := os.CopyFS(dir, os.DirFS(teahouse)); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(filepath.Join(dir, "steps.csv"))
			if err != nil {
				t.Fatal(err)
			}
			if data, err = encode(data); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "steps.csv"), data, 0o644); err != nil {
				t.Fatal(err)
			}
			book, ps := Read(dir)
			if book == nil {
				t.Fatal(ps.Error())
			}
			rows := book.Sheets[Steps].Rows
			if len(rows) != 6 || rows[0].Cell("去向") != "通过→核准；补正→待补正；不予受理→终止" || rows[5].Number != 7 {
				t.Errorf("read %d rows, the first %v", len(rows), rows[0].cells)
			}
			if want := name == "GB18030"; want != (len(ps) == 1) {
				t.Errorf("problems: %v", ps)
			}
		})
	}
}

func TestColumnsMayComeInAnyOrder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "book")
	if err := os.CopyFS(dir, os.DirFS(teahouse)); err != nil {
		t.Fatal(err)
	}
	// Full-width brackets, another order, one column less and one more.
	sheet := "说明文字,去向,时限（工作日）,环节,角色,序号,事项编码\n甲,通过→办结,1,受理,窗口人员,1,A1\n乙,,1,办结,窗口人员,2,A1\n丙,通过->办结;补正->待补正,1,受理,窗口人员,1,Ａ２\n,,1,办结,窗口人员,2,A2\n"
	if err := os.WriteFile(filepath.Join(dir, "steps.csv"), []byte(sheet), 0o644); err != nil {
		t.Fatal(err)
	}
	r := Import(mustBook(t, dir), nil, Options{Releases: china(t)})
	if !r.Written() || len(r.Problems) != 1 || r.Problems[0].Code != kindExtraColumn.Code {
		t.Fatal(r.Report.Terminal("en"))
	}
	if w := r.Pack.Workflows["A2"]; len(w.States[0].On) != 2 || w.States[0].On[1].Target != "accept.correct" {
		t.Errorf("A2's first state is %+v", w.States[0])
	}
}

// What a refusal costs is told by the memory it asks for, which no other work
// on the machine changes. Not parallel: the counter is the process's.
func TestFilesThatAreNoSheetsAreRefusedAtLittleCost(t *testing.T) {
	good := restaurantWorkbook(t, false)
	cases := []struct {
		name string
		file string
		body func(t *testing.T) []byte
		code string
	}{
		{"a text file", "a.xlsx", func(*testing.T) []byte { return []byte("not a workbook") }, kindNotSheets.Code},
		{"an empty file", "a.xlsx", func(*testing.T) []byte { return nil }, kindNotSheets.Code},
		{"an old .xls or a password", "a.xlsx", func(*testing.T) []byte {
			return append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...)
		}, kindOldFormat.Code},
		{"a zip file that is no workbook", "a.xlsx", func(t *testing.T) []byte { return zipped(t, map[string][]byte{"hello.txt": []byte("hello")}) }, kindNotExcel.Code},
		{"a truncated workbook", "a.xlsx", func(*testing.T) []byte { return good[:len(good)/2] }, kindDamaged.Code},
		{"macros", "a.xlsm", func(t *testing.T) []byte {
			return withPart(t, good, "xl/vbaProject.bin", []byte("macro"))
		}, kindMacros.Code},
		{"thousands of parts", "a.xlsx", func(t *testing.T) []byte {
			parts := map[string][]byte{}
			for i := range maxParts + 1 {
				parts[fmt.Sprintf("xl/p%d.xml", i)] = nil
			}
			return zipped(t, parts)
		}, kindTooMany.Code},
		{"a bomb of zeros", "a.xlsx", func(t *testing.T) []byte {
			return withPart(t, good, "xl/worksheets/sheet99.xml", make([]byte, maxUnpackedBytes+1))
		}, kindBomb.Code},
		{"a bomb that lies about its size", "a.xlsx", func(t *testing.T) []byte { return lyingBomb(t, 256<<20) }, ""},
		{"a sheet with a bomb of cells", "a.xlsx", func(t *testing.T) []byte {
			var b strings.Builder
			b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
			for i := 1; i < 30_000; i++ {
				fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>%d</t></is></c><c r="CV%d" t="inlineStr"><is><t>x</t></is></c></row>`, i, i, i, i)
			}
			b.WriteString(`</sheetData></worksheet>`)
			return withPart(t, good, "xl/worksheets/sheet2.xml", []byte(b.String()))
		}, kindTooMany.Code},
		{"a cell in the farthest column", "a.xlsx", func(t *testing.T) []byte {
			return withPart(t, good, "xl/worksheets/sheet2.xml", []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`))
		}, kindTooMany.Code},
		{"entities that multiply", "a.xlsx", func(t *testing.T) []byte {
			return withPart(t, good, "xl/worksheets/sheet2.xml", []byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`))
		}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(path, c.body(t), 0o644); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			book, ps := Read(path)
			runtime.ReadMemStats(&after)
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
				t.Errorf("it took %d MB to refuse", used)
			}
			if book != nil || !ps.Failed() {
				t.Fatal("it was read")
			}
			if c.code != "" && !hasCode(ps, c.code) {
				t.Errorf("problems are %s, want %s", ps.Error(), c.code)
			}
			if a, ps := ReadAnswers(path); a != nil && c.name != "a sheet with a bomb of cells" {
				t.Errorf("it was read as answers: %v", ps)
			}
		})
	}
}

// Nobody could read a terabyte while this test runs.
func TestAFileOfATerabyteIsRefusedWithoutReadingIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"steps.csv", "big.xlsx", "big.json"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(1 << 40); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "big.xlsx")} {
		if book, ps := Read(path); book != nil || !hasCode(ps, kindTooLarge.Code) {
			t.Errorf("%s: %v", filepath.Base(path), ps)
		}
	}
	for _, name := range []string{"big.xlsx", "big.json"} {
		if a, ps := ReadAnswers(filepath.Join(dir, name)); a != nil || !hasCode(ps, kindTooLarge.Code) {
			t.Errorf("%s: %v", name, ps)
		}
	}
}

func TestFormulasAreReadByTheirResultAndNeverRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, stored string
		code         string
	}{
		{"with the result Excel stored", "<v>15</v>", kindFormula.Code},
		{"without a result", "", kindFormulaVoid.Code},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			good := restaurantWorkbook(t, true)
			f, err := excelize.OpenReader(bytes.NewReader(good))
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellFormula("事项", "G2", "=1+WEBSERVICE(\"http://example.invalid/\")"); err != nil {
				t.Fatal(err)
			}
			buf, err := f.WriteToBuffer()
			if err != nil {
				t.Fatal(err)
			}
			part := "xl/worksheets/sheet4.xml" // the third sheet of ours, after the deleted first
			cell := regexp.MustCompile(`<c r="G2"[^>]*>.*?</c>`)
			xml := partOf(t, buf.Bytes(), part)
			if !cell.Match(xml) {
				t.Fatalf("no formula in %s", part)
			}
			xml = cell.ReplaceAll(xml, []byte(`<c r="G2"><f>1+WEBSERVICE("http://example.invalid/")</f>`+c.stored+`</c>`))
			path := filepath.Join(t.TempDir(), "a.xlsx")
			if err := os.WriteFile(path, withPart(t, buf.Bytes(), part, xml), 0o644); err != nil {
				t.Fatal(err)
			}
			book, ps := Read(path)
			if len(ps) != 1 || ps[0].Code != c.code || ps[0].Path != "2/法定时限(工作日)" {
				t.Fatal(ps.Error())
			}
			if (book != nil) != (c.stored != "") || book != nil && book.Sheets[Matters].Rows[0].Cell("法定时限(工作日)") != "15" {
				t.Errorf("the book is %v", book)
			}
		})
	}
}

func partOf(t *testing.T, book []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	rc, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	body, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestMergedCellsCountForEveryRow(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(restaurantWorkbook(t, true)))
	if err != nil {
		t.Fatal(err)
	}
	for row := 3; row <= 4; row++ {
		if err := f.SetCellStr("环节", fmt.Sprintf("A%d", row), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("环节", "A2", "A4"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "open-a-restaurant.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	r := Import(mustBook(t, path), mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	samePack(t, restaurantPack, r.Files)
}

// Bytes of a good workbook are changed at random: whatever comes of it, the
// process lives and says what it could not read.
func TestADamagedWorkbookNeverEndsTheProcess(t *testing.T) {
	t.Parallel()
	good := restaurantWorkbook(t, false)
	rnd := rand.New(rand.NewPCG(1, 2))
	path := filepath.Join(t.TempDir(), "a.xlsx")
	refused := 0
	for range 80 {
		bad := bytes.Clone(good)
		for range 1 + rnd.IntN(8) {
			bad[rnd.IntN(len(bad))] = byte(rnd.IntN(256))
		}
		if err := os.WriteFile(path, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		book, ps := Read(path)
		switch {
		case book == nil && !ps.Failed():
			t.Fatal("refused without a reason")
		case book == nil:
			refused++
		default:
			Import(book, nil, Options{})
		}
	}
	if refused == 0 {
		t.Error("no damage was noticed")
	}
}

// Cells of the good sheets are swapped, cut and doubled at random.
func TestScrambledCellsNeverEndTheProcess(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"", "DE00001", "@", "M01", "→", "；", "== ", ">= 3", "'", "(", "true", "Q2", "经办人", "1..50", "^(", "\n", "\ufeff", "&&", "!", "-", "9999999999999999999999", "in ['1']", "待补正", "CL_REGION", "an..50"}
	releases := china(t)
	for range 40 {
		book := mustBook(t, restaurant)
		for range 1 + rnd.IntN(40) {
			s := book.Sheets[layouts[rnd.IntN(len(layouts))].sheet]
			if s == nil { // of calendars, which the restaurant does without
				continue
			}
			row := s.Rows[rnd.IntN(len(s.Rows))]
			l, _ := layoutNamed(s.Name)
			c := l.columns[rnd.IntN(len(l.columns))].name
			switch rnd.IntN(4) {
			case 0:
				row.cells[c] = pieces[rnd.IntN(len(pieces))]
			case 1:
				row.cells[c] += pieces[rnd.IntN(len(pieces))]
			case 2:
				row.cells[c] = row.cells[l.columns[rnd.IntN(len(l.columns))].name]
			case 3:
				if r := []rune(row.cells[c]); len(r) > 0 {
					row.cells[c] = string(r[:rnd.IntN(len(r))])
				}
			}
		}
		r := Import(book, mustAnswers(t, restaurantAnswers+".json"), Options{Releases: releases})
		if !r.Written() && !r.Problems.Failed() && r.Report.Open == 0 {
			t.Fatal("nothing was written and nobody knows why")
		}
		r.Report.Terminal("zh")
	}
}

func zipped(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withPart is a workbook with one part added or replaced.
func withPart(t *testing.T, book []byte, name string, body []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(rc); err != nil {
			t.Fatal(err)
		}
	}
	parts[name] = body
	return zipped(t, parts)
}

// lyingBomb is a zip file with one part that says it is small and unpacks to size bytes.
func lyingBomb(t *testing.T, size int64) []byte {
	t.Helper()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	sum, zeros := crc32.NewIEEE(), make([]byte, 1<<20)
	for n := int64(0); n < size; n += int64(len(zeros)) {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
		sum.Write(zeros)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: 1000}
	raw, err := z.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b.Bytes(), binary.LittleEndian.AppendUint32(nil, 1000)) {
		t.Fatal("the bomb does not lie")
	}
	return b.Bytes()
}

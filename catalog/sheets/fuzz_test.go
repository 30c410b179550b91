package sheets

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// Whatever bytes a CSV file has, it is read as text in rows that count upwards, or refused.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"编号,名称\nA,b\n", "\xef\xbb\xbfa;b\n1;2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "\xb1\xe0\xba\xc5,\xc3\xfb\n", "a\tb\n\n\"x\ny\"\tz\n", "\"a\n", "a\"b,c\n", "\r\n\r\na,b\r\n", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _, ok := decode(data)
		if !ok {
			return
		}
		r := &reader{book: &Book{Sheets: map[string]*Sheet{}}, broken: map[string]bool{}}
		raw, p := r.records("x.csv", text)
		if p != nil {
			if raw != nil || p.Severity != metamodel.Error {
				t.Fatalf("rows and a problem: %v", p)
			}
			return
		}
		last, lines := 0, 1+bytes.Count(text, []byte("\n"))
		for _, row := range raw {
			if row.number <= last || row.number > lines {
				t.Fatalf("row %d after %d, of %d lines", row.number, last, lines)
			}
			last = row.number
			for _, cell := range row.cells {
				if !utf8.ValidString(cell) && utf8.Valid(text) {
					t.Fatalf("cell %q", cell)
				}
			}
		}
		for _, l := range layouts {
			r := &reader{book: &Book{Sheets: map[string]*Sheet{}}, broken: map[string]bool{}}
			r.accept(l, "x.csv", raw)
			if r.book.Sheets[l.sheet] == nil && !r.problems.Failed() {
				t.Fatalf("%s: no sheet and no problem", l.sheet)
			}
		}
	})
}

// Whatever stands in one sheet of an otherwise good book, it becomes a pack or
// problems, the same both times; a pack that is written compiles.
func FuzzSheets(f *testing.F) {
	good := map[string][]byte{}
	var names []string
	for _, l := range layouts {
		data, err := os.ReadFile(filepath.Join(teahouse, l.sheet+".csv"))
		if err != nil {
			f.Fatal(err)
		}
		good[l.sheet] = data
		names = append(names, l.sheet)
		f.Add(len(names)-1, data)
		f.Add(len(names)-1, bytes.ReplaceAll(data, []byte(","), []byte(",x")))
		f.Add(len(names)-1, bytes.ReplaceAll(data, []byte("=="), []byte(">")))
	}
	book := func(i int, data []byte) *Book {
		r := &reader{book: &Book{Name: "book", Sheets: map[string]*Sheet{}}, broken: map[string]bool{}}
		for k, l := range layouts {
			b := good[l.sheet]
			if k == i {
				b = data
			}
			raw, p := r.records(l.sheet+".csv", b)
			if p != nil {
				return nil
			}
			r.accept(l, l.sheet+".csv", raw)
		}
		if r.problems.Failed() {
			return nil
		}
		r.book.notes = r.problems
		return r.book
	}
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		if len(data) > 20_000 || !utf8.Valid(data) {
			return
		}
		i = (i%len(names) + len(names)) % len(names)
		b := book(i, data)
		if b == nil {
			return
		}
		r := Import(b, nil, Options{})
		if !r.Written() {
			if !r.Problems.Failed() && len(r.Report.Decisions) == 0 && len(r.Report.Translations) == 0 {
				t.Fatal("no pack, no problem, nothing to decide")
			}
			return
		}
		again := Import(book(i, data), nil, Options{})
		for name, was := range r.Files {
			if !bytes.Equal(again.Files[name], was) {
				t.Fatalf("%s differs", name)
			}
		}
	})
}

// A rule as a bureau writes it becomes CEL that compiles, a problem, or words
// for a person to decide on.
func FuzzRule(f *testing.F) {
	for _, s := range []string{"DE00204@经营场所 == '1'", "DE00203@经营场所 ≥ 300 且 非 DE00603", "Q2 > 5 或 Q1 in ['1','2']", "DE00302@申请主体 包含 '01'", "((((", "-1 < DE00208@经营场所", "'a", "@", "非非非Q1", "经营面积较大的", "DE00106@申请主体 >= '2026-05-01'"} {
		f.Add(s)
	}
	im := &importer{pack: Import(mustBook(f, restaurant), mustAnswers(f, restaurantAnswers+".json"), Options{Releases: china(f)}).Pack}
	im.subjects, im.subjectsByID = map[string]*metamodel.Subject{}, im.pack.Subjects
	for _, s := range im.pack.Subjects {
		im.subjects[s.Name["zh"]] = s
		if s.ID == metamodel.FilingSubject {
			im.subjects[filingName] = s
		}
	}
	m := &matter{def: im.pack.Matters["M01"]}
	for subject, elements := range map[string]string{"申请主体": "DE00101 DE00103 DE00106", "经营场所": "DE00203 DE00204 DE00208", "办件": "DE00601 DE00603"} {
		for _, e := range strings.Fields(elements) {
			m.fields = append(m.fields, &field{subject: im.subjects[subject], element: im.pack.Elements[e]})
		}
	}
	row := &Row{Number: 5, sheet: &Sheet{File: "form_fields.csv"}}
	f.Fuzz(func(t *testing.T, text string) {
		for name, s := range map[string]scope{"form": im.formScope(m, row, "显示条件"), "guide": im.guideScope(im.pack.Themes["T01"], row)} {
			cel, words, p := translate(text, s)
			if words && (cel != "" || p != nil) || p != nil && cel != "" || !words && p == nil && cel == "" {
				t.Fatalf("%s: %q is %q, words %t, %v", name, text, cel, words, p)
			}
			if cel == "" {
				continue
			}
			ps := im.compileOverForm(m, cel)
			if name == "guide" {
				ps = im.compileOverGuide(im.pack.Themes["T01"], cel)
			}
			if ps.Failed() {
				t.Fatalf("%s: %q became %q: %v", name, text, cel, ps)
			}
		}
	})
}

// Answers come as a workbook or as JSON: read or refused, and what was read is
// written as JSON that reads the same.
func FuzzDecisions(f *testing.F) {
	for _, file := range []string{restaurantAnswers + ".json", filepath.Join("testdata", "bad", "answers.txt")} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{`{}`, `{"a":"b"}`, `{"decisions":[{"id":"a","answer":"b"},{"id":"a","answer":"c"}]}`, `{"decisions":null,"translations":[]}`, `[]`, "\xef\xbb\xbf{}", `{"a":1}`, "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, ps := answersFromWorkbook("x.xlsx", data); (a == nil) != ps.Failed() {
			t.Fatalf("answers and errors, or neither: %v", ps)
		}
		a, ps := answersFromJSON("x.json", data)
		if (a == nil) != ps.Failed() {
			t.Fatalf("answers and errors, or neither: %v", ps)
		}
		if a == nil {
			return
		}
		again, ps := answersFromJSON("x.json", a.JSON())
		if ps.Failed() || !bytes.Equal(again.JSON(), a.JSON()) {
			t.Fatalf("%s became %s: %v", data, a.JSON(), ps)
		}
	})
}

// No file upsets the reading of workbooks.
func FuzzWorkbook(f *testing.F) {
	f.Add(zipped(f, map[string][]byte{"[Content_Types].xml": []byte(`<Types/>`), "xl/workbook.xml": []byte(`<workbook><sheets><sheet name="themes" sheetId="1"/></sheets></workbook>`)}))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xcf\x11\xe0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tabs, ps := TabsOf("x.xlsx", data, func(string) bool { return true })
		if tabs != nil && ps.Failed() {
			t.Fatalf("tabs and errors: %v", ps)
		}
		for _, tab := range tabs {
			last := 0
			for _, l := range tab.Lines {
				if l.Number <= last || len(l.Cells) > maxColumns {
					t.Fatalf("row %d after %d with %d cells", l.Number, last, len(l.Cells))
				}
				last = l.Number
			}
		}
	})
}

package xlsform

import (
	"strings"
	"testing"
)

// No expression upsets the parser or the translator; what is translated has
// text, what is not has a reason in both languages.
func FuzzExpression(f *testing.F) {
	for _, s := range []string{"${n} > 5 and not(selected(${many}, 'apple'))", "if(${n} mod 2 = 0, concat('a', ${t}), '')", ". >= 0 and . <= count(${child})", "../../x[1]/@y", "jr:choice-name(${one}, '${one}')",
		"round(${d} div .5, 2) != -3", "format-date(today(), '%Y-%m-%d')", "coalesce(${t}, \"“\")", "((((", "${", "a-b - -1", "selected-at(${many}, 0) = ‘x’", "sum(${cage}) + max(${weight})"} {
		f.Add(s)
	}
	im := newImporter(mustBook(f, "asked", asked), Options{})
	im.read()
	f.Fuzz(func(t *testing.T, source string) {
		for _, at := range []string{"n", "cage", "tname"} {
			it := im.byName[at][0]
			tr := &translator{im: im, at: it, self: it, option: im.lists["fruit"], row: it.row, column: "relevant"}
			im.problems = nil
			c, v := tr.condition(source), tr.calculation(source)
			for _, out := range []translated{c, v} {
				if out.reason != nil && (out.reason["zh"] == "" || out.reason["en"] == "") {
					t.Errorf("%q: %v", source, out.reason)
				}
			}
			if c.reason == nil && (c.cond.holds.cel == "" || c.cond.total.cel == "" || c.cond.fails.cel == "") || v.reason == nil && v.value.cel == "" {
				t.Errorf("%q becomes nothing", source)
			}
		}
	})
}

// No survey upsets the import, and what it writes compiles.
func FuzzSurvey(f *testing.F) {
	for _, file := range []string{"testdata/good/clinic.txt", "testdata/bad/structure.txt", "testdata/bad/expressions.txt", "testdata/bad/notes.txt", "testdata/bad/choices.txt"} {
		f.Add(mustRead(f, file))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.HasPrefix(text, "-- survey --\n") || len(text) > 20_000 {
			return
		}
		b := bookIfAny(text)
		if b == nil {
			return
		}
		r := Import(b, Options{AcceptUntranslated: true})
		if r.Written() {
			if _, ps := compilePack(r); ps.Failed() {
				t.Fatal(ps)
			}
		}
	})
}

// No file upsets the reading.
func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, mustRead(f, "testdata/bad/notes.txt")))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if b, ps := ReadBytes("x.xlsx", data); b == nil && !ps.Failed() {
			t.Error("no book and no problem")
		} else if b != nil {
			Import(b, Options{})
		}
	})
}

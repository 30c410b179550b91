package sheets

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// -update writes the built-in pack and the workbook of answers anew.
var update = flag.Bool("update", false, "write the pack and the answers again")

const (
	restaurant        = "testdata/open-a-restaurant"
	restaurantAnswers = "testdata/open-a-restaurant-answers"
	restaurantPack    = "../packs/open-a-restaurant"
)

func TestTheRestaurantSheetsBecomeTheBuiltInPack(t *testing.T) {
	t.Parallel()
	answers := mustAnswers(t, restaurantAnswers+".json")
	r := Import(mustBook(t, restaurant), answers, Options{Releases: china(t)})
	if !r.Written() || r.Report.Untranslated > 0 || r.Report.Open > 0 {
		t.Fatalf("the pack is not finished:\n%s", r.Report.Terminal("en"))
	}
	if *update {
		writePack(t, restaurantPack, r.Files)
		body, err := r.Report.Workbook("zh")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(restaurantAnswers+".xlsx", body, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(restaurantAnswers+".json", answers.JSON(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	samePack(t, restaurantPack, r.Files)
}

func TestAWorkbookOfTheSameSheetsGivesTheSamePack(t *testing.T) {
	t.Parallel()
	for _, names := range []string{"the CSV files' names", "Chinese names"} {
		t.Run(names, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "open-a-restaurant.xlsx")
			if err := os.WriteFile(path, restaurantWorkbook(t, names == "Chinese names"), 0o644); err != nil {
				t.Fatal(err)
			}
			r := Import(mustBook(t, path), mustAnswers(t, restaurantAnswers+".xlsx"), Options{Releases: china(t)})
			if !r.Written() {
				t.Fatal(r.Report.Terminal("en"))
			}
			samePack(t, restaurantPack, r.Files)
		})
	}
}

func TestTheAnswersAreTheSameInBothFiles(t *testing.T) {
	t.Parallel()
	fromJSON, fromWorkbook := mustAnswers(t, restaurantAnswers+".json"), mustAnswers(t, restaurantAnswers+".xlsx")
	if a, b := string(fromJSON.JSON()), string(fromWorkbook.JSON()); a != b {
		t.Fatalf("the workbook's answers differ:\n%s\nwant\n%s", b, a)
	}
}

func TestTheBuiltInPacksCompileAndAreWhollyInEnglish(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{restaurantPack, newbornPack} {
		p, ps := catalog.Read(os.DirFS(dir))
		if len(ps) > 0 {
			t.Fatal(ps.Error())
		}
		release, ps := catalog.CompilePack(p, china(t)...)
		for _, problem := range ps {
			if problem.Severity != metamodel.Warning || problem.Code == catalog.MissingText.Code {
				t.Errorf("%s %s: %s", problem.File, problem.Path, problem.In("en"))
			}
		}
		if release == nil || len(release.ThemeIDs()) != 1 {
			t.Fatalf("%s: no theme was compiled", dir)
		}
	}
}

func TestTheReportSaysEveryProblemOnce(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, restaurant), mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)})
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.File+" "+p.Path+" "+p.Code)
	}
	same(t, "problems", got, []string{
		"matters.csv 4/承诺时限(工作日) sheets.steps-over-promised", "matters.csv 6/承诺时限(工作日) sheets.steps-over-promised",
		"form_fields.csv 24/数据元 sheets.format-unchecked", "form_fields.csv 51/数据元 sheets.format-unchecked",
	})
}

func TestWithoutAnswersOnlyWhatAPersonMustDecideIsOpen(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, restaurant), nil, Options{Releases: china(t)})
	if r.Written() || r.Problems.Failed() {
		t.Fatalf("written %v with\n%s", r.Written(), r.Report.Terminal("en"))
	}
	var open, yields []string
	for _, d := range r.Report.Decisions {
		switch {
		case d.Status == Open:
			open = append(open, d.ID)
		case d.Kind == DecideYield:
			yields = append(yields, d.ID+"="+d.Suggestion)
		}
	}
	same(t, "open decisions", open, []string{"element:M02:经营场所@经营场所", "condition:经办人 不是 法定代表人"})
	same(t, "proposed yields", yields, []string{"yield:M01:DE00102@申请主体=是", "yield:M01:DE00106@申请主体=是"})

	address := r.Report.Decisions[0]
	var candidates []string
	for _, c := range address.Candidates {
		candidates = append(candidates, c.Answer)
	}
	same(t, "candidates for 经营场所", candidates, []string{"DE00202", "DE00203"})
	if len(r.Report.Decisions[1].Places) != 3 || r.Report.Decisions[1].Suggestion != "agent.DE00005 != legalRep.DE00005" {
		t.Errorf("the condition's decision is %+v", r.Report.Decisions[1])
	}
	var matched []string
	for _, m := range r.Report.Matches {
		if m.Score < catalog.ClearScore || m.Reason["zh"] == "" || m.Reason["en"] == "" {
			t.Errorf("a match without a good score and reason: %+v", m)
		}
		matched = append(matched, m.Matter+" "+m.Label+" "+m.Element)
	}
	same(t, "matches", matched, []string{"M02 经营者名称 DE00101", "M02 经办人 DE00001", "M02 证件号码 DE00005", "M03 信用代码 DE00102", "M03 建筑面积 DE00203", "M04 商户名称 DE00101"})
}

func TestTheSameSheetsGiveTheSameReport(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 5 {
		r := Import(mustBook(t, restaurant), nil, Options{Releases: china(t)})
		doc, err := json.Marshal(r.Report)
		if err != nil {
			t.Fatal(err)
		}
		doc = append(doc, r.Report.Terminal("zh")...)
		if first == nil {
			first = doc
		} else if !bytes.Equal(first, doc) {
			t.Fatal("two imports of the same sheets differ")
		}
	}
}

// A person opens the report, fills in its answer column and hands it back.
func TestAFilledInReportFinishesTheImport(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		r := Import(mustBook(t, restaurant), nil, Options{Releases: china(t)})
		body, err := r.Report.Workbook(lang)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		tab := map[string]string{"zh": "决定", "en": "Decisions"}[lang]
		for i, answer := range []string{"DE00202", "DE00005@经办人 != DE00005@法定代表人"} { // the sheets' own spelling will do
			cell := []string{"H2", "H3"}[i]
			if err := f.SetCellStr(tab, cell, answer); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "report.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		r = Import(mustBook(t, restaurant), mustAnswers(t, path), Options{Releases: china(t)})
		if !r.Written() || r.Report.Untranslated == 0 {
			t.Fatalf("written %v, %d untranslated\n%s", r.Written(), r.Report.Untranslated, r.Report.Terminal("en"))
		}
		if got := r.Pack.Matters["M02"].Materials[8].When; got != "agent.DE00005 != legalRep.DE00005" {
			t.Errorf("the condition became %q", got)
		}
		if got := r.Pack.Forms["M02"].Properties["premises"].Properties["DE00202"].Label["zh"]; got != "经营场所" {
			t.Errorf("the field became %q", got)
		}
	}
}

func china(t testing.TB) []*catalog.Release {
	t.Helper()
	p, ps := catalog.Read(os.DirFS("../packs/china-calendar"))
	if p == nil {
		t.Fatal(ps.Error())
	}
	r, ps := catalog.CompilePack(p)
	if r == nil {
		t.Fatal(ps.Error())
	}
	return []*catalog.Release{r}
}

func mustBook(t testing.TB, path string) *Book {
	t.Helper()
	b, ps := Read(path)
	if b == nil {
		t.Fatal(ps.Error())
	}
	return b
}

func mustAnswers(t testing.TB, path string) *Answers {
	t.Helper()
	a, ps := ReadAnswers(path)
	if a == nil {
		t.Fatal(ps.Error())
	}
	return a
}

// restaurantWorkbook makes one workbook of the bureau's CSV files.
func restaurantWorkbook(t *testing.T, chinese bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, l := range layouts {
		data, err := os.ReadFile(filepath.Join(restaurant, l.sheet+".csv"))
		if l.apart && os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		data, _, _ = decode(data)
		rows, p := (&reader{}).records(l.sheet, data)
		if p != nil {
			t.Fatal(p.In("en"))
		}
		tab := l.sheet
		if chinese {
			tab = l.titles[0]
		}
		if _, err := f.NewSheet(tab); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for c, v := range row.cells {
				name, err := excelize.CoordinatesToCellName(c+1, row.number)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStr(tab, name, v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samePack(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	committed := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		committed[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	for name := range committed {
		if files[name] == nil {
			t.Errorf("%s is in the pack and not in the import", name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if !bytes.Equal(files[name], committed[name]) {
			t.Errorf("%s differs from the committed pack (go test ./catalog/sheets -update writes it again)", name)
		}
	}
}

func writePack(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, body := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s:\n%s\nwant\n%s", what, g, w)
	}
}

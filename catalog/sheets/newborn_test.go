package sheets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// The second theme: seven matters around a birth. The sheets as the departments
// handed them in contradict each other; the others are what came of it.
const (
	newborn        = "testdata/having-a-baby"
	newbornHanded  = "testdata/having-a-baby-as-handed-in" // the sheets that differ
	newbornAnswers = "testdata/having-a-baby-answers.json"
	newbornPack    = "../packs/having-a-baby"
)

func TestTheNewbornSheetsBecomeTheBuiltInPack(t *testing.T) {
	t.Parallel()
	answers := mustAnswers(t, newbornAnswers)
	r := Import(mustBook(t, newborn), answers, Options{Releases: china(t)})
	if !r.Written() || r.Report.Untranslated > 0 || r.Report.Open > 0 || len(r.Problems) > 0 {
		t.Fatalf("the pack is not finished:\n%s", r.Report.Terminal("en"))
	}
	if *update {
		writePack(t, newbornPack, r.Files)
		if err := os.WriteFile(newbornAnswers, answers.JSON(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	samePack(t, newbornPack, r.Files)
}

// handedIn is the newborn's sheets with some of them as they were handed in.
func handedIn(t *testing.T, sheets ...string) *Book {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "having-a-baby")
	if err := os.CopyFS(dir, os.DirFS(newborn)); err != nil {
		t.Fatal(err)
	}
	for _, sheet := range sheets {
		doc, err := os.ReadFile(filepath.Join(newbornHanded, sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, sheet+".csv"), doc, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return mustBook(t, dir)
}

func TestTwoDepartmentsThatCallAMaterialTheirOwnAreNamedByRow(t *testing.T) {
	t.Parallel()
	r := Import(handedIn(t, "materials"), mustAnswers(t, newbornAnswers), Options{Releases: china(t)})
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.File+" "+p.Path+" "+p.Code)
	}
	if r.Written() {
		t.Error("a pack was written")
	}
	same(t, "problems", got, []string{"materials.csv 21/来源 sheets.material-origin", "materials.csv 30/来源 sheets.material-origin"})
}

// The certificate is handed over at the counter only and the card sent by post
// only; the allowance goes to the employer's account and the subsidy to a
// personal one: with one answer for both nobody could file.
func TestFormsThatContradictEachOtherAreConflictsOfTheMerge(t *testing.T) {
	t.Parallel()
	r := Import(handedIn(t, "form_fields"), mustAnswers(t, newbornAnswers), Options{Releases: china(t)})
	if r.Pack == nil {
		t.Fatal(r.Report.Terminal("en"))
	}
	release, _ := catalog.CompilePack(r.Pack, china(t)...)
	if release == nil {
		t.Fatal("the pack does not compile")
	}
	var got []string
	for _, p := range release.Theme("T02").Conflicts {
		got = append(got, p.Code+" "+p.Path)
		if words := p.In("en"); !strings.Contains(words, "“") {
			t.Errorf("no source is named: %s", words)
		}
	}
	same(t, "conflicts", got, []string{"merge.conflict_const merged/filing/DE00601", "merge.conflict_const merged/shouKuanZhangHu/DE00771"})
}

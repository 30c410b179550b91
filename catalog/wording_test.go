package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func saidOfAll(list []Wording, lang string) string {
	var out []string
	for _, w := range list {
		if s := w.In(lang); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

func TestEachDepartmentsOwnWordsAreKept(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, c := range []struct {
		path  string
		scope map[string]bool
		zh    string
	}{
		{"premises/DE00214", nil, "区生态环境局称为：燃料种类\n区消防救援支队称为：燃气类型"},
		{"premises/DE00214", map[string]bool{"M03": true}, "区消防救援支队称为：燃气类型"}, // of those that apply
		{"premises/DE00209", nil, ""}, // all call it the same
	} {
		if got := saidOfAll(th.Wordings(c.path, c.scope), "zh"); got != c.zh {
			t.Errorf("%s %v: %s", c.path, c.scope, got)
		}
	}
	// What is only longer or shorter says nothing new.
	for _, own := range th.Wordings("foodSafetyManager/DE00001", nil) {
		t.Errorf("%v", own)
	}
	// A repeat has its names, too, and so have the fields in its rows.
	files := tree(t, "testdata/noodles")
	form := string(files["forms/A2.yaml"])
	form = strings.Replace(form, "type: array\n    x-subject: employee", "type: array\n    x-label: {zh: 帮厨, en: Helpers}\n    x-subject: employee", 1)
	files["forms/A2.yaml"] = []byte(strings.Replace(form, "        E01: {$ref: \"element:E01\"}", "        E01: {$ref: \"element:E01\", x-label: {zh: 称呼, en: Called}}", 1))
	files["themes/T1.yaml"] = append(files["themes/T1.yaml"], "layout: {fields: {employee: {label: {zh: 伙计, en: Crew}}, employee/E01: {label: {zh: 姓名, en: Name}}}}\n"...)
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	th = r.Theme("T1")
	if got := saidOfAll(th.Wordings("employee", map[string]bool{"A2": true}), "en"); !strings.HasSuffix(got, " calls it: Helpers") {
		t.Errorf("%q", got)
	}
	if got := saidOfAll(th.Wordings("employee/E01", nil), "zh"); !strings.Contains(got, "称为：称呼") {
		t.Errorf("%q", got)
	}
	// Search finds an element by what a form calls it, after what it is called.
	found := (&Edition{Releases: []*Release{r}}).SearchElements("称呼")
	if len(found) == 0 || found[0].ID != "E01" {
		t.Errorf("%v", found)
	}
	all := (&Edition{Releases: []*Release{r}}).SearchElements("姓名")
	if !slices.ContainsFunc(all, func(e *metamodel.Element) bool { return e.ID == "E01" }) {
		t.Errorf("%v", all)
	}
}

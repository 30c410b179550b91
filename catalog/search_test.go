package catalog

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func mustEdition(t testing.TB) *Edition {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	return &Edition{Releases: []*Release{all["china-calendar"], all["open-a-restaurant"]}}
}

func TestElementsAreFoundByWhateverIsTyped(t *testing.T) {
	t.Parallel()
	e := mustEdition(t)
	for query, want := range map[string]string{
		"DE00203":                 "DE00203",
		"de00203":                 "DE00203",
		"ＤＥ００２０３":                 "DE00203",
		"证件号码":                    "DE00005",
		"公民身份号码":                  "DE00005", // a synonym
		"zhengjianhaoma":          "DE00005", // pinyin
		"zjhm":                    "DE00005", // initials
		"zhengjhm":                "DE00005", // both
		"zhengjianhao":            "DE00005", // unfinished
		"tyshxydm":                "DE00102",
		"Registered capital":      "DE00104",
		"registered cap":          "DE00104",
		"credit code":             "DE00102",
		"shejishijian":            "",
		"设立日期":                    "DE00106",
		"面积 厨房":                   "DE00213", // every term, in any order
		"floor premises":          "DE00203",
		"nothing like it":         "",
		strings.Repeat("z", 9999): "",
	} {
		got := e.SearchElements(query)
		switch {
		case want == "" && len(got) != 0:
			t.Errorf("%.20q: %s", query, got[0].ID)
		case want != "" && len(got) == 0:
			t.Errorf("%.20q: nothing, want %s", query, want)
		case want != "" && got[0].ID != want:
			t.Errorf("%.20q: %s %s first, want %s", query, got[0].ID, got[0].Name, want)
		}
	}
	all := e.SearchElements("  ")
	if len(all) != 60 || all[0].ID != "DE00001" {
		t.Errorf("%d elements without a query", len(all))
	}
}

func TestCodeListsAreFoundByTheirEntriesToo(t *testing.T) {
	t.Parallel()
	e := mustEdition(t)
	for query, want := range map[string]string{"CL_ID_TYPE": "CL_ID_TYPE", "证件类型": "CL_ID_TYPE", "护照": "CL_ID_TYPE", "passport": "CL_ID_TYPE", "zjlx": "CL_ID_TYPE"} {
		if got := e.SearchCodeLists(query); len(got) == 0 || got[0].ID != want {
			t.Errorf("%q: %v", query, got)
		}
	}
	if got := e.SearchCodeLists("没有这样的表"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestWhereUsed(t *testing.T) {
	t.Parallel()
	e := mustEdition(t)
	count := func(kind, id, by string) (n int) {
		for _, u := range e.WhereUsed(Ref{kind, id}) {
			if u.Name["zh"] == "" || u.Path == "" {
				t.Errorf("%s %s: %+v", kind, id, u)
			}
			if u.Kind == by {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		kind, id, by string
		want         int
	}{
		{metamodel.KindElement, "DE00101", metamodel.KindForm, 8},
		{metamodel.KindElement, "DE00102", metamodel.KindForm, 6},
		{metamodel.KindElement, "DE00102", metamodel.KindMatter, 1}, // the registration yields it
		{metamodel.KindElement, "DE00203", metamodel.KindTheme, 1},  // a question of the guide
		{metamodel.KindElement, "DE00003", metamodel.KindForm, 0},
		{metamodel.KindCodeList, "CL_ID_TYPE", metamodel.KindElement, 1},
		{metamodel.KindMaterial, "MT01", metamodel.KindMatter, 7}, // six ask for it, one issues it
		{metamodel.KindMatter, "M01", metamodel.KindMatter, 6},
		{metamodel.KindMatter, "M01", metamodel.KindTheme, 1},
		{metamodel.KindMatter, "M01", metamodel.KindMaterial, 1},
		{metamodel.KindCalendar, "cn", metamodel.KindTheme, 1},
		{metamodel.KindForm, "M01", metamodel.KindMatter, 1},
		{metamodel.KindWorkflow, "M01", metamodel.KindMatter, 1},
		{metamodel.KindSubject, "agent", metamodel.KindForm, 6},
		{metamodel.KindElement, "DE99999", metamodel.KindForm, 0},
	} {
		if got := count(c.kind, c.id, c.by); got != c.want {
			t.Errorf("%s %s is used by %d of kind %s, want %d", c.kind, c.id, got, c.by, c.want)
		}
	}
	uses := e.WhereUsed(Ref{metamodel.KindElement, "DE00203"})
	if uses[0].ID != "M01" || uses[0].Path != "premises/DE00203" || uses[0].Label["zh"] != "使用面积" {
		t.Errorf("%+v", uses[0])
	}
}

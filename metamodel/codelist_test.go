package metamodel_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// divisions is a hierarchy of three levels with n entries at the lowest.
func divisions(n int) *metamodel.CodeList {
	l := &metamodel.CodeList{ID: "CL", Name: metamodel.ZhEn("区划", "Divisions")}
	add := func(code, parent, name string) {
		l.Entries = append(l.Entries, metamodel.Code{Code: code, Parent: parent, Name: metamodel.ZhEn(name, "Place "+code)})
	}
	for i := range n {
		if i%1000 == 0 {
			add(fmt.Sprintf("p%d", i/1000), "", fmt.Sprintf("省%d", i/1000))
		}
		if i%100 == 0 {
			add(fmt.Sprintf("c%d", i/100), fmt.Sprintf("p%d", i/1000), fmt.Sprintf("市%d", i/100))
		}
		add(fmt.Sprintf("d%d", i), fmt.Sprintf("c%d", i/100), fmt.Sprintf("区%d", i))
	}
	return l
}

func TestAHierarchyOfTenThousandCodes(t *testing.T) {
	t.Parallel()
	l := divisions(10_000)
	if ps := l.Check(); len(ps) > 0 {
		t.Fatal(ps)
	}
	var wg sync.WaitGroup
	for range 8 { // the look-ups are made at the first use, whoever comes first
		wg.Go(func() {
			if e, ok := l.Entry("d9999"); !ok || e.Name.In("zh") != "区9999" {
				t.Error("the last entry")
			}
		})
	}
	wg.Wait()
	if _, ok := l.Entry("d10000"); ok {
		t.Error("an entry that is none")
	}
	if got := l.PathName("d1234", "zh"); got != "省1 / 市12 / 区1234" {
		t.Error(got)
	}
	if l.PathName("x", "zh") != "" || l.Level("d1234") != 2 || l.Level("p1") != 0 || l.Level("x") != -1 {
		t.Error("levels")
	}
	if top := l.Children(""); len(top) != 10 || top[3].Code != "p3" {
		t.Error("the top", len(top))
	}
	if kids := l.Children("c12"); len(kids) != 100 || kids[0].Code != "d1200" {
		t.Error("children", len(kids))
	}
	if l.Children("d1") != nil && len(l.Children("d1")) > 0 || l.Children("x") != nil {
		t.Error("there is nothing below a leaf")
	}
	if !l.Hierarchical() || l.Selectable("c12") || !l.Selectable("d1") || l.Selectable("x") {
		t.Error("what may be chosen")
	}
	if got := l.Search("区12", 3); len(got) != 3 || got[0].Code != "d12" || got[1].Code != "d120" {
		t.Error(got)
	}
	if got := l.Search("市", 3); len(got) != 0 {
		t.Error("only what may be chosen is found", got)
	}
	if got := l.Search("PLACE D9999", 3); len(got) != 1 {
		t.Error(got)
	}
	l.Select = "any"
	if !l.Selectable("c12") || len(l.Search("市1", 100)) != 11 {
		t.Error("a list may let every level be chosen")
	}
}

func TestAFlatListHasAllItsEntriesAtTheTop(t *testing.T) {
	t.Parallel()
	l := restaurant(t).lists["CL_DELIVERY"]
	if l.Hierarchical() || len(l.Children("")) != 2 || l.Children("1") != nil || !l.Selectable("2") || l.PathName("2", "en") != "By post" {
		t.Error("flat")
	}
	if e, ok := restaurant(t).lists["CL_DIVISION"].Entry("310104"); !ok || len(restaurant(t).lists["CL_DIVISION"].Search("徐家", 5)) != 1 || e.Parent != "310000" {
		t.Error("a synonym is found")
	}
}

// An index is of the entries it was made of.
func TestALookUpAfterAnEntryIsAdded(t *testing.T) {
	t.Parallel()
	l := divisions(10)
	l.Entry("d1")
	l.Entries = append(l.Entries, metamodel.Code{Code: "new", Parent: "c0", Name: metamodel.Zh("新")})
	if _, ok := l.Entry("new"); !ok {
		t.Error("not found")
	}
}

func TestTooManyCodesAreRefused(t *testing.T) {
	t.Parallel()
	l := &metamodel.CodeList{ID: "CL", Entries: make([]metamodel.Code, metamodel.MaxCodes+1)}
	if ps := l.Check(); len(ps) != 1 || ps[0].Code != "codelist.too_many" || !strings.Contains(ps[0].In("en"), "50000") {
		t.Error(ps)
	}
}

func BenchmarkEntryOfTenThousand(b *testing.B) {
	l := divisions(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := l.Entry("d9999"); !ok {
			b.Fatal("not found")
		}
	}
}

package catalog

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// shanghai is a tree with entries that sound alike.
func shanghai(more int) *metamodel.CodeList {
	l := &metamodel.CodeList{ID: "CL_DIVISION", Name: metamodel.ZhEn("行政区划", "Divisions"), Entries: []metamodel.Code{
		{Code: "310000", Name: metamodel.ZhEn("上海市", "Shanghai")},
		{Code: "310104", Parent: "310000", Name: metamodel.ZhEn("徐汇区", "Xuhui"), Synonyms: []string{"徐家汇"}},
		{Code: "310105", Parent: "310000", Name: metamodel.ZhEn("长宁区", "Changning")},
		{Code: "320000", Name: metamodel.ZhEn("江苏省", "Jiangsu")},
		{Code: "320300", Parent: "320000", Name: metamodel.ZhEn("徐州市", "Xuzhou")},
	}}
	for i := range more {
		l.Entries = append(l.Entries, metamodel.Code{Code: fmt.Sprintf("99%04d", i), Parent: "320000", Name: metamodel.ZhEn(fmt.Sprintf("第%d街道办事处", i), fmt.Sprintf("Subdistrict %d", i))})
	}
	return l
}

func found(codes []metamodel.Code) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Code
	}
	return strings.Join(out, " ")
}

func TestACodeIsFoundAsItIsTyped(t *testing.T) {
	t.Parallel()
	s := NewCodeSearch(shanghai(0))
	for query, want := range map[string]string{
		"徐汇": "310104", "徐家": "310104", "xuhui": "310104", "xhq": "310104", "xu": "310104 320300", "徐": "310104 320300", "310104": "310104", "3101": "310104 310105",
		"上海 徐": "310104", "shanghai xu": "310104", "江苏": "320300", "江苏省": "320300", "上海市": "310104 310105", "没有": "", "": "310104 310105 320300", "CHANG": "310105", "３１０１０５": "310105",
	} {
		if got := found(s.Find(query, 10, nil)); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	if got := found(s.Find("", 2, nil)); got != "310104 310105" {
		t.Error("no more than asked for:", got)
	}
	if got := found(s.Find("徐", 10, func(code string) bool { return code != "310104" })); got != "320300" {
		t.Error("only what is offered:", got)
	}
}

func TestAnEditionSearchesItsCodeLists(t *testing.T) {
	t.Parallel()
	e := &Edition{Releases: []*Release{{Pack: &Pack{CodeLists: map[string]*metamodel.CodeList{"CL_DIVISION": shanghai(2000)}}}}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if codes, ok := e.SearchCodes("CL_DIVISION", "jiedao 1999", 5, nil); !ok || found(codes) != "991999" {
				t.Errorf("%v %v", found(codes), ok)
			}
		})
	}
	wg.Wait()
	if _, ok := e.SearchCodes("CL_NONE", "x", 5, nil); ok {
		t.Error("a list that is none")
	}
}

func BenchmarkSearchTenThousandCodes(b *testing.B) {
	s := NewCodeSearch(shanghai(10_000))
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Find("jiedao 99", 20, nil)) == 0 {
			b.Fatal("nothing found")
		}
	}
}

package catalog

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func BenchmarkRead(b *testing.B) {
	all, err := builtinReleases()
	if err != nil {
		b.Fatal(err)
	}
	files := all["open-a-restaurant"].Pack.Files
	for b.Loop() {
		if _, ps := ReadArchive(files); ps.Failed() {
			b.Fatal(ps)
		}
	}
}

func BenchmarkCompilePack(b *testing.B) {
	all, err := builtinReleases()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ps := CompilePack(all["open-a-restaurant"].Pack, all["china-calendar"]); ps.Failed() {
			b.Fatal(ps)
		}
	}
}

var halfway = Situation{"Q7": false, "Q3": true, "Q2": 320.0}

func BenchmarkGuide(b *testing.B) {
	th := mustRestaurant(b)
	for b.Loop() {
		if st := th.Guide(halfway); st.Next == nil {
			b.Fatal("nothing to ask")
		}
	}
}

func BenchmarkSituation(b *testing.B) {
	th := mustRestaurant(b)
	for b.Loop() {
		if s, ps := th.Situation([]byte(`{"Q3":true,"Q7":false}`), []byte(`{"premises":{"DE00203":320},"applicant":{"DE00103":"9910"}}`)); len(s) != 4 || ps.Failed() {
			b.Fatal(s, ps)
		}
	}
}

func BenchmarkMaterialStates(b *testing.B) {
	th := mustRestaurant(b)
	scope := map[string]bool{}
	for _, m := range th.Matters {
		scope[m.Def.ID] = true
	}
	rec := th.Merged.Check([]byte(`{"premises":{"DE00212":true}}`), metamodel.Context{Scope: scope, Awaited: th.Awaited(scope)})
	for b.Loop() {
		if len(th.MaterialStates(scope, rec)) != 21 {
			b.Fatal("materials are missing")
		}
	}
}

func BenchmarkNeeds(b *testing.B) {
	th := mustRestaurant(b)
	for b.Loop() {
		if n := th.Needs(halfway, nil); len(n.Matters) == 0 {
			b.Fatal("no matters")
		}
	}
}

func BenchmarkSearchElements(b *testing.B) {
	e := mustEdition(b)
	for b.Loop() {
		if len(e.SearchElements("zjhm")) == 0 {
			b.Fatal("nothing found")
		}
	}
}

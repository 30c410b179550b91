package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// The department and the applicant read the same reason why a document is not
// handed in: it speaks to neither of them.
func TestReasonsOfDocumentsFitWhoeverReadsThem(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	releases := map[string]*catalog.Release{}
	seen := map[string]bool{}
	read := func(states []catalog.MaterialState) {
		for _, st := range states {
			words := " " + strings.ToLower(st.Reason.In("en")) + " "
			if strings.Contains(st.Reason.In("zh"), "您") || strings.Contains(words, " you ") || strings.Contains(words, " your ") {
				t.Errorf("%s: %v speaks to the applicant", st.Material.ID, st.Reason)
			}
			if len(st.Reason) > 0 && (st.Reason["zh"] == "" || st.Reason["en"] == "") {
				t.Errorf("%s: %v", st.Material.ID, st.Reason)
			}
			for _, part := range []string{"Comes from the result of", "Made from the answers", "The answers show that it is not needed", "gives it electronically", "Issued electronically", "passed on between departments"} {
				if strings.Contains(st.Reason.In("en"), part) {
					seen[part] = true
				}
			}
		}
	}
	for _, p := range packs {
		var needs []*catalog.Release
		for _, need := range p.Needs {
			name, _, _ := strings.Cut(need, "@")
			needs = append(needs, releases[name])
		}
		rel, ps := catalog.CompilePack(p, needs...)
		if ps.Failed() {
			t.Fatal(ps)
		}
		releases[p.Name] = rel
		at := metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)}
		whole := map[string]bool{}
		for _, id := range rel.Pack.MatterIDs() {
			whole[id] = true
		}
		for _, id := range rel.Pack.MatterIDs() {
			m := rel.Matter(id)
			if m == nil {
				continue
			}
			rec := m.Form.Check([]byte(`{"mother":{"DE00017":"10"}}`), at)
			for _, with := range []map[string]bool{nil, whole} {
				states := materialStates(rel, m, rec, with)
				read(states)
				for _, d := range []Disclosure{"", Withheld} {
					var docs []SourcedAnswer
					for _, st := range states {
						docs = append(docs, SourcedAnswer{Material: st.Material.ID, SourceName: metamodel.ZhEn("数源", "Registry"), Document: &Document{Number: "X1"}, Disclosure: d})
					}
					given := append([]catalog.MaterialState(nil), states...)
					deliveredMaterials(given, docs)
					read(given)
				}
			}
		}
		for _, id := range rel.Pack.ThemeIDs() {
			theme := rel.Theme(id)
			at := at
			at.Scope = whole
			read(theme.MaterialStates(whole, theme.Merged.Check([]byte(`{}`), at)))
		}
	}
	if len(seen) != 6 {
		t.Errorf("only seen: %v", seen)
	}
}

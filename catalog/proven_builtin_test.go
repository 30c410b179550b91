package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// builtinTheme compiles a built-in pack with edits.
func builtinTheme(t *testing.T, pack, theme string, edits ...edit) *Theme {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	p, ps := ReadArchive(laid(t, tree(t, "packs/"+pack), edits...))
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p, all["china-calendar"])
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Theme(theme)
}

func listedAs(t *testing.T, th *Theme, id string, matters ...string) string {
	t.Helper()
	scope := map[string]bool{}
	for _, m := range matters {
		scope[m] = true
	}
	for _, st := range th.MaterialStates(scope, nil) {
		if st.Material.ID == id {
			return listed([]MaterialState{st})
		}
	}
	return ""
}

// Two departments of the restaurant code the right to the premises differently;
// the maternity allowance asks for what the record of the delivery shows.
func TestTheBuiltInThemesHandProofInOnce(t *testing.T) {
	t.Parallel()
	restaurant, newborn := builtinTheme(t, "open-a-restaurant", "T01"), builtinTheme(t, "having-a-baby", "T02")
	for _, x := range []struct {
		theme   *Theme
		id      string
		matters string
		want    string
	}{
		{restaurant, "MT22", "M02 M06", "MT22<MT04"},
		{restaurant, "MT04", "M02 M06", "MT04"},
		{restaurant, "MT22", "M06", "MT22"},
		{newborn, "MT45", "N01 N06", "MT45<MT34"},
		{newborn, "MT45", "N06", "MT45"},
		{newborn, "MT33", "N01 N02", "MT33"}, // the police wants it beside the register
	} {
		if got := listedAs(t, x.theme, x.id, strings.Fields(x.matters)...); got != x.want {
			t.Errorf("%s with %s: %s, want %s", x.id, x.matters, got, x.want)
		}
	}
}

// What staff keep stays, whatever becomes of the forms and lists around it.
func TestWhatTheRestaurantKeepsSurvivesRecompilation(t *testing.T) {
	t.Parallel()
	const kept = "keep:\n  - material: MT21\n    reason:\n      en: The account that contributions are debited from stands on this document only\n      zh: 代扣社会保险费的账号只在这份材料上\n"
	scope := []string{"M01", "M02", "M08"}
	if got := listedAs(t, builtinTheme(t, "open-a-restaurant", "T01", edit{"themes/T01.yaml", kept, ""}), "MT21", scope...); got != "MT21<<M01" {
		t.Fatalf("not kept it is %s: this shows nothing", got)
	}
	for name, edits := range map[string][]edit{
		"as it is":                      nil,
		"a form has a field more":       {{"forms/M08.yaml", "      DE00101:\n", "      DE00109: {$ref: 'element:DE00109'}\n      DE00101:\n"}, {"forms/M08.yaml", "        - applicant/DE00101\n", "        - applicant/DE00109\n        - applicant/DE00101\n"}},
		"a matter asks for one more":    {{"matters/M08.yaml", "  - material: MT21\n", "  - material: MT13\n    label: {en: Health certificates, zh: 健康证明}\n    required: true\n  - material: MT21\n"}},
		"another matter asks for it":    {{"matters/M05.yaml", "  - material: MT08\n", "  - material: MT21\n    label: {en: Account, zh: 开户许可证}\n    required: true\n  - material: MT08\n"}},
		"it proves something else now":  {{"materials/materials.yaml", "proves: [applicant/DE00101, legalRep/DE00001]", "proves: [legalRep/DE00001]"}},
		"the theme's matters are fewer": {{"themes/T01.yaml", "  - {matter: M05, when: Q4 == true, stage: 2, group: B}\n", ""}},
	} {
		th := builtinTheme(t, "open-a-restaurant", "T01", edits...)
		if got := listedAs(t, th, "MT21", scope...); got != "MT21" || len(th.Loose) > 0 {
			t.Errorf("%s: %s, %v", name, got, th.Loose)
		}
		i := th.byID["MT21"]
		if i.Kept == nil || len(i.Results) != 1 || i.Kept.Reason.In("en") == "" {
			t.Errorf("%s: %+v", name, i)
		}
	}
}

// Whoever files as the guardian brings their own card, once for all who ask for
// it, and the mother's where a matter asks for the mother's.
func TestTheGuardianOfAChildBringsTheirOwnCard(t *testing.T) {
	t.Parallel()
	th := builtinTheme(t, "having-a-baby", "T02")
	const certificate = "N01 N02 N03 N04 N05 N07"
	for _, x := range []struct{ matters, relation, want string }{
		{certificate, "1", "MT32:N01,N02,N03,N04,N05,N07"},
		{certificate, "2", "MT32:N01,N02 MT33:N01?,N02?,N03,N04,N05,N07"},
		{certificate, "3", "MT32:N01,N02 MT50:N03,N04,N05,N07"},
		{certificate, "9", "MT32:N01,N02 MT50:N03,N04,N05,N07"},
		{"N02 N03 N06", "2", "MT32:N02,N06 MT33:N02?,N03"},
	} {
		scope := map[string]bool{}
		for _, m := range strings.Fields(x.matters) {
			scope[m] = true
		}
		rec := th.Merged.Check([]byte(`{"agent":{"DE00018":"`+x.relation+`"}}`), metamodel.Context{Scope: scope})
		var got []string
		for _, st := range th.MaterialStates(scope, rec) {
			if !strings.Contains(st.Material.Name.In("zh"), "身份证") || !st.Asked || st.Required != metamodel.True {
				continue
			}
			var matters []string
			for _, u := range th.byID[st.Material.ID].Uses {
				if scope[u.Matter] && u.wanted(rec) {
					may := "?"
					if u.Use.Required {
						may = ""
					}
					matters = append(matters, u.Matter+may)
				}
			}
			got = append(got, st.Material.ID+":"+strings.Join(matters, ","))
			if told := strings.Join(st.Matters, ","); told != strings.ReplaceAll(strings.Join(matters, ","), "?", "") {
				t.Errorf("%s, relation %s: %s is said to be wanted by %s, want %s", x.matters, x.relation, st.Material.ID, told, matters)
			}
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s, relation %s: %s, want %s", x.matters, x.relation, got, x.want)
		}
	}
}

// A document is said to be wanted by the matters that want it in this situation,
// and told of in their words; one that nobody wants is said of all.
func TestADocumentIsWantedByThoseWhoseConditionHolds(t *testing.T) {
	t.Parallel()
	th := builtinTheme(t, "having-a-baby", "T02")
	for relation, want := range map[string]string{
		"1": "MT32:N01,N02,N03,N06,N04,N05,N07 MT33:N01,N02 MT50:N03,N04,N05,N07",
		"2": "MT32:N01,N02,N06 MT33:N01,N02,N03,N04,N05,N07 MT50:N03,N04,N05,N07",
		"3": "MT32:N01,N02,N06 MT33:N01,N02 MT50:N03,N04,N05,N07",
	} {
		var got []string
		for _, st := range th.Needs(Situation{"Q1": false, "Q3": "20", "Q4": true, "Q5": true, "Q6": true, "Q7": true, "Q8": relation}, nil).Materials {
			if id := st.Material.ID; id == "MT32" || id == "MT33" || id == "MT50" {
				got = append(got, id+":"+strings.Join(st.Matters, ","))
			}
			for _, u := range th.byID[st.Material.ID].Uses {
				said := slices.ContainsFunc(st.Labels, func(l metamodel.Text) bool { return l.In("zh") == u.Use.Label.In("zh") })
				if slices.Contains(st.Matters, u.Matter) && !said {
					t.Errorf("relation %s: %s of %s is not called %v", relation, st.Material.ID, u.Matter, u.Use.Label)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("relation %s: %s, want %s", relation, got, want)
		}
	}
}

// What the guide was told decides which documents are listed, before there is a
// form: nobody is left to guess whose card it is.
func TestTheListOfDocumentsFollowsTheGuidesAnswers(t *testing.T) {
	t.Parallel()
	th := builtinTheme(t, "having-a-baby", "T02")
	for relation, want := range map[string]string{
		"1": "MT32! MT33 MT34! MT35? MT36- MT19? MT31- MT37! MT38! MT39? MT40- MT41! MT50- MT45- MT46! MT47- MT42- MT43- MT44! MT48! MT49-",
		"2": "MT32! MT33! MT34! MT35? MT36- MT19? MT31- MT37! MT38! MT39? MT40- MT41! MT50- MT45- MT46! MT47- MT42- MT43- MT44! MT48! MT49-",
		"3": "MT32! MT33 MT34! MT35? MT36- MT19? MT31- MT37! MT38! MT39? MT40- MT41! MT50! MT45- MT46! MT47- MT42- MT43- MT44! MT48! MT49-",
		"":  "MT32! MT33? MT34! MT35? MT36- MT19? MT31- MT37! MT38! MT39? MT40- MT41! MT50? MT45- MT46! MT47- MT42- MT43- MT44! MT48! MT49-",
	} {
		s := Situation{"Q1": false, "Q3": "20", "Q4": true, "Q5": true, "Q6": true, "Q7": true}
		if relation != "" {
			s["Q8"] = relation
		}
		n := th.Needs(s, nil)
		var got []string
		asked := 0
		for _, st := range n.Materials {
			mark := ""
			switch {
			case !st.Asked:
				mark = "-"
			case st.Required == metamodel.True:
				mark = "!"
			case st.Required == metamodel.Unknown:
				mark = "?"
			}
			if st.Asked {
				asked++
			}
			got = append(got, st.Material.ID+mark)
		}
		if strings.Join(got, " ") != want || n.After.Materials != asked {
			t.Errorf("relation %q: %s (%d), want %s", relation, got, n.After.Materials, want)
		}
	}
}

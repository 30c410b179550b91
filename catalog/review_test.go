package catalog

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// reviewOf reviews the noodle shop with text put behind that of its files, and
// words replaced: file, old, new.
func reviewOf(t *testing.T, known Known, more map[string]string, edits ...string) *Review {
	t.Helper()
	files := tree(t, "testdata/noodles")
	for name, text := range more {
		files[name] = append(files[name], text...)
	}
	for i := 0; i < len(edits); i += 3 {
		now := strings.Replace(string(files[edits[i]]), edits[i+1], edits[i+2], 1)
		if now == string(files[edits[i]]) {
			t.Fatalf("%s has no %q", edits[i], edits[i+1])
		}
		files[edits[i]] = []byte(now)
	}
	p, ps := ReadArchive(files)
	if p == nil {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if r == nil {
		t.Fatal(ps)
	}
	return r.Review(known)
}

// findings are a review's findings as "code: place, place".
func findings(v *Review) []string {
	var out []string
	for _, f := range v.Findings {
		places := make([]string, len(f.Places))
		for i, p := range f.Places {
			places[i] = strings.TrimSuffix(p.ID+"/"+p.Path, "/")
		}
		out = append(out, f.Code+": "+strings.Join(places, ", "))
	}
	return out
}

func TestAReviewFindsWhatNobodyShouldHaveToHandInOrFillIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		more  map[string]string
		known Known
		want  []string // all of them but what the plain shop has
		saves Saving   // of the first
	}{
		{name: "the noodle shop itself"},
		{name: "another department's own data, by a short form of its name",
			more: map[string]string{"departments.yaml": "- {id: police, name: {zh: 市公安局, en: Police}}\n"},
			want: []string{"material.other_department: A1/materials/MT2, police", "material.other_department: A2/materials/MT2, police"}, saves: Saving{Materials: 1}},
		{name: "a department of this government that the pack does not have",
			known: Known{Departments: []*metamodel.Department{{ID: "police", Name: metamodel.Zh("市公安局")}}},
			want:  []string{"material.other_department: A1/materials/MT2, police", "material.other_department: A2/materials/MT2, police"}},
		{name: "two departments that could be meant: nothing is claimed",
			more: map[string]string{"departments.yaml": "- {id: p1, name: {zh: 东区公安局}}\n- {id: p2, name: {zh: 西区公安局}}\n"}},
		{name: "a short form in the pack goes before a whole name elsewhere",
			more:  map[string]string{"departments.yaml": "- {id: police, name: {zh: 市公安局, en: Police}}\n"},
			known: Known{Departments: []*metamodel.Department{{ID: "other", Name: metamodel.Zh("公安局")}}},
			want:  []string{"material.other_department: A1/materials/MT2, police", "material.other_department: A2/materials/MT2, police"}, saves: Saving{Materials: 1}},
		{name: "a source delivers it",
			known: Known{Materials: map[string]Delivery{"MT4": {Source: "s1", Name: metamodel.Zh("规划库")}}, Confirmed: map[string]bool{"A2 materials/MT4": true}},
			want:  []string{"material.delivered: A3/materials/MT4, s1"}},
		{name: "a source delivers a field; of a row, a declaration or the key nothing is said",
			known: Known{Elements: map[string]Delivery{"E24": {Source: "s1"}, "E62": {Source: "s1"}, "E12": {Source: "s1"}, "E01": {Source: "s1"}}, Confirmed: map[string]bool{"A1 form/agent/E01": true}},
			want:  []string{"field.delivered: A3/form/premises/E24, s1"}, saves: Saving{Fields: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := reviewOf(t, c.known, c.more)
			got := findings(v)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if c.saves != (Saving{}) && v.Findings[0].Saves != c.saves {
				t.Errorf("saves %+v", v.Findings[0].Saves)
			}
		})
	}
}

func TestAReviewFindsResultsProofsAndDuplicates(t *testing.T) {
	t.Parallel()
	const one, two, three = "matters/A1.yaml", "matters/A2.yaml", "matters/A3.yaml"
	a4 := strings.NewReplacer("id: A2", "id: A4", "zh: 食品经营许可,", "zh: 餐饮许可,").Replace(string(tree(t, "testdata/noodles")[two]))
	element := func(s string) string { return "- " + s + "\n" }
	for _, c := range []struct {
		name  string
		more  map[string]string
		edits []string
		want  []string
		saves Saving
	}{
		{name: "the very department's own data", edits: []string{"materials/materials.yaml", "name: {zh: 检测报告, en: Test report}, category: 报告, origin: applicant", "name: {zh: 检测报告, en: Test report}, origin: issuer, issuer: 消防救援支队"},
			want: []string{"material.own_data: A3/materials/MT5, fire"}, saves: Saving{Materials: 1}},
		{name: "another matter's result, by its name", edits: []string{"materials/materials.yaml", "zh: 平面图,", "zh: 营业执照,"},
			want: []string{"material.result_of_matter: A2/materials/MT4, A1/result", "material.result_of_matter: A3/materials/MT4, A1/result"}},
		{name: "another matter's result, by what it proves", edits: []string{"materials/materials.yaml", "origin: applicant}\n- {id: MT5", "origin: applicant, proves: [applicant/E12]}\n- {id: MT5"},
			want: []string{"material.result_of_matter: A2/materials/MT4, A1/result", "material.result_of_matter: A3/materials/MT4, A1/result",
				"material.asked_anyway: A2/materials/MT4, A2/form/applicant/E12", "material.asked_anyway: A3/materials/MT4, A3/form/applicant/E12"}},
		{name: "the only material to bring: a visit is spared", edits: []string{"materials/materials.yaml", "issuer: 公安局", "issuer: 消防救援支队",
			one, "  - {material: MT7, label: {zh: 公司章程, en: Articles of association}, required: true, when: applicant.E13 != '9910', note: {zh: 公司才需要, en: companies only}}\n", ""},
			want: []string{"material.other_department: A1/materials/MT2, fire", "material.other_department: A2/materials/MT2, fire"}, saves: Saving{Materials: 1, Visits: 1}},
		{name: "two that prove the same: the later one", edits: []string{"materials/materials.yaml", "origin: applicant}\n- {id: MT5", "origin: applicant, proves: [premises/E41]}\n- {id: MT5",
			"materials/materials.yaml", "origin: applicant}\n- {id: MT6", "origin: applicant, proves: [premises/E41]}\n- {id: MT6"},
			want: []string{"material.proves_the_same: A3/materials/MT5, A3/materials/MT4"}, saves: Saving{Materials: 1}},
		{name: "one that proves less than another", edits: []string{"materials/materials.yaml", "origin: applicant}\n- {id: MT5", "origin: applicant, proves: [premises/E41]}\n- {id: MT5",
			"materials/materials.yaml", "origin: applicant}\n- {id: MT6", "origin: applicant, proves: [premises/E31, premises/E41]}\n- {id: MT6"},
			want: []string{"material.proves_the_same: A3/materials/MT4, A3/materials/MT5"}},
		{name: "a standard material twice", edits: []string{"materials/materials.yaml", "zh: 检测报告, en: Test report", "zh: 平面 图, en: Plan"},
			want: []string{"material.duplicate: MT5, MT4"}, saves: Saving{Materials: 1}},
		{name: "the same of the same subject twice", more: map[string]string{"elements/elements.yaml": element("{id: E15, name: {zh: 字号, en: Trade name}, type: string, relations: [{type: equivalent, element: E11}]}")},
			edits: []string{"forms/A3.yaml", "      E12: {$ref: \"element:E12\"}", "      E12: {$ref: \"element:E12\"}\n      E15: {$ref: \"element:E15\"}", "forms/A3.yaml", "applicant/E12,", "applicant/E12, applicant/E15,"},
			want:  []string{"field.twice: A3/form/applicant/E15, A3/form/applicant/E11"}, saves: Saving{Fields: 1}},
		{name: "what follows from another answer", more: map[string]string{"elements/elements.yaml": element("{id: E15, name: {zh: 登记机关, en: Registrar}, type: string, relations: [{type: derives, element: E12}]}")},
			edits: []string{"forms/A3.yaml", "      E12: {$ref: \"element:E12\"}", "      E12: {$ref: \"element:E12\"}\n      E15: {$ref: \"element:E15\"}", "forms/A3.yaml", "applicant/E12,", "applicant/E12, applicant/E15,"},
			want:  []string{"field.computable: A3/form/applicant/E15, A3/form/applicant/E12"}, saves: Saving{Fields: 1}},
		{name: "what another matter computes", edits: []string{"forms/A2.yaml", "      E12: {$ref: \"element:E12\"}", "      E12: {$ref: \"element:E12\"}\n      E14: {$ref: \"element:E14\", x-value: \"premises.E21 * 2.0\"}", "forms/A2.yaml", "applicant/E12]", "applicant/E12, applicant/E14]"},
			want: []string{"field.computed_elsewhere: A1/form/applicant/E14, A2/form/applicant/E14"}},
		{name: "what a result makes known", edits: []string{one, "[applicant/E12]", "[applicant/E31]"},
			want: []string{"field.result_of_matter: A2/form/applicant/E31, A1/result/yields/applicant/E31"}},
		{name: "asked by several that no theme has together", edits: []string{"themes/T1.yaml", "  - {matter: A3, when: Q2 >= 300, stage: 2, group: B}\n", ""},
			want: []string{"field.asked_by_several: A1/form/agent/E02, A3/form/agent/E02", "field.asked_by_several: A1/form/applicant/E11, A2/form/applicant/E11, A3/form/applicant/E11",
				"field.asked_by_several: A1/form/premises/E21, A2/form/premises/E21, A3/form/premises/E21", "field.asked_by_several: A2/form/applicant/E12, A3/form/applicant/E12"}, saves: Saving{Fields: 1}},
		{name: "a matter twice: the same name and basis", more: map[string]string{two: "basis: {zh: 食品安全法}\n", three: "basis: {zh: 《食品安全法》}\n"},
			edits: []string{three, "zh: 消防安全检查", "zh: 食品 经营许可"},
			want:  []string{"matter.duplicate: A3, A2"}, saves: Saving{Fields: 7, Materials: 2, Visits: 1}},
		{name: "a matter nearly twice: the same result, form and materials", more: map[string]string{"matters/A4.yaml": a4, "themes/T1.yaml": "  - {matter: A4, when: \"true\", stage: 2}\n"},
			edits: []string{"matters/A4.yaml", "  - {material: MT6, label: {zh: 银行开户许可证, en: Bank account licence}, required: false}\n", ""},
			want:  []string{"matter.near_duplicate: A4, A2"}},
		{name: "nearly the same with another result is another matter", more: map[string]string{"matters/A4.yaml": a4, "themes/T1.yaml": "  - {matter: A4, when: \"true\", stage: 2}\n"},
			edits: []string{"matters/A4.yaml", "zh: 食品经营许可证", "zh: 备案凭证"}},
		{name: "the same matter of another district follows a template", more: map[string]string{"matters/A4.yaml": a4 + "template: {matter: A2}\n", "themes/T1.yaml": "  - {matter: A4, when: \"true\", stage: 2}\n"}},
		{name: "an element twice, by a synonym", more: map[string]string{"elements/elements.yaml": element("{id: E15, name: {zh: 企业名称, en: Enterprise}, objectClass: 市场主体, type: string}")},
			want: []string{"element.duplicate: E15, E11"}},
		{name: "elements that say that they are equivalent are no finding", more: map[string]string{"elements/elements.yaml": element("{id: E15, name: {zh: 企业名称, en: Enterprise}, objectClass: 市场主体, type: string, relations: [{type: equivalent, element: E11}]}")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := reviewOf(t, Known{}, c.more, c.edits...)
			if got := findings(v); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if c.saves != (Saving{}) && (len(v.Findings) == 0 || v.Findings[0].Saves != c.saves) {
				t.Errorf("saves %+v", v.Findings)
			}
			for _, f := range v.Findings {
				for _, words := range []metamodel.Text{f.Words, f.Step} {
					if words["zh"] == "" || words["en"] == "" || strings.ContainsAny(words["zh"]+words["en"], "{}") {
						t.Errorf("%s says %v", f.Code, words)
					}
				}
			}
		})
	}
}

// What two findings name is saved once.
func TestWhatTwoFindingsNameIsSavedOnce(t *testing.T) {
	t.Parallel()
	v := reviewOf(t, Known{}, nil, "materials/materials.yaml", "origin: applicant}\n- {id: MT5", "origin: applicant, proves: [applicant/E12]}\n- {id: MT5")
	if len(v.Findings) != 4 || v.Saves != (Saving{Materials: 2}) {
		t.Errorf("%d findings save %+v", len(v.Findings), v.Saves)
	}
}

func TestAReviewIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	packs, ps := Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	for _, p := range packs {
		r, _ := CompilePack(p, builtinNeeds(t, p, packs)...)
		first := r.Review(Known{})
		for range 3 {
			if again := r.Review(Known{}); !reflect.DeepEqual(first, again) {
				t.Fatalf("%s: another review", p.Name)
			}
		}
		if p.Name == "having-a-baby" && (first.Saves.Materials < 8 || first.Matters != 7) {
			t.Errorf("having a baby: %+v of %d matters", first.Saves, first.Matters)
		}
	}
}

func builtinNeeds(t testing.TB, p *Pack, packs []*Pack) (out []*Release) {
	t.Helper()
	for _, need := range p.Needs {
		for _, q := range packs {
			if q.Name == ParseNeed(need).Name {
				r, ps := CompilePack(q, builtinNeeds(t, q, packs)...)
				if ps.Failed() {
					t.Fatal(ps)
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// Against every pair: what is nearest is found.
func TestNearestFindsWhatEveryPairWould(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 7))
	found := 0
	for range 200 {
		sets := make([][]string, 40)
		for i := range sets {
			var s []string
			if i > 0 && rng.IntN(2) == 0 { // much like one before
				for _, t := range sets[rng.IntN(i)] {
					if rng.IntN(12) > 0 {
						s = append(s, t)
					}
				}
			}
			for range rng.IntN(8) {
				s = append(s, fmt.Sprint("t", rng.IntN(60)))
			}
			slices.Sort(s)
			sets[i] = slices.Compact(s)
		}
		want := map[int]float64{}
		for i := range sets {
			for j := range i {
				if share := jaccard(sets[i], sets[j]); len(sets[i]) > 0 && share >= Near {
					want[i] = max(want[i], share)
				}
			}
		}
		got := map[int]float64{}
		for _, p := range nearest(sets, Near, func(int, int) bool { return true }) {
			got[p.of] = p.share
			if p.other >= p.of || jaccard(sets[p.of], sets[p.other]) != p.share {
				t.Fatalf("%+v", p)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		found += len(got)
	}
	if found < 200 {
		t.Errorf("only %d pairs were there to be found", found)
	}
}

// manyMatters is a pack of n matters of 60 fields and 6 materials each.
func manyMatters(t testing.TB, n int) *Release {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	base := tree(t, "testdata/noodles")
	files := map[string][]byte{"pack.yaml": base["pack.yaml"], "departments.yaml": base["departments.yaml"], "calendars/cn.yaml": base["calendars/cn.yaml"],
		"subjects.yaml": base["subjects.yaml"], "workflows/A2.yaml": base["workflows/A2.yaml"]}
	var elements, materials strings.Builder
	for i := range 20 * n / 10 {
		fmt.Fprintf(&elements, "- {id: E%d, name: {zh: 数据%d, en: Value %d}, type: string}\n", i, i, i)
		fmt.Fprintf(&materials, "- {id: MT%d, name: {zh: 材料%d, en: Document %d}, origin: issuer, issuer: 单位%d}\n", i, i, i, i%50)
	}
	files["elements/elements.yaml"], files["materials/materials.yaml"] = []byte(elements.String()), []byte(materials.String())
	for i := range n {
		picked := rng.Perm(2 * n)[:60]
		var fields, listed, asked []string
		for _, e := range picked {
			fields = append(fields, fmt.Sprintf("      E%d: {$ref: \"element:E%d\"}\n", e, e))
			listed = append(listed, fmt.Sprintf("applicant/E%d", e))
		}
		for _, m := range picked[:6] {
			asked = append(asked, fmt.Sprintf("  - {material: MT%d, label: {zh: 材料, en: Document}, required: true}\n", m))
		}
		files[fmt.Sprintf("forms/B%d.yaml", i)] = []byte(fmt.Sprintf("$schema: https://json-schema.org/draft/2020-12/schema\n$id: form:B%d\nx-title: {zh: 表, en: Form}\ntype: object\nproperties:\n  applicant:\n    type: object\n    x-subject: applicant\n    properties:\n%sx-layout:\n  sections:\n    - {id: all, title: {zh: 全部, en: All}, fields: [%s]}\n",
			i, strings.Join(fields, ""), strings.Join(listed, ", ")))
		files[fmt.Sprintf("matters/B%d.yaml", i)] = []byte(fmt.Sprintf("id: B%d\nname: {zh: 事项%d, en: Matter %d}\nbasis: {zh: 办法第%d条}\ndepartment: market\nstatutoryDays: 9\npromisedDays: 3\nform: B%d\nworkflow: A2\nmaterials:\n%sresult: {name: {zh: 许可证, en: Licence}}\n",
			i, i, i, i%7, i, strings.Join(asked, "")))
	}
	p, ps := ReadArchive(files)
	if p == nil {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if r == nil {
		t.Fatal(ps)
	}
	return r
}

// go test -run '^$' -bench Review ./catalog
func BenchmarkReview(b *testing.B) {
	for _, n := range []int{250, 500, 1000} {
		r := manyMatters(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if v := r.Review(Known{}); v.Matters != n {
					b.Fatal(v.Matters)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/matter")
		})
	}
}

package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// The floor area is used by three matters. The bureau lowers its limit of
// digits and lets it be zero; each matter decides for itself.
func TestThreeUsesOfAnElementDecideThreeWays(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	start := []edit{{"elements/elements.yaml", "name: {zh: 经营场所面积, en: Floor area}, objectClass: 场所, type: number, exclusiveMinimum: 0,", "name: {zh: 经营场所面积, en: Floor area}, objectClass: 场所, type: number, exclusiveMinimum: 0, maximum: 9999, version: 1.0.0,"},
		{"themes/T1.yaml", "  - {matter: A2, when: \"true\", stage: 2, group: B}\n", ""}, // two versions of one field cannot be merged
		{"themes/T1.yaml", "  - {matter: A3, when: Q2 >= 300, stage: 2, group: B}\n", ""}}
	old := edited(t, base, start...)
	next := edited(t, laid(t, base, start...), edit{"elements/elements.yaml", "exclusiveMinimum: 0, maximum: 9999, version: 1.0.0,", "minimum: 0, maximum: 99999, version: 2.0.0,"}, edit{"pack.yaml", "1.0.0", "2.0.0"})
	of := Ref{metamodel.KindElement, "E21"}

	e := &Edition{Releases: []*Release{old}}
	var uses []Touched
	for _, u := range e.touched(of) {
		if len(u.Choices) > 0 && u.Kind == metamodel.KindForm {
			uses = append(uses, u)
		}
	}
	if len(uses) != 3 {
		t.Fatalf("%d uses", len(uses))
	}
	p := next.Pack
	for i, d := range []Decision{Follow, Pin, Override} {
		var ps metamodel.Problems
		if p, ps = Decide(p, old, of, uses[i].Use, d); ps.Failed() {
			t.Fatal(d, ps)
		}
	}
	// What was decided is written, read back, compiled.
	back, ps := ReadArchive(p.Encode())
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(back)
	if ps.Failed() {
		t.Fatal(ps)
	}
	if e, ok := r.Registry().Element("E21@1.0.0"); !ok || e.Maximum != "9999" {
		t.Fatal("the old version is not kept", ok)
	}
	if e, ok := r.Registry().Element("E21@2.0.0"); !ok || e.Maximum != "99999" {
		t.Error("the new version has no name of its own", ok)
	}
	if _, ok := r.Registry().Element("E21@3.0.0"); ok {
		t.Error("a version that is not there")
	}
	if ref := back.Forms["A2"].Properties["premises"].Properties["E21"].Ref; ref != "element:E21@1.0.0" {
		t.Errorf("A2 points at %s", ref)
	}
	if f := back.Forms["A3"].Properties["premises"].Properties["E21"]; f.Maximum != "9999" || f.Minimum != "300" || f.ExclusiveMinimum != "" {
		t.Errorf("A3 demands %+v", f.Constraints) // it asked for 300 and more already
	}
	good := func(form string, area string) bool {
		rec := r.Form(form).Check([]byte(`{"premises":{"E21":`+area+`}}`), metamodel.Context{})
		return !slices.ContainsFunc(rec.Problems, func(p metamodel.Problem) bool { return p.Path == "premises/E21" })
	}
	for _, c := range []struct {
		form, area string
		want       bool
	}{
		{"A1", "0", true}, {"A1", "50000", true}, // follows
		{"A2", "0", false}, {"A2", "50000", false}, {"A2", "50", true}, // pinned
		{"A3", "0", false}, {"A3", "50000", false}, {"A3", "500", true}, // its own demands
	} {
		if good(c.form, c.area) != c.want {
			t.Errorf("%s takes %s: %v", c.form, c.area, !c.want)
		}
	}
	// The difference shows what was decided: only A1 changes for those who answer.
	if got := changes(Diff(old, r)); !strings.Contains(got, "constraint.loosened form:A1 premises/E21") || strings.Contains(got, "form:A2") || strings.Contains(got, "form:A3") {
		t.Errorf("the difference is\n%s", got)
	}
	// The way back round gives the same bytes.
	if Hash(back.Encode()) != Hash(p.Encode()) {
		t.Error("written twice, differently")
	}
}

func TestAUseMayNotWidenWhatBecameTighter(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	old := edited(t, base)
	next := edited(t, base, edit{"elements/elements.yaml", "minimum: 0.1, maximum: 30", "minimum: 0.1, maximum: 20"}, edit{"pack.yaml", "1.0.0", "2.0.0"})
	of, use := Ref{metamodel.KindElement, "E41"}, Use{Ref: Ref{metamodel.KindForm, "A3"}, Path: "signboard/E41"}
	p, ps := Decide(next.Pack, old, of, use, Override)
	if p != next.Pack || len(ps) != 1 || ps[0].Code != "decide.widens" || ps[0].File != "forms/A3.yaml" || ps[0].Params["keyword"] != "maximum" {
		t.Errorf("%v", ps)
	}
	// Neither version has a number of its own: they take those of their packs.
	p, ps = Decide(next.Pack, old, of, use, Pin)
	if ps.Failed() {
		t.Fatal(ps)
	}
	if p.Elements["E41@1.0.0"].Maximum != "30" || p.Elements["E41"].Maximum != "20" || p.Elements["E41"].Version != "2.0.0" || next.Pack.Elements["E41"].Version != "" {
		t.Errorf("%+v", p.Elements["E41"])
	}
	if r, ps := CompilePack(p); ps.Failed() || r.Form("A3").Check([]byte(`{"premises":{"E21":600},"signboard":{"E41":25}}`), metamodel.Context{}).Raw("signboard/E41") == nil {
		t.Error(ps)
	}
	for _, c := range []struct {
		name string
		p    *Pack
		of   Ref
		use  Use
		d    Decision
		code string
	}{
		{"a lower number", edited(t, base, edit{"elements/elements.yaml", "minimum: 0.1, maximum: 30", "minimum: 0.1, maximum: 20, version: 0.9.0"}).Pack, of, use, Pin, "decide.version"},
		{"another use", next.Pack, of, Use{Ref: use.Ref, Path: "signboard/E42"}, Pin, "decide.gone"},
		{"another decision", next.Pack, of, Use{Ref: Ref{metamodel.KindMatter, "A1"}, Path: "result/yields"}, Pin, "decide.choice"},
		{"nothing old", next.Pack, Ref{metamodel.KindForm, "A9"}, Use{Ref: Ref{metamodel.KindMatter, "A1"}, Path: "form"}, Pin, "decide.no_old"},
		{"another type", edited(t, base, edit{"elements/elements.yaml", "type: number, minimum: 0.1, maximum: 30", "type: string"}).Pack, of, use, Override, "decide.cannot_keep"},
	} {
		if _, ps := Decide(c.p, old, c.of, c.use, c.d); len(ps) != 1 || ps[0].Code != c.code {
			t.Errorf("%s: %v", c.name, ps)
		}
	}
}

func TestAPackHoldsOneOldVersionOfANameOnce(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	old := edited(t, base)
	next := edited(t, base, edit{"elements/elements.yaml", "minimum: 0.1, maximum: 30", "minimum: 0.1, maximum: 20"}, edit{"pack.yaml", "1.0.0", "2.0.0"})
	of, use := Ref{metamodel.KindElement, "E41"}, Use{Ref: Ref{metamodel.KindForm, "A3"}, Path: "signboard/E41"}
	p, ps := Decide(next.Pack, old, of, use, Pin)
	if ps.Failed() {
		t.Fatal(ps)
	}
	other := *p.Elements["E41@1.0.0"]
	other.Maximum = "31"
	p.Elements["E41@1.0.0"] = &other
	p.Forms["A3"].Properties["signboard"].Properties["E41"].Ref = "element:E41"
	if _, ps := Decide(p, old, of, use, Pin); len(ps) != 1 || ps[0].Code != "decide.other_version" {
		t.Errorf("%v", ps)
	}
	// Two versions of one number are the same thing twice.
	_, ps = ReadArchive(laid(t, base, edit{"elements/elements.yaml", "", "- {id: E41, name: {zh: 又一个, en: Again}, type: string}\n"}))
	if len(ps) != 1 || ps[0].Code != "pack.duplicate_id" {
		t.Errorf("%v", ps)
	}
}

func TestCodesFormsWorkflowsAndGroupsDecideToo(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	old := edited(t, base)
	next := edited(t, base, edit{"pack.yaml", "1.0.0", "2.0.0"},
		edit{"codes/codes.yaml", "- {code: \"2\", name: {zh: 邮寄, en: By post}}", "- {code: \"2\", name: {zh: 邮寄, en: By post}}\n    - {code: \"3\", name: {zh: 电子送达, en: Electronic}}"},
		edit{"forms/A3.yaml", "minimum: 300", "minimum: 500"}, edit{"workflows/A3.yaml", "limit: 1", "limit: 3"})
	must := func(p *Pack, ps metamodel.Problems) *Pack {
		t.Helper()
		if ps.Failed() {
			t.Fatal(ps)
		}
		return p
	}
	list, element := Ref{metamodel.KindCodeList, "CL_DELIVERY"}, Use{Ref: Ref{metamodel.KindElement, "E61"}, Path: "codeList"}
	electronic := func(p *Pack) bool {
		t.Helper()
		r, ps := CompilePack(must(ReadArchive(p.Encode())))
		if ps.Failed() {
			t.Fatal(ps)
		}
		rec := r.Form("A1").Check([]byte(`{"filing":{"E61":"3"}}`), metamodel.Context{})
		return !slices.ContainsFunc(rec.Problems, func(p metamodel.Problem) bool { return p.Path == "filing/E61" })
	}
	if !electronic(next.Pack) {
		t.Error("who follows is not offered the new code")
	}
	for _, d := range []Decision{Pin, Override} {
		if electronic(must(Decide(next.Pack, old, list, element, d))) {
			t.Errorf("%s: the new code is taken", d)
		}
	}
	gone := edited(t, base, edit{"codes/codes.yaml", "    - {code: \"1\", name: {zh: 窗口领取, en: At the counter}}\n", ""})
	if _, ps := Decide(gone.Pack, old, list, element, Override); len(ps) != 1 || ps[0].Code != "decide.widens" {
		t.Errorf("%v", ps)
	}

	matter := Ref{metamodel.KindMatter, "A3"}
	p := must(Decide(next.Pack, old, Ref{metamodel.KindForm, "A3"}, Use{Ref: matter, Path: "form"}, Pin))
	p = must(Decide(p, old, Ref{metamodel.KindWorkflow, "A3"}, Use{Ref: matter, Path: "workflow"}, Pin))
	r, ps := CompilePack(must(ReadArchive(p.Encode())))
	if ps.Failed() {
		t.Fatal(ps)
	}
	m := r.Matter("A3")
	if f, _ := m.Form.Field("premises/E21"); f.Uses[0].Minimum != "300" || m.Form.ID != "A3@1.0.0" {
		t.Errorf("the form is %s", m.Form.ID)
	}
	if s, _ := m.Machine.State("accept"); s.Limit != 1 || r.Form("A3") == nil || r.Machine("A3") == nil {
		t.Error("the workflow is not the old one, or the new ones are gone")
	}

	canteen := tree(t, "testdata/canteen")
	was := edited(t, canteen)
	now := edited(t, canteen, edit{"pack.yaml", "1.0.0", "2.0.0"}, edit{"groups/groups.yaml", "    - {element: K02}\n", "    - {element: K02, required: true}\n"})
	group, form := Ref{metamodel.KindElementGroup, "person"}, Use{Ref: Ref{metamodel.KindForm, "C1"}, Path: "contact"}
	for _, d := range []Decision{Follow, Pin, Override} {
		p := must(Decide(now.Pack, was, group, form, d))
		r, ps := CompilePack(must(ReadArchive(p.Encode())))
		if ps.Failed() {
			t.Fatal(d, ps)
		}
		if required := r.Form("C1").Check([]byte(`{}`), metamodel.Context{}).Required("contact/K02"); required != (d == Follow) {
			t.Errorf("%s: the position is required: %v", d, required)
		}
	}
}

func TestAChangeReachesWhatUsesWhatUsesIt(t *testing.T) {
	t.Parallel()
	e := &Edition{Releases: []*Release{mustCompile(t, "testdata/noodles"), edited(t, tree(t, "testdata/canteen"))}}
	var got []string
	for _, x := range e.touched(Ref{metamodel.KindCodeList, "CL_TYPE"}) {
		var way []string
		for _, r := range x.Through {
			way = append(way, r.Kind+":"+r.ID)
		}
		got = append(got, x.Pack+" "+x.Kind+":"+x.ID+" "+x.Path+" via "+strings.Join(way, ","))
	}
	want := `noodles element:E13 codeList via 
noodles form:A1 applicant/E13 via element:E13
noodles theme:T1 guide/1 via element:E13
noodles matter:A1 form via element:E13,form:A1
noodles material:MT1 resultOf via element:E13,form:A1,matter:A1
noodles matter:A2 preconditions/0 via element:E13,form:A1,matter:A1
noodles matter:A3 preconditions/0 via element:E13,form:A1,matter:A1
noodles theme:T1 matters/0 via element:E13,form:A1,matter:A1
`
	if all := strings.Join(got, "\n") + "\n"; !strings.HasPrefix(all, want) {
		t.Errorf("it reaches\n%s", all)
	}
	// Inside rows of rows, and through an element group.
	for id, want := range map[string]string{"K03": "form C1 employee/certificate/K03", "K01": "elementgroup person elements/0"} {
		uses := e.touched(Ref{metamodel.KindElement, id})
		if !slices.ContainsFunc(uses, func(u Touched) bool { return u.Kind+" "+u.ID+" "+u.Path == want }) {
			t.Errorf("%s reaches %+v, not %s", id, uses, want)
		}
	}
	if uses := e.touched(Ref{metamodel.KindElement, "K01"}); !slices.ContainsFunc(uses, func(u Touched) bool { return u.Kind == "form" && u.Path == "contact" && len(u.Through) == 1 }) {
		t.Errorf("through the group it reaches %+v", uses)
	}
}

package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func builtinPack(t *testing.T, name string) *catalog.Pack {
	t.Helper()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	return packs[slices.IndexFunc(packs, func(p *catalog.Pack) bool { return p.Name == name })]
}

func released(t *testing.T, p *catalog.Pack, needs ...*catalog.Release) *catalog.Release {
	t.Helper()
	r, ps := catalog.CompilePack(p, needs...)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r
}

// What lies beside what a correction names is what decides that it is asked, and what
// goes with it; nothing where nothing does, nothing that is named anyway, and of rows
// only what is in the same one.
func TestBesideANamedAnswerLiesWhatDecidesIt(t *testing.T) {
	t.Parallel()
	calendar := released(t, builtinPack(t, "china-calendar"))
	housing, restaurant := released(t, builtinPack(t, "talent-housing"), calendar), released(t, builtinPack(t, "open-a-restaurant"), calendar)
	const (
		couple = `{"tenant":{"HD002":{"idType":"111","idNumber":"310104199903070021"},"HD006":"20"},"spouse":{"HD203":true,"HD222":9000},"member":[` +
			`{"HD201":"陈小满","HD202":"20","schooling":{"HD204":"一小"}},{"HD201":"陈立夏","HD202":"30","schooling":{"HD204":"二小"}},{"HD201":"陈大暑","HD202":"50"}],"home":{"HD401":"N"}}`
		company = `{"applicant":{"DE00103":"1130"},"legalRep":{"DE00004":"414","DE00005":"E12345678"},"premises":{"DE00204":"2"},"shareholder":[{"DE00001":"陈一鸣"}],"filing":{"DE00601":"2"}}`
	)
	for _, c := range []struct {
		rel     *catalog.Release
		matter  string
		answers string
		named   []string
		want    []string
	}{
		{housing, "H01", couple, []string{"spouse/HD222"}, []string{"tenant/HD006 decides [spouse/HD222] fits []", "spouse/HD203 decides [spouse/HD222] fits []"}},
		{housing, "H01", couple, []string{"spouse/HD222", "spouse/HD203"}, []string{"tenant/HD006 decides [spouse/HD203 spouse/HD222] fits []"}},
		{housing, "H01", couple, []string{"member/1/schooling/HD204"}, []string{"member/1/HD202 decides [member/1/schooling/HD204] fits []"}},
		{housing, "H01", couple, []string{"member/1"}, nil},
		{housing, "H01", couple, []string{"member"}, nil},
		{housing, "H01", couple, []string{"member/2/schooling/HD204", "member/0/HD201"}, nil},                       // it is not asked
		{housing, "H01", couple, []string{"tenant/HD013"}, []string{"tenant/HD002 decides [tenant/HD013] fits []"}}, // the age is worked out
		{housing, "H01", couple, []string{"tenant/HD006"}, nil},
		{housing, "H01", couple, []string{"home/HD402"}, nil}, // which must be filled in anyway
		{housing, "H01", couple, nil, nil},
		{restaurant, "M01", company, []string{"shareholder/0/DE00001"}, []string{"applicant/DE00103 decides [shareholder/0/DE00001] fits []"}},
		{restaurant, "M01", company, []string{"shareholder"}, []string{"applicant/DE00103 decides [shareholder] fits []"}},
		{restaurant, "M01", company, []string{"premises/DE00207"}, []string{"premises/DE00204 decides [premises/DE00207] fits []"}},
		{restaurant, "M01", company, []string{"legalRep/DE00002"}, []string{"legalRep/DE00004 decides [legalRep/DE00002] fits []"}}, // a card would say it
		{restaurant, "M01", company, []string{"legalRep/DE00002", "legalRep/DE00005"}, []string{"legalRep/DE00004 decides [legalRep/DE00002] fits [legalRep/DE00005]"}},
		{restaurant, "M01", company, []string{"legalRep/DE00004"}, []string{"legalRep/DE00005 decides [] fits [legalRep/DE00004]"}},
	} {
		f := &family{pin: &pinned{rel: c.rel}, cal: &workflows.Calendar{Zone: time.UTC}, root: &Case{}}
		k := &Case{Matter: c.matter, Answers: []byte(c.answers), Correction: &Correction{Fields: c.named, Materials: []string{"any"}}}
		said := c.rel.Matter(c.matter).Form.Check(k.Answers, metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)})
		list, err := f.beside(k, said, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range list {
			got = append(got, fmt.Sprintf("%s decides %v fits %v", b.Path, b.Decides, b.Fits))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("beside %v lies\n%q, want\n%q", c.named, got, c.want)
		}
	}

	// Not what another matter gives, nor what is withheld, nor what says that this one is applied for.
	f := &family{pin: &pinned{rel: restaurant}, cal: &workflows.Calendar{Zone: time.UTC}, root: &Case{}}
	k := &Case{Matter: "M01", Answers: []byte(company), Correction: &Correction{Fields: []string{"premises/DE00207", "agent/DE00010"}}}
	said := restaurant.Matter("M01").Form.Check(k.Answers, metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)})
	for _, path := range []string{"premises/DE00204", "premises/DE00207"} {
		list, err := f.beside(k, said, map[string]*catalog.Matter{path: restaurant.Matter("M02")})
		if err != nil || len(list) != 1 || list[0].Path != "filing/DE00601" {
			t.Errorf("where %s is another’s, beside lies %v, %v", path, list, err)
		}
	}
	var err error
	if k.Sourced, err = json.Marshal([]SourcedAnswer{{Path: "filing/DE00601", Value: valueHash(json.RawMessage(`"2"`)), Disclosure: Withheld}}); err != nil {
		t.Fatal(err)
	}
	if list, err := f.beside(k, said, nil); err != nil || len(list) != 1 || list[0].Path != "premises/DE00204" {
		t.Errorf("beside what is withheld lies %v, %v", list, err)
	}
	k.Sourced, k.Correction.Fields = nil, []string{"shareholder"}
	for when, want := range map[string]int{"Q7 == false": 1, "Q1 == '1130'": 0} {
		q := *builtinPack(t, "open-a-restaurant")
		theme := *q.Themes["T01"]
		theme.Matters, q.Themes = slices.Clone(theme.Matters), map[string]*metamodel.Theme{"T01": &theme}
		theme.Matters[slices.IndexFunc(theme.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == "M01" })].When = when
		rel := released(t, &q, calendar)
		f.pin = &pinned{rel: rel, theme: rel.Theme("T01")}
		if list, err := f.beside(k, said, nil); err != nil || len(list) != want {
			t.Errorf("applied for where %s: beside the shareholders lies %v, %v", when, list, err)
		}
	}
}

func TestOnlyTheRowsOfAnAnswerAreTheSame(t *testing.T) {
	t.Parallel()
	form := released(t, builtinPack(t, "talent-housing"), released(t, builtinPack(t, "china-calendar"))).Matter("H01").Form
	for _, c := range [][3]string{
		{"member/1/HD201", "member/HD202", "member/1/HD202"},
		{"member/1/schooling/HD204", "member/HD202", "member/1/HD202"},
		{"member/1/HD201", "member/schooling/HD204", "member/1/schooling/HD204"},
		{"member/1/income/2/HD221", "member/income/HD222", "member/1/income/2/HD222"},
		{"member/1/income/2/HD221", "tenant/HD002", "tenant/HD002"},
		{"member/1/HD201", "member/income/HD222", ""},
		{"member/1/certificate/0/HD211", "member/income/HD222", ""},
		{"member", "member/HD201", ""},
		{"tenant/HD002", "member/HD201", ""},
		{"tenant/HD002", "member", ""},
	} {
		if at, ok := sameRow(form, c[0], c[1]); at != c[2] || ok != (c[2] != "") {
			t.Errorf("with %s, %s is %q, want %q", c[0], c[1], at, c[2])
		}
	}
}

// A person is more than what decides, and a new file is asked for by name only.
func TestBesideANamedAnswerLiesNoPersonAndNoFile(t *testing.T) {
	t.Parallel()
	files := testpack.Together()
	for _, kind := range []string{"person", "file", "organisation"} {
		files["elements/elements.yaml"] = append(files["elements/elements.yaml"], fmt.Sprintf("- {id: T_%s, name: {zh: 某, en: Some}, type: %s}\n", kind, kind)...)
	}
	files["forms/TB.yaml"] = []byte(`$schema: https://json-schema.org/draft/2020-12/schema
$id: form:TB
x-title: {zh: 许可表, en: Licence}
type: object
properties:
  applicant: {type: object, x-subject: applicant, properties: {T_person: {$ref: "element:T_person"}, T_file: {$ref: "element:T_file"}, T_organisation: {$ref: "element:T_organisation"},
    TE1: {$ref: "element:TE1", x-visible: "filled(applicant.T_person) && filled(applicant.T_file) && filled(applicant.T_organisation)"}}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/T_person, applicant/T_file, applicant/T_organisation, applicant/TE1]}]}
`)
	p, ps := catalog.ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	rel := released(t, p, released(t, builtinPack(t, "china-calendar")))
	const answers = `{"applicant":{"T_person":{"name":"陈一鸣"},"T_file":[{"id":"01a21f74-15b4-708c-b355-036432855127","name":"a.png","size":9,"media":"image/png","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}],"T_organisation":{"name":"小铺"},"TE1":"某"}}`
	k := &Case{Matter: "TB", Answers: []byte(answers), Correction: &Correction{Fields: []string{"applicant/TE1"}}}
	said := rel.Matter("TB").Form.Check(k.Answers, metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)})
	by := said.DecidedBy("applicant/TE1")
	list, err := (&family{pin: &pinned{rel: rel}, cal: &workflows.Calendar{Zone: time.UTC}, root: &Case{}}).beside(k, said, nil)
	if err != nil || !said.Asked("applicant/TE1") || len(by) != 3 || len(list) != 1 || list[0].Path != "applicant/T_organisation" {
		t.Errorf("%v decide, beside it lies %v, %v, %v", by, list, err, said.Problems)
	}
}

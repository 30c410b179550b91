package catalog

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// districts is the restaurant pack in which the food licence follows a standard:
// a copy of itself from before edit.
func districts(t *testing.T, edit func(p *Pack, m *metamodel.Matter)) *Release {
	t.Helper()
	packs, ps := Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	var needs []*Release
	var p *Pack
	for _, q := range packs {
		if q.Name == "open-a-restaurant" {
			p, _ = q.clone()
			continue
		}
		if q.Name == "china-calendar" {
			r, ps := CompilePack(q)
			if ps.Failed() {
				t.Fatal(ps)
			}
			needs = append(needs, r)
		}
	}
	q, ps := p.clone()
	if ps.Failed() {
		t.Fatal(ps)
	}
	standard := q.Matters["M02"]
	standard.ID, standard.Form, standard.Workflow, standard.Standard, standard.Preconditions = "STD02", "STD02", "STD02", true, nil
	form, flow := q.Forms["M02"], q.Workflows["M02"]
	form.ID, flow.ID = "form:STD02", "STD02"
	p.Matters["STD02"], p.Forms["STD02"], p.Workflows["STD02"] = standard, form, flow
	m := p.Matters["M02"]
	m.Template = &metamodel.Template{Matter: "STD02"}
	edit(p, m)
	p.Files = nil
	return compiledAgain(t, p, needs...)
}

func compiledAgain(t *testing.T, p *Pack, needs ...*Release) *Release {
	t.Helper()
	whole, ps := ReadArchive(p.Encode())
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(whole, needs...)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r
}

func differing(c *Comparison) (list []string) {
	for _, d := range c.Items {
		list = append(list, d.Path+" "+string(d.Burden)+" "+string(d.Verdict))
	}
	return list
}

// deviating makes a district's matter another one: sooner, with another document,
// other words and a shorter step.
func deviating(p *Pack, m *metamodel.Matter) {
	m.PromisedDays = 5
	m.Materials = slices.DeleteFunc(m.Materials, func(u metamodel.MaterialUse) bool { return u.Material == "MT13" })
	m.Materials = append(m.Materials, metamodel.MaterialUse{Material: "MT16", Label: metamodel.ZhEn("另外的材料", "Another document"), Required: true})
	p.Forms["M02"].Properties["premises"].Properties["DE00216"].Label = metamodel.ZhEn("座位", "Seats")
	p.Workflows["M02"].States[0].Limit = 0.5
}

func TestAMatterIsHeldAgainstItsTemplate(t *testing.T) {
	t.Parallel()
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		deviating(p, m)
		m.Template.Kept = []metamodel.Kept{
			{Path: "promisedDays", Reason: metamodel.ZhEn("本区已提速", "Quicker in this district"), Propose: true},
			{Path: "materials/MT16", Reason: metamodel.ZhEn("本区条例要求", "Asked for by a local regulation")},
			{Path: "fee", Reason: metamodel.ZhEn("本区收费", "A fee here")},
		}
	})
	c, ok := r.AgainstTemplate("M02")
	if !ok {
		t.Fatal("no comparison")
	}
	want := []string{
		"promisedDays lighter proposed", "materials/MT13 lighter open", "materials/MT16 heavier kept",
		"form/premises/DE00216/label neutral open", "process/states/accept/limit lighter open",
	}
	if got := differing(c); !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i, want := range []string{"承诺时限 promised limit", "", "", "经营场所 · 座位 · 名称 Premises · Seats · label", "受理 · 时限 Acceptance · time limit"} {
		place := c.Items[i].Place
		if said := place.In("zh") + " " + place.In("en"); want != "" && said != want || strings.Contains(said, "MT1") {
			t.Errorf("%s is called %s", c.Items[i].Path, said)
		}
	}
	if len(c.Idle) != 1 || c.Idle[0].Path != "fee" || c.Undecided() != 3 {
		t.Errorf("kept without need: %v, %d open", c.Idle, c.Undecided())
	}
	if want := 1 - 5/float64(c.Things); c.Alike < want-0.001 || c.Alike > want+0.001 {
		t.Errorf("%.3f of %d alike, want %.3f", c.Alike, c.Things, want)
	}
	if text := c.Text("en"); !strings.Contains(text, "[proposed to the template: Quicker in this district]") || !strings.Contains(text, "3 to decide, 1 kept, 1 proposed") {
		t.Errorf("the text says\n%s", text)
	}
	var codes []string
	for _, p := range GateRelease(r, nil, GateRules{EnglishLater: true}, time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)).Warnings {
		if strings.HasPrefix(p.Code, "gate.differs") || strings.HasPrefix(p.Code, "gate.kept") {
			codes = append(codes, p.Code)
		}
	}
	if !slices.Equal(codes, []string{"gate.differs_from_template", "gate.kept_without_difference"}) {
		t.Errorf("the gate says %v", codes)
	}
}

func TestWhatOnlyTheOtherMatterHasIsCalledByItsName(t *testing.T) {
	t.Parallel()
	packs, ps := Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	releases := map[string]*Release{}
	for range packs { // each after those it needs
		for _, p := range packs {
			var needs []*Release
			for _, name := range p.Needs {
				if r := releases[name]; r != nil {
					needs = append(needs, r)
				}
			}
			if releases[p.Name] == nil && len(needs) == len(p.Needs) {
				r, ps := CompilePack(p, needs...)
				if ps.Failed() {
					t.Fatal(ps)
				}
				releases[p.Name] = r
			}
		}
	}
	c, ok := CompareMatters(releases["having-a-baby"], "N02", releases["open-a-restaurant"], "M05")
	if !ok {
		t.Fatal("no comparison")
	}
	called := map[string]string{}
	for i := range c.Items {
		called[c.Items[i].Path] = c.Items[i].Place.In("zh") + " " + c.Items[i].Place.In("en")
	}
	for path, want := range map[string]string{
		"materials/MT31":                "出生医学证明 Medical certificate of birth",
		"form/sections/hu-ji":           "分组 · 户籍 sections · Household",
		"form/agent/DE00018":            "经办人 · 与新生儿关系 Agent · Relationship to the child",
		"form/father/DE00001":           "父亲 · 父亲姓名 Father · Father’s name",
		"result/yields/newborn/DE00016": "办理结果 · 办结可知 · 新生儿 · 公民身份号码 result · makes known · Child · Citizen identity number",
	} {
		if called[path] != want {
			t.Errorf("%s is called %q, want %q", path, called[path], want)
		}
	}
}

func TestAMatterThatIsLikeItsTemplateHasNoDifference(t *testing.T) {
	t.Parallel()
	r := districts(t, func(*Pack, *metamodel.Matter) {})
	if c, ok := r.AgainstTemplate("M02"); !ok || len(c.Items) > 0 || c.Alike != 1 {
		t.Errorf("%v %v", ok, differing(c))
	}
	if _, ok := r.AgainstTemplate("M03"); ok {
		t.Error("M03 has no template")
	}
	e := &Edition{Releases: []*Release{r}}
	if _, _, ok := e.Fileable("STD02"); ok {
		t.Error("a standard can be filed")
	}
	if _, _, ok := e.Fileable("M02"); !ok {
		t.Error("what follows a standard cannot be filed")
	}
}

// adoptable counts the differences that take no hand.
func adoptable(c *Comparison) (n int) {
	for _, item := range c.Items {
		if item.Adopt != "" {
			n++
		}
	}
	return n
}

func TestWhatIsAdoptedIsLikeTheTemplateAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	edits := []func(p *Pack, m *metamodel.Matter, d *rand.Rand){
		func(_ *Pack, m *metamodel.Matter, d *rand.Rand) { m.PromisedDays = 1 + float64(d.IntN(5)) },
		func(_ *Pack, m *metamodel.Matter, _ *rand.Rand) {
			m.Basis = metamodel.ZhEn("本区条例", "A local regulation")
		},
		func(_ *Pack, m *metamodel.Matter, _ *rand.Rand) {
			left := 0.2
			m.Lights = &metamodel.Lights{Yellow: &metamodel.Threshold{Left: &left}}
		},
		func(_ *Pack, m *metamodel.Matter, d *rand.Rand) {
			m.Extend = &metamodel.Extend{Days: 1 + d.IntN(9), Roles: []string{"approver"}, Basis: metamodel.ZhEn("本区条例", "A local regulation")}
		},
		func(_ *Pack, m *metamodel.Matter, d *rand.Rand) {
			m.Materials = slices.Delete(m.Materials, 0, 1+d.IntN(2))
		},
		func(_ *Pack, m *metamodel.Matter, d *rand.Rand) {
			m.Materials[d.IntN(len(m.Materials))].Required = false
		},
		func(p *Pack, _ *metamodel.Matter, d *rand.Rand) { // a field less
			doc := p.Forms["M02"]
			g := doc.Properties["premises"]
			for _, key := range []string{"DE00213", "DE00216"}[:1+d.IntN(2)] {
				delete(g.Properties, key)
				g.Required = slices.DeleteFunc(g.Required, func(k string) bool { return k == key })
				placeField(doc, doc, "premises/"+key, false, false)
			}
		},
		func(p *Pack, _ *metamodel.Matter, _ *rand.Rand) { // a whole group less
			doc := p.Forms["M02"]
			delete(doc.Properties, "employee")
			placeGroup(doc, doc, "employee", nil)
		},
		func(p *Pack, _ *metamodel.Matter, _ *rand.Rand) {
			p.Forms["M02"].Properties["applicant"].Properties["DE00101"].Hint = metamodel.ZhEn("照营业执照填写", "As on the licence")
		},
		func(p *Pack, _ *metamodel.Matter, d *rand.Rand) {
			p.Workflows["M02"].States[0].Limit = 0.5 * float64(1+d.IntN(3))
		},
		func(p *Pack, _ *metamodel.Matter, d *rand.Rand) { // what is said of groups
			premises, employee := p.Forms["M02"].Properties["premises"], p.Forms["M02"].Properties["employee"]
			most := 100
			for _, at := range d.Perm(4)[:1+d.IntN(4)] {
				switch {
				case at == 0:
					premises.Label = metamodel.ZhEn("门店", "The shop")
				case at == 1:
					premises.Hint = metamodel.ZhEn("照房产证填写", "As on the deed")
				case at == 2:
					premises.Visible = "applicant.DE00303 == false"
				case employee != nil:
					employee.MaxItems = &most
				}
			}
		},
		func(p *Pack, _ *metamodel.Matter, _ *rand.Rand) { // a field on another page
			doc := p.Forms["M02"]
			if doc.Properties["premises"].Properties["DE00203"] != nil {
				placeField(doc, doc, "premises/DE00203", false, false)
				doc.Layout.Sections[0].Fields = append(doc.Layout.Sections[0].Fields, "premises/DE00203")
			}
		},
		func(p *Pack, _ *metamodel.Matter, d *rand.Rand) { // a whole group more
			doc := p.Forms["STD02"]
			delete(doc.Properties, "foodSafetyManager")
			placeGroup(doc, doc, "foodSafetyManager", nil)
		},
		func(p *Pack, _ *metamodel.Matter, d *rand.Rand) { // a group inside a group, on either side
			doc := p.Forms[[]string{"M02", "STD02"}[d.IntN(2)]]
			g := doc.Properties["legalRep"]
			g.Properties["inner"] = &metamodel.FieldDoc{Type: "object", Label: metamodel.ZhEn("联系方式", "How to reach them"), Properties: map[string]*metamodel.FieldDoc{"DE00006": g.Properties["DE00006"]}}
			delete(g.Properties, "DE00006")
			g.Required = slices.DeleteFunc(g.Required, func(k string) bool { return k == "DE00006" })
			for i := range doc.Layout.Sections {
				for j, f := range doc.Layout.Sections[i].Fields {
					if f == "legalRep/DE00006" {
						doc.Layout.Sections[i].Fields[j] = "legalRep/inner/DE00006"
					}
				}
			}
		},
	}
	for seed := range uint64(16) {
		d := rand.New(rand.NewPCG(seed, 4))
		r := districts(t, func(p *Pack, m *metamodel.Matter) {
			for _, at := range d.Perm(len(edits))[:1+d.IntN(5)] {
				edits[at](p, m, d)
			}
		})
		for range 40 {
			c, _ := r.AgainstTemplate("M02")
			at := slices.IndexFunc(c.Items, func(d Deviation) bool { return d.Adopt != "" })
			if at < 0 {
				break
			}
			path := c.Items[at].Adopt
			p, ps := Adopt(r, "M02", path)
			if ps.Failed() {
				t.Fatalf("seed %d: %s: %v", seed, path, ps)
			}
			next := compiledAgain(t, p, r.needs...)
			after, _ := next.AgainstTemplate("M02")
			for _, item := range after.Items {
				if liesIn(item.Path, path) && item.Adopt != "" { // where something stands is layout
					t.Errorf("seed %d: %s was adopted and still differs: %s", seed, path, item.Path)
				}
			}
			if adoptable(after) >= adoptable(c) {
				t.Fatalf("seed %d: %s: %d differences became %d:\n%s", seed, path, len(c.Items), len(after.Items), strings.Join(differing(after), "\n"))
			}
			r = next
		}
		if c, _ := r.AgainstTemplate("M02"); slices.ContainsFunc(c.Items, func(d Deviation) bool { return d.Adopt != "" }) {
			t.Errorf("seed %d: left after adopting all: %v", seed, differing(c))
		}
	}
}

func TestWhatCannotBeAdoptedOrKeptIsRefused(t *testing.T) {
	t.Parallel()
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		m.PromisedDays = 3
		p.Workflows["M02"].States[0].Limit = 0.5
		p.Forms["M02"].Layout.Sections[0].Title = metamodel.ZhEn("另一个标题", "Another title")
	})
	refused := func(code string, ps metamodel.Problems) {
		t.Helper()
		if len(ps) != 1 || ps[0].Code != code {
			t.Errorf("want %s, got %v", code, ps)
		}
	}
	_, ps := Adopt(r, "M02", "statutoryDays")
	refused("adopt.no_difference", ps)
	_, ps = Adopt(r, "M03", "promisedDays")
	refused("adopt.no_template", ps)
	_, ps = Adopt(r, "M02", "process/states/accept/limit")
	refused("adopt.whole", ps)
	_, ps = Adopt(r, "M02", "form/sections/"+r.Pack.Forms["M02"].Layout.Sections[0].ID)
	refused("adopt.by_hand", ps)
	p, ps := Keep(r, "M02", "promisedDays", metamodel.ZhEn("提速", "Quicker"), true)
	if ps.Failed() {
		t.Fatal(ps)
	}
	kept := compiledAgain(t, p, r.needs...)
	if c, _ := kept.AgainstTemplate("M02"); c.Items[0].Verdict != Proposed || c.Items[0].Reason.In("en") != "Quicker" {
		t.Errorf("%+v", c.Items[0])
	}
	p, ps = Keep(kept, "M02", "promisedDays", metamodel.ZhEn("再说一次", "Again"), false)
	if k := p.Matters["M02"].Template.Kept; ps.Failed() || len(k) != 1 || k[0].Propose || k[0].Reason.In("en") != "Again" {
		t.Errorf("said anew: %v %+v", ps, k)
	}
	p, ps = Adopt(kept, "M02", "promisedDays")
	if ps.Failed() || len(p.Matters["M02"].Template.Kept) > 0 || p.Matters["M02"].PromisedDays != 8 {
		t.Errorf("adopting what was kept: %v %+v", ps, p.Matters["M02"].Template)
	}
}

func TestAFormOfAnotherPackIsChangedThere(t *testing.T) {
	t.Parallel()
	city := districts(t, func(p *Pack, _ *metamodel.Matter) {
		p.Forms["M02"].Properties["applicant"].Properties["DE00101"].Hint = metamodel.ZhEn("照营业执照填写", "As on the licence")
	})
	town := &Pack{Manifest: Manifest{Name: "town", Version: "1.0.0", Title: metamodel.ZhEn("镇", "Town"), Needs: []string{"open-a-restaurant"}}, Matters: map[string]*metamodel.Matter{}}
	m := *city.Pack.Matters["M02"]
	m.ID, m.Preconditions, m.PromisedDays = "X02", nil, 2
	town.Matters["X02"] = &m
	r := compiledAgain(t, town, append(slices.Clone(city.needs), city)...)
	if c, ok := r.AgainstTemplate("X02"); !ok || !slices.Equal(differing(c), []string{"promisedDays lighter open", "form/applicant/DE00101/hint neutral open"}) {
		t.Fatalf("%v", differing(c))
	}
	if _, ps := Adopt(r, "X02", "form/applicant/DE00101"); len(ps) != 1 || ps[0].Code != "adopt.elsewhere" {
		t.Errorf("%v", ps)
	}
}

// The same matter of two districts, each with a pack of its own: every attribute,
// material and field that differs is named, with whom it burdens, and nothing else.
func TestTheSameMatterOfTwoDistrictsIsComparedFieldByField(t *testing.T) {
	t.Parallel()
	here := shopWith(t)
	there := shopWith(t,
		"matters/A2.yaml", "promisedDays: 8", "promisedDays: 12",
		"matters/A2.yaml", "fee: \"10.50\"", "fee: \"0\"",
		"matters/A2.yaml", "  - {material: MT6, label: {zh: 银行开户许可证, en: Bank account licence}, required: false}\n", "",
		"forms/A2.yaml", "required: [E21, E22]", "required: [E21]",
		"forms/A2.yaml", "      E32: {$ref: \"element:E32\", x-visible: applicant.E31 == true, x-required: applicant.E31 == true}\n", "",
		"forms/A2.yaml", "fields: [applicant/E31, applicant/E32]", "fields: [applicant/E31]")
	c, ok := CompareMatters(here, "A2", there, "A2")
	if !ok {
		t.Fatal("they cannot be compared")
	}
	want := []string{"fee lighter open", "form/applicant/E32 lighter open", "form/premises/E22/required lighter open", "materials/MT6 lighter open", "promisedDays heavier open"}
	got := differing(c)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("they differ by\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	back, _ := CompareMatters(there, "A2", here, "A2")
	if len(back.Items) != len(want) || differing(back)[0] == differing(c)[0] {
		t.Errorf("the other way round: %v", differing(back))
	}
}

// Neither side of a comparison was there first: its words name both, and none of
// them says that something became something else.
func TestWhatTwoMattersDifferInIsSaidOfBothByName(t *testing.T) {
	t.Parallel()
	r := districts(t, deviating)
	history := regexp.MustCompile(`改为|新增|删除|取消|缩短|延长|不再|收紧|放宽|\b(now|any more|was|were|became|new|added|removed)\b`)
	told := func(template, matter string) (all string) {
		c, ok := CompareMatters(r, template, r, matter)
		if !ok {
			t.Fatal("they cannot be compared")
		}
		for _, item := range c.Items {
			for _, lang := range metamodel.Languages {
				if words := item.Words.In(lang); history.MatchString(words) || strings.ContainsAny(words, "{}") {
					t.Errorf("%s %s: %q", item.Path, item.Kind, words)
				}
				all += item.Words.In(lang) + "\n"
			}
			if len(item.Why) > 0 {
				t.Errorf("nothing becomes of running cases: %v", item.Why)
			}
		}
		return all
	}
	if c, _ := CompareMatters(r, "M01", r, "M06"); strings.Contains(c.Text("zh")+c.Text("en"), "模板") || strings.Contains(c.Text("en"), "Template") {
		t.Error("what is no template is called one")
	}
	for said, want := range map[string][]string{
		told("STD02", "M02"): {"模板 ", "，本事项 5", " in the template, 5 in this matter", "只有本事项有材料“另外的材料”", "only this matter has the material “Another document”", "只有模板有材料“"},
		told("M01", "M06"):   {"只有“", "only “"},
	} {
		for _, words := range want {
			if !strings.Contains(said, words) {
				t.Errorf("%q is not said in\n%s", words, said)
			}
		}
	}
}

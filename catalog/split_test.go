package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// splitA2 gives the food licence's place to one matter and its business to another.
func splitA2() MatterSplit {
	return MatterSplit{Matter: "A2", End: metamodel.Cancellation{On: "2027-01-01", Basis: metamodel.ZhEn("改革方案", "Reform plan"), Reason: metamodel.ZhEn("证照分离", "Permits apart")},
		Parts: []SplitPart{
			{ID: "A21", Name: metamodel.ZhEn("食品经营许可", "Food licence"), Sections: []string{"basic", "food"}, Fields: []string{"employee", "filing/E62"}, Materials: []string{"MT1", "MT2", "MT6"}},
			{ID: "A22", Name: metamodel.ZhEn("场所核查", "Check of the premises"), Fields: []string{"premises/E22", "filing"}, Materials: []string{"MT4"}, Result: &SplitResult{Name: metamodel.ZhEn("核查意见", "Report")}},
		}}
}

func fieldPaths(f *metamodel.Form) (paths []string) {
	for _, fd := range f.Fields {
		paths = append(paths, fd.Path)
	}
	return paths
}

func TestOneMatterBecomesSeveral(t *testing.T) {
	t.Parallel()
	r := shopWith(t)
	p, ps := SplitMatter(r, splitA2())
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p)
	one, two := next.Matter("A21"), next.Matter("A22")
	// The kitchen's rule reads the floor area, which went nowhere by itself.
	if got := fieldPaths(two.Form); !slices.Equal(got, []string{"premises/E21", "premises/E22", "filing/E62"}) {
		t.Errorf("A22 asks for %v", got)
	}
	if got := fieldPaths(one.Form); !slices.Equal(got, []string{"applicant/E11", "applicant/E12", "applicant/E31", "applicant/E32", "employee/E01", "filing/E62"}) {
		t.Errorf("A21 asks for %v", got)
	}
	if g := two.Form.Doc.Properties["premises"]; !slices.Equal(g.Required, []string{"E21", "E22"}) || len(g.Properties["E22"].Checks) != 1 {
		t.Errorf("%+v", g)
	}
	if g := one.Form.Doc.Properties["employee"]; *g.MinItems != 1 || *g.MaxItems != 9 {
		t.Errorf("%+v", g)
	}
	for _, m := range []*Matter{one, two} {
		if m.Def.Fee != "10.50" || m.Def.StatutoryDays != 20 || m.Def.Workflow != "A2" || m.Def.Department != "market" || !slices.Equal(m.Def.Preconditions, []string{"A1"}) || m.Def.Cancelled != nil {
			t.Errorf("%+v", m.Def)
		}
	}
	if one.Def.Result.Name.In("en") != "Food business licence" || two.Def.Result.Name.In("en") != "Report" || len(two.Def.Materials) != 1 || len(one.Def.Materials) != 3 {
		t.Errorf("%+v\n%+v", one.Def, two.Def)
	}
	if end := p.Matters["A2"].Cancelled; end == nil || end.Into != metamodel.Split || !slices.Equal(end.Successors, []string{"A21", "A22"}) || end.On != "2027-01-01" {
		t.Errorf("%+v", end)
	}
	theme := p.Themes["T1"].Matters
	if len(theme) != 4 || theme[1].Matter != "A21" || theme[2].Matter != "A22" || theme[2].When != "true" || theme[2].Stage != 2 || theme[2].Group != "B" {
		t.Errorf("%+v", theme)
	}
	if got := p.Policies["P1"].Matters; !slices.Equal(got, []string{"A1", "A21", "A22"}) {
		t.Errorf("the policy is claimed through %v", got)
	}
	if r.Pack.Matters["A2"].Cancelled != nil || r.Pack.Matters["A21"] != nil {
		t.Error("the release itself changed")
	}
}

// What A1 issues goes to one part, which those wait for that waited for A1.
func TestTheOneThatIssuesTheResultIsWaitedFor(t *testing.T) {
	t.Parallel()
	how := splitA2()
	how.Matter = "A1"
	how.Parts = []SplitPart{
		{ID: "A11", Name: text2("核名"), Fields: []string{"applicant/E11", "premises", "filing/E62"}, Materials: []string{"MT2"}, Result: &SplitResult{Name: text2("核名通知书")}},
		{ID: "A12", Name: text2("登记"), Sections: []string{"holders", "other"}, Fields: []string{"applicant/E14"}, Materials: []string{"MT3", "MT7"}},
	}
	p, ps := SplitMatter(shopWith(t), how)
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p)
	if m := next.Matter("A12"); m.Def.Result.Material != "MT1" || !slices.Equal(m.Def.Result.Yields, []string{"applicant/E12"}) || p.Materials["MT1"].ResultOf != "A12" {
		t.Errorf("%+v", m.Def)
	}
	if m := next.Matter("A11"); m.Def.Result.Material != "" || len(m.Def.Result.Yields) > 0 {
		t.Errorf("%+v", m.Def)
	}
	for _, id := range []string{"A2", "A3"} {
		if got := p.Matters[id].Preconditions; !slices.Equal(got, []string{"A12"}) {
			t.Errorf("%s waits for %v", id, got)
		}
	}
	// The material for companies and the shareholders hang on the kind of entity.
	if got := fieldPaths(next.Matter("A12").Form); !slices.Contains(got, "applicant/E13") || !slices.Contains(got, "shareholder/E14") {
		t.Errorf("A12 asks for %v", got)
	}

	// By name the licence goes elsewhere than the number: both are waited for.
	how.Parts[0].Result = &SplitResult{Name: text2("核名通知书"), Material: "MT1"}
	how.Parts[1].Result = &SplitResult{Name: text2("登记证"), Yields: []string{"applicant/E12"}}
	p, ps = SplitMatter(shopWith(t), how)
	if ps.Failed() || !slices.Contains(toldCodes(ps), "matter.split_result_gone") || !slices.Equal(p.Matters["A2"].Preconditions, []string{"A11", "A12"}) || p.Materials["MT1"].ResultOf != "A11" {
		t.Errorf("%v\n%+v", ps, p.Matters["A2"])
	}
	compiledAgain(t, p)
}

// Where none issues what others wait for, they wait for all.
func TestAllAreWaitedForWhereNoneIssuesTheResult(t *testing.T) {
	t.Parallel()
	how := splitA2()
	how.Parts[0].Result = &SplitResult{Name: text2("许可")}
	p, ps := SplitMatter(shopWith(t, "matters/A3.yaml", "[A1]", "[A1, A2]", "themes/T1.yaml", "when: Q2 >= 300, stage: 2, group: B", "when: Q2 >= 300, stage: 3"), how)
	if ps.Failed() || !slices.Contains(toldCodes(ps), "matter.split_result_gone") {
		t.Fatal(ps)
	}
	compiledAgain(t, p)
	if got := p.Matters["A3"].Preconditions; !slices.Equal(got, []string{"A1", "A21", "A22"}) {
		t.Errorf("A3 waits for %v", got)
	}
}

// A rule that counts rows takes the rows along, whatever is in them.
func TestRowsGoWithWhatCountsThem(t *testing.T) {
	t.Parallel()
	counts := []string{"forms/A2.yaml", "x-check: [{rule: premises.E22 <= premises.E21,", "x-check: [{rule: size(employee) < 9 && premises.E22 <= premises.E21,"}
	p, ps := SplitMatter(shopWith(t, counts...), splitA2())
	if ps.Failed() {
		t.Fatal(ps)
	}
	if got := fieldPaths(compiledAgain(t, p).Matter("A22").Form); !slices.Equal(got, []string{"premises/E21", "premises/E22", "employee/E01", "filing/E62"}) {
		t.Errorf("A22 asks for %v", got)
	}
}

func text2(s string) metamodel.Text { return metamodel.ZhEn(s, s) }

func TestASplitThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	alone := func(changes ...string) []string { // nothing else names A2
		return append(changes, "themes/T1.yaml", "  - {matter: A2, when: \"true\", stage: 2, group: B}\n", "", "policies/P1.yaml", "[A1, A2]", "[A1]", "policies/P1.yaml", "materials: [MT4]\n", "")
	}
	standard := alone("matters/A2.yaml", "result:", "standard: true\nresult:")
	long := strings.Repeat("applicant.E31 == true || ", 100) + "applicant.E31 == true"
	for code, c := range map[string]struct {
		files []string
		how   func(*MatterSplit)
		says  string
	}{
		"matter.split_few":         {nil, func(h *MatterSplit) { h.Parts = h.Parts[:1] }, ""},
		"matter.merged_taken":      {nil, func(h *MatterSplit) { h.Parts[1].ID = "A21" }, "A21"},
		"matter.split_unnamed":     {nil, func(h *MatterSplit) { h.Parts[1].Name = nil }, ""},
		"matter.split_standard":    {standard, nil, ""},
		"matter.not_in_pack":       {nil, func(h *MatterSplit) { h.Matter = "B1" }, "B1"},
		"matter.split_id":          {nil, func(h *MatterSplit) { h.Parts[0].ID = "N 20/../x" }, "N 20/../x"},
		"matter.cancelled_already": {alone("matters/A2.yaml", "result:", "cancelled: {on: \"2027-01-01\", basis: {zh: 决定, en: Decision}, reason: {zh: 因, en: Why}}\nresult:"), nil, "2027-01-01"},
		"matter.split_unknown":     {nil, func(h *MatterSplit) { h.Parts[1].Fields = append(h.Parts[1].Fields, "premises/E99") }, "premises/E99"},
		"matter.split_empty": {nil, func(h *MatterSplit) {
			h.Parts = append(h.Parts, SplitPart{ID: "A23", Name: text2("空"), Result: &SplitResult{Name: text2("证")}})
		}, "空"},
		"matter.split_field":          {nil, func(h *MatterSplit) { h.Parts[0].Fields = []string{"filing"} }, "employee/E01"},
		"matter.split_material":       {nil, func(h *MatterSplit) { h.Parts[1].Materials = nil }, "MT4"},
		"matter.split_issuer":         {nil, func(h *MatterSplit) { h.Parts[1].Result = nil }, "Food business licence"},
		"matter.split_result_foreign": {nil, func(h *MatterSplit) { h.Parts[1].Result.Material = "MT1" }, "MT1"},
		"matter.split_result_twice": {[]string{"matters/A2.yaml", "licence}}", "licence}, yields: [signboard/E41]}"}, func(h *MatterSplit) {
			h.Parts[0].Result = &SplitResult{Name: text2("证"), Yields: []string{"signboard/E41"}}
			h.Parts[1].Result.Yields = []string{"signboard/E41"}
		}, "signboard/E41"},
		"matter.split_result_lost":  {[]string{"matters/A2.yaml", "licence}}", "licence}, yields: [signboard/E41]}"}, func(h *MatterSplit) { h.Parts[0].Result = &SplitResult{Name: text2("证")} }, "signboard/E41"},
		"matter.split_routes":       {alone("forms/A2.yaml", "fields: [applicant/E31, applicant/E32]}", "fields: [applicant/E31, applicant/E32], next: [{when: \""+long+"\", to: other}]}"), nil, ""},
		"matter.unknown_department": {nil, func(h *MatterSplit) { h.Parts[1].Department = "nobody" }, "nobody"},
	} {
		how := splitA2()
		if c.how != nil {
			c.how(&how)
		}
		r := shopWith(t, c.files...)
		p, ps := SplitMatter(r, how)
		at := slices.IndexFunc(ps, func(p metamodel.Problem) bool { return p.Code == code })
		if !ps.Failed() || at < 0 || p != r.Pack {
			t.Errorf("%s: %v", code, ps)
		} else if said := ps[at].In("en"); !strings.Contains(said, c.says) {
			t.Errorf("%s says %q and not %q", code, said, c.says)
		}
	}
}

func TestWhatASplitLeavesToDecideIsListed(t *testing.T) {
	t.Parallel()
	visit := []string{"themes/T1.yaml", "lead: hall\n", "lead: hall\njoint:\n  inspections:\n    - id: I\n      name: {zh: 联合勘验, en: Joint inspection}\n      lead: fire\n      wait: 3\n      states:\n        - {matter: A2, state: accept}\n        - {matter: A3, state: accept}\n", "workflows/A2.yaml", "roles: [clerk]", "roles: [inspector]", "workflows/A3.yaml", "roles: [clerk]", "roles: [inspector]"}
	days, law, fee := 3.0, 10.0, "1"
	for code, c := range map[string]struct {
		files []string
		how   func(*MatterSplit)
	}{
		"matter.split_brought":    {},
		"matter.split_fee":        {},
		"matter.split_limits":     {},
		"matter.split_result":     {},
		"matter.split_department": {nil, func(h *MatterSplit) { h.Parts[1].Department = "fire" }},
		"matter.split_template":   {[]string{"matters/A2.yaml", "result:", "template: {matter: A1, kept: [{path: form/premises/E22, reason: {zh: 因, en: Why}}, {path: materials/MT2, reason: {zh: 因, en: Why}}, {path: name, reason: {zh: 因, en: Why}}]}\nresult:"}, nil},
		"matter.split_inspection": {visit, nil},
		"matter.split_text":       {[]string{"forms/A2.yaml", "fields: [premises/E21, premises/E22]", "fields: [premises/E21, premises/E22, \"text:t\"]", "forms/A2.yaml", "x-layout:\n", "x-layout:\n  texts: {t: {text: {zh: 请注意, en: Please note}, visible: applicant.E31 == true}}\n"}, nil},
		"matter.split_duties":     {[]string{"elements/elements.yaml", "property: 姓名,", "property: 姓名, source: 公安局,"}, nil},
	} {
		how := splitA2()
		if c.how != nil {
			c.how(&how)
		}
		p, ps := SplitMatter(shopWith(t, c.files...), how)
		if ps.Failed() || !slices.Contains(toldCodes(ps), code) {
			t.Errorf("%s: %v", code, ps)
			continue
		}
		next := compiledAgain(t, p)
		switch code {
		case "matter.split_inspection":
			if in := next.ThemeDef("T1").Joint.Inspections[0]; len(in.States) != 3 || in.States[1] != (metamodel.JointStep{Matter: "A22", State: "accept"}) {
				t.Errorf("%+v", in)
			}
		case "matter.split_template":
			if one, two := next.Matter("A21").Def.Template.Kept, next.Matter("A22").Def.Template.Kept; len(one) != 2 || one[0].Path != "materials/MT2" || len(two) != 2 || two[0].Path != "form/premises/E22" {
				t.Errorf("%+v\n%+v", one, two)
			}
		case "matter.split_department":
			if next.Matter("A22").Def.Department != "fire" || next.Matter("A21").Def.Department != "market" {
				t.Errorf("%+v", next.Matter("A22").Def)
			}
		}
	}
	// Of the limits those are told that nobody decided.
	for what, c := range map[string]struct {
		set          func(p *SplitPart)
		path, en, zh string
	}{
		"neither":         {func(*SplitPart) {}, "parts/1/statutoryDays", "keeps what was: 20 working day(s) by law, 8 working day(s) promised.", "时限：法定 20 个工作日、承诺 8 个工作日，"},
		"promised given":  {func(p *SplitPart) { p.PromisedDays = &days }, "parts/1/statutoryDays", "keeps what was: 20 working day(s) by law.", "时限：法定 20 个工作日，"},
		"statutory given": {func(p *SplitPart) { p.StatutoryDays = &law }, "parts/1/promisedDays", "keeps what was: 8 working day(s) promised.", "时限：承诺 8 个工作日，"},
	} {
		how := splitA2()
		c.set(&how.Parts[1])
		_, ps := SplitMatter(shopWith(t), how)
		at := slices.IndexFunc(ps, func(p metamodel.Problem) bool {
			return p.Code == SplitLimits.Code && strings.HasPrefix(p.Path, "parts/1")
		})
		if at < 0 || ps[at].Path != c.path || !strings.Contains(ps[at].In("en"), c.en) || !strings.Contains(ps[at].In("zh"), c.zh) {
			t.Errorf("%s: %v", what, ps)
		}
	}
	// What the plan says is decided.
	how := splitA2()
	for i := range how.Parts {
		how.Parts[i].Fee, how.Parts[i].StatutoryDays, how.Parts[i].PromisedDays = &fee, &days, &days
	}
	p, ps := SplitMatter(shopWith(t), how)
	if told := toldCodes(ps); slices.Contains(told, "matter.split_fee") || slices.Contains(told, "matter.split_limits") || p.Matters["A22"].Fee != "1" || p.Matters["A22"].StatutoryDays != 3 {
		t.Errorf("%v\n%+v", ps, p.Matters["A22"])
	}
}

func TestAPlanOfASplitIsReadAndBegun(t *testing.T) {
	t.Parallel()
	parts, ps := ReadSplit([]byte("parts:\n  - {id: A21, name: {zh: 甲, en: One}, sections: [basic], fee: \"0\"}\n  - {id: A22, name: {zh: 乙, en: Two}, fields: [premises], result: {name: {zh: 证, en: Permit}}}\n"))
	if ps.Failed() || len(parts) != 2 || *parts[0].Fee != "0" || parts[1].Result.Name.In("en") != "Permit" {
		t.Errorf("%v %+v", ps, parts)
	}
	for _, bad := range []string{"parts: [{id: A, pages: [x]}]", "parts: 3", "- {"} {
		if _, ps := ReadSplit([]byte(bad)); !ps.Failed() {
			t.Errorf("read: %s", bad)
		}
	}
	r := shopWith(t)
	outline := SplitOutline(r.Matter("A2"), "en")
	parts, ps = ReadSplit([]byte(outline))
	if ps.Failed() || len(parts) != 2 || !slices.Equal(parts[0].Sections, []string{"basic", "food", "place", "staff", "other"}) || !slices.Equal(parts[0].Materials, []string{"MT1", "MT2", "MT4", "MT6"}) || parts[1].Result == nil {
		t.Errorf("%v %+v\n%s", ps, parts, outline)
	}
	for _, said := range []string{"premises/E22", "Kitchen area", "Copy of the business licence", "issues: Food business licence"} {
		if !strings.Contains(outline, said) {
			t.Errorf("%q is not said:\n%s", said, outline)
		}
	}
}

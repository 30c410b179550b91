package catalog

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

var mergedA2A3 = MatterMerge{Matters: []string{"A2", "A3"}, ID: "A9", Name: metamodel.ZhEn("餐饮开业许可", "Permit to open"), Process: "A3",
	End: metamodel.Cancellation{On: "2027-01-01", Basis: metamodel.ZhEn("改革方案", "Reform plan"), Reason: metamodel.ZhEn("两证合一", "Two become one")}}

// shopWith reads the fixture, with its policy, with words of its files replaced:
// path, old, new.
func shopWith(t *testing.T, changes ...string) *Release {
	t.Helper()
	files := withPolicy(t)
	for i := 0; i < len(changes); i += 3 {
		name, old := changes[i], changes[i+1]
		if !bytes.Contains(files[name], []byte(old)) {
			t.Fatalf("%s has no %q:\n%s", name, old, files[name])
		}
		files[name] = bytes.Replace(files[name], []byte(old), []byte(changes[i+2]), 1)
	}
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r
}

func toldCodes(ps metamodel.Problems) (codes []string) {
	for _, p := range ps {
		codes = append(codes, p.Code)
	}
	return codes
}

func TestMattersBecomeOne(t *testing.T) {
	t.Parallel()
	r := shopWith(t)
	p, ps := MergeMatters(r, mergedA2A3)
	if ps.Failed() {
		t.Fatal(ps)
	}
	for _, code := range []string{"matter.merged_department", "matter.merged_fee", "matter.merged_result"} {
		if !slices.Contains(toldCodes(ps), code) {
			t.Errorf("%s is not listed: %v", code, ps)
		}
	}
	next := compiledAgain(t, p)
	m := next.Matter("A9")
	if m.Def.Department != "fire" || m.Def.Workflow != "A3" || m.Def.StatutoryDays != 20 || m.Def.PromisedDays != 8 || m.Def.Fee != "10.6" || !slices.Equal(m.Def.Preconditions, []string{"A1"}) {
		t.Errorf("%+v", m.Def)
	}
	for _, path := range []string{"applicant/E11", "applicant/E32", "premises/E21", "premises/E22", "premises/E24", "employee/E01", "signboard/E41", "filing/E62"} {
		if _, ok := m.Form.Field(path); !ok {
			t.Errorf("%s is lost", path)
		}
	}
	if area := m.Form.Doc.Properties["premises"].Properties["E21"]; area.Minimum != "300" {
		t.Errorf("the floor area is at least %q", area.Minimum)
	}
	var materials []string
	for _, u := range m.Def.Materials {
		materials = append(materials, u.Material)
	}
	if !slices.Equal(materials, []string{"MT1", "MT2", "MT4", "MT6", "MT5"}) {
		t.Errorf("materials %v", materials)
	}
	for _, id := range []string{"A2", "A3"} {
		if end := p.Matters[id].Cancelled; end == nil || end.Into != metamodel.Merged || !slices.Equal(end.Successors, []string{"A9"}) || end.On != "2027-01-01" {
			t.Errorf("%s: %+v", id, end)
		}
	}
	theme := p.Themes["T1"]
	if len(theme.Matters) != 2 || theme.Matters[1].Matter != "A9" || theme.Matters[1].When != "true" || theme.Matters[1].Stage != 2 {
		t.Errorf("%+v", theme.Matters)
	}
	if got := p.Policies["P1"].Matters; !slices.Equal(got, []string{"A1", "A9"}) {
		t.Errorf("the policy is claimed through %v", got)
	}
	if r.Pack.Matters["A2"].Cancelled != nil || r.Pack.Matters["A9"] != nil {
		t.Error("the release itself changed")
	}
	set := mergedA2A3
	days := 3.0
	set.StatutoryDays, set.PromisedDays = &days, &days
	if p, _ = MergeMatters(r, set); p.Matters["A9"].StatutoryDays != 3 || p.Matters["A9"].PromisedDays != 3 {
		t.Errorf("%+v", p.Matters["A9"])
	}
}

// What A1 issues, A2 asked for: the one that both become asks for neither the
// number nor the licence, and is itself what issues it.
func TestAMergedMatterAsksNotForItsOwnResult(t *testing.T) {
	t.Parallel()
	how := mergedA2A3
	how.Matters, how.Process = []string{"A1", "A2"}, "A1"
	r := shopWith(t)
	p, ps := MergeMatters(r, how)
	if ps.Failed() || !slices.Contains(toldCodes(ps), "matter.merged_yields") {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p)
	m := next.Matter("A9")
	if _, ok := m.Form.Field("applicant/E12"); ok || m.Def.Result.Material != "MT1" || !slices.Equal(m.Def.Result.Yields, []string{"applicant/E12"}) || len(m.Def.Preconditions) != 0 {
		t.Errorf("%+v", m.Def)
	}
	if slices.ContainsFunc(m.Def.Materials, func(u metamodel.MaterialUse) bool { return u.Material == "MT1" }) || p.Materials["MT1"].ResultOf != "A9" {
		t.Errorf("%+v", m.Def.Materials)
	}
	if !slices.Equal(p.Matters["A3"].Preconditions, []string{"A9"}) {
		t.Errorf("A3 waits for %v", p.Matters["A3"].Preconditions)
	}
	if at := p.Themes["T1"].Matters; len(at) != 2 || at[0].When != "true" || at[1].Stage <= at[0].Stage {
		t.Errorf("%+v", at)
	}
}

func TestAMergeThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	standard := []string{"matters/A2.yaml", "result:", "standard: true\nresult:", "themes/T1.yaml", "  - {matter: A2, when: \"true\", stage: 2, group: B}\n", "", "policies/P1.yaml", "[A1, A2]", "[A1]", "policies/P1.yaml", "materials: [MT4]\n", ""}
	for code, c := range map[string]struct {
		files []string
		how   func(*MatterMerge)
	}{
		"matter.merged_few":      {nil, func(h *MatterMerge) { h.Matters = []string{"A2", "A2"} }},
		"matter.merged_taken":    {nil, func(h *MatterMerge) { h.ID = "A1" }},
		"matter.merged_standard": {standard, nil},
		"matter.merged_process":  {[]string{"workflows/A3.yaml", "limit: 1", "limit: 2"}, func(h *MatterMerge) { h.Process = "" }},
		"matter.merged_outside":  {nil, func(h *MatterMerge) { h.Process = "A1" }},
		"matter.merged_id":       {nil, func(h *MatterMerge) { h.ID = "N 20/../x" }},
		"matter.not_in_pack":     {nil, func(h *MatterMerge) { h.Matters = []string{"A2", "B1"} }},
		"matter.merged_value": {[]string{"forms/A3.yaml", "      E23:", "      E22: {$ref: \"element:E22\", x-visible: applicant.E11 == 'big', x-value: premises.E21 + 1.0}\n      E23:",
			"forms/A3.yaml", " premises/E23,", " premises/E22, premises/E23,"}, nil},
		"matter.merged_demand": {[]string{"forms/A2.yaml", `{$ref: "element:E11"`, `{$ref: "element:E11", format: email`, "forms/A3.yaml", `{$ref: "element:E11"`, `{$ref: "element:E11", format: cn-uscc`}, nil},
		"merge.conflict_range": {[]string{"forms/A2.yaml", `{$ref: "element:E21"`, `{$ref: "element:E21", maximum: 200`}, nil},
	} {
		how := mergedA2A3
		if c.how != nil {
			c.how(&how)
		}
		r := shopWith(t, c.files...)
		p, ps := MergeMatters(r, how)
		if !ps.Failed() || !strings.Contains(strings.Join(toldCodes(ps), " "), code) || p != r.Pack {
			t.Errorf("%s: %v", code, ps)
		}
	}
}

func TestWhatAMergeLeavesToDecideIsListed(t *testing.T) {
	t.Parallel()
	for code, files := range map[string][]string{
		"matter.merged_stricter":   {"forms/A2.yaml", `{$ref: "element:E11"`, `{$ref: "element:E11", x-visible: applicant.E31 == true, format: cn-uscc`},
		"matter.merged_when":       nil,
		"matter.merged_view":       {"forms/A2.yaml", `{$ref: "element:E21"`, `{$ref: "element:E21", x-visible: applicant.E31 == true`},
		"matter.merged_computed":   {"forms/A3.yaml", "      E23:", "      E22: {$ref: \"element:E22\", x-value: premises.E21 + 1.0}\n      E23:", "forms/A3.yaml", " premises/E23,", " premises/E22, premises/E23,"},
		"matter.merged_inspection": {"themes/T1.yaml", "lead: hall\n", "lead: hall\njoint:\n  inspections:\n    - id: I\n      name: {zh: 联合勘验, en: Joint inspection}\n      lead: fire\n      wait: 3\n      states:\n        - {matter: A2, state: accept}\n        - {matter: A3, state: accept}\n", "workflows/A2.yaml", "roles: [clerk]", "roles: [inspector]", "workflows/A3.yaml", "roles: [clerk]", "roles: [inspector]"},
	} {
		r := shopWith(t, files...)
		p, ps := MergeMatters(r, mergedA2A3)
		if ps.Failed() || !slices.Contains(toldCodes(ps), code) {
			t.Errorf("%s: %v", code, ps)
			continue
		}
		if words := map[string]string{
			"matter.merged_stricter": "format of “Entity name” (applicant/E11): “Food business licence” cn-uscc, “Fire safety inspection” nothing. The strictest holds for all now",
			"matter.merged_when":     "In the theme “Open a noodle shop” “Fire safety inspection” applied when “Q2 >= 300”; the merged matter applies when “true”. Confirm that",
			"matter.merged_view":     "The condition “premises.E22 <= premises.E21” of “Food business licence” at “premises/E22” reads “Floor area” (premises/E21), which “Food business licence” shows where “applicant.E31 == true” and “Fire safety inspection” always. It is shown more often now; look at the condition",
		}[code]; words != "" && !slices.ContainsFunc(ps, func(p metamodel.Problem) bool { return p.In("en") == words }) {
			t.Errorf("%s does not say both sources: %v", code, ps)
		}
		next := compiledAgain(t, p)
		if len(next.Matter("A9").Form.Fields) < 10 {
			t.Errorf("%s: %v", code, next.Matter("A9").Form.Fields)
		}
		if j := next.ThemeDef("T1").Joint; j != nil && len(j.Inspections) > 0 {
			t.Errorf("%+v", j.Inspections)
		}
	}
}

// A demand of one matter stays where that matter showed the field.
func TestADemandHoldsWhereItHeld(t *testing.T) {
	t.Parallel()
	r := shopWith(t, "forms/A3.yaml", `{$ref: "element:E21"`, `{$ref: "element:E21", x-visible: applicant.E11 == 'big'`)
	p, ps := MergeMatters(r, mergedA2A3)
	if ps.Failed() || slices.Contains(toldCodes(ps), "matter.merged_stricter") {
		t.Fatal(ps)
	}
	area := p.Forms["A9"].Properties["premises"].Properties["E21"]
	if area.Minimum != "" || area.Visible != "" || len(area.Checks) != 1 || area.Checks[0].Rule != "!holds(applicant.E11 == 'big') || (premises.E21 >= 300.0)" || !strings.Contains(area.Checks[0].Message.In("en"), "300 or more") {
		t.Errorf("%+v", area)
	}
}

package catalog

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// mostDays bounds a time limit so that working time never overflows.
const mostDays = 3650

var amount = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$`)

func (c *compiler) matters() {
	graph := map[string][]string{}
	for _, id := range sortedKeys(c.pack.Matters) {
		if m := c.matter(c.pack.Matters[id]); m != nil {
			c.release.matters[id] = m
		}
		for _, before := range c.pack.Matters[id].Preconditions {
			if before != id { // reported as such
				graph[id] = append(graph[id], before)
			}
		}
	}
	for _, cycle := range cycles(graph) {
		c.report(metamodel.KindMatter, cycle[0], PreconditionCycle.At("preconditions", "cycle", strings.Join(cycle, " → ")))
	}
	c.templates()
	c.cancellations()
}

// templates refuses a template that is nowhere, or follows in the end itself.
func (c *compiler) templates() {
	graph := map[string][]string{}
	for _, id := range sortedKeys(c.pack.Matters) {
		t := c.pack.Matters[id].Template
		if t == nil {
			continue
		}
		if _, ok := c.reg.matter(t.Matter); !ok {
			c.report(metamodel.KindMatter, id, UnknownTemplate.At("template/matter", "matter", t.Matter))
		}
		graph[id] = []string{t.Matter}
		seen := map[string]bool{}
		for i, k := range t.Kept {
			if seen[k.Path] {
				c.report(metamodel.KindMatter, id, KeptReason.At(fmt.Sprintf("template/kept/%d/path", i), "path", k.Path))
			}
			seen[k.Path] = true
		}
	}
	for _, cycle := range cycles(graph) {
		c.report(metamodel.KindMatter, cycle[0], TemplateCycle.At("template/matter", "cycle", strings.Join(cycle, " → ")))
	}
}

// matter compiles one matter; nil when what it stands on is missing.
func (c *compiler) matter(def *metamodel.Matter) *Matter {
	fail := func(p metamodel.Problem) { c.report(metamodel.KindMatter, def.ID, p) }
	m := &Matter{Def: def, Yields: map[string]bool{}}
	ok := true
	if m.Department, ok = c.reg.department(def.Department); !ok {
		fail(UnknownDepartment.At("department", "department", def.Department))
	}
	if m.Machine = c.release.Machine(def.Workflow); m.Machine == nil && c.pack.Workflows[def.Workflow] == nil {
		fail(UnknownWorkflow.At("workflow", "workflow", def.Workflow))
	}
	id := FormID(def.Form)
	if m.Form = c.release.Form(id); m.Form == nil && c.pack.Forms[id] == nil {
		fail(UnknownForm.At("form", "form", def.Form))
	}
	if def.StatutoryDays > mostDays {
		fail(DaysTooMany.At("statutoryDays", "days", def.StatutoryDays, "limit", mostDays))
	}
	if def.PromisedDays > def.StatutoryDays {
		fail(PromisedTooLong.At("promisedDays", "promised", def.PromisedDays, "statutory", def.StatutoryDays))
	}
	if def.Fee != "" && !amount.MatchString(def.Fee) {
		fail(BadFee.At("fee", "fee", def.Fee))
	}
	seen := map[string]bool{}
	for i, before := range def.Preconditions {
		at := fmt.Sprintf("preconditions/%d", i)
		switch _, ok := c.reg.matter(before); {
		case before == def.ID:
			fail(PreconditionSelf.At(at))
		case !ok:
			fail(UnknownPrecondition.At(at, "matter", before))
		case seen[before]:
			fail(PreconditionTwice.At(at, "matter", before))
		}
		seen[before] = true
	}
	c.matterMaterials(m)
	c.matterResult(m)
	c.matterSilence(m)
	c.matterExtension(m)
	c.matterLights(m)
	c.delegation(m)
	if m.Department == nil || m.Form == nil || m.Machine == nil {
		return nil
	}
	return m
}

func (c *compiler) matterMaterials(m *Matter) {
	fail := func(ps ...metamodel.Problem) { c.report(metamodel.KindMatter, m.Def.ID, ps...) }
	var env *metamodel.Env
	if m.Form != nil {
		var ps metamodel.Problems
		if env, ps = metamodel.NewEnv(m.Form, nil, c.reg); ps.Failed() {
			fail(ps...)
			env = nil
		}
	}
	seen := map[string]bool{}
	for i, use := range m.Def.Materials {
		at := fmt.Sprintf("materials/%d", i)
		material, ok := c.reg.material(use.Material)
		switch {
		case !ok:
			fail(UnknownMaterial.At(at+"/material", "material", use.Material))
			continue
		case seen[use.Material]:
			fail(MaterialTwice.At(at+"/material", "material", use.Material))
		case use.Material == m.Def.Result.Material || material.ResultOf == m.Def.ID:
			fail(OwnResultAsked.At(at+"/material", "material", use.Material))
		}
		seen[use.Material] = true
		mm := MatterMaterial{Use: use, Material: material}
		if use.When != "" && env != nil {
			x, ps := env.Condition(at+"/when", use.When)
			fail(ps...)
			mm.When = x
		}
		m.Materials = append(m.Materials, mm)
	}
}

func (c *compiler) matterResult(m *Matter) {
	fail := func(p metamodel.Problem) { c.report(metamodel.KindMatter, m.Def.ID, p) }
	result := m.Def.Result
	if result.Material != "" {
		switch material, ok := c.reg.material(result.Material); {
		case !ok:
			fail(UnknownMaterial.At("result/material", "material", result.Material))
		case material.ResultOf != m.Def.ID:
			fail(ResultNotResult.At("result/material", "material", result.Material))
		default:
			m.Issues = material
		}
	}
	for i, path := range result.Yields {
		at := fmt.Sprintf("result/yields/%d", i)
		group, key, _ := strings.Cut(path, "/")
		_, subject := c.reg.Subject(group)
		_, element := c.reg.Element(key)
		switch {
		case !subject || !element:
			fail(UnknownYield.At(at, "path", path))
			continue
		case m.Yields[path]:
			fail(YieldTwice.At(at, "path", path))
		case c.repeated(group):
			fail(YieldRepeated.At(at, "path", path, "group", group))
		}
		if m.Form != nil {
			if _, asked := m.Form.Field(path); asked {
				fail(YieldAsked.At(at, "path", path))
			}
		}
		m.Yields[path] = true
	}
	if m.Form != nil {
		rules, ps := metamodel.CompileResult(m.Form, &result, c.reg)
		c.report(metamodel.KindMatter, m.Def.ID, ps...)
		m.Rules = rules
	}
}

// matterSilence holds the silent decisions of the process against the matter:
// there must be a time to count, and nothing that somebody would have to enter.
func (c *compiler) matterSilence(m *Matter) {
	if m.Machine == nil {
		return
	}
	for i := range m.Machine.Workflow.States {
		s := &m.Machine.Workflow.States[i]
		if s.After == nil {
			continue
		}
		limit := map[workflows.ClockName]float64{workflows.PromisedClock: m.Def.PromisedDays, workflows.StatutoryClock: m.Def.StatutoryDays, workflows.StepClock: s.Limit}
		if s.After.Days == 0 && limit[s.After.Clock] == 0 {
			c.report(metamodel.KindMatter, m.Def.ID, SilenceNoLimit.At("workflow", "state", s.Name, "clock", s.After.Clock))
		}
		if t := s.Silently(); t.Kind == workflows.Deliver && len(m.Def.Result.Yields) > 0 {
			c.report(metamodel.KindMatter, m.Def.ID, SilenceResult.At("workflow", "state", s.Name))
		}
	}
}

// repeated reports whether any form of the pack has the subject as a repeat.
func (c *compiler) repeated(group string) bool {
	for _, doc := range c.pack.Forms {
		if g := doc.Properties[group]; g != nil && g.Type == "array" {
			return true
		}
	}
	return false
}

package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// PolicySet is the policies of one pack, compiled over one form that has a field
// for every element they ask about: what a citizen answers once decides them all.
type PolicySet struct {
	Release  *Release
	Form     *metamodel.Form // one field for each (element, subject) that a criterion reads
	Policies []*Policy       // by id

	conditions []*metamodel.Expr // distinct ones
	fields     []*metamodel.Field
	fieldAt    map[string]int // by path
	reads      [][]int        // of each condition: indices into fields
	env        *metamodel.Env
	compared   []func() compared // of each condition, once somebody asks
	excludes   []func() bool     // of each condition: whether “no” to all it reads meets it
}

// compared is what metamodel.Env.Comparisons finds in a condition.
type compared struct {
	list  []metamodel.Comparison
	whole bool
}

// Policy is one policy with what it refers to.
type Policy struct {
	Def        *metamodel.Policy
	Department *metamodel.Department
	Set        *PolicySet
	Matters    []string // through which it is claimed: its own, or those of its theme

	conditions []int // of each criterion, into PolicySet.conditions
}

// Problems of policies.
var (
	PolicyDepartment = kind("policy.department", "政策的部门“{department}”不存在", "The policy's department “{department}” does not exist")
	PolicyDate       = kind("policy.date", "“{date}”不是日期", "“{date}” is no date")
	PolicyDates      = kind("policy.dates", "截止日期 {until} 早于开始日期 {from}", "The last day {until} is before the first one, {from}")
	PolicyAmount     = kind("policy.amount", "金额“{amount}”须为不带正负号、最多两位小数的数", "The amount “{amount}” must be a number without a sign, with at most two decimals")
	PolicyClaim      = kind("policy.claim", "政策须写明申领时办理的事项或一件事，二者选一", "A policy names the matters or the theme it is claimed through: one of the two")
	PolicyMatter     = kind("policy.matter", "事项“{matter}”不存在", "The matter “{matter}” does not exist")
	PolicyStandard   = kind("policy.standard", "“{matter}”是供各地对照的标准事项，不能办理", "“{matter}” is a standard for others and is never filed")
	PolicyTwice      = kind("policy.twice", "“{id}”重复", "“{id}” appears twice")
	PolicyTheme      = kind("policy.theme", "一件事“{theme}”不存在", "The theme “{theme}” does not exist")
	PolicyMaterial   = kind("policy.material", "材料“{material}”不存在", "The material “{material}” does not exist")
	PolicyUnasked    = kind("policy.material_unasked", "材料“{material}”没有任何一个申领事项收取", "The material “{material}” is asked for by none of the matters the policy is claimed through")
	CriterionAsks    = kind("policy.criterion_asks", "条件不能读“{element}”：是否符合政策只看情形（是否、选项、数、日期），不问姓名、证件号等个人信息", "A criterion cannot read “{element}”: entitlement is decided by the situation (yes or no, options, numbers, dates), nobody says who they are")
	CriterionReads   = kind("policy.criterion_reads", "条件没有读任何数据元，对谁都一样", "The criterion reads no element: it is the same for everybody")
)

func (c *compiler) policies() {
	if len(c.pack.Policies) > 0 {
		c.release.policies = c.policySet()
	}
}

// policySet compiles the pack's policies; what can still be checked is, whatever
// was wrong before.
func (c *compiler) policySet() *PolicySet {
	s := &PolicySet{Release: c.release, fieldAt: map[string]int{}}
	ids := sortedKeys(c.pack.Policies)
	for _, id := range ids {
		s.Policies = append(s.Policies, c.policy(s, c.pack.Policies[id]))
	}
	if !c.situationForm(s) {
		return s
	}
	known := map[string]int{}
	for _, p := range s.Policies {
		for i, cr := range p.Def.Criteria {
			n, ok := known[cr.When]
			if !ok {
				n = c.criterion(s, p, i)
				known[cr.When] = n
			}
			p.conditions = append(p.conditions, n)
		}
	}
	return s
}

// policy checks what a policy refers to.
func (c *compiler) policy(s *PolicySet, def *metamodel.Policy) *Policy {
	fail := func(p metamodel.Problem) { c.report(metamodel.KindPolicy, def.ID, p) }
	p := &Policy{Def: def, Set: s}
	ok := true
	if p.Department, ok = c.reg.department(def.Department); !ok {
		fail(PolicyDepartment.At("department", "department", def.Department))
	}
	dates := true
	for _, d := range []struct{ at, day string }{{"from", def.From}, {"until", def.Until}} {
		if _, err := time.Parse(time.DateOnly, d.day); d.day != "" && err != nil {
			fail(PolicyDate.At(d.at, "date", d.day))
			dates = false
		}
	}
	if dates && def.From != "" && def.Until != "" && def.Until < def.From {
		fail(PolicyDates.At("until", "from", def.From, "until", def.Until))
	}
	if def.Benefit.Amount != "" && !amount.MatchString(def.Benefit.Amount) {
		fail(PolicyAmount.At("benefit/amount", "amount", def.Benefit.Amount))
	}
	c.claim(p)
	seen := map[string]bool{}
	for i, cr := range def.Criteria {
		if seen[cr.ID] {
			fail(PolicyTwice.At(fmt.Sprintf("criteria/%d/id", i), "id", cr.ID))
		}
		seen[cr.ID] = true
	}
	return p
}

// claim finds the matters through which a policy is claimed.
func (c *compiler) claim(p *Policy) {
	def := p.Def
	fail := func(problem metamodel.Problem) { c.report(metamodel.KindPolicy, def.ID, problem) }
	if (def.Theme == "") == (len(def.Matters) == 0) {
		fail(PolicyClaim.At("matters"))
	}
	for i, id := range def.Matters {
		at := fmt.Sprintf("matters/%d", i)
		switch m, ok := c.reg.matter(id); {
		case !ok:
			fail(PolicyMatter.At(at, "matter", id))
		case m.Standard:
			fail(PolicyStandard.At(at, "matter", m.Name))
		case m.Cancelled != nil:
			fail(CancelledPolicy.At(at, "policy", def.Name, "matter", m.Name, "on", m.Cancelled.On))
		}
		if slices.Contains(def.Matters[:i], id) {
			fail(PolicyTwice.At(at, "id", id))
		}
		p.Matters = append(p.Matters, id)
	}
	if def.Theme != "" {
		t, ok := find(c.reg, def.Theme, func(p *Pack) map[string]*metamodel.Theme { return p.Themes })
		if !ok {
			fail(PolicyTheme.At("theme", "theme", def.Theme))
		} else {
			for _, m := range t.Matters {
				p.Matters = append(p.Matters, m.Matter)
			}
		}
	}
	asked := map[string]bool{}
	for _, id := range p.Matters {
		if m, ok := c.reg.matter(id); ok {
			for _, u := range m.Materials {
				asked[u.Material] = true
			}
		}
	}
	for i, id := range def.Materials {
		at := fmt.Sprintf("materials/%d", i)
		switch _, ok := c.reg.material(id); {
		case !ok:
			fail(PolicyMaterial.At(at, "material", id))
		case !asked[id]:
			fail(PolicyUnasked.At(at, "material", id))
		}
		if slices.Contains(def.Materials[:i], id) {
			fail(PolicyTwice.At(at, "id", id))
		}
	}
}

// situational reports whether people may be asked for an element to find out
// what they are entitled to: nothing that says who they are.
func situational(e *metamodel.Element) bool {
	switch e.Type {
	case metamodel.TypeBoolean, metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeMoney, metamodel.TypeDate, metamodel.TypeCode, metamodel.TypeCodes:
		return e.Sensitivity != metamodel.SensitivePersonal && len(e.Const) == 0
	}
	return false
}

// elementsIn are the fields a condition names, of subjects and elements there are.
func (c *compiler) elementsIn(source string) (paths []string) {
	for _, ref := range refsIn(source) {
		group, key, ok := strings.Cut(ref, "/")
		if !ok || strings.Contains(key, "/") {
			continue
		}
		_, subject := c.reg.Subject(group)
		_, element := c.reg.Element(key)
		if subject && element && !slices.Contains(paths, ref) {
			paths = append(paths, ref)
		}
	}
	return paths
}

// situationForm puts every element the criteria name into one form.
func (c *compiler) situationForm(s *PolicySet) bool {
	groups := map[string]map[string]bool{}
	ok := true
	for _, p := range s.Policies {
		for i, cr := range p.Def.Criteria {
			for _, path := range c.elementsIn(cr.When) {
				group, key, _ := strings.Cut(path, "/")
				if e, _ := c.reg.Element(key); !situational(e) {
					c.report(metamodel.KindPolicy, p.Def.ID, CriterionAsks.At(fmt.Sprintf("criteria/%d/when", i), "element", e.Label()))
					ok = false
					continue
				}
				if groups[group] == nil {
					groups[group] = map[string]bool{}
				}
				groups[group][key] = true
			}
		}
	}
	if !ok {
		return false
	}
	if len(groups) > 0 {
		form, ps := metamodel.Compile(situationDoc(groups, c.reg), c.reg)
		if form == nil || ps.Failed() {
			if !c.problems.Failed() { // the elements' own problems are told where they stand
				for _, p := range ps {
					if p.Severity != metamodel.Warning {
						c.report(metamodel.KindPolicy, s.Policies[0].Def.ID, p)
					}
				}
			}
			return false
		}
		s.Form = form
	}
	env, ps := metamodel.NewEnv(s.Form, nil, c.reg)
	if ps.Failed() {
		c.report(metamodel.KindPolicy, s.Policies[0].Def.ID, ps...)
		return false
	}
	s.env = env
	return true
}

// situationDoc is a form of the elements by subject, a section each.
func situationDoc(groups map[string]map[string]bool, reg registry) *metamodel.FormDoc {
	title := metamodel.ZhEn("我的情形", "My situation")
	doc := &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:situation", Title: title, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{},
	}
	order := func(id string) int {
		if s, ok := reg.Subject(id); ok {
			return s.Order
		}
		return 0
	}
	subjects := sortedKeys(groups)
	sort.SliceStable(subjects, func(i, j int) bool { return order(subjects[i]) < order(subjects[j]) })
	for _, id := range subjects {
		g := &metamodel.GroupDoc{Type: "object", Subject: id, Properties: map[string]*metamodel.FieldDoc{}}
		section := metamodel.SectionDoc{ID: id, Title: title}
		if s, ok := reg.Subject(id); ok {
			section.Title = s.Name
		}
		for _, key := range sortedKeys(groups[id]) {
			g.Properties[key] = &metamodel.FieldDoc{Ref: "element:" + key}
			section.Fields = append(section.Fields, id+"/"+key)
		}
		doc.Properties[id] = g
		doc.Layout.Sections = append(doc.Layout.Sections, section)
	}
	return doc
}

// criterion compiles one criterion's condition and gives its place in the set.
func (c *compiler) criterion(s *PolicySet, p *Policy, i int) int {
	cr := p.Def.Criteria[i]
	at := fmt.Sprintf("criteria/%d/when", i)
	x, ps := s.env.Condition(at, cr.When)
	c.report(metamodel.KindPolicy, p.Def.ID, ps...)
	var reads []int
	if x != nil {
		refs := x.Refs()
		if len(refs) == 0 && !ps.Failed() {
			c.report(metamodel.KindPolicy, p.Def.ID, CriterionReads.At(at))
		}
		for _, ref := range refs {
			f, ok := s.Form.Field(ref)
			if !ok {
				continue
			}
			n, known := s.fieldAt[f.Path]
			if !known {
				n = len(s.fields)
				s.fieldAt[f.Path] = n
				s.fields = append(s.fields, f)
			}
			reads = append(reads, n)
		}
	}
	s.conditions = append(s.conditions, x)
	s.reads = append(s.reads, reads)
	s.compared = append(s.compared, sync.OnceValue(func() compared {
		list, whole := s.env.Comparisons(cr.When)
		return compared{list, whole}
	}))
	s.excludes = append(s.excludes, sync.OnceValue(func() bool { return s.excluding(x, reads) }))
	return len(s.conditions) - 1
}

// excluding reports whether a condition only keeps people out: to say “no” to
// all that can be answered so meets it.
func (s *PolicySet) excluding(x *metamodel.Expr, reads []int) bool {
	groups := map[string]map[string]json.RawMessage{}
	for _, i := range reads {
		f := s.fields[i]
		if f.Element.Type != metamodel.TypeBoolean {
			continue
		}
		if groups[f.Group.Path] == nil {
			groups[f.Group.Path] = map[string]json.RawMessage{}
		}
		groups[f.Group.Path][f.Key] = json.RawMessage("false")
	}
	doc := map[string]json.RawMessage{}
	for path, fields := range groups {
		doc[path] = write(fields)
	}
	return x != nil && s.Form.Check(write(doc), metamodel.Context{}).Eval(x) == metamodel.True
}

// Words are a criterion's condition as people say it, or its source.
func (p *Policy) Words(criterion int) metamodel.Text {
	source := p.Def.Criteria[criterion].When
	if words, ok := p.Set.env.Words(source); ok {
		return words
	}
	return metamodel.ZhEn(source, source)
}

// Reads are the fields a criterion asks about.
func (p *Policy) Reads(criterion int) (fields []*metamodel.Field) {
	for _, i := range p.Set.reads[p.conditions[criterion]] {
		fields = append(fields, p.Set.fields[i])
	}
	return fields
}

// policyReferences notes what policies refer to.
func (x *index) policyReferences(p *Pack, note func(kind, id string, u Use)) {
	for _, id := range sortedKeys(p.Policies) {
		def := p.Policies[id]
		at := func(path string, label metamodel.Text) Use {
			return Use{Ref: Ref{metamodel.KindPolicy, id}, Name: def.Name, Path: path, Label: label}
		}
		note(metamodel.KindDepartment, def.Department, at("department", nil))
		note(metamodel.KindTheme, def.Theme, at("theme", nil))
		for i, m := range def.Matters {
			note(metamodel.KindMatter, m, at(fmt.Sprintf("matters/%d", i), nil))
		}
		for i, m := range def.Materials {
			note(metamodel.KindMaterial, m, at(fmt.Sprintf("materials/%d", i), nil))
		}
		for i, cr := range def.Criteria {
			place := at(fmt.Sprintf("criteria/%d", i), cr.Text)
			seen := map[string]bool{}
			for _, ref := range refsIn(cr.When) {
				group, key, ok := strings.Cut(ref, "/")
				if !ok || strings.Contains(key, "/") {
					continue
				}
				for kind, id := range map[string]string{metamodel.KindSubject: group, metamodel.KindElement: key} {
					if !seen[kind+id] {
						seen[kind+id] = true
						note(kind, id, place)
					}
				}
			}
		}
	}
}

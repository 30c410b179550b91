package metamodel

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Compile turns a form as written into a plan. Every problem is reported, with
// paths into the document; the form is nil when any of them is an error.
func Compile(doc *FormDoc, reg Registry) (*Form, Problems) {
	c := &compiler{doc: doc, reg: reg}
	if doc == nil {
		c.add(formNull, "")
		return nil, c.problems
	}
	c.form = &Form{ID: strings.TrimPrefix(doc.ID, "form:"), Title: doc.Title, Doc: doc}
	c.plan = &plan{byName: map[string]*groupPlan{}, byPath: map[string]*Field{}, matters: map[string]int{}}
	c.form.plan = c.plan
	if c.form.ID == "" || c.form.ID == doc.ID {
		c.add(formID, "$id")
	}
	for _, name := range sortedKeys(doc.Properties) {
		c.group(name, doc.Properties[name])
	}
	c.layout()
	c.number()
	c.conditions()
	if !c.problems.Failed() {
		c.sequence()
	}
	if c.problems.Failed() {
		return nil, c.problems
	}
	return c.form, c.problems
}

type compiler struct {
	sink
	doc  *FormDoc
	reg  Registry
	form *Form
	plan *plan
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

var groupName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
var fieldName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// celReserved are the words the CEL specification keeps, the type names a
// group would shadow, and the name of a repeat's own row.
var celReserved = map[string]bool{
	"true": true, "false": true, "null": true, "in": true, "as": true, "break": true, "const": true, "continue": true, "else": true,
	"for": true, "function": true, "if": true, "import": true, "let": true, "loop": true, "package": true, "namespace": true,
	"return": true, "var": true, "void": true, "while": true, "row": true,
	"bool": true, "bytes": true, "double": true, "int": true, "list": true, "map": true, "string": true, "type": true, "uint": true,
	"size": true, "has": true, "all": true, "exists": true, "duration": true, "timestamp": true, "dyn": true, "matches": true,
}

func (c *compiler) group(name string, gd *GroupDoc) {
	path := join("properties", name)
	if gd == nil {
		c.add(formNull, path)
		return
	}
	if !groupName.MatchString(name) || celReserved[name] {
		c.add(formGroupName, path, "name", name)
	}
	if gd.Subject != name {
		c.add(formSubjectName, join(path, "x-subject"), "name", name, "subject", gd.Subject)
	}
	subject, ok := c.reg.Subject(gd.Subject)
	if !ok {
		c.add(formSubject, join(path, "x-subject"), "subject", gd.Subject)
		subject = &Subject{ID: name, Name: Zh(name)}
	}
	g := &groupPlan{docPath: path, byKey: map[string]int{}, maxRows: MaxRows, index: -1}
	g.g = &Group{Path: name, Subject: subject, Label: gd.Label, Repeat: gd.Type == "array"}
	if len(g.g.Label) == 0 {
		g.g.Label = subject.Name
	}
	c.plan.byName[name] = g

	properties, required, order, inner := gd.Properties, gd.Required, []string(nil), path
	shape := func(at string, what Text) { c.add(formGroupShape, at, "what", what) }
	switch gd.Type {
	case "object":
		if gd.Items != nil {
			shape(join(path, "items"), ZhEn("不可重复的一组不能有 items，请用 properties", "A group that does not repeat has properties, not items"))
		}
		if gd.MinItems != nil || gd.MaxItems != nil {
			shape(path, ZhEn("不可重复的一组不能有 minItems 或 maxItems", "Only a repeat can have minItems or maxItems"))
		}
	case "array":
		inner = join(path, "items")
		if gd.Properties != nil || len(gd.Required) > 0 {
			shape(path, ZhEn("可重复的一组把 properties 和 required 写在 items 里", "A repeat puts properties and required inside items"))
		}
		if gd.Items == nil {
			shape(path, ZhEn("可重复的一组缺少 items", "A repeat needs items"))
			return
		}
		if gd.Items.Type != "object" {
			shape(join(inner, "type"), ZhEn("items 的类型须为 object", "The type of items must be object"))
		}
		properties, required, order = gd.Items.Properties, gd.Items.Required, gd.Items.Order
	default:
		shape(join(path, "type"), ZhEn("类型须为 object 或 array", "The type must be object or array"))
		return
	}
	c.groupUses(g, gd, path)
	if len(properties) == 0 {
		shape(inner, ZhEn("没有字段", "There are no fields"))
	}
	for i, k := range required {
		if _, ok := properties[k]; !ok {
			c.add(formNoRequired, at(join(inner, "required"), i), "field", k)
		}
	}
	for i, k := range order {
		if _, ok := properties[k]; !ok {
			c.add(formNoField, at(join(inner, "x-order"), i), "field", k)
		}
	}
	// A row's fields come in x-order, then as `required` lists them, then by key.
	keys := append(append([]string(nil), order...), required...)
	keys = append(keys, sortedKeys(properties)...)
	for _, key := range keys {
		if _, done := g.byKey[key]; done || properties[key] == nil {
			continue
		}
		if f := c.field(g, key, properties[key], slices.Contains(required, key), join(inner, "properties", key)); f != nil {
			g.byKey[key] = len(g.fields)
			g.fields = append(g.fields, f)
		}
	}
	for _, key := range sortedKeys(properties) {
		if properties[key] == nil {
			c.add(formNull, join(inner, "properties", key))
		}
	}
}

// groupUses normalises a group's demands to one list of uses.
func (c *compiler) groupUses(g *groupPlan, gd *GroupDoc, path string) {
	uses := gd.Uses
	if len(uses) == 0 {
		uses = []GroupUse{{Visible: gd.Visible, MinItems: gd.MinItems, MaxItems: gd.MaxItems}}
	} else {
		c.noDirect(path, map[string]bool{"x-visible": gd.Visible != "", "minItems": gd.MinItems != nil, "maxItems": gd.MaxItems != nil})
	}
	if len(uses) > maxUses {
		c.add(formTooManyUses, join(path, "x-uses"), "limit", maxUses)
		uses = uses[:maxUses]
	}
	most := 0
	for i, u := range uses {
		at := path
		if len(gd.Uses) > 0 {
			at = useAt(path, i)
			c.useMatter(slices.ContainsFunc(gd.Uses[:i], func(o GroupUse) bool { return o.Matter == u.Matter }), u.Matter, at)
		}
		p := groupUsePlan{matter: c.matter(u.Matter), max: -1}
		if u.MinItems != nil {
			p.min = *u.MinItems
		}
		if u.MaxItems != nil {
			p.max = *u.MaxItems
		}
		if p.min < 0 || u.MaxItems != nil && p.max < 0 {
			c.add(formNegative, at)
		}
		if p.min > MaxRows || p.max > MaxRows {
			c.add(formTooManyRows, at, "limit", MaxRows)
		}
		if p.max >= 0 && p.min > p.max {
			c.add(formEmptyRange, at, "low", fmt.Sprintf("minItems %d", p.min), "high", fmt.Sprintf("maxItems %d", p.max))
		}
		if p.max < 0 || p.max > most {
			most = p.max
			if p.max < 0 {
				most = MaxRows
			}
		}
		g.uses = append(g.uses, p)
		g.g.Uses = append(g.g.Uses, u)
	}
	g.maxRows = min(max(most, 1), MaxRows)
}

func useAt(path string, i int) string { return at(join(path, "x-uses"), i) }

func (c *compiler) noDirect(path string, set map[string]bool) {
	for _, k := range sortedKeys(set) {
		if set[k] {
			c.add(formUsesDirect, join(path, k), "keyword", k)
		}
	}
}

// useMatter reports a use without matter or with one that came before.
func (c *compiler) useMatter(twice bool, matter, path string) {
	if matter == "" {
		c.add(formUseMatter, join(path, "matter"))
	} else if twice {
		c.add(formUseTwice, join(path, "matter"), "matter", matter)
	}
}

func (c *compiler) matter(id string) int {
	if id == "" {
		return -1
	}
	i, ok := c.plan.matters[id]
	if !ok {
		i = len(c.plan.matters)
		c.plan.matters[id] = i
	}
	return i
}

func (c *compiler) field(g *groupPlan, key string, fd *FieldDoc, required bool, path string) *fieldPlan {
	id, ok := strings.CutPrefix(fd.Ref, "element:")
	if !ok || id == "" {
		c.add(formRef, join(path, "$ref"), "ref", clip(fd.Ref))
		return nil
	}
	el, ok := c.reg.Element(id)
	if !ok {
		c.add(formElement, join(path, "$ref"), "element", id)
		return nil
	}
	if key != id || !fieldName.MatchString(key) {
		c.add(formFieldName, path, "name", key, "element", id)
	}
	typ, ok := fieldTypes[el.Type]
	if !ok {
		c.add(formUnknownType, join(path, "$ref"), "type", el.Type)
		return nil
	}
	f := &fieldPlan{g: g, typ: typ, docPath: path}
	f.f = &Field{Path: g.g.Path + "/" + key, Key: key, Group: g.g, Element: el, Label: fd.Label, Hint: fd.Hint}
	if len(f.f.Label) == 0 && len(fd.Uses) > 0 {
		f.f.Label = fd.Uses[0].Label
	}
	if len(f.f.Label) == 0 {
		f.f.Label = el.Label()
	}
	if !f.ofElement(c.reg, join(path, "$ref"), &c.sink) {
		return nil
	}
	f.masked = el.Sensitivity == SensitivePersonal ||
		el.Sensitivity == Personal && (el.Format == FormatMobile || el.Format == FormatResidentID)

	uses := fd.Uses
	if len(uses) == 0 {
		uses = []FieldUse{{Visible: fd.Visible, Required: required, RequiredIf: fd.RequiredIf, Checks: fd.Checks, Constraints: fd.Constraints}}
	} else {
		direct := map[string]bool{"x-visible": fd.Visible != "", "x-required": fd.RequiredIf != "", "x-check": len(fd.Checks) > 0, "required": required}
		for _, k := range fd.Constraints.given() {
			direct[k] = true
		}
		c.noDirect(path, direct)
	}
	if len(uses) > maxUses {
		c.add(formTooManyUses, join(path, "x-uses"), "limit", maxUses)
		uses = uses[:maxUses]
	}
	for i := range uses {
		u, at := &uses[i], path
		if len(fd.Uses) > 0 {
			at = useAt(path, i)
			c.useMatter(slices.ContainsFunc(fd.Uses[:i], func(o FieldUse) bool { return o.Matter == u.Matter }), u.Matter, at)
		}
		p := usePlan{matter: c.matter(u.Matter), groupUse: -1, required: u.Required}
		for j, gu := range g.g.Uses {
			if gu.Matter == u.Matter {
				p.groupUse = j
			}
		}
		if len(u.Constraints.given()) > 0 {
			d := compileConstraints(&u.Constraints, f, at, &c.sink)
			d.narrows(f.element, at, &c.sink)
			d.possible(f.element, f, at, &c.sink)
			if !d.idle() {
				p.demands = d
			}
		}
		f.uses = append(f.uses, p)
		f.f.Uses = append(f.f.Uses, *u)
	}
	if f.element.maxLength < 0 && (el.Type == TypeString || el.Type == TypeText) {
		f.element.maxLength = defaultMaxLength
	}
	c.plan.byPath[f.f.Path] = f.f
	return f
}

// layout builds the sections and puts groups and fields into layout order.
func (c *compiler) layout() {
	listed := map[string]bool{}
	ids := map[string]bool{}
	for i, sd := range c.doc.Layout.Sections {
		path := at("x-layout/sections", i)
		if ids[sd.ID] {
			c.add(formSectionTwice, join(path, "id"), "section", sd.ID)
		}
		ids[sd.ID] = true
		sec := &Section{ID: sd.ID, Title: sd.Title}
		for j, item := range sd.Fields {
			at := at(join(path, "fields"), j)
			name, key, single := strings.Cut(item, "/")
			g, ok := c.plan.byName[name]
			switch {
			case !ok:
				c.add(formNoField, at, "field", clip(item))
				continue
			case !single && !g.g.Repeat:
				c.add(formWholeGroup, at, "group", name)
				continue
			case single && g.g.Repeat:
				c.add(formSplitRepeat, at, "group", name, "field", clip(item))
				continue
			case listed[item]:
				c.add(formTwice, at, "field", item)
				continue
			}
			if single {
				k, ok := g.byKey[key]
				if !ok {
					// A field that was refused has its own problem already.
					if gd := c.doc.Properties[name]; gd == nil || gd.Properties[key] == nil {
						c.add(formNoField, at, "field", clip(item))
					}
					continue
				}
				f := g.fields[k]
				sec.Items = append(sec.Items, Item{Field: f.f})
				c.place(g, f)
			} else {
				sec.Items = append(sec.Items, Item{Group: g.g})
				for _, f := range g.fields {
					c.place(g, f)
				}
			}
			listed[item] = true
		}
		c.form.Sections = append(c.form.Sections, sec)
	}
	for _, name := range sortedKeys(c.plan.byName) {
		g := c.plan.byName[name]
		if g.g.Repeat {
			if !listed[name] {
				c.add(formNoSection, g.docPath, "field", name)
			}
			continue
		}
		for _, f := range g.fields {
			if !listed[f.f.Path] {
				c.add(formNoSection, f.docPath, "field", f.f.Path)
			}
		}
	}
}

func (c *compiler) place(g *groupPlan, f *fieldPlan) {
	if g.index < 0 {
		g.index = len(c.plan.groups)
		g.g.index = g.index
		c.plan.groups = append(c.plan.groups, g)
		c.form.Groups = append(c.form.Groups, g.g)
	}
	f.f.index = len(c.form.Fields)
	c.form.Fields = append(c.form.Fields, f.f)
	g.g.Fields = append(g.g.Fields, f.f)
}

// number gives every field its place, in layout order within its group.
func (c *compiler) number() {
	for _, g := range c.plan.groups {
		sort.SliceStable(g.fields, func(i, j int) bool { return g.fields[i].f.index < g.fields[j].f.index })
		g.base = c.plan.singles
		for i, f := range g.fields {
			f.pos = i
			g.byKey[f.f.Key] = i
		}
		if !g.g.Repeat {
			c.plan.singles += len(g.fields)
		}
	}
}

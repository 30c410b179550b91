package metamodel

import (
	"fmt"
	"slices"
	"strings"
)

// outermost compiles a group of the form itself, which has its subject's name.
func (c *compiler) outermost(name string, gd *GroupDoc) {
	path := join("properties", name)
	if gd == nil {
		c.add(formNull, path)
		return
	}
	if gd.Subject != name {
		c.add(formSubjectName, join(path, "x-subject"), "name", name, "subject", gd.Subject)
	}
	c.group(c.plan.root, name, gd, path, 1)
}

// nested compiles a property that is a group inside a group.
func (c *compiler) nested(outer *groupPlan, name string, fd *FieldDoc, required bool, path string, depth int) {
	if depth > MaxNesting {
		c.add(formTooDeep, path, "limit", MaxNesting)
		return
	}
	c.misplaced(path, notAField, append(ofOneValue(&fd.Constraints), keyword{"$ref", fd.Ref != ""}, keyword{"default", len(fd.Default) > 0}, keyword{"readOnly", fd.ReadOnly},
		keyword{"required", required}, keyword{"x-check", len(fd.Checks) > 0}, keyword{"x-hidden", fd.Hidden}, keyword{"x-options", fd.Options != ""},
		keyword{"x-required", fd.RequiredIf != ""}, keyword{"x-value", fd.Value != ""}, keyword{"x-value-when", fd.ValueWhen != ""})...)
	gd := &GroupDoc{Type: fd.Type, Subject: fd.Subject, Elements: fd.Elements, Label: fd.Label, Hint: fd.Hint, Visible: fd.Visible,
		Required: fd.Required, Properties: fd.Properties, MinItems: fd.MinItems, MaxItems: fd.MaxItems, Items: fd.Items, order: fd.order}
	if gd.Subject == "" {
		gd.Subject = outer.g.Subject.ID
	}
	for i, u := range fd.Uses {
		gd.Uses = append(gd.Uses, GroupUse{Matter: u.Matter, Visible: u.Visible, MinItems: u.MinItems, MaxItems: u.MaxItems})
		c.misplaced(useAt(path, i), notAField, append(ofOneValue(&u.Constraints), keyword{"check", len(u.Checks) > 0}, keyword{"options", u.Options != ""},
			keyword{"required", u.Required}, keyword{"requiredIf", u.RequiredIf != ""}, keyword{"value", u.Value != ""}, keyword{"valueWhen", u.ValueWhen != ""})...)
	}
	c.group(outer, name, gd, path, depth)
}

// misplaced reports keywords that have no meaning where they stand.
func (c *compiler) misplaced(path string, what Text, keywords ...keyword) {
	for _, k := range given(keywords) {
		c.add(formMisplaced, join(path, k), "keyword", k, "what", what)
	}
}

// given are the names of those that are, in order.
func given(keywords []keyword) []string {
	var out []string
	for _, k := range keywords {
		if k.given {
			out = append(out, k.name)
		}
	}
	slices.Sort(out)
	return out
}

// ofOneValue are the demands that only a field can be held to.
func ofOneValue(c *Constraints) []keyword {
	var out []keyword
	for _, k := range c.Given() {
		out = append(out, keyword{k, k != "minItems" && k != "maxItems"})
	}
	return out
}

// keyword is one of a definition and whether it is given.
type keyword struct {
	name  string
	given bool
}

var (
	notAGroup = ZhEn("这是一个字段，不是一组字段", "this is a field, not a group of fields")
	notAField = ZhEn("这是一组字段，不是一个字段", "this is a group of fields, not a field")
)

func (c *compiler) group(outer *groupPlan, name string, gd *GroupDoc, path string, depth int) {
	if !groupName.MatchString(name) || celReserved(name) {
		c.add(formGroupName, path, "name", name)
	}
	subject, ok := c.reg.Subject(gd.Subject)
	if !ok {
		c.add(formSubject, join(path, "x-subject"), "subject", gd.Subject)
		subject = &Subject{ID: gd.Subject, Name: Zh(name)}
	}
	g := &groupPlan{outer: outer, docPath: path, byKey: map[string]int{}, maxRows: MaxRows, index: -1}
	g.g = &Group{Path: join(outer.g.Path, name), Subject: subject, Label: gd.Label, Hint: gd.Hint, Repeat: gd.Type == "array"}
	if outer != c.plan.root {
		g.g.Parent = outer.g
	}
	if len(g.g.Label) == 0 {
		g.g.Label = subject.Name
	}
	c.plan.byName[g.g.Path] = g
	outer.add(member{key: name, group: g})

	properties, required, order, inner := gd.Properties, gd.Required, gd.order, path
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
	g.items = inner
	c.groupUses(g, gd, path)
	if len(properties) == 0 {
		shape(inner, ZhEn("没有字段", "There are no fields"))
	}
	must := map[string]bool{}
	for i, k := range required {
		if _, ok := properties[k]; !ok {
			c.add(formNoRequired, at(join(inner, "required"), i), "field", k)
		}
		must[k] = true
	}
	for i, k := range order {
		if _, ok := properties[k]; !ok {
			c.add(formNoField, at(join(inner, "x-order"), i), "field", k)
		}
	}
	// A row's fields come in x-order, then as `required` lists them, then by key.
	keys := append(append([]string(nil), order...), required...)
	keys = append(keys, sortedKeys(properties)...)
	done := make(map[string]bool, len(properties))
	for _, key := range keys {
		fd := properties[key]
		if done[key] || fd == nil {
			continue
		}
		done[key] = true
		at := join(inner, "properties", key)
		if fd.Type != "" {
			c.nested(g, key, fd, must[key], at, depth+1)
		} else if f := c.field(g, key, fd, must[key], at); f != nil {
			g.add(member{key: key, field: f})
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
		c.noDirect(path, keyword{"maxItems", gd.MaxItems != nil}, keyword{"minItems", gd.MinItems != nil}, keyword{"x-visible", gd.Visible != ""})
	}
	if len(uses) > maxUses {
		c.add(formTooManyUses, join(path, "x-uses"), "limit", maxUses)
		uses = uses[:maxUses]
	}
	most := 0
	for i, u := range uses {
		at, matter := path, c.matter(u.Matter)
		if len(gd.Uses) > 0 {
			at = useAt(path, i)
			c.useMatter(g, matter, u.Matter, path, i)
		}
		p := groupUsePlan{matter: matter, max: -1, groupUse: g.outer.useOf(matter)}
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

// useOf is the place of a matter's use in the group's uses, -1 when it has none.
func (g *groupPlan) useOf(matter int) int {
	return slices.IndexFunc(g.uses, func(u groupUsePlan) bool { return u.matter == matter })
}

// lastPart is the property name at the end of a definition path.
func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

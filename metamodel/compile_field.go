package metamodel

import (
	"slices"
	"strings"
)

func (c *compiler) field(g *groupPlan, key string, fd *FieldDoc, required bool, path string) *fieldPlan {
	ref, ok := strings.CutPrefix(fd.Ref, "element:")
	if !ok || ref == "" {
		c.add(formRef, join(path, "$ref"), "ref", clip(fd.Ref))
		return nil
	}
	el, ok := c.reg.Element(ref)
	if !ok {
		c.add(formElement, join(path, "$ref"), "element", ref)
		return nil
	}
	id, _, _ := strings.Cut(ref, "@")
	if key != id || !fieldName.MatchString(key) {
		c.add(formFieldName, path, "name", key, "element", id)
	}
	c.misplaced(path, map[string]bool{"properties": fd.Properties != nil, "items": fd.Items != nil, "required": fd.Required != nil, "x-elements": fd.Elements != "", "x-subject": fd.Subject != ""},
		ZhEn("这是一个字段，不是一组字段", "this is a field, not a group of fields"))
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
	f.masked = el.hides()

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
		p := usePlan{matter: c.matter(u.Matter), groupUse: useOf(g.g.Uses, u.Matter), required: u.Required}
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
	c.plan.byPath[f.f.Path] = f
	return f
}

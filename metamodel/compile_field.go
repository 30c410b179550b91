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
	c.misplaced(path, notAGroup, keyword{"items", fd.Items != nil}, keyword{"properties", fd.Properties != nil}, keyword{"required", fd.Required != nil},
		keyword{"x-elements", fd.Elements != ""}, keyword{"x-subject", fd.Subject != ""})
	typ, ok := fieldTypes[el.Type]
	if !ok {
		c.add(formUnknownType, join(path, "$ref"), "type", el.Type)
		return nil
	}
	f := &fieldPlan{g: g, typ: typ, docPath: path, rule: fd.rule}
	f.f = &Field{Path: g.g.Path + "/" + key, Key: key, Group: g.g, Element: el, Label: fd.Label, Hint: fd.Hint}
	if len(f.f.Label) == 0 && len(fd.Uses) > 0 {
		f.f.Label = fd.Uses[0].Label
	}
	if len(f.f.Label) == 0 {
		f.f.Label = el.Label()
	}
	if len(f.f.Hint) == 0 {
		f.f.Hint = el.InputHint
	}
	if !f.ofElement(c.reg, join(path, "$ref"), &c.sink) {
		return nil
	}
	f.masked = el.hides()
	if f.codes != nil {
		f.dates = c.dates(f.list)
		f.choosy = f.dates != nil
	}

	uses := fd.Uses
	if len(uses) == 0 {
		uses = []FieldUse{{Visible: fd.Visible, Required: required, RequiredIf: fd.RequiredIf, Value: fd.Value, ValueWhen: fd.ValueWhen, Options: fd.Options, Checks: fd.Checks, Constraints: fd.Constraints}}
	} else {
		direct := []keyword{{"required", required}, {"x-check", len(fd.Checks) > 0}, {"x-options", fd.Options != ""},
			{"x-required", fd.RequiredIf != ""}, {"x-value", fd.Value != ""}, {"x-value-when", fd.ValueWhen != ""}, {"x-visible", fd.Visible != ""}}
		for _, k := range fd.Constraints.Given() {
			direct = append(direct, keyword{k, true})
		}
		c.noDirect(path, direct...)
	}
	if len(uses) > maxUses {
		c.add(formTooManyUses, join(path, "x-uses"), "limit", maxUses)
		uses = uses[:maxUses]
	}
	f.uses, f.f.Uses = make([]usePlan, 0, len(uses)), slices.Clip(uses)
	for i := range uses {
		u := &uses[i]
		p := usePlan{matter: c.matter(u.Matter), required: u.Required}
		p.groupUse = g.useOf(p.matter)
		if len(fd.Uses) > 0 {
			c.useMatter(f, p.matter, u.Matter, path, i)
		}
		if len(u.Constraints.Given()) > 0 {
			at := path
			if len(fd.Uses) > 0 {
				at = useAt(path, i)
			}
			d := compileConstraints(&u.Constraints, f, at, &c.sink)
			d.narrows(f.element, at, &c.sink)
			d.possible(f.element, f, at, &c.sink)
			if !d.idle() {
				p.demands = d
			}
		}
		f.uses = append(f.uses, p)
	}
	if f.element.maxLength < 0 && (el.Type == TypeString || el.Type == TypeText) {
		f.element.maxLength = defaultMaxLength
	}
	asks := false
	for i := range uses {
		u := &uses[i]
		computes := strings.TrimSpace(u.Value) != ""
		f.computes = f.computes || computes
		asks = asks || u.Asks()
		if u.ValueWhen != "" && (!computes || fd.ReadOnly || fd.Hidden) {
			c.misplaced(path, ZhEn("没有计算规则，或者本来就不由人填写", "nothing computes it, or nobody is asked for it anyway"), keyword{"x-value-when", true})
		}
	}
	f.mixed = f.computes && asks
	f.f.Computed = f.computes && !f.mixed
	if len(fd.Same) > 0 {
		if f.same = fd.Same; len(fd.Uses) == 0 {
			c.misplaced(path, ZhEn("只有主题的合并表单才有", "only merged forms of themes have it"), keyword{"x-same", true})
		}
		f.f.Same = fd.Same
		f.computes, f.mixed = true, !f.f.Computed
	}
	f.f.Hidden, f.f.ReadOnly = fd.Hidden, fd.ReadOnly || f.f.Computed
	c.keeps(f, fd, required, path)
	if len(fd.Default) > 0 {
		if f.f.Computed {
			c.misplaced(path, ZhEn("这个字段的值是计算出来的", "this field is computed"), keyword{"default", true})
		} else {
			c.initial(f, fd, join(path, "default"))
		}
	}
	c.plan.byPath[f.f.Path] = f
	return f
}

// initial checks a default: it must be an answer that the element and every use
// accept, as far as that hangs on no day and no other answer.
func (c *compiler) initial(f *fieldPlan, fd *FieldDoc, path string) {
	raw, text, what := literal(fd.Default, f, f.typ)
	wrong := func(detail Text) { c.add(formDefault, path, "value", clip(string(fd.Default)), "detail", detail) }
	if what != nil {
		wrong(what)
		return
	}
	for _, d := range append([]*constraints{f.element}, f.demands()...) {
		timeless := *d
		timeless.notBefore, timeless.notAfter = nil, nil
		if fl := f.satisfies(&timeless, raw, []byte(text), moment{day: theLastDay}, false); fl != nil {
			wrong(fl.labelled("", f.f.Label).Message)
			return
		}
	}
	f.f.Default = raw
}

// demands are what the uses demand beside the element.
func (f *fieldPlan) demands() []*constraints {
	var out []*constraints
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil {
			out = append(out, d)
		}
	}
	return out
}

// dates reads the validity of a list's entries, once for all its fields.
func (c *compiler) dates(list *CodeList) *validity {
	v, ok := c.lists[list]
	if !ok {
		v = validityOf(list)
		c.lists[list] = v
	}
	return v
}

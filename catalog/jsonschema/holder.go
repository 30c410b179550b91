package jsonschema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// holder is an object of the schema that became a group of the form: the root
// (whose own scalars lie in a group of their own), a nested object, or the rows
// of an array.
type holder struct {
	im      *importer
	schema  *Schema
	shape   *shape
	up      *holder
	name    string // of the group
	prop    string
	members []*member
	byProp  map[string]*member

	repeat      bool
	label, hint metamodel.Text
	least, most int // rows; -1: none

	taken  map[string]bool
	checks map[string][]metamodel.Check // by key of a field
	needs  map[string][]string          // conditions under which a field is required
	hides  map[string][]string          // conditions under which one is hidden
	shows  map[string][]string          // conditions of which one must hold for it to be shown
}

// member is a property: a field, a group, or a list of plain values, which is
// a repeat of one field.
type member struct {
	prop     string
	shape    *shape
	required bool

	key      string // of the field
	doc      *metamodel.FieldDoc
	typ      metamodel.Type
	empty    bool   // required, but may be empty: the form takes nothing for it
	item     *shape // of a choice of several
	multiple []int  // whole numbers of which the value is a multiple
	hints    []*value

	group *holder // of an object or of rows
	plain bool    // rows of plain values
}

// holder makes the members of an object. path is the nodes on the way, so that
// what contains itself is seen.
func (im *importer) holder(s *shape, up *holder, prop string, path []*node) *holder {
	h := &holder{im: im, schema: im.schema, shape: s, up: up, prop: prop, byProp: map[string]*member{}, taken: map[string]bool{}, least: -1, most: -1,
		checks: map[string][]metamodel.Check{}, needs: map[string][]string{}, hides: map[string][]string{}, shows: map[string][]string{}}
	if up == nil {
		h.taken[mainGroup] = true
	}
	for _, n := range s.nodes {
		for _, on := range path {
			if n == on {
				from := n
				for _, x := range s.nodes {
					if x.ref == n {
						from = x
						break
					}
				}
				im.report(from, "$ref", kindRecursive, "limit", metamodel.MaxNesting)
				return nil
			}
		}
	}
	if len(path) > 400 || h.depth() > metamodel.MaxNesting {
		if !im.deep { // one cause, said once, however many ways lead there
			im.report(s.nodes[0], "properties", kindRecursive, "limit", metamodel.MaxNesting)
		}
		im.deep = true
		return nil
	}
	path = append(append([]*node{}, path...), s.nodes...)
	if !s.closed {
		if up == nil {
			im.report(s.nodes[0], "", noteOpen)
		}
	}
	ok := true
	for _, r := range sortedKeys(s.required) {
		if s.members[r] == nil {
			im.refuse(s.nodes[0], "required", metamodel.ZhEn("“"+clip(r)+"”没有定义", "“"+clip(r)+"” is not defined"))
			ok = false
		}
	}
	for _, p := range s.order {
		m := &member{prop: p, required: s.required[p]}
		h.byProp[p] = m
		if forbidden(s.members[p]) { // nothing may stand here, so nobody is asked
			if m.required {
				im.refuse(s.members[p][0], "required", metamodel.ZhEn("必填却不允许填写", "it is required and not allowed"))
				ok = false
			}
			delete(h.byProp, p)
			continue
		}
		h.members = append(h.members, m)
		if im.fields++; im.fields > maxFields {
			im.add(kindManyFields.At("properties", "keyword", "properties", "limit", maxFields))
			return nil
		}
		if m.shape = im.merge(s.members[p]); m.shape == nil || !im.member(h, m, path) {
			ok = false
		} else if _, borrowed := s.borrowed[p]; borrowed && m.group != nil {
			im.refuse(s.members[p][0], "properties", metamodel.ZhEn("只在分支里出现的“"+clip(p)+"”须是一个值，不能是对象或列表", "“"+clip(p)+"”, which only a branch declares, must be a value, no object or list"))
			ok = false
		}
	}
	if !ok {
		return nil
	}
	return h
}

func forbidden(nodes []*node) bool {
	for _, n := range nodes {
		if n.never {
			return true
		}
	}
	return false
}

// depth is how many groups lie around, itself included.
func (h *holder) depth() int {
	n := 0
	for ; h.up != nil; h = h.up {
		n++
	}
	return n
}

func (im *importer) member(h *holder, m *member, path []*node) bool {
	s := m.shape
	n := s.nodes[0]
	switch {
	case s.nullable && m.required:
		im.refuse(n, "type", metamodel.ZhEn("必填的字段不能以 null 作答", "null is no answer to a question that must be answered"))
		return false
	case s.enum != nil && len(s.enum) == 0:
		im.refuse(n, "enum", metamodel.ZhEn("没有可选的值", "there is nothing to choose"))
		return false
	case s.enum == nil && im.emptyRange(s):
		return false
	case im.isObject(s):
		return im.object(h, m, path)
	case s.types == isArray:
		return im.array(h, m, path)
	}
	return im.field(h, m)
}

func (im *importer) object(h *holder, m *member, path []*node) bool {
	g := im.holder(m.shape, h, m.prop, path)
	if g == nil {
		return false
	}
	if len(g.members) == 0 {
		if im.untold(m.shape) {
			return false
		}
		im.refuse(m.shape.nodes[0], "properties", metamodel.ZhEn("没有属性", "there are no properties"))
		return false
	}
	im.name(h, g, m)
	m.group = g
	return true
}

// name gives a group its name and words, and its fields their expressions.
func (im *importer) name(h, g *holder, m *member) {
	g.name = free(identifier(m.prop, true), h.taken)
	g.label, g.hint = m.shape.title, m.shape.description
	if len(g.label) == 0 {
		g.label = words(m.prop)
	}
}

// reach is how expressions inside a place name the fields of a group.
func (h *holder) reach() string {
	switch {
	case h.repeat:
		return "row"
	case h.up == nil:
		return mainGroup
	case h.up.up == nil && !h.up.repeat:
		return h.name
	}
	return h.up.reach() + "." + h.name
}

// fieldPath is the group's path in the form.
func (h *holder) fieldPath() string {
	switch {
	case h.up == nil:
		return mainGroup
	case h.up.up == nil:
		return h.name
	}
	return h.up.fieldPath() + "/" + h.name
}

func (im *importer) array(h *holder, m *member, path []*node) bool {
	s := m.shape
	n := s.nodes[0]
	if s.enum != nil {
		im.refuse(n, "enum", metamodel.ZhEn("列表不能整个选择", "a list cannot be chosen as a whole"))
		return false
	}
	if len(s.items) == 0 {
		im.refuse(n, "items", metamodel.ZhEn("没有说明列表里是什么", "it does not say what is in the list"))
		return false
	}
	if forbidden(s.items) {
		im.refuse(n, "items", metamodel.ZhEn("列表里不允许有任何内容", "nothing may be in the list"))
		return false
	}
	item := im.merge(s.items)
	if item == nil {
		return false
	}
	if item.nullable {
		im.refuse(item.nodes[0], "type", metamodel.ZhEn("列表中不能有 null", "null is no entry of a list"))
		return false
	}
	if item.enum != nil && s.unique && len(item.enum) > 0 && allStrings(item.enum) {
		return im.several(h, m, item)
	}
	if s.unique {
		im.refuse(n, "uniqueItems", metamodel.ZhEn("表单的行可以相同", "the rows of a form may be equal"))
		return false
	}
	var g *holder
	if im.isObject(item) {
		g = im.holder(item, h, m.prop, path)
		if g != nil && len(g.members) == 0 {
			im.refuse(item.nodes[0], "properties", metamodel.ZhEn("没有属性", "there are no properties"))
			return false
		}
	} else if item.types == isArray {
		im.refuse(item.nodes[0], "type", metamodel.ZhEn("列表中的列表", "a list in a list"))
		return false
	} else {
		// A list of plain values: rows of one field.
		g = &holder{im: im, schema: im.schema, shape: item, up: h, prop: m.prop, byProp: map[string]*member{}, taken: map[string]bool{},
			checks: map[string][]metamodel.Check{}, needs: map[string][]string{}, hides: map[string][]string{}, shows: map[string][]string{}}
		g.repeat = true
		one := &member{prop: valueField, shape: item, required: true}
		g.members, g.byProp[valueField] = []*member{one}, one
		m.plain = true
		if h.depth()+1 > metamodel.MaxNesting || len(item.enum) == 0 && item.enum != nil || !im.scalarOf(g, one, m.prop) {
			return false
		}
	}
	if g == nil {
		return false
	}
	g.repeat, g.least, g.most = true, s.minItems, s.maxItems
	im.name(h, g, m)
	m.group = g
	return true
}

func allStrings(values []*value) bool {
	for _, v := range values {
		if v.kind != 's' {
			return false
		}
	}
	return true
}

func unique(list []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

func rawNumber(n *number) (json.Number, bool) {
	// 40 digits are what an answer may have.
	if len(n.digits) > 38 || n.exp > 38 || n.exp < -38 {
		return "", false
	}
	sign := ""
	if n.neg {
		sign = "-"
	}
	switch {
	case n.digits == "":
		return "0", true
	case n.exp <= 0:
		return json.Number(sign + "0." + strings.Repeat("0", -n.exp) + n.digits), len(n.digits)-n.exp <= 38
	case n.exp >= len(n.digits):
		return json.Number(sign + n.digits + strings.Repeat("0", n.exp-len(n.digits))), true
	}
	return json.Number(fmt.Sprintf("%s%s.%s", sign, n.digits[:n.exp], n.digits[n.exp:])), true
}

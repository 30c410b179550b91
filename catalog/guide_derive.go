package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// derivedQuestions adds to a theme the questions nobody wrote but a matter's
// condition needs: it names a field, and no question asks for it. Where one
// does, the condition reads that question. What is written in the pack is left
// as it is; at tells where a derived question comes from.
func (c *compiler) derivedQuestions(def *metamodel.Theme) (out *metamodel.Theme, at map[string]string) {
	own := *def
	own.Guide, own.Matters = slices.Clone(def.Guide), slices.Clone(def.Matters)
	at = map[string]string{}
	for i := range own.Matters {
		own.Matters[i].When = outsideQuotes(own.Matters[i].When, func(code string) string {
			return fieldName.ReplaceAllStringFunc(code, func(name string) string {
				subject, element, _ := strings.Cut(name, ".")
				if id, ok := c.questionFor(&own, subject, element); ok {
					if len(own.Guide) > len(def.Guide)+len(at) {
						at[id] = fmt.Sprintf("matters/%d/when", i)
					}
					return id
				}
				return name
			})
		})
	}
	return &own, at
}

// fieldName is a field as a condition names it, and nothing further.
var fieldName = regexp.MustCompile(`\b[a-z][A-Za-z0-9]*\.[A-Za-z][A-Za-z0-9_]*\b`)

// outsideQuotes rewrites what of a condition is no text.
func outsideQuotes(source string, rewrite func(string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range quotedText.FindAllStringIndex(source, -1) {
		b.WriteString(rewrite(source[last:at[0]]))
		b.WriteString(source[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(rewrite(source[last:]))
	return b.String()
}

// questionFor finds or makes the question that asks for a field.
func (c *compiler) questionFor(t *metamodel.Theme, subject, element string) (string, bool) {
	field := subject + "/" + element
	for _, q := range t.Guide {
		if q.Field == field {
			return q.ID, true
		}
	}
	q, ok := c.asked(subject, element)
	if !ok || slices.ContainsFunc(t.Guide, func(o metamodel.Question) bool { return o.ID == q.ID }) {
		return "", false
	}
	t.Guide = append(t.Guide, q)
	return q.ID, true
}

// whyUnasked says why no question asks for a field that a condition names.
func (c *compiler) whyUnasked(t *metamodel.Theme, field string) metamodel.Text {
	subject, element, of := strings.Cut(field, ".")
	if !of {
		return filled(metamodel.ZhEn("要写明是它的哪一项，例如 {field}.DE00101", "say which of its fields, like {field}.DE00101"), "field", field)
	}
	e, ok := c.reg.Element(element)
	if !ok {
		return filled(metamodel.ZhEn("没有数据元“{element}”", "there is no element “{element}”"), "element", element)
	}
	if q, ok := c.asked(subject, element); ok {
		return filled(metamodel.ZhEn("问题“{id}”问的是别的内容，请给它换个编号", "the question “{id}” asks for something else. Give that another id"), "id", q.ID)
	}
	return filled(metamodel.ZhEn("“{name}”的类型是 {type}，引导只问是或否、数字和代码表里的选项", "“{name}” is of type {type}, and the guide asks for yes or no, numbers and codes only"), "name", e.Label(), "type", string(e.Type))
}

// asked is an element of a subject as a question.
func (c *compiler) asked(subject, element string) (metamodel.Question, bool) {
	s, known := c.reg.Subject(subject)
	e, ok := c.reg.Element(element)
	if !ok || !known {
		return metamodel.Question{}, false
	}
	q := metamodel.Question{ID: subject + "_" + strings.NewReplacer(".", "_", "-", "_", "@", "_").Replace(element), Field: subject + "/" + element,
		Type: e.Type, CodeList: e.CodeList, Unit: e.Unit}
	zh, en := "%s的%s是多少？", "%s: what is the %s?"
	switch e.Type {
	case metamodel.TypeBoolean:
		zh, en = "%s：%s？", "%s: %s?"
	case metamodel.TypeCode:
		zh, en = "%s的%s是哪一种？", "%s: which %s?"
	case metamodel.TypeNumber, metamodel.TypeInteger:
	default:
		return metamodel.Question{}, false
	}
	low := func(s string) string {
		if e.Type == metamodel.TypeBoolean || s == "" {
			return s
		}
		return strings.ToLower(s[:1]) + s[1:]
	}
	name := strings.TrimRight(e.Label().In("zh"), "？?")
	if whose := s.Name.In("zh"); strings.HasPrefix(name, whose) { // "the signboard's height" need not say it twice
		zh, name = strings.NewReplacer("%s的%s", "%s%s", "%s：%s", "%s%s").Replace(zh), strings.TrimPrefix(name, whose)
	}
	q.Text = metamodel.ZhEn(fmt.Sprintf(zh, s.Name.In("zh"), name), fmt.Sprintf(en, s.Name.In("en"), strings.TrimRight(low(e.Label().In("en")), "? ")))
	return q, true
}

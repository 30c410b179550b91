package metamodel

import (
	"regexp"
	"sort"
	"strings"
)

// Compile turns a form as written into a plan. Every problem is reported, with
// paths into the document; the form is nil when any of them is an error.
func Compile(doc *FormDoc, reg Registry) (*Form, Problems) {
	c := &compiler{doc: doc, reg: reg, lists: map[*CodeList]*validity{}}
	if doc == nil {
		c.add(formNull, "")
		return nil, c.problems
	}
	doc, c.problems = ExpandForm(doc, reg)
	c.doc = doc
	c.form = &Form{ID: strings.TrimPrefix(doc.ID, "form:"), Title: doc.Title, Doc: doc}
	c.plan = &plan{root: &groupPlan{g: &Group{}, byKey: map[string]int{}}, byName: map[string]*groupPlan{}, byPath: map[string]*fieldPlan{},
		matters: map[string]int{}, texts: map[string]*textPlan{}}
	c.form.plan = c.plan
	if c.form.ID == "" || c.form.ID == doc.ID {
		c.add(formID, "$id")
	}
	for _, name := range sortedKeys(doc.Properties) {
		c.outermost(name, doc.Properties[name])
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
	c.plan.still()
	return c.form, c.problems
}

type compiler struct {
	sink
	doc    *FormDoc
	reg    Registry
	form   *Form
	plan   *plan
	lists  map[*CodeList]*validity
	users  []any // the field or group that used each matter last
	placed int   // fields and groups that the layout has met
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

// celWords are the words the CEL specification keeps: nothing can have them as
// its name.
var celWords = map[string]bool{
	"true": true, "false": true, "null": true, "in": true, "as": true, "break": true, "const": true, "continue": true, "else": true,
	"for": true, "function": true, "if": true, "import": true, "let": true, "loop": true, "package": true, "namespace": true,
	"return": true, "var": true, "void": true, "while": true,
}

// celTaken are the type names a group would shadow, and the names an expression
// has for a repeat's rows and an entry of a code list.
var celTaken = map[string]bool{
	"row": true, "parent": true, "option": true,
	"bool": true, "bytes": true, "double": true, "int": true, "list": true, "map": true, "string": true, "type": true, "uint": true,
	"size": true, "has": true, "all": true, "exists": true, "duration": true, "timestamp": true, "dyn": true, "matches": true,
}

func celReserved(name string) bool { return celWords[name] || celTaken[name] }

func useAt(path string, i int) string { return at(join(path, "x-uses"), i) }

func (c *compiler) noDirect(path string, keywords ...keyword) {
	for _, k := range given(keywords) {
		c.add(formUsesDirect, join(path, k), "keyword", k)
	}
}

// useMatter reports the i-th use of a field or group when it names no matter or
// one that came before.
func (c *compiler) useMatter(by any, index int, matter, path string, i int) {
	if matter == "" {
		c.add(formUseMatter, join(useAt(path, i), "matter"))
		return
	}
	for len(c.users) <= index {
		c.users = append(c.users, nil)
	}
	if c.users[index] == by {
		c.add(formUseTwice, join(useAt(path, i), "matter"), "matter", matter)
	}
	c.users[index] = by
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

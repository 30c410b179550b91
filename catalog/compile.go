package catalog

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// compiler carries one CompilePack.
type compiler struct {
	pack     *Pack
	needs    []*Release
	reg      registry
	release  *Release
	problems metamodel.Problems
}

func compilePack(p *Pack, needs ...*Release) (*Release, metamodel.Problems) {
	if p.formFiles != nil { // out of a store: all of it is checked once more
		whole, ps := ReadArchive(p.Files)
		if whole == nil {
			return nil, ps
		}
		whole.Manifest, whole.Files = p.Manifest, p.Files
		p = whole
	}
	files := p.Files
	if files == nil {
		files = p.Encode()
	}
	c := &compiler{pack: p, release: &Release{
		Pack: p, Hash: Hash(files),
		forms: map[string]*metamodel.Form{}, machines: map[string]*workflows.Machine{}, calendars: map[string]*workflows.Calendar{},
		matters: map[string]*Matter{}, themes: map[string]*Theme{},
	}}
	c.resolveNeeds(needs)
	c.reg = newRegistry(p, c.needs)
	c.release.reg, c.release.needs = c.reg, c.needs
	c.elsewhere()
	c.texts()
	c.departments()
	c.codeLists()
	c.elements()
	c.materials()
	c.forms()
	c.machines()
	c.calendars()
	c.matters()
	c.themes()
	c.policies()
	if c.problems.Failed() {
		return nil, c.problems
	}
	return c.release, c.problems
}

// report places problems where the definition was read.
func (c *compiler) report(kind, id string, ps ...metamodel.Problem) {
	for _, p := range ps {
		c.problems = append(c.problems, c.pack.at(kind, id, p))
	}
}

func (c *compiler) manifestFile() string {
	for _, name := range []string{"pack.yaml", "pack.yml", "pack.json"} {
		if _, ok := c.pack.Files[name]; ok {
			return name
		}
	}
	return "pack.yaml"
}

// elsewhere refuses a definition that a needed pack has too: which one is
// meant would depend on the order of the needs.
func (c *compiler) elsewhere() {
	check := func(kind string, ids []string, has func(*Pack, string) bool) {
		for _, id := range ids {
			for _, n := range c.needs {
				if has(n.Pack, id) {
					c.report(kind, id, DefinedElsewhere.At("", "kind", kind, "id", id, "pack", n.Pack.Name))
				}
			}
		}
	}
	p := c.pack
	check(metamodel.KindSubject, sortedKeys(p.Subjects), func(p *Pack, id string) bool { return p.Subjects[id] != nil })
	check(metamodel.KindDepartment, sortedKeys(p.Departments), func(p *Pack, id string) bool { return p.Departments[id] != nil })
	check(metamodel.KindElement, sortedKeys(p.Elements), func(p *Pack, id string) bool { return p.Elements[id] != nil })
	check(metamodel.KindCodeList, sortedKeys(p.CodeLists), func(p *Pack, id string) bool { return p.CodeLists[id] != nil })
	check(metamodel.KindForm, p.FormIDs(), func(p *Pack, id string) bool { return p.HasForm(id) })
	check(metamodel.KindMaterial, sortedKeys(p.Materials), func(p *Pack, id string) bool { return p.Materials[id] != nil })
	check(metamodel.KindWorkflow, sortedKeys(p.Workflows), func(p *Pack, id string) bool { return p.Workflows[id] != nil })
	check(metamodel.KindMatter, sortedKeys(p.Matters), func(p *Pack, id string) bool { return p.Matters[id] != nil })
	check(metamodel.KindTheme, sortedKeys(p.Themes), func(p *Pack, id string) bool { return p.Themes[id] != nil })
	check(metamodel.KindPolicy, sortedKeys(p.Policies), func(p *Pack, id string) bool { return p.Policies[id] != nil })
	check(metamodel.KindCalendar, sortedKeys(p.Calendars), func(p *Pack, id string) bool { return p.Calendars[id] != nil })
}

func (c *compiler) departments() {
	graph := map[string][]string{}
	for _, id := range sortedKeys(c.pack.Departments) {
		parent := c.pack.Departments[id].Parent
		if parent == "" {
			continue
		}
		if _, ok := c.reg.department(parent); !ok {
			c.report(metamodel.KindDepartment, id, UnknownParent.At("parent", "department", parent))
		}
		graph[id] = []string{parent}
	}
	for _, cycle := range cycles(graph) {
		c.report(metamodel.KindDepartment, cycle[0], DepartmentCycle.At("parent", "cycle", strings.Join(cycle, " → ")))
	}
}

func (c *compiler) codeLists() {
	for _, id := range sortedKeys(c.pack.CodeLists) {
		c.report(metamodel.KindCodeList, id, c.pack.CodeLists[id].Check()...)
	}
}

func (c *compiler) elements() {
	for _, id := range sortedKeys(c.pack.Subjects) {
		c.report(metamodel.KindSubject, id, c.pack.Subjects[id].Check(c.reg)...)
	}
	for _, id := range sortedKeys(c.pack.Elements) {
		c.report(metamodel.KindElement, id, c.pack.Elements[id].Check(c.reg)...)
	}
	c.relations()
	for _, id := range sortedKeys(c.pack.ElementGroups) {
		c.report(metamodel.KindElementGroup, id, c.pack.ElementGroups[id].Check(c.reg)...)
	}
}

func (c *compiler) materials() {
	for _, id := range sortedKeys(c.pack.Materials) {
		m := c.pack.Materials[id]
		switch _, ok := c.reg.matter(m.ResultOf); {
		case m.Origin != metamodel.OriginResult && m.ResultOf != "":
			c.report(metamodel.KindMaterial, id, MaterialNotResult.At("resultOf", "material", id))
		case m.Origin != metamodel.OriginResult:
		case m.ResultOf == "":
			c.report(metamodel.KindMaterial, id, MaterialNoMatter.At("resultOf", "material", id))
		case !ok:
			c.report(metamodel.KindMaterial, id, MaterialMatter.At("resultOf", "material", id, "matter", m.ResultOf))
		}
		proven := map[string]bool{}
		for i, path := range m.Proves {
			at := fmt.Sprintf("proves/%d", i)
			subject, element, _ := strings.Cut(path, "/")
			_, known := c.reg.Subject(subject)
			if _, ok := c.reg.Element(element); !ok || !known {
				c.report(metamodel.KindMaterial, id, MaterialProves.At(at, "material", id, "path", path))
			}
			if proven[path] {
				c.report(metamodel.KindMaterial, id, MaterialProvesTwo.At(at, "material", id, "path", path))
			}
			proven[path] = true
		}
	}
}

func (c *compiler) forms() {
	for _, id := range sortedKeys(c.pack.Forms) {
		doc := c.pack.Forms[id]
		f, ps := metamodel.Compile(doc, c.reg)
		ps = append(ps, noUses(doc)...)
		c.report(metamodel.KindForm, id, ps...)
		if f != nil && !ps.Failed() {
			c.release.forms[id] = f
		}
	}
}

// noUses refuses x-uses in a matter's own form: only the merge writes them.
func noUses(doc *metamodel.FormDoc) (ps metamodel.Problems) {
	for _, g := range sortedKeys(doc.Properties) {
		group := doc.Properties[g]
		if len(group.Uses) > 0 {
			ps = append(ps, UsesWritten.At("properties/"+g+"/x-uses"))
		}
		fields, at := fieldDocs(group)
		ps = append(ps, noFieldUses("properties/"+g+"/"+strings.TrimSuffix(at, "/"), fields)...)
	}
	return ps
}

func noFieldUses(path string, fields map[string]*metamodel.FieldDoc) (ps metamodel.Problems) {
	for _, key := range sortedKeys(fields) {
		f := fields[key]
		if f == nil {
			continue
		}
		if len(f.Uses) > 0 {
			ps = append(ps, UsesWritten.At(path+"/"+key+"/x-uses"))
		}
		ps = append(ps, noFieldUses(path+"/"+key+"/properties", f.Properties)...)
		if f.Items != nil {
			ps = append(ps, noFieldUses(path+"/"+key+"/items/properties", f.Items.Properties)...)
		}
	}
	return ps
}

// fieldDocs gives a group's fields, single or repeated, and the path to them.
func fieldDocs(g *metamodel.GroupDoc) (fields map[string]*metamodel.FieldDoc, at string) {
	if g.Type == "array" {
		if g.Items == nil {
			return nil, ""
		}
		return g.Items.Properties, "items/properties/"
	}
	return g.Properties, "properties/"
}

func (c *compiler) machines() {
	for _, id := range sortedKeys(c.pack.Workflows) {
		m, ps := workflows.Compile(c.pack.Workflows[id])
		c.report(metamodel.KindWorkflow, id, ps...)
		for i := range c.pack.Workflows[id].States {
			askedDepartments(&c.pack.Workflows[id].States[i], func(path, department string) {
				if _, ok := c.reg.department(department); !ok {
					c.report(metamodel.KindWorkflow, id, UnknownAsked.At(fmt.Sprintf("states/%d/%s", i, path), "department", department))
				}
			})
		}
		if m != nil {
			c.release.machines[id] = m
		}
	}
}

// askedDepartments visits the departments that a step names beside its own.
func askedDepartments(s *workflows.State, visit func(path, department string)) {
	if s.Sign != nil {
		for i, by := range s.Sign.By {
			if by.Department != "" {
				visit(fmt.Sprintf("sign/by/%d/department", i), by.Department)
			}
		}
	}
	if s.Opinions != nil {
		for i, d := range s.Opinions.Departments {
			visit(fmt.Sprintf("opinions/departments/%d", i), d)
		}
	}
}

func (c *compiler) calendars() {
	for _, id := range sortedKeys(c.pack.Calendars) {
		cal, ps := workflows.NewCalendar(c.pack.Calendars[id])
		c.report(metamodel.KindCalendar, id, ps...)
		if cal != nil {
			c.release.calendars[id] = cal
		}
	}
}

// texts warns of wording that exists in one language only.
func (c *compiler) texts() {
	each := func(kind, id string, def any) {
		walkTexts(reflect.ValueOf(def), "", func(path string, t metamodel.Text) {
			for _, lang := range metamodel.Languages {
				if strings.TrimSpace(t[lang]) == "" {
					c.report(kind, id, MissingText.At(path, "language", languageNames[lang]))
				}
			}
		})
	}
	p := c.pack
	for _, id := range sortedKeys(p.Subjects) {
		each(metamodel.KindSubject, id, p.Subjects[id])
	}
	for _, id := range sortedKeys(p.Departments) {
		each(metamodel.KindDepartment, id, p.Departments[id])
	}
	for _, id := range sortedKeys(p.CodeLists) {
		each(metamodel.KindCodeList, id, p.CodeLists[id])
	}
	for _, id := range sortedKeys(p.Elements) {
		each(metamodel.KindElement, id, p.Elements[id])
	}
	for _, id := range sortedKeys(p.Forms) {
		each(metamodel.KindForm, id, p.Forms[id])
	}
	for _, id := range sortedKeys(p.Materials) {
		each(metamodel.KindMaterial, id, p.Materials[id])
	}
	for _, id := range sortedKeys(p.Workflows) {
		each(metamodel.KindWorkflow, id, p.Workflows[id])
	}
	for _, id := range sortedKeys(p.Calendars) {
		each(metamodel.KindCalendar, id, p.Calendars[id])
	}
	for _, id := range sortedKeys(p.Matters) {
		each(metamodel.KindMatter, id, p.Matters[id])
	}
	for _, id := range sortedKeys(p.Themes) {
		each(metamodel.KindTheme, id, p.Themes[id])
	}
	for _, id := range sortedKeys(p.Policies) {
		each(metamodel.KindPolicy, id, p.Policies[id])
	}
}

var languageNames = map[string]metamodel.Text{
	"zh": metamodel.ZhEn("中文", "Chinese"),
	"en": metamodel.ZhEn("英文", "English"),
}

var textType = reflect.TypeFor[metamodel.Text]()

// walkTexts visits every non-empty Text under v with its JSON path.
func walkTexts(v reflect.Value, path string, visit func(string, metamodel.Text)) {
	switch {
	case v.Type() == textType:
		if v.Len() > 0 {
			visit(path, v.Interface().(metamodel.Text))
		}
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			walkTexts(v.Elem(), path, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			walkTexts(v.Index(i), join(path, fmt.Sprint(i)), visit)
		}
	case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			walkTexts(v.MapIndex(k), join(path, k.String()), visit)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case !f.IsExported():
			case f.Anonymous && name == "":
				walkTexts(v.Field(i), path, visit)
			default:
				walkTexts(v.Field(i), join(path, name), visit)
			}
		}
	}
}

// cycles lists the cycles of a graph, each once, starting from its least node
// in alphabetical order: a → b → a is ["a", "b", "a"].
func cycles(graph map[string][]string) (found [][]string) {
	const (
		open = 1
		done = 2
	)
	state := map[string]int{}
	var way []string
	var visit func(string)
	visit = func(n string) {
		state[n] = open
		way = append(way, n)
		for _, next := range graph[n] {
			switch state[next] {
			case 0:
				visit(next)
			case open:
				for i, w := range way {
					if w == next {
						found = append(found, append(append([]string(nil), way[i:]...), next))
					}
				}
			}
		}
		way = way[:len(way)-1]
		state[n] = done
	}
	for _, n := range sortedKeys(graph) {
		if state[n] == 0 {
			visit(n)
		}
	}
	return found
}

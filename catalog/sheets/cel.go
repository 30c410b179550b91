package sheets

import "github.com/onematter/onematter/metamodel"

// Answers may be any CEL, not only what the sheets' own spelling can say: those
// are compiled the way the finished form will compile them.

// registry resolves what a form refers to out of the pack being built.
type registry struct{ im *importer }

func (r registry) Element(id string) (*metamodel.Element, bool) {
	e, ok := r.im.pack.Elements[id]
	return e, ok
}

func (r registry) CodeList(id string) (*metamodel.CodeList, bool) {
	l, ok := r.im.pack.CodeLists[id]
	return l, ok
}

func (r registry) ElementGroup(id string) (*metamodel.ElementGroup, bool) {
	g, ok := r.im.pack.ElementGroups[id]
	return g, ok
}

func (r registry) Subject(id string) (*metamodel.Subject, bool) {
	s, ok := r.im.pack.Subjects[id]
	return s, ok
}

// compileOverForm compiles a condition over a matter's fields, without any of their rules.
func (im *importer) compileOverForm(m *matter, source string) metamodel.Problems {
	doc := &metamodel.FormDoc{Schema: formSchema, ID: "form:" + m.def.ID, Title: m.def.Name, Type: "object", Properties: map[string]*metamodel.GroupDoc{}}
	section := metamodel.SectionDoc{ID: "all", Title: m.def.Name}
	for _, f := range m.fields {
		if f.element == nil || f.subject == nil {
			continue
		}
		g := doc.Properties[f.subject.ID]
		if g == nil {
			g = &metamodel.GroupDoc{Type: "object", Subject: f.subject.ID, Properties: map[string]*metamodel.FieldDoc{}}
			if f.repeat != nil {
				g.Type, g.Properties, g.Items = "array", nil, &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}
				section.Fields = append(section.Fields, f.subject.ID)
			}
			doc.Properties[f.subject.ID] = g
		}
		in := g.Properties
		if g.Items != nil {
			in = g.Items.Properties
		} else if in[f.element.ID] == nil {
			section.Fields = append(section.Fields, f.subject.ID+"/"+f.element.ID)
		}
		in[f.element.ID] = &metamodel.FieldDoc{Ref: "element:" + f.element.ID}
	}
	doc.Layout.Sections = []metamodel.SectionDoc{section}
	form, ps := metamodel.Compile(doc, registry{im})
	if form == nil {
		return ps
	}
	return im.compileIn(form, nil, source)
}

// compileOverGuide compiles a condition over a theme's questions.
func (im *importer) compileOverGuide(t *metamodel.Theme, source string) metamodel.Problems {
	return im.compileIn(nil, t.Guide, source)
}

func (im *importer) compileIn(form *metamodel.Form, questions []metamodel.Question, source string) metamodel.Problems {
	env, ps := metamodel.NewEnv(form, questions, registry{im})
	if env == nil {
		return ps
	}
	_, ps = env.Condition("", source)
	return ps
}

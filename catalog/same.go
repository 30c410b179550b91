package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// twins hangs on every field of a subject that a theme says is another one the
// same field of that other one: one person is asked once. Fields of repeats, and
// those that nobody is asked for, are left as they are.
func (m *merger) twins() {
	m.lines = map[string]int{}
	as := map[string][]string{} // subject to those it may be
	for i, s := range m.theme.Same {
		at := fmt.Sprintf("same/%d", i)
		fail := func(k metamodel.Kind, path string, args ...any) {
			m.problems = append(m.problems, k.At(at+path, append(args, "subject", m.subject(s.Subject), "as", m.subject(s.As))...))
		}
		one, other := m.doc.Properties[s.Subject], m.doc.Properties[s.As]
		switch {
		case one == nil:
			fail(SameUnknown, "/subject", "name", s.Subject)
			continue
		case other == nil:
			fail(SameUnknown, "/as", "name", s.As)
			continue
		case s.Subject == s.As:
			fail(SameItself, "/as")
			continue
		case one.Type == "array" || other.Type == "array":
			fail(SameRepeat, "")
			continue
		case leadsTo(as, s.As, s.Subject):
			fail(SameCircle, "/as")
			continue
		}
		as[s.Subject] = append(as[s.Subject], s.As)
		before := len(m.lines)
		m.twinsIn(i, s, "", one.Properties, other.Properties)
		if len(m.lines) == before {
			fail(SameNothing, "")
			continue
		}
		for _, ref := range refsIn(s.When) {
			rest, own := strings.CutPrefix(ref, s.Subject+"/")
			if f, there := fieldIn(one.Properties, rest); own && there && len(f.Same) > 0 {
				fail(SameCondition, "/when", "field", saidOfField(f))
			}
		}
		m.narrower(at, s)
	}
}

// leadsTo says that a subject is, through others, another.
func leadsTo(as map[string][]string, from, to string) bool {
	for _, next := range as[from] {
		if next == to || leadsTo(as, next, to) {
			return true
		}
	}
	return false
}

// twinsIn pairs the fields of two groups, and of the single groups in both.
func (m *merger) twinsIn(line int, s metamodel.SameSubject, path string, one, other map[string]*metamodel.FieldDoc) {
	for _, key := range sortedKeys(one) {
		f, twin := one[key], other[key]
		switch {
		case twin == nil || f.Type != twin.Type || f.Type == "array":
		case f.Type != "":
			m.twinsIn(line, s, path+key+"/", f.Properties, twin.Properties)
		case f.Ref == twin.Ref && askedFor(f) && askedFor(twin):
			at := "properties/" + s.Subject + "/properties/" + strings.ReplaceAll(path, "/", "/properties/") + key
			m.lines[fmt.Sprintf("%s/x-same/%d", at, len(f.Same))] = line
			f.Same = append(f.Same, metamodel.Twin{As: s.As + "/" + path + key, When: s.When})
		}
	}
}

// askedFor says that people answer a merged field, by one matter at least.
func askedFor(f *metamodel.FieldDoc) bool {
	if f.ReadOnly || f.Hidden {
		return false
	}
	return slices.ContainsFunc(f.Uses, func(u metamodel.FieldUse) bool { return u.Asks() })
}

// fieldIn is the field at a path within a group.
func fieldIn(fields map[string]*metamodel.FieldDoc, path string) (*metamodel.FieldDoc, bool) {
	key, rest, inner := strings.Cut(path, "/")
	f := fields[key]
	switch {
	case f == nil:
		return nil, false
	case inner && f.Type == "object":
		return fieldIn(f.Properties, rest)
	}
	return f, f.Type == ""
}

func (m *merger) subject(id string) metamodel.Text {
	if s, ok := m.reg.Subject(id); ok {
		return s.Name
	}
	return metamodel.Zh(id)
}

func saidOfField(f *metamodel.FieldDoc) metamodel.Text {
	if len(f.Label) > 0 {
		return f.Label
	}
	return f.Uses[0].Label
}

// narrower warns of a field that takes less than the one it is copied from: what
// is a good answer there may be refused here, and is then to be changed there.
func (m *merger) narrower(at string, s metamodel.SameSubject) {
	var walk func(path string, one, other map[string]*metamodel.FieldDoc)
	walk = func(path string, one, other map[string]*metamodel.FieldDoc) {
		for _, key := range sortedKeys(one) {
			f, twin := one[key], other[key]
			switch {
			case twin == nil:
			case f.Type == "object" && twin.Type == "object":
				walk(path+key+"/", f.Properties, twin.Properties)
			case f.Type == "" && len(f.Same) > 0:
				for _, u := range f.Uses {
					if demand := demandOf(&metamodel.FieldUse{Constraints: u.Constraints}, false); demand != "{}" && !demandedBy(twin, demand) || len(u.Checks) > 0 || u.Options != "" {
						m.problems = append(m.problems, SameNarrower.At(at, "field", saidOfField(f), "matter", m.matter(u.Matter).Def.Name, "subject", m.subject(s.Subject), "as", m.subject(s.As)))
						break
					}
				}
			}
		}
	}
	walk("", m.doc.Properties[s.Subject].Properties, m.doc.Properties[s.As].Properties)
}

// demandedBy says that every use of a field demands the same of a value.
func demandedBy(f *metamodel.FieldDoc, demand string) bool {
	for i := range f.Uses {
		if demandOf(&metamodel.FieldUse{Constraints: f.Uses[i].Constraints}, false) != demand {
			return false
		}
	}
	return true
}

// sameLine finds the line of the theme that a problem of the merged form is about.
func sameLine(lines map[string]int, path string) (at string, ok bool) {
	place, rest, found := strings.Cut(path, "/x-same/")
	if !found {
		return "", false
	}
	n, rest, _ := strings.Cut(rest, "/")
	line, ok := lines[place+"/x-same/"+n]
	return join(fmt.Sprintf("same/%d", line), rest), ok
}

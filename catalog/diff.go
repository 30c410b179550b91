package catalog

import (
	"fmt"
	"maps"
	"reflect"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Class says what a change means for what was answered before it.
type Class string

const (
	// Compatible: every answer that was good stays good.
	Compatible Class = "compatible"
	// NeedsAnswer: something more is asked, or an answer may have to be given anew.
	NeedsAnswer Class = "needs_answer"
	// Breaking: answers or running cases lose their place; somebody must decide.
	Breaking Class = "breaking"
)

// Change is one difference between two versions of a definition.
type Change struct {
	Kind  string         `json:"kind"` // "field.added", "constraint.tightened"…; see docs/versions.md
	Of    Ref            `json:"of"`
	Path  string         `json:"path"` // within the definition: "premises/DE00203", "states/accept"
	From  any            `json:"from,omitempty"`
	To    any            `json:"to,omitempty"`
	Class Class          `json:"class"`
	Words metamodel.Text `json:"words"`         // what changed
	Why   metamodel.Text `json:"why,omitempty"` // why it is more than compatible
}

// Difference is everything that changed between two releases, by kind, id and path.
type Difference struct {
	Pack    string   `json:"pack"`
	From    string   `json:"from"` // version
	To      string   `json:"to"`
	Class   Class    `json:"class"` // the worst of the changes
	Changes []Change `json:"changes"`
}

// Diff compares two releases by the stable keys of their definitions: a thing
// is the same when its key is the same, however it is called now. A form is
// judged by the values it takes, so a change of an element shows at every field
// that points at it, also when the element is another pack's.
func Diff(a, b *Release) Difference {
	d := &differ{a: a, b: b}
	d.manifests()
	d.subjects()
	d.departments()
	d.codeLists()
	d.elements()
	d.elementGroups()
	d.forms()
	d.materials()
	d.workflows()
	d.calendars()
	d.matters()
	d.themes()
	d.policies()
	out := Difference{Pack: b.Pack.Name, From: a.Pack.Version, To: b.Pack.Version, Class: Compatible, Changes: d.changes}
	for _, c := range d.changes {
		out.Class = worse(out.Class, c.Class)
	}
	return out
}

// Of keeps the changes of one definition.
func (d Difference) Of(ref Ref) Difference {
	out := Difference{Pack: d.Pack, From: d.From, To: d.To, Class: Compatible}
	for _, c := range d.Changes {
		if c.Of == ref {
			out.Changes = append(out.Changes, c)
			out.Class = worse(out.Class, c.Class)
		}
	}
	return out
}

// differ carries one Diff. The definitions are compared kind by kind, each by
// id, so the changes come in one order.
type differ struct {
	a, b    *Release
	changes []Change
	sides   *sides // two matters beside each other; nil: a is what b was
}

var classRank = map[Class]int{Compatible: 0, NeedsAnswer: 1, Breaking: 2}

func worse(a, b Class) Class {
	if classRank[b] > classRank[a] {
		return b
	}
	return a
}

// add notes a change. Its words are the kind's, with what is given filled in;
// a class beyond compatible says why.
func (d *differ) add(k changeKind, of Ref, path string, from, to any, params ...any) {
	d.addAs(k, k.class, of, path, from, to, params...)
}

// addAs is add with a class other than the kind's own.
func (d *differ) addAs(k changeKind, class Class, of Ref, path string, from, to any, params ...any) {
	params = append(params, "from", said(from), "to", said(to)) // what is given goes before
	words := metamodel.Worded(k.zh, k.en, params...)
	if d.sides != nil {
		words = d.sides.words(k, params)
	}
	c := Change{Kind: k.kind, Of: of, Path: path, From: from, To: to, Class: class, Words: words}
	if class != Compatible && d.sides == nil {
		c.Why = k.why
		if len(c.Why) == 0 {
			c.Why = whyOf[class]
		}
	}
	d.changes = append(d.changes, c)
}

// text notes other words for the same thing.
func (d *differ) text(of Ref, path string, a, b metamodel.Text) {
	if sameText(a, b) {
		return
	}
	from, to := metamodel.Text{}, metamodel.Text{}
	for _, lang := range metamodel.Languages { // in a language in which nothing changed, the wording that did
		from[lang], to[lang] = a.In(lang), b.In(lang)
		for _, l := range append(metamodel.Languages, union(a, b)...) {
			if from[lang] == to[lang] {
				from[lang], to[lang] = a[l], b[l]
			}
		}
	}
	k := changeLabel
	switch {
	case len(a) == 0:
		k = changeLabelAdded
	case len(b) == 0:
		k = changeLabelRemoved
	}
	d.add(k, of, path, a, b, "from", said(from), "to", said(to))
}

// plain notes another value of an attribute that decides nothing about answers.
func (d *differ) plain(of Ref, path string, a, b any) {
	if !reflect.DeepEqual(a, b) {
		d.add(changeAttribute, of, path, a, b, "what", attributeName(path))
	}
}

// said puts a value into words.
func said(v any) metamodel.Text {
	switch v := v.(type) {
	case metamodel.Text:
		if len(v) > 0 {
			return v
		}
	case string:
		if v != "" {
			return metamodel.ZhEn(v, v)
		}
	case []string:
		if len(v) > 0 {
			return metamodel.ZhEn(strings.Join(v, "、"), strings.Join(v, ", "))
		}
	case nil:
	default:
		s := fmt.Sprint(v)
		return metamodel.ZhEn(s, s)
	}
	return metamodel.ZhEn("无", "nothing")
}

// pairs walks two maps by key: what is in one only is added or removed, what
// is in both is compared. lost is the class of what is removed.
func pairs[T any](d *differ, kind string, a, b map[string]*T, name func(*T) metamodel.Text, lost Class, compare func(of Ref, a, b *T)) {
	for _, id := range union(a, b) {
		of, x, y := Ref{kind, id}, a[id], b[id]
		switch {
		case x == nil:
			d.add(changeDefinitionAdded, of, "", nil, name(y), "name", name(y), "id", id)
		case y == nil:
			d.addAs(changeDefinitionRemoved, lost, of, "", name(x), nil, "name", name(x), "id", id)
		default:
			compare(of, x, y)
		}
	}
}

// union lists the keys of both, sorted.
func union[V any](a, b map[string]V) []string {
	keys := maps.Clone(a)
	if keys == nil {
		keys = map[string]V{}
	}
	maps.Copy(keys, b)
	return sortedKeys(keys)
}

func (d *differ) manifests() {
	of := Ref{"pack", d.b.Pack.Name}
	d.text(of, "title", d.a.Pack.Title, d.b.Pack.Title)
	names := func(p *Pack) []string {
		var out []string
		for _, s := range p.Needs {
			out = append(out, ParseNeed(s).Name)
		}
		sort.Strings(out)
		return out
	}
	d.plain(of, "needs", names(d.a.Pack), names(d.b.Pack))
}

func (d *differ) subjects() {
	pairs(d, metamodel.KindSubject, d.a.Pack.Subjects, d.b.Pack.Subjects, func(s *metamodel.Subject) metamodel.Text { return s.Name }, Compatible, func(of Ref, a, b *metamodel.Subject) {
		d.text(of, "name", a.Name, b.Name)
		d.plain(of, "objectClass", a.ObjectClass, b.ObjectClass)
		d.plain(of, "order", a.Order, b.Order)
	})
}

func (d *differ) departments() {
	pairs(d, metamodel.KindDepartment, d.a.Pack.Departments, d.b.Pack.Departments, func(s *metamodel.Department) metamodel.Text { return s.Name }, Compatible, func(of Ref, a, b *metamodel.Department) {
		d.text(of, "name", a.Name, b.Name)
		d.refers(changeAttribute, of, "parent", a.Parent, b.Parent, (*Release).departmentName)
	})
}

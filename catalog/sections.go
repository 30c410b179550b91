package catalog

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"github.com/onematter/onematter/metamodel"
)

// person is the object class of subjects that are people. What the business
// does is asked after who is behind it.
const person = "自然人"

// topics collects what a merged section may be called: a matter's own section
// that holds one topic only and nothing else lends its title.
type topics struct {
	titles map[string][]topicTitle // topic key to titles, in the theme's order
	asking map[string][]*Matter    // topic key to matters with a field of it
}

type topicTitle struct {
	title metamodel.Text
	items int
}

// section is one topic of the merged form while it is being laid out.
type section struct {
	key     string // "premises" or "premises/排水"
	subject *metamodel.Subject
	class   string // the object class of a topic beside its subject's own; "" for the subject itself
	items   []string
}

// topicOf says which section an item belongs to: its subject's, or one of its
// own where the element is about something else than the subject (the drainage
// of the premises, the food business of the applicant).
func (m *merger) topicOf(item string) (key string, subject *metamodel.Subject, class string) {
	name, element, single := strings.Cut(item, "/")
	subject, ok := m.reg.Subject(name)
	if !ok {
		subject = &metamodel.Subject{ID: name, Name: metamodel.Zh(name)}
	}
	if e, ok := m.reg.Element(element); single && ok && subject.ObjectClass != "" && e.ObjectClass != "" && e.ObjectClass != subject.ObjectClass {
		return name + "/" + e.ObjectClass, subject, e.ObjectClass
	}
	return name, subject, ""
}

// hear notes which topics a section of a matter's form asks about, and its title
// where that is only one.
func (t *topics) hear(m *merger, matter *Matter, s *metamodel.Section) {
	if t.titles == nil {
		t.titles, t.asking = map[string][]topicTitle{}, map[string][]*Matter{}
	}
	first, one := "", true
	for _, item := range s.Items {
		if item.Text != nil {
			continue
		}
		key, _, _ := m.topicOf(itemPath(item))
		if list := t.asking[key]; len(list) == 0 || list[len(list)-1] != matter {
			t.asking[key] = append(list, matter)
		}
		if first == "" {
			first = key
		}
		one = one && key == first
	}
	if first != "" && one {
		t.titles[first] = append(t.titles[first], topicTitle{s.Title, len(s.Items)})
	}
}

// title names a section in both languages.
func (t *topics) title(s *section) metamodel.Text {
	if s.class == "" {
		return s.subject.Name
	}
	best := topicTitle{}
	for _, c := range t.titles[s.key] {
		if c.items > best.items {
			best = c
		}
	}
	if best.items > 0 {
		return best.title
	}
	title := metamodel.Zh(s.class)
	if asking := t.asking[s.key]; len(asking) == 1 {
		title["en"] = asking[0].Def.Name.In("en")
	} else {
		title["en"] = s.subject.Name.In("en") + ": " + s.class
	}
	return title
}

// layout puts the merged fields into sections in the order in which people
// think of them, deciding fields before those that depend on them.
func (m *merger) layout() metamodel.Layout {
	items := sortedKeys(m.ranks)
	m.byRank(items)
	var sections []*section
	byKey := map[string]*section{}
	for _, item := range items {
		key, subject, class := m.topicOf(item)
		s := byKey[key]
		if s == nil {
			s = &section{key: key, subject: subject, class: class}
			byKey[key] = s
			sections = append(sections, s)
		}
		s.items = append(s.items, item)
	}
	lastPerson := -1 << 31
	for _, s := range sections {
		if s.subject.ObjectClass == person {
			lastPerson = max(lastPerson, s.subject.Order)
		}
	}
	sort.SliceStable(sections, func(i, j int) bool {
		a, b := sections[i], sections[j]
		if x, y := band(a, lastPerson), band(b, lastPerson); x != y {
			return x < y
		}
		if a.subject.Order != b.subject.Order {
			return a.subject.Order < b.subject.Order
		}
		if a.subject.ID != b.subject.ID {
			return a.subject.ID < b.subject.ID
		}
		return m.ranks[a.items[0]] < m.ranks[b.items[0]]
	})
	depends := m.depends()
	decidersFirst(sections, depends)
	later(sections, depends)
	layout := metamodel.Layout{}
	ids := map[string]bool{}
	for _, s := range sections {
		if len(s.items) == 0 {
			continue
		}
		m.byRank(s.items)
		layout.Sections = append(layout.Sections, metamodel.SectionDoc{ID: sectionID(s, ids), Title: m.topics.title(s), Fields: decidingFirst(s.items, depends)})
	}
	return layout
}

// band: the entity, its place and its people; what the business does; what
// comes after people in the subjects' order (a signboard); the filing itself.
func band(s *section, lastPerson int) int {
	switch {
	case s.subject.ID == metamodel.FilingSubject:
		return 3
	case s.class != "":
		return 1
	case s.subject.Order > lastPerson:
		return 2
	}
	return 0
}

func sectionID(s *section, taken map[string]bool) string {
	id := s.subject.ID
	if s.class != "" {
		id += "-" + slug(s.class)
	}
	for taken[id] {
		id += "-2"
	}
	taken[id] = true
	return id
}

// slug spells an object class in letters an address can bear.
func slug(s string) string {
	var b strings.Builder
	args := pinyin.NewArgs()
	for _, r := range s {
		switch py := pinyin.SinglePinyin(r, args); {
		case len(py) > 0:
			b.WriteString(py[0])
		case r < 128 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// named finds what a condition may read. It may find too much (a name inside a
// string), which moves a field at worst.
var named = regexp.MustCompile(`\b[a-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9_]*)+`)

// depends lists for every item those that decide whether it is shown or
// required, what it is, or what may be chosen.
func (m *merger) depends() map[string][]string {
	out := map[string][]string{}
	read := map[string][]string{} // what each condition reads: many fields have the same
	note := func(item string, sources ...string) {
		for _, src := range sources {
			others, known := read[src]
			if !known {
				for _, ref := range refsIn(src) {
					if other := m.listed(ref); other != "" {
						others = append(others, other)
					}
				}
				read[src] = others
			}
			for _, other := range others {
				if other != item && !slices.Contains(out[item], other) {
					out[item] = append(out[item], other)
				}
			}
		}
	}
	// repeat is the item of the repeat around, "" outside one.
	var walk func(path, repeat string, around []string, fields map[string]*metamodel.FieldDoc)
	walk = func(path, repeat string, around []string, fields map[string]*metamodel.FieldDoc) {
		for _, key := range sortedKeys(fields) {
			f := fields[key]
			at := path + "/" + key
			item := at
			if repeat != "" {
				item = repeat
			}
			sources := slices.Clone(around)
			for i := range f.Uses {
				u := &f.Uses[i]
				for _, source := range [...]string{u.Visible, u.RequiredIf, u.Value, u.ValueWhen, u.Options} {
					if source != "" { // most uses have none
						sources = append(sources, source)
					}
				}
			}
			for _, t := range f.Same { // asked before it is shown here
				sources = append(sources, t.When, strings.ReplaceAll(t.As, "/", "."))
			}
			switch {
			case f.Type == "":
				note(item, sources...)
			case f.Type == "array":
				note(item, sources...)
				walk(at, item, nil, f.Items.Properties)
			default:
				walk(at, repeat, sources, f.Properties)
			}
		}
	}
	for _, name := range sortedKeys(m.doc.Properties) {
		g := m.doc.Properties[name]
		var around []string
		for _, u := range g.Uses {
			around = append(around, u.Visible)
		}
		fields, _ := fieldDocs(g)
		if g.Type != "array" {
			walk(name, "", around, fields)
			continue
		}
		note(name, around...)
		walk(name, name, nil, fields)
	}
	return out
}

// listed is the layout item that a path of fields belongs to, "" for none.
func (m *merger) listed(path string) string {
	for {
		if _, known := m.ranks[path]; known {
			return path
		}
		cut := strings.LastIndexByte(path, '/')
		if cut < 0 {
			return ""
		}
		path = path[:cut]
	}
}

// refsIn names the paths that appear in a condition's source, also what leads
// to them: “premises.DE2.division” reads premises/DE2.
func refsIn(source string) (paths []string) {
	for _, name := range named.FindAllString(source, -1) {
		path := strings.ReplaceAll(name, ".", "/")
		for i, c := range path {
			if c == '/' && strings.Contains(path[:i], "/") {
				paths = append(paths, path[:i])
			}
		}
		paths = append(paths, path)
	}
	return paths
}

// decidersFirst keeps the order of sections but puts each after those that
// decide something in it. Where sections decide each other the order stays,
// and later moves single items; so it does with what the filing decides, which
// stays the last.
func decidersFirst(sections []*section, depends map[string][]string) {
	where := map[string]int{}
	for i, s := range sections {
		for _, item := range s.items {
			where[item] = i
		}
	}
	after := make([]map[int]bool, len(sections)) // section to those that decide in it
	for i, s := range sections {
		after[i] = map[int]bool{}
		for _, item := range s.items {
			for _, d := range depends[item] {
				if by := where[d]; by != i && sections[by].subject.ID != metamodel.FilingSubject {
					after[i][by] = true
				}
			}
		}
	}
	order := make([]*section, 0, len(sections))
	placed := make([]bool, len(sections))
	ready := func(i int) bool {
		for d := range after[i] {
			if !placed[d] {
				return false
			}
		}
		return true
	}
	for len(order) < len(sections) {
		next := -1
		for i := range sections {
			if placed[i] {
				continue
			}
			if next < 0 {
				next = i // in a circle: the first as before
			}
			if ready(i) {
				next = i
				break
			}
		}
		placed[next] = true
		order = append(order, sections[next])
	}
	copy(sections, order)
}

// later moves an item whose deciding field comes in a later section to there:
// nobody has to go back to a page that looked finished.
func later(sections []*section, depends map[string][]string) {
	where := map[string]int{}
	for i, s := range sections {
		for _, item := range s.items {
			where[item] = i
		}
	}
	for range sections { // each round settles at least one section, cycles end here too
		moved := false
		for _, item := range sortedKeys(depends) {
			for _, d := range depends[item] {
				if where[d] > where[item] && !slices.Contains(depends[d], item) {
					where[item] = where[d]
					moved = true
				}
			}
		}
		if !moved {
			break
		}
	}
	for _, s := range sections {
		s.items = nil
	}
	for _, item := range sortedKeys(where) {
		sections[where[item]].items = append(sections[where[item]].items, item)
	}
}

// decidingFirst keeps the order of items but puts each after what decides it.
func decidingFirst(items []string, depends map[string][]string) []string {
	out := make([]string, 0, len(items))
	placed := map[string]bool{}
	var place func(item string, way []string)
	place = func(item string, way []string) {
		if placed[item] || slices.Contains(way, item) || !slices.Contains(items, item) {
			return
		}
		for _, d := range depends[item] {
			place(d, append(way, item))
		}
		if !placed[item] {
			placed[item] = true
			out = append(out, item)
		}
	}
	for _, item := range items {
		place(item, nil)
	}
	return out
}

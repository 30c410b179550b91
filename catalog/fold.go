package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// formFolder makes one matter's own form of a merged form: what several matters
// demanded side by side, each where it showed a field, becomes what the one
// demands. What the merged form accepts while all of them apply, this one
// accepts, but where a warning says otherwise.
type formFolder struct {
	reg      registry
	doc      *metamodel.FormDoc
	name     map[string]metamodel.Text // of the matters
	yields   map[string]bool           // paths that one of them issues: nobody is asked
	places   map[string][]shownAt      // of every field, before it is folded
	label    map[string]metamodel.Text // of every field and group
	left     []string                  // paths that went
	problems metamodel.Problems
}

// shownAt is where a matter shows a field.
type shownAt struct{ matter, visible string }

// fold folds in place.
func (f *formFolder) fold() {
	f.places, f.label = map[string][]shownAt{}, map[string]metamodel.Text{}
	for _, name := range sortedKeys(f.doc.Properties) {
		g := f.doc.Properties[name]
		f.label[name] = g.Label
		base := f.group(name, g.Uses, nil, g.Type == "array", &g.Visible, &g.MinItems, &g.MaxItems)
		g.Uses = nil
		fields, _ := fieldDocs(g)
		required := f.members(name, fields, base, g.Type == "array")
		if g.Type == "array" {
			g.Items.Required = required
			if len(fields) == 0 {
				f.drop(name)
			}
			continue
		}
		g.Required = required
		if len(fields) == 0 {
			delete(f.doc.Properties, name)
		}
	}
	for _, t := range f.doc.Layout.Texts {
		var shown []string
		for _, u := range t.Uses {
			shown = append(shown, u.Visible)
		}
		t.Visible, t.Uses = anyHolds(shown), nil
	}
	f.layout()
}

func (f *formFolder) drop(name string) {
	delete(f.doc.Properties, name)
	f.left = append(f.left, name)
}

// layout forgets what went.
func (f *formFolder) layout() {
	if len(f.left) == 0 {
		return
	}
	for i := range f.doc.Layout.Sections {
		s := &f.doc.Layout.Sections[i]
		s.Fields = slices.DeleteFunc(s.Fields, func(item string) bool { return slices.Contains(f.left, item) })
	}
	f.doc.Layout.Sections = slices.DeleteFunc(f.doc.Layout.Sections, func(s metamodel.SectionDoc) bool { return len(s.Fields) == 0 })
}

// group folds the uses of a group, and gives where each matter shows what is in
// it: nil where the group's own condition says it for all.
func (f *formFolder) group(path string, uses []metamodel.GroupUse, base map[string]string, repeat bool, visible *string, least, most **int) map[string]string {
	shown := map[string]string{}
	var list []string
	for _, u := range uses {
		shown[u.Matter] = bothHold(base[u.Matter], u.Visible)
		list = append(list, shown[u.Matter])
	}
	*visible = anyHolds(list)
	alike := allAlike(list)
	if repeat {
		*least, *most = uses[0].MinItems, uses[0].MaxItems
		for _, u := range uses[1:] {
			*least, *most = greater(*least, u.MinItems), lesser(*most, u.MaxItems)
		}
		if !alike && slices.ContainsFunc(uses, func(u metamodel.GroupUse) bool { return !sameInt(*least, u.MinItems) || !sameInt(*most, u.MaxItems) }) {
			said := make([]demanded, len(uses))
			for i, u := range uses {
				said[i] = demanded{u.Matter, saidInt(u.MinItems) + "–" + saidInt(u.MaxItems)}
			}
			f.stricter(path, "minItems–maxItems", said)
		}
	}
	if alike {
		return nil
	}
	return shown
}

// members folds what is in a group and gives the keys that are always required.
func (f *formFolder) members(path string, fields map[string]*metamodel.FieldDoc, base map[string]string, rows bool) (required []string) {
	for _, key := range sortedKeys(fields) {
		at, d := path+"/"+key, fields[key]
		f.label[at] = d.Label
		if d.Type == "" {
			switch {
			case f.yields[at]:
				delete(fields, key)
				f.left = append(f.left, at)
				f.problems = append(f.problems, MergedYields.At("form/"+at, "field", d.Label))
			case f.field(at, key, d, base, rows):
				required = append(required, key)
			}
			continue
		}
		uses := make([]metamodel.GroupUse, len(d.Uses))
		for i, u := range d.Uses {
			uses[i] = metamodel.GroupUse{Matter: u.Matter, Visible: u.Visible, MinItems: u.MinItems, MaxItems: u.MaxItems}
		}
		inner := f.group(at, uses, base, d.Type == "array", &d.Visible, &d.MinItems, &d.MaxItems)
		d.Uses = nil
		if d.Type == "array" {
			for matter, when := range inner {
				if rows {
					inner[matter] = fromWithin(when)
				}
			}
			d.Items.Required = f.members(at, d.Items.Properties, inner, true)
		} else {
			d.Required = f.members(at, d.Properties, inner, rows)
		}
	}
	return required
}

// field folds one field; it reports whether it is always required.
func (f *formFolder) field(path, key string, d *metamodel.FieldDoc, base map[string]string, rows bool) (required bool) {
	uses := d.Uses
	d.Uses = nil
	shown := make([]string, len(uses))
	for i, u := range uses {
		shown[i] = bothHold(base[u.Matter], u.Visible)
		f.places[path] = append(f.places[path], shownAt{u.Matter, shown[i]})
	}
	alike := allAlike(shown)
	d.Visible = anyHolds(shown)
	if base == nil && d.Visible == "true" {
		d.Visible = ""
	}
	here := func(i int) string { // where a demand holds beyond where the field is shown
		if alike {
			return ""
		}
		return shown[i]
	}
	d.Value, d.ValueWhen = f.value(path, d.Label, uses, alike, here)
	var wanted []string
	var options string
	for i, u := range uses {
		when := here(i)
		switch {
		case u.Required && when == "":
			required = true
		case u.Required:
			wanted = append(wanted, held(when))
		case u.RequiredIf != "":
			wanted = append(wanted, bothHold(held(when), u.RequiredIf))
		}
		if u.Options != "" && !strings.Contains(options, only(when, u.Options)) {
			options = bothHold(options, only(when, u.Options))
		}
		for _, c := range u.Checks {
			c.Rule = only(when, c.Rule)
			if !slices.ContainsFunc(d.Checks, func(o metamodel.Check) bool { return o.Rule == c.Rule && sameText(o.Message, c.Message) }) {
				d.Checks = append(d.Checks, c)
			}
		}
	}
	d.Options = options
	if !required && len(wanted) > 0 {
		d.RequiredIf = anyHolds(wanted)
	}
	f.demands(path, key, d, uses, here, rows)
	return required
}

// value is what a field is computed from: all who compute it must agree, and
// compute it wherever it is shown, at the same times.
func (f *formFolder) value(path string, label metamodel.Text, uses []metamodel.FieldUse, alike bool, here func(int) string) (value, when string) {
	by := ""
	computer := slices.IndexFunc(uses, func(u metamodel.FieldUse) bool { return u.Value != "" })
	everywhere := false
	for i, u := range uses {
		everywhere = everywhere || u.Value != "" && here(i) == ""
	}
	for _, u := range uses {
		switch {
		case u.Value == "" && computer >= 0 && (u.Required || u.RequiredIf != ""):
			f.problems = append(f.problems, MergedComputed.At("form/"+path, "field", label, "first", f.name[uses[computer].Matter], "second", f.name[u.Matter]))
			continue
		case u.Value == "":
			continue
		case value == "":
			value, when, by = u.Value, u.ValueWhen, u.Matter
		case squeezed(value) != squeezed(u.Value) || squeezed(when) != squeezed(u.ValueWhen):
			f.problems = append(f.problems, MergedValue.At("form/"+path, "field", label, "first", f.name[by], "second", f.name[u.Matter]))
		}
		if !alike && !everywhere {
			other := slices.IndexFunc(uses, func(o metamodel.FieldUse) bool { return o.Matter != u.Matter })
			f.problems = append(f.problems, MergedValue.At("form/"+path, "field", label, "first", f.name[u.Matter], "second", f.name[uses[other].Matter]))
		}
	}
	return value, when
}

// demanded is what a matter demands of a field by one keyword; "" is nothing.
type demanded struct{ matter, value string }

// stricter warns of a demand that holds for all now, with what each demanded.
func (f *formFolder) stricter(path, keyword string, said []demanded) {
	var list []metamodel.Text
	for _, d := range said {
		value := metamodel.ZhEn(d.value, d.value)
		if d.value == "" {
			value = metamodel.ZhEn("不作要求", "nothing")
		}
		list = append(list, filled(metamodel.ZhEn("“{matter}”{value}", "“{matter}” {value}"), "matter", f.name[d.matter], "value", value))
	}
	p := MergedStricter.At("form/"+path, "field", f.called(path), "path", path, "keyword", keyword, "demands", listText(list))
	if !slices.ContainsFunc(f.problems, func(o metamodel.Problem) bool { return o.Path == p.Path && sameText(o.Message, p.Message) }) {
		f.problems = append(f.problems, p)
	}
}

// called is the label of a field or group, or its path.
func (f *formFolder) called(path string) metamodel.Text {
	if l := f.label[path]; len(l) > 0 {
		return l
	}
	return metamodel.ZhEn(path, path)
}

func saidInt(n *int) string {
	if n == nil {
		return "…"
	}
	return strconv.Itoa(*n)
}

// views warns of conditions that will see more than they did: what another
// matter shows and the condition's own does not. rows are the repeats around it,
// the innermost last.
func (f *formFolder) views(matter, at, source string, rows []string) {
	refs := refsIn(source)
	for _, path := range sortedKeys(f.places) {
		mine, other, ok := f.alters(matter, path)
		if !ok || !reads(refs, path, rows) {
			continue
		}
		p := MergedView.At("form/"+at, "path", at, "matter", f.name[matter], "condition", source, "field", f.called(path), "source", path,
			"mine", shownWords(mine.visible), "other", f.name[other.matter], "others", shownWords(other.visible))
		if !slices.ContainsFunc(f.problems, func(o metamodel.Problem) bool { return o.Path == p.Path && sameText(o.Message, p.Message) }) {
			f.problems = append(f.problems, p)
		}
	}
}

func shownWords(visible string) metamodel.Text {
	if visible == "" || visible == "true" {
		return metamodel.ZhEn("总是显示", "always")
	}
	return metamodel.ZhEn("在“"+visible+"”时显示", "where “"+visible+"”")
}

// alters reports whether a matter will see a field where it did not show it, and
// which other one shows it there.
func (f *formFolder) alters(matter, path string) (mine, other shownAt, ok bool) {
	places := f.places[path]
	at := slices.IndexFunc(places, func(p shownAt) bool { return p.matter == matter })
	if at < 0 || places[at].visible == "" {
		return mine, other, false // it reads nothing that it has not, and what is always there
	}
	differs := slices.IndexFunc(places, func(p shownAt) bool { return p.visible != places[at].visible })
	if differs < 0 {
		return mine, other, false
	}
	return places[at], places[differs], true
}

// reads reports whether one of the names in a condition may be a field: by its
// path, from within a row, or as a member of a row that a list is gone through by.
func reads(refs []string, path string, rows []string) bool {
	group, key := path[:strings.LastIndexByte(path, '/')], lastStep(path)
	for _, ref := range refs {
		for up, row := len(rows)-1, "row"; up >= 0; up, row = up-1, "parent" {
			if rest, ok := strings.CutPrefix(ref, row+"/"); ok {
				ref = rows[up] + "/" + rest
			} else if up < len(rows)-1 {
				if rest, ok := strings.CutPrefix(ref, strings.Repeat("parent/", len(rows)-1-up)); ok {
					ref = rows[up] + "/" + rest
				}
			}
		}
		if ref == path {
			return true
		}
		if lastStep(ref) == key && slices.ContainsFunc(refs, func(o string) bool {
			return strings.HasPrefix(o+"/", group+"/") || lastStep(o[:max(strings.LastIndexByte(o, '/'), 0)]) == lastStep(group)
		}) {
			return true
		}
	}
	return false
}

// rowNames are the names of rows in CEL, beside texts in which they mean nothing.
var rowNames = regexp.MustCompile(`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:row|parent)\b`)

// fromWithin says a condition over a row as a row within it says it.
func fromWithin(when string) string {
	return rowNames.ReplaceAllStringFunc(when, func(name string) string {
		switch name {
		case "row":
			return "parent"
		case "parent":
			return "parent.parent"
		}
		return name
	})
}

// held is a condition that is false where it cannot be told.
func held(when string) string {
	if when == "" || when == "true" {
		return ""
	}
	return "holds(" + when + ")"
}

// only demands a rule where a condition holds.
func only(when, rule string) string {
	if when == "" || when == "true" {
		return rule
	}
	return "!holds(" + when + ") || (" + rule + ")"
}

// anyHolds joins conditions, of which "" is always.
func anyHolds(list []string) string {
	var out []string
	for _, c := range list {
		if c == "" || c == "true" {
			return ""
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return "(" + strings.Join(out, ") || (") + ")"
}

func allAlike(list []string) bool {
	for _, c := range list {
		if c != list[0] {
			return false
		}
	}
	return true
}

func sameInt(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func greater(a, b *int) *int {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

func lesser(a, b *int) *int {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

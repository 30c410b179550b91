package xlsform

import (
	"regexp"
	"strings"
)

// named finds what ${name} means.
func (t *translator) named(name string) *item {
	list := t.im.byName[name]
	switch {
	case len(list) == 1:
		return list[0]
	case len(list) == 0 && t.im.devices[name] == "today":
		return todayItem
	case len(list) == 0 && t.im.devices[name] != "":
		refuse("“"+name+"”是采集设备的信息，未导入", "“"+name+"” is about the device that collects and was not taken")
	case len(list) == 0:
		panic(missing{name})
	}
	refuse("有几道题目都叫“"+name+"”", "several questions are called “"+name+"”")
	return nil
}

// todayItem stands for the question of type today.
var todayItem = &item{typ: "today"}

// reference is the answer to a question.
func (t *translator) reference(it *item) value {
	if it == todayItem {
		return value{piece: primary("today()"), sort: sortDate}
	}
	t.im.resolve(it)
	switch {
	case it.group(), it.repeat():
		refuse("“"+it.name+"”是一组题目，没有自己的答案", "“"+it.name+"” is a group and has no answer of its own")
	case it.why != nil:
		refuse("“"+it.name+"”没有导入", "“"+it.name+"” was not taken")
	case it.sort == sortNothing:
		refuse("“"+it.name+"”没有答案", "“"+it.name+"” has no answer")
	}
	cel, ok := t.pathTo(it)
	if !ok {
		refuse("“"+it.name+"”在另一个重复组里，有多个答案", "“"+it.name+"” is in another repeat and has several answers")
	}
	there := it.thereAt(cel)
	return value{piece: primary(cel), sort: it.sort, there: there, filled: there, strict: true, item: it, list: it.list}
}

// thereAt is whether the answer at that place of the record is there.
func (it *item) thereAt(cel string) presence {
	p := primary("has(" + cel + ")")
	if it.parent.group() && len(it.repeats()) > 0 { // has() is unknown when the group itself is hidden
		p = primary("filled(" + cel + ")")
	}
	return presence{{p, notOf(p)}}
}

// base is where the answers of the item's siblings lie, seen from here; false
// when they are in rows that are not this one.
func (t *translator) base(it *item) (string, bool) {
	here, there := t.at.repeats(), it.repeats()
	if len(there) > len(here) {
		return "", false
	}
	for i := range there {
		if here[i] != there[i] {
			return "", false
		}
	}
	if len(there) == 0 {
		return rootSubject, true
	}
	base := "row"
	for n := range len(here) - len(there) {
		if base = "parent"; n > 0 {
			base = strings.Repeat("parent.", n) + "parent"
		}
	}
	return base + inRow(it), true
}

// inRow names the groups between an item and the repeat around it.
func inRow(it *item) string {
	out := ""
	for p := it.parent; p != nil && !p.repeat(); p = p.parent {
		out = "." + p.key + out
	}
	return out
}

func (t *translator) pathTo(it *item) (string, bool) {
	base, ok := t.base(it)
	return base + "." + it.key, ok
}

// rows is the list of a repeat's rows, seen from here.
func (t *translator) rows(rep *item) string {
	if len(rep.repeats()) == 0 {
		return rep.key
	}
	cel, ok := t.pathTo(rep)
	if !ok {
		refuse("“"+rep.name+"”在另一个重复组里", "“"+rep.name+"” lies in another repeat")
	}
	return cel
}

// conditional reports whether a repeat may be hidden, and its list unknown.
func (it *item) conditional() bool {
	for p := it; p.parent != nil; p = p.parent {
		if p.row.Cell("relevant") != "" {
			return true
		}
	}
	return false
}

// path is a location path: questions by their place, or a column of the choices.
func (t *translator) path(n pathNode) value {
	if !n.simple {
		refuse("不支持路径“"+clip(n.source)+"”", "the path “"+clip(n.source)+"” is not supported")
	}
	if t.option != nil && !n.absolute && len(n.steps) == 1 {
		return t.choiceColumn(n.steps[0])
	}
	return t.reference(t.walk(n))
}

// walk follows a path through the survey.
func (t *translator) walk(n pathNode) *item {
	at, steps := t.self, n.steps
	if at == nil {
		at = t.at
	}
	if n.absolute {
		at, steps = t.im.root, steps[1:]
	}
	for _, s := range steps {
		switch s {
		case ".":
			continue
		case "..":
			if at = at.parent; at == nil {
				panic(missing{n.source})
			}
			continue
		}
		var found *item
		for _, c := range at.children {
			if c.name == s {
				found = c
			}
		}
		if found == nil {
			panic(missing{n.source})
		}
		at = found
	}
	return at
}

var plainAttribute = regexp.MustCompile(`^[a-z][A-Za-z0-9_]*$`)

// choiceColumn is a column of the choice that a filter looks at.
func (t *translator) choiceColumn(name string) value {
	column := canonical(name)
	if column == "name" {
		return value{piece: primary("option.code"), sort: sortText, attr: true}
	}
	if table := t.option.rows[0].table; listColumns[column] || !table.has(column) {
		refuse("选项没有“"+clip(name)+"”这一列", "choices have no column “"+clip(name)+"”")
	}
	v := value{piece: primary("option.attributes." + column), sort: sortText, strict: true, attr: true}
	there := primary("has(option.attributes." + column + ")")
	if !plainAttribute.MatchString(column) || unselectable[column] {
		v.piece = primary("option.attributes[" + quote(column).cel + "]")
		there = piece{quote(column).cel + " in option.attributes", precCompare}
	}
	if !t.option.always[column] {
		v.there = presence{{there, notOf(there)}}
		v.filled = v.there
	}
	return v
}

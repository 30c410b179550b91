package xlsform

import (
	"regexp"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// choiceList is one list of the sheet choices.
type choiceList struct {
	name string
	rows []*Row
	def  *metamodel.CodeList
	used bool
	// always are the columns that every choice fills.
	always map[string]bool
}

// listColumns of the sheet choices are no attributes.
var listColumns = map[string]bool{"list_name": true, "name": true, "label": true, "hint": true, "guidance_hint": true, "image": true, "audio": true, "video": true, "big-image": true, "order": true, "": true}

const (
	maxCode      = 64
	maxAttribute = 200
	maxText      = 4_000
)

// readChoices reads the lists of both sheets of choices.
func (im *importer) readChoices() {
	im.lists = map[string]*choiceList{}
	for _, t := range []*Table{im.book.Choices, im.book.External} {
		if t == nil {
			continue
		}
		for _, r := range t.Rows {
			list, name := r.Cell("list_name"), r.Cell("name")
			switch {
			case list == "" && name == "" && len(r.texts) == 0:
				continue
			case list == "" || name == "":
				im.report(r.problem(kindChoice, ""))
				continue
			case len([]rune(name)) > maxCode:
				im.report(r.problem(kindChoiceName, "name", "name", clip(name)))
				continue
			}
			l := im.lists[list]
			if l == nil {
				l = &choiceList{name: list, always: map[string]bool{}}
				im.lists[list] = l
				im.listOrder = append(im.listOrder, l)
			}
			l.rows = append(l.rows, r)
		}
	}
	ids := map[string]bool{}
	for _, l := range im.listOrder {
		im.readList(l)
		id := listID.ReplaceAllString(l.name, "_")
		if !strings.ContainsFunc(id, func(r rune) bool { return r != '_' }) {
			id = handle(l.name)
		}
		id = short(strings.TrimLeft(id, "_.-"), 60)
		for ids[strings.ToLower(id)] {
			id += "_"
		}
		ids[strings.ToLower(id)] = true
		l.def.ID = id
	}
}

var listID = regexp.MustCompile(`[^A-Za-z0-9_.-]`)

func (im *importer) readList(l *choiceList) {
	l.def = &metamodel.CodeList{Name: metamodel.ZhEn(l.name, l.name)}
	seen := map[string]int{}
	for _, c := range l.rows[0].table.Columns {
		l.always[c.Name] = true
	}
	for _, r := range l.rows {
		name := r.Cell("name")
		if other, twice := seen[name]; twice {
			im.report(r.problem(kindChoiceTwice, "name", "name", name, "other", other))
			continue
		}
		seen[name] = r.Number
		e := metamodel.Code{Code: name, Name: im.text(r, "label")}
		if len(e.Name) == 0 {
			e.Name = metamodel.ZhEn(name, name)
		}
		for _, c := range r.table.Columns {
			value := r.Cell(c.Name)
			if value == "" {
				delete(l.always, c.Name)
			}
			if listColumns[c.Name] || value == "" || !im.filters[c.Name] {
				continue
			}
			if len([]rune(value)) > maxAttribute {
				im.report(r.problem(kindLong, c.Name, "limit", maxAttribute))
				continue
			}
			if e.Attributes == nil {
				e.Attributes = map[string]string{}
			}
			e.Attributes[c.Name] = value
		}
		l.def.Entries = append(l.def.Entries, e)
	}
}

// listNamed finds a question's list.
func (im *importer) listNamed(it *item, name string) *choiceList {
	if name == "" {
		im.report(it.row.problem(kindNoListName, "type"))
		return nil
	}
	l := im.lists[name]
	if l == nil || len(l.def.Entries) == 0 {
		im.report(it.row.problem(kindNoList, "type", "list", clip(name)))
		return nil
	}
	l.used = true
	if it.typ == "select_multiple" {
		for _, r := range l.rows {
			if strings.ContainsAny(r.Cell("name"), " \t\n") && !im.blank[r] {
				im.blank[r] = true
				im.report(r.problem(kindChoiceName, "name", "name", clip(r.Cell("name"))))
			}
		}
	}
	return l
}

// readFilters notes which columns of choices the filters read.
func (im *importer) readFilters() {
	for _, r := range im.book.Survey.Rows {
		source := r.Cell("choice_filter")
		if source == "" {
			continue
		}
		if n, err := parse(source); err == nil {
			walk(n, func(n node) {
				if p, ok := n.(pathNode); ok && p.simple && !p.absolute && len(p.steps) == 1 {
					im.filters[canonical(p.steps[0])] = true
				}
			})
		}
	}
}

// walk visits an expression, outermost first.
func walk(n node, visit func(node)) {
	visit(n)
	switch n := n.(type) {
	case callNode:
		for _, a := range n.args {
			walk(a, visit)
		}
	case binaryNode:
		walk(n.a, visit)
		walk(n.b, visit)
	case minusNode:
		walk(n.x, visit)
	}
}

package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

func (d *differ) codeLists() {
	name := func(l *metamodel.CodeList) metamodel.Text { return l.Name }
	pairs(d, metamodel.KindCodeList, d.a.Pack.CodeLists, d.b.Pack.CodeLists, name, Compatible, func(of Ref, a, b *metamodel.CodeList) {
		d.text(of, "name", a.Name, b.Name)
		d.plain(of, "version", a.Version, b.Version)
		d.plain(of, "status", a.Status, b.Status)
		d.plain(of, "levels", a.Levels, b.Levels)
		d.entries(of, a, b)
	})
}

// entries compares two code lists entry by entry.
func (d *differ) entries(of Ref, a, b *metamodel.CodeList) {
	if leafOnly(a) != leafOnly(b) {
		class := Compatible
		if leafOnly(b) {
			class = NeedsAnswer
		}
		d.addAs(changeSelect, class, of, "select", a.Select, b.Select)
	}
	old, now := codesOf(a), codesOf(b)
	for _, code := range union(old, now) {
		x, y, path := old[code], now[code], "entries/"+code
		switch {
		case x == nil:
			d.add(changeCodeAdded, of, path, nil, code, "name", y.Name, "code", code)
		case y == nil:
			d.add(changeCodeRemoved, of, path, code, nil, "name", x.Name, "code", code)
		default:
			d.text(of, path, x.Name, y.Name)
			d.plain(of, path+"/synonyms", x.Synonyms, y.Synonyms)
			if x.Parent != y.Parent {
				d.add(changeCodeMoved, of, path+"/parent", x.Parent, y.Parent, "name", y.Name)
			}
			if x.ValidFrom != y.ValidFrom || x.ValidTo != y.ValidTo {
				class := NeedsAnswer
				if offeredLonger(x, y) {
					class = Compatible
				}
				d.addAs(changeCodeValidity, class, of, path, x.ValidFrom+"–"+x.ValidTo, y.ValidFrom+"–"+y.ValidTo, "name", y.Name)
			}
			if !maps.Equal(x.Attributes, y.Attributes) {
				d.add(changeCodeAttributes, of, path+"/attributes", fmt.Sprint(x.Attributes), fmt.Sprint(y.Attributes), "name", y.Name)
			}
			if leafOnly(b) && !isParent(a, code) && isParent(b, code) {
				d.add(changeCodeLeaf, of, path, nil, nil, "name", y.Name)
			}
		}
	}
}

// leafOnly reports whether only the lowest entries of a hierarchy may be chosen.
func leafOnly(l *metamodel.CodeList) bool { return l.Select != "any" }

func isParent(l *metamodel.CodeList, code string) bool {
	return slices.ContainsFunc(l.Entries, func(e metamodel.Code) bool { return e.Parent == code })
}

func codesOf(l *metamodel.CodeList) map[string]*metamodel.Code {
	out := map[string]*metamodel.Code{}
	for i := range l.Entries {
		out[l.Entries[i].Code] = &l.Entries[i]
	}
	return out
}

// offeredLonger reports whether y is offered on every day on which x is.
func offeredLonger(x, y *metamodel.Code) bool {
	return (y.ValidFrom == "" || x.ValidFrom != "" && y.ValidFrom <= x.ValidFrom) && (y.ValidTo == "" || x.ValidTo != "" && y.ValidTo >= x.ValidTo)
}

func (d *differ) elements() {
	name := func(e *metamodel.Element) metamodel.Text { return e.Name }
	pairs(d, metamodel.KindElement, d.a.Pack.Elements, d.b.Pack.Elements, name, Compatible, func(of Ref, a, b *metamodel.Element) {
		d.text(of, "name", a.Name, b.Name)
		d.takes(of, "", placeOf(d.a.reg, a, nil), placeOf(d.b.reg, b, nil))
		if a.Sensitivity != b.Sensitivity {
			d.add(changeSensitivity, of, "sensitivity", string(a.Sensitivity), string(b.Sensitivity))
		}
		// What is left decides nothing about answers.
		rest := func(e *metamodel.Element) map[string]json.RawMessage {
			out := attributes(e)
			for _, k := range []string{"id", "name", "type", "unit", "codeList", "rows", "columns", "currency", "sensitivity"} {
				delete(out, k)
			}
			for k := range keywords(e.Constraints) {
				delete(out, k)
			}
			return out
		}
		d.rest(of, rest(a), rest(b))
	})
}

// rest compares attributes by name as they are written.
func (d *differ) rest(of Ref, a, b map[string]json.RawMessage) {
	for _, k := range union(a, b) {
		switch {
		case a[k] != nil && b[k] != nil && sameJSON(a[k], b[k]):
		case isText(a[k]) && isText(b[k]):
			d.text(of, k, textOf(a[k]), textOf(b[k]))
		default:
			d.add(changeAttribute, of, k, string(a[k]), string(b[k]), "what", k)
		}
	}
}

func attributes(v any) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		panic(fmt.Errorf("catalog: the attributes of a definition: %w", err))
	}
	return out
}

func textOf(raw json.RawMessage) (t metamodel.Text) {
	if json.Unmarshal(raw, &t) != nil {
		return nil
	}
	return t
}

func isText(raw json.RawMessage) bool {
	t := textOf(raw)
	return raw != nil && t["zh"] != ""
}

// asked is somewhere a value is asked for: an element by itself, or a field.
type asked struct {
	element *metamodel.Element
	values  values
	list    *metamodel.CodeList
	rows    *metamodel.CodeList
	columns map[string]*metamodel.Element
	attrs   map[string]json.RawMessage
}

// demandsOf is what an element demands of a value; of a list, its cardinality
// counts as well.
func demandsOf(e *metamodel.Element) metamodel.Constraints {
	c := e.Constraints
	if n := e.Cardinality; n != nil && (e.Type == metamodel.TypeCodes || e.Type == metamodel.TypeFile) {
		if n.Min > 0 && (c.MinItems == nil || *c.MinItems < n.Min) {
			c.MinItems = &n.Min
		}
		if n.Max != nil && (c.MaxItems == nil || *c.MaxItems > *n.Max) {
			c.MaxItems = n.Max
		}
	}
	return c
}

// placeOf gathers what decides about the answers of a place.
func placeOf(reg registry, e *metamodel.Element, own *metamodel.Constraints) asked {
	p := asked{element: e, attrs: attributes(e), columns: map[string]*metamodel.Element{}}
	if own == nil {
		own = &metamodel.Constraints{}
	}
	p.values = valuesOf(demandsOf(e), *own)
	p.list, _ = reg.CodeList(e.CodeList)
	var rows string
	_ = json.Unmarshal(p.attrs["rows"], &rows) // absent but in a table
	p.rows, _ = reg.CodeList(rows)
	var columns []string
	_ = json.Unmarshal(p.attrs["columns"], &columns)
	for _, id := range columns {
		p.columns[id], _ = reg.Element(id)
	}
	return p
}

// takes notes how the values a place takes changed.
func (d *differ) takes(of Ref, path string, a, b asked) {
	if a.element.Type != b.element.Type {
		d.add(changeType, of, join(path, "type"), string(a.element.Type), string(b.element.Type))
		return // the rest compares nothing
	}
	d.values(of, path, a.values, b.values)
	if !sameText(a.element.Unit, b.element.Unit) {
		d.add(changeUnit, of, join(path, "unit"), a.element.Unit, b.element.Unit)
	}
	if x, y := a.attrs["currency"], b.attrs["currency"]; string(x) != string(y) {
		d.add(changeUnit, of, join(path, "currency"), string(x), string(y))
	}
	d.codes(of, join(path, "codeList"), a.list, b.list)
	d.codes(of, join(path, "rows"), a.rows, b.rows)
	for _, id := range union(a.columns, b.columns) {
		x, y, at := a.columns[id], b.columns[id], join(path, "columns/"+id)
		switch {
		case x == nil && y == nil:
		case y == nil:
			d.add(changeFieldRemoved, of, at, x.Name, nil, "name", x.Name)
		case x == nil:
			d.addAs(changeFieldAdded, NeedsAnswer, of, at, nil, y.Name, "name", y.Name)
		default:
			d.takes(of, at, placeOf(d.a.reg, x, nil), placeOf(d.b.reg, y, nil))
		}
	}
}

// codes notes which entries of a place's list went or came: the list itself
// may be another pack's.
func (d *differ) codes(of Ref, path string, a, b *metamodel.CodeList) {
	if a == nil && b == nil || a == b {
		return
	}
	var none metamodel.CodeList
	if a == nil {
		d.add(changeCodes, of, path, nil, b.ID)
		return
	}
	if b == nil {
		b = &none
	}
	inner := &differ{a: d.a, b: d.b}
	inner.entries(of, a, b)
	var fewer, more []string
	for _, c := range inner.changes {
		code := c.Path
		switch {
		case c.Class != Compatible:
			fewer = append(fewer, codeIn(code))
		case c.Kind == changeCodeAdded.kind || c.Kind == changeCodeValidity.kind || c.Kind == changeSelect.kind:
			more = append(more, codeIn(code))
		}
	}
	if len(fewer) > 0 {
		d.add(changeCodes, of, path, a.ID, fewer)
	}
	if len(more) > 0 {
		d.add(changeCodesWider, of, path, a.ID, more)
	}
}

// codeIn is the code in "entries/CODE/parent".
func codeIn(path string) string {
	rest, ok := strings.CutPrefix(path, "entries/")
	if !ok {
		return path
	}
	for _, end := range []string{"/parent", "/attributes", "/synonyms"} {
		if r, ok := strings.CutSuffix(rest, end); ok {
			return r
		}
	}
	return rest
}

func (d *differ) elementGroups() {
	name := func(g *metamodel.ElementGroup) metamodel.Text { return g.Name }
	pairs(d, metamodel.KindElementGroup, d.a.Pack.ElementGroups, d.b.Pack.ElementGroups, name, Compatible, func(of Ref, a, b *metamodel.ElementGroup) {
		d.text(of, "name", a.Name, b.Name)
		d.plain(of, "objectClass", a.ObjectClass, b.ObjectClass)
		d.plain(of, "version", a.Version, b.Version)
		d.plain(of, "status", a.Status, b.Status)
		old, now := itemsOf(a), itemsOf(b)
		for _, id := range union(old, now) {
			x, y, path := old[id], now[id], "elements/"+id
			switch {
			case x == nil && y.Required:
				d.addAs(changeItemAdded, NeedsAnswer, of, path, nil, id, "name", id)
			case x == nil:
				d.add(changeItemAdded, of, path, nil, id, "name", id)
			case y == nil:
				d.add(changeItemRemoved, of, path, id, nil, "name", id)
			default:
				d.text(of, path, x.Label, y.Label)
				if x.Required != y.Required {
					class := NeedsAnswer
					if !y.Required {
						class = Compatible
					}
					d.addAs(changeItemRequired, class, of, path, x.Required, y.Required, "name", id)
				}
				if x.Visible != y.Visible {
					d.add(changeVisible, of, path+"/visible", x.Visible, y.Visible, "name", id)
				}
			}
		}
	})
}

func itemsOf(g *metamodel.ElementGroup) map[string]*metamodel.ElementGroupItem {
	out := map[string]*metamodel.ElementGroupItem{}
	for i := range g.Elements {
		out[g.Elements[i].Element] = &g.Elements[i]
	}
	return out
}

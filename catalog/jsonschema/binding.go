package jsonschema

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// place binds the field to an element of a pool, or makes an element of its own.
func (im *importer) place(h *holder, m *member, e *metamodel.Element, prop string) {
	if b := im.bind(h, m, e, prop); b != "" {
		m.key = b
		return
	}
	content, err := json.Marshal(e)
	if err != nil {
		content = fmt.Append(nil, e)
	}
	base := identifier(prop, false)
	id, known := im.elements[base+string(content)]
	if !known || h.taken[id] {
		id = free(base, im.elementIDs)
		for h.taken[id] {
			id = free(base, im.elementIDs)
		}
		im.elements[base+string(content)] = id
		e.ID = id
		im.pack.Elements[id] = e
	}
	h.taken[id] = true
	m.key = id
	m.doc.Ref = "element:" + id
}

// Binding is the decision which element of a pool a property means.
type Binding struct {
	File       string              `json:"file"`
	Property   string              `json:"property"`
	Candidates []catalog.Candidate `json:"-"`
	Element    string              `json:"element,omitempty"` // the best candidate
	Score      float64             `json:"score"`
	Reason     metamodel.Text      `json:"reason,omitempty"`
	Bound      bool                `json:"bound"`
	Why        metamodel.Text      `json:"why,omitempty"` // it was not bound
}

// bind looks for an element of a pool that means the property, allows all that
// the schema allows, and demands nothing the schema does not.
func (im *importer) bind(h *holder, m *member, e *metamodel.Element, prop string) string {
	if len(im.options.Pools) == 0 || m.plainRow(h) {
		return ""
	}
	var pool []*metamodel.Element
	from := map[string]*catalog.Release{}
	for _, r := range im.options.Pools {
		for _, id := range sortedKeys(r.Pack.Elements) {
			pool = append(pool, r.Pack.Elements[id])
			from[id] = r
		}
	}
	best := map[string]catalog.Candidate{}
	for _, label := range []string{e.Name.In("zh"), e.Name.In("en"), prop, words(prop).In("en")} {
		for _, c := range catalog.Match(pool, catalog.MatchQuery{Label: label, SubjectName: h.label.In("zh"), Numeric: e.Type == metamodel.TypeInteger || e.Type == metamodel.TypeNumber,
			Boolean: e.Type == metamodel.TypeBoolean, Date: e.Type == metamodel.TypeDate, Taken: h.taken}) {
			if old, ok := best[c.Element.ID]; !ok || c.Score > old.Score {
				best[c.Element.ID] = c
			}
		}
	}
	var list []catalog.Candidate
	for _, id := range sortedKeys(best) {
		list = append(list, best[id])
	}
	slices.SortStableFunc(list, func(a, b catalog.Candidate) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	if len(list) == 0 {
		return ""
	}
	top := list[0]
	b := &Binding{File: im.file, Property: im.schema.lib.path(m.shape.nodes[0].v), Candidates: list, Element: top.Element.ID, Score: top.Score, Reason: top.Reason}
	im.bindings = append(im.bindings, b)
	switch {
	case top.Score < im.options.Accept:
		b.Why = metamodel.ZhEn("得分低于门槛", "the score is below the threshold")
		return ""
	case len(list) > 1 && top.Score-list[1].Score < catalog.ClearMargin-1e-9:
		b.Why = metamodel.ZhEn("与“"+list[1].Element.ID+"”难分高下", "“"+list[1].Element.ID+"” is as likely")
		return ""
	case h.taken[top.Element.ID]:
		b.Why = metamodel.ZhEn("这一组已有此数据元", "the group has this element already")
		return ""
	}
	doc, why := im.carried(e, top.Element, from[top.Element.ID])
	if why != nil {
		b.Why = why
		return ""
	}
	b.Bound = true
	im.used[from[top.Element.ID].Pack.Name] = true
	h.taken[top.Element.ID] = true
	pattern := m.doc.Pattern
	*m.doc = *doc
	if pattern != "" {
		m.doc.Pattern = pattern
	}
	m.doc.Ref = "element:" + top.Element.ID
	m.doc.Label = e.Name
	if e.CodeList != "" {
		im.unused(e.CodeList)
	}
	return top.Element.ID
}

// unused drops a code list that nothing needs any more.
func (im *importer) unused(id string) {
	for _, e := range im.pack.Elements {
		if e.CodeList == id {
			return
		}
	}
	for content, l := range im.lists {
		if l == id {
			delete(im.lists, content)
		}
	}
	delete(im.pack.CodeLists, id)
	delete(im.listIDs, id)
}

// carried narrows a pool's element to what the schema demands; why tells why
// the element cannot stand for it: it would refuse what the schema accepts.
func (im *importer) carried(mine, theirs *metamodel.Element, rel *catalog.Release) (*metamodel.FieldDoc, metamodel.Text) {
	doc := &metamodel.FieldDoc{}
	texts := []metamodel.Type{metamodel.TypeString, metamodel.TypeText}
	if mine.Type != theirs.Type && !(slices.Contains(texts, mine.Type) && slices.Contains(texts, theirs.Type)) {
		return nil, metamodel.ZhEn("类型不同（"+string(theirs.Type)+"）", "its type is another ("+string(theirs.Type)+")")
	}
	tooStrict := func(k string) metamodel.Text {
		return metamodel.ZhEn("数据元的“"+k+"”比模式更严", "the element is stricter: "+k)
	}
	doc.Constraints = mine.Constraints
	// Bounds say how many digits there can be.
	whole := theirs.IntegerDigits
	if whole != nil && mine.IntegerDigits == nil {
		over := numberOf("1e" + fmt.Sprint(*whole))
		under := over
		under.neg = true
		inside := func(limits ...json.Number) bool {
			for _, l := range limits {
				if l != "" && numberOf(string(l)).compare(over) < 0 && numberOf(string(l)).compare(under) > 0 {
					return true
				}
			}
			return false
		}
		if inside(mine.Maximum, mine.ExclusiveMaximum) && inside(mine.Minimum, mine.ExclusiveMinimum) {
			whole = nil
		}
	}
	within := func(k string, mine, theirs *int, sign int) metamodel.Text {
		if theirs != nil && (mine == nil || (*mine-*theirs)*sign > 0) {
			return tooStrict(k)
		}
		return nil
	}
	for _, c := range []struct {
		k            string
		mine, theirs *int
		sign         int
	}{{"minLength", mine.MinLength, theirs.MinLength, -1}, {"maxLength", mine.MaxLength, theirs.MaxLength, 1}, {"minItems", mine.MinItems, theirs.MinItems, -1}, {"maxItems", mine.MaxItems, theirs.MaxItems, 1},
		{"x-fraction-digits", mine.FractionDigits, theirs.FractionDigits, 1}, {"x-integer-digits", mine.IntegerDigits, whole, 1}} {
		if why := within(c.k, c.mine, c.theirs, c.sign); why != nil {
			return nil, why
		}
	}
	for _, c := range []struct {
		k            string
		mine, theirs json.Number
		sign         int
	}{{"minimum", mine.Minimum, theirs.Minimum, -1}, {"maximum", mine.Maximum, theirs.Maximum, 1}, {"exclusiveMinimum", mine.ExclusiveMinimum, theirs.ExclusiveMinimum, -1}, {"exclusiveMaximum", mine.ExclusiveMaximum, theirs.ExclusiveMaximum, 1}} {
		if c.theirs != "" && (c.mine == "" || numberOf(string(c.mine)).compare(numberOf(string(c.theirs)))*c.sign > 0) {
			return nil, tooStrict(c.k)
		}
	}
	switch {
	case theirs.Pattern != "" && theirs.Pattern != mine.Pattern:
		return nil, tooStrict("pattern")
	case theirs.Format != "":
		return nil, tooStrict("format")
	case theirs.NotBefore != "" || theirs.NotAfter != "":
		return nil, tooStrict("x-not-before, x-not-after")
	case len(theirs.Const) > 0 && string(theirs.Const) != string(mine.Const):
		return nil, tooStrict("const")
	case len(theirs.Enum) > 0:
		return nil, tooStrict("enum")
	}
	if mine.CodeList != "" {
		list, ok := rel.Registry().CodeList(theirs.CodeList)
		if !ok {
			return nil, tooStrict("codeList")
		}
		own := im.pack.CodeLists[mine.CodeList]
		for _, c := range own.Entries {
			if !list.Selectable(c.Code) {
				return nil, metamodel.ZhEn("代码表中没有“"+c.Code+"”", "its code list lacks “"+c.Code+"”")
			}
		}
		if len(own.Entries) < len(list.Entries) {
			doc.Enum = nil
			for _, c := range own.Entries {
				doc.Enum = append(doc.Enum, json.RawMessage(appendJSONString(nil, c.Code)))
			}
		}
	}
	return doc, nil
}

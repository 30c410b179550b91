package metamodel

import (
	"slices"
	"strings"
	"sync/atomic"
)

// CodeList is a value domain with named entries (代码表), flat or a hierarchy
// of up to MaxLevels levels. It must not be changed once it is in use.
type CodeList struct {
	ID      string `json:"id" validate:"required,max=64"`
	Name    Text   `json:"name" validate:"required"`
	Version string `json:"version,omitempty"`
	Status  string `json:"status,omitempty"`
	Levels  []Text `json:"levels,omitempty"`                                     // of a hierarchy, from the top: 省, 市, 区县
	Select  string `json:"select,omitempty" validate:"omitempty,oneof=leaf any"` // of a hierarchy: what may be chosen; "": leaf
	Entries []Code `json:"entries" validate:"required,min=1,dive"`

	found atomic.Pointer[codeIndex]
}

// Code is one entry of a code list, in the list's order.
type Code struct {
	Code string `json:"code" validate:"required,max=64"`
	Name Text   `json:"name" validate:"required"`

	Parent     string            `json:"parent,omitempty"`     // code of the entry above; parents come first
	Synonyms   []string          `json:"synonyms,omitempty"`   // found by the search, never shown
	Attributes map[string]string `json:"attributes,omitempty"` // for option filters: option.attributes.city
	ValidFrom  string            `json:"validFrom,omitempty"`  // full-date; not offered before
	ValidTo    string            `json:"validTo,omitempty"`    // full-date; not offered after
}

// MaxLevels is how deep a hierarchy may be.
const MaxLevels = 12

// MaxCodes is how many entries a list may have.
const MaxCodes = 50_000

// Check reports what is wrong with a list: codes that appear twice, parents
// that are missing or come too late (so a hierarchy has no cycles), levels.
func (c *CodeList) Check() Problems {
	var s sink
	if len(c.Entries) > MaxCodes {
		s.add(codeTooMany, "entries", "entries", len(c.Entries), "limit", MaxCodes)
		return s.problems
	}
	level := make(map[string]int, len(c.Entries)) // from 1
	all := make(map[string]bool, len(c.Entries))
	for i := range c.Entries {
		all[c.Entries[i].Code] = true
	}
	deepest := 0
	for i := range c.Entries {
		e := &c.Entries[i]
		path := at("entries", i)
		if level[e.Code] > 0 {
			s.add(codeTwice, join(path, "code"), "code", e.Code)
			continue
		}
		level[e.Code] = 1
		switch above := level[e.Parent]; {
		case e.Parent == "":
		case e.Parent == e.Code || above == 0 && all[e.Parent]:
			s.add(codeLate, join(path, "parent"), "code", e.Code, "parent", clip(e.Parent))
		case above == 0:
			s.add(codeParent, join(path, "parent"), "code", e.Code, "parent", clip(e.Parent))
		default:
			level[e.Code] = above + 1
			if above == MaxLevels {
				s.add(codeDeep, path, "code", e.Code, "level", above+1, "limit", MaxLevels)
			}
		}
		deepest = max(deepest, level[e.Code])
		from := realDay(e.ValidFrom, join(path, "validFrom"), &s)
		if to := realDay(e.ValidTo, join(path, "validTo"), &s); from != nil && to != nil && to.before(*from) {
			s.add(codeValidity, join(path, "validTo"), "code", e.Code)
		}
	}
	switch {
	case deepest <= 1 && len(c.Levels) > 1:
		s.add(codeFlat, "levels", "keyword", "levels")
	case len(c.Levels) > 0 && deepest != len(c.Levels):
		s.add(codeLevels, "levels", "named", len(c.Levels), "levels", deepest)
	}
	return s.problems
}

// pathSep stands between the names of a path: 上海市 / 徐汇区.
const pathSep = " / "

// codeIndex makes every look-up independent of the list's length.
type codeIndex struct {
	at       map[string]int
	parent   []int         // -1 at the top
	children map[int][]int // by parent, -1 for the top; nil for a flat list
	leaf     []bool        // nil for a flat list
	first    *Code         // what the index was made of
	entries  int
}

// index is made when it is first needed; two goroutines may make the same one.
func (c *CodeList) index() *codeIndex {
	if x := c.found.Load(); x != nil && x.entries == len(c.Entries) && (x.entries == 0 || x.first == &c.Entries[0]) {
		return x
	}
	x := &codeIndex{at: make(map[string]int, len(c.Entries)), entries: len(c.Entries)}
	if x.entries > 0 {
		x.first = &c.Entries[0]
	}
	nested := false
	for i := range c.Entries {
		if _, twice := x.at[c.Entries[i].Code]; !twice {
			x.at[c.Entries[i].Code] = i
		}
		nested = nested || c.Entries[i].Parent != ""
	}
	if nested {
		x.parent, x.leaf, x.children = make([]int, len(c.Entries)), make([]bool, len(c.Entries)), map[int][]int{}
		for i := range c.Entries {
			x.leaf[i], x.parent[i] = true, -1
			if p, ok := x.at[c.Entries[i].Parent]; ok && p < i {
				x.parent[i], x.leaf[p] = p, false
			}
			x.children[x.parent[i]] = append(x.children[x.parent[i]], i)
		}
	}
	c.found.Store(x)
	return x
}

// Entry finds a code; ok is false for an unknown one.
func (c *CodeList) Entry(code string) (Code, bool) {
	if i, ok := c.index().at[code]; ok {
		return c.Entries[i], true
	}
	return Code{}, false
}

// Hierarchical reports whether entries lie below others.
func (c *CodeList) Hierarchical() bool { return c.index().leaf != nil }

// Children are the entries right below a code, those at the top for "". A flat
// list has all its entries at the top.
func (c *CodeList) Children(code string) []Code {
	x := c.index()
	if x.leaf == nil {
		if code == "" {
			return c.Entries
		}
		return nil
	}
	at := -1
	if code != "" {
		i, ok := x.at[code]
		if !ok {
			return nil
		}
		at = i
	}
	out := make([]Code, len(x.children[at]))
	for i, k := range x.children[at] {
		out[i] = c.Entries[k]
	}
	return out
}

// Path are the entries from the top down to a code, nil for an unknown one.
func (c *CodeList) Path(code string) []Code {
	x := c.index()
	i, ok := x.at[code]
	if !ok {
		return nil
	}
	out := []Code{c.Entries[i]}
	for x.parent != nil && x.parent[i] >= 0 {
		i = x.parent[i]
		out = append(out, c.Entries[i])
	}
	slices.Reverse(out)
	return out
}

// PathName is where a code lies, in words: 上海市 / 徐汇区.
func (c *CodeList) PathName(code, lang string) string {
	path := c.Path(code)
	names := make([]string, len(path))
	for i, e := range path {
		names[i] = e.Name.In(lang)
	}
	return strings.Join(names, pathSep)
}

// Level is how many entries lie above a code: 0 at the top, -1 for an unknown
// code.
func (c *CodeList) Level(code string) int { return len(c.Path(code)) - 1 }

// Selectable reports whether a code may be an answer: it is in the list and,
// unless the list says `select: any`, nothing lies below it.
func (c *CodeList) Selectable(code string) bool {
	x := c.index()
	i, ok := x.at[code]
	return ok && c.selectable(x, i)
}

func (c *CodeList) selectable(x *codeIndex, i int) bool {
	return x.leaf == nil || c.Select == "any" || x.leaf[i]
}

// Search finds up to most selectable entries by code, name, path or synonym,
// without regard to case: those whose code or name begins with the query come
// first, otherwise the list's order holds.
func (c *CodeList) Search(query string, most int) []Code {
	query = strings.ToLower(string(trimSpace([]byte(query))))
	x := c.index()
	var out, later []Code
	for i := range c.Entries {
		e := &c.Entries[i]
		if !c.selectable(x, i) {
			continue
		}
		switch e.matches(query) {
		case 2:
			out = append(out, *e)
		case 1:
			later = append(later, *e)
		}
		if len(out) == most {
			return out
		}
	}
	return append(out, later[:min(len(later), most-len(out))]...)
}

// matches is 2 for a beginning, 1 for a part, 0 for nothing in common.
func (e *Code) matches(query string) int {
	best := 0
	look := func(s string) {
		if i := strings.Index(strings.ToLower(s), query); i == 0 {
			best = 2
		} else if i > 0 {
			best = max(best, 1)
		}
	}
	look(e.Code)
	for _, name := range e.Name {
		look(name)
	}
	for _, s := range e.Synonyms {
		if strings.Contains(strings.ToLower(s), query) {
			best = max(best, 1)
		}
	}
	return best
}

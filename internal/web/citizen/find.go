package citizen

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// FindView searches a list that is too long to show: a line to type into, a
// button that works alone, and the hits as radios or checkboxes. With scripts
// the hits follow what is typed.
type FindView struct {
	Name   string // of the line
	Query  string
	Asked  bool // something was searched for
	Many   bool
	Found  int  // hits shown
	More   bool // there are more
	Total  int
	Action string
}

// findSuffix follows a field's name in the name of its search line.
const findSuffix = ".find"

// maxHits is how many hits are shown.
const maxHits = 15

// chosen are the entries chosen already, so that a search never loses them.
func (l L) chosen(id string, list *metamodel.CodeList, typed []string) []OptionView {
	var out []OptionView
	for _, code := range typed {
		if code == "" {
			continue
		}
		label := code
		if e, ok := list.Entry(code); ok {
			label = l.entryName(list, e)
		}
		out = append(out, OptionView{Value: code, Label: label, Checked: true})
	}
	return l.numbered(id, out)
}

func (l L) numbered(id string, options []OptionView) []OptionView {
	for i := range options {
		options[i].ID = id + "-" + strconv.Itoa(i)
	}
	return options
}

// entryName is an entry's name, with where it lies in a hierarchy.
func (l L) entryName(list *metamodel.CodeList, e metamodel.Code) string {
	if list.Hierarchical() {
		return list.PathName(e.Code, l.Lang)
	}
	return l.In(e.Name)
}

// find adds the hits of a query to what is chosen. offered are the entries that
// may be chosen now.
func (l L) find(v *FieldView, f *metamodel.Field, offered []metamodel.Code, query string) {
	list := f.CodeList
	v.Find.Query, v.Find.Action, v.Find.Total = query, "find:"+v.Name, len(offered)
	if query = strings.TrimSpace(query); query == "" {
		return
	}
	v.Find.Asked = true
	hits := list.Search(query, maxHits+1)
	if len(offered) < len(list.Entries) {
		may := make(map[string]bool, len(offered))
		for _, e := range offered {
			may[e.Code] = true
		}
		all := list.Search(query, len(list.Entries))
		hits = all[:0:0]
		for _, e := range all {
			if may[e.Code] {
				hits = append(hits, e)
			}
		}
	}
	if v.Find.More = len(hits) > maxHits; v.Find.More {
		hits = hits[:maxHits]
	}
	v.Find.Found = len(hits)
	have := map[string]bool{}
	for _, o := range v.Options {
		have[o.Value] = true
	}
	for _, e := range hits {
		if !have[e.Code] {
			v.Options = append(v.Options, OptionView{Value: e.Code, Label: l.entryName(list, e)})
		}
	}
	v.Options = l.numbered(v.ID, v.Options)
}

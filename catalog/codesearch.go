package catalog

import (
	"sort"
	"strings"
	"sync"

	"github.com/onematter/onematter/metamodel"
)

// CodeSearch finds entries of one code list as people type them: by code, name,
// synonym, pinyin or initials, and by the names of what lies above (“上海 徐汇”).
// It is made once a list and safe for concurrent use.
type CodeSearch struct {
	list    *metamodel.CodeList
	entries []entry[int] // index into the list's entries
}

// NewCodeSearch takes some milliseconds for a list of ten thousand entries.
func NewCodeSearch(list *metamodel.CodeList) *CodeSearch {
	s := &CodeSearch{list: list}
	own := make(map[string][]word, len(list.Entries))
	for i, c := range list.Entries {
		words := names(c.Name)
		for _, synonym := range c.Synonyms {
			words = append(words, newWord(synonym, 6))
		}
		own[c.Code] = words
		if !list.Selectable(c.Code) {
			continue
		}
		all := words[:len(words):len(words)]
		for _, above := range list.Path(c.Code) {
			if above.Code == c.Code {
				continue
			}
			for _, w := range own[above.Code] {
				w.rank += 40
				all = append(all, w)
			}
		}
		s.entries = append(s.entries, entry[int]{i, c.Code, all})
	}
	return s
}

// Find gives up to most entries that may be chosen and that offered lets
// through (nil: all), best first, then in the list's order. Every term of the
// query must be found; without a query the first entries come.
func (s *CodeSearch) Find(query string, most int, offered func(code string) bool) []metamodel.Code {
	if runes := []rune(query); len(runes) > mostQuery {
		query = string(runes[:mostQuery])
	}
	terms := strings.Fields(fold(query))
	type hit struct{ at, score int }
	var hits []hit
	for _, e := range s.entries {
		score := 0
		for _, t := range terms {
			n := e.score(t)
			if n == 0 {
				score = -1
				break
			}
			score += n
		}
		if score >= 0 && (offered == nil || offered(e.id)) {
			hits = append(hits, hit{e.def, score})
			if len(terms) == 0 && len(hits) == most {
				break
			}
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return hits[a].score > hits[b].score })
	out := make([]metamodel.Code, min(len(hits), max(most, 0)))
	for i := range out {
		out[i] = s.list.Entries[hits[i].at]
	}
	return out
}

// SearchCodes finds entries of a code list of the edition; ok is false when
// there is no such list. The search of a list is made when it is first used.
func (e *Edition) SearchCodes(list, query string, most int, offered func(code string) bool) (codes []metamodel.Code, ok bool) {
	for _, r := range e.Releases {
		l := r.Pack.CodeLists[list]
		if l == nil {
			continue
		}
		s, _ := e.codes.LoadOrStore(l, sync.OnceValue(func() *CodeSearch { return NewCodeSearch(l) }))
		return s.(func() *CodeSearch)().Find(query, most, offered), true
	}
	return nil, false
}

package catalog

import (
	"sort"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"

	"github.com/onematter/onematter/metamodel"
)

// index answers searches and where-used over one edition.
type index struct {
	elements  []entry[*metamodel.Element]
	codeLists []entry[*metamodel.CodeList]
	uses      map[Ref][]Use
}

// entry is one definition with everything it can be found by.
type entry[T any] struct {
	def   T
	id    string
	words []word // names first, then synonyms, then the rest
}

type word struct {
	text  string // folded
	sound [][]string
	rank  int // taken off the score: 0 for a name, more for what says less
}

func (e *Edition) index() *index {
	e.indexed.Do(func() {
		x := &index{uses: map[Ref][]Use{}}
		for _, r := range e.Releases {
			for _, id := range sortedKeys(r.Pack.Elements) {
				if strings.Contains(id, "@") {
					continue // an older version, kept for who is pinned to it
				}
				el := r.Pack.Elements[id]
				words := names(el.Name)
				for _, s := range el.Synonyms {
					words = append(words, newWord(s, 6))
				}
				for _, lang := range sortedKeys(el.Definition) {
					words = append(words, newWord(el.Definition[lang], 40))
				}
				x.elements = append(x.elements, entry[*metamodel.Element]{el, id, words})
			}
			for _, id := range sortedKeys(r.Pack.CodeLists) {
				if strings.Contains(id, "@") {
					continue
				}
				list := r.Pack.CodeLists[id]
				words := names(list.Name)
				for _, c := range list.Entries {
					for _, w := range names(c.Name) {
						w.rank = 30
						words = append(words, w)
					}
				}
				x.codeLists = append(x.codeLists, entry[*metamodel.CodeList]{list, id, words})
			}
			x.references(r.Pack)
		}
		x.called()
		for ref := range x.uses {
			list := x.uses[ref]
			sort.SliceStable(list, func(i, j int) bool {
				a, b := list[i], list[j]
				if a.Kind != b.Kind {
					return a.Kind < b.Kind
				}
				if a.ID != b.ID {
					return a.ID < b.ID
				}
				return a.Path < b.Path
			})
		}
		e.found = x
	})
	return e.found
}

// called makes elements found by what forms call them, after their own names.
func (x *index) called() {
	for i := range x.elements {
		el := &x.elements[i]
		known := map[string]bool{}
		for _, w := range el.words {
			known[w.text] = true
		}
		for _, u := range x.uses[Ref{metamodel.KindElement, el.id}] {
			for _, lang := range sortedKeys(u.Label) {
				if said := fold(u.Label[lang]); said != "" && !known[said] {
					known[said] = true
					el.words = append(el.words, newWord(u.Label[lang], 10))
				}
			}
		}
	}
}

func (e *Edition) searchElements(query string) []*metamodel.Element {
	return searchEntries(e.index().elements, query)
}

func (e *Edition) searchCodeLists(query string) []*metamodel.CodeList {
	return searchEntries(e.index().codeLists, query)
}

func (e *Edition) whereUsed(ref Ref) []Use { return append([]Use(nil), e.index().uses[ref]...) }

// mostQuery bounds a query, in characters.
const mostQuery = 64

// searchEntries wants every term of the query somewhere in an entry, and orders by how well.
func searchEntries[T any](entries []entry[T], query string) []T {
	if runes := []rune(query); len(runes) > mostQuery {
		query = string(runes[:mostQuery])
	}
	terms := strings.Fields(fold(query))
	type hit struct {
		i, score int
	}
	var hits []hit
	for i, e := range entries {
		score := 0
		for _, t := range terms {
			s := e.score(t)
			if s == 0 {
				score = -1
				break
			}
			score += s
		}
		if score >= 0 {
			hits = append(hits, hit{i, score})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool {
		x, y := hits[a], hits[b]
		if x.score != y.score {
			return x.score > y.score
		}
		return entries[x.i].id < entries[y.i].id
	})
	out := make([]T, len(hits))
	for i, h := range hits {
		out[i] = entries[h.i].def
	}
	return out
}

// score is 0 when the term is not found; a whole match is better than a
// beginning, that better than a part, and written better than spoken.
func (e entry[T]) score(term string) int {
	best := within(fold(e.id), term, 100, 88, 60)
	spoken := latin(term)
	for _, w := range e.words {
		s := within(w.text, term, 98, 84, 72)
		if s == 0 && spoken {
			s = w.sounds(term)
		}
		best = max(best, s-w.rank)
	}
	return max(best, 0)
}

func within(text, term string, whole, beginning, part int) int {
	switch {
	case text == term:
		return whole
	case strings.HasPrefix(text, term):
		return beginning
	case strings.Contains(text, term):
		return part
	}
	return 0
}

func names(t metamodel.Text) (words []word) {
	for _, lang := range sortedKeys(t) {
		words = append(words, newWord(t[lang], 0))
	}
	return words
}

func newWord(s string, rank int) word {
	w := word{text: fold(s), rank: rank}
	args := pinyin.NewArgs()
	args.Heteronym = true
	han := false
	for _, r := range w.text {
		readings := pinyin.SinglePinyin(r, args)
		if len(readings) > 0 {
			han = true
		} else {
			readings = []string{string(r)}
		}
		w.sound = append(w.sound, readings)
	}
	if !han {
		w.sound = nil
	}
	return w
}

// sounds matches letters against the readings of the characters: whole
// (zhengjian), initials (zj), or mixed (zhengj).
func (w word) sounds(term string) int {
	for i := range w.sound {
		if n := spell(w.sound[i:], term); n > 0 {
			switch {
			case i == 0 && n == len(w.sound):
				return 66
			case i == 0:
				return 56
			default:
				return 44
			}
		}
	}
	return 0
}

// spell reads term over the characters from the first on and gives the number
// of characters used, 0 when it cannot be read. The last syllable may be unfinished.
func spell(sound [][]string, term string) int {
	if term == "" || len(sound) == 0 {
		return 0
	}
	for _, reading := range sound[0] {
		if strings.HasPrefix(reading, term) {
			return 1
		}
	}
	for _, reading := range sound[0] {
		for i, said := range []string{reading, initial(reading)} {
			if i == 1 && said == reading {
				break
			}
			if rest, ok := strings.CutPrefix(term, said); ok && rest != "" {
				if n := spell(sound[1:], rest); n > 0 {
					return n + 1
				}
			}
		}
	}
	return 0
}

func initial(reading string) string {
	for _, r := range reading {
		return string(r)
	}
	return ""
}

func latin(s string) bool {
	for _, r := range s {
		if r > 127 {
			return false
		}
	}
	return true
}

// fold makes width, case and spaces at the ends not matter.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) }

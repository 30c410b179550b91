package catalog

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// decides lists what the conditions around a form's items read, by item, from the
// written document alone.
func decides(doc *metamodel.FormDoc, item map[string]string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	listed := func(path string) string {
		for {
			if item[path] != "" {
				return path
			}
			cut := strings.LastIndexByte(path, '/')
			if cut < 0 {
				return ""
			}
			path = path[:cut]
		}
	}
	note := func(at string, sources ...string) {
		to := listed(at)
		for _, source := range sources {
			for _, ref := range refsIn(source) {
				if by := listed(ref); by != "" && by != to && to != "" {
					if out[to] == nil {
						out[to] = map[string]bool{}
					}
					out[to][by] = true
				}
			}
		}
	}
	for name, g := range doc.Properties {
		fields, _ := fieldDocs(g)
		for _, u := range g.Uses {
			note(name, u.Visible)
			for key := range fields {
				note(name+"/"+key, u.Visible)
			}
		}
		for key, f := range fields {
			for _, u := range f.Uses {
				note(name+"/"+key, u.Visible, u.RequiredIf, u.Value, u.Options)
			}
		}
	}
	return out
}

// reaches tells whether one item decides another, over others too.
func reaches(on map[string]map[string]bool, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for by := range on[from] {
		if reaches(on, by, to, seen) {
			return true
		}
	}
	return false
}

// holdsTopics checks one derived arrangement: a subject's own topic is on one page,
// and what decides something is asked before it. It tells how many items wait for
// another, and how many stand on another page than their topic's.
func holdsTopics(t *testing.T, name string, th *Theme) (waiting, moved int) {
	t.Helper()
	page, place, topics := map[string]string{}, map[string]int{}, map[string]int{}
	for _, s := range th.Derived().Sections {
		for _, path := range s.Fields {
			if strings.HasPrefix(path, "text:") {
				continue // stands where what it belongs to does
			}
			page[path], place[path] = s.ID, len(place)+1
		}
	}
	on := decides(th.Merged.Doc, page)
	for path := range page {
		for by := range on[path] {
			waiting++
			if place[by] > place[path] && !reaches(on, by, path, map[string]bool{}) {
				t.Errorf("%s: %s is asked before %s, which decides it", name, path, by)
			}
		}
		subject, _, _ := strings.Cut(path, "/")
		if at := page[path]; at != subject && !strings.HasPrefix(at, subject+"-") {
			moved++
			if !waitsOn(on, path, at, page) {
				t.Errorf("%s: %s stands with %s, and nothing there decides it", name, path, at)
			}
		} else {
			topics[at]++
		}
	}
	if len(topics) > len(th.Derived().Sections) {
		t.Errorf("%s: %d pages for %d topics", name, len(th.Derived().Sections), len(topics))
	}
	return waiting, moved
}

// waitsOn tells whether something on a page decides an item.
func waitsOn(on map[string]map[string]bool, item, at string, page map[string]string) bool {
	for by := range page {
		if page[by] == at && by != item && reaches(on, item, by, map[string]bool{}) {
			return true
		}
	}
	return false
}

// People answer one topic after the other, and nobody has to go back.
func TestTopicsStandTogetherAndWhatDecidesComesFirst(t *testing.T) {
	t.Parallel()
	waiting, moved, themes := 0, 0, 0
	look := func(name string, th *Theme) {
		w, m := holdsTopics(t, name, th)
		waiting, moved, themes = waiting+w, moved+m, themes+1
	}
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range sortedKeys(builtinThemes) {
		look(pack, all[pack].Theme(builtinThemes[pack]))
	}
	for seed := range uint64(40) {
		m := newPackMaker(91_000 + seed)
		p, ps := Read(m.theme(2 + m.IntN(6)))
		if ps.Failed() {
			t.Fatal(ps)
		}
		if r, ps := CompilePack(p); !ps.Failed() {
			look("random", r.Theme("T"))
		}
	}
	t.Logf("%d themes, %d items wait for another, %d of them on another topic's page", themes, waiting, moved)
	if themes < 30 || waiting < 1000 || moved == 0 {
		t.Error("too little of it was met")
	}
}

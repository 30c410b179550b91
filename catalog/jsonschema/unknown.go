package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// What a schema says in words that no draft has would be lost without a word,
// and most of such words are slips of the pen. An import refuses them; words
// of somebody's own begin with x-, as OpenAPI has it, and are told.

// ownWords are those that an import reads.
var ownWords = map[string]bool{"x-title": true, "x-label": true, "x-description": true, "x-hint": true, "x-message": true}

// passed are the keywords of the drafts that say nothing to a form, and why.
var passed = map[string]metamodel.Text{
	"writeOnly":        metamodel.ZhEn("表单的答案都可以再看到", "the answers of a form can be seen again"),
	"contentEncoding":  metamodel.ZhEn("文字的编码不检查", "how a text is encoded is not checked"),
	"contentMediaType": metamodel.ZhEn("文字里的内容不检查", "what a text contains is not checked"),
	"contentSchema":    metamodel.ZhEn("文字里的内容不检查", "what a text contains is not checked"),
}

// instead are words of other dialects and what JSON Schema says for them.
var instead = map[string]string{"nullable": `"type": ["string", "null"]`, "id": "$id", "example": "examples", "divisibleBy": "multipleOf", "extends": "allOf", "optional": "required"}

// words tells every word of a schema that the form does not take up: unknown
// ones are refused, the others are warnings.
func (im *importer) words(s *Schema) {
	seen := map[*value]bool{}
	refused, told := 0, 0
	var walk func(v *value, d Draft)
	walk = func(v *value, d Draft) {
		if v.kind != 'o' || seen[v] {
			return
		}
		seen[v] = true
		if at, placed := s.lib.places[v]; placed {
			d = at.draft
		}
		for i, name := range v.keys {
			report := func(k metamodel.Kind, count *int, params ...any) {
				if *count++; *count <= maxProblems {
					im.add(k.At(s.lib.path(v, clip(name)), append([]any{"keyword", clip(name)}, params...)...))
				}
			}
			switch {
			case keywordOf[name] != nil:
				if why := passed[name]; why != nil && v.list[i].kind != 'f' {
					report(notePassed, &told, "why", why)
				}
			case ownWords[name]:
			case strings.HasPrefix(name, "x-"):
				report(noteOwn, &told)
			default:
				if refused > maxProblems {
					continue
				}
				if near := nearest(name); near != "" {
					report(kindMistyped, &refused, "near", near)
				} else {
					report(kindUnknown, &refused)
				}
			}
		}
		subschemas(v, d, func(sub *value, _, _ string) { walk(sub, d) })
	}
	walk(s.value, s.Draft)
	for _, n := range s.nodes { // what only a pointer leads to
		walk(n.v, n.place.draft)
	}
}

// nearest is the keyword that an unknown word probably means; "" for none.
func nearest(name string) string {
	if to := instead[name]; to != "" {
		return to
	}
	if len(name) < 4 || len(name) > 30 {
		return ""
	}
	best, least := "", 3
	for _, k := range keywords {
		if d := slips(strings.ToLower(name), strings.ToLower(k.name)); d < least {
			best, least = k.name, d
		}
	}
	return best
}

// slips counts the letters added, lost, changed or swapped between two words.
func slips(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// unheard tells the defaults, and what is read-only, that stand where no field
// takes them up: on branches and conditions, groups and lists.
func (im *importer) unheard(s *Schema) {
	told := 0
	for _, n := range s.nodes {
		if n.v.kind != 'o' || im.heard[n] {
			continue
		}
		if n.v.get("default") != nil && told < maxProblems {
			told++
			im.report(n, "default", notePassed, "why", metamodel.ZhEn("默认值只用于单个问题", "a default is for a single question"))
		}
		if says(n, "readOnly") && told < maxProblems {
			told++
			im.report(n, "readOnly", notePassed, "why", metamodel.ZhEn("只读只用于单个问题", "only a single question can be read-only"))
		}
	}
}

// says reports whether a keyword is true.
func says(n *node, keyword string) bool {
	v := n.v.get(keyword)
	return v != nil && v.kind == 't'
}

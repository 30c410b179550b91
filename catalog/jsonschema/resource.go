package jsonschema

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// place is where a schema stands: what its references are relative to, which
// draft it follows, and the way to it from the schema around it.
type place struct {
	base      string // URI without fragment
	draft     Draft
	up        *value
	key, name string // "properties", "age"; name is "" after a keyword with one schema
}

// Bounds that keep a hostile document's names from costing more than its bytes.
const (
	maxURI        = 1000   // bytes of an $id or $ref, and of what it resolves to
	maxNames      = 1000   // $ids and anchors
	maxSubschemas = 20_000 // schemas in one document
	maxProblems   = 100
)

// library is one document's schemas by the names that references use. It
// knows nothing outside the document.
type library struct {
	options   Options
	places    map[*value]place
	resources map[string]*value // by URI without fragment
	anchors   map[anchor]*value
	problems  metamodel.Problems
	errors    int
}

type anchor struct{ base, name string }

// home is the base of a document that does not name itself.
const home = "schema://document/root"

func newLibrary(root *value, o Options) *library {
	l := &library{options: o, places: map[*value]place{}, resources: map[string]*value{home: root}, anchors: map[anchor]*value{}}
	l.shelve(root, place{base: home, draft: o.Draft}, true)
	return l
}

// report keeps the first problems of each severity.
func (l *library) report(k metamodel.Kind, path string, params ...any) {
	p := k.At(path, params...)
	if p.Severity == metamodel.Error {
		if l.errors++; l.errors > maxProblems {
			return
		}
	} else if len(l.problems)-min(l.errors, maxProblems) >= maxProblems {
		return
	}
	l.problems = append(l.problems, p)
}

// path is where a schema, or a keyword in it, stands in the document.
func (l *library) path(v *value, more ...string) string {
	parts := more
	for p := l.places[v]; p.up != nil; p = l.places[p.up] {
		if p.name != "" {
			parts = append([]string{p.key, clip(p.name)}, parts...)
		} else {
			parts = append([]string{p.key}, parts...)
		}
	}
	return strings.Join(parts, "/")
}

// shelve registers a schema and what lies inside it.
func (l *library) shelve(v *value, p place, root bool) {
	if _, twice := l.places[v]; twice {
		return
	}
	l.places[v] = p
	if len(l.places) == maxSubschemas {
		l.report(kindExpansion, "", "keyword", "$defs", "limit", maxSubschemas)
	}
	if v.kind != 'o' || len(l.places) >= maxSubschemas {
		return
	}
	id := v.get("$id")
	if p.draft == Draft7 && v.get("$ref") != nil && !root {
		id = nil // siblings of $ref do not exist in draft-07
	}
	if s := v.get("$schema"); s != nil && (root || id != nil) {
		d, ok := draftOf(s.str())
		if !ok {
			l.report(kindDialect, l.path(v, "$schema"), "keyword", "$schema", "uri", clip(s.str()))
		} else {
			p.draft = d
		}
	}
	if id != nil {
		l.identify(v, id, &p, root)
	}
	for _, k := range []string{"$anchor", "$dynamicAnchor"} {
		if a := v.get(k); a != nil && keywordOf[k].in(p.draft) {
			if !anchorName(a.str()) {
				l.report(kindMalformed, l.path(v, k), "keyword", k, "expected", wordName)
				continue
			}
			l.anchor(p.base, a.text, v, k)
		}
	}
	l.places[v] = p
	subschemas(v, p.draft, func(sub *value, key, name string) {
		l.shelve(sub, place{p.base, p.draft, v, key, name}, false)
	})
}

// resolve reads a reference relative to base. Fragments alone, the most
// frequent, are not parsed as URIs.
func resolve(ref, base string) (key, fragment string, alone, ok bool) {
	if len(ref) > maxURI {
		return "", "", false, false
	}
	if f, is := strings.CutPrefix(ref, "#"); is && !strings.Contains(f, "%") {
		return base, f, true, true
	}
	u, err := url.Parse(ref)
	if err != nil {
		return "", "", false, false
	}
	b, err := url.Parse(base)
	if err != nil {
		return "", "", false, false
	}
	alone = strings.HasPrefix(ref, "#")
	abs := b.ResolveReference(u)
	fragment = abs.Fragment
	abs.Fragment, abs.RawFragment = "", ""
	if key = abs.String(); alone {
		key = base
	}
	return key, fragment, alone, len(key) <= maxURI
}

func (l *library) identify(v, id *value, p *place, root bool) {
	if len(l.resources)+len(l.anchors) > maxNames {
		return // reported
	}
	key, fragment, alone, ok := resolve(id.str(), p.base)
	switch {
	case id.kind != 's', !ok, fragment != "" && p.draft != Draft7:
		l.report(kindMalformed, l.path(v, "$id"), "keyword", "$id", "expected", wordURI)
		return
	case fragment != "" && !root:
		l.anchor(key, fragment, v, "$id")
		if alone {
			return
		}
	}
	p.base = key
	if other, twice := l.resources[key]; twice && other != v {
		l.report(kindIdentity, l.path(v, "$id"), "keyword", "$id", "uri", clip(key))
		return
	}
	l.resources[key] = v
	l.named(v)
}

func (l *library) named(v *value) {
	if len(l.resources)+len(l.anchors) == maxNames {
		l.report(kindExpansion, l.path(v), "keyword", "$id", "limit", maxNames)
	}
}

func (l *library) anchor(base, name string, v *value, keyword string) {
	if len(l.resources)+len(l.anchors) > maxNames {
		return // reported
	}
	k := anchor{base, name}
	if other, twice := l.anchors[k]; twice && other != v {
		l.report(kindIdentity, l.path(v, keyword), "keyword", keyword, "uri", clip(name))
		return
	}
	l.anchors[k] = v
	l.named(v)
}

func anchorName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !alnum(s[i]) && s[i] != '_' && (i == 0 || s[i] != '-' && s[i] != '.' && s[i] != ':') || i == 0 && digit(s[i]) {
			return false
		}
	}
	return s != "" && len(s) <= maxURI
}

// find resolves a reference that stands in v; nil when it reports a problem.
func (l *library) find(ref string, v *value) *value {
	report := func(k metamodel.Kind, params ...any) *value {
		l.report(k, l.path(v, "$ref"), append([]any{"keyword", "$ref", "uri", clip(ref)}, params...)...)
		return nil
	}
	key, fragment, _, ok := resolve(ref, l.places[v].base)
	if !ok {
		return report(kindMalformed, "expected", wordURI)
	}
	root, ok := l.resources[key]
	switch {
	case !ok:
		return report(kindRemote)
	case fragment == "":
		return root
	case fragment[0] != '/':
		if v, ok := l.anchors[anchor{key, fragment}]; ok {
			return v
		}
		return report(kindDangling)
	}
	to, in := root, l.places[root]
	for rest, more := fragment[1:], true; more; {
		var token string
		token, rest, more = strings.Cut(rest, "/")
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		var next *value
		switch to.kind {
		case 'o':
			next = to.get(token)
		case 'a':
			if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(to.list) && (token == "0" || token[0] >= '1' && token[0] <= '9') {
				next = &to.list[i]
			}
		}
		if next == nil {
			return report(kindDangling)
		}
		if at, ok := l.places[next]; ok {
			in = at
		} else {
			in = place{in.base, in.draft, root, fragment[1:], ""}
		}
		to = next
	}
	// What a pointer names is a schema, wherever it lies.
	l.shelve(to, in, false)
	return to
}

func itoa(i int) string { return strconv.Itoa(i) }

var (
	wordURI     = metamodel.ZhEn("URI", "a URI")
	wordName    = metamodel.ZhEn("字母开头的名称", "a name beginning with a letter")
	wordSchema  = metamodel.ZhEn("一个模式（对象、true 或 false）", "a schema (an object, true or false)")
	wordSchemas = metamodel.ZhEn("至少含一个模式的数组", "an array of at least one schema")
	wordMembers = metamodel.ZhEn("一个对象，成员均为模式", "an object whose members are schemas")
	wordString  = metamodel.ZhEn("文字", "a string")
	wordStrings = metamodel.ZhEn("互不相同的文字组成的数组", "an array of different strings")
	wordCount   = metamodel.ZhEn("不小于 0 的整数", "a whole number of 0 or more")
	wordNumber  = metamodel.ZhEn("数字", "a number")
	wordAbove   = metamodel.ZhEn("大于 0 的数字", "a number above 0")
	wordBoolean = metamodel.ZhEn("true 或 false", "true or false")
	wordArray   = metamodel.ZhEn("数组", "an array")
	wordType    = metamodel.ZhEn("JSON 类型的名称", "names of JSON types")
)

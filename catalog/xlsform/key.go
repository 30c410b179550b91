package xlsform

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog/sheets"
	"github.com/onematter/onematter/metamodel"
)

// unselectable are names that cannot follow a dot in an expression.
var unselectable = map[string]bool{"true": true, "false": true, "null": true, "in": true}

// reserved are words that cannot name a group, because they mean something in
// expressions.
var reserved = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("true false null in as break const continue else for function if import let loop package namespace return var void while " +
		"row parent option int double string bool size has all exists type list map bytes uint timestamp duration matches dyn filter r") {
		out[w] = true
	}
	for _, f := range metamodel.Functions() {
		out[f.Name] = true
	}
	return out
}()

var plainKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// elementKey makes a question's name the id of an element.
func (im *importer) elementKey(name string) string {
	key := strings.NewReplacer("-", "_", ".", "_").Replace(name)
	if !plainKey.MatchString(key) {
		key = strings.Join(sheets.Spell(name), "_")
		if !plainKey.MatchString(key) {
			key = "q_" + key
		}
	}
	return im.free(short(key, 58), "_", unselectable)
}

// groupKey makes a group's name a variable of expressions.
func (im *importer) groupKey(name string) string {
	words := sheets.Spell(strings.ReplaceAll(name, "_", " "))
	for i, w := range words {
		if i > 0 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	key := strings.Join(words, "")
	if key == "" || key[0] >= '0' && key[0] <= '9' {
		key = "g" + key
	}
	return im.free(short(key, 58), "", reserved)
}

// free keeps keys apart: elements, groups and subjects share one space.
func (im *importer) free(key, separator string, not map[string]bool) string {
	taken := func(k string) bool { return im.keys[strings.ToLower(k)] || not[k] }
	out := key
	for n := 2; taken(out); n++ {
		out = key + separator + strconv.Itoa(n)
	}
	im.keys[strings.ToLower(out)] = true
	return out
}

func short(s string, most int) string {
	if len(s) > most {
		return strings.TrimRight(s[:most], "_-")
	}
	return s
}

// handle makes a name one for files, sections and packs: small letters, digits
// and hyphens.
func handle(name string) string {
	s := strings.Join(sheets.Spell(name), "-")
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		s = strings.TrimSuffix("x-"+s, "-")
	}
	return short(s, 48)
}

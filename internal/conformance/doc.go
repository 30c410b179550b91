package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog/jsonschema"
)

const begin, end = "<!-- conformance: written by make conformance UPDATE=1 -->\n", "<!-- /conformance -->\n"

// write puts the tables into the page, or finds them stale.
func (r *result) write(path string, update bool) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	i, j := bytes.Index(page, []byte(begin)), bytes.Index(page, []byte(end))
	if i < 0 || j < i {
		return fmt.Errorf("%s has no place for the tables", path)
	}
	now := string(page[:i]) + begin + "\n" + r.tables() + "\n" + string(page[j:])
	switch {
	case now == string(page):
		return nil
	case update:
		return os.WriteFile(path, []byte(now), 0o644)
	}
	return errors.New(path + " is stale; run make conformance with UPDATE=1")
}

func (r *result) tables() string {
	var b strings.Builder
	head := func(first string) {
		b.WriteString("| " + first + " |")
		for _, f := range folders {
			b.WriteString(" " + f.draft.String() + " |")
		}
		b.WriteString("\n|---|" + strings.Repeat("---|", len(folders)) + "\n")
	}
	head("suite")
	line := func(label string, one func(jsonschema.Draft) string) {
		b.WriteString("| " + label + " |")
		for _, f := range folders {
			b.WriteString(" " + one(f.draft) + " |")
		}
		b.WriteString("\n")
	}
	sum := func(pick func(row) int) func(jsonschema.Draft) string {
		return func(d jsonschema.Draft) string {
			n := 0
			for _, row := range r.rows {
				if row.draft == d {
					n += pick(row)
				}
			}
			return fmt.Sprint(n)
		}
	}
	line("cases", sum(func(r row) int { return r.cases }))
	line("the suite's verdict", sum(func(r row) int { return r.checked.right }))
	line("refused by name", sum(func(r row) int { return r.checked.refused }))
	line("wrong", sum(func(r row) int { return r.checked.wrong }))
	line("as a form: the suite's verdict", sum(func(r row) int { return r.form.right }))
	line("as a form: changed on purpose", sum(func(r row) int { return r.form.purposely() }))
	line("as a form: refused by name", sum(func(r row) int { return r.form.refused }))
	line("as a form: wrong", sum(func(r row) int { return r.form.wrong }))

	b.WriteString("\nCases that use a keyword: with the suite's verdict, and refused because of that keyword.\n\n")
	head("keyword")
	for _, k := range jsonschema.Keywords() {
		line("`"+k+"`", func(d jsonschema.Draft) string { return r.uses[use{d, k}].cell(jsonschema.HasKeyword(d, k)) })
	}
	b.WriteString("\nWhat a form changes before it judges, in cases: " + r.changes() + ".\n\nKeywords for which a schema is refused as a form, in cases.\n\n")
	head("keyword")
	for _, k := range r.refusals() {
		line(k, func(d jsonschema.Draft) string {
			n := 0
			for _, row := range r.rows {
				if row.draft == d {
					n += row.form.by[k]
				}
			}
			if n == 0 {
				return ""
			}
			return fmt.Sprint(n)
		})
	}
	b.WriteString("\nFormats, where they are demanded (in an import, and in the suite's optional tests).\n\n")
	head("format")
	for _, f := range r.formats() {
		line("`"+f+"`", func(d jsonschema.Draft) string { return r.uses[use{d, "format " + f}].cell(true) })
	}
	return b.String()
}

// use is a keyword of a draft, or "format x".
type use struct {
	draft   jsonschema.Draft
	keyword string
}

type used struct{ right, refused int }

func (u used) cell(known bool) string {
	switch {
	case !known:
		return ""
	case u.right+u.refused == 0:
		return "no case"
	case u.refused == 0:
		return fmt.Sprint(u.right)
	case u.right == 0:
		return fmt.Sprintf("refused (%d)", u.refused)
	}
	return fmt.Sprintf("%d, refused %d", u.right, u.refused)
}

// count notes which keywords a judged group used.
func (r *result) count(t tests, g group, s score) {
	seen := map[string]bool{}
	var schema any
	if json.Unmarshal(g.Schema, &schema) != nil {
		return
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, sub := range v {
				seen[k] = true
				if f, ok := sub.(string); ok && k == "format" && t.options().AssertFormat {
					seen["format "+f] = true
				}
				walk(sub)
			}
		case []any:
			for _, sub := range v {
				walk(sub)
			}
		}
	}
	walk(schema)
	for k := range seen {
		u := r.uses[use{t.draft, k}]
		u.right += s.right
		for by, n := range s.by {
			if strings.TrimSuffix(by, " (outside)") == k {
				u.refused += n
			}
		}
		r.uses[use{t.draft, k}] = u
	}
}

func (r *result) formats() []string {
	seen := map[string]bool{}
	for u := range r.uses {
		if f, ok := strings.CutPrefix(u.keyword, "format "); ok && f != "unknown" {
			seen[f] = true
		}
	}
	out := make([]string, 0, len(seen))
	for f := range seen {
		out = append(out, f)
	}
	sort.Strings(out)
	return out
}

func (r *result) changes() string {
	all := score{}
	for _, row := range r.rows {
		all.add(row.form)
	}
	return words(all.changed)
}

// refusals are the keywords for which schemas are refused as forms.
func (r *result) refusals() []string {
	seen := map[string]bool{}
	for _, row := range r.rows {
		for k := range row.form.by {
			seen[k] = true
		}
	}
	out := make([]string, 0, len(seen))
	for k := range seen {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

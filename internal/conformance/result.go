package main

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog/jsonschema"
	"github.com/onematter/onematter/metamodel"
)

// score counts the cases of one column.
type score struct {
	right, refused, wrong int
	by                    map[string]int // refusals by keyword
}

func (s *score) refuse(keyword string, cases int) {
	if s.by == nil {
		s.by = map[string]int{}
	}
	s.refused += cases
	s.by[keyword] += cases
}

func (s *score) add(o score) {
	s.right += o.right
	s.refused += o.refused
	s.wrong += o.wrong
	for k, n := range o.by {
		if s.by == nil {
			s.by = map[string]int{}
		}
		s.by[k] += n
	}
}

// row is one file of the suite.
type row struct {
	draft   jsonschema.Draft
	name    string
	cases   int
	checked score
	notes   []string // in words, for -v
}

type result struct {
	rows []row
	uses map[use]used
}

func judge(all []tests) *result {
	r := &result{uses: map[use]used{}}
	for _, t := range all {
		row := row{draft: t.draft, name: t.name}
		for _, g := range t.groups {
			row.cases += len(g.Tests)
			s := row.judge(t, g)
			row.checked.add(s)
			r.count(t, g, s)
		}
		r.rows = append(r.rows, row)
	}
	return r
}

func (r *row) judge(t tests, g group) (out score) {
	s, ps := jsonschema.Parse(g.Schema, t.options())
	if s == nil {
		out.refuse(refusedBy(ps), len(g.Tests))
		r.note("refused", t, g.Description, ps)
		return out
	}
	for _, c := range g.Tests {
		valid, ps := s.Check(c.Data)
		switch {
		case ps.Failed():
			out.refuse(refusedBy(ps), 1)
			r.note("refused", t, g.Description+": "+c.Description, ps)
		case valid == c.Valid:
			out.right++
		default:
			out.wrong++
			r.notes = append(r.notes, fmt.Sprintf("WRONG   %s %s: %s: %s: said %t", t.draft, t.name, g.Description, c.Description, valid))
		}
	}
	return out
}

func (r *row) note(what string, t tests, where string, ps metamodel.Problems) {
	r.notes = append(r.notes, fmt.Sprintf("%-8s%s %s: %s: %s", what, t.draft, t.name, where, strings.ReplaceAll(ps.Error(), "\n", "; ")))
}

// refusedBy names the keyword of the first problem, or the gate.
func refusedBy(ps metamodel.Problems) string {
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			continue
		}
		k, ok := p.Params["keyword"].(string)
		switch {
		case !ok:
			return p.Code
		case p.Code == "schema.remote":
			return k + " (outside)"
		case p.Code == "schema.format":
			return fmt.Sprintf("format %v", p.Params["format"])
		}
		return k
	}
	return "?"
}

func (r *result) wrong() (n int) {
	for _, row := range r.rows {
		n += row.checked.wrong
	}
	return n
}

func (r *result) print(w io.Writer, verbose bool) {
	var last jsonschema.Draft
	var draft, total score
	cases := 0
	flush := func() {
		if last != 0 {
			fmt.Fprintf(w, "%-44s %5d %6d %7d %5d\n\n", "all of "+last.String(), cases, draft.right, draft.refused, draft.wrong)
		}
		draft, cases = score{}, 0
	}
	for _, row := range r.rows {
		if row.draft != last {
			flush()
			last = row.draft
			fmt.Fprintf(w, "%-44s %5s %6s %7s %5s\n", last, "cases", "right", "refused", "wrong")
		}
		fmt.Fprintf(w, "  %-42s %5d %6d %7d %5d  %s\n", row.name, row.cases, row.checked.right, row.checked.refused, row.checked.wrong, words(row.checked.by))
		cases += row.cases
		draft.add(row.checked)
		total.add(row.checked)
		for _, n := range row.notes {
			if verbose || strings.HasPrefix(n, "WRONG") {
				fmt.Fprintln(w, "    "+n)
			}
		}
	}
	flush()
	fmt.Fprintf(w, "checked: %d right, %d refused, %d wrong\n", total.right, total.refused, total.wrong)
}

func words(by map[string]int) string {
	keys := make([]string, 0, len(by))
	for k := range by {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%s %d", k, by[k])
	}
	return strings.Join(keys, ", ")
}

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
	changed               map[string]int // as a form: judged differently on purpose, by what the form changes
}

func (s score) purposely() (n int) {
	for _, c := range s.changed {
		n += c
	}
	return n
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
	for k, n := range o.changed {
		if s.changed == nil {
			s.changed = map[string]int{}
		}
		s.changed[k] += n
	}
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
	form    score    // the same as a form's only property
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
			row.form.add(row.asForm(t, g))
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

// asForm judges the wrapped instances by the form of the wrapped schema.
func (r *row) asForm(t tests, g group) (out score) {
	s, ps := jsonschema.Parse(g.Schema, t.options())
	if s == nil {
		out.refuse(refusedBy(ps), len(g.Tests))
		return out
	}
	whole, ps := s.Form(nil)
	if whole == nil {
		r.note("no form", t, g.Description, ps)
	}
	for _, c := range g.Tests {
		f := whole
		if f == nil { // of any type: of the instance's, then
			if f, ps = s.Form(c.Data); f == nil {
				out.refuse(refusedBy(ps), 1)
				continue
			}
		}
		valid, purpose, ps := f.Judge(c.Data, c.Valid)
		switch {
		case ps.Failed():
			out.refuse(refusedBy(ps), 1)
		case len(purpose) > 0:
			if out.changed == nil {
				out.changed = map[string]int{}
			}
			out.changed[strings.Join(purpose, "+")]++
			r.notes = append(r.notes, fmt.Sprintf("changed %s %s: %s: %s: %s", t.draft, t.name, g.Description, c.Description, strings.Join(purpose, ", ")))
		case valid == c.Valid:
			out.right++
		default:
			out.wrong++
			r.notes = append(r.notes, fmt.Sprintf("WRONG   %s %s as a form: %s: %s: said %t", t.draft, t.name, g.Description, c.Description, valid))
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
		case p.Code == "schema.unknown":
			return "(unknown)"
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
		n += row.checked.wrong + row.form.wrong
	}
	return n
}

func (r *result) print(w io.Writer, verbose bool) {
	const line = "%-44s %5d %6d %7d %5d | %5d %7d %7d %5d  %s\n"
	var last jsonschema.Draft
	var checked, form, all, forms score
	cases := 0
	flush := func() {
		if last != 0 {
			fmt.Fprintf(w, line+"\n", "all of "+last.String(), cases, checked.right, checked.refused, checked.wrong, form.right, form.purposely(), form.refused, form.wrong, "")
		}
		checked, form, cases = score{}, score{}, 0
	}
	for _, row := range r.rows {
		if row.draft != last {
			flush()
			last = row.draft
			fmt.Fprintf(w, "%-44s %5s %6s %7s %5s | %5s %7s %7s %5s\n", "", "", "check", "", "", "form", "", "", "")
			fmt.Fprintf(w, "%-44s %5s %6s %7s %5s | %5s %7s %7s %5s\n", last, "cases", "right", "refused", "wrong", "right", "changed", "refused", "wrong")
		}
		fmt.Fprintf(w, line, "  "+row.name, row.cases, row.checked.right, row.checked.refused, row.checked.wrong, row.form.right, row.form.purposely(), row.form.refused, row.form.wrong, words(row.checked.by))
		cases += row.cases
		checked.add(row.checked)
		form.add(row.form)
		all.add(row.checked)
		forms.add(row.form)
		for _, n := range row.notes {
			if verbose || strings.HasPrefix(n, "WRONG") || strings.HasPrefix(n, "changed") {
				fmt.Fprintln(w, "    "+n)
			}
		}
	}
	flush()
	fmt.Fprintf(w, "checked:   %d right, %d refused, %d wrong\n", all.right, all.refused, all.wrong)
	fmt.Fprintf(w, "as a form: %d right, %d changed on purpose (%s), %d refused, %d wrong\n", forms.right, forms.purposely(), words(forms.changed), forms.refused, forms.wrong)
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

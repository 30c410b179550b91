package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// ChangeTold is what the log says of something that an answered correction changed:
// where, never from what to what.
type ChangeTold struct {
	Path     string `json:"path,omitempty"`     // of an answer, or of a repeat that has other rows
	Material string `json:"material,omitempty"` // for which new files came
	Unasked  bool   `json:"unasked,omitempty"`  // the correction did not ask for it
	Follows  bool   `json:"follows,omitempty"`  // it comes of another answer: worked out, a copy, or no longer asked
}

// mostChanges bounds what one event lists.
const mostChanges = 500

// noteChanges notes what the answer to a correction changed: for the department
// that asked, and for the other matters of the filing.
func (e *Engine) noteChanges(ctx context.Context, f *family, c *Case, was json.RawMessage) error {
	before, after := f.record(c, was, f.filingDay()), f.record(c, c.Answers, f.filingDay())
	paths := changed(before, after)
	f.noteCorrected(c, after.Form, paths)
	copies, err := f.copies(c, c.Answers)
	if err != nil {
		return err
	}
	follows := func(path string) bool {
		x, copied := copies[path]
		return after.Computed(path) || !after.Visible(path) || copied && canonical(x.value) == canonical(after.Raw(path))
	}
	for _, path := range paths {
		f.changes = append(f.changes, ChangeTold{Path: path, Unasked: !c.Correction.Allows(path), Follows: follows(path)})
	}
	files, err := e.o.Store.FilesOfCase(ctx, c.ID)
	if err != nil {
		return fmt.Errorf("listing a correction's files: %w", err)
	}
	for _, m := range f.matter(c).Materials {
		if id := m.Material.ID; c.Correction != nil && newSince(files, id, c.Correction) {
			f.changes = append(f.changes, ChangeTold{Material: id, Unasked: !c.Correction.Wants(id)})
		}
	}
	// What nobody expects is read first, and is never what a long list leaves out.
	rank := func(x ChangeTold) int {
		switch {
		case !x.Unasked:
			return 2
		case x.Follows:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(f.changes, func(a, b ChangeTold) int { return cmp.Compare(rank(a), rank(b)) })
	return nil
}

// tellChanges writes into an event what a correction changed.
func (f *family) tellChanges(d *EventData) {
	d.Changes = f.changes[:min(len(f.changes), mostChanges)]
	d.MoreChanges = len(f.changes) - len(d.Changes)
}

// changed are the paths of what differs between two records of a form, in its
// order: answers, and repeats that have other rows. Where rows only came or only
// went, the others are as they were, though they may be counted otherwise.
func changed(before, after *metamodel.Record) (paths []string) {
	was, is := rowsIn(before), rowsIn(after)
	seen, told := map[string]bool{}, map[string]bool{} // told: what lies in it is told with its repeat
	note := func(p metamodel.Place) {
		if seen[p.Path] || Covered(told, p.Path) {
			return
		}
		seen[p.Path] = true
		switch {
		case p.Field != nil:
			if canonical(before.Raw(p.Path)) != canonical(after.Raw(p.Path)) {
				paths = append(paths, p.Path)
			}
		case p.Group == nil || !p.Group.Repeat:
		case p.Row >= 0:
			repeat := parent(p.Path)
			told[p.Path] = p.Row >= min(before.Rows(repeat), after.Rows(repeat))
		case before.Rows(p.Path) != after.Rows(p.Path):
			paths = append(paths, p.Path)
			told[p.Path] = among(was[p.Path], is[p.Path]) || among(is[p.Path], was[p.Path])
		}
	}
	for _, s := range after.Form.Sections {
		after.Walk(s, note)
		before.Walk(s, note)
	}
	return paths
}

// rowsIn are the rows of a record's repeats, each with all that it holds.
func rowsIn(rec *metamodel.Record) map[string][]string {
	rows := map[string][]string{}
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Row >= 0 {
				repeat := parent(p.Path)
				rows[repeat] = append(rows[repeat], "")
			}
			if p.Field == nil {
				return
			}
			inside := p.Field.Key + "=" + canonical(rec.Raw(p.Path)) + "\n"
			for row := parent(p.Path); row != ""; row = parent(row) {
				repeat := parent(row)
				if list := rows[repeat]; len(list) > 0 && row == repeat+"/"+strconv.Itoa(len(list)-1) {
					list[len(list)-1] += inside
				}
				inside = row[len(repeat):] + "/" + inside
			}
		})
	}
	return rows
}

// among reports whether few are some of many, in the same order.
func among(few, many []string) bool {
	for _, row := range many {
		if len(few) > 0 && few[0] == row {
			few = few[1:]
		}
	}
	return len(few) == 0
}

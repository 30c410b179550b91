package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Touched is one place that a change of a definition reaches.
type Touched struct {
	Use
	Pack    string     `json:"pack"`
	Through []Ref      `json:"through"`           // the way from the changed definition to this one, both left out
	Choices []Decision `json:"choices,omitempty"` // what may be decided here; none for a place reached through another
}

// Decision is what a use does when the definition it uses changes.
type Decision string

const (
	Follow   Decision = "follow"   // takes the new version: nothing to write
	Pin      Decision = "pin"      // stays with the old one, which is kept beside the new
	Override Decision = "override" // takes the new one and keeps what differed as demands of its own
)

// Running tells how much is under way. The engine's store implements it.
type Running interface {
	CountRunning(ctx context.Context, f RunningFilter) (RunningCounts, error)
}

// RunningFilter names what may be touched: a thing counts when it is pinned to
// one of the releases, or to one of the themes or matters. Empty lists match nothing.
type RunningFilter struct {
	Releases []string
	Themes   []string
	Matters  []string
}

// RunningCounts is what runs.
type RunningCounts struct {
	Drafts int `json:"drafts"`
	Cases  int `json:"cases"`
}

// Figures tells which figures of the dashboards read a kind of definition.
// analytics provides it.
type Figures func(kind string) []Figure

// Figure is one figure of a dashboard.
type Figure struct {
	ID   string         `json:"id"`
	Name metamodel.Text `json:"name"`
}

// Impact is everything a change of one definition reaches.
type Impact struct {
	Of      Ref           `json:"of"`
	Touched []Touched     `json:"touched"` // nearest first, then by kind, id, path
	Themes  []string      `json:"themes"`
	Matters []string      `json:"matters"`
	Running RunningCounts `json:"running"` // what is under way in these themes and matters: it stays with its release until it is migrated
	Figures []Figure      `json:"figures"`
}

// ErrNoDefinition means that nothing in force has that kind and id.
var ErrNoDefinition = fmt.Errorf("catalog: no such definition")

// Impact tells what a change of a definition of the current releases reaches.
// running and figures may be nil: then what they tell is left out.
func (c *Catalog) Impact(ctx context.Context, of Ref, running Running, figures Figures) (Impact, error) {
	e, err := c.current(ctx)
	if err != nil {
		return Impact{}, err
	}
	if e.packOf(of) == "" {
		return Impact{}, fmt.Errorf("%w: %s %s", ErrNoDefinition, of.Kind, of.ID)
	}
	out := Impact{Of: of, Touched: e.touched(of), Themes: []string{}, Matters: []string{}, Figures: []Figure{}}
	kinds := []string{of.Kind}
	note := func(r Ref) {
		list := &out.Themes
		switch r.Kind {
		case metamodel.KindMatter:
			list = &out.Matters
		case metamodel.KindTheme:
		default:
			list = nil
		}
		if list != nil && !slices.Contains(*list, r.ID) {
			*list = append(*list, r.ID)
		}
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	note(of)
	for _, t := range out.Touched {
		note(t.Ref)
	}
	slices.Sort(out.Themes)
	slices.Sort(out.Matters)
	if running != nil && len(out.Themes)+len(out.Matters) > 0 {
		if out.Running, err = running.CountRunning(ctx, RunningFilter{Themes: out.Themes, Matters: out.Matters}); err != nil {
			return Impact{}, fmt.Errorf("counting what runs: %w", err)
		}
	}
	if figures != nil {
		slices.Sort(kinds)
		for _, k := range kinds {
			for _, f := range figures(k) {
				if !slices.ContainsFunc(out.Figures, func(o Figure) bool { return o.ID == f.ID }) {
					out.Figures = append(out.Figures, f)
				}
			}
		}
	}
	return out, nil
}

// packOf names the pack that defines something, "" for none.
func (e *Edition) packOf(ref Ref) string {
	for _, r := range e.Releases {
		if r.Pack.Has(ref) {
			return r.Pack.Name
		}
	}
	return ""
}

// Has reports whether the pack itself defines something.
func (p *Pack) Has(ref Ref) bool {
	switch id := ref.ID; ref.Kind {
	case metamodel.KindSubject:
		return p.Subjects[id] != nil
	case metamodel.KindDepartment:
		return p.Departments[id] != nil
	case metamodel.KindElement:
		return p.Elements[id] != nil
	case metamodel.KindElementGroup:
		return p.ElementGroups[id] != nil
	case metamodel.KindCodeList:
		return p.CodeLists[id] != nil
	case metamodel.KindForm:
		return p.HasForm(id)
	case metamodel.KindMaterial:
		return p.Materials[id] != nil
	case metamodel.KindWorkflow:
		return p.Workflows[id] != nil
	case metamodel.KindMatter:
		return p.Matters[id] != nil
	case metamodel.KindTheme:
		return p.Themes[id] != nil
	case metamodel.KindPolicy:
		return p.Policies[id] != nil
	case metamodel.KindCalendar:
		return p.Calendars[id] != nil
	}
	return false
}

// touched walks the uses of a definition, and the uses of what uses it.
func (e *Edition) touched(of Ref) []Touched {
	out := []Touched{}
	seen := map[Ref]bool{of: true}
	type stop struct {
		ref Ref
		way []Ref
	}
	for queue := []stop{{ref: of}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, u := range e.WhereUsed(at.ref) {
			t := Touched{Use: u, Pack: e.packOf(u.Ref), Through: append([]Ref{}, at.way...)}
			if len(at.way) == 0 && at.ref == of {
				t.Choices = choices(of.Kind, u)
			}
			out = append(out, t)
			if !seen[u.Ref] {
				seen[u.Ref] = true
				queue = append(queue, stop{u.Ref, append(slices.Clone(at.way), u.Ref)})
			}
		}
	}
	return out
}

// choices are what may be decided at a direct use.
func choices(kind string, u Use) []Decision {
	switch {
	case kind == metamodel.KindElement && u.Kind == metamodel.KindForm, kind == metamodel.KindElementGroup && u.Kind == metamodel.KindForm, kind == metamodel.KindCodeList && u.Kind == metamodel.KindElement && u.Path == "codeList":
		return []Decision{Follow, Pin, Override}
	case kind == metamodel.KindForm && u.Kind == metamodel.KindMatter, kind == metamodel.KindWorkflow && u.Kind == metamodel.KindMatter:
		return []Decision{Follow, Pin}
	}
	return []Decision{Follow}
}

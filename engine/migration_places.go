package engine

import (
	"context"
	"strconv"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// MigrationPart is the part of a map a place is written into.
type MigrationPart string

const (
	PartFields MigrationPart = "fields"
	PartStates MigrationPart = "states"
	PartCodes  MigrationPart = "codes"
)

// MigrationPlace is something of the old release that the new one does not have
// as it was: a field, a step or a code for which a map can name a new place.
type MigrationPlace struct {
	Part    MigrationPart  `json:"part" enum:"fields,states,codes"`
	Key     string         `json:"key"`               // in the map: a path, "M02/review", a code list or a field of codes
	Code    string         `json:"code,omitempty"`    // the old code
	Label   metamodel.Text `json:"label"`             // of the field, step or code
	In      metamodel.Text `json:"in,omitempty"`      // its group, matter or code list
	Element string         `json:"element,omitempty"` // of a field
	Changed bool           `json:"changed,omitempty"` // the field is there, and reads answers of another type
	Choices string         `json:"choices"`           // names what it can become
}

// MigrationChoice is what something can become.
type MigrationChoice struct {
	Value   string         `json:"value"`
	Label   metamodel.Text `json:"label"`
	In      metamodel.Text `json:"in,omitempty"`
	Element string         `json:"element,omitempty"`
}

// MigrationPlaces is everything a map can speak of, in the order of the old
// release. Lists of choices are shared between places.
type MigrationPlaces struct {
	Items   []MigrationPlace             `json:"items"`
	Choices map[string][]MigrationChoice `json:"choices"`

	said map[[3]string]bool // by part, key and code
}

// MigrationPlaces says what a plan's map can speak of. A group that repeats is
// one place until the map moves it; then the fields it has no more are.
func (e *Engine) MigrationPlaces(ctx context.Context, a Actor, m Migration) (*MigrationPlaces, error) {
	if !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	mv, err := e.planMigration(ctx, m)
	if err != nil {
		return nil, err
	}
	ps := &MigrationPlaces{Items: []MigrationPlace{}, Choices: map[string][]MigrationChoice{}, said: map[[3]string]bool{}}
	if mv.to == nil {
		return ps, nil
	}
	ps.fields(mv)
	ps.states(mv)
	ps.codes(mv)
	return ps, nil
}

func (ps *MigrationPlaces) add(p MigrationPlace, choices func() []MigrationChoice) {
	if _, ok := ps.Choices[p.Choices]; !ok {
		ps.Choices[p.Choices] = choices()
	}
	if as := [3]string{string(p.Part), p.Key, p.Code}; !ps.said[as] {
		ps.said[as] = true
		ps.Items = append(ps.Items, p)
	}
}

func (ps *MigrationPlaces) fields(mv *move) {
	from, to := mv.from.form(), mv.to.form()
	ways := mapping{m: &mv.m.Map, from: from, to: to}
	for _, f := range from.Fields {
		if f.Computed {
			continue // nobody answered it
		}
		if g := goneRepeat(from, to, f); g != nil {
			ps.add(MigrationPlace{Part: PartFields, Key: g.Path, Label: groupLabel(g), In: groupLabel(g.Parent), Choices: choicesAt("groups", depth(from, g.Path))},
				func() []MigrationChoice { return newGroups(from, to, depth(from, g.Path)) })
			if mv.m.Map.Fields[g.Path] == "" {
				continue
			}
		}
		now, ok := fieldAt(to, ways.target(parent(f.Path))+"/"+f.Key)
		if ok && now.Element.Type == f.Element.Type {
			continue
		}
		ps.add(MigrationPlace{Part: PartFields, Key: f.Path, Label: f.Label, In: groupLabel(f.Group), Element: f.Element.ID, Changed: ok, Choices: choicesAt("fields", depth(from, f.Path))},
			func() []MigrationChoice { return newFields(from, to, depth(from, f.Path)) })
	}
}

// choicesAt names a list of choices: answers in rows go to rows.
func choicesAt(what string, depth int) string { return what + "/" + strconv.Itoa(depth) }

// goneRepeat is the outermost repeat around a field that the new form lacks.
func goneRepeat(from, to *metamodel.Form, f *metamodel.Field) *metamodel.Group {
	var gone *metamodel.Group
	for g := f.Group; g != nil; g = g.Parent {
		if g.Repeat && !repeats(to, g.Path) {
			gone = g
		}
	}
	return gone
}

func groupLabel(g *metamodel.Group) metamodel.Text {
	if g == nil {
		return nil
	}
	if len(g.Label) == 0 && g.Subject != nil {
		return g.Subject.Name
	}
	return g.Label
}

func newFields(from, to *metamodel.Form, deep int) []MigrationChoice {
	list := []MigrationChoice{}
	for _, f := range to.Fields {
		if _, known := fieldAt(from, f.Path); !known && !f.Computed && depth(to, f.Path) == deep {
			list = append(list, MigrationChoice{Value: f.Path, Label: f.Label, In: groupLabel(f.Group), Element: f.Element.ID})
		}
	}
	return list
}

func newGroups(from, to *metamodel.Form, deep int) []MigrationChoice {
	list := []MigrationChoice{}
	var walk func(groups []*metamodel.Group)
	walk = func(groups []*metamodel.Group) {
		for _, g := range groups {
			if g.Repeat && !repeats(from, g.Path) && depth(to, g.Path) == deep {
				list = append(list, MigrationChoice{Value: g.Path, Label: groupLabel(g), In: groupLabel(g.Parent)})
			}
			walk(g.Groups)
		}
	}
	walk(to.Groups)
	return list
}

func (ps *MigrationPlaces) states(mv *move) {
	matters := []*catalog.Matter{mv.from.matter}
	if mv.from.theme != nil {
		matters = matters[:0]
		for _, m := range mv.from.theme.Matters {
			matters = append(matters, m.Matter)
		}
	}
	for _, old := range matters {
		now := (&family{pin: mv.to}).target(old.Def.ID)
		if now == nil {
			continue // its filings stay, whatever a map says
		}
		for _, s := range old.Machine.Workflow.States {
			if s.Type != workflows.Step {
				continue
			}
			if same, ok := now.Machine.State(s.ID); ok && same.Type == workflows.Step {
				continue
			}
			ps.add(MigrationPlace{Part: PartStates, Key: old.Def.ID + "/" + s.ID, Label: s.Name, In: old.Def.Name, Choices: "states/" + old.Def.ID}, func() []MigrationChoice {
				list := []MigrationChoice{}
				for _, s := range now.Machine.Workflow.States {
					if s.Type == workflows.Step {
						list = append(list, MigrationChoice{Value: s.ID, Label: s.Name})
					}
				}
				return list
			})
		}
	}
}

func (ps *MigrationPlaces) codes(mv *move) {
	from, to := mv.from.form(), mv.to.form()
	ways := mapping{m: &mv.m.Map, from: from, to: to}
	// A code list that became different lists in different fields is spoken of field by field.
	became := map[string]map[string]bool{}
	target := func(f *metamodel.Field) *metamodel.CodeList {
		if now, ok := fieldAt(to, ways.target(f.Path)); ok && hasCodes(f) && hasCodes(now) {
			return now.CodeList
		}
		return nil
	}
	for _, f := range from.Fields {
		if now := target(f); now != nil {
			if became[f.CodeList.ID] == nil {
				became[f.CodeList.ID] = map[string]bool{}
			}
			became[f.CodeList.ID][now.ID] = true
		}
	}
	for _, f := range from.Fields {
		now := target(f)
		if now == nil {
			continue
		}
		key, in := f.CodeList.ID, f.CodeList.Name
		if len(became[key]) > 1 {
			key, in = f.Path, f.Label
		}
		for _, c := range f.CodeList.Entries {
			if _, ok := now.Entry(c.Code); ok {
				continue
			}
			ps.add(MigrationPlace{Part: PartCodes, Key: key, Code: c.Code, Label: c.Name, In: in, Choices: "codes/" + now.ID}, func() []MigrationChoice {
				list := []MigrationChoice{}
				for _, c := range now.Entries {
					list = append(list, MigrationChoice{Value: c.Code, Label: c.Name})
				}
				return list
			})
		}
	}
}

// hasCodes reports whether answers are codes of a list: not an address, which
// has divisions, nor a table, whose rows are codes.
func hasCodes(f *metamodel.Field) bool {
	return f.CodeList != nil && (f.Element.Type == metamodel.TypeCode || f.Element.Type == metamodel.TypeCodes)
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// NewDuty proposes that a department delivers a field or a material of a matter.
type NewDuty struct {
	Matter     string
	Kind       DutyKind
	Item       string
	Department string
	Note       string
}

// ProposeDuty asks a department by hand. The same key gives the first outcome again.
func (e *Engine) ProposeDuty(ctx context.Context, a Actor, n NewDuty, key string) (*DutyView, error) {
	if !a.Has(RoleDesigner, RoleAdministrator) {
		return nil, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return nil, err
	}
	request := requestHash("propose duty", n.Matter, string(n.Kind), n.Item, n.Department, n.Note)
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	m, rel, ok := ed.Matter(n.Matter)
	if !ok {
		return nil, refuse(dutyItem, "matter", "item", n.Matter)
	}
	d, err := deliverable(rel, m, n.Kind, n.Item)
	if err != nil {
		return nil, err
	}
	if err := e.checkDepartment(ctx, n.Department); err != nil {
		return nil, err
	}
	n.Note = cleanNote(n.Note)
	if err := checkNote(n.Note); err != nil {
		return nil, err
	}
	d.Department = n.Department
	change := &Change{}
	if err := e.addDuties(ctx, a, rel, change, []*Duty{d}, n.Note); err != nil {
		return nil, err
	}
	v, err := e.commitDuty(ctx, a, d.ID, change, key, request)
	if errors.Is(err, ErrTaken) {
		return nil, refuse(dutyTaken, "item", "item", ItemName(ed, d.Matter, d.Kind, d.Item))
	}
	return v, err
}

// addDuties puts new duties into a change.
func (e *Engine) addDuties(ctx context.Context, a Actor, rel *catalog.Release, change *Change, list []*Duty, note string) error {
	cal, err := e.calendar(ctx, rel, nil)
	if err != nil {
		return err
	}
	at, err := e.now(ctx)
	if err != nil {
		return err
	}
	for _, d := range list {
		if m := rel.MatterDef(d.Matter); m != nil {
			if d.Demander, _, err = e.Handler(ctx, rel, m); err != nil {
				return err
			}
		}
		d.ID, d.State, d.Created, d.Updated, d.Revision = newID(), workflows.DutyProposed, at, at, 1
		d.Clock = workflows.Clock{Limit: cal.Days(dutyDays)}.Run(at, cal, true)
		d.History = []DutyStep{{Event: workflows.DutyPropose, To: d.State, Department: d.Department, By: a.Account, Name: a.Name,
			Role: string(workflows.DutyProposer), Note: note, At: at}}
		change.InsertDuties = append(change.InsertDuties, *d)
		change.Events = append(change.Events, dutyEventOf(d, EventDutyProposed, "", note))
	}
	return nil
}

// deliverable makes the duty of an item, or says why it can have none.
func deliverable(rel *catalog.Release, m *catalog.Matter, kind DutyKind, item string) (*Duty, error) {
	d := &Duty{Matter: m.Def.ID, Kind: kind, Item: item, Demander: m.Def.Department}
	if kind == DutyMaterial {
		mm, ok := matterMaterial(m, item)
		switch {
		case !ok:
			return nil, refuse(dutyItem, "item", "item", item)
		case !handedIn(mm.Material):
			return nil, refuse(dutyNotAsked, "item", "item", mm.Use.Label)
		}
		return d, nil
	}
	f, ok := m.Form.Field(item)
	switch {
	case kind != DutyField || !ok || f.Path != item:
		return nil, refuse(dutyItem, "item", "item", item)
	case ownWord(f):
		return nil, refuse(dutyConsent, "item", "item", f.Label)
	case !asked(f) || m.Yields[item]:
		return nil, refuse(dutyNotAsked, "item", "item", f.Label)
	case inRows(f):
		return nil, refuse(dutyRows, "item", "item", f.Label)
	}
	d.Element = f.Element.ID
	if f.Group.Subject != nil {
		d.Subject = f.Group.Subject.ID
	}
	return d, nil
}

// ownWord reports whether a field is somebody's own word: a consent, a
// declaration, a signature, or a file they hand in. Nobody else can give it,
// and it is asked again every time.
func ownWord(f *metamodel.Field) bool {
	switch f.Element.Type {
	case metamodel.TypeSignature, metamodel.TypeFile:
		return true
	case metamodel.TypeBoolean:
		return declares(f.Element) || mustBeTrue(f)
	}
	return false
}

// declares reports whether an element is a declaration or consent by its own terms.
func declares(el *metamodel.Element) bool {
	for _, words := range []string{el.Property, el.Representation, el.Name.In("zh")} {
		for _, w := range []string{"承诺", "声明", "同意", "授权", "告知"} {
			if strings.Contains(words, w) {
				return true
			}
		}
	}
	return false
}

// mustBeTrue reports whether only yes is accepted: nobody is asked a fact that way.
func mustBeTrue(f *metamodel.Field) bool {
	return len(f.Element.Constraints.Const) > 0 && string(f.Element.Constraints.Const) == "true"
}

// inRows reports whether a field lies in a repeat, at any depth.
func inRows(f *metamodel.Field) bool {
	for g := f.Group; g != nil; g = g.Parent {
		if g.Repeat {
			return true
		}
	}
	return false
}

// Unproposed is what no department was found for, or several.
type Unproposed struct {
	Kind   DutyKind
	Item   string
	Name   metamodel.Text
	Source string           // in the words of the element or material
	Fits   []metamodel.Text // the departments these words could mean
}

// ProposeDuties asks the departments that the elements and materials of a
// matter name as their source, for all that has no duty yet. A second call
// proposes nothing new. What names no known department is told.
func (e *Engine) ProposeDuties(ctx context.Context, a Actor, matter string) (proposed int, rest []Unproposed, err error) {
	if !a.Has(RoleDesigner, RoleAdministrator) {
		return 0, nil, ErrNotFound
	}
	for range retries {
		proposed, rest, err = e.proposeRest(ctx, a, matter)
		if !errors.Is(err, ErrTaken) {
			return proposed, rest, err
		}
		// Somebody proposed meanwhile: what is left is proposed.
	}
	return 0, nil, ErrConflict
}

// proposeRest proposes all that has no duty now; ErrTaken when somebody else
// proposes some of it at this moment.
func (e *Engine) proposeRest(ctx context.Context, a Actor, matter string) (proposed int, rest []Unproposed, err error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("reading the current edition: %w", err)
	}
	m, rel, ok := ed.Matter(matter)
	if !ok {
		return 0, nil, ErrNotFound
	}
	departments, err := e.departments(ctx)
	if err != nil {
		return 0, nil, err
	}
	have := map[string]bool{}
	if err := e.eachDuty(ctx, DutyFilter{Matters: []string{matter}}, func(d Duty) { have[string(d.Kind)+" "+d.Item] = true }); err != nil {
		return 0, nil, err
	}
	keys, err := e.keyElements(ctx)
	if err != nil {
		return 0, nil, err
	}
	var list []*Duty
	add := func(kind DutyKind, item, source string, name metamodel.Text) {
		if source == "" || have[string(kind)+" "+item] {
			return
		}
		d, err := deliverable(rel, m, kind, item)
		if err != nil {
			return // it says itself why
		}
		called := metamodel.DepartmentsCalled(source, near(rel, departments), departments)
		if len(called) != 1 {
			u := Unproposed{Kind: kind, Item: item, Name: name, Source: source}
			for _, c := range called {
				u.Fits = append(u.Fits, c.Name)
			}
			rest = append(rest, u)
			return
		}
		d.Department = called[0].ID
		list = append(list, d)
	}
	for _, f := range m.Form.Fields {
		if !identifies(f.Element) && !keys[f.Element.ID] {
			add(DutyField, f.Path, f.Element.Source, f.Label)
		}
	}
	for _, mm := range m.Materials {
		add(DutyMaterial, mm.Material.ID, mm.Material.Issuer, mm.Use.Label)
	}
	if len(list) == 0 {
		return 0, rest, nil
	}
	change := &Change{}
	if err := e.addDuties(ctx, a, rel, change, list, ""); err != nil {
		return 0, nil, err
	}
	if err := e.o.Store.Commit(ctx, change); err != nil {
		return 0, nil, fmt.Errorf("saving duties: %w", err)
	}
	return len(list), rest, nil
}

// identifies reports whether people are found by the element: it must be asked
// before anything can be delivered.
func identifies(el *metamodel.Element) bool {
	if el.Format == metamodel.FormatResidentID || el.Format == metamodel.FormatUSCC {
		return true
	}
	return el.Property == "证件" || el.Property == "证件类型"
}

// keyElements are those by which some source finds people.
func (e *Engine) keyElements(ctx context.Context) (map[string]bool, error) {
	list, err := e.o.Store.ListSources(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the sources: %w", err)
	}
	keys := map[string]bool{}
	for i := range list {
		keys[list[i].Key] = true
	}
	return keys, nil
}

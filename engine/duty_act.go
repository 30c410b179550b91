package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// dutyDays is how many working days a source department has for its answer.
const dutyDays = 10

// DutyAct is one thing done to a duty.
type DutyAct struct {
	Event      workflows.DutyEvent
	Note       string
	Department string     // with reassign
	Delivers   SupplyKind // with confirm
	Source     string     // likewise
	KeyField   string     // likewise; "" for a field: the key element beside it
	From       string     // likewise: full-date; "": today
	Until      string     // with end: full-date; "": today
	Coverage   string     // with confirm
}

// dutied is what is kept under the key of a duty's step.
type dutied struct {
	Duty string `json:"duty"`
}

// parties are whom an actor speaks for in a duty.
func (e *Engine) parties(ctx context.Context, a Actor, d *Duty) (map[workflows.DutyParty]bool, error) {
	p := map[workflows.DutyParty]bool{
		workflows.DutyProposer: a.Has(RoleDesigner, RoleAdministrator),
		workflows.DutySource:   a.Departments[d.Department] && a.Has(RoleManager, RoleApprover),
		workflows.DutyArbiter:  a.Has(RoleAdministrator),
	}
	if p[workflows.DutyArbiter] || !a.Has(RoleManager) {
		return p, nil
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	for _, rel := range ed.Releases {
		for _, t := range rel.Pack.Themes {
			if a.Departments[t.Lead] && slices.ContainsFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == d.Matter }) {
				p[workflows.DutyArbiter] = true
			}
		}
	}
	return p, nil
}

// seesDuty reports whether an actor may read a duty: whoever proposes, the two
// departments it is between, and whoever arbitrates.
func seesDuty(a Actor, d *Duty, p map[workflows.DutyParty]bool) bool {
	return p[workflows.DutyProposer] || p[workflows.DutyArbiter] || officer(a) && (a.Departments[d.Department] || a.Departments[d.Demander])
}

// ActOnDuty does one step of source responsibility. revision is the one the
// actor saw (ErrConflict when it moved on); the same key gives the first
// outcome again.
func (e *Engine) ActOnDuty(ctx context.Context, a Actor, id string, revision int64, key string, act DutyAct) (*DutyView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	body, err := json.Marshal(act)
	if err != nil {
		return nil, fmt.Errorf("reading the step: %w", err)
	}
	request := requestHash("duty", id, string(body))
	d, may, err := e.visibleDuty(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if done, known, err := firstOutcome[dutied](ctx, e, a, key, request); err != nil {
		return nil, err
	} else if known {
		return e.Duty(ctx, a, done.Duty)
	}
	if d.Revision != revision {
		return nil, ErrConflict
	}
	change, err := e.stepDuty(ctx, a, &d, may, act)
	if err != nil {
		return nil, err
	}
	return e.commitDuty(ctx, a, d.ID, change, key, request)
}

func (e *Engine) commitDuty(ctx context.Context, a Actor, id string, change *Change, key, request string) (*DutyView, error) {
	if key != "" {
		body, err := encode(dutied{Duty: id})
		if err != nil {
			return nil, err
		}
		now, err := e.now(ctx)
		if err != nil {
			return nil, err
		}
		change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 200, Body: body, At: now}
	}
	err := e.o.Store.Commit(ctx, change)
	var dup *DuplicateError
	if errors.As(err, &dup) {
		done, err := outcomeOf[dutied](dup.First, request)
		if err != nil {
			return nil, err
		}
		return e.Duty(ctx, a, done.Duty)
	}
	if err != nil {
		return nil, fmt.Errorf("saving a duty: %w", err)
	}
	return e.Duty(ctx, a, id)
}

// stepDuty takes one step and gives the change that writes it.
func (e *Engine) stepDuty(ctx context.Context, a Actor, d *Duty, may map[workflows.DutyParty]bool, act DutyAct) (*Change, error) {
	act.Note, act.Coverage = cleanNote(act.Note), cleanNote(act.Coverage)
	for _, text := range []string{act.Note, act.Coverage} {
		if err := checkNote(text); err != nil {
			return nil, err
		}
	}
	to, err := workflows.NextDuty(d.State, act.Event, d.Returns)
	if err != nil {
		return nil, refuse(dutyEvent, "event")
	}
	who := slices.IndexFunc(workflows.DutyParties(d.State, act.Event), func(p workflows.DutyParty) bool { return may[p] })
	if who < 0 {
		return nil, refuse(dutyRole, "")
	}
	if act.Note == "" && (act.Event == workflows.DutyReturn || act.Event == workflows.DutyEnd || act.Event == workflows.DutyReassign || act.Event == workflows.DutyAssign) {
		return nil, refuse(dutyNote, "note")
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	_, rel, ok := ed.Matter(d.Matter)
	if !ok {
		return nil, refuse(dutyItem, "", "item", d.Item)
	}
	cal, err := e.calendar(ctx, rel, nil)
	if err != nil {
		return nil, err
	}
	today := at.In(cal.Zone).Format(time.DateOnly)
	switch act.Event {
	case workflows.DutyReturn:
		d.Returns++
	case workflows.DutyReassign:
		if act.Department == d.Department {
			return nil, refuse(dutyDepartment, "department")
		}
		if err := e.checkDepartment(ctx, act.Department); err != nil {
			return nil, err
		}
		d.Department, d.Returns = act.Department, 0
	case workflows.DutyConfirm:
		if err := e.confirmDuty(ctx, ed, d, act, today); err != nil {
			return nil, err
		}
	case workflows.DutyEnd:
		until := act.Until
		if until == "" {
			until = today
		}
		if !fullDate(until) || until < today || until < d.From {
			return nil, refuse(dutyDate, "until")
		}
		d.Until = until
	case workflows.DutyPropose:
		if d.State != workflows.DutyReturned {
			d.Returns = 0
		}
		d.Delivers, d.Source, d.KeyField, d.From, d.Until, d.Coverage = "", "", "", "", "", ""
	}
	d.Clock = d.Clock.Stop(at, cal)
	if to.Waits() {
		d.Clock = workflows.Clock{Limit: cal.Days(dutyDays)}.Run(at, cal, true)
	}
	from := d.State
	d.State, d.Updated = to, at
	d.History = append(d.History, DutyStep{Event: act.Event, From: from, To: to, Department: d.Department, By: a.Account, Name: a.Name,
		Role: string(workflows.DutyParties(from, act.Event)[who]), Note: act.Note, At: at})
	return &Change{UpdateDuties: []Duty{*d}, Events: []Event{dutyEventOf(d, dutyEvents[act.Event], string(from), act.Note)}}, nil
}

var dutyEvents = map[workflows.DutyEvent]EventType{
	workflows.DutyPropose: EventDutyProposed, workflows.DutyConfirm: EventDutyConfirmed, workflows.DutyReturn: EventDutyReturned,
	workflows.DutyReassign: EventDutyReassigned, workflows.DutyAssign: EventDutyAssigned, workflows.DutyWithdraw: EventDutyWithdrawn, workflows.DutyEnd: EventDutyEnded,
}

// dutyEventOf is what the log keeps of a duty's last step.
func dutyEventOf(d *Duty, t EventType, from, note string) Event {
	last := d.History[len(d.History)-1]
	data := EventData{Matter: d.Matter, Department: d.Department, Demander: d.Demander, Duty: d.ID, Element: d.Element, Subject: d.Subject,
		From: from, To: string(d.State), Note: note}
	if d.Kind == DutyMaterial {
		data.Material = d.Item
	}
	return Event{ID: newID(), Type: t, At: last.At, Actor: last.By, Role: last.Role, Data: data}
}

// confirmDuty notes how a department delivers.
func (e *Engine) confirmDuty(ctx context.Context, ed *catalog.Edition, d *Duty, act DutyAct, today string) error {
	name := ItemName(ed, d.Matter, d.Kind, d.Item)
	want := DeliverValues
	if d.Kind == DutyMaterial {
		want = DeliverDocument
	}
	if act.Delivers == "" {
		act.Delivers = want
	}
	src, err := e.o.Store.SourceConfig(ctx, act.Source)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("reading a source: %w", err)
	}
	gives := src.Elements
	item := d.Element
	if d.Kind == DutyMaterial {
		gives, item = src.Materials, d.Item
	}
	if err != nil || act.Delivers != want || !src.Enabled || src.Department != d.Department || !slices.Contains(gives, item) {
		return refuse(dutySource, "source", "item", name)
	}
	m, rel, ok := ed.Matter(d.Matter)
	if !ok {
		return refuse(dutyItem, "", "item", d.Item)
	}
	if act.KeyField == "" && d.Kind == DutyField {
		if f, ok := m.Form.Field(d.Item); ok {
			act.KeyField = f.Group.Path + "/" + src.Key
		}
	}
	key, ok := m.Form.Field(act.KeyField)
	if !ok || key.Element.ID != src.Key || inRows(key) {
		words := metamodel.ZhEn(src.Key, src.Key)
		if el, ok := rel.Registry().Element(src.Key); ok {
			words = el.Name
		}
		return refuse(dutyKey, "keyField", "key", words, "item", name)
	}
	if act.From == "" {
		act.From = today
	}
	if !fullDate(act.From) {
		return refuse(dutyDate, "from")
	}
	d.Delivers, d.Source, d.KeyField, d.From, d.Until, d.Coverage = act.Delivers, src.ID, act.KeyField, act.From, "", act.Coverage
	return nil
}

func fullDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// checkDepartment refuses what is no node of the organisation tree.
func (e *Engine) checkDepartment(ctx context.Context, id string) error {
	list, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("reading the organisations: %w", err)
	}
	if !hasOrganisation(list, id) {
		return refuse(organisationNo, "department", "organisation", id)
	}
	return nil
}

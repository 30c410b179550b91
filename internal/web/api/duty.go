package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Duty is source responsibility (数源认责) for one field or material of a matter.
type Duty struct {
	ID         string                `json:"id"`
	Matter     string                `json:"matter"`
	MatterName metamodel.Text        `json:"matterName"`
	Kind       engine.DutyKind       `json:"kind" enum:"field,material"`
	Item       string                `json:"item" description:"Path in the matter's form, or standard material id"`
	ItemName   metamodel.Text        `json:"itemName"`
	Element    string                `json:"element,omitempty"`
	Subject    string                `json:"subject,omitempty"`
	Demander   string                `json:"demander" description:"The matter's department"`
	Department string                `json:"department" description:"Asked, or delivering"`
	State      workflows.DutyState   `json:"state" enum:"proposed,returned,disputed,assigned,confirmed,withdrawn,ended"`
	Delivers   engine.SupplyKind     `json:"delivers,omitempty" enum:"values,document"`
	Source     string                `json:"source,omitempty"`
	KeyField   string                `json:"keyField,omitempty" description:"Path of the answer by which the source finds somebody"`
	From       string                `json:"from,omitempty" description:"Delivered from this day on"`
	Until      string                `json:"until,omitempty" description:"No longer delivered from this day on"`
	Coverage   string                `json:"coverage,omitempty"`
	Light      workflows.Light       `json:"light" enum:"green,yellow,red,paused,none"`
	Due        *time.Time            `json:"due,omitempty" description:"When the department's answer is due"`
	Actions    []workflows.DutyEvent `json:"actions" description:"What the caller may do now"`
	History    []engine.DutyStep     `json:"history" description:"Oldest first"`
	Updated    time.Time             `json:"updated"`
	Revision   int64                 `json:"revision"`
}

// DutiesIn filters duties.
type DutiesIn struct {
	PageIn
	Matter     string   `query:"matter" validate:"max=64" description:"Of this matter"`
	Department []string `query:"department" validate:"max=50" description:"That any of these departments deliver or are asked for"`
	Demander   []string `query:"demander" validate:"max=50" description:"That any of these departments need"`
	State      []string `query:"state" validate:"max=7,dive,oneof=proposed returned disputed assigned confirmed withdrawn ended" description:"In any of these states"`
	Kind       string   `query:"kind" validate:"omitempty,oneof=field material" description:"Fields or materials"`
}

// NewDuty proposes that a department delivers.
type NewDuty struct {
	Matter     string          `json:"matter" validate:"required,max=64"`
	Kind       engine.DutyKind `json:"kind" validate:"required,oneof=field material"`
	Item       string          `json:"item" validate:"required,max=200"`
	Department string          `json:"department" validate:"required,max=64"`
	Note       string          `json:"note,omitempty" validate:"max=2000"`
}

// ProposeIn names the matter whose fields and materials are proposed.
type ProposeIn struct {
	Matter string `json:"matter" validate:"required,max=64"`
}

// Proposed tells what was proposed and what no department was found for.
type Proposed struct {
	Proposed int          `json:"proposed"`
	Rest     []Unproposed `json:"rest"`
}

// Unproposed is what names a source that is no known department, or could be several.
type Unproposed struct {
	Kind   engine.DutyKind `json:"kind" enum:"field,material"`
	Item   string          `json:"item"`
	Name   metamodel.Text  `json:"name"`
	Source string          `json:"source" description:"In the words of the element or material"`

	Fits []metamodel.Text `json:"fits,omitempty" description:"The departments these words could mean: choose one"`
}

// DutyStep is one step of a duty.
type DutyStep struct {
	ID         string              `path:"id" json:"-" description:"Its id, as lists give it"`
	Event      workflows.DutyEvent `json:"event" validate:"required,oneof=propose confirm return reassign assign withdraw end"`
	Note       string              `json:"note,omitempty" validate:"max=2000" description:"Required with return, reassign, assign and end"`
	Department string              `json:"department,omitempty" validate:"max=64" description:"With reassign"`
	Delivers   engine.SupplyKind   `json:"delivers,omitempty" validate:"omitempty,oneof=values document" description:"With confirm; absent: values for a field, document for a material"`
	Source     string              `json:"source,omitempty" validate:"max=64" description:"With confirm"`
	KeyField   string              `json:"keyField,omitempty" validate:"max=200" description:"With confirm; absent for a field: the key element beside it"`
	From       string              `json:"from,omitempty" validate:"max=10" description:"With confirm; absent: today"`
	Until      string              `json:"until,omitempty" validate:"max=10" description:"With end; absent: today"`
	Coverage   string              `json:"coverage,omitempty" validate:"max=2000" description:"With confirm: for whom there is something to deliver"`
}

func (a *API) dutyRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/duties", id: "listDuties", tag: "sources", summary: "Source responsibility: which department delivers which field or material, and what is still being asked"}, a.listDuties)
	route(a, r, row{method: http.MethodPost, path: "/duties", id: "proposeDuty", tag: "sources", summary: "Ask a department to deliver a field or material of a matter", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.proposeDuty)
	route(a, r, row{method: http.MethodPost, path: "/duties/propose", id: "proposeDuties", tag: "sources", summary: "Ask the departments that the elements and materials of a matter name as their source, for all that has no duty yet"}, a.proposeDuties)
	route(a, r, row{method: http.MethodGet, path: "/duties/file", id: "getDutyFile", tag: "sources", summary: "The demand list or the duty list of a department, or of every one the caller may see, as a file"}, a.dutyFile)
	route(a, r, row{method: http.MethodGet, path: "/duties/:id", id: "getDuty", tag: "sources", summary: "A duty with its history"}, a.getDuty)
	route(a, r, row{method: http.MethodPost, path: "/duties/:id/steps", id: "stepDuty", tag: "sources", summary: "Confirm, return, reassign, arbitrate, withdraw or end", headers: []string{"If-Match", "Idempotency-Key"}}, a.stepDuty)
}

func dutyOf(v *engine.DutyView) Duty {
	d := Duty{ID: v.ID, Matter: v.Matter, MatterName: v.MatterName, Kind: v.Kind, Item: v.Item, ItemName: v.ItemName, Element: v.Element, Subject: v.Subject,
		Demander: v.Demander, Department: v.Department, State: v.State, Delivers: v.Delivers, Source: v.Source, KeyField: v.KeyField, From: v.From, Until: v.Until,
		Coverage: v.Coverage, Light: v.Light, Due: when(v.Due), Actions: v.Actions, History: v.History, Updated: v.Updated, Revision: v.Revision}
	if d.Actions == nil {
		d.Actions = []workflows.DutyEvent{}
	}
	if d.Light == "" {
		d.Light = workflows.None
	}
	return d
}

// DutiesOf writes duties as the API does, for the command line too.
func DutiesOf(list []*engine.DutyView) []Duty {
	out := make([]Duty, 0, len(list))
	for _, v := range list {
		out = append(out, dutyOf(v))
	}
	return out
}

func (a *API) dutyOut(c tagged, v *engine.DutyView, err error) (*Duty, error) {
	if err != nil {
		return nil, err
	}
	c.tag(v.Revision)
	out := dutyOf(v)
	return &out, nil
}

func (in DutiesIn) filter() engine.DutyFilter {
	f := engine.DutyFilter{Departments: in.Department, Demanders: in.Demander, Kind: engine.DutyKind(in.Kind)}
	if in.Matter != "" {
		f.Matters = []string{in.Matter}
	}
	for _, s := range in.State {
		f.States = append(f.States, workflows.DutyState(s))
	}
	return f
}

func (a *API) listDuties(c *call[DutiesIn]) (*List[Duty], error) {
	list, next, err := a.o.Engine.Duties(c.Request().Context(), c.Actor, c.In.filter(), page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[Duty]{Items: []Duty{}, Next: next}
	for _, v := range list {
		out.Items = append(out.Items, dutyOf(v))
	}
	return out, nil
}

func (a *API) proposeDuty(c *call[NewDuty]) (*Duty, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.ProposeDuty(c.Request().Context(), c.Actor,
		engine.NewDuty{Matter: c.In.Matter, Kind: c.In.Kind, Item: c.In.Item, Department: c.In.Department, Note: c.In.Note}, k)
	return a.dutyOut(c, v, err)
}

func (a *API) proposeDuties(c *call[ProposeIn]) (*Proposed, error) {
	n, rest, err := a.o.Engine.ProposeDuties(c.Request().Context(), c.Actor, c.In.Matter)
	if err != nil {
		return nil, err
	}
	out := &Proposed{Proposed: n, Rest: []Unproposed{}}
	for _, u := range rest {
		out.Rest = append(out.Rest, Unproposed(u))
	}
	return out, nil
}

func (a *API) getDuty(c *call[idIn]) (*Duty, error) {
	v, err := a.o.Engine.Duty(c.Request().Context(), c.Actor, c.In.ID)
	return a.dutyOut(c, v, err)
}

func (a *API) stepDuty(c *call[DutyStep]) (*Duty, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	in := c.In
	v, err := a.o.Engine.ActOnDuty(c.Request().Context(), c.Actor, in.ID, rev, k, engine.DutyAct{Event: in.Event, Note: in.Note, Department: in.Department,
		Delivers: in.Delivers, Source: in.Source, KeyField: in.KeyField, From: in.From, Until: in.Until, Coverage: in.Coverage})
	return a.dutyOut(c, v, err)
}

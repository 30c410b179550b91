package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// CaseHead is a case in a list.
type CaseHead struct {
	ID         string            `json:"id"`
	Number     string            `json:"number"`
	Root       string            `json:"root" description:"The theme case; its own id for a root"`
	Title      string            `json:"title" description:"Whose filing"`
	Theme      string            `json:"theme,omitempty"`
	ThemeName  metamodel.Text    `json:"themeName,omitempty"`
	Matter     string            `json:"matter,omitempty" description:"Absent for a theme case"`
	MatterName metamodel.Text    `json:"matterName,omitempty"`
	Department Named             `json:"department"`
	Authority  *Named            `json:"authority,omitempty" description:"The department in whose name it is decided, where that is another one (委托)"`
	State      string            `json:"state,omitempty"`
	StateName  metamodel.Text    `json:"stateName,omitempty"`
	Status     engine.CaseStatus `json:"status,omitempty" enum:"waiting,running,asking,ended" description:"Absent where the caller is told no more than their own department's part (told)"`
	Outcome    workflows.Outcome `json:"outcome,omitempty"`
	Light      workflows.Light   `json:"light" enum:"green,yellow,red,paused,none"`
	Due        *time.Time        `json:"due,omitempty"`
	Silence    *SilentDecision   `json:"silence,omitempty" description:"What happens by itself when nobody decides"`
	Submitted  time.Time         `json:"submitted"`
	Started    *time.Time        `json:"started,omitempty"`
	Ended      *time.Time        `json:"ended,omitempty"`
	Active     *time.Time        `json:"active,omitempty" description:"When one's own filing last moved, as far as its applicant is told; in lists by activity only"`
	Revision   int64             `json:"revision"`
}

// SilentDecision is what the law makes of silence.
type SilentDecision struct {
	At     time.Time                `json:"at" description:"When it happens by itself"`
	Label  metamodel.Text           `json:"label" description:"The action that is then taken"`
	Kind   workflows.TransitionKind `json:"kind" enum:"forward,correct,rectify,refuse,approve,deliver,resubmit"`
	Target Named                    `json:"target"`
	Basis  metamodel.Text           `json:"basis" description:"The law by which silence decides"`
}

// Clock is a limit in working days.
type Clock struct {
	Limit float64         `json:"limit" description:"Working days allowed; 0: none"`
	Used  float64         `json:"used" description:"Working days used by now, pauses not counted"`
	Left  float64         `json:"left" description:"Negative when overdue"`
	Due   *time.Time      `json:"due,omitempty"`
	Light workflows.Light `json:"light" enum:"green,yellow,red,paused,none"`
}

// Case is a case as the caller may see it.
type Case struct {
	CaseHead
	Applicant  string                `json:"applicant"`
	Answers    []Answer              `json:"answers" description:"Only this matter's"`
	Kept       []Kept                `json:"kept,omitempty" description:"Answers a migration found no place for in the form"`
	Materials  []Material            `json:"materials" description:"Only this matter's, with the files handed in"`
	Children   []CaseHead            `json:"children"`
	Promised   *Clock                `json:"promised,omitempty"`
	Statutory  *Clock                `json:"statutory,omitempty"`
	Step       *Clock                `json:"step,omitempty"`
	Lights     *LightRule            `json:"lights,omitempty" description:"From when on its clocks are yellow and red"`
	StepLights *LightRule            `json:"stepLights,omitempty" description:"The same of the clock of its step, where that has thresholds of its own"`
	Actions    []Action              `json:"actions" description:"What the caller may do now"`
	Holder     *Holder               `json:"holder,omitempty" description:"To its department: who has the step in hand; absent when whoever has the role acts"`
	Handovers  []engine.HandoverKind `json:"handovers,omitempty" description:"What the caller can do about that"`
	Returns    []Named               `json:"returns,omitempty" description:"Earlier steps to which the caller may send the case back, the latest first"`
	Told       bool                  `json:"told,omitempty" description:"The caller sees what their department was asked and said, and no more"`
	Asked      []Asked               `json:"asked,omitempty" description:"Signatures and opinions others were or are asked for, as far as the caller may know"`
	Round      *Round                `json:"round,omitempty" description:"Of the countersigning the case is in"`
	Extensions []Extension           `json:"extensions,omitempty" description:"More time it was given"`
	MayExtend  *MayExtend            `json:"mayExtend,omitempty" description:"How the caller may give it more time now"`
	MayAsk     *MayAsk               `json:"mayAsk,omitempty" description:"What the caller may ask of other departments now"`
	Notice     *ResultNotice         `json:"notice,omitempty" description:"Where the theme tells its results in one notice: how far it is"`
	Visits     []Visit               `json:"visits,omitempty" description:"Joint inspections: of a theme case all, of a matter's those that concern it"`
	Correction *engine.Correction    `json:"correction,omitempty" description:"What a department asked to put right"`
	ToCorrect  []DraftField          `json:"toCorrect,omitempty" description:"To the applicant: the answers asked for again, as they stand; a declaration, a consent or a signature, and the day of it, without: it is given anew"`
	Withdrawal *Withdrawal           `json:"withdrawal,omitempty" description:"To the applicant, while something can be taken back"`
	Result     *Result               `json:"result,omitempty"`
	History    []HistoryEntry        `json:"history"`
	Workflow   *workflows.Workflow   `json:"workflow,omitempty"`
	Before     *catalog.Burden       `json:"before,omitempty"`
	After      *catalog.Burden       `json:"after,omitempty"`

	BesideCorrected []DraftField `json:"besideCorrected,omitempty" description:"To the applicant: answers that are not asked for again and may be changed with those that are, as they stand; left out they stay"`

	Correctable []Correctable `json:"correctable,omitempty" description:"Where one of the actions asks for a correction: what it may ask for, in the order of the form"`
}

// Result is what was issued.
type Result struct {
	Name   metamodel.Text `json:"name"`
	Number string         `json:"number"`
	Issued time.Time      `json:"issued"`
	Fields []Answer       `json:"fields"`
}

// Action is one action offered.
type Action struct {
	Event        string                   `json:"event"`
	Label        metamodel.Text           `json:"label"`
	Kind         workflows.TransitionKind `json:"kind" enum:"forward,correct,rectify,refuse,approve,deliver,resubmit"`
	Target       Named                    `json:"target"`
	Consequence  metamodel.Text           `json:"consequence"`
	NoteRequired bool                     `json:"noteRequired"`
	Fields       []ResultField            `json:"fields,omitempty" description:"With deliver: the result's fields to enter"`
}

// ResultField is a field a department enters when it issues a result.
type ResultField struct {
	Path  string           `json:"path"`
	Label metamodel.Text   `json:"label"`
	Type  metamodel.Type   `json:"type"`
	Codes []metamodel.Code `json:"codes,omitempty"`
}

// HistoryEntry is one event in words.
type HistoryEntry struct {
	ID       string                   `json:"id"`
	At       time.Time                `json:"at"`
	Type     engine.EventType         `json:"type"`
	Case     string                   `json:"case"`
	Matter   string                   `json:"matter,omitempty"`
	Role     string                   `json:"role,omitempty"`
	Actor    string                   `json:"actor,omitempty" description:"Name of who acted, for staff"`
	From     metamodel.Text           `json:"from,omitempty"`
	To       metamodel.Text           `json:"to,omitempty"`
	Action   metamodel.Text           `json:"action,omitempty"`
	Kind     workflows.TransitionKind `json:"kind,omitempty"`
	Note     string                   `json:"note,omitempty"`
	Behalf   string                   `json:"behalf,omitempty" description:"Name of the holder for whom the actor acted, for staff"`
	About    string                   `json:"about,omitempty" description:"Name of whom a handover is about, for staff"`
	Light    workflows.Light          `json:"light,omitempty"`
	Asked    *HistoryAsked            `json:"asked,omitempty" description:"Of signatures and opinions"`
	Outcome  workflows.Outcome        `json:"outcome,omitempty"`
	Visit    *HistoryVisit            `json:"visit,omitempty" description:"Of joint inspections"`
	Extended *HistoryExtended         `json:"extended,omitempty" description:"Of an extension"`
	Silence  *engine.Silence          `json:"silence,omitempty" description:"Nobody acted: by what it happened by itself"`

	Changes     []HistoryChange `json:"changes,omitempty" description:"Of an answered correction: what is another since"`
	MoreChanges int             `json:"moreChanges,omitempty" description:"How many more there are"`
}

// HistoryExtended is how much time a case was given.
type HistoryExtended struct {
	Days  int            `json:"days" description:"Working days"`
	Basis metamodel.Text `json:"basis"`
}

// HistoryAsked is whom an event of signatures and opinions is about.
type HistoryAsked struct {
	Department Named         `json:"department"`
	Question   string        `json:"question,omitempty"`
	Answer     engine.Answer `json:"answer,omitempty" enum:"agree,disagree,remarks"`
	Silent     bool          `json:"silent,omitempty" description:"Nothing was said in time"`
}

// CasesIn filters a list of cases.
type CasesIn struct {
	PageIn
	Theme      string   `query:"theme" validate:"max=800" description:"Of this theme"`
	Matter     string   `query:"matter" validate:"max=64" description:"Of this matter"`
	Department []string `query:"department" validate:"max=50" description:"Of any of these departments, as far as they are the caller's"`
	Status     string   `query:"status" validate:"omitempty,oneof=waiting running asking ended" description:"waiting for another matter's result, running, asking the citizen, or ended"`
	Light      []string `query:"light" validate:"max=5,dive,oneof=green yellow red paused none" description:"With any of these deadline lights"`
	Query      string   `query:"q" validate:"max=100" description:"A case number, or part of a title"`
}

// CaseListIn is a list of cases in an order.
type CaseListIn struct {
	CasesIn
	Entrusted bool   `query:"entrusted" description:"Instead: what other departments decide in the name of the caller's (委托); to be read and not acted on"`
	Order     string `query:"order" validate:"omitempty,oneof=newest activity" description:"newest: by when they came in, the default; activity: the caller's own filings, first what waits for them, then what moved last"`
}

// Worklist is one page of a worklist with the count by light.
type Worklist struct {
	Items  []WorkItem              `json:"items"`
	Next   string                  `json:"next,omitempty"`
	Counts map[workflows.Light]int `json:"counts" description:"Rows by light under the same filter, lights aside"`
	Held   HeldCount               `json:"held" description:"Rows by in whose hand they are under the same filter, hands aside"`
}

// Withdrawal is what taking a case back would do.
type Withdrawal struct {
	Takes []string `json:"takes" description:"Case ids that end as withdrawn"`
	Voids []string `json:"voids" description:"Case ids that wait for a result of those and can never start"`
	Stays []string `json:"stays" description:"Case ids that are decided or have ended"`
}

// WithdrawIn takes a case back.
type WithdrawIn struct {
	ID   string `path:"id" json:"-" description:"Its id, as lists give it"`
	Note string `json:"note,omitempty" validate:"max=2000" description:"Why; the department reads it"`
}

// ReturnIn sends a case back to an earlier step.
type ReturnIn struct {
	ID   string `path:"id" json:"-" description:"Its id, as lists give it"`
	To   string `json:"to" validate:"required,max=64" description:"One of the case's returns"`
	Note string `json:"note" validate:"max=2000" description:"Why; officers read it, the applicant does not"`
}

// ActIn is one thing done to a case.
type ActIn struct {
	ID           string                     `path:"id" json:"-" description:"Its id, as lists give it"`
	Event        string                     `json:"event" validate:"required,max=64"`
	Note         string                     `json:"note,omitempty" validate:"max=2000"`
	Fields       []string                   `json:"fields,omitempty" validate:"max=500" description:"With a correction: paths to put right"`
	Materials    []string                   `json:"materials,omitempty" validate:"max=100" description:"With a correction: materials to hand in again"`
	ResultNumber string                     `json:"resultNumber,omitempty" validate:"max=100"`
	Result       map[string]json.RawMessage `json:"result,omitempty" description:"With deliver: the result's fields, by path"`
	Answers      map[string]json.RawMessage `json:"answers,omitempty" description:"With resubmit: corrected answers, by path. Each that was asked for by name, one that stays as it was too"`
}

func (a *API) caseRoutes(r auth.Router) {
	a.askedRoutes(r)
	a.visitRoutes(r)
	a.extendRoutes(r)
	a.lightRoutes(r)
	route(a, r, row{method: http.MethodGet, path: "/cases", id: "listCases", tag: "cases", summary: "Cases I may see: a citizen's own, a department's matters"}, a.listCases)
	route(a, r, row{method: http.MethodGet, path: "/worklist", id: "worklist", tag: "cases", summary: "What waits for me, the clock first"}, a.worklist)
	route(a, r, row{method: http.MethodGet, path: "/cases/:id", id: "getCase", tag: "cases", summary: "A case by id or number"}, a.getCase)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/withdrawal", id: "withdraw", tag: "cases", summary: "Take back what is not decided yet: one matter, or a theme case as a whole", headers: []string{"If-Match", "Idempotency-Key"}}, a.withdraw)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/actions", id: "act", tag: "cases", summary: "Do an action the workflow offers", headers: []string{"If-Match", "Idempotency-Key"}}, a.act)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/return", id: "returnCase", tag: "cases", summary: "Send a case back to an earlier step it has been through", headers: []string{"If-Match", "Idempotency-Key"}}, a.returnCase)
}

func (in CasesIn) filter() engine.CaseFilter {
	f := engine.CaseFilter{Theme: in.Theme, Matter: in.Matter, Departments: in.Department, Status: engine.CaseStatus(in.Status), Query: in.Query}
	for _, l := range in.Light {
		f.Lights = append(f.Lights, workflows.Light(l))
	}
	return f
}

func (a *API) listCases(c *call[CaseListIn]) (*List[CaseHead], error) {
	ctx := c.Request().Context()
	if c.In.Order == "activity" {
		return a.listFilings(ctx, c)
	}
	f := c.In.filter()
	f.Entrusted = c.In.Entrusted
	cases, next, err := a.o.Engine.Cases(ctx, c.Actor, f, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	heads, err := a.heads(ctx, cases)
	if err != nil {
		return nil, err
	}
	return &List[CaseHead]{Items: heads, Next: next}, nil
}

func (a *API) listFilings(ctx context.Context, c *call[CaseListIn]) (*List[CaseHead], error) {
	filings, next, err := a.o.Engine.Filings(ctx, c.Actor, c.In.filter(), page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	cases := make([]engine.Case, len(filings))
	for i := range filings {
		cases[i] = filings[i].Case
	}
	heads, err := a.heads(ctx, cases)
	if err != nil {
		return nil, err
	}
	for i := range heads {
		heads[i].Active = when(filings[i].Active)
	}
	return &List[CaseHead]{Items: heads, Next: next}, nil
}

func (a *API) worklist(c *call[WorklistIn]) (*Worklist, error) {
	ctx := c.Request().Context()
	f := c.In.filter()
	f.Held = engine.Holding(c.In.Held)
	list, next, counts, err := a.o.Engine.Worklist(ctx, c.Actor, f, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	items, err := a.workItems(ctx, c.Actor, list)
	if err != nil {
		return nil, err
	}
	out := &Worklist{Items: items, Next: next}
	out.Counts, out.Held = countOf(counts, f)
	return out, nil
}

func (a *API) getCase(c *call[idIn]) (*Case, error) {
	v, err := a.o.Engine.Case(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

func (a *API) act(c *call[ActIn]) (*Case, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.Apply(c.Request().Context(), c.Actor, c.In.ID, rev, k, engine.Action{Event: c.In.Event, Note: c.In.Note, Fields: c.In.Fields,
		Materials: c.In.Materials, Result: c.In.Result, ResultNo: c.In.ResultNumber, Answers: c.In.Answers})
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

func (a *API) withdraw(c *call[WithdrawIn]) (*Case, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.Withdraw(c.Request().Context(), c.Actor, c.In.ID, rev, k, c.In.Note)
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

func (a *API) returnCase(c *call[ReturnIn]) (*Case, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.Return(c.Request().Context(), c.Actor, c.In.ID, rev, k, c.In.To, c.In.Note)
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

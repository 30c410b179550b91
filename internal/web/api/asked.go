package api

import (
	"context"
	"net/http"
	"sort"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Asked is what a department was asked for beside the step a case is in: a
// signature or an opinion. The applicant is told whom and how it stands.
type Asked struct {
	Task       string            `json:"task"`
	Kind       engine.TaskKind   `json:"kind" enum:"sign,opinion"`
	Department Named             `json:"department"`
	Roles      []string          `json:"roles,omitempty"`
	Round      int               `json:"round,omitempty" description:"Of a signature: which countersigning of this case"`
	Question   string            `json:"question,omitempty"`
	AskedBy    string            `json:"askedBy,omitempty"`
	Opened     time.Time         `json:"opened"`
	Due        *time.Time        `json:"due,omitempty"`
	Light      workflows.Light   `json:"light,omitempty" enum:"green,yellow,red,paused,none"`
	Silence    workflows.Silence `json:"silence,omitempty" enum:"agree,none" description:"Of an opinion: what no answer in time counts as"`
	Pauses     bool              `json:"pauses,omitempty" description:"The case's clocks stand still until it is here"`
	Basis      metamodel.Text    `json:"basis,omitempty"`
	Closed     *time.Time        `json:"closed,omitempty"`
	End        engine.TaskEnd    `json:"end,omitempty" enum:"answered,silent,revoked,lapsed"`
	Answer     engine.Answer     `json:"answer,omitempty" enum:"agree,disagree,remarks"`
	Note       string            `json:"note,omitempty"`
	By         string            `json:"by,omitempty" description:"Name of who answered, for staff"`
	Behalf     string            `json:"behalf,omitempty" description:"Name of the officer for whom they, the deputy, answered"`
	Mine       bool              `json:"mine,omitempty" description:"It waits for the caller"`
}

// Round is how far a countersigning is.
type Round struct {
	Number    int                `json:"number"`
	Mode      workflows.SignMode `json:"mode" enum:"any,all,ratio,sequence"`
	Total     int                `json:"total" description:"Places to sign"`
	Need      int                `json:"need" description:"Agreements that decide it"`
	Agreed    int                `json:"agreed"`
	Disagreed int                `json:"disagreed"`
	Order     []Named            `json:"order" description:"Who signs, in the order of the workflow"`
	IfAgreed  Named              `json:"ifAgreed" description:"Where the case goes then"`
	IfNot     Named              `json:"ifNot"`
}

// MayAsk is what the caller may ask of other departments now.
type MayAsk struct {
	Departments []Named           `json:"departments"`
	Limit       float64           `json:"limit" description:"Working days, at most"`
	Silence     workflows.Silence `json:"silence" enum:"agree,none"`
	Pauses      bool              `json:"pauses"`
	Required    bool              `json:"required" description:"Nothing is decided while an answer is awaited"`
	Basis       metamodel.Text    `json:"basis,omitempty"`
}

// AskIn asks a department for its opinion.
type AskIn struct {
	ID         string  `path:"id" json:"-" description:"Its id, as lists give it"`
	Department string  `json:"department" validate:"required,max=64"`
	Question   string  `json:"question" validate:"required,max=2000"`
	Days       float64 `json:"days,omitempty" validate:"min=0" description:"Working days to answer; none: as many as the step allows"`
}

// RevokeIn takes a question back.
type RevokeIn struct {
	ID   string `path:"id" json:"-" description:"Its id, as lists give it"`
	Task string `path:"task" json:"-" description:"What was asked"`
}

// AnswerIn is the reply of somebody who was asked.
type AnswerIn struct {
	ID     string        `path:"id" json:"-" description:"Its id, as lists give it"`
	Task   string        `json:"task" validate:"required,max=64"`
	Answer engine.Answer `json:"answer" validate:"required,max=20" enum:"agree,disagree,remarks" description:"remarks: to an opinion only"`
	Note   string        `json:"note,omitempty" validate:"max=2000" description:"Required unless it agrees"`
}

func (a *API) askedRoutes(r auth.Router) {
	headers := []string{"If-Match", "Idempotency-Key"}
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/opinions", id: "askOpinion", tag: "cases", summary: "Ask another department for its opinion", headers: headers}, a.askOpinion)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/opinions/:task/revocation", id: "revokeOpinion", tag: "cases", summary: "Take a question back that is not answered yet", headers: headers}, a.revokeOpinion)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/answers", id: "answerAsked", tag: "cases", summary: "Sign, or give the opinion one was asked for: once and for good", headers: headers}, a.answerAsked)
}

func (a *API) askOpinion(c *call[AskIn]) (*Case, error) {
	return changed(a, c, func(rev int64, k string) (*engine.CaseView, error) {
		return a.o.Engine.Ask(c.Request().Context(), c.Actor, c.In.ID, rev, k, engine.Question{Department: c.In.Department, Text: c.In.Question, Days: c.In.Days})
	})
}

func (a *API) revokeOpinion(c *call[RevokeIn]) (*Case, error) {
	return changed(a, c, func(rev int64, k string) (*engine.CaseView, error) {
		return a.o.Engine.Revoke(c.Request().Context(), c.Actor, c.In.ID, c.In.Task, rev, k)
	})
}

func (a *API) answerAsked(c *call[AnswerIn]) (*Case, error) {
	return changed(a, c, func(rev int64, k string) (*engine.CaseView, error) {
		return a.o.Engine.Answer(c.Request().Context(), c.Actor, c.In.ID, rev, k, engine.Reply{Task: c.In.Task, Answer: c.In.Answer, Note: c.In.Note})
	})
}

// changed takes a decision on a case at the revision and under the key of the request.
func changed[In any](a *API, c *call[In], decide func(rev int64, key string) (*engine.CaseView, error)) (*Case, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := decide(rev, k)
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

// askedOut adds to a case what others are asked for.
func (a *API) askedOut(ctx context.Context, actor engine.Actor, v *engine.CaseView, names map[string]string, out *Case) error {
	for i := range v.Case.Tasks {
		t := &v.Case.Tasks[i]
		if t.Kind == engine.TaskVisit {
			continue // told with the joint inspection
		}
		out.Asked = append(out.Asked, Asked{Task: t.ID, Kind: t.Kind, Department: Named{t.Department, t.Called(v.Release)}, Roles: t.Roles, Round: t.Round,
			Question: t.Question, AskedBy: names[t.AskedBy], Opened: t.Opened, Due: when(t.Due), Light: v.TaskLight(t),
			Silence: t.Silence, Pauses: t.Pauses, Basis: t.Basis, Closed: when(t.Closed), End: t.End, Answer: t.Answer, Note: t.Note, By: names[t.ClosedBy], Behalf: names[t.Behalf], Mine: t.WaitsFor(actor)})
	}
	out.Told = v.Matter != nil && v.Record == nil
	if out.Told {
		out.Workflow = nil
	}
	if r := v.Round; r != nil {
		s, _ := v.Matter.Machine.State(v.Case.State)
		out.Round = &Round{Number: r.Number, Mode: s.Sign.Mode, Total: r.Total, Need: r.Need, Agreed: r.Agreed, Disagreed: r.Disagreed}
		for _, by := range s.Sign.By {
			id := by.Department
			if id == "" {
				id = v.Case.Department
			}
			out.Round.Order = append(out.Round.Order, Named{id, v.Release.DepartmentName(id)})
		}
		for event, to := range map[string]*Named{s.Sign.Agreed: &out.Round.IfAgreed, s.Sign.Disagreed: &out.Round.IfNot} {
			if mv, err := v.Matter.Machine.Next(s.ID, event); err == nil {
				*to = Named{mv.To.ID, mv.To.Name}
			}
		}
	}
	if o := v.MayAsk; o != nil {
		list, err := a.askable(ctx, actor, v, o)
		if err != nil {
			return err
		}
		out.MayAsk = &MayAsk{Departments: list, Limit: o.Limit, Silence: o.Silence, Pauses: o.Pauses, Required: o.Required, Basis: o.Basis}
	}
	return nil
}

// askable are the departments that may be asked: those of the step's list, or
// all there are.
func (a *API) askable(ctx context.Context, actor engine.Actor, v *engine.CaseView, o *workflows.Opinions) ([]Named, error) {
	list := []Named{}
	for _, d := range o.Departments {
		if d != v.Case.Department {
			list = append(list, Named{d, v.Release.DepartmentName(d)})
		}
	}
	if len(o.Departments) > 0 {
		return list, nil
	}
	all, err := a.o.Engine.Organisations(ctx, actor)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if d.ID != v.Case.Department {
			list = append(list, Named{d.ID, d.Name})
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].ID < list[j].ID })
	return list, nil
}

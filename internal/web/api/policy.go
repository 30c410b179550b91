package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Policy is something people are entitled to.
type Policy struct {
	ID         string            `json:"id"`
	Name       metamodel.Text    `json:"name"`
	Summary    metamodel.Text    `json:"summary,omitempty"`
	Department Named             `json:"department"`
	Basis      metamodel.Text    `json:"basis,omitempty"`
	Benefit    metamodel.Text    `json:"benefit" description:"What there is to be had"`
	Amount     string            `json:"amount,omitempty" description:"Yuan at most"`
	From       string            `json:"from,omitempty" description:"The first day it can be claimed"`
	Until      string            `json:"until,omitempty" description:"The last one"`
	Pack       string            `json:"pack"`
	Criteria   []PolicyCriterion `json:"criteria"`
	Theme      *Named            `json:"theme,omitempty" description:"The theme it is claimed through"`
	Matters    []Named           `json:"matters" description:"The matters it is claimed through"`
	Materials  []Named           `json:"materials" description:"Those to have ready"`
}

// PolicyCriterion is one thing that must hold.
type PolicyCriterion struct {
	ID     string         `json:"id"`
	Text   metamodel.Text `json:"text"`
	When   string         `json:"when" description:"CEL over elements"`
	Words  metamodel.Text `json:"words" description:"The condition read out"`
	Remedy metamodel.Text `json:"remedy,omitempty" description:"What somebody who does not meet it can do; without one nothing can be done"`
	Reads  []string       `json:"reads" description:"Paths of the answers it reads"`
}

// EvaluateIn is a situation.
type EvaluateIn struct {
	Answers map[string]json.RawMessage `json:"answers" description:"By subject and element, or by path as in a draft: {\"applicant\": {\"DE00108\": 3}} or {\"applicant/DE00108\": 3}. What is not known is left out"`
	Chosen  []string                   `json:"chosen,omitempty" validate:"max=50,dive,max=64" description:"Policies to be claimed: the filings behind them are told"`
}

// Evaluation is what a situation entitles to. Nothing is kept.
type Evaluation struct {
	Policies  []JudgedPolicy      `json:"policies"`
	Questions []SituationQuestion `json:"questions" description:"What policies ask, by how many ask it"`
	Claims    []Claim             `json:"claims" description:"The filings behind the chosen policies: one wherever it can be one. Start each with POST /drafts"`
	Ignored   metamodel.Problems  `json:"ignored" description:"Answers that no policy asks for, by path"`
	Sum       string              `json:"sum,omitempty" description:"Yuan at most, of all that somebody is entitled to"`
}

// JudgedPolicy is how a situation stands to a policy.
type JudgedPolicy struct {
	ID       string            `json:"id"`
	Name     metamodel.Text    `json:"name"`
	Standing string            `json:"standing" enum:"eligible,nearly,open,not,over" description:"nearly: little is missing, it is known what, and it can be had; open: answers are missing, see waits"`
	OpensIn  int               `json:"opensIn" description:"Days until it can be claimed; 0: now"`
	EndsIn   int               `json:"endsIn" description:"Days until its last one; -1: it has none, or it has passed"`
	Waits    []string          `json:"waits" description:"Paths of the answers that would tell of the criteria that are unknown"`
	Criteria []JudgedCriterion `json:"criteria"`
}

// JudgedCriterion is one criterion in a situation.
type JudgedCriterion struct {
	ID     string           `json:"id"`
	Truth  string           `json:"truth" enum:"true,false,unknown"`
	Gaps   []metamodel.Text `json:"gaps" description:"How far somebody is from meeting it, or what must be known"`
	MetOn  string           `json:"metOn,omitempty" description:"The day on which it will be met by itself"`
	Remedy metamodel.Text   `json:"remedy,omitempty"`
}

// SituationQuestion is one answer that policies ask for.
type SituationQuestion struct {
	Path     string           `json:"path"`
	Label    metamodel.Text   `json:"label"`
	Subject  metamodel.Text   `json:"subject"`
	Type     metamodel.Type   `json:"type"`
	Unit     metamodel.Text   `json:"unit,omitempty"`
	Options  []metamodel.Code `json:"options,omitempty"`
	Answered bool             `json:"answered"`
	Weight   int              `json:"weight" description:"Policies that wait for the answer; 0: it can change nothing any more"`
}

// Claim is one filing.
type Claim struct {
	Theme    string                                `json:"theme,omitempty"`
	Matter   string                                `json:"matter,omitempty"`
	Name     metamodel.Text                        `json:"name"`
	Policies []string                              `json:"policies"`
	Answers  map[string]map[string]json.RawMessage `json:"answers" description:"Those of the answers that its form asks for"`
}

func (a *API) policyRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/policies", id: "listPolicies", tag: "policies", summary: "Policies in force, by pack and id; with q, those that match"}, a.listPolicies)
	route(a, r, row{method: http.MethodGet, path: "/policies/:id", id: "getPolicy", tag: "policies", summary: "A policy with its criteria"}, a.getPolicy)
	route(a, r, row{method: http.MethodPost, path: "/policies/evaluate", id: "evaluatePolicies", tag: "policies", summary: "What a situation entitles to, with reasons; nothing is kept"}, a.evaluatePolicies)
}

func (a *API) listPolicies(c *call[SearchIn]) (*List[Policy], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Policy]{Items: []Policy{}}
	for _, p := range edition.Policies() {
		if policyMatches(p, c.In.Query) {
			out.Items = append(out.Items, policyOf(p))
		}
	}
	return out, nil
}

// policyMatches looks for every word of a query in a policy's own texts.
func policyMatches(p *catalog.Policy, query string) bool {
	text := p.Def.ID
	for _, t := range []metamodel.Text{p.Def.Name, p.Def.Summary, p.Def.Benefit.What, p.Department.Name} {
		for _, lang := range metamodel.Languages {
			text += "\n" + t[lang]
		}
	}
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (a *API) getPolicy(c *call[idIn]) (*Policy, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for _, p := range edition.Policies() {
		if p.Def.ID == c.In.ID {
			out := policyOf(p)
			return &out, nil
		}
	}
	return nil, engine.ErrNotFound
}

func policyOf(p *catalog.Policy) Policy {
	def, rel := p.Def, p.Set.Release
	out := Policy{ID: def.ID, Name: def.Name, Summary: def.Summary, Department: Named{ID: def.Department, Name: p.Department.Name}, Basis: def.Basis,
		Benefit: def.Benefit.What, Amount: def.Benefit.Amount, From: def.From, Until: def.Until, Pack: rel.Pack.Name,
		Criteria: []PolicyCriterion{}, Matters: []Named{}, Materials: []Named{}}
	for i, cr := range def.Criteria {
		one := PolicyCriterion{ID: cr.ID, Text: cr.Text, When: cr.When, Words: p.Words(i), Remedy: cr.Remedy, Reads: []string{}}
		for _, f := range p.Reads(i) {
			one.Reads = append(one.Reads, f.Path)
		}
		out.Criteria = append(out.Criteria, one)
	}
	if t := rel.ThemeDef(def.Theme); t != nil {
		out.Theme = &Named{ID: def.Theme, Name: t.Name}
	}
	for _, id := range def.Matters {
		if m := rel.MatterDef(id); m != nil {
			out.Matters = append(out.Matters, Named{ID: id, Name: m.Name})
		}
	}
	for _, id := range def.Materials {
		if m := rel.MaterialDef(id); m != nil {
			out.Materials = append(out.Materials, Named{ID: id, Name: m.Name})
		}
	}
	return out
}

func (a *API) evaluatePolicies(c *call[EvaluateIn]) (*Evaluation, error) {
	ctx := c.Request().Context()
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	answers, err := nested(c.In.Answers)
	if err != nil {
		return nil, err
	}
	e := edition.Entitlements(answers, metamodel.Context{Today: a.today(edition), WorkingDays: a.o.Engine.WorkingDays(ctx, nil)})
	if wrong := e.Wrong(); len(wrong) > 0 {
		for i := range wrong {
			wrong[i].Path = "answers/" + wrong[i].Path
		}
		return nil, wrong
	}
	out := &Evaluation{Policies: []JudgedPolicy{}, Questions: []SituationQuestion{}, Claims: []Claim{}, Ignored: append(metamodel.Problems{}, e.Ignored()...), Sum: e.Sum()}
	for i := range e.Judged {
		out.Policies = append(out.Policies, judgedOf(&e.Judged[i]))
	}
	for _, q := range e.Questions {
		out.Questions = append(out.Questions, situationQuestionOf(q))
	}
	for _, claim := range edition.Claims(e, c.In.Chosen) {
		one := Claim{Theme: claim.Theme, Matter: claim.Matter, Name: claim.Name, Policies: claim.Policies}
		if err := json.Unmarshal(e.Prefill(claim.Form), &one.Answers); err != nil {
			return nil, err
		}
		out.Claims = append(out.Claims, one)
	}
	return out, nil
}

// nested puts answers that are given by path where those given by subject and
// element are.
func nested(in map[string]json.RawMessage) (json.RawMessage, error) {
	out := map[string]any{}
	for path, raw := range in {
		if !strings.Contains(path, "/") {
			out[path] = raw
		}
	}
	for path, raw := range in {
		group, key, ok := strings.Cut(path, "/")
		if !ok {
			continue
		}
		fields := map[string]json.RawMessage{}
		switch had := out[group].(type) {
		case map[string]json.RawMessage:
			fields = had
		case json.RawMessage:
			if json.Unmarshal(had, &fields) != nil || fields == nil {
				continue // no object: told as it stands
			}
		}
		fields[key] = raw
		out[group] = fields
	}
	return json.Marshal(out)
}

// today is the day at the place of the filing: where the first working calendar
// in force is.
func (a *API) today(edition *catalog.Edition) time.Time {
	now := a.o.Now()
	for _, r := range edition.Releases {
		if ids := r.CalendarIDs(); len(ids) > 0 {
			if cal := r.Calendar(ids[0]); cal != nil {
				return now.In(cal.Zone)
			}
		}
	}
	return now
}

func judgedOf(j *catalog.Judged) JudgedPolicy {
	out := JudgedPolicy{ID: j.Def.ID, Name: j.Def.Name, Standing: string(j.Standing), OpensIn: j.OpensIn, EndsIn: j.EndsIn, Waits: []string{}, Criteria: []JudgedCriterion{}}
	for _, f := range j.Waits() {
		out.Waits = append(out.Waits, f.Path)
	}
	for i, t := range j.Criteria {
		one := JudgedCriterion{ID: j.Def.Criteria[i].ID, Truth: t.Word(), Gaps: []metamodel.Text{}}
		if t == metamodel.False {
			one.Remedy = j.Def.Criteria[i].Remedy
		}
		for _, s := range j.Shortfalls(i) {
			one.Gaps = append(one.Gaps, s.Words)
			if s.Date != "" {
				one.MetOn = s.Date
			}
		}
		out.Criteria = append(out.Criteria, one)
	}
	return out
}

func situationQuestionOf(q catalog.SituationQuestion) SituationQuestion {
	f := q.Field
	out := SituationQuestion{Path: f.Path, Label: f.Label, Subject: f.Group.Label, Type: f.Element.Type, Unit: f.Element.Unit, Answered: q.Answered, Weight: q.Weight}
	if f.CodeList != nil {
		out.Options = f.CodeList.Entries
	}
	return out
}

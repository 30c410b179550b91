package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Theme is one thing a citizen wants done.
type Theme struct {
	ID        string         `json:"id"`
	Name      metamodel.Text `json:"name"`
	Summary   metamodel.Text `json:"summary"`
	Lead      Named          `json:"lead"`
	Release   string         `json:"release" description:"Content hash of the pack it is in"`
	Questions []Question     `json:"questions"`
	Matters   []ThemeMatter  `json:"matters"`
	Merges    []ThemeProof   `json:"merges" description:"The materials that something else may prove, or that staff keep although it could"`
	Before    catalog.Burden `json:"before" description:"Every matter on its own, all matters in scope"`
	After     catalog.Burden `json:"after" description:"Merged, all matters in scope"`
}

// ThemeMatter is a matter placed in a theme.
type ThemeMatter struct {
	Matter        string         `json:"matter"`
	Name          metamodel.Text `json:"name"`
	Department    Named          `json:"department"`
	When          string         `json:"when" description:"CEL over the guide's questions"`
	Stage         int            `json:"stage"`
	Group         string         `json:"group,omitempty"`
	Preconditions []string       `json:"preconditions"`
	PromisedDays  float64        `json:"promisedDays"`
	Fields        int            `json:"fields"`
	Materials     int            `json:"materials"`
}

// ThemeProof is a material of a theme that something else may prove.
type ThemeProof struct {
	ID       string         `json:"id"`
	Name     metamodel.Text `json:"name"`
	Matters  []string       `json:"matters" description:"That want it"`
	StandIns []Named        `json:"standIns" description:"Materials that prove all it does, the one to be preferred first"`
	Results  []Named        `json:"results" description:"Matters whose results show all it proves, to those that wait for them"`
	Kept     bool           `json:"kept" description:"Staff keep it on the list all the same"`
	Reason   metamodel.Text `json:"reason,omitempty" description:"Why it is kept"`
}

// Question is one question of the situation guide.
type Question struct {
	ID      string           `json:"id"`
	Text    metamodel.Text   `json:"text"`
	Type    metamodel.Type   `json:"type"`
	Field   string           `json:"field,omitempty" description:"The field of the merged form that is the same answer"`
	Unit    metamodel.Text   `json:"unit,omitempty"`
	Options []metamodel.Code `json:"options,omitempty"`
}

// GuideIn are the answers given so far, by question id; a question that is a
// field of the form is answered here all the same.
type GuideIn struct {
	ID      string                     `path:"id" json:"-" description:"Its id, as lists give it"`
	Answers map[string]json.RawMessage `json:"answers"`
}

// GuideOut is where the guide stands.
type GuideOut struct {
	Next      *Question `json:"next" nullable:"true" description:"The question to ask now; null when nothing is open"`
	Open      []string  `json:"open" description:"Unanswered questions that can still change something"`
	Idle      []string  `json:"idle" description:"Unanswered questions that can change nothing any more"`
	In        []string  `json:"in" description:"Matters that apply"`
	Out       []string  `json:"out" description:"Matters that do not"`
	Undecided []string  `json:"undecided"`
	Needs     Needs     `json:"needs"`
}

// Needs is what a situation asks, before and after the merge.
type Needs struct {
	Matters   []string       `json:"matters"`
	Materials []Material     `json:"materials"`
	Before    catalog.Burden `json:"before"`
	After     catalog.Burden `json:"after"`
}

// Material is a standard material in one situation.
type Material struct {
	ID       string           `json:"id"`
	Name     metamodel.Text   `json:"name"`
	Category string           `json:"category,omitempty"`
	Labels   []metamodel.Text `json:"labels" description:"The matters' own names for it"`
	Matters  []string         `json:"matters"`
	Asked    bool             `json:"asked" description:"Whether the citizen hands it in"`
	Required string           `json:"required" enum:"yes,no,unknown"`
	Reason   metamodel.Text   `json:"reason,omitempty"`
	Checked  bool             `json:"checked,omitempty" description:"Departments check it themselves: it is the result of a matter that is not part of the filing"`
	Proven   []Proven         `json:"proven,omitempty" description:"Why it is not asked although matters want it: one for each"`
	Serves   []string         `json:"serves,omitempty" description:"Matters that get it in the place of another material, which it proves"`
	Files    []File           `json:"files,omitempty" description:"In a matter’s case also those of the material that serves in its place"`
	Document *Document        `json:"document,omitempty" description:"Of a case: the electronic document that a source department gave"`
}

// Proven says how a matter sees what a material proves without getting it: one
// of by, result and sourced is there.
type Proven struct {
	Matter  string `json:"matter"`
	By      *Named `json:"by,omitempty" description:"The material that proves it and is handed in anyway"`
	Result  *Named `json:"result,omitempty" description:"The matter whose result shows it"`
	Sourced bool   `json:"sourced,omitempty" description:"Source departments gave every value"`
}

// Document is an electronic document that a source department gave. It stays
// with its issuer; url leads there.
type Document struct {
	Number  string `json:"number"`
	Issued  string `json:"issued,omitempty"`
	Expires string `json:"expires,omitempty"`
	Expired bool   `json:"expired,omitempty" description:"On the day it is looked at"`
	URL     string `json:"url,omitempty" description:"At its issuer’s; only to staff"`
	Given   Given  `json:"given"`
}

func (a *API) themeRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/themes", id: "listThemes", tag: "themes", summary: "Every theme"}, a.listThemes)
	route(a, r, row{method: http.MethodGet, path: "/themes/:id", id: "getTheme", tag: "themes", summary: "A theme with its guide, matters and figures"}, a.getTheme)
	route(a, r, row{method: http.MethodPost, path: "/themes/:id/guide", id: "guide", tag: "themes", summary: "Where the guide stands for these answers; nothing is kept"}, a.guide)
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/guide", id: "getGuide", tag: "themes", summary: "The shortest question tree that follows from the theme's conditions, and what each answer decides"}, a.derivedGuide)
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/form", id: "getMergedForm", tag: "themes", summary: "The merged form, compiled from the matters' forms"}, a.mergedForm)
	route(a, r, row{method: http.MethodGet, path: "/themes/:id/schema", id: "getMergedSchema", tag: "themes", summary: "The merged form as plain JSON Schema 2020-12: what always applies"}, a.mergedSchema)
}

func (a *API) listThemes(c *call[none]) (*List[Theme], error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Theme]{Items: []Theme{}}
	for _, rel := range edition.Releases {
		for _, id := range rel.Pack.ThemeIDs() {
			if t := rel.Theme(id); t != nil {
				out.Items = append(out.Items, themeOf(t, rel))
			}
		}
	}
	slices.SortFunc(out.Items, func(a, b Theme) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

func (a *API) findTheme(ctx context.Context, id string) (*catalog.Theme, *catalog.Release, error) {
	edition, err := a.o.Catalog.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	t, rel, ok := edition.Theme(id)
	if !ok {
		return nil, nil, engine.ErrNotFound
	}
	return t, rel, nil
}

func (a *API) getTheme(c *call[idIn]) (*Theme, error) {
	t, rel, err := a.findTheme(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	out := themeOf(t, rel)
	return &out, nil
}

func (a *API) mergedForm(c *call[idIn]) (*Form, error) {
	t, _, err := a.findTheme(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	out := formOf(t.Merged)
	for i := range out.Sections {
		for j := range out.Sections[i].Fields {
			f := &out.Sections[i].Fields[j]
			f.Wordings = t.Wordings(f.Path, nil)
		}
		for j := range out.Sections[i].Repeats {
			r := &out.Sections[i].Repeats[j]
			r.Wordings = t.Wordings(r.Path, nil)
		}
	}
	return &out, nil
}

func (a *API) mergedSchema(c *call[idIn]) (*FormSchema, error) {
	t, _, err := a.findTheme(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	return schemaOf(t.Merged)
}

// FormSchema is a form as plain JSON Schema 2020-12.
type FormSchema map[string]any

func schemaOf(f *metamodel.Form) (*FormSchema, error) {
	raw, err := f.JSONSchema()
	if err != nil {
		return nil, err
	}
	var out FormSchema
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("reading the schema of form %s: %w", f.ID, err)
	}
	return &out, nil
}

func (a *API) guide(c *call[GuideIn]) (*GuideOut, error) {
	edition, err := a.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, err
	}
	t, _, ok := edition.Theme(c.In.ID)
	if !ok {
		return nil, engine.ErrNotFound
	}
	situation, err := situationOf(t, c.In.Answers)
	if err != nil {
		return nil, err
	}
	state := t.Guide(situation)
	out := &GuideOut{In: list(state.In), Out: list(state.Out), Undecided: list(state.Undecided),
		Open: questionIDs(state.Open), Idle: questionIDs(state.Idle), Needs: needsOf(t.Needs(situation, nil))}
	if state.Next != nil {
		q := questionOf(t, *state.Next)
		out.Next = &q
	}
	return out, nil
}

// derivedGuide computes the tree anew: it is the same for the same release.
func (a *API) derivedGuide(c *call[idIn]) (*catalog.DerivedGuide, error) {
	t, _, err := a.findTheme(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	return t.ShortestGuide(), nil
}

// situationOf reads a flat map of guide answers: a bound question goes the way
// of its field, so that both doors judge alike.
func situationOf(t *catalog.Theme, in map[string]json.RawMessage) (catalog.Situation, error) {
	var (
		guide, answers []byte
		all            metamodel.Problems
	)
	for _, id := range sortedKeys(in) {
		var ps metamodel.Problems
		guide, answers, ps = t.SetAnswer(id, inputOf(in[id]), guide, answers)
		all = append(all, ps...)
	}
	if err := all.Err(); err != nil {
		return nil, err
	}
	s, ps := t.Situation(guide, answers)
	return s, ps.Err()
}

// inputOf is a JSON scalar as a control would post it.
func inputOf(raw json.RawMessage) []string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return []string{s}
	}
	if string(raw) == "null" {
		return nil
	}
	return []string{string(raw)}
}

func themeOf(t *catalog.Theme, rel *catalog.Release) Theme {
	out := Theme{ID: t.Def.ID, Name: t.Def.Name, Summary: t.Def.Summary, Lead: Named{t.Lead.ID, t.Lead.Name}, Release: rel.Hash,
		Questions: []Question{}, Matters: []ThemeMatter{}, Merges: []ThemeProof{}}
	if out.Summary == nil {
		out.Summary = metamodel.Text{}
	}
	for _, q := range t.Def.Guide {
		out.Questions = append(out.Questions, questionOf(t, q))
	}
	scope := map[string]bool{}
	for _, m := range t.Matters {
		scope[m.Def.ID] = true
		out.Matters = append(out.Matters, ThemeMatter{Matter: m.Def.ID, Name: m.Def.Name, Department: Named{m.Department.ID, m.Department.Name},
			When: m.When.Source, Stage: m.Stage, Group: m.Group, Preconditions: list(m.Preconditions), PromisedDays: m.Def.PromisedDays,
			Fields: len(m.Form.Fields), Materials: len(m.Materials)})
	}
	for _, m := range t.Proofs() {
		p := ThemeProof{ID: m.Material.ID, Name: m.Material.Name, StandIns: []Named{}, Results: []Named{}}
		for _, u := range m.Uses {
			p.Matters = append(p.Matters, u.Matter)
		}
		for _, n := range m.StandIns {
			p.StandIns = append(p.StandIns, Named{n.ID, n.Name})
		}
		for _, y := range m.Results {
			p.Results = append(p.Results, Named{y.Def.ID, y.Def.Name})
		}
		if m.Kept != nil {
			p.Kept, p.Reason = true, m.Kept.Reason
		}
		out.Merges = append(out.Merges, p)
	}
	needs := t.NeedsFor(scope, nil)
	out.Before, out.After = needs.Before, needs.After
	return out
}

func questionOf(t *catalog.Theme, q metamodel.Question) Question {
	out := Question{ID: q.ID, Text: q.Text, Type: q.Type, Field: q.Field, Unit: q.Unit}
	if list, ok := t.CodeList(q); ok {
		out.Options = list.Entries
	}
	return out
}

func questionIDs(qs []metamodel.Question) []string {
	out := []string{}
	for _, q := range qs {
		out = append(out, q.ID)
	}
	return out
}

func needsOf(n catalog.Needs) Needs {
	return Needs{Matters: list(n.Matters), Materials: materialsOf(n.Materials, nil), Before: n.Before, After: n.After}
}

func materialsOf(states []catalog.MaterialState, files []engine.File) []Material {
	out := []Material{}
	for _, s := range states {
		m := Material{ID: s.Material.ID, Name: s.Material.Name, Category: s.Material.Category, Labels: s.Labels, Matters: list(s.Matters),
			Asked: s.Asked, Required: [...]string{"unknown", "no", "yes"}[s.Required], Reason: s.Reason, Checked: s.Checked, Serves: s.Serves}
		for _, p := range s.Proven {
			one := Proven{Matter: p.Matter, Sourced: p.Sourced}
			if p.By != nil {
				one.By = &Named{p.By.ID, p.By.Name}
			}
			if p.Result != nil {
				one.Result = &Named{p.Result.ID, p.Result.Name}
			}
			m.Proven = append(m.Proven, one)
		}
		for _, f := range files {
			if f.Material == s.Material.ID || !listed(states, f.Material) && f.Serves(&s) {
				m.Files = append(m.Files, fileOf(f))
			}
		}
		out = append(out, m)
	}
	return out
}

// listed reports whether a material is handed in under its own name.
func listed(states []catalog.MaterialState, material string) bool {
	return slices.ContainsFunc(states, func(s catalog.MaterialState) bool { return s.Material.ID == material && s.Asked })
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

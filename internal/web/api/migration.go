package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// MigrationPlan says which filings move, and what has another name there.
type MigrationPlan struct {
	Theme  string              `json:"theme,omitempty" validate:"required_without=Matter,excluded_with=Matter,max=64" description:"Filings of this theme …"`
	Matter string              `json:"matter,omitempty" validate:"max=64" description:"… or of this matter, filed alone"`
	From   string              `json:"from" validate:"required,max=256" description:"Release they are pinned to: its hash, the beginning of it, or PACK@VERSION"`
	To     string              `json:"to" validate:"required,max=256" description:"Release they are to be pinned to: its hash, the beginning of it, or PACK@VERSION"`
	Map    engine.MigrationMap `json:"map,omitempty"`
	Note   string              `json:"note,omitempty" validate:"max=500" description:"To applicants who are asked for an answer"`
}

// DryRunIn sorts a page of filings.
type DryRunIn struct {
	Theme  string              `json:"theme,omitempty" validate:"required_without=Matter,excluded_with=Matter,max=64" description:"Filings of this theme …"`
	Matter string              `json:"matter,omitempty" validate:"max=64" description:"… or of this matter, filed alone"`
	From   string              `json:"from" validate:"required,max=256" description:"Release they are pinned to: its hash, the beginning of it, or PACK@VERSION"`
	To     string              `json:"to" validate:"required,max=256" description:"Release they are to be pinned to: its hash, the beginning of it, or PACK@VERSION"`
	Map    engine.MigrationMap `json:"map,omitempty"`
	Note   string              `json:"note,omitempty" validate:"max=500" description:"To applicants who are asked for an answer"`
	Cursor string              `json:"cursor,omitempty" validate:"max=128" description:"next of the page before"`
	Limit  int                 `json:"limit,omitempty" validate:"min=0,max=200" description:"Filings a page; 0 or absent: 50"`
}

// Verdict is what a dry run says about one filing.
type Verdict struct {
	Kind     engine.FilingKind         `json:"kind" enum:"draft,case"`
	Filing   string                    `json:"filing" description:"The draft's or root case's id"`
	Number   string                    `json:"number,omitempty"`
	Sort     engine.MigrationSort      `json:"sort" enum:"safe,needs,blocked"`
	Findings []engine.MigrationFinding `json:"findings" description:"What must be answered, or why it is blocked; warnings are told only"`
	Kept     int                       `json:"kept" description:"Answers without a place in the new form: kept aside"`
}

// DryRun is a page of verdicts; the first says what the map can speak of.
type DryRun struct {
	Items  []Verdict               `json:"items"`
	Next   string                  `json:"next,omitempty" description:"Cursor of the next page; absent after the last"`
	Places *engine.MigrationPlaces `json:"places,omitempty" description:"Of the first page: fields, steps and codes that the new release does not have as they were, and what the map can make of them"`
}

// Migration is a run over all filings, with how far it has come.
type Migration struct {
	ID      string                 `json:"id"`
	Theme   string                 `json:"theme,omitempty"`
	Matter  string                 `json:"matter,omitempty"`
	From    string                 `json:"from"`
	To      string                 `json:"to"`
	Map     engine.MigrationMap    `json:"map"`
	Note    string                 `json:"note,omitempty"`
	Status  engine.MigrationStatus `json:"status" enum:"running,done,undoing,undone"`
	By      Person                 `json:"by"`
	Created time.Time              `json:"created"`
	Updated time.Time              `json:"updated"`
}

// MigrationProgress is a migration with its filings counted.
type MigrationProgress struct {
	Migration
	Counts []engine.MigrationCount `json:"counts"`
}

// MigrationItem is one filing of a migration and what became of it.
type MigrationItem struct {
	Verdict
	Fate   engine.MigrationFate `json:"fate" enum:"moved,left,restored,acted"`
	At     time.Time            `json:"at"`
	Undone *time.Time           `json:"undone,omitempty"`
}

// MigrationItemsIn pages through a migration's filings.
type MigrationItemsIn struct {
	ID    string `path:"id" description:"Its id, as lists give it"`
	Fate  string `query:"fate" validate:"omitempty,oneof=moved left restored acted" description:"Only those that ended so"`
	After string `query:"after" validate:"max=64" description:"next of the page before"`
	Limit int    `query:"limit" validate:"min=0,max=200" description:"Filings a page; 0 or absent: 50"`
}

func (a *API) migrationRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/migrations/dry-run", id: "dryRunMigration", tag: "migrations", summary: "Sort drafts and running cases: safe, in need of an answer, blocked; nothing is changed"}, a.dryRun)
	route(a, r, row{method: http.MethodPost, path: "/migrations", id: "startMigration", tag: "migrations", summary: "Move drafts and running cases to another release, page by page behind this answer", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.startMigration)
	route(a, r, row{method: http.MethodGet, path: "/migrations", id: "listMigrations", tag: "migrations", summary: "Migrations, newest first"}, a.listMigrations)
	route(a, r, row{method: http.MethodGet, path: "/migrations/:id", id: "getMigration", tag: "migrations", summary: "How far a migration has come"}, a.getMigration)
	route(a, r, row{method: http.MethodGet, path: "/migrations/:id/items", id: "listMigrationItems", tag: "migrations", summary: "A migration's filings and what became of them"}, a.migrationItems)
	route(a, r, row{method: http.MethodPost, path: "/migrations/:id/undo", id: "undoMigration", tag: "migrations", summary: "Put back what nobody acted upon since; again is no error"}, a.undoMigration)
}

func (p MigrationPlan) plan() engine.Migration {
	return engine.Migration{Theme: p.Theme, Matter: p.Matter, From: p.From, To: p.To, Map: p.Map, Note: p.Note}
}

func (p DryRunIn) plan() engine.Migration {
	return engine.Migration{Theme: p.Theme, Matter: p.Matter, From: p.From, To: p.To, Map: p.Map, Note: p.Note}
}

func verdictOf(v engine.MigrationVerdict) Verdict {
	out := Verdict{Kind: v.Kind, Filing: v.Filing, Number: v.Number, Sort: v.Sort, Findings: v.Findings, Kept: v.Kept}
	if out.Findings == nil {
		out.Findings = []engine.MigrationFinding{}
	}
	return out
}

func (a *API) dryRun(c *call[DryRunIn]) (*DryRun, error) {
	list, next, err := a.o.Engine.DryRunMigration(c.Request().Context(), c.Actor, c.In.plan(), c.In.Cursor, c.In.Limit)
	if err != nil {
		return nil, err
	}
	out := &DryRun{Items: []Verdict{}, Next: next}
	if c.In.Cursor == "" {
		if out.Places, err = a.o.Engine.MigrationPlaces(c.Request().Context(), c.Actor, c.In.plan()); err != nil {
			return nil, err
		}
	}
	for _, v := range list {
		out.Items = append(out.Items, verdictOf(v))
	}
	return out, nil
}

func (a *API) migrationOf(c interface{ Request() *http.Request }, who engine.Actor, list ...engine.Migration) ([]Migration, error) {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.By)
	}
	person, err := a.named(c.Request().Context(), who, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]Migration, len(list))
	for i, m := range list {
		out[i] = Migration{ID: m.ID, Theme: m.Theme, Matter: m.Matter, From: m.From, To: m.To, Map: m.Map, Note: m.Note, Status: m.Status, By: person(m.By),
			Created: m.Created, Updated: m.Updated}
	}
	return out, nil
}

func (a *API) oneMigration(c interface{ Request() *http.Request }, who engine.Actor, m engine.Migration) (*Migration, error) {
	list, err := a.migrationOf(c, who, m)
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func (a *API) startMigration(c *call[MigrationPlan]) (*Migration, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	m, err := a.o.Engine.StartMigration(c.Request().Context(), c.Actor, c.In.plan(), k)
	if err != nil {
		return nil, err
	}
	return a.oneMigration(c, c.Actor, m)
}

func (a *API) listMigrations(c *call[PageIn]) (*List[Migration], error) {
	list, next, err := a.o.Engine.Migrations(c.Request().Context(), c.Actor, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	items, err := a.migrationOf(c, c.Actor, list...)
	if err != nil {
		return nil, err
	}
	return &List[Migration]{Items: items, Next: next}, nil
}

func (a *API) getMigration(c *call[idIn]) (*MigrationProgress, error) {
	m, counts, err := a.o.Engine.MigrationProgress(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.migrationOf(c, c.Actor, m)
	if err != nil {
		return nil, err
	}
	if counts == nil {
		counts = []engine.MigrationCount{}
	}
	return &MigrationProgress{Migration: list[0], Counts: counts}, nil
}

func (a *API) migrationItems(c *call[MigrationItemsIn]) (*List[MigrationItem], error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	list, err := a.o.Engine.MigrationItems(c.Request().Context(), c.Actor, c.In.ID, engine.MigrationFate(c.In.Fate), c.In.After, limit)
	if err != nil {
		return nil, err
	}
	out := &List[MigrationItem]{Items: []MigrationItem{}}
	for _, i := range list {
		item := MigrationItem{Verdict: verdictOf(i.MigrationVerdict), Fate: i.Fate, At: i.At}
		if !i.Undone.IsZero() {
			undone := i.Undone
			item.Undone = &undone
		}
		out.Items = append(out.Items, item)
	}
	if len(list) == limit {
		out.Next = list[limit-1].Filing
	}
	return out, nil
}

func (a *API) undoMigration(c *call[idIn]) (*Migration, error) {
	m, err := a.o.Engine.UndoMigration(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	return a.oneMigration(c, c.Actor, m)
}

package store

import (
	"fmt"

	"github.com/onematter/onematter/engine"
)

// change is an engine.Change as rows, encoded in the caller's goroutine so
// that the writer has nothing left to do but to write.
type change struct {
	receipt      *receiptRow
	insertDrafts []draftRow
	updateDrafts []draftRow // revision is the one read
	deleteDrafts []engine.DraftDelete
	insertCases  []caseRow
	updateCases  []caseRow    // likewise
	caseGroups   []int        // which groups of columns of updateCases are written
	desks        []deskChange // of cases that are not updated
	lights       []engine.LightChange
	taskLights   []engine.TaskLight
	unmoved      []engine.Unmoved
	noFilesSince []engine.FilesSince
	openTasks    []taskRow
	closeTasks   []engine.TaskClose
	insertFiles  []fileRow
	deleteFiles  []string
	attachFiles  []engine.FileAttach
	ledger       []ledgerRow
	calendars    []calendarRow
	events       []eventRow
	migrated     []migrationItemRow
	restored     []migrationItemRow

	updateAccounts    []accountRow // revision is the one read
	insertDelegations []delegationRow
	updateDelegations []delegationRow // revision is the one read
	insertDuties      []dutyRow
	updateDuties      []dutyRow // revision is the one read
	insertSources     []sourceRow
	updateSources     []sourceRow // likewise
	putSourceRows     []registerRow
	dropSourceRows    []registerRow
}

// deskChange moves a stored case to another desk; nil: to none.
type deskChange struct {
	Case string
	Desk *string
}

// insertOnly reports that nothing but its receipt can refuse the change.
func (c *change) insertOnly() bool {
	return len(c.updateDrafts)+len(c.deleteDrafts)+len(c.updateCases)+len(c.desks)+len(c.lights)+len(c.taskLights)+len(c.unmoved)+len(c.noFilesSince)+len(c.closeTasks)+len(c.deleteFiles)+len(c.attachFiles)+len(c.restored)+
		len(c.updateAccounts)+len(c.updateDelegations)+len(c.updateDuties)+len(c.updateSources)+len(c.putSourceRows)+len(c.dropSourceRows) == 0
}

func encode(c *engine.Change) (*change, error) {
	if err := checkTexts(c); err != nil {
		return nil, err
	}
	out := &change{deleteDrafts: c.DeleteDrafts, lights: c.Lights, taskLights: c.TaskLights, unmoved: c.Unmoved, noFilesSince: c.NoFilesSince, closeTasks: c.CloseTasks, deleteFiles: c.DeleteFiles, attachFiles: c.AttachFiles}
	if c.Receipt != nil {
		r := toReceiptRow(c.Receipt)
		out.receipt = &r
	}
	for i := range c.InsertDrafts {
		r := toDraftRow(&c.InsertDrafts[i])
		r.Revision = max(r.Revision, 1) // 0 means "whatever is there" to callers
		out.insertDrafts = append(out.insertDrafts, r)
	}
	for i := range c.UpdateDrafts {
		out.updateDrafts = append(out.updateDrafts, toDraftRow(&c.UpdateDrafts[i]))
	}
	own := make(map[string]int, len(c.InsertCases))
	for i := range c.InsertCases {
		r, err := toCaseRow(&c.InsertCases[i])
		if err != nil {
			return nil, err
		}
		r.Revision = max(r.Revision, 1)
		own[r.ID] = len(out.insertCases)
		out.insertCases = append(out.insertCases, r)
	}
	for i := range c.UpdateCases {
		r, err := toCaseRow(&c.UpdateCases[i])
		if err != nil {
			return nil, err
		}
		out.updateCases = append(out.updateCases, r)
		out.caseGroups = append(out.caseGroups, groupsMoved(&r, c.ReadCases))
	}
	for i := range c.OpenTasks {
		out.openTasks = append(out.openTasks, toTaskRow(&c.OpenTasks[i]))
	}
	out.setDesks(c, own)
	for i := range c.InsertFiles {
		out.insertFiles = append(out.insertFiles, toFileRow(&c.InsertFiles[i]))
	}
	for i := range c.Ledger {
		r, err := toLedgerRow(&c.Ledger[i])
		if err != nil {
			return nil, err
		}
		out.ledger = append(out.ledger, r)
	}
	for _, k := range c.Calendars {
		out.calendars = append(out.calendars, calendarRow{Version: k.Version, Def: raw(k.Def)})
	}
	for i := range c.Events {
		r, err := toEventRow(&c.Events[i])
		if err != nil {
			return nil, err
		}
		out.events = append(out.events, r)
	}
	for i := range c.Migrated {
		r, err := toMigrationItemRow(&c.Migrated[i])
		if err != nil {
			return nil, err
		}
		out.migrated = append(out.migrated, r)
	}
	if err := out.encodeSources(c); err != nil {
		return nil, err
	}
	for i := range c.Restored {
		r, err := toMigrationItemRow(&c.Restored[i])
		if err != nil {
			return nil, err
		}
		out.restored = append(out.restored, r)
	}
	return out, nil
}

// setDesks works out at which desk each case of the change ends up: that of
// the step's task opened last, or none when that was only closed.
func (c *change) setDesks(in *engine.Change, own map[string]int) {
	at := map[string]int{}
	updated := make(map[string]int, len(c.updateCases))
	for i := range c.updateCases {
		updated[c.updateCases[i].ID] = i
	}
	put := func(id string, desk *string) {
		if i, ok := own[id]; ok {
			c.insertCases[i].Desk = desk
			return
		}
		if i, ok := updated[id]; ok {
			c.updateCases[i].Desk = desk
			c.caseGroups[i] |= deskGroup
			return
		}
		if i, ok := at[id]; ok {
			c.desks[i].Desk = desk
			return
		}
		at[id] = len(c.desks)
		c.desks = append(c.desks, deskChange{id, desk})
	}
	for _, t := range in.CloseTasks {
		if t.Task == "" {
			put(t.Case, nil)
		}
	}
	for _, t := range in.OpenTasks {
		if t.Closed.IsZero() && (t.Kind == engine.TaskStep || t.Kind == "") {
			d := desk(t.Roles)
			put(t.Case, &d)
		}
	}
}

// checkTexts refuses what PostgreSQL cannot keep, so that both databases do.
// Callers clean what people type; this is the wall behind them.
func checkTexts(c *engine.Change) error {
	for i := range c.InsertCases {
		if err := checkCase(&c.InsertCases[i]); err != nil {
			return err
		}
	}
	for i := range c.UpdateCases {
		if err := checkCase(&c.UpdateCases[i]); err != nil {
			return err
		}
	}
	for _, f := range c.InsertFiles {
		if !clean(f.Name) || !clean(f.Media) || !clean(f.Material) {
			return fmt.Errorf("file %q: a text is not UTF-8 or contains NUL", f.ID)
		}
	}
	if r := c.Receipt; r != nil && (!clean(r.Key) || !clean(r.Owner)) {
		return fmt.Errorf("idempotency key: not UTF-8 or contains NUL")
	}
	return nil
}

func checkCase(c *engine.Case) error {
	if !clean(c.Title) || !clean(c.Number) {
		return fmt.Errorf("case %q: title or number is not UTF-8 or contains NUL", c.ID)
	}
	return nil
}

package engine

import (
	"time"

	"github.com/onematter/onematter/workflows"
)

// Change is everything one decision writes. A Store commits it as a whole, in
// one durable transaction, or not at all.
type Change struct {
	Receipt *StoredReceipt // refused with *DuplicateError when the key is known

	InsertDrafts []Draft
	UpdateDrafts []Draft // Revision is the one read; the store writes Revision+1, ErrConflict when it moved on
	DeleteDrafts []DraftDelete
	InsertCases  []Case
	UpdateCases  []Case // likewise
	ReadCases    []Case // what of them was read, where that is known: a store may leave alone what is as it was
	OpenTasks    []Task
	CloseTasks   []TaskClose
	InsertFiles  []File
	DeleteFiles  []string // ids
	AttachFiles  []FileAttach
	Lights       []LightChange
	TaskLights   []TaskLight
	Unmoved      []Unmoved       // nothing of these is written: ErrConflict when one moved on
	NoFilesSince []FilesSince    // ErrConflict when there are; judged behind the change's own updates
	Ledger       []LedgerLine    // appended; (Case, Seq) is new
	Calendars    []KeptCalendar  // that the lines were counted by; known ones are left as they are
	Events       []Event         // appended in order; Position is given by the store
	Migrated     []MigrationItem // inserted; ErrTaken when the migration has the filing already
	Restored     []MigrationItem // their Fate and Undone are updated; ErrConflict unless they were moved

	UpdateAccounts []Account // Revision is the one read

	InsertDelegations []Delegation
	UpdateDelegations []Delegation // Revision is the one read

	InsertDuties   []Duty         // ErrTaken when the item has one
	UpdateDuties   []Duty         // Revision is the one read
	InsertSources  []SourceConfig // ErrTaken
	UpdateSources  []SourceConfig // Revision is the one read
	PutSourceRows  []SourceRow    // inserted, or in the place of the one there was
	DropSourceRows []SourceRow    // by source and key; what is not there is gone already
}

// DraftDelete removes an unsubmitted draft and the rows of its files;
// ErrConflict when its revision moved on.
type DraftDelete struct {
	Draft    string
	Revision int64
}

// Unmoved is a case or a draft as it was read.
type Unmoved struct {
	Case, Draft string // one of them
	Revision    int64
}

// FilesSince are the files of a root case and its children that were added at
// a time or later.
type FilesSince struct {
	Root string
	At   time.Time
}

// LightChange moves a case's light. Revision is the one read: ErrConflict when
// it moved on. The store leaves the revision as it is, so that a clock which
// turns yellow does not invalidate the page a clerk has open.
type LightChange struct {
	Case      string
	Revision  int64
	Light     workflows.Light
	Due       time.Time
	LightNext time.Time

	SilentNext time.Time
}

// TaskClose closes an open task of a case: one that others were asked for, or
// without an id that of the step it is in. ErrConflict when it is not open.
type TaskClose struct {
	Case string
	Task string
	By   string
	At   time.Time
}

// TaskLight moves the due time and the light of an open task; ErrConflict when
// it was closed meanwhile.
type TaskLight struct {
	Case  string
	Task  string
	Due   time.Time
	Light workflows.Light
}

// FileAttach gives a draft's files to its case.
type FileAttach struct {
	Draft string
	Case  string
}

// StoredReceipt is the answer to a write that carried an idempotency key.
type StoredReceipt struct {
	Owner   string // account: keys are private to it
	Key     string
	Request string // hash of the request, so that a reused key is found out
	Status  int
	Body    []byte // what was answered
	At      time.Time
}

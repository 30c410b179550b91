package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/onematter/onematter/workflows"
)

var (
	// ErrNotFound also stands for what the actor may not see.
	ErrNotFound = errors.New("engine: not found")
	// ErrConflict means the revision acted upon is no longer the current one.
	ErrConflict = errors.New("engine: changed by someone else meanwhile")
	// ErrTaken means a unique name is in use.
	ErrTaken = errors.New("engine: name is taken")
)

// DuplicateError carries the first answer of a repeated idempotency key.
type DuplicateError struct{ First StoredReceipt }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("engine: idempotency key %q was used before", e.First.Key)
}

// Store keeps the engine's state. Implemented by internal/store for SQLite and
// PostgreSQL under one conformance suite. Commit acknowledges only what is on disk.
type Store interface {
	// Now is the database's time: one clock for all servers. Truncated to microseconds, UTC.
	Now(ctx context.Context) (time.Time, error)
	Commit(ctx context.Context, c *Change) error // ErrConflict, *DuplicateError
	Receipt(ctx context.Context, owner, key string) (StoredReceipt, error)
	// Settle waits until everything that was read so far is on disk. Commit does so
	// by itself; what shows something to the world without having written, settles first.
	Settle(ctx context.Context) error

	Drafts
	Cases
	Ledger
	Events
	Accounts
	Webhooks
	Migrations
	Duties
	Delegations
	Sources
}

// Page asks for a part of a list. Cursor is opaque, from the page before.
type Page struct {
	Cursor string
	Limit  int // 1..200; 0: 50
}

// Drafts reads drafts and files.
type Drafts interface {
	Draft(ctx context.Context, id string) (Draft, error)
	DraftsOf(ctx context.Context, owner string, p Page) (list []Draft, next string, err error) // unsubmitted, the one saved last first
	FilesOfDraft(ctx context.Context, draft string) ([]File, error)                            // by Added
	FilesOfCase(ctx context.Context, root string) ([]File, error)                              // with its children's, by Added
	File(ctx context.Context, id string) (File, error)
}

// CaseFilter narrows a list of cases; zero fields do not narrow.
type CaseFilter struct {
	Applicant   string
	Departments []string
	Theme       string
	Matter      string
	Status      CaseStatus
	Lights      []workflows.Light
	Query       string // a number, or part of a title
	RootsOnly   bool
	Entrusted   bool     // what other departments decide in the name of Departments, or of any where there are none
	OpenTaskFor []string // roles: only what waits for one of them
	Held        Holding  // of worklists, with Me
	Me          string   // account of the reader of a worklist
	For         []Stand  // with Me and Elsewhere: also what waits for these officers
	Elsewhere   bool     // with Me: also what was handed to them by departments that are not the filter's
	ByDue       bool     // worklist order: the clock first, then number; otherwise newest first
}

// Holding says in whose hand the work is; "" does not narrow.
type Holding string

const (
	HeldByMe     Holding = "mine"
	HeldByNobody Holding = "unclaimed"
	HeldByOthers Holding = "others"
)

// WorkCount counts a worklist by in whose hand the work is and by light.
type WorkCount map[Holding]map[workflows.Light]int

// Cases reads cases, tasks.
type Cases interface {
	Case(ctx context.Context, id string) (Case, error)
	Children(ctx context.Context, root string) ([]Case, error) // without the root, by Submitted then Number
	Cases(ctx context.Context, f CaseFilter, p Page) (list []Case, next string, err error)
	CountCases(ctx context.Context, f CaseFilter) (map[workflows.Light]int, error)
	PinsOf(ctx context.Context, applicant string) ([]Pinned, error)                                    // themes they filed, each once a release
	Filings(ctx context.Context, f ActivityFilter, p Page) (list []ActiveCase, next string, err error) // asking first, then by Active, the latest first
	// Worklist lists what waits for the filter's roles (OpenTaskFor) in its departments, by when it is due: cases in
	// their step, and tasks that others were given beside it. The department and the lights are the task's.
	Worklist(ctx context.Context, f CaseFilter, p Page) (list []WorkItem, next string, err error)
	CountWorklist(ctx context.Context, f CaseFilter) (WorkCount, error) // whatever the filter says of Held and Lights
	OpenTask(ctx context.Context, caseID string) (Task, error)          // of the step the case is in
	// LightsDue lists cases whose LightNext has come.
	LightsDue(ctx context.Context, now time.Time, limit int) ([]Case, error)
	// SilencesDue lists cases whose SilentNext has come.
	SilencesDue(ctx context.Context, now time.Time, limit int) ([]Case, error)
}

// Events reads the log and its readers' cursors.
type Events interface {
	// EventsAfter gives the next events in log order and the position to go on from.
	EventsAfter(ctx context.Context, after Position, limit int) ([]Event, error)
	// LogEnd gives the position of the last event EventsAfter would give now:
	// a reader that wants none of them goes on from there. Zero for an empty log.
	LogEnd(ctx context.Context) (Position, error)
	EventsOfCase(ctx context.Context, caseID string) ([]Event, error) // of the case itself, in log order
	EventsOfRoot(ctx context.Context, root string) ([]Event, error)
	Events(ctx context.Context, ids []string) ([]Event, error)   // by id; what is not there is left out
	Cursor(ctx context.Context, reader string) (Position, error) // zero for a new reader
	SaveCursor(ctx context.Context, reader string, at Position) error
	// Lease lets one server at a time run a reader or a sweep: true while held by holder.
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
}

// Accounts keeps people, organisations, sessions, tokens.
type Accounts interface {
	SaveAccount(ctx context.Context, a Account) error // insert when Revision is 0 (ErrTaken), else update (ErrConflict)
	Account(ctx context.Context, id string) (Account, error)
	AccountByName(ctx context.Context, username string) (Account, error)
	AccountByIdentity(ctx context.Context, number string) (Account, error) // verified by it
	ListAccounts(ctx context.Context, p Page) ([]Account, string, error)
	AccountsIn(ctx context.Context, organisations []string) ([]Account, error) // by username, 500 at most
	SaveOrganisations(ctx context.Context, list []Organisation) error          // upsert
	Organisations(ctx context.Context) ([]Organisation, error)
	SaveSession(ctx context.Context, s Session) error
	Session(ctx context.Context, hash string) (Session, error)
	DeleteSession(ctx context.Context, hash string) error
	DeleteSessionsOf(ctx context.Context, account string) error
	SaveToken(ctx context.Context, t Token) error                // ErrTaken
	UseToken(ctx context.Context, id string, at time.Time) error // LastUsed; nothing when it was revoked
	TokenByHash(ctx context.Context, hash string) (Token, error)
	TokensOf(ctx context.Context, account string) ([]Token, error)
	DeleteToken(ctx context.Context, id string) error
}

// Webhooks keeps subscriptions and deliveries.
type Webhooks interface {
	SaveWebhook(ctx context.Context, w Webhook) error
	Webhook(ctx context.Context, id string) (Webhook, error)
	ListWebhooks(ctx context.Context) ([]Webhook, error)
	DeleteWebhook(ctx context.Context, id string) error
	// SaveDeliveries inserts deliveries (one an event and webhook: repeats are no error) together with the reader's cursor.
	SaveDeliveries(ctx context.Context, list []Delivery, reader string, at Position) error
	UpdateDelivery(ctx context.Context, d Delivery) error
	WebhooksDue(ctx context.Context, now time.Time) (ids []string, err error)             // whose first waiting delivery is due, the longest due first
	DeliveriesWaiting(ctx context.Context, webhook string, limit int) ([]Delivery, error) // neither done nor given up, in the order of the log
	Deliveries(ctx context.Context, webhook string, p Page) ([]Delivery, string, error)   // newest first
	Delivery(ctx context.Context, id string) (Delivery, error)
}

// FilingsAt says whose filings: those of a theme, or of a matter filed alone,
// that are pinned to a release.
type FilingsAt struct {
	Release string
	Theme   string
	Matter  string
	After   string // only ids behind this one
}

// Migrations keeps migrations and lists what they move. Their items are
// written by Commit.
type Migrations interface {
	SaveMigration(ctx context.Context, m Migration) error // insert when Revision is 0, else update (ErrConflict)
	Migration(ctx context.Context, id string) (Migration, error)
	ListMigrations(ctx context.Context, p Page) ([]Migration, string, error) // newest first
	OpenMigrations(ctx context.Context) ([]Migration, error)                 // running or undoing, oldest first
	MigrationItem(ctx context.Context, migration, filing string) (MigrationItem, error)
	// MigrationItems lists a migration's items by filing, behind one; fate "" lists all.
	MigrationItems(ctx context.Context, migration string, fate MigrationFate, after string, limit int) ([]MigrationItem, error)
	CountMigration(ctx context.Context, id string) ([]MigrationCount, error)
	DraftsAt(ctx context.Context, f FilingsAt, limit int) ([]Draft, error) // unsubmitted, by id
	CasesAt(ctx context.Context, f FilingsAt, limit int) ([]Case, error)   // roots that have not ended, by id
}

// Blobs keeps uploaded bytes. Put returns after they are durable.
type Blobs interface {
	Put(ctx context.Context, key string, r io.Reader) error
	Open(ctx context.Context, key string) (io.ReadCloser, error)
	Delete(ctx context.Context, key string) error
}

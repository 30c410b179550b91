package engine

import (
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// EventType names what happened.
type EventType string

const (
	EventSubmitted EventType = "case.submitted" // a root case came in
	EventStarted   EventType = "case.started"   // a matter's case entered its workflow
	EventMoved     EventType = "case.moved"     // an action took it from one state to another
	EventWithdrawn EventType = "case.withdrawn" // the applicant took a matter back; its end follows
	EventIssued    EventType = "result.issued"  // beside the move that delivered it
	EventEnded     EventType = "case.ended"     // a case (matter or theme) reached its end
	EventNotified  EventType = "notice.sent"    // of a theme case: the applicant was told what was decided of its matters
	EventLight     EventType = "clock.light"    // a light changed by itself
	EventExtended  EventType = "clock.extended" // the case was given more time
	EventFileAdded EventType = "file.added"     // to a case, with a correction

	// Of who in the department has a step in hand; the citizen is not told.
	EventClaimed     EventType = "task.claimed"
	EventReleased    EventType = "task.released"
	EventTransferred EventType = "task.transferred"
	EventDelegated   EventType = "task.delegated"
	EventTakenBack   EventType = "task.taken_back"

	// Of who stands in for whom; the delegation is named in the data: the event has no case.
	EventDeputyNamed EventType = "deputy.named"
	EventDeputyEnded EventType = "deputy.ended" // early; of its last day nothing is told

	EventSigned   EventType = "sign.given"      // a signatory said yes or no
	EventVoided   EventType = "sign.voided"     // the case left the step before the votes decided
	EventAsked    EventType = "opinion.asked"   // another department was asked
	EventAnswered EventType = "opinion.given"   // it answered, or its silence counts as said
	EventRevoked  EventType = "opinion.revoked" // the question was taken back
	EventLapsed   EventType = "opinion.lapsed"  // the case went on without the answer

	// Of joint inspections; all but what one department found are the theme case's.
	EventVisitJoined    EventType = "visit.joined"    // a matter came to the inspection
	EventVisitLeft      EventType = "visit.left"      // … and is no longer in it
	EventVisitAsked     EventType = "visit.asked"     // the lead department is to name a date
	EventVisitArranged  EventType = "visit.arranged"  // the applicant has an appointment
	EventVisitMoved     EventType = "visit.moved"     // … and another one
	EventVisitCancelled EventType = "visit.cancelled" // each department inspects on its own
	EventVisitHeld      EventType = "visit.held"
	EventVisitRecorded  EventType = "visit.recorded" // what one department found

	EventMigrated      EventType = "case.migrated"  // a case went over to another release
	EventRestored      EventType = "case.restored"  // … and was put back
	EventDraftMigrated EventType = "draft.migrated" // likewise a draft, named in the data: the event has no case
	EventDraftRestored EventType = "draft.restored"

	// The account is named in the data: the event has no case.
	EventIdentityVerified EventType = "identity.verified" // who it belongs to was noted
	EventIdentityRevoked  EventType = "identity.revoked"

	// Source responsibility; the duty is named in the data: the event has no case.
	EventDutyProposed   EventType = "duty.proposed"
	EventDutyConfirmed  EventType = "duty.confirmed"
	EventDutyReturned   EventType = "duty.returned"
	EventDutyReassigned EventType = "duty.reassigned"
	EventDutyAssigned   EventType = "duty.assigned"
	EventDutyWithdrawn  EventType = "duty.withdrawn"
	EventDutyEnded      EventType = "duty.ended"
	EventDutyDemander   EventType = "duty.demander_changed" // its matter is handled by another department now
)

// Event is one row of the append-only log: audit trail, feed of analytics and
// of webhooks. It is written in the transaction of what it tells.
type Event struct {
	ID       string // UUIDv7
	Position Position
	Type     EventType
	At       time.Time
	Case     string
	Root     string
	Actor    string // account; "" for the engine itself
	Role     string // under which the actor acted: citizen, clerk, …
	Data     EventData
}

// Position orders the log so that a reader who goes on after it misses
// nothing: on PostgreSQL by transaction id, then sequence (rows of a
// transaction still open are held back); on SQLite by sequence.
type Position struct {
	Tx  uint64 `json:"tx"`
	Seq int64  `json:"seq"`
}

// TaskTold is what the log says of a task that others are asked for.
type TaskTold struct {
	ID         string         `json:"id"`
	Kind       TaskKind       `json:"kind"`
	Department string         `json:"department"`
	Name       metamodel.Text `json:"name,omitempty"` // where the case's release need not know it
	Roles      []string       `json:"roles,omitempty"`
	Question   string         `json:"question,omitempty"` // not carried to webhooks
	Answer     Answer         `json:"answer,omitempty"`
	End        TaskEnd        `json:"end,omitempty"`
	DueUnix    int64          `json:"dueUnix,omitempty"`
}

// VisitTold is what the log says of a joint inspection.
type VisitTold struct {
	Inspection  string         `json:"inspection"`
	Name        metamodel.Text `json:"name"`
	Matters     []string       `json:"matters,omitempty"` // that take part
	Departments []string       `json:"departments,omitempty"`
	Matter      string         `json:"matter,omitempty"` // that came or left
	Cause       VisitCause     `json:"cause,omitempty"`  // with EventVisitCancelled: nobody cancelled it
	AtUnix      int64          `json:"atUnix,omitempty"`
	Place       string         `json:"place,omitempty"` // not carried to webhooks, nor what follows
	People      string         `json:"people,omitempty"`
	Ready       string         `json:"ready,omitempty"`
}

// ExtensionTold is what the log says of an extension.
type ExtensionTold struct {
	Days   int                   `json:"days"` // working days
	Clocks []workflows.ClockName `json:"clocks"`
	Basis  metamodel.Text        `json:"basis"`
}

// EventData are the facts of an event, flat for analytics. Seconds are working
// seconds; DaySeconds says how many make a working day.
type EventData struct {
	Number     string `json:"number,omitempty"`
	Theme      string `json:"theme,omitempty"`
	Matter     string `json:"matter,omitempty"` // "" for a theme case
	Department string `json:"department,omitempty"`
	Title      string `json:"-"` // personal: never in the log

	From    string                   `json:"from,omitempty"`
	To      string                   `json:"to,omitempty"`
	ToType  workflows.StateType      `json:"toType,omitempty"`
	Action  string                   `json:"action,omitempty"` // transition event
	Kind    workflows.TransitionKind `json:"kind,omitempty"`
	Note    string                   `json:"note,omitempty"` // shown in the history; not carried to analytics
	Status  CaseStatus               `json:"status,omitempty"`
	Outcome workflows.Outcome        `json:"outcome,omitempty"`
	Light   workflows.Light          `json:"light,omitempty"`

	Silence *Silence `json:"silence,omitempty"` // with EventMoved: nobody acted, the law did

	StepSeconds      int64 `json:"stepSeconds,omitempty"`     // spent in From, pauses not counted
	StepLimit        int64 `json:"stepLimit,omitempty"`       // of From
	UsedSeconds      int64 `json:"usedSeconds,omitempty"`     // promised clock so far; of a theme case, with its end, working time since filing, the day of filing not counting
	PromisedSeconds  int64 `json:"promisedSeconds,omitempty"` // of a theme case, with its end: the critical path of its matters
	StatutorySeconds int64 `json:"statutorySeconds,omitempty"`
	DaySeconds       int64 `json:"daySeconds,omitempty"`
	DueUnix          int64 `json:"dueUnix,omitempty"` // the case's Due after this event; 0: none

	Changes     []ChangeTold `json:"changes,omitempty"`     // with EventMoved that answers a correction: what is another since; not carried to webhooks
	MoreChanges int          `json:"moreChanges,omitempty"` // likewise: how many more there are

	Correction      *Correction     `json:"correction,omitempty"`
	Result          *Result         `json:"result,omitempty"` // with EventIssued; not carried to analytics
	Before          *catalog.Burden `json:"before,omitempty"` // with EventSubmitted of a theme case
	After           *catalog.Burden `json:"after,omitempty"`
	FillSeconds     int64           `json:"fillSeconds,omitempty"`     // with EventSubmitted: spent on the draft, by the clock on the wall
	ComputedSeconds int64           `json:"computedSeconds,omitempty"` // likewise: what the keystroke-level model says of these answers
	Matters         []string        `json:"matters,omitempty"`         // in scope, with EventSubmitted of a theme case; told, with EventNotified
	Notice          int             `json:"notice,omitempty"`          // with EventNotified: the filing's first, second, …

	Needless []Needless `json:"needless,omitempty"` // with EventSubmitted of what was filled in here: ids, no answers

	Task  *TaskTold  `json:"task,omitempty"`  // of what others are asked for
	Visit *VisitTold `json:"visit,omitempty"` // of joint inspections

	Extension *ExtensionTold `json:"extension,omitempty"` // with EventExtended; DueUnix says until when

	OnBehalf string `json:"onBehalf,omitempty"` // account of the holder for whom the actor, their deputy, acts
	Assignee string `json:"assignee,omitempty"` // account of whom a handover is about

	Delegation string `json:"delegation,omitempty"` // of deputy events; OnBehalf is the officer, Assignee the deputy
	FromUnix   int64  `json:"fromUnix,omitempty"`   // likewise: first moment
	UntilUnix  int64  `json:"untilUnix,omitempty"`  // likewise: first moment after

	Migration   string `json:"migration,omitempty"`   // of migrated and restored
	FromRelease string `json:"fromRelease,omitempty"` // likewise
	ToRelease   string `json:"toRelease,omitempty"`
	Draft       string `json:"draft,omitempty"` // of draft events

	Duty     string `json:"duty,omitempty"` // of duty events; Department is the source department then
	Element  string `json:"element,omitempty"`
	Subject  string `json:"subject,omitempty"`
	Material string `json:"material,omitempty"`
	Demander string `json:"demander,omitempty"` // the department that needs it

	Account string `json:"account,omitempty"` // of identity events: whose

	Kept int `json:"kept,omitempty"` // answers kept aside
}

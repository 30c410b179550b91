package engine

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Options configure an Engine.
type Options struct {
	Store       Store
	Blobs       Blobs
	Catalog     *catalog.Catalog
	Clock       func(context.Context) (time.Time, error) // nil: Store.Now
	Calendar    string                                   // of matters filed alone; "" means "cn"
	MaxFile     int64                                    // bytes; 0: 10 MiB
	SessionIdle time.Duration                            // 0: 2 h for citizens and staff alike
	SessionMax  time.Duration                            // 0: 12 h, however busy
	Log         *slog.Logger                             // nil: slog.Default; never personal data
	// PlainWebhooks lets webhooks and sources go to http addresses: for tests and
	// closed networks. Sources may then lie inside the server's own network, too.
	PlainWebhooks bool
}

// Engine decides. It keeps nothing between calls but caches: of immutable
// releases, and for seconds of who a session belongs to.
type Engine struct {
	o           Options
	hashing     chan struct{} // bounds password hashes at work, and so their memory
	returning   atomic.Bool   // the memory of password hashes is about to be given back
	signIns     *limits       // by name
	lookUps     *limits       // by account, of people in sources
	actors      actorCache
	resultForms sync.Map     // release hash + matter → *metamodel.Form
	powersSeen  atomic.Value // string: the hour and edition for which duties follow whoever handles their matters
	sources     *http.Client
	circuits    circuits // of sources that are services
	counted     sync.Map // Calendar.Version → *workflows.Calendar: those of ledgers
	kept        sync.Map // Calendar.Version: of calendars that the store has
}

// New makes an engine.
func New(o Options) *Engine {
	if o.Calendar == "" {
		o.Calendar = "cn"
	}
	if o.MaxFile == 0 {
		o.MaxFile = 10 << 20
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = 2 * time.Hour
	}
	if o.SessionMax == 0 {
		o.SessionMax = 12 * time.Hour
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Engine{o: o, signIns: signInLimits(), lookUps: lookUpLimits(), hashing: make(chan struct{}, maxHashes), sources: webhookClient(DispatcherOptions{AllowPrivate: o.PlainWebhooks})}
}

// ---- drafts -------------------------------------------------------------

// StartDraft opens a draft for a theme or (theme "") a matter, with what the
// guide found out so far. The same key again gives the draft it opened, as it
// is now: ErrNotFound when it was thrown away since.
func (e *Engine) StartDraft(ctx context.Context, a Actor, theme, matter string, guide, answers json.RawMessage, key string) (*DraftView, error) {
	return e.startDraft(ctx, a, theme, matter, guide, answers, key)
}

// DraftView is a draft with everything a page needs, computed once.
type DraftView struct {
	Draft     Draft
	Release   *catalog.Release
	Theme     *catalog.Theme  // nil for a single matter
	Matter    *catalog.Matter // nil for a theme
	Form      *metamodel.Form // merged, or the matter's own
	Record    *metamodel.Record
	Situation catalog.Situation
	Guide     catalog.GuideState // of a theme
	Scope     map[string]bool
	Awaited   map[string]bool
	Guided    map[string]bool // fields whose answer the guide was told
	Sourced   *Sourced
	Earlier   *Earlier        // what is used of the owner's earlier filings; of it, what stands unchanged
	Supplied  []SourcedAnswer // answers and documents that source departments gave: not asked
	Unfit     []SourcedAnswer // answers they gave that this form does not take: the applicant puts them right
	Telling   []string        // paths they were asked for that the applicant is asked all the same, whatever they have: it is not theirs to read, and would show in what else is asked
	Materials []catalog.MaterialState
	Files     []File
	Needs     catalog.Needs // of a theme
	Sections  []SectionState
	Missing   metamodel.Problems // all that stands between the draft and submission
}

// SectionStatus is a topic's status in the task list.
type SectionStatus string

const (
	SectionTodo    SectionStatus = "todo"    // nothing answered yet
	SectionPartial SectionStatus = "partial" // begun
	SectionInvalid SectionStatus = "invalid" // something is to be put right
	SectionDone    SectionStatus = "done"
	SectionEmpty   SectionStatus = "empty" // nothing to ask here: not listed
)

// SectionState is one topic of the task list.
type SectionState struct {
	Section *metamodel.Section
	Status  SectionStatus
	Asked   int // visible fields (rows counted)
	Missing int // required, unanswered
}

// Draft reads an own draft.
func (e *Engine) Draft(ctx context.Context, a Actor, id string) (*DraftView, error) {
	return e.draft(ctx, a, id)
}

// Drafts lists the actor's open drafts.
func (e *Engine) Drafts(ctx context.Context, a Actor, p Page) ([]Draft, string, error) {
	return e.drafts(ctx, a, p)
}

// Patch changes a draft's answers: values by path. nil removes an answer. A
// group path with an array sets a whole repeat. Guide answers go by question id.
type Patch struct {
	Answers map[string]json.RawMessage // "premises/DE00203": 320
	Guide   map[string]json.RawMessage
	Release string       // the form it is for, when that matters: ErrConflict when the draft has another
	Aside   []KeptAnswer // what the form has no place for: kept, and told to the owner
	Read    bool         // the owner has read what migrations changed

	Consent Consent         // to fetching personal data from source departments; "": as it was
	Own     map[string]bool // by path or material: true to answer it oneself all the same, false to leave it to the source
	Again   bool            // ask sources that had nothing or failed once more
}

// SaveAnswers saves a patch, valid or not: nothing typed is lost. revision 0
// saves over whatever is there (a page without JavaScript); else ErrConflict
// when it moved on. What is wrong is in the view's Record.Problems.
func (e *Engine) SaveAnswers(ctx context.Context, a Actor, id string, revision int64, p Patch) (*DraftView, error) {
	return e.saveAnswers(ctx, a, id, revision, p)
}

// FormAt is a draft's form, and its theme if it has one, in an earlier release:
// a page may have been drawn from it. ErrNotFound when that release has neither.
func (e *Engine) FormAt(ctx context.Context, a Actor, draft, release string) (*metamodel.Form, *catalog.Theme, error) {
	return e.formAt(ctx, a, draft, release)
}

// Overtake turns what a page drawn from an earlier release posted into what the
// draft's form takes now, as the migrations since would have. Nothing is saved.
func (e *Engine) Overtake(ctx context.Context, a Actor, draft, release string, revision int64, p Patch) (*Overtaken, error) {
	return e.overtake(ctx, a, draft, release, revision, p)
}

// Preview evaluates a patch without saving: for re-rendering a fragment.
func (e *Engine) Preview(ctx context.Context, a Actor, id string, p Patch) (*DraftView, error) {
	return e.preview(ctx, a, id, p)
}

// DeleteDraft throws an own draft away with its files.
func (e *Engine) DeleteDraft(ctx context.Context, a Actor, id string) error {
	return e.deleteDraft(ctx, a, id)
}

// AddFile takes one uploaded file for a material of a draft. Type is judged by
// its bytes, size while reading; refusals are metamodel.Problems.
func (e *Engine) AddFile(ctx context.Context, a Actor, draft, material, name string, r io.Reader) (File, error) {
	return e.addFile(ctx, a, draft, material, name, r)
}

// AddFieldFile takes one uploaded file for a file field of a draft and adds it
// to the answer at path ("applicant/DE1", "member/0/DE1"). It is judged as
// AddFile judges; how many, which and how large is the field's word.
func (e *Engine) AddFieldFile(ctx context.Context, a Actor, draft, path, name string, r io.Reader) (File, error) {
	return e.addFieldFile(ctx, a, draft, path, name, r)
}

// AddCorrectionFieldFile takes one for a file field that a correction asks for.
// The answer names it once the correction is handed in with it.
func (e *Engine) AddCorrectionFieldFile(ctx context.Context, a Actor, caseID, path, name string, r io.Reader) (File, error) {
	return e.addCorrectionFieldFile(ctx, a, caseID, path, name, r)
}

// AddCorrectionFile takes one for a case whose correction asks for it.
func (e *Engine) AddCorrectionFile(ctx context.Context, a Actor, caseID, material, name string, r io.Reader) (File, error) {
	return e.addCorrectionFile(ctx, a, caseID, material, name, r)
}

// RemoveFile removes a file from an unsubmitted draft, also from the answer that names it.
func (e *Engine) RemoveFile(ctx context.Context, a Actor, file string) error {
	return e.removeFile(ctx, a, file)
}

// OpenFile opens a file the actor may see: its owner, or a department whose
// matter wants its material.
func (e *Engine) OpenFile(ctx context.Context, a Actor, file string) (File, io.ReadCloser, error) {
	return e.openFile(ctx, a, file)
}

// ---- submission -----------------------------------------------------------

// Submit turns a complete draft into a case with its children. The same key,
// or the same draft again, gives the first receipt. What is missing comes back
// as metamodel.Problems.
func (e *Engine) Submit(ctx context.Context, a Actor, draft, key string) (Receipt, error) {
	return e.submit(ctx, a, draft, key)
}

// SubmitMatter files a single matter in one call, without a draft: for machines.
// Materials that must be handed in cannot be; a matter that requires one is
// refused with the material named.
func (e *Engine) SubmitMatter(ctx context.Context, a Actor, matter string, answers []byte, key string) (Receipt, error) {
	return e.submitMatter(ctx, a, matter, answers, key)
}

// ---- cases ------------------------------------------------------------------

// CaseView is a case as one actor may see it.
type CaseView struct {
	Case      Case
	Release   *catalog.Release
	Theme     *catalog.Theme
	Matter    *catalog.Matter         // nil for a theme case
	Record    *metamodel.Record       // of the matter's own form; for a theme case of the merged one (applicant and administrator only)
	Children  []Case                  // of a theme case, in the theme's order; staff see only their departments'
	Root      *Case                   // of a child
	Files     []File                  // only those this view's matters want
	Wants     []catalog.MaterialState // this matter's materials and whether they are here
	Sourced   []SourcedAnswer         // which answers and documents a source department gave
	Earlier   []EarlierAnswer         // which answers were taken over from the applicant's earlier filings
	Task      *Task                   // the open one of the step
	Round     *Round                  // of the countersigning the case is in
	Rounds    map[string]*Round       // likewise of a theme case's children, by case
	Notice    *NoticeView             // where a theme tells its results in one notice
	Visits    []VisitView             // joint inspections: of a theme case all, of a matter's those that concern it
	MayAsk    *workflows.Opinions     // to those who may ask other departments now
	Actions   []ActionView            // what this actor may do now
	Handover  []HandoverKind          // what this actor may do about who has the step in hand
	MayExtend *Extensible             // how this actor may give the case more time now
	Returns   []*workflows.State      // the earlier steps this actor may send the case back to, the latest first
	Withdraw  *Withdrawal             // to the applicant, while something can be taken back
	History   []Event
	Calendar  *workflows.Calendar
	Now       time.Time

	// Of a matter's answers, by path.
	Yielded map[string]*catalog.Matter // what a matter's result gives or will give, and which: nobody is asked to correct it
	Anew    []string                   // what a correction wants given anew, whatever it was
	Beside  []Beside                   // what may be changed with that
	Awaited map[string]bool            // what a department has still to give, as far as the viewer knows
	Copies  map[string]string          // while a correction may be or is asked for: the answers that go along with another one, and its path

	parted    map[string]string // copies that were corrected by themselves, and of what
	copies    func(answers json.RawMessage) map[string]copied
	opened    func(patch map[string]json.RawMessage) map[string]bool
	elsewhere []Elsewhere
	withheld  []SourcedAnswer // of what sources gave, all that the viewer may not read
}

// ActionView is one action offered to the actor.
type ActionView struct {
	Event        string
	Label        metamodel.Text
	Kind         workflows.TransitionKind
	Target       *workflows.State
	Consequence  metamodel.Text // spelled out: "时钟暂停，等申请人补正后回到本环节"
	NoteRequired bool
	Fields       []*metamodel.Field // with Deliver: the result's fields to enter
}

// Case reads a case by id or number.
func (e *Engine) Case(ctx context.Context, a Actor, id string) (*CaseView, error) {
	return e.caseView(ctx, a, id)
}

// Cases lists cases the actor may see: a citizen's own roots, a department's matters.
func (e *Engine) Cases(ctx context.Context, a Actor, f CaseFilter, p Page) ([]Case, string, error) {
	return e.cases(ctx, a, f, p)
}

// Filings lists what the actor filed themselves: first what waits for them, then
// what moved last, as far as they know.
func (e *Engine) Filings(ctx context.Context, a Actor, f CaseFilter, p Page) ([]ActiveCase, string, error) {
	return e.filings(ctx, a, f, p)
}

// Worklist lists what waits for the actor, the clock first, with the number of
// rows in whose hand and by light, under the same filter but for these.
func (e *Engine) Worklist(ctx context.Context, a Actor, f CaseFilter, p Page) ([]WorkItem, string, WorkCount, error) {
	return e.worklist(ctx, a, f, p)
}

// Action is one thing done to a case.
type Action struct {
	Event     string
	Note      string
	Fields    []string                   // with Correct: what to put right
	Materials []string                   // likewise
	Result    map[string]json.RawMessage // with Deliver: the yields, by path
	Answers   map[string]json.RawMessage // with Resubmit: corrected answers, by path
	ResultNo  string                     // with Deliver; "" lets the engine number it
}

// Apply does an action: departments act on tasks of their roles, the citizen
// answers corrections. revision is the one the actor saw (ErrConflict when it
// moved on). The same key gives the first outcome again. The case is shown as
// it is then.
func (e *Engine) Apply(ctx context.Context, a Actor, caseID string, revision int64, key string, act Action) (*CaseView, error) {
	done, err := e.act(ctx, a, caseID, revision, key, act)
	if err != nil {
		return nil, err
	}
	return e.caseView(ctx, a, done.Case)
}

// Act is Apply for those who need not see the case afterwards.
func (e *Engine) Act(ctx context.Context, a Actor, caseID string, revision int64, key string, act Action) (Acted, error) {
	return e.act(ctx, a, caseID, revision, key, act)
}

// Return sends a case back to an earlier step it has been through (退回), as far
// as its workflow allows; the note is required. revision and key as with Apply.
func (e *Engine) Return(ctx context.Context, a Actor, caseID string, revision int64, key, to, note string) (*CaseView, error) {
	return e.sendBack(ctx, a, caseID, revision, key, to, note)
}

// HandOver settles who of the department has the step of a case in hand: claim,
// release, transfer, delegate or take back. revision and key as with Apply.
func (e *Engine) HandOver(ctx context.Context, a Actor, caseID string, revision int64, key string, h Handover) (*CaseView, error) {
	return e.handOver(ctx, a, caseID, revision, key, h)
}

// Officers lists to whom the actor can hand the step of a case, by name.
func (e *Engine) Officers(ctx context.Context, a Actor, caseID string) ([]Officer, error) {
	return e.officers(ctx, a, caseID)
}

// Withdraw takes a filing back on the applicant's wish (撤回): one matter's case,
// or a theme case with all that is not decided yet. Matters that wait for the
// result of one taken back can never start and become void; all others go on.
// revision and key as with Apply; a note is optional.
func (e *Engine) Withdraw(ctx context.Context, a Actor, caseID string, revision int64, key, note string) (*CaseView, error) {
	return e.withdraw(ctx, a, caseID, revision, key, note)
}

// Clocks explains a case's clocks at a moment, line by line and day by day: now
// when it is zero, else at most a year ahead. With endOfDay it is the end of at's
// date in the calendar's zone. Whoever sees a case whole may ask.
func (e *Engine) Clocks(ctx context.Context, a Actor, id string, at time.Time, endOfDay bool) (*ClocksView, error) {
	return e.clocks(ctx, a, id, at, endOfDay)
}

// Sweep raises lights and takes silent decisions whose time has come, on behalf
// of the clock. It returns how many; call it again while it returns a full batch.
func (e *Engine) Sweep(ctx context.Context) (int, error) { return e.sweep(ctx) }

// ---- accounts -----------------------------------------------------------------

// SignIn checks a password and opens a session: the secret goes into the
// cookie. Wrong name and wrong password are the same problem and take the same time.
func (e *Engine) SignIn(ctx context.Context, username, password string) (Session, string, error) {
	return e.signIn(ctx, username, password)
}

// SignOut ends a session.
func (e *Engine) SignOut(ctx context.Context, secret string) error { return e.signOut(ctx, secret) }

// Resume gives the actor of a session secret, and prolongs the session.
func (e *Engine) Resume(ctx context.Context, secret string) (Actor, Session, error) {
	return e.resume(ctx, secret)
}

// ActorOfToken gives the actor of an API token.
func (e *Engine) ActorOfToken(ctx context.Context, secret string) (Actor, error) {
	return e.actorOfToken(ctx, secret)
}

// NewAccount describes an account to create.
type NewAccount struct {
	Username, Name, Password string
	Roles                    []string
	Organisation             string
}

// CreateAccount makes an account. Citizens register themselves (role citizen
// only); everything else needs an administrator, or the system actor of cmd.
func (e *Engine) CreateAccount(ctx context.Context, by Actor, n NewAccount) (Account, error) {
	return e.createAccount(ctx, by, n)
}

// SetPassword changes a password and ends the account's sessions.
func (e *Engine) SetPassword(ctx context.Context, by Actor, account, password string) error {
	return e.setPassword(ctx, by, account, password)
}

// CreateToken makes an API token for the actor; the secret is shown once: the
// same key again gives the token it made, without it.
func (e *Engine) CreateToken(ctx context.Context, a Actor, name string, expires time.Time, key string) (Token, string, error) {
	return e.createToken(ctx, a, name, expires, key)
}

// SystemActor is cmd and the engine itself: it may do what an administrator may.
func SystemActor() Actor { return Actor{Roles: []string{string(RoleAdministrator)}} }

// CreateWebhook subscribes an address to events; its secret is made here. The
// same key again gives the webhook it made.
func (e *Engine) CreateWebhook(ctx context.Context, a Actor, url string, types []EventType, key string) (Webhook, error) {
	return e.createWebhook(ctx, a, url, types, key)
}

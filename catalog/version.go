package catalog

import (
	"context"
	"errors"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Stage is where a version of a pack stands. The only ways are
// draft → review → published → retired and, when a reviewer is not content,
// review → draft.
type Stage string

const (
	StageDraft     Stage = "draft"     // its author works on it; nobody is served by it
	StageReview    Stage = "review"    // frozen, read by the others; approvals gather
	StagePublished Stage = "published" // a release: immutable, addressed by its hash
	StageRetired   Stage = "retired"   // nothing new starts with it; what runs goes on
)

// Version is one version of a pack on its way. Its files may be broken while
// it is a draft: what cannot be read yet is kept as typed.
type Version struct {
	ID        string
	Pack      string // the pack's name: never changes
	Version   string // as the manifest says
	Stage     Stage
	Revision  int64    // goes up with every step; a step with an old one is ErrStale
	Author    string   // who began it
	Editors   []string // who else changed it; none of them may approve it
	Comment   string   // of the last step
	Base      string   // hash of the release it started from, "" for none
	Hash      string   // of Files; once published, the release's
	Approvals []Approval
	Created   time.Time
	Updated   time.Time
	Files     map[string][]byte // nil in lists
}

// Approval is one reviewer's word on exactly one content.
type Approval struct {
	Who     string    `json:"who"`
	At      time.Time `json:"at"`
	Hash    string    `json:"hash"`
	Comment string    `json:"comment,omitempty"`
}

// By says who takes a step, when, and in which words.
type By struct {
	Who     string // an account's id, or a name for what is no account
	At      time.Time
	Comment string
}

// StepKind is what happened to a version or a release.
type StepKind string

const (
	StepCreate  StepKind = "create"  // a draft was begun
	StepSave    StepKind = "save"    // its content changed
	StepSubmit  StepKind = "submit"  // draft → review
	StepReturn  StepKind = "return"  // review → draft
	StepApprove StepKind = "approve" // one reviewer agrees
	StepPublish StepKind = "publish" // review → published, in force at once
	StepDiscard StepKind = "discard" // a draft was thrown away
	StepImport  StepKind = "import"  // a whole pack came in and is in force
	StepPromote StepKind = "promote" // likewise, signed, from another environment
	StepRetire  StepKind = "retire"  // published → retired
)

var stepWords = map[StepKind]metamodel.Text{
	StepCreate:  metamodel.ZhEn("开始草稿", "create"),
	StepSave:    metamodel.ZhEn("修改", "save"),
	StepSubmit:  metamodel.ZhEn("提交审核", "submit"),
	StepReturn:  metamodel.ZhEn("退回", "return"),
	StepApprove: metamodel.ZhEn("审核通过", "approve"),
	StepPublish: metamodel.ZhEn("发布", "publish"),
	StepDiscard: metamodel.ZhEn("删除草稿", "discard"),
	StepImport:  metamodel.ZhEn("导入并启用", "import"),
	StepPromote: metamodel.ZhEn("从另一环境启用", "promote"),
	StepRetire:  metamodel.ZhEn("停用", "retire"),
}

// Words are what a step is called.
func (k StepKind) Words() metamodel.Text { return stepWords[k] }

// Entry is one line of a pack's history. It is only ever added.
type Entry struct {
	Seq     int64 // the history's order
	Pack    string
	Draft   string // Version.ID, "" for what never was a draft
	Version string
	Step    StepKind
	Who     string
	At      time.Time
	Comment string
	From    string // hash before the step, "" for none
	To      string // hash after it
}

// Step is what one transaction writes: a version's new state, the release it
// became, the release that is retired, and the line of the history.
type Step struct {
	Version *Version       // nil: none. Revision 0 is new; otherwise the stored revision must be this one
	Drop    bool           // Version is thrown away instead
	Release *StoredRelease // nil: none. Stored unless it is there, and made the current one of its name
	Over    *string        // hash of the release that was seen in force, "" for none; nil: whatever is. With another one in force: ErrReplaced
	Retire  string         // hash of a release to retire, "" for none
	Entry   Entry          // written unless nothing changed; its From is filled in with a Release
}

var (
	// ErrNoVersion means there is no draft or version of that id.
	ErrNoVersion = errors.New("catalog: no such version")
	// ErrStale means somebody else took a step meanwhile.
	ErrStale = errors.New("catalog: the version was changed by somebody else")
	// ErrRetired means a release that was retired would be in force again.
	ErrRetired = errors.New("catalog: the release is retired")
	// ErrReplaced means another release is in force than the one that was seen.
	ErrReplaced = errors.New("catalog: another release is in force than the one that was seen")
)

// VersionStore keeps versions on their way and the history of packs. It is
// part of Store.
type VersionStore interface {
	// TakeStep writes a step in one transaction, or nothing: ErrStale, ErrRetired,
	// ErrReplaced, ErrNoRelease. A step that is taken already changes nothing and is no error.
	TakeStep(ctx context.Context, s Step) error
	Version(ctx context.Context, id string) (Version, error)            // ErrNoVersion
	Versions(ctx context.Context, pack string) ([]Version, error)       // newest first, without Files; "" for every pack
	Releases(ctx context.Context, pack string) ([]StoredRelease, error) // newest first, without Files; "" for every pack
	// History lists the lines of a pack ("" for every pack) before a Seq (0: from the end), newest first.
	History(ctx context.Context, pack string, before int64, limit int) ([]Entry, error)
}

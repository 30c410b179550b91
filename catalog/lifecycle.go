package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/onematter/onematter/metamodel"
)

// Rules are what an organisation may decide about the way of a version. The
// zero value is the strict one.
type Rules struct {
	OwnApproval bool // an author may approve their own version (one-person offices)
	Approvals   int  // how many must approve; 0: one
	Gate        GateRules
}

func (r Rules) approvals() int { return max(r.Approvals, 1) }

// Govern sets the rules; call it before the catalog is used.
func (c *Catalog) Govern(r Rules) { c.rules = r }

var stageNames = map[Stage]metamodel.Text{
	StageDraft:     metamodel.ZhEn("草稿", "draft"),
	StageReview:    metamodel.ZhEn("审核中", "review"),
	StagePublished: metamodel.ZhEn("已发布", "published"),
	StageRetired:   metamodel.ZhEn("已停用", "retired"),
}

var stepNames = map[StepKind]metamodel.Text{
	StepSave:    metamodel.ZhEn("修改", "changed"),
	StepSubmit:  metamodel.ZhEn("提交审核", "submitted"),
	StepReturn:  metamodel.ZhEn("退回", "returned"),
	StepApprove: metamodel.ZhEn("审核通过", "approved"),
	StepPublish: metamodel.ZhEn("发布", "published"),
	StepDiscard: metamodel.ZhEn("删除", "discarded"),
}

// CreateDraft begins a draft from files (a release's, a folder's, an upload's).
// base is the release it was made from: the one in force, "" only while there is
// none, so that nobody undoes what they never saw. The manifest must be readable, the rest may be broken: its
// problems come back beside the draft. Refusals are metamodel.Problems.
func (c *Catalog) CreateDraft(ctx context.Context, files map[string][]byte, base string, by By) (Version, metamodel.Problems, error) {
	m, ps := manifestOf(files)
	if ps.Failed() {
		return Version{}, nil, ps
	}
	if ps, err := c.StartsFrom(ctx, m.Name, base); err != nil || ps.Failed() {
		return Version{}, nil, orProblems(err, ps)
	}
	v := Version{ID: uuid.Must(uuid.NewV7()).String(), Pack: m.Name, Version: m.Version, Stage: StageDraft, Author: by.Who, Comment: by.Comment, Base: base,
		Hash: Hash(files), Created: by.At, Updated: by.At, Files: files}
	if err := c.take(ctx, &v, StepCreate, base, by, Step{}); err != nil {
		return Version{}, nil, err
	}
	_, ps = ReadArchive(files)
	return v, ps, nil
}

// SaveDraft replaces a draft's files. revision is the one its author saw: an
// old one is ErrStale, unless exactly this was saved meanwhile. A base other
// than "" says that the changes of that release have been taken in.
func (c *Catalog) SaveDraft(ctx context.Context, id string, revision int64, files map[string][]byte, base string, by By) (Version, metamodel.Problems, error) {
	m, ps := manifestOf(files)
	if ps.Failed() {
		return Version{}, nil, ps
	}
	v, err := c.store.Version(ctx, id)
	if err != nil {
		return Version{}, nil, err
	}
	hash := Hash(files)
	_, ps = ReadArchive(files)
	if v.Revision != revision {
		if v.Stage == StageDraft && v.Hash == hash && v.wrote(by.Who) && (base == "" || base == v.Base) { // the same request again
			return v, ps, nil
		}
		return v, nil, ErrStale
	}
	if v.Stage != StageDraft {
		return v, nil, refuseStage(v, StepSave)
	}
	if m.Name != v.Pack {
		return v, nil, metamodel.Problems{VersionPack.At("name", "pack", v.Pack, "name", m.Name)}
	}
	if base != "" && base != v.Base {
		if ps, err := c.baseOf(ctx, v.Pack, base); err != nil || ps.Failed() {
			return v, nil, orProblems(err, ps)
		}
		v.Base = base
	} else if hash == v.Hash {
		return v, ps, nil // nothing to save
	}
	from := v.Hash
	v.Version, v.Files, v.Hash = m.Version, files, hash
	if !v.wrote(by.Who) {
		v.Editors = append(v.Editors, by.Who)
	}
	if err := c.take(ctx, &v, StepSave, from, by, Step{}); err != nil {
		return v, nil, err
	}
	return v, ps, nil
}

// Discard throws a draft away; its history stays.
func (c *Catalog) Discard(ctx context.Context, id string, revision int64, by By) error {
	v, err := c.at(ctx, id, revision, StepDiscard, StageDraft)
	if err != nil {
		return err
	}
	return c.take(ctx, &v, StepDiscard, v.Hash, by, Step{Drop: true})
}

// Submit freezes a draft for review: draft → review. What the gate finds comes
// back for the reviewers; it stops only the publishing.
func (c *Catalog) Submit(ctx context.Context, id string, revision int64, by By) (Version, Report, error) {
	v, err := c.store.Version(ctx, id)
	if err != nil {
		return Version{}, Report{}, err
	}
	if !(v.Stage == StageReview && v.Revision == revision+1) { // else the same request again
		if v, err = c.at(ctx, id, revision, StepSubmit, StageDraft); err != nil {
			return v, Report{}, err
		}
		v.Stage, v.Approvals = StageReview, nil
		if err := c.take(ctx, &v, StepSubmit, v.Hash, by, Step{}); err != nil {
			return v, Report{}, err
		}
	}
	report, err := c.GateVersion(ctx, v)
	return v, report, err
}

// Return sends a version back to its author: review → draft. Approvals fall.
func (c *Catalog) Return(ctx context.Context, id string, revision int64, by By) (Version, error) {
	v, err := c.at(ctx, id, revision, StepReturn, StageReview)
	if err != nil {
		return v, err
	}
	v.Stage, v.Approvals = StageDraft, nil
	return v, c.take(ctx, &v, StepReturn, v.Hash, by, Step{})
}

// Approve records a reviewer's word on exactly the content under review. Four
// eyes: not the author's, unless Rules say otherwise.
func (c *Catalog) Approve(ctx context.Context, id string, revision int64, by By) (Version, error) {
	v, err := c.store.Version(ctx, id)
	if err != nil {
		return Version{}, err
	}
	for _, a := range v.Approvals {
		if a.Who == by.Who && v.Stage == StageReview {
			if v.Revision == revision {
				return v, metamodel.Problems{VersionTwice.At("")}
			}
			return v, nil // the same request again
		}
	}
	if v, err = c.at(ctx, id, revision, StepApprove, StageReview); err != nil {
		return v, err
	}
	if v.wrote(by.Who) && !c.rules.OwnApproval {
		return v, metamodel.Problems{VersionApprover.At("")}
	}
	v.Approvals = append(v.Approvals, Approval{Who: by.Who, At: by.At, Hash: v.Hash, Comment: by.Comment})
	return v, c.take(ctx, &v, StepApprove, v.Hash, by, Step{})
}

// Retire takes a release out of force: nothing new starts with it, what runs
// goes on. It never comes back. A pack that another current one needs stays.
func (c *Catalog) Retire(ctx context.Context, hash string, by By) error {
	s, err := c.store.Release(ctx, hash)
	if err != nil {
		return fmt.Errorf("retiring a release: %w", err)
	}
	if strings.TrimSpace(by.Who) == "" {
		return metamodel.Problems{VersionNobody.At("")}
	}
	if !s.Retired.IsZero() {
		return nil // the same request again
	}
	e, err := c.readCurrent(ctx)
	if err != nil {
		return err
	}
	for _, r := range e.Releases {
		for _, need := range r.Pack.Needs {
			if n := ParseNeed(need); s.Current && n.Name == s.Name && r.Hash != hash {
				return metamodel.Problems{ReleaseNeeded.At("", "pack", s.Name, "by", r.Pack.Title)}
			}
		}
	}
	entry := Entry{Pack: s.Name, Version: s.Version, Step: StepRetire, Who: by.Who, At: by.At, Comment: by.Comment, From: hash}
	if err := c.store.TakeStep(ctx, Step{Retire: hash, Entry: entry}); err != nil {
		return fmt.Errorf("retiring %s %s: %w", s.Name, s.Version, err)
	}
	c.inForce(nil)
	return nil
}

// Version gives a draft or version with its files: ErrNoVersion.
func (c *Catalog) Version(ctx context.Context, id string) (Version, error) {
	return c.store.Version(ctx, id)
}

// Compile gives what a version would be as a release: the release itself once
// published, else compiled against what is in force; nil with its problems.
func (c *Catalog) Compile(ctx context.Context, v Version) (*Release, metamodel.Problems, error) {
	if v.Stage == StagePublished || v.Stage == StageRetired {
		r, err := c.release(ctx, v.Hash)
		return r, nil, err
	}
	p, ps := ReadArchive(v.Files)
	if p == nil {
		return nil, ps, nil
	}
	r, _, ps, err := c.prepare(ctx, p, v.Updated)
	return r, ps, err
}

// Versions lists the drafts and versions of a pack ("" for every pack), newest
// first, without their files.
func (c *Catalog) Versions(ctx context.Context, pack string) ([]Version, error) {
	return c.store.Versions(ctx, pack)
}

// Releases lists what was ever in force of a pack ("" for every pack), newest
// first, without the files.
func (c *Catalog) Releases(ctx context.Context, pack string) ([]StoredRelease, error) {
	return c.store.Releases(ctx, pack)
}

// leastPrefix is how much of a hash names a release, in hexadecimal digits.
const leastPrefix = 8

// ReleasesNamed lists what a person may mean: a hash, the beginning of one with
// or without "sha256:", or PACK@VERSION. More than one is not clear enough.
func (c *Catalog) ReleasesNamed(ctx context.Context, words string) ([]StoredRelease, error) {
	list, err := c.Releases(ctx, "")
	if err != nil {
		return nil, err
	}
	digits := strings.TrimPrefix(words, "sha256:")
	return slices.DeleteFunc(list, func(r StoredRelease) bool {
		return r.Name+"@"+r.Version != words && (len(digits) < leastPrefix || !strings.HasPrefix(strings.TrimPrefix(r.Hash, "sha256:"), digits))
	}), nil
}

// History lists what happened to a pack ("" for every pack), newest first;
// before is the Seq of the last line seen, 0 for none.
func (c *Catalog) History(ctx context.Context, pack string, before int64, limit int) ([]Entry, error) {
	return c.store.History(ctx, pack, before, limit)
}

// wrote reports whether somebody wrote any of it.
func (v *Version) wrote(who string) bool { return v.Author == who || slices.Contains(v.Editors, who) }

// at reads a version that must stand where its caller saw it.
func (c *Catalog) at(ctx context.Context, id string, revision int64, step StepKind, stage Stage) (Version, error) {
	v, err := c.store.Version(ctx, id)
	switch {
	case err != nil:
		return Version{}, err
	case v.Revision != revision:
		return v, ErrStale
	case v.Stage != stage:
		return v, refuseStage(v, step)
	}
	return v, nil
}

func refuseStage(v Version, step StepKind) error {
	return metamodel.Problems{VersionStage.At("", "stage", stageNames[v.Stage], "step", stepNames[step])}
}

// take writes one step of a version and its line in the history.
func (c *Catalog) take(ctx context.Context, v *Version, kind StepKind, from string, by By, s Step) error {
	if strings.TrimSpace(by.Who) == "" {
		return metamodel.Problems{VersionNobody.At("")}
	}
	by.Comment = strings.ReplaceAll(strings.ToValidUTF8(by.Comment, "�"), "\x00", "") // PostgreSQL keeps no NUL
	v.Updated, v.Comment = by.At, by.Comment
	s.Version = v
	s.Entry = Entry{Pack: v.Pack, Draft: v.ID, Version: v.Version, Step: kind, Who: by.Who, At: by.At, Comment: by.Comment, From: from, To: v.Hash}
	if s.Drop {
		s.Entry.To = ""
	}
	if err := c.store.TakeStep(ctx, s); err != nil {
		return err
	}
	v.Revision++
	return nil
}

// manifestOf reads only the manifest of a pack's files, and refuses names and
// sizes that no pack has.
func manifestOf(files map[string][]byte) (Manifest, metamodel.Problems) {
	names, total := sortedKeys(files), 0
	ps := checkNames(names)
	for _, name := range names {
		total += len(files[name])
		if len(files[name]) > metamodel.DefinitionLimits.Bytes {
			ps = append(ps, in(name, FileTooLarge.At("", "limit", metamodel.DefinitionLimits.Bytes)))
		}
	}
	if total > PackLimits.Bytes {
		ps = append(ps, PackTooLarge.At("", "limit", PackLimits.Bytes))
	}
	if ps.Failed() {
		return Manifest{}, ps
	}
	p := &Pack{Files: files}
	ps = p.readManifest(names)
	return p.Manifest, ps
}

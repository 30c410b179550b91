package api

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// PackVersion is one version of a pack on its way from draft to retired.
type PackVersion struct {
	ID        string            `json:"id" description:"Of the version; empty for a release that never was a draft here"`
	Pack      string            `json:"pack"`
	Version   string            `json:"version"`
	Stage     catalog.Stage     `json:"stage" enum:"draft,review,published,retired"`
	Current   bool              `json:"current" description:"New filings start with it"`
	Revision  int64             `json:"revision"`
	Author    Person            `json:"author"`
	Comment   string            `json:"comment,omitempty" description:"Of the last step"`
	Base      string            `json:"base,omitempty" description:"Hash of the release it started from"`
	Hash      string            `json:"hash" description:"Of its content; once published, the release's"`
	Approvals []VersionApproval `json:"approvals"`
	Created   time.Time         `json:"created"`
	Updated   time.Time         `json:"updated"`
}

// Person is who did something: an account, or a name for what is none.
type Person struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// VersionApproval is one reviewer's word on exactly one content.
type VersionApproval struct {
	By      Person    `json:"by"`
	At      time.Time `json:"at"`
	Hash    string    `json:"hash"`
	Comment string    `json:"comment,omitempty"`
}

// HistoryLine is one line of a pack's history.
type HistoryLine struct {
	Seq     int64            `json:"seq"`
	Pack    string           `json:"pack"`
	Draft   string           `json:"draft,omitempty"`
	Version string           `json:"version"`
	Step    catalog.StepKind `json:"step" enum:"create,save,submit,return,approve,publish,discard,import,promote,retire"`
	By      Person           `json:"by"`
	At      time.Time        `json:"at"`
	Comment string           `json:"comment,omitempty"`
	From    string           `json:"from,omitempty"`
	To      string           `json:"to,omitempty"`
}

// GateReport is what stands between a version and its publishing.
type GateReport struct {
	Blockers metamodel.Problems `json:"blockers"`
	Warnings metamodel.Problems `json:"warnings"`
	Notes    metamodel.Problems `json:"notes" description:"What could not be proved either way"`
}

// VersionStep is a version after a step, with what the gate says to it.
type VersionStep struct {
	Version PackVersion `json:"version"`
	Gate    GateReport  `json:"gate"`
}

// PackFiles are a pack's files by path, as text.
type PackFiles struct {
	Files map[string]string `json:"files"`
}

// packIn names a pack.
type packIn struct {
	Name string `path:"name" description:"The pack's name"`
}

// HistoryIn pages backwards through a history.
type HistoryIn struct {
	packIn
	Before int `query:"before" validate:"min=0" description:"seq of the last line seen; from the newest without"`
	Limit  int `query:"limit" validate:"min=0,max=200" description:"Lines at most; 0 or absent: 50"`
}

// CreateVersion begins a draft from a pack's files.
type CreateVersion struct {
	Files   map[string]string `json:"files" validate:"required" description:"Every file of the pack by path, pack.yaml among them"`
	Base    string            `json:"base,omitempty" validate:"max=128" description:"Release it starts from; absent: the current one"`
	Comment string            `json:"comment,omitempty" validate:"max=2000"`
}

// SaveVersion replaces a draft's files.
type SaveVersion struct {
	ID      string            `path:"id" json:"-" description:"Its id, as lists give it"`
	Files   map[string]string `json:"files" validate:"required" description:"Every file of the pack by path, pack.yaml among them"`
	Base    string            `json:"base,omitempty" validate:"max=128" description:"A newer release whose changes have been taken in"`
	Comment string            `json:"comment,omitempty" validate:"max=2000"`
}

// VersionStepIn is a step of a version, in its author's or reviewer's words.
type VersionStepIn struct {
	ID      string `path:"id" json:"-" description:"Its id, as lists give it"`
	Comment string `json:"comment,omitempty" validate:"max=2000"`
}

// RetireIn takes a release out of force.
type RetireIn struct {
	Hash    string `path:"hash" json:"-" description:"The release's hash"`
	Comment string `json:"comment,omitempty" validate:"max=2000"`
}

// hashIn names a release.
type hashIn struct {
	Hash string `path:"hash" description:"The release's hash"`
}

// archiveIn is a pack as a ZIP file in the multipart part "file".
type archiveIn struct{}

// DiffIn names two releases or versions.
type DiffIn struct {
	From string `query:"from" validate:"required,max=128" description:"Hash of a release, or id of a version"`
	To   string `query:"to" validate:"required,max=128" description:"Hash of a release, or id of a version"`
}

func (a *API) versionRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/packs/:name/versions", id: "listVersions", tag: "versions", summary: "Drafts, versions and releases of a pack, newest first"}, a.listVersions)
	route(a, r, row{method: http.MethodGet, path: "/packs/:name/history", id: "packHistory", tag: "versions", summary: "What happened to a pack, newest first"}, a.packHistory)
	route(a, r, row{method: http.MethodPost, path: "/versions", id: "createVersion", tag: "versions", summary: "Begin a draft from a pack's files; the same files again give the draft they began", status: http.StatusCreated}, a.createVersion)
	route(a, r, row{method: http.MethodPost, path: "/versions/archive", id: "uploadVersion", tag: "versions", summary: "Begin a draft from a ZIP file in the part \"file\"", status: http.StatusCreated}, a.uploadVersion)
	route(a, r, row{method: http.MethodGet, path: "/versions/:id", id: "getVersion", tag: "versions", summary: "A version"}, a.getVersion)
	route(a, r, row{method: http.MethodDelete, path: "/versions/:id", id: "discardVersion", tag: "versions", summary: "Throw a draft away; its history stays", status: http.StatusNoContent, headers: []string{"If-Match"}}, a.discardVersion)
	route(a, r, row{method: http.MethodGet, path: "/versions/:id/files", id: "getVersionFiles", tag: "versions", summary: "A version's files"}, a.versionFiles)
	route(a, r, row{method: http.MethodPut, path: "/versions/:id/files", id: "saveVersion", tag: "versions", summary: "Replace a draft's files", headers: []string{"If-Match"}}, a.saveVersion)
	route(a, r, row{method: http.MethodGet, path: "/versions/:id/gate", id: "gateVersion", tag: "versions", summary: "What stands between a version and its publishing"}, a.gateVersion)
	route(a, r, row{method: http.MethodPost, path: "/versions/:id/submit", id: "submitVersion", tag: "versions", summary: "Hand a draft over for review", headers: []string{"If-Match"}}, a.submitVersion)
	route(a, r, row{method: http.MethodPost, path: "/versions/:id/return", id: "returnVersion", tag: "versions", summary: "Send a version back to its author", headers: []string{"If-Match"}}, a.returnVersion)
	route(a, r, row{method: http.MethodPost, path: "/versions/:id/approve", id: "approveVersion", tag: "versions", summary: "Agree with exactly the content under review; not one's own", headers: []string{"If-Match"}}, a.approveVersion)
	route(a, r, row{method: http.MethodPost, path: "/versions/:id/publish", id: "publishVersion", tag: "versions", summary: "Put an approved version in force; the gate decides", headers: []string{"If-Match"}}, a.publishVersion)
	route(a, r, row{method: http.MethodGet, path: "/releases/:hash/files", id: "getReleaseFiles", tag: "versions", summary: "A release's files"}, a.releaseFiles)
	route(a, r, row{method: http.MethodPost, path: "/releases/:hash/retire", id: "retireRelease", tag: "versions", summary: "Take a release out of force for good: what runs goes on", status: http.StatusNoContent}, a.retireRelease)
	route(a, r, row{method: http.MethodGet, path: "/diff", id: "diff", tag: "versions", summary: "What changed between two releases or versions, by stable key and class"}, a.diff)
}

func (a *API) by(who engine.Actor, comment string) catalog.By {
	return catalog.By{Who: who.Account, At: a.o.Now().UTC().Truncate(time.Microsecond), Comment: strings.TrimSpace(comment)}
}

// named gives people their names.
func (a *API) named(ctx context.Context, who engine.Actor, ids ...string) (func(id string) Person, error) {
	names, err := a.o.Engine.Names(ctx, who, ids)
	return func(id string) Person {
		if name, ok := names[id]; ok {
			return Person{ID: id, Name: name}
		}
		return Person{Name: id}
	}, err
}

func (a *API) versionOf(ctx context.Context, who engine.Actor, list ...catalog.Version) ([]PackVersion, error) {
	var ids []string
	for _, v := range list {
		ids = append(ids, v.Author)
		for _, x := range v.Approvals {
			ids = append(ids, x.Who)
		}
	}
	person, err := a.named(ctx, who, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]PackVersion, len(list))
	for i, v := range list {
		out[i] = PackVersion{ID: v.ID, Pack: v.Pack, Version: v.Version, Stage: v.Stage, Revision: v.Revision, Author: person(v.Author), Comment: v.Comment,
			Base: v.Base, Hash: v.Hash, Approvals: []VersionApproval{}, Created: v.Created, Updated: v.Updated}
		for _, x := range v.Approvals {
			out[i].Approvals = append(out[i].Approvals, VersionApproval{By: person(x.Who), At: x.At, Hash: x.Hash, Comment: x.Comment})
		}
	}
	return out, nil
}

func (a *API) listVersions(c *call[packIn]) (*List[PackVersion], error) {
	ctx := c.Request().Context()
	versions, err := a.o.Catalog.Versions(ctx, c.In.Name)
	if err != nil {
		return nil, err
	}
	releases, err := a.o.Catalog.Releases(ctx, c.In.Name)
	if err != nil {
		return nil, err
	}
	if len(versions)+len(releases) == 0 {
		return nil, engine.ErrNotFound
	}
	items, err := a.versionOf(ctx, c.Actor, versions...)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, v := range items {
		if v.Stage == catalog.StagePublished || v.Stage == catalog.StageRetired {
			at[v.Hash] = i
		}
	}
	// A release that came in whole was never a draft here. What is a version has
	// its state as a release from the release.
	for _, r := range releases {
		i, known := at[r.Hash]
		if !known {
			i = len(items)
			items = append(items, PackVersion{Pack: r.Name, Version: r.Version, Stage: catalog.StagePublished, Hash: r.Hash, Approvals: []VersionApproval{}, Created: r.Loaded, Updated: r.Loaded})
		}
		items[i].Current = r.Current
		if !r.Retired.IsZero() {
			items[i].Stage, items[i].Updated = catalog.StageRetired, r.Retired
		}
	}
	sortVersions(items)
	return &List[PackVersion]{Items: items}, nil
}

func (a *API) packHistory(c *call[HistoryIn]) (*List[HistoryLine], error) {
	ctx := c.Request().Context()
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	lines, err := a.o.Catalog.History(ctx, c.In.Name, int64(c.In.Before), limit+1)
	if err != nil {
		return nil, err
	}
	out := &List[HistoryLine]{Items: []HistoryLine{}}
	if len(lines) > limit {
		lines = lines[:limit]
		out.Next = strconv.FormatInt(lines[limit-1].Seq, 10)
	}
	var ids []string
	for _, l := range lines {
		ids = append(ids, l.Who)
	}
	person, err := a.named(ctx, c.Actor, ids...)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		out.Items = append(out.Items, HistoryLine{Seq: l.Seq, Pack: l.Pack, Draft: l.Draft, Version: l.Version, Step: l.Step, By: person(l.Who), At: l.At,
			Comment: l.Comment, From: l.From, To: l.To})
	}
	return out, nil
}

func filesOf(texts map[string]string) map[string][]byte {
	out := make(map[string][]byte, len(texts))
	for name, body := range texts {
		out[name] = []byte(body)
	}
	return out
}

func (a *API) createVersion(c *call[CreateVersion]) (*VersionStep, error) {
	return a.begin(c.Request().Context(), c, c.Actor, filesOf(c.In.Files), c.In.Base, c.In.Comment)
}

// begin makes a draft, or gives the one that the same author began with the
// same files: a request that is sent again begins nothing twice.
func (a *API) begin(ctx context.Context, c tagged, who engine.Actor, files map[string][]byte, base, comment string) (*VersionStep, error) {
	by := a.by(who, comment)
	hash := catalog.Hash(files)
	known, err := a.o.Catalog.Versions(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, v := range known {
		if v.Hash == hash && v.Author == by.Who && v.Stage == catalog.StageDraft {
			return a.step(ctx, c, who, v.ID, nil)
		}
	}
	v, _, err := a.o.Catalog.CreateDraft(ctx, files, base, by)
	if err != nil {
		return nil, err
	}
	return a.step(ctx, c, who, v.ID, nil)
}

// step gives a version as it is now, with what the gate says, known or asked.
func (a *API) step(ctx context.Context, c tagged, who engine.Actor, id string, report *catalog.Report) (*VersionStep, error) {
	v, err := a.o.Catalog.Version(ctx, id)
	if err != nil {
		return nil, err
	}
	if report == nil {
		found, err := a.o.Catalog.GateVersion(ctx, v)
		if err != nil {
			return nil, err
		}
		report = &found
	}
	list, err := a.versionOf(ctx, who, v)
	if err != nil {
		return nil, err
	}
	c.tag(v.Revision)
	return &VersionStep{Version: list[0], Gate: reportOf(*report)}, nil
}

func reportOf(r catalog.Report) GateReport {
	return GateReport{Blockers: orNone(r.Blockers), Warnings: orNone(r.Warnings), Notes: orNone(r.Notes)}
}

func orNone(ps metamodel.Problems) metamodel.Problems {
	if ps == nil {
		return metamodel.Problems{}
	}
	return ps
}

func (a *API) uploadVersion(c *call[archiveIn]) (*VersionStep, error) {
	u, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(u) // bounded by the server's limit of an upload
	if err != nil {
		return nil, err
	}
	if err := u.next(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = kindOneFile.At("file")
		}
		return nil, err
	}
	files, err := unpack(body)
	if err != nil {
		return nil, err
	}
	return a.begin(c.Request().Context(), c, c.Actor, files, "", "")
}

// mostUnpacked bounds what a ZIP file may become; a pack has less.
const mostUnpacked = 32 << 20

// unpack reads a ZIP file into memory: one folder around everything is taken
// off, and no entry leaves it.
func unpack(body []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, kindArchive.At("file")
	}
	files := map[string][]byte{}
	total := int64(0)
	for _, f := range z.File {
		name := f.Name
		if strings.HasSuffix(name, "/") || strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00") || path.Clean("/"+name) != "/"+name {
			return nil, kindEntry.At("file", "name", printable(name))
		}
		r, err := f.Open()
		if err != nil {
			return nil, kindArchive.At("file")
		}
		b, err := io.ReadAll(io.LimitReader(r, mostUnpacked-total+1)) // what the header claims counts for nothing
		_ = r.Close()
		if err != nil {
			return nil, kindArchive.At("file")
		}
		if total += int64(len(b)); total > mostUnpacked {
			return nil, kindTooLarge.At("file", "limit", mostUnpacked)
		}
		files[name] = b
	}
	if _, ok := files["pack.yaml"]; !ok {
		inner := map[string][]byte{}
		for name, b := range files {
			_, rest, _ := strings.Cut(name, "/")
			if rest == "" || inner[rest] != nil {
				return files, nil // the catalog says what is wrong with it
			}
			inner[rest] = b
		}
		files = inner
	}
	return files, nil
}

func (a *API) getVersion(c *call[idIn]) (*PackVersion, error) {
	ctx := c.Request().Context()
	v, err := a.o.Catalog.Version(ctx, c.In.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.versionOf(ctx, c.Actor, v)
	if err != nil {
		return nil, err
	}
	c.tag(v.Revision)
	return &list[0], nil
}

func (a *API) discardVersion(c *call[idIn]) (*none, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	by := a.by(c.Actor, "")
	return nil, a.o.Catalog.Discard(ctx, c.In.ID, rev, by)
}

func textsOf(files map[string][]byte) *PackFiles {
	out := &PackFiles{Files: make(map[string]string, len(files))}
	for name, b := range files {
		out.Files[name] = strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return out
}

func (a *API) versionFiles(c *call[idIn]) (*PackFiles, error) {
	v, err := a.o.Catalog.Version(c.Request().Context(), c.In.ID)
	if err != nil {
		return nil, err
	}
	return textsOf(v.Files), nil
}

func (a *API) releaseFiles(c *call[hashIn]) (*PackFiles, error) {
	r, err := a.o.Catalog.Release(c.Request().Context(), c.In.Hash)
	if err != nil {
		return nil, err
	}
	return textsOf(r.Pack.Files), nil
}

func (a *API) saveVersion(c *call[SaveVersion]) (*VersionStep, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	by := a.by(c.Actor, c.In.Comment)
	if _, _, err := a.o.Catalog.SaveDraft(ctx, c.In.ID, rev, filesOf(c.In.Files), c.In.Base, by); err != nil {
		return nil, err
	}
	return a.step(ctx, c, c.Actor, c.In.ID, nil)
}

func (a *API) gateVersion(c *call[idIn]) (*GateReport, error) {
	ctx := c.Request().Context()
	v, err := a.o.Catalog.Version(ctx, c.In.ID)
	if err != nil {
		return nil, err
	}
	report, err := a.o.Catalog.GateVersion(ctx, v)
	if err != nil {
		return nil, err
	}
	out := reportOf(report)
	return &out, nil
}

// stepped takes a step that If-Match guards.
func (a *API) stepped(c *call[VersionStepIn], take func(rev int64, by catalog.By) (*catalog.Report, error)) (*VersionStep, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	by := a.by(c.Actor, c.In.Comment)
	report, err := take(rev, by)
	if err != nil {
		return nil, err
	}
	return a.step(ctx, c, c.Actor, c.In.ID, report)
}

func (a *API) submitVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, report, err := a.o.Catalog.Submit(c.Request().Context(), c.In.ID, rev, by)
		return &report, err
	})
}

func (a *API) returnVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, err := a.o.Catalog.Return(c.Request().Context(), c.In.ID, rev, by)
		return nil, err
	})
}

func (a *API) approveVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		_, err := a.o.Catalog.Approve(c.Request().Context(), c.In.ID, rev, by)
		return nil, err
	})
}

func (a *API) publishVersion(c *call[VersionStepIn]) (*VersionStep, error) {
	ctx := c.Request().Context()
	return a.stepped(c, func(rev int64, by catalog.By) (*catalog.Report, error) {
		rel, report, err := a.o.Catalog.PublishVersion(ctx, c.In.ID, rev, by)
		if err == nil && rel == nil {
			err = report.Blockers // why not: each with file and path
		}
		if err == nil {
			err = a.o.Engine.EnsureOrganisations(ctx)
		}
		return &report, err
	})
}

func (a *API) retireRelease(c *call[RetireIn]) (*none, error) {
	ctx := c.Request().Context()
	by := a.by(c.Actor, c.In.Comment)
	return nil, a.o.Catalog.Retire(ctx, c.In.Hash, by)
}

// sortVersions puts the newest first; of equals, what is in force.
func sortVersions(list []PackVersion) {
	slices.SortStableFunc(list, func(x, y PackVersion) int {
		if d := y.Created.Compare(x.Created); d != 0 {
			return d
		}
		switch {
		case x.Current && !y.Current:
			return -1
		case y.Current && !x.Current:
			return 1
		}
		return strings.Compare(y.Version, x.Version)
	})
}

// Difference is everything that changed between two versions.
type Difference struct {
	Pack    string        `json:"pack"`
	From    string        `json:"from" description:"Its version"`
	To      string        `json:"to"`
	Class   catalog.Class `json:"class" enum:"compatible,needs_answer,breaking" description:"The worst of the changes"`
	Changes []Change      `json:"changes"`
}

// Change is one difference by a definition's stable key.
type Change struct {
	Kind  string         `json:"kind"`
	Of    Definition     `json:"of"`
	Path  string         `json:"path"`
	From  any            `json:"from,omitempty"`
	To    any            `json:"to,omitempty"`
	Class catalog.Class  `json:"class" enum:"compatible,needs_answer,breaking"`
	Words metamodel.Text `json:"words"`
	Why   metamodel.Text `json:"why,omitempty"`
}

// Definition names one definition of a pack.
type Definition struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

func (a *API) diff(c *call[DiffIn]) (*Difference, error) {
	ctx := c.Request().Context()
	from, err := a.compiled(ctx, c.In.From, "from")
	if err != nil {
		return nil, err
	}
	to, err := a.compiled(ctx, c.In.To, "to")
	if err != nil {
		return nil, err
	}
	if from.Pack.Name != to.Pack.Name {
		return nil, kindOtherPack.At("to", "from", from.Pack.Name, "to", to.Pack.Name)
	}
	d := catalog.Diff(from, to)
	out := &Difference{Pack: d.Pack, From: d.From, To: d.To, Class: d.Class, Changes: make([]Change, 0, len(d.Changes))}
	for _, x := range d.Changes {
		out.Changes = append(out.Changes, Change{Kind: x.Kind, Of: Definition{x.Of.Kind, x.Of.ID}, Path: x.Path, From: x.From, To: x.To, Class: x.Class, Words: x.Words, Why: x.Why})
	}
	return out, nil
}

// under keeps problems of a pack apart from those of the request.
func under(at string, ps metamodel.Problems) metamodel.Problems {
	out := metamodel.Problems{kindUncompiled.At(at)}
	return append(out, ps...)
}

// compiled is a release by hash, or a version that need not be published: its
// problems are the answer when it does not compile.
func (a *API) compiled(ctx context.Context, name, at string) (*catalog.Release, error) {
	if strings.HasPrefix(name, "sha256:") {
		return a.o.Catalog.Release(ctx, name)
	}
	v, err := a.o.Catalog.Version(ctx, name)
	if err != nil {
		return nil, err
	}
	rel, ps, err := a.o.Catalog.Compile(ctx, v)
	if err != nil {
		return nil, err
	}
	if rel == nil {
		return nil, under(at, ps)
	}
	return rel, nil
}

package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
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

// PackFiles are a pack's files by path, as text.
type PackFiles struct {
	Files map[string]string `json:"files"`
}

// CreateVersion begins a draft from a pack's files.
type CreateVersion struct {
	Files   map[string]string `json:"files" validate:"required" description:"Every file of the pack by path, pack.yaml among them"`
	Base    string            `json:"base,omitempty" validate:"max=128" description:"Hash of the release these files were made from: the one in force. Absent only while none is in force"`
	Comment string            `json:"comment,omitempty" validate:"max=2000"`
}

// SaveVersion replaces a draft's files.
type SaveVersion struct {
	ID      string            `path:"id" json:"-" description:"Its id, as lists give it"`
	Files   map[string]string `json:"files" validate:"required" description:"Every file of the pack by path, pack.yaml among them"`
	Base    string            `json:"base,omitempty" validate:"max=128" description:"A newer release whose changes have been taken in"`
	Comment string            `json:"comment,omitempty" validate:"max=2000"`
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
		if v.Hash == hash && v.Author == by.Who && v.Base == base && v.Stage == catalog.StageDraft {
			return a.step(ctx, c, who, v.ID, nil)
		}
	}
	v, _, err := a.o.Catalog.CreateDraft(ctx, files, base, by)
	if err != nil {
		return nil, err
	}
	return a.step(ctx, c, who, v.ID, nil)
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

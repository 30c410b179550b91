package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// maxFilesDefault of a material that does not say.
const maxFilesDefault = 5

func (e *Engine) addFile(ctx context.Context, a Actor, draft, material, name string, r io.Reader) (File, error) {
	d, m, files, err := e.draftMaterial(ctx, a, draft, material)
	if err != nil {
		return File{}, err
	}
	file, err := e.takeFile(ctx, a, forMaterial(m), name, r)
	if err != nil {
		return File{}, err
	}
	file.Draft = d.ID
	// The draft is touched: a submission at the same moment is either before the
	// file, which is then refused, or after it and carries it along.
	for range retries {
		if first, ok := file.among(files); ok {
			e.dropBlob(ctx, file.Blob)
			return first, nil
		}
		if err = roomFor(m, files); err != nil {
			break
		}
		if file.Added, err = e.now(ctx); err != nil {
			break
		}
		d.worked(file.Added)
		err = e.o.Store.Commit(ctx, &Change{UpdateDrafts: []Draft{d}, InsertFiles: []File{file}})
		if !errors.Is(err, ErrConflict) {
			break
		}
		if d, m, files, err = e.draftMaterial(ctx, a, draft, material); err != nil {
			break
		}
		err = ErrConflict
	}
	if err != nil {
		e.dropBlob(ctx, file.Blob)
		var ps metamodel.Problems
		if errors.As(err, &ps) || errors.Is(err, ErrNotFound) {
			return File{}, err
		}
		return File{}, fmt.Errorf("keeping an uploaded file: %w", err)
	}
	return file, nil
}

// among finds the same bytes by the same name for the same material: a file
// that is sent again is the one that is there.
func (f File) among(files []File) (File, bool) {
	i := slices.IndexFunc(files, func(x File) bool {
		return x.Material == f.Material && x.Name == f.Name && x.SHA256 == f.SHA256
	})
	if i < 0 {
		return File{}, false
	}
	return files[i], true
}

// identify names a file of a correction by what it is and where: nothing else
// is written that two requests at once would meet at.
func (f *File) identify(c *Case, place string) {
	asked := strconv.FormatInt(c.Correction.Asked.UnixMicro(), 10)
	f.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("onematter:file:"+requestHash(c.ID, asked, place, f.Name, f.SHA256))).String()
}

// draftMaterial finds an own, open draft with its files and a material it asks
// for.
func (e *Engine) draftMaterial(ctx context.Context, a Actor, draft, material string) (Draft, *metamodel.Material, []File, error) {
	d, err := e.ownDraft(ctx, a, draft)
	if err != nil {
		return d, nil, nil, err
	}
	if d.Submitted != "" {
		return d, nil, nil, refuse(draftSubmitted, "")
	}
	p, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	if err != nil {
		return d, nil, nil, err
	}
	v, err := e.viewDraft(ctx, d, p)
	if err != nil {
		return d, nil, nil, err
	}
	for _, s := range v.Materials {
		if s.Material.ID != material {
			continue
		}
		if !s.Asked {
			return d, nil, nil, refuse(fileUnwanted, "materials/"+material)
		}
		return d, s.Material, v.Files, nil
	}
	return d, nil, nil, ErrNotFound
}

func roomFor(m *metamodel.Material, files []File) error {
	most := m.MaxFiles
	if most == 0 {
		most = maxFilesDefault
	}
	n := 0
	for _, f := range files {
		if f.Material == m.ID {
			n++
		}
	}
	if n >= most {
		return refuse(fileMany, "materials/"+m.ID, "max", most)
	}
	return nil
}

func (e *Engine) addCorrectionFile(ctx context.Context, a Actor, caseID, material, name string, r io.Reader) (File, error) {
	_, _, mm, _, err := e.correctionMaterial(ctx, a, caseID, material)
	if err != nil {
		return File{}, err
	}
	file, err := e.takeFile(ctx, a, forMaterial(mm), name, r)
	if err != nil {
		return File{}, err
	}
	return e.attach(ctx, a, file, material, func() (*family, *Case, []File, error, error) {
		f, c, m, recent, err := e.correctionMaterial(ctx, a, caseID, material)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		return f, c, recent, roomFor(m, recent), nil
	})
}

// attach writes a correction's file and its event, unless it is among those
// that this correction brought already. The upload may have taken minutes:
// whether the file is still asked for, and whether there is room, is judged again.
func (e *Engine) attach(ctx context.Context, a Actor, file File, place string, wanted func() (f *family, c *Case, recent []File, full, err error)) (File, error) {
	kept := file
	err := ErrConflict
	for range retries {
		var f *family
		var c *Case
		var recent []File
		var full error
		if f, c, recent, full, err = wanted(); err != nil {
			break
		}
		kept.identify(c, place)
		if i := slices.IndexFunc(recent, func(x File) bool { return x.ID == kept.ID }); i >= 0 {
			e.dropBlob(ctx, file.Blob)
			return recent[i], nil
		}
		if err = full; err != nil {
			break
		}
		f.by = citizen(a)
		kept.Case, kept.Added = c.ID, c.Correction.since(f.at)
		f.log(c, EventFileAdded, nil)
		f.change.InsertFiles = []File{kept}
		f.change.Unmoved = []Unmoved{unmoved(c)}
		err = e.o.Store.Commit(ctx, &f.change)
		if err == nil {
			return kept, nil
		}
		if !errors.Is(err, ErrConflict) && !errors.Is(err, ErrTaken) {
			err = fmt.Errorf("keeping an uploaded file: %w", err)
			break
		}
	}
	e.dropBlob(ctx, file.Blob)
	return File{}, err
}

// unmoved makes a commit depend on the case's revision without moving it, so
// that the page its owner has open stays good.
func unmoved(c *Case) Unmoved { return Unmoved{Case: c.ID, Revision: c.Revision} }

// ownCase is a matter's case of the actor's own, with its family; every other
// case is not found.
func (e *Engine) ownCase(ctx context.Context, a Actor, caseID string) (*family, *Case, error) {
	seen, err := e.visibleCase(ctx, a, caseID)
	if err != nil {
		return nil, nil, err
	}
	if a.Account == "" || seen.Applicant != a.Account || seen.Matter == "" {
		return nil, nil, ErrNotFound
	}
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return nil, nil, err
	}
	c := f.find(seen.ID)
	if c == nil {
		return nil, nil, ErrNotFound
	}
	return f, c, nil
}

// correctionMaterial finds a case that asks the actor for a new file of
// the material, and the files it brought.
func (e *Engine) correctionMaterial(ctx context.Context, a Actor, caseID, material string) (*family, *Case, *metamodel.Material, []File, error) {
	f, c, err := e.ownCase(ctx, a, caseID)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	mm, ok := matterMaterial(f.matter(c), material)
	if !ok {
		return nil, nil, nil, nil, ErrNotFound
	}
	if c.Status != CaseAsking || !f.bringable(mm.Material) || !c.Correction.Wants(material) && !conditional(mm) && !f.provable(material) {
		return nil, nil, nil, nil, refuse(correctionNone, "materials/"+material)
	}
	files, err := e.o.Store.FilesOfCase(ctx, c.ID)
	if err != nil {
		return nil, nil, nil, nil, fmt.Errorf("listing a correction's files: %w", err)
	}
	// Only files since the request count: each correction may bring a full set.
	recent := files[:0:0]
	for _, file := range files {
		if !file.Added.Before(c.Correction.Asked) {
			recent = append(recent, file)
		}
	}
	return f, c, mm.Material, recent, nil
}

// conditional materials, and those that something else proved, may become
// necessary by a corrected answer: they are taken although the correction does
// not name them.
func conditional(mm catalog.MatterMaterial) bool {
	return mm.When != nil && mm.Use.When != ""
}

func (e *Engine) removeFile(ctx context.Context, a Actor, id string) error {
	for range retries {
		file, err := e.ownFile(ctx, a, id)
		if err != nil {
			return err
		}
		change := &Change{DeleteFiles: []string{id}}
		switch {
		case file.Case == "":
			d, err := e.ownDraft(ctx, a, file.Draft)
			if err != nil {
				return err
			}
			if d.Submitted != "" {
				return refuse(fileSubmitted, "")
			}
			at, err := e.now(ctx)
			if err != nil {
				return err
			}
			d.worked(at)
			if file.ofField() {
				if d, err = e.unanswered(ctx, d, file); err != nil {
					return err
				}
			}
			change.UpdateDrafts = []Draft{d}
		default:
			// A file of a correction may be taken back until the correction is sent.
			c, err := e.visibleCase(ctx, a, file.Case)
			if err != nil {
				return err
			}
			if c.Status != CaseAsking || c.Correction == nil || file.Added.Before(c.Correction.Asked) {
				return refuse(fileSubmitted, "")
			}
			change.Unmoved = []Unmoved{unmoved(&c)}
		}
		err = e.o.Store.Commit(ctx, change)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("removing a file: %w", err)
		}
		e.dropBlob(ctx, file.Blob)
		return nil
	}
	return ErrConflict
}

func (e *Engine) ownFile(ctx context.Context, a Actor, id string) (File, error) {
	file, err := e.file(ctx, id)
	if err == nil && (a.Account == "" || file.Owner != a.Account) {
		return File{}, ErrNotFound
	}
	return file, err
}

func (e *Engine) file(ctx context.Context, id string) (File, error) {
	if id == "" {
		return File{}, ErrNotFound
	}
	file, err := e.o.Store.File(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return File{}, ErrNotFound
	}
	if err != nil {
		return File{}, fmt.Errorf("reading a file's row: %w", err)
	}
	return file, nil
}

func (e *Engine) openFile(ctx context.Context, a Actor, id string) (File, io.ReadCloser, error) {
	file, err := e.file(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	ok, err := e.seesFile(ctx, a, file)
	if err != nil {
		return File{}, nil, err
	}
	if !ok {
		return File{}, nil, ErrNotFound
	}
	r, err := e.o.Blobs.Open(ctx, file.Blob)
	if err != nil {
		return File{}, nil, fmt.Errorf("opening the bytes of file %s: %w", file.ID, err)
	}
	return file, r, nil
}

// seesFile: the owner; of a case's file also administrators, and departments whose case in this
// filing has a use for it (filesFor) — of a correction's file, the matter that asked; likewise those
// that are asked about it.
func (e *Engine) seesFile(ctx context.Context, a Actor, file File) (bool, error) {
	switch {
	case a.Account != "" && a.Account == file.Owner:
		return true, nil
	case file.Case == "": // of a draft, which is its owner's alone
		return false, nil
	case a.Has(RoleAdministrator):
		return true, nil
	case !officer(a):
		return false, nil
	}
	holder, err := e.o.Store.Case(ctx, file.Case)
	if err != nil {
		return false, fmt.Errorf("reading the case of a file: %w", err)
	}
	f, err := e.loadFamily(ctx, holder)
	if err != nil {
		return false, err
	}
	matters := f.children
	if f.pin.theme == nil {
		matters = []*Case{f.root}
	}
	var files []File // read once somebody may see a case
	for _, c := range matters {
		if sees(a, c) < consulted {
			continue
		}
		if files == nil {
			if files, err = e.filesOf(ctx, f); err != nil {
				return false, err
			}
		}
		mine, err := f.filesFor(c, files)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(mine, func(x File) bool { return x.ID == file.ID }) {
			return true, nil
		}
	}
	return false, nil
}

// dropBlob removes bytes no row speaks of; what fails here only costs space.
func (e *Engine) dropBlob(ctx context.Context, blob string) {
	if err := e.o.Blobs.Delete(context.WithoutCancel(ctx), blob); err != nil {
		e.o.Log.Warn("bytes of a removed file stay behind", "blob", blob, "error", err)
	}
}

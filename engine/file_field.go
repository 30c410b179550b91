package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// forField is what a file field takes at one place of the answers.
func forField(f *metamodel.Field, path string) intake {
	accept, most, _ := f.Files()
	return intake{at: path, accept: accept, most: most}
}

func (e *Engine) addFieldFile(ctx context.Context, a Actor, draft, path, name string, r io.Reader) (File, error) {
	d, p, err := e.openDraft(ctx, a, draft)
	if err != nil {
		return File{}, err
	}
	v, err := e.viewDraft(ctx, d, p)
	if err != nil {
		return File{}, err
	}
	field, err := fileField(v.Form, v.Record, path)
	if err != nil {
		return File{}, err
	}
	file, err := e.takeFile(ctx, a, forField(field, path), name, r)
	if err != nil {
		return File{}, err
	}
	file.Draft = d.ID
	kept, err := e.answerWith(ctx, a, path, file)
	if err != nil || kept.ID != file.ID {
		e.dropBlob(ctx, file.Blob)
	}
	return kept, err
}

// openDraft reads an own draft that can still be changed.
func (e *Engine) openDraft(ctx context.Context, a Actor, id string) (Draft, *pinned, error) {
	d, err := e.ownDraft(ctx, a, id)
	if err != nil {
		return d, nil, err
	}
	if d.Submitted != "" {
		return d, nil, refuse(draftSubmitted, "")
	}
	p, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	return d, p, err
}

// fileField finds a file field that is asked for at path.
func fileField(form *metamodel.Form, rec *metamodel.Record, path string) (*metamodel.Field, error) {
	f, ok := form.Field(fieldPath(path))
	if !ok || f.Element.Type != metamodel.TypeFile {
		return nil, ErrNotFound
	}
	if !rec.Asked(path) {
		return nil, refuse(fileUnwanted, path)
	}
	return f, nil
}

// answerWith writes the row of a file and names it in the draft's answers, in
// one transaction, or gives the file that is there and the same. The upload may
// have taken minutes: the answers are read anew.
func (e *Engine) answerWith(ctx context.Context, a Actor, path string, file File) (File, error) {
	for range retries {
		d, p, err := e.openDraft(ctx, a, file.Draft)
		if err != nil {
			return File{}, err
		}
		v, err := e.viewDraft(ctx, d, p)
		if err != nil {
			return File{}, err
		}
		field, err := fileField(v.Form, v.Record, path)
		if err != nil {
			return File{}, err
		}
		ids := fileIDs(v.Record.Raw(path))
		here := slices.DeleteFunc(slices.Clone(v.Files), func(x File) bool { return !slices.Contains(ids, x.ID) })
		if first, ok := file.among(here); ok {
			return first, nil
		}
		if _, _, most := field.Files(); len(ids) >= most {
			return File{}, refuse(fileMany, path, "max", most)
		}
		tree, ps := readAnswers(p.form(), d.Answers)
		if ps.Failed() {
			return File{}, fmt.Errorf("reading the answers of draft %s: %w", d.ID, ps)
		}
		raw, err := encode(append(ids, file.ID))
		if err != nil {
			return File{}, err
		}
		if ps := tree.set(path, raw); ps.Failed() {
			return File{}, ps
		}
		tree.bind(append(v.Files, file))
		if d.Answers, ps = tree.json(); ps.Failed() {
			return File{}, ps
		}
		if file.Added, err = e.now(ctx); err != nil {
			return File{}, err
		}
		d.worked(file.Added)
		err = e.o.Store.Commit(ctx, &Change{UpdateDrafts: []Draft{d}, InsertFiles: []File{file}})
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			return File{}, fmt.Errorf("keeping an uploaded file: %w", err)
		}
		return file, nil
	}
	return File{}, ErrConflict
}

// unanswered is a draft whose answers no longer name a file.
func (e *Engine) unanswered(ctx context.Context, d Draft, file File) (Draft, error) {
	p, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	if err != nil {
		return d, err
	}
	tree, ps := readAnswers(p.form(), d.Answers)
	if ps.Failed() {
		return d, fmt.Errorf("reading the answers of draft %s: %w", d.ID, ps)
	}
	tree.dropFile(file.ID)
	if d.Answers, ps = tree.json(); ps.Failed() {
		return d, ps
	}
	return d, nil
}

func (e *Engine) addCorrectionFieldFile(ctx context.Context, a Actor, caseID, path, name string, r io.Reader) (File, error) {
	_, _, field, _, err := e.correctionField(ctx, a, caseID, path)
	if err != nil {
		return File{}, err
	}
	file, err := e.takeFile(ctx, a, forField(field, path), name, r)
	if err != nil {
		return File{}, err
	}
	return e.attach(ctx, a, file, path, func() (*family, *Case, []File, error, error) {
		f, c, _, recent, err := e.correctionField(ctx, a, caseID, path)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		var full error
		if len(recent) >= maxCorrectionFiles {
			full = refuse(fileMany, path, "max", maxCorrectionFiles)
		}
		return f, c, recent, full, nil
	})
}

// correctionField finds a case that asks the actor to correct answers, a file field
// of it, and the files it brought.
func (e *Engine) correctionField(ctx context.Context, a Actor, caseID, path string) (*family, *Case, *metamodel.Field, []File, error) {
	f, c, err := e.ownCase(ctx, a, caseID)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	field, ok := f.matter(c).Form.Field(fieldPath(path))
	if !ok || field.Element.Type != metamodel.TypeFile {
		return nil, nil, nil, nil, ErrNotFound
	}
	// Answers on their way may ask for it that the case does not have yet: what is
	// handed in says whether they do.
	if c.Status != CaseAsking || !asked(field) || !belongs(f.matter(c).Form, path) || !c.Correction.asksAnswers() || c.Correction.closes(path, f.yielded(c)) {
		return nil, nil, nil, nil, refuse(correctionNone, path)
	}
	// Each correction may bring as many files as it takes, tries included.
	files, err := e.o.Store.FilesOfCase(ctx, c.ID)
	if err != nil {
		return nil, nil, nil, nil, fmt.Errorf("listing a correction's files: %w", err)
	}
	recent := files[:0:0]
	for _, file := range files {
		if file.ofField() && !file.Added.Before(c.Correction.Asked) {
			recent = append(recent, file)
		}
	}
	return f, c, field, recent, nil
}

// maxCorrectionFiles bounds what one correction may bring for all its fields.
const maxCorrectionFiles = 50

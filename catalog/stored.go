package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"

	"github.com/onematter/onematter/metamodel"
)

// readStored reads the files of a stored release. They were read and checked
// before they were stored and have not changed since (their hash says so): they
// are decoded without being checked again, and forms only when they are asked
// for, because they are most of it.
func readStored(files map[string][]byte) (*Pack, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	p := &Pack{Files: files, places: map[string]place{}, formFiles: map[string]string{}}
	if ps := p.readManifest(names); ps.Failed() {
		return nil, ps
	}
	byFolder := map[string]folder{}
	for _, f := range folders {
		byFolder[f.name] = f
	}
	for _, name := range names {
		f, ok := byFolder[folderOf(name)]
		if !ok || checkName(name) != nil {
			continue
		}
		if f.kind == metamodel.KindForm {
			if err := p.findForm(name); err != nil {
				return nil, err
			}
			continue
		}
		docs, err := storedDocs(name, files[name], f.list)
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			if err := f.put(p, doc); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return p, nil
}

// storedDocs are the definitions of a file as JSON.
func storedDocs(name string, b []byte, list bool) ([]json.RawMessage, error) {
	doc, ps := toJSONUngated(name, b)
	if ps.Failed() {
		return nil, fmt.Errorf("%s: %w", name, ps)
	}
	if first := bytes.TrimLeft(doc, " \t\r\n"); list && len(first) > 0 && first[0] == '[' {
		var docs []json.RawMessage
		if err := json.Unmarshal(doc, &docs); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return docs, nil
	}
	return []json.RawMessage{doc}, nil
}

var (
	formIDKey   = []byte("$id")
	formIDValue = regexp.MustCompile(`^\$id["']?\s*:\s*["']?form:([A-Za-z0-9._@+-]+)["']?\s*(?:[,}#\n\r]|$)`)
)

// findForm notes which form a file holds, without decoding the file where the
// id can be seen: it is written once, in the open.
func (p *Pack) findForm(name string) error {
	b := p.Files[name]
	if at := bytes.Index(b, formIDKey); at >= 0 && bytes.LastIndex(b, formIDKey) == at {
		if m := formIDValue.FindSubmatch(b[at:]); m != nil {
			p.formFiles[string(m[1])] = name
			return nil
		}
	}
	doc, err := decodeFormFile(name, b)
	if err != nil {
		return err
	}
	p.formFiles[FormID(doc.ID)] = name
	return nil
}

func decodeFormFile(name string, b []byte) (*metamodel.FormDoc, error) {
	docs, err := storedDocs(name, b, false)
	if err != nil {
		return nil, err
	}
	doc := new(metamodel.FormDoc)
	if err := json.Unmarshal(docs[0], doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return doc, nil
}

var errNoForm = errors.New("there is no such form")

// decodeForm decodes a form of a stored pack.
func (p *Pack) decodeForm(id string) (*metamodel.FormDoc, error) {
	name, ok := p.formFiles[id]
	if !ok {
		return nil, errNoForm
	}
	doc, err := decodeFormFile(name, p.Files[name])
	if err == nil && FormID(doc.ID) != id {
		err = fmt.Errorf("%s holds the form %s, not %s", name, doc.ID, id)
	}
	return doc, err
}

// HasForm reports whether the pack has a form of its own by that id.
func (p *Pack) HasForm(id string) bool { return p.Forms[id] != nil || p.formFiles[id] != "" }

// FormIDs lists the pack's own forms, sorted.
func (p *Pack) FormIDs() []string {
	ids := sortedKeys(p.Forms)
	for id := range p.formFiles {
		if p.Forms[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// FormDoc is one of the pack's own forms as it is written, nil when there is
// none. That of a stored release is decoded anew at every call.
func (p *Pack) FormDoc(id string) *metamodel.FormDoc {
	if d := p.Forms[id]; d != nil || p.formFiles == nil {
		return d
	}
	d, err := p.decodeForm(id)
	if err != nil {
		return nil
	}
	return d
}

// FormDocs are all of them, by id.
func (p *Pack) FormDocs() map[string]*metamodel.FormDoc {
	if p.formFiles == nil {
		return p.Forms
	}
	out := make(map[string]*metamodel.FormDoc, len(p.formFiles))
	for _, id := range p.FormIDs() {
		if d := p.FormDoc(id); d != nil {
			out[id] = d
		}
	}
	return out
}

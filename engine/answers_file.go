package engine

import (
	"bytes"
	"encoding/json"

	"github.com/onematter/onematter/metamodel"
)

// FileValue is one file in the answer of a file field.
type FileValue struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Media  string `json:"media"`
	SHA256 string `json:"sha256"`
}

// ofField reports whether a file answers a field; the answers name it. Other
// files are handed in for a material.
func (f *File) ofField() bool { return f.Material == "" }

// takesFiles reports whether a form has a file field.
func takesFiles(form *metamodel.Form) bool {
	for _, f := range form.Fields {
		if f.Element.Type == metamodel.TypeFile {
			return true
		}
	}
	return false
}

// bind makes every answer of a file field say what the rows of the files say.
// Of an answer only the ids are believed, and only those of the filing's own
// files: whatever else somebody sends names nothing.
func (t *answers) bind(files []File) {
	if !takesFiles(t.form) {
		return
	}
	known := map[string]FileValue{}
	for _, f := range files {
		if f.ofField() {
			known[f.ID] = FileValue{ID: f.ID, Name: f.Name, Size: f.Size, Media: f.Media, SHA256: f.SHA256}
		}
	}
	t.root.eachFile(t.form, nil, func(b *branch, key string) {
		var kept []FileValue
		seen := map[string]bool{}
		for _, id := range fileIDs(b.fields[key]) {
			if v, ok := known[id]; ok && !seen[id] {
				seen[id] = true
				kept = append(kept, v)
			}
		}
		b.putFiles(key, kept)
	})
}

// dropFile takes a file out of the answers.
func (t *answers) dropFile(id string) {
	t.root.eachFile(t.form, nil, func(b *branch, key string) {
		var list []FileValue
		if json.Unmarshal(b.fields[key], &list) != nil {
			return
		}
		kept := list[:0]
		for _, v := range list {
			if v.ID != id {
				kept = append(kept, v)
			}
		}
		b.putFiles(key, kept)
	})
}

func (b *branch) putFiles(key string, list []FileValue) {
	if len(list) == 0 {
		delete(b.fields, key)
		return
	}
	if raw, err := encode(list); err == nil { // strings and numbers always encode
		b.fields[key] = raw
	}
}

// eachFile visits every answer of a file field.
func (b *branch) eachFile(form *metamodel.Form, level *metamodel.Group, visit func(b *branch, key string)) {
	b.each(form, level, func(o *branch, g *metamodel.Group) {
		for _, f := range g.Fields {
			if _, ok := o.fields[f.Key]; ok && f.Element.Type == metamodel.TypeFile {
				visit(o, f.Key)
			}
		}
	})
}

// fileIDs reads the ids in an answer of a file field, whatever else is in it.
func fileIDs(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var ids []string
	for _, item := range list {
		var v struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(item, &v) == nil && v.ID != "" {
			ids = append(ids, v.ID)
			continue
		}
		var id string
		if json.Unmarshal(item, &id) == nil && id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// names reports whether answers name a file. An id is random: nothing else in
// the answers of a filing is the same.
func names(answers json.RawMessage, file string) bool {
	return file != "" && bytes.Contains(answers, []byte(`"`+file+`"`))
}

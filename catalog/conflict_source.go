package catalog

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// sources tell where a matter's own form says something of a field. Files are
// parsed only when a conflict names them.
type sources struct {
	packs []*Pack // the theme's, then those that it needs
	files map[string]*sourceFile
}

// of is "forms/N01.yaml:12"; of another pack's form with the pack before it.
// What was built in memory has no file: then the form is named.
func (s *sources) of(m *Matter, at string) string { return s.inside(m, at, "") }

// inside is of for a place inside of what says it.
func (s *sources) inside(m *Matter, at, inside string) string {
	form := m.Form.Doc.ID
	for i, p := range s.packs {
		for _, id := range []string{m.Def.Form, FormID(form)} {
			w, ok := p.places[metamodel.KindForm+"/"+id]
			if !ok {
				continue
			}
			name := w.file
			if i > 0 {
				name = p.Name + "/" + name
			}
			if n := s.line(p, w, join(documentPath(m.Form.Doc, at), inside)); n > 0 {
				return fmt.Sprintf("%s:%d", name, n)
			}
			return name
		}
	}
	return form
}

func (s *sources) line(p *Pack, w place, at string) int {
	key := p.Name + "\x00" + w.file
	f := s.files[key]
	if f == nil {
		f = &sourceFile{text: bytes.TrimPrefix(p.Files[w.file], []byte("\xef\xbb\xbf")), yaml: path.Ext(w.file) != ".json"}
		if s.files == nil {
			s.files = map[string]*sourceFile{}
		}
		s.files[key] = f
	}
	if len(f.text) == 0 || len(f.text) > metamodel.DefinitionLimits.Bytes {
		return 0
	}
	if n, _ := f.at(join(w.path, at)); n != nil {
		return n.Line
	}
	return 0
}

// documentPath is where the document of a form says what a field is.
func documentPath(doc *metamodel.FormDoc, at string) string {
	steps := strings.Split(at, "/")
	out := "properties/" + steps[0]
	g := doc.Properties[steps[0]]
	if g == nil {
		return out
	}
	fields, repeat := g.Properties, g.Items
	for _, step := range steps[1:] {
		if repeat != nil {
			out, fields = out+"/items", repeat.Properties
		}
		out += "/properties/" + step
		f := fields[step]
		if f == nil {
			return out
		}
		fields, repeat = f.Properties, f.Items
	}
	return out
}

// packs are the release's own and those that it needs.
func (r *Release) packs() []*Pack {
	out := []*Pack{r.Pack}
	for _, n := range r.needs {
		out = append(out, n.Pack)
	}
	return out
}

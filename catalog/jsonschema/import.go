package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// File is one schema to import.
type File struct {
	Name string // as problems name it
	Doc  []byte
}

// ImportOptions of an import.
type ImportOptions struct {
	Name      string             // of the pack; "": from the first schema
	Version   string             // of the pack; "": 1.0.0
	Pools     []*catalog.Release // whose elements properties may be bound to
	Accept    float64            // least score of a binding; 0: catalog.ClearScore
	Instances int                // how many instances prove a form; 0: 400
	Seed      uint64             // of the instances

	annotations bool // formats are annotations, as the drafts have it by default
	strict      bool // assume nothing that is not said
}

// Result of an import. Files and Pack are nil when a problem stands against it.
type Result struct {
	Pack     *catalog.Pack
	Files    map[string][]byte
	Forms    []*ImportedForm
	Bindings []*Binding
	Problems metamodel.Problems
}

// ImportedForm is one schema as a form.
type ImportedForm struct {
	ID     string
	File   string
	Fields []Placed
	Proof  Proof

	root *holder
}

// Placed says which field of the form a property became.
type Placed struct {
	Property string `json:"property"` // "employees/items/name"
	Field    string `json:"field"`    // "employees/name"
}

const (
	maxFields  = 2000
	maxAnswers = 80_000 // generated for the proof of one form, of all fields and instances
	mainGroup  = "main" // of the properties that lie in no object
	valueField = "value"
)

// importer is one run.
type importer struct {
	options ImportOptions
	pack    *catalog.Pack
	file    string
	schema  *Schema

	problems   metamodel.Problems
	elements   map[string]string // by content: the id
	lists      map[string]string
	elementIDs map[string]bool
	listIDs    map[string]bool
	formIDs    map[string]bool
	nullable   map[*node]bool
	fields     int
	regexes    int // units of the patterns of all fields: each field compiles its own
	entries    int // codes of all code lists
	form       *ImportedForm
	bindings   []*Binding
	used       map[string]bool   // packs of bound elements
	sure       bool              // see condition
	deep       bool              // said that this schema nests too deep
	standIn    map[*value]*value // of schemas that were made: one that stands in the document
	heard      map[*node]bool    // schemas whose default and readOnly a field takes up, or are told
}

func newImporter(o ImportOptions) *importer {
	if o.Version == "" {
		o.Version = "1.0.0"
	}
	if o.Accept == 0 {
		o.Accept = catalog.ClearScore
	}
	if o.Instances == 0 {
		o.Instances = 400
	}
	return &importer{
		options: o, elements: map[string]string{}, lists: map[string]string{}, elementIDs: map[string]bool{}, listIDs: map[string]bool{}, formIDs: map[string]bool{},
		nullable: map[*node]bool{}, heard: map[*node]bool{}, standIn: map[*value]*value{}, used: map[string]bool{},
		pack: &catalog.Pack{Subjects: map[string]*metamodel.Subject{}, Elements: map[string]*metamodel.Element{}, CodeLists: map[string]*metamodel.CodeList{}, Forms: map[string]*metamodel.FormDoc{}},
	}
}

// Import turns schemas into a pack: a form a schema, an element a property, a
// code list an enumeration. What a form cannot honour is refused by keyword and
// path. Every form then proves itself: generated instances are judged by the
// schema and by the form.
func Import(files []File, o ImportOptions) *Result {
	im := newImporter(o)
	res := &Result{}
	if len(files) == 0 {
		im.problems = append(im.problems, kindNothing.At(""))
	}
	for _, f := range files {
		im.file = f.Name
		s, ps := Parse(f.Doc, Options{AssertFormat: !o.annotations})
		im.add(ps...)
		if s == nil {
			continue
		}
		im.add(s.Problems...)
		im.schema = s
		im.words(s)
		if form := im.root(s.root); form != nil {
			res.Forms = append(res.Forms, form)
			im.unheard(s)
		}
	}
	res.Bindings = im.bindings
	im.file = ""
	im.manifest(files)
	im.finish(res)
	res.Problems = im.problems
	return res
}

func (im *importer) add(ps ...metamodel.Problem) {
	for _, p := range ps {
		if p.File == "" {
			p.File = im.file
		}
		// Warnings leave room for the errors.
		if len(im.problems) < 500 || p.Severity == metamodel.Error && len(im.problems) < 1000 {
			im.problems = append(im.problems, p)
		}
	}
}

// refuse reports a keyword that has no counterpart.
func (im *importer) refuse(n *node, keyword string, why metamodel.Text) {
	im.report(n, keyword, kindNoForm, "why", why)
}

func (im *importer) report(n *node, keyword string, k metamodel.Kind, params ...any) {
	var more []string
	if keyword != "" && n.v.kind == 'o' {
		more = []string{keyword}
	}
	im.add(k.At(im.path(im.schema.lib, n.v, more...), append([]any{"keyword", keyword}, params...)...))
}

// root makes a form of an object schema.
func (im *importer) root(n *node) *ImportedForm {
	im.fields, im.deep = 0, false
	before := len(im.problems)
	s := im.merge([]*node{n})
	if s == nil {
		return nil
	}
	if !im.isObject(s) || len(s.order) == 0 {
		if im.untold(s) {
			return nil
		}
		im.add(kindNotObject.At("type", "keyword", "type"))
		return nil
	}
	title := s.title
	name := strings.TrimSuffix(strings.TrimSuffix(last(im.file), ".json"), ".schema")
	if len(title) == 0 {
		title = words(name)
	}
	return im.build(s, title, name, before)
}

func last(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// build makes the form of an object's shape.
func (im *importer) build(s *shape, title metamodel.Text, name string, before int) *ImportedForm {
	base := slug(name)
	if base == "form" || base == "" {
		base = slug(title.In("en"))
	}
	id := free(base, im.formIDs)
	im.form = &ImportedForm{ID: id, File: im.file}
	doc := &metamodel.FormDoc{Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:" + id, Title: title, Type: "object", Properties: map[string]*metamodel.GroupDoc{}}
	h := im.holder(s, nil, "", nil)
	im.form.root = h
	if h == nil || im.problems[before:].Failed() {
		return nil
	}
	im.rules(h)
	if im.problems[before:].Failed() {
		return nil
	}
	im.write(h, doc, title)
	if len(doc.Layout.Sections) == 0 {
		im.add(kindNotObject.At("properties", "keyword", "properties"))
		return nil
	}
	im.pack.Forms[id] = doc
	return im.form
}

// isObject: the shape is of an object and of nothing else.
func (im *importer) isObject(s *shape) bool {
	if s.types == isObject {
		return s.enum == nil
	}
	if !s.typed && len(s.order) > 0 && s.enum == nil && !im.options.strict {
		s.types = isObject
		im.report(s.nodes[0], "type", noteType)
		return true
	}
	return false
}

// manifest names the pack.
func (im *importer) manifest(files []File) {
	name := im.options.Name
	title := metamodel.Text{}
	if len(files) > 0 && name == "" {
		name = slug(strings.TrimSuffix(strings.TrimSuffix(last(files[0].Name), ".json"), ".schema"))
	}
	for _, id := range sortedKeys(im.pack.Forms) {
		title = im.pack.Forms[id].Title
		break
	}
	if len(title) == 0 {
		title = words(name)
	}
	im.pack.Manifest = catalog.Manifest{Name: name, Title: title, Version: im.options.Version, Needs: sortedKeys(im.used)}
}

// finish compiles the pack as it would be read and lets its forms prove themselves.
func (im *importer) finish(res *Result) {
	if im.problems.Failed() || len(im.pack.Forms) == 0 {
		return
	}
	files := im.pack.Encode()
	pack, ps := catalog.ReadArchive(files)
	var rel *catalog.Release
	if pack != nil && !ps.Failed() {
		var more metamodel.Problems
		rel, more = catalog.CompilePack(pack, im.options.Pools...)
		ps = append(ps, more...)
	}
	said := map[[3]string]bool{}
	for _, p := range ps {
		if p.Code == catalog.MissingText.Code {
			continue
		}
		p = im.origin(p, res.Forms)
		if at := [3]string{p.Code, p.File, p.Path}; !said[at] {
			said[at] = true
			im.add(p)
		}
	}
	if rel == nil {
		return
	}
	for _, f := range res.Forms {
		im.file = f.File
		f.Proof = f.root.prove(rel.Form(f.ID), im.options)
		for _, d := range f.Proof.Disagreements {
			im.add(kindDisagree.At("", "keyword", "", "instance", clip(d.Instance), "theirs", verdictWords(d.Schema), "ours", verdictWords(!d.Schema)))
		}
		switch p := f.Proof; {
		case p.Valid > 0 || len(p.Disagreements) > 0:
		case p.accepted > 0:
			im.add(kindNoneValid.At("", "keyword", "", "count", p.accepted))
		default:
			im.add(noteUnproved.At("", "keyword", "", "count", p.Instances))
		}
	}
	if !im.problems.Failed() {
		res.Pack, res.Files = pack, files
	}
}

func verdictWords(valid bool) metamodel.Text {
	if valid {
		return metamodel.ZhEn("有效", "valid")
	}
	return metamodel.ZhEn("无效", "not valid")
}

package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/onematter/onematter/metamodel"
)

// place is where a definition was read: for problems found later.
type place struct{ file, path string }

// FormID is a form's id as matters and addresses use it: "M02" for "form:M02".
func FormID(id string) string { return strings.TrimPrefix(id, "form:") }

// ReadArchive reads a pack out of its files by slash path, as stored or uploaded.
func ReadArchive(files map[string][]byte) (*Pack, metamodel.Problems) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	ps := checkNames(names)
	kept := map[string][]byte{}
	for _, name := range names {
		if len(files[name]) > metamodel.DefinitionLimits.Bytes {
			ps = append(ps, in(name, FileTooLarge.At("", "limit", metamodel.DefinitionLimits.Bytes)))
		} else {
			kept[name] = files[name]
		}
	}
	return decodeFiles(kept, ps)
}

func read(fsys fs.FS) (*Pack, metamodel.Problems) {
	var names []string
	var ps metamodel.Problems
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			ps = append(ps, in(name, CannotRead.At("", "detail", Reason(err))))
		case name == "." || name == SignatureFile: // the signature is none of the pack's files
		case passedOver(name) && d.IsDir():
			return fs.SkipDir
		case passedOver(name):
		case d.IsDir():
			if !isFolder(name) {
				ps = append(ps, in(shortName(name), UnknownFolder.At("", "name", shortName(name))))
				return fs.SkipDir
			}
		case !d.Type().IsRegular(): // a link could lead out of the pack
			ps = append(ps, in(shortName(name), UnknownFile.At("", "name", shortName(name))))
		default:
			names = append(names, name)
			if len(names) > PackLimits.Files {
				return fs.SkipAll
			}
		}
		return nil
	})
	if err != nil {
		ps = append(ps, CannotRead.At("", "detail", Reason(err)))
	}
	sort.Strings(names)
	ps = append(ps, checkNames(names)...)
	files, total := map[string][]byte{}, 0
	for _, name := range names {
		b, problem := readFile(fsys, name)
		if problem != nil {
			ps = append(ps, in(name, *problem))
			continue
		}
		files[name] = b
		if total += len(b); total > PackLimits.Bytes {
			break // decodeFiles reports it
		}
	}
	return decodeFiles(files, ps)
}

// decodeFiles decodes every file that has a place in a pack; ps are the
// problems found on the way to them.
func decodeFiles(files map[string][]byte, ps metamodel.Problems) (*Pack, metamodel.Problems) {
	names, total := make([]string, 0, len(files)), 0
	for name, b := range files {
		names = append(names, name)
		total += len(b)
	}
	if total > PackLimits.Bytes {
		return nil, append(ps, PackTooLarge.At("", "limit", PackLimits.Bytes))
	}
	sort.Strings(names)
	p := &Pack{Files: files, places: map[string]place{}}
	ps = append(ps, p.readManifest(names)...)
	told := 0
	for _, f := range folders {
		for _, name := range names {
			if folderOf(name) == f.name && checkName(name) == nil && told < mostTold {
				more := p.readDefinitions(f, name, files[name])
				if ps = append(ps, more...); more.Failed() {
					told += len(more)
				}
			}
		}
	}
	if ps.Failed() {
		return nil, ps
	}
	return p, ps
}

// mostTold is after how many errors of definitions no more are looked for: a
// file of a hundred kilobytes could ask for gigabytes of them.
const mostTold = 500

// checkNames refuses, by name, what has no place in a pack.
func checkNames(names []string) (ps metamodel.Problems) {
	if len(names) > PackLimits.Files {
		return metamodel.Problems{TooManyFiles.At("", "limit", PackLimits.Files)}
	}
	seen := map[string]string{}
	for _, name := range names {
		folded := norm.NFC.String(cases.Fold().String(name))
		p := checkName(name)
		if first, twice := seen[folded]; p == nil && twice {
			but := NameButForCase.At("", "first", first, "second", name)
			p = &but
		}
		seen[folded] = name
		if p != nil {
			ps = append(ps, in(shortName(name), *p))
		}
		if len(ps) >= mostTold {
			break
		}
	}
	return ps
}

func checkName(name string) *metamodel.Problem {
	dir, base := path.Split(name)
	dir = strings.TrimSuffix(dir, "/")
	var p metamodel.Problem
	switch {
	case tooLong(name):
		p = NameTooLong.At("", "name", shortName(name), "segment", PackLimits.Segment, "limit", PackLimits.Path)
	case !fs.ValidPath(name) || !isData(base) || strings.HasPrefix(base, ".") || strings.ContainsFunc(name, treacherous):
		p = UnknownFile.At("", "name", shortName(name))
	case dir == "" && !isTopFile(base):
		p = UnknownFile.At("", "name", shortName(name))
	case dir != "" && !isFolder(dir):
		p = UnknownFolder.At("", "name", shortName(dir))
	default:
		return nil
	}
	return &p
}

func tooLong(name string) bool {
	if len(name) > PackLimits.Path {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > PackLimits.Segment {
			return true
		}
	}
	return false
}

// treacherous are characters that make a name another one elsewhere: Windows
// takes the backslash for a slash, and what cannot be seen cannot be told apart.
func treacherous(r rune) bool { return r == '\\' || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// shortName is a name as a problem says it: a hostile one is not repeated whole.
func shortName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	if r := []rune(name); len(r) > 120 {
		return string(r[:80]) + "…" + string(r[len(r)-20:])
	}
	return name
}

// passedOver are what a Mac lays beside people's files unasked.
func passedOver(name string) bool {
	return path.Base(name) == ".DS_Store" || name == "__MACOSX" || strings.HasPrefix(name, "__MACOSX/")
}

func isTopFile(name string) bool {
	switch folderOf(name) {
	case "pack", "subjects", "departments":
		return true
	}
	return false
}

func isData(name string) bool {
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

func readFile(fsys fs.FS, name string) ([]byte, *metamodel.Problem) {
	limit := metamodel.DefinitionLimits.Bytes
	f, err := fsys.Open(name)
	if err != nil {
		p := CannotRead.At("", "detail", Reason(err))
		return nil, &p
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		p := CannotRead.At("", "detail", Reason(err))
		return nil, &p
	}
	if len(b) > limit {
		p := FileTooLarge.At("", "limit", limit)
		return nil, &p
	}
	return b, nil
}

// toJSON gives a file's content as gated JSON.
func toJSON(name string, b []byte) ([]byte, metamodel.Problems) {
	b, ps := toJSONUngated(name, b)
	if ps.Failed() {
		return nil, ps
	}
	return b, metamodel.Gate(b, metamodel.DefinitionLimits)
}

func toJSONUngated(name string, b []byte) ([]byte, metamodel.Problems) {
	if path.Ext(name) == ".json" {
		b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		if len(bytes.TrimSpace(b)) == 0 {
			return nil, metamodel.Problems{FileEmpty.At("")}
		}
	} else {
		doc, ps := yamlToJSON(b)
		if ps.Failed() {
			return nil, ps
		}
		b = doc
	}
	return b, nil
}

func (p *Pack) readManifest(names []string) (ps metamodel.Problems) {
	first := ""
	for _, name := range names {
		switch {
		case folderOf(name) != "pack" || checkName(name) != nil:
		case first != "":
			ps = append(ps, in(name, TwoManifests.At("", "first", first, "second", name)))
		default:
			first = name
			doc, problems := toJSON(name, p.Files[name])
			if !problems.Failed() {
				problems = append(problems, decodeManifest(doc, &p.Manifest)...)
			}
			ps = append(ps, inAll(name, problems)...)
		}
	}
	if first == "" {
		ps = append(ps, in("pack.yaml", NoManifest.At("")))
	}
	return ps
}

// packName keeps a name apart from the version behind @ in Manifest.Needs.
var packName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// packVersion is what people order releases by: 1, 1.2, 2027.0.0-rc.1.
var packVersion = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9}){0,3}([-+][0-9A-Za-z.+-]{1,32})?$`)

// Each need is looked for and may be a line of an answer: a manifest is bounded.
const (
	mostNeeds   = 200
	longestNeed = 300 // bytes of one, with its range
)

// decodeManifest is strict like metamodel.Decode; the manifest is the
// catalog's own and has no place among the definition kinds.
func decodeManifest(doc []byte, m *Manifest) (ps metamodel.Problems) {
	var whole any
	if err := json.Unmarshal(doc, &whole); err != nil {
		return metamodel.Problems{BadManifest.At("", "detail", unfit(err))}
	}
	if ps := metamodel.Unseen(whole); ps.Failed() {
		return ps
	}
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return metamodel.Problems{BadManifest.At("", "detail", unfit(err))}
	}
	for _, f := range []struct{ path, value string }{{"name", m.Name}, {"title", m.Title.In("zh")}, {"version", m.Version}} {
		if strings.TrimSpace(f.value) == "" {
			ps = append(ps, ManifestField.At(f.path, "field", f.path))
		}
	}
	if strings.TrimSpace(m.Name) != "" && !packName.MatchString(m.Name) {
		ps = append(ps, ManifestName.At("name", "name", shortName(m.Name)))
	}
	if strings.TrimSpace(m.Version) != "" && !packVersion.MatchString(m.Version) {
		ps = append(ps, ManifestVersion.At("version", "version", shortName(m.Version)))
	}
	if len(m.Needs) > mostNeeds {
		ps = append(ps, ManifestNeeds.At("needs", "limit", mostNeeds))
		return ps
	}
	for i, s := range m.Needs {
		if n := ParseNeed(s); len(s) > longestNeed {
			ps = append(ps, NeedRange.At(join("needs", strconv.Itoa(i)), "pack", shortName(n.Name), "range", shortName(n.Range+n.Hash)))
		}
	}
	for i, r := range m.Retention {
		if len(r.Of) == 0 || r.Years < 0 || r.Days < 0 || r.Years+r.Days == 0 {
			ps = append(ps, ManifestRetention.At(join("retention", strconv.Itoa(i))))
		}
	}
	return ps
}

func (p *Pack) readDefinitions(f folder, name string, b []byte) (ps metamodel.Problems) {
	doc, problems := toJSON(name, b)
	if problems.Failed() {
		return inAll(name, problems)
	}
	docs, prefix := []json.RawMessage{doc}, func(int) string { return "" }
	switch first := bytes.TrimLeft(doc, " \t\r\n"); {
	case first[0] == '[' && f.list:
		docs = nil // or the first definition would be written over the file it is read from
		if err := json.Unmarshal(doc, &docs); err != nil {
			return metamodel.Problems{in(name, NotADefinition.At("", "kind", f.kind))}
		}
		prefix = func(i int) string { return item("", i) }
	case first[0] != '{':
		return metamodel.Problems{in(name, NotADefinition.At("", "kind", f.kind))}
	}
	wrong := 0
	for i, d := range docs {
		if wrong >= mostTold {
			break
		}
		at := prefix(i)
		a, problems := f.add(p, d)
		for _, problem := range problems {
			if problem.Severity != metamodel.Warning {
				wrong++
			}
			problem.File = name
			problem.Path = strings.TrimSuffix(join(at, problem.Path), "/")
			ps = append(ps, problem)
		}
		key := f.kind + "/" + a.key
		switch {
		case a.dup:
			first, second := p.places[key], name
			if first.file == name { // the file alone would say nothing
				first.file, second = name+"#/"+first.path, name+"#/"+at
			}
			ps = append(ps, in(name, DuplicateID.At(join(at, "id"), "id", a.key, "kind", f.kind, "first", first.file, "second", second)))
		case a.key != "":
			if a.moved != "" {
				p.places[f.kind+"/"+a.moved] = p.places[key]
			}
			p.places[key] = place{name, at}
		}
	}
	return ps
}

// at places a problem in the file where the definition was read.
func (p *Pack) at(kind, id string, problem metamodel.Problem) metamodel.Problem {
	if w, ok := p.places[kind+"/"+id]; ok {
		problem.File = w.file
		if problem.Path == "" {
			problem.Path = w.path
		} else {
			problem.Path = join(w.path, problem.Path)
		}
	} else {
		problem.File = kind + ":" + id // built in memory: there is no file yet
	}
	return problem
}

func in(file string, p metamodel.Problem) metamodel.Problem {
	p.File = file
	return p
}

func inAll(file string, ps metamodel.Problems) metamodel.Problems {
	for i := range ps {
		ps[i].File = file
	}
	return ps
}

// Hash addresses a pack's content: sha256 over the sorted files, each with
// the lengths of its name and content before them.
func Hash(files map[string][]byte) string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	var n [8]byte
	put := func(b []byte) {
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, name := range names {
		put([]byte(name))
		put(files[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

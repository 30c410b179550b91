package catalog

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// folder is one kind of definition within a pack.
type folder struct {
	name string // "elements", or "subjects" for subjects.yaml
	kind string
	list bool // a file may hold a list of definitions
	add  func(p *Pack, doc []byte) (added, metamodel.Problems)
	put  func(p *Pack, doc []byte) error // add for what was checked before
}

// added is what became of a definition that was read.
type added struct {
	key   string // under which it is found: its id, or id@version of one beside a newer one
	moved string // key of the one that had the id before and was older, "" for none
	dup   bool   // the same once more
}

// folders in the order in which problems are reported and files are written.
var folders = []folder{
	definitions("subjects", metamodel.KindSubject, true, decoding[metamodel.Subject](metamodel.KindSubject), func(p *Pack) *map[string]*metamodel.Subject { return &p.Subjects }, func(d *metamodel.Subject) string { return d.ID }, nil),
	definitions("departments", metamodel.KindDepartment, true, decoding[metamodel.Department](metamodel.KindDepartment), func(p *Pack) *map[string]*metamodel.Department { return &p.Departments }, func(d *metamodel.Department) string { return d.ID }, nil),
	definitions("codes", metamodel.KindCodeList, true, decoding[metamodel.CodeList](metamodel.KindCodeList), func(p *Pack) *map[string]*metamodel.CodeList { return &p.CodeLists }, func(d *metamodel.CodeList) string { return d.ID }, func(d *metamodel.CodeList) string { return d.Version }),
	definitions("elements", metamodel.KindElement, true, decoding[metamodel.Element](metamodel.KindElement), func(p *Pack) *map[string]*metamodel.Element { return &p.Elements }, func(d *metamodel.Element) string { return d.ID }, func(d *metamodel.Element) string { return d.Version }),
	definitions("groups", metamodel.KindElementGroup, true, decoding[metamodel.ElementGroup](metamodel.KindElementGroup), func(p *Pack) *map[string]*metamodel.ElementGroup { return &p.ElementGroups }, func(d *metamodel.ElementGroup) string { return d.ID }, func(d *metamodel.ElementGroup) string { return d.Version }),
	definitions("forms", metamodel.KindForm, false, decoding[metamodel.FormDoc](metamodel.KindForm), func(p *Pack) *map[string]*metamodel.FormDoc { return &p.Forms }, func(d *metamodel.FormDoc) string { return FormID(d.ID) }, nil),
	definitions("materials", metamodel.KindMaterial, true, decoding[metamodel.Material](metamodel.KindMaterial), func(p *Pack) *map[string]*metamodel.Material { return &p.Materials }, func(d *metamodel.Material) string { return d.ID }, nil),
	definitions("workflows", metamodel.KindWorkflow, false, workflows.Decode, func(p *Pack) *map[string]*workflows.Workflow { return &p.Workflows }, func(d *workflows.Workflow) string { return d.ID }, nil),
	definitions("calendars", metamodel.KindCalendar, false, decoding[metamodel.Calendar](metamodel.KindCalendar), func(p *Pack) *map[string]*metamodel.Calendar { return &p.Calendars }, func(d *metamodel.Calendar) string { return d.ID }, nil),
	definitions("matters", metamodel.KindMatter, false, decoding[metamodel.Matter](metamodel.KindMatter), func(p *Pack) *map[string]*metamodel.Matter { return &p.Matters }, func(d *metamodel.Matter) string { return d.ID }, nil),
	definitions("themes", metamodel.KindTheme, false, decoding[metamodel.Theme](metamodel.KindTheme), func(p *Pack) *map[string]*metamodel.Theme { return &p.Themes }, func(d *metamodel.Theme) string { return d.ID }, nil),
	definitions("policies", metamodel.KindPolicy, false, decoding[metamodel.Policy](metamodel.KindPolicy), func(p *Pack) *map[string]*metamodel.Policy { return &p.Policies }, func(d *metamodel.Policy) string { return d.ID }, nil),
}

func decoding[T any](kind string) func([]byte) (*T, metamodel.Problems) {
	return func(doc []byte) (*T, metamodel.Problems) { return metamodel.Decode[T](kind, doc) }
}

// definitions is the folder of one kind: how a definition gets into its map of
// the pack, checked or, when it was checked before, not. version is nil for a
// kind of which a pack holds one version only.
func definitions[T any](name, kind string, list bool, decode func([]byte) (*T, metamodel.Problems), in func(*Pack) *map[string]*T, id, version func(*T) string) folder {
	put := func(p *Pack, d *T) added {
		m := in(p)
		if *m == nil {
			*m = map[string]*T{}
		}
		return settle(*m, d, id(d), version)
	}
	return folder{name: name, kind: kind, list: list,
		add: func(p *Pack, doc []byte) (added, metamodel.Problems) {
			d, ps := decode(doc)
			if ps.Failed() {
				return added{}, ps
			}
			return put(p, d), ps
		},
		put: func(p *Pack, doc []byte) error {
			d := new(T)
			if err := json.Unmarshal(doc, d); err != nil {
				return err
			}
			put(p, d)
			return nil
		},
	}
}

// settle puts a definition under its id. Of several versions of one id the
// newest has the id; an older one is found as id@version.
func settle[T any](m map[string]*T, d *T, key string, version func(*T) string) added {
	first, twice := m[key]
	if !twice {
		m[key] = d
		return added{key: key}
	}
	if version == nil || version(d) == version(first) || version(d) == "" || version(first) == "" {
		return added{key: key, dup: true}
	}
	older, newer := key+"@"+version(d), compareVersions(version(d), version(first)) > 0
	if newer {
		older = key + "@" + version(first)
	}
	if _, twice := m[older]; twice {
		return added{key: key, dup: true}
	}
	if !newer {
		m[older] = d
		return added{key: older}
	}
	m[older], m[key] = first, d
	return added{key: key, moved: older}
}

func isFolder(dir string) bool {
	for _, f := range folders {
		if f.name == dir {
			return dir != "subjects" && dir != "departments"
		}
	}
	return false
}

// folderOf names the folder a file belongs to: "elements" for
// "elements/person.yaml", "subjects" for "subjects.yaml".
func folderOf(name string) string {
	if dir, _, ok := strings.Cut(name, "/"); ok {
		return dir
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

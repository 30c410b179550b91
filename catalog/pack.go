// Package catalog is many definitions together: packs, releases, matching of
// elements, merging of forms into a theme, the situation guide.
package catalog

import (
	"io/fs"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Pack is a folder of definitions read and decoded, not yet compiled.
//
//	pack.yaml                  name, title, version, needs
//	subjects.yaml              list of metamodel.Subject
//	departments.yaml           list of metamodel.Department
//	elements/*.yaml            lists of metamodel.Element
//	groups/*.yaml              lists of metamodel.ElementGroup
//	codes/*.yaml               lists of metamodel.CodeList
//	forms/*.yaml  materials/*.yaml  workflows/*.yaml  matters/*.yaml  themes/*.yaml  policies/*.yaml  calendars/*.yaml
//	                           one definition a file (materials: a list)
//
// JSON is accepted wherever YAML is.
type Pack struct {
	Manifest
	Files map[string][]byte // every file, by slash path: what the hash is made of

	Subjects      map[string]*metamodel.Subject
	Departments   map[string]*metamodel.Department
	Elements      map[string]*metamodel.Element
	ElementGroups map[string]*metamodel.ElementGroup
	CodeLists     map[string]*metamodel.CodeList
	Forms         map[string]*metamodel.FormDoc // nil in a stored release: see FormDocs
	Materials     map[string]*metamodel.Material
	Workflows     map[string]*workflows.Workflow
	Matters       map[string]*metamodel.Matter
	Themes        map[string]*metamodel.Theme
	Policies      map[string]*metamodel.Policy
	Calendars     map[string]*metamodel.Calendar

	formFiles map[string]string // of a stored release: the file of each form

	places map[string]place // where each definition was read, by "kind/id"
}

// ThemeIDs lists the themes that the pack itself defines, sorted: over the packs
// in force, each once.
func (p *Pack) ThemeIDs() []string { return sortedKeys(p.Themes) }

// MatterIDs lists the matters that the pack itself defines, sorted.
func (p *Pack) MatterIDs() []string { return sortedKeys(p.Matters) }

// Manifest is pack.yaml.
type Manifest struct {
	Name    string         `json:"name" validate:"required,max=64"`
	Title   metamodel.Text `json:"title" validate:"required"`
	Version string         `json:"version" validate:"required"`
	Needs   []string       `json:"needs,omitempty"` // packs whose definitions this one refers to: "name", "name@^1.2", "name@sha256:…"

	Retention []RetentionRule `json:"retention,omitempty"` // how long answers are kept whose elements do not say
}

// Read reads and decodes a pack folder. Every problem in every file is
// reported, with file and path; the pack is nil when any is an error.
func Read(fsys fs.FS) (*Pack, metamodel.Problems) { return read(fsys) }

// Matter is a matter with what it refers to, compiled.
type Matter struct {
	Def        *metamodel.Matter
	Department *metamodel.Department
	Delegate   *metamodel.Department // the department of Def.Delegated, nil without
	Form       *metamodel.Form
	Machine    *workflows.Machine
	Materials  []MatterMaterial    // in the matter's order
	Issues     *metamodel.Material // Def.Result.Material, nil for none
	Yields     map[string]bool     // field paths of Def.Result.Yields
	Rules      *metamodel.ResultRules
}

// MatterMaterial is one material a matter asks for, compiled.
type MatterMaterial struct {
	Use      metamodel.MaterialUse
	Material *metamodel.Material
	When     *metamodel.Expr
}

// CompilePack checks references across definitions and compiles everything.
// needs are the releases of the packs named in Needs.
func CompilePack(p *Pack, needs ...*Release) (*Release, metamodel.Problems) {
	return compilePack(p, needs...)
}

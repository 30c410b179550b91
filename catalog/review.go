package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Review is what the matters of a pack ask needlessly or say twice: materials
// that are a department's own data, fields asked anyway, matters and standards
// that are there twice.
type Review struct {
	Pack     string    `json:"pack"`
	Version  string    `json:"version"`
	Matters  int       `json:"matters"` // that were looked at: what people may file
	Findings []Finding `json:"findings"`
	Saves    Saving    `json:"saves"` // over all matters, what two findings name counted once
}

// Finding is one thing that could go.
type Finding struct {
	Code   string         `json:"code"`
	Title  metamodel.Text `json:"title"`  // what all findings of the code are
	Places []Place        `json:"places"` // first what could go, then what makes it needless
	More   int            `json:"more"`   // places beyond those listed
	Saves  Saving         `json:"saves"`  // for each filing
	Words  metamodel.Text `json:"words"`
	Step   metamodel.Text `json:"step"` // what could be done
}

// Place is where a finding lies.
type Place struct {
	Kind string         `json:"kind"`
	ID   string         `json:"id"`
	Name metamodel.Text `json:"name"`
	Path string         `json:"path,omitempty"` // within the definition, as a comparison names it: "materials/MT13", "form/premises/DE00203"
}

// Saving is what applicants are spared.
type Saving struct {
	Fields    int `json:"fields"`
	Materials int `json:"materials"`
	Visits    int `json:"visits"`
}

// Known is what a review may know beyond the pack: the departments of this
// government, and what their sources deliver.
type Known struct {
	Departments []*metamodel.Department
	Materials   map[string]Delivery // by standard id
	Elements    map[string]Delivery // by id
	Confirmed   map[string]bool     // "M02 materials/MT13", "M02 form/premises/DE00203": delivered already, nobody is asked
}

// Delivery is a source that delivers something.
type Delivery struct {
	Source     string
	Name       metamodel.Text
	Department metamodel.Text
}

// KindSource names sources of data in findings: packs do not hold them.
const KindSource = "source"

const (
	// Near is from which share of fields and materials in common two matters with
	// the same result are taken for the same.
	Near = 0.8
	// mostPlaces of a finding are listed.
	mostPlaces = 12
)

// Review looks through the matters of the release's own pack, held against each
// other and against those of the packs it needs. The same release and knowledge
// give the same bytes. What it costs grows with the fields and materials, not
// with the pairs of matters: everything is looked up by what it is.
func (r *Release) Review(known Known) *Review {
	v := &reviewer{r: r, known: known, out: &Review{Pack: r.Pack.Name, Version: r.Pack.Version, Findings: []Finding{}},
		gone: map[string]bool{}, organisations: map[string]*metamodel.Department{}}
	for _, id := range sortedKeys(r.Pack.Departments) {
		v.near = append(v.near, r.Pack.Departments[id])
	}
	v.departments = slices.Clone(known.Departments)
	for _, p := range r.reg {
		for _, id := range sortedKeys(p.Departments) {
			if !slices.ContainsFunc(v.departments, func(d *metamodel.Department) bool { return d.ID == id }) {
				v.departments = append(v.departments, p.Departments[id])
			}
		}
	}
	v.read()
	v.materials()
	v.fields()
	v.matters()
	v.standards()
	slices.SortStableFunc(v.out.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(reviewRank(a.Code), reviewRank(b.Code)), a.Places[0].compare(b.Places[0]), a.Places[1%len(a.Places)].compare(b.Places[1%len(b.Places)]))
	})
	return v.out
}

func (p Place) compare(q Place) int {
	return cmp.Or(strings.Compare(p.Kind, q.Kind), strings.Compare(p.ID, q.ID), strings.Compare(p.Path, q.Path))
}

// key names a place.
func (p Place) key() string { return p.Kind + " " + p.ID + " " + p.Path }

// reviewer carries one Review.
type reviewer struct {
	r             *Release
	known         Known
	near          []*metamodel.Department          // the pack's own
	departments   []*metamodel.Department          // of this government, and of the packs beside it
	organisations map[string]*metamodel.Department // by the words of an issuer
	filed         []*reviewed                      // matters that people may file, by id; the pack's own first
	own           int                              // so many of them are the pack's own
	asking        map[string][]*reviewedField      // by subject and element
	computing     map[string][]*reviewedField      // those of asking that are computed
	out           *Review
	gone          map[string]bool // places counted in out.Saves
}

// reviewed is a matter as a review sees it.
type reviewed struct {
	*metamodel.Matter
	fields  []*reviewedField // that the citizen fills in, by path
	paths   map[string]*reviewedField
	handed  []*metamodel.Material // that the citizen hands in, in the matter's order
	yields  []string
	results string // what its result is called, normalised
}

// reviewedField is one field that is asked.
type reviewedField struct {
	matter *reviewed
	path   string
	value  string // subject and element, as in paths of yields
	ref    string // element
	label  metamodel.Text
	row    bool
	from   string // CEL: computed, and not asked
}

// read lays the matters flat.
func (v *reviewer) read() {
	v.asking, v.computing = map[string][]*reviewedField{}, map[string][]*reviewedField{}
	for i, p := range v.r.reg {
		for _, id := range p.MatterIDs() {
			m := p.Matters[id]
			doc := v.r.formDoc(FormID(m.Form))
			if m.Standard || m.Cancelled != nil || doc == nil {
				continue
			}
			f := v.flat(m, doc)
			v.filed = append(v.filed, f)
			if i == 0 {
				v.own = len(v.filed)
			}
		}
	}
	v.out.Matters = v.own
}

func (v *reviewer) flat(m *metamodel.Matter, doc *metamodel.FormDoc) *reviewed {
	f := &reviewed{Matter: m, paths: map[string]*reviewedField{}, yields: m.Result.Yields, results: normalise(m.Result.Name.In("zh"))}
	view := viewOf(doc, v.r.reg)
	for _, path := range sortedKeys(view.fields) {
		field := view.fields[path]
		if field.doc.ReadOnly || field.doc.Hidden {
			continue
		}
		outer := path[:strings.LastIndexByte(path, '/')]
		element := plainID(strings.TrimPrefix(field.doc.Ref, "element:"))
		subject := view.groups[outer].subject
		ff := &reviewedField{matter: f, path: path, value: subject + "/" + element, ref: element, label: field.label, row: view.repeats(outer), from: field.doc.Value}
		f.fields = append(f.fields, ff)
		f.paths[path] = ff
		v.asking[ff.value] = append(v.asking[ff.value], ff)
		if ff.from != "" {
			v.computing[ff.value] = append(v.computing[ff.value], ff)
		}
	}
	for _, u := range m.Materials {
		if material, ok := v.r.reg.material(u.Material); ok && (material.Origin == metamodel.OriginApplicant || material.Origin == metamodel.OriginIssuer) {
			f.handed = append(f.handed, material)
		}
	}
	return f
}

// formDoc is a form as it is written, nil when there is none.
func (r *Release) formDoc(id string) *metamodel.FormDoc {
	for _, p := range r.reg {
		if doc := p.FormDoc(id); doc != nil {
			return doc
		}
	}
	return nil
}

// repeats reports whether a group, or one around it, is a repeat.
func (v *formView) repeats(path string) bool {
	for {
		if g := v.groups[path]; g != nil && g.repeat {
			return true
		}
		at := strings.LastIndexByte(path, '/')
		if at < 0 {
			return false
		}
		path = path[:at]
	}
}

// mine are the matters of the pack itself: what is found is found in them.
func (v *reviewer) mine() []*reviewed { return v.filed[:v.own] }

func (f *reviewed) place(path string) Place {
	return Place{metamodel.KindMatter, f.ID, f.Name, path}
}

func (f *reviewedField) place() Place { return f.matter.place("form/" + f.path) }

// asked counts what the citizen answers.
func (f *reviewed) asked() (n int) {
	for _, ff := range f.fields {
		if ff.from == "" {
			n++
		}
	}
	return n
}

// find adds a finding, the first place being what could go.
func (v *reviewer) find(k reviewKind, saves Saving, places []Place, params ...any) {
	more := max(0, len(places)-mostPlaces)
	v.out.Findings = append(v.out.Findings, Finding{k.code, metamodel.ZhEn(k.titleZh, k.title), places[:len(places)-more], more, saves,
		metamodel.Worded(k.zh, k.en, params...), metamodel.Worded(k.stepZh, k.stepEn, params...)})
	if at := places[0].key(); !v.gone[at] && saves != (Saving{}) {
		v.gone[at] = true
		v.out.Saves.Fields += saves.Fields
		v.out.Saves.Materials += saves.Materials
		v.out.Saves.Visits += saves.Visits
	}
}

// called is the department an issuer's words mean, nil where they could mean several.
func (v *reviewer) called(words string) *metamodel.Department {
	d, known := v.organisations[words]
	if !known {
		if fit := metamodel.DepartmentsCalled(words, v.near, v.departments); len(fit) == 1 {
			d = fit[0]
		}
		v.organisations[words] = d
	}
	return d
}

// Text is the review as lines for a terminal.
func (v *Review) Text(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) {
		b.WriteString(metamodel.Counted(metamodel.ZhEn(zh, en).In(lang)+"\n", args...))
	}
	say("%s %s：查看 %d 个事项，发现 %d 处", "%s %s: %d matter(s) looked at, %d finding(s)", v.Pack, v.Version, v.Matters, len(v.Findings))
	for i, f := range v.Findings {
		if i == 0 || v.Findings[i-1].Code != f.Code {
			fmt.Fprintf(&b, "\n%s (%s)\n  → %s\n", f.Title.In(lang), f.Code, f.Step.In(lang))
		}
		fmt.Fprintf(&b, "  %s\n", f.Words.In(lang))
		for _, p := range f.Places {
			fmt.Fprintf(&b, "    %s/%s", p.Kind, p.ID)
			if p.Path != "" {
				b.WriteString("/" + p.Path)
			}
			fmt.Fprintf(&b, "  %s\n", p.Name.In(lang))
		}
		if f.More > 0 {
			say("    另有 %d 处", "    and %d more", f.More)
		}
		if f.Saves != (Saving{}) {
			say("    每件可省：填写 %d 项，材料 %d 份，跑动 %d 次", "    saves a filing: %d field(s), %d material(s), %d visit(s)", f.Saves.Fields, f.Saves.Materials, f.Saves.Visits)
		}
	}
	say("\n合计可省：填写 %d 项，材料 %d 份，跑动 %d 次", "\nIn all: %d field(s), %d material(s), %d visit(s)", v.Saves.Fields, v.Saves.Materials, v.Saves.Visits)
	return b.String()
}

package catalog

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Comparison is a matter beside one it should be like: its template, or the same
// matter of another district, attribute by attribute and field by field.
type Comparison struct {
	Template Compared    `json:"template"`
	Matter   Compared    `json:"matter"`
	Things   int         `json:"things"` // attributes, materials, fields and steps of either
	Alike    float64     `json:"alike"`  // share of them without a difference, 0 to 1
	Items    []Deviation `json:"items"`
	Idle     []IdleKept  `json:"idle"` // kept that differ no more
	Newer    string      `json:"newer,omitempty" description:"Version of the template that is in force, where the matter's pack was built against an older one"`

	follows bool             // the matter follows Template, which is its template
	kept    []metamodel.Kept // what it says of that
}

// IdleKept is what a matter says of a difference from its template that is none any more.
type IdleKept struct {
	Path  string         `json:"path"`
	Place metamodel.Text `json:"place"`
}

// Compared is one side.
type Compared struct {
	ID         string         `json:"id"`
	Name       metamodel.Text `json:"name"`
	Department metamodel.Text `json:"department"`
	Delegate   metamodel.Text `json:"delegate,omitempty"` // the department it is delegated to
	Pack       string         `json:"pack"`
	Version    string         `json:"version"`
}

// Deviation is one difference from the template.
type Deviation struct {
	Change
	Place   metamodel.Text `json:"place"` // what path is called
	Burden  Burdens        `json:"burden" enum:"heavier,lighter,neutral"`
	Verdict Verdict        `json:"verdict" enum:"open,kept,proposed"`
	Reason  metamodel.Text `json:"reason,omitempty"` // of kept and proposed
	Kept    string         `json:"kept,omitempty" description:"The path at which it was kept or proposed, with all below"`
	Adopt   string         `json:"adopt,omitempty" description:"The path to adopt for it, with all below; absent: that takes a hand"`

	Elsewhere bool `json:"elsewhere,omitempty" description:"The matter has its form, or process, from another pack: it is changed there"`
}

// Burdens says what a deviation means to the people who apply.
type Burdens string

const (
	Heavier Burdens = "heavier"
	Lighter Burdens = "lighter"
	Neutral Burdens = "neutral"
)

// Verdict is what was decided about a deviation.
type Verdict string

const (
	Undecided Verdict = "open"     // to be adopted, kept or proposed
	Stays     Verdict = "kept"     // with a reason
	Proposed  Verdict = "proposed" // to whoever keeps the template
)

// burdens of the kinds of changes, from the template to the matter.
var burdens = map[string]Burdens{
	changeFieldAdded.kind: Heavier, changeFieldRemoved.kind: Lighter,
	changeRequiredAdded.kind: Heavier, changeRequiredRemoved.kind: Lighter,
	changeTightened.kind: Heavier, changeLoosened.kind: Lighter,
	changeCodes.kind: Heavier, changeCodesWider.kind: Lighter,
	changeCheckAdded.kind: Heavier, changeCheckRemoved.kind: Lighter,
	changeAskAdded.kind: Heavier, changeAskRemoved.kind: Lighter,
	changeAskRequired.kind: Heavier, changeAskOptional.kind: Lighter,
	changeLimitLonger.kind: Heavier, changeLimitShorter.kind: Lighter,
	changeStateAdded.kind: Heavier, changeStateRemoved.kind: Lighter,
	changeYieldAdded.kind: Lighter, changeYieldRemoved.kind: Heavier,
}

// side finds a matter with its form and workflow, whichever pack of the release
// holds them.
func (r *Release) side(id string) (s side, ok bool) {
	for _, p := range r.reg {
		m := p.Matters[id]
		if m == nil {
			continue
		}
		s.matter, s.pack = m, p
		s.department, _ = r.reg.department(m.Department)
		if m.Delegated != nil {
			s.delegate, _ = r.reg.department(m.Delegated.To)
		}
		s.form, _ = find(r.reg, FormID(m.Form), (*Pack).FormDocs)
		s.workflow, _ = find(r.reg, m.Workflow, func(p *Pack) map[string]*workflows.Workflow { return p.Workflows })
		return s, s.form != nil && s.workflow != nil && s.department != nil
	}
	return s, false
}

type side struct {
	matter     *metamodel.Matter
	department *metamodel.Department
	delegate   *metamodel.Department // nil: none
	form       *metamodel.FormDoc
	workflow   *workflows.Workflow
	pack       *Pack
}

// follows says that another side is the template that the matter names.
func (s side) follows(other side) bool {
	return s.matter.Template != nil && s.matter.Template.Matter == other.matter.ID
}

func (s side) compared() Compared {
	c := Compared{ID: s.matter.ID, Name: s.matter.Name, Department: s.department.Name, Pack: s.pack.Name, Version: s.pack.Version}
	if s.delegate != nil {
		c.Delegate = s.delegate.Name
	}
	return c
}

// CompareMatters holds a matter of b against one of a; false when one of them is
// not there or not whole. Who handles a matter and where it stands in its pack
// (preconditions, the material its result is) is its own business.
func CompareMatters(a *Release, template string, b *Release, matter string) (*Comparison, bool) {
	x, ok := a.side(template)
	y, ok2 := b.side(matter)
	if !ok || !ok2 {
		return nil, false
	}
	of := Ref{metamodel.KindMatter, matter}
	d := &differ{a: a, b: b, sides: sidesOf(x, y)}
	d.matter(of, x.matter, y.matter)
	d.under(of, "form/", func() { d.form(of, x.form, y.form) })
	d.under(of, "process/", func() { d.workflow(of, x.workflow, y.workflow) })

	c := &Comparison{Template: x.compared(), Matter: y.compared(), Items: []Deviation{}, Idle: []IdleKept{}}
	var kept []metamodel.Kept
	if y.follows(x) {
		c.follows, kept = true, slices.Clone(y.matter.Template.Kept)
		// What is said of a place itself counts before what is said of all around it.
		slices.SortStableFunc(kept, func(a, b metamodel.Kept) int { return len(b.Path) - len(a.Path) })
		c.kept = kept
	}
	used := make([]bool, len(kept))
	places := &placer{x: x, y: y, a: a.reg, b: b.reg}
	for _, change := range d.changes {
		item := Deviation{Change: change, Place: places.name(change.Path), Burden: Neutral, Verdict: Undecided}
		if burden, known := burdens[change.Kind]; known {
			item.Burden = burden
		}
		if change.Path == "fee" {
			item.Burden = feeBurden(x.matter.Fee, y.matter.Fee)
		}
		for i, k := range kept {
			if !liesIn(change.Path, k.Path) {
				continue
			}
			used[i] = true
			if item.Verdict = Stays; k.Propose {
				item.Verdict = Proposed
			}
			item.Reason, item.Kept = k.Reason, k.Path
			break
		}
		c.Items = append(c.Items, item)
	}
	adoptPaths(c.Items, x, y)
	for i, k := range kept {
		if !used[i] {
			c.Idle = append(c.Idle, IdleKept{k.Path, places.name(k.Path)})
		}
	}
	c.measure(x, y, a, b)
	return c, true
}

// feeBurden says what another fee means to who pays it; none is 0.
func feeBurden(was, now string) Burdens {
	yuan := func(fee string) decimal.Decimal {
		d, err := decimal.NewFromString(fee)
		if err != nil {
			return decimal.Zero
		}
		return d
	}
	switch yuan(now).Cmp(yuan(was)) {
	case 1:
		return Heavier
	case -1:
		return Lighter
	}
	return Neutral
}

// under compares and puts the paths of what it finds below another.
func (d *differ) under(of Ref, prefix string, compare func()) {
	from := len(d.changes)
	compare()
	for i := range d.changes[from:] {
		c := &d.changes[from+i]
		c.Of, c.Path = of, prefix+c.Path
	}
}

// liesIn reports whether a path is another or lies below it.
func liesIn(path, outer string) bool {
	return path == outer || strings.HasPrefix(path, outer+"/")
}

// attributes of a matter that are compared beside its lists.
var comparedAttributes = []string{"name", "basis", "category", "fee", "statutoryDays", "promisedDays", "result/name"}

// measure counts what there is to compare and how much of it is alike.
func (c *Comparison) measure(x, y side, a, b *Release) {
	things := map[string]bool{} // path to whether it differs
	for _, p := range comparedAttributes {
		things[p] = false
	}
	for _, s := range []side{x, y} {
		if s.matter.Lights != nil {
			things["lights"] = false
		}
		if s.matter.Extend != nil {
			things["extend"] = false
		}
		for _, u := range s.matter.Materials {
			things["materials/"+u.Material] = false
		}
		for _, path := range s.matter.Result.Yields {
			things["result/yields/"+path] = false
		}
		for _, c := range s.matter.Result.Check {
			things["result/check/"+c.Field] = false
		}
		for i := range s.workflow.States {
			things["process/states/"+s.workflow.States[i].ID] = false
		}
	}
	for path := range viewOf(x.form, a.reg).fields {
		things["form/"+path] = false
	}
	for path := range viewOf(y.form, b.reg).fields {
		things["form/"+path] = false
	}
	for i := range c.Items {
		for at := c.Items[i].Path; at != ""; at = at[:max(0, strings.LastIndexByte(at, '/'))] {
			if _, ok := things[at]; ok {
				things[at] = true
				break
			}
		}
	}
	c.Things = len(things)
	differing := 0
	for _, differs := range things {
		if differs {
			differing++
		}
	}
	c.Alike = math.Round(float64(c.Things-differing)/float64(c.Things)*1000) / 1000
}

// AgainstTemplate compares a matter with the template it names; false without one.
func (r *Release) AgainstTemplate(matter string) (*Comparison, bool) {
	m, ok := r.reg.matter(matter)
	if !ok || m.Template == nil {
		return nil, false
	}
	return CompareMatters(r, m.Template.Matter, r, matter)
}

// Text is the comparison as lines for a terminal.
func (c *Comparison) Text(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) { fmt.Fprintf(&b, metamodel.ZhEn(zh, en).In(lang)+"\n", args...) }
	one := func(s Compared) string {
		department := s.Department.In(lang)
		if s.Delegate != nil {
			department += " → " + s.Delegate.In(lang)
		}
		return fmt.Sprintf("%s %s (%s, %s %s)", s.ID, s.Name.In(lang), department, s.Pack, s.Version)
	}
	if c.follows {
		say("模板  %s", "Template  %s", one(c.Template))
	} else {
		say("另一  %s", "Other     %s", one(c.Template))
	}
	say("事项  %s", "Matter    %s", one(c.Matter))
	b.WriteString(metamodel.Counted(metamodel.ZhEn("比较 %d 项", "%d thing(s) compared").In(lang), c.Things))
	say("，一致 %.1f%%", ", %.1f%% alike", c.Alike*100)
	count := map[Verdict]int{}
	mark := map[Burdens]string{Heavier: "+", Lighter: "-", Neutral: " "}
	verdict := map[Verdict]metamodel.Text{Undecided: nil, Stays: metamodel.ZhEn("保留", "kept"), Proposed: metamodel.ZhEn("已建议模板采纳", "proposed to the template")}
	for i := range c.Items {
		item := &c.Items[i]
		count[item.Verdict]++
		fmt.Fprintf(&b, "  %s %s: %s", mark[item.Burden], item.Path, item.Words.In(lang))
		if v := verdict[item.Verdict]; v != nil {
			fmt.Fprintf(&b, " [%s: %s]", v.In(lang), item.Reason.In(lang))
		}
		b.WriteByte('\n')
	}
	say("待定 %d 处，保留 %d 处，建议 %d 处（+ 群众负担更重，- 更轻）", "%d to decide, %d kept, %d proposed (+ heavier for applicants, - lighter)", count[Undecided], count[Stays], count[Proposed])
	for _, idle := range c.Idle {
		say("已与模板一致，不必再保留：%s", "differs no more and need not be kept: %s", idle.Path)
	}
	return b.String()
}

// Undecided counts the deviations that nobody decided about.
func (c *Comparison) Undecided() (n int) {
	for i := range c.Items {
		if c.Items[i].Verdict == Undecided {
			n++
		}
	}
	return n
}

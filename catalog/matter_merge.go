package catalog

import (
	"reflect"
	"regexp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// What is wrong with a merge of matters, and what a person has yet to decide.
var (
	MergedFew      = kind("matter.merged_few", "合并至少要写两个不同的事项", "Name at least two different matters to merge")
	MergedID       = kind("matter.merged_id", "“{id}”不能作新事项的编号（命令行的 --into）：用字母、数字、点、横线和下划线，以字母或数字开头，最多 64 个字符", "“{id}” is no id for the new matter (--into on the command line): up to 64 letters, digits, dots, dashes and underscores, the first a letter or digit")
	MatterNowhere  = kind("matter.not_in_pack", "资源包 {pack} 里没有事项 {matter}", "The pack {pack} has no matter {matter}")
	MergedTaken    = kind("matter.merged_taken", "已有编号为“{id}”的事项或表单，请换一个", "There is a matter or a form “{id}” already. Choose another id")
	MergedStandard = kind("matter.merged_standard", "“{matter}”是供参照的标准，不能合并", "“{matter}” is a standard for others to follow and cannot be merged")
	MergedProcess  = kind("matter.merged_process", "“{first}”和“{second}”的办理流程不同，请写明采用哪个事项的", "“{first}” and “{second}” have different processes. Say whose the new matter has")
	MergedOutside  = kind("matter.merged_outside", "“{id}”不在要合并的事项之中", "“{id}” is none of the matters to be merged")
	MergedValue    = kind("matter.merged_value", "“{field}”在“{first}”和“{second}”里计算或填写的办法不同，请先统一", "“{field}” comes about in different ways in “{first}” and in “{second}”. Make them agree first")
	MergedDemand   = kind("matter.merged_demand", "“{field}”的 {keyword}：“{matter}”与其他事项的要求无法同时写在一个表单里，请先统一", "{keyword} of “{field}”: what “{matter}” demands cannot stand in one form with what others do. Make them agree first")

	MergedStricter   = warning("matter.merged_stricter", "“{field}”（{path}）的 {keyword}：{demands}，合并后一律从严", "{keyword} of “{field}” ({path}): {demands}. The strictest holds for all now")
	MergedView       = warning("matter.merged_view", "“{matter}”在“{path}”的条件“{condition}”读到“{field}”（{source}）：它在“{matter}”里{mine}，在“{other}”里{others}，合并后显示得更多，请核对该条件", "The condition “{condition}” of “{matter}” at “{path}” reads “{field}” ({source}), which “{matter}” shows {mine} and “{other}” {others}. It is shown more often now; look at the condition")
	MergedComputed   = warning("matter.merged_computed", "“{field}”由“{first}”计算，“{second}”原来必填；合并后算不出来也能提交，请核对", "“{field}” is computed by “{first}” and was required by “{second}”. It can be submitted without, when it cannot be computed. Look at it")
	MergedYields     = warning("matter.merged_yields", "“{field}”是合并前某个事项的结果，不再要申请人填写", "“{field}” was the result of one of the matters, and applicants are not asked for it")
	MergedDepartment = warning("matter.merged_department", "“{matter}”原由“{department}”办理，合并后归“{to}”，请确认职责已移交", "“{matter}” was handled by “{department}” and is now by “{to}”. See that the power was handed over")
	MergedFee        = warning("matter.merged_fee", "收费合计为 {fee} 元，请确认标准", "The fees add up to {fee} yuan. Confirm what is charged")
	MergedResult     = warning("matter.merged_result", "“{result}”（{matter}）合并后不再单独出具，请确认", "“{result}” of “{matter}” is not issued by itself any more. Confirm that")
	MergedWhen       = warning("matter.merged_when", "主题“{theme}”里“{matter}”原来在“{was}”时适用，合并后的事项在“{now}”时适用，请确认", "In the theme “{theme}” “{matter}” applied when “{was}”; the merged matter applies when “{now}”. Confirm that")
	MergedInspection = warning("matter.merged_inspection", "主题“{theme}”的联合勘验“{inspection}”只剩一个环节，已去掉", "The joint inspection “{inspection}” of theme “{theme}” has one step left and is gone")
)

// writableID is what a new matter and its form may be called, as in their schemas.
var writableID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)

// MatterMerge says how several matters become one.
type MatterMerge struct {
	Matters       []string
	ID            string
	Name          metamodel.Text
	Process       string // whose process, department and lights the new one has; "": the first's, where all have the same process
	StatutoryDays *float64
	PromisedDays  *float64 // nil, both: the longest
	End           metamodel.Cancellation
}

// MergeMatters makes one matter of several of the release's pack: its form asks
// for what any of theirs does, they end on the day with it as successor, and
// themes, policies and other matters follow. The pack that comes back is a new
// one, with what is left to decide as warnings; a refusal comes with the pack as
// it was.
func MergeMatters(r *Release, how MatterMerge) (*Pack, metamodel.Problems) {
	x, ps := newMatterMerger(r, how)
	if ps.Failed() {
		return r.Pack, ps
	}
	form := x.form()
	x.attributes()
	x.materials()
	x.results()
	if x.problems.Failed() {
		return r.Pack, x.problems
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	p.Forms[how.ID], p.Matters[how.ID] = form, x.def
	x.follow(p)
	p.Files = nil
	return p, x.problems
}

// matterMerger carries one MergeMatters.
type matterMerger struct {
	r        *Release
	how      MatterMerge
	matters  []*Matter
	lead     *Matter // whose process it is
	def      *metamodel.Matter
	fold     *formFolder
	problems metamodel.Problems
}

func newMatterMerger(r *Release, how MatterMerge) (*matterMerger, metamodel.Problems) {
	x := &matterMerger{r: r, how: how}
	refuse := func(p metamodel.Problem) (*matterMerger, metamodel.Problems) { return nil, metamodel.Problems{p} }
	seen := map[string]bool{}
	for _, id := range how.Matters {
		m := r.Pack.Matters[id]
		switch {
		case m == nil && r.MatterDef(id) == nil:
			return refuse(MatterNowhere.At("", "pack", r.Pack.Name, "matter", id))
		case m == nil:
			return refuse(CancelElsewhere.At("", "matter", id, "pack", r.home(id)))
		case m.Cancelled != nil:
			return refuse(CancelledBefore.At("cancelled", "matter", m.Name, "on", m.Cancelled.On))
		case m.Standard:
			return refuse(MergedStandard.At("", "matter", m.Name))
		case r.Matter(id) == nil || seen[id]:
			return refuse(MergedFew.At(""))
		}
		seen[id] = true
		x.matters = append(x.matters, r.Matter(id))
	}
	if len(x.matters) < 2 {
		return refuse(MergedFew.At(""))
	}
	if !writableID.MatchString(how.ID) {
		return refuse(MergedID.At("id", "id", how.ID))
	}
	if r.MatterDef(how.ID) != nil || r.Form(how.ID) != nil {
		return refuse(MergedTaken.At("id", "id", how.ID))
	}
	x.lead = x.matters[0]
	if how.Process != "" {
		at := slices.Index(how.Matters, how.Process)
		if at < 0 {
			return refuse(MergedOutside.At("workflow", "id", how.Process))
		}
		x.lead = x.matters[at]
	}
	for _, m := range x.matters {
		if how.Process == "" && !x.sameProcess(m) {
			return refuse(MergedProcess.At("workflow", "first", x.lead.Def.Name, "second", m.Def.Name))
		}
	}
	return x, nil
}

// sameProcess compares two processes by what they do, whatever they are called.
func (x *matterMerger) sameProcess(m *Matter) bool {
	if m.Def.Workflow == x.lead.Def.Workflow {
		return true
	}
	a, b := x.r.Pack.Workflows[x.lead.Def.Workflow], x.r.Pack.Workflows[m.Def.Workflow]
	if a == nil || b == nil {
		return false
	}
	one, other := *a, *b
	other.ID, other.Title = one.ID, one.Title
	return reflect.DeepEqual(one, other)
}

// form is the merge compiler's form of a theme in which all of them always
// apply, folded into one matter's.
func (x *matterMerger) form() *metamodel.FormDoc {
	theme := &metamodel.Theme{ID: JointID("", x.how.Matters), Name: x.how.Name, Lead: x.lead.Def.Department}
	names := map[string]metamodel.Text{}
	yields := map[string]bool{}
	for _, m := range x.matters {
		theme.Matters = append(theme.Matters, metamodel.ThemeMatter{Matter: m.Def.ID, When: "true"})
		names[m.Def.ID] = m.Def.Name
		for path := range m.Yields {
			yields[path] = true
		}
	}
	x.r.jointStages(theme)
	t, ps := x.r.Merge(theme)
	for _, p := range ps {
		// Of a theme a contradiction is a warning: perhaps they rarely meet. Here they always do.
		if p.Severity != metamodel.Warning || t != nil && slices.ContainsFunc(t.Conflicts, func(c metamodel.Problem) bool { return c.Code == p.Code && c.Path == p.Path }) {
			p.Severity = metamodel.Error
			x.problems = append(x.problems, p)
		} else if p.Code == MergeDiffers.Code {
			x.problems = append(x.problems, p)
		}
	}
	if t == nil || x.problems.Failed() {
		return nil
	}
	doc, _, ps := merge(theme, x.matters, x.r.reg)
	if doc == nil {
		x.problems = append(x.problems, ps...)
		return nil
	}
	x.fold = &formFolder{reg: x.r.reg, doc: doc, name: names, yields: yields}
	x.fold.fold()
	for _, m := range x.matters {
		eachExpression(m, func(at, source string, rows []string) { x.fold.views(m.Def.ID, at, source, rows) })
	}
	x.problems = append(x.problems, x.fold.problems...)
	doc.ID, doc.Title = "form:"+x.how.ID, x.how.Name
	return doc
}

// eachExpression calls f with all that a matter's form and materials say in CEL.
func eachExpression(m *Matter, f func(at, source string, rows []string)) {
	for i, c := range pathConditions(m.Form) {
		f(m.Form.Sections[i].ID, c, nil)
	}
	var visit func(groups []*metamodel.Group, rows []string)
	visit = func(groups []*metamodel.Group, around []string) {
		for _, g := range groups {
			for _, u := range g.Uses {
				f(g.Path, u.Visible, around)
			}
			rows := around
			if g.Repeat {
				rows = append(slices.Clip(around), g.Path)
			}
			for _, fd := range g.Fields {
				for _, u := range fd.Uses {
					said := []string{u.Visible, u.RequiredIf, u.Value, u.ValueWhen, u.Options}
					for _, c := range u.Checks {
						said = append(said, c.Rule)
					}
					for _, s := range said {
						f(fd.Path, s, rows)
					}
				}
			}
			visit(g.Groups, rows)
		}
	}
	visit(m.Form.Groups, nil)
	for _, s := range m.Form.Doc.Layout.Texts {
		f("texts", s.Visible, nil)
	}
	for _, u := range m.Def.Materials {
		f(u.Material, u.When, nil)
	}
}

func (x *matterMerger) attributes() {
	lead := x.lead.Def
	d := &metamodel.Matter{ID: x.how.ID, Name: x.how.Name, Category: lead.Category, Department: lead.Department, Form: x.how.ID, Workflow: lead.Workflow,
		Lights: lead.Lights, Extend: lead.Extend, Delegated: lead.Delegated, Fee: lead.Fee}
	x.def = d
	fee, charging := decimal.Zero, 0
	var bases []metamodel.Text
	for _, m := range x.matters {
		d.StatutoryDays, d.PromisedDays = max(d.StatutoryDays, m.Def.StatutoryDays), max(d.PromisedDays, m.Def.PromisedDays)
		if f, err := decimal.NewFromString(m.Def.Fee); err == nil && f.IsPositive() {
			fee = fee.Add(f)
			charging++
		}
		if b := m.Def.Basis; len(b) > 0 && !slices.ContainsFunc(bases, func(o metamodel.Text) bool { return sameText(o, b) }) {
			bases = append(bases, b)
		}
		if m.Def.Department != d.Department {
			x.problems = append(x.problems, MergedDepartment.At("department", "matter", m.Def.Name, "department", x.r.DepartmentName(m.Def.Department), "to", x.r.DepartmentName(d.Department)))
		}
		for _, before := range m.Def.Preconditions {
			if !slices.Contains(x.how.Matters, before) && !slices.Contains(d.Preconditions, before) {
				d.Preconditions = append(d.Preconditions, before)
			}
		}
	}
	if len(bases) > 0 {
		d.Basis = listText(bases)
	}
	if charging > 0 {
		d.Fee = fee.String()
	}
	if charging > 1 {
		x.problems = append(x.problems, MergedFee.At("fee", "fee", d.Fee))
	}
	if x.how.StatutoryDays != nil {
		d.StatutoryDays = *x.how.StatutoryDays
	}
	if x.how.PromisedDays != nil {
		d.PromisedDays = *x.how.PromisedDays
	}
}

// materials unites what is to be handed in; what one of them issued is not.
func (x *matterMerger) materials() {
	at := map[string]int{}
	for _, m := range x.matters {
		for _, mm := range m.Materials {
			u := mm.Use
			if slices.Contains(x.how.Matters, mm.Material.ResultOf) {
				continue
			}
			i, known := at[u.Material]
			if !known {
				at[u.Material] = len(x.def.Materials)
				x.def.Materials = append(x.def.Materials, u)
				continue
			}
			have := &x.def.Materials[i]
			if !sameText(have.Label, u.Label) {
				have.Label = mm.Material.Name
			}
			if len(have.Note) == 0 {
				have.Note = u.Note
			}
			switch always := func(u *metamodel.MaterialUse) bool { return u.When == "" && u.Required }; {
			case always(have) || always(&u):
				have.Required, have.When = true, ""
			case have.When == "":
				have.Required, have.When = u.Required, u.When
			case u.When != "":
				have.When = anyHolds([]string{have.When, u.When})
			}
		}
	}
}

// results unites what is issued. A matter has one result: that of the process.
func (x *matterMerger) results() {
	d := x.def
	d.Result = x.lead.Def.Result
	d.Result.Yields, d.Result.Check = nil, nil
	for _, m := range x.matters {
		for _, path := range m.Def.Result.Yields {
			if !slices.Contains(d.Result.Yields, path) {
				d.Result.Yields = append(d.Result.Yields, path)
			}
		}
		d.Result.Check = append(d.Result.Check, m.Def.Result.Check...)
		if d.Result.Material == "" {
			d.Result.Material = m.Def.Result.Material
		}
		if m != x.lead && !sameText(m.Def.Result.Name, d.Result.Name) {
			x.problems = append(x.problems, MergedResult.At("result", "result", m.Def.Result.Name, "matter", m.Def.Name))
		}
	}
}

// follow ends the old matters and lets all that named them name the new one.
func (x *matterMerger) follow(p *Pack) {
	for _, id := range x.how.Matters {
		end := x.how.End
		end.Successors, end.Into = []string{x.how.ID}, metamodel.Merged
		p.Matters[id].Cancelled = &end
		p.Matters[id].Result.Material = "" // one matter issues a material: the new one
	}
	for _, id := range sortedKeys(p.Matters) {
		if m := p.Matters[id]; m.Cancelled == nil {
			m.Preconditions = x.renamed(m.Preconditions)
		}
	}
	for _, id := range sortedKeys(p.Policies) {
		p.Policies[id].Matters = x.renamed(p.Policies[id].Matters)
	}
	for _, id := range sortedKeys(p.Materials) {
		if m := p.Materials[id]; slices.Contains(x.how.Matters, m.ResultOf) {
			m.ResultOf = x.how.ID
		}
	}
	for _, id := range p.ThemeIDs() {
		x.theme(p, p.Themes[id])
	}
}

// renamed puts the new matter in the place of the old ones, once.
func (x *matterMerger) renamed(list []string) (out []string) {
	for _, id := range list {
		if slices.Contains(x.how.Matters, id) {
			id = x.how.ID
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (x *matterMerger) theme(p *Pack, t *metamodel.Theme) {
	var when []string
	at := -1
	var places []metamodel.ThemeMatter
	for _, place := range t.Matters {
		if !slices.Contains(x.how.Matters, place.Matter) {
			places = append(places, place)
			continue
		}
		when = append(when, place.When)
		if at < 0 {
			at = len(places)
			place.Matter = x.how.ID
			places = append(places, place)
		} else if places[at].Group != place.Group {
			places[at].Group = ""
		}
	}
	if at < 0 {
		return
	}
	places[at].When = anyHolds(when)
	if places[at].When == "" {
		places[at].When = "true"
	}
	for _, place := range t.Matters {
		if now := places[at].When; slices.Contains(x.how.Matters, place.Matter) && !sameSource(place.When, now) {
			x.problems = append(x.problems, MergedWhen.At("matters", "theme", t.Name, "matter", p.Matters[place.Matter].Name, "was", place.When, "now", now))
		}
	}
	t.Matters = places
	x.stages(p, t)
	if t.Joint == nil {
		return
	}
	var kept []metamodel.JointInspection
	for _, in := range t.Joint.Inspections {
		var states []metamodel.JointStep
		for _, s := range in.States {
			switch {
			case s.Matter == x.lead.Def.ID:
				s.Matter = x.how.ID
			case slices.Contains(x.how.Matters, s.Matter):
				continue // its process is no more
			}
			states = append(states, s)
		}
		if len(states) < 2 {
			x.problems = append(x.problems, MergedInspection.At("joint", "theme", t.Name, "inspection", in.Name))
			continue
		}
		in.States = states
		kept = append(kept, in)
	}
	t.Joint.Inspections = kept
}

// stages puts the new matter, and who waits for it, after what they wait for.
func (x *matterMerger) stages(p *Pack, t *metamodel.Theme) {
	stage := map[string]int{}
	for range t.Matters {
		for i := range t.Matters {
			place := &t.Matters[i]
			if m := p.Matters[place.Matter]; m != nil {
				for _, before := range m.Preconditions {
					if n, ok := stage[before]; ok && n >= place.Stage {
						place.Stage = n + 1
					}
				}
			}
			stage[place.Matter] = place.Stage
		}
	}
}

package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// What is wrong with a split of a matter, and what a person has yet to decide.
var (
	SplitID       = kind("matter.split_id", "“{id}”不能作事项的编号：用字母、数字、点、横线和下划线，以字母或数字开头，最多 64 个字符", "“{id}” is no id for a matter: up to 64 letters, digits, dots, dashes and underscores, the first a letter or digit")
	SplitFew      = kind("matter.split_few", "拆分至少要写两个新事项", "Name at least two matters that it becomes")
	SplitUnnamed  = kind("matter.split_unnamed", "请写明新事项的编号和名称", "Give the new matter an id and a name")
	SplitStandard = kind("matter.split_standard", "“{matter}”是供参照的标准，不能拆分", "“{matter}” is a standard for others to follow and cannot be split")
	SplitUnknown  = kind("matter.split_unknown", "“{matter}”没有“{name}”", "“{matter}” has no “{name}”")
	SplitEmpty    = kind("matter.split_empty", "“{part}”没有任何要填写的内容", "“{part}” asks for nothing")
	SplitField    = kind("matter.split_field", "“{field}”（{path}）没有归入任何新事项", "“{field}” ({path}) is in none of the new matters")
	SplitMaterial = kind("matter.split_material", "材料“{material}”（{id}）没有归入任何新事项", "The material “{material}” ({id}) is in none of the new matters")
	SplitIssuer   = kind("matter.split_issuer", "“{first}”和“{second}”都没有写结果；“{result}”只能由其中一个出具", "Neither “{first}” nor “{second}” says what it issues. Only one of them can issue “{result}”")
	SplitTwice    = kind("matter.split_result_twice", "“{name}”写在了不止一个新事项的结果里", "“{name}” is in the results of more than one of the new matters")
	SplitLost     = kind("matter.split_result_lost", "没有新事项出具“{name}”，请写在其中一个的结果里", "None of the new matters issues “{name}”. Put it into the result of one")
	SplitForeign  = kind("matter.split_result_foreign", "“{name}”不是“{matter}”的结果", "“{name}” is no result of “{matter}”")
	SplitRead     = kind("matter.split_plan", "拆分方案无法读取：{detail}", "The plan of the split cannot be read: {detail}")
	SplitRoutes   = kind("matter.split_routes", "表单页面之间的跳转条件太长，无法拆开，请先简化", "The routes between the pages of the form are too long to be taken apart. Make them simpler first")

	SplitBrought    = warning("matter.split_brought", "“{part}”也要填“{field}”，因为“{by}”取决于它", "“{part}” asks for “{field}” as well: “{by}” depends on it")
	SplitFee        = warning("matter.split_fee", "{parts} 各收 {fee} 元，请确认标准", "{parts} charge {fee} yuan each. Confirm what is charged")
	SplitLimits     = warning("matter.split_limits", "“{part}”沿用原来的时限：{limits}，请确认", "“{part}” keeps what was: {limits}. Confirm it")
	SplitResults    = warning("matter.split_result", "“{part}”出具“{result}”，请确认依据", "“{part}” issues “{result}”. Confirm by what law")
	SplitGone       = warning("matter.split_result_gone", "拆分后没有事项再出具“{result}”，请确认", "No matter issues “{result}” any more. Confirm that")
	SplitDepartment = warning("matter.split_department", "“{part}”由“{department}”办理，原来是“{from}”，请确认职责已移交", "“{part}” is handled by “{department}”, which was by “{from}”. See that the power was handed over")
	SplitTemplate   = warning("matter.split_template", "“{part}”仍对照模板“{template}”，分到别处的内容会列为差别，请改用各自的模板或写明保留", "“{part}” still follows “{template}” and differs from it by what went elsewhere. Let it follow a template of its own, or keep the differences with a reason")
	SplitInspection = warning("matter.split_inspection", "主题“{theme}”的联合勘验“{inspection}”由各新事项一起参加，请去掉不需要到场的", "All new matters take part in the joint inspection “{inspection}” of theme “{theme}”. Take out those that need not come")
	SplitText       = warning("matter.split_text", "页面说明“{text}”取决于不在一起的内容，已去掉，请核对", "The text “{text}” hangs on things that are not together any more, and is gone. Look at it")
	SplitCheck      = warning("matter.split_check", "出具结果时的校验“{message}”要用到不在一起的内容，已去掉，请核对", "The check of the result “{message}” reads things that are not together any more, and is gone. Look at it")
	SplitDuties     = warning("matter.split_duties", "“{field}”等 {n} 项有数源部门；对原事项确认过的，这一版生效后自动向同一部门为新事项重新提出，请跟进确认", "“{field}” and others, {n} in all, have a source department. What was confirmed for the old matter is asked anew for the new ones, of the same departments, once this version is in force. See that they confirm it")
)

// SplitMatter makes several matters of one of the release's pack: each asks for
// its part of the form with all that this hangs on, the old one ends on the day
// with them as successors, and themes, policies and other matters follow. An
// answer set is accepted by the old matter exactly when each part accepts what
// it asks of it. The pack that comes back is a new one, with what is left to
// decide as warnings; a refusal comes with the pack as it was.
func SplitMatter(r *Release, how MatterSplit) (*Pack, metamodel.Problems) {
	x := &matterSplitter{r: r, how: how, told: map[string]bool{}}
	if x.begin() {
		x.parts()
	}
	if !x.problems.Failed() {
		x.results()
	}
	if !x.problems.Failed() {
		x.checks()
	}
	if x.problems.Failed() {
		return r.Pack, x.problems
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return r.Pack, ps
	}
	for _, part := range x.into {
		p.Forms[part.ID], p.Matters[part.ID] = x.form(part), x.matter(part)
	}
	x.follow(p)
	x.open()
	p.Files = nil
	return p, x.problems
}

// matterSplitter carries one SplitMatter.
type matterSplitter struct {
	r        *Release
	how      MatterSplit
	old      *Matter
	env      *metamodel.Env // of the old form
	into     []*splitPart
	heir     *splitPart      // that issues what the old one did; nil for none
	told     map[string]bool // texts that a part shows
	problems metamodel.Problems
}

func (x *matterSplitter) fail(p metamodel.Problem) { x.problems = append(x.problems, p) }

// begin finds the matter that is split.
func (x *matterSplitter) begin() bool {
	id := x.how.Matter
	m := x.r.Pack.Matters[id]
	switch {
	case m == nil && x.r.MatterDef(id) == nil:
		x.fail(MatterNowhere.At("", "pack", x.r.Pack.Name, "matter", id))
	case m == nil || x.r.Matter(id) == nil:
		x.fail(CancelElsewhere.At("", "matter", id, "pack", x.r.home(id)))
	case m.Cancelled != nil:
		x.fail(CancelledBefore.At("cancelled", "matter", m.Name, "on", m.Cancelled.On))
	case m.Standard:
		x.fail(SplitStandard.At("", "matter", m.Name))
	}
	if x.problems.Failed() {
		return false
	}
	x.old = x.r.Matter(id)
	var ps metamodel.Problems
	if x.env, ps = metamodel.NewEnv(x.old.Form, nil, x.r.reg); ps.Failed() {
		x.problems = append(x.problems, ps...)
		return false
	}
	for _, c := range x.conditions() {
		if len(c) > mostCondition {
			x.fail(SplitRoutes.At("form"))
			return false
		}
	}
	return true
}

// results gives each thing that was issued to exactly one part.
func (x *matterSplitter) results() {
	d := x.old.Def
	issued := map[string]bool{} // materials and paths that a part has by name
	claim := func(at, name string, known bool) bool {
		switch {
		case !known:
			x.fail(SplitForeign.At(at, "name", name, "matter", d.Name))
		case issued[name]:
			x.fail(SplitTwice.At(at, "name", name))
		}
		issued[name] = true
		return known
	}
	for i, p := range x.into {
		at := fmt.Sprintf("parts/%d/result", i)
		if p.Result == nil {
			if x.heir != nil {
				x.fail(SplitIssuer.At(at, "first", x.heir.Name, "second", p.Name, "result", d.Result.Name))
			}
			x.heir = p
			continue
		}
		if wordless(p.Result.Name) {
			x.fail(SplitUnnamed.At(at + "/name"))
		}
		p.result = metamodel.Result{Name: p.Result.Name, Yields: p.Result.Yields}
		if id := p.Result.Material; id != "" && claim(at+"/material", id, x.issues(id)) {
			p.result.Material = id
		}
		for k, path := range p.Result.Yields {
			claim(fmt.Sprintf("%s/yields/%d", at, k), path, slices.Contains(d.Result.Yields, path))
		}
	}
	left := func(names []string) (out []string) {
		for _, name := range names {
			if !issued[name] {
				out = append(out, name)
			}
		}
		return out
	}
	yields := left(d.Result.Yields)
	if x.heir != nil {
		x.heir.result = metamodel.Result{Name: d.Result.Name, Yields: yields}
		if len(left([]string{d.Result.Material})) > 0 {
			x.heir.result.Material = d.Result.Material
		}
		return
	}
	for _, id := range sortedKeys(x.r.Pack.Materials) {
		if x.issues(id) {
			yields = append(yields, left([]string{id})...)
		}
	}
	for _, name := range yields {
		x.fail(SplitLost.At("parts", "name", name))
	}
}

// checks gives what a result is held against to the part that issues it, if the
// part has all that this reads.
func (x *matterSplitter) checks() {
	for i, c := range x.old.Def.Result.Check {
		kept := false
		for _, p := range x.into {
			if slices.Contains(p.result.Yields, c.Field) && !slices.ContainsFunc(x.old.Rules.Reads(i), func(ref string) bool {
				return !p.holds(ref) && !slices.Contains(p.result.Yields, ref)
			}) {
				p.result.Check, kept = append(p.result.Check, c), true
			}
		}
		if !kept {
			x.fail(SplitCheck.At(fmt.Sprintf("result/check/%d", i), "message", c.Message))
		}
	}
}

// issues reports whether a material is a result of the old matter.
func (x *matterSplitter) issues(material string) bool {
	m := x.r.Pack.Materials[material]
	return m != nil && m.ResultOf == x.how.Matter
}

// matter writes a part: what the plan does not say is as it was.
func (x *matterSplitter) matter(p *splitPart) *metamodel.Matter {
	d := *x.old.Def
	d.ID, d.Name, d.Form, d.Result = p.ID, p.Name, p.ID, p.result
	d.Materials, d.Preconditions = nil, slices.Clone(d.Preconditions)
	for _, u := range x.old.Def.Materials {
		if p.materials[u.Material] {
			d.Materials = append(d.Materials, u)
		}
	}
	if p.Department != "" {
		d.Department = p.Department
	}
	if p.Fee != nil {
		d.Fee = *p.Fee
	}
	if p.StatutoryDays != nil {
		d.StatutoryDays = *p.StatutoryDays
	}
	if p.PromisedDays != nil {
		d.PromisedDays = *p.PromisedDays
	}
	if t := d.Template; t != nil {
		kept := &metamodel.Template{Matter: t.Matter}
		for _, k := range t.Kept {
			if x.stands(p, k.Path) {
				kept.Kept = append(kept.Kept, k)
			}
		}
		d.Template = kept
	}
	return &d
}

// stands reports whether a part has what a kept difference is about, or may have.
func (x *matterSplitter) stands(p *splitPart, path string) bool {
	if rest, ok := strings.CutPrefix(path, "form/"); ok {
		_, field := x.old.Form.Field(rest)
		return !field || p.keep[rest]
	}
	if rest, ok := strings.CutPrefix(path, "materials/"); ok {
		return p.materials[rest] || !slices.ContainsFunc(x.old.Def.Materials, func(u metamodel.MaterialUse) bool { return u.Material == rest })
	}
	return true
}

// limits tells which of the old time limits a part keeps.
func (x *matterSplitter) limits(p *splitPart, at string) {
	var kept []metamodel.Text
	var under string // the first of them
	for _, l := range []struct {
		said   *float64
		was    float64
		member string
		zh, en string
	}{
		{p.StatutoryDays, x.old.Def.StatutoryDays, "statutoryDays", "法定", "by law"},
		{p.PromisedDays, x.old.Def.PromisedDays, "promisedDays", "承诺", "promised"},
	} {
		if l.said != nil {
			continue
		}
		if len(kept) == 0 {
			under = l.member
		}
		days := strconv.FormatFloat(l.was, 'f', -1, 64)
		kept = append(kept, metamodel.ZhEn(l.zh+" "+days+" 个工作日", days+" working day(s) "+l.en))
	}
	if len(kept) > 0 {
		x.fail(SplitLimits.At(at+"/"+under, "part", p.Name, "limits", listText(kept)))
	}
}

// open lists what a person has yet to decide.
func (x *matterSplitter) open() {
	d := x.old.Def
	charged := []metamodel.Text{}
	fee, err := decimal.NewFromString(d.Fee)
	for i, p := range x.into {
		at := fmt.Sprintf("parts/%d", i)
		for _, b := range p.brought {
			x.fail(SplitBrought.At(at+"/fields", "part", p.Name, "field", b.field.Label, "by", b.by))
		}
		if p.Fee == nil && err == nil && fee.IsPositive() {
			charged = append(charged, p.Name)
		}
		x.limits(p, at)
		if p.Result != nil {
			x.fail(SplitResults.At(at+"/result", "part", p.Name, "result", p.Result.Name))
		}
		if p.Department != "" && p.Department != d.Department {
			x.fail(SplitDepartment.At(at+"/department", "part", p.Name, "department", x.r.DepartmentName(p.Department), "from", x.r.DepartmentName(d.Department)))
		}
		if d.Template != nil {
			x.fail(SplitTemplate.At(at+"/template", "part", p.Name, "template", x.r.matterName(d.Template.Matter)))
		}
	}
	if len(charged) > 1 {
		x.fail(SplitFee.At("parts", "parts", listText(charged), "fee", d.Fee))
	}
	if x.heir == nil {
		x.fail(SplitGone.At("result", "result", d.Result.Name))
	}
	var delivered []metamodel.Text
	for _, f := range x.old.Form.Fields {
		if f.Element.Source != "" {
			delivered = append(delivered, f.Label)
		}
	}
	if len(delivered) > 0 {
		x.fail(SplitDuties.At("parts", "field", delivered[0], "n", len(delivered)))
	}
	for _, id := range sortedKeys(x.old.Form.Doc.Layout.Texts) {
		if !x.told[id] {
			x.fail(SplitText.At("form/x-layout/texts/"+id, "text", x.old.Form.Doc.Layout.Texts[id].Text))
		}
	}
}

package sheets

import (
	"fmt"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// standard is a standard material as its first row describes it, and every
// wording the matters use for it.
type standard struct {
	row      *Row
	def      *metamodel.Material
	proves   *Row // that says what it proves
	wordings []string
}

// readMaterials reads materials: the standard ones and every matter's demand.
func (im *importer) readMaterials() {
	groups := im.byMatter(Materials)
	var order []string
	for _, id := range im.matterOrder {
		m := im.matters[id]
		rows := groups[id]
		im.bySequence(rows)
		for _, r := range rows {
			code := r.Code("标准材料")
			if !identifierText.MatchString(code) {
				im.report(r.problem(kindIdentifier, "标准材料", "value", excerpt(code)))
				continue
			}
			if r.Cell("材料名称") == "" {
				im.report(r.problem(kindEmptyCell, "材料名称"))
				continue
			}
			if other := m.asked[code]; other != nil {
				im.report(r.problem(kindMaterialTwo, "标准材料", "material", code, "other", other.Number))
				continue
			}
			m.asked[code] = r
			if im.origins[code] == nil {
				im.origins[code] = &standard{row: r, def: im.standardMaterial(r, code)}
				order = append(order, code)
			}
			st := im.origins[code]
			st.wordings = append(st.wordings, r.Cell("材料名称"))
			if foldCode(st.row.Cell("来源")) != foldCode(r.Cell("来源")) {
				im.report(r.problem(kindOrigin, "来源", "material", code, "other", st.row.Number))
			}
			if st.row.Cell("类型") != r.Cell("类型") {
				im.report(r.problem(kindCategory, "类型", "material", code, "other", st.row.Number))
			}
			im.readProves(st, r)
			im.demand(m, r, code, st)
		}
		if len(rows) == 0 {
			im.report(m.row.problem(kindNoMaterials, "事项编码", "matter", id))
		}
	}
	im.results(order)
	sort.Strings(order)
	for _, code := range order {
		im.nameMaterial(im.origins[code])
		im.pack.Materials[code] = im.origins[code].def
	}
}

// standardMaterial reads where a material comes from.
func (im *importer) standardMaterial(r *Row, code string) *metamodel.Material {
	d := &metamodel.Material{ID: code, Category: r.Cell("类型")}
	switch source := r.Cell("来源"); {
	case source == "":
		im.report(r.problem(kindEmptyCell, "来源"))
	case im.matters[foldCode(source)] != nil:
		d.Origin, d.ResultOf = metamodel.OriginResult, foldCode(source)
	case matterLike(foldCode(source), im.matterOrder):
		im.report(r.problem(kindNoMatter, "来源", "matter", excerpt(source)))
	case source == "系统生成" || source == "系统":
		d.Origin = metamodel.OriginSystem
	case source == "申请人" || source == "申请人自备":
		d.Origin = metamodel.OriginApplicant
	default:
		d.Origin, d.Issuer = metamodel.OriginIssuer, source
	}
	return d
}

// matterLike reports whether a source looks like a matter's code: it is spelled
// as the codes of this book are.
func matterLike(source string, codes []string) bool {
	shape := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0'
			}
			return r
		}, s)
	}
	for _, c := range codes {
		if shape(c) == shape(source) {
			return true
		}
	}
	return false
}

// demand is one matter's use of a standard material.
func (im *importer) demand(m *matter, r *Row, code string, st *standard) {
	use := metamodel.MaterialUse{
		Material: code, Required: im.yes(r, "必要"), Label: im.text("material:"+r.Cell("材料名称"), r.Cell("材料名称"), "", r.place("材料名称")),
	}
	if text := r.Cell("条件"); text != "" {
		use.When = im.condition(r, "条件", text, im.formScope(m, r, "条件"))
		use.Required = true // a material with a condition is required exactly when it holds
	}
	if remark := r.Cell("备注"); remark != "" {
		use.Note = im.text("note:"+remark, remark, "", r.place("备注"))
	}
	if of := st.def.ResultOf; of != "" {
		switch {
		case of == m.def.ID:
			im.report(r.problem(kindItself, "来源", "matter", of))
		case !im.comesBefore(of, m.def.ID, map[string]bool{}):
			im.report(r.problem(kindNotBefore, "来源", "matter", of))
		}
	}
	m.def.Materials = append(m.def.Materials, use)
}

// comesBefore follows preconditions, also over several matters.
func (im *importer) comesBefore(first, then string, seen map[string]bool) bool {
	if seen[then] {
		return false
	}
	seen[then] = true
	for _, p := range im.matters[then].def.Preconditions {
		if p == first || im.comesBefore(first, p, seen) {
			return true
		}
	}
	return false
}

// results tells each matter which standard material its result is.
func (im *importer) results(order []string) {
	for _, id := range im.matterOrder {
		m := im.matters[id]
		var mine []string
		for _, code := range order {
			if im.origins[code].def.ResultOf == id {
				mine = append(mine, code)
			}
		}
		if len(mine) == 0 {
			continue
		}
		best := mine[0]
		for _, code := range mine {
			for _, w := range im.origins[code].wordings {
				if w == m.row.Cell("结果名称") {
					best = code
				}
			}
		}
		if len(mine) > 1 {
			im.report(m.row.problem(kindManyResults, "结果名称", "matter", id, "material", best))
		}
		m.def.Result.Material = best
	}
}

// nameMaterial chooses what a standard material is called: the result's name, or
// the commonest wording without what only says in which form it is handed in.
func (im *importer) nameMaterial(st *standard) {
	code := st.def.ID
	counts, first := map[string]int{}, map[string]int{}
	var names []string
	for i, w := range st.wordings {
		w = bare(w)
		if counts[w]++; counts[w] == 1 {
			first[w] = i
			names = append(names, w)
		}
	}
	sort.SliceStable(names, func(i, j int) bool {
		a, b := names[i], names[j]
		if counts[a] != counts[b] {
			return counts[a] > counts[b]
		}
		if len([]rune(a)) != len([]rune(b)) {
			return len([]rune(a)) < len([]rune(b))
		}
		return first[a] < first[b]
	})
	suggestion := names[0]
	if of := st.def.ResultOf; of != "" && im.matters[of].row.Cell("结果名称") != "" {
		suggestion = im.matters[of].row.Cell("结果名称")
	}
	name := suggestion
	if len(names) > 1 || suggestion != names[0] {
		var cs []Candidate
		for _, n := range names {
			cs = append(cs, Candidate{Answer: n, Reason: metamodel.ZhEn(fmt.Sprintf("%d 处", counts[n]), metamodel.Counted("%d time(s)", counts[n]))})
		}
		name, _ = im.decide(Decision{
			ID: "wording:" + code, Kind: DecideWording, Status: Proposed, Places: []Place{st.row.place("材料名称")}, Candidates: cs, Suggestion: suggestion,
			Question: metamodel.ZhEn("标准材料 "+code+" 各事项叫法不同，统一叫什么？", "The matters call the standard material "+code+" by different names: which one is standard?"),
		})
	}
	st.def.Name = im.text("material:"+name, name, "", st.row.place("材料名称"))
}

// bare drops the form in which a document is handed in.
func bare(s string) string {
	for _, suffix := range []string{"复印件", "原件", "副本", "扫描件", "电子版"} {
		if t := strings.TrimSuffix(s, suffix); t != s && t != "" {
			return bare(t)
		}
	}
	return s
}

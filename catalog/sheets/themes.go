package sheets

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// proposeYields finds what a matter's result makes known to the matters that
// wait for it: what they need of the entity itself, the matter's own form does
// not ask, and the matter's department is the source of.
func (im *importer) proposeYields() {
	for _, id := range im.matterOrder {
		m := im.matters[id]
		has := map[string]bool{}
		var entity *metamodel.Subject
		for _, f := range m.fields {
			if f.element != nil {
				has[f.subject.ID+"/"+f.element.ID] = true
				if entity == nil && f.repeat == nil {
					entity = f.subject
				}
			}
		}
		if a := im.subjectsByID["applicant"]; a != nil {
			entity = a
		}
		proposed := map[string]bool{}
		for _, after := range im.matterOrder {
			if !contains(im.matters[after].def.Preconditions, id) {
				continue
			}
			for _, f := range im.matters[after].fields {
				if f.element == nil || f.subject != entity || f.repeat != nil || f.element.ObjectClass != entity.ObjectClass {
					continue
				}
				path := f.subject.ID + "/" + f.element.ID
				needed := im.yesQuiet(f.row, "必填") || f.row.Cell("必填条件") != ""
				if has[path] || !needed || f.element.Source == "" || im.sourceDepartment(f.element.Source) != m.def.Department {
					continue
				}
				key := "yield:" + id + ":" + f.element.ID + "@" + f.roleName()
				answer, _ := im.decide(Decision{
					ID: key, Kind: DecideYield, Status: Proposed, Places: []Place{f.row.place("数据元")}, Suggestion: "是", Question: yieldQuestion(m, f),
					Candidates: []Candidate{{Answer: "是", Name: metamodel.ZhEn("是", "yes")}, {Answer: "否", Name: metamodel.ZhEn("否", "no")}},
				})
				if proposed[path] {
					continue
				}
				proposed[path] = true
				switch strings.ToLower(fold(answer)) {
				case "是", "yes", "y", "true":
					m.def.Result.Yields = append(m.def.Result.Yields, path)
				case "否", "no", "n", "false":
				default:
					im.reject(key, kindBadAnswer, "cause", metamodel.ZhEn("应为“是”或“否”", "it should be 是 (yes) or 否 (no)"))
				}
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// readThemes reads themes, their guide and their matters.
func (im *importer) readThemes() {
	rows := map[string]*Row{}
	for _, r := range im.book.rows(Themes) {
		id := r.Code("主题编码")
		if !identifierText.MatchString(id) {
			im.report(r.problem(kindIdentifier, "主题编码", "value", excerpt(id)))
			continue
		}
		for _, c := range []string{"主题名称", "牵头部门"} {
			if r.Cell(c) == "" {
				im.report(r.problem(kindEmptyCell, c))
			}
		}
		t := &metamodel.Theme{
			ID: id, Name: im.text("theme:"+id, r.Cell("主题名称"), r.Cell("英文名称"), r.place("英文名称")), Calendar: im.calendarOf(r), Guide: []metamodel.Question{},
		}
		if s := r.Cell("说明"); s != "" {
			t.Summary = im.text("summary:"+id, s, "", r.place("说明"))
		}
		if lead := r.Cell("牵头部门"); lead != "" {
			t.Lead = im.department(lead, r.place("牵头部门"))
		}
		im.keeps(t, r)
		rows[id] = r
		im.pack.Themes[id] = t
	}
	asked := map[string][]*Row{}
	for _, r := range im.book.rows(Situations) {
		if t := im.themeOf(r); t != nil {
			asked[t.ID] = append(asked[t.ID], r)
		}
	}
	placed, used := map[string][]*Row{}, map[string]bool{}
	for _, r := range im.book.rows(ThemeMatters) {
		t, code := im.themeOf(r), r.Code("事项编码")
		switch {
		case t == nil:
		case im.matters[code] == nil:
			im.report(r.problem(kindNoMatter, "事项编码", "matter", excerpt(code)))
		default:
			placed[t.ID] = append(placed[t.ID], r)
			used[code] = true
		}
	}
	for _, r := range im.book.rows(Themes) {
		t := im.pack.Themes[r.Code("主题编码")]
		if t == nil || rows[t.ID] != r {
			continue
		}
		in := map[string]bool{}
		for _, p := range placed[t.ID] {
			in[p.Code("事项编码")] = true
		}
		im.guide(t, asked[t.ID], in)
		im.themeMatters(t, placed[t.ID])
		im.inspections(t, placed[t.ID])
		im.notice(t, r)
		im.same(t, r)
		if len(t.Matters) == 0 {
			im.report(r.problem(kindThemeEmpty, "主题编码", "theme", t.ID))
		}
	}
	for _, id := range im.matterOrder {
		if !used[id] {
			im.report(im.matters[id].row.problem(kindLeft, "事项编码", "matter", id))
		}
	}
}

func (im *importer) themeOf(r *Row) *metamodel.Theme {
	id := r.Code("主题编码")
	t := im.pack.Themes[id]
	if t == nil {
		im.report(r.problem(kindNoTheme, "主题编码", "theme", excerpt(id)))
	}
	return t
}

// guide reads the questions of a theme; in is the set of its matters.
func (im *importer) guide(t *metamodel.Theme, rows []*Row, in map[string]bool) {
	for _, r := range rows {
		id := r.Code("问题编号")
		if !questionName.MatchString(id) {
			im.report(r.problem(kindQuestionID, "问题编号", "value", excerpt(id)))
			continue
		}
		if r.Cell("问题") == "" {
			im.report(r.problem(kindEmptyCell, "问题"))
		}
		q := metamodel.Question{ID: id, Text: im.text("question:"+t.ID+":"+id, r.Cell("问题"), r.Cell("英文"), r.place("英文")), Type: metamodel.TypeBoolean}
		list := r.Code("选项代码表")
		if list != "" && im.pack.CodeLists[list] == nil {
			im.report(r.problem(kindNoList, "选项代码表", "list", excerpt(list)))
			continue
		}
		if list != "" {
			q.Type, q.CodeList = metamodel.TypeCode, list
		}
		if ref := foldCode(r.Cell("对应数据元")); ref != "" && !im.bindQuestion(&q, r, ref, list, in) {
			continue
		}
		t.Guide = append(t.Guide, q)
		im.readShares(t, q, r)
	}
}

// bindQuestion makes a question the same answer as a field of the forms.
func (im *importer) bindQuestion(q *metamodel.Question, r *Row, ref, list string, in map[string]bool) bool {
	element, subject, _ := strings.Cut(ref, "@")
	fail := func(column string, params []any, k metamodel.Kind) bool {
		im.report(r.problem(k, column, params...))
		return false
	}
	if !elementName.MatchString(element) && im.pack.Elements[element] == nil {
		return fail("对应数据元", []any{"value", excerpt(ref)}, kindQuestionFor)
	}
	e, s := im.pack.Elements[element], im.subjectNamed(subject)
	switch {
	case e == nil:
		return fail("对应数据元", []any{"element", element}, kindNoElement)
	case s == nil:
		return fail("对应数据元", []any{"subject", excerpt(subject)}, kindNoSubject)
	case e.Type != metamodel.TypeBoolean && e.Type != metamodel.TypeCode && !numeric(e.Type):
		return fail("对应数据元", []any{"element", e.Name}, kindQuestionAsk)
	case list != "" && list != e.CodeList:
		return fail("选项代码表", []any{"list", list, "element", e.Name, "other", e.CodeList}, kindQuestionOf)
	}
	for _, id := range im.matterOrder {
		for _, f := range im.matters[id].fields {
			if in[id] && f.element == e && f.subject == s && f.repeat == nil {
				q.Field, q.Type, q.CodeList, q.Unit = s.ID+"/"+e.ID, e.Type, e.CodeList, e.Unit
				return true
			}
		}
	}
	return fail("对应数据元", []any{"element", element, "subject", s.Name["zh"]}, kindQuestionIn)
}

// themeMatters places matters in a theme and checks their order.
func (im *importer) themeMatters(t *metamodel.Theme, rows []*Row) {
	stages := map[string]int{}
	for _, r := range rows {
		tm := metamodel.ThemeMatter{Matter: r.Code("事项编码"), Group: r.Code("并联组")}
		if stage, ok := im.number(r, "阶段"); ok {
			if n, isWhole := whole(fold(r.Cell("阶段"))); isWhole {
				tm.Stage = n
			} else if stage != 0 {
				im.report(r.problem(kindNotNumber, "阶段", "value", excerpt(r.Cell("阶段"))))
			}
		}
		stages[tm.Matter] = tm.Stage
		tm.When = "true"
		if text := r.Cell("适用条件"); text == "" {
			im.report(r.problem(kindEmptyCell, "适用条件"))
		} else if cel := im.condition(r, "适用条件", text, im.guideScope(t, r)); cel != "" {
			tm.When = cel
		}
		t.Matters = append(t.Matters, tm)
	}
	for i, r := range rows {
		for _, before := range im.pack.Matters[t.Matters[i].Matter].Preconditions {
			stage, inTheme := stages[before]
			switch {
			case !inTheme:
				im.report(r.problem(kindOutside, "事项编码", "matter", before))
			case t.Matters[i].Stage != 0 && stage >= t.Matters[i].Stage:
				im.report(r.problem(kindStage, "阶段", "matter", before))
			}
		}
	}
}

// guideScope resolves the questions of a theme.
func (im *importer) guideScope(t *metamodel.Theme, r *Row) scope {
	problem := func(k metamodel.Kind, params ...any) metamodel.Problem {
		return r.problem(k, "适用条件", params...)
	}
	compile := func(source string) metamodel.Problems { return im.compileOverGuide(t, source) }
	return scope{problem: problem, compile: compile, question: func(id string) (operand, *metamodel.Problem) {
		for _, q := range t.Guide {
			if q.ID == id {
				return operand{cel: id, typ: q.Type, list: im.pack.CodeLists[q.CodeList]}, nil
			}
		}
		p := problem(kindNoQuestion, "question", id)
		return operand{}, &p
	}}
}

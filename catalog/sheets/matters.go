package sheets

import (
	"sort"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// matter is one row of matters with what other sheets say about it.
type matter struct {
	row    *Row
	def    *metamodel.Matter
	fields []*field
	groups map[string]*metamodel.GroupDoc // by subject id
	asked  map[string]*Row                // standard materials → the row that asks
}

// readMatters reads matters; everything else hangs on their codes.
func (im *importer) readMatters() {
	for _, r := range im.book.rows(Matters) {
		id := r.Code("事项编码")
		if !identifierText.MatchString(id) {
			im.report(r.problem(kindIdentifier, "事项编码", "value", excerpt(id)))
			continue
		}
		for _, c := range []string{"事项名称", "实施主体", "结果名称", "法定时限(工作日)", "承诺时限(工作日)"} {
			if r.Cell(c) == "" {
				im.report(r.problem(kindEmptyCell, c))
			}
		}
		m := &metamodel.Matter{
			ID: id, Name: im.text("matter:"+id, r.Cell("事项名称"), r.Cell("英文名称"), r.place("英文名称")), Category: r.Cell("事项类型"),
			Form: id, Workflow: id,
			Result: metamodel.Result{Name: im.text("result:"+r.Cell("结果名称"), r.Cell("结果名称"), "", r.place("结果名称"))},
		}
		if dept := r.Cell("实施主体"); dept != "" {
			m.Department = im.department(dept, r.place("实施主体"))
		}
		if basis := r.Cell("设定依据"); basis != "" {
			m.Basis = im.text("basis:"+basis, basis, "", r.place("设定依据"))
		}
		statutory, ok1 := im.number(r, "法定时限(工作日)")
		promised, ok2 := im.number(r, "承诺时限(工作日)")
		m.StatutoryDays, m.PromisedDays = statutory, promised
		if ok1 && ok2 && promised > statutory {
			im.report(r.problem(kindPromise, "承诺时限(工作日)", "promised", days(promised), "statutory", days(statutory)))
		}
		if _, ok := im.number(r, "收费(元)"); ok {
			if fee, err := decimal.NewFromString(fold(r.Cell("收费(元)"))); err == nil && !fee.IsZero() {
				m.Fee = fee.String()
			}
		}
		m.Extend, m.Lights = im.extension(r), im.lights(r)
		im.matters[id] = &matter{row: r, def: m, groups: map[string]*metamodel.GroupDoc{}, asked: map[string]*Row{}}
		im.matterOrder = append(im.matterOrder, id)
		im.pack.Matters[id] = m
	}
	im.preconditions()
}

// preconditions are read when every code is known.
func (im *importer) preconditions() {
	for _, id := range im.matterOrder {
		m := im.matters[id]
		for _, before := range list(m.row.Cell("前置事项")) {
			before = foldCode(before)
			switch {
			case before == id:
				im.report(m.row.problem(kindItself, "前置事项", "matter", id))
			case im.matters[before] == nil:
				im.report(m.row.problem(kindNoMatter, "前置事项", "matter", excerpt(before)))
			case contains(m.def.Preconditions, before):
			default:
				m.def.Preconditions = append(m.def.Preconditions, before)
			}
		}
	}
	im.circles()
}

// circles finds matters that wait for themselves over others: a depth-first
// walk in which a matter met again on the way closes a circle.
func (im *importer) circles() {
	const onTheWay, done = 1, 2
	state := map[string]int{}
	var way []string
	var visit func(id string)
	visit = func(id string) {
		state[id] = onTheWay
		way = append(way, id)
		for _, before := range im.matters[id].def.Preconditions {
			switch state[before] {
			case 0:
				visit(before)
			case onTheWay:
				from := 0
				for way[from] != before {
					from++
				}
				circle := append(append([]string{}, way[from:]...), before)
				im.report(im.matters[before].row.problem(kindCycle, "前置事项", "cycle", strings.Join(circle, " → ")))
			}
		}
		way = way[:len(way)-1]
		state[id] = done
	}
	for _, id := range im.matterOrder {
		if state[id] == 0 {
			visit(id)
		}
	}
}

// department gives the id of a department's name and keeps its definition.
func (im *importer) department(name string, at Place) string {
	w, known := departmentWord(name)
	id := im.name("department", name, pick(known, w.id), w.id, handle, at)
	text := im.text("department:"+name, name, w.en, at)
	if im.pack.Departments[id] == nil {
		im.pack.Departments[id] = &metamodel.Department{ID: id, Name: text}
	}
	return id
}

func pick(ok bool, s string) string {
	if ok {
		return s
	}
	return ""
}

// sourceDepartment finds the department of a 数源单位, which the sheets call by a shorter name.
func (im *importer) sourceDepartment(name string) string {
	if d, ok := im.departmentIDs()[name]; ok {
		return d
	}
	_, rest := splitLevel(name)
	if w, ok := departmentWords[rest]; ok {
		for _, full := range im.departmentNames() {
			_, r := splitLevel(full)
			if other, ok := departmentWords[r]; ok && other.id == w.id {
				return im.departmentIDs()[full]
			}
		}
	}
	return ""
}

func (im *importer) departmentIDs() map[string]string {
	out := map[string]string{}
	for id, d := range im.pack.Departments {
		out[d.Name["zh"]] = id
	}
	return out
}

func (im *importer) departmentNames() []string {
	var names []string
	for _, d := range im.pack.Departments {
		names = append(names, d.Name["zh"])
	}
	sort.Strings(names)
	return names
}

// days writes working days without needless zeros.
func days(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

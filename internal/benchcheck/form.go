package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// element is one of the twelve sorts of field that the forms are made of, the
// mix of a restaurant's merged form. good and bad make values.
type element struct {
	doc  string
	good func(*rand.Rand) any
	bad  any
}

var elements = []element{
	{`{"id": "DE00001", "name": {"zh": "姓名", "en": "Name"}, "type": "string", "maxLength": 50}`,
		func(r *rand.Rand) any { return pick(r, "王小明", "李建国", "欧阳娜娜", "Zhang Wei") }, 7},
	{`{"id": "DE00102", "name": {"zh": "统一社会信用代码", "en": "Credit code"}, "type": "string", "format": "cn-uscc"}`,
		func(*rand.Rand) any { return "91350100M000100Y43" }, "91350100"},
	{`{"id": "DE00103", "name": {"zh": "主体类型", "en": "Entity type"}, "type": "code", "codeList": "CL_SUBJECT_TYPE"}`,
		func(r *rand.Rand) any { return pick(r, "9910", "1130", "1140", "1213") }, "0000"},
	{`{"id": "DE00104", "name": {"zh": "注册资本", "en": "Registered capital"}, "type": "number", "minimum": 0, "x-integer-digits": 12, "x-fraction-digits": 2}`,
		func(r *rand.Rand) any { return json.Number(fmt.Sprintf("%d.%02d", r.IntN(90000), r.IntN(100))) }, -1},
	{`{"id": "DE00105", "name": {"zh": "经营范围", "en": "Scope of business"}, "type": "text", "maxLength": 2000}`,
		func(r *rand.Rand) any {
			return pick(r, "热食类食品制售；冷食类食品制售", "预包装食品销售（含冷藏冷冻食品）")
		}, true},
	{`{"id": "DE00108", "name": {"zh": "从业人数", "en": "Number of employees"}, "type": "integer", "minimum": 0, "maximum": 100000}`,
		func(r *rand.Rand) any { return r.IntN(100000) }, 100001},
	{`{"id": "DE00203", "name": {"zh": "经营场所面积", "en": "Floor area"}, "type": "number", "exclusiveMinimum": 0, "x-integer-digits": 6, "x-fraction-digits": 2}`,
		func(r *rand.Rand) any { return json.Number(fmt.Sprintf("%d.%02d", 1+r.IntN(90000), r.IntN(100))) }, 0},
	{`{"id": "DE00302", "name": {"zh": "食品经营项目", "en": "Food business items"}, "type": "codes", "codeList": "CL_FOOD_ITEM", "maxItems": 2}`,
		func(r *rand.Rand) any { return pick(r, []string{"01", "02"}, []string{"03"}) }, []string{"04"}},
	{`{"id": "DE00010", "name": {"zh": "通信地址", "en": "Postal address"}, "type": "string", "maxLength": 200}`,
		func(r *rand.Rand) any { return fmt.Sprintf("徐汇区漕溪北路 %d 号", 1+r.IntN(999)) }, []int{}},
	{`{"id": "DE00602", "name": {"zh": "申请日期", "en": "Date of application"}, "type": "date"}`,
		func(r *rand.Rand) any { return fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)) }, "2026-02-30"},
	{`{"id": "DE00603", "name": {"zh": "承诺声明", "en": "Declaration"}, "type": "boolean", "const": true}`,
		func(*rand.Rand) any { return true }, false},
	{`{"id": "DE00006", "name": {"zh": "移动电话", "en": "Mobile number"}, "type": "string", "format": "cn-mobile"}`,
		func(r *rand.Rand) any { return fmt.Sprintf("138%08d", r.IntN(100_000_000)) }, "12"},
}

// columns of the repeat.
var columns = []element{
	elements[0],
	{`{"id": "DE00005", "name": {"zh": "证件号码", "en": "Document number"}, "type": "string", "maxLength": 18}`,
		func(*rand.Rand) any { return "11010519491231002X" }, 5},
	elements[11],
	{`{"id": "DE00011", "name": {"zh": "邮政编码", "en": "Postal code"}, "type": "string", "pattern": "^[0-9]{6}$"}`,
		func(r *rand.Rand) any { return fmt.Sprintf("%06d", r.IntN(1_000_000)) }, "12"},
	{`{"id": "DE00013", "name": {"zh": "健康证明有效期至", "en": "Health certificate valid until"}, "type": "date"}`,
		func(r *rand.Rand) any { return fmt.Sprintf("2027-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)) }, 1},
}

const codeLists = `[
 {"id": "CL_SUBJECT_TYPE", "name": {"zh": "市场主体类型", "en": "Entity type"}, "entries": [
  {"code": "9910", "name": {"zh": "个体工商户", "en": "Sole proprietor"}}, {"code": "1130", "name": {"zh": "有限责任公司", "en": "Limited liability company"}},
  {"code": "1140", "name": {"zh": "股份有限公司", "en": "Joint-stock company"}}, {"code": "1213", "name": {"zh": "合伙企业", "en": "Partnership"}}]},
 {"id": "CL_FOOD_ITEM", "name": {"zh": "食品经营项目", "en": "Food business items"}, "entries": [
  {"code": "01", "name": {"zh": "热食", "en": "Hot food"}}, {"code": "02", "name": {"zh": "冷食", "en": "Cold food"}}, {"code": "03", "name": {"zh": "生食", "en": "Raw food"}}]}]`

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// registry holds what the forms refer to.
type registry struct {
	elements map[string]*metamodel.Element
	lists    map[string]*metamodel.CodeList
}

func (r registry) Element(id string) (*metamodel.Element, bool) {
	e, ok := r.elements[id]
	return e, ok
}
func (r registry) CodeList(id string) (*metamodel.CodeList, bool)      { l, ok := r.lists[id]; return l, ok }
func (r registry) ElementGroup(string) (*metamodel.ElementGroup, bool) { return nil, false }

// Subject is known by every name: the forms make as many as they need.
func (r registry) Subject(id string) (*metamodel.Subject, bool) {
	return &metamodel.Subject{ID: id, Name: metamodel.ZhEn("角色", "Subject")}, true
}

func newRegistry() (registry, error) {
	r := registry{map[string]*metamodel.Element{}, map[string]*metamodel.CodeList{}}
	for _, e := range append(append([]element(nil), elements...), columns...) {
		el, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, []byte(e.doc))
		if err := ps.Err(); err != nil {
			return r, err
		}
		r.elements[el.ID] = el
	}
	var lists []json.RawMessage
	if err := json.Unmarshal([]byte(codeLists), &lists); err != nil {
		return r, err
	}
	for _, doc := range lists {
		l, ps := metamodel.Decode[metamodel.CodeList](metamodel.KindCodeList, doc)
		if err := ps.Err(); err != nil {
			return r, err
		}
		r.lists[l.ID] = l
	}
	return r, nil
}

func (e element) id() string {
	var d struct{ ID string }
	if err := json.Unmarshal([]byte(e.doc), &d); err != nil {
		panic(err)
	}
	return d.ID
}

// made is one form with what every side is given: the schema and the bodies.
type made struct {
	fields   int // beside the repeat's columns
	form     *metamodel.Form
	compiled time.Duration // reading the definition and compiling it
	schema   []byte
	good     [][]byte
	bad      [][]byte // three wrong answers each
}

// values counts the answers of a body: the fields and the cells of the repeat.
func (m *made) values() int { return m.fields + rowsOfRepeat*len(columns) }

const rowsOfRepeat = 5

// makeForm builds a form of n fields, twelve a subject, all required, beside a
// repeat of five columns. conditions adds per twelve fields a visibility
// condition and a rule between two fields.
func makeForm(reg registry, n, bodies int, conditions bool) (*made, error) {
	m := &made{fields: n}
	properties, layout := map[string]any{}, []string{}
	for i := 0; i < n; i += len(elements) {
		name, props, required := group(i), map[string]any{}, []string{}
		for _, e := range elements[:min(len(elements), n-i)] {
			id := e.id()
			f := map[string]any{"$ref": "element:" + id}
			if conditions && id == "DE00104" {
				f["x-visible"] = name + ".DE00103 != '9910'"
			}
			if conditions && id == "DE00203" {
				f["x-check"] = []any{map[string]any{"rule": name + ".DE00203 + " + name + ".DE00104 >= 0.0", "message": map[string]string{"zh": "面积过小", "en": "Too small"}}}
			}
			props[id] = f
			required = append(required, id)
			layout = append(layout, name+"/"+id)
		}
		properties[name] = map[string]any{"type": "object", "x-subject": name, "properties": props, "required": required}
	}
	cells, required := map[string]any{}, []string{}
	for _, e := range columns {
		cells[e.id()] = map[string]any{"$ref": "element:" + e.id()}
		required = append(required, e.id())
	}
	properties["employee"] = map[string]any{"type": "array", "x-subject": "employee", "items": map[string]any{"type": "object", "required": required, "properties": cells}}
	doc, err := json.Marshal(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": fmt.Sprintf("form:B%d", n), "type": "object", "x-title": map[string]string{"zh": "基准", "en": "Benchmark"},
		"properties": properties,
		"x-layout":   map[string]any{"sections": []any{map[string]any{"id": "all", "title": map[string]string{"zh": "全部", "en": "All"}, "fields": append(layout, "employee")}}},
	})
	if err != nil {
		return nil, err
	}
	for range 3 { // the quickest counts: the first one also fills caches
		begin := time.Now()
		fd, ps := metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, doc)
		if err := ps.Err(); err != nil {
			return nil, err
		}
		form, ps := metamodel.Compile(fd, reg)
		if err := ps.Err(); err != nil {
			return nil, err
		}
		if spent := time.Since(begin); m.form == nil || spent < m.compiled {
			m.compiled = spent
		}
		m.form = form
	}
	if m.schema, err = m.form.JSONSchema(); err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(uint64(n), 1))
	for range bodies {
		for _, wrong := range []int{0, 3} {
			b, err := json.Marshal(answers(r, n, wrong))
			if err != nil {
				return nil, err
			}
			if wrong == 0 {
				m.good = append(m.good, b)
			} else {
				m.bad = append(m.bad, b)
			}
		}
	}
	return m, nil
}

func group(i int) string { return fmt.Sprintf("subject%d", i/len(elements)) }

// answers fills a form of n fields; wrong of the fields get a value their
// element refuses.
func answers(r *rand.Rand, n, wrong int) map[string]any {
	out := map[string]any{}
	spoilt := map[int]bool{}
	for len(spoilt) < wrong {
		spoilt[r.IntN(n)] = true
	}
	for i := range n {
		g, ok := out[group(i)].(map[string]any)
		if !ok {
			g = map[string]any{}
			out[group(i)] = g
		}
		e := elements[i%len(elements)]
		if g[e.id()] = e.good(r); spoilt[i] {
			g[e.id()] = e.bad
		}
	}
	var rows []any
	for range rowsOfRepeat {
		row := map[string]any{}
		for _, e := range columns {
			row[e.id()] = e.good(r)
		}
		rows = append(rows, row)
	}
	out["employee"] = rows
	return out
}

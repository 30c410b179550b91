package metamodel

import (
	"encoding/json"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// tableType is a table with fixed rows (the entries of the element's `rows`
// code list) and columns (elements with one value each): {row: {column:
// value}}. Cells may stay empty unless x-required-parts names their column.
type tableType struct {
	rows    []Code
	columns []*fieldPlan
	object  celObject // one row
}

// mostCells bounds a table.
const mostCells = 1000

// celTablePrefix begins the type names of tables' rows; each table has its own.
const celTablePrefix = "@table."

// tableColumns are the types a cell may have.
var tableColumns = []Type{TypeString, TypeText, TypeInteger, TypeNumber, TypeMoney, TypeBoolean, TypeDate, TypeTime, TypeDateTime, TypeCode, TypePhone, TypeEmail, TypeURL}

func (t *tableType) bind(f *fieldPlan, reg Registry, path string, s *sink) fieldType {
	e := f.f.Element
	out := &tableType{object: celObject{name: celTablePrefix + strings.ReplaceAll(f.f.Path, "/", ".")}}
	if f.f.CodeList != nil {
		out.rows = f.f.CodeList.Entries
	}
	f.f.Parts = nil
	if len(e.Columns) == 0 {
		s.add(formTableColumns, join(path, "columns"))
	}
	for i, id := range e.Columns {
		at := at(join(path, "columns"), i)
		col, ok := reg.Element(id)
		switch {
		case !ok:
			s.add(formElement, at, "element", clip(id))
			continue
		case !slices.Contains(tableColumns, col.Type) || !fieldName.MatchString(col.ID):
			s.add(formTableColumn, at, "element", col.ID, "type", col.Type)
			continue
		case slices.Contains(e.Columns[:i], id):
			s.add(defTwice, at, "value", id)
			continue
		}
		p := partPlan(f, col.ID, col, fieldTypes[col.Type])
		if !p.ofElement(reg, at, s) {
			continue
		}
		out.columns = append(out.columns, p)
		out.object.members = append(out.object.members, celMember{p.f.Key, p.typ})
		f.f.Parts = append(f.f.Parts, p.f)
	}
	if n := len(out.rows) * len(out.columns); n > mostCells {
		s.add(formTableCells, path, "limit", mostCells, "cells", n)
	}
	return out
}

func (*tableType) keywords() []string { return []string{"x-required-parts"} }

func (*tableType) control() string { return "table" }

// controls are those of every cell, row by row: ".row.column".
func (t *tableType) controls() []string {
	var out []string
	row := partControls(t.columns)
	for _, r := range t.rows {
		for _, suffix := range row {
			out = append(out, "."+r.Code+suffix)
		}
	}
	return out
}

func (t *tableType) input(values []string) json.RawMessage {
	if n := len(t.rows) * len(partControls(t.columns)); n == 0 || len(values) != n {
		return inputWhole(values)
	}
	out := []byte{'{'}
	for _, r := range t.rows {
		var row []byte
		if row, values = appendParts(nil, t.columns, values); len(row) == 2 {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(appendString(out, r.Code), ':'), row...)
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, '}')
}

func (t *tableType) typed(raw []byte, text string) []string {
	if len(raw) == 0 || raw[0] != '{' || len(t.columns) == 0 {
		return []string{text}
	}
	rows := make([][]byte, len(t.rows))
	eachMember(raw, func(name []byte, m token) bool {
		if i := t.row(name); i >= 0 && m.kind == 'o' {
			rows[i] = m.raw
		}
		return true
	})
	var out []string
	for _, row := range rows {
		if row == nil {
			row = []byte("{}")
		}
		out = typedParts(out, t.columns, row)
	}
	return out
}

func (t *tableType) row(code []byte) int {
	for i := range t.rows {
		if t.rows[i].Code == string(code) {
			return i
		}
	}
	return -1
}

func (t *tableType) read(w *writer, _ *fieldPlan, tok token) (bad *fault) {
	if tok.kind != 'o' {
		return failed(answerType, "expected", expectObject)
	}
	rows := make([][]byte, len(t.rows))
	eachMember(tok.raw, func(name []byte, m token) bool {
		i := t.row(name)
		switch shown := clip(string(name)); {
		case i < 0:
			bad = failed(answerUnknown, "name", shown).in(shown, nil)
		case m.kind != 'o':
			bad = failed(answerType, "expected", expectObject).in(shown, t.rows[i].Name)
		default:
			m.start += tok.start
			texts, raws := make([][]byte, len(t.columns)), make([][]byte, len(t.columns))
			if bad = readParts(w, t.columns, m, texts, raws); bad != nil {
				bad = bad.inRow(t.rows[i])
				return false
			}
			if row := appendObject(nil, t.columns, texts, raws); len(row) > 2 {
				rows[i] = row
			}
		}
		return bad == nil
	})
	if bad != nil {
		return bad
	}
	from := len(w.buf)
	for i, row := range rows {
		if row == nil {
			continue
		}
		sep := byte(',')
		if len(w.buf) == from {
			sep = '{'
		}
		w.buf = append(append(appendString(append(w.buf, sep), t.rows[i].Code), ':'), row...)
	}
	if len(w.buf) > from {
		w.buf = append(w.buf, '}')
	}
	w.raw = span{uint32(from), uint32(len(w.buf))}
	w.val = w.raw
	return nil
}

// inRow puts the row before the column of a fault.
func (fl *fault) inRow(r Code) *fault {
	label := r.Name
	if len(fl.called) > 0 {
		label = partOf(r.Name, fl.called)
	}
	return fl.in(r.Code, label)
}

func (t *tableType) check(c *constraints, v []byte, now moment) (bad *fault) {
	cells := make([][][]byte, len(t.rows))
	eachMember(v, func(name []byte, m token) bool {
		if i := t.row(name); i >= 0 {
			cells[i] = textsOf(t.columns, m.raw)
		}
		return true
	})
	for i, r := range t.rows {
		for j, p := range t.columns {
			if cells[i] == nil || len(cells[i][j]) == 0 {
				if slices.Contains(c.requiredParts, p.f.Key) {
					return p.missing().inRow(r)
				}
				continue
			}
			if !c.own {
				continue
			}
			if fl := p.holds(cells[i][j], now); fl != nil {
				return fl.in(p.f.Key, p.f.Label).inRow(r)
			}
		}
	}
	return nil
}

// celType is a map from a row's code to the row: table["01"].DE00203.
func (t *tableType) celType() *cel.Type { return cel.MapType(cel.StringType, t.object.celType()) }

func (t *tableType) celValue(v []byte) ref.Val {
	rows := map[ref.Val]ref.Val{}
	eachMember(v, func(name []byte, m token) bool {
		rows[types.String(name)] = t.object.value(m.raw)
		return true
	})
	return types.NewRefValMap(types.DefaultTypeAdapter, rows)
}

func (t *tableType) display(_ *Field, v, lang string) string { return t.said(v, lang, bare) }

func (t *tableType) masked(_ *Field, v, lang string) string { return t.said(v, lang, whole) }

// said is every row with what was answered in it.
func (t *tableType) said(v, lang string, over veil) string {
	var lines []string
	eachMember([]byte(v), func(name []byte, m token) bool {
		i := t.row(name)
		if i < 0 {
			return true
		}
		var words []string
		for j, text := range textsOf(t.columns, m.raw) {
			p := t.columns[j]
			if len(text) == 0 {
				continue
			}
			words = append(words, p.f.Label.In(lang)+" "+p.said(string(text), lang, over))
		}
		if lang == "zh" {
			lines = append(lines, t.rows[i].Name.In(lang)+"："+joined(words, lang))
		} else {
			lines = append(lines, t.rows[i].Name.In(lang)+": "+joined(words, lang))
		}
		return true
	})
	if lang == "zh" {
		return strings.Join(lines, "；")
	}
	return strings.Join(lines, "; ")
}

func (t *tableType) schema(_ *fieldPlan, out map[string]any) {
	rows := map[string]any{}
	for _, r := range t.rows {
		row := map[string]any{"title": r.Name.In("zh")}
		partsSchema(t.columns, nil, row)
		rows[r.Code] = row
	}
	out["type"], out["properties"], out["additionalProperties"], out["minProperties"] = "object", rows, false, 1
}

func (t *tableType) samples(*Field) []string {
	whole, first := []byte{'{'}, []byte(nil)
	for i, r := range t.rows {
		if i > 0 {
			whole = append(whole, ',')
		}
		whole = append(append(appendString(whole, r.Code), ':'), sampleParts(t.columns, 0)...)
		if i == 0 {
			first = append(slices.Clone(whole), '}')
		}
	}
	if first == nil {
		return nil
	}
	return []string{string(append(whole, '}')), string(first)}
}

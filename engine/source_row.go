package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// maxSourceRows bounds one upload.
const maxSourceRows = 5000

// rowHolder is the group of a source's row: whoever it is about.
const rowHolder = "holder"

// rowRegistry resolves the elements of a source's row. A format that is demanded
// under a condition is left to the form that takes the value: the row does not
// have what the condition reads.
type rowRegistry struct{ metamodel.Registry }

func (r rowRegistry) Element(id string) (*metamodel.Element, bool) {
	el, ok := r.Registry.Element(id)
	if ok && el.FormatWhen != "" {
		own := *el
		own.Format, own.FormatWhen = "", ""
		el = &own
	}
	return el, ok
}

func (r rowRegistry) Subject(id string) (*metamodel.Subject, bool) {
	if id == rowHolder {
		return &metamodel.Subject{ID: rowHolder, Name: metamodel.ZhEn("本人或本单位", "Holder")}, true
	}
	return r.Registry.Subject(id)
}

// rowForm judges the rows of a source: each value by its element alone.
func rowForm(rel *catalog.Release, cfg SourceConfig) (*metamodel.Form, error) {
	g := &metamodel.GroupDoc{Type: "object", Subject: rowHolder, Properties: map[string]*metamodel.FieldDoc{}, Required: []string{cfg.Key}}
	section := metamodel.SectionDoc{ID: "row", Title: cfg.Name}
	for _, id := range append([]string{cfg.Key}, cfg.Elements...) {
		if g.Properties[id] == nil {
			g.Properties[id] = &metamodel.FieldDoc{Ref: "element:" + id}
			section.Fields = append(section.Fields, rowHolder+"/"+id)
		}
	}
	doc := &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:source-row", Title: cfg.Name, Type: "object",
		Properties: map[string]*metamodel.GroupDoc{rowHolder: g}, Layout: metamodel.Layout{Sections: []metamodel.SectionDoc{section}},
	}
	form, ps := metamodel.Compile(doc, rowRegistry{rel.Registry()})
	if ps.Failed() {
		return nil, fmt.Errorf("compiling the rows of a source: %w", ps)
	}
	return form, nil
}

// sourceKey is a key as registers hold it and sources are asked by it, however
// it was typed: narrow, without spaces, in capitals.
func sourceKey(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Narrow.String(s)))
}

// NewRow is a row as it is put: as people type it, by element; for a document
// "MT32" is its number, "MT32.issued", "MT32.expires" and "MT32.url" the rest.
type NewRow map[string]string

// keepsRows reports whether an actor reads, puts and removes the rows of a
// department's registers: the department alone, not those above it, nor an
// administrator, who runs the machine.
func keepsRows(a Actor, department string) bool { return a.Own == department && a.Has(RoleManager) }

// PutSourceRows puts rows into a register, each in the place of the one of the
// same key. All or none: what is wrong is told by row.
func (e *Engine) PutSourceRows(ctx context.Context, a Actor, id string, rows []NewRow) (int, error) {
	cfg, err := e.source(ctx, id)
	if err != nil {
		return 0, err
	}
	switch {
	case !keepsRows(a, cfg.Department):
		return 0, ErrNotFound
	case cfg.Kind != SourceRegister:
		return 0, refuse(sourceRegisterOnly, "")
	case len(rows) > maxSourceRows:
		return 0, refuse(sourceRowMany, "rows", "max", maxSourceRows)
	}
	rel, err := e.packOf(ctx, cfg.Pack)
	if err != nil {
		return 0, err
	}
	form, err := rowForm(rel, cfg)
	if err != nil {
		return 0, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return 0, err
	}
	change := &Change{}
	var ps metamodel.Problems
	seen := map[string]int{} // key to the row that has it
	for i, in := range rows {
		row, problems := readRow(form, cfg, in, i+1, at)
		if first := seen[row.Key]; first > 0 && row.Key != "" {
			problems = append(problems, sourceRowTwice.At("rows/"+strconv.Itoa(i), "row", i+1, "first", first))
		} else {
			seen[row.Key] = i + 1
		}
		if ps = append(ps, problems...); len(ps) > 50 {
			break // enough to put right at once
		}
		row.By = a.Account
		change.PutSourceRows = append(change.PutSourceRows, row)
	}
	if ps.Failed() {
		return 0, ps
	}
	if len(rows) == 0 {
		return 0, nil
	}
	if err := e.o.Store.Commit(ctx, change); err != nil {
		return 0, fmt.Errorf("saving rows of a source: %w", err)
	}
	return len(rows), nil
}

// readRow reads and judges one row.
func readRow(form *metamodel.Form, cfg SourceConfig, in NewRow, n int, at time.Time) (SourceRow, metamodel.Problems) {
	row := SourceRow{Source: cfg.ID, At: at, Values: map[string]json.RawMessage{}, Documents: map[string]Document{}}
	path := "rows/" + strconv.Itoa(n-1)
	var ps metamodel.Problems
	fields := map[string]json.RawMessage{}
	for _, column := range sortedKeys(in) {
		typed := strings.TrimSpace(in[column])
		id, part, _ := strings.Cut(column, ".")
		switch f, ok := form.Field(rowHolder + "/" + column); {
		case typed == "":
		case ok:
			fields[column] = f.FromInput(strings.FieldsFunc(typed, func(r rune) bool { return f.Element.Type == metamodel.TypeCodes && (r == '、' || r == ';') }))
		case slices.Contains(cfg.Materials, id):
			doc := row.Documents[id]
			switch part {
			case "":
				doc.Number = typed
			case "issued":
				doc.Issued = typed
			case "expires":
				doc.Expires = typed
			case "url":
				doc.URL = typed
			default:
				ps = append(ps, sourceRowUnknown.At(path, "row", n, "column", column))
			}
			row.Documents[id] = doc
		default:
			ps = append(ps, sourceRowUnknown.At(path, "row", n, "column", column))
		}
	}
	raw, err := json.Marshal(map[string]any{rowHolder: fields})
	if err != nil {
		return row, append(ps, sourceRowWrong.At(path, "row", n, "problem", err.Error()))
	}
	rec := form.Check(raw, metamodel.Context{Today: at})
	for _, p := range rec.Problems {
		if p.Severity != metamodel.Warning {
			ps = append(ps, sourceRowWrong.At(path, "row", n, "problem", p.Message))
		}
	}
	for _, id := range sortedKeys(row.Documents) {
		doc := row.Documents[id]
		if doc.Number == "" {
			ps = append(ps, sourceRowNumber.At(path, "row", n, "column", id))
		}
		if part, why, bad := doc.wrong(); bad {
			ps = append(ps, why.At(path, "row", n, "column", id+"."+part))
		}
	}
	key := rec.Typed(rowHolder + "/" + cfg.Key)
	if len(key) == 0 || key[0] == "" {
		return row, append(ps, sourceRowKey.At(path, "row", n, "key", form.Fields[0].Label))
	}
	row.Key = sourceKey(key[0])
	for _, id := range cfg.Elements {
		if v := rec.Raw(rowHolder + "/" + id); v != nil {
			row.Values[id] = v
		}
	}
	return row, ps
}

// DropSourceRow removes a person or entity from a register.
func (e *Engine) DropSourceRow(ctx context.Context, a Actor, id, key string) error {
	cfg, err := e.source(ctx, id)
	if err != nil {
		return err
	}
	if !keepsRows(a, cfg.Department) {
		return ErrNotFound
	}
	if err := e.o.Store.Commit(ctx, &Change{DropSourceRows: []SourceRow{{Source: id, Key: sourceKey(key)}}}); err != nil {
		return fmt.Errorf("removing a row of a source: %w", err)
	}
	return nil
}

// SourceRows lists a register's rows to the department that keeps it: not to
// those above, who have no need of what is known of people.
func (e *Engine) SourceRows(ctx context.Context, a Actor, id string, p Page) ([]SourceRow, string, error) {
	cfg, err := e.source(ctx, id)
	if err != nil {
		return nil, "", err
	}
	if !keepsRows(a, cfg.Department) {
		return nil, "", ErrNotFound
	}
	list, next, err := e.o.Store.ListSourceRows(ctx, id, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing a register: %w", err)
	}
	return list, next, nil
}

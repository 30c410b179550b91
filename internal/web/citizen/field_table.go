package citizen

import (
	"github.com/onematter/onematter/metamodel"
)

// TableView is a table of controls: fixed rows by columns. On a phone each row
// stands for itself, with its columns' names beside the controls.
type TableView struct {
	Columns []string
	Rows    []TableRow
}

// TableRow is one row of controls.
type TableRow struct {
	ID, Label string
	Cells     []*FieldView
	Errors    []string
}

func (l L) table(v *FieldView, c control) {
	v.Kind = "table"
	v.Table = &TableView{}
	wanted := requiredParts(c.field)
	for _, p := range c.field.Parts {
		label := l.In(p.Label)
		if unit := l.In(p.Element.Unit); unit != "" {
			label = l.T("table.unit", label, unit)
		} else if p.Element.Type == metamodel.TypeMoney {
			label = l.T("table.unit", label, currencySign(p.Element.Currency))
		}
		if !wanted[p.Key] && len(wanted) > 0 {
			label += " " + l.T("optional")
		}
		v.Table.Columns = append(v.Table.Columns, label)
	}
	if c.field.CodeList == nil {
		return
	}
	left := c.typed
	for _, r := range c.field.CodeList.Entries {
		row := TableRow{ID: anchor(c.path + "/" + r.Code), Label: l.In(r.Name)}
		for i, p := range c.field.Parts {
			n := max(1, len(p.Controls()))
			var typed []string
			if len(left) >= n {
				typed, left = left[:n:n], left[n:]
			}
			cell := l.field(control{field: p, path: c.path + "/" + r.Code + "/" + p.Key, name: c.name + "." + r.Code + "." + p.Key,
				typed: typed, required: true})
			cell.Inner, cell.Hint = true, ""
			cell.Label = l.T("table.cell", row.Label, v.Table.Columns[i])
			cell.Words = v.Table.Columns[i]
			row.Cells = append(row.Cells, cell)
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
}

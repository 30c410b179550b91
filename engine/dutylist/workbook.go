package dutylist

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// widths of the columns, in characters.
var widths = []float64{6, 22, 22, 30, 8, 30, 16, 10, 12, 22, 22, 24, 12, 12, 12}

// Workbook is the list as a workbook of one sheet. Every cell is a text: none is
// a formula, whatever it begins with.
func (l *List) Workbook() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	sheet := l.Title()
	if err := l.draw(f, sheet); err != nil {
		return nil, fmt.Errorf("writing the %s: %w", l.Kind, err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("writing the %s: %w", l.Kind, err)
	}
	return buf.Bytes(), nil
}

func (l *List) draw(f *excelize.File, sheet string) error {
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	text := &excelize.Alignment{WrapText: true, Vertical: "top"}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1749B8"}}, Alignment: text})
	if err != nil {
		return err
	}
	body, err := f.NewStyle(&excelize.Style{Alignment: text, NumFmt: 49}) // 49: text
	if err != nil {
		return err
	}
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	for n, row := range append([][]string{l.head()}, l.rows()...) {
		style := body
		if n == 0 {
			style = head
		}
		for i, words := range row {
			cell, err := excelize.CoordinatesToCellName(i+1, n+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(sheet, cell, words); err != nil {
				return err
			}
			if err := f.SetCellStyle(sheet, cell, cell, style); err != nil {
				return err
			}
		}
	}
	return f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

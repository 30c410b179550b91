package certificate

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
)

// Workbook draws a certificate as a workbook: the averages, and every situation
// with all its figures.
func Workbook(c *catalog.Certificate, lang string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1749B8"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, fmt.Errorf("making the certificate's styles: %w", err)
	}
	b.head = head

	b.open(say(lang, "mean"), 32, 16, 16, 12, 16, 12)
	b.row(say(lang, "title"), c.Name.In(lang))
	b.row(say(lang, "release"), c.Pack+" "+c.Version, c.Release)
	b.row(basis(c, lang))
	b.row()
	heads := []any{say(lang, "what"), say(lang, "before"), say(lang, "after"), say(lang, "saved")}
	if c.Delivered != nil {
		heads = append(heads, say(lang, "given"), say(lang, "saved"))
	}
	b.header(heads...)
	for _, l := range lines(c, lang) {
		cells := []any{l.Name, l.Before, l.After, l.Saved}
		if c.Delivered != nil {
			cells = append(cells, l.Delivered, l.DeliveredSaved)
		}
		b.row(cells...)
	}
	b.row()
	b.row(method(c, lang))

	if c.Delivered != nil {
		b.open(say(lang, "givers"), 40, 30, 30, 14)
		b.header(say(lang, "item"), say(lang, "giver"), "", say(lang, "spares"))
		for _, g := range c.Delivered.Given {
			b.row(g.Name.In(lang), g.Department.In(lang), g.Source.In(lang), g.Share)
		}
		if len(c.Delivered.Given) == 0 {
			b.row(say(lang, "givesNo"))
		}
	}

	if c.Real != nil {
		b.open(say(lang, "real"), 40, 14)
		b.row(realSpan(c, lang))
		b.header(say(lang, "what"), say(lang, "cases"), say(lang, "promised"), say(lang, "median"), say(lang, "p90"))
		for _, l := range realLines(c, lang) {
			b.row(l.Name, l.Cases, l.Promised, l.Median, l.P90)
		}
	}

	b.open(say(lang, "spared"), 44, 60, 10)
	b.header(say(lang, "docs"), say(lang, "why"), say(lang, "share"))
	for _, m := range c.Spared {
		b.row(m.Name.In(lang), spared(m, lang), m.Share)
	}

	b.open(say(lang, "each"), 10, 44, 60, 12)
	columns := []any{say(lang, "share"), say(lang, "matters"), say(lang, "example")}
	for _, figure := range figures {
		columns = append(columns, figure.name.In(lang)+" · "+say(lang, "before"), figure.name.In(lang)+" · "+say(lang, "after"))
		if c.Delivered != nil {
			columns = append(columns, figure.name.In(lang)+" · "+say(lang, "given"))
		}
	}
	b.header(columns...)
	names := map[string]string{}
	for _, m := range c.Matters {
		names[m.ID] = m.ID + " " + m.Name.In(lang)
	}
	for _, r := range c.Rows {
		var list []string
		for _, m := range r.Matters {
			list = append(list, names[m])
		}
		cells := []any{r.Share, strings.Join(list, "\n"), example(r, lang)}
		for _, figure := range figures {
			cells = append(cells, figure.of(r.Before), figure.of(r.After))
			if r.Delivered != nil {
				cells = append(cells, figure.of(*r.Delivered))
			}
		}
		b.row(cells...)
	}
	if b.err != nil {
		return nil, fmt.Errorf("writing the certificate: %w", b.err)
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return nil, fmt.Errorf("writing the certificate: %w", err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("writing the certificate: %w", err)
	}
	return buf.Bytes(), nil
}

// book writes rows; the first error stays.
type book struct {
	f     *excelize.File
	head  int
	sheet string
	next  int
	err   error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// open begins a sheet with these widths; the last one is also that of all others.
func (b *book) open(name string, widths ...float64) {
	b.sheet, b.next = name, 1
	_, err := b.f.NewSheet(name)
	b.keep(err)
	for i := range 40 {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.f.SetColWidth(name, column, column, widths[min(i, len(widths)-1)]))
	}
}

func (b *book) row(cells ...any) {
	if len(cells) > 0 {
		b.keep(b.f.SetSheetRow(b.sheet, fmt.Sprintf("A%d", b.next), &cells))
	}
	b.next++
}

func (b *book) header(cells ...any) {
	last, err := excelize.CoordinatesToCellName(len(cells), b.next)
	b.keep(err)
	b.keep(b.f.SetCellStyle(b.sheet, fmt.Sprintf("A%d", b.next), last, b.head))
	b.row(cells...)
}

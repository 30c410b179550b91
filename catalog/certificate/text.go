package certificate

import (
	"fmt"
	"strings"

	"golang.org/x/text/width"

	"github.com/onematter/onematter/catalog"
)

// rowsShown is how many situations a page or a terminal lists.
const rowsShown = 12

// Text draws a certificate for a terminal; what is not Chinese is English.
func Text(c *catalog.Certificate, lang string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n%s  %s %s  %s\n%s\n\n", say(lang, "title"), c.Name.In(lang), say(lang, "release"), c.Pack, c.Version, c.Release, basis(c, lang))
	table := [][]string{{say(lang, "mean"), say(lang, "before"), say(lang, "after"), say(lang, "saved")}}
	if c.Delivered != nil {
		table[0] = append(table[0], say(lang, "given"), say(lang, "saved"))
	}
	for _, l := range lines(c, lang) {
		row := []string{l.Name, l.Before, l.After, l.Saved}
		if c.Delivered != nil {
			row = append(row, l.Delivered, l.DeliveredSaved)
		}
		table = append(table, row)
	}
	write(&b, table, 1)
	if d := c.Delivered; d != nil {
		b.WriteByte('\n')
		if len(d.Given) == 0 {
			b.WriteString(say(lang, "givesNo") + "\n")
		} else {
			table = [][]string{{say(lang, "givers"), say(lang, "giver"), say(lang, "spares")}}
			for _, g := range d.Given {
				table = append(table, []string{g.Name.In(lang), giver(g, lang), percent(g.Share)})
			}
			write(&b, table, 2)
		}
	}
	if c.Real != nil {
		fmt.Fprintf(&b, "\n%s%s%s\n", say(lang, "real"), separator(lang), realSpan(c, lang))
		if list := realLines(c, lang); len(list) > 0 {
			table = [][]string{{say(lang, "what"), say(lang, "cases"), say(lang, "promised"), say(lang, "median"), say(lang, "p90")}}
			for _, l := range list {
				table = append(table, []string{l.Name, l.Cases, l.Promised, l.Median, l.P90})
			}
			write(&b, table, 1)
		}
	}
	table = [][]string{{say(lang, "each"), say(lang, "matters"), say(lang, "fields"), say(lang, "docs"), say(lang, "days"), say(lang, "time")}}
	for i, r := range c.Rows {
		if i == rowsShown {
			break
		}
		table = append(table, []string{percent(r.Share), strings.Join(r.Matters, " "), arrow(r, lang, fields), arrow(r, lang, documents), arrow(r, lang, days), arrow(r, lang, minutes)})
	}
	b.WriteByte('\n')
	write(&b, table, 2)
	if more := len(c.Rows) - rowsShown; more > 0 {
		fmt.Fprintf(&b, "%s\n", count(lang, "more", more))
	}
	if len(c.Spared) > 0 {
		fmt.Fprintf(&b, "\n%s\n", say(lang, "spared"))
		table = nil
		for _, m := range c.Spared {
			table = append(table, []string{m.Name.In(lang), spared(m, lang), percent(m.Share)})
		}
		write(&b, table, 2)
	}
	fmt.Fprintf(&b, "\n%s%s%s\n", say(lang, "basis"), separator(lang), method(c, lang))
	return b.String()
}

// write aligns columns by the cells' width on a terminal: the first ones to the left.
func write(b *strings.Builder, table [][]string, first int) {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range table {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-columns(cell))
			switch {
			case i < first:
				b.WriteString(cell + pad + "  ")
			default:
				b.WriteString(pad + cell + "  ")
			}
		}
		b.WriteByte('\n')
	}
}

// columns is how wide a text is on a terminal: Chinese characters take two.
func columns(s string) (n int) {
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

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
	for _, l := range lines(c.Before, c.After, lang) {
		table = append(table, []string{l.Name, l.Before, l.After, l.Saved})
	}
	write(&b, table)
	table = [][]string{{say(lang, "each"), say(lang, "matters"), say(lang, "fields"), say(lang, "docs"), say(lang, "days"), say(lang, "time")}}
	for i, r := range c.Rows {
		if i == rowsShown {
			break
		}
		arrow := func(before, after float64) string {
			return number(before, nil, lang) + " → " + number(after, nil, lang)
		}
		table = append(table, []string{percent(r.Share), strings.Join(r.Matters, " "), arrow(r.Before.Fields, r.After.Fields), arrow(r.Before.Materials, r.After.Materials),
			arrow(r.Before.Days, r.After.Days), arrow(r.Before.Seconds/60, r.After.Seconds/60)})
	}
	b.WriteByte('\n')
	write(&b, table)
	if more := len(c.Rows) - rowsShown; more > 0 {
		fmt.Fprintf(&b, "%s\n", count(lang, "more", more))
	}
	fmt.Fprintf(&b, "\n%s%s%s\n", say(lang, "basis"), separator(lang), say(lang, "method"))
	return b.String()
}

// write aligns columns by the cells' width on a terminal: the first to the left.
func write(b *strings.Builder, table [][]string) {
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
			case i == 0 || i == 1 && len(row) == 6:
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

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// table is lines of cells for a terminal, the first the heads; cells are set
// apart by tabs.
type table []string

func (t *table) add(cells ...string) { *t = append(*t, strings.Join(cells, "\t")) }

// print sets the cells below each other, after an empty line; a table without
// lines is left out.
func (t table) print(out io.Writer) {
	if len(t) < 2 {
		return
	}
	var widths []int
	for _, line := range t {
		for i, cell := range strings.Split(strings.TrimSuffix(line, "\n"), "\t") {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	fmt.Fprintln(out)
	for _, line := range t {
		said := ""
		for i, cell := range strings.Split(strings.TrimSuffix(line, "\n"), "\t") {
			said += cell + strings.Repeat(" ", widths[i]-columns(cell)+2)
		}
		fmt.Fprintln(out, strings.TrimRight(said, " "))
	}
}

// columns is how wide a terminal writes a text: Chinese takes two columns a
// character.
func columns(s string) (n int) {
	for _, r := range s {
		n++
		if unicode.In(r, unicode.Han) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff61 {
			n++
		}
	}
	return n
}

package xlsform

import (
	"strings"
	"testing"
)

// Whatever goes in a circle is named as the sheet names it, at its first row,
// and nothing else is said about it.
func TestACircleIsNamed(t *testing.T) {
	t.Parallel()
	const conditions, calculations = "type | name | label | relevant\n", "type | name | label | relevant | calculation\n"
	for name, c := range map[string]struct{ rows, circle, row string }{
		"two questions":           {conditions + "text | d | D | ${e} = 'x'\ntext | e | E | ${d} = 'x'\n", "d → e → d", "2"},
		"a choice":                {conditions + "select_one yesno | d | D | ${e} = 'x'\ntext | e | E | ${d} = 'yes'\n", "d → e → d", "2"},
		"three":                   {conditions + "integer | a | A |\ninteger | d | D | ${f} > 1\ninteger | e | E | ${d} > 1\ninteger | f | F | ${e} > 1\n", "d → e → f → d", "3"},
		"itself":                  {conditions + "text | d | D | ${d} = 'x'\n", "d → d", "2"},
		"two pages":               {conditions + "begin_group | g1 | G1 | ${e} = 'x'\ntext | d | D |\nend_group | | |\nbegin_group | g2 | G2 | ${d} = 'x'\ntext | e | E |\nend_group | | |\n", "g1 → d → g2 → e → g1", "2"},
		"a page and its own":      {conditions + "begin_group | g1 | G1 | ${d} = 'x'\ntext | d | D |\nend_group | | |\n", "g1 → d → g1", "2"},
		"in a row":                {conditions + "begin_repeat | r | R |\ntext | d | D | ${e} = 'x'\ntext | e | E | ${d} = 'x'\nend_repeat | | |\n", "d → e → d", "3"},
		"a repeat":                {conditions + "begin_repeat | r | R | ${n} > 1\ntext | d | D |\nend_repeat | | |\ninteger | n | N | count(${r}) > 1\n", "r → n → r", "2"},
		"a calculation":           {calculations + "integer | d | D | ${e} > 1 |\ncalculate | e | | | ${d} + 1\n", "d → e → d", "2"},
		"two calculations":        {calculations + "calculate | d | | | ${e} + 1\ncalculate | e | | | ${d} + 1\n", "d → e → d", "2"},
		"a way into the circle":   {calculations + "calculate | a | | | ${d} + 1\ncalculate | d | | | ${e} + 1\ncalculate | e | | | ${d} + 1\n", "d → e → d", "3"},
		"a calculation of itself": {calculations + "calculate | d | | | ${d} + 1\n", "d → d", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Import(mustBook(t, "circle", "-- survey --\n"+c.rows+"-- choices --\nlist_name | name | label\nyesno | yes | Yes\n"), Options{})
			var said []string
			for _, p := range r.Problems {
				if p.Severity != "warning" {
					said = append(said, p.Path+" "+p.In("en"))
				}
			}
			if len(said) != 1 || !strings.HasSuffix(said[0], "depend on each other: "+turned(c.circle)) && !strings.HasSuffix(said[0], "depend on each other: "+c.circle) || !strings.HasPrefix(said[0], c.row+"/") {
				t.Errorf("said %q, want the circle %s at row %s", said, c.circle, c.row)
			}
		})
	}
}

// turned is a circle told the other way round.
func turned(circle string) string {
	names := strings.Split(circle, " → ")
	for i, j := 0, len(names)-1; i < j; i, j = i+1, j-1 {
		names[i], names[j] = names[j], names[i]
	}
	return strings.Join(names, " → ")
}

package dutylist

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

// CSV is the list as RFC 4180 text with a byte order mark, which Excel needs to
// read Chinese. A text that a spreadsheet would take for a formula is kept a text.
func (l *List) CSV() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range append([][]string{l.head()}, l.rows()...) {
		for i := range row {
			row[i] = plain(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, fmt.Errorf("writing the %s: %w", l.Kind, err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

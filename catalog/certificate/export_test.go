package certificate

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// Wrap breaks a text at 10 points as a paper does.
func Wrap(s string, w float64) ([]string, error) {
	p, err := newPaper("", "zh", time.Time{})
	if err != nil {
		return nil, err
	}
	p.pdf.SetFont("noto", "", 10)
	return p.wrap(s, w), nil
}

// Pages are the texts of a PDF that a paper made, page by page, as they were written.
func Pages(t *testing.T, doc []byte) (pages []string) {
	t.Helper()
	for rest := doc; ; {
		_, after, ok := bytes.Cut(rest, []byte("\nstream\n"))
		if !ok {
			return pages
		}
		packed, next, _ := bytes.Cut(after, []byte("\nendstream"))
		rest = next
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			continue // not packed
		}
		plain, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(plain, []byte(")Tj ET")) {
			continue // a font
		}
		pages = append(pages, written(plain))
	}
}

var unescaped = strings.NewReplacer(`\\`, `\`, `\(`, "(", `\)`, ")", `\r`, "\r")

// written are the strings of a page's drawing, each on a line.
func written(drawing []byte) string {
	var out strings.Builder
	for part := range bytes.SplitSeq(drawing, []byte(" Td (")) {
		text, _, ok := bytes.Cut(part, []byte(")Tj ET"))
		if !ok {
			continue
		}
		raw := unescaped.Replace(string(text))
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		out.WriteString(string(utf16.Decode(units)) + "\n")
	}
	return out.String()
}

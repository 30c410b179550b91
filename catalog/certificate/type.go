package certificate

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/rivo/uniseg"
)

// Noto Sans SC (SIL Open Font License 1.1), the 20,902 characters of GBK with
// Latin and punctuation, hinting left out: a paper holds only what it uses.
//
//go:embed noto-sans-sc.ttf.gz
var packedFont []byte

// typeface is the font's bytes, unpacked once.
var typeface = sync.OnceValues(func() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packedFont))
	if err != nil {
		return nil, fmt.Errorf("unpacking the font: %w", err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpacking the font: %w", err)
	}
	return b, nil
})

// wrap breaks a text into lines no wider than w, where the Unicode Line Breaking
// Algorithm (UAX #14) allows: Chinese between characters, but no line begins
// with a full stop. What fits nowhere is broken anywhere.
func (p *paper) wrap(s string, w float64) (lines []string) {
	s = p.plain(s)
	line := ""
	put := func(part string) {
		if line != "" && p.pdf.GetStringWidth(strings.TrimRight(line+part, " ")) > w {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += part
	}
	state := -1
	for rest := s; rest != ""; {
		var part string
		part, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		if p.pdf.GetStringWidth(strings.TrimRight(part, " ")) <= w {
			put(part)
			continue
		}
		for _, r := range part {
			put(string(r))
		}
	}
	if line = strings.TrimRight(line, " "); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// latin are marks that a Chinese font draws as wide as a character.
var latin = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "…", "...")

// plain prepares a text for the font: in English its marks are as narrow as its
// letters, and a character beyond the first plane, of which the font has none
// (and fpdf's table no place), is drawn as a box.
func (p *paper) plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '□'
		}
		return r
	}, s)
	if p.lang == "zh" {
		return s
	}
	return latin.Replace(s)
}

// shorten cuts a text that is wider than w.
func (p *paper) shorten(s string, w float64) string {
	s = p.plain(s)
	if p.pdf.GetStringWidth(s) <= w {
		return s
	}
	for r := []rune(s); len(r) > 0; r = r[:len(r)-1] {
		if cut := p.plain(string(r) + "…"); p.pdf.GetStringWidth(cut) <= w {
			return cut
		}
	}
	return ""
}

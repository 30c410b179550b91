package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// visible writes out what a terminal would obey instead of show: control
// characters, and those that turn the direction of writing or have no width.
// Texts of a pack that somebody else wrote go through it on their way out.
func visible(s string) string {
	clean := true
	for _, r := range s {
		if hidden(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oneLine is visible for a text that must not begin a line or a column of its own.
func oneLine(s string) string { return visible(strings.Join(strings.Fields(s), " ")) }

func hidden(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029')
}

// visibly is a writer of text whose lines go through visible.
type visibly struct{ to io.Writer }

func (w visibly) Write(b []byte) (int, error) {
	_, err := io.WriteString(w.to, visible(string(b)))
	return len(b), err
}

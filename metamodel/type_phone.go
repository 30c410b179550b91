package metamodel

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// phoneType is a mainland number: mobile (13800138000), fixed with its area
// code (021-54321234), a 400 or 800 line, each perhaps with an extension
// (021-54321234-801). +86, spaces, brackets and hyphens are accepted.
type phoneType struct{ single }

func (phoneType) keywords() []string { return []string{"pattern", "const", "enum"} }

func (phoneType) control() string { return "phone" }

func (phoneType) input(values []string) json.RawMessage { return inputString(values) }

func (phoneType) read(w *writer, _ *fieldPlan, t token) *fault {
	return readLine(w, t, normalisePhone, checkPhone)
}

var (
	phoneMobile = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	phoneLine   = regexp.MustCompile(`^[48]00[0-9]{7}$`)
	// phoneFixed: 010 and 02x have areas of three digits, all others of four.
	phoneFixed  = regexp.MustCompile(`^(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})$`)
	phoneStored = regexp.MustCompile(phonePattern)
)

const phonePattern = `^(1[3-9][0-9]{9}|[48]00[0-9]{7}|(010|02[0-9]|0[3-9][0-9]{2})-[2-9][0-9]{6,7})(-[0-9]{1,6})?$`

// normalisePhone gives a number its stored form; what is no number comes back
// as it is, in narrow characters.
func normalisePhone(v []byte) []byte {
	n, _ := narrow(v)
	s := string(n)
	for _, word := range []string{"转", "分机", "ext.", "ext", "EXT", "Ext", "#"} {
		s = strings.ReplaceAll(s, word, "-")
	}
	var b bytes.Buffer
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case r == '-' || r == '－' || r == '–' || r == '—' || r == '/' || r == ')' || r == '）':
			b.WriteByte('-')
		case r == '(' || r == '（' || isSpace(r):
		default:
			return n
		}
	}
	s = b.String()
	for _, prefix := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			s = strings.TrimLeft(rest, "-")
			if s != "" && s[0] != '0' && s[0] != '1' && s[0] != '4' && s[0] != '8' || strings.HasPrefix(s, "10") {
				s = "0" + s // abroad the area code goes without its zero
			}
		}
	}
	if rest, ok := strings.CutPrefix(s, "86"); ok && phoneMobile.MatchString(strings.ReplaceAll(rest, "-", "")) {
		s = rest
	}
	if whole, ok := wholePhone(s); ok {
		return []byte(whole)
	}
	if cut := strings.LastIndexByte(s, '-'); cut > 0 && cut+1 < len(s) && len(s)-cut-1 <= 6 {
		if whole, ok := wholePhone(s[:cut]); ok {
			return []byte(whole + s[cut:])
		}
	}
	return n
}

// wholePhone is a number without an extension in its stored form.
func wholePhone(s string) (string, bool) {
	s = strings.ReplaceAll(s, "-", "")
	if phoneMobile.MatchString(s) || phoneLine.MatchString(s) {
		return s, true
	}
	if m := phoneFixed.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2], true
	}
	return "", false
}

func checkPhone(v []byte, _ day) *fault {
	if !phoneStored.Match(v) {
		return failed(answerPhone)
	}
	return nil
}

func (phoneType) check(c *constraints, v []byte, _ moment) *fault { return c.checkText(v) }

func (phoneType) celType() *cel.Type { return cel.StringType }

func (phoneType) celValue(v []byte) ref.Val { return types.String(v) }

func (phoneType) display(_ *Field, v, _ string) string { return v }

func (phoneType) masked(_ *Field, v, _ string) string { return mask(v) }

func (phoneType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["pattern"] = phonePattern
}

func (phoneType) samples(*Field) []string {
	return []string{`"13800138000"`, `"021-54321234"`, `"4008123123"`}
}

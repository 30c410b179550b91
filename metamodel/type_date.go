package metamodel

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// dateType is an RFC 3339 full-date. People's own ways of writing one
// (2026/5/1, 2026年5月1日, 20260501) are read too.
type dateType struct{}

func (dateType) keywords() []string { return []string{"x-not-before", "x-not-after", "const", "enum"} }

func (dateType) control() string { return "date" }

func (dateType) controls() []string { return []string{".y", ".m", ".d"} }

// typed is the year, month and day, also of a date typed in part ("2026-13-").
func (dateType) typed(_ []byte, text string) []string {
	if d, ok := parseDay([]byte(text)); ok {
		return []string{fmt.Sprintf("%04d", d.year), strconv.Itoa(d.month), strconv.Itoa(d.day)}
	}
	if parts := strings.Split(text, "-"); len(parts) == 3 {
		return parts
	}
	return []string{text, "", ""}
}

// input takes one value, or three: year, month, day.
func (dateType) input(values []string) json.RawMessage {
	if len(values) == 3 {
		for i, v := range values {
			values[i] = strings.TrimFunc(v, isSpace)
		}
		switch y, m, d := values[0], values[1], values[2]; {
		case y == "" && m == "" && d == "":
			return nil
		case m == "" && d == "" && strings.IndexFunc(y, func(r rune) bool { return r != '-' && (r < '0' || r > '9') }) >= 0:
			values = []string{y} // a whole date, or anything else, in the first control
		default:
			values = []string{strings.Join(values, "-")}
		}
	}
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	if d, ok := readDay(v); ok {
		return appendString(nil, d.String())
	}
	return appendString(nil, v)
}

func (dateType) read(w *writer, _ *fieldPlan, t token) *fault {
	text, f := readString(t)
	if f != nil {
		return f
	}
	if len(text) == 0 {
		w.putTrimmed(t, text)
		return nil
	}
	if len(text) == 10 && len(t.raw) == 12 && !t.esc {
		if _, ok := parseDay(text); ok {
			w.keep(t)
			return nil
		}
	}
	d, ok := readDay(string(text))
	if !ok {
		return failed(answerNotDate)
	}
	w.putText([]byte(d.String()))
	return nil
}

func (dateType) check(c *constraints, v []byte, now moment) *fault {
	if c.notBefore == nil && c.notAfter == nil {
		return nil
	}
	d, _ := parseDay(v)
	return c.checkDays(d, d, now)
}

// checkDays wants what lies from the first to the last day within the bounds.
func (c *constraints) checkDays(first, last day, now moment) *fault {
	if c.notBefore != nil {
		if limit := c.notBefore.on(now.day); first.before(limit) {
			return failed(answerTooEarly, "limit", c.notBefore.words(limit))
		}
	}
	if c.notAfter != nil {
		if limit := c.notAfter.on(now.day); limit.before(last) {
			return failed(answerTooLate, "limit", c.notAfter.words(limit))
		}
	}
	return nil
}

func (dateType) celType() *cel.Type { return cel.TimestampType }

func (dateType) celValue(v []byte) ref.Val {
	d, _ := parseDay(v)
	return types.Timestamp{Time: d.time()}
}

func (dateType) display(_ *Field, v, lang string) string {
	d, ok := parseDay([]byte(v))
	if !ok {
		return v
	}
	return d.words(lang)
}

func (t dateType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (dateType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["format"] = "date"
}

// day is a date without a clock or a zone.
type day struct{ year, month, day int }

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day{y, int(m), d}
}

// moment is a day together with the instant on it, in seconds since 1970 UTC.
type moment struct {
	day
	unix int64
}

func momentOf(t time.Time) moment { return moment{dayOf(t), t.Unix()} }

func (d day) time() time.Time {
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
}

func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day) }

func (d day) before(o day) bool {
	if d.year != o.year {
		return d.year < o.year
	}
	if d.month != o.month {
		return d.month < o.month
	}
	return d.day < o.day
}

// words is 2026年5月1日 or 1 May 2026.
func (d day) words(lang string) string {
	if lang == "en" {
		return fmt.Sprintf("%d %s %d", d.day, time.Month(d.month), d.year)
	}
	return fmt.Sprintf("%d年%d月%d日", d.year, d.month, d.day)
}

func (d day) real() bool {
	if d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 {
		return false
	}
	last := 31
	switch d.month {
	case 4, 6, 9, 11:
		last = 30
	case 2:
		last = 28
		if d.year%4 == 0 && (d.year%100 != 0 || d.year%400 == 0) {
			last = 29
		}
	}
	return d.day <= last
}

// parseDay reads exactly a full-date that exists.
func parseDay(b []byte) (day, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return day{}, false
	}
	y, ok1 := digits(b[:4])
	m, ok2 := digits(b[5:7])
	d, ok3 := digits(b[8:])
	out := day{y, m, d}
	return out, ok1 && ok2 && ok3 && out.real()
}

func digits(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// readDay reads a date as people write it; the year needs its four digits.
func readDay(typed string) (day, bool) {
	b, _ := narrow(trimSpace([]byte(typed)))
	s := string(b)
	if len(s) == 8 && allDigits(s) {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if strings.Contains(s, "年") {
		s = strings.NewReplacer("年", "-", "月", "-", "日", "", " ", "").Replace(s)
	}
	s = strings.NewReplacer("/", "-", ".", "-").Replace(s)
	parts := strings.Split(s, "-")
	if len(parts) != 3 {
		return day{}, false
	}
	var n [3]int
	for i, p := range parts {
		p = strings.TrimFunc(p, isSpace)
		if p == "" || len(p) > 4 || i > 0 && len(p) > 2 || !allDigits(p) {
			return day{}, false
		}
		n[i], _ = strconv.Atoi(p)
		if i == 0 && len(p) != 4 {
			return day{}, false
		}
	}
	d := day{n[0], n[1], n[2]}
	return d, d.real()
}

func (dateType) samples(*Field) []string {
	return []string{`"2026-05-01"`, `"2020-02-29"`, `"1999-12-31"`, `"2027-01-04"`}
}

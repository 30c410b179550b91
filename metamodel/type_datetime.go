package metamodel

import (
	"encoding/json"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// datetimeType is an instant: RFC 3339 with seconds and an offset
// ("2026-05-01T09:30:00+08:00"). A date and a time without an offset are read
// as China Standard Time; fractions of a second are dropped.
type datetimeType struct{}

func (datetimeType) keywords() []string {
	return []string{"x-not-before", "x-not-after", "const", "enum"}
}

func (datetimeType) control() string { return "datetime" }

func (datetimeType) controls() []string { return []string{".date", ".time"} }

func (datetimeType) typed(_ []byte, text string) []string {
	if t, ok := parseInstant([]byte(text)); ok {
		t = t.In(china)
		return []string{t.Format(time.DateOnly), clockText(t.Hour()*3600 + t.Minute()*60 + t.Second())}
	}
	date, clock, _ := strings.Cut(text, " ")
	return []string{date, clock}
}

// input takes one value, or a date and a time.
func (datetimeType) input(values []string) json.RawMessage {
	if len(values) == 2 {
		values = []string{strings.TrimFunc(values[0], isSpace) + " " + strings.TrimFunc(values[1], isSpace)}
	}
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	if t, ok := readInstant(v); ok {
		return appendString(nil, t.Format(time.RFC3339))
	}
	return appendString(nil, v)
}

// parseInstant reads exactly what is stored.
func parseInstant(b []byte) (time.Time, bool) {
	if len(b) != len("2026-05-01T09:30:00Z") && len(b) != len("2026-05-01T09:30:00+08:00") || b[10] != 'T' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, string(b))
	return t, err == nil && t.Year() > 0 && offsetReal(string(b))
}

// offsetReal: an offset has fewer than 24 hours and 60 minutes; time.Parse takes
// 24:00 and 10:60.
func offsetReal(s string) bool {
	if strings.HasSuffix(s, "Z") {
		return true
	}
	h, ok1 := digits([]byte(s[len(s)-5 : len(s)-3]))
	m, ok2 := digits([]byte(s[len(s)-2:]))
	return ok1 && ok2 && h < 24 && m < 60
}

// readInstant reads what people and machines write.
func readInstant(typed string) (time.Time, bool) {
	if len(typed) > 80 {
		return time.Time{}, false
	}
	b, _ := narrow(trimSpace([]byte(typed)))
	s := string(b)
	if len(s) > 11 && (s[10] == 'T' || s[10] == 't' || s[10] == ' ') {
		iso := strings.ToUpper(s[:10] + "T" + s[11:])
		if t, err := time.Parse(time.RFC3339, iso); err == nil && t.Year() > 0 && offsetReal(iso) {
			return t.Truncate(time.Second), true
		}
	}
	at := strings.IndexAny(s, " Tt")
	if i := strings.Index(s, "日"); at < 0 && i > 0 {
		at = i + len("日")
	}
	if at < 0 {
		return time.Time{}, false
	}
	d, ok := readDay(s[:at])
	if !ok {
		return time.Time{}, false
	}
	sec, ok := readClock(strings.TrimLeft(s[at:], " Tt"))
	return time.Date(d.year, time.Month(d.month), d.day, 0, 0, sec, 0, china), ok
}

func (datetimeType) read(w *writer, _ *fieldPlan, t token) *fault {
	text, fl := readString(t)
	if fl != nil {
		return fl
	}
	if len(text) > 0 {
		at, ok := readInstant(string(text))
		if !ok {
			return failed(answerNotDateTime)
		}
		if stored := at.Format(time.RFC3339); stored != string(text) {
			w.putText([]byte(stored))
			return nil
		}
	}
	w.putTrimmed(t, text)
	return nil
}

func (datetimeType) check(c *constraints, v []byte, now moment) *fault {
	if c.notBefore == nil && c.notAfter == nil {
		return nil
	}
	t, _ := parseInstant(v)
	if b := c.notBefore; b != nil && t.Unix() < b.first(now) {
		return failed(answerTooEarly, "limit", b.instantWords(now))
	}
	if b := c.notAfter; b != nil && t.Unix() > b.last(now) {
		return failed(answerTooLate, "limit", b.instantWords(now))
	}
	return nil
}

// instantWords is a bound of instants in words.
func (b *dateBound) instantWords(now moment) Text {
	switch b.kind {
	case boundNow:
		return ZhEn("现在", "now")
	case boundInstant:
		t := time.Unix(b.at, 0)
		return ZhEn(instantIn(t, "zh"), instantIn(t, "en"))
	}
	return b.words(b.on(now.day))
}

// instantIn is 2026年5月1日 09:30 or 1 May 2026, 09:30, on the clocks of China.
func instantIn(t time.Time, lang string) string {
	t = t.In(china)
	clock := clockText(t.Hour()*3600 + t.Minute()*60 + t.Second())
	if lang == "en" {
		return dayOf(t).words(lang) + ", " + clock
	}
	return dayOf(t).words(lang) + " " + clock
}

func (datetimeType) celType() *cel.Type { return cel.TimestampType }

func (datetimeType) celValue(v []byte) ref.Val {
	t, _ := parseInstant(v)
	return types.Timestamp{Time: t}
}

func (datetimeType) display(_ *Field, v, lang string) string {
	if t, ok := parseInstant([]byte(v)); ok {
		return instantIn(t, lang)
	}
	return v
}

func (t datetimeType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (datetimeType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["format"] = "date-time"
	out["pattern"] = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-][0-9]{2}:[0-9]{2})$`
}

func (datetimeType) samples(*Field) []string {
	return []string{`"2026-05-01T09:30:00+08:00"`, `"2020-02-29T23:59:59Z"`}
}

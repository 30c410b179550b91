package citizen

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// L speaks one language and one time zone. Every view carries one, so that
// templates can ask it for words: .T and a key.
type L struct {
	Lang string
	zone *time.Location
}

// T is the wording of key, with fmt verbs filled in (metamodel.Counted). An unknown key shows
// itself: a test keeps that from happening.
func (l L) T(key string, args ...any) string {
	m := messagesZh
	if l.Lang == "en" {
		m = messagesEn
	}
	s, ok := m[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return s
	}
	return metamodel.Counted(s, args...)
}

// In picks the language of a text out of the metadata.
func (l L) In(t metamodel.Text) string { return t.In(l.Lang) }

// HTMLLang is the lang attribute.
func (l L) HTMLLang() string {
	if l.Lang == "en" {
		return "en"
	}
	return "zh-CN"
}

// Date is 2026年5月1日 or 1 May 2026, at the place of the filing.
func (l L) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(l.zone)
	if l.Lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("2006年1月2日")
}

// ISODate is a full-date in words; nothing for what is none.
func (l L) ISODate(s string) string {
	t, err := time.ParseInLocation(time.DateOnly, s, l.zone)
	if err != nil {
		return ""
	}
	return l.Date(t)
}

// ShortDate is 5月1日 or 1 May.
func (l L) ShortDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(l.zone)
	if l.Lang == "en" {
		return t.Format("2 Jan")
	}
	return t.Format("1月2日")
}

// Moment is a date with its time of day.
func (l L) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(t) + " " + t.In(l.zone).Format("15:04")
}

// Clock is the time of day.
func (l L) Clock(t time.Time) string { return t.In(l.zone).Format("15:04") }

// ISO is for the datetime attribute of <time>.
func (l L) ISO(t time.Time) string { return t.In(l.zone).Format(time.RFC3339) }

// Days is a number of working days without a superfluous ".0".
func (l L) Days(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// List joins names as the language does: 甲、乙 or A, B.
func (l L) List(items []string) string {
	if l.Lang == "en" {
		return strings.Join(items, ", ")
	}
	return strings.Join(items, "、")
}

// Size is a number of bytes for people.
func (l L) Size(n int64) string {
	switch {
	case n >= 1<<20:
		return strings.TrimSuffix(strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64), ".0") + " MB"
	case n >= 1<<10:
		return strconv.FormatInt(n>>10, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}

// Money is an amount in yuan, its thousands apart where English sets them so, or 免费.
func (l L) Money(yuan string) string {
	if yuan == "" || strings.Trim(yuan, "0.") == "" {
		return l.T("fee.free")
	}
	if l.Lang == "en" {
		yuan = metamodel.Thousands(yuan)
	}
	return l.T("fee.yuan", yuan)
}

// Lines breaks a text written by people into its lines, escaped.
func (l L) Lines(s string) template.HTML {
	escaped := template.HTMLEscapeString(strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n"))
	return template.HTML(strings.ReplaceAll(escaped, "\n", "<br>")) // escaped above
}

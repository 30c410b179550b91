package certificate

import (
	"encoding/base64"
	"html/template"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
)

// view is what the page and the paper show.
type view struct {
	Lang, Name, Basis, Pack, Version, Release, Day, More string

	Delivers bool   // a third figure is told
	Gives    string // that no department delivers anything; "" where some do
	Method   string

	Heads   []line
	Lines   []pageLine
	Matters []pageMatter
	Given   []pageGiven
	Span    string // of the real figures, or that there are none; "" where nobody counted
	Real    []realLine
	Spared  []pageSpared
	Rows    []pageRow
	Signed  *pageSigned
}

type pageLine struct {
	line
	Width template.CSS
	Less  bool

	DeliveredLess bool
}

type pageMatter struct{ Name, Department string }

type pageGiven struct{ Name, Giver, Share string }
type pageSpared struct{ Name, Why, Share string }

type pageRow struct{ Share, Matters, Example, Fields, Documents, Days string }

type pageSigned struct{ Created, Key, Hash, Signature string }

// Say is a sentence of the certificate.
func (v view) Say(key string) string { return say(v.Lang, key) }

// newView puts a certificate into words.
func newView(c *catalog.Certificate, s *catalog.SignedCertificate, lang string) *view {
	v := &view{Lang: lang, Name: c.Name.In(lang), Basis: basis(c, lang), Pack: c.Pack, Version: c.Version, Release: c.Release, Day: c.Day, Method: method(c, lang), Delivers: c.Delivered != nil, Span: realSpan(c, lang), Real: realLines(c, lang)}
	all := lines(c, lang)
	for _, i := range []int{2, 4, 7, 10} { // fields, documents, days, time
		v.Heads = append(v.Heads, all[i])
	}
	for _, l := range all {
		v.Lines = append(v.Lines, pageLine{line: l, Less: strings.HasPrefix(l.Saved, "−"), DeliveredLess: strings.HasPrefix(l.DeliveredSaved, "−")})
	}
	if d := c.Delivered; d != nil {
		for _, g := range d.Given {
			v.Given = append(v.Given, pageGiven{g.Name.In(lang), giver(g, lang), percent(g.Share)})
		}
		if len(d.Given) == 0 {
			v.Gives = say(lang, "givesNo")
		}
	}
	names := map[string]string{}
	for _, m := range c.Matters {
		names[m.ID] = m.Name.In(lang)
		v.Matters = append(v.Matters, pageMatter{m.Name.In(lang), m.Department.In(lang)})
	}
	for _, m := range c.Spared {
		v.Spared = append(v.Spared, pageSpared{m.Name.In(lang), spared(m, lang), percent(m.Share)})
	}
	for i, r := range c.Rows {
		if i == rowsShown {
			v.More = count(lang, "more", len(c.Rows)-rowsShown)
			break
		}
		var list []string
		for _, m := range r.Matters {
			list = append(list, names[m])
		}
		v.Rows = append(v.Rows, pageRow{percent(r.Share), strings.Join(list, map[string]string{"zh": "、", "en": ", "}[lang]), example(r, lang),
			arrow(r, lang, fields), arrow(r, lang, documents), arrow(r, lang, days)})
	}
	if s != nil {
		v.Signed = &pageSigned{s.Created.Format(time.RFC3339), s.Key, s.Hash, base64.StdEncoding.EncodeToString(s.Signature)}
	}
	return v
}

package certificate

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
)

//go:embed page.html
var source string

var page = template.Must(template.New("certificate").Parse(source))

// view is what the page shows.
type view struct {
	Lang, Name, Basis, Pack, Version, Release, Day, More string

	Heads   []line
	Lines   []pageLine
	Matters []pageMatter
	Rows    []pageRow
	Signed  *pageSigned
}

type pageLine struct {
	line
	Width template.CSS
	Less  bool
}

type pageMatter struct{ Name, Department string }

type pageRow struct{ Share, Matters, Example, Fields, Documents, Days string }

type pageSigned struct{ Created, Key, Hash, Signature string }

// Say is a sentence of the certificate.
func (v view) Say(key string) string { return say(v.Lang, key) }

// HTML draws a certificate as a page of its own: nothing is loaded from
// elsewhere, and it prints on A4. s may be nil: the page says that it is not signed.
func HTML(c *catalog.Certificate, s *catalog.SignedCertificate, lang string) ([]byte, error) {
	v := view{Lang: lang, Name: c.Name.In(lang), Basis: basis(c, lang), Pack: c.Pack, Version: c.Version, Release: c.Release, Day: c.Day}
	all := lines(c.Before, c.After, lang)
	for _, i := range []int{2, 4, 7, 10} { // fields, documents, days, time
		v.Heads = append(v.Heads, all[i])
	}
	for _, l := range all {
		v.Lines = append(v.Lines, pageLine{l, template.CSS(strconv.Itoa(int(math.Round(l.Bar*100))) + "%"), strings.HasPrefix(l.Saved, "−")}) //nolint:gosec // a number of ours
	}
	names := map[string]string{}
	for _, m := range c.Matters {
		names[m.ID] = m.Name.In(lang)
		v.Matters = append(v.Matters, pageMatter{m.Name.In(lang), m.Department.In(lang)})
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
		arrow := func(before, after float64) string {
			return number(before, nil, lang) + " → " + number(after, nil, lang)
		}
		v.Rows = append(v.Rows, pageRow{percent(r.Share), strings.Join(list, map[string]string{"zh": "、", "en": ", "}[lang]), example(r, lang),
			arrow(r.Before.Fields, r.After.Fields), arrow(r.Before.Materials, r.After.Materials), arrow(r.Before.Days, r.After.Days)})
	}
	if s != nil {
		v.Signed = &pageSigned{s.Created.Format(time.RFC3339), s.Key, s.Hash, base64.StdEncoding.EncodeToString(s.Signature)}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("drawing the certificate: %w", err)
	}
	return b.Bytes(), nil
}

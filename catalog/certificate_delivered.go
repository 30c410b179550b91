package catalog

import (
	"math"
	"slices"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// DeliveryKind is what a source department gives.
type DeliveryKind string

const (
	DeliveredField    DeliveryKind = "field"
	DeliveredMaterial DeliveryKind = "material"
)

// CertDelivery is an answer or a document that a source department has confirmed to
// give instead of the applicant (数源认责).
type CertDelivery struct {
	Kind       DeliveryKind   `json:"kind"`
	Item       string         `json:"item"` // a field's path in the merged form, or a standard material id
	Key        string         `json:"key"`  // path of the answer by which the department finds the person
	Name       metamodel.Text `json:"name"` // of the field or material
	Department metamodel.Text `json:"department"`
	Source     metamodel.Text `json:"source"`
	Personal   bool           `json:"personal,omitempty"` // given with the applicant's consent only
	Share      float64        `json:"share"`              // of the situations, in which it spares a question or a document
}

// CertDelivered is what confirmed duties save beyond merging.
type CertDelivered struct {
	Given []CertDelivery `json:"given"` // in force on the certificate's day
	After Measure        `json:"after"` // merged and delivered, on average
}

// CertificateDelivered is Certificate with what source departments in duty give
// counted beside it: a question or a document that one of them gives is not asked
// where the answer that finds the person is. The consent that personal data need
// counts as an answer, a declaration and a page. Name and Share of the list are
// filled in here; what spares nothing in this theme is left out of it.
func (r *Release) CertificateDelivered(theme string, today time.Time, given []CertDelivery) (*Certificate, bool) {
	t := r.Theme(theme)
	if t == nil {
		return nil, false
	}
	d := &deliveries{t: t, list: []CertDelivery{}, mean: newMean()}
	for _, g := range given {
		if g.Name = t.deliveredName(&g); g.Name != nil {
			g.Share = 0
			d.list = append(d.list, g)
		}
	}
	return r.certificate(t, today, d), true
}

// deliveredName is what the theme calls what is given, nil for what it does not ask.
func (t *Theme) deliveredName(g *CertDelivery) metamodel.Text {
	if g.Kind == DeliveredField {
		if f, ok := t.Merged.Field(g.Item); ok {
			return Whose(f)
		}
		return nil
	}
	for _, m := range t.Materials {
		if m.Material.ID == g.Item {
			return m.Material.Name
		}
	}
	return nil
}

// Whose is what a field is called together with whose value it is: “法定代表人 · 姓名”.
// Alone, a name like that of the standard says too little.
func Whose(f *metamodel.Field) metamodel.Text {
	of := f.Group.Label
	return metamodel.ZhEn(of.In("zh")+" · "+f.Label.In("zh"), of.In("en")+" · "+f.Label.In("en"))
}

// deliveries are what departments give in the situations of one theme.
type deliveries struct {
	t     *Theme
	list  []CertDelivery
	mean  *mean
	total float64 // of all shares
}

// spare measures a situation in which departments give what they can. known are
// the guide's own answers: what was answered before anybody is asked stays.
func (d *deliveries) spare(row *Reduction, rec *metamodel.Record, scope, awaited map[string]bool, known known, materials []MaterialState, today time.Time) {
	gone := map[string]bool{}
	for path := range awaited {
		gone[path] = true
	}
	after := row.After
	consent := []metamodel.Text(nil)
	for i := range d.list {
		g := &d.list[i]
		if key, ok := d.t.Merged.Field(g.Key); !ok || !shown(rec, key) {
			continue // nobody can be found
		}
		switch g.Kind {
		case DeliveredField:
			f, ok := d.t.Merged.Field(g.Item)
			if !ok || gone[g.Item] || !shown(rec, f) || known.answers(f) {
				continue
			}
			gone[g.Item] = true
		default:
			if !slices.ContainsFunc(materials, func(m MaterialState) bool { return m.Asked && m.Material.ID == g.Item }) {
				continue
			}
			after.Materials--
		}
		g.Share += row.Share
		if g.Personal {
			consent = append(consent, g.Name)
		}
	}
	was := d.t.Merged.Effort(rec)
	now := d.t.Merged.Effort(d.t.Merged.Check(known.with(d.t.Merged), metamodel.Context{Today: today, Scope: scope, Awaited: gone}))
	if len(consent) > 0 {
		asked := metamodel.ChoiceTime(consent...)
		now.Pages, now.Fields, now.Required, now.Signatures, now.Seconds = now.Pages+asked.Pages, now.Fields+asked.Fields, now.Required+1, now.Signatures+1, now.Seconds+asked.Seconds
	}
	after.Pages += float64(now.Pages - was.Pages)
	after.Fields += float64(now.Fields - was.Fields)
	after.Required += float64(now.Required - was.Required)
	after.Signatures += float64(now.Signatures - was.Signatures)
	after.Seconds += float64(now.Seconds - was.Seconds)
	row.Delivered = &after
	d.mean.add(after, row.Share)
	d.total += row.Share
}

// told sums it up for a certificate.
func (d *deliveries) told() *CertDelivered {
	given := []CertDelivery{}
	for _, g := range d.list {
		if g.Share > 0 {
			g.Share = math.Round(g.Share/d.total*1e6) / 1e6
			given = append(given, g)
		}
	}
	return &CertDelivered{Given: given, After: d.mean.measure()}
}

// answers reports whether the guide answered a field already.
func (k known) answers(f *metamodel.Field) bool {
	_, ok := k[f.Group.Path][f.Key]
	return ok
}

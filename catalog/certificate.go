package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// Measure is what a citizen is put to. Counts of one situation are whole, of
// an average they are not.
type Measure struct {
	Forms      float64 `json:"forms"`
	Pages      float64 `json:"pages"`
	Fields     float64 `json:"fields"`   // answers to be given; a repeat counts with one row
	Required   float64 `json:"required"` // of those, the ones that must be given
	Materials  float64 `json:"materials"`
	Signatures float64 `json:"signatures"` // signatures and declarations
	Visits     float64 `json:"visits"`     // of the applicant, to a counter
	// Inspections are visits of officers to the premises, one for each step that inspects; see workflows.State.Inspects.
	Inspections float64 `json:"inspections,omitempty"`
	Days        float64 `json:"days"`          // promised working days: one after the other before, the critical path after
	Statutory   float64 `json:"statutoryDays"` // likewise by law
	Fee         string  `json:"fee"`           // yuan
	Seconds     float64 `json:"seconds"`       // to answer, by the keystroke-level model; after: with the guide's questions
}

// Certificate is what merging a theme saves, in every situation and on average.
type Certificate struct {
	Theme      string           `json:"theme"`
	Name       metamodel.Text   `json:"name"`
	Pack       string           `json:"pack"`
	Version    string           `json:"version"`
	Release    string           `json:"release"` // content hash
	Day        string           `json:"day"`     // the conditions were read on that day
	Matters    []CertMatter     `json:"matters"`
	Situations int              `json:"situations"` // ways through the guide that were measured
	Whole      bool             `json:"whole"`      // they are all there are; otherwise drawn by lot
	Before     Measure          `json:"before"`     // on average, every way weighed by its share
	After      Measure          `json:"after"`
	Spared     []SparedMaterial `json:"spared,omitempty"` // documents that matters want and nobody hands in, the most frequent first
	Rows       []Reduction      `json:"rows"`             // the situations, those alike put together, the most frequent first

	// Delivered is what confirmed duties save beyond merging; nil where that was not asked for.
	Delivered *CertDelivered `json:"delivered,omitempty"`
	// Real is what really happened; nil where nobody counted.
	Real *CertReal `json:"real,omitempty"`
}

// CertReal is what became of the promises: cases of the theme that were filed
// or ended between two days. Medians, and what nine of ten did not exceed.
type CertReal struct {
	From            string   `json:"from"` // full-date
	To              string   `json:"to"`   // likewise, counted as well
	Filed           int64    `json:"filed"`
	ComputedMinutes *float64 `json:"computedMinutes,omitempty"` // by the keystroke-level model, for the answers of each
	FillMinutes     *float64 `json:"fillMinutes,omitempty"`     // measured, without pauses
	FillMinutesP90  *float64 `json:"fillMinutesP90,omitempty"`
	Ended           int64    `json:"ended"`                  // all matters decided
	PromisedDays    *float64 `json:"promisedDays,omitempty"` // working days: the longest way of promises of each
	TakenDays       *float64 `json:"takenDays,omitempty"`
	TakenDaysP90    *float64 `json:"takenDaysP90,omitempty"`
}

// CertMatter is a matter of the theme, for the reader of a certificate.
type CertMatter struct {
	ID         string         `json:"id"`
	Name       metamodel.Text `json:"name"`
	Department metamodel.Text `json:"department"`
}

// Reduction is one kind of situation.
type Reduction struct {
	Matters []string       `json:"matters"` // in the theme's order
	Share   float64        `json:"share"`   // of all situations
	Ways    int            `json:"ways"`    // ways through the guide that come to this
	Example []ExampleReply `json:"example"` // one of them
	Before  Measure        `json:"before"`  // each matter on its own
	After   Measure        `json:"after"`
	// Delivered is After less what departments in duty give; nil where that was not asked for.
	Delivered *Measure `json:"delivered,omitempty"`

	materials []MaterialState
}

// ExampleReply is a question of the guide with what is answered.
type ExampleReply struct {
	Question string         `json:"question"`
	Text     metamodel.Text `json:"text"`
	Answer   any            `json:"answer"` // one that was tried, for all that lead to the same end
	Label    metamodel.Text `json:"label"`  // all of them in words: the range of a number, the class of a code
}

// mostWays bounds what a certificate measures.
const mostWays = 4096

// Certificate measures a theme: before, every matter's own form in the
// situation; after, the merged one. Beyond what the guide asks nothing is
// answered, so a question that only another answer brings up counts on neither
// side. The same release and day give the same bytes.
func (r *Release) Certificate(theme string, today time.Time) (*Certificate, bool) {
	t := r.Theme(theme)
	if t == nil {
		return nil, false
	}
	return r.certificate(t, today, nil), true
}

// certificate measures a theme; with what departments give where gives is not nil.
func (r *Release) certificate(t *Theme, today time.Time, gives *deliveries) *Certificate {
	c := &Certificate{Theme: t.Def.ID, Name: t.Def.Name, Pack: r.Pack.Name, Version: r.Pack.Version, Release: r.Hash, Day: today.Format(time.DateOnly)}
	for _, m := range t.Matters {
		c.Matters = append(c.Matters, CertMatter{m.Def.ID, m.Def.Name, m.Department.Name})
	}
	ways, whole := t.Situations(mostWays)
	c.Situations, c.Whole = len(ways), whole
	byKind := map[string]*Reduction{}
	before, after, spared := newMean(), newMean(), &sparing{t: t, by: map[[3]string]*SparedMaterial{}}
	for _, way := range ways {
		row := t.reduction(way, today, gives)
		before.add(row.Before, way.Share)
		after.add(row.After, way.Share)
		spared.add(row.materials, way.Share)
		kind := fmt.Sprint(row.Matters, row.Before, row.After)
		if row.Delivered != nil {
			kind += fmt.Sprint(*row.Delivered)
		}
		if have := byKind[kind]; have != nil {
			have.Share += row.Share
			have.Ways++
			continue
		}
		byKind[kind] = row
	}
	c.Before, c.After, c.Spared = before.measure(), after.measure(), spared.list()
	if gives != nil {
		c.Delivered = gives.told()
	}
	for _, kind := range sortedKeys(byKind) {
		row := byKind[kind]
		row.Share = math.Round(row.Share*1e6) / 1e6
		c.Rows = append(c.Rows, *row)
	}
	sort.SliceStable(c.Rows, func(i, j int) bool { return c.Rows[i].Share > c.Rows[j].Share })
	return c
}

// reduction measures one situation.
func (t *Theme) reduction(way SituationShare, today time.Time, gives *deliveries) *Reduction {
	scope := t.Scope(way.Situation)
	awaited := t.awaited(scope)
	known := t.boundTree(way.Situation)
	rec := t.Merged.Check(known.with(t.Merged), metamodel.Context{Today: today, Scope: scope, Awaited: awaited})
	needs := t.needsFor(scope, rec, rec)
	row := &Reduction{Matters: needs.Matters, Share: way.Share, Ways: 1, Before: measureOf(needs.Before), After: measureOf(needs.After), materials: needs.Materials}
	for _, m := range t.Matters {
		if scope[m.Def.ID] {
			row.Before.takes(m.Form.Effort(m.Form.Check(known.with(m.Form), metamodel.Context{Today: today})))
		}
	}
	row.After.takes(t.Merged.Effort(rec))
	for _, id := range way.Asked {
		q := t.guide.questions[t.guide.byID[id]]
		if q.def.Field == "" { // otherwise it is a question of the form
			row.After.Seconds += float64(q.form.FillTime(nil).Seconds)
		}
		row.Example = append(row.Example, ExampleReply{Question: id, Text: q.def.Text, Answer: way.Situation[id], Label: t.replyWords(q, way.Situation[id])})
	}
	if gives != nil {
		gives.spare(row, rec, scope, awaited, known, needs.Materials, today)
	}
	return row
}

func measureOf(b Burden) Measure {
	return Measure{Forms: float64(b.Forms), Materials: float64(b.Materials), Visits: float64(b.Visits), Inspections: float64(b.Inspections), Days: b.Days, Statutory: b.Statutory, Fee: b.Fee}
}

func (m *Measure) takes(e metamodel.Effort) {
	m.Pages += float64(e.Pages)
	m.Fields += float64(e.Fields)
	m.Required += float64(e.Required)
	m.Signatures += float64(e.Signatures)
	m.Seconds += float64(e.Seconds)
}

// replyLabel says an answer in words.
func (t *Theme) replyLabel(q question, v any) metamodel.Text {
	switch v := v.(type) {
	case bool:
		if v {
			return metamodel.ZhEn("是", "Yes")
		}
		return metamodel.ZhEn("否", "No")
	case string:
		if list := q.form.Fields[0].CodeList; list != nil {
			if e, ok := list.Entry(v); ok {
				return e.Name
			}
		}
		return metamodel.Zh(v)
	}
	out := metamodel.Text{}
	for _, lang := range []string{"zh", "en"} {
		out[lang] = strings.TrimSpace(fmt.Sprint(v) + " " + q.def.Unit.In(lang))
	}
	return out
}

// known is answers by group and field.
type known map[string]map[string]any

// boundTree is what a situation says of the form's own fields.
func (t *Theme) boundTree(s Situation) known {
	out := known{}
	for _, q := range t.guide.questions {
		v, answered := s[q.def.ID]
		group, key, ok := strings.Cut(q.def.Field, "/")
		if !answered || !ok {
			continue
		}
		if out[group] == nil {
			out[group] = map[string]any{}
		}
		out[group][key] = v
	}
	return out
}

// with writes what is known of a form's fields, and one row in every repeat.
func (k known) with(form *metamodel.Form) []byte {
	doc := map[string]any{}
	for _, g := range form.Groups {
		doc[g.Path] = k.group(g)
	}
	b, err := json.Marshal(doc)
	if err != nil { // a situation holds JSON values
		panic(err)
	}
	return b
}

func (k known) group(g *metamodel.Group) any {
	object := map[string]any{}
	for _, f := range g.Fields {
		if v, ok := k[g.Path][f.Key]; ok {
			object[f.Key] = v
		}
	}
	for _, inner := range g.Groups {
		object[lastStep(inner.Path)] = k.group(inner)
	}
	if g.Repeat {
		return []any{object}
	}
	return object
}

// mean adds up measures by their shares.
type mean struct {
	sum   Measure
	fee   decimal.Decimal
	share float64
}

func newMean() *mean { return &mean{} }

func (a *mean) add(m Measure, share float64) {
	a.share += share
	for i, v := range m.numbers() {
		*a.sum.numbers()[i] += *v * share
	}
	if fee, err := decimal.NewFromString(m.Fee); err == nil {
		a.fee = a.fee.Add(fee.Mul(decimal.NewFromFloat(share)))
	}
}

func (a *mean) measure() Measure {
	out := a.sum
	for _, v := range out.numbers() {
		if a.share > 0 {
			*v = math.Round(*v/a.share*100) / 100
		}
	}
	out.Fee = a.fee.Round(2).String()
	return out
}

func (m *Measure) numbers() [11]*float64 {
	return [11]*float64{&m.Forms, &m.Pages, &m.Fields, &m.Required, &m.Materials, &m.Signatures, &m.Visits, &m.Inspections, &m.Days, &m.Statutory, &m.Seconds}
}

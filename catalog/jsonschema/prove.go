package jsonschema

import (
	"math/rand/v2"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Proof compares a form with the schema it came from on generated instances.
type Proof struct {
	Seed      uint64 `json:"seed"`
	Instances int    `json:"instances"`
	Valid     int    `json:"valid"`
	Invalid   int    `json:"invalid"`
	// Normalised instances are judged differently on purpose: what a form
	// changes before it judges (Reason) makes the difference, and without it the
	// two agree.
	Normalised    int            `json:"normalised"`
	Reasons       map[string]int `json:"reasons,omitempty"`
	Disagreements []Disagreement `json:"disagreements,omitempty"`

	accepted int // valid for the schema
}

// Disagreement is an instance on which the two differ.
type Disagreement struct {
	Instance string `json:"instance"`
	Schema   bool   `json:"schema"` // valid for the schema
	Form     string `json:"form"`   // the form's problems
}

// What a form changes on purpose.
const (
	ReasonBlank    = "blank"    // a text of spaces, or of nothing, is no answer
	ReasonSpaces   = "spaces"   // spaces around a text and line breaks in a line are dropped
	ReasonNull     = "null"     // null is no answer
	ReasonOthers   = "others"   // properties the schema does not name
	ReasonEmpty    = "empty"    // an empty object or list and none are the same
	ReasonHidden   = "hidden"   // an answer that is not asked for is left out
	ReasonReading  = "reading"  // 1998-1-20 is read as 1998-01-20, as people write it
	ReasonControl  = "control"  // control characters cannot be shown
	ReasonStricter = "stricter" // of a format, see the notes
	ReasonAssumed  = "assumed"  // no object where the schema names properties and no type, see the notes
	ReasonLimits   = "limits"   // beyond what any form takes: 40 digits, 64-bit integers, 1000 rows
)

// today only matters to forms with moving bounds, which no schema has.
var today = metamodel.Context{Today: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}

// prove judges generated instances by both.
func (h *holder) prove(form *metamodel.Form, o ImportOptions) Proof {
	p := Proof{Seed: o.Seed, Reasons: map[string]int{}}
	// The larger the form, the fewer: the work is bounded.
	instances := min(o.Instances, max(maxAnswers/h.size(), 10))
	g := &generator{rand.New(rand.NewPCG(o.Seed, 1)), 20 * instances}
	h.hints()
	for range instances {
		v := g.object(h, []int{0, 0, 2, 8}[g.IntN(4)])
		p.judge(h, form, v.json(nil))
	}
	return p
}

// size is how many members there are at all depths.
func (h *holder) size() int {
	n := len(h.members)
	for _, m := range h.members {
		if m.group != nil {
			n += m.group.size()
		}
	}
	return max(n, 1)
}

// judge compares the verdicts on one instance.
func (p *Proof) judge(h *holder, form *metamodel.Form, doc []byte) {
	p.Instances++
	v, ps := read(doc, Limits)
	if ps.Failed() {
		return
	}
	theirs, ps := h.schema.check(v)
	if ps.Failed() {
		return
	}
	if theirs {
		p.accepted++
	}
	c := compared{reasons: map[string]bool{}}
	answers := h.answers(v, &c)
	rec := form.Check(answers, today)
	ours := len(rec.Problems) == 0
	if theirs == ours {
		if ours {
			p.Valid++
		} else {
			p.Invalid++
		}
		return
	}
	// What the form makes of the instance, judged by the schema.
	var clean value
	if ours {
		back, ps := read(rec.JSON(), Limits)
		if !ps.Failed() {
			clean = h.instance(back, true)
			if clean.canonical() != v.canonical() && len(c.reasons) == 0 {
				c.reasons[ReasonHidden] = clean.leaves() < v.leaves()
				c.reasons[ReasonReading] = !c.reasons[ReasonHidden]
			}
		}
	} else {
		clean = h.clean(v)
		for _, q := range rec.Problems {
			switch q.Code {
			case "answer.number_too_long", "json.number_too_long", "json.exponent", "json.too_deep", "json.too_many_values", "answer.many_rows":
				c.reasons[ReasonLimits] = true
			case "answer.control_character":
				c.reasons[ReasonControl] = true
			case "answer.email", "answer.not_datetime", "answer.url":
				c.reasons[ReasonStricter] = true
			}
		}
	}
	again, ps := h.schema.check(&clean)
	ours = len(form.Check(h.answers(&clean, &compared{reasons: map[string]bool{}}), today).Problems) == 0
	if len(c.reasons) > 0 && (again == ours && !ps.Failed() || c.reasons[ReasonLimits] || c.reasons[ReasonStricter] || c.reasons[ReasonControl] || c.reasons[ReasonAssumed]) {
		p.Normalised++
		for r, given := range c.reasons {
			if given {
				p.Reasons[r]++
			}
		}
		return
	}
	if len(p.Disagreements) < 10 {
		p.Disagreements = append(p.Disagreements, Disagreement{Instance: string(doc), Schema: theirs, Form: rec.Problems.Error()})
	}
}

package sheets

import (
	"slices"
	"sort"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Status of a decision.
type Status string

const (
	Open     Status = "open"     // nobody but a person can take it: nothing is written before
	Proposed Status = "proposed" // the import goes on with the suggestion, to be confirmed
	Answered Status = "answered"
)

// DecisionKind groups decisions in the report.
type DecisionKind string

const (
	DecideElement   DecisionKind = "element"   // which data element a field means
	DecideCondition DecisionKind = "condition" // how words become a condition
	DecideYield     DecisionKind = "yield"     // what a matter's result makes known
	DecideWording   DecisionKind = "wording"   // what a standard material is called
	DecideID        DecisionKind = "id"        // the readable id of a name
)

// Decision is one question to a business person. Its ID is made of what is
// asked, not of row numbers, so that answers survive the next delivery of sheets.
type Decision struct {
	ID         string         `json:"id"`
	Kind       DecisionKind   `json:"kind"`
	Status     Status         `json:"status"`
	Places     []Place        `json:"places"`
	Question   metamodel.Text `json:"question"`
	Candidates []Candidate    `json:"candidates,omitempty"`
	Suggestion string         `json:"suggestion,omitempty"`
	Answer     string         `json:"answer,omitempty"`
}

// Place is where in the sheets something stands.
type Place struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
}

// Candidate is one possible answer and what speaks for it.
type Candidate struct {
	Answer string         `json:"answer"`
	Name   metamodel.Text `json:"name,omitempty"`
	Score  float64        `json:"score,omitempty"`
	Reason metamodel.Text `json:"reason,omitempty"`
}

// Match is a field whose element was found in the pool.
type Match struct {
	Place   Place          `json:"place"`
	Matter  string         `json:"matter"`
	Label   string         `json:"label"`
	Subject string         `json:"subject"`
	Element string         `json:"element"`
	Name    metamodel.Text `json:"name"`
	Score   float64        `json:"score"`
	Reason  metamodel.Text `json:"reason"`
}

// Translation is one Chinese wording and its English.
type Translation struct {
	ID      string  `json:"id"`
	Zh      string  `json:"zh"`
	Default string  `json:"default,omitempty"` // from the sheets or the built-in words
	Answer  string  `json:"answer,omitempty"`
	Places  []Place `json:"places"`
}

// En is the English in use, "" when there is none yet.
func (t *Translation) En() string {
	if t.Answer != "" {
		return t.Answer
	}
	return t.Default
}

// decide asks for a decision, or gives the answer it already has. Asked again
// under the same id, only the place is added. ok tells whether there is
// something to go on with: the answer, or a suggestion that may stand.
func (im *importer) decide(d Decision) (answer string, ok bool) {
	if known := im.decisions[d.ID]; known != nil {
		known.Places = append(known.Places, d.Places...)
		d = *known
	} else {
		if a, given := im.answers.take(d.ID); given {
			d.Answer, d.Status = a.Text, Answered
		}
		im.decisions[d.ID] = &d
		im.decisionOrder = append(im.decisionOrder, d.ID)
	}
	switch d.Status {
	case Answered:
		return d.Answer, true
	case Proposed:
		return d.Suggestion, true
	}
	return "", false
}

// reject reports an answer that cannot be used, at its own row.
func (im *importer) reject(id string, k metamodel.Kind, params ...any) {
	a := im.answers.byID[id]
	file, column := im.answers.File, ""
	if a.Sheet != "" {
		file, column = file+"!"+a.Sheet, "答案"
	}
	p := placed(file, a.Row, column, k, append([]any{"id", id, "answer", excerpt(a.Text)}, params...)...)
	if a.Row == 0 {
		p.Path = id
	}
	for _, known := range im.problems {
		if known.File == p.File && known.Path == p.Path && known.Code == p.Code {
			return
		}
	}
	im.report(p)
}

// text gives a wording in both languages as far as the English is known, and
// keeps it for the table of translations. en is the default.
func (im *importer) text(id, zh, en string, places ...Place) metamodel.Text {
	if zh == "" {
		return nil
	}
	t := im.texts[id]
	if t == nil {
		t = &Translation{ID: id, Zh: zh, Default: en}
		if a, given := im.answers.take(id); given {
			t.Answer = a.Text
		}
		im.texts[id] = t
		im.textOrder = append(im.textOrder, id)
	}
	t.Places = append(t.Places, places...)
	if got := t.En(); got != "" {
		return metamodel.ZhEn(zh, got)
	}
	return metamodel.Zh(zh)
}

// tidy sorts places and drops those named twice.
func tidy(places []Place) []Place {
	sort.SliceStable(places, func(i, j int) bool {
		if places[i].File != places[j].File {
			return places[i].File < places[j].File
		}
		return places[i].Row < places[j].Row
	})
	return slices.Compact(places)
}

// place names a cell.
func (r *Row) place(column string) Place { return Place{r.sheet.File, r.Number, column} }

// candidates words a matching's outcome for a decision.
func candidates(cs []catalog.Candidate) []Candidate {
	var out []Candidate
	for _, c := range cs {
		out = append(out, Candidate{Answer: c.Element.ID, Name: c.Element.Name, Score: c.Score, Reason: c.Reason})
	}
	return out
}

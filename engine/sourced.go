package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Consent is the applicant's word to fetching personal data, asked once a draft.
type Consent string

const (
	ConsentOpen   Consent = "" // not asked yet, or not answered
	ConsentGiven  Consent = "given"
	ConsentDenied Consent = "denied"
)

// Sourced is what a draft knows of sources: the confirmations it started with —
// what is confirmed, or ends, while it is filled in changes nothing for it —
// the applicant's consent, and what was delivered.
type Sourced struct {
	Offers    []Offer             `json:"offers,omitempty"`
	Consent   Consent             `json:"consent,omitempty"`
	ConsentAt time.Time           `json:"consentAt,omitzero"`
	Fetches   []Fetch             `json:"fetches,omitempty"`
	Tried     map[string][]string `json:"tried,omitempty"` // by source and key field: whom was asked about, hashed
	Own       []string            `json:"own,omitempty"`   // paths and materials the applicant answers or hands in all the same
	Laid      []string            `json:"laid"`            // paths whose answers were put among the draft's: the owner may read them; null: not noted yet
}

// Offer is one confirmed duty as it was when the draft began.
type Offer struct {
	Duty       string         `json:"duty"`
	Matter     string         `json:"matter"`
	Kind       DutyKind       `json:"kind"`
	Item       string         `json:"item"`              // path in the form, or standard material id
	Element    string         `json:"element,omitempty"` // of a field
	KeyField   string         `json:"keyField"`          // path of the answer that finds the person
	Source     string         `json:"source"`
	SourceName metamodel.Text `json:"sourceName"`
	Department string         `json:"department"`
	ByName     metamodel.Text `json:"byName"`             // the department's
	Personal   bool           `json:"personal,omitempty"` // fetched with consent only
}

// FetchState is what came of asking a source.
type FetchState string

const (
	FetchDone   FetchState = "done"
	FetchNone   FetchState = "none"   // it has nothing about this person
	FetchFailed FetchState = "failed" // it could not be asked: the applicant is asked instead
)

// Fetch is one question to a source and its answer.
type Fetch struct {
	Source    string                     `json:"source"`
	KeyField  string                     `json:"keyField"`
	Key       string                     `json:"key"`             // hash of the key's value
	Whose     string                     `json:"whose,omitempty"` // likewise, however it was typed
	State     FetchState                 `json:"state"`
	At        time.Time                  `json:"at"`
	As        time.Time                  `json:"as,omitzero"` // of what time the source's record is
	Values    map[string]json.RawMessage `json:"values,omitempty"`
	Documents map[string]Document        `json:"documents,omitempty"`
}

// SourcedAnswer is one answer or document that a source department gave, as a
// case keeps it: who, when, from what.
type SourcedAnswer struct {
	Path       string         `json:"path,omitempty"`
	Material   string         `json:"material,omitempty"`
	Document   *Document      `json:"document,omitempty"`
	Department string         `json:"department"`
	ByName     metamodel.Text `json:"byName"` // the department's
	Source     string         `json:"source"`
	SourceName metamodel.Text `json:"sourceName"`
	Duty       string         `json:"duty"`
	At         time.Time      `json:"at"`
	As         time.Time      `json:"as,omitzero"`
	KeyField   string         `json:"keyField,omitempty"` // path of the answer by which the person was found; older ones lack it
	Value      string         `json:"value,omitempty"`    // hash: an answer that was changed since is the applicant's own
	Disclosure Disclosure     `json:"disclosure,omitempty"`

	raw json.RawMessage // of what is kept apart from the draft's answers
}

func readSourced(raw json.RawMessage) (*Sourced, error) {
	s := &Sourced{}
	if len(raw) == 0 {
		return s, nil
	}
	if err := json.Unmarshal(raw, s); err != nil {
		return nil, fmt.Errorf("reading what sources deliver: %w", err)
	}
	return s, nil
}

func (s *Sourced) empty() bool { return len(s.Offers) == 0 }

// allowed reports whether an offer may be fetched.
func (s *Sourced) allowed(o *Offer) bool { return !o.Personal || s.Consent == ConsentGiven }

func (s *Sourced) own(item string) bool { return slices.Contains(s.Own, item) }

// fetch is what the source of an offer answered, nil when it was not asked.
func (s *Sourced) fetch(o *Offer) *Fetch {
	for i := range s.Fetches {
		if f := &s.Fetches[i]; f.Source == o.Source && f.KeyField == o.KeyField {
			return f
		}
	}
	return nil
}

// value is what an offer delivered for its field, nil for nothing.
func (s *Sourced) value(o *Offer) json.RawMessage {
	if f := s.fetch(o); o.Kind == DutyField && f != nil && s.allowed(o) {
		return f.Values[o.Element]
	}
	return nil
}

// answersOf are the fields of a form whose answers stand as a source gave them:
// those its owner may read, out of the draft's answers, and those kept apart. An
// answer that was typed over is the applicant's own.
func (s *Sourced) answersOf(x discretion, tree *answers) []SourcedAnswer {
	var out []SourcedAnswer
	for i := range s.Offers {
		o := &s.Offers[i]
		v := s.value(o)
		if v == nil || s.own(o.Item) || x.withholds(s, o) {
			continue
		}
		have, ok := tree.root.value(o.Item)
		if f, known := x.form.Field(o.Item); !ok || !known || f.Element.ID != o.Element || canonical(have) != canonical(v) {
			continue
		}
		a := s.given(o)
		a.Path, a.Value, a.Disclosure = o.Item, valueHash(v), Open
		out = append(out, a)
	}
	return append(out, s.apart(x, tree)...)
}

// documents are the materials a source issued electronically.
func (s *Sourced) documents(x discretion) []SourcedAnswer {
	var out []SourcedAnswer
	for i := range s.Offers {
		o := &s.Offers[i]
		f := s.fetch(o)
		if o.Kind != DutyMaterial || f == nil || !s.allowed(o) || s.own(o.Item) {
			continue
		}
		if doc, ok := f.Documents[o.Item]; ok {
			a := s.given(o)
			a.Material, a.Document, a.Disclosure = o.Item, &doc, Open
			if x.withholds(s, o) {
				a.Disclosure = Withheld
			}
			out = append(out, a)
		}
	}
	return out
}

// issued are the materials among what sources gave.
func issued(given []SourcedAnswer) (ids []string) {
	for _, a := range given {
		if a.Material != "" {
			ids = append(ids, a.Material)
		}
	}
	return ids
}

func (s *Sourced) given(o *Offer) SourcedAnswer {
	f := s.fetch(o)
	return SourcedAnswer{KeyField: o.KeyField, Department: o.Department, ByName: o.ByName, Source: o.Source, SourceName: o.SourceName, Duty: o.Duty, At: f.At, As: f.As}
}

func valueHash(v json.RawMessage) string {
	sum := sha256.Sum256([]byte(canonical(v)))
	return hex.EncodeToString(sum[:16])
}

// deliveredMaterials takes what a source issues electronically off the list.
func deliveredMaterials(states []catalog.MaterialState, docs []SourcedAnswer) {
	for i := range states {
		st := &states[i]
		for _, d := range docs {
			if d.Material != st.Material.ID || !st.Asked {
				continue
			}
			name := d.SourceName
			st.Asked, st.Required = false, metamodel.False
			if d.Disclosure == Withheld {
				st.Reason = metamodel.ZhEn(
					"由“"+name.In("zh")+"”把电子证照直接提供给办理部门，不用提交",
					"“"+name.In("en")+"” gives it electronically to the departments that handle the case. It is not handed in")
				continue
			}
			st.Reason = metamodel.ZhEn(
				"由“"+name.In("zh")+"”提供电子证照（"+d.Document.Number+"），不用提交",
				"Issued electronically by “"+name.In("en")+"” ("+d.Document.Number+"). It is not handed in")
		}
	}
}

// offeredMaterials says of a material that is asked which department would issue
// it instead, as long as it was not asked.
func (s *Sourced) offeredMaterials(states []catalog.MaterialState) {
	for i := range s.Offers {
		o := &s.Offers[i]
		if o.Kind != DutyMaterial || s.own(o.Item) || s.fetch(o) != nil || o.Personal && s.Consent == ConsentDenied {
			continue
		}
		for n := range states {
			if st := &states[n]; st.Asked && st.Material.ID == o.Item {
				st.Reason = metamodel.ZhEn(
					"可由“"+o.ByName.In("zh")+"”提供电子证照，取到后您不用提交",
					"The "+o.ByName.In("en")+" can issue it electronically; then you do not hand it in")
			}
		}
	}
}

// readSourcedAnswers reads what a case keeps of sources.
func readSourcedAnswers(raw json.RawMessage) ([]SourcedAnswer, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var list []SourcedAnswer
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("reading what sources gave: %w", err)
	}
	return list, nil
}

// standing keeps of a case's sourced answers those that still stand as they were
// given, by its record; documents stand.
func standing(list []SourcedAnswer, rec *metamodel.Record) []SourcedAnswer {
	var out []SourcedAnswer
	for _, a := range list {
		if a.Path != "" {
			if raw := rec.Raw(a.Path); raw == nil || valueHash(raw) != a.Value {
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

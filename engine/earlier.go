package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Earlier is what a draft has of its owner's earlier filings: whether they said
// yes to using them, asked once a draft, and which answers were taken over.
type Earlier struct {
	Consent   Consent         `json:"consent,omitempty"`
	ConsentAt time.Time       `json:"consentAt,omitzero"`
	Used      []EarlierAnswer `json:"used,omitempty"`
	Back      []EarlierAnswer `json:"back,omitempty"` // taken back: they were somebody else's; in a view those that are to be answered still
}

// EarlierAnswer is one answer taken over, as a draft and later its cases keep
// it: from which filing, of when.
type EarlierAnswer struct {
	ID     string        `json:"id"`
	Path   string        `json:"path"`
	Filing EarlierFiling `json:"filing"`
	Value  string        `json:"value"` // hash: an answer that was changed since is no longer the earlier one

	Of map[string]string `json:"of,omitempty"` // whose it is: of the draft's answers that tell its people and firms apart, what they were there, hashed
}

// EarlierFiling is a filing whose answers may be used again.
type EarlierFiling struct {
	Case      string         `json:"case,omitempty"` // its root
	Number    string         `json:"number,omitempty"`
	Name      metamodel.Text `json:"name,omitempty"` // the theme's or matter's
	Submitted time.Time      `json:"submitted"`
}

// EarlierOffer is an earlier answer that a draft could use.
type EarlierOffer struct {
	EarlierAnswer
	Field     *metamodel.Field // of the draft's form
	Words     metamodel.Text   // as shown to people; what is sensitive is masked
	Sensitive bool             // needs a word of its own

	value json.RawMessage
}

// EarlierView is what a draft is offered, in the form's order, each answer from
// the newest filing that has it.
type EarlierView struct {
	Draft  *DraftView
	Offers []EarlierOffer
}

func readEarlier(raw json.RawMessage) (*Earlier, error) {
	out := &Earlier{}
	if len(raw) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return nil, fmt.Errorf("reading what is used of earlier filings: %w", err)
	}
	return out, nil
}

// still keeps of answers taken over those that stand unchanged in a record.
func still(list []EarlierAnswer, rec *metamodel.Record) []EarlierAnswer {
	var out []EarlierAnswer
	for _, a := range list {
		if raw := rec.Raw(a.Path); raw != nil && valueHash(raw) == a.Value {
			out = append(out, a)
		}
	}
	return out
}

// keepEarlier writes down in the cases which answers were taken over from which
// filing: each keeps what its own form has.
func (f *family) keepEarlier(used []EarlierAnswer) error {
	if len(used) == 0 {
		return nil
	}
	used = slices.Clone(used)
	for i := range used {
		used[i].Of = nil // nobody changes who a case is about
	}
	var err error
	if f.root.Earlier, err = encode(used); err != nil {
		return err
	}
	for _, c := range f.children {
		var mine []EarlierAnswer
		for _, a := range used {
			if _, ok := fieldAt(f.matter(c).Form, a.Path); ok {
				mine = append(mine, a)
			}
		}
		if len(mine) == 0 {
			continue
		}
		if c.Earlier, err = encode(mine); err != nil {
			return err
		}
	}
	return nil
}

// tellEarlier tells in a case's view which answers were taken over. What else
// somebody filed for is nothing to a department: it reads of when they are.
func (v *CaseView) tellEarlier(a Actor) error {
	list, err := readTaken(v.Case.Earlier)
	if err != nil {
		return err
	}
	v.Earlier = still(list, v.Record)
	if a.Account == v.Case.Applicant {
		return nil
	}
	v.Case.Earlier = nil
	for i := range v.Earlier {
		k := &v.Earlier[i]
		k.ID, k.Filing = "", EarlierFiling{Submitted: k.Filing.Submitted}
	}
	return nil
}

// TakenOver is what was taken over at a path, nil for what was not.
func TakenOver(list []EarlierAnswer, path string) *EarlierAnswer {
	for i := range list {
		if list[i].Path == path {
			return &list[i]
		}
	}
	return nil
}

// readTaken reads what a case keeps of earlier filings.
func readTaken(raw json.RawMessage) ([]EarlierAnswer, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var list []EarlierAnswer
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("reading what was used of earlier filings: %w", err)
	}
	return list, nil
}

// follow finds answers taken over where a migration moved them.
func follow(list []EarlierAnswer, paths map[string]string) {
	for i := range list {
		if to, ok := paths[list[i].Path]; ok {
			list[i].Path = to
		}
		of := map[string]string{}
		for path, hash := range list[i].Of {
			if to, ok := paths[path]; ok {
				path = to
			}
			of[path] = hash
		}
		if len(of) > 0 {
			list[i].Of = of
		}
	}
}

// moveEarlier does so in a draft, moveTaken in a case.
func moveEarlier(raw json.RawMessage, paths map[string]string) (json.RawMessage, error) {
	s, err := readEarlier(raw)
	if err != nil || len(s.Used)+len(s.Back) == 0 {
		return raw, err
	}
	follow(s.Used, paths)
	follow(s.Back, paths)
	return encode(s)
}

func moveTaken(raw json.RawMessage, paths map[string]string) (json.RawMessage, error) {
	list, err := readTaken(raw)
	if err != nil || len(list) == 0 {
		return raw, err
	}
	follow(list, paths)
	return encode(list)
}

// repeatable reports whether an answer may be used again: it is a plain answer
// of somebody or something, outside of rows. Consents, declarations, signatures
// and files are given anew each time; so is what is about the filing itself,
// and what the guide asks, which tells this situation and no other.
func repeatable(f *metamodel.Field, theme *catalog.Theme) bool {
	if !asked(f) || ownWord(f) || declares(f.Element) || inRows(f) || f.Group.Subject == nil || f.Group.Subject.ID == metamodel.FilingSubject {
		return false
	}
	if theme != nil {
		for _, q := range theme.Def.Guide {
			if q.Field == f.Path {
				return false
			}
		}
	}
	return true
}

// identity is what makes two fields of two forms the same: the standard element
// and whose value it is.
type identity struct {
	element, name string
	typ           metamodel.Type
	subject       string
}

func identityOf(f *metamodel.Field) identity {
	return identity{element: f.Element.ID, name: f.Element.Name.In("zh"), typ: f.Element.Type, subject: f.Group.Subject.ID}
}

// tells reports whether an element tells one from another of its kind: two
// filings whose values differ are about two people, or two firms.
func tells(el *metamodel.Element) bool {
	return el.Format == metamodel.FormatResidentID || el.Format == metamodel.FormatUSCC
}

// expired reports whether an answer of a filing that ended may no longer be kept.
func expired(rel *catalog.Release, el *metamodel.Element, ended, now time.Time) bool {
	r := rel.Retention(el)
	return r != nil && !ended.IsZero() && ended.AddDate(r.Years, 0, r.Days).Before(now)
}

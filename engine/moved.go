package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Moved tells whoever filed what migrations changed for them.
type Moved struct {
	At    time.Time     `json:"at"`    // of the last
	Steps []MovedStep   `json:"steps"` // oldest first
	Needs []MovedAnswer `json:"needs,omitempty"`
	Seen  bool          `json:"seen,omitempty"` // there is nothing to tell, or it was read
}

// MovedStep is one release that was left.
type MovedStep struct {
	Migration string `json:"migration"`
	From      string `json:"from"`
	To        string `json:"to"`
	Told      bool   `json:"told,omitempty"` // the owner has read what became of it
}

// MovedAnswer is an answer that is needed since.
type MovedAnswer struct {
	Matter string         `json:"matter,omitempty"`
	Path   string         `json:"path"`
	Label  metamodel.Text `json:"label,omitempty"`
}

// mostSteps is how far back a page that is still open may have been drawn.
const mostSteps = 20

func readMoved(raw json.RawMessage) (*Moved, error) {
	if len(raw) == 0 {
		return &Moved{Seen: true}, nil
	}
	m := &Moved{}
	if err := json.Unmarshal(raw, m); err != nil {
		return nil, fmt.Errorf("reading what a migration changed: %w", err)
	}
	return m, nil
}

// WhatMoved is what migrations changed; of a draft that never moved, nothing
// that is still to be told.
func (d *Draft) WhatMoved() (*Moved, error) { return readMoved(d.Moved) }

// WhatMoved is likewise of a root case.
func (c *Case) WhatMoved() (*Moved, error) { return readMoved(c.Moved) }

// Untold are the kept answers that lost their place by a step which has not been
// told.
func (m *Moved) Untold(kept []KeptAnswer) []KeptAnswer {
	if m.Seen {
		return nil
	}
	var list []KeptAnswer
	for _, k := range kept {
		if slices.ContainsFunc(m.Steps, func(s MovedStep) bool { return !s.Told && k.Release == s.From }) {
			list = append(list, k)
		}
	}
	return list
}

// read notes that everything was told.
func (m *Moved) read() {
	m.Seen, m.Needs = true, nil
	for i := range m.Steps {
		m.Steps[i].Told = true
	}
}

// notice writes down what this move changes, after what was not read before.
func (j *judged) notice(mv *move, before json.RawMessage, at time.Time) (json.RawMessage, error) {
	m, err := readMoved(before)
	if err != nil {
		return nil, err
	}
	step := MovedStep{Migration: mv.m.ID, From: mv.m.From, To: mv.m.To, Told: true}
	for _, f := range j.Findings {
		switch {
		case f.Code == toldCode.Code:
			step.Told = false
		case f.Severity == metamodel.Error && j.Sort == MigrationNeeds:
			step.Told = false
			m.Needs = append(m.Needs, MovedAnswer{Matter: f.Matter, Path: f.Path, Label: f.Label})
		}
	}
	if !step.Told {
		m.At, m.Seen = at, false
	}
	m.Steps = append(m.Steps, step)
	m.Steps = m.Steps[max(0, len(m.Steps)-mostSteps):]
	return encode(m)
}

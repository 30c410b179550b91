package metamodel

// Policy is something people are entitled to (政策): a subsidy, an allowance, an
// exemption, with what decides whether somebody is, and the matters or the theme
// through which it is claimed.
type Policy struct {
	ID         string      `json:"id" validate:"required,max=64"`
	Name       Text        `json:"name" validate:"required"`
	Summary    Text        `json:"summary,omitempty"`
	Department string      `json:"department" validate:"required"` // Department.ID
	Basis      Text        `json:"basis,omitempty"`                // the document that grants it
	Benefit    Benefit     `json:"benefit"`
	From       string      `json:"from,omitempty"`  // full-date: the first day it can be claimed
	Until      string      `json:"until,omitempty"` // full-date: the last one
	Criteria   []Criterion `json:"criteria" validate:"required,min=1,dive"`
	Matters    []string    `json:"matters,omitempty"`   // through which it is claimed …
	Theme      string      `json:"theme,omitempty"`     // … or the theme
	Materials  []string    `json:"materials,omitempty"` // those to have ready; its matters ask for them
}

// Benefit is what there is to be had.
type Benefit struct {
	What   Text   `json:"what" validate:"required"`
	Amount string `json:"amount,omitempty"` // yuan at most, a decimal; "" where it is no sum of money, or open
}

// Criterion is one thing that must hold (申领条件).
type Criterion struct {
	ID     string `json:"id" validate:"required,max=64"`
	Text   Text   `json:"text" validate:"required"` // a plain sentence
	When   string `json:"when" validate:"required"` // CEL over elements: "premises.DE00203 >= 20"
	Remedy Text   `json:"remedy,omitempty"`         // what somebody who does not meet it can do; without one nothing can be done
}

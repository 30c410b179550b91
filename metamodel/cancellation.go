package metamodel

// Cancellation ends a matter (取消): from a day on nobody applies for it. What
// runs goes on to its end, and whoever began before may finish.
type Cancellation struct {
	On         string   `json:"on" validate:"required"`                 // full-date, at the place of the filing: the first day without it
	Basis      Text     `json:"basis" validate:"required"`              // by what it was cancelled
	Reason     Text     `json:"reason" validate:"required"`             // why, in plain words
	Successors []string `json:"successors,omitempty" validate:"max=12"` // matters to apply for instead
	Into       Became   `json:"into,omitempty"`                         // what became of it beside being replaced
}

// Became says how a cancelled matter lives on in its successors.
type Became string

const (
	Merged Became = "merged" // with others in one new matter (合并)
	Split  Became = "split"  // in several new ones (拆分)
)

// Ended reports whether the matter is cancelled on a day (full-date).
func (m *Matter) Ended(day string) bool { return m.Cancelled != nil && m.Cancelled.On <= day }

package metamodel

// Delegation hands the power over a matter to another department from a day on:
// entrusted (委托), which decides in the name of the department that keeps it, or
// transferred (下放), which becomes the authority itself. Cases that were filed
// before stay where they are.
type Delegation struct {
	To     string         `json:"to" validate:"required"` // Department.ID
	Kind   DelegationKind `json:"kind" validate:"required"`
	On     string         `json:"on" validate:"required"` // full-date, at the place of the filing: the first day
	Until  string         `json:"until,omitempty"`        // full-date: the last day; "": no end
	Basis  Text           `json:"basis" validate:"required"`
	Reason Text           `json:"reason,omitempty"`
}

// DelegationKind says whose name the other department decides in.
type DelegationKind string

const (
	Entrusted   DelegationKind = "entrust"  // in the name of the matter's department (行政许可法 article 24)
	Transferred DelegationKind = "transfer" // in its own
)

// Holds reports whether it is in force on a day (full-date).
func (d *Delegation) Holds(day string) bool {
	return d != nil && d.On <= day && (d.Until == "" || day <= d.Until)
}

// HandledBy is the department that takes what is filed on a day (full-date).
func (m *Matter) HandledBy(day string) string {
	if m.Delegated.Holds(day) {
		return m.Delegated.To
	}
	return m.Department
}

// AuthorityOn is the department in whose name what is filed on a day is decided.
func (m *Matter) AuthorityOn(day string) string {
	if m.Delegated.Holds(day) && m.Delegated.Kind == Transferred {
		return m.Delegated.To
	}
	return m.Department
}

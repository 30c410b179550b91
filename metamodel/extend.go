package metamodel

// Extend says how officers may give a running case of a matter more time (延期),
// and by which law.
type Extend struct {
	Days   int      `json:"days" validate:"min=1,max=100"`               // working days that one extension adds, at most
	Times  int      `json:"times,omitempty" validate:"min=0,max=10"`     // how often a case may be extended; 0: once
	Roles  []string `json:"roles" validate:"required,min=1,dive,max=64"` // of the matter's department: who decides it
	Clocks []string `json:"clocks,omitempty"`                            // "promised", "statutory", "step"; none: promised and statutory
	Basis  Text     `json:"basis" validate:"required"`
}

// Most is how often a case may be extended.
func (x *Extend) Most() int { return max(x.Times, 1) }

// Named are the clocks that an extension lengthens.
func (x *Extend) Named() []string {
	if len(x.Clocks) == 0 {
		return []string{"promised", "statutory"}
	}
	return x.Clocks
}

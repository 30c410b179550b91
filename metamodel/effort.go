package metamodel

// Effort is what a form asks of somebody who begins with nothing.
type Effort struct {
	FillTime
	Required   int `json:"required"`   // of the answers, those that must be given
	Signatures int `json:"signatures"` // of the answers, signatures and declarations: what must be true
}

// Effort is what is shown for the record's answers, whether answered already
// or not: the answers only decide what is shown.
func (f *Form) Effort(r *Record) Effort {
	var out Effort
	fill := filler{form: f, rec: r, all: true, each: func(field *Field, row int32) {
		if row >= 0 && r.state.required(f.plan.byPath[field.Path], row) || row < 0 && field.always() {
			out.Required++
		}
		if field.signs() {
			out.Signatures++
		}
	}}
	out.FillTime = fill.time()
	return out
}

// always says that some use requires the field without a condition.
func (f *Field) always() bool {
	for _, u := range f.Uses {
		if u.Required {
			return true
		}
	}
	return false
}

// signs says that an answer binds who gives it: a signature, or a declaration
// that can only be affirmed.
func (f *Field) signs() bool {
	return f.Element.Type == TypeSignature || f.Element.Type == TypeBoolean && string(f.Element.Const) == "true"
}

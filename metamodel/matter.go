package metamodel

// Matter is a service of one department (事项).
type Matter struct {
	ID            string        `json:"id" validate:"required,max=64"`
	Name          Text          `json:"name" validate:"required"`
	Category      string        `json:"category,omitempty"`             // 行政许可, 公共服务…
	Department    string        `json:"department" validate:"required"` // Department.ID
	Basis         Text          `json:"basis,omitempty"`                // legal basis
	StatutoryDays float64       `json:"statutoryDays" validate:"min=0"` // working days
	PromisedDays  float64       `json:"promisedDays" validate:"min=0"`  // working days, not more than statutory
	Fee           string        `json:"fee,omitempty"`                  // yuan, a decimal; "" and "0" are free
	Preconditions []string      `json:"preconditions,omitempty"`        // matters whose result must be issued first
	Form          string        `json:"form" validate:"required"`
	Workflow      string        `json:"workflow" validate:"required"`
	Materials     []MaterialUse `json:"materials,omitempty" validate:"dive"`
	Result        Result        `json:"result"`
	Lights        *Lights       `json:"lights,omitempty"`   // nil: as its calendar says
	Extend        *Extend       `json:"extend,omitempty"`   // nil: nobody can give a case more time
	Template      *Template     `json:"template,omitempty"` // the standard this matter follows
	Cancelled     *Cancellation `json:"cancelled,omitempty"`
	Delegated     *Delegation   `json:"delegated,omitempty"`
	Standard      bool          `json:"standard,omitempty"` // a standard for others to follow: nobody files it
}

// Template is a matter that others of its kind follow (事项标准, 模板), in this
// pack or one that it needs, and what this one keeps different from it.
type Template struct {
	Matter string `json:"matter" validate:"required,max=64"`
	Kept   []Kept `json:"kept,omitempty" validate:"dive"`
}

// Kept is a difference from the template that somebody stands for.
type Kept struct {
	Path    string `json:"path" validate:"required"`   // as a comparison names it: "promisedDays", "materials/MT13", "form/premises/DE00203"; with all below
	Reason  Text   `json:"reason" validate:"required"` // why
	Propose bool   `json:"propose,omitempty"`          // the template should do likewise
}

// Result is what a matter issues, and the answers it makes known to the
// matters that wait for it.
type Result struct {
	Name     Text     `json:"name" validate:"required"`
	Material string   `json:"material,omitempty"` // the standard material this result is
	Yields   []string `json:"yields,omitempty"`   // field paths ("applicant/DE00102") entered by the department on delivery and never asked from the citizen

	Check []ResultCheck `json:"check,omitempty" validate:"dive"`
}

// ResultCheck is a rule that a result must keep to, over what the department
// enters and what the matter's own form asked, with the words shown when it does
// not. A rule that is unknown (an answer is absent) passes.
type ResultCheck struct {
	Field   string `json:"field" validate:"required"` // of Yields: where it is told
	Rule    string `json:"rule" validate:"required"`  // CEL, bool
	Message Text   `json:"message" validate:"required"`
}

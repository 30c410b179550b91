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
}

// Result is what a matter issues, and the answers it makes known to the
// matters that wait for it.
type Result struct {
	Name     Text     `json:"name" validate:"required"`
	Material string   `json:"material,omitempty"` // the standard material this result is
	Yields   []string `json:"yields,omitempty"`   // field paths ("applicant/DE00102") entered by the department on delivery and never asked from the citizen
}

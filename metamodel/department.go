package metamodel

// Department is an organisation that handles matters (实施主体).
type Department struct {
	ID     string `json:"id" validate:"required,max=64"`
	Name   Text   `json:"name" validate:"required"`
	Parent string `json:"parent,omitempty"`
}

package metamodel

// Joint is what the departments of a theme do together.
type Joint struct {
	Inspections []JointInspection `json:"inspections,omitempty" validate:"dive"`
}

// JointInspection is one visit to the premises instead of several (联合勘验): when
// the matters' cases are in these steps, their departments come together.
type JointInspection struct {
	ID     string      `json:"id" validate:"required,max=64"`
	Name   Text        `json:"name" validate:"required"`
	States []JointStep `json:"states" validate:"min=2,dive"`
	Lead   string      `json:"lead" validate:"required"` // Department.ID: arranges it while its matter takes part
	Wait   float64     `json:"wait"`                     // working days the first waits for the others
}

// JointStep is the step of a matter's process in which it inspects.
type JointStep struct {
	Matter string `json:"matter" validate:"required"`
	State  string `json:"state" validate:"required"`
}

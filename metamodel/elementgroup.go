package metamodel

// ElementGroup is a set of elements reused as a whole (数据元组): a person, a
// premises. A form binds it to a subject with x-elements.
type ElementGroup struct {
	ID          string             `json:"id" validate:"required,max=64"`
	Name        Text               `json:"name" validate:"required"`
	ObjectClass string             `json:"objectClass,omitempty"` // subjects it may be bound to; empty: any
	Version     string             `json:"version,omitempty"`
	Status      string             `json:"status,omitempty"`
	Elements    []ElementGroupItem `json:"elements" validate:"required,min=1,dive"`
}

// ElementGroupItem is one element of a group, in the order in which it is asked.
type ElementGroupItem struct {
	Element  string `json:"element" validate:"required"`
	Label    Text   `json:"label,omitempty"`
	Required bool   `json:"required,omitempty"`
	Visible  string `json:"visible,omitempty"` // CEL over the siblings' element ids
}

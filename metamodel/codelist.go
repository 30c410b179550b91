package metamodel

// CodeList is a value domain with named entries (代码表).
type CodeList struct {
	ID      string `json:"id" validate:"required,max=64"`
	Name    Text   `json:"name" validate:"required"`
	Entries []Code `json:"entries" validate:"required,min=1,dive"`
}

// Code is one entry of a code list, in the list's order.
type Code struct {
	Code string `json:"code" validate:"required,max=64"`
	Name Text   `json:"name" validate:"required"`
}

// Entry finds a code; ok is false for an unknown one.
func (c *CodeList) Entry(code string) (Code, bool) {
	for _, e := range c.Entries {
		if e.Code == code {
			return e, true
		}
	}
	return Code{}, false
}

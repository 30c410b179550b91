package metamodel

// CodeList is a value domain with named entries (代码表).
type CodeList struct {
	ID      string `json:"id" validate:"required,max=64"`
	Name    Text   `json:"name" validate:"required"`
	Version string `json:"version,omitempty"`
	Status  string `json:"status,omitempty"`
	Levels  []Text `json:"levels,omitempty"`                                     // of a hierarchy, from the top: 省, 市, 区县
	Select  string `json:"select,omitempty" validate:"omitempty,oneof=leaf any"` // of a hierarchy: what may be chosen; "": leaf
	Entries []Code `json:"entries" validate:"required,min=1,dive"`
}

// Code is one entry of a code list, in the list's order.
type Code struct {
	Code string `json:"code" validate:"required,max=64"`
	Name Text   `json:"name" validate:"required"`

	Parent     string            `json:"parent,omitempty"`     // code of the entry above; parents come first
	Synonyms   []string          `json:"synonyms,omitempty"`   // found by the search, never shown
	Attributes map[string]string `json:"attributes,omitempty"` // for option filters: option.attributes.city
	ValidFrom  string            `json:"validFrom,omitempty"`  // full-date; not offered before
	ValidTo    string            `json:"validTo,omitempty"`    // full-date; not offered after
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

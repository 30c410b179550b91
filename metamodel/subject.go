package metamodel

// Subject is whose value a field holds (角色/主体): applicant, legal
// representative, premises… A field's identity in a merge is the pair
// (element, subject).
type Subject struct {
	ID          string `json:"id" validate:"required,max=64"` // also the property name in forms and the variable name in CEL: [a-z][A-Za-z0-9]*
	Name        Text   `json:"name" validate:"required"`
	ObjectClass string `json:"objectClass,omitempty"`
	Order       int    `json:"order,omitempty"` // the order of topics in a merged form
}

// Check reports a subject that no group could be called after.
func (s *Subject) Check(Registry) Problems {
	if !celReserved(s.ID) {
		return nil
	}
	return Problems{defReserved.At("id", "name", s.ID)}
}

// FilingSubject holds the values that belong to the filing itself (办件):
// date of application, declaration, delivery.
const FilingSubject = "filing"

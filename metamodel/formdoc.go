package metamodel

import (
	"encoding/json"
	"strings"
)

// FormDoc is a form as written: a JSON Schema 2020-12 object whose properties
// are, by subject, objects (one) or arrays of objects (a repeat) of fields.
//
//	$schema: https://json-schema.org/draft/2020-12/schema
//	$id: form:M02
//	x-title: {zh: 食品经营许可申请, en: Food business licence application}
//	type: object
//	properties:
//	  premises:
//	    type: object
//	    x-subject: premises
//	    required: [DE00203]
//	    properties:
//	      DE00203: {$ref: "element:DE00203", x-label: {zh: 经营面积, en: Floor area}}
//	      DE00213:
//	        $ref: "element:DE00213"
//	        x-check: [{rule: "premises.DE00213 <= premises.DE00203", message: {zh: …, en: …}}]
//	  employee:
//	    type: array
//	    x-subject: employee
//	    minItems: 1
//	    maxItems: 500
//	    items: {type: object, required: […], properties: {…}}
//	x-layout:
//	  sections: [{id: premises, title: {…}, fields: [premises/DE00203, premises/DE00213]}, {id: staff, title: {…}, fields: [employee]}]
//
// A section lists field paths; a repeat is listed by its group path and
// brought whole. In CEL a group is a variable with one member an element
// (premises.DE00203); inside a repeat's own rules `row` is the row, and in rows
// of rows `parent` is the row around it (`parent.parent` further out). A group
// inside a group is a member of its own (premises.contact.DE00001), a repeat a
// list (row.certificate.all(c, c.DE00013 > …)).
type FormDoc struct {
	Schema     string               `json:"$schema" validate:"required"`
	ID         string               `json:"$id" validate:"required"` // "form:M02"
	Title      Text                 `json:"x-title" validate:"required"`
	Type       string               `json:"type" validate:"eq=object"`
	Properties map[string]*GroupDoc `json:"properties" validate:"required,dive"`
	Layout     Layout               `json:"x-layout" validate:"required"`
}

// GroupDoc is one subject's object, or its repeat.
type GroupDoc struct {
	Type       string               `json:"type" validate:"oneof=object array"`
	Subject    string               `json:"x-subject" validate:"required"`
	Elements   string               `json:"x-elements,omitempty"` // an element group reused as a whole: its elements stand here as if written; properties may narrow or add
	Label      Text                 `json:"x-label,omitempty"`
	Hint       Text                 `json:"x-hint,omitempty"`
	Visible    string               `json:"x-visible,omitempty"` // CEL
	Required   []string             `json:"required,omitempty"`
	Properties map[string]*FieldDoc `json:"properties,omitempty"`
	MinItems   *int                 `json:"minItems,omitempty"`
	MaxItems   *int                 `json:"maxItems,omitempty"`
	Items      *GroupItems          `json:"items,omitempty"`  // with type array
	Uses       []GroupUse           `json:"x-uses,omitempty"` // in a merged form

	order []string // of an element group that was written out
}

// GroupItems is the row of a repeat.
type GroupItems struct {
	Type       string               `json:"type" validate:"eq=object"`
	Required   []string             `json:"required,omitempty"`
	Properties map[string]*FieldDoc `json:"properties" validate:"required"`
	Order      []string             `json:"x-order,omitempty"` // the order of the row's fields; what is left follows as in required, then by key
}

// GroupUse is one matter's demand on a repeat of a merged form.
type GroupUse struct {
	Matter   string `json:"matter"`
	Visible  string `json:"visible,omitempty"`
	MinItems *int   `json:"minItems,omitempty"`
	MaxItems *int   `json:"maxItems,omitempty"`
}

// FieldDoc is one field: a reference to an element and what narrows it.
// Exactly one of the direct keywords (a matter's own form) or Uses (a merged
// form) carries the demands. A property with a type instead of a $ref is a
// group inside a group: an object, or an array of objects (a repeat within a
// row), to any depth up to MaxNesting.
type FieldDoc struct {
	Ref         string          `json:"$ref,omitempty"`         // "element:DE00203"; "element:DE00203@1.0.0" pins a version
	Label       Text            `json:"x-label,omitempty"`      // empty: the element's input label, else its name
	Hint        Text            `json:"x-hint,omitempty"`       // rich: paragraphs, lists, **bold**, links
	Visible     string          `json:"x-visible,omitempty"`    // CEL; empty: always
	RequiredIf  string          `json:"x-required,omitempty"`   // CEL; beside the group's `required`
	Value       string          `json:"x-value,omitempty"`      // CEL: the field is computed, not asked
	ValueWhen   string          `json:"x-value-when,omitempty"` // CEL: it is computed only while this holds, and asked otherwise
	Options     string          `json:"x-options,omitempty"`    // CEL over `option` (code, parent, level, attributes): the entries offered
	ReadOnly    bool            `json:"readOnly,omitempty"`     // shown, not changed by the citizen
	Hidden      bool            `json:"x-hidden,omitempty"`     // carried, never shown
	Default     json.RawMessage `json:"default,omitempty"`      // what the control starts with
	Checks      []Check         `json:"x-check,omitempty"`
	Constraints                 // narrows the element
	Uses        []FieldUse      `json:"x-uses,omitempty"`
	Same        []Twin          `json:"x-same,omitempty"` // in a merged form: fields that it is the same as; the first that counts

	Type       string               `json:"type,omitempty" validate:"omitempty,oneof=object array"` // of a group inside a group
	Subject    string               `json:"x-subject,omitempty"`                                    // empty: the outer group's
	Elements   string               `json:"x-elements,omitempty"`
	Required   []string             `json:"required,omitempty"`
	Properties map[string]*FieldDoc `json:"properties,omitempty"`
	Items      *GroupItems          `json:"items,omitempty"`

	order []string   // of an element group that was written out
	rule  *groupRule // that an element group brought
}

// MaxNesting is how many groups may lie inside one another.
const MaxNesting = 6

// FieldUse is one matter's demand on a field of a merged form. It counts only
// while that matter is in scope.
type FieldUse struct {
	Matter      string  `json:"matter"`
	Label       Text    `json:"label,omitempty"`
	Visible     string  `json:"visible,omitempty"`    // CEL
	Required    bool    `json:"required,omitempty"`   // whenever visible
	RequiredIf  string  `json:"requiredIf,omitempty"` // CEL
	Value       string  `json:"value,omitempty"`      // CEL
	ValueWhen   string  `json:"valueWhen,omitempty"`  // CEL
	Options     string  `json:"options,omitempty"`    // CEL
	Checks      []Check `json:"check,omitempty"`
	Constraints         // narrows the element
}

// Asks says that people answer the field for this use, at times at least.
func (u *FieldUse) Asks() bool {
	return strings.TrimSpace(u.Value) == "" || strings.TrimSpace(u.ValueWhen) != ""
}

// Twin is another field with the same answer, while a condition holds: one
// person in two roles is asked once. It counts while the other field is shown
// and no source department answers for it; then the answer is copied.
type Twin struct {
	As   string `json:"as"`   // "mother/DE00001", in no repeat
	When string `json:"when"` // CEL
}

// Check is a rule over answers with the words shown when it fails. A rule
// that is unknown (an answer is absent) passes.
type Check struct {
	Rule    string `json:"rule" validate:"required"` // CEL, bool
	Message Text   `json:"message" validate:"required"`
}

// Layout is the order in which people meet the fields.
type Layout struct {
	Sections []SectionDoc          `json:"sections" validate:"required,min=1,dive"`
	Texts    map[string]*StaticDoc `json:"texts,omitempty" validate:"dive"` // words between the fields, listed as "text:ID"
}

// SectionDoc is one topic: one page of the citizen's task list.
type SectionDoc struct {
	ID      string   `json:"id" validate:"required"`
	Title   Text     `json:"title" validate:"required"`
	Hint    Text     `json:"hint,omitempty"`
	Visible string   `json:"visible,omitempty"`                // CEL; empty: whenever the path comes by
	Next    []Route  `json:"next,omitempty" validate:"dive"`   // the first route that holds is taken; none: the next section
	Fields  []string `json:"fields" validate:"required,min=1"` // field paths, group paths of repeats, "text:ID"
}

// Route leads from a section to a later one; what lies between is not asked.
type Route struct {
	When string `json:"when"`                   // CEL; "" and "true": always
	To   string `json:"to" validate:"required"` // a later section, or "end"
}

// StaticDoc is text that a page shows and nobody answers.
type StaticDoc struct {
	Text    Text   `json:"text" validate:"required"` // rich, as FieldDoc.Hint
	Kind    string `json:"kind,omitempty" validate:"omitempty,oneof=plain notice warning heading"`
	Visible string `json:"visible,omitempty"` // CEL

	Uses []StaticUse `json:"x-uses,omitempty"` // in a merged form: shown while one of them holds
}

// StaticUse is one matter's text of a merged form. It counts only while that
// matter is in scope.
type StaticUse struct {
	Matter  string `json:"matter"`
	Text    string `json:"text"`              // its id in the matter's own form
	Visible string `json:"visible,omitempty"` // CEL
}

package metamodel

// Theme is one thing a citizen wants done (一件事): a set of matters, the
// guide that chooses among them, and their order.
type Theme struct {
	ID       string     `json:"id" validate:"required,max=64"`
	Name     Text       `json:"name" validate:"required"`
	Summary  Text       `json:"summary,omitempty"`
	Lead     string     `json:"lead" validate:"required"` // Department.ID of the lead department
	Calendar string     `json:"calendar" validate:"required"`
	Guide    []Question `json:"guide,omitempty" validate:"dive"`
	// Shares say how often the guide's questions are answered how. Without, every answer counts alike.
	Shares  []QuestionShares `json:"shares,omitempty" validate:"dive"`
	Matters []ThemeMatter    `json:"matters" validate:"required,min=1,dive"`
	Joint   *Joint           `json:"joint,omitempty"`
	Same    []SameSubject    `json:"same,omitempty" validate:"dive"` // one person in two roles is asked once
	Keep    []KeptMaterial   `json:"keep,omitempty" validate:"dive"` // handed in whatever else proves the same
	Layout  *ThemeLayout     `json:"layout,omitempty"`               // what staff say of the merged form's arrangement; the rest is derived
}

// SameSubject says that a subject is another one while a condition holds: whoever
// files for the mother is the mother. What both are asked is then asked of the
// other one and copied. Of several lines for a subject the first counts that
// holds and whose other field is asked.
type SameSubject struct {
	Subject string `json:"subject" validate:"required,max=64"`
	As      string `json:"as" validate:"required,max=64"`
	When    string `json:"when" validate:"required"` // CEL over the merged form
}

// KeptMaterial is a material that staff keep on the citizen's list of a theme
// although another one, a result or a source department shows all it proves.
type KeptMaterial struct {
	Material string `json:"material" validate:"required,max=64"`
	Reason   Text   `json:"reason,omitempty"`
}

// ThemeMatter places a matter in a theme.
type ThemeMatter struct {
	Matter string `json:"matter" validate:"required"`
	When   string `json:"when"`            // CEL over the guide's questions; "true" for always
	Stage  int    `json:"stage"`           // for the plan shown to people; order at run time comes from preconditions
	Group  string `json:"group,omitempty"` // parallel group, likewise
}

// Question is one question of the situation guide (情形引导). With Field it is
// the same answer as that field of the merged form: asked once.
type Question struct {
	ID       string `json:"id" validate:"required,max=64"` // CEL variable
	Text     Text   `json:"text" validate:"required"`
	Field    string `json:"field,omitempty"` // "premises/DE00203"
	Type     Type   `json:"type" validate:"required,oneof=boolean number integer code"`
	CodeList string `json:"codeList,omitempty"`
	Unit     Text   `json:"unit,omitempty"`
}

// QuestionShares is what is known of the people who answer a question: the
// shares of its answers, which add up to 1. An answer that is not listed is
// taken never to be given.
type QuestionShares struct {
	Question string        `json:"question" validate:"required,max=64"`
	Source   Text          `json:"source" validate:"required"` // where the figures are from, or that they are an estimate
	Answers  []AnswerShare `json:"answers" validate:"required,min=1,dive"`
}

// AnswerShare is the share of one answer: "true" or "false", a code, or of the
// numbers from From up to, and without, Below.
type AnswerShare struct {
	Answer string   `json:"answer,omitempty"`
	From   *float64 `json:"from,omitempty"`
	Below  *float64 `json:"below,omitempty"`
	Share  float64  `json:"share"` // 0 to 1
}

package metamodel

// MaterialOrigin says where a material comes from, which decides whether a
// citizen is asked for it.
type MaterialOrigin string

const (
	OriginApplicant MaterialOrigin = "applicant" // the citizen hands it in
	OriginIssuer    MaterialOrigin = "issuer"    // a department issued it to the citizen, who hands it in until that department delivers it itself
	OriginResult    MaterialOrigin = "result"    // the result of another matter: passed on, or checked by departments
	OriginSystem    MaterialOrigin = "system"    // made from the answers: never asked
)

// Material is a standard document (材料): matters ask for it under names of
// their own.
type Material struct {
	ID       string         `json:"id" validate:"required,max=64"`
	Name     Text           `json:"name" validate:"required"`
	Category string         `json:"category,omitempty"` // 证照, 证明, 申请表, 图纸, 文本, 报告, 照片
	Origin   MaterialOrigin `json:"origin" validate:"required,oneof=applicant issuer result system"`
	ResultOf string         `json:"resultOf,omitempty"` // matter, with OriginResult
	Issuer   string         `json:"issuer,omitempty"`   // who issues it, in the sheet's words
	Proves   []string       `json:"proves,omitempty"`   // field paths ("legalRep/DE00001") whose values it shows
	Accept   []string       `json:"accept,omitempty"`   // media types; empty: PDF, JPEG, PNG
	MaxBytes int64          `json:"maxBytes,omitempty"` // one file; 0: the server's default
	MaxFiles int            `json:"maxFiles,omitempty"` // 0: 5
}

// MaterialUse is a matter's demand for a material.
type MaterialUse struct {
	Material string `json:"material" validate:"required"`
	Label    Text   `json:"label" validate:"required"` // the matter's own name for it
	Required bool   `json:"required"`
	When     string `json:"when,omitempty"` // CEL over the matter's answers; a material with a condition is required exactly when it holds
	Note     Text   `json:"note,omitempty"`
}

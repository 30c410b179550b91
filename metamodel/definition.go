package metamodel

// Definition kinds, also the folder names of a pack.
const (
	KindElement    = "element"
	KindCodeList   = "codelist"
	KindForm       = "form"
	KindMaterial   = "material"
	KindMatter     = "matter"
	KindTheme      = "theme"
	KindCalendar   = "calendar"
	KindSubject    = "subject"
	KindDepartment = "department"
	KindWorkflow   = "workflow"
)

// Decode reads one definition: gate, the kind's own embedded JSON Schema
// (qri-io/jsonschema), strict decoding into T (unknown keys refused by name),
// go-playground/validator. doc is JSON; catalog turns YAML into JSON first.
func Decode[T any](kind string, doc []byte) (*T, Problems) {
	v := new(T)
	return v, decode(kind, doc, v)
}

package metamodel

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Definition kinds, also the folder names of a pack.
const (
	KindElement      = "element"
	KindElementGroup = "elementgroup" // folder groups
	KindCodeList     = "codelist"
	KindForm         = "form"
	KindMaterial     = "material"
	KindMatter       = "matter"
	KindTheme        = "theme"
	KindPolicy       = "policy" // folder policies
	KindCalendar     = "calendar"
	KindSubject      = "subject"
	KindDepartment   = "department"
	KindWorkflow     = "workflow"
)

//go:embed schemas/*.json
var schemas embed.FS

// Schema is the JSON Schema (draft 2019-09) of a definition kind, as editors
// want it; ok is false for a kind that has none here (workflow has its own, in
// package workflows).
func Schema(kind string) (schema []byte, ok bool) {
	b, err := schemas.ReadFile("schemas/" + kind + ".json")
	return b, err == nil
}

// Decode reads one definition: gate, the kind's own embedded JSON Schema
// (qri-io/jsonschema), strict decoding into T (unknown keys refused by name),
// go-playground/validator. doc is JSON; catalog turns YAML into JSON first.
// The value is usable only when the problems did not fail.
func Decode[T any](kind string, doc []byte) (*T, Problems) {
	schema, ok := Schema(kind)
	if !ok {
		return new(T), Problems{defUnknownKind.At("", "kind", clip(kind))}
	}
	return DecodeWith[T](schema, doc)
}

// DecodeWith is Decode with a given schema. The schema must be one that is
// embedded in our own binary: qri-io/jsonschema is never handed a schema that
// came from outside (ARCHITECTURE, decisions).
func DecodeWith[T any](schema, doc []byte) (*T, Problems) {
	v := new(T)
	if problems := Gate(doc, DefinitionLimits); len(problems) > 0 {
		return v, problems
	}
	var any any
	d := json.NewDecoder(strings.NewReader(string(doc)))
	d.UseNumber()
	if err := d.Decode(&any); err != nil {
		return v, Problems{defInvalid.At("", "rule", err.Error())}
	}
	s := &sink{}
	unseen(any, "", false, s)
	strictKeys(any, reflect.TypeFor[T](), "", s)
	checkSchema(schema, doc, s)
	if s.problems.Failed() {
		sortProblems(s.problems)
		return v, s.problems
	}
	if err := json.Unmarshal(doc, v); err != nil {
		var te *json.UnmarshalTypeError
		if errors.As(err, &te) {
			s.add(defType, strings.ReplaceAll(te.Field, ".", "/"), "expected", te.Type.String())
		} else {
			s.add(defInvalid, "", "rule", err.Error())
		}
		return v, s.problems
	}
	checkStruct(v, s)
	sortProblems(s.problems)
	return v, s.problems
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// strictKeys refuses keys that t has no field for. encoding/json would drop
// them, and would match them without regard to case.
func strictKeys(v any, t reflect.Type, path string, s *sink) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Implements(unmarshaler) || reflect.PointerTo(t).Implements(unmarshaler) {
		return
	}
	switch x := v.(type) {
	case map[string]any:
		switch t.Kind() {
		case reflect.Map:
			for _, k := range sortedKeys(x) {
				strictKeys(x[k], t.Elem(), join(path, k), s)
			}
		case reflect.Struct:
			fields := jsonFields(t)
			for _, k := range sortedKeys(x) {
				ft, ok := fields[k]
				if !ok {
					s.add(defUnknownKey, join(path, k), "key", clip(k))
					continue
				}
				strictKeys(x[k], ft, join(path, k), s)
			}
		}
	case []any:
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
			for i, e := range x {
				strictKeys(e, t.Elem(), join(path, fmt.Sprint(i)), s)
			}
		}
	}
}

// jsonFields maps the JSON names of a struct to their types, with embedded
// structs inlined.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case f.Anonymous && name == "":
			ft := f.Type
			if ft.Kind() == reflect.Pointer {
				ft = ft.Elem()
			}
			for n, inner := range jsonFields(ft) {
				if _, own := out[n]; !own {
					out[n] = inner
				}
			}
		case name == "":
			out[f.Name] = f.Type
		default:
			out[name] = f.Type
		}
	}
	return out
}

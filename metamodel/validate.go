package metamodel

import (
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
)

// structRules is go-playground/validator speaking JSON names. It is made once:
// it caches what it learns about each struct.
var structRules = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			return ""
		}
		if name == "" && f.Anonymous {
			return inlined
		}
		return name
	})
	return v
})

// inlined marks embedded structs in validator's paths.
const inlined = "<inline>"

// checkStruct applies the `validate` tags of a decoded definition.
func checkStruct(v any, s *sink) {
	if reflect.Indirect(reflect.ValueOf(v)).Kind() != reflect.Struct {
		return
	}
	err := structRules().Struct(v)
	var fields validator.ValidationErrors
	if !errors.As(err, &fields) {
		if err != nil {
			s.add(defInvalid, "", "rule", err.Error())
		}
		return
	}
	for _, f := range fields {
		path := rulePath(f.Namespace())
		number := false
		switch f.Kind() {
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
			number = true
		}
		key := path[strings.LastIndexByte(path, '/')+1:]
		switch tag := f.Tag(); {
		case tag == "required":
			s.add(defRequired, path, "key", key)
		case (tag == "min" || tag == "gte") && number:
			s.add(defMin, path, "limit", f.Param())
		case (tag == "max" || tag == "lte") && number:
			s.add(defMax, path, "limit", f.Param())
		case tag == "min":
			s.add(defMinLength, path, "limit", f.Param())
		case tag == "max":
			s.add(defMaxLength, path, "limit", f.Param())
		case tag == "oneof":
			s.add(defOneOf, path, "choices", strings.ReplaceAll(f.Param(), " ", ", "))
		case tag == "eq":
			s.add(defOneOf, path, "choices", f.Param())
		case tag == "unique":
			s.add(defTwice, path, "value", key)
		default:
			s.add(defInvalid, path, "rule", strings.TrimSuffix(tag+"="+f.Param(), "="))
		}
	}
}

// rulePath turns "FormDoc.properties[premises].x-subject" into
// "properties/premises/x-subject".
func rulePath(namespace string) string {
	_, path, _ := strings.Cut(namespace, ".")
	path = strings.NewReplacer("].", "/", "[", "/", "]", "", ".", "/").Replace(path)
	var out []string
	for _, part := range strings.Split(path, "/") {
		if part != inlined && part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, "/")
}

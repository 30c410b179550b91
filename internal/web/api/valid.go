package api

import (
	"errors"
	"reflect"
	"strings"
	"unicode"

	"github.com/go-playground/validator/v10"

	"github.com/onematter/onematter/metamodel"
)

// embedded stands for a struct within a struct whose fields are the outer one's
// to callers; the validator knows no nameless parts.
const embedded = "+"

var validate = func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		if f.Anonymous {
			return embedded
		}
		for _, tag := range []string{"query", "path", "json"} {
			if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
				return name
			}
		}
		return f.Name
	})
	if err := v.RegisterValidation("worded", worded); err != nil {
		panic("api: " + err.Error())
	}
	return v
}()

// worded reports whether a text says something in the language that all fall back
// to: without, what it stands in could not be published. What nobody sees says nothing.
func worded(f validator.FieldLevel) bool {
	t, _ := f.Field().Interface().(metamodel.Text)
	return strings.ContainsFunc(t[metamodel.Languages[0]], func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) })
}

// invalid puts what the validator found into words.
func invalid(err error) metamodel.Problems {
	var fields validator.ValidationErrors
	if !errors.As(err, &fields) {
		panic("api: " + err.Error()) // a type that cannot be validated: ours
	}
	var ps metamodel.Problems
	for _, f := range fields {
		ps = append(ps, invalidField(f))
	}
	return ps
}

func invalidField(f validator.FieldError) metamodel.Problem {
	_, path, _ := strings.Cut(f.Namespace(), ".")
	path = strings.NewReplacer(embedded+".", "", ".", "/", "[", "/", "]", "").Replace(path)
	text := f.Kind() == reflect.String
	switch f.Tag() {
	case "required", "required_without":
		return kindRequired.At(path)
	case "worded":
		return kindWordless.At(path)
	case "excluded_with":
		return kindExcluded.At(path, "other", strings.ToLower(f.Param()))
	case "oneof":
		return kindChoice.At(path, "choices", strings.ReplaceAll(f.Param(), " ", ", "))
	case "max":
		switch {
		case text:
			return kindLong.At(path, "max", f.Param())
		case f.Kind() == reflect.Slice:
			return kindMany.At(path, "max", f.Param())
		}
		return kindHigh.At(path, "max", f.Param())
	case "min":
		if f.Kind() == reflect.Slice {
			return kindRequired.At(path)
		}
		return kindLow.At(path, "min", f.Param())
	}
	panic("api: no words for the rule " + f.Tag())
}

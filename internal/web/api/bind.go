package api

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// langParam may stand in every query: the language of what is refused.
const langParam = "lang"

// bind fills in from path, query and, when the operation has one, a JSON body.
// What it does not know it refuses: a misspelt parameter that is ignored gives
// an answer to another question.
func bind(c echo.Context, in any) error {
	v := reflect.ValueOf(in).Elem()
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return badRequest{metamodel.Problems{kindQuerySyntax.At("")}}
	}
	body := hasBody(v.Type())
	if body {
		if err := bindBody(c, in); err != nil {
			return err
		}
	}
	known := map[string]bool{langParam: true}
	if err := bindParams(c, v, query, known); err != nil { // after the body, which cannot speak for the path
		return err
	}
	for name := range query {
		if !known[name] {
			return badRequest{metamodel.Problems{kindQueryUnknown.At(printable(name), "name", printable(name))}}
		}
	}
	if err := validate.Struct(in); err != nil {
		if body {
			return invalid(err)
		}
		return badRequest{invalid(err)}
	}
	return nil
}

// hasBody reports whether a member comes from the body. What is embedded is
// parameters.
func hasBody(t reflect.Type) bool { return len(membersOf(t)) > 0 }

// bindParams fills in path and query members, embedded ones too, and notes
// which parameters there are.
func bindParams(c echo.Context, v reflect.Value, query url.Values, known map[string]bool) error {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			if err := bindParams(c, v.Field(i), query, known); err != nil {
				return err
			}
			continue
		}
		if name := f.Tag.Get("path"); name != "" {
			value := c.Param(name)
			if !plain(value) {
				return engine.ErrNotFound // nothing has such a name
			}
			v.Field(i).SetString(value)
		}
		if name := f.Tag.Get("query"); name != "" {
			known[name] = true
			if err := setQuery(v.Field(i), name, query[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// plain text is what a database takes.
func plain(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// printable is a name out of a request, fit to be shown back.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return s
}

func setQuery(f reflect.Value, name string, values []string) error {
	refuse := func(want metamodel.Text) error {
		return badRequest{metamodel.Problems{kindQuery.At(name, "want", want)}}
	}
	if len(values) == 0 {
		return nil
	}
	if slices.ContainsFunc(values, func(s string) bool { return !plain(s) }) {
		return refuse(wordText)
	}
	if list, ok := f.Interface().([]string); ok {
		for _, v := range values {
			for _, one := range strings.Split(v, ",") {
				if one != "" {
					list = append(list, one)
				}
			}
		}
		f.Set(reflect.ValueOf(list))
		return nil
	}
	if len(values) > 1 {
		return badRequest{metamodel.Problems{kindQueryTwice.At(name)}}
	}
	value := values[0]
	if value == "" {
		return nil // an empty control of a form: not asked for
	}
	if _, ok := f.Interface().(time.Time); ok {
		t, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return refuse(wordDate)
		}
		f.Set(reflect.ValueOf(t))
		return nil
	}
	if f.Kind() == reflect.Pointer { // one whose zero is not the same as none
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(value)
	case reflect.Int, reflect.Int64:
		bits := 32
		if f.Kind() == reflect.Int64 {
			bits = 64
		}
		n, err := strconv.ParseInt(value, 10, bits)
		if err != nil {
			return refuse(wordInteger)
		}
		f.SetInt(n)
	case reflect.Bool:
		if value != "true" && value != "false" {
			return refuse(wordBool)
		}
		f.SetBool(value == "true")
	default:
		panic("api: query parameter of unsupported type " + f.Type().String())
	}
	return nil
}

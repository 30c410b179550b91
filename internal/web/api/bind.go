package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/metamodel"
)

var (
	errNoRevision  = kindNoRevision.At("If-Match")
	errBadRevision = kindBadRevision.At("If-Match")
	errNoKey       = kindNoKey.At("Idempotency-Key")
	errBadKey      = kindBadKey.At("Idempotency-Key")
)

var validate = func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		for _, tag := range []string{"json", "query", "path"} {
			if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
				return name
			}
		}
		return f.Name
	})
	return v
}()

// bind fills in from path, query and, unless the method has none, a JSON body.
// The body passes the gate before the parser; unknown members are refused.
func bind(c echo.Context, in any) error {
	v := reflect.ValueOf(in).Elem()
	if v.Kind() != reflect.Struct {
		return nil
	}
	hasBody, err := bindParams(c, v)
	if err != nil {
		return err
	}
	if hasBody {
		if err := bindBody(c, in); err != nil {
			return err
		}
		if _, err := bindParams(c, v); err != nil { // a body cannot speak for the path
			return err
		}
	}
	if err := validate.Struct(in); err != nil {
		return invalid(err)
	}
	return nil
}

// bindParams fills in path and query members, embedded ones too, and tells
// whether any member comes from a body.
func bindParams(c echo.Context, v reflect.Value) (hasBody bool, err error) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			more, err := bindParams(c, v.Field(i))
			if err != nil {
				return false, err
			}
			hasBody = hasBody || more
			continue
		}
		if name := f.Tag.Get("path"); name != "" {
			v.Field(i).SetString(c.Param(name))
			continue
		}
		if name := f.Tag.Get("query"); name != "" {
			if err := setQuery(v.Field(i), name, c.QueryParams()[name]); err != nil {
				return false, err
			}
			continue
		}
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			hasBody = true
		}
	}
	return hasBody, nil
}

func bindBody(c echo.Context, in any) error {
	media := c.Request().Header.Get("Content-Type")
	if kind, _, _ := strings.Cut(media, ";"); strings.TrimSpace(kind) != "application/json" {
		return kindMedia.At("Content-Type", "got", media)
	}
	body, err := readBody(c)
	if err != nil {
		return err
	}
	if ps := metamodel.Gate(body, metamodel.AnswerLimits); ps.Failed() {
		return badRequest{ps}
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(in); err != nil {
		return badRequest{metamodel.Problems{decodeProblem(err)}}
	}
	return nil
}

func readBody(c echo.Context) ([]byte, error) {
	body, err := io.ReadAll(c.Request().Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, kindTooLarge.At("", "limit", tooLarge.Limit)
	case err != nil:
		return nil, kindBroken.At("")
	}
	return body, nil
}

func decodeProblem(err error) metamodel.Problem {
	var typeErr *json.UnmarshalTypeError
	if errors.As(err, &typeErr) {
		return kindType.At(strings.ReplaceAll(typeErr.Field, ".", "/"), "want", typeErr.Type.String(), "got", typeErr.Value)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return kindUnknown.At(strings.Trim(name, `"`))
	}
	return kindJSON.At("", "detail", err.Error())
}

func setQuery(f reflect.Value, name string, values []string) error {
	if len(values) == 0 {
		return nil
	}
	switch f.Interface().(type) {
	case []string:
		var list []string
		for _, v := range values {
			list = append(list, strings.Split(v, ",")...)
		}
		f.Set(reflect.ValueOf(list))
		return nil
	case time.Time:
		t, err := time.Parse(time.DateOnly, values[0])
		if err != nil {
			return badRequest{metamodel.Problems{kindQuery.At(name, "want", "YYYY-MM-DD")}}
		}
		f.Set(reflect.ValueOf(t))
		return nil
	}
	switch f.Kind() {
	case reflect.String:
		f.SetString(values[0])
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(values[0], 10, 64)
		if err != nil {
			return badRequest{metamodel.Problems{kindQuery.At(name, "want", "an integer")}}
		}
		f.SetInt(n)
	case reflect.Bool:
		b, err := strconv.ParseBool(values[0])
		if err != nil {
			return badRequest{metamodel.Problems{kindQuery.At(name, "want", "true or false")}}
		}
		f.SetBool(b)
	default:
		panic("api: query parameter of unsupported type " + f.Type().String())
	}
	return nil
}

func invalid(err error) error {
	var fields validator.ValidationErrors
	if !errors.As(err, &fields) {
		return err
	}
	var ps metamodel.Problems
	for _, f := range fields {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		ps = append(ps, kindInvalid.At(strings.ReplaceAll(path, ".", "/"), "rule", strings.TrimSuffix(f.Tag()+"="+f.Param(), "=")))
	}
	return ps
}

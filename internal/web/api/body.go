package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/metamodel"
)

// bindBody decodes a JSON body: through the gate before the parser, every
// member known by its exact name.
func bindBody(c echo.Context, in any) error {
	if err := wantJSON(c.Request()); err != nil {
		return err
	}
	body, err := readBody(c)
	if err != nil {
		return err
	}
	if ps := metamodel.Gate(body, metamodel.AnswerLimits); ps.Failed() {
		return badRequest{ps}
	}
	t := reflect.TypeOf(in).Elem()
	if p := strange(body, t, ""); p != nil {
		return badRequest{metamodel.Problems{*p}}
	}
	if err := json.Unmarshal(body, in); err != nil {
		return badRequest{metamodel.Problems{misfit(body, t, "", err)}}
	}
	return nil
}

// wantJSON refuses bodies that say they are something else.
func wantJSON(r *http.Request) error {
	given := r.Header.Get(echo.HeaderContentType)
	media, params, err := mime.ParseMediaType(given)
	if err != nil || media != echo.MIMEApplicationJSON || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return kindMedia.At("Content-Type", "got", printable(given))
	}
	if coding := r.Header.Get(echo.HeaderContentEncoding); coding != "" && coding != "identity" {
		return kindCoding.At("Content-Encoding", "got", printable(coding))
	}
	return nil
}

func readBody(c echo.Context) ([]byte, error) {
	r := c.Request()
	var b bytes.Buffer
	if n := r.ContentLength; n > 0 && n <= int64(metamodel.AnswerLimits.Bytes) {
		b.Grow(int(n) + bytes.MinRead) // else it would grow once more to find the end
	}
	_, err := b.ReadFrom(r.Body)
	return b.Bytes(), reading(err)
}

// reading tells what went wrong with the client's body from what is our fault.
func reading(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case errors.As(err, &tooLarge):
		return kindTooLarge.At("", "limit", tooLarge.Limit)
	}
	return kindBroken.At("")
}

// strange finds the first member a type does not have, by its exact name: the
// decoder would take USERNAME for username, and so let one stand for another.
// It also finds what the decoder would not give a place to.
func strange(raw json.RawMessage, t reflect.Type, path string) *metamodel.Problem {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	null := string(raw) == "null"
	switch {
	case path != "" && null, t == reflect.TypeFor[json.RawMessage]():
		return nil
	case t == reflect.TypeFor[time.Time]():
		if json.Unmarshal(raw, new(time.Time)) != nil {
			p := kindType.At(path, "want", wordTime, "got", wordOf(raw))
			return &p
		}
	case t.Kind() == reflect.Struct:
		var members map[string]json.RawMessage
		if null || json.Unmarshal(raw, &members) != nil {
			p := kindType.At(path, "want", wordObject, "got", wordOf(raw))
			return &p
		}
		known := membersOf(t)
		for _, name := range sortedKeys(members) {
			at := strings.TrimPrefix(path+"/"+printable(name), "/")
			member, ok := known[name]
			if !ok {
				p := kindUnknown.At(at)
				return &p
			}
			if p := strange(members[name], member, at); p != nil {
				return p
			}
		}
	case t.Kind() == reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return nil // the decoder will say so
		}
		for i, item := range items {
			if p := strange(item, t.Elem(), path+"/"+strconv.Itoa(i)); p != nil {
				return p
			}
		}
	}
	return nil
}

// membersOf lists what a struct takes from JSON, by name.
func membersOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

// misfit puts into words what the decoder refused in a value that strange let
// pass, where it stands: the decoder does not tell the place in a list.
func misfit(raw json.RawMessage, t reflect.Type, path string, err error) metamodel.Problem {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	refused := func(raw json.RawMessage, t reflect.Type) error {
		return json.Unmarshal(raw, reflect.New(t).Interface())
	}
	below := func(name string) string { return strings.TrimPrefix(path+"/"+name, "/") }
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()): // reads itself
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Map:
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) != nil {
			break
		}
		known := func(string) reflect.Type { return t.Elem() }
		if t.Kind() == reflect.Struct {
			all := membersOf(t)
			known = func(name string) reflect.Type { return all[name] }
		}
		for _, name := range sortedKeys(members) {
			of := known(name)
			if of == nil {
				continue // within a map the decoder passes over it
			}
			if err := refused(members[name], of); err != nil {
				return misfit(members[name], of, below(printable(name)), err)
			}
		}
	case t.Kind() == reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			break
		}
		for i, item := range items {
			if err := refused(item, t.Elem()); err != nil {
				return misfit(item, t.Elem(), below(strconv.Itoa(i)), err)
			}
		}
	}
	return decodeProblem(path, err)
}

// decodeProblem puts what the decoder found at a path into words.
func decodeProblem(path string, err error) metamodel.Problem {
	var typeErr *json.UnmarshalTypeError
	if errors.As(err, &typeErr) {
		got, _, _ := strings.Cut(typeErr.Value, " ")
		return kindType.At(path, "want", wordFor(typeErr.Type), "got", words[got])
	}
	return kindJSON.At(path)
}

// wordFor names what a Go type takes.
func wordFor(t reflect.Type) metamodel.Text {
	switch t.Kind() {
	case reflect.String:
		return wordText
	case reflect.Bool:
		return wordBool
	case reflect.Int, reflect.Int64:
		return wordInteger
	case reflect.Float64:
		return words["number"]
	case reflect.Slice:
		return words["array"]
	}
	return wordObject
}

// wordOf names what a JSON value is.
func wordOf(raw json.RawMessage) metamodel.Text {
	switch strings.TrimLeft(string(raw), " \t\r\n")[0] {
	case '{':
		return wordObject
	case '[':
		return words["array"]
	case '"':
		return wordText
	case 't', 'f':
		return words["bool"]
	case 'n':
		return words["null"]
	}
	return words["number"]
}

var (
	wordText    = metamodel.ZhEn("文本", "text")
	wordInteger = metamodel.ZhEn("整数", "an integer")
	wordBool    = metamodel.ZhEn("true 或 false", "true or false")
	wordDate    = metamodel.ZhEn("日期（YYYY-MM-DD）", "a date (YYYY-MM-DD)")
	wordMoment  = metamodel.ZhEn("日期（YYYY-MM-DD）或时刻（RFC 3339）", "a date (YYYY-MM-DD) or a moment (RFC 3339)")
	wordTime    = metamodel.ZhEn("时间（RFC 3339）", "a time (RFC 3339)")
	wordObject  = metamodel.ZhEn("对象 {…}", "an object {…}")
)

// words are those of package json for what it met.
var words = map[string]metamodel.Text{
	"string": wordText, "bool": wordBool, "object": wordObject, "null": metamodel.ZhEn("空值", "null"),
	"number": metamodel.ZhEn("数字", "a number"), "array": metamodel.ZhEn("数组 […]", "an array […]"),
}

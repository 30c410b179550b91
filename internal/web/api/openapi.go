package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"github.com/labstack/echo/v4"
	jsonschema "github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"
)

var pathParam = regexp.MustCompile(`:([a-z]+)`)

// openapi describes every operation as OpenAPI 3.1, from the Go types they
// decode and encode.
func (a *API) openapi() ([]byte, error) {
	r := openapi31.NewReflector()
	r.Spec.SetTitle("OneMatter 一事通")
	r.Spec.SetVersion(a.o.Version)
	r.Spec.SetDescription("Everything the pages do. Writes that ride on the session cookie send X-CSRF-Token; machines send Authorization: Bearer. " +
		"Refusals are RFC 9457 problems with a stable code and the message in zh and en.")
	r.Spec.SetHTTPBearerTokenSecurity("token", "opaque", "An API token (POST /api/v1/tokens)")
	r.Spec.SetAPIKeySecurity("session", "om_session", openapi.InCookie, "The session of a signed-in browser")
	r.DefaultOptions = append(r.DefaultOptions,
		jsonschema.InterceptDefName(defName),
		jsonschema.InterceptNullability(func(p jsonschema.InterceptNullabilityParams) {
			// Lists and maps are never null in our answers; pointers may be.
			if p.NullAdded && p.Type.Kind() != reflect.Pointer {
				p.Schema.RemoveType(jsonschema.Null)
			}
		}),
		jsonschema.InterceptProp(func(p jsonschema.InterceptPropParams) error {
			if p.Processed && p.ParentSchema != nil && alwaysThere(p.Field) {
				p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
			}
			return nil
		}),
		jsonschema.InterceptSchema(func(p jsonschema.InterceptSchemaParams) (bool, error) {
			if p.Value.IsValid() && p.Value.Type() == reflect.TypeFor[json.RawMessage]() {
				p.Schema.Type = nil
				p.Schema.WithDescription("Any JSON value")
				return true, nil
			}
			return false, nil
		}))
	ops := append([]op(nil), a.ops...)
	sort.SliceStable(ops, func(i, j int) bool { return ops[i].path < ops[j].path })
	for _, o := range ops {
		if err := describe(r, o); err != nil {
			return nil, fmt.Errorf("api: describe %s %s: %w", o.method, o.path, err)
		}
	}
	return json.MarshalIndent(r.Spec, "", "  ")
}

func describe(r *openapi31.Reflector, o op) error {
	oc, err := r.NewOperationContext(o.method, pathParam.ReplaceAllString(o.path, "{$1}"))
	if err != nil {
		return err
	}
	oc.SetID(o.id)
	oc.SetSummary(o.summary)
	oc.SetTags(o.tag)
	if o.secured {
		oc.AddSecurity("token")
		oc.AddSecurity("session")
	}
	for _, name := range o.headers {
		oc.AddReqStructure(headerParams[name])
	}
	if o.in != reflect.TypeFor[none]() {
		oc.AddReqStructure(reflect.New(o.in).Interface())
	}
	if o.in == reflect.TypeFor[uploadIn]() {
		oc.AddReqStructure(new(uploadBody), openapi.WithContentType("multipart/form-data"))
	}
	if o.in == reflect.TypeFor[answersIn]() {
		oc.AddReqStructure(new(answersBody))
	}
	switch o.out {
	case reflect.TypeFor[none]():
		oc.AddRespStructure(nil, openapi.WithHTTPStatus(o.status))
	case reflect.TypeFor[Binary]():
		oc.AddRespStructure(new(string), openapi.WithHTTPStatus(o.status), openapi.WithContentType("application/octet-stream"))
	default:
		oc.AddRespStructure(reflect.New(o.out).Interface(), openapi.WithHTTPStatus(o.status))
	}
	oc.AddRespStructure(new(Problem), func(cu *openapi.ContentUnit) {
		cu.IsDefault = true
		cu.ContentType = "application/problem+json"
		cu.Description = "A refusal"
	})
	return r.AddOperation(oc)
}

// alwaysThere reports whether a member is never left out of the JSON.
func alwaysThere(f reflect.StructField) bool {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name != "" && name != "-" && !strings.Contains(options, "omitempty")
}

type ifMatch struct {
	IfMatch string `header:"If-Match" required:"true" description:"The revision you saw: the ETag of the last answer"`
}

type idempotencyKey struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"128" description:"Yours, once per intended write; repeats give the first answer"`
}

var headerParams = map[string]any{"If-Match": new(ifMatch), "Idempotency-Key": new(idempotencyKey)}

type uploadBody struct {
	File string `formData:"file" format:"binary" required:"true"`
}

// answersBody is the free-form body of a direct filing.
type answersBody map[string]map[string]any

var generic = regexp.MustCompile(`^(?:Api)?(\w+)\[.*?(\w+)\]$`)

// defName gives schemas the Go type's own name: ThemeList for List[Theme].
func defName(t reflect.Type, _ string) string {
	name := t.Name()
	if m := generic.FindStringSubmatch(name); m != nil {
		return m[2] + m[1]
	}
	if pkg := t.PkgPath(); pkg != "" && !strings.HasSuffix(pkg, "/api") {
		base := pkg[strings.LastIndexByte(pkg, '/')+1:]
		if strings.HasPrefix(pkg, "github.com/onematter/") {
			return strings.ToUpper(base[:1]) + base[1:] + name
		}
	}
	return name
}

func (a *API) serveSpec(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", a.spec)
}

// Spec is the OpenAPI document.
func (a *API) Spec() []byte { return a.spec }

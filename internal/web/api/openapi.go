package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"reflect"
	"regexp"
	"sort"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"
)

var pathParam = regexp.MustCompile(`:([a-z]+)`)

// openapi describes every operation as OpenAPI 3.1, from the Go types they
// decode and encode.
func (a *API) openapi() ([]byte, error) {
	r := newReflector()
	r.Spec.SetTitle("OneMatter 一事通")
	r.Spec.SetVersion(a.o.Version)
	r.Spec.SetDescription("Everything the pages do. Refusals are RFC 9457 problems with a stable code and the message in zh and en. " +
		"Changes carry the revision they were made on (If-Match, the ETag of the last answer; 409 when it moved on) or a key of the client's own " +
		"(Idempotency-Key; the same key again gives the first answer). What is not known is refused, in queries too.")
	r.Spec.Servers = []openapi31.Server{{URL: "/"}}
	r.Spec.SetHTTPBearerTokenSecurity("token", "opaque", "An API token (POST /api/v1/tokens); it acts as the account that made it")
	r.Spec.SetAPIKeySecurity("session", "om_session", openapi.InCookie,
		"The session of a signed-in browser (__Host-om_session under TLS). Whatever it changes carries the session's csrf in the header X-CSRF-Token.")
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
	oc, err := r.NewOperationContext(o.method, braced(o.path))
	if err != nil {
		return err
	}
	oc.SetID(o.id)
	oc.SetSummary(o.summary)
	oc.SetTags(o.tag)
	if o.secured && !o.person {
		oc.AddSecurity("token")
	}
	if o.secured {
		oc.AddSecurity("session")
	}
	for _, name := range o.headers {
		oc.AddReqStructure(headerParams[name])
	}
	if o.in != reflect.TypeFor[none]() {
		oc.AddReqStructure(reflect.New(o.in).Interface())
	}
	switch o.in {
	case reflect.TypeFor[uploadIn](), reflect.TypeFor[fieldUploadIn](), reflect.TypeFor[ArchiveIn]():
		oc.AddReqStructure(new(uploadBody))
	case reflect.TypeFor[answersIn]():
		oc.AddReqStructure(map[string]any{})
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
	if err := r.AddOperation(oc); err != nil {
		return err
	}
	return finish(r, o)
}

// finish says what the reflector cannot know: bodies are never optional, and
// which answers carry a revision.
func finish(r *openapi31.Reflector, o op) error {
	item := r.Spec.Paths.MapOfPathItemValues[braced(o.path)]
	made := map[string]*openapi31.Operation{http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete}[o.method]
	if made == nil {
		return errors.New("the reflector lost it")
	}
	if made.RequestBody != nil {
		made.RequestBody.RequestBody.WithRequired(true)
	}
	if revised[o.out] {
		ok := made.Responses.MapOfResponseOrReferenceValues[strconv.Itoa(o.status)].Response
		ok.WithHeadersItem("ETag", openapi31.HeaderOrReference{Header: (&openapi31.Header{}).
			WithDescription("The revision, for If-Match").WithRequired(true).WithSchema(map[string]any{"type": "string"})})
	}
	return nil
}

// revised are the answers that carry an ETag.
var revised = map[reflect.Type]bool{reflect.TypeFor[Draft](): true, reflect.TypeFor[Case](): true,
	reflect.TypeFor[PackVersion](): true, reflect.TypeFor[VersionStep](): true}

func braced(path string) string { return pathParam.ReplaceAllString(path, "{$1}") }

type ifMatch struct {
	IfMatch string `header:"If-Match" required:"true" description:"The revision you saw: the ETag of the last answer"`
}

type idempotencyKey struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"128" description:"Yours, once per intended write; repeats give the first answer"`
}

var headerParams = map[string]any{"If-Match": new(ifMatch), "Idempotency-Key": new(idempotencyKey)}

type uploadBody struct {
	File multipart.File `formData:"file" required:"true" description:"One file"`
}

func (a *API) serveSpec(c echo.Context) error {
	spec, err := a.spec()
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	c.Response().Header().Set("X-Content-Type-Options", "nosniff")
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", spec)
}

// Spec is the OpenAPI document.
func (a *API) Spec() ([]byte, error) { return a.spec() }

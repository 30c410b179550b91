package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onematter/onematter/internal/web"
)

// openAPI is the document, compiled so that answers can be held against it.
// santhosh-tekuri/jsonschema judges: no code of ours.
type openAPI struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
	routes   []documented

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema
	seen    map[string]bool // operations that were seen to succeed
}

type documented struct {
	id, method string
	path       *regexp.Regexp
	pointer    string
	statuses   []string
}

var contract = sync.OnceValue(func() *openAPI {
	spec, err := web.OpenAPI("test")
	if err != nil {
		panic(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(spec))
	if err != nil {
		panic(err)
	}
	o := &openAPI{doc: doc.(map[string]any), compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}, seen: map[string]bool{}}
	o.compiler.DefaultDraft(jsonschema.Draft2020)
	o.compiler.AssertFormat()
	// What the document does not mention must not be in an answer either.
	for _, s := range o.doc["components"].(map[string]any)["schemas"].(map[string]any) {
		if schema := s.(map[string]any); schema["properties"] != nil && schema["additionalProperties"] == nil {
			schema["additionalProperties"] = false
		}
	}
	if err := o.compiler.AddResource("openapi.json", o.doc); err != nil {
		panic(err)
	}
	for path, item := range o.doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			op := op.(map[string]any)
			r := documented{id: op["operationId"].(string), method: strings.ToUpper(method),
				path:    regexp.MustCompile("^" + regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(path, "[^/]+") + "$"),
				pointer: "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + method + "/responses/"}
			for status := range op["responses"].(map[string]any) {
				r.statuses = append(r.statuses, status)
			}
			o.routes = append(o.routes, r)
		}
	}
	// "/me" before "/{id}": addresses without parameters first.
	sort.Slice(o.routes, func(i, j int) bool {
		a, b := o.routes[i].path.String(), o.routes[j].path.String()
		if x, y := strings.Count(a, "[^/]"), strings.Count(b, "[^/]"); x != y {
			return x < y
		}
		return a+o.routes[i].method < b+o.routes[j].method
	})
	return o
})

// check holds an answer against the document.
func (o *openAPI) check(t testing.TB, method, path string, a *answer) {
	t.Helper()
	if !strings.HasPrefix(path, "/api/") {
		return
	}
	if a.status >= 400 {
		o.checkProblem(t, method, a)
	}
	if method == http.MethodHead || a.status == http.StatusPermanentRedirect {
		return
	}
	for _, r := range o.routes {
		if r.method != method || !r.path.MatchString(path) {
			continue
		}
		status := strconv.Itoa(a.status)
		if !contains(r.statuses, status) {
			if a.status < 400 {
				t.Errorf("%s answered %d, which is not documented", a.what, a.status)
				return
			}
			status = "default"
		}
		o.hold(t, r.pointer+status, a)
		if a.status < 400 {
			o.mu.Lock()
			o.seen[r.id] = true
			o.mu.Unlock()
		}
		return
	}
}

// checkBody holds a body that was taken against the document: who writes a
// client by it can send what we send.
func (o *openAPI) checkBody(t testing.TB, a *answer, method, path string, body []byte) {
	t.Helper()
	for _, r := range o.routes {
		if r.method != method || !r.path.MatchString(path) {
			continue
		}
		op := strings.TrimSuffix(r.pointer, "responses/")
		if o.at(op+"requestBody/content/application~1json") == nil {
			t.Errorf("%s took a body, none is documented: %s", a.what, body)
			return
		}
		s, err := o.schema(op + "requestBody/content/application~1json/schema")
		if err != nil {
			t.Fatalf("the schema of the body of %s: %v", a.what, err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v: %.500s", a.what, err, body)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s took a body otherwise than documented: %v\n%.1500s", a.what, err, body)
		}
		return
	}
}

// hold validates the body against the schema of its media type.
func (o *openAPI) hold(t testing.TB, response string, a *answer) {
	t.Helper()
	media, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	content, _ := o.at(response)["content"].(map[string]any)
	if content == nil {
		if len(a.body) != 0 {
			t.Errorf("%s has a body, none is documented: %.200s", a.what, a.body)
		}
		return
	}
	if content["application/octet-stream"] != nil {
		return // any bytes
	}
	if content[media] == nil {
		t.Errorf("%s answered %q, which is not documented", a.what, media)
		return
	}
	s, err := o.schema(response + "/content/" + strings.ReplaceAll(media, "/", "~1") + "/schema")
	if err != nil {
		t.Fatalf("the schema of %s: %v", a.what, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.body))
	if err != nil {
		t.Fatalf("%s: %v: %.500s", a.what, err, a.body)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s answered %d otherwise than documented: %v\n%.1500s", a.what, a.status, err, a.body)
	}
}

func (o *openAPI) schema(pointer string) (*jsonschema.Schema, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if s := o.schemas[pointer]; s != nil {
		return s, nil
	}
	s, err := o.compiler.Compile("openapi.json#" + pointer)
	if err != nil {
		return nil, err
	}
	o.schemas[pointer] = s
	return s, nil
}

// at finds an object in the document by its JSON pointer.
func (o *openAPI) at(pointer string) map[string]any {
	var v any = o.doc
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		m, _ := v.(map[string]any)
		v = m[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
	}
	m, _ := v.(map[string]any)
	return m
}

// checkProblem wants of every refusal what RFC 9457 and our readers want.
func (o *openAPI) checkProblem(t testing.TB, method string, a *answer) {
	t.Helper()
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s refused with %d as %q: %.300s", a.what, a.status, got, a.body)
		return
	}
	if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: the refusal may be kept or guessed at: %v", a.what, a.header)
	}
	if method == http.MethodHead {
		return
	}
	var p struct {
		Type, Title, Detail, Code string
		Status                    int
		Errors                    []struct {
			Code    string
			Message map[string]string
		}
	}
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Errorf("%s: %v: %.300s", a.what, err, a.body)
		return
	}
	if p.Status != a.status || p.Title == "" || p.Detail == "" || len(p.Errors) == 0 || p.Code != p.Errors[0].Code || p.Type != "urn:onematter:problem:"+p.Code {
		t.Errorf("%s answered a poor problem: %s", a.what, a.body)
	}
	for _, e := range p.Errors {
		if e.Message["zh"] == "" || e.Message["en"] == "" || strings.ContainsAny(e.Message["zh"]+e.Message["en"], "{}") && !strings.Contains(e.Message["zh"], "{…}") {
			t.Errorf("%s: %s has no clear words in both languages: %v", a.what, e.Code, e.Message)
		}
	}
	if a.status == http.StatusUnauthorized && a.header.Get("WWW-Authenticate") == "" || a.status == http.StatusTooManyRequests && a.header.Get("Retry-After") == "" ||
		a.status == http.StatusMethodNotAllowed && a.header.Get("Allow") == "" {
		t.Errorf("%s: %d lacks its header: %v", a.what, a.status, a.header)
	}
}

func (o *openAPI) unseen() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []string
	for _, r := range o.routes {
		if !o.seen[r.id] {
			list = append(list, fmt.Sprintf("%s (%s)", r.id, r.method))
		}
	}
	sort.Strings(list)
	return list
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

package web_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
)

// unkeepable is text that PostgreSQL refuses: NUL, and what is no UTF-8. In
// JSON it comes as an escape, in an address in percents, in a header as it is.
var unkeepable = []struct{ json, address, bytes string }{
	{`"a\u0000b"`, "a%00b", "a\x00b"},
	{`"a\ud800b"`, "a%ED%A0%80b", "a\xed\xa0\x80b"},
	{`"a\udc00\ud800"`, "%FFb", "\xffb"},
}

// sample is a body by its schema in which every text is the mark.
func (o *openAPI) sample(schema map[string]any, depth int) any {
	if ref, ok := schema["$ref"].(string); ok {
		name := ref[strings.LastIndexByte(ref, '/')+1:]
		schema = o.doc["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any)
	}
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		if list, ok := schema[key].([]any); ok && len(list) > 0 {
			return o.sample(list[0].(map[string]any), depth)
		}
	}
	if list, ok := schema["enum"].([]any); ok {
		return list[0]
	}
	typ := schema["type"]
	if list, ok := typ.([]any); ok {
		typ = list[0]
	}
	switch typ {
	case "object":
		out := object{}
		props, _ := schema["properties"].(map[string]any)
		for k, v := range props {
			if v := v.(map[string]any); depth < 6 {
				out[k] = o.sample(v, depth+1)
			}
		}
		if more, ok := schema["additionalProperties"].(map[string]any); ok && depth < 6 {
			out[mark] = o.sample(more, depth+1)
		}
		return out
	case "array":
		items, _ := schema["items"].(map[string]any)
		return []any{o.sample(items, depth+1)}
	case "integer", "number":
		return 1
	case "boolean":
		return true
	}
	if f := schema["format"]; f == "date-time" {
		return "2026-03-09T02:00:00Z"
	}
	return mark
}

const mark = "正常的字"

// marked puts text into a body, at one place and at all; each is sent alone,
// because the first that is refused hides the others.
func marked(body, text string) (out []string) {
	parts := strings.Split(body, `"`+mark+`"`)
	for i := 1; i < len(parts); i++ {
		out = append(out, strings.Join(parts[:i], `"`+mark+`"`)+text+strings.Join(parts[i:], `"`+mark+`"`))
	}
	return append(out, strings.Join(parts, text))
}

// Whatever text a database cannot keep, wherever it comes, the answer is that
// the request is wrong, or that there is no such thing, or what is asked for:
// never that the server failed.
func TestTextThatNoDatabaseKeepsIsNeverAFailure(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "onematter.db") },
		"postgres": func() string { return testpg.Start(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openOn(t, database())
			// One person who may do everything, so that no permission hides what is behind it.
			root := h.someone("root", "market-regulation", append([]string{"administrator", "designer", "manager"}, trades...)...).machine()
			ming := h.citizen("ming").machine()
			office := h.someone("market", "market-regulation", trades...)
			draft := ming.ask("POST", "/api/v1/drafts", object{"matter": "M07"}).want(http.StatusCreated).string("id")
			o := contract()
			asked, refused := 0, 0
			ask := func(p *person, method, path string, body any, headers ...string) {
				t.Helper()
				a := p.ask(method, path, body, headers...)
				if asked++; a.status >= 500 {
					t.Errorf("%s %s %.300v: %d %.300s", method, path, body, a.status, a.body)
				} else if a.status >= 400 {
					refused++
				}
			}
			for path, item := range o.doc["paths"].(map[string]any) {
				for method, op := range item.(map[string]any) {
					op, method := op.(map[string]any), strings.ToUpper(method)
					for _, bad := range unkeepable {
						hurt := path
						var query []string
						for _, p := range listOf(op["parameters"], item.(map[string]any)["parameters"]) {
							switch name := p["name"].(string); p["in"] {
							case "path":
								hurt = strings.ReplaceAll(hurt, "{"+name+"}", bad.address)
							case "query":
								query = append(query, name)
							}
						}
						for _, p := range []*person{root, ming} {
							if strings.Contains(path, "{") {
								ask(p, method, hurt, bodyFor(method), "If-Match", `"1"`, "Idempotency-Key", "key-of-text")
							}
							for _, q := range query {
								ask(p, method, strings.ReplaceAll(hurt, bad.address, draft)+"?"+q+"="+bad.address, bodyFor(method), "If-Match", `"1"`, "Idempotency-Key", "key-of-text")
							}
						}
						schema := bodySchema(op)
						if schema == nil || method == http.MethodDelete {
							continue
						}
						doc, err := json.Marshal(o.sample(schema, 0))
						must(t, err)
						at := strings.ReplaceAll(hurt, bad.address, draft)
						for _, body := range marked(string(doc), bad.json) {
							ask(root, method, at, raw(body), "If-Match", `"1"`, "Idempotency-Key", "key-of-text")
							ask(ming, method, at, raw(body), "If-Match", `"1"`, "Idempotency-Key", "key-of-text")
						}
					}
				}
			}

			// Answers to every question, and what shows them afterwards.
			view, err := h.engine.Draft(t.Context(), engine.Actor{Account: ming.id, Roles: []string{"citizen"}}, draft)
			must(t, err)
			for _, bad := range unkeepable {
				for _, f := range view.Form.Fields {
					ask(ming, "PATCH", "/api/v1/drafts/"+draft, raw(fmt.Sprintf(`{"answers":{%q:%s}}`, f.Path, bad.json)), "If-Match", ming.get("/api/v1/drafts/"+draft).etag())
					ask(ming, "GET", "/api/v1/drafts/"+draft, nil)
				}
				ask(ming, "POST", "/api/v1/drafts/"+draft+"/submit", nil, "Idempotency-Key", "key-"+bad.address)
				ask(ming, "POST", "/api/v1/drafts/"+draft+"/submit", nil, "Idempotency-Key", "key-of-\xff\xfe")
				for _, page := range []string{"/?q=" + bad.address, "/drafts/" + draft, "/drafts/" + draft + "/check", "/drafts/" + bad.address, "/cases/" + bad.address, "/matters/" + bad.address, "/themes/" + bad.address,
					"/drafts/" + draft + "/sections/" + bad.address, "/preview/forms/" + bad.address, "/sign-in?next=" + bad.address, "/themes/T01/guide?Q1=" + bad.address, "/" + bad.address, "/files/" + bad.address} {
					ask(ming, "GET", page, nil)
				}
				form := url.Values{"username": {bad.bytes}, "password": {bad.bytes}, "name": {bad.bytes}}.Encode()
				for _, page := range []string{"/sign-in", "/register", "/themes/T01/guide"} {
					ask(ming, "POST", page, raw(form), "Content-Type", "application/x-www-form-urlencoded", "Origin", h.URL)
				}
			}
			// What a clerk writes on a case, what a file is called, what a pack says.
			child := office.child(ming.file(), "M01")
			open := office.get("/api/v1/cases/" + child)
			event := find(objects(open.object()["actions"]), "kind", "correct")["event"]
			for i, bad := range unkeepable {
				for part, body := range []string{
					fmt.Sprintf(`{"event":%q,"note":%s}`, event, bad.json), fmt.Sprintf(`{"event":%s}`, bad.json),
					fmt.Sprintf(`{"event":%q,"note":"请补正","fields":[%s]}`, event, bad.json), fmt.Sprintf(`{"event":%q,"note":"请补正","materials":[%s]}`, event, bad.json),
				} {
					ask(office, "POST", "/api/v1/cases/"+child+"/actions", raw(body), "If-Match", office.get("/api/v1/cases/"+child).etag(), "Idempotency-Key", fmt.Sprintf("note-%d-%d", i, part))
				}
				ask(office, "GET", "/api/v1/cases?q="+bad.address, nil)
				ask(office, "GET", "/api/v1/worklist?matter="+bad.address, nil)
				if a := ming.upload("/api/v1/drafts/"+draft+"/materials/MT10/files", bad.bytes+".png", picture()); a.status >= 500 {
					t.Errorf("a file called %q: %d %s", bad.bytes, a.status, a.body)
				}
				if id := ming.fill().string("id"); id != "" {
					for _, m := range []string{"MT10", "MT01"} {
						if a := ming.upload("/api/v1/drafts/"+id+"/materials/"+m+"/files", bad.bytes+".png", picture()); a.status >= 500 {
							t.Errorf("a file called %q: %d %s", bad.bytes, a.status, a.body)
						}
					}
					ask(ming, "GET", "/drafts/"+id+"/check", nil)
				}
				for _, name := range []string{`"a\0b"`, `"a\uD800b"`, `"a` + bad.bytes + `b"`} {
					files := fstest.MapFS{
						"pack.yaml":              {Data: []byte("name: odd\ntitle: {zh: " + name + ", en: Odd}\nversion: 1.0.0\n")},
						"elements/elements.yaml": {Data: []byte("- {id: O1, name: {zh: " + name + ", en: Odd}, type: string, synonyms: [" + name + "]}\n")},
					}
					p, ps := catalog.Read(files)
					if ps.Failed() {
						continue
					}
					if _, ps, err := h.cat.Publish(t.Context(), p, monday); err != nil {
						t.Errorf("a pack that says %s: %v, %v", name, ps, err)
					}
					ask(root, "GET", "/api/v1/elements?q=a", nil)
				}
			}
			if asked < 1000 || refused < asked/2 {
				t.Errorf("%d of %d refused: this shows nothing", refused, asked)
			}

			// Headers a client library would not send.
			for _, value := range []string{"a\x00b", "\xff\xfe", "\xed\xa0\x80"} {
				for _, header := range []string{"Authorization: Bearer ", "Idempotency-Key: key-of-text", "If-Match: ", "Accept-Language: ", "Cookie: session=", "User-Agent: ", "X-Request-Id: ", "X-CSRF-Token: ", "Content-Type: ", "Referer: ", "X-Forwarded-For: ", "Origin: "} {
					conn, err := net.Dial("tcp", strings.TrimPrefix(h.URL, "http://"))
					must(t, err)
					who := "Authorization: Bearer " + ming.token + "\r\n"
					if strings.HasPrefix(header, "Authorization") {
						who = ""
					}
					_, err = io.WriteString(conn, "POST /api/v1/drafts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+who+header+value+"\r\nContent-Length: 16\r\n\r\n{\"matter\":\"M07\"}")
					must(t, err)
					line, err := bufio.NewReader(conn).ReadString('\n')
					if err != nil || strings.HasPrefix(line, "HTTP/1.1 5") || !strings.HasPrefix(line, "HTTP/1.1 ") {
						t.Errorf("%s%q: answered %q, %v", header, value, line, err)
					}
					must(t, conn.Close())
				}
			}
			h.alive()
		})
	}
}

func listOf(lists ...any) (out []map[string]any) {
	for _, l := range lists {
		list, _ := l.([]any)
		for _, p := range list {
			p := p.(map[string]any)
			if ref, ok := p["$ref"].(string); ok {
				p = contract().doc["components"].(map[string]any)["parameters"].(map[string]any)[ref[strings.LastIndexByte(ref, '/')+1:]].(map[string]any)
			}
			out = append(out, p)
		}
	}
	return out
}

func bodyFor(method string) any {
	if method == http.MethodGet || method == http.MethodDelete {
		return nil
	}
	return object{}
}

// bodySchema is that of an operation that takes JSON.
func bodySchema(op map[string]any) map[string]any {
	body, _ := op["requestBody"].(map[string]any)
	content, _ := body["content"].(map[string]any)
	for _, media := range slices.Sorted(maps.Keys(content)) {
		if strings.Contains(media, "json") {
			schema, _ := content[media].(map[string]any)["schema"].(map[string]any)
			return schema
		}
	}
	return nil
}

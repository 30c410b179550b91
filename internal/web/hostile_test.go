package web_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// alive is asked after everything hostile: the process serves on.
func (h *house) alive() {
	h.t.Helper()
	if a := h.stranger().get("/healthz"); a.status != http.StatusOK || string(a.body) != "ok\n" {
		h.t.Fatalf("the server answers %d %s", a.status, a.body)
	}
	if log := h.log.String(); strings.Contains(log, "panic") || strings.Contains(log, "level=ERROR") {
		h.t.Errorf("the log says:\n%s", log)
	}
}

func TestHostileJSONIsRefusedInWords(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id")
	deep := strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"nothing":                    {``, 400, "json.syntax"},
		"white space":                {" \n\t ", 400, "json.syntax"},
		"cut off":                    {`{"answers":{"premises/DE00203":3`, 400, "json.syntax"},
		"two values":                 {`{} {}`, 400, "json.syntax"},
		"a trailing comma":           {`{"answers":{},}`, 400, "json.syntax"},
		"a comment":                  {`{/* */}`, 400, "json.syntax"},
		"single quotes":              {`{'answers':{}}`, 400, "json.syntax"},
		"a byte order mark":          {"\ufeff{}", 400, "json.syntax"},
		"a NUL byte":                 {"{\x00}", 400, "json.syntax"},
		"a NUL in a string":          {"{\"answers\":{\"premises/DE00202\":\"a\x00b\"}}", 400, "json.syntax"},
		"bytes that are no UTF-8":    {"{\"answers\":{\"premises/DE00202\":\"\xff\xfe\"}}", 400, "json.utf8"},
		"an unpaired surrogate":      {`{"answers":{"premises/DE00202":"\ud800"}}`, 400, "json.syntax"},
		"a key twice":                {`{"answers":{"premises/DE00203":1,"premises/DE00203":2}}`, 400, "json.duplicate_key"},
		"a key twice, once escaped":  {`{"answers":{},"\u0061nswers":{}}`, 400, "json.duplicate_key"},
		"too deep":                   {deep, 400, "json.too_deep"},
		"a number beyond all bounds": {`{"answers":{"premises/DE00203":1e401}}`, 400, "json.exponent"},
		"a number of many digits":    {`{"answers":{"premises/DE00203":` + strings.Repeat("9", 5000) + `}}`, 400, "json.number_too_long"},
		"NaN":                        {`{"answers":{"premises/DE00203":NaN}}`, 400, "json.syntax"},
		"too many values":            {`{"answers":{"employee":[` + strings.Repeat("0,", 110_000) + `0]}}`, 400, "json.too_many_values"},
		"two megabytes":              {`{"answers":{"premises/DE00202":"` + strings.Repeat("x", 2<<20) + `"}}`, 413, "request.too_large"},
		"an array":                   {`[]`, 400, "request.type"},
		"a string":                   {`"answers"`, 400, "request.type"},
		"null":                       {`null`, 400, "request.type"},
		"a member too many":          {`{"answers":{},"revision":7}`, 400, "request.unknown"},
		"a member in capitals":       {`{"ANSWERS":{}}`, 400, "request.unknown"},
		"the path's own member":      {`{"id":"another"}`, 400, "request.unknown"},
		"the wrong type":             {`{"answers":[1]}`, 400, "request.type"},
		"the prototype":              {`{"answers":{"__proto__/constructor":1}}`, 422, "answers.unknown"},
		"an answer to nothing":       {`{"answers":{"premises/NOPE":1}}`, 422, "answers.unknown"},
		"a path out of the form":     {`{"answers":{"../../etc/passwd":1}}`, 422, "answers.unknown"},
		"a row beyond every bound":   {`{"answers":{"employee/999999999999999999999/DE00001":"x"}}`, 422, "answers.unknown"},
		"a question that is none":    {`{"guide":{"Q99":true}}`, 422, "guide.unknown"},
	} {
		a := ming.ask("PATCH", at, raw(c.body), "If-Match", draft.etag())
		if got := a.string("code"); a.status != c.status || got != c.code {
			t.Errorf("%s: want %d %s, got %d %s: %.300s", name, c.status, c.code, a.status, got, a.body)
		}
		if len(a.body) > 4000 {
			t.Errorf("%s: the refusal has %d bytes", name, len(a.body))
		}
	}
	if now := ming.get(at).want(http.StatusOK); now.etag() != draft.etag() || string(now.body) != string(draft.body) {
		t.Errorf("something was kept: %s", now.body)
	}

	// What can be an answer, however odd, is kept as typed and called wrong.
	odd := ming.ask("PATCH", at, raw(`{"answers":{"premises/DE00203":1e400,"premises/DE00202":"a\u0000b","premises/DE00201":{"x":[1]},"applicant/DE00104":"abc"}}`), "If-Match", draft.etag())
	if odd.status != http.StatusOK && odd.status != http.StatusUnprocessableEntity {
		t.Errorf("odd answers: %d %s", odd.status, odd.body)
	}
	ming.get(at).want(http.StatusOK)

	for _, c := range []struct {
		headers []string
		status  int
		code    string
	}{
		{[]string{"Content-Type", ""}, 415, "request.media"},
		{[]string{"Content-Type", "text/plain"}, 415, "request.media"},
		{[]string{"Content-Type", "application/json; charset=gb18030"}, 415, "request.media"},
		{[]string{"Content-Type", "application/merge-patch+json"}, 415, "request.media"},
		{[]string{"Content-Type", "application/json, text/html"}, 415, "request.media"},
		{[]string{"Content-Type", "multipart/form-data; boundary=x"}, 415, "request.media"},
		{[]string{"Content-Type", strings.Repeat("x", 5000)}, 415, "request.media"},
		{[]string{"Content-Encoding", "gzip"}, 415, "request.coding"},
		{[]string{"Content-Type", "Application/JSON; Charset=UTF-8"}, 428, "request.revision_missing"},
		{[]string{"If-Match", "*"}, 400, "request.revision_invalid"},
		{[]string{"If-Match", "1"}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"1", "2"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"-1"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"+1"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"0"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `""`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"9223372036854775808"`}, 400, "request.revision_invalid"},
		{[]string{"If-Match", `"9223372036854775807"`}, 409, "conflict"},
		{[]string{"If-Match", `W/"9999"`}, 409, "conflict"},
	} {
		ming.ask("PATCH", at, object{}, c.headers...).refuses(c.status, c.code)
	}
	h.alive()
}

func TestSignInTakesNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	for body, code := range map[string]string{
		`{"username":"a"}`:                 "request.required",
		`{"username":"a","password":null}`: "request.required",
		`{"username":"` + strings.Repeat("a", 65) + `","password":"x"}`: "request.too_long",
		`{"username":["a"],"password":"x"}`:                             "request.type",
		`{"username":"a","password":{"$ne":""}}`:                        "request.type",
		`{"username":"a","password":1}`:                                 "request.type",
		`{"Username":"a","password":"x"}`:                               "request.unknown",
		`{"username":"a","password":"x","admin":true}`:                  "request.unknown",
		`{"username":"a' OR '1'='1","password":"x"}`:                    "account.wrong",
		`{"username":"a\u0000","password":"x\u0000"}`:                   "account.wrong",
	} {
		if a := h.stranger().ask("POST", "/api/v1/session", raw(body)); a.string("code") != code {
			t.Errorf("%s: want %s, got %d %s", body, code, a.status, a.body)
		}
	}
	a := h.stranger().ask("POST", "/api/v1/session", raw(`{}`), "Accept-Language", "en-GB,en;q=0.9").refuses(http.StatusUnprocessableEntity, "request.required")
	if a.string("detail") != "This is required" || a.string("title") != "Something needs to be put right" || a.header.Get("Content-Language") != "en" || len(objects(a.object()["errors"])) != 2 {
		t.Errorf("an English reader is told %s", a.body)
	}
	a = h.stranger().ask("POST", "/api/v1/session?lang=zh", raw(`{}`), "Accept-Language", "en").want(http.StatusUnprocessableEntity)
	if a.string("detail") != "这一项必填" || a.header.Get("Content-Language") != "zh-CN" {
		t.Errorf("a Chinese reader is told %s", a.body)
	}
	h.alive()
}

func TestQueriesAreReadExactly(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	root := h.someone("root", "", "administrator")
	nasty := url.QueryEscape("x' OR 1=1 --%_\\")
	for path, code := range map[string]string{
		"/api/v1/cases?limit=abc":                          "request.query",
		"/api/v1/cases?limit=1e2":                          "request.query",
		"/api/v1/cases?limit=99999999999999999999":         "request.query",
		"/api/v1/cases?limit=4294967297":                   "request.query",
		"/api/v1/cases?limit=-1":                           "request.too_low",
		"/api/v1/cases?limit=201":                          "request.too_high",
		"/api/v1/cases?limit=1&limit=2":                    "request.query_twice",
		"/api/v1/cases?limt=1":                             "request.query_unknown",
		"/api/v1/cases?LIMIT=1":                            "request.query_unknown",
		"/api/v1/cases?status=finished":                    "request.choice",
		"/api/v1/cases?light=green,purple":                 "request.choice",
		"/api/v1/cases?light=" + strings.Repeat("red,", 6): "request.too_many",
		"/api/v1/cases?q=" + strings.Repeat("a", 101):      "request.too_long",
		"/api/v1/cases?q=%00":                              "request.query",
		"/api/v1/cases?q=%ff":                              "request.query",
		"/api/v1/cases?q=%zz":                              "request.query_syntax",
		"/api/v1/cases?a;b":                                "request.query_syntax",
		"/api/v1/cases?cursor=nonsense":                    "cursor.invalid",
		"/api/v1/cases?cursor=" + strings.Repeat("A", 511): "cursor.invalid",
		"/api/v1/cases?cursor=" + strings.Repeat("A", 513): "request.too_long",
		"/api/v1/cases?cursor=%F0%9F%92%A3":                "cursor.invalid",
		"/api/v1/drafts?cursor=AAAA":                       "cursor.invalid",
		"/api/v1/me?x=1":                                   "request.query_unknown",
	} {
		ming.get(path).refuses(http.StatusBadRequest, code)
	}
	for _, path := range []string{"/api/v1/events?after=x", "/api/v1/events?after=AAAAAAAAAAAAAAAAAAAAAA%3D%3D", "/api/v1/events?after=" + strings.Repeat("_", 22), "/api/v1/accounts?cursor=x"} {
		root.get(path).refuses(http.StatusBadRequest, "cursor.invalid")
	}
	for _, path := range []string{"/api/v1/cases?q=" + nasty, "/api/v1/cases?theme=" + nasty, "/api/v1/cases?department=" + nasty, "/api/v1/cases?limit=&q=&light=&department=,,", "/api/v1/cases?light=red&light=green,yellow&lang=en"} {
		if n := len(ming.get(path).want(http.StatusOK).items()); n != 0 {
			t.Errorf("%s found %d", path, n)
		}
	}
	for _, q := range []string{nasty, "%F0%9F%92%A3", "*", "(", strings.Repeat("%E5%9C%B0", 100)} {
		root.get("/api/v1/elements?q=" + q).want(http.StatusOK)
		root.get("/api/v1/code-lists?q=" + q).want(http.StatusOK)
	}
	h.alive()
}

func TestAddressesThatTryTricks(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	for _, path := range []string{
		"/api", "/api/v1", "/api/v2/me", "/api/v1/nope", "/api/v1/drafts/nope", "/api/v1/drafts/%00", "/api/v1/drafts/a%00b", "/api/v1/drafts/%ff",
		"/api/v1/drafts/%2e%2e", "/api/v1/drafts/..%2fcases", "/api/v1/drafts/%252e%252e", "/api/v1/files/..%2f..%2fetc%2fpasswd/content",
		"/api/v1/cases/" + strings.Repeat("x", 10_000), "/api/v1/cases/%F0%9F%92%A3", "/api/v1/cases/' OR 1=1", "/api/v1/CASES", "/api/v1/./me", "/api/v1//me",
		"/api/v1/themes/T01%00", "/api/v1/themes/%54%30%31%2f", "/api/v1/matters/../me", "/api/docs/nope", "/api/openapi.json/x",
	} {
		r, err := http.NewRequest("GET", h.URL, nil)
		must(t, err)
		r.URL.Opaque = strings.ReplaceAll(path, " ", "%20") // as it is, not cleaned
		a := ming.send(r)
		if a.status != http.StatusNotFound || a.string("code") != "not_found" {
			t.Errorf("%s answered %d %.200s", path, a.status, a.body)
		}
	}
	for path, to := range map[string]string{"/api/v1/me/": "/api/v1/me", "/api/v1/cases/?q=a&b=c": "/api/v1/cases?q=a&b=c", "//evil.example/": "/evil.example",
		"/%5Cevil.example/": "/%5Cevil.example", "///": "/", "/a%0d%0aSet-Cookie:x/": "/a%0d%0aSet-Cookie:x"} {
		r := httptest.NewRequest("POST", "http://one.example"+path, nil)
		w := httptest.NewRecorder()
		h.Config.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != to {
			t.Errorf("%s answered %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	for route, allow := range map[string]string{"PUT /api/v1/me": "GET", "DELETE /api/v1/cases": "GET", "PATCH /api/v1/session": "DELETE", "TRACE /api/v1/me": "GET", "BREW /api/v1/me": "GET", "GET /api/v1/me/password": "POST"} {
		method, path, _ := strings.Cut(route, " ")
		a := ming.ask(method, path, nil).refuses(http.StatusMethodNotAllowed, "request.method")
		if !strings.Contains(a.header.Get("Allow"), allow) {
			t.Errorf("%s allows %q", route, a.header.Get("Allow"))
		}
	}
	h.alive()
}

func TestWhatCanBeReadCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	for path, status := range map[string]int{"/": 200, "/healthz": 200, "/api/openapi.json": 200, "/api/v1/themes": 200, "/api/v1/me": 200, "/api/v1/nope": 404, "/api/v1/cases/nope": 404, "/api/v1/webhooks": 404} {
		head, get := ming.ask("HEAD", path, nil), ming.get(path)
		if head.status != status || get.status != status || len(head.body) != 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") || head.header.Get("Cache-Control") != get.header.Get("Cache-Control") {
			t.Errorf("%s: HEAD %d %v, GET %d %v", path, head.status, head.header, get.status, get.header)
		}
	}
	h.stranger().ask("HEAD", "/api/v1/me", nil).want(http.StatusUnauthorized)
	if a := ming.get("/api/v1/me"); a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a private answer may be kept: %v", a.header)
	}
	for _, m := range objects(ming.fill().object()["materials"]) {
		for _, f := range objects(m["files"]) {
			head := ming.ask("HEAD", "/api/v1/files/"+f["id"].(string)+"/content", nil).want(http.StatusOK)
			if head.header.Get("Content-Length") != fmt.Sprint(len(picture())) {
				t.Errorf("the file has %s bytes", head.header.Get("Content-Length"))
			}
		}
	}
}

func TestUploadsThatLie(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": "T01"}).want(http.StatusCreated)
	m := ""
	for _, x := range objects(draft.object()["materials"]) {
		if x["asked"] == true && m == "" {
			m = x["id"].(string)
		}
	}
	at := "/api/v1/drafts/" + draft.string("id") + "/materials/" + m + "/files"
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
	for _, c := range []struct {
		what, name string
		content    []byte
		status     int
		code       string
	}{
		{"an empty file", "a.png", nil, 422, "file.empty"},
		{"a page that says it is a picture", "a.png", []byte("<!doctype html><script>alert(1)</script>"), 415, "file.media"},
		{"a program", "a.pdf", []byte("MZ\x90\x00\x03"), 415, "file.media"},
		{"a picture that says it is a PDF", "a.pdf", picture(), 422, "file.lies"},
		{"a picture cut off in its head", "a.png", picture()[:12], 422, "file.damaged"},
		{"a PDF with an archive behind it", "a.pdf", append(append([]byte{}, pdf...), "PK\x03\x04 hidden PK\x05\x06"+strings.Repeat("\x00", 18)...), 422, "file.mixed"},
		{"too large", "a.png", append(append([]byte{}, picture()...), make([]byte, maxFile)...), 413, "file.too_large"},
	} {
		a := ming.upload(at, c.name, c.content)
		if a.status != c.status || a.string("code") != c.code {
			t.Errorf("%s: want %d %s, got %d %.300s", c.what, c.status, c.code, a.status, a.body)
		}
	}

	// Names are cleaned, and cannot break the header they come back in.
	for _, name := range []string{"../../../etc/passwd.png", "a\r\nSet-Cookie: x=y.png", `"quoted".png`, "营业执照 \u202egnp.png", strings.Repeat("长", 300) + ".png", "C:\\x\\y.png"} {
		f := ming.upload(at, name, picture())
		if f.status == http.StatusUnprocessableEntity && f.string("code") == "file.many" {
			break
		}
		f.want(http.StatusCreated)
		shown := f.string("name")
		if strings.ContainsAny(shown, "/\\\r\n\"\u202e") || len([]rune(shown)) > 130 {
			t.Errorf("%q is kept as %q", name, shown)
		}
		back := ming.get("/api/v1/files/" + f.string("id") + "/content").want(http.StatusOK)
		if back.header.Get("Set-Cookie") != "" || !strings.HasPrefix(back.header.Get("Content-Disposition"), `inline; filename="file"; filename*=UTF-8''`) {
			t.Errorf("%q comes back as %v", name, back.header)
		}
		ming.ask("DELETE", "/api/v1/files/"+f.string("id"), nil).want(http.StatusNoContent)
	}

	// Forms that are none, or more than one file.
	two, media := form(t, part{"file", "a.png", picture()}, part{"file", "b.png", picture()})
	ming.ask("POST", at, raw(two), "Content-Type", media).refuses(http.StatusBadRequest, "request.file_one")
	none, media := form(t, part{"other", "a.png", picture()})
	ming.ask("POST", at, raw(none), "Content-Type", media).refuses(http.StatusBadRequest, "request.file_missing")
	ming.ask("POST", at, raw(two), "Content-Type", "multipart/form-data; boundary=another").want(http.StatusBadRequest)
	ming.ask("POST", at, raw(two), "Content-Type", "multipart/form-data").refuses(http.StatusUnsupportedMediaType, "request.media")
	ming.ask("POST", at, raw("x"), "Content-Type", "image/png").refuses(http.StatusUnsupportedMediaType, "request.media")
	cut, media := form(t, part{"file", "a.png", picture()})
	ming.ask("POST", at, raw(cut[:len(cut)-30]), "Content-Type", media).refuses(http.StatusBadRequest, "request.broken")
	ming.ask("POST", at+"?x=1", raw(two), "Content-Type", media).refuses(http.StatusBadRequest, "request.query_unknown")
	huge, media := form(t, part{"file", "a.png", append(append([]byte{}, picture()...), make([]byte, maxFile+2<<20)...)})
	ming.ask("POST", at, raw(huge), "Content-Type", media).refuses(http.StatusRequestEntityTooLarge, "request.too_large")
	r, err := http.NewRequest("POST", h.URL+at, io.MultiReader(strings.NewReader(huge))) // without saying how long
	must(t, err)
	r.Header.Set("Content-Type", media)
	r.Header.Set("X-CSRF-Token", ming.csrf)
	ming.send(r).want(http.StatusRequestEntityTooLarge)

	for _, x := range objects(ming.get("/api/v1/drafts/" + draft.string("id")).want(http.StatusOK).object()["materials"]) {
		if files := objects(x["files"]); len(files) > 0 {
			t.Errorf("something refused was kept: %v", files)
		}
	}
	h.alive()
}

// What no client library sends: bytes on the wire.
func TestBytesThatAreNoRequest(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming").machine()
	auth := "Host: x\r\nAuthorization: Bearer " + ming.token + "\r\n"
	for name, c := range map[string]struct {
		send string
		want string // the status line's beginning; "": any refusal or none
	}{
		"a body that stops short":     {"POST /api/v1/drafts HTTP/1.1\r\n" + auth + "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"theme\":", "HTTP/1.1 400"},
		"a length and chunks":         {"POST /api/v1/drafts HTTP/1.1\r\n" + auth + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
		"chunks that are none":        {"POST /api/v1/drafts HTTP/1.1\r\n" + auth + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400"},
		"a header without an end":     {"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 2<<20), ""},
		"two lengths":                 {"POST /api/v1/drafts HTTP/1.1\r\n" + auth + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ", "HTTP/1.1 400"},
		"no host":                     {"GET /api/v1/me HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
		"no HTTP":                     {"\x16\x03\x01\x02\x00", ""},
		"two revisions":               {"PATCH /api/v1/drafts/x HTTP/1.1\r\n" + auth + "If-Match: \"1\"\r\nIf-Match: \"2\"\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 400"},
		"two keys":                    {"POST /api/v1/drafts/x/submit HTTP/1.1\r\n" + auth + "Idempotency-Key: 12345678\r\nIdempotency-Key: 12345679\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400"},
		"an address of another house": {"GET http://evil.example/api/v1/me HTTP/1.1\r\n" + auth + "\r\n", "HTTP/1.1 200"},
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(h.URL, "http://"))
		must(t, err)
		must(t, conn.SetDeadline(time.Now().Add(time.Minute)))
		_, _ = io.WriteString(conn, c.send)
		// Who hangs up after a whole request has given up on its answer: only
		// what is not whole ends here.
		if c.want == "" || name == "a body that stops short" || name == "chunks that are none" {
			must(t, conn.(*net.TCPConn).CloseWrite())
		}
		line, _ := bufio.NewReader(conn).ReadString('\n')
		if c.want != "" && !strings.HasPrefix(line, c.want) || strings.HasPrefix(line, "HTTP/1.1 5") {
			t.Errorf("%s: answered %q", name, line)
		}
		_ = conn.Close()
	}
	h.alive()
}

func TestTwoDepartmentsActingAtOnceDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	theme := h.citizen("ming").file()
	one, two := h.someone("one", "ecology-environment", trades...), h.someone("two", "ecology-environment", trades...)
	id := one.child(theme, "M07")
	at := "/api/v1/cases/" + id + "/actions"
	seen := one.get("/api/v1/cases/" + id).etag()
	pass := object{"event": "pass"}
	first := one.ask("POST", at, pass, "If-Match", seen, "Idempotency-Key", "one-passes").want(http.StatusOK)
	two.ask("POST", at, pass, "If-Match", seen, "Idempotency-Key", "two-passes").refuses(http.StatusConflict, "conflict")
	again := one.ask("POST", at, pass, "If-Match", seen, "Idempotency-Key", "one-passes").want(http.StatusOK)
	if again.etag() != first.etag() || !bytes.Equal(again.body, first.body) {
		t.Error("the same key did it twice")
	}
	one.ask("POST", at, object{"event": "refuse", "note": "x"}, "If-Match", first.etag(), "Idempotency-Key", "one-passes").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	one.ask("POST", at, pass, "Idempotency-Key", "one-more-key").refuses(http.StatusPreconditionRequired, "request.revision_missing")
	one.ask("POST", at, pass, "If-Match", first.etag()).refuses(http.StatusPreconditionRequired, "request.key_missing")
	one.ask("POST", at, object{"event": "nope"}, "If-Match", first.etag(), "Idempotency-Key", "one-more-key").refuses(http.StatusUnprocessableEntity, "action.unknown")
	one.ask("POST", at, object{"event": "deliver", "note": strings.Repeat("长", 2001)}, "If-Match", first.etag(), "Idempotency-Key", "one-more-key").refuses(http.StatusUnprocessableEntity, "request.too_long")
	clerk := h.someone("reader", "ecology-environment", "approver")
	clerk.ask("POST", at, object{"event": "deliver"}, "If-Match", first.etag(), "Idempotency-Key", "not-my-role").refuses(http.StatusForbidden, "action.role")
	one.ask("POST", at, object{"event": "deliver"}, "If-Match", first.etag(), "Idempotency-Key", "one-more-key").want(http.StatusOK)
	one.ask("POST", at, object{"event": "deliver"}, "If-Match", `"4"`, "Idempotency-Key", "and-one-more").want(http.StatusConflict)
	var history struct{ History []struct{ Type string } }
	must(t, json.Unmarshal(one.get("/api/v1/cases/"+id).body, &history))
	moves := 0
	for _, e := range history.History {
		if e.Type == "case.moved" {
			moves++
		}
	}
	if moves != 2 {
		t.Errorf("the case moved %d times", moves)
	}
}

func TestADraftStartsFromWhatIsKnown(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	for body, want := range map[string]string{
		`{}`:                                           "422 request.required",
		`{"theme":"T01","matter":"M01"}`:               "422 request.excluded",
		`{"theme":"T99"}`:                              "404 not_found",
		`{"matter":"M99"}`:                             "404 not_found",
		`{"theme":"T99","guide":{"Q1":"1130"}}`:        "404 not_found",
		`{"theme":"T01","guide":{"Q99":"x"}}`:          "422 guide.unknown_question",
		`{"matter":"M01","guide":{"Q1":"1130"}}`:       "422 request.guide",
		`{"theme":"` + strings.Repeat("x", 801) + `"}`: "422 request.too_long",
	} {
		a := ming.ask("POST", "/api/v1/drafts", raw(body))
		if got := fmt.Sprint(a.status, " ", a.string("code")); got != want {
			t.Errorf("%s: want %s, got %s: %s", body, want, got, a.body)
		}
	}
	draft := ming.ask("POST", "/api/v1/drafts", object{"matter": "M07"}).want(http.StatusCreated)
	ming.ask("DELETE", "/api/v1/drafts/"+draft.string("id"), nil).want(http.StatusNoContent)
	ming.get("/api/v1/drafts/"+draft.string("id")).refuses(http.StatusNotFound, "not_found")
	for range 3 {
		ming.ask("POST", "/api/v1/drafts", object{"theme": "T01", "guide": object{"Q2": 100}}).want(http.StatusCreated)
	}
	page := ming.get("/api/v1/drafts?limit=2").want(http.StatusOK)
	rest := ming.get("/api/v1/drafts?limit=2&cursor=" + page.string("next")).want(http.StatusOK)
	if len(page.items()) != 2 || len(rest.items()) != 1 || rest.string("next") != "" || find(page.items(), "id", rest.items()[0]["id"]) != nil {
		t.Errorf("paged as %s, then %s", page.body, rest.body)
	}
}

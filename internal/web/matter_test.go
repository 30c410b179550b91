package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/web"
)

// register is a pack of one matter without materials: sixty fields, as a
// machine would file them.
func register(t testing.TB) *catalog.Pack {
	t.Helper()
	var elements, props, layout strings.Builder
	for i := range 60 {
		more := []string{"type: string, maxLength: 60", "type: integer, minimum: 0, maximum: 100000", "type: date", "type: boolean"}[i%4]
		fmt.Fprintf(&elements, "- {id: RE%03d, name: {zh: 第%d项, en: Item %d}, %s}\n", i, i, i, more)
		fmt.Fprintf(&props, "      RE%03d: {$ref: \"element:RE%03d\"}\n", i, i)
		fmt.Fprintf(&layout, "        - applicant/RE%03d\n", i)
	}
	files := fstest.MapFS{}
	for name, body := range map[string]string{
		"pack.yaml":              "name: register\ntitle: {zh: 登记, en: Register}\nversion: 1.0.0\nneeds: [china-calendar]\n",
		"subjects.yaml":          "- {id: applicant, name: {zh: 申请主体, en: Applicant}}\n",
		"departments.yaml":       "- {id: records, name: {zh: 档案馆, en: Records Office}}\n",
		"elements/elements.yaml": elements.String(),
		"matters/R60.yaml":       "id: R60\nname: {zh: 登记, en: Register}\ndepartment: records\nstatutoryDays: 5\npromisedDays: 3\nform: R60\nworkflow: R60\nresult: {name: {zh: 登记回执, en: Entry}}\n",
		"workflows/R60.yaml": `id: R60
title: {zh: 登记, en: Register}
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1, on: [{event: enter, label: {zh: 登记, en: Enter}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已登记, en: Entered}, type: final, outcome: issued}
`,
		"forms/R60.yaml": "$schema: https://json-schema.org/draft/2020-12/schema\n$id: form:R60\nx-title: {zh: 登记表, en: Register form}\ntype: object\nproperties:\n" +
			"  applicant:\n    type: object\n    x-subject: applicant\n    required: [RE000, RE001]\n    properties:\n" + props.String() +
			"x-layout:\n  sections:\n    - id: all\n      title: {zh: 内容, en: Content}\n      fields:\n" + layout.String(),
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	p, ps := catalog.Read(files)
	must(t, ps.Err())
	return p
}

// entry is a complete register entry.
func entry() object {
	f := object{}
	for i := range 60 {
		f[fmt.Sprintf("RE%03d", i)] = []any{fmt.Sprintf("内容 %d", i), i * 7, "2026-02-03", i%8 == 3}[i%4]
	}
	return object{"applicant": f}
}

func TestAMachineFilesAMatterInOneCall(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.publish(register(t))
	must(t, h.engine.EnsureOrganisations(t.Context()))
	bot := h.citizen("bot").machine()
	const at = "/api/v1/matters/R60/cases"
	first := bot.ask("POST", at, entry(), "Idempotency-Key", "filing-0001").want(http.StatusCreated)
	for range 3 {
		if again := bot.ask("POST", at, entry(), "Idempotency-Key", "filing-0001").want(http.StatusCreated); !bytes.Equal(again.body, first.body) {
			t.Errorf("filed twice: %s, then %s", first.body, again.body)
		}
	}
	changed := entry()
	changed["applicant"].(object)["RE000"] = "别的内容"
	bot.ask("POST", at, changed, "Idempotency-Key", "filing-0001").refuses(http.StatusUnprocessableEntity, "idempotency.mismatch")
	bot.ask("POST", "/api/v1/matters/M07/cases", entry(), "Idempotency-Key", "filing-0001").want(http.StatusUnprocessableEntity)
	other := h.citizen("other").machine()
	if theirs := other.ask("POST", at, entry(), "Idempotency-Key", "filing-0001").want(http.StatusCreated); theirs.string("case") == first.string("case") {
		t.Error("somebody else's key gives my receipt")
	}
	bot.ask("POST", at, entry()).refuses(http.StatusPreconditionRequired, "request.key_missing")
	bot.ask("POST", at, entry(), "Idempotency-Key", "short").refuses(http.StatusBadRequest, "request.key_invalid")
	bot.ask("POST", at, entry(), "Idempotency-Key", "钥匙钥匙钥匙").refuses(http.StatusBadRequest, "request.key_invalid")
	bot.ask("POST", at, entry(), "Idempotency-Key", strings.Repeat("k", 129)).refuses(http.StatusBadRequest, "request.key_invalid")
	bot.ask("POST", at, entry(), "Idempotency-Key", "filing-0002", "Content-Type", "text/plain").refuses(http.StatusUnsupportedMediaType, "request.media")
	bot.ask("POST", "/api/v1/matters/NONE/cases", entry(), "Idempotency-Key", "filing-0003").refuses(http.StatusNotFound, "not_found")

	// A refused filing says everything at once, and its key is still good.
	bad := object{"applicant": object{"RE001": -1, "RE003": "maybe", "RE999": 1}, "stranger": object{}}
	refused := bot.ask("POST", at, bad, "Idempotency-Key", "filing-0004").want(http.StatusUnprocessableEntity)
	paths := map[string]bool{}
	for _, e := range objects(refused.object()["errors"]) {
		paths[e["path"].(string)] = true
	}
	for _, path := range []string{"applicant/RE000", "applicant/RE001", "applicant/RE003", "applicant/RE999", "stranger"} {
		if !paths[path] {
			t.Errorf("nothing is said about %s: %s", path, refused.body)
		}
	}
	bot.ask("POST", at, entry(), "Idempotency-Key", "filing-0004").want(http.StatusCreated)
	if n := len(bot.get("/api/v1/cases?matter=R60").want(http.StatusOK).items()); n != 2 {
		t.Errorf("%d cases were filed", n)
	}
}

// BenchmarkFiling is the hot route through the whole handler, without a
// network: what is left beside the engine and the disk is ours.
func BenchmarkFiling(b *testing.B) {
	h := open(b, func(o *web.Options) { o.Now = time.Now })
	h.publish(register(b))
	must(b, h.engine.EnsureOrganisations(b.Context()))
	token := h.citizen("bot").machine().token
	body, err := json.Marshal(entry())
	must(b, err)
	handler := h.Config.Handler
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	var n int
	for b.Loop() {
		n++
		file(b, handler, token, body, n)
	}
}

// BenchmarkFilingAtOnce is the same by many at once, so that commits share the disk.
func BenchmarkFilingAtOnce(b *testing.B) {
	h := open(b)
	h.publish(register(b))
	must(b, h.engine.EnsureOrganisations(b.Context()))
	token := h.citizen("bot").machine().token
	body, err := json.Marshal(entry())
	must(b, err)
	handler := h.Config.Handler
	b.ReportAllocs()
	b.SetParallelism(32)
	var worker = make(chan int, 1)
	worker <- 0
	b.RunParallel(func(pb *testing.PB) {
		w := <-worker
		worker <- w + 1
		for n := 0; pb.Next(); n++ {
			file(b, handler, token, body, w<<32|n)
		}
	})
}

func file(b *testing.B, handler http.Handler, token string, body []byte, n int) {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/matters/R60/cases", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%012d", n))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != http.StatusCreated {
		b.Fatalf("answered %d: %s", w.Code, w.Body)
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func TestACertificateIsDrawnUpSignedAndHeldToItsSignature(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	ok := func(args ...string) string {
		t.Helper()
		out, err := run(t, args...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return out
	}
	if out := ok("theme", "report", "open-a-restaurant", "T01", "--lang", "en"); !strings.Contains(out, "160 situations measured: all there are") {
		t.Errorf("said %s", out)
	}
	ok("pack", "keygen", "--out", file("k"))
	for _, format := range []string{"html", "pdf", "xlsx", "json"} {
		ok("theme", "report", "../../catalog/packs/open-a-restaurant", "T01", "--day", "2026-11-26", "--format", format, "--key", file("k.key"), "--out", file("c."+format))
	}
	doc, err := os.ReadFile(file("c.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s catalog.SignedCertificate
	if err := json.Unmarshal(doc, &s); err != nil || s.Certificate.Day != "2026-11-26" || len(s.Certificate.Matters) != 8 {
		t.Fatalf("%v %+v", err, s.Certificate)
	}
	if page, err := os.ReadFile(file("c.html")); err != nil || !strings.Contains(string(page), s.Hash) {
		t.Errorf("the page does not name the certificate's hash: %v", err)
	}
	if out := ok("theme", "verify", file("c.json"), "--trusted-keys", file("k.pub")); !strings.HasPrefix(out, "T01 sha256:") {
		t.Errorf("said %s", out)
	}
	if err := os.WriteFile(file("bad.json"), []byte(strings.Replace(string(doc), `"visits": 1`, `"visits": 0`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, "theme", "verify", file("bad.json"), "--trusted-keys", file("k.pub")); err == nil || !strings.Contains(out, "certificate.invalid") {
		t.Errorf("a certificate that was changed: %v %s", err, out)
	}
	for _, args := range [][]string{{"open-a-restaurant", "T99"}, {"nowhere", "T01"}, {"open-a-restaurant", "T01", "--day", "tomorrow"}} {
		if out, err := run(t, append([]string{"theme", "report"}, args...)...); err == nil {
			t.Errorf("%v: %s", args, out)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
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

// confirms lets the police confirm in a database that they deliver the mother's
// registered residence.
func confirms(t *testing.T, data string) {
	t.Helper()
	ctx := context.Background()
	err := (&Config{Data: data}).toChange(ctx, func(h *house) error {
		police := engine.Actor{Account: "police", Name: "周户籍", Own: "public-security", Roles: []string{"manager"}, Departments: map[string]bool{"public-security": true}}
		src, err := h.engine.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口基础库", "Register of residents"), Kind: engine.SourceRegister,
			Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009"}}, 0, "")
		if err != nil {
			return err
		}
		d, err := h.engine.ProposeDuty(ctx, engine.Actor{Account: "business", Name: "陈设计", Roles: []string{"designer"}},
			engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00009", Department: "public-security"}, "")
		if err != nil {
			return err
		}
		_, err = h.engine.ActOnDuty(ctx, police, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "mother/DE00005"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACertificateTellsWhatTheDutiesInADatabaseSave(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), t.TempDir()
	report := func(args ...string) string {
		t.Helper()
		out, err := run(t, append([]string{"theme", "report", "having-a-baby", "T02", "--lang", "en", "--data", data}, args...)...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return out
	}
	confirms(t, data)
	if plain := report(); strings.Contains(plain, "And delivered") || strings.Contains(plain, "Public Security Bureau") {
		t.Errorf("nobody asked for duties:\n%s", plain)
	}
	if out := report("--delivered"); !strings.Contains(out, "And delivered") || !strings.Contains(out, "Public Security Bureau · Register of residents") {
		t.Errorf("the duty is not told:\n%s", out)
	}
	if out := report("--delivered", "--day", "2020-01-02"); !strings.Contains(out, "No department has confirmed") {
		t.Errorf("before anybody delivered:\n%s", out)
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	if _, err := run(t, "pack", "keygen", "--out", file("k")); err != nil {
		t.Fatal(err)
	}
	report("--delivered", "--format", "json", "--key", file("k.key"), "--out", file("c.json"))
	doc, err := os.ReadFile(file("c.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s catalog.SignedCertificate
	if err := json.Unmarshal(doc, &s); err != nil || s.Certificate.Delivered == nil || len(s.Certificate.Delivered.Given) != 1 || s.Certificate.Rows[0].Delivered == nil {
		t.Fatalf("%v %+v", err, s.Certificate)
	}
	if out, err := run(t, "theme", "verify", file("c.json"), "--trusted-keys", file("k.pub")); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if err := os.WriteFile(file("bad.json"), []byte(strings.Replace(string(doc), "Register of residents", "Register of nobody", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, "theme", "verify", file("bad.json"), "--trusted-keys", file("k.pub")); err == nil {
		t.Errorf("who delivers was changed: %s", out)
	}
}

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

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

// happened writes what became of three filings into a database's log.
func happened(t *testing.T, data string, at time.Time) {
	t.Helper()
	ctx := context.Background()
	var events []engine.Event
	put := func(kind engine.EventType, at time.Time, d engine.EventData) {
		id := string(kind) + d.Number
		events = append(events, engine.Event{ID: id, Type: kind, At: at, Case: d.Number, Root: d.Number, Actor: "chen", Role: "citizen", Data: d})
	}
	for i, n := range []string{"one", "two", "three"} {
		put(engine.EventSubmitted, at.AddDate(0, 0, -20), engine.EventData{Number: n, Theme: "T02", ComputedSeconds: 480 + int64(i)*60, FillSeconds: 900 + int64(i)*60})
		put(engine.EventEnded, at.AddDate(0, 0, -i), engine.EventData{Number: n, Theme: "T02", PromisedSeconds: 9 * 25200, UsedSeconds: (4 + int64(i)) * 25200, DaySeconds: 25200})
	}
	put(engine.EventSubmitted, at.AddDate(-2, 0, 0), engine.EventData{Number: "long ago", Theme: "T02", ComputedSeconds: 6000, FillSeconds: 6000})
	put(engine.EventSubmitted, at, engine.EventData{Number: "another theme", Theme: "T01", ComputedSeconds: 6000, FillSeconds: 6000})
	err := (&Config{Data: data}).toChange(ctx, func(h *house) error { return h.store.Commit(ctx, &engine.Change{Events: events}) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestACertificateTellsWhatReallyHappenedByADatabase(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	report := func(args ...string) string {
		t.Helper()
		out, err := run(t, append([]string{"theme", "report", "having-a-baby", "T02", "--lang", "en", "--data", data, "--day", "2026-11-26"}, args...)...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return out
	}
	if out := report("--real"); !strings.Contains(out, "From 2025-11-26 to 2026-11-26 nothing was filed") {
		t.Errorf("without a case:\n%s", out)
	}
	happened(t, data, time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC))
	if out := report(); strings.Contains(out, "Promised and real") {
		t.Errorf("nobody asked for it:\n%s", out)
	}
	var c catalog.Certificate
	if err := json.Unmarshal([]byte(report("--real", "--format", "json")), &c); err != nil || c.Real == nil || c.Delivered != nil {
		t.Fatalf("%v %+v", err, c.Real)
	}
	some := func(v float64) *float64 { return &v }
	real := catalog.CertReal{From: "2025-11-26", To: "2026-11-26", Filed: 3, ComputedMinutes: some(9), FillMinutes: some(16), FillMinutesP90: some(17),
		Ended: 3, PromisedDays: some(9), TakenDays: some(5), TakenDaysP90: some(6)}
	if !reflect.DeepEqual(*c.Real, real) {
		got, _ := json.Marshal(c.Real)
		t.Errorf("really %s", got)
	}
	if out := report("--real", "--delivered"); !strings.Contains(out, "Promised and real") || !strings.Contains(out, "And delivered") {
		t.Errorf("both:\n%s", out)
	}
}

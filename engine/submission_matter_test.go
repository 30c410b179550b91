package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// registry60 is a pack of one matter without materials: a register entry of
// sixty fields, as a machine would file it.
func registry60(t testing.TB) *catalog.Pack {
	t.Helper()
	files := fstest.MapFS{}
	put := func(name, body string) { files[name] = &fstest.MapFile{Data: []byte(body)} }
	put("pack.yaml", "name: register\ntitle: {zh: 登记, en: Register}\nversion: 1.0.0\nneeds: [china-calendar]\n")
	put("subjects.yaml", "- {id: applicant, name: {zh: 申请主体, en: Applicant}}\n")
	put("departments.yaml", "- {id: records, name: {zh: 档案馆, en: Records Office}}\n")
	put("workflows/R60.yaml", `
id: R60
title: {zh: 登记, en: Register}
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: enter, label: {zh: 登记, en: Enter}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已登记, en: Entered}, type: final, outcome: issued}
`)
	put("matters/R60.yaml", `
id: R60
name: {zh: 登记, en: Register}
department: records
statutoryDays: 5
promisedDays: 3
form: R60
workflow: R60
result: {name: {zh: 登记回执, en: Entry}}
`)
	var elements, props, layout strings.Builder
	for i := range 60 {
		id := fmt.Sprintf("RE%03d", i)
		typ, more := "string", "maxLength: 60"
		switch i % 4 {
		case 1:
			typ, more = "integer", "minimum: 0"
		case 2:
			typ, more = "date", "x-not-after: today"
		case 3:
			typ, more = "boolean", "sensitivity: general"
		}
		fmt.Fprintf(&elements, "- {id: %s, name: {zh: 第%d项, en: Item %d}, type: %s, %s}\n", id, i, i, typ, more)
		fmt.Fprintf(&props, "      %s: {$ref: \"element:%s\"}\n", id, id)
		fmt.Fprintf(&layout, "        - applicant/%s\n", id)
	}
	put("elements/elements.yaml", elements.String())
	put("forms/R60.yaml", `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:R60
x-title: {zh: 登记表, en: Register form}
type: object
properties:
  applicant:
    type: object
    x-subject: applicant
    required: [RE000, RE001]
    properties:
`+props.String()+`x-layout:
  sections:
    - id: all
      title: {zh: 内容, en: Content}
      fields:
`+layout.String())
	p, ps := catalog.Read(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

// entry is a complete register entry.
func entry() []byte {
	f := map[string]any{}
	for i := range 60 {
		f[fmt.Sprintf("RE%03d", i)] = []any{fmt.Sprintf("内容 %d", i), i * 7, "2026-02-03", i%8 == 3}[i%4]
	}
	raw, err := json.Marshal(map[string]any{"applicant": f})
	if err != nil {
		panic(err)
	}
	return raw
}

func TestAMachineFilesAMatterInOneCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(registry60(t))
	ctx := context.Background()
	bot := citizen("bot")
	r := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "k1"))
	if !regexp.MustCompile(`^R60-20260309-[2-9A-HJKMNP-Z]{10}$`).MatchString(r.Number) {
		t.Errorf("the number is %s", r.Number)
	}
	v := got[*engine.CaseView](t)(w.Case(ctx, bot, r.Number))
	if v.Case.ID != r.Case || v.Case.Status != engine.CaseRunning || v.Case.Light != workflows.Green || len(v.History) != 2 || v.Case.Title != "王小明" {
		t.Errorf("filed as %+v", v.Case)
	}
	_, err := w.Case(ctx, bot, " "+strings.ToLower(r.Number[4:])+" ")
	wantErr(t, err, engine.ErrNotFound)
	if v = got[*engine.CaseView](t)(w.Case(ctx, bot, " R60-20260309-"+strings.ToLower(r.Number[13:])+" ")); v.Case.ID != r.Case {
		t.Error("a number in small letters finds another case")
	}
	if again := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "k1")); again.Case != r.Case || again.Number != r.Number {
		t.Errorf("the same key gives %+v", again)
	}
	// Another account's keys are its own.
	if other := got[engine.Receipt](t)(w.SubmitMatter(ctx, citizen("other"), "R60", entry(), "k1")); other.Case == r.Case {
		t.Error("a key of one account answers another")
	}
	_, err = w.SubmitMatter(ctx, bot, "R60", []byte(`{"applicant":{"RE000":"别的","RE001":1}}`), "k1")
	wants(t, err, "idempotency.mismatch")
	_, err = w.SubmitMatter(ctx, bot, "R60", []byte(`{}`), "k1")
	wants(t, err, "idempotency.mismatch")
	_, err = w.SubmitMatter(ctx, bot, "R60", entry(), "中文键")
	wants(t, err, "idempotency.key")
	_, err = w.SubmitMatter(ctx, bot, "R99", entry(), "")
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.SubmitMatter(ctx, engine.Actor{}, "R60", entry(), "")
	wantErr(t, err, engine.ErrNotFound)
	for _, bad := range []string{``, `{`, `[]`, `null`, `{"applicant":[]}`, `{"applicant":{"RE000":"甲"}}`, `{"applicant":{"RE000":"甲","RE001":1e400}}`,
		`{"x":{}}`, `{"applicant":{"RE000":"甲","RE001":1,"RE001":2}}`, "{\"applicant\":{\"RE000\":\"\xff\",\"RE001\":1}}", strings.Repeat(`{"applicant":`, 5000)} {
		if _, err := w.SubmitMatter(ctx, bot, "R60", []byte(bad), ""); problemOf(err) == "" {
			t.Errorf("%.40q gives %v", bad, err)
		}
	}
	c := got[*engine.CaseView](t)(w.Case(ctx, staff("clerk", "records", "clerk"), r.Case)).Case
	_, err = w.Apply(ctx, staff("clerk", "records", "clerk"), c.ID, c.Revision, "", engine.Action{Event: "enter", ResultNo: strings.Repeat("号", 65)})
	wants(t, err, "result.number")
	done := w.act(staff("clerk", "records", "clerk"), r.Case, engine.Action{Event: "enter", ResultNo: "登字第 1 号"})
	if done.Case.Status != engine.CaseEnded || done.Case.Result.Number != "登字第 1 号" || len(done.Actions) > 0 {
		t.Errorf("ended as %+v", done.Case)
	}
}

func TestAMatterThatNeedsMaterialsIsNotFiledByMachines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.SubmitMatter(context.Background(), citizen("bot"), "M07", []byte(`{}`), "")
	if p := wants(t, err, "material.upload"); p.Path != "materials/MT20" || !strings.Contains(p.In("zh"), "油烟净化设施产品合格证") {
		t.Errorf("the material is named as %+v", p)
	}
}

func TestNumbersAreUniqueAndCarryACheckCharacter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(registry60(t))
	const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	seen := map[string]bool{}
	for range 300 {
		r := got[engine.Receipt](t)(w.SubmitMatter(context.Background(), citizen("bot"), "R60", entry(), ""))
		if seen[r.Number] {
			t.Fatalf("%s was drawn twice", r.Number)
		}
		seen[r.Number] = true
		sum, weight := 0, 1
		tail := r.Number[len(r.Number)-10:]
		for i := range tail[:9] {
			sum += strings.IndexByte(alphabet, tail[i]) * weight
			weight = weight * 3 % 31
		}
		if (sum+strings.IndexByte(alphabet, tail[9]))%31 != 0 {
			t.Errorf("%s fails its own check", r.Number)
		}
	}
}

func TestASingleMatterIsFiledFromADraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "M07", nil, nil, ""))
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, v.Draft.Revision, known(v, engine.Patch{Answers: restaurant().Answers})))
	_, err := w.Submit(ctx, me, v.Draft.ID, "")
	wants(t, err, "material.missing")
	_, err = w.AddFile(ctx, me, v.Draft.ID, "MT20", "合格证.png", strings.NewReader(string(picture())))
	must(t, err)
	_, err = w.AddFile(ctx, me, v.Draft.ID, "MT10", "a.png", strings.NewReader(string(picture())))
	wantErr(t, err, engine.ErrNotFound)
	r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	c := w.kept(r.Case)
	if len(r.Children) > 0 || c.Matter != "M07" || c.Theme != "" || !c.IsRoot() || c.State != "accept" {
		t.Errorf("filed as %+v", c)
	}
	if again := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, "")); again.Case != r.Case {
		t.Error("a second submission makes a second case")
	}
	w.act(officer("M07"), c.ID, engine.Action{Event: "pass"})
	done := w.act(officer("M07"), c.ID, engine.Action{Event: "deliver"})
	if done.Case.Outcome != workflows.Issued || done.Case.Result == nil || !strings.HasPrefix(done.Case.Result.Number, "M07R-20260309-") {
		t.Errorf("ended as %+v", done.Case)
	}
	_, err = w.SaveAnswers(ctx, me, got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "M07", nil, nil, "")).Draft.ID, 0,
		engine.Patch{Guide: answers(map[string]any{"Q1": "1130"})})
	wants(t, err, "guide.unknown")
}

func BenchmarkSubmitMatter(b *testing.B) {
	w := newWorld(b)
	w.publish(registry60(b))
	body := entry()
	bot := citizen("bot")
	b.ReportAllocs()
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := w.SubmitMatter(context.Background(), bot, "R60", body, ""); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

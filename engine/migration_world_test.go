package engine_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// harbour is a small pack that can be edited: a theme of two matters of two
// departments, and a third matter filed alone.
type harbour map[string]string

const harbourFlow = `
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 2,
     on: [{event: pass, label: {zh: 通过, en: Pass}, target: review, kind: forward},
          {event: correct, label: {zh: 补正, en: Correct}, target: accept.correct, kind: correct},
          {event: refuse, label: {zh: 不予受理, en: Refuse}, target: refused, kind: refuse}]}
  - {id: review, name: {zh: 审查, en: Review}, type: step, roles: [reviewer], limit: 3,
     on: [{event: issue, label: {zh: 发证, en: Issue}, target: issued, kind: deliver}]}
  - {id: accept.correct, name: {zh: 待补正, en: Waiting for corrections}, type: wait,
     on: [{event: resubmit, label: {zh: 提交补正, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: issued, name: {zh: 已办结, en: Issued}, type: final, outcome: issued}
  - {id: refused, name: {zh: 终止, en: Refused}, type: final, outcome: refused}
`

func newHarbour() harbour {
	return harbour{
		"pack.yaml":        "name: harbour\ntitle: {zh: 港口一件事, en: Harbour}\nversion: 1.0.0\nneeds: [china-calendar]\n",
		"subjects.yaml":    "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n- {id: boat, name: {zh: 船舶, en: Boat}}\n- {id: owner, name: {zh: 船东, en: Owner}}\n",
		"departments.yaml": "- {id: harbour-office, name: {zh: 港务局, en: Harbour Office}}\n- {id: fishery, name: {zh: 渔业局, en: Fishery Office}}\n",
		"codes/codes.yaml": "- id: CL_GEAR\n  name: {zh: 渔具, en: Gear}\n  entries: [{code: net, name: {zh: 网具, en: Net}}, {code: line, name: {zh: 钓具, en: Line}}, {code: trap, name: {zh: 笼壶, en: Trap}}]\n",
		"elements/elements.yaml": `
- {id: HE1, name: {zh: 姓名, en: Name}, type: string, representation: 名称, maxLength: 50}
- {id: HE2, name: {zh: 船名, en: Name of the boat}, type: string, maxLength: 50}
- {id: HE3, name: {zh: 总长, en: Length}, type: integer, minimum: 1, maximum: 400}
- {id: HE4, name: {zh: 渔具, en: Gear}, type: code, codeList: CL_GEAR}
- {id: HE5, name: {zh: 泊位, en: Berth}, type: string, maxLength: 20}
- {id: HE6, name: {zh: 备注, en: Remark}, type: string, maxLength: 100}
- {id: HE7, name: {zh: 建造年份, en: Year built}, type: integer, minimum: 1900, maximum: 2026}
`,
		"materials/materials.yaml": "- {id: HM1, name: {zh: 船检证书, en: Inspection certificate}, category: 证照, origin: applicant}\n",
		"workflows/WA.yaml":        "id: WA\ntitle: {zh: 泊位流程, en: Berth}" + harbourFlow,
		"workflows/WB.yaml":        "id: WB\ntitle: {zh: 捕捞流程, en: Fishing}" + harbourFlow,
		"matters/MA.yaml": "id: MA\nname: {zh: 泊位申请, en: Berth}\ndepartment: harbour-office\nstatutoryDays: 10\npromisedDays: 5\nform: MA\nworkflow: WA\n" +
			"result: {name: {zh: 泊位证, en: Berth permit}}\n",
		"matters/MB.yaml": "id: MB\nname: {zh: 捕捞许可, en: Fishing licence}\ndepartment: fishery\nstatutoryDays: 20\npromisedDays: 8\nform: MB\nworkflow: WB\n" +
			"result: {name: {zh: 捕捞许可证, en: Fishing licence}}\n",
		"forms/MA.yaml": `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:MA
x-title: {zh: 泊位申请表, en: Berth form}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [HE1], properties: {HE1: {$ref: "element:HE1"}, HE5: {$ref: "element:HE5"}}}
  boat: {type: array, x-subject: boat, minItems: 1, items: {type: object, required: [HE2], properties: {HE2: {$ref: "element:HE2"}, HE3: {$ref: "element:HE3"}}}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/HE1, applicant/HE5, boat]}]}
`,
		"forms/MB.yaml": `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:MB
x-title: {zh: 捕捞许可申请表, en: Fishing form}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [HE1, HE4], properties: {HE1: {$ref: "element:HE1"}, HE4: {$ref: "element:HE4"}, HE6: {$ref: "element:HE6"}}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/HE1, applicant/HE4, applicant/HE6]}]}
`,
		"themes/TH.yaml": `
id: TH
name: {zh: 出海一件事, en: Put to sea}
lead: harbour-office
calendar: cn
guide:
  - {id: Q1, text: {zh: 是否捕捞？, en: "Do you fish?"}, type: boolean}
matters: [{matter: MA, when: "true", stage: 1}, {matter: MB, when: Q1 == true, stage: 1}]
`,
	}
}

// with is the pack of a further version, in which old is replaced by new in
// files: file, old, new, …
func (h harbour) with(t testing.TB, version string, edits ...string) harbour {
	t.Helper()
	out := maps.Clone(h)
	edits = append(edits, "pack.yaml", "version: 1.0.0", "version: "+version)
	for i := 0; i+2 < len(edits); i += 3 {
		file, old, now := edits[i], edits[i+1], edits[i+2]
		if !strings.Contains(out[file], old) {
			t.Fatalf("%s has no %q", file, old)
		}
		out[file] = strings.ReplaceAll(out[file], old, now)
	}
	return out
}

func (h harbour) read(t testing.TB) *catalog.Pack {
	t.Helper()
	files := fstest.MapFS{}
	for name, body := range h {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	p, ps := catalog.Read(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

// release publishes a version and gives its hash.
func (w *world) release(h harbour) string {
	w.t.Helper()
	r, ps, err := w.cat.Publish(context.Background(), h.read(w.t), monday)
	must(w.t, err)
	if ps.Failed() {
		w.t.Fatal(ps)
	}
	return r.Hash
}

var mover = engine.Actor{Account: "mover", Name: "管理员", Roles: []string{"administrator"}}

// sailing is everything the harbour's theme asks.
func sailing() engine.Patch {
	return engine.Patch{
		Answers: answers(map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "applicant/HE4": "net", "applicant/HE6": "夜间出海",
			"boat": []map[string]any{{"HE2": "海生一号", "HE3": 12}, {"HE2": "海生二号", "HE3": 30}}}),
		Guide: answers(map[string]any{"Q1": true}),
	}
}

// sail opens a filled draft of the theme.
func (w *world) sail(a engine.Actor) *engine.DraftView {
	w.t.Helper()
	ctx := context.Background()
	v := got[*engine.DraftView](w.t)(w.StartDraft(ctx, a, "TH", "", nil, nil, ""))
	return got[*engine.DraftView](w.t)(w.SaveAnswers(ctx, a, v.Draft.ID, v.Draft.Revision, sailing()))
}

func (w *world) filed(a engine.Actor) engine.Receipt {
	w.t.Helper()
	return got[engine.Receipt](w.t)(w.Submit(context.Background(), a, w.sail(a).Draft.ID, ""))
}

// dry runs a plan over everything and gives the verdicts by filing.
func (w *world) dry(m engine.Migration) map[string]engine.MigrationVerdict {
	w.t.Helper()
	out := map[string]engine.MigrationVerdict{}
	for cursor := ""; ; {
		list, next, err := w.DryRunMigration(context.Background(), mover, m, cursor, 2)
		must(w.t, err)
		for _, v := range list {
			out[v.Filing] = v
		}
		if cursor = next; next == "" {
			return out
		}
	}
}

// migrate runs a plan to its end and gives the migration.
func (w *world) migrate(m engine.Migration) engine.Migration {
	w.t.Helper()
	m = got[engine.Migration](w.t)(w.StartMigration(context.Background(), mover, m, ""))
	return w.finish(m.ID)
}

func (w *world) undo(id string) engine.Migration {
	w.t.Helper()
	_, err := w.UndoMigration(context.Background(), mover, id)
	must(w.t, err)
	return w.finish(id)
}

func (w *world) finish(id string) engine.Migration {
	w.t.Helper()
	for {
		more, err := w.StepMigration(context.Background(), mover, id, 3)
		must(w.t, err)
		if !more {
			m, _, err := w.MigrationProgress(context.Background(), mover, id)
			must(w.t, err)
			return m
		}
	}
}

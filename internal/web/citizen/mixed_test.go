package citizen_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
)

// mixedPack has a theme of two matters: KA computes the seats from the tables,
// KB asks for the seats.
func mixedPack() fstest.MapFS {
	form := func(id, fields, properties, required string) string {
		return "$schema: https://json-schema.org/draft/2020-12/schema\n$id: form:" + id + "\nx-title: {zh: 表, en: Form}\ntype: object\nproperties:\n" +
			"  applicant: {type: object, x-subject: applicant, required: [" + required + "], properties: {" + properties + "}}\n" +
			"x-layout: {sections: [{id: a, title: {zh: 座位, en: Seats}, fields: [" + fields + "]}]}\n"
	}
	matter := func(id string) string {
		return "id: " + id + "\nname: {zh: 事项" + id + ", en: Matter}\ndepartment: kinds-office\nstatutoryDays: 10\npromisedDays: 5\nform: " + id + "\nworkflow: KF\nresult: {name: {zh: 回执, en: Receipt}}\n"
	}
	files := fstest.MapFS{}
	for name, body := range map[string]string{
		"pack.yaml":              "name: mixed\ntitle: {zh: 又算又问, en: Mixed}\nversion: 1.0.0\nneeds: [china-calendar]\n",
		"subjects.yaml":          "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n",
		"departments.yaml":       "- {id: kinds-office, name: {zh: 登记处, en: Registry}}\n",
		"elements/elements.yaml": "- {id: KE_tables, name: {zh: 桌数, en: Tables}, type: integer, minimum: 0}\n- {id: KE_seats, name: {zh: 座位数, en: Seats}, type: integer, minimum: 0}\n",
		"workflows/KF.yaml":      "id: KF\ntitle: {zh: 流程, en: Flow}" + kindsFlow,
		"matters/KA.yaml":        matter("KA"), "matters/KB.yaml": matter("KB"),
		"forms/KA.yaml": form("KA", "applicant/KE_tables, applicant/KE_seats", `KE_tables: {$ref: "element:KE_tables"}, KE_seats: {$ref: "element:KE_seats", x-value: "applicant.KE_tables * 4"}`, ""),
		"forms/KB.yaml": form("KB", "applicant/KE_seats", `KE_seats: {$ref: "element:KE_seats"}`, "KE_seats"),
		"themes/KT.yaml": "id: KT\nname: {zh: 开馆一件事, en: Open a hall}\nlead: kinds-office\ncalendar: cn\nguide:\n  - {id: Q1, text: {zh: 有桌子, en: Tables}, type: boolean}\n" +
			"matters:\n  - {matter: KA, when: Q1 == true, stage: 1}\n  - {matter: KB, when: \"true\", stage: 1}\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return files
}

// What one matter computes and another asks for is a question where only the
// other applies, and is told where both do.
func TestWhatOneMatterComputesIsAQuestionOfAnother(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	pack, ps := catalog.Read(mixedPack())
	if ps.Failed() {
		t.Fatal(ps)
	}
	_, ps, err := s.cat.Publish(context.Background(), pack, monday)
	must(t, err)
	if ps.Failed() {
		t.Fatal(ps)
	}
	must(t, s.engine.EnsureOrganisations(context.Background()))
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	const seats, tables = "applicant/KE_seats", "applicant/KE_tables"

	d, err := s.engine.StartDraft(context.Background(), a, "KT", "", json.RawMessage(`{"Q1":false}`), nil, "")
	must(t, err)
	here := "/drafts/" + d.Draft.ID + "/sections/" + d.Form.Sections[0].ID
	form := b.get(here).want(http.StatusOK).sees("座位数").seesNot("桌数").hidden()
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusUnprocessableEntity).explains(seats, "请填写座位数")
	form = b.hidden()
	form.Set(seats, "30")
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusSeeOther)
	if got := s.answer(a, d.Draft.ID, seats); got != "30" {
		t.Errorf("stored %s", got)
	}
	b.get("/drafts/" + d.Draft.ID + "/check").sees("30").seesNot("系统算出")

	d, err = s.engine.StartDraft(context.Background(), a, "KT", "", json.RawMessage(`{"Q1":true}`), nil, "")
	must(t, err)
	here = "/drafts/" + d.Draft.ID + "/sections/" + d.Form.Sections[0].ID
	form = b.get(here).want(http.StatusOK).sees("座位数", "桌数", "填写相关内容后由系统算出").hidden()
	for _, path := range form["shown"] {
		if path == seats {
			t.Error("the computed field is posted")
		}
	}
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusUnprocessableEntity).explains(seats, "请先填写：桌数")
	form = b.hidden()
	form.Set(tables, "5")
	form.Set(seats, "30")
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusSeeOther)
	if got := s.answer(a, d.Draft.ID, seats); got != "20" {
		t.Errorf("stored %s", got)
	}
	b.get("/drafts/" + d.Draft.ID + "/check").sees("20").seesNot("30")
}

package citizen_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// One notice tells what was decided of every matter; before it nothing does.
func TestACitizenReadsAllResultsInOneNotice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, ps := catalog.ReadArchive(testpack.Together())
	must(t, ps.Err())
	_, ps, err := s.cat.Publish(t.Context(), p, monday)
	must(t, err)
	must(t, ps.Err())
	me := s.account("ming", "王小明", "", "citizen")
	d, err := s.engine.StartDraft(t.Context(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), "")
	must(t, err)
	r, err := s.engine.Submit(t.Context(), me, d.Draft.ID, "")
	must(t, err)
	cases := map[string]engine.Case{}
	look := func() {
		v, err := s.engine.Case(t.Context(), engine.SystemActor(), r.Case)
		must(t, err)
		for _, c := range v.Children {
			cases[c.Matter] = c
		}
	}
	act := func(office, matter string, act engine.Action) {
		t.Helper()
		look()
		who := engine.Actor{Account: office, Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{office: true}}
		_, err := s.engine.Apply(t.Context(), who, cases[matter].ID, cases[matter].Revision, "", act)
		must(t, err)
	}
	b := s.browser()
	b.signIn("ming")
	at := "/cases/" + r.Case
	b.get(at).want(http.StatusOK).sees("办理结果通知书", "共 3 个事项，已办完 0 个").seesNot("最晚")
	act("told-first", "TA", engine.Action{Event: "give", ResultNo: "DJ-1", Result: map[string]json.RawMessage{"applicant/TE2": json.RawMessage(`"NO-77"`)}})
	act("told-second", "TB", engine.Action{Event: "deny", Note: "面积不足"})
	b.get(at).want(http.StatusOK).sees("已办完 2 个", "最晚 2026年3月12日告知", "正在办理，结果随通知书一并告知。").seesNot("面积不足", "NO-77", "未办成", "已办结", "不予办理")
	for _, path := range []string{"/notices/1", "/notices/0", "/notices/x", "/results/" + cases["TA"].ID} {
		b.get(at + path).want(http.StatusNotFound)
	}
	b.get(at + "/application/" + cases["TC"].ID).want(http.StatusOK).seesNot("NO-77")
	s.wait(3 * 24 * time.Hour)
	s.wait(12 * time.Hour)
	_, err = s.engine.Sweep(t.Context())
	must(t, err)
	b = s.browser() // days are longer than a session
	b.signIn("ming")
	b.get(at).want(http.StatusOK).sees("第 1 份（2026年3月12日）：2 个事项的结果", "不予办理", "面积不足")
	b.get(at+"/notices/1").want(http.StatusOK).sees("办理结果通知书", "DJ-1", "NO-77", "面积不足", "2026年3月9日", "可在六十日内申请行政复议。", "另有 1 个事项仍在办理").seesNot("备案证")
	act("told-first", "TC", engine.Action{Event: "give", ResultNo: "BA-2"})
	b.get(at + "/notices/1").want(http.StatusOK).sees("另有 1 个事项仍在办理").seesNot("BA-2") // as it was sent
	b.get(at+"/notices/2").want(http.StatusOK).sees("BA-2", "已在第 1 份通知书中告知", "-2").seesNot("仍在办理")
	b.get(at+"/notices/2?lang=en").want(http.StatusOK).sees("Result notice", "You may object within sixty days.", "You read it in notice 1 already.", "The department decided against it.")
	other := s.citizen("hong", "李红")
	other.get(at + "/notices/1").want(http.StatusNotFound)
}

// A notice tells the day of the decision: the document may come days after it.
// Until then an approval is as little told as a document, and no step stands for it.
func TestANoticeTellsTheDayOfTheDecision(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files := testpack.Together()
	files["workflows/TB.yaml"] = []byte(`id: TB
title: {zh: 流程, en: Process}
initial: decide
states:
  - {id: decide, name: {zh: 核准, en: Decision}, type: step, roles: [clerk], limit: 3,
     on: [{event: approve, label: {zh: 准予, en: Approve}, target: print, kind: approve}]}
  - {id: print, name: {zh: 制证, en: Print}, type: step, roles: [clerk], limit: 3,
     on: [{event: give, label: {zh: 办结, en: Give}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
`)
	p, ps := catalog.ReadArchive(files)
	must(t, ps.Err())
	_, ps, err := s.cat.Publish(t.Context(), p, monday)
	must(t, err)
	must(t, ps.Err())
	me := s.account("ming", "王小明", "", "citizen")
	d, err := s.engine.StartDraft(t.Context(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), "")
	must(t, err)
	r, err := s.engine.Submit(t.Context(), me, d.Draft.ID, "")
	must(t, err)
	act := func(office, matter string, act engine.Action) {
		t.Helper()
		v, err := s.engine.Case(t.Context(), engine.SystemActor(), r.Case)
		must(t, err)
		who := engine.Actor{Account: office, Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{office: true}}
		for _, c := range v.Children {
			if c.Matter == matter {
				_, err = s.engine.Apply(t.Context(), who, c.ID, c.Revision, "", act)
				must(t, err)
			}
		}
	}
	s.wait(24 * time.Hour)
	act("told-second", "TB", engine.Action{Event: "approve"})
	b := s.browser()
	b.signIn("ming")
	b.get("/cases/"+r.Case).want(http.StatusOK).sees("正在办理，结果随通知书一并告知。", "已办完 1 个").seesNot("核准", "制证")
	s.wait(24 * time.Hour)
	act("told-second", "TB", engine.Action{Event: "give", ResultNo: "XK-1"})
	act("told-first", "TA", engine.Action{Event: "deny", Note: "名称重复"})
	b = s.browser()
	b.signIn("ming")
	b.get("/cases/"+r.Case+"/notices/1").want(http.StatusOK).sees("XK-1", "2026年3月10日", "2026年3月11日", "甲局、乙局", "各部门的决定")
}

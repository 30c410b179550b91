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
	b.get(at).want(http.StatusOK).sees("办理结果通知书", "各事项的结果在一份通知书中一并告知您", "需要先办出登记证，办出后自动开始").seesNot("最晚")
	act("told-first", "TA", engine.Action{Event: "give", ResultNo: "DJ-1", Result: map[string]json.RawMessage{"applicant/TE2": json.RawMessage(`"NO-77"`)}})
	act("told-second", "TB", engine.Action{Event: "deny", Note: "面积不足"})
	b.get(at).want(http.StatusOK).sees("办理中 3 个", "已有决定的，最晚 2026年3月12日告知", "正在办理，结果随通知书一并告知。").seesNot("面积不足", "NO-77", "未办成", "已办结", "不予办理")
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
	b.get(at).want(http.StatusOK).sees("第 1 份（2026年3月12日）：2 个事项的结果", "还有 1 个事项，结果另发通知书告知您。", "不予办理", "面积不足")
	b.get(at+"/notices/1").want(http.StatusOK).sees("办理结果通知书", "DJ-1", "NO-77", "面积不足", "2026年3月9日", "可在六十日内申请行政复议。", "另有 1 个事项仍在办理").seesNot("备案证", "此前已经告知")
	act("told-first", "TC", engine.Action{Event: "give", ResultNo: "BA-2"})
	b.get(at + "/notices/1").want(http.StatusOK).sees("另有 1 个事项仍在办理").seesNot("BA-2") // as it was sent
	// What was told before is not told again: the time to object to it runs from then.
	b.get(at+"/notices/2").want(http.StatusOK).sees("BA-2", "-2", "此前已经告知的事项", "期限，自收到当时的通知之日起算", "第 1 份通知书（2026年3月12日）").seesNot("仍在办理", "DJ-1", "面积不足", "不予办理", "甲局、乙局")
	b.get(at+"/notices/2?lang=en").want(http.StatusOK).sees("Result notice", "You may object within sixty days.", "What you were told before", "Notice 1 (12 March 2026)").seesNot("The department decided against it.")
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
	b.get("/cases/"+r.Case).want(http.StatusOK).sees("正在办理，结果随通知书一并告知。", "办理中 2 个").seesNot("核准", "制证")
	s.wait(24 * time.Hour)
	act("told-second", "TB", engine.Action{Event: "give", ResultNo: "XK-1"})
	act("told-first", "TA", engine.Action{Event: "deny", Note: "名称重复"})
	b = s.browser()
	b.signIn("ming")
	b.get("/cases/"+r.Case+"/notices/1").want(http.StatusOK).sees("XK-1", "2026年3月10日", "2026年3月11日", "甲局、乙局", "本通知书告知的决定")
}

// A grant is told in time, also before its document is there. One that the
// department takes back afterwards is told anew, in place of the first.
func TestADecisionThatWasTakenBackIsToldAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files := testpack.Together()
	files["workflows/TB.yaml"] = []byte(`id: TB
title: {zh: 流程, en: Process}
initial: decide
states:
  - {id: decide, name: {zh: 核准, en: Decision}, type: step, roles: [clerk], limit: 3,
     on: [{event: approve, label: {zh: 准予, en: Approve}, target: print, kind: approve},
          {event: deny, label: {zh: 不予, en: Deny}, target: refused, kind: refuse}]}
  - {id: print, name: {zh: 制证, en: Print}, type: step, roles: [clerk], limit: 3, returns: any,
     on: [{event: give, label: {zh: 办结, en: Give}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
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
	of := func(matter string) engine.Case {
		t.Helper()
		v, err := s.engine.Case(t.Context(), engine.SystemActor(), r.Case)
		must(t, err)
		for _, c := range v.Children {
			if c.Matter == matter {
				return c
			}
		}
		t.Fatalf("no %s", matter)
		return engine.Case{}
	}
	clerk := func(office string) engine.Actor {
		return engine.Actor{Account: office, Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{office: true}}
	}
	act := func(office, matter string, act engine.Action) {
		t.Helper()
		c := of(matter)
		_, err := s.engine.Apply(t.Context(), clerk(office), c.ID, c.Revision, "", act)
		must(t, err)
	}
	again := func() *browser { // days are longer than a session
		b := s.browser()
		b.signIn("ming")
		return b
	}
	at := "/cases/" + r.Case
	act("told-second", "TB", engine.Action{Event: "approve"})
	s.wait(3*24*time.Hour + 12*time.Hour)
	_, err = s.engine.Sweep(t.Context())
	must(t, err)
	b := again()
	b.get(at).want(http.StatusOK).sees("第 1 份（2026年3月12日）：1 个事项的结果", "还有 2 个事项", "正在“制证”。", "部门已作出准予的决定，结果文书办好后送达。")
	b.get(at+"/notices/1").want(http.StatusOK).sees("已准予", "部门作出了准予的决定，许可证办好后另行送达。", "2026年3月9日", "另有 2 个事项仍在办理").seesNot("已由部门收回")
	act("told-second", "TB", engine.Action{Event: "give", ResultNo: "XK-1"})
	b.get(at + "/notices/1").want(http.StatusOK).sees("部门作出了准予的决定").seesNot("XK-1")
	b.get(at).want(http.StatusOK).sees("已办结，许可证已发出。", "还有 2 个事项")

	// Another filing, of which the department thinks better.
	d, err = s.engine.StartDraft(t.Context(), me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), "")
	must(t, err)
	r, err = s.engine.Submit(t.Context(), me, d.Draft.ID, "")
	must(t, err)
	at = "/cases/" + r.Case
	act("told-second", "TB", engine.Action{Event: "approve"})
	s.wait(7 * 24 * time.Hour)
	_, err = s.engine.Sweep(t.Context())
	must(t, err)
	c := of("TB")
	_, err = s.engine.Return(t.Context(), clerk("told-second"), c.ID, c.Revision, "", "decide", "核对有误")
	must(t, err)
	b = again()
	b.get(at).want(http.StatusOK).sees("部门内部退回到“核准”", "第 1 份通知书中的决定已由部门收回，重新决定后另行通知。", "还有 3 个事项").seesNot("核对有误")
	b.get(at+"/notices/1").want(http.StatusOK).sees("“许可”的决定已由部门收回，重新决定后另行通知。", "部门作出了准予的决定")
	act("told-second", "TB", engine.Action{Event: "deny", Note: "面积不足"})
	b.get(at).want(http.StatusOK).seesNot("面积不足", "不予办理")
	act("told-first", "TA", engine.Action{Event: "deny", Note: "名称重复"})
	b.get(at+"/notices/2").want(http.StatusOK).sees("面积不足", "代替第 1 份通知书", "名称重复", "前置事项没有办成").seesNot("此前已经告知", "仍在办理", "部门作出了准予的决定")
	b.get(at+"/notices/1").want(http.StatusOK).sees("“许可”的决定已由部门收回，重新作出的决定见第 2 份通知书", "部门作出了准予的决定").seesNot("面积不足")
	b.get(at + "/notices/2?lang=en").want(http.StatusOK).sees("It replaces the decision in notice 1")
}

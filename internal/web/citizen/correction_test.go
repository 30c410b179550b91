package citizen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// A case that was asked for another matter's result before nobody could be says
// so, and the page that comes back with a problem asks for no more than the first.
func TestACorrectionOfAResultSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	p, ps := catalog.ReadArchive(testpack.Together())
	must(t, ps.Err())
	_, ps, err := s.cat.Publish(ctx, p, monday)
	must(t, err)
	must(t, ps.Err())
	me := s.account("ming", "王小明", "", "citizen")
	d, err := s.engine.StartDraft(ctx, me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), "")
	must(t, err)
	r, err := s.engine.Submit(ctx, me, d.Draft.ID, "")
	must(t, err)
	act := func(matter string, act engine.Action) engine.Case {
		t.Helper()
		c := s.child(engine.SystemActor(), r.Case, matter)
		who := engine.Actor{Account: "first", Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{"told-first": true}}
		v, err := s.engine.Apply(ctx, who, c.ID, c.Revision, "", act)
		must(t, err)
		return v.Case
	}
	act("TA", engine.Action{Event: "give", ResultNo: "DJ-1", Result: map[string]json.RawMessage{"applicant/TE2": json.RawMessage(`"NO-77"`)}})
	act("TC", engine.Action{Event: "correct", Note: "请核对", Fields: []string{"applicant/TE1"}})
	c, err := s.store.Case(ctx, s.child(engine.SystemActor(), r.Case, "TC").ID)
	must(t, err)
	c.Correction.Fields = []string{"applicant/TE1", "applicant/TE2"}
	must(t, s.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{c}}))
	b := s.browser()
	b.signIn("ming")
	at := "/cases/" + r.Case + "/corrections/" + c.ID
	says := func() {
		t.Helper()
		b.sees("“登记号”由“登记”的办理结果提供，您不用填写").seesNot("NO-77")
		if bytes.Contains([]byte(b.body), []byte(`name="applicant/TE2"`)) {
			t.Error("the page asks for the result")
		}
	}
	b.get(at).want(http.StatusOK)
	says()
	b.get(at + "?lang=en").want(http.StatusOK).sees("“Number” comes with the result of “Registration”.")
	b.get(at + "?lang=zh").want(http.StatusOK)
	form := b.hidden()
	form.Set("applicant/TE1", "")
	b.post(at, form).want(http.StatusUnprocessableEntity)
	says()
	form = b.hidden()
	form.Set("applicant/TE1", "大铺")
	b.post(at, form).want(http.StatusSeeOther)
	if c, err = s.store.Case(ctx, c.ID); err != nil || c.Status != engine.CaseRunning || !bytes.Contains(c.Answers, []byte("大铺")) || !bytes.Contains(c.Answers, []byte("NO-77")) {
		t.Errorf("it is %s with %s, %v", c.Status, c.Answers, err)
	}
}

// licensed files a restaurant whose business licence is issued: the browser of who
// filed it, the case, and who handles the food licence next.
func (s *site) licensed() (b *browser, root string, market engine.Actor) {
	s.t.Helper()
	b = s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.fill(draft)
	root = b.submit(draft)
	market = s.account("market", "周正", "market-regulation", allRoles...)
	s.act(market, root, "M01", "forward", engine.Action{})
	s.act(market, root, "M01", "approve", engine.Action{})
	s.act(market, root, "M01", "deliver", engine.Action{Result: map[string]json.RawMessage{"applicant/DE00102": raw("91310104MA1FRX8K38"), "applicant/DE00106": raw("2026-03-09")}})
	return b, root, market
}

// A corrected answer opens a question: it is asked on the page that says so.
func TestAQuestionThatACorrectionOpensIsAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, root, market := s.licensed()
	const takesOut, where = "applicant/DE00303", "applicant/DE00304"
	s.act(market, root, "M02", "correct", engine.Action{Note: "是否外卖？", Fields: []string{takesOut}})
	here := "/cases/" + root + "/corrections/" + s.child(market, root, "M02").ID
	asked := func() bool { return strings.Contains(b.body, `name="`+where+`"`) }
	form := b.get(here).want(http.StatusOK).hidden()
	if asked() {
		t.Error("it is asked before anybody says that there is a need")
	}
	form.Set(takesOut, "true")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusUnprocessableEntity)
	if !asked() {
		t.Fatal("it is wanted, and not asked")
	}
	form = b.hidden()
	form.Set(takesOut, "true")
	form.Set(where, "某外卖平台")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	if c := s.child(market, root, "M02"); !strings.Contains(string(c.Answers), "某外卖平台") {
		t.Errorf("the correction did not arrive: %s", c.Answers)
	}
}

// A page that was open while the department asked for something else does not
// answer that unseen, also when a file comes with it; one whose correction is
// answered already says that it was not used.
func TestAnOldPageAnswersNoNewCorrection(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	b, root, market := s.licensed()
	const area, seats = "premises/DE00213", "premises/DE00216"
	asks := func(fields ...string) {
		t.Helper()
		s.act(market, root, "M02", "correct", engine.Action{Note: "请核对", Fields: fields, Materials: []string{"MT10"}})
	}
	asks(area)
	id := s.child(market, root, "M02").ID
	here := "/cases/" + root + "/corrections/" + id
	old := b.get(here).want(http.StatusOK).hidden()
	old.Set(area, "80")
	old.Set("action", "submit")

	// Another tab answers, and the department asks for something else.
	other := b.hidden()
	other.Set("key", "another-page")
	other.Set(area, "81")
	other.Set("action", "submit")
	b.upload(here, "file.MT10", "新的图纸.png", picture(), other).want(http.StatusSeeOther)
	if to := b.header.Get("Location"); to != "/cases/"+root+"?answered=1" {
		t.Errorf("it leads to %s", to)
	}
	page := "/cases/" + root                                                                      // has a form
	b.get(page).upload(here, "file.MT10", "新的图纸.png", picture(), other).want(http.StatusSeeOther) // pressed twice
	if to := b.header.Get("Location"); to != "/cases/"+root+"?answered=1" {
		t.Errorf("pressed twice it leads to %s", to)
	}
	b.get(page).post(here, old).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("没有采用").seesNot("补正已提交，部门会接着办理")
	asks(area, seats)
	for _, send := range []func() *browser{
		func() *browser { return b.post(here, old) },
		func() *browser { return b.upload(here, "file.MT10", "旧页面的图纸.png", picture(), old) },
	} {
		send().want(http.StatusConflict).sees("部门的要求刚有变化")
		for _, want := range []string{`name="` + seats + `"`, `value="80"`} {
			if !strings.Contains(b.body, want) {
				t.Errorf("%s is not on the page", want)
			}
		}
	}
	b.sees("旧页面的图纸.png")
	if c := s.child(market, root, "M02"); c.Status != engine.CaseAsking || !strings.Contains(string(c.Answers), "81") {
		t.Errorf("it is %s with %s", c.Status, c.Answers)
	}
	now := b.hidden()
	now.Set(area, "80")
	now.Set(seats, "40")
	now.Set("action", "submit")
	b.post(here, now).want(http.StatusSeeOther)
	if c, err := s.store.Case(ctx, id); err != nil || c.Status != engine.CaseRunning {
		t.Errorf("it is %s, %v", c.Status, err)
	}
}

// born files the birth of a child whose mother is the agent, as herself.
func (s *site) born(username string, more ...map[string]json.RawMessage) engine.Receipt {
	s.t.Helper()
	t := s.t
	ctx := context.Background()
	me := s.account(username, "林晓月", "", "citizen")
	answers := map[string]json.RawMessage{}
	for path, v := range map[string]any{
		"newborn/DE00001": "林小满", "newborn/DE00002": "2", "newborn/DE00003": "2026-03-01", "newborn/DE00702": "08:30", "newborn/DE00707": 39, "newborn/DE00703": 3200,
		"newborn/DE00704": 50, "newborn/DE00705": "1", "newborn/DE00706": "市妇幼保健院", "newborn/DE00731": "01", "newborn/DE00732": false, "newborn/DE00015": "01",
		"mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00005": "310104199003070026", "mother/DE00003": "1990-03-07", "mother/DE00017": "10",
		"mother/DE00006": "13800000000", "mother/DE00009": "幸福路 8 号", "mother/DE00015": "01",
		"household/DE00714": "310104", "household/DE00712": "1", "household/DE00711": "幸福路 8 号", "household/DE00713": "04120008", "household/DE00715": "2",
		"father/DE00001": "陈一鸣", "father/DE00004": "111", "father/DE00005": "310104198506150031", "father/DE00009": "幸福路 8 号",
		"agent/DE00018": "1", "filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	} {
		var err error
		answers[path], err = json.Marshal(v)
		must(t, err)
	}
	for _, m := range more {
		maps.Copy(answers, m)
	}
	d, err := s.engine.StartDraft(ctx, me, "T02", "", json.RawMessage(`{"Q1":false,"Q4":false,"Q5":false,"Q6":false,"Q7":false}`), nil, "")
	must(t, err)
	d, err = s.engine.SaveAnswers(ctx, me, d.Draft.ID, d.Draft.Revision, engine.Patch{Answers: answers})
	must(t, err)
	for _, m := range d.Materials {
		if m.Asked {
			_, err = s.engine.AddFile(ctx, me, d.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture()))
			must(t, err)
		}
	}
	r, err := s.engine.Submit(ctx, me, d.Draft.ID, "")
	must(t, err)
	return r
}

// The mother files: her corrected number is the agent's too, and the page says
// so. Once it is somebody else who files, theirs is asked for.
func TestOnePersonIsAskedToCorrectOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.born("lin")
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	kept := func(path string) string {
		var all map[string]map[string]json.RawMessage
		must(t, json.Unmarshal(s.child(hospital, r.Case, "N01").Answers, &all))
		group, field, _ := strings.Cut(path, "/")
		return string(all[group][field])
	}
	b := s.browser()
	b.signIn("lin")
	here := "/cases/" + r.Case + "/corrections/" + s.child(hospital, r.Case, "N01").ID
	holds := func(path string, want bool) {
		t.Helper()
		if got := strings.Contains(b.body, `name="`+path+`"`); got != want {
			t.Errorf("%s is asked: %v", path, got)
		}
	}
	const number, agentNumber, who = "mother/DE00005", "agent/DE00005", "agent/DE00018"
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "证件号码有误", Fields: []string{number}})
	b.get(here).want(http.StatusOK).sees("“经办人”的“身份证号”与此相同，会一起更正")
	holds(agentNumber, false)
	b.sees("母亲信息")
	b.says(here, map[string]string{number: "310104199003070042"}).want(http.StatusSeeOther)
	if kept(number) != `"310104199003070042"` || kept(agentNumber) != kept(number) {
		t.Errorf("kept %s and %s", kept(number), kept(agentNumber))
	}

	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "是谁来办的？", Fields: []string{who, "mother/DE00001"}})
	b.get(here).want(http.StatusOK).sees("会一起更正")
	holds(agentNumber, false)
	form := b.hidden()
	form.Set(who, "3")
	form.Set("mother/DE00001", "林晓月")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusUnprocessableEntity)
	holds(agentNumber, true)
	b.seesNot("会一起更正")
	if strings.Contains(b.body, "310104199003070042") {
		t.Error("the mother’s number stands where the grandmother’s is wanted")
	}
	// On second thoughts it was the mother.
	form = b.hidden()
	form.Set(who, "1")
	form.Set("mother/DE00001", "林晓月")
	form.Set(agentNumber, "310104196002040021")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	if kept(agentNumber) != kept(number) {
		t.Errorf("kept %s and %s", kept(number), kept(agentNumber))
	}
	// The father files, who was not asked for a mobile number here: it is asked for,
	// stays on the page with what was typed, and goes with the father.
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "是谁来办的？", Fields: []string{who}})
	const mobile, fathers = "agent/DE00006", "father/DE00001"
	form = b.get(here).want(http.StatusOK).sees("其他 · 经办人").hidden()
	holds(mobile, false)
	holds(fathers, false)
	form.Set(who, "2")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusUnprocessableEntity)
	holds(mobile, true)
	form = b.hidden()
	form.Set(who, "2")
	form.Set(mobile, "139")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusUnprocessableEntity)
	if !strings.Contains(b.body, `value="139"`) {
		t.Error("the number that was typed is gone")
	}
	form = b.hidden()
	form.Set(who, "1")
	form.Set(mobile, "139")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	if kept(mobile) != `"13800000000"` {
		t.Errorf("the mother is reached under %s", kept(mobile))
	}
}

// What was corrected for one matter is told where another asks for it.
func TestACorrectionTellsWhatWasCorrectedForAnotherMatter(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, root, market := s.licensed()
	const area = "premises/DE00203"
	water := s.account("water", "江工", "water", allRoles...)
	s.act(market, root, "M02", "correct", engine.Action{Note: "请核对面积", Fields: []string{area}})
	s.act(water, root, "M06", "correct", engine.Action{Note: "请核对面积", Fields: []string{area}})
	at := func(matter string) string {
		return "/cases/" + root + "/corrections/" + s.child(engine.SystemActor(), root, matter).ID
	}
	b.get(at("M06")).want(http.StatusOK).seesNot("已更正为")
	form := b.get(at("M02")).want(http.StatusOK).hidden()
	form.Set(area, "310")
	form.Set("action", "submit")
	b.post(at("M02"), form).want(http.StatusSeeOther)
	b.get(at("M06")).want(http.StatusOK).sees("您在“食品经营许可”中已更正为：310 平方米。")
	b.get(at("M06") + "?lang=en").want(http.StatusOK).sees("You corrected it for “Food business licence” to: 310")
}

// A page with a file that is posted several times at once is handed in once, and each
// of them says so: whoever comes second finds nothing asked any more after its file
// was taken.
func TestAPageOfACorrectionThatIsPostedTogetherIsHandedInOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, root, market := s.licensed()
	for round := range 3 {
		s.act(market, root, "M02", "correct", engine.Action{Note: "请核对", Fields: []string{"premises/DE00213"}, Materials: []string{"MT10"}})
		here := "/cases/" + root + "/corrections/" + s.child(market, root, "M02").ID
		form := b.get(here).want(http.StatusOK).hidden()
		form.Set("premises/DE00213", strconv.Itoa(70+round))
		form.Set("action", "submit")
		var all sync.WaitGroup
		var twins [4]browser
		for i := range twins {
			twins[i] = *b
			mine := maps.Clone(form)
			all.Go(func() { twins[i].upload(here, "file.MT10", "新的图纸.png", picture(), mine) })
		}
		all.Wait()
		for i := range twins {
			if to := twins[i].header.Get("Location"); twins[i].status != http.StatusSeeOther || to != "/cases/"+root+"?answered=1" {
				t.Errorf("round %d: %d, to %q: %s", round, twins[i].status, to, text(twins[i].body))
			}
		}
	}
}

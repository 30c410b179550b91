package citizen_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

var allRoles = []string{"clerk", "reviewer", "inspector", "approver"}

// A citizen opens a restaurant of 320 m² with a signboard and alcohol, without
// JavaScript, from the guide to the last result.
func TestACitizenOpensARestaurant(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")

	b.get("/").want(http.StatusOK).sees("高效办成一件事", "开饭店一件事", "8 个事项 · 6 个部门")
	b.get("/themes/T01").want(http.StatusOK).sees("公众聚集场所投入使用、营业前消防安全检查", "区消防救援支队", "少 88%")

	// The guide asks one question a page, and only those that still matter.
	given := url.Values{}
	want := map[string]string{"Q1": "1130", "Q2": "320", "Q3": "true", "Q4": "true", "Q5": "true", "Q6": "true", "Q7": "false"}
	b.get("/themes/T01/guide").want(http.StatusOK)
	for range 8 {
		question := b.hidden().Get("question")
		b.post("/themes/T01/guide?"+given.Encode(), url.Values{"question": {question}, "answer": {want[question]}}).want(http.StatusSeeOther)
		given.Set(question, want[question])
		b.follow().want(http.StatusOK)
		if strings.HasSuffix(b.url.Path, "/needs") {
			break
		}
	}
	b.sees("您要办的事和要交的材料", "食品经营许可", "11", "不用交的材料", "营业执照", "要交")
	if got := b.url.Query(); len(got) != 7 {
		t.Errorf("the guide asked %d questions, want 7: %v", len(got), got)
	}

	draft := b.start()
	b.get(draft).want(http.StatusOK).sees("已完成 0 项", "未开始", "未上传", "本次一并申请 8 个事项")
	b.get(draft+"/sections/premises").sees("已填", "来自您在情形引导中的回答", "填一次，用于 8 个事项")
	b.fill(draft)
	b.get(draft).sees("可以提交")
	b.get(draft+"/check").want(http.StatusOK).
		sees("上海市徐汇区福满堂餐饮有限公司", "有限责任公司", "310***********0031", "320 平方米", "2031年12月31日", "材料.png").
		seesNot("310104198506150031", "1130")

	// A second click, a reload: the same receipt.
	form := b.hidden()
	b.post(draft+"/submit", form).want(http.StatusSeeOther)
	receipt := b.header.Get("Location")
	b.get("/me") // a page with a form, for its token
	b.post(draft+"/submit", form).want(http.StatusSeeOther)
	if again := b.header.Get("Location"); again != receipt {
		t.Errorf("submitting twice gave %s, then %s", receipt, again)
	}
	b.get(receipt).want(http.StatusOK).sees("提交成功", "办件编号", "8 个事项已送达各部门", "2026年3月10日前办结", "需要先办出营业执照，办出后自动开始")
	root := strings.Split(receipt, "/")[2]
	b.get(draft).want(http.StatusSeeOther)
	b.get("/cases/"+root).want(http.StatusOK).sees("办理中 2 个", "等待前置事项 6 个", "正在“受理”")

	market := s.account("market", "周正", "market-regulation", allRoles...)
	s.act(market, root, "M01", "forward", engine.Action{})
	s.act(market, root, "M01", "approve", engine.Action{})
	s.act(market, root, "M01", "deliver", engine.Action{Result: map[string]json.RawMessage{
		"applicant/DE00102": raw("91310104MA1FRX8K38"), "applicant/DE00106": raw("2026-03-09")}})
	b.get("/cases/" + root).sees("已办结，营业执照已发出")
	licence := s.child(market, root, "M01")
	b.get("/cases/"+root+"/results/"+licence.ID).want(http.StatusOK).sees("营业执照", "统一社会信用代码", "91310104MA1FRX8K38", "2026年3月9日", "陈一鸣")

	// A correction is answered in place: the note, and only what was named.
	s.act(market, root, "M02", "correct", engine.Action{Note: "健康证编号与登记不一致。\n平面图看不清。",
		Fields: []string{"premises/DE00213"}, Materials: []string{"MT10"}})
	food := s.child(market, root, "M02")
	here := "/cases/" + root + "/corrections/" + food.ID
	b.get("/cases/"+root).sees("区市场监督管理局需要您配合：食品经营许可", "等您处理")
	b.get(receipt).sees("有部门需要您配合").seesNot("现在您不用做任何事")
	b.get(here).want(http.StatusOK).sees("健康证编号与登记不一致。", "平面图看不清。", "食品处理区面积", "经营场所布局流程平面图").seesNot("健康证有效期", "就餐座位数")
	form = b.hidden()
	form.Set("premises/DE00213", "900")
	form.Set("action", "submit")
	b.upload(here, "file.MT10", "清晰的图纸.png", picture(), form).want(http.StatusUnprocessableEntity).sees("清晰的图纸.png")
	if !strings.Contains(b.body, `value="900"`) || !strings.Contains(b.body, "<title>错误：") {
		t.Error("what was typed is not kept on the page of a refused correction")
	}
	form = b.hidden()
	form.Set("premises/DE00213", "95.5")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	b.follow().sees("补正已提交")
	if c := s.child(market, root, "M02"); c.Status != engine.CaseRunning || !strings.Contains(string(c.Answers), "95.5") {
		t.Errorf("the correction did not arrive: %s %s", c.Status, c.Answers)
	}
	b.get("/cases/"+root+"/application/"+food.ID).want(http.StatusOK).sees("95.5 平方米", "310***********0031", "清晰的图纸.png").seesNot("消防")

	// Sent back between officers: the citizen sees that, and not why.
	s.act(market, root, "M02", "forward", engine.Action{})
	s.act(market, root, "M02", "forward", engine.Action{})
	food = s.child(market, root, "M02")
	_, err := s.engine.Return(context.Background(), market, food.ID, food.Revision, "", "review", "老李没看图纸")
	must(t, err)
	b.get("/cases/" + root).sees("部门内部退回到“审查”，重新办理中，您不用做什么。").seesNot("老李没看图纸")
	if done := strings.Count(way(b.body, food.ID), "om-step--done"); done != 1 { // the acceptance alone
		t.Errorf("%d steps are shown as done", done)
	}

	// Refused with a reason: said in words, and others go on.
	s.act(s.account("greenery", "叶青", "greenery-appearance", allRoles...), root, "M04", "refuse", engine.Action{Note: "超出建筑立面。"})
	b.get("/cases/"+root).sees("部门作出了不予办理的决定", "理由：超出建筑立面。", "未办成")
	b.get("/me").sees("开饭店一件事", "办理中")
}

// way is what the progress page says of one matter.
func way(page, id string) string {
	_, from, _ := strings.Cut(page, `id="c-`+id+`"`)
	mine, _, _ := strings.Cut(from, `id="c-`)
	return mine
}

// The key in a page makes one draft of many clicks; who goes back and chooses
// otherwise is not held to it.
func TestWhoGoesBackAndChoosesOtherwiseStartsAnew(t *testing.T) {
	t.Parallel()
	b := newSite(t).citizen("chen", "陈一鸣")
	start := func(theme string) string {
		b.get("/themes/T01/needs" + guided).want(http.StatusOK)
		b.postRaw("/drafts", url.Values{"theme": {theme}, "key": {"the-key-of-one-page"}, "csrf": {b.csrf()}}).want(http.StatusSeeOther)
		return b.header.Get("Location")
	}
	first := start("T01")
	if again := start("T01"); again != first {
		t.Errorf("a second click leads to %s, the first to %s", again, first)
	}
	if other := start("T02"); other == first || !strings.HasPrefix(other, "/drafts/") {
		t.Errorf("another choice leads to %s, the first led to %s", other, first)
	}
}

// Who applies is a question of the guide and a field of the form. A page says that
// an answer is the guide's where it is.
func TestAnAnswerOfTheFormIsNotSaidToBeTheGuides(t *testing.T) {
	t.Parallel()
	b := newSite(t).citizen("lin", "林晓月")
	const said = "来自您在情形引导中的回答"
	begins := func(guide url.Values) (section string) {
		b.get("/themes/T02/needs?" + guide.Encode()).want(http.StatusOK)
		guide.Set("theme", "T02")
		b.post("/drafts", guide).want(http.StatusSeeOther)
		return b.header.Get("Location") + "/sections/agent"
	}
	saves := func(section, relation string) {
		b.get(section).want(http.StatusOK)
		v := b.hidden()
		v.Set("agent/DE00018", relation)
		v.Set("action", "later")
		b.post(section, v).want(http.StatusSeeOther)
		b.get(section).want(http.StatusOK)
	}
	section := begins(url.Values{"Q1": {"true"}})
	saves(section, "1")
	b.seesNot(said)
	section = begins(url.Values{"Q1": {"true"}, "Q8": {"1"}})
	b.get(section).want(http.StatusOK).sees(said)
	saves(section, "1")
	b.sees(said)
	saves(section, "2")
	b.seesNot(said)
}

func TestAStrangerComesBackWithEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/themes/T01/needs" + guided).want(http.StatusOK).sees("需要登录")
	v, err := url.ParseQuery(guided[1:])
	must(t, err)
	v.Set("theme", "T01")
	b.post("/drafts", v).want(http.StatusUnauthorized).sees("登录", "第一次来")
	carried := b.hidden()
	if carried.Get("carry-to") != "/drafts" {
		t.Fatalf("the sign-in page carries %v", carried)
	}
	// They have no account yet, and forget their name at first.
	carried.Set("username", "lin")
	carried.Set("password", password)
	b.post("/register", carried).want(http.StatusUnprocessableEntity).sees("请填写姓名")
	carried = b.hidden()
	carried.Set("name", "林晓岚")
	carried.Set("username", "lin")
	carried.Set("password", password)
	b.post("/register", carried).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("填写申请", "已回答 7 个问题", "林晓岚")
}

func TestNothingTypedIsLostWhenTheSessionEnds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	here := draft + "/sections/premises"
	form := b.get(here).hidden()
	form.Set("premises/DE00202", "天钥桥路 800 号")
	form.Set("premises/DE00216", "不是数字")
	form.Set("action", "continue")
	token := b.csrf()
	s.wait(24 * time.Hour)
	form.Set("csrf", token)
	b.postRaw(here, form).want(http.StatusUnauthorized).sees("您刚才填写的内容还在")

	carried := b.hidden()
	carried.Set("username", "chen")
	carried.Set("password", "wrong")
	b.post("/sign-in", carried).want(http.StatusUnprocessableEntity).sees("用户名或密码不正确")
	carried = b.hidden()
	carried.Set("username", "chen")
	carried.Set("password", password)
	b.post("/sign-in", carried).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("刚才填写的内容已保存")
	for _, kept := range []string{`value="天钥桥路 800 号"`, `value="不是数字"`} {
		if !strings.Contains(b.body, kept) {
			t.Errorf("%s is lost", kept)
		}
	}

	// The same post from a foreign page is not taken along.
	s.wait(24 * time.Hour)
	r, err := http.NewRequest(http.MethodPost, s.URL+here, strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	b.do(r).want(http.StatusSeeOther)
	if to := b.header.Get("Location"); to != "/sign-in" {
		t.Errorf("a foreign post led to %s", to)
	}

	// Nor does it go into somebody else's draft.
	other := s.browser()
	s.account("lin", "林晓岚", "", "citizen")
	other.get("/sign-in")
	other.post("/sign-in", url.Values{"username": {"lin"}, "password": {password}, "carry-to": {here}, "carry": {form.Encode()}}).want(http.StatusSeeOther)
	if to := other.header.Get("Location"); to != "/me" {
		t.Errorf("somebody else's draft led to %s", to)
	}
}

// A tab that still shows a page of an earlier session loses nothing either,
// whether another tab signed out or already signed in again.
func TestNothingTypedIsLostWhenAnotherTabSignedOutOrIn(t *testing.T) {
	t.Parallel()
	for _, again := range []bool{false, true} {
		s := newSite(t)
		b := s.citizen("chen", "陈一鸣")
		here := b.start() + "/sections/premises"
		form := b.get(here).hidden()
		form.Set("premises/DE00202", "天钥桥路 800 号")
		form.Set("action", "continue")
		form.Set("csrf", b.csrf())
		b.post("/sign-out", url.Values{}).want(http.StatusSeeOther)
		if again {
			b.signIn("chen")
		}
		r, err := http.NewRequest(http.MethodPost, s.URL+here, strings.NewReader(form.Encode()))
		must(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", s.URL)
		r.Header.Set("Sec-Fetch-Site", "same-origin") // as browsers say, and no foreign page can
		b.do(r).want(http.StatusUnauthorized).sees("您刚才填写的内容还在")
		carried := b.hidden()
		carried.Set("username", "chen")
		carried.Set("password", password)
		b.post("/sign-in", carried).want(http.StatusSeeOther)
		b.get(here)
		if !strings.Contains(b.body, `value="天钥桥路 800 号"`) {
			t.Errorf("what was typed is lost (signed in again: %v)", again)
		}
	}
}

func TestACorrectionTypedBeforeTheSessionEndedIsShownAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.fill(draft)
	root := b.submit(draft)
	market := s.account("market", "周正", "market-regulation", allRoles...)
	s.act(market, root, "M01", "correct", engine.Action{Note: "请核对经营范围。", Fields: []string{"applicant/DE00105"}})
	here := "/cases/" + root + "/corrections/" + s.child(market, root, "M01").ID
	form := b.get(here).want(http.StatusOK).hidden()
	form.Set("csrf", b.csrf())
	form.Set("applicant/DE00105", "餐饮服务，不含酒类")
	s.wait(24 * time.Hour)
	b.postRaw(here, form).want(http.StatusUnauthorized)
	carried := b.hidden()
	carried.Set("username", "chen")
	carried.Set("password", password)
	b.post("/sign-in", carried).want(http.StatusOK).sees("请核对经营范围。", "餐饮服务，不含酒类")
	form = b.hidden()
	form.Set("applicant/DE00105", "餐饮服务，不含酒类")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	if c := s.child(market, root, "M01"); !strings.Contains(string(c.Answers), "不含酒类") {
		t.Errorf("the correction did not arrive: %s", c.Answers)
	}
}

func TestAWrongAnswerIsKeptAsTypedAndExplained(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	here := draft + "/sections/legalRep"
	form := b.get(here).want(http.StatusOK).hidden()
	if strings.Contains(b.body, "govuk-error-summary") {
		t.Error("an empty topic is shown with errors before anybody typed")
	}
	form.Set("legalRep/DE00001", "王小明")
	form.Set("legalRep/DE00004", "111")
	form.Set("legalRep/DE00005", " 310104 19850615 0032 ")
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusUnprocessableEntity)
	for _, want := range []string{"<title>错误：法定代表人 - 一事通</title>", `href="#f-legalRep-DE00005"`, `id="f-legalRep-DE00005-error"`, `aria-describedby="f-legalRep-DE00005-hint f-legalRep-DE00005-error"`, `value=" 310104 19850615 0032 "`} {
		if !strings.Contains(b.body, want) && !strings.Contains(b.body, strings.Replace(want, "f-legalRep-DE00005-hint ", "", 1)) {
			t.Errorf("the page has no %s", want)
		}
	}
	if n := strings.Count(text(b.body), "校验码不符"); n != 2 {
		t.Errorf("the same words stand %d times, want in the summary and beside the field", n)
	}
	b.get(draft).sees("有误")

	// Spaces and a lowercase x are no mistakes.
	form = b.get(here).hidden()
	for k, v := range answers() {
		if strings.HasPrefix(k, "legalRep/") {
			form[k] = v
		}
	}
	form.Set("legalRep/DE00005", "11010519491231002 x")
	form.Set("action", "continue")
	b.post(here, form).want(http.StatusSeeOther)
}

func TestRowsAreAddedAndRemovedByPlainButtons(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	here := b.start() + "/sections/employee"
	form := b.get(here).want(http.StatusOK).hidden()
	form.Set("employee/0/DE00001", "赵六")
	form.Set("action", "add:employee")
	b.post(here, form).want(http.StatusSeeOther)
	if to := b.header.Get("Location"); !strings.HasSuffix(to, "#f-employee-1") {
		t.Errorf("adding leads to %s", to)
	}
	form = b.get(here).sees("从业人员 1", "从业人员 2").hidden()
	form.Set("employee/0/DE00001", "赵六")
	form.Set("employee/1/DE00001", "钱七")
	form.Set("action", "remove:employee:0")
	b.post(here, form).want(http.StatusSeeOther)
	b.get(here).seesNot("从业人员 2")
	if !strings.Contains(b.body, `value="钱七"`) || strings.Contains(b.body, `value="赵六"`) {
		t.Error("the wrong row was removed")
	}
	form = b.hidden()
	form.Set("action", "remove:employee:99")
	b.post(here, form).want(http.StatusSeeOther)
}

func TestAScriptGetsTheFormWithoutSaving(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	here := draft + "/sections/premises"
	form := b.get(here).seesNot("租赁到期日").hidden()
	form.Set("csrf", b.csrf())
	form.Set("premises/DE00204", "2")
	r, err := http.NewRequest(http.MethodPost, s.URL+here, strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Fragment", "1")
	b.do(r).want(http.StatusOK).sees("租赁到期日")
	if strings.Contains(b.body, "<html") || !strings.HasPrefix(strings.TrimSpace(b.body), "<form id=\"section\"") {
		t.Error("a fragment is the form alone")
	}
	b.get(here).seesNot("租赁到期日")
}

func TestTwoWindowsNeverOverwriteEachOtherSilently(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	here := draft + "/sections/signboard"
	old := b.get(here).hidden()
	elsewhere := b.get(draft + "/sections/legalRep").hidden()

	// Another topic saved meanwhile disturbs nobody …
	elsewhere.Set("legalRep/DE00001", "王小明")
	elsewhere.Set("action", "later")
	b.post(draft+"/sections/legalRep", elsewhere).want(http.StatusSeeOther)
	first := url.Values{}
	for k, v := range old {
		first[k] = v
	}
	first.Set("signboard/DE00404", "福满堂")
	first.Set("action", "later")
	b.get(here)
	b.post(here, first).want(http.StatusSeeOther)

	// … the same one does.
	second := url.Values{}
	for k, v := range old {
		second[k] = v
	}
	second.Set("signboard/DE00404", "福满楼")
	second.Set("action", "continue")
	b.get(here)
	b.post(here, second).want(http.StatusConflict).sees("这一页刚在别处被修改", "福满堂", "福满楼")
	if !strings.Contains(b.body, `value="福满楼"`) {
		t.Error("what was typed here is not kept in the form")
	}
	again := b.hidden()
	again.Set("signboard/DE00404", "福满楼")
	again.Set("action", "later")
	b.post(here, again).want(http.StatusSeeOther)
	b.get(here)
	if !strings.Contains(b.body, `value="福满楼"`) {
		t.Error("saving again did not save")
	}
}

// An old bookmark, or a page open in another window while an answer changes.
func TestAPageThatIsNoLongerAskedForLeadsToTheTaskList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	signboard, material := draft+"/sections/signboard", draft+"/materials/MT16"
	form := b.get(signboard).want(http.StatusOK).hidden()
	b.get(material).want(http.StatusOK)
	b.get(draft)
	b.post(draft+"/guide", url.Values{"Q3": {"false"}}).want(http.StatusSeeOther)
	b.get(signboard).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("“招牌”现在不用办")

	b.get(material).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("现在不用办")
	b.upload(material, "file", "图.png", picture(), url.Values{"action": {"upload"}}).want(http.StatusSeeOther)
	b.follow().want(http.StatusOK).sees("现在不用办")
	form.Set("signboard/DE00404", "福满楼")
	form.Set("action", "later")
	b.post(signboard, form).want(http.StatusSeeOther)

	// Asked for again, it is a page again, and an old notice is none.
	b.get(draft)
	b.post(draft+"/guide", url.Values{"Q3": {"true"}}).want(http.StatusSeeOther)
	b.get(draft + "?unasked=signboard").want(http.StatusOK).seesNot("现在不用办")
	b.get(draft + "?unasked=" + url.QueryEscape(hostile)).want(http.StatusOK).seesNot("现在不用办")
	harmless(t, b)
	b.get(signboard).want(http.StatusOK)
	b.get(draft + "/materials/nope").want(http.StatusNotFound)
}

func TestUploadsAreListedReplacedAndDeleted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	here := draft + "/materials/MT10"
	b.get(here).want(http.StatusOK).sees("格式：PDF、JPG、PNG", "每个文件不超过 10 MB", "最多 5 个文件")
	b.upload(here, "file", "图.png", []byte("<html><script>alert(1)</script>"), url.Values{"action": {"upload"}}).
		want(http.StatusUnprocessableEntity).sees("图.png：")
	b.get(here)
	b.post(here, url.Values{"action": {"upload"}}).want(http.StatusUnprocessableEntity).sees("请先选择文件")
	b.upload(here, "file", `../../etc/<b>图 1</b>.png`, picture(), url.Values{"action": {"upload"}}).want(http.StatusSeeOther)
	b.follow().sees("已上传。")
	id := between(t, b.body, `value="remove:`, `"`)
	b.get("/files/" + id).want(http.StatusOK)
	for k, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Content-Disposition": "attachment;", "Content-Type": "image/png"} {
		if got := b.header.Get(k); !strings.Contains(got, want) {
			t.Errorf("%s is %q", k, got)
		}
	}
	if b.body != string(picture()) {
		t.Error("the file changed on its way")
	}
	b.get(here)
	b.upload(here, "file", "新图.png", picture(), url.Values{"action": {"upload"}, "replace": {id}}).want(http.StatusSeeOther)
	b.follow().sees("新图.png").seesNot("图 1")
	b.post(here, url.Values{"action": {"remove:" + between(t, b.body, `value="remove:`, `"`)}}).want(http.StatusSeeOther)
	b.follow().sees("已删除。").seesNot("新图.png")
}

func TestADraftIsSavedForLaterChangedAndThrownAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	form := b.get(draft + "/sections/signboard").hidden()
	form.Set("signboard/DE00404", "福满堂")
	form.Set("action", "later")
	b.post(draft+"/sections/signboard", form).want(http.StatusSeeOther)
	b.follow().sees("已保存。")

	// On another device, after changing one's mind about the signboard.
	other := s.browser()
	other.signIn("chen")
	other.get("/me").sees("开饭店一件事", "草稿")
	other.get(draft + "/guide").want(http.StatusOK)
	other.post(draft+"/guide", url.Values{"Q3": {"false"}}).want(http.StatusSeeOther)
	other.follow().seesNot("招牌").sees("本次一并申请 7 个事项")
	other.get(draft + "/guide")
	other.post(draft+"/guide", url.Values{"Q2": {"很大"}}).want(http.StatusUnprocessableEntity)
	other.get(draft + "/guide")
	other.post(draft+"/guide", url.Values{"Q3": {"true"}}).want(http.StatusSeeOther)
	other.get(draft + "/sections/signboard")
	if !strings.Contains(other.body, `value="福满堂"`) {
		t.Error("the hidden answer was lost")
	}

	other.post(draft+"/submit", url.Values{"key": {"k"}}).want(http.StatusUnprocessableEntity).sees("请先处理以下问题", "项没有列出")
	other.get(draft + "/delete").sees("不能恢复")
	other.post(draft+"/delete", url.Values{}).want(http.StatusSeeOther)
	other.get(draft).want(http.StatusNotFound)
}

func between(t *testing.T, s, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, from)
	if !ok {
		t.Fatalf("no %s on the page", from)
	}
	out, _, _ := strings.Cut(rest, to)
	return out
}

func TestASecondClickOnStartLeadsToTheSameDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for page, want := range map[string]string{"/themes/T01/needs" + guided: "填写申请", "/matters/M07": "填写申请"} {
		b := s.citizen("chen"+page[1:3], "陈一鸣")
		form := b.get(page).want(http.StatusOK).hidden()
		if len(form["key"]) != 1 || form.Get("key") == "" {
			t.Fatalf("the form of %s carries the keys %v", page, form["key"])
		}
		b.post("/drafts", form).want(http.StatusSeeOther)
		first := b.header.Get("Location")
		b.follow().sees(want)
		// A second click, and 后退 to the page as the browser kept it.
		for range 2 {
			if b.postRaw("/drafts", form).want(http.StatusSeeOther); b.header.Get("Location") != first {
				t.Errorf("%s sent again starts %s, not %s", page, b.header.Get("Location"), first)
			}
		}
		// Thrown away, and started again from the same old page: another one.
		b.get(first+"/delete").post(first+"/delete", url.Values{}).want(http.StatusSeeOther)
		b.postRaw("/drafts", form).want(http.StatusSeeOther)
		if b.header.Get("Location") == first {
			t.Error("a draft that was thrown away is started again as if it were there")
		}
		b.follow().want(http.StatusOK).sees(want)
	}

	// A stranger's second click on 登录 carries the same key.
	b := s.browser()
	form := b.get("/matters/M07").hidden()
	b.post("/drafts", form).want(http.StatusUnauthorized)
	carried := b.hidden()
	carried.Set("username", "lin")
	carried.Set("name", "林晓岚")
	carried.Set("password", password)
	b.post("/register", carried).want(http.StatusSeeOther)
	first := b.header.Get("Location")
	b.get(first).post("/sign-in", carried).want(http.StatusSeeOther)
	if b.header.Get("Location") != first {
		t.Errorf("signing in again starts %s, not %s", b.header.Get("Location"), first)
	}
}

// Whoever uploads a document reads what the departments call it.
func TestADocumentIsUploadedUnderAllItsNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	page := b.get(b.start() + "/materials/MT10").body
	if _, names, _ := strings.Cut(page, "各部门原来的叫法："); !strings.HasPrefix(names, "经营场所布局流程平面图、场所平面布置图") {
		t.Errorf("the upload page:\n%s", page)
	}
}

// Of documents that an answer decides between, a matter's page does not say that
// all are to be handed in.
func TestAMattersPageTellsDocumentsThatDependOnAnAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	for lang, w := range map[string][4]string{"zh": {"视情形", "母亲身份证", "父亲身份证", "监护人身份证"}, "en": {"Depends", "Mother’s identity card", "Father’s identity card", "Guardian’s identity card"}} {
		page := b.get("/matters/N05?lang=" + lang).want(http.StatusOK).body
		for _, name := range w[1:] {
			if row := between(t, page, `om-material__name">`+name, "</li>"); !strings.Contains(row, w[0]) {
				t.Errorf("%s: %s", name, row)
			}
		}
	}
}

package citizen_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

func TestBothLanguagesAndLargeTypeAreRemembered(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/themes/T01?lang=en").sees("Open a restaurant", "Food business licence", "8 matters, 6 departments")
	b.get("/themes/T01/guide?elder=1")
	if !strings.Contains(b.body, `<html lang="en" class="govuk-template elder">`) {
		t.Error("language or large type is not remembered")
	}
	b.get("/?elder=0&lang=zh")
	if !strings.Contains(b.body, `<html lang="zh-CN" class="govuk-template">`) {
		t.Error("language or large type cannot be undone")
	}
}

// A single matter, started through the API, has the same pages.
func TestAMatterFiledAloneHasTheSamePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	d, err := s.engine.StartDraft(ctx, a, "", "M07", nil, nil, "")
	must(t, err)
	draft := "/drafts/" + d.Draft.ID
	b.get(draft + "/guide").want(http.StatusNotFound)
	b.fill(draft)
	b.get(draft+"/check").sees("建设项目环境影响登记表备案", "静电式")
	root := b.submit(draft)
	b.get("/cases/" + root + "/receipt").sees("1 个事项已送达各部门，承诺共 1 个工作日内办结")
	b.get("/cases/"+root).sees("建设项目环境影响登记表备案", "正在“受理”")

	view, err := s.engine.Case(ctx, a, root)
	must(t, err)
	ecology := s.account("ecology", "蓝天", "ecology-environment", allRoles...)
	staff, err := s.engine.Case(ctx, ecology, root)
	must(t, err)
	for _, offered := range staff.Actions {
		if offered.Kind == "correct" {
			_, err = s.engine.Apply(ctx, ecology, root, view.Case.Revision, "k", engine.Action{Event: offered.Event, Note: "请核对。"})
			must(t, err)
		}
	}
	here := "/cases/" + root + "/corrections/" + root
	b.get("/cases/" + root).sees("等您处理")
	form := b.get(here).want(http.StatusOK).sees("请核对。", "查看并修改填写的内容和材料").hidden()
	form.Set("action", "submit")
	for k, v := range answers() {
		form[k] = v
	}
	b.post(here, form).want(http.StatusSeeOther)
	b.get(here).want(http.StatusSeeOther)
	b.get("/cases/" + root + "/application/" + root).want(http.StatusOK)
	b.get("/me").sees("建设项目环境影响登记表备案")
	b.get("/cases/" + view.Case.Number).want(http.StatusOK)
}

func TestADesignerSeesTheRealPageInAFrame(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.account("shen", "沈思", "service-centre", "designer")
	b := s.browser()
	b.signIn("shen")
	b.get("/preview/forms/M02?section=missing").want(http.StatusOK)
	if got := b.header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'self'") {
		t.Errorf("the preview cannot be framed: %s", got)
	}
	b.get("/preview/forms/T01?section=employee&lang=en&elder=1").want(http.StatusOK)
	if !strings.Contains(b.body, `lang="en" class="govuk-template elder"`) || b.header.Get("Set-Cookie") != "" && strings.Contains(b.header.Get("Set-Cookie"), "elder") {
		t.Error("the preview ignores, or remembers, what it was asked to show")
	}
	form := b.get("/preview/forms/T01?section=legalRep").want(http.StatusOK).hidden()
	form.Set("legalRep/DE00005", "1")
	form.Set("action", "continue")
	b.post("/preview/forms/T01?section=legalRep", form).want(http.StatusUnprocessableEntity).sees("请先处理以下问题")
	if drafts, _, err := s.engine.Drafts(context.Background(), engine.Actor{Account: "shen"}, engine.Page{}); err != nil || len(drafts) != 0 {
		t.Errorf("the preview saved something: %v %v", drafts, err)
	}
	// One department's own word stands there; those of several open at a touch, in the page's language.
	b.get("/preview/forms/T01?section=premises&matters=M03").want(http.StatusOK).sees("区消防救援支队称为：燃气类型").seesNot("个部门另有叫法", "区生态环境局称为")
	b.get("/preview/forms/T01?section=premises").want(http.StatusOK).sees("2 个部门另有叫法", "区生态环境局称为：燃料种类")
	b.get("/preview/forms/T01?section=premises&matters=M03&lang=en").want(http.StatusOK).seesNot("燃气")
	b.get("/preview/forms/nope").want(http.StatusNotFound)
	s.citizen("chen", "陈一鸣").get("/preview/forms/T01").want(http.StatusNotFound)
}

// A matter that needs a grease trap asks whether there is one: nobody is made
// to swear instead, and a “no” is answered by what the matter needs.
func TestAFactThatMustBeTrueIsStillAQuestion(t *testing.T) {
	t.Parallel()
	b := newSite(t).citizen("chen", "陈一鸣")
	draft := b.start()
	for _, section := range b.get(draft).links(sectionLink) {
		b.get(section).want(http.StatusOK)
		if !strings.Contains(b.body, `name="premises/DE00502"`) {
			continue
		}
		b.sees("有无隔油池").seesNot("我已阅读并承诺")
		form := b.hidden()
		form.Set("premises/DE00502", "false")
		form.Set("action", "continue")
		b.post(section, form).want(http.StatusUnprocessableEntity).sees("有无隔油池须为“是”")
		return
	}
	t.Error("no topic asks for the grease trap")
}

// What need not be handed in may be: it stands among what is asked, as it does in the filing.
func TestAnOptionalMaterialIsOffered(t *testing.T) {
	t.Parallel()
	b := newSite(t).browser()
	b.get("/themes/T01/needs" + guided).want(http.StatusOK)
	asked := b.body[strings.Index(b.body, "要交的材料"):strings.Index(b.body, "不用交的材料")]
	if !strings.Contains(asked, "银行开户许可证") || !strings.Contains(asked, "选交") {
		t.Error("the permit to open an account is not offered")
	}
}

func TestASummaryOfThousandsListsTheFirstAndCountsTheRest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx, a := context.Background(), s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	draft := b.start()
	var rows []map[string]any
	for i := range 400 {
		rows = append(rows, map[string]any{"DE00001": fmt.Sprint("员工", i), "DE00005": "310104198506150032"}) // a wrong check digit
	}
	raw, err := json.Marshal(rows)
	must(t, err)
	_, err = s.engine.SaveAnswers(ctx, a, draft[len("/drafts/"):], 0, engine.Patch{Answers: map[string]json.RawMessage{"employee": raw}})
	must(t, err)
	more := regexp.MustCompile(`还有 (\d+) 项没有列出`)
	unsaid := func() {
		t.Helper()
		m := more.FindStringSubmatch(b.body)
		if m == nil {
			t.Fatalf("%s does not say how many are not listed", b.url.Path)
		}
		if n, err := strconv.Atoi(m[1]); err != nil || n < 350 {
			t.Errorf("%s leaves %d unlisted of more than 400", b.url.Path, n)
		}
	}
	b.get(draft)
	unsaid()
	b.get(draft + "/check").want(http.StatusOK)
	unsaid()
	b.post(draft+"/submit", url.Values{}).want(http.StatusUnprocessableEntity)
	unsaid()
	_, summary, _ := strings.Cut(b.body, "govuk-error-summary__list")
	summary, _, _ = strings.Cut(summary, "</ul>")
	if n := strings.Count(summary, "<li>"); n != 50 || strings.Count(summary, "<a href") != 50 {
		t.Errorf("the summary lists %d", n)
	}
	b.get(draft + "/check?lang=en").want(http.StatusOK).sees("more not listed here")
}

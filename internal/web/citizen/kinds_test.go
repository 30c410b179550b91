package citizen_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// kind is one kind of field on the pages of a citizen without scripts.
type kind struct {
	element string // its attributes, in YAML
	// What is posted, by what follows the field's path in a control's name; what
	// is stored of it; what the page then shows as values of its controls.
	good, other   map[string]string
	stored, again string
	wrong         map[string]string // refused, and kept as typed
	says          string            // beside the field
}

var kinds = map[string]kind{
	"money": {"type: money, currency: CNY",
		map[string]string{"": "1,250.50"}, map[string]string{"": "80"}, `1250.5`, `80`, map[string]string{"": "一千"}, "须为金额"},
	"time": {"type: time",
		map[string]string{"": "09:30"}, map[string]string{"": "17:05"}, `"09:30"`, `"17:05"`, map[string]string{"": "25:00"}, "时间"},
	"datetime": {"type: datetime",
		map[string]string{".date": "2026-05-01", ".time": "09:30"}, map[string]string{".date": "2026-05-02", ".time": "10:00"},
		`"2026-05-01T09:30:00+08:00"`, `"2026-05-02T10:00:00+08:00"`, map[string]string{".date": "2026-02-30", ".time": "09:30"}, "日期"},
	"daterange": {"type: daterange",
		map[string]string{".from.y": "2026", ".from.m": "5", ".from.d": "1", ".to.y": "2026", ".to.m": "5", ".to.d": "3"},
		map[string]string{".from.y": "2026", ".from.m": "6", ".from.d": "1", ".to.y": "2026", ".to.m": "6", ".to.d": "3"},
		`{"from":"2026-05-01","to":"2026-05-03"}`, `{"from":"2026-06-01","to":"2026-06-03"}`,
		map[string]string{".from.y": "2026", ".from.m": "5", ".from.d": "4", ".to.y": "2026", ".to.m": "5", ".to.d": "3"}, "早于"},
	"person": {"type: person, sensitivity: personal",
		map[string]string{".name": "欧阳雪梅", ".phone": "13800138000"}, map[string]string{".name": "诸葛青", ".phone": "021-54321234"},
		`{"name":"欧阳雪梅","phone":"13800138000"}`, `{"name":"诸葛青","phone":"021-54321234"}`,
		map[string]string{".name": "欧阳雪梅", ".phone": "12"}, "电话"},
	"organisation": {"type: organisation, x-required-parts: [creditCode]",
		map[string]string{".name": "翠谷园艺", ".creditCode": "91350100m000100y43"}, map[string]string{".name": "翠谷园艺二店", ".creditCode": "91350100M000100Y43"},
		`{"name":"翠谷园艺","creditCode":"91350100M000100Y43"}`, `{"name":"翠谷园艺二店","creditCode":"91350100M000100Y43"}`,
		map[string]string{".name": "翠谷园艺", ".creditCode": "91350100M000100Y44"}, "信用代码"},
	"identity": {"type: identity, sensitivity: sensitive",
		map[string]string{".idType": "111", ".idNumber": "11010519491231002x"}, map[string]string{".idType": "414", ".idNumber": "E12345678"},
		`{"idType":"111","idNumber":"11010519491231002X"}`, `{"idType":"414","idNumber":"E12345678"}`,
		map[string]string{".idType": "111", ".idNumber": "110105194912310021"}, "号码"},
	"address": {"type: address, codeList: KL_PLACE",
		map[string]string{".division.0": "31", ".division.1": "3101", ".detail": "天钥桥路 8 号"}, map[string]string{".division.0": "31", ".division.1": "3102", ".detail": "漕溪路 9 号"},
		`{"division":"3101","detail":"天钥桥路 8 号"}`, `{"division":"3102","detail":"漕溪路 9 号"}`,
		map[string]string{".division.0": "31", ".division.1": "3101", ".detail": ""}, "地址"},
	"phone": {"type: phone",
		map[string]string{"": "138 0013 8000"}, map[string]string{"": "021-54321234"}, `"13800138000"`, `"021-54321234"`, map[string]string{"": "12"}, "电话"},
	"email": {"type: email",
		map[string]string{"": "xuemei@example.com"}, map[string]string{"": "qing@example.com"}, `"xuemei@example.com"`, `"qing@example.com"`, map[string]string{"": "xuemei@"}, "请填写正确的"},
	"url": {"type: url",
		map[string]string{"": "https://example.com/a?b=1&c=2"}, map[string]string{"": "https://example.org"}, `"https://example.com/a?b=1&c=2"`, `"https://example.org"`, map[string]string{"": "javascript:alert(1)"}, "请填写正确的"},
	"point": {"type: point",
		map[string]string{".longitude": "121.4375", ".latitude": "31.1886"}, map[string]string{".longitude": "-0.5", ".latitude": "51.5"},
		`{"longitude":121.4375,"latitude":31.1886}`, `{"longitude":-0.5,"latitude":51.5}`, map[string]string{".longitude": "181", ".latitude": "31"}, "经度"},
	"signature": {"type: signature",
		map[string]string{".name": "欧阳雪梅", ".strokes": ""}, map[string]string{".name": "诸葛青", ".strokes": ""},
		`{"kind":"typed","name":"欧阳雪梅","date":"2026-03-09"}`, `{"kind":"typed","name":"诸葛青","date":"2026-03-09"}`,
		map[string]string{".name": strings.Repeat("雪", 101), ".strokes": ""}, "字"},
	"table": {"type: table, rows: KL_COST, columns: [KE_amount, KE_remark]",
		map[string]string{".rent.KE_amount": "3000", ".rent.KE_remark": "含物业费", ".food.KE_amount": "1200.5"}, map[string]string{".food.KE_remark": "只有晚饭"},
		`{"rent":{"KE_amount":3000,"KE_remark":"含物业费"},"food":{"KE_amount":1200.5}}`, `{"food":{"KE_remark":"只有晚饭"}}`,
		map[string]string{".rent.KE_amount": "三千"}, "须为金额"},
	"file": {"type: file, x-accept: [image/png], maxItems: 2", nil, nil, "", "", nil, ""},
}

const kindsFlow = `
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 2,
     on: [{event: pass, label: {zh: 通过, en: Pass}, target: issued, kind: deliver},
          {event: correct, label: {zh: 补正, en: Correct}, target: wait, kind: correct},
          {event: refuse, label: {zh: 不予受理, en: Refuse}, target: refused, kind: refuse}]}
  - {id: wait, name: {zh: 待补正, en: Waiting}, type: wait,
     on: [{event: resubmit, label: {zh: 提交补正, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: issued, name: {zh: 已办结, en: Issued}, type: final, outcome: issued}
  - {id: refused, name: {zh: 终止, en: Refused}, type: final, outcome: refused}
`

// longLabel is as long as a question in a form can become.
func longLabel(kind string) string {
	return kind + strings.Repeat("，请按照证件和合同上的写法完整填写", 8)
}

// publishKinds makes a matter whose form has a topic for each kind, and one of
// rows within rows.
func (s *site) publishKinds() {
	s.t.Helper()
	var elements, props, sections strings.Builder
	for name, k := range kinds {
		fmt.Fprintf(&elements, "- {id: K_%s, name: {zh: 项目, en: Item}, %s}\n", name, k.element)
		fmt.Fprintf(&props, "      K_%s: {$ref: \"element:K_%s\", x-label: {zh: %q, en: Long}}\n", name, name, longLabel(name))
		fmt.Fprintf(&sections, "    - {id: %s, title: {zh: 主题, en: Topic}, fields: [applicant/K_%s]}\n", name, name)
	}
	files := fstest.MapFS{}
	for name, body := range map[string]string{
		"pack.yaml":        "name: kinds\ntitle: {zh: 各种字段, en: Kinds}\nversion: 1.0.0\nneeds: [china-calendar]\n",
		"subjects.yaml":    "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n- {id: member, name: {zh: 家庭成员, en: Member}}\n",
		"departments.yaml": "- {id: kinds-office, name: {zh: 登记处, en: Registry}}\n",
		"codes/codes.yaml": "- {id: KL_PLACE, name: {zh: 区划, en: Places}, entries: [{code: \"31\", name: {zh: 上海市, en: Shanghai}}, {code: \"3101\", parent: \"31\", name: {zh: 徐汇区, en: Xuhui}}, {code: \"3102\", parent: \"31\", name: {zh: 长宁区, en: Changning}}]}\n" +
			"- {id: KL_COST, name: {zh: 支出, en: Costs}, entries: [{code: rent, name: {zh: 房租, en: Rent}}, {code: food, name: {zh: 饮食, en: Food}}]}\n",
		"elements/elements.yaml": elements.String() +
			"- {id: KE_amount, name: {zh: 金额, en: Amount}, type: money}\n- {id: KE_remark, name: {zh: 备注, en: Remark}, type: string, maxLength: 20}\n- {id: KE_name, name: {zh: 姓名, en: Name}, type: string, maxLength: 20}\n",
		"workflows/KF.yaml": "id: KF\ntitle: {zh: 流程, en: Flow}" + kindsFlow,
		"matters/KM.yaml":   "id: KM\nname: {zh: 什么都填, en: Everything}\ndepartment: kinds-office\nstatutoryDays: 10\npromisedDays: 5\nform: KM\nworkflow: KF\nresult: {name: {zh: 回执, en: Receipt}}\n",
		"forms/KM.yaml": "$schema: https://json-schema.org/draft/2020-12/schema\n$id: form:KM\nx-title: {zh: 什么都填, en: Everything}\ntype: object\nproperties:\n" +
			"  applicant:\n    type: object\n    x-subject: applicant\n    properties:\n" + props.String() + `
  member:
    type: array
    x-subject: member
    items:
      type: object
      x-order: [KE_name, paper]
      properties:
        KE_name: {$ref: "element:KE_name"}
        paper:
          type: array
          x-label: {zh: 证明, en: Paper}
          items: {type: object, properties: {KE_remark: {$ref: "element:KE_remark"}}}
x-layout:
  sections:
` + sections.String() + "    - {id: members, title: {zh: 成员, en: Members}, fields: [member]}\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	pack, ps := catalog.Read(files)
	if ps.Failed() {
		s.t.Fatal(ps)
	}
	_, ps, err := s.cat.Publish(context.Background(), pack, monday)
	must(s.t, err)
	if ps.Failed() {
		s.t.Fatal(ps)
	}
	must(s.t, s.engine.EnsureOrganisations(context.Background()))
}

// give puts what is typed into a form.
func give(form url.Values, path string, typed map[string]string) {
	for suffix, v := range typed {
		form.Set(path+suffix, v)
	}
}

var (
	controlTag = regexp.MustCompile(`(?s)<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>`)
	valueOf    = regexp.MustCompile(`\bvalue="([^"]*)"`)
	errorLink  = regexp.MustCompile(`href="#(f-[^"]+)"`)
)

// holds fails unless the page's control of each name shows what was typed.
func (b *browser) holds(path string, typed map[string]string) {
	b.t.Helper()
	for suffix, want := range typed {
		name, found := path+suffix, false
		for _, m := range controlTag.FindAllStringSubmatchIndex(b.body, -1) {
			if b.body[m[2]:m[3]] != name {
				continue
			}
			tag := b.body[m[0]:m[1]]
			switch {
			case strings.HasPrefix(tag, "<select"):
				options, _, _ := strings.Cut(b.body[m[1]:], "</select>")
				found = strings.Contains(options, `value="`+html.EscapeString(want)+`" selected`) || want == ""
			case strings.Contains(tag, `type="radio"`):
				found = found || strings.Contains(tag, `value="`+want+`"`) && strings.Contains(tag, " checked")
			default:
				v := valueOf.FindStringSubmatch(tag)
				found = len(v) > 1 && html.UnescapeString(v[1]) == want
			}
		}
		if !found {
			b.t.Errorf("%s: no control %s shows %q", b.url.Path, name, want)
		}
	}
}

// explains fails unless the page has a summary of errors whose links lead to
// controls of the field, with the words beside it.
func (b *browser) explains(path, says string) {
	b.t.Helper()
	_, summary, _ := strings.Cut(b.body, `class="govuk-error-summary`)
	summary, _, _ = strings.Cut(summary, "</ul>")
	links := errorLink.FindAllStringSubmatch(summary, -1)
	if len(links) == 0 || !strings.Contains(b.body, "<title>错误：") || !strings.Contains(text(summary), says) {
		b.t.Errorf("%s: the summary says %q", path, text(summary))
	}
	for _, l := range links {
		if !strings.HasPrefix(l[1], "f-"+strings.ReplaceAll(path, "/", "-")) || !strings.Contains(b.body, `id="`+l[1]+`"`) {
			b.t.Errorf("%s: the summary links to %s, which is not there", path, l[1])
		}
	}
	if _, beside, ok := strings.Cut(b.body, "govuk-error-message"); !ok || !strings.Contains(text(beside[:min(len(beside), 2000)]), says) {
		b.t.Errorf("%s: nothing beside the field says %q", path, says)
	}
}

func (s *site) answer(a engine.Actor, draft, path string) string {
	s.t.Helper()
	v, err := s.engine.Draft(context.Background(), a, draft)
	must(s.t, err)
	return string(v.Record.Raw(path))
}

// Every kind of field works alone, without scripts: drawn empty under a long
// label, refused with what was typed, stored, drawn filled in, and put right
// when a department asks.
func TestEveryKindOfFieldWithoutScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publishKinds()
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	d, err := s.engine.StartDraft(ctx, a, "", "KM", nil, nil, "")
	must(t, err)
	draft := "/drafts/" + d.Draft.ID
	on := func(t *testing.T) *browser { c := *b; c.t = t; return &c }
	for name, k := range kinds {
		t.Run(name, func(t *testing.T) {
			b, here, path := on(t), draft+"/sections/"+name, "applicant/K_"+name
			form := b.get(here).want(http.StatusOK).sees(longLabel(name)).hidden()
			if name == "file" {
				b.upload(here, path+".file", "合同.pdf", []byte("%PDF-1.7 x"), form).want(http.StatusUnprocessableEntity).explains(path, "PNG")
				form = b.hidden()
				form.Set("action", "continue")
				b.upload(here, path+".file", "照片.png", picture(), form).want(http.StatusSeeOther)
				b.get(here).sees("照片.png")
				var files []struct{ Name string }
				if raw := s.answer(a, d.Draft.ID, path); json.Unmarshal([]byte(raw), &files) != nil || len(files) != 1 || files[0].Name != "照片.png" {
					t.Errorf("stored %s", raw)
				}
				return
			}
			give(form, path, k.wrong)
			form.Set("action", "continue")
			b.post(here, form).want(http.StatusUnprocessableEntity).explains(path, k.says)
			b.holds(path, k.wrong)
			b.get(here+"?errors=1").explains(path, k.says)
			b.holds(path, k.wrong)

			form = b.hidden()
			give(form, path, k.good)
			form.Set("action", "continue")
			b.post(here, form).want(http.StatusSeeOther)
			if got := s.answer(a, d.Draft.ID, path); got != k.stored {
				t.Errorf("stored %s, want %s", got, k.stored)
			}
			b.get(here).want(http.StatusOK)
			shown := map[string]string{}
			for suffix, v := range k.good {
				shown[suffix] = map[string]string{"1,250.50": "1250.5", "91350100m000100y43": "91350100M000100Y43", "11010519491231002x": "11010519491231002X", "138 0013 8000": "13800138000"}[v]
				if shown[suffix] == "" {
					shown[suffix] = v
				}
			}
			b.holds(path, shown)
			if strings.Contains(b.body, "govuk-error-message") {
				t.Error("what is right is shown with an error")
			}
		})
	}
	root := b.submit(draft)

	// The department names every field; each is refused and put right on the one page.
	office := s.account("office", "周正", "kinds-office", allRoles...)
	var asked []string
	for name := range kinds {
		asked = append(asked, "applicant/K_"+name)
	}
	s.ask(office, root, asked)
	here := "/cases/" + root + "/corrections/" + root
	filled := func(t *testing.T, b *browser) url.Values {
		form := b.get(here).want(http.StatusOK).hidden()
		for name, k := range kinds {
			give(form, "applicant/K_"+name, k.other)
		}
		form.Set("action", "submit")
		return form
	}
	for name, k := range kinds {
		t.Run("putting right "+name, func(t *testing.T) {
			b, path := on(t), "applicant/K_"+name
			form := filled(t, b)
			b.sees(longLabel(name))
			if name == "file" {
				b.upload(here, path+".file", "合同.pdf", []byte("%PDF-1.7 x"), form).want(http.StatusUnprocessableEntity).explains(path, "PNG")
				return
			}
			for suffix := range k.good {
				form.Del(path + suffix)
			}
			give(form, path, k.wrong)
			b.post(here, form).want(http.StatusUnprocessableEntity).explains(path, k.says)
			b.holds(path, k.wrong)
		})
	}
	form := filled(t, b)
	form.Set("applicant/K_table.rent.KE_amount", "")
	form.Set("applicant/K_table.rent.KE_remark", "")
	form.Set("applicant/K_table.food.KE_amount", "")
	b.upload(here, "applicant/K_file.file", "第二张.png", picture(), form).want(http.StatusSeeOther)
	c, err := s.engine.Case(ctx, a, root)
	must(t, err)
	for name, k := range kinds {
		if got := string(c.Record.Raw("applicant/K_" + name)); name != "file" && got != k.again || name == "file" && strings.Count(got, ".png") != 2 {
			t.Errorf("%s is put right as %s, want %s", name, got, k.again)
		}
	}
}

// ask sends a matter's case back for what is named.
func (s *site) ask(a engine.Actor, id string, fields []string) {
	s.t.Helper()
	view, err := s.engine.Case(context.Background(), a, id)
	must(s.t, err)
	_, err = s.engine.Apply(context.Background(), a, id, view.Case.Revision, "ask", engine.Action{Event: "correct", Note: "请核对。", Fields: fields})
	must(s.t, err)
}

// Without scripts a button that changes the rows of a correction draws the page
// again; the browser comes back to the row, not to the top.
func TestARowOfACorrectionIsAddedAndRemovedInItsPlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publishKinds()
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	d, err := s.engine.StartDraft(ctx, a, "", "KM", nil, nil, "")
	must(t, err)
	draft := "/drafts/" + d.Draft.ID
	form := b.get(draft + "/sections/members").want(http.StatusOK).hidden()
	form.Set("member.rows", "1")
	form.Set("member/0/KE_name", "陈小满")
	form.Set("action", "continue")
	b.post(draft+"/sections/members", form).want(http.StatusSeeOther)
	root := b.submit(draft)
	s.ask(s.account("office", "周正", "kinds-office", allRoles...), root, []string{"member", "applicant/K_address", "applicant/K_file"})
	here := "/cases/" + root + "/corrections/" + root

	// press posts as a browser does: to the button's own address. It gives the
	// place in the page that the browser goes to.
	press := func(action string, typed url.Values) string {
		t.Helper()
		button := regexp.MustCompile(`<button [^>]*name="action" value="` + regexp.QuoteMeta(action) + `"[^>]*>`).FindString(b.body)
		to := regexp.MustCompile(`formaction="([^"#]*)#([^"]+)"`).FindStringSubmatch(button)
		if to == nil {
			t.Fatalf("the button %s leads nowhere: %s", action, button)
		}
		form := b.hidden()
		for k, v := range typed {
			form[k] = v
		}
		form.Set("action", action)
		b.post(to[1], form).want(http.StatusOK)
		if !strings.Contains(b.body, `id="`+to[2]+`"`) {
			t.Fatalf("%s comes back to %s, which is not there", action, to[2])
		}
		return to[2]
	}
	b.get(here).want(http.StatusOK)
	names := url.Values{"member/0/KE_name": {"陈小满"}}
	if at := press("add:member", names); at != "f-member-1" {
		t.Errorf("a new row is at %s", at)
	}
	names.Set("member/1/KE_name", "陈立夏")
	if at := press("add:member/1/paper", names); at != "f-member-1-paper-0" {
		t.Errorf("a new row of a row is at %s", at)
	}
	names.Set("member/1/paper/0/KE_remark", "户口簿")
	b.holds("member/1", map[string]string{"/KE_name": "陈立夏"})
	if at := press("narrow:applicant/K_address.division", url.Values{"member/1/KE_name": {"陈立夏"}, "applicant/K_address.division.0": {"31"}, "member/0/KE_name": {"陈小满"}, "member/1/paper/0/KE_remark": {"户口簿"}}); at != "g-f-applicant-K_address-division" {
		t.Errorf("the next level is at %s", at)
	}
	if at := press("remove:member:0", names); at != "f-member" {
		t.Errorf("after a row is removed the browser is at %s", at)
	}
	b.holds("member/0", map[string]string{"/KE_name": "陈立夏", "/paper/0/KE_remark": "户口簿"})
	form = b.hidden()
	form.Set("member/0/KE_name", "陈立夏")
	form.Set("member/0/paper/0/KE_remark", "户口簿")
	form.Set("action", "submit")
	b.post(here, form).want(http.StatusSeeOther)
	c, err := s.engine.Case(ctx, a, root)
	must(t, err)
	if got := string(c.Case.Answers); !strings.Contains(got, `"member":[{"KE_name":"陈立夏","paper":[{"KE_remark":"户口簿"}]}]`) {
		t.Errorf("the rows are %s", got)
	}
}

// A column named without rows is asked in each row, and a list in rows row by row:
// nothing else of the rows can be changed, and what is typed is handed in.
func TestACorrectionOfAColumnAsksForItInEachRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.publishKinds()
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	d, err := s.engine.StartDraft(ctx, a, "", "KM", nil, json.RawMessage(`{"member":[{"KE_name":"陈小满"},{"KE_name":"陈立夏","paper":[{"KE_remark":"户口簿"}]}]}`), "")
	must(t, err)
	root := b.submit("/drafts/" + d.Draft.ID)
	office := s.account("office", "周正", "kinds-office", allRoles...)
	here := "/cases/" + root + "/corrections/" + root
	for _, c := range []struct {
		asked []string
		there []string
		not   []string
		give  map[string]string
		want  string
	}{
		{[]string{"member/KE_name"}, []string{`name="member/0/KE_name"`, `name="member/1/KE_name"`, "家庭成员 1：陈小满"}, []string{`"add:`, `"remove:`, "KE_remark"},
			map[string]string{"member/1/KE_name": "陈立冬"}, `"member":[{"KE_name":"陈小满"},{"KE_name":"陈立冬","paper":[{"KE_remark":"户口簿"}]}]`},
		{[]string{"member/paper"}, []string{`"add:member/0/paper"`, `"add:member/1/paper"`, `name="member/1/paper/0/KE_remark"`}, []string{`"add:member"`, "KE_name"},
			map[string]string{"member/1/paper/0/KE_remark": "身份证"}, `"member":[{"KE_name":"陈小满"},{"KE_name":"陈立冬","paper":[{"KE_remark":"身份证"}]}]`},
		{[]string{"member/paper/KE_remark"}, []string{`name="member/1/paper/0/KE_remark"`}, []string{`"add:`, "KE_name"},
			map[string]string{"member/1/paper/0/KE_remark": "护照"}, `"member":[{"KE_name":"陈小满"},{"KE_name":"陈立冬","paper":[{"KE_remark":"护照"}]}]`},
		{[]string{"member/KE_name", "member/1/paper", "member"}, []string{`"add:member"`, `"add:member/1/paper"`}, nil,
			map[string]string{"member/1/KE_name": "陈立秋", "member/1/paper/0/KE_remark": "护照"}, `"member":[{"KE_name":"陈小满"},{"KE_name":"陈立秋","paper":[{"KE_remark":"护照"}]}]`},
	} {
		view, err := s.engine.Case(ctx, office, root)
		must(t, err)
		_, err = s.engine.Apply(ctx, office, root, view.Case.Revision, "", engine.Action{Event: "correct", Note: "请核对。", Fields: c.asked})
		must(t, err)
		form := b.get(here).want(http.StatusOK).hidden()
		for _, x := range c.there {
			if !strings.Contains(b.body, x) {
				t.Errorf("%s: %s is not on the page", c.asked, x)
			}
		}
		for _, x := range c.not {
			if strings.Contains(b.body, x) {
				t.Errorf("%s: %s is on the page", c.asked, x)
			}
		}
		for _, name := range regexp.MustCompile(`<input[^>]* name="(member/[^"]*)"`).FindAllStringSubmatch(b.body, -1) {
			if n := strings.Count(b.body, ` name="`+name[1]+`"`); n != 1 {
				t.Errorf("%s: %s is %d times on the page", c.asked, name[1], n)
			}
		}
		form.Set("member/0/KE_name", "陈小满")
		for path, v := range c.give {
			form.Set(path, v)
		}
		form.Set("action", "submit")
		b.post(here, form).want(http.StatusSeeOther)
		kept, err := s.store.Case(ctx, root)
		must(t, err)
		if !strings.Contains(string(kept.Answers), c.want) {
			t.Errorf("%s: kept is %s", c.asked, kept.Answers)
		}
	}
}

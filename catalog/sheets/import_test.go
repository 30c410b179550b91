package sheets

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// changed reads the tea house with some cells changed: sheet, row as people count, column, text.
func changed(t *testing.T, cells ...[4]string) *Book {
	t.Helper()
	book := mustBook(t, teahouse)
	for _, c := range cells {
		found := false
		for _, r := range book.Sheets[c[0]].Rows {
			if n, _ := whole(c[1]); n == r.Number {
				r.cells[c[2]] = c[3]
				found = true
			}
		}
		if !found {
			t.Fatalf("%s has no row %s", c[0], c[1])
		}
	}
	return book
}

func TestElementsBecomeWhatTheStandardSays(t *testing.T) {
	t.Parallel()
	p := Import(mustBook(t, restaurant), mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)}).Pack
	for id, want := range map[string]string{
		"DE00001": `{"type":"string","maxLength":50,"sensitivity":"personal"}`,
		"DE00005": `{"type":"string","maxLength":18,"format":"cn-resident-id","x-format-when":"DE00004 == '111'","sensitivity":"sensitive"}`,
		"DE00006": `{"type":"string","minLength":11,"maxLength":11,"pattern":"^1[3-9]\\d{9}$","format":"cn-mobile","sensitivity":"personal"}`,
		"DE00008": `{"type":"string","maxLength":100,"format":"email","sensitivity":"personal"}`,
		"DE00003": `{"type":"date","x-not-after":"today","sensitivity":"personal"}`,
		"DE00013": `{"type":"date","x-not-before":"today","sensitivity":"personal"}`,
		"DE00102": `{"type":"string","minLength":18,"maxLength":18,"format":"cn-uscc","sensitivity":"general"}`,
		"DE00104": `{"type":"number","minimum":0,"x-integer-digits":12,"x-fraction-digits":2,"sensitivity":"general"}`,
		"DE00105": `{"type":"text","maxLength":2000,"sensitivity":"general"}`,
		"DE00202": `{"type":"string","maxLength":200,"sensitivity":"general"}`,
		"DE00203": `{"type":"number","exclusiveMinimum":0,"x-integer-digits":6,"x-fraction-digits":2,"sensitivity":"general"}`,
		"DE00208": `{"type":"integer","minimum":-5,"maximum":150,"x-integer-digits":3,"sensitivity":"general"}`,
		"DE00302": `{"type":"codes","codeList":"CL_FOOD_ITEM","sensitivity":"general"}`,
		"DE00306": `{"type":"text","maxLength":200,"sensitivity":"general"}`,
		"DE00403": `{"type":"number","minimum":0.1,"maximum":30,"x-integer-digits":3,"x-fraction-digits":2,"sensitivity":"general"}`,
		"DE00603": `{"type":"boolean","const":true,"sensitivity":"general"}`,
	} {
		e := p.Elements[id]
		got, err := json.Marshal(struct {
			Type metamodel.Type `json:"type"`
			metamodel.Constraints
			CodeList    string                `json:"codeList,omitempty"`
			Sensitivity metamodel.Sensitivity `json:"sensitivity"`
		}{e.Type, e.Constraints, e.CodeList, e.Sensitivity})
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestASheetMayNameEveryTypeWithoutColumns(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]metamodel.Type{
		"money": metamodel.TypeMoney, "金额型": metamodel.TypeMoney, "time": metamodel.TypeTime, "日期时间型": metamodel.TypeDateTime, "daterange": metamodel.TypeDateRange, "person": metamodel.TypePerson,
		"organisation": metamodel.TypeOrganisation, "identity": metamodel.TypeIdentity, "phone": metamodel.TypePhone, "email": metamodel.TypeEmail, "URL": metamodel.TypeURL, "point": metamodel.TypePoint,
		"file": metamodel.TypeFile, "signature": metamodel.TypeSignature,
	} {
		r := Import(changed(t, [4]string{DataElements, "2", "数据类型", name}, [4]string{DataElements, "2", "数据格式", ""}), nil, Options{Releases: china(t)})
		if e := r.Pack.Elements["DE1"]; e.Type != want {
			t.Errorf("%s became %s", name, e.Type)
		}
	}
	r := Import(changed(t, [4]string{DataElements, "2", "数据类型", "address"}, [4]string{DataElements, "2", "数据格式", ""}, [4]string{DataElements, "2", "值域", "CL_KIND"}), nil, Options{Releases: china(t)})
	if e := r.Pack.Elements["DE1"]; e.Type != metamodel.TypeAddress || e.CodeList != "CL_KIND" {
		t.Errorf("an address has its divisions: %+v", e)
	}
	r = Import(changed(t, [4]string{DataElements, "2", "数据类型", "table"}), nil, Options{Releases: china(t)})
	if r.Written() {
		t.Error("a table has columns, for which the sheet has no place")
	}
}

func TestARepeatTakesTheConditionItsFieldsShare(t *testing.T) {
	t.Parallel()
	p := Import(mustBook(t, restaurant), mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)}).Pack
	g := p.Forms["M01"].Properties["shareholder"]
	if g.Type != "array" || g.Visible != "applicant.DE00103 != '9910'" || *g.MinItems != 1 || *g.MaxItems != 50 {
		t.Errorf("shareholders became %+v", g)
	}
	for id, f := range g.Items.Properties {
		if f.Visible != "" {
			t.Errorf("%s keeps the condition %q", id, f.Visible)
		}
	}
	if got := string(g.Items.Properties["DE00104"].ExclusiveMinimum); got != "0" {
		t.Errorf("出资额 is tightened to %q", got)
	}
}

func TestARuleInsideARepeatSpeaksOfItsRow(t *testing.T) {
	t.Parallel()
	r := Import(changed(t, [4]string{FormFields, "8", "显示条件", "DE3@从业人员 == '111'"}), nil, Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	g := r.Pack.Forms["A1"].Properties["employee"]
	if got := g.Items.Properties["DE2"].Visible; got != "row.DE3 == '111'" || g.Visible != "" {
		t.Errorf("the condition became %q, the group's %q", got, g.Visible)
	}
}

func TestWaitingForTheCitizenComesBackToTheSameStep(t *testing.T) {
	t.Parallel()
	w := Import(mustBook(t, teahouse), nil, Options{Releases: china(t)}).Pack.Workflows
	states := map[string]workflows.State{}
	for _, s := range w["A2"].States {
		states[s.ID] = s
	}
	for id, back := range map[string]string{"accept.correct": "accept", "inspect.rectify": "inspect"} {
		s := states[id]
		if s.Type != workflows.Wait || len(s.On) != 1 || s.On[0].Target != back || s.On[0].Kind != workflows.Resubmit {
			t.Errorf("%s is %+v", id, s)
		}
	}
	var kinds []string
	for _, t := range append(states["accept"].On, append(states["inspect"].On, states["deliver"].On...)...) {
		kinds = append(kinds, t.Event+" "+string(t.Kind)+" "+t.Target)
	}
	same(t, "transitions", kinds, []string{
		"pass forward inspect", "correct correct accept.correct",
		"qualified forward deliver", "rectify rectify inspect.rectify", "unqualified refuse refused", "deliver deliver issued",
	})
	if states["issued"].Outcome != workflows.Issued || states["refused"].Outcome != workflows.Refused {
		t.Errorf("the ends are %+v and %+v", states["issued"], states["refused"])
	}
}

func TestUnknownNamesGetPinyinIdsThatCanBeAnswered(t *testing.T) {
	t.Parallel()
	cells := [][4]string{
		{Steps, "5", "角色", "茶艺评审员"}, {Steps, "3", "环节", "品鉴"}, {Steps, "2", "去向", "通过→品鉴；补正→待补正；不予受理→终止"},
		{FormFields, "12", "角色", "茶室"}, {Matters, "2", "实施主体", "茶叶管理办公室"},
	}
	r := Import(changed(t, cells...), nil, Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	if r.Pack.Subjects["chaShi"] == nil || r.Pack.Departments["cha-ye-guan-li-ban-gong-shi"] == nil {
		t.Errorf("the ids are %v and %v", keys(r.Pack.Subjects), keys(r.Pack.Departments))
	}
	if s := r.Pack.Workflows["A1"].States[1]; s.ID != "pin-jian" {
		t.Errorf("品鉴 became %q", s.ID)
	}
	if s := r.Pack.Workflows["A2"].States[0]; s.Roles[0] != "cha-yi-ping-shen-yuan" {
		t.Errorf("茶艺评审员 became %q", s.Roles)
	}
	if r.Report.Untranslated == 0 {
		t.Error("nobody noticed that English is missing")
	}

	answers := NewAnswers("answers.json", map[string]string{
		"id:subject:茶室": "teaRoom", "subject:茶室": "Tea room", "id:department:茶叶管理办公室": "tea-office", "id:state:品鉴": "tasting", "id:role:茶艺评审员": "taster", "state:品鉴": "Tasting",
	})
	r = Import(changed(t, cells...), answers, Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	if s := r.Pack.Subjects["teaRoom"]; s == nil || s.Name["en"] != "Tea room" || r.Pack.Departments["tea-office"] == nil {
		t.Errorf("the answers were not taken: %v and %v", keys(r.Pack.Subjects), keys(r.Pack.Departments))
	}
	if s := r.Pack.Workflows["A1"].States[1]; s.ID != "tasting" || s.Name["en"] != "Tasting" || r.Pack.Workflows["A2"].States[0].Roles[0] != "taster" {
		t.Errorf("the answers were not taken: %+v", s)
	}
}

func TestAnAnswerMayBeAnyCELOfTheForm(t *testing.T) {
	t.Parallel()
	words := [4]string{FormFields, "4", "显示条件", "名称很长时"}
	answers := NewAnswers("answers.json", map[string]string{"condition:名称很长时": "size(applicant.DE4) > 10"})
	r := Import(changed(t, words), answers, Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	if got := r.Pack.Forms["A1"].Properties["premises"].Properties["DE6"].Visible; got != "size(applicant.DE4) > 10" {
		t.Errorf("the condition became %q", got)
	}
	wrong := NewAnswers("answers.json", map[string]string{"condition:名称很长时": "size(applicant.DE44) > 10"})
	if r := Import(changed(t, words), wrong, Options{Releases: china(t)}); r.Written() || !hasCode(r.Problems, kindBadAnswer.Code) {
		t.Errorf("a wrong answer was taken: %s", r.Report.Terminal("en"))
	}
}

func TestAResultTheBureauSaysNoToIsAskedFromTheCitizen(t *testing.T) {
	t.Parallel()
	answers := mustAnswers(t, restaurantAnswers+".json")
	answers.byID["yield:M01:DE00106@申请主体"] = Answer{Text: "否"}
	r := Import(mustBook(t, restaurant), answers, Options{Releases: china(t)})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	same(t, "yields", r.Pack.Matters["M01"].Result.Yields, []string{"applicant/DE00102"})
	if len(r.Pack.Matters["M01"].Result.Check) > 0 || !hasCode(r.Problems, kindNotYielded.Code) {
		t.Errorf("what is not issued is checked: %s", r.Report.Terminal("en"))
	}
	answers.byID["yield:M01:DE00106@申请主体"] = Answer{Text: "也许", Sheet: "决定", Row: 7}
	r = Import(mustBook(t, restaurant), answers, Options{Releases: china(t)})
	if r.Written() || r.Problems[len(r.Problems)-1].File != restaurantFile("!决定") || r.Problems[len(r.Problems)-1].Path != "7/答案" {
		t.Errorf("an answer that is none was taken: %s", r.Report.Terminal("en"))
	}
}

// A date of a result is held against the day of submission, which is the bureau's,
// or against a date of the form, which is what the applicant wrote.
func TestADateOfAResultIsHeldAgainstADayOrAField(t *testing.T) {
	t.Parallel()
	for right, want := range map[string][3]string{
		"today":      {"applicant.DE00106 >= today()", "“成立日期”不能早于今天", "“Date of establishment” must not be before today"},
		"filed":      {"applicant.DE00106 >= filed()", "“成立日期”不能早于申请提交之日", "“Date of establishment” must not be before the day of submission"},
		"DE00602@办件": {"applicant.DE00106 >= filing.DE00602", "“成立日期”不能早于“填表日期”", "“Date of establishment” must not be before “Date of application”"},
	} {
		book := mustBook(t, restaurant)
		for _, r := range book.Sheets[Matters].Rows {
			if r.cells[colChecks] != "" {
				r.cells[colChecks] = "DE00106@申请主体 >= " + right
			}
		}
		r := Import(book, mustAnswers(t, restaurantAnswers+".json"), Options{Releases: china(t)})
		if !r.Written() {
			t.Fatal(r.Report.Terminal("en"))
		}
		checks := r.Pack.Matters["M01"].Result.Check
		if len(checks) != 1 {
			t.Fatalf("%s became %v", right, checks)
		}
		same(t, right, []string{checks[0].Rule, checks[0].Message["zh"], checks[0].Message["en"]}, want[:])
	}
}

func restaurantFile(tab string) string { return filepath.Base(restaurantAnswers) + ".json" + tab }

func TestTheJSONReportCanBeAnsweredToo(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, restaurant), nil, Options{Releases: china(t)})
	r.Report.Decisions[0].Answer, r.Report.Decisions[1].Answer = "DE00202", r.Report.Decisions[1].Suggestion
	doc, err := json.MarshalIndent(r.Report, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	if r = Import(mustBook(t, restaurant), mustAnswers(t, path), Options{Releases: china(t)}); !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	for name, body := range map[string]string{"broken": "{", "a list": "[1, 2]", "numbers": `{"a": 1}`, "deep": strings.Repeat("[", 5000)} {
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		if a, ps := ReadAnswers(path); a != nil || !ps.Failed() {
			t.Errorf("%s was read as answers", name)
		}
	}
}

func TestAnAnswerGivenInTwoWaysIsAProblem(t *testing.T) {
	t.Parallel()
	f := Import(mustBook(t, restaurant), nil, Options{Releases: china(t)}).Report
	f.Decisions = append(f.Decisions, &Decision{ID: f.Decisions[0].ID, Answer: "DE00203"})
	f.Decisions[0].Answer = "DE00202"
	body, err := f.Workbook("en")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.xlsx")
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	if a, ps := ReadAnswers(path); a != nil || !hasCode(ps, kindAnswerTwice.Code) {
		t.Errorf("two answers to one question were taken: %v", ps)
	}
}

func keys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

func TestASheetSaysWhereAStepMayReturnTo(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"": "null", "上一环节": `"previous"`, " 任一环节 ": `"any"`, "受理；受理": `["accept"]`} {
		r := Import(changed(t, [4]string{Steps, "3", "可退回", cell}), nil, Options{Releases: china(t)})
		got := ""
		for _, w := range r.Pack.Workflows {
			for _, s := range w.States {
				if doc, err := json.Marshal(s.Returns); err == nil && string(doc) != "null" {
					got += s.ID + string(doc)
				}
			}
		}
		if want != "null" && !strings.HasSuffix(got, want) || want == "null" && got != "" {
			t.Errorf("%q became %s, want %s", cell, got, want)
		}
	}
}

// The optional columns of what a step asks of others, and what they become.
func TestASheetSaysWhoSignsWhoIsAskedAndWhenSilenceDecides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ column, cell, want string }{
		{"会签", "全部：本部门审批人，区市场监督管理局审核人", `{"mode":"all","by":[{"roles":["approver"]},{"department":"market-regulation","roles":["reviewer"]}],"agreed":"approve","disagreed":"reject"}`},
		{"会签", "比例0.5：本部门审批人", `{"mode":"ratio","ratio":0.5,"by":[{"roles":["approver"]}],"agreed":"approve","disagreed":"reject"}`},
		{"会签", "依次: 本部门审批人;本部门窗口人员", `{"mode":"sequence","by":[{"roles":["approver"]},{"roles":["clerk"]}],"agreed":"approve","disagreed":"reject"}`},
		{"会签", "多数：本部门审批人", ""},
		{"会签", "全部：", ""},
		{"会签", "全部：区外单位审批人", ""},
		{"会签", "全部：本部门", ""},
		{"征求意见", "区市场监督管理局；2.5个工作日；逾期视为没有意见；须答复", `{"departments":["market-regulation"],"limit":2.5,"silence":"none","required":true}`},
		{"征求意见", "区市场监督管理局；3个工作日；逾期视为同意；暂停计时；依据《办法》", `{"departments":["market-regulation"],"limit":3,"silence":"agree","pauses":true,"basis":{"zh":"《办法》"}}`},
		{"征求意见", "区市场监督管理局；3个工作日", ""},
		{"征求意见", "区市场监督管理局；逾期视为同意", ""},
		{"征求意见", "区市场监督管理局；0个工作日；逾期视为同意", ""},
		{"征求意见", "某局；3个工作日；逾期视为同意", ""},
		{"征求意见", "本部门；3个工作日；逾期视为同意", ""},
		{"默认许可", "法定时限；同意；补正后重新计算；依据《办法》", `{"clock":"statutory","event":"approve","corrections":"restart","basis":{"zh":"《办法》"}}`},
		{"默认许可", "环节时限2个工作日；驳回；补正后继续计算；依据：《办法》", `{"days":2,"clock":"step","event":"reject","corrections":"continue","basis":{"zh":"《办法》"}}`},
		{"默认许可", "法定时限；同意；补正后重新计算", ""},
		{"默认许可", "法定时限；放行；补正后重新计算；依据《办法》", ""},
		{"默认许可", "三天；同意；补正后重新计算；依据《办法》", ""},
		{"默认许可", "法定时限两天；同意；补正后重新计算；依据《办法》", ""},
	} {
		r := Import(changed(t, [4]string{Steps, "3", c.column, c.cell}), nil, Options{Releases: china(t)})
		got, flows := "", map[string]*workflows.Workflow{}
		if r.Pack != nil {
			flows = r.Pack.Workflows
		}
		for _, w := range flows {
			for _, s := range w.States {
				for _, v := range []any{s.Sign, s.Opinions, s.After} {
					if doc, err := json.Marshal(v); err == nil && string(doc) != "null" {
						got += strings.ReplaceAll(strings.ReplaceAll(string(doc), `,"en":"《办法》"`, ""), `"en":"《办法》",`, "")
					}
				}
			}
		}
		if got != c.want || (c.want == "") != hasCode(r.Problems, "sheets.asked") {
			t.Errorf("%s %q became %s, want %s", c.column, c.cell, got, c.want)
		}
	}
}

// The optional column of matters that says who may extend a running case.
func TestASheetSaysWhoMayExtendACase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cell, want string }{
		{"10个工作日；1次；审批人；依据《中华人民共和国行政许可法》第四十二条", `{"days":10,"times":1,"roles":["approver"],"basis":{"zh":"《中华人民共和国行政许可法》第四十二条"}}`},
		{"依据：《办法》；审批人、窗口人员；承诺时限，法定时限；5 个工作日", `{"days":5,"roles":["approver","clerk"],"clocks":["promised","statutory"],"basis":{"zh":"《办法》"}}`},
		{"5个工作日；审批人", ""},
		{"5个工作日；依据《办法》", ""},
		{"审批人；依据《办法》", ""},
		{"0个工作日；审批人；依据《办法》", ""},
		{"2.5个工作日；审批人；依据《办法》", ""},
		{"101个工作日；审批人；依据《办法》", ""},
		{"5个工作日；6个工作日；审批人；依据《办法》", ""},
		{"5个工作日；0次；审批人；依据《办法》", ""},
		{"5个工作日；11次；审批人；依据《办法》", ""},
		{"5个工作日；1次；2次；审批人；依据《办法》", ""},
		{"5个工作日；某某人；依据《办法》", ""},
		{"5个工作日；审批人；窗口人员；依据《办法》", ""},
		{"5个工作日；审批人；承诺时限，承诺时限；依据《办法》", ""},
		{"5个工作日；审批人；承诺时限，审批人；依据《办法》", ""},
		{"5个工作日；审批人；依据《办法》；依据《条例》", ""},
		{"5个工作日；审批人；；依据《办法》", ""},
		{"五天", ""},
	} {
		r := Import(changed(t, [4]string{Matters, "2", "延期", c.cell}), nil, Options{Releases: china(t)})
		got := ""
		if r.Pack != nil {
			for _, m := range r.Pack.Matters {
				if m.Extend != nil {
					delete(m.Extend.Basis, "en")
					doc, err := json.Marshal(m.Extend)
					if err != nil {
						t.Fatal(err)
					}
					got += string(doc)
				}
			}
		}
		if got != c.want || (c.want == "") != hasCode(r.Problems, "sheets.asked") {
			t.Errorf("%q became %s, want %s", c.cell, got, c.want)
			for _, p := range r.Problems {
				t.Log(p.Code, p.In("en"))
			}
		}
	}
}

// The optional column of matters and of steps that says from when on their
// clocks are yellow and red.
func TestASheetSaysWhenALightTurns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cell, want string }{
		{"黄灯剩余2个工作日；红灯已用95%", `{"yellow":{"left":2},"red":{"share":0.95}}`},
		{"红灯：剩余 0 个工作日；黄灯：已用75％或剩余0.5个工作日", `{"yellow":{"left":0.5,"share":0.75},"red":{"left":0}}`},
		{"黄灯已用37.5%", `{"yellow":{"share":0.375}}`},
		{"绿灯已用75%", ""},
		{"黄灯已用75%；黄灯剩余1个工作日", ""},
		{"黄灯已用75%或已用80%", ""},
		{"黄灯已用0%", ""},
		{"黄灯已用101%", ""},
		{"黄灯剩余366个工作日", ""},
		{"黄灯剩余-1个工作日", ""},
		{"黄灯剩余两个工作日", ""},
		{"黄灯2个工作日", ""},
		{"黄灯", ""},
		{"黄灯已用75%；", ""},
	} {
		for _, sheet := range []string{Matters, Steps} {
			r := Import(changed(t, [4]string{sheet, "2", "亮灯", c.cell}, [4]string{Steps, "2", "时限(工作日)", "3"}), nil, Options{Releases: china(t)})
			var rules []*metamodel.Lights
			if r.Pack != nil {
				for _, m := range r.Pack.Matters {
					rules = append(rules, m.Lights)
				}
				for _, w := range r.Pack.Workflows {
					for i := range w.States {
						rules = append(rules, w.States[i].Lights)
					}
				}
			}
			got := ""
			for _, l := range rules {
				if doc, err := json.Marshal(l); err != nil {
					t.Fatal(err)
				} else if l != nil {
					got += string(doc)
				}
			}
			if got != c.want || (c.want == "") != hasCode(r.Problems, "sheets.asked") {
				t.Errorf("%s of %s became %s, want %s\n%s", c.cell, sheet, got, c.want, r.Problems.Error())
			}
		}
	}
	// What says nothing useful is refused in the pack's own words.
	for _, c := range []struct{ sheet, row, cell, code string }{
		{Matters, "2", "黄灯剩余1个工作日；红灯剩余2个工作日", "matter.lights"},
		{Steps, "2", "黄灯已用95%；红灯已用80%", "workflow.lights.order"},
	} {
		r := Import(changed(t, [4]string{c.sheet, c.row, "亮灯", c.cell}), nil, Options{Releases: china(t)})
		if !hasCode(r.Problems, c.code) {
			t.Errorf("%s %s: %s", c.sheet, c.cell, r.Problems.Error())
		}
	}
}

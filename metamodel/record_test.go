package metamodel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// problemLines is code and path of every problem, one a line.
func problemLines(r *metamodel.Record) string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, p.Code+" "+p.Path)
	}
	return strings.Join(out, "\n")
}

func TestNothingAnsweredAsksForWhatIsVisibleAndRequired(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	for _, answers := range []string{"", "{}", `{"applicant":{}}`, `{"applicant":{"DE00103":" "}}`} {
		r := f.Check([]byte(answers), may())
		want := strings.Join([]string{
			"answer.choose applicant/DE00103", "answer.required premises/DE00203", "answer.required premises/DE00213",
			"answer.required legalRep/DE00001", "answer.choose legalRep/DE00004", "answer.required legalRep/DE00005",
			"answer.choose filing/DE00601", "answer.tick filing/DE00603"}, "\n")
		if got := problemLines(r); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", answers, got, want)
		}
		if string(r.JSON()) != "{}" {
			t.Errorf("%s: JSON %s", answers, r.JSON())
		}
	}
	r := f.Check(nil, may())
	if got := r.Problems[1].In("zh"); got != "请填写经营面积" {
		t.Error(got)
	}
	if got := r.Problems[1].In("en"); got != "Enter floor area" {
		t.Error(got)
	}
	if got := r.Problems[0].In("zh"); got != "请选择主体类型" {
		t.Error(got)
	}
	missing := []string{"applicant/DE00103", "premises/DE00203", "premises/DE00213", "legalRep/DE00001", "legalRep/DE00004", "legalRep/DE00005", "filing/DE00601", "filing/DE00603"}
	if got := r.Missing(); !slices.Equal(got, missing) {
		t.Errorf("missing %v", got)
	}
}

func TestProblemsComeInFormOrderWithRowsNamed(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	r := f.Check([]byte(`{
	 "nonsense": {"a": [1, {"b": null}]},
	 "filing": {"DE00603": false, "DE00601": "2", "extra": 1},
	 "employee": [{"DE00004": "111", "DE00005": "123"}, 7, {"DE00001": "钱丽", "DE00004": "414", "DE00005": "E1", "DE00013": "2026-04-30", "x": 2}],
	 "shareholder": [],
	 "legalRep": [],
	 "premises": {"DE00213": 400, "DE00203": 320},
	 "applicant": {"DE00103": "1130"}}`), may())
	want := strings.Join([]string{
		"answer.required applicant/DE00104",
		"answer.check premises/DE00213",
		"answer.type legalRep",
		"answer.required legalRep/DE00001", "answer.choose legalRep/DE00004", "answer.required legalRep/DE00005",
		"answer.too_few_rows shareholder",
		"answer.required employee/0/DE00001", "answer.cn_resident_id employee/0/DE00005",
		"answer.type employee/1",
		"answer.too_early employee/2/DE00013",
		"answer.required filing/DE00010", "answer.const filing/DE00603",
		"answer.unknown nonsense", "answer.unknown filing/extra", "answer.unknown employee/2/x"}, "\n")
	if got := problemLines(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, c := range []struct{ path, zh, en string }{
		{"premises/DE00213", "厨房面积不能大于经营面积", "The kitchen cannot be larger than the premises"},
		{"shareholder", "请至少填写 1 条股东", "Add at least 1 to shareholders"},
		{"employee/0/DE00001", "请填写从业人员第 1 条的姓名", "Enter name (row 1 of staff)"},
		{"employee/2/DE00013", "从业人员第 3 条的健康证明有效期至不能早于今天（2026年5月1日）", "Health certificate valid until (row 3 of staff) must be today (1 May 2026) or later"},
		{"filing/DE00603", "承诺声明须为“是”", "Declaration must be “Yes”"},
	} {
		i := slices.IndexFunc(r.Problems, func(p metamodel.Problem) bool { return p.Path == c.path })
		if i < 0 || r.Problems[i].In("zh") != c.zh || r.Problems[i].In("en") != c.en {
			t.Errorf("%s: %v", c.path, r.Problems[i].Message)
		}
	}
	if got, want := string(r.JSON()), `{"applicant":{"DE00103":"1130"},"premises":{"DE00203":320,"DE00213":400},"employee":[{"DE00004":"111"},{},{"DE00001":"钱丽","DE00004":"414","DE00005":"E1"}],"filing":{"DE00601":"2"}}`; got != want {
		t.Errorf("JSON\n got %s\nwant %s", got, want)
	}
}

func TestHiddenAnswersAreKeptByTheDraftAndLeftOut(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	// A sole proprietor has no shareholders: what was typed before the type
	// changed is neither checked nor stored, but still shown to its typist.
	r := f.Check([]byte(`{"applicant":{"DE00103":"9910","DE00104":"many"},"shareholder":[{"DE00001":7}],"filing":{"DE00601":"1","DE00010":"某路"}}`), may())
	for _, p := range r.Problems {
		if strings.HasPrefix(p.Path, "shareholder") || p.Path == "applicant/DE00104" || p.Path == "filing/DE00010" {
			t.Errorf("hidden, yet %v", p)
		}
	}
	for path, want := range map[string]bool{
		"applicant/DE00103": true, "applicant/DE00104": false, "shareholder": false, "shareholder/0/DE00001": false, "filing/DE00010": false, "employee": true,
		"employee/0/DE00001": true, "employee/0/DE00013": false, "employee/DE00001": true, "nowhere": false, "applicant/DE99999": false, "": false, "applicant/0/DE00103": false, "employee/-1/DE00001": false, "employee/0": false, "shareholder/0": false, "a/b/c/d": false,
	} {
		if got := r.Visible(path); got != want {
			t.Errorf("Visible(%s) = %v", path, got)
		}
	}
	if got := r.Typed("applicant/DE00104"); !slices.Equal(got, []string{"many"}) {
		t.Errorf("Typed %q", got)
	}
	if got := string(r.Raw("shareholder/0/DE00001")); got != "7" {
		t.Errorf("Raw %s", got)
	}
	if got := string(r.JSON()); got != `{"applicant":{"DE00103":"9910"},"filing":{"DE00601":"1"}}` {
		t.Errorf("JSON %s", got)
	}
	if r.Rows("shareholder") != 1 || r.Rows("employee") != 0 || r.Rows("nowhere") != 0 || r.Rows("applicant") != 0 {
		t.Error("rows")
	}
	if r.Required("shareholder") || !r.Required("applicant/DE00103") || r.Required("applicant/DE00104") || !r.Required("employee/0/DE00001") || r.Required("employee/0/DE00013") || r.Required("employee") {
		t.Error("required")
	}
	company := f.Check([]byte(`{"applicant":{"DE00103":"1130"}}`), may())
	if !company.Visible("shareholder") || !company.Required("shareholder") || !company.Required("applicant/DE00104") {
		t.Error("a company has shareholders and capital")
	}
}

func TestAConditionInARowReadsItsOwnRow(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	r := f.Check([]byte(`{"applicant":{"DE00103":"1130","DE00104":50},"shareholder":[{"DE00001":"甲","DE00104":20},{"DE00001":"乙","DE00104":51},{"DE00104":0}],"employee":[{"DE00001":"赵强"},{}]}`), may())
	got := problemLines(r)
	for _, want := range []string{"answer.check shareholder/1/DE00104", "answer.required shareholder/2/DE00001", "answer.not_above shareholder/2/DE00104", "answer.required employee/0/DE00013", "answer.required employee/1/DE00001"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
	if strings.Contains(got, "shareholder/0") || strings.Contains(got, "employee/1/DE00013") {
		t.Errorf("too much:\n%s", got)
	}
	if !r.Visible("employee/0/DE00013") || r.Visible("employee/1/DE00013") {
		t.Error("each row has its own visibility")
	}
}

func TestTheIdentityNumberIsCheckedOnlyForIdentityCards(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	for _, c := range []struct{ kind, number, code, stored string }{
		{`"111"`, "110105 19491231 002x", "", "11010519491231002X"},
		{`"111"`, "e 123", "answer.cn_resident_id", ""},
		{`"414"`, "e 123", "", "e 123"},
		{`"999"`, "e 123", "", "e 123"}, // an unknown kind demands nothing of the number
		{`null`, "e 123", "", "e 123"},
		{`"414"`, "110105 19491231 002x", "answer.too_long", ""},
	} {
		r := f.Check([]byte(fmt.Sprintf(`{"legalRep":{"DE00004":%s,"DE00005":%q}}`, c.kind, c.number)), may())
		code := ""
		for _, p := range r.Problems {
			if p.Path == "legalRep/DE00005" {
				code = p.Code
			}
		}
		if code != c.code {
			t.Errorf("%v: %q", c, code)
		}
		if c.stored != "" && r.Typed("legalRep/DE00005")[0] != c.stored {
			t.Errorf("%v: %q", c, r.Typed("legalRep/DE00005"))
		}
		if c.stored == "" && r.Typed("legalRep/DE00005")[0] != c.number {
			t.Errorf("%v: kept as typed? %q", c, r.Typed("legalRep/DE00005"))
		}
	}
}

func TestBadJSONIsOneProblemAndNoValues(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	for answers, code := range map[string]string{
		`{"applicant":{"DE00103":"1130"}`:                        "json.syntax",
		`{"applicant":{"DE00103":"1130","DE00103":"9910"}}`:      "json.duplicate_key",
		`{"applicant":{"DE00103":"1130","\u0044E00103":"9910"}}`: "json.duplicate_key",
		`{"applicant":{},"applicant":{}}`:                        "json.duplicate_key",
		`{"applicant":{"a":1,"a":2}}`:                            "json.duplicate_key",
		`{"a":1,"a":2}`:                                          "json.duplicate_key",
		`{"a":{"b":1,"b":2}}`:                                    "json.duplicate_key",
		`[]`:                                                     "json.syntax",
		`null`:                                                   "json.syntax",
		`"x"`:                                                    "json.syntax",
		`{} x`:                                                   "json.syntax",
		`{"premises":{"DE00203":0x1}}`:                           "json.syntax",
		`{"premises":{"DE00203":1_000}}`:                         "json.syntax",
		`{"premises":{"DE00203":NaN}}`:                           "json.syntax",
		`{"premises":{"DE00203":` + strings.Repeat("9", 41) + `}}`:        "json.number_too_long",
		`{"premises":{"DE00203":1e401}}`:                                  "json.exponent",
		"{\"legalRep\":{\"DE00001\":\"\xff\"}}":                           "json.utf8",
		`{"x":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `}`: "json.too_deep",
		`{"x":"` + strings.Repeat("a", 1<<20) + `"}`:                      "json.too_large",
		`{"x":[` + strings.Repeat("1,", 100_000) + `1]}`:                  "json.too_many_values",
		`{"employee":[{}`:    "json.syntax",
		`{"employee":[`:      "json.syntax",
		`{"employee":[,{}]}`: "json.syntax",
		`{"employee"`:        "json.syntax",
		`{"employee":`:       "json.syntax",
		`{`:                  "json.syntax",
		` `:                  "json.syntax",
	} {
		r := f.Check([]byte(answers), may())
		if len(r.Problems) != 1 || r.Problems[0].Code != code {
			t.Errorf("%.60s: %v, want %s", answers, r.Problems, code)
		}
		if string(r.JSON()) != "{}" || r.Answered("applicant/DE00103") || r.Rows("employee") != 0 || len(r.Missing()) == 0 {
			t.Errorf("%.60s: values are left", answers)
		}
	}
}

func TestHostileSizesStayBounded(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	var keys strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&keys, `,"k%d":1`, i)
	}
	r := f.Check([]byte(`{"a":0`+keys.String()+`}`), may())
	unknown := 0
	for _, p := range r.Problems {
		if strings.HasPrefix(p.Code, "answer.unknown") {
			unknown++
		}
	}
	if unknown != 51 {
		t.Errorf("%d unknown answers listed", unknown)
	}
	r = f.Check([]byte(`{"employee":[{}`+strings.Repeat(",{}", 3000)+`]}`), may())
	if r.Rows("employee") != metamodel.MaxRows || !strings.Contains(problemLines(r), "answer.too_many_rows employee\n") {
		t.Errorf("%d rows", r.Rows("employee"))
	}
	r = f.Check([]byte(`{"employee":[{}`+strings.Repeat(",{}", 500)+`]}`), may())
	if r.Rows("employee") != 501 || !strings.Contains(problemLines(r), "answer.too_many_rows employee\n") {
		t.Errorf("%d rows", r.Rows("employee"))
	}
}

func TestCheckDoesNotKeepTheCallersBytes(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	answers := []byte(`{"applicant":{"DE00103":"1130"},"legalRep":{"DE00001":"王小明"}}`)
	r := f.Check(answers, may())
	before := string(r.JSON())
	for i := range answers {
		answers[i] = 'x'
	}
	if after := string(r.JSON()); after != before {
		t.Errorf("%s became %s", before, after)
	}
}

func TestSensitiveAnswersAreMasked(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	r := f.Check([]byte(`{"legalRep":{"DE00001":"王小明","DE00004":"111","DE00005":"11010519491231002X","DE00006":"13800138000"},"employee":[{"DE00004":"414","DE00005":"E12345678"}]}`), may())
	for path, want := range map[string]string{
		"legalRep/DE00001": "王小明", "legalRep/DE00004": "居民身份证", "legalRep/DE00005": "110***********002X", "legalRep/DE00006": "138****8000", "employee/0/DE00005": "E******78", "legalRep/DE99999": "", "employee/1/DE00005": "",
	} {
		if got := r.Display(path, "zh", true); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := r.Display("legalRep/DE00005", "zh", false); got != "11010519491231002X" {
		t.Error(got)
	}
}

func TestFormsAnswerByPath(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	for path, want := range map[string]string{"premises/DE00203": "DE00203", "employee/DE00001": "DE00001", "employee/12/DE00001": "DE00001", "employee": "", "employee/12": "", "x/y": "", "": ""} {
		fd, ok := f.Field(path)
		if ok != (want != "") || ok && fd.Key != want {
			t.Errorf("%s: %v %v", path, fd, ok)
		}
	}
	if g, ok := f.Group("employee"); !ok || !g.Repeat || g.Label.In("en") != "Staff" || len(g.Fields) != 4 {
		t.Errorf("%v", g)
	}
	var order []string
	g, _ := f.Group("employee")
	for _, fd := range g.Fields {
		order = append(order, fd.Key)
	}
	if !slices.Equal(order, []string{"DE00001", "DE00004", "DE00005", "DE00013"}) {
		t.Errorf("a row's fields come as required lists them: %v", order)
	}
	if _, ok := f.Group("nowhere"); ok {
		t.Error("nowhere")
	}
	if f.ID != "M02" || len(f.Sections) != 4 || len(f.Groups) != 6 || f.Fields[0].Path != "applicant/DE00103" || f.Fields[0].Uses[0].Matter != "" || !f.Fields[0].Uses[0].Required {
		t.Error("the form's parts")
	}
}

package metamodel_test

import (
	"testing"
)

func TestACompleteFoodBusinessApplicationHasNoProblems(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	r := f.Check([]byte(`{
	 "filing": {"DE00603": true, "DE00601": "1", "DE00010": "徐汇区漕溪北路 1 号"},
	 "applicant": {"DE00103": "1130", "DE00104": 100.50, "DE00302": ["02", "01"]},
	 "premises": {"DE00203": 320, "DE00213": 8e1},
	 "legalRep": {"DE00001": "　王小明 ", "DE00004": "111", "DE00005": "11010519491231002x", "DE00006": "+86 138-0013-8000"},
	 "shareholder": [{"DE00001": "王小明", "DE00104": 60}, {"DE00001": "李芳", "DE00104": 40.5}],
	 "employee": [{"DE00001": "赵强", "DE00004": "414", "DE00005": "E12345678", "DE00013": "2026/5/1"}]
	}`), may())
	if len(r.Problems) > 0 {
		t.Fatalf("problems:\n%v", r.Problems)
	}
	want := `{"applicant":{"DE00103":"1130","DE00104":100.5,"DE00302":["01","02"]},"premises":{"DE00203":320,"DE00213":80},` +
		`"legalRep":{"DE00001":"王小明","DE00004":"111","DE00005":"11010519491231002X","DE00006":"13800138000"},` +
		`"shareholder":[{"DE00001":"王小明","DE00104":60},{"DE00001":"李芳","DE00104":40.5}],` +
		`"employee":[{"DE00001":"赵强","DE00004":"414","DE00005":"E12345678","DE00013":"2026-05-01"}],` +
		`"filing":{"DE00601":"1","DE00603":true}}`
	if got := string(r.JSON()); got != want {
		t.Errorf("JSON\n got %s\nwant %s", got, want)
	}
}

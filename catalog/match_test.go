package catalog

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// samplePool is a part of the pool in the bureau's sheets, enough to be confused by.
func samplePool(t *testing.T) []*metamodel.Element {
	t.Helper()
	f, err := os.Open("testdata/pool.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var pool []*metamodel.Element
	for _, r := range rows[1:] {
		pool = append(pool, &metamodel.Element{ID: r[0], Name: metamodel.ZhEn(r[1], r[2]), ObjectClass: r[3], Property: r[4], Representation: r[5],
			Type: metamodel.Type(r[6]), Synonyms: strings.Split(r[7], "|")})
	}
	return pool
}

func TestMatch(t *testing.T) {
	t.Parallel()
	pool := samplePool(t)
	cases := []struct {
		name  string
		q     MatchQuery
		clear string // "" when a person has to decide
		first string
		says  string // part of the first candidate's English reason
	}{
		{"the standard name", MatchQuery{Label: "证件号码", SubjectName: "经办人", ObjectClass: "自然人"}, "DE00005", "DE00005", "standard name"},
		{"the English name, any case", MatchQuery{Label: "identity document NUMBER"}, "DE00005", "DE00005", "standard name"},
		{"a synonym", MatchQuery{Label: "商户名称", SubjectName: "申请主体", ObjectClass: "市场主体"}, "DE00101", "DE00101", "synonym"},
		{"a synonym in full-width brackets", MatchQuery{Label: "联系电话（手机）", SubjectName: "经办人", ObjectClass: "自然人"}, "DE00006", "DE00006", "synonym"},
		{"a synonym with a number to compare with", MatchQuery{Label: "建筑面积", SubjectName: "经营场所", ObjectClass: "场所", Numeric: true}, "DE00203", "DE00203", "type fits"},
		{"a synonym of the wrong type", MatchQuery{Label: "建筑面积", SubjectName: "经营场所", ObjectClass: "场所", Boolean: true}, "", "DE00203", "type does not fit"},
		{"a synonym of another object class", MatchQuery{Label: "商户名称", SubjectName: "经办人", ObjectClass: "自然人"}, "", "DE00101", "object class differs"},
		{"the subject's name before the word", MatchQuery{Label: "管理人姓名", SubjectName: "消防安全管理人", ObjectClass: "自然人"}, "DE00001", "DE00001", "without the subject"},
		{"the subject's name alone", MatchQuery{Label: "经办人", SubjectName: "经办人", ObjectClass: "自然人"}, "DE00001", "DE00001", "named after its subject"},
		{"a place's name fits address and area alike", MatchQuery{Label: "经营场所", SubjectName: "经营场所", ObjectClass: "场所"}, "", "DE00202", "resembles"},
		{"already taken by another field", MatchQuery{Label: "建筑面积", SubjectName: "经营场所", ObjectClass: "场所", Taken: map[string]bool{"DE00203": true}}, "", "DE00203", "already has"},
		{"a precedent", MatchQuery{Label: "窗口来人", SubjectName: "经办人", ObjectClass: "自然人", Precedents: []Precedent{{"窗口来人", "经办人", "DE00001"}}}, "DE00001", "DE00001", "elsewhere"},
		{"two elements share a synonym", MatchQuery{Label: "编号", ObjectClass: "自然人"}, "", "DE00005", "synonym"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := Match(pool, c.q)
			if len(got) == 0 {
				t.Fatal("no candidate")
			}
			if got[0].Element.ID != c.first || !strings.Contains(got[0].Reason["en"], c.says) {
				t.Errorf("first is %s %.2f %q", got[0].Element.ID, got[0].Score, got[0].Reason["en"])
			}
			if got[0].Reason["zh"] == "" {
				t.Error("no reason in Chinese")
			}
			best, ok := Clear(got)
			if ok != (c.clear != "") || ok && best.Element.ID != c.clear {
				for _, c := range got {
					t.Logf("%s %.2f %s", c.Element.ID, c.Score, c.Reason["en"])
				}
				t.Errorf("clear choice: %v, want %q", ok, c.clear)
			}
		})
	}
}

func TestMatchDoesNotDependOnTheOrderOfThePool(t *testing.T) {
	t.Parallel()
	pool := samplePool(t)
	back := make([]*metamodel.Element, len(pool))
	for i, e := range pool {
		back[len(pool)-1-i] = e
	}
	q := MatchQuery{Label: "经营场所", ObjectClass: "场所"}
	a, b := Match(pool, q), Match(back, q)
	if len(a) < 2 || len(a) != len(b) {
		t.Fatalf("%d and %d candidates", len(a), len(b))
	}
	for i := range a {
		if a[i].Element.ID != b[i].Element.ID || a[i].Score != b[i].Score {
			t.Errorf("%d: %s and %s", i, a[i].Element.ID, b[i].Element.ID)
		}
	}
}

func TestMatchFindsNothingForNonsense(t *testing.T) {
	t.Parallel()
	for _, label := range []string{"", "  ·—", "天气"} {
		if got := Match(samplePool(t), MatchQuery{Label: label}); len(got) != 0 {
			t.Errorf("%q: %s", label, got[0].Element.ID)
		}
	}
}

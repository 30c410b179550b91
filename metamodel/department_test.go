package metamodel_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestAStandardsWordsAreLookedForNearFirst(t *testing.T) {
	t.Parallel()
	d := func(id, zh string) *metamodel.Department {
		return &metamodel.Department{ID: id, Name: metamodel.ZhEn(zh, strings.ToUpper(id))}
	}
	own := []*metamodel.Department{d("health", "东区卫生健康委员会"), d("police", "东区公安局"), d("police-north", "北区公安局")}
	all := append([]*metamodel.Department{d("far-health", "卫健委"), d("civil", "民政局"), d("civil-city", "市民政局")}, own...)
	for words, want := range map[string]string{
		"卫健委":        "health", // an exact name far away goes behind
		"卫生健康委员会":    "health",
		"far-health": "far-health",
		"民政局":        "civil", // the whole name before the end of one
		"CIVIL-CITY": "civil-city",
		"公安局":        "police police-north", // several: whoever asks is told
		"税务局":        "",
		"":           "",
	} {
		var got []string
		for _, x := range metamodel.DepartmentsCalled(words, own, all) {
			got = append(got, x.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q means %v, want %q", words, got, want)
		}
	}
}

package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

func TestARangeIsSaidWithItsEnds(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	area := th.guide.questions[th.guide.byID["Q2"]]
	at := func(s string, above bool) *cut { return &cut{decimal.RequireFromString(s), above} }
	for _, x := range []struct {
		low, high *cut
		zh, en    string
	}{
		{nil, nil, "任意数值", "any number"},
		{nil, at("300", false), "不足 300 平方米", "less than 300 m²"},
		{nil, at("300", true), "不超过 300 平方米", "at most 300 m²"},
		{at("300", false), nil, "300 平方米以上", "300 m² or more"},
		{at("300", true), nil, "超过 300 平方米", "more than 300 m²"},
		{at("300", false), at("300", true), "正好 300 平方米", "exactly 300 m²"},
		{at("50", false), at("300", false), "50 平方米以上、不足 300 平方米", "50 m² or more, less than 300 m²"},
		{at("50", false), at("300", true), "50 平方米以上、不超过 300 平方米", "50 m² or more, at most 300 m²"},
		{at("50", true), at("300", false), "超过 50 平方米、不足 300 平方米", "more than 50 m², less than 300 m²"},
		{at("50", true), at("300.5", true), "超过 50 平方米、不超过 300.5 平方米", "more than 50 m², at most 300.5 m²"},
	} {
		if got := th.spanWords(area, reply{low: x.low, high: x.high}); got.In("zh") != x.zh || got.In("en") != x.en {
			t.Errorf("%v, want %q, %q", got, x.zh, x.en)
		}
	}
}

// A certificate's example stands for all answers that lead to the same: no
// number that was only tried is told as if it were the case.
func TestTheExamplesOfACertificateAreConditionsNotTheValuesTried(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		cert, _ := r.Certificate(th.Def.ID, certificateDay)
		for _, row := range cert.Rows {
			for _, e := range row.Example {
				q := th.guide.questions[th.guide.byID[e.Question]]
				zh, en := e.Label.In("zh"), e.Label.In("en")
				switch q.def.Type {
				case metamodel.TypeBoolean:
					if yes := e.Answer == true; yes != (zh == "是" && en == "Yes") || !yes && (zh != "否" || en != "No") {
						t.Errorf("%s %v is said %q, %q", e.Question, e.Answer, zh, en)
					}
				case metamodel.TypeCode:
					if zh == e.Answer || en == e.Answer {
						t.Errorf("%s is said as its code %q", e.Question, zh)
					}
				default:
					unit := th.unitOf(q)
					if !slices.ContainsFunc([]string{"不足 ", "不超过 ", "超过 ", "以上", "正好 "}, func(w string) bool { return strings.Contains(zh, w) }) ||
						!slices.ContainsFunc([]string{"less than ", "at most ", "more than ", " or more", "exactly "}, func(w string) bool { return strings.Contains(en, w) }) ||
						!strings.Contains(zh, unit.In("zh")) || !strings.Contains(en, unit.In("en")) {
						t.Errorf("%s %v is said %q, %q", e.Question, e.Answer, zh, en)
					}
					bound := slices.ContainsFunc(th.comparisons(q), func(c cut) bool { return strings.Contains(en, c.at.String()) })
					if !bound {
						t.Errorf("%s: %q names no line that a condition draws", e.Question, en)
					}
				}
			}
		}
	})
}

// Of a long code list only the codes that conditions name are told apart; the
// others are said as what they are not.
func TestTheOtherCodesAreSaidAsWhatTheyAreNot(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	var q question
	for _, c := range th.guide.questions {
		if c.def.Type == metamodel.TypeCode && c.form != nil {
			q = c
		}
	}
	if q.form == nil {
		t.Fatal("the restaurant asks no question of a code list")
	}
	entries := q.form.Fields[0].CodeList.Entries
	named := func(n int) (out []reply) {
		for _, e := range entries[:n] {
			out = append(out, reply{value: e.Code})
		}
		return append(out, reply{value: entries[n].Code, others: true})
	}
	one, two := entries[0].Name, entries[1].Name
	for _, x := range []struct {
		n      int
		zh, en string
	}{
		{0, "任意一项", "any"},
		{1, "除" + one.In("zh") + "外的其他选项", "any but " + one.In("en")},
		{2, "除" + one.In("zh") + "、" + two.In("zh") + "外的其他选项", "any but " + one.In("en") + ", " + two.In("en")},
	} {
		if got := th.othersWords(q, named(x.n)); got.In("zh") != x.zh || got.In("en") != x.en {
			t.Errorf("%d named: %v, want %q, %q", x.n, got, x.zh, x.en)
		}
	}
}

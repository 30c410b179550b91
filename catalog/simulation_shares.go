package catalog

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// AssumedShares are the shares of a question's answers that a simulation drew
// situations by.
type AssumedShares struct {
	Question string          `json:"question"`
	Text     metamodel.Text  `json:"text"`
	Source   ShareSource     `json:"source"`
	Origin   metamodel.Text  `json:"origin,omitempty"` // where the theme has its figures from
	Answers  []AssumedAnswer `json:"answers"`
}

// AssumedAnswer is one answer, or all that nothing in the theme tells apart.
type AssumedAnswer struct {
	Answer string         `json:"answer"` // as Assumptions.Shares names it
	Label  metamodel.Text `json:"label"`
	Share  float64        `json:"share"` // 0 to 1
	Theme  *float64       `json:"theme,omitempty"`
}

// ShareSource is where the shares of a question come from.
type ShareSource string

const (
	SharesGiven ShareSource = "given" // somebody said so
	SharesTheme ShareSource = "theme" // the theme says so
	SharesAlike ShareSource = "alike" // nobody says anything: every answer as often
)

// AssumeRange is an answer to a question of numbers that is no range.
var AssumeRange = kind("simulate.assume_range", "“{answer}”不是数字范围，应写成“<300”“300~500”或“>=500”", "“{answer}” is no range of numbers. Write “<300”, “300~500” or “>=500”")

// rangeKey writes a range as ReadShareRange reads it.
func rangeKey(low, high *cut) string {
	switch {
	case low == nil:
		return "<" + high.at.String()
	case high == nil:
		return ">=" + low.at.String()
	}
	return low.at.String() + "~" + high.at.String()
}

// sharesOf reads what is assumed of a question's answers, in one order.
func (a *Assumptions) sharesOf(q question) (metamodel.QuestionShares, []string, metamodel.Problems) {
	s, keys, ps := metamodel.QuestionShares{Question: q.def.ID}, sortedKeys(a.Shares[q.def.ID]), metamodel.Problems(nil)
	for _, key := range keys {
		answer := metamodel.AnswerShare{Answer: key}
		if q.numeric() {
			var ok bool
			if answer, ok = ReadShareRange(key); !ok {
				ps = append(ps, AssumeRange.At("shares/"+q.def.ID+"/"+key, "answer", key))
			}
		}
		answer.Share = a.Shares[q.def.ID][key]
		if !(answer.Share >= 0 && answer.Share <= 1) {
			ps = append(ps, AssumeChance.At("shares/"+q.def.ID+"/"+key, "name", q.def.ID+" "+key))
		}
		s.Answers = append(s.Answers, answer)
	}
	return s, keys, ps
}

// checkShares holds the shares that are assumed to the questions of a theme.
func (a *Assumptions) checkShares(t *Theme) (ps metamodel.Problems) {
	for _, id := range sortedKeys(a.Shares) {
		ps = append(ps, a.checkSharesOf(t, id)...)
	}
	return ps
}

func (a *Assumptions) checkSharesOf(t *Theme, id string) metamodel.Problems {
	at := "shares/" + id
	n, ok := t.guide.byID[id]
	if !ok {
		return metamodel.Problems{ShareQuestion.At(at, "question", id)}
	}
	q := t.guide.questions[n]
	s, keys, ps := a.sharesOf(q)
	if ps.Failed() || q.form == nil {
		return ps
	}
	return q.checkShares(s, at, func(i int) string { return at + "/" + keys[i] })
}

// weigh lets the assumed shares go before the theme's; in a version of the theme
// that cannot be answered so, its own count.
func (a *Assumptions) weigh(t *Theme, q question, replies []reply) {
	if a.Shares[q.def.ID] == nil || a.checkSharesOf(t, q.def.ID).Failed() {
		return
	}
	s, _, _ := a.sharesOf(q)
	q.weigh(s.Answers, replies)
}

// assumedShares lists the shares that situations were drawn by.
func (s *simulating) assumedShares() []AssumedShares {
	out := []AssumedShares{}
	for _, q := range s.t.guide.questions {
		replies := s.lots.answers[q.def.ID]
		if len(replies) < 2 {
			continue // nothing to share
		}
		x := AssumedShares{Question: q.def.ID, Text: q.def.Text, Source: SharesAlike}
		if i := slices.IndexFunc(s.t.Def.Shares, func(s metamodel.QuestionShares) bool { return s.Question == q.def.ID }); i >= 0 {
			x.Source, x.Origin = SharesTheme, s.t.Def.Shares[i].Source
		}
		if s.o.Assume.Shares[q.def.ID] != nil {
			x.Source = SharesGiven
		}
		x.Answers = s.t.assumedAnswers(q, replies)
		if x.Source == SharesGiven {
			for i, was := range s.t.assumedAnswers(q, s.t.replies(q)) {
				x.Answers[i].Theme = &was.Share
			}
		}
		out = append(out, x)
	}
	return out
}

// assumedAnswers are the replies of a question with their shares; of numbers, the
// ranges that shares can tell apart.
func (t *Theme) assumedAnswers(q question, replies []reply) (out []AssumedAnswer) {
	all := 0.0
	for _, r := range replies {
		all += r.weight
	}
	if !q.numeric() {
		for _, r := range replies {
			label := t.replyLabel(q, r.value)
			if r.others {
				label = metamodel.ZhEn("其他", "any other")
			}
			out = append(out, AssumedAnswer{Answer: replyKey(r), Label: label, Share: round6(r.weight / all)})
		}
		return out
	}
	for _, r := range numberRanges(replies) {
		share := 0.0
		for _, x := range replies {
			if at := x.inside(); r.low.under(at) && r.high.over(at) {
				share += x.weight
			}
		}
		out = append(out, AssumedAnswer{Answer: rangeKey(r.low, r.high), Label: t.replyRange(q, r), Share: round6(share / all)})
	}
	return out
}

// numberRanges are the ranges between the numbers at which replies begin or end.
func numberRanges(replies []reply) (out []reply) {
	var at []decimal.Decimal
	for _, r := range replies {
		for _, c := range []*cut{r.low, r.high} {
			if c != nil {
				at = append(at, c.at)
			}
		}
	}
	slices.SortFunc(at, decimal.Decimal.Cmp)
	at = slices.CompactFunc(at, decimal.Decimal.Equal)
	var low *cut
	for _, d := range at {
		high := &cut{at: d}
		out = append(out, reply{low: low, high: high})
		low = high
	}
	return append(out, reply{low: low})
}

// inside is a number that a reply stands for, away from where it begins and ends.
func (r reply) inside() decimal.Decimal {
	one := decimal.NewFromInt(1)
	switch {
	case r.low == nil:
		return r.high.at.Sub(one)
	case r.high == nil:
		return r.low.at.Add(one)
	}
	return decimal.Avg(r.low.at, r.high.at)
}

func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

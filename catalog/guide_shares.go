package catalog

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// sharesMiss is how far the shares of a question may be from 1.
const sharesMiss = 1e-6

// shares checks what a theme says of how often its questions are answered how.
func (c *compiler) shares(t *Theme) {
	seen := map[string]bool{}
	for i, s := range t.Def.Shares {
		at := fmt.Sprintf("shares/%d", i)
		fail := func(p metamodel.Problem) { c.report(metamodel.KindTheme, t.Def.ID, p) }
		n, ok := t.guide.byID[s.Question]
		switch {
		case !ok:
			fail(ShareQuestion.At(at+"/question", "question", s.Question))
			continue
		case seen[s.Question]:
			fail(ShareTwice.At(at+"/question", "question", s.Question))
			continue
		}
		seen[s.Question] = true
		q := t.guide.questions[n]
		if q.form == nil {
			continue // its own problem
		}
		sum := 0.0
		for j, a := range s.Answers {
			sum += a.Share
			where := fmt.Sprintf("%s/answers/%d", at, j)
			if numeric := q.def.Type == metamodel.TypeNumber || q.def.Type == metamodel.TypeInteger; numeric {
				c.shareRange(t, where, s.Answers[:j], a)
				continue
			}
			raw := quote(a.Answer)
			if q.def.Type == metamodel.TypeBoolean && (a.Answer == "true" || a.Answer == "false") {
				raw = a.Answer
			}
			same := func(b metamodel.AnswerShare) bool { return b.Answer == a.Answer }
			switch v, _, ps := q.read([]byte(raw)); {
			case a.From != nil || a.Below != nil, ps.Failed(), v == nil:
				fail(ShareAnswer.At(where, "question", s.Question, "answer", a.Answer))
			case slices.ContainsFunc(s.Answers[:j], same):
				fail(ShareAnswerTwice.At(where, "question", s.Question, "answer", a.Answer))
			}
		}
		if math.Abs(sum-1) > sharesMiss {
			fail(ShareSum.At(at+"/answers", "question", s.Question, "sum", decimal.NewFromFloat(sum).Round(6).String()))
		}
	}
}

// shareRange checks a range of numbers: not empty, and apart from those before it.
func (c *compiler) shareRange(t *Theme, at string, before []metamodel.AnswerShare, a metamodel.AnswerShare) {
	fail := func(k metamodel.Kind) {
		c.report(metamodel.KindTheme, t.Def.ID, k.At(at, "range", rangeWords(a)))
	}
	low, high := boundsOf(a)
	if a.Answer != "" || !(low < high) {
		fail(ShareRange)
		return
	}
	for _, b := range before {
		if l, h := boundsOf(b); low < h && l < high {
			fail(ShareOverlap)
			return
		}
	}
}

func boundsOf(a metamodel.AnswerShare) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if a.From != nil {
		low = *a.From
	}
	if a.Below != nil {
		high = *a.Below
	}
	return low, high
}

func rangeWords(a metamodel.AnswerShare) string {
	words := func(f *float64) string {
		if f == nil {
			return "…"
		}
		return decimal.NewFromFloat(*f).String()
	}
	return words(a.From) + " – " + words(a.Below)
}

// weigh gives the replies of a question the weights of the theme's shares.
func (t *Theme) weigh(q question, replies []reply) {
	i := slices.IndexFunc(t.Def.Shares, func(s metamodel.QuestionShares) bool { return s.Question == q.def.ID })
	if i < 0 || len(replies) == 0 {
		return
	}
	weights := make([]float64, len(replies))
	sum := 0.0
	for _, a := range t.Def.Shares[i].Answers {
		if q.def.Type == metamodel.TypeNumber || q.def.Type == metamodel.TypeInteger {
			spread(replies, a, weights)
		} else if n := replyOf(q, replies, a.Answer); n >= 0 {
			weights[n] += a.Share
		}
	}
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 {
		return // nothing of it can be answered
	}
	for n := range replies {
		replies[n].weight = weights[n]
	}
}

// replyOf is the reply that an answer, as shares write it, comes under; -1 for none.
func replyOf(q question, replies []reply, answer string) int {
	others := -1
	for n, r := range replies {
		if fmt.Sprint(r.value) == answer {
			return n
		}
		if r.others {
			others = n
		}
	}
	return others
}

// spread lays the share of a range over the replies it covers, by the part of
// it that each covers; where the range or the reply has no end, evenly.
func spread(replies []reply, a metamodel.AnswerShare, weights []float64) {
	low, high := boundsOf(a)
	parts := make([]float64, len(replies))
	all, endless := 0.0, math.IsInf(low, 0) || math.IsInf(high, 0)
	for n, r := range replies {
		l, h := low, high
		if r.low != nil {
			l = max(l, r.low.at.InexactFloat64())
		}
		if r.high != nil {
			h = min(h, r.high.at.InexactFloat64())
		}
		if !(l < h) {
			continue
		}
		parts[n] = h - l
		if endless {
			parts[n] = 1
		}
		all += parts[n]
	}
	for n := range parts {
		if all > 0 {
			weights[n] += a.Share * parts[n] / all
		}
	}
}

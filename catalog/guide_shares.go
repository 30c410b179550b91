package catalog

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"

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
		for _, p := range q.checkShares(s, at+"/answers", func(j int) string { return fmt.Sprintf("%s/answers/%d", at, j) }) {
			fail(p)
		}
	}
}

// checkShares holds the shares of a question to it: answers that it has, each
// once, adding up to 1. at is the path of them all, place that of one.
func (q question) checkShares(s metamodel.QuestionShares, at string, place func(int) string) (ps metamodel.Problems) {
	sum := 0.0
	for j, a := range s.Answers {
		sum += a.Share
		before := s.Answers[:j]
		if q.numeric() {
			ps = append(ps, checkShareRange(before, a, place(j))...)
			continue
		}
		raw := quote(a.Answer)
		if q.def.Type == metamodel.TypeBoolean && (a.Answer == "true" || a.Answer == "false") {
			raw = a.Answer
		}
		same := func(b metamodel.AnswerShare) bool { return b.Answer == a.Answer }
		switch v, _, wrong := q.read([]byte(raw)); {
		case a.From != nil || a.Below != nil, wrong.Failed(), v == nil:
			ps = append(ps, ShareAnswer.At(place(j), "question", s.Question, "answer", a.Answer))
		case slices.ContainsFunc(before, same):
			ps = append(ps, ShareAnswerTwice.At(place(j), "question", s.Question, "answer", a.Answer))
		}
	}
	if !(math.Abs(sum-1) <= sharesMiss) {
		ps = append(ps, ShareSum.At(at, "question", s.Question, "sum", decimal.NewFromFloat(sum).Round(6).String()))
	}
	return ps
}

// checkShareRange checks a range of numbers: not empty, and apart from those before it.
func checkShareRange(before []metamodel.AnswerShare, a metamodel.AnswerShare, at string) metamodel.Problems {
	low, high := boundsOf(a)
	switch {
	case a.Answer != "":
		return metamodel.Problems{ShareRange.At(at, "range", rangeWords(a))}
	case !(low < high):
		return metamodel.Problems{ShareTurned.At(at, "range", rangeWords(a))}
	}
	for _, b := range before {
		if l, h := boundsOf(b); low < h && l < high {
			return metamodel.Problems{ShareOverlap.At(at, "range", rangeWords(a))}
		}
	}
	return nil
}

var (
	rangeBetween = regexp.MustCompile(`^\s*(-?\d+(?:\.\d+)?)\s*[-~～至]\s*(-?\d+(?:\.\d+)?)\s*$`)
	rangeSide    = regexp.MustCompile(`^\s*(<|＜|>=|≥)\s*(-?\d+(?:\.\d+)?)\s*$`)
)

// ReadShareRange reads the range of numbers that a share is of, as the sheets and
// assumptions write it: “<300”, “300~500”, “≥500”.
func ReadShareRange(text string) (a metamodel.AnswerShare, ok bool) {
	number := func(s string) *float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil { // too large for a number
			ok = false
		}
		return &f
	}
	ok = true
	if m := rangeBetween.FindStringSubmatch(text); m != nil {
		a.From, a.Below = number(m[1]), number(m[2])
		return a, ok
	}
	m := rangeSide.FindStringSubmatch(text)
	switch {
	case m == nil:
		return a, false
	case m[1] == "<" || m[1] == "＜":
		a.Below = number(m[2])
	default:
		a.From = number(m[2])
	}
	return a, ok
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

// weigh gives the replies of a question the weights of the shares of its answers.
func (q question) weigh(answers []metamodel.AnswerShare, replies []reply) {
	weights := make([]float64, len(replies))
	sum := 0.0
	for _, a := range answers {
		if q.numeric() {
			spread(replies, a, weights)
		} else if n := replyOf(replies, a.Answer); n >= 0 {
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
func replyOf(replies []reply, answer string) int {
	others := -1
	for n, r := range replies {
		if replyKey(r) == answer {
			return n
		}
		if r.others {
			others = n
		}
	}
	return others
}

// replyKey names the answer that a reply is, as shares do.
func replyKey(r reply) string { return fmt.Sprint(r.value) }

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

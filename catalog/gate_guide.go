package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// What checking a written guide against the derived one finds.
var (
	GuideGap       = warning("guide.gap", "事项“{matter}”的“{name}”取决于“{field}”，但没有问题问到它，表单里它也排在后面，条件“{condition}”到时无法判断", "“{name}” of “{matter}” depends on “{field}”, which no question asks and the form asks only later: the condition “{condition}” cannot be told by then")
	GuideGapResult = warning("guide.gap_result", "事项“{matter}”的“{name}”取决于“{field}”，而它要等“{other}”办结才知道，条件“{condition}”在申报时无法判断", "“{name}” of “{matter}” depends on “{field}”, known only when “{other}” is done: the condition “{condition}” cannot be told when people apply")
	GuideDeadEnd   = kind("guide.dead_end", "所有问题都答完后，事项“{matter}”仍无法判断是否适用（{situation}），请检查条件“{condition}”", "When everything is answered it is still open whether “{matter}” applies ({situation}). Check the condition “{condition}”")
	GuideNothing   = warning("guide.nothing_applies", "这样回答时没有任何事项适用：{situation}", "With these answers no matter applies: {situation}")
	GuideIdle      = warning("guide.question_idle", "问题“{question}”怎样回答都不改变任何事项、字段或材料，不会再问", "Whatever is answered to “{question}”, no matter, field or material changes; it is not asked")
	GuideOption    = warning("guide.option_unreachable", "问题“{question}”的选项“{option}”选了也不能申报：{reason}", "The option “{option}” of “{question}” can be chosen and never applied with: {reason}")
	GuideRefused   = kind("guide.answer_refused", "问题“{question}”答“{answer}”时没有人能申报：{refusers}一定不接受这个回答（{situation}）", "Nobody can file with the answer “{answer}” to “{question}”, which {refusers} can only refuse ({situation})")
	GuideThreshold = warning("guide.threshold_unread", "问题“{question}”的占比在 {at} 处分段，但没有条件在此区分", "The shares of “{question}” are divided at {at}, where no condition tells answers apart")
	GuideOrder     = warning("guide.order", "按所写顺序平均要问 {written} 个问题；系统按更短的顺序问，平均 {fewest} 个", "In the order written the guide asks {written} on average; people are asked in a shorter one, {fewest} on average")
)

// guide checks the guide that staff wrote against what the conditions need.
func (g *gate) guide(id string, t *Theme) {
	find := func(p metamodel.Problem) { g.find(metamodel.KindTheme, id, p) }
	p := t.guide.plan()
	t.gaps(find)
	t.deadEnds(p, find)
	if s, found := t.nothing(p); found {
		find(GuideNothing.At("guide", "situation", t.situationWords(s)))
	}
	for i, q := range t.guide.questions {
		at := t.questionAt(i)
		if p.idle(i) {
			find(GuideIdle.At(at, "question", q.def.Text))
		}
		t.options(q, func(option, reason metamodel.Text) {
			find(GuideOption.At(at, "question", q.def.Text, "option", option, "reason", reason))
		})
	}
	t.thresholds(find)
	if a := p.asks(); a.written > a.now+orderMatters {
		find(GuideOrder.At("guide", "written", fmt.Sprintf("%.1f", a.written), "fewest", fmt.Sprintf("%.1f", a.now)))
	}
}

// orderMatters is from how many questions on an order is worth a word.
const orderMatters = 0.05

// gaps finds conditions that read a field nobody has given by then.
func (t *Theme) gaps(find func(metamodel.Problem)) {
	order := map[string]int{}
	for _, s := range t.Merged.Doc.Layout.Sections {
		for _, path := range s.Fields {
			order[path] = len(order)
		}
	}
	place := func(path string) (int, bool) {
		for {
			if n, ok := order[path]; ok {
				return n, true
			}
			i := strings.LastIndexByte(path, '/')
			if i < 0 {
				return 0, false
			}
			path = path[:i]
		}
	}
	asked := map[string]bool{}
	for _, q := range t.guide.questions {
		asked[q.def.Field] = true
	}
	told := map[string]bool{}
	t.eachCondition(func(source string, on Hung) {
		for _, ref := range refsIn(source) {
			f, ok := t.Merged.Field(ref)
			key := on.Matter + " " + source + " " + ref
			if !ok || f.Path != ref || asked[ref] || f.Computed || f.Hidden || told[key] {
				continue
			}
			at := "merged/" + on.Path
			params := []any{"matter", t.matterOf(on.Matter).Def.Name, "name", on.Name, "field", f.Label, "condition", source}
			for _, m := range t.Matters {
				if m.Def.ID != on.Matter && m.Yields[ref] {
					told[key] = true
					find(GuideGapResult.At(at, append(params, "other", m.Def.Name)...))
				}
			}
			if on.Kind == "material" || told[key] {
				continue // materials come after the whole form
			}
			here, ok1 := place(on.Path)
			there, ok2 := place(ref)
			if ok1 && ok2 && there > here {
				told[key] = true
				find(GuideGap.At(at, params...))
			}
		}
	})
}

// deadEnds finds matters that stay open when everything is answered.
func (t *Theme) deadEnds(p *plan, find func(metamodel.Problem)) {
	for i, w := range p.whens {
		if w == nil {
			continue
		}
		at := slices.Index(w.verdicts, never)
		if at < 0 {
			continue
		}
		state := p.blank()
		for place, q := range w.reads {
			state[q] = at/w.stride[place]%(len(p.replies[q])+1) - 1
		}
		find(GuideDeadEnd.At(fmt.Sprintf("matters/%d/when", i), "matter", t.Matters[i].Def.Name, "condition", t.Def.Matters[i].When, "situation", t.situationWords(state)))
	}
}

// mostNothing bounds the search for a situation to which nothing applies.
const mostNothing = 20_000

// nothing looks for answers with which no matter applies.
func (t *Theme) nothing(p *plan) (state []int, found bool) {
	if slices.ContainsFunc(p.whens, func(w *table) bool { return w == nil || w.verdicts == nil }) {
		return nil, false // one always applies, or cannot be told
	}
	var questions []int
	for _, w := range p.whens {
		for _, q := range w.reads {
			if !slices.Contains(questions, q) {
				questions = append(questions, q)
			}
		}
	}
	state = p.blank()
	left := mostNothing
	var search func(n int) bool
	search = func(n int) bool {
		for _, w := range p.whens {
			if v := w.verdict(state); v == yes {
				return false
			}
		}
		if left--; left < 0 {
			return false
		}
		if n == len(questions) {
			return true
		}
		q := questions[n]
		for _, class := range p.classesOf(q) {
			state[q] = class[0]
			if search(n + 1) {
				return true
			}
		}
		state[q] = unanswered
		return false
	}
	return state, search(0)
}

// idle reports whether it is certain that a question decides nothing, though
// conditions read it.
func (p *plan) idle(q int) bool {
	if len(p.of[q]) == 0 || len(p.replies[q]) == 0 {
		return false // its own problem
	}
	for _, i := range p.of[q] {
		for _, t := range []*table{p.items[i].when, p.items[i].cond} {
			if t != nil && slices.Contains(t.reads, q) && !t.exact {
				return false
			}
		}
	}
	return len(p.classesOf(q)) == 1
}

// options finds answers that can be chosen and never be applied with: the form
// refuses them whatever the situation.
func (t *Theme) options(q question, f func(option, reason metamodel.Text)) {
	if q.def.Field == "" || q.form == nil || q.form.Fields[0].CodeList == nil {
		return
	}
	scope := map[string]bool{}
	for i, m := range t.Matters {
		if t.guide.plan().whens[i] == nil {
			scope[m.Def.ID] = true
		}
	}
	group, key, _ := strings.Cut(q.def.Field, "/")
	for _, e := range q.form.Fields[0].CodeList.Entries {
		if _, _, ps := q.read(json.RawMessage(quote(e.Code))); ps.Failed() {
			f(e.Name, ps[0].Message)
			continue
		}
		doc := write(map[string]json.RawMessage{group: write(map[string]json.RawMessage{key: json.RawMessage(quote(e.Code))})})
		for _, p := range t.Merged.Check(doc, metamodel.Context{Scope: scope}).Problems {
			if p.Path == q.def.Field && p.Severity != metamodel.Warning {
				f(e.Name, p.Message)
				break
			}
		}
	}
}

// thresholds finds where shares divide a number and no condition does.
func (t *Theme) thresholds(find func(metamodel.Problem)) {
	for i, s := range t.Def.Shares {
		q := t.guide.questions[t.guide.byID[s.Question]]
		if q.form == nil || !q.numeric() {
			continue
		}
		cuts := t.comparisons(q)
		for j, a := range s.Answers {
			if a.From == nil || !slices.ContainsFunc(s.Answers, func(b metamodel.AnswerShare) bool { return b.Below != nil && *b.Below == *a.From }) {
				continue // not between two ranges
			}
			at := decimal.NewFromFloat(*a.From)
			if !slices.ContainsFunc(cuts, func(c cut) bool { return c.at.Equal(at) }) {
				find(GuideThreshold.At(fmt.Sprintf("shares/%d/answers/%d/from", i, j), "question", q.def.Text, "at", at.String()))
			}
		}
	}
}

// situationWords says a state in words.
func (t *Theme) situationWords(state []int) metamodel.Text {
	p := t.guide.plan()
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		var words []string
		for i, q := range t.guide.questions {
			if state[i] == unanswered {
				continue
			}
			is, end := " is answered “", "”"
			open := "“"
			if lang == "zh" {
				is = "”答“"
			} else {
				is = "”" + is
			}
			words = append(words, open+q.def.Text.In(lang)+is+t.replyRange(q, p.replies[i][state[i]]).In(lang)+end)
		}
		comma := ", "
		if lang == "zh" {
			comma = "，"
		}
		out[lang] = strings.Join(words, comma)
	}
	return out
}

package sheets

import (
	"sort"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// The optional columns of a step that ask others, or let silence decide.
const (
	colSign     = "会签"
	colOpinions = "征求意见"
	colAfter    = "默认许可"

	likeSign     = "全部：本部门审批人，区公安局审批人"
	likeOpinions = "区公安局；3个工作日；逾期视为同意；依据《办法》"
	likeAfter    = "法定时限；通过；补正后重新计算；依据《办法》"

	ownDepartment = "本部门"
	basisMark     = "依据"
)

var clockWords = map[string]workflows.ClockName{"法定时限": workflows.StatutoryClock, "承诺时限": workflows.PromisedClock, "环节时限": workflows.StepClock}

var signWords = map[string]workflows.SignMode{"任一": workflows.SignAny, "全部": workflows.SignAll, "依次": workflows.SignSequence}

// joint reads what a step asks of others. s has its directions already.
func (b *workflowBuilder) joint(r *Row, s *workflows.State) {
	read := func(column, like string, take func(string) bool) {
		if text := fold(r.Cell(column)); text != "" && !take(text) {
			b.im.report(r.problem(kindAsked, column, "value", excerpt(text), "like", like))
		}
	}
	read(colSign, likeSign, func(text string) bool { return b.sign(r, s, text) })
	read(colOpinions, likeOpinions, func(text string) bool { return b.opinions(r, s, text) })
	read(colAfter, likeAfter, func(text string) bool { return b.after(r, s, text) })
}

// sign reads “全部：本部门审批人，区公安局审批人”; “比例0.6667：…” is a share. The
// votes take the step's approval, or its first way on, and its refusal.
func (b *workflowBuilder) sign(r *Row, s *workflows.State, text string) bool {
	mode, places, ok := strings.Cut(text, ":")
	g := &workflows.Sign{Mode: signWords[strings.TrimSpace(mode)]}
	if share, is := strings.CutPrefix(strings.TrimSpace(mode), "比例"); is {
		g.Mode = workflows.SignRatio
		g.Ratio, ok = decimalText(strings.TrimSpace(share))
	}
	if !ok || g.Mode == "" {
		return false
	}
	for _, place := range list(places) {
		department, role, ok := b.place(strings.TrimSpace(place), r)
		if !ok || role == "" {
			return false
		}
		g.By = append(g.By, workflows.Signatory{Department: department, Roles: []string{b.im.role(role, r.place(colSign))}})
	}
	for _, t := range s.On {
		switch {
		case t.Kind == workflows.Refuse:
			g.Disagreed = t.Event
		case t.Kind == workflows.Approve, t.Kind == workflows.Forward && g.Agreed == "":
			g.Agreed = t.Event
		}
	}
	if len(g.By) == 0 || g.Agreed == "" || g.Disagreed == "" {
		return false
	}
	s.Sign = g
	return true
}

// place cuts “区公安局审批人” into the department and what follows its name.
func (b *workflowBuilder) place(text string, r *Row) (department, rest string, ok bool) {
	if rest, own := strings.CutPrefix(text, ownDepartment); own {
		return "", strings.TrimSpace(rest), true
	}
	var names []string
	for _, m := range b.im.matters {
		names = append(names, fold(m.row.Cell("实施主体")))
	}
	sort.Slice(names, func(i, j int) bool {
		return len(names[i]) > len(names[j]) || len(names[i]) == len(names[j]) && names[i] < names[j]
	})
	for _, name := range names {
		if rest, found := strings.CutPrefix(text, name); found && name != "" {
			return b.im.department(name, r.place("环节")), strings.TrimSpace(rest), true
		}
	}
	return "", "", false
}

// opinions reads “区公安局；3个工作日；逾期视为同意；暂停计时；须答复；依据《…》”.
func (b *workflowBuilder) opinions(r *Row, s *workflows.State, text string) bool {
	o := &workflows.Opinions{}
	for i, part := range strings.Split(text, ";") {
		part = strings.TrimSpace(part)
		days, counts := workingDays(part)
		switch {
		case i == 0:
			for _, name := range list(part) {
				department, rest, ok := b.place(strings.TrimSpace(name), r)
				if !ok || rest != "" || department == "" {
					return false
				}
				o.Departments = append(o.Departments, department)
			}
		case counts:
			o.Limit = days
		case part == "逾期视为同意":
			o.Silence = workflows.SilenceAgrees
		case part == "逾期视为没有意见":
			o.Silence = workflows.SilenceNone
		case part == "暂停计时":
			o.Pauses = true
		case part == "须答复":
			o.Required = true
		case strings.HasPrefix(part, basisMark):
			o.Basis = b.im.basis(part, r, colOpinions)
		default:
			return false
		}
	}
	if len(o.Departments) == 0 || o.Limit <= 0 || o.Silence == "" {
		return false
	}
	s.Opinions = o
	return true
}

// after reads “法定时限；通过；补正后重新计算；依据《…》”; “环节时限3个工作日” counts less
// than the whole limit.
func (b *workflowBuilder) after(r *Row, s *workflows.State, text string) bool {
	a := &workflows.After{}
	for i, part := range strings.Split(text, ";") {
		part = strings.TrimSpace(part)
		switch {
		case i == 0:
			for word, clock := range clockWords {
				rest, ok := strings.CutPrefix(part, word)
				if !ok {
					continue
				}
				a.Clock = clock
				if rest != "" {
					if a.Days, ok = workingDays(rest); !ok {
						return false
					}
				}
			}
		case part == "补正后重新计算":
			a.Corrections = workflows.Restart
		case part == "补正后继续计算":
			a.Corrections = workflows.Continue
		case strings.HasPrefix(part, basisMark):
			a.Basis = b.im.basis(part, r, colAfter)
		default:
			for _, t := range s.On {
				if t.Label["zh"] == part {
					a.Event = t.Event
				}
			}
		}
	}
	if a.Clock == "" || a.Event == "" || a.Corrections == "" || a.Basis == nil {
		return false
	}
	s.After = a
	return true
}

// basis is the law behind “依据”.
func (im *importer) basis(part string, r *Row, column string) metamodel.Text {
	law := strings.Trim(strings.TrimPrefix(part, basisMark), ": ")
	return im.text("basis:"+law, law, "", r.place(column))
}

// workingDays reads “3个工作日”.
func workingDays(text string) (float64, bool) {
	n, ok := strings.CutSuffix(text, "个工作日")
	if !ok {
		return 0, false
	}
	days, err := strconv.ParseFloat(strings.TrimSpace(n), 64)
	return days, err == nil && days > 0
}

package workflows

import (
	"github.com/onematter/onematter/metamodel"
)

// licence is the food licence of the sheets (M02): acceptance, review, an
// inspection that may be skipped, a decision, delivery; corrections go back to
// the step that asked for them.
func licence() *Workflow {
	t := metamodel.Zh
	back := func(target string) []Transition {
		return []Transition{{Event: "resubmit", Label: t("重新提交"), Target: target, Kind: Resubmit}}
	}
	return &Workflow{ID: "M02", Title: t("食品经营许可"), Initial: "accept", States: []State{
		{ID: "accept", Name: t("受理"), Type: Step, Roles: []string{"clerk"}, Limit: 1, On: []Transition{
			{Event: "pass", Label: t("通过"), Target: "review", Kind: Forward},
			{Event: "correct", Label: t("补正"), Target: "accept_wait", Kind: Correct},
			{Event: "reject", Label: t("不予受理"), Target: "refused", Kind: Refuse},
		}},
		{ID: "accept_wait", Name: t("待补正"), Type: Wait, On: back("accept")},
		{ID: "review", Name: t("审查"), Type: Step, Roles: []string{"reviewer"}, Limit: 2, On: []Transition{
			{Event: "pass", Label: t("通过"), Target: "inspect", Kind: Forward},
			{Event: "skip", Label: t("免核查"), Target: "decide", Kind: Forward},
			{Event: "correct", Label: t("补正"), Target: "review_wait", Kind: Correct},
		}},
		{ID: "review_wait", Name: t("待补正"), Type: Wait, On: back("review")},
		{ID: "inspect", Name: t("现场核查"), Type: Step, Roles: []string{"inspector"}, Limit: 3, On: []Transition{
			{Event: "good", Label: t("合格"), Target: "decide", Kind: Forward},
			{Event: "rectify", Label: t("整改"), Target: "inspect_wait", Kind: Rectify},
			{Event: "bad", Label: t("不合格"), Target: "decide", Kind: Forward},
		}},
		{ID: "inspect_wait", Name: t("待整改"), Type: Wait, On: back("inspect")},
		{ID: "decide", Name: t("决定"), Type: Step, Roles: []string{"approver"}, Limit: 1, On: []Transition{
			{Event: "approve", Label: t("准予"), Target: "deliver", Kind: Approve},
			{Event: "refuse", Label: t("不予"), Target: "refused", Kind: Refuse},
		}},
		{ID: "deliver", Name: t("办结"), Type: Step, Roles: []string{"clerk"}, Limit: 1, On: []Transition{
			{Event: "deliver", Label: t("发放"), Target: "issued", Kind: Deliver},
		}},
		{ID: "issued", Name: t("已办结"), Type: Final, Outcome: Issued},
		{ID: "refused", Name: t("终止"), Type: Final, Outcome: Refused},
		{ID: "withdrawn", Name: t("已撤回"), Type: Final, Outcome: Withdrawn},
		{ID: "void", Name: t("未启动"), Type: Final, Outcome: Void},
	}}
}

// mustCompile compiles or panics: for workflows that a test needs to be sound.
func mustCompile(w *Workflow) *Machine {
	m, problems := Compile(w)
	if len(problems) > 0 {
		panic(problems)
	}
	return m
}

package workflows

import (
	"fmt"
	"math"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// maxSignatories bounds a round; maxAsked the departments of a list.
const (
	maxSignatories = 50
	maxAsked       = 100
)

// sign checks a step's countersigning: who signs, when it is decided, and that
// nothing but the votes takes the actions they decide about.
func (l *linter) sign(path string, s *State) {
	g := s.Sign
	at := path + "/sign"
	switch g.Mode {
	case SignAny, SignAll, SignRatio, SignSequence:
	default:
		l.add(problemSignMode.At(at+"/mode", "state", s.ID, "mode", g.Mode))
	}
	switch {
	case g.Mode == SignRatio && !(g.Ratio > 0 && g.Ratio <= 1):
		l.add(problemSignRatio.At(at+"/ratio", "state", s.ID))
	case g.Mode != SignRatio && (g.Ratio != 0 || math.IsNaN(g.Ratio)):
		l.add(problemSignRatioUnused.At(at+"/ratio", "state", s.ID))
	}
	if len(g.By) == 0 || len(g.By) > maxSignatories {
		l.add(problemSignNobody.At(at+"/by", "state", s.ID, "max", maxSignatories))
	}
	seen := map[string]bool{}
	for i, by := range g.By {
		if len(by.Roles) == 0 || slices.Contains(by.Roles, "") {
			l.add(problemRolesMissing.At(fmt.Sprintf("%s/by/%d/roles", at, i), "state", s.ID))
		} else if seen[by.place()] {
			l.add(problemSignTwice.At(fmt.Sprintf("%s/by/%d", at, i), "state", s.ID))
		}
		seen[by.place()] = true
	}
	if g.Agreed == g.Disagreed {
		l.add(problemSignSame.At(at+"/disagreed", "state", s.ID))
	}
	agreed := l.decides(at+"/agreed", s, g.Agreed, Forward, Approve)
	l.decides(at+"/disagreed", s, g.Disagreed, Forward, Refuse)
	for i := range s.On {
		t := &s.On[i]
		if s.Takes(t.Event) {
			continue
		}
		if t.Kind == Approve || t.Kind == Deliver || agreed != nil && t.Kind == Forward && t.Target == agreed.Target {
			l.add(problemSignPast.At(fmt.Sprintf("%s/on/%d", path, i), "state", s.ID, "event", t.Event))
		}
	}
	if s.Opinions != nil && s.Opinions.Required {
		// The last vote would be refused: nobody could say so to who gives it.
		l.add(problemSignRequired.At(path+"/opinions/required", "state", s.ID))
	}
}

// decides finds the action that votes take; what must be said or entered with
// an action, nobody would say.
func (l *linter) decides(path string, s *State, event string, kinds ...TransitionKind) *Transition {
	t := s.action(event)
	switch {
	case t == nil:
		l.add(problemSignEvent.At(path, "state", s.ID, "event", event))
	case !slices.Contains(kinds, t.Kind):
		l.add(problemSignKind.At(path, "state", s.ID, "event", event, "kind", t.Kind))
	}
	return t
}

// opinions checks what a step may ask of others.
func (l *linter) opinions(path string, s *State) {
	o := s.Opinions
	at := path + "/opinions"
	if !(o.Limit > 0 && o.Limit <= maxLimit) {
		l.add(problemOpinionLimit.At(at+"/limit", "state", s.ID, "max", maxLimit))
	}
	if o.Silence != SilenceAgrees && o.Silence != SilenceNone {
		l.add(problemOpinionSilence.At(at+"/silence", "state", s.ID, "silence", o.Silence))
	}
	if slices.Contains(o.Roles, "") {
		l.add(problemRolesMissing.At(at+"/roles", "state", s.ID))
	}
	seen := map[string]bool{}
	for i, d := range o.Departments {
		if d == "" || seen[d] || i >= maxAsked {
			l.add(problemOpinionTwice.At(fmt.Sprintf("%s/departments/%d", at, i), "state", s.ID, "department", d))
		}
		seen[d] = true
	}
	if o.Pauses && len(o.Basis) == 0 {
		l.add(problemOpinionBasis.At(at+"/basis", "state", s.ID))
	}
}

// What is wrong with how a step asks others.
var (
	problemSignMode = metamodel.Kind{Code: "workflow.sign.mode",
		Zh: "环节“{state}”的会签方式“{mode}”不认识：只能是 any、all、ratio 或 sequence", En: "the countersigning of “{state}” has an unknown mode “{mode}”: any, all, ratio or sequence"}
	problemSignRatio = metamodel.Kind{Code: "workflow.sign.ratio",
		Zh: "环节“{state}”按比例会签，比例必须大于 0、不超过 1", En: "the countersigning of “{state}” goes by a ratio: above 0, at most 1"}
	problemSignRatioUnused = metamodel.Kind{Code: "workflow.sign.ratio.unused",
		Zh: "环节“{state}”不是按比例会签，不能写比例", En: "the countersigning of “{state}” does not go by a ratio: leave it out"}
	problemSignNobody = metamodel.Kind{Code: "workflow.sign.by",
		Zh: "环节“{state}”的会签要有 1 到 {max} 个会签方", En: "the countersigning of “{state}” needs at least one and at most {max} signator(y|ies)"}
	problemSignTwice = metamodel.Kind{Code: "workflow.sign.twice",
		Zh: "环节“{state}”的会签里同一部门、同一角色出现了两次", En: "the countersigning of “{state}” has the same department and roles twice"}
	problemSignSame = metamodel.Kind{Code: "workflow.sign.same",
		Zh: "环节“{state}”会签同意和不同意不能是同一个动作", En: "the countersigning of “{state}” leads to the same action whether they agree or not"}
	problemSignEvent = metamodel.Kind{Code: "workflow.sign.event",
		Zh: "环节“{state}”没有会签要走的动作“{event}”", En: "the state “{state}” has no action “{event}” for its countersigning to take"}
	problemSignKind = metamodel.Kind{Code: "workflow.sign.kind",
		Zh: "环节“{state}”的会签不能走 {kind} 类动作“{event}”：同意只能走 forward 或 approve，不同意只能走 forward 或 refuse", En: "the countersigning of “{state}” cannot take “{event}” of kind {kind}: forward or approve when agreed, forward or refuse when not"}
	problemSignPast = metamodel.Kind{Code: "workflow.sign.past",
		Zh: "环节“{state}”的动作“{event}”会绕过会签", En: "the action “{event}” of “{state}” goes past the countersigning"}
	problemSignRequired = metamodel.Kind{Code: "workflow.sign.required",
		Zh: "环节“{state}”由会签决定，征求意见不能设为必须答复", En: "the state “{state}” is decided by countersigning: its opinions cannot be required"}
	problemOpinionLimit = metamodel.Kind{Code: "workflow.opinions.limit",
		Zh: "环节“{state}”征求意见的时限必须大于 0、不超过 {max} 个工作日", En: "the time to answer in “{state}” must be above 0 and at most {max} working day(s)"}
	problemOpinionSilence = metamodel.Kind{Code: "workflow.opinions.silence",
		Zh: "环节“{state}”没有写明逾期不答复如何处理（“{silence}”）：只能是 agree 或 none", En: "the state “{state}” does not say what silence means (“{silence}”): agree or none"}
	problemOpinionTwice = metamodel.Kind{Code: "workflow.opinions.departments",
		Zh: "环节“{state}”可征求意见的部门“{department}”为空、重复或过多", En: "the department “{department}” that “{state}” may ask is empty, there twice or one too many"}
	problemOpinionBasis = metamodel.Kind{Code: "workflow.opinions.basis",
		Zh: "环节“{state}”征求意见时不计时限，必须写明法律依据", En: "the clocks stand still while “{state}” asks: the legal basis is missing"}
)

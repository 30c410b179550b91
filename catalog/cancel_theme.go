package catalog

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// What else changes with a matter that is cancelled.
var (
	CancelInspection = warning("matter.cancelled_inspection", "主题“{theme}”的联合勘验“{inspection}”没有了“{matter}”，只剩一个环节，已去掉", "Without “{matter}” the joint inspection “{inspection}” of theme “{theme}” has one step left and is gone")
	CancelLead       = warning("matter.cancelled_lead", "主题“{theme}”的联合勘验“{inspection}”改由“{department}”牵头，请确认", "The joint inspection “{inspection}” of theme “{theme}” is led by “{department}” now. Confirm that")
	CancelQuestion   = warning("matter.cancelled_question", "主题“{theme}”的问题“{question}”问的只是“{matter}”的内容，已去掉", "The question “{question}” of theme “{theme}” was about “{matter}” alone and is gone")
	CancelUnclaimed  = warning("matter.cancelled_unclaimed", "政策“{policy}”不再通过“{matter}”兑现，请确认", "The policy “{policy}” is not claimed through “{matter}” any more. Confirm that")
	CancelUnasked    = warning("matter.cancelled_unasked", "政策“{policy}”不再要求备好“{material}”，申领事项都不收取它", "The policy “{policy}” does not want “{material}” any more: none of the matters it is claimed through asks for it")
	CancelClaim      = warning("matter.cancelled_claim", "政策“{policy}”改由“{matter}”兑现，请确认", "The policy “{policy}” is claimed through “{matter}” now. Confirm that")
)

// canceller takes a cancelled matter out of what its pack says.
type canceller struct {
	r    *Release // as it was
	pack *Pack    // as it will be
	of   *metamodel.Matter
	told metamodel.Problems
}

func (x *canceller) tell(kind, id string, p metamodel.Problem) {
	x.told = append(x.told, x.pack.at(kind, id, p))
}

// successor is the first of the matter's successors, "" for none.
func (x *canceller) successor() string {
	if next := x.of.Cancelled.Successors; len(next) > 0 {
		return next[0]
	}
	return ""
}

// theme takes the matter out of a theme, or puts its successor in its place; false
// where the theme has no other matter.
func (x *canceller) theme(t *metamodel.Theme) bool {
	was := x.r.Pack.Themes[t.ID]
	at := slices.IndexFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == x.of.ID })
	instead := x.successor()
	if slices.ContainsFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return m.Matter == instead }) {
		instead = ""
	}
	if instead != "" {
		t.Matters[at].Matter = instead
	} else if t.Matters = slices.Delete(t.Matters, at, at+1); len(t.Matters) == 0 {
		return false
	}
	t.Same = x.r.stillSame(was, t)
	x.inspections(t, instead)
	x.questions(was, t)
	return true
}

// inspections takes the matter's step out of the joint inspections. Its successor
// goes along in its place where its process has that step.
func (x *canceller) inspections(t *metamodel.Theme, instead string) {
	if t.Joint == nil {
		return
	}
	var kept []metamodel.JointInspection
	for _, in := range t.Joint.Inspections {
		at := slices.IndexFunc(in.States, func(s metamodel.JointStep) bool { return s.Matter == x.of.ID })
		switch {
		case at < 0:
		case x.inspects(instead, in.States[at].State):
			in.States[at].Matter = instead
			x.lead(t, &in)
		case len(in.States) <= 2:
			x.tell(metamodel.KindTheme, t.ID, CancelInspection.At("joint/inspections", "theme", t.Name, "inspection", in.Name, "matter", x.of.Name))
			continue
		default:
			in.States = slices.Delete(in.States, at, at+1)
			x.lead(t, &in)
		}
		kept = append(kept, in)
	}
	t.Joint.Inspections = kept
}

// inspects says that a matter's process has a step by this name.
func (x *canceller) inspects(matter, state string) bool {
	m := x.r.Matter(matter)
	if m == nil {
		return false
	}
	s, ok := m.Machine.State(state)
	return ok && s.Type == workflows.Step && s.Sign == nil
}

// lead puts the first department that takes part at the head of an inspection
// whose lead has no part in it any more.
func (x *canceller) lead(t *metamodel.Theme, in *metamodel.JointInspection) {
	first := ""
	for _, s := range in.States {
		m := x.r.MatterDef(s.Matter)
		if m == nil || m.Department == in.Lead {
			return
		}
		if first == "" {
			first = m.Department
		}
	}
	in.Lead = first
	x.tell(metamodel.KindTheme, t.ID, CancelLead.At("joint/inspections", "theme", t.Name, "inspection", in.Name, "department", x.r.DepartmentName(first)))
}

// questions takes the questions out that asked what only the matter did, and lets
// stand by itself what decides on other matters too.
func (x *canceller) questions(was, t *metamodel.Theme) {
	before, asked := x.r.askedIn(was), x.r.askedIn(t)
	gone, reads := map[string]bool{}, map[string][]string{} // by condition
	if whole := x.r.Theme(t.ID); whole != nil {
		for i, m := range whole.Matters {
			if m.When != nil {
				reads[was.Matters[i].When] = m.When.Refs()
			}
		}
	}
	for i := range t.Guide {
		q := &t.Guide[i]
		f := before[q.Field]
		if f == nil || asked[q.Field] != nil {
			continue
		}
		if slices.ContainsFunc(t.Matters, func(m metamodel.ThemeMatter) bool { return slices.Contains(reads[m.When], q.ID) }) {
			if q.Field = ""; q.CodeList == "" {
				q.CodeList = f.Element.CodeList
			}
			continue
		}
		gone[q.ID] = true
		x.tell(metamodel.KindTheme, t.ID, CancelQuestion.At("guide", "theme", t.Name, "question", q.Text, "matter", x.of.Name))
	}
	t.Guide = slices.DeleteFunc(t.Guide, func(q metamodel.Question) bool { return gone[q.ID] })
	t.Shares = slices.DeleteFunc(t.Shares, func(s metamodel.QuestionShares) bool { return gone[s.Question] })
}

// policies has them claimed through the successor, or through the others there are,
// which may ask for less.
func (x *canceller) policies() {
	for _, id := range sortedKeys(x.pack.Policies) {
		p := x.pack.Policies[id]
		var claims []string
		if t := x.pack.Themes[p.Theme]; p.Theme != "" && t != nil {
			if saySame(t.Matters, x.r.Pack.Themes[p.Theme].Matters) {
				continue
			}
			for _, m := range t.Matters {
				claims = append(claims, m.Matter)
			}
		} else if !x.claim(p) {
			continue
		} else {
			claims = p.Matters
		}
		p.Materials = slices.DeleteFunc(p.Materials, func(material string) bool {
			if slices.ContainsFunc(claims, func(m string) bool { return x.asks(m, material) }) {
				return false
			}
			name := metamodel.ZhEn(material, material)
			if m := x.r.MaterialDef(material); m != nil {
				name = m.Name
			}
			x.tell(metamodel.KindPolicy, id, CancelUnasked.At("materials", "policy", p.Name, "material", name))
			return true
		})
	}
}

// claim takes the matter out of those that a policy is claimed through; false where
// that changes nothing, or would leave none, which is refused.
func (x *canceller) claim(p *metamodel.Policy) bool {
	at, instead := slices.Index(p.Matters, x.of.ID), x.successor()
	switch {
	case at < 0, instead == "" && len(p.Matters) == 1:
		return false
	case instead == "" || slices.Contains(p.Matters, instead):
		p.Matters = slices.Delete(p.Matters, at, at+1)
		x.tell(metamodel.KindPolicy, p.ID, CancelUnclaimed.At("matters", "policy", p.Name, "matter", x.of.Name))
	default:
		p.Matters[at] = instead
		x.tell(metamodel.KindPolicy, p.ID, CancelClaim.At("matters", "policy", p.Name, "matter", x.r.matterName(instead)))
	}
	return true
}

// asks says that a matter asks for a material.
func (x *canceller) asks(matter, material string) bool {
	m := x.r.MatterDef(matter)
	return m == nil || slices.ContainsFunc(m.Materials, func(u metamodel.MaterialUse) bool { return u.Material == material })
}

// stillSame are the lines of a theme that make one person of two roles, without
// those that nothing is left of when its matters have changed: they ask nothing
// alike of both any more, or not what the line hangs on.
func (r *Release) stillSame(was, now *metamodel.Theme) (lines []metamodel.SameSubject) {
	before, asked := r.askedIn(was), r.askedIn(now)
	for _, s := range now.Same {
		alike := false
		for path := range asked {
			rest, of := strings.CutPrefix(path, s.Subject+"/")
			alike = alike || of && asked[s.As+"/"+rest] != nil
		}
		if alike && !slices.ContainsFunc(refsIn(s.When), func(ref string) bool { return before[ref] != nil && asked[ref] == nil }) {
			lines = append(lines, s)
		}
	}
	return lines
}

// askedIn are the paths of what a theme's matters ask.
func (r *Release) askedIn(t *metamodel.Theme) map[string]*metamodel.Field {
	asked := map[string]*metamodel.Field{}
	for _, tm := range t.Matters {
		if m := r.Matter(tm.Matter); m != nil {
			for _, f := range m.Form.Fields {
				asked[f.Path] = f
			}
		}
	}
	return asked
}

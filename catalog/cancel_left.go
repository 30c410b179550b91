package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// What still counts on a matter that is cancelled.
var (
	CancelAwaited = warning("matter.waits_cancelled", "“{matter}”的前置事项“{of}”自 {on} 起取消，请去掉这个前置事项，或换成接续办理的事项", "“{matter}” waits for “{of}”, which is cancelled from {on}. Take that precondition out, or name what replaces it")
	CancelDeadEnd = warning("matter.successor_cancelled", "“{matter}”取消后由“{of}”接续，而“{of}”自 {on} 起也取消，没有写接续办理的事项；请写明今后改办什么", "“{matter}” was replaced by “{of}”, which is cancelled from {on} with nothing in its place. Say what to apply for instead")
	CancelResult  = warning("material.result_cancelled", "“{material}”是“{of}”的结果，该事项自 {on} 起取消，今后没有部门核发；请改由申请人提交，或写明今后由哪个事项核发", "“{material}” is the result of “{of}”, which is cancelled from {on}; nobody issues it from then on. Have the applicant hand it in, or name the matter that issues it")
)

// left is a problem with a definition.
type left struct {
	kind, id string
	problem  metamodel.Problem
}

// leftBehind is what in the pack still counts on a cancelled matter: who waits for
// it, what it replaced itself, and the documents that it issued.
func (p *Pack) leftBehind(matter string) (list []left) {
	of := p.Matters[matter]
	on := of.Cancelled.On
	needed := map[string]bool{}
	for _, id := range sortedKeys(p.Matters) {
		m := p.Matters[id]
		if m.Cancelled != nil && len(of.Cancelled.Successors) == 0 {
			if i := slices.Index(m.Cancelled.Successors, matter); i >= 0 {
				list = append(list, left{metamodel.KindMatter, id, CancelDeadEnd.At(fmt.Sprintf("cancelled/successors/%d", i), "matter", m.Name, "of", of.Name, "on", on)})
			}
		}
		if m.Cancelled != nil || m.Standard {
			continue
		}
		for i, before := range m.Preconditions {
			if before == matter {
				list = append(list, left{metamodel.KindMatter, id, CancelAwaited.At(fmt.Sprintf("preconditions/%d", i), "matter", m.Name, "of", of.Name, "on", on)})
			}
		}
		for _, u := range m.Materials {
			needed[u.Material] = true
		}
	}
	for _, id := range sortedKeys(p.Materials) {
		if m := p.Materials[id]; m.Origin == metamodel.OriginResult && m.ResultOf == matter && needed[id] {
			list = append(list, left{metamodel.KindMaterial, id, CancelResult.At("resultOf", "material", m.Name, "of", of.Name, "on", on)})
		}
	}
	return list
}

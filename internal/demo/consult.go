package demo

import (
	"context"
	"fmt"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// consult asks another department where a step may, two times in five; mostly
// it answers before the step goes on. It reports whether that was the deed.
func (f *filing) consult(ctx context.Context, c *engine.Case, s *workflows.State) (bool, error) {
	if s.Opinions == nil || len(s.Opinions.Departments) == 0 {
		return false, nil
	}
	key := fmt.Sprintf("demo-%s-%d", c.ID, c.Revision)
	asked := false
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.Kind != engine.TaskOpinion {
			continue
		}
		asked = true
		if !t.Open() || !f.d.chance(0.75) {
			continue
		}
		said := engine.Reply{Task: t.ID, Answer: engine.Agree}
		if f.d.chance(0.3) {
			said.Answer = engine.Remarks
			said.Note = pick(f.d, []string{"请核对油烟净化设施的型号", "疏散通道宽度请以现场核查为准", "隔油设施应在营业前安装到位"})
		}
		_, err := f.e.Answer(ctx, f.y.staff[t.Department], c.ID, c.Revision, key, said)
		return true, err
	}
	if asked || !f.d.chance(0.4) {
		return false, nil
	}
	question := pick(f.d, []string{"该店拟设明火厨房，请就其布局提出意见。", "该店紧邻住宅楼，请就油烟和排水提出意见。", "请核对申请材料与你单位掌握的情况是否一致。"})
	_, err := f.e.Ask(ctx, f.y.staff[c.Department], c.ID, c.Revision, key, engine.Question{Department: pick(f.d, s.Opinions.Departments), Text: question})
	return true, err
}

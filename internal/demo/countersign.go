package demo

import (
	"context"
	"fmt"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// sign gives the next signature of a step that is countersigned. Hardly anybody
// disagrees. It reports whether that was the deed.
func (f *filing) sign(ctx context.Context, c *engine.Case, s *workflows.State) (bool, error) {
	if s.Sign == nil {
		return false, nil
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.Kind != engine.TaskSign || !t.Open() {
			continue
		}
		said := engine.Reply{Task: t.ID, Answer: engine.Agree}
		if f.d.chance(0.02) {
			said.Answer, said.Note = engine.Disagree, pick(f.d, f.s.words().refuse)
		}
		_, err := f.e.Answer(ctx, f.y.staff[t.Department], c.ID, c.Revision, fmt.Sprintf("demo-%s-%d", c.ID, c.Revision), said)
		return true, err
	}
	return false, nil
}

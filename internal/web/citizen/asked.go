package citizen

import (
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// sayAsked says which other departments a matter waits for: how far the
// countersigning is, who is asked for an opinion until when, and why the clocks
// stand still meanwhile (行政许可法 第四十五条: the applicant is told). Who in
// a department said what is its own business.
func (l L) sayAsked(row *progressRow, c *engine.Case, rel *catalog.Release, round *engine.Round) {
	if c.Status != engine.CaseRunning {
		return
	}
	if round != nil {
		row.Asked = append(row.Asked, l.T("way.signing", round.Total, round.Agreed))
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if !t.Open() || t.Kind != engine.TaskOpinion {
			continue
		}
		if t.Due.IsZero() {
			row.Asked = append(row.Asked, l.T("way.opinion", l.In(t.Called(rel))))
		} else {
			row.Asked = append(row.Asked, l.T("way.opinion_due", l.In(t.Called(rel)), l.Date(t.Due)))
		}
		if t.Pauses {
			row.Detail, row.Due = l.T("way.opinion_pauses", l.In(t.Basis)), time.Time{}
		}
	}
}

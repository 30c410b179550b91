package citizen

import (
	"slices"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// sayExtended tells that a matter was given more time, by which law and why, and
// until when it is to be decided now (行政许可法 第四十二条: the applicant is told
// the reason).
func (l L) sayExtended(row *progressRow, c *engine.Case, cal *workflows.Calendar) {
	for i := range c.Extensions {
		x := &c.Extensions[i]
		row.Extended = append(row.Extended, l.T("way.extended", l.Date(x.At), x.Days, l.In(x.Basis)))
		if i == len(c.Extensions)-1 && c.Status == engine.CaseRunning && cal != nil {
			for _, k := range [...]struct {
				name  workflows.ClockName
				clock workflows.Clock
			}{{workflows.PromisedClock, c.Promised}, {workflows.StatutoryClock, c.Statutory}} {
				if due := k.clock.Due(cal); !due.IsZero() && slices.Contains(x.Clocks, k.name) {
					row.Extended = append(row.Extended, l.T("way.extended.until", l.In(k.name.Text()), l.Date(due)))
				}
			}
		}
		row.Extended = append(row.Extended, l.T("way.reason", x.Note))
	}
}

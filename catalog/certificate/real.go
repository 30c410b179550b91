package certificate

import (
	"fmt"
	"strconv"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// realLine holds one promise against what really happened.
type realLine struct{ Name, Cases, Promised, Median, P90 string }

var realWords = map[string]metamodel.Text{
	"fill":    metamodel.ZhEn("填写时间（分钟）", "Time to fill in (minutes)"),
	"taken":   metamodel.ZhEn("办理时长（工作日）", "Working days to the last result"),
	"span":    metamodel.ZhEn("%s 至 %s", "%s to %s"),
	"nothing": metamodel.ZhEn("%s 至 %s 还没有申报或办结的办件，暂无实际数据。", "From %s to %s nothing was filed or came to its end: there are no real figures yet."),
}

// realLines are the promises that can be held against something.
func realLines(c *catalog.Certificate, lang string) (out []realLine) {
	r := c.Real
	if r == nil {
		return nil
	}
	say := func(v *float64) string {
		if v == nil {
			return "—"
		}
		return number(*v, nil, lang)
	}
	if r.Filed > 0 {
		out = append(out, realLine{realWords["fill"].In(lang), strconv.FormatInt(r.Filed, 10), say(r.ComputedMinutes), say(r.FillMinutes), say(r.FillMinutesP90)})
	}
	if r.Ended > 0 {
		out = append(out, realLine{realWords["taken"].In(lang), strconv.FormatInt(r.Ended, 10), say(r.PromisedDays), say(r.TakenDays), say(r.TakenDaysP90)})
	}
	return out
}

// realSpan says of when the real figures are, or that there are none.
func realSpan(c *catalog.Certificate, lang string) string {
	switch r := c.Real; {
	case r == nil:
		return ""
	case r.Filed+r.Ended == 0:
		return fmt.Sprintf(realWords["nothing"].In(lang), r.From, r.To)
	default:
		return fmt.Sprintf(realWords["span"].In(lang), r.From, r.To)
	}
}

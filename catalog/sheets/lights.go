package sheets

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

const (
	colLights  = "亮灯"
	likeLights = "黄灯剩余2个工作日；红灯已用95%"
)

// lights reads from when on clocks of a matter, or of a step, are yellow and red:
// “黄灯剩余2个工作日；红灯已用95%”, “黄灯已用75%或剩余1个工作日”.
func (im *importer) lights(r *Row) *metamodel.Lights {
	text := fold(r.Cell(colLights))
	if text == "" {
		return nil
	}
	l := &metamodel.Lights{}
	for _, part := range strings.Split(text, ";") {
		part = strings.TrimSpace(part)
		var of **metamodel.Threshold
		rest, yellow := strings.CutPrefix(part, "黄灯")
		if of = &l.Yellow; !yellow {
			rest, of = strings.TrimPrefix(part, "红灯"), &l.Red
		}
		t := threshold(strings.TrimLeft(rest, ": "))
		if rest == part || *of != nil || t == nil {
			im.report(r.problem(kindAsked, colLights, "value", excerpt(text), "like", likeLights))
			return nil
		}
		*of = t
	}
	return l
}

// threshold reads “剩余2个工作日”, “已用75%” or both with 或 between them.
func threshold(text string) *metamodel.Threshold {
	t := &metamodel.Threshold{}
	for _, one := range strings.Split(text, "或") {
		one = strings.TrimSpace(one)
		if n, ok := strings.CutPrefix(one, "剩余"); ok && t.Left == nil {
			n, ok = strings.CutSuffix(n, "个工作日")
			left, number := decimalText(strings.TrimSpace(n))
			if !ok || !number || left < 0 || left > 365 {
				return nil
			}
			t.Left = &left
			continue
		}
		n, ok := strings.CutPrefix(one, "已用")
		percent, is := strings.CutSuffix(n, "%")
		share, number := decimalText(strings.TrimSpace(percent))
		if !ok || !is || !number || share <= 0 || share > 100 || t.Share != nil {
			return nil
		}
		share /= 100
		t.Share = &share
	}
	return t
}

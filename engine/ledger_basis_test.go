package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// Whatever happens to a clock of a licence is one line: why, in the
// officer's words where the applicant is asked or given a longer limit, and by which law.
func TestEveryLineOfALedgerSaysWhyAndByWhichLaw(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		r := w.file(me)
		w.issue(r, "M01")
		id := w.child(r, "M02").ID
		w.wait(30 * time.Hour)
		w.act(officer("M02"), id, engine.Action{Event: "correct", Note: "请补充平面图"})
		w.wait(30 * time.Hour)
		w.act(me, id, engine.Action{Event: "resubmit"})
		w.wait(time.Hour)
		v, err := w.Extend(ctx, officer("M02"), id, w.kept(id).Revision, "", 5, "需要专家论证")
		must(t, err)
		_, err = w.Withdraw(ctx, me, id, v.Case.Revision, "", "不办了")
		must(t, err)

		lines := got[*engine.ClocksView](t)(w.Clocks(ctx, officer("M02"), id, time.Time{}, false)).Cases[0].Lines
		var said []string
		for _, l := range lines {
			if l.Reason.Text().In("zh") == "" || l.Reason.Text().In("en") == "" || l.At.IsZero() {
				t.Errorf("a line gives no reason: %+v", l)
			}
			said = append(said, fmt.Sprintf("%s %s %s %s", l.Clock, l.Kind, l.Reason.Code, l.Note))
			law := map[workflows.LineKind]string{workflows.LineStart: "第二百零一条", workflows.LinePause: "第三十二条第一款第四项", workflows.LineResume: "第三十二条第一款第五项", workflows.LineExtend: "第四十二条"}[l.Kind]
			if l.Clock != workflows.StepClock && !strings.Contains(l.Basis.In("zh"), law) {
				t.Errorf("%s %s rests on %q, not on %s", l.Clock, l.Kind, l.Basis.In("zh"), law)
			}
			if l.Basis.In("zh") == "" || l.Basis.In("en") == l.Basis.In("zh") {
				t.Errorf("what %s %s rests on is %v", l.Clock, l.Kind, l.Basis)
			}
		}
		for _, want := range []string{
			"promised start ready ", "statutory start ready ", "step start entered ",
			"promised pause correct 请补充平面图", "statutory pause correct 请补充平面图", "step pause correct 请补充平面图",
			"promised resume resubmitted ", "statutory resume resubmitted ", "step resume resubmitted ",
			"promised extend extended 需要专家论证", "statutory extend extended 需要专家论证",
			"promised stop withdrawn ", "statutory stop withdrawn ",
		} {
			i := slices.IndexFunc(said, func(s string) bool { return strings.HasPrefix(s, want) })
			if i < 0 {
				t.Errorf("no line says %s:\n%s", want, strings.Join(said, "\n"))
				continue
			}
			said[i] = ""
		}
	})
}

package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// cancelledRegister is the register entry, and another that replaces it from
// Wednesday on.
func cancelledRegister(t *testing.T) *catalog.Pack {
	t.Helper()
	p := registry60(t)
	next := *p.Matters["R60"]
	next.ID, next.Name = "R61", metamodel.ZhEn("新登记", "New register")
	p.Matters["R61"] = &next
	p.Matters["R60"].Cancelled = &metamodel.Cancellation{On: "2026-03-11", Basis: metamodel.ZhEn("《取消决定》", "Decision"), Reason: metamodel.ZhEn("合并办理", "One register is enough"), Successors: []string{"R61"}}
	p.Files = nil
	return p
}

func TestACancelledMatterIsBegunNoMoreAndWhatWasBegunGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(cancelledRegister(t))
	ctx := context.Background()
	bot := citizen("bot")
	running := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "before"))
	draft := got[*engine.DraftView](t)(w.StartDraft(ctx, bot, "", "R60", nil, entry(), "begun"))
	w.set(time.Date(2026, 3, 10, 15, 59, 0, 0, time.UTC)) // 23:59 where it is filed
	got[*engine.DraftView](t)(w.StartDraft(ctx, bot, "", "R60", nil, nil, "late"))
	w.set(time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)) // midnight there
	_, err := w.StartDraft(ctx, bot, "", "R60", nil, nil, "too-late")
	refusal := wants(t, err, "matter.cancelled")
	for _, word := range []string{"2026-03-11", "《取消决定》", "“新登记”（R61）", "“New register” (R61)"} {
		if said := refusal.Message; !strings.Contains(said["zh"]+said["en"], word) {
			t.Errorf("%q is not said: %v", word, said)
		}
	}
	_, err = w.SubmitMatter(ctx, bot, "R60", entry(), "another")
	wants(t, err, "matter.cancelled")
	_, err = w.SubmitMatter(ctx, bot, "R60", entry(), "")
	wants(t, err, "matter.cancelled")
	// What was done before stays done, under its key and in itself.
	if again := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "before")); again.Case != running.Case {
		t.Errorf("the first receipt is %+v", again)
	}
	if again := got[*engine.DraftView](t)(w.StartDraft(ctx, bot, "", "R60", nil, entry(), "begun")); again.Draft.ID != draft.Draft.ID {
		t.Errorf("the first draft is %s", again.Draft.ID)
	}
	filed := got[engine.Receipt](t)(w.Submit(ctx, bot, draft.Draft.ID, "finish"))
	clerk := staff("clerk", "records", "clerk")
	for _, id := range []string{running.Case, filed.Case} {
		c := got[*engine.CaseView](t)(w.Case(ctx, clerk, id)).Case
		if c.Status != engine.CaseRunning {
			t.Errorf("%s is %s", id, c.Status)
		}
		got[*engine.CaseView](t)(w.Apply(ctx, clerk, id, c.Revision, "", engine.Action{Event: "enter"}))
	}
	got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R61", entry(), "instead"))
}

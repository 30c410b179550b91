package engine_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/onematter/onematter/engine"
)

// Who applies is asked in the guide and in the form, once. It counts as told to the
// guide as long as what the guide was told stands there.
func TestWhatTheGuideWasToldIsKnownFromWhatTheFormWas(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("mother")
		const who = "agent/DE00018"
		starts := func(guide, given string) *engine.DraftView {
			return got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T02", "", json.RawMessage(guide), json.RawMessage(given), ""))
		}
		v := starts(`{"Q1": true}`, `{"agent": {"DE00018": "1"}}`)
		if !v.Guided[who] || len(v.Guided) != 1 {
			t.Errorf("begun with the guide: %v", v.Guided)
		}
		form := func(relation string) engine.Patch {
			return engine.Patch{Answers: answers(map[string]any{who: relation})}
		}
		guide := func(relation any) engine.Patch {
			return engine.Patch{Guide: answers(map[string]any{"Q8": relation})}
		}
		for _, x := range []struct {
			does  string
			patch engine.Patch
			want  bool
		}{
			{"the page is saved as it was", form("1"), true},
			{"something else is answered", engine.Patch{Answers: answers(map[string]any{"agent/DE00001": "林晓月"})}, true},
			{"the form says another", form("2"), false},
			{"the form says the guide's again", form("1"), false},
			{"the guide is saved as it was", guide("1"), false},
			{"the guide says another", guide("2"), true},
			{"the guide forgets it", guide(nil), false},
			{"the form answers it", form("2"), false},
		} {
			if before := got[*engine.DraftView](t)(w.Preview(ctx, me, v.Draft.ID, x.patch)); before.Guided[who] != x.want {
				t.Errorf("%s: before it is saved %v", x.does, before.Guided)
			}
			if v = w.saves(v.Draft.ID, x.patch); v.Guided[who] != x.want {
				t.Errorf("%s: %v", x.does, v.Guided)
			}
		}
		if v = starts("", `{"agent": {"DE00018": "1"}}`); v.Guided[who] {
			t.Error("what something else had asked counts as told to the guide")
		}
	})
}

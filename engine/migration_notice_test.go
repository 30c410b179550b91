package engine_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// A filing whose theme begins to tell its results in one notice has nothing to be
// told when it moves there: with anything decided it stays. What is decided after
// the move has its day from that moment, and is told on it.
func TestAFilingThatMovesToOneNoticeIsToldInTime(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx, me := context.Background(), citizen("ming")
		publish := func(version, notice string) string {
			files := testpack.Together()
			files["workflows/TB.yaml"] = []byte(longWay)
			if theme, _, _ := bytes.Cut(files["themes/TT.yaml"], []byte("joint: ")); notice == toldAtOnce {
				files["themes/TT.yaml"] = append(theme, "joint: {notice: each}\n"...)
			}
			files["pack.yaml"] = []byte(strings.Replace(string(files["pack.yaml"]), "1.0.0", version, 1))
			p, ps := catalog.ReadArchive(files)
			must(t, ps.Err())
			rel, ps, err := w.cat.Publish(ctx, p, monday)
			must(t, err)
			must(t, ps.Err())
			return rel.Hash
		}
		each := publish("1.0.0", toldAtOnce)
		file := func() engine.Receipt {
			v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "TT", "", nil, []byte(`{"applicant":{"TE1":"小铺"}}`), ""))
			return got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		}
		approve := func(r engine.Receipt) string {
			tb := w.child(r, "TB").ID
			w.act(second, tb, engine.Action{Event: "accept"})
			w.vote(second, tb, engine.Agree)
			w.vote(first, tb, engine.Agree)
			return tb
		}
		open, approved, refused, issued := file(), file(), file(), file()
		tb := approve(approved)
		w.act(second, w.child(refused, "TB").ID, engine.Action{Event: "accept"})
		w.vote(first, w.child(refused, "TB").ID, engine.Disagree)
		w.act(first, w.child(issued, "TA").ID, give("NO-1"))
		if c := w.kept(tb); !c.Decided.IsZero() || w.kept(approved.Case).Serve.Limit != 0 {
			t.Fatalf("where each is told at once it has a day to be told: %+v", c)
		}

		one := publish("2.0.0", toldAsOne)
		w.migrate(engine.Migration{Theme: "TT", From: each, To: one})
		for name, r := range map[string]engine.Receipt{"approved": approved, "refused": refused, "issued": issued} {
			if root := w.kept(r.Case); root.Release != each || root.Serve.Limit != 0 {
				t.Errorf("%s: with release %s, told within %s", name, root.Release, root.Serve.Limit)
			}
		}
		if root := w.kept(open.Case); root.Release != one || root.Serve.Limit != 0 || root.LightNext.Equal(inThreeDays) {
			t.Fatalf("moved to %s with nothing decided, told by %s", root.Release, root.LightNext)
		}
		tb = approve(open)
		if c, root := w.kept(tb), w.kept(open.Case); c.Decided.IsZero() || !root.LightNext.Equal(inThreeDays) {
			t.Fatalf("decided %s, told by %s", c.Decided, root.LightNext)
		}
		w.sweepAt(inThreeDays)
		if said := w.notified(open); len(said) != 1 || strings.Join(said[0].Data.Matters, " ") != "TB" {
			t.Errorf("the log says %+v", said)
		}
	})
}

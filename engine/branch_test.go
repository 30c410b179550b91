package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/workflows"
)

// beside are the other matters of a filing and their ledgers, as bytes.
func (w *world) beside(r engine.Receipt, but ...string) string {
	w.t.Helper()
	var b strings.Builder
next:
	for _, id := range r.Children {
		c := w.kept(id)
		for _, m := range but {
			if c.Matter == m {
				continue next
			}
		}
		task, err := w.store.OpenTask(context.Background(), id)
		if !errors.Is(err, engine.ErrNotFound) {
			must(w.t, err)
		}
		doc, err := json.Marshal([]any{c, task, got[[]workflows.Line](w.t)(w.store.LedgerOf(context.Background(), id))})
		must(w.t, err)
		b.Write(append(doc, '\n'))
	}
	return b.String()
}

// Whatever is done inside a branch, its siblings keep state, tasks, clocks, ledger and revision.
func TestWhateverIsDoneInABranchItsSiblingsStayAsTheyWere(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		h := patientHarbour(t)
		w.release(h.with(t, "1.1.0", "workflows/WA.yaml", "roles: [reviewer], limit: 3, sign:", "roles: [reviewer], limit: 3, returns: any, sign:",
			"workflows/WA.yaml", "roles: [clerk], on: [{event: issue", "roles: [clerk], returns: any, on: [{event: issue"))
		must(t, w.EnsureOrganisations(ctx))
		zhou, qian := w.colleague("zhou", "周正", "harbour-office", "clerk", "reviewer"), w.colleague("qian", "钱进", "harbour-office", "clerk", "reviewer")
		r := w.filed(seafarer)
		id := w.child(r, "MA").ID
		before := w.beside(r, "MA")
		in := func(name, state string, do func()) {
			t.Helper()
			w.wait(17 * time.Minute)
			do()
			if now := w.beside(r, "MA"); now != before {
				t.Fatalf("%s: siblings were\n%s\nand are\n%s", name, before, now)
			}
			if c := w.kept(id); c.State != state {
				t.Fatalf("%s: it is in %s", name, c.State)
			}
		}
		act := func(a engine.Actor, event, note string) func() {
			return func() { w.act(a, id, engine.Action{Event: event, Note: note}) }
		}
		hands := func(a engine.Actor, do engine.HandoverKind, to string) func() {
			return func() { w.hands(a, id, do, to) }
		}
		says := func(a engine.Actor, answer engine.Answer, note string) func() {
			return func() { must(t, w.says(a, id, answer, note)) }
		}
		in("claim", "accept", hands(zhou, engine.Claim, ""))
		in("delegate", "accept", hands(zhou, engine.Delegate, qian.Account))
		in("take back", "accept", hands(zhou, engine.TakeBack, ""))
		in("transfer", "accept", hands(zhou, engine.Transfer, qian.Account))
		in("release", "accept", hands(qian, engine.Release, ""))
		in("expert opinion asked", "accept", func() {
			_, err := w.Ask(ctx, zhou, id, w.kept(id).Revision, "", engine.Question{Department: "health", Text: "水源距离是否合格？"})
			must(t, err)
		})
		in("expert opinion given", "accept", says(healthReader, engine.Agree, "合格"))
		in("extension", "accept", func() {
			_, err := w.Extend(ctx, berthHead, id, w.kept(id).Revision, "", 3, "水文资料未到")
			must(t, err)
		})
		in("return to the citizen", "accept.correct", act(zhou, "correct", "请补正泊位"))
		in("corrected", "accept", act(seafarer, "resubmit", ""))
		in("forward", "review", act(zhou, "pass", ""))
		in("a first signature", "review", says(fireHead, engine.Agree, ""))
		in("return to the previous step", "accept", func() { w.sendsBack(zhou, id, "accept", "请重新受理") })
		in("forward again", "review", act(zhou, "pass", ""))
		for _, a := range []engine.Actor{fireHead, healthHead} {
			in("a signature", "review", says(a, engine.Agree, ""))
		}
		in("the last signature", "issue", says(berthHead, engine.Agree, ""))
		in("return to an earlier step", "accept", func() { w.sendsBack(zhou, id, "accept", "批错了") })
		in("withdrawn", "accept", func() { w.takesBack(seafarer, id, "不办了") })
		if c := w.child(r, "MB"); c.Status != engine.CaseRunning || w.kept(id).Outcome != workflows.Withdrawn || w.kept(r.Case).Status != engine.CaseRunning {
			t.Errorf("in the end they are %s and %s", w.kept(id).Outcome, c.Status)
		}
	})
}

// Any, all, a ratio, one after another: what decides one branch is what its votes
// say, and no other branch notices.
func TestEachWayToCountersignDecidesItsBranchAlone(t *testing.T) {
	t.Parallel()
	const yes, no = engine.Agree, engine.Disagree
	for mode, rounds := range map[string][]struct {
		votes []engine.Answer // of fire, health and harbour, in that order
		state string
	}{
		"any":                   {{[]engine.Answer{no, yes}, "issue"}, {[]engine.Answer{no, no, no}, "refused"}},
		"all":                   {{[]engine.Answer{yes, yes, yes}, "issue"}, {[]engine.Answer{yes, no}, "refused"}},
		"ratio, ratio: 0.6667":  {{[]engine.Answer{yes, no, yes}, "issue"}, {[]engine.Answer{no, no}, "refused"}},
		"sequence":              {{[]engine.Answer{yes, yes, yes}, "issue"}, {[]engine.Answer{yes, yes, no}, "refused"}},
		"ratio, ratio: 0.33333": {{[]engine.Answer{no, no, yes}, "issue"}, {[]engine.Answer{no, no, no}, "refused"}},
	} {
		t.Run(mode, func(t *testing.T) {
			onBothDatabases(t, func(t *testing.T, w *world) {
				w.release(jointHarbour(t, strings.Replace(signsAll, "mode: all", "mode: "+mode, 1), asksTwo))
				for _, round := range rounds {
					r := w.filed(seafarer)
					id := w.child(r, "MA").ID
					before := w.beside(r, "MA")
					w.act(berthClerk, id, engine.Action{Event: "pass"})
					for i, vote := range round.votes {
						if c := w.kept(id); c.State != "review" {
							t.Fatalf("%v: decided after %d votes: %s", round.votes, i, c.State)
						}
						w.wait(time.Minute)
						must(t, w.says([]engine.Actor{fireHead, healthHead, berthHead}[i], id, vote, "意见"))
					}
					if c := w.kept(id); c.State != round.state {
						t.Errorf("%v: it is in %s, want %s", round.votes, c.State, round.state)
					}
					if now := w.beside(r, "MA"); now != before {
						t.Errorf("%v: siblings were\n%s\nand are\n%s", round.votes, before, now)
					}
				}
			})
		})
	}
}

// silentTheme has two branches that silence decides: S1 is granted and its time
// goes on after a correction, S2 is refused and its time begins anew. S3 waits
// for S1, S4 for S2, and S5 for nobody.
func silentTheme(t testing.TB) *catalog.Pack {
	t.Helper()
	files := testpack.Silence(fiveDays)
	form, matter, flow := string(files["forms/QM.yaml"]), string(files["matters/QM.yaml"]), string(files["workflows/QM.yaml"])
	for _, name := range []string{"forms/QM.yaml", "matters/QM.yaml", "workflows/QM.yaml"} {
		delete(files, name)
	}
	theme := "id: QT\nname: {zh: 一件事, en: Theme}\nsummary: {zh: 一件事, en: Theme}\nlead: quiet\ncalendar: cn\nguide: []\nmatters:\n"
	for i, m := range []struct{ before, after string }{
		{"", fiveDays},
		{"", strings.NewReplacer("grant", "deny", "continue", "restart").Replace(fiveDays)},
		{"S1", fiveDays}, {"S2", fiveDays},
		{"", strings.Replace(fiveDays, "days: 5", "days: 20", 1)},
	} {
		id := fmt.Sprintf("S%d", i+1)
		files["forms/"+id+".yaml"] = []byte(strings.ReplaceAll(form, "QM", id))
		files["workflows/"+id+".yaml"] = []byte(strings.ReplaceAll(strings.Replace(flow, fiveDays, m.after, 1), "QM", id))
		files["matters/"+id+".yaml"] = []byte(strings.ReplaceAll(matter, "QM", id))
		if m.before != "" {
			files["matters/"+id+".yaml"] = append(files["matters/"+id+".yaml"], "preconditions: ["+m.before+"]\n"...)
		}
		theme += fmt.Sprintf("  - {matter: %s, when: \"true\", stage: %d}\n", id, 1+len(m.before)/2)
	}
	files["themes/QT.yaml"] = []byte(theme)
	p, ps := catalog.ReadArchive(files)
	must(t, ps.Err())
	return p
}

// Filed on Monday at ten; both branches are asked to correct on Tuesday and
// answer on Thursday. Of five days of silence four are left in one, five in the other.
func TestSilenceAcceptsAndRefusesInsideABranch(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		w.publish(silentTheme(t))
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "QT", "", nil, json.RawMessage(`{"applicant":{"QE1":"甲"}}`), ""))
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		of := func(m string) engine.Case { return w.child(r, m) }
		sweep := func(at time.Time) {
			for w.sweepAt(at) > 0 { // lights as well
			}
		}
		w.set(monday.AddDate(0, 0, 1))
		w.act(quietClerk, of("S1").ID, engine.Action{Event: "correct", Note: "请补"})
		w.act(quietClerk, of("S2").ID, engine.Action{Event: "correct", Note: "请补"})
		for _, m := range []string{"S1", "S2"} {
			if c := of(m); c.Status != engine.CaseAsking || !c.SilentNext.IsZero() || !c.Step.Since.IsZero() {
				t.Errorf("while the citizen is asked %s is %+v", m, c)
			}
		}
		if c := of("S5"); !c.SilentNext.Equal(monday.AddDate(0, 0, 29)) /* the Monday of four weeks later is Qingming */ {
			t.Errorf("beside them silence decides on %s", c.SilentNext)
		}
		w.set(monday.AddDate(0, 0, 3))
		w.act(me, of("S1").ID, engine.Action{Event: "resubmit"})
		w.act(me, of("S2").ID, engine.Action{Event: "resubmit"})
		granted, refused := monday.AddDate(0, 0, 9), monday.AddDate(0, 0, 10)
		if a, b := of("S1").SilentNext, of("S2").SilentNext; !a.Equal(granted) || !b.Equal(refused) {
			t.Fatalf("silence decides on %s and on %s", a, b)
		}
		sweep(granted.Add(-time.Microsecond))
		if a, b := of("S1"), of("S2"); a.State != "decide" || b.State != "decide" {
			t.Fatal("too early")
		}
		rest := w.beside(r, "S1")
		sweep(granted)
		if c := of("S1"); c.State != "deliver" || of("S3").Status != engine.CaseWaiting {
			t.Fatalf("granted it is in %s", c.State)
		}
		if now := w.beside(r, "S1"); now != rest {
			t.Errorf("siblings of what was granted were\n%s\nand are\n%s", rest, now)
		}
		sweep(refused.Add(-time.Microsecond))
		if c := of("S2"); c.State != "decide" {
			t.Fatal("too early")
		}
		rest = w.beside(r, "S2", "S4")
		sweep(refused)
		if a, b := of("S2"), of("S4"); a.Outcome != workflows.Refused || b.Outcome != workflows.Void {
			t.Fatalf("refused they are %s and %s", a.Outcome, b.Outcome)
		}
		if now := w.beside(r, "S2", "S4"); now != rest {
			t.Errorf("siblings of what was refused were\n%s\nand are\n%s", rest, now)
		}
		for _, m := range []string{"S1", "S2"} {
			moved := told(got[[]engine.Event](t)(w.store.EventsOfCase(ctx, of(m).ID)), engine.EventMoved)
			if last := moved[len(moved)-1]; last.Actor != "" || last.Data.Silence == nil || last.Data.Silence.Basis.In("en") != "Article 8 of the Rules" {
				t.Errorf("of %s the log says %+v", m, last)
			}
		}
		w.act(quietClerk, of("S1").ID, engine.Action{Event: "deliver"})
		if c := of("S3"); c.Status != engine.CaseRunning || w.kept(r.Case).Status != engine.CaseRunning || of("S5").Status != engine.CaseRunning {
			t.Errorf("what waited for the grant is %s", c.Status)
		}
	})
}

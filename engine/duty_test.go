package engine_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

var (
	business = engine.Actor{Account: "business", Name: "陈设计", Roles: []string{"designer"}}
	police   = staff("police", "public-security", "manager")
	registry = staff("registry", "public-security", "approver")
	midwives = staff("midwives", "health", "manager")
	root     = engine.Actor{Account: "root", Name: "管理员", Roles: []string{"administrator"}}
)

// proposed is a duty for the mother's registered residence in the matter of the
// medical certificate of birth.
func (w *world) proposed() *engine.DutyView {
	w.t.Helper()
	return got[*engine.DutyView](w.t)(w.ProposeDuty(context.Background(), business,
		engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00009", Department: "public-security", Note: "户籍在公安"}, "propose"))
}

func (w *world) step(a engine.Actor, d *engine.DutyView, act engine.DutyAct) *engine.DutyView {
	w.t.Helper()
	return got[*engine.DutyView](w.t)(w.ActOnDuty(context.Background(), a, d.ID, d.Revision, "", act))
}

// residents is the police's register of residents, with one resident.
func (w *world) residents() engine.SourceConfig {
	w.t.Helper()
	ctx := context.Background()
	src := got[engine.SourceConfig](w.t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口基础库", "Register of residents"),
		Kind: engine.SourceRegister, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00001", "DE00003", "DE00009", "DE00015"}, Materials: []string{"MT32"}}, 0, "residents"))
	got[int](w.t)(w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00009": "幸福路 8 号", "DE00015": "01", "DE00003": "1990-03-07",
		"MT32": "310104199003070026", "MT32.issued": "2020-01-01"}}))
	return src
}

func TestADutyIsProposedReturnedDisputedAssignedConfirmedAndEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	d := w.proposed()
	if d.State != workflows.DutyProposed || d.Demander != "health" || d.Element != "DE00009" || d.Subject != "mother" || d.Light != workflows.Green || d.Due.IsZero() {
		t.Fatalf("proposed: %+v", d)
	}
	// The same key is the same proposal; another one finds the item taken.
	if again := w.proposed(); again.ID != d.ID {
		t.Errorf("the same key proposed another duty")
	}
	_, err := w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00009", Department: "health"}, "another")
	wants(t, err, "duty.taken")

	// Only the department's manager or approver answers.
	for _, a := range []engine.Actor{business, midwives, staff("clerk", "public-security", "clerk")} {
		_, err := w.ActOnDuty(ctx, a, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReturn, Note: "不"})
		wants(t, err, "duty.role")
	}
	_, err = w.ActOnDuty(ctx, citizen("stranger"), d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReturn, Note: "不"})
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.ActOnDuty(ctx, police, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReturn})
	wants(t, err, "duty.note")
	w.wait(21 * 24 * time.Hour)
	if late := got[*engine.DutyView](t)(w.Duty(ctx, police, d.ID)); late.Light != workflows.Red {
		t.Errorf("after three weeks the light is %s", late.Light)
	}

	back := w.step(registry, d, engine.DutyAct{Event: workflows.DutyReturn, Note: "库里没有历史数据"})
	if back.State != workflows.DutyReturned || back.Light != workflows.None {
		t.Errorf("returned: %s, %s", back.State, back.Light)
	}
	_, err = w.ActOnDuty(ctx, business, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyPropose})
	wantErr(t, err, engine.ErrConflict)
	again := w.step(business, back, engine.DutyAct{Event: workflows.DutyPropose, Note: "只要现址"})
	disputed := w.step(police, again, engine.DutyAct{Event: workflows.DutyReturn, Note: "还是没有"})
	if disputed.State != workflows.DutyDisputed {
		t.Fatalf("after the second return: %s", disputed.State)
	}
	_, err = w.ActOnDuty(ctx, police, d.ID, disputed.Revision, "", engine.DutyAct{Event: workflows.DutyReassign, Note: "不是我们", Department: "health"})
	wants(t, err, "duty.role")
	assigned := w.step(root, disputed, engine.DutyAct{Event: workflows.DutyAssign, Note: "户籍法规定由公安提供"})
	if assigned.State != workflows.DutyAssigned || slices.Contains(assigned.Actions, workflows.DutyReturn) {
		t.Errorf("assigned: %s, %v", assigned.State, assigned.Actions)
	}

	src := w.residents()
	_, err = w.ActOnDuty(ctx, police, d.ID, assigned.Revision, "", engine.DutyAct{Event: workflows.DutyConfirm, Source: "nothing"})
	wants(t, err, "duty.source")
	confirmed := w.step(police, assigned, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, Coverage: "本市户籍"})
	if confirmed.State != workflows.DutyConfirmed || confirmed.KeyField != "mother/DE00005" || confirmed.From != "2026-03-30" || confirmed.Delivers != engine.DeliverValues {
		t.Errorf("confirmed: %+v", confirmed.Duty)
	}
	_, err = w.ActOnDuty(ctx, police, d.ID, confirmed.Revision, "", engine.DutyAct{Event: workflows.DutyEnd, Note: "停", Until: "2026-03-01"})
	wants(t, err, "duty.date")
	ended := w.step(police, confirmed, engine.DutyAct{Event: workflows.DutyEnd, Note: "系统停用", Until: "2026-06-01"})
	if ended.State != workflows.DutyEnded || !ended.InForce("2026-05-31") || ended.InForce("2026-06-01") {
		t.Errorf("ended: %+v", ended.Duty)
	}
	if len(ended.History) != 7 || ended.History[1].Name != "李科长" || ended.History[1].Note != "库里没有历史数据" || ended.History[4].Role != "arbiter" {
		t.Errorf("history: %+v", ended.History)
	}
	var types []engine.EventType
	for _, ev := range got[[]engine.Event](t)(w.Log(ctx, root, engine.Position{}, 100)) {
		if ev.Data.Duty == d.ID {
			types = append(types, ev.Type)
		}
	}
	if want := []engine.EventType{"duty.proposed", "duty.returned", "duty.proposed", "duty.returned", "duty.assigned", "duty.confirmed", "duty.ended"}; !slices.Equal(types, want) {
		t.Errorf("the log has %v", types)
	}
}

func TestDutiesAreProposedByWhatTheStandardsSay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	n, rest, err := w.ProposeDuties(ctx, business, "N01")
	must(t, err)
	list, _, err := w.Duties(ctx, business, engine.DutyFilter{Matters: []string{"N01"}}, engine.Page{Limit: 200})
	must(t, err)
	by := map[string]string{}
	for _, d := range list {
		by[d.Item] = d.Department
	}
	if n != len(list) || by["mother/DE00009"] != "public-security" || by["newborn/DE00703"] != "health" || by["MT32"] != "public-security" {
		t.Errorf("%d proposed: %v", n, by)
	}
	for _, never := range []string{"filing/DE00603", "mother/DE00005", "agent/DE00006", "newborn/DE00701"} {
		if by[never] != "" {
			t.Errorf("%s is proposed", never)
		}
	}
	if !slices.ContainsFunc(rest, func(u engine.Unproposed) bool { return u.Item == "mother/DE00017" && u.Source == "民政局" }) {
		t.Errorf("what nobody was found for: %v", rest)
	}
	if again, _, err := w.ProposeDuties(ctx, business, "N01"); err != nil || again != 0 {
		t.Errorf("a second time %d are proposed, %v", again, err)
	}
	// Departments see theirs, others nothing.
	mine, _, err := w.Duties(ctx, staff("w", "water", "manager"), engine.DutyFilter{}, engine.Page{})
	must(t, err)
	if len(mine) != 0 {
		t.Errorf("the water authority sees %d", len(mine))
	}
	for item, code := range map[string]string{"filing/DE00603": "duty.consent", "no/such": "duty.item", "mother": "duty.item"} {
		_, err := w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: item, Department: "health"}, "")
		wants(t, err, code)
	}
}

func TestTwoWhoProposeAtOnceProposeOnceTogether(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		var all sync.WaitGroup
		counts, errs := make([]int, 4), make([]error, 4)
		for i := range counts {
			all.Go(func() { counts[i], _, errs[i] = w.ProposeDuties(ctx, business, "N01") })
		}
		all.Wait()
		sum := 0
		for i, n := range counts {
			sum += n
			must(t, errs[i])
		}
		list, _, err := w.Duties(ctx, business, engine.DutyFilter{Matters: []string{"N01"}}, engine.Page{Limit: 200})
		must(t, err)
		if sum != len(list) || sum == 0 {
			t.Errorf("%v were proposed, %d there are", counts, len(list))
		}
	})
}

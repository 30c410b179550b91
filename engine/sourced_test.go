package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// delivers confirms that the police delivers the mother's registered residence,
// ethnic group and identity card in the matter of the certificate of birth.
func (w *world) delivers() engine.SourceConfig {
	w.t.Helper()
	ctx := context.Background()
	src := w.residents()
	w.is("mother", "林晓月", "310104199003070026")
	for item, key := range map[string]string{"mother/DE00009": "", "mother/DE00015": "", "MT32": "mother/DE00005"} {
		kind := engine.DutyField
		if item == "MT32" {
			kind = engine.DutyMaterial
		}
		d := got[*engine.DutyView](w.t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: kind, Item: item, Department: "public-security"}, ""))
		w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: key})
	}
	return src
}

// is makes an account that is verified to be somebody, and no other is any more.
func (w *world) is(account, name, number string) engine.Account {
	w.t.Helper()
	ctx := context.Background()
	acc, err := w.store.Account(ctx, account)
	if err != nil {
		must(w.t, w.store.SaveAccount(ctx, engine.Account{ID: account, Username: account, Name: name, Roles: []string{"citizen"}}))
		acc = got[engine.Account](w.t)(w.store.Account(ctx, account))
	}
	if other, err := w.store.AccountByIdentity(ctx, strings.ReplaceAll(number, " ", "")); err == nil && other.ID != account {
		got[engine.Account](w.t)(w.RevokeIdentity(ctx, root, other.ID, other.Revision, "本人改用另一个账号"))
	}
	return got[engine.Account](w.t)(w.VerifyIdentity(ctx, root, account, acc.Revision, engine.NewIdentity{Name: name, Number: number, How: "窗口核验"}))
}

func (w *world) saves(id string, p engine.Patch) *engine.DraftView {
	w.t.Helper()
	return got[*engine.DraftView](w.t)(w.SaveAnswers(context.Background(), citizen("mother"), id, 0, p))
}

func askedFor(v *engine.DraftView, material string) bool {
	for _, m := range v.Materials {
		if m.Material.ID == material {
			return m.Asked
		}
	}
	return false
}

func TestWhatASourceDeliversIsNotAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	before := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	src := w.delivers()
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	if !v.Record.Asked("mother/DE00009") || !askedFor(v, "MT32") {
		t.Error("not asked before it is known whose it is")
	}
	// Known, but without consent nothing is fetched.
	v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00004": "111", "mother/DE00005": "31010419900307 0026"})})
	if !v.Record.Asked("mother/DE00009") || len(v.Supplied) != 0 {
		t.Error("personal data were fetched without consent")
	}
	v = w.saves(v.Draft.ID, engine.Patch{Consent: engine.ConsentGiven})
	if v.Record.Asked("mother/DE00009") || v.Record.Asked("mother/DE00015") || askedFor(v, "MT32") || len(v.Supplied) != 3 {
		t.Fatalf("asked all the same: %+v", v.Supplied)
	}
	if string(v.Record.Raw("mother/DE00009")) != `"幸福路 8 号"` || !v.Record.Asked("mother/DE00005") || !v.Record.Asked("filing/DE00603") {
		t.Errorf("the answers are %s", v.Draft.Answers)
	}
	if g := engine.Gave(v.Supplied, "mother/DE00009"); g == nil || g.Department != "public-security" || g.SourceName.In("zh") != "人口基础库" || g.At.IsZero() {
		t.Errorf("where it comes from: %+v", g)
	}
	// The draft in flight keeps what it has: it knows of no source.
	if old := w.saves(before.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "310104199003070026"}), Consent: engine.ConsentGiven}); !old.Record.Asked("mother/DE00009") {
		t.Error("a draft that was begun before has changed")
	}
	// Somebody else: what was said of the first is taken back, and they are asked.
	v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "110101199003078021"})})
	if !v.Record.Asked("mother/DE00009") || v.Record.Raw("mother/DE00009") != nil || len(v.Supplied) != 0 {
		t.Errorf("of somebody unknown: %s", v.Draft.Answers)
	}
	v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": "310104199003070026"})})
	// Answering it oneself all the same, and leaving it again.
	v = w.saves(v.Draft.ID, engine.Patch{Own: map[string]bool{"mother/DE00009": true, "MT32": true}})
	if !v.Record.Asked("mother/DE00009") || !askedFor(v, "MT32") || v.Record.Asked("mother/DE00015") {
		t.Error("who wants to answer is not asked")
	}
	v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00009": "新址 1 号"}), Own: map[string]bool{"mother/DE00009": false}})
	if !v.Record.Asked("mother/DE00009") || string(v.Record.Raw("mother/DE00009")) != `"新址 1 号"` {
		t.Error("what was typed is overwritten")
	}
	// Consent withdrawn: what came with it goes.
	v = w.saves(v.Draft.ID, engine.Patch{Consent: engine.ConsentDenied})
	if v.Record.Raw("mother/DE00015") != nil || string(v.Record.Raw("mother/DE00009")) != `"新址 1 号"` {
		t.Errorf("after consent was withdrawn: %s", v.Draft.Answers)
	}
	_ = src
}

func TestAnEndedOrDisabledSourceLeavesTheQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	src := w.delivers()
	known := answers(map[string]any{"mother/DE00005": "310104199003070026"})
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	src.Enabled = false
	src = got[engine.SourceConfig](t)(w.SaveSource(ctx, police, src, src.Revision, ""))
	v = w.saves(v.Draft.ID, engine.Patch{Answers: known, Consent: engine.ConsentGiven})
	if !v.Record.Asked("mother/DE00009") || v.Sourced.Fetches[0].State != engine.FetchFailed {
		t.Errorf("the source is off: %+v", v.Sourced.Fetches)
	}
	src.Enabled = true
	got[engine.SourceConfig](t)(w.SaveSource(ctx, police, src, src.Revision, ""))
	if v = w.saves(v.Draft.ID, engine.Patch{}); !v.Record.Asked("mother/DE00009") {
		t.Error("a failed source is asked again without being told to")
	}
	if v = w.saves(v.Draft.ID, engine.Patch{Again: true}); v.Record.Asked("mother/DE00009") {
		t.Error("asked again, it has nothing")
	}
}

func TestACaseKeepsWhereItsAnswersComeFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.delivers()
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	all := answers(map[string]any{
		"mother/DE00005": "310104199003070026", "mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00003": "1990-03-07", "mother/DE00017": "10",
		"newborn/DE00001": "林小满", "newborn/DE00002": "2", "newborn/DE00003": "2026-03-01", "newborn/DE00702": "08:30", "newborn/DE00707": 39, "newborn/DE00703": 3200,
		"newborn/DE00704": 50, "newborn/DE00705": "1", "newborn/DE00706": "市妇幼保健院", "agent/DE00001": "林晓月", "agent/DE00018": "1", "agent/DE00004": "111",
		"agent/DE00005": "310104199003070026", "agent/DE00006": "13800000000", "filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	})
	v = w.saves(v.Draft.ID, engine.Patch{Answers: all, Consent: engine.ConsentGiven})
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](t)(w.AddFile(ctx, citizen("mother"), v.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	receipt, err := w.Submit(ctx, citizen("mother"), v.Draft.ID, "submit")
	if err != nil {
		t.Fatal(err)
	}
	seen := got[*engine.CaseView](t)(w.Case(ctx, staff("clerk", "health", "clerk"), receipt.Case))
	g := engine.Gave(seen.Sourced, "mother/DE00009")
	if g == nil || g.Department != "public-security" || string(seen.Record.Raw("mother/DE00009")) != `"幸福路 8 号"` || engine.Gave(seen.Sourced, "mother/DE00001") != nil {
		t.Errorf("the department sees %+v", seen.Sourced)
	}
	for _, m := range seen.Wants {
		if m.Material.ID == "MT32" && (m.Asked || m.Required != 1) {
			t.Errorf("the identity card is wanted: %+v", m)
		}
	}
	var kept []engine.SourcedAnswer
	must(t, json.Unmarshal(seen.Case.Sourced, &kept))
	if len(kept) != 3 {
		t.Errorf("the case keeps %d", len(kept))
	}
}

func TestARegisterIsNotReadOutPersonByPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.delivers()
	id := got[*engine.DraftView](t)(w.StartDraft(context.Background(), citizen("mother"), "", "N01", nil, nil, "")).Draft.ID
	w.saves(id, engine.Patch{Consent: engine.ConsentGiven, Answers: answers(map[string]any{"mother/DE00004": "111"})})
	const theirs = "310104199003070026"
	for serial := range 5 {
		w.saves(id, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": residentID(serial)})})
	}
	v := w.saves(id, engine.Patch{Answers: answers(map[string]any{"mother/DE00005": theirs})})
	if !v.Record.Asked("mother/DE00009") || len(v.Supplied) != 0 {
		t.Error("a sixth person is told of in one draft")
	}
	// In other drafts the account runs out of people.
	told := 0
	for range 30 {
		id := got[*engine.DraftView](t)(w.StartDraft(context.Background(), citizen("mother"), "", "N01", nil, nil, "")).Draft.ID
		v := w.saves(id, engine.Patch{Consent: engine.ConsentGiven, Answers: answers(map[string]any{"mother/DE00004": "111", "mother/DE00005": theirs})})
		if !v.Record.Asked("mother/DE00009") {
			told++
		}
	}
	if told == 0 || told > 12 {
		t.Errorf("%d more are told", told)
	}
}

// residentID makes a valid identity number (GB 11643).
func residentID(serial int) string {
	digits, sum := fmt.Sprintf("31010419800101%03d", serial), 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * weight
	}
	return digits + "10X98765432"[sum%11:sum%11+1]
}

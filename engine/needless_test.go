package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// birth is the application for a medical certificate of birth, but for what the
// police delivers.
func birth(more map[string]any) map[string]json.RawMessage {
	all := map[string]any{
		"mother/DE00005": "310104199003070026", "mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00003": "1990-03-07", "mother/DE00017": "10",
		"newborn/DE00001": "林小满", "newborn/DE00002": "2", "newborn/DE00003": "2026-03-01", "newborn/DE00702": "08:30", "newborn/DE00707": 39, "newborn/DE00703": 3200,
		"newborn/DE00704": 50, "newborn/DE00705": "1", "newborn/DE00706": "市妇幼保健院", "agent/DE00001": "林晓月", "agent/DE00018": "1", "agent/DE00004": "111",
		"agent/DE00005": "310104199003070026", "agent/DE00006": "13800000000", "filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	}
	for path, v := range more {
		all[path] = v
	}
	return answers(all)
}

// byHand is what the mother types where nobody delivers it.
var byHand = map[string]any{"mother/DE00009": "新址 1 号", "mother/DE00015": "01"}

// wasted hands in what is asked for, submits and gives what the log says was
// asked needlessly, by item.
func (w *world) wasted(v *engine.DraftView) map[string]engine.Needless {
	w.t.Helper()
	ctx := context.Background()
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](w.t)(w.AddFile(ctx, citizen("mother"), v.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	r, err := w.Submit(ctx, citizen("mother"), v.Draft.ID, "")
	must(w.t, err)
	out := map[string]engine.Needless{}
	for _, ev := range got[[]engine.Event](w.t)(w.store.EventsOfCase(ctx, r.Case)) {
		for _, n := range ev.Data.Needless {
			if ev.Type != engine.EventSubmitted || ev.Case != r.Case {
				w.t.Errorf("%s tells what was asked needlessly", ev.Type)
			}
			out[n.Item] = n
		}
	}
	return out
}

func TestAFilingTellsWhatItAskedNeedlesslyAndWhy(t *testing.T) {
	t.Parallel()
	const residence = "mother/DE00009"
	ctx := context.Background()
	start := func(w *world) *engine.DraftView {
		return got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N01", nil, nil, ""))
	}
	consents := func(w *world, c engine.Consent, more map[string]any) *engine.DraftView {
		return w.saves(start(w).Draft.ID, engine.Patch{Answers: birth(more), Consent: c})
	}
	for _, c := range []struct {
		reason    engine.NeedlessReason // of the residence; "": it was not asked
		confirmed bool
		tell      func(w *world) *engine.DraftView
	}{
		{"", false, func(w *world) *engine.DraftView { w.delivers(); return consents(w, engine.ConsentGiven, nil) }},
		{engine.NeedlessRefused, true, func(w *world) *engine.DraftView { w.delivers(); return consents(w, engine.ConsentDenied, byHand) }},
		{engine.NeedlessUnanswered, true, func(w *world) *engine.DraftView { w.delivers(); return consents(w, engine.ConsentOpen, byHand) }},
		{engine.NeedlessNone, true, func(w *world) *engine.DraftView {
			src := w.delivers()
			must(t, w.DropSourceRow(ctx, police, src.ID, "310104199003070026"))
			return consents(w, engine.ConsentGiven, byHand)
		}},
		{engine.NeedlessOff, true, func(w *world) *engine.DraftView {
			src := w.delivers()
			src.Enabled = false
			got[engine.SourceConfig](t)(w.SaveSource(ctx, police, src, src.Revision, ""))
			return consents(w, engine.ConsentGiven, byHand)
		}},
		{engine.NeedlessFailed, true, func(w *world) *engine.DraftView {
			src := w.delivers()
			v := start(w)
			src.Enabled = false
			got[engine.SourceConfig](t)(w.SaveSource(ctx, police, src, src.Revision, ""))
			return w.saves(v.Draft.ID, engine.Patch{Answers: birth(byHand), Consent: engine.ConsentGiven})
		}},
		{engine.NeedlessOwn, true, func(w *world) *engine.DraftView {
			w.delivers()
			v := consents(w, engine.ConsentGiven, nil)
			return w.saves(v.Draft.ID, engine.Patch{Own: map[string]bool{residence: true}})
		}},
		{engine.NeedlessOwn, true, func(w *world) *engine.DraftView {
			w.delivers()
			return consents(w, engine.ConsentGiven, byHand) // typed before it was known
		}},
		{engine.NeedlessOlder, true, func(w *world) *engine.DraftView {
			v := start(w)
			w.wait(time.Minute)
			w.delivers()
			return w.saves(v.Draft.ID, engine.Patch{Answers: birth(byHand)})
		}},
		{engine.NeedlessUnproposed, false, func(w *world) *engine.DraftView { return consents(w, engine.ConsentOpen, byHand) }},
		{engine.NeedlessProposed, false, func(w *world) *engine.DraftView { w.proposed(); return consents(w, engine.ConsentOpen, byHand) }},
		{engine.NeedlessReturned, false, func(w *world) *engine.DraftView {
			w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyReturn, Note: "没有"})
			return consents(w, engine.ConsentOpen, byHand)
		}},
		{engine.NeedlessDisputed, false, func(w *world) *engine.DraftView { disputed(w); return consents(w, engine.ConsentOpen, byHand) }},
		{engine.NeedlessAssigned, false, func(w *world) *engine.DraftView {
			w.step(root, disputed(w), engine.DutyAct{Event: workflows.DutyAssign, Note: "由公安提供"})
			return consents(w, engine.ConsentOpen, byHand)
		}},
		{engine.NeedlessWithdrawn, false, func(w *world) *engine.DraftView {
			w.step(business, w.proposed(), engine.DutyAct{Event: workflows.DutyWithdraw})
			return consents(w, engine.ConsentOpen, byHand)
		}},
		{engine.NeedlessLater, false, func(w *world) *engine.DraftView {
			w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyConfirm, Source: w.residents().ID, From: "2026-04-01"})
			return consents(w, engine.ConsentOpen, byHand)
		}},
		{engine.NeedlessEnded, false, func(w *world) *engine.DraftView {
			d := w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyConfirm, Source: w.residents().ID})
			w.step(police, d, engine.DutyAct{Event: workflows.DutyEnd, Note: "停用"})
			return consents(w, engine.ConsentOpen, byHand)
		}},
	} {
		t.Run(string(c.reason), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			list := w.wasted(c.tell(w))
			n, there := list[residence]
			if there != (c.reason != "") || n.Reason != c.reason || n.Confirmed != c.confirmed {
				t.Fatalf("the log says %+v", n)
			}
			if there && (n.Source != "public-security" || n.Demander != "health" || n.Matter != "N01" || n.Kind != engine.DutyField) {
				t.Errorf("between whom: %+v", n)
			}
			// A person's own word, and what people are found by, nobody else could give.
			for _, never := range []string{"filing/DE00603", "mother/DE00005", "agent/DE00006"} {
				if _, ok := list[never]; ok {
					t.Errorf("%s is called needless", never)
				}
			}
			raw := got[[]byte](t)(json.Marshal(list))
			for _, personal := range []string{"幸福路", "新址", "3101041990", "林晓月"} {
				if strings.Contains(string(raw), personal) {
					t.Errorf("the log tells %s: %s", personal, raw)
				}
			}
		})
	}
	t.Run("an identity card that the police issues", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.delivers()
		if n := w.wasted(consents(w, engine.ConsentDenied, byHand))["MT32"]; n.Reason != engine.NeedlessRefused || n.Kind != engine.DutyMaterial || !n.Confirmed || n.Source != "public-security" {
			t.Errorf("%+v", n)
		}
	})
	t.Run("the answer by which people are found was never given", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.confirms("N01", "father/DE00015", w.residents())
		v := w.saves(start(w).Draft.ID, engine.Patch{Answers: birth(byHand), Consent: engine.ConsentGiven})
		if n := w.wasted(v)["father/DE00015"]; n.Reason != engine.NeedlessKey || !n.Confirmed {
			t.Errorf("%+v", n)
		}
	})
	t.Run("what was delivered does not pass the form", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.is("mother", "林晓月", "310104199003070026")
		src := w.service("having-a-baby", `{"values":{"DE00762":"2026-01-01"}}`, "DE00762")
		w.confirms("N06", "mother/DE00762", src)
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), "", "N06", nil, nil, ""))
		v = w.saves(v.Draft.ID, engine.Patch{Answers: leave("2026-02-10", nil), Consent: engine.ConsentGiven})
		if !v.Record.Asked("mother/DE00762") || len(v.Missing) == 0 {
			t.Fatal("a leave that ends before it begins passes")
		}
		// It stays as it was given, and it is told who gave it.
		if g := engine.Gave(v.Unfit, "mother/DE00762"); g == nil || g.Department != "public-security" || string(v.Record.Raw("mother/DE00762")) != `"2026-01-01"` {
			t.Errorf("where what does not fit comes from: %+v", v.Unfit)
		}
		v = w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00762": "2026-08-01"})})
		if len(v.Unfit) > 0 {
			t.Errorf("what was put right is called unfit: %+v", v.Unfit)
		}
		if n := w.wasted(v)["mother/DE00762"]; n.Reason != engine.NeedlessUnfit || !n.Confirmed {
			t.Errorf("%+v", n)
		}
	})
}

// leave is the application for the maternity allowance, but for the day on which
// the leave ends.
func leave(from string, more map[string]any) map[string]json.RawMessage {
	all := map[string]any{
		"mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00005": "310104199003070026", "mother/DE00006": "13800000000", "mother/DE00761": from,
		"mother/DE00763": "1", "employer/DE00101": "青禾食品有限公司", "employer/DE00102": "91310104MA1FR0AB4W", "newborn/DE00003": "2026-03-01",
		"newborn/DE00701": "A310000123", "newborn/DE00707": 39, "newborn/DE00708": 1, "allowanceAccount/DE00771": "1", "allowanceAccount/DE00772": "102",
		"allowanceAccount/DE00773": "青禾食品有限公司", "allowanceAccount/DE00774": "6222020000000000", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	}
	for path, v := range more {
		all[path] = v
	}
	return answers(all)
}

// service is a police's own service that answers everybody the same.
func (w *world) service(pack, reply string, elements ...string) engine.SourceConfig {
	w.t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte(reply)) }))
	w.t.Cleanup(s.Close)
	return got[engine.SourceConfig](w.t)(w.SaveSource(context.Background(), police, engine.SourceConfig{Department: "public-security",
		Name: metamodel.ZhEn("人口服务", "Residents' service"), Kind: engine.SourceHTTP, Pack: pack, Key: "DE00005", Elements: elements, URL: s.URL}, 0, ""))
}

// confirms makes the police deliver a field of a matter from a source.
func (w *world) confirms(matter, item string, src engine.SourceConfig) {
	w.t.Helper()
	d := got[*engine.DutyView](w.t)(w.ProposeDuty(context.Background(), business, engine.NewDuty{Matter: matter, Kind: engine.DutyField, Item: item, Department: "public-security"}, ""))
	w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
}

// disputed is a duty that was returned twice.
func disputed(w *world) *engine.DutyView {
	w.t.Helper()
	d := w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyReturn, Note: "没有"})
	return w.step(police, w.step(business, d, engine.DutyAct{Event: workflows.DutyPropose}), engine.DutyAct{Event: workflows.DutyReturn, Note: "没有"})
}

// A machine brings its answers in one call: nobody was asked on a page, and no
// consent could be given.
func TestAFilingOfAMachineAsksNothingNeedlessly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(registry60(t))
	r := got[engine.Receipt](t)(w.SubmitMatter(context.Background(), citizen("bot"), "R60", entry(), ""))
	for _, ev := range got[[]engine.Event](t)(w.store.EventsOfCase(context.Background(), r.Case)) {
		if len(ev.Data.Needless) > 0 {
			t.Errorf("%+v", ev.Data.Needless)
		}
	}
}

// fisheries is a harbour in which the fishery office is the source of the name
// and of the certificate of inspection, which it issues itself.
func fisheries(t *testing.T) harbour {
	return newHarbour().with(t, "1.0.0",
		"elements/elements.yaml", "representation: 名称, maxLength: 50}", "representation: 名称, maxLength: 50, source: 渔业局}",
		"elements/elements.yaml", "en: Berth}, type: string, maxLength: 20}", "en: Berth}, type: string, maxLength: 20, source: 渔业局}",
		"materials/materials.yaml", "origin: applicant}", "origin: result, resultOf: MB, issuer: 渔业局}",
		"matters/MA.yaml", "workflow: WA\n", "workflow: WA\nmaterials: [{material: HM1, label: {zh: 船检证书, en: Inspection certificate}}]\n",
		"matters/MB.yaml", "en: Fishing licence}}\n", "en: Fishing licence}, material: HM1}\n")
}

// What its source learns or issues in the same filing is on no record yet.
func TestWhatItsSourceAsksOrIssuesInTheSameFilingIsNotNeedless(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(fisheries(t))
	for _, dep := range []string{"harbour-office", "fishery"} {
		names := map[string]metamodel.Text{"harbour-office": metamodel.ZhEn("港务局", "Harbour Office"), "fishery": metamodel.ZhEn("渔业局", "Fishery Office")}
		must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: dep, Name: names[dep]}))
	}
	file := func(theme, matter string, guide json.RawMessage) map[string]engine.Needless {
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), theme, matter, guide, nil, ""))
		patch := engine.Patch{Answers: answers(map[string]any{"applicant/HE1": "陈海生", "applicant/HE5": "东三", "boat": []map[string]any{{"HE2": "海生一号"}}})}
		if theme != "" {
			patch.Answers["applicant/HE4"] = json.RawMessage(`"net"`)
		}
		return w.wasted(w.saves(v.Draft.ID, patch))
	}
	alone := file("", "MA", nil)
	for _, item := range []string{"applicant/HE1", "applicant/HE5"} {
		if n := alone[item]; n.Source != "fishery" || n.Demander != "harbour-office" || n.Reason != engine.NeedlessUnproposed {
			t.Errorf("alone, %s: %+v", item, n)
		}
	}
	// With the fishing licence the office asks for the name itself, and issues the certificate; of the berth it asks nothing.
	both := file("TH", "", json.RawMessage(`{"Q1":true}`))
	if _, ok := both["applicant/HE5"]; len(both) != 1 || !ok {
		t.Errorf("together: %+v", both)
	}
	// Without the fishing licence it does neither.
	if one := file("TH", "", json.RawMessage(`{"Q1":false}`)); len(one) != 2 {
		t.Errorf("without it: %+v", one)
	}
}

// Words that fit several departments are told with those they could mean.
func TestWordsThatFitSeveralDepartmentsAreToldWithThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(fisheries(t).with(t, "1.0.0", "departments.yaml", "zh: 渔业局, en: Fishery Office}}", "zh: 东区渔业局, en: Fishery Office}}\n- {id: fishery-west, name: {zh: 西区渔业局, en: Western Fishery Office}}"))
	for id, name := range map[string]string{"fishery": "东区渔业局", "fishery-west": "西区渔业局", "another-pack": "渔业局"} {
		must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: id, Name: metamodel.ZhEn(name, id)}))
	}
	n, rest, err := w.ProposeDuties(ctx, business, "MA")
	must(t, err)
	if n != 0 || len(rest) != 2 {
		t.Fatalf("%d proposed, %+v", n, rest)
	}
	for _, u := range rest {
		if len(u.Fits) != 2 || u.Fits[0].In("zh") != "东区渔业局" || u.Fits[1].In("zh") != "西区渔业局" {
			t.Errorf("%s could be %v", u.Source, u.Fits)
		}
	}
}

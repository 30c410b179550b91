package engine_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// papered is the harbour with documents: the berth needs the certificate of
// nationality, which shows the applicant's name; the fishing licence needs the
// register of the boat, which shows that and the gear. The contract for the
// berth shows the berth.
func papered(t testing.TB) harbour {
	return newHarbour().with(t, "1.0.0",
		"materials/materials.yaml", "category: 证照, origin: applicant}\n", `category: 证照, origin: applicant}
- {id: HM2, name: {zh: 国籍证书, en: Certificate of nationality}, category: 证照, origin: issuer, issuer: 海事局, proves: [applicant/HE1]}
- {id: HM3, name: {zh: 渔船登记证, en: Register of the boat}, category: 证照, origin: issuer, issuer: 渔政局, proves: [applicant/HE1, applicant/HE4]}
- {id: HM4, name: {zh: 泊位合同, en: Contract for the berth}, category: 证明, origin: issuer, issuer: 码头, proves: [applicant/HE5]}
`,
		"matters/MA.yaml", "workflow: WA\n", `workflow: WA
materials:
  - {material: HM2, label: {zh: 船舶国籍证书, en: Nationality}, required: true}
  - {material: HM4, label: {zh: 泊位合同, en: Contract}, required: true}
`,
		"matters/MB.yaml", "workflow: WB\n", `workflow: WB
materials:
  - {material: HM3, label: {zh: 渔船登记证, en: Boat register}, required: true}
`)
}

var harbourMaster, fisheryClerk = staff("master", "harbour-office", "clerk", "reviewer"), staff("fisher", "fishery", "clerk", "reviewer")

func wanted(t *testing.T, states []catalog.MaterialState, id string) catalog.MaterialState {
	t.Helper()
	for _, s := range states {
		if s.Material.ID == id {
			return s
		}
	}
	t.Fatalf("%s is not among the materials", id)
	return catalog.MaterialState{}
}

func (w *world) hand(a engine.Actor, draft, material string) engine.File {
	w.t.Helper()
	return got[engine.File](w.t)(w.AddFile(context.Background(), a, draft, material, material+".png", bytes.NewReader(picture())))
}

func TestOneDocumentServesTwoDepartments(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(papered(t))
		me := citizen("ming")
		v := w.sail(me)
		st := wanted(t, v.Materials, "HM2")
		if st.Asked || len(st.Proven) != 1 || st.Proven[0].By.ID != "HM3" || !strings.Contains(st.Reason.In("zh"), "渔船登记证") {
			t.Fatalf("beside the register: %+v", st)
		}
		if v.Needs.Before.Materials != 3 || v.Needs.After.Materials != 2 {
			t.Errorf("%d documents before and %d after", v.Needs.Before.Materials, v.Needs.After.Materials)
		}
		_, err := w.AddFile(ctx, me, v.Draft.ID, "HM2", "a.png", bytes.NewReader(picture()))
		wants(t, err, "file.unwanted")
		w.hand(me, v.Draft.ID, "HM4")
		_, err = w.Submit(ctx, me, v.Draft.ID, "")
		if p := wants(t, err, "material.missing"); p.Path != "materials/HM3" {
			t.Errorf("missing is %s", p.Path)
		}
		register := w.hand(me, v.Draft.ID, "HM3")
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))

		// The harbour office, which does not ask for the register, has it in the place of the certificate.
		berth := w.child(r, "MA")
		view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, berth.ID))
		st = wanted(t, view.Wants, "HM2")
		if st.Asked || len(st.Proven) != 1 || st.Proven[0].By.ID != "HM3" || !strings.Contains(st.Reason.In("zh"), "渔船登记证") {
			t.Errorf("the harbour office reads %+v", st)
		}
		has := func(list []engine.File) bool {
			return slices.ContainsFunc(list, func(f engine.File) bool { return f.ID == register.ID })
		}
		if !has(view.Files) || !has(got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, r.Case)).Files) {
			t.Error("the harbour office does not see the register")
		}
		opens := func(a engine.Actor, file string) bool {
			_, body, err := w.OpenFile(ctx, a, file)
			if err == nil {
				must(t, body.Close())
			}
			return err == nil
		}
		if !opens(harbourMaster, register.ID) || !opens(fisheryClerk, register.ID) || opens(staff("other", "health", "clerk"), register.ID) || opens(citizen("stranger"), register.ID) {
			t.Error("not the two departments alone open the register")
		}
		// The other way round the licence needs nothing of the berth.
		contract := v.Draft.ID
		for _, f := range view.Files {
			if f.Material == "HM4" {
				contract = f.ID
			}
		}
		if opens(fisheryClerk, contract) {
			t.Error("the fishery office opens what only the harbour office asks for")
		}

		// It can ask for the certificate all the same, and then has it.
		asked := w.act(harbourMaster, berth.ID, engine.Action{Event: "correct", Note: "请补交国籍证书", Materials: []string{"HM2"}})
		if k := asked.Case.Correction; k == nil || !slices.Equal(k.Materials, []string{"HM2"}) {
			t.Fatalf("asked for %+v", k)
		}
		for who, a := range map[string]engine.Actor{"the applicant": me, "the harbour office": harbourMaster} {
			st = wanted(t, got[*engine.CaseView](t)(w.Case(ctx, a, berth.ID)).Wants, "HM2")
			if !st.Asked || st.Required != metamodel.True || len(st.Proven) > 0 || st.Reason.In("zh") != "提交申请时由“渔船登记证”证明，没有收这份材料；现在部门要求提交" {
				t.Errorf("asked for after all, %s reads %+v", who, st)
			}
		}
		preview, _, err := w.PreviewCorrection(ctx, me, berth.ID, nil)
		if must(t, err); !wanted(t, preview.Wants, "HM2").Asked {
			t.Error("judged before it is handed in, the certificate is not asked for")
		}
		_, err = w.Apply(ctx, me, berth.ID, asked.Case.Revision, "", engine.Action{Event: "resubmit"})
		if p := wants(t, err, "material.missing"); p.Path != "materials/HM2" {
			t.Errorf("missing is %s", p.Path)
		}
		brought := got[engine.File](t)(w.AddCorrectionFile(ctx, me, berth.ID, "HM2", "国籍证书.png", bytes.NewReader(picture())))
		w.act(me, berth.ID, engine.Action{Event: "resubmit"})
		view = got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, berth.ID))
		if st = wanted(t, view.Wants, "HM2"); !st.Asked || len(st.Proven) > 0 || st.Reason != nil || has(view.Files) {
			t.Errorf("with the certificate: %+v", st)
		}
		if opens(fisheryClerk, brought.ID) || opens(harbourMaster, register.ID) {
			t.Error("what was asked for anew serves others, or what served is still seen")
		}
	})
}

func TestWhatServesStaysWhenItsOwnMatterEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(papered(t))
	for name, end := range map[string]func(me engine.Actor, r engine.Receipt){
		"withdrawn": func(me engine.Actor, r engine.Receipt) {
			c := w.child(r, "MB")
			got[*engine.CaseView](t)(w.Withdraw(ctx, me, c.ID, c.Revision, "", ""))
		},
		"refused": func(_ engine.Actor, r engine.Receipt) {
			w.act(fisheryClerk, w.child(r, "MB").ID, engine.Action{Event: "refuse", Note: "不符合条件"})
		},
	} {
		me := citizen(name)
		v := w.sail(me)
		w.hand(me, v.Draft.ID, "HM4")
		register := w.hand(me, v.Draft.ID, "HM3")
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		end(me, r)
		view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, w.child(r, "MA").ID))
		if st := wanted(t, view.Wants, "HM2"); len(st.Proven) != 1 || !slices.ContainsFunc(view.Files, func(f engine.File) bool { return f.ID == register.ID }) {
			t.Errorf("%s: %+v", name, st)
		}
		_, body, err := w.OpenFile(ctx, harbourMaster, register.ID)
		must(t, err)
		must(t, body.Close())
	}
}

// Where the fishing licence does not apply, nothing shows what the certificate does.
func TestADocumentIsAskedWhereNothingServesForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(papered(t))
	me := citizen("ming")
	v := w.sail(me)
	kept := w.hand(me, v.Draft.ID, "HM3")
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, 0, engine.Patch{Guide: answers(map[string]any{"Q1": false})}))
	if st := wanted(t, v.Materials, "HM2"); !st.Asked || st.Required != metamodel.True {
		t.Fatalf("without the licence: %+v", st)
	}
	w.hand(me, v.Draft.ID, "HM4")
	_, err := w.Submit(ctx, me, v.Draft.ID, "")
	if p := wants(t, err, "material.missing"); p.Path != "materials/HM2" {
		t.Errorf("missing is %s", p.Path)
	}
	w.hand(me, v.Draft.ID, "HM2")
	r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	// A register that was uploaded before and is not asked for now serves nobody.
	view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, w.child(r, "MA").ID))
	if st := wanted(t, view.Wants, "HM2"); !st.Asked || slices.ContainsFunc(view.Files, func(f engine.File) bool { return f.ID == kept.ID }) {
		t.Errorf("the harbour office has %+v", view.Files)
	}
}

// A release that lets nothing serve, or keeps the certificate, asks for it: of
// drafts, and of cases by a correction.
func TestAReleaseThatKeepsADocumentAsksForIt(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string][]string{
		"less is shown": {"materials/materials.yaml", "proves: [applicant/HE1, applicant/HE4]", "proves: [applicant/HE4]"},
		"it is kept":    {"themes/TH.yaml", "calendar: cn\n", "calendar: cn\nkeep: [{material: HM2, reason: {zh: 要核原件, en: The original is looked at}}]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ctx := context.Background()
			from := w.release(papered(t))
			me := citizen("ming")
			draft := w.sail(me)
			w.hand(me, draft.Draft.ID, "HM3")
			v := w.sail(me)
			w.hand(me, v.Draft.ID, "HM4")
			w.hand(me, v.Draft.ID, "HM3")
			r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
			to := w.release(papered(t).with(t, "2.0.0", edit...))

			plan := engine.Migration{Theme: "TH", From: from, To: to}
			for filing, x := range w.dry(plan) {
				if x.Sort != engine.MigrationNeeds || !slices.ContainsFunc(x.Findings, func(f engine.MigrationFinding) bool { return f.Path == "materials/HM2" }) {
					t.Errorf("%s: %s %+v", filing, x.Sort, x.Findings)
				}
			}
			w.migrate(plan)
			if st := wanted(t, got[*engine.DraftView](t)(w.Draft(ctx, me, draft.Draft.ID)).Materials, "HM2"); !st.Asked {
				t.Errorf("the draft: %+v", st)
			}
			c := w.child(r, "MA")
			if c.Correction == nil || !slices.Equal(c.Correction.Materials, []string{"HM2"}) {
				t.Errorf("the case is asked for %+v", c.Correction)
			}
			if k := w.child(r, "MB"); k.Correction != nil {
				t.Errorf("the licence is asked for %+v", k.Correction)
			}
		})
	}
}

// What a source department issues or gives serves as well.
func TestWhatSourcesDeliverProvesToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(papered(t))
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("船舶库", "Register of boats"),
		Kind: engine.SourceRegister, Pack: "harbour", Key: "HE1", Elements: []string{"HE5"}, Materials: []string{"HM3"}}, 0, "boats"))
	got[int](t)(w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"HE1": "陈海生", "HE5": "东三", "HM3": "渔登 7 号", "HM3.issued": "2020-01-01"}}))
	for item, x := range map[string]struct {
		matter string
		kind   engine.DutyKind
	}{"applicant/HE5": {"MA", engine.DutyField}, "HM3": {"MB", engine.DutyMaterial}} {
		d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: x.matter, Kind: x.kind, Item: item, Department: "public-security"}, ""))
		w.step(police, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "applicant/HE1"})
	}
	me := citizen("ming")
	v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "TH", "", nil, nil, ""))
	p := sailing()
	delete(p.Answers, "applicant/HE5")
	p.Consent = engine.ConsentGiven
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, 0, p))
	if len(v.Supplied) != 2 || v.Needs.After.Materials != 0 {
		t.Fatalf("given are %+v, and %d documents are asked for: %+v", v.Supplied, v.Needs.After.Materials, v.Missing)
	}
	if st := wanted(t, v.Materials, "HM2"); len(st.Proven) != 1 || st.Proven[0].By == nil {
		t.Errorf("the certificate: %+v", st)
	}
	if st := wanted(t, v.Materials, "HM4"); len(st.Proven) != 1 || !st.Proven[0].Sourced || !strings.Contains(st.Reason.In("zh"), "数源部门") {
		t.Errorf("the contract: %+v", st)
	}
	r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	berth := w.child(r, "MA")
	view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, berth.ID))
	if st := wanted(t, view.Wants, "HM2"); len(st.Proven) != 1 || !slices.ContainsFunc(view.Sourced, func(a engine.SourcedAnswer) bool { return a.Material == "HM3" }) {
		t.Errorf("the harbour office has %+v and %+v", st, view.Sourced)
	}
	if st := wanted(t, view.Wants, "HM4"); len(st.Proven) != 1 || !st.Proven[0].Sourced {
		t.Errorf("the contract: %+v", st)
	}
	asks := func(material, said string) {
		t.Helper()
		v := w.act(harbourMaster, w.child(r, "MA").ID, engine.Action{Event: "correct", Note: "要核验原件", Materials: []string{material}})
		if st := wanted(t, v.Wants, material); !st.Asked || len(st.Proven) > 0 || !strings.Contains(st.Reason.In("zh"), said) {
			t.Errorf("asked for after all: %+v", st)
		}
		got[engine.File](t)(w.AddCorrectionFile(ctx, me, berth.ID, material, "原件.png", bytes.NewReader(picture())))
		w.act(me, berth.ID, engine.Action{Event: "resubmit"})
	}
	asks("HM2", "由“渔船登记证”证明")
	// The berth is corrected: now nobody vouches for it but the contract.
	w.act(harbourMaster, berth.ID, engine.Action{Event: "correct", Note: "泊位不对", Fields: []string{"applicant/HE5"}})
	berth = w.child(r, "MA")
	other := engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE5": "西一"})}
	_, err := w.Apply(ctx, me, berth.ID, berth.Revision, "", other)
	if p := wants(t, err, "material.missing"); p.Path != "materials/HM4" {
		t.Errorf("missing is %s", p.Path)
	}
	got[engine.File](t)(w.AddCorrectionFile(ctx, me, berth.ID, "HM4", "合同.png", bytes.NewReader(picture())))
	if _, err := w.Apply(ctx, me, berth.ID, berth.Revision, "", other); err != nil {
		t.Fatal(err)
	}
	// Of another filing, of which the department wants the contract although the source gave the berth.
	v = got[*engine.DraftView](t)(w.StartDraft(ctx, me, "TH", "", nil, nil, ""))
	v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, 0, p))
	r = got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	berth = w.child(r, "MA")
	asks("HM4", "由数源部门的数据证明")
}

// A result that a matter waits for shows to it what its document would.
func TestAResultProvesToWhoWaitsForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(papered(t).with(t, "1.0.0",
		"elements/elements.yaml", "- {id: HE7,", "- {id: HE8, name: {zh: 许可号, en: Number}, type: string}\n- {id: HE7,",
		"matters/MB.yaml", "en: Fishing licence}}\n", "en: Fishing licence}, yields: [owner/HE8]}\n",
		"matters/MA.yaml", "workflow: WA\n", "workflow: WA\npreconditions: [MB]\n",
		"materials/materials.yaml", "proves: [applicant/HE5]", "proves: [owner/HE8]",
		"themes/TH.yaml", `when: "true", stage: 1`, `when: "true", stage: 2`))
	me := citizen("ming")
	v := w.sail(me)
	if st := wanted(t, v.Materials, "HM4"); st.Asked || st.Proven[0].Result == nil || st.Proven[0].Result.ID != "MB" {
		t.Fatalf("the contract: %+v", st)
	}
	w.hand(me, v.Draft.ID, "HM3")
	r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	w.act(fisheryClerk, w.child(r, "MB").ID, engine.Action{Event: "pass"})
	w.act(fisheryClerk, w.child(r, "MB").ID, engine.Action{Event: "issue", ResultNo: "渔 7", Result: answers(map[string]any{"owner/HE8": "渔 7"})})
	view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, w.child(r, "MA").ID))
	if st := wanted(t, view.Wants, "HM4"); view.Case.Status != engine.CaseRunning || st.Asked || len(st.Proven) != 1 || st.Proven[0].Result == nil {
		t.Errorf("the berth is %s, the contract %+v", view.Case.Status, st)
	}
	view = w.act(harbourMaster, view.Case.ID, engine.Action{Event: "correct", Note: "要核验原件", Materials: []string{"HM4"}})
	if st := wanted(t, view.Wants, "HM4"); !st.Asked || len(st.Proven) > 0 || !strings.Contains(st.Reason.In("zh"), "“捕捞许可”的结果证明") {
		t.Errorf("asked for after all: %+v", st)
	}
}

// What would serve must be here: where nobody handed it in, each department asks
// for its own.
func TestWhatNobodyHandedInServesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	from := w.release(newHarbour().with(t, "1.0.0"))
	me := citizen("ming")
	v := w.sail(me)
	r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
	to := w.release(papered(t).with(t, "2.0.0"))
	w.migrate(engine.Migration{Theme: "TH", From: from, To: to})
	if c := w.child(r, "MA"); c.Correction == nil || !slices.Contains(c.Correction.Materials, "HM2") {
		t.Errorf("the harbour office asks for %+v", c.Correction)
	}
	if c := w.child(r, "MB"); c.Correction == nil || !slices.Contains(c.Correction.Materials, "HM3") {
		t.Errorf("the fishery office asks for %+v", c.Correction)
	}
}

// The result of a matter that is not filed with them is checked by what of it the
// form states; who cannot check it asks for it.
func TestADepartmentMayAskForAResultThatNobodyPassesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(newHarbour().with(t, "1.0.0",
		"materials/materials.yaml", "category: 证照, origin: applicant}\n", `category: 证照, origin: applicant}
- {id: HM5, name: {zh: 捕捞许可证, en: Fishing licence}, category: 证照, origin: result, resultOf: MB}
`,
		"matters/MB.yaml", "en: Fishing licence}}\n", "en: Fishing licence}, yields: [applicant/HE5]}\n",
		"matters/MA.yaml", "workflow: WA\n", `workflow: WA
materials:
  - {material: HM5, label: {zh: 捕捞证, en: Licence}, required: true}
`))
	me := citizen("ming")
	label := metamodel.ZhEn("泊位", "Berth")
	for fishes, want := range map[bool]bool{true: false, false: true} {
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "TH", "", nil, nil, ""))
		sail := sailing()
		sail.Guide = answers(map[string]any{"Q1": fishes})
		if fishes {
			delete(sail.Answers, "applicant/HE5") // the licence will say it
		}
		v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, v.Draft.Revision, sail))
		st := wanted(t, v.Materials, "HM5")
		if st.Asked || st.Checked != want || strings.Contains(st.Reason.In("zh"), label.In("zh")) != want || strings.Contains(st.Reason.In("en"), label.In("en")) != want {
			t.Errorf("%v: %+v", fishes, st)
		}
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		berth := w.child(r, "MA")
		view := got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, berth.ID))
		if st := wanted(t, view.Wants, "HM5"); st.Asked || st.Checked != want {
			t.Errorf("%v: the department reads %+v", fishes, st)
		}
		_, err := w.Apply(ctx, harbourMaster, berth.ID, view.Case.Revision, "", engine.Action{Event: "correct", Note: "查不到", Materials: []string{"HM5"}})
		if !want {
			wants(t, err, "correction.material")
			continue
		}
		must(t, err)
		file := got[engine.File](t)(w.AddCorrectionFile(ctx, me, berth.ID, "HM5", "licence.png", bytes.NewReader(picture())))
		view = got[*engine.CaseView](t)(w.Case(ctx, me, berth.ID))
		if st := wanted(t, view.Wants, "HM5"); !st.Asked || st.Required != metamodel.True {
			t.Errorf("the applicant reads %+v", st)
		}
		_, err = w.Apply(ctx, me, berth.ID, view.Case.Revision, "", engine.Action{Event: "resubmit"})
		must(t, err)
		view = got[*engine.CaseView](t)(w.Case(ctx, harbourMaster, berth.ID))
		if !slices.ContainsFunc(view.Files, func(f engine.File) bool { return f.ID == file.ID }) {
			t.Errorf("the department does not see the file: %+v", view.Files)
		}
	}
	alone := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "", "MA", nil, nil, ""))
	if st := wanted(t, alone.Materials, "HM5"); st.Asked || !st.Checked || !strings.Contains(st.Reason.In("zh"), label.In("zh")) {
		t.Errorf("filed alone: %+v", st)
	}
}

package engine_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// strangers may see nothing of ming's filing.
var strangers = map[string]engine.Actor{
	"another citizen":           citizen("other"),
	"nobody":                    {},
	"a designer":                staff("d", "market-regulation", "designer"),
	"another department":        staff("x", "culture", "clerk", "approver"),
	"a clerk without an office": {Account: "y", Roles: []string{"clerk"}},
	"a manager of another":      staff("z", "culture", "manager"),
}

func TestStrangersFindNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	draft := w.complete(me).Draft.ID
	r := w.file(me)
	c := w.child(r, "M01")
	file := w.files(w.kept(r.Case).Draft)[0]
	open := w.files(draft)[0]
	for who, a := range strangers {
		calls := map[string]func() error{
			"Draft":        func() error { _, err := w.Draft(ctx, a, draft); return err },
			"SaveAnswers":  func() error { _, err := w.SaveAnswers(ctx, a, draft, 0, engine.Patch{}); return err },
			"Preview":      func() error { _, err := w.Preview(ctx, a, draft, engine.Patch{}); return err },
			"DeleteDraft":  func() error { return w.DeleteDraft(ctx, a, draft) },
			"Submit":       func() error { _, err := w.Submit(ctx, a, draft, ""); return err },
			"AddFile":      func() error { _, err := w.AddFile(ctx, a, draft, "MT10", "a.png", strings.NewReader("x")); return err },
			"RemoveFile":   func() error { return w.RemoveFile(ctx, a, open.ID) },
			"OpenFile":     func() error { _, _, err := w.OpenFile(ctx, a, file.ID); return err },
			"OpenFile own": func() error { _, _, err := w.OpenFile(ctx, a, open.ID); return err },
			"Case":         func() error { _, err := w.Case(ctx, a, c.ID); return err },
			"Case number":  func() error { _, err := w.Case(ctx, a, c.Number); return err },
			"Case root":    func() error { _, err := w.Case(ctx, a, r.Case); return err },
			"Apply": func() error {
				_, err := w.Apply(ctx, a, c.ID, c.Revision, "", engine.Action{Event: "pass"})
				return err
			},
			"AddCorrectionFile": func() error {
				_, err := w.AddCorrectionFile(ctx, a, c.ID, "MT02", "a.png", strings.NewReader("x"))
				return err
			},
			"no id": func() error { _, err := w.Case(ctx, a, ""); return err },
		}
		for name, call := range calls {
			if err := call(); err == nil || err.Error() != engine.ErrNotFound.Error() {
				t.Errorf("%s, %s: want not found, got %v", who, name, err)
			}
		}
		list, _, err := w.Cases(ctx, a, engine.CaseFilter{}, engine.Page{})
		if err != nil || len(list) > 0 {
			t.Errorf("%s lists %d cases, %v", who, len(list), err)
		}
		waiting, _, _, err := w.Worklist(ctx, a, engine.CaseFilter{Departments: []string{"market-regulation"}}, engine.Page{})
		if err != nil || len(waiting) > 0 {
			t.Errorf("%s has a worklist of %d cases, %v", who, len(waiting), err)
		}
	}
	// Administrators read what was filed, not what somebody is still writing.
	admin := staff("root", "", string(engine.RoleAdministrator))
	_, _, err := w.OpenFile(ctx, admin, open.ID)
	wantErr(t, err, engine.ErrNotFound)
	_, body, err := w.OpenFile(ctx, admin, file.ID)
	must(t, err)
	must(t, body.Close())
}

func TestADepartmentSeesOnlyItsMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	w.issue(r, "M01")
	fire := staff("fire", "fire-rescue", "clerk")

	v := got[*engine.CaseView](t)(w.Case(ctx, fire, w.child(r, "M03").ID))
	if strings.Contains(string(v.Case.Answers), "signboard") || v.Root == nil || v.Root.Answers != nil || v.Root.Number != r.Number {
		t.Errorf("the fire brigade reads %s and %+v", v.Case.Answers, v.Root)
	}
	if v.Task == nil || len(v.Actions) != 3 {
		t.Errorf("the clerk has task %+v and actions %+v", v.Task, v.Actions)
	}
	for _, f := range v.Files {
		if f.Material == "MT16" || f.Material == "MT12" {
			t.Errorf("the fire brigade sees %s", f.Material)
		}
	}
	if len(v.Files) == 0 {
		t.Error("the fire brigade sees no files")
	}
	_, err := w.Case(ctx, fire, w.child(r, "M02").ID)
	wantErr(t, err, engine.ErrNotFound)

	// Its own files open, others do not.
	for _, f := range w.files(w.kept(r.Case).Draft) {
		_, body, err := w.OpenFile(ctx, fire, f.ID)
		wanted := f.Material == "MT02" || f.Material == "MT04" || f.Material == "MT10" || f.Material == "MT15"
		if (err == nil) != wanted {
			t.Errorf("opening %s: %v", f.Material, err)
		}
		if err == nil {
			b := got[[]byte](t)(io.ReadAll(body))
			must(t, body.Close())
			if len(b) != len(picture()) {
				t.Errorf("%s has %d bytes", f.Material, len(b))
			}
		}
	}

	// Of the theme it sees its own case only.
	v = got[*engine.CaseView](t)(w.Case(ctx, fire, r.Case))
	if len(v.Children) != 1 || v.Children[0].Matter != "M03" || v.Record != nil || v.Case.Answers != nil {
		t.Errorf("the fire brigade sees %d children, record %v", len(v.Children), v.Record)
	}
	list, _, err := w.Cases(ctx, fire, engine.CaseFilter{Departments: []string{"market-regulation", "fire-rescue"}}, engine.Page{})
	must(t, err)
	if len(list) != 1 || list[0].Matter != "M03" || list[0].Answers != nil {
		t.Errorf("the fire brigade lists %+v", list)
	}
}

func TestTheServiceCentreFollowsTheThemeWithoutReadingAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	w.issue(r, "M01")
	w.act(officer("M02"), w.child(r, "M02").ID, engine.Action{Event: "correct", Note: "身份证看不清"})
	centre := staff("centre", "service-centre", "manager")
	v := got[*engine.CaseView](t)(w.Case(ctx, centre, r.Case))
	if len(v.Children) != 8 || v.Record != nil || v.Case.Answers != nil || len(v.Files) > 0 {
		t.Errorf("%d children, record %v, %d files", len(v.Children), v.Record, len(v.Files))
	}
	for _, c := range v.Children {
		if c.Answers != nil || c.Correction != nil || c.Result != nil && c.Result.Fields != nil {
			t.Errorf("the centre reads %+v", c)
		}
	}
	for _, ev := range v.History {
		if ev.Data.Note != "" || ev.Data.Correction != nil || ev.Data.Result != nil {
			t.Errorf("the centre reads %+v", ev.Data)
		}
	}
	_, err := w.Case(ctx, centre, w.child(r, "M02").ID)
	wantErr(t, err, engine.ErrNotFound)

	admin := engine.Actor{Account: "root", Roles: []string{"administrator"}}
	v = got[*engine.CaseView](t)(w.Case(ctx, admin, r.Case))
	if len(v.Children) != 8 || v.Record == nil || v.Case.Answers == nil {
		t.Error("the administrator does not see everything")
	}
}

func TestACitizenReadsWhatIsMeantForThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	id := w.child(r, "M01").ID
	w.act(officer("M01"), id, engine.Action{Event: "correct", Note: "请补正邮寄地址"})
	w.act(me, id, engine.Action{Event: "resubmit", Note: "已补正"})
	w.act(officer("M01"), id, engine.Action{Event: "pass", Note: "内部：注意此人"})
	w.act(officer("M01"), id, engine.Action{Event: "reject", Note: "名称与他人相同"})

	notes := func(a engine.Actor) (list []string) {
		for _, ev := range got[*engine.CaseView](t)(w.Case(ctx, a, id)).History {
			if ev.Data.Note != "" {
				list = append(list, ev.Data.Note)
			}
			if a.Account == "ming" && ev.Actor != "" && ev.Actor != "ming" {
				t.Errorf("the citizen reads who wrote: %s", ev.Actor)
			}
		}
		return list
	}
	if got := strings.Join(notes(me), "；"); got != "请补正邮寄地址；已补正；名称与他人相同" {
		t.Errorf("the citizen reads %s", got)
	}
	if got := strings.Join(notes(officer("M01")), "；"); got != "请补正邮寄地址；已补正；内部：注意此人；名称与他人相同" {
		t.Errorf("the department reads %s", got)
	}
	v := got[*engine.CaseView](t)(w.Case(ctx, me, r.Case))
	if len(v.Children) != 8 || v.Record == nil || len(v.Files) == 0 {
		t.Errorf("the citizen sees %d children and %d files", len(v.Children), len(v.Files))
	}
}

func TestRolesOnlyActAtTheirOwnSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	c := w.child(r, "M01")
	waiting := w.child(r, "M02")
	clerk := staff("c", "market-regulation", "clerk")
	apply := func(a engine.Actor, c engine.Case, act engine.Action) error {
		_, err := w.Apply(ctx, a, c.ID, c.Revision, "", act)
		return err
	}
	for name, x := range map[string]struct {
		err  error
		code string
	}{
		"an approver at acceptance":  {apply(staff("a", "market-regulation", "approver"), c, engine.Action{Event: "pass"}), "action.role"},
		"a manager":                  {apply(staff("m", "market-regulation", "manager"), c, engine.Action{Event: "pass"}), "action.role"},
		"the citizen at acceptance":  {apply(me, c, engine.Action{Event: "pass"}), "action.role"},
		"an administrator":           {apply(engine.SystemActor(), c, engine.Action{Event: "pass"}), "action.role"},
		"an unknown action":          {apply(clerk, c, engine.Action{Event: "deliver"}), "action.unknown"},
		"a refusal without a reason": {apply(clerk, c, engine.Action{Event: "refuse", Note: " \u200e\n "}), "action.note"},
		"an endless note":            {apply(clerk, c, engine.Action{Event: "refuse", Note: strings.Repeat("长", 2001)}), "action.note.long"},
		"answers by the clerk":       {apply(clerk, c, engine.Action{Event: "pass", Answers: answers(map[string]any{"applicant/DE00101": "x"})}), "action.extra"},
		"a result at acceptance":     {apply(clerk, c, engine.Action{Event: "pass", ResultNo: "1"}), "action.extra"},
		"a field of another matter":  {apply(clerk, c, engine.Action{Event: "correct", Note: "补正", Fields: []string{"signboard/DE00401"}}), "correction.field"},
		"a made-up field":            {apply(clerk, c, engine.Action{Event: "correct", Note: "补正", Fields: []string{"__proto__"}}), "correction.field"},
		"a material of another":      {apply(clerk, c, engine.Action{Event: "correct", Note: "补正", Materials: []string{"MT16"}}), "correction.material"},
		"a material nobody hands in": {apply(clerk, c, engine.Action{Event: "correct", Note: "补正", Materials: []string{"MT05"}}), "correction.material"},
		"a matter that waits":        {apply(clerk, waiting, engine.Action{Event: "pass"}), "action.waiting"},
		"the theme itself":           {apply(me, w.kept(r.Case), engine.Action{Event: "pass"}), "action.theme"},
	} {
		t.Run(name, func(t *testing.T) { wants(t, x.err, x.code) })
	}
	if w.kept(c.ID).Revision != c.Revision {
		t.Error("a refused action changed the case")
	}
	wantErr(t, apply(clerk, engine.Case{ID: c.ID, Revision: c.Revision - 1}, engine.Action{Event: "pass"}), engine.ErrConflict)
	ended := w.carry(r, "M01", "refuse")
	wants(t, apply(clerk, ended, engine.Action{Event: "pass"}), "action.ended")
}

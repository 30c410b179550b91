package citizen_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// A case that was asked for another matter's result before nobody could be says
// so, and the page that comes back with a problem asks for no more than the first.
func TestACorrectionOfAResultSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	p, ps := catalog.ReadArchive(testpack.Together())
	must(t, ps.Err())
	_, ps, err := s.cat.Publish(ctx, p, monday)
	must(t, err)
	must(t, ps.Err())
	me := s.account("ming", "王小明", "", "citizen")
	d, err := s.engine.StartDraft(ctx, me, "TT", "", nil, json.RawMessage(`{"applicant":{"TE1":"小铺"}}`), "")
	must(t, err)
	r, err := s.engine.Submit(ctx, me, d.Draft.ID, "")
	must(t, err)
	act := func(matter string, act engine.Action) engine.Case {
		t.Helper()
		c := s.child(engine.SystemActor(), r.Case, matter)
		who := engine.Actor{Account: "first", Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{"told-first": true}}
		v, err := s.engine.Apply(ctx, who, c.ID, c.Revision, "", act)
		must(t, err)
		return v.Case
	}
	act("TA", engine.Action{Event: "give", ResultNo: "DJ-1", Result: map[string]json.RawMessage{"applicant/TE2": json.RawMessage(`"NO-77"`)}})
	act("TC", engine.Action{Event: "correct", Note: "请核对", Fields: []string{"applicant/TE1"}})
	c, err := s.store.Case(ctx, s.child(engine.SystemActor(), r.Case, "TC").ID)
	must(t, err)
	c.Correction.Fields = []string{"applicant/TE1", "applicant/TE2"}
	must(t, s.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{c}}))
	b := s.browser()
	b.signIn("ming")
	at := "/cases/" + r.Case + "/corrections/" + c.ID
	says := func() {
		t.Helper()
		b.sees("“登记号”由“登记”的办理结果提供，您不用填写").seesNot("NO-77")
		if bytes.Contains([]byte(b.body), []byte(`name="applicant/TE2"`)) {
			t.Error("the page asks for the result")
		}
	}
	b.get(at).want(http.StatusOK)
	says()
	b.get(at + "?lang=en").want(http.StatusOK).sees("“Number” comes with the result of “Registration”.")
	b.get(at + "?lang=zh").want(http.StatusOK)
	form := b.hidden()
	form.Set("applicant/TE1", "")
	b.post(at, form).want(http.StatusUnprocessableEntity)
	says()
	form = b.hidden()
	form.Set("applicant/TE1", "大铺")
	b.post(at, form).want(http.StatusSeeOther)
	if c, err = s.store.Case(ctx, c.ID); err != nil || c.Status != engine.CaseRunning || !bytes.Contains(c.Answers, []byte("大铺")) || !bytes.Contains(c.Answers, []byte("NO-77")) {
		t.Errorf("it is %s with %s, %v", c.Status, c.Answers, err)
	}
}

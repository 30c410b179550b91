package citizen_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
)

// Who is asked where the certificate goes by post is asked beside that whether it
// does: it stands behind what is asked for, as it is, and is told as missing never.
func TestWhatDecidesStandsBesideWhatIsAsked(t *testing.T) {
	t.Parallel()
	const where, how, number, kind = "agent/DE00010", "filing/DE00601", "mother/DE00005", "mother/DE00004"
	s := newSite(t)
	r := s.born("lin", map[string]json.RawMessage{how: raw("2"), where: raw("幸福路 8 号")})
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	asks := func() {
		t.Helper()
		s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "请核对", Fields: []string{where, number}})
	}
	asks()
	id := s.child(hospital, r.Case, "N01").ID
	here := "/cases/" + r.Case + "/corrections/" + id
	b := s.browser()
	b.signIn("lin")
	b.get(here).want(http.StatusOK).sees("如果“经办人 · 邮寄地址”不适用于您，请改下面的答案", "下面的答案要与“母亲 · 证件号码”相符").seesNot("还需要", "对不上", "请先处理以下问题")
	rest, inOrder := b.body, true
	for _, path := range []string{number, kind, where, how} {
		var found bool
		_, rest, found = strings.Cut(rest, ` name="`+path+`"`)
		inOrder = inOrder && found
	}
	if !inOrder || b.chosen().Get(how) != "2" || b.chosen().Get(kind) != "111" {
		t.Errorf("the page asks %s", text(b.body))
	}
	b.get(here+"?lang=en").want(http.StatusOK).sees("Change what follows only if this does not apply to you: “Agent · Postal address”", "What follows has to match “Mother · ")
	// As it is it may stay.
	b.get(here+"?lang=zh").says(here, map[string]string{where: "幸福路 9 号", number: "310104199003070042"}).want(http.StatusSeeOther)
	if kept := string(s.child(hospital, r.Case, "N01").Answers); !strings.Contains(kept, "幸福路 9 号") || !strings.Contains(kept, `"DE00601":"2"`) {
		t.Errorf("kept is %s", kept)
	}

	asks()
	said := map[string]string{where: "", number: "310104199003070042", how: "1"}
	b.get(here).want(http.StatusOK).says(here, map[string]string{where: "", number: "310104199003070042"}).want(http.StatusUnprocessableEntity) // by post it has to go somewhere
	b.says(here, said).want(http.StatusSeeOther)
	if kept := string(s.child(hospital, r.Case, "N01").Answers); strings.Contains(kept, "DE00010") || !strings.Contains(kept, `"DE00601":"1"`) {
		t.Errorf("kept is %s", kept)
	}
}

// What the answers beside open is asked because of them, also of a script, and what
// no longer applies is gone from its page.
func TestWhatIsSaidBesideOpensAndClosesQuestions(t *testing.T) {
	t.Parallel()
	const where, how, number, kind, birthday = "agent/DE00010", "filing/DE00601", "mother/DE00005", "mother/DE00004", "mother/DE00003"
	s := newSite(t)
	r := s.born("lin", map[string]json.RawMessage{how: raw("2"), where: raw("幸福路 8 号")})
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "请核对", Fields: []string{where, number}})
	here := "/cases/" + r.Case + "/corrections/" + s.child(hospital, r.Case, "N01").ID
	b := s.browser()
	b.signIn("lin")
	form := func(values map[string]string) url.Values {
		v := b.hidden()
		for name, words := range values {
			v.Set(name, words)
		}
		return v
	}
	b.get(here).want(http.StatusOK)
	said := map[string]string{where: "幸福路 8 号", how: "1", number: "E12345678", kind: "414"}
	b.live(here, form(said)).want(http.StatusOK).sees("因为您改了“母亲 · 证件类型”、“母亲 · 证件号码”、“领取方式”，还需要填写", "如果“经办人 · 邮寄地址”不适用于您")
	if strings.Contains(b.body, `id="f-agent-DE00010"`) || !strings.Contains(b.body, `name="`+birthday+`.y"`) || strings.Contains(b.body, "error") {
		t.Errorf("the fragment is %s", text(b.body))
	}
	said[how] = "2"
	b.live(here, form(said)).want(http.StatusOK)
	if !strings.Contains(b.body, `value="幸福路 8 号"`) {
		t.Errorf("the address did not come back: %s", text(b.body))
	}
	said[how], said[birthday+".y"], said[birthday+".m"], said[birthday+".d"] = "1", "1990", "3", "7"
	b.post(here, func() url.Values { v := form(said); v.Set("action", "submit"); return v }()).want(http.StatusSeeOther)
	if kept := string(s.child(hospital, r.Case, "N01").Answers); !strings.Contains(kept, "E12345678") || strings.Contains(kept, "DE00010") || !strings.Contains(kept, `"DE00003":"1990-03-07"`) {
		t.Errorf("kept is %s", kept)
	}
}

// asksTogether files a pack of Together's kind with these answers and has TB ask for
// some of them; it gives the browser of who filed it and the address of the page.
func (s *site) asksTogether(files map[string][]byte, answers string, fields ...string) (b *browser, here string, kept func() string) {
	s.t.Helper()
	p, ps := catalog.ReadArchive(files)
	must(s.t, ps.Err())
	_, ps, err := s.cat.Publish(s.t.Context(), p, monday)
	must(s.t, err)
	must(s.t, ps.Err())
	me := s.account("ming", "王小明", "", "citizen")
	d, err := s.engine.StartDraft(s.t.Context(), me, "TT", "", nil, json.RawMessage(answers), "")
	must(s.t, err)
	r, err := s.engine.Submit(s.t.Context(), me, d.Draft.ID, "")
	must(s.t, err)
	office := engine.Actor{Account: "second", Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{"told-first": true, "told-second": true}}
	s.act(office, r.Case, "TB", "correct", engine.Action{Note: "请核对", Fields: fields})
	b = s.browser()
	b.signIn("ming")
	return b, "/cases/" + r.Case + "/corrections/" + s.child(office, r.Case, "TB").ID, func() string { return string(s.child(office, r.Case, "TB").Answers) }
}

// In a list it is what decides in the same row, and no other answer of the list.
func TestInAListWhatDecidesIsOfTheSameRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files := testpack.Together()
	files["elements/elements.yaml"] = append(files["elements/elements.yaml"],
		"- {id: TE3, name: {zh: 有无厨房, en: Has a kitchen}, type: boolean}\n- {id: TE4, name: {zh: 厨房面积, en: Kitchen area}, type: number, minimum: 1}\n"...)
	files["subjects.yaml"] = append(files["subjects.yaml"], "- {id: room, name: {zh: 房间, en: Room}}\n"...)
	files["forms/TB.yaml"] = []byte(`$schema: https://json-schema.org/draft/2020-12/schema
$id: form:TB
x-title: {zh: 许可表, en: Licence}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [TE1], properties: {TE1: {$ref: "element:TE1"}}}
  room:
    type: array
    x-subject: room
    x-label: {zh: 房间, en: Room}
    maxItems: 5
    items:
      type: object
      required: [TE1, TE3]
      x-order: [TE1, TE3, TE4]
      properties: {TE1: {$ref: "element:TE1"}, TE3: {$ref: "element:TE3"}, TE4: {$ref: "element:TE4", x-visible: row.TE3 == true, x-required: row.TE3 == true}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/TE1, room]}]}
`)
	b, here, kept := s.asksTogether(files, `{"applicant":{"TE1":"小铺"},"room":[{"TE1":"前厅","TE3":true,"TE4":6},{"TE1":"后厅","TE3":true,"TE4":8}]}`, "room/1/TE4")
	b.get(here).want(http.StatusOK).sees("如果“房间 2 · 厨房面积”不适用于您")
	if strings.Contains(b.body, `name="room/0`) || strings.Contains(b.body, `name="room/1/TE1"`) || b.chosen().Get("room/1/TE3") != "true" {
		t.Errorf("the page asks %s", text(b.body))
	}
	b.says(here, map[string]string{"room/1/TE4": "", "room/1/TE3": "false", "room/0/TE3": "false"}).want(http.StatusSeeOther)
	if kept := kept(); kept != `{"applicant":{"TE1":"小铺"},"room":[{"TE1":"前厅","TE3":true,"TE4":6},{"TE1":"后厅","TE3":false}]}` {
		t.Errorf("kept is %s", kept)
	}
}

// An answer that is put right may ask for a picture that nobody had to give: the page
// asks for it, and takes it, without script too.
func TestAPictureThatACorrectedAnswerAsksForIsGivenOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files := testpack.Sign("type: file, x-accept: [image/png]", "applicant/TE1, applicant/TE3, applicant/TE4")
	b, here, kept := s.asksTogether(files, `{"applicant":{"TE1":"小铺","TE3":false}}`, "applicant/TE3")
	b.get(here).want(http.StatusOK).seesNot("招牌内容")
	b.says(here, map[string]string{"applicant/TE3": "true"}).want(http.StatusUnprocessableEntity).sees("招牌内容")
	form := b.hidden()
	maps.Copy(form, b.chosen())
	if form.Get("applicant/TE3") != "true" {
		t.Errorf("what was said is lost: %v", form)
	}
	form.Set("action", "submit")
	b.upload(here, "applicant/TE4.file", "招牌.png", picture(), form).want(http.StatusSeeOther)
	if kept := kept(); !strings.Contains(kept, `"TE3":true`) || !strings.Contains(kept, "招牌.png") {
		t.Errorf("kept is %s", kept)
	}
}

// Where an answer that was asked for is closed by what lies beside it, this stays
// where it stood: whoever fills the page in is not carried past the questions between.
func TestWhatLiesBesideAnAnswerStaysWhereThatStood(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	files := testpack.Sign("type: string, maxLength: 20", "applicant/TE3, applicant/TE4, applicant/TE1")
	b, here, _ := s.asksTogether(files, `{"applicant":{"TE1":"小铺","TE3":true,"TE4":"好吃"}}`, "applicant/TE4", "applicant/TE1")
	stands := func(paths ...string) {
		t.Helper()
		rest := b.body
		for _, path := range paths {
			var found bool
			if _, rest, found = strings.Cut(rest, ` name="`+path+`"`); !found {
				t.Errorf("%s is not there, or not in its place: %s", path, text(b.body))
			}
		}
	}
	b.get(here).want(http.StatusOK)
	stands("applicant/TE4", "applicant/TE3", "applicant/TE1")
	form := b.hidden()
	form.Set("applicant/TE3", "false")
	form.Set("applicant/TE4", "好吃")
	form.Set("applicant/TE1", "小铺")
	b.live(here, form).want(http.StatusOK)
	stands("applicant/TE3", "applicant/TE1")
}

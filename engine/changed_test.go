package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// toldChanged is what the log last says of a case's answered corrections, in words.
func (w *world) toldChanged(a engine.Actor, id string) (told []string, more int) {
	w.t.Helper()
	for _, ev := range got[*engine.CaseView](w.t)(w.Case(context.Background(), a, id)).History {
		if ev.Data.Kind != "resubmit" || ev.Case != id {
			continue
		}
		told, more = nil, ev.Data.MoreChanges
		for _, x := range ev.Data.Changes {
			line := x.Path + x.Material
			if x.Unasked {
				line += " unasked"
			}
			if x.Follows {
				line += " follows"
			}
			told = append(told, line)
		}
	}
	return told, more
}

// The officer decides by answers that were read earlier: whatever became another
// one is told, and first of all what nobody asked for.
func TestADepartmentIsToldWhatTheAnswerToItsCorrectionChanged(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		const mother, ethnic, born = "mother/DE00005", "mother/DE00015", "mother/DE00003"
		me := citizen("mother")
		id := w.child(w.born(nil), "N01").ID
		for _, s := range []struct {
			name   string
			fields []string
			values map[string]any
			want   []string
		}{
			{"as it was", []string{ethnic}, map[string]any{ethnic: "01"}, nil},
			{"that answer alone", []string{ethnic}, map[string]any{ethnic: "02"}, []string{ethnic}},
			{"what is worked out from it, and the copy in another role", []string{mother}, map[string]any{mother: "310104199103080045"},
				[]string{born + " unasked follows", "agent/DE00005 unasked follows", mother}},
			{"an answer that it opens", []string{"mother/DE00004"}, map[string]any{"mother/DE00004": "414", born: "1991-03-09"},
				[]string{born + " unasked", "agent/DE00004 unasked follows", "mother/DE00004"}},
			{"anything may be changed: all is asked for", nil, map[string]any{ethnic: "01"}, []string{ethnic}},
		} {
			w.act(hospital, id, engine.Action{Event: "correct", Note: "请核对", Fields: s.fields})
			w.act(me, id, engine.Action{Event: "resubmit", Answers: answers(s.values)})
			for _, a := range []engine.Actor{hospital, me} {
				told, _ := w.toldChanged(a, id)
				if !slices.Equal(told, s.want) {
					t.Errorf("%s: %s is told %q", s.name, a.Account, told)
				}
			}
		}
	})
}

// The rows of a repeat are told one by one; where some came or went, the repeat.
func TestRowsThatCameOrWentAreToldByTheirRepeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	c := w.asked(me, "M02", engine.Action{Fields: []string{"employee"}})
	var all map[string]json.RawMessage
	must(t, json.Unmarshal(c.Answers, &all))
	var rows []map[string]any
	must(t, json.Unmarshal(all["employee"], &rows))
	row := func(job string) map[string]any { return with(rows[0], "DE00014", job) }
	many := func(n int, job string) (list []map[string]any) {
		for i := range n {
			one := row(fmt.Sprint(job, i))
			one["DE00001"], one["DE00012"] = job, fmt.Sprint(job, i)
			list = append(list, one)
		}
		return list
	}
	for i, s := range []struct {
		name string
		rows []map[string]any
		want []string
		more int
	}{
		{"two more", []map[string]any{rows[0], row("主厨"), row("跑堂")}, []string{"employee"}, 0},
		{"one is another one", []map[string]any{rows[0], row("副厨"), row("跑堂")}, []string{"employee/1/DE00014"}, 0},
		{"the first is gone", []map[string]any{row("副厨"), row("跑堂")}, []string{"employee"}, 0},
		{"the last is gone and the first another one", []map[string]any{row("主厨")}, []string{"employee", "employee/0/DE00014"}, 0},
		{"many", many(180, "甲"), nil, -1},
		{"more than a list takes", many(180, "乙"), nil, 40},
	} {
		if i > 0 {
			w.act(officer("M02"), c.ID, engine.Action{Event: "correct", Note: "请补正", Fields: []string{"employee"}})
		}
		w.act(me, c.ID, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"employee": s.rows})})
		told, more := w.toldChanged(officer("M02"), c.ID)
		switch {
		case s.more < 0:
		case s.more > 0 && (len(told) != 500 || more != s.more):
			t.Errorf("%s: %d are told and %d are not", s.name, len(told), more)
		case s.more == 0 && !slices.Equal(told, s.want):
			t.Errorf("%s: told is %q", s.name, told)
		}
	}
}

// Of a document it is told that it is another one; webhooks hear of none of it, and
// the department that leads the filing reads where its matters stand, no more.
func TestNewDocumentsAreToldWithWhatACorrectionChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, me := context.Background(), citizen("ming")
	rec := newReceiver(t)
	got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, []engine.EventType{engine.EventMoved}, ""))
	c := w.asked(me, "M04", engine.Action{Fields: []string{"signboard/DE00403"}, Materials: []string{"MT16"}})
	for _, material := range []string{"MT16", "MT17"} {
		if material == "MT17" { // which the corrected answer calls for
			_, err := w.Apply(ctx, me, c.ID, c.Revision, "", engine.Action{Event: "resubmit", Answers: answers(map[string]any{"signboard/DE00403": 3.5})})
			wants(t, err, "material.missing")
		}
		got[engine.File](t)(w.AddCorrectionFile(ctx, me, c.ID, material, "图.png", bytes.NewReader(picture())))
	}
	w.act(me, c.ID, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"signboard/DE00403": 3.5})})
	if told, _ := w.toldChanged(officer("M04"), c.ID); !slices.Equal(told, []string{"MT17 unasked", "signboard/DE00403", "MT16"}) {
		t.Errorf("told is %q", told)
	}
	d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true})
	w.pump(d)
	w.pump(d)
	sent := 0
	for _, m := range rec.all() {
		if strings.Contains(string(m.body), "resubmit") {
			sent++
		}
		if strings.Contains(string(m.body), "signboard") || strings.Contains(string(m.body), "hanges") {
			t.Errorf("a webhook hears %s", m.body)
		}
	}
	if sent == 0 {
		t.Error("no webhook heard of the answer")
	}
	moves := 0 // that the lead department reads of it
	for _, ev := range got[*engine.CaseView](t)(w.Case(ctx, staff("lead", "service-centre", "clerk"), c.Root)).History {
		if ev.Case == c.ID && ev.Data.Kind == "resubmit" {
			moves++
		}
		if len(ev.Data.Changes) > 0 {
			t.Errorf("the lead department reads %v", ev.Data.Changes)
		}
	}
	if moves != 1 {
		t.Errorf("the lead department reads of %d answers", moves)
	}
}

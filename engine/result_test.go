package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// registration is the application for the registration of a girl who was born on
// 1 March 2026, in the household of her father in district 310104.
func registration() map[string]json.RawMessage {
	return answers(map[string]any{
		"newborn/DE00001": "林小满", "newborn/DE00002": "2", "newborn/DE00003": "2026-03-01", "newborn/DE00015": "01", "newborn/DE00701": "Q310104001", "newborn/DE00705": "1",
		"household/DE00714": "310104", "household/DE00712": "1", "household/DE00711": "幸福路 8 号", "household/DE00713": "04120008", "household/DE00715": "2",
		"householder/DE00001": "陈一鸣", "householder/DE00004": "111", "householder/DE00005": "310104198506150031",
		"mother/DE00001": "林晓月", "mother/DE00004": "111", "mother/DE00005": "310104199003070026", "mother/DE00017": "10", "mother/DE00009": "幸福路 8 号",
		"father/DE00001": "陈一鸣", "father/DE00004": "111", "father/DE00005": "310104198506150031", "father/DE00009": "幸福路 8 号",
		"agent/DE00001": "林晓月", "agent/DE00018": "1", "agent/DE00004": "111", "agent/DE00005": "310104199003070026", "agent/DE00006": "13800000000",
		"filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
	})
}

// registered is the case of a registration whose result can be issued, and who
// issues it.
func (w *world) registered() (engine.Actor, engine.Case) {
	w.t.Helper()
	ctx := context.Background()
	v := got[*engine.DraftView](w.t)(w.StartDraft(ctx, citizen("mother"), "", "N02", nil, nil, ""))
	v = w.saves(v.Draft.ID, engine.Patch{Answers: registration()})
	for _, m := range v.Materials {
		if m.Asked {
			got[engine.File](w.t)(w.AddFile(ctx, citizen("mother"), v.Draft.ID, m.Material.ID, "a.png", bytes.NewReader(picture())))
		}
	}
	id := got[engine.Receipt](w.t)(w.Submit(ctx, citizen("mother"), v.Draft.ID, "")).Case
	police := staff("police", "public-security", "clerk", "reviewer", "approver")
	w.act(police, id, engine.Action{Event: "pass"})
	w.act(police, id, engine.Action{Event: "pass"})
	return police, w.kept(id)
}

// toldOf are the codes and places of what an error tells.
func toldOf(err error) (told []string) {
	var ps metamodel.Problems
	errors.As(err, &ps)
	for _, p := range ps {
		told = append(told, p.Code+" "+p.Path)
	}
	return told
}

// A result that does not fit what was applied for is refused where it is entered,
// and the case stays as it was.
func TestAResultFitsItsCase(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		police, before := w.registered()
		id := before.ID
		deliver := func(number string) error {
			_, err := w.Apply(ctx, police, id, before.Revision, "", engine.Action{Event: "deliver", Result: answers(map[string]any{"newborn/DE00016": number})})
			return err
		}
		for number, codes := range map[string][]string{
			"11010519491231002X": {"result.birth_date"}, // of 1949
			"310104202603010011": {"result.sex"},        // a boy
			"310104194912310015": {"result.birth_date", "result.sex"},
		} {
			if ps := metamodel.CheckResidentID(checkedID(number), metamodel.Zh("号码"), monday); ps != nil {
				t.Fatal(ps)
			}
			err := deliver(checkedID(number))
			for _, code := range codes {
				if p := wants(t, err, code); p.Path != "result/newborn/DE00016" {
					t.Errorf("%s is told at %s", code, p.Path)
				}
			}
		}
		if w.kept(id).Revision != before.Revision {
			t.Error("a refused result changed the case")
		}
		must(t, deliver(checkedID("310104202603010020")))
		if c := w.kept(id); c.Result == nil || len(c.Result.Fields) != 1 {
			t.Errorf("issued %+v", c.Result)
		}
	})
}

// What holds is the day on which the case was submitted: the date that the
// applicant wrote may lie ahead, and the licence does not wait for it.
func TestAResultIsDatedFromTheDayOfSubmission(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.wait(-9 * time.Hour) // 01:00 in Shanghai, and Sunday in Greenwich
		me := citizen("ming")
		v := w.complete(me)
		got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, 0, engine.Patch{Answers: answers(map[string]any{"filing/DE00602": "2026-03-20"})}))
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		w.wait(48 * time.Hour)
		c := w.carry(r, "M01", "pass", "approve")
		for _, day := range []string{"2026-03-08", "2026-03-12"} {
			_, err := w.Apply(ctx, officer("M01"), c.ID, c.Revision, "", licence(day))
			if p := wants(t, err, "result.check"); p.Path != "result/applicant/DE00106" {
				t.Errorf("%s is told at %s", day, p.Path)
			}
		}
		w.act(officer("M01"), c.ID, licence("2026-03-09"))
	})
}

// Who entered a wrong code, a wrong date and a wrong number learns of all of them.
func TestAllThatIsWrongWithAResultIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	c := w.carry(r, "M01", "pass", "approve")
	const code, date = "applicant/DE00102", "applicant/DE00106"
	deep := json.RawMessage(strings.Repeat("[", 100) + strings.Repeat("]", 100))
	for _, x := range []struct {
		number string
		result map[string]json.RawMessage
		want   []string
	}{
		{"", answers(map[string]any{code: "91310104MA1FR0AB4X", date: "2026-03-08"}), []string{"answer.cn_uscc_digit result/" + code, "result.check result/" + date}},
		{"", answers(map[string]any{date: "2026-03-10"}), []string{"result.missing result/" + code, "result.check result/" + date}},
		{"", answers(map[string]any{code: "91310104MA1FR0AB4X", date: "2026-02-30"}), []string{"answer.cn_uscc_digit result/" + code, "answer.not_date result/" + date}},
		{strings.Repeat("9", 65), answers(map[string]any{code: creditCode, date: "2026-03-08", "applicant/DE00101": "别的名称"}),
			[]string{"result.number resultNo", "result.field result/applicant/DE00101", "result.check result/" + date}},
		{"", map[string]json.RawMessage{code: deep, date: json.RawMessage(`"2026-03-08"`)}, []string{"json.too_deep result/" + code, "result.check result/" + date}},
	} {
		_, err := w.Apply(ctx, officer("M01"), c.ID, c.Revision, "", engine.Action{Event: "deliver", ResultNo: x.number, Result: x.result})
		if told := toldOf(err); !slices.Equal(told, x.want) {
			t.Errorf("%s: told are\n%s\nwant\n%s", x.result, strings.Join(told, "\n"), strings.Join(x.want, "\n"))
		}
	}
}

// A date that does not exist is told as that; that it is not the date of birth in
// the number beside it is no news.
func TestWhatCannotBeReadOfAResultIsHeldAgainstNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := slices.IndexFunc(builtin(), func(p *catalog.Pack) bool { return p.Name == "having-a-baby" })
	next := *builtin()[i]
	m := *next.Matters["N02"]
	const number, born = "employer/DE00016", "employer/DE00003"
	m.Result.Yields = []string{"newborn/DE00016", number, born}
	next.Version, next.Files, next.Matters = "99.0.0", nil, maps.Clone(next.Matters)
	next.Matters["N02"] = &m
	w.publish(&next)
	police, c := w.registered()
	child := checkedID("310104202603010020")
	for day, want := range map[string]string{"2026-02-30": "answer.not_date result/" + born, "2026-02-28": "result.birth_date result/" + number} {
		_, err := w.Apply(context.Background(), police, c.ID, c.Revision, "", engine.Action{Event: "deliver", Result: answers(map[string]any{"newborn/DE00016": child, number: child, born: day})})
		if told := toldOf(err); !slices.Equal(told, []string{want}) {
			t.Errorf("%s: %v, want %s", day, told, want)
		}
	}
}

// licence delivers what M01 issues.
func licence(day string) engine.Action {
	return engine.Action{Event: "deliver", Result: answers(map[string]any{"applicant/DE00102": creditCode, "applicant/DE00106": day})}
}

// checkedID puts the right check character behind the first 17 of a number.
func checkedID(number string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(number[i]-'0') * weight
	}
	return number[:17] + "10X98765432"[sum%11:sum%11+1]
}

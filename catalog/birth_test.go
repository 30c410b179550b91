package catalog

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// filledIn is a built-in theme's form with answers, for matters.
func filledIn(t *testing.T, pack, theme, answers string, matters ...string) *metamodel.Record {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	ctx := metamodel.Context{Today: proofDay, Scope: map[string]bool{}}
	for _, m := range matters {
		ctx.Scope[m] = true
	}
	return all[pack].Theme(theme).Merged.Check([]byte(answers), ctx)
}

// told are the problems at a path, in English.
func toldAt(rec *metamodel.Record, path string) (out []string) {
	for _, p := range rec.Problems {
		if p.Path == path {
			out = append(out, p.In("en"))
		}
	}
	return out
}

// A resident identity card says when its holder was born and of which sex; only
// who has another document is asked.
func TestWhatAnIdentityNumberSaysIsNotAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pack, theme, matter, subject, element, typed, computed string }{
		{"having-a-baby", "T02", "N01", "mother", "DE00003", `"1980-01-01"`, `"1990-03-07"`},
		{"open-a-restaurant", "T01", "M01", "legalRep", "DE00002", `"1"`, `"2"`},
	} {
		path := c.subject + "/" + c.element
		for kind, want := range map[string]struct {
			asked, computed bool
			answer          string
		}{
			"":                 {},
			`"DE00004":"111",`: {computed: true, answer: c.computed},
			`"DE00004":"414",`: {asked: true, answer: c.typed},
		} {
			rec := filledIn(t, c.pack, c.theme, `{"`+c.subject+`":{`+kind+`"DE00005":"310104199003070026","`+c.element+`":`+c.typed+`}}`, c.matter)
			if rec.Asked(path) != want.asked || rec.Visible(path) != (want.asked || want.computed) || rec.Computed(path) != want.computed || rec.Required(path) != want.asked {
				t.Errorf("%s with %s: asked %v, computed %v, required %v", path, kind, rec.Asked(path), rec.Computed(path), rec.Required(path))
			}
			if handed := string(rec.Project(matterForm(t, c.pack, c.theme, c.matter))); want.answer != "" && !strings.Contains(handed, `"`+c.element+`":`+want.answer) {
				t.Errorf("%s with %s is handed on as %s", path, kind, handed)
			}
		}
	}
}

func matterForm(t *testing.T, pack, theme, matter string) *metamodel.Form {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	return all[pack].Theme(theme).matterOf(matter).Form
}

// Who is the head of the household is asked first: a parent is not typed again.
func TestAParentWhoHeadsTheHouseholdIsAskedOnce(t *testing.T) {
	t.Parallel()
	const parents = `"mother":{"DE00001":"王丽","DE00004":"111","DE00005":"310104199003070026"},"father":{"DE00001":"陈一鸣","DE00004":"111","DE00005":"310104198506150031"}`
	for head, want := range map[string]struct {
		same    string
		visible bool
	}{"": {}, "1": {"mother/DE00005", true}, "2": {"father/DE00005", true}, "3": {"", true}, "9": {"", true}} {
		answers := `{` + parents + `}`
		if head != "" {
			answers = `{"household":{"DE00715":"` + head + `"},` + parents + `}`
		}
		rec := filledIn(t, "having-a-baby", "T02", answers, "N02")
		f, same := rec.SameAs("householder/DE00005")
		if same != (want.same != "") || same && f.Path != want.same || rec.Visible("householder/DE00005") != want.visible || rec.Asked("householder/DE00005") != (want.visible && !same) {
			t.Errorf("head %q: the same as %v, visible %v", head, f, rec.Visible("householder/DE00005"))
		}
	}
}

// Whoever says that somebody else files, or heads the household, gives that one's number.
func TestSomebodyElseHasAnotherNumberThanTheParents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ subject, role, at, number, want string }{
		{"agent", `"agent":{"DE00018":"3",`, "agent/DE00018", "310104199003070026", "mother’s document number"},
		{"agent", `"agent":{"DE00018":"9",`, "agent/DE00018", "310104198506150031", "father’s document number"},
		{"agent", `"agent":{"DE00018":"3",`, "agent/DE00018", "310104195503070028", ""},
		{"agent", `"agent":{"DE00018":"1",`, "agent/DE00018", "310104199003070026", ""},
		{"householder", `"household":{"DE00715":"3"},"householder":{`, "household/DE00715", "310104199003070026", "mother’s document number"},
		{"householder", `"household":{"DE00715":"9"},"householder":{`, "household/DE00715", "310104198506150031", "father’s document number"},
		{"householder", `"household":{"DE00715":"2"},"householder":{`, "household/DE00715", "310104198506150031", ""},
	} {
		rec := filledIn(t, "having-a-baby", "T02", `{`+c.role+`"DE00004":"111","DE00005":"`+c.number+`"},"mother":{"DE00004":"111","DE00005":"310104199003070026"},"father":{"DE00004":"111","DE00005":"310104198506150031"}}`, "N01", "N02")
		got := toldAt(rec, c.at)
		if c.want == "" && len(got) > 0 || c.want != "" && !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s %s: %q, want %q", c.role, c.number, got, c.want)
		}
	}
}

// In a matter's own form who files and who heads the household give their number
// themselves: of a parent, that parent's.
func TestAParentHasTheSameNumberInEveryRole(t *testing.T) {
	t.Parallel()
	const mother, father = "310104199003070026", "310104198506150031"
	for _, c := range []struct{ matter, role, at, number, of, want string }{
		{"N01", `"agent":{"DE00018":"1",`, "agent/DE00018", father, father, "another document number than the mother"},
		{"N02", `"agent":{"DE00018":"2",`, "agent/DE00018", mother, father, "another document number than the father"},
		{"N02", `"agent":{"DE00018":"1",`, "agent/DE00018", mother, father, ""},
		{"N01", `"agent":{"DE00018":"2",`, "agent/DE00018", father, father, ""},
		{"N01", `"agent":{"DE00018":"2",`, "agent/DE00018", father, "", ""},
		{"N01", `"agent":{"DE00018":"3",`, "agent/DE00018", "310104195503070028", father, ""},
		{"N02", `"household":{"DE00715":"1"},"householder":{`, "household/DE00715", father, father, "another document number than the mother"},
		{"N02", `"household":{"DE00715":"2"},"householder":{`, "household/DE00715", mother, father, "another document number than the father"},
		{"N02", `"household":{"DE00715":"2"},"householder":{`, "household/DE00715", father, "", ""},
		{"N02", `"household":{"DE00715":"1"},"householder":{`, "household/DE00715", mother, father, ""},
		{"N02", `"household":{"DE00715":"3"},"householder":{`, "household/DE00715", "310104195503070028", father, ""},
	} {
		rec := matterForm(t, "having-a-baby", "T02", c.matter).Check([]byte(`{`+c.role+`"DE00004":"111","DE00005":"`+c.number+`"},"mother":{"DE00004":"111","DE00005":"`+mother+
			`"},"father":{"DE00004":"111","DE00005":"`+c.of+`"}}`), metamodel.Context{Today: proofDay})
		got := toldAt(rec, c.at)
		if c.want == "" && len(got) > 0 || c.want != "" && !strings.Contains(strings.Join(got, "\n"), c.want) {
			t.Errorf("%s %s%s: %q, want %q", c.matter, c.role, c.number, got, c.want)
		}
	}
}

// Father and mother are two people, also where nothing else is said of the father.
func TestNobodyIsBothParents(t *testing.T) {
	t.Parallel()
	const mother, father = "310104199003070026", "310104198506150031"
	for _, c := range []struct{ matter, answers, want string }{
		{"N01", `"agent":{"DE00018":"2","DE00004":"111","DE00005":"` + mother + `"}`, "agent/DE00018"},
		{"N01", `"agent":{"DE00018":"2","DE00004":"111","DE00005":"` + father + `"}`, ""},
		{"N01", `"agent":{"DE00018":"1","DE00004":"111","DE00005":"` + mother + `"}`, ""},
		{"N02", `"household":{"DE00715":"2"},"householder":{"DE00004":"111","DE00005":"` + mother + `"}`, "household/DE00715"},
		{"N02", `"household":{"DE00715":"2"},"householder":{"DE00004":"111","DE00005":"` + father + `"}`, ""},
		{"N01", `"father":{"DE00004":"111","DE00005":"` + mother + `"}`, "father/DE00005"},
		{"N02", `"father":{"DE00004":"111","DE00005":"` + mother + `"}`, "father/DE00005"},
		{"N02", `"father":{"DE00004":"111","DE00005":"` + father + `"}`, ""},
	} {
		rec := matterForm(t, "having-a-baby", "T02", c.matter).Check([]byte(`{`+c.answers+`,"mother":{"DE00004":"111","DE00005":"`+mother+`"}}`), metamodel.Context{Today: proofDay})
		got := ""
		for _, p := range rec.Problems {
			if p.Code == "answer.check" {
				got = p.Path
			}
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.matter, c.answers, got, c.want)
		}
	}
}

// The allowance is paid to the employer's account or to the mother's own.
func TestTheHolderOfTheAllowanceAccountIsKnown(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"1": `"王丽"`, "2": `"青禾食品有限公司"`, "": ""} {
		account := `"DE00772":"102"`
		if kind != "" {
			account = `"DE00771":"` + kind + `"`
		}
		rec := filledIn(t, "having-a-baby", "T02", `{"mother":{"DE00001":"王丽"},"employer":{"DE00101":"青禾食品有限公司"},"allowanceAccount":{`+account+`}}`, "N06")
		if got := string(rec.Raw("allowanceAccount/DE00773")); got != want || rec.Asked("allowanceAccount/DE00773") {
			t.Errorf("kind %q: %s, want %s", kind, got, want)
		}
	}
}

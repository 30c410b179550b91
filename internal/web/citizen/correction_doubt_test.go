package citizen_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// A mistyped number that is somebody else's: the page says at both that they do not
// agree. Once they do, what was changed in the other one meanwhile is not dropped
// without a word.
func TestAnswersThatDoNotAgreeAreDoubtedBoth(t *testing.T) {
	t.Parallel()
	const number, fathers, right, other = "mother/DE00005", "father/DE00005", "310104199003070042", "310104198506150058"
	s := newSite(t)
	r := s.born("lin")
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "证件号码有误", Fields: []string{number}})
	id := s.child(hospital, r.Case, "N01").ID
	here := "/cases/" + r.Case + "/corrections/" + id
	b := s.browser()
	b.signIn("lin")
	b.get(here).want(http.StatusOK).says(here, map[string]string{number: "310104198506150031"}).want(http.StatusUnprocessableEntity).
		sees("您改的内容与下面的答案对不上，请核对", "与“父亲 · 证件号码”对不上").seesNot("还需要填写")
	for _, path := range []string{number, fathers} {
		if !strings.Contains(b.body, `<li><a href="#f-`+strings.ReplaceAll(path, "/", "-")+`">`) || !strings.Contains(b.body, `name="`+path+`"`) {
			t.Errorf("%s is not told, or not on the page: %s", path, text(b.body))
		}
	}
	b.says(here, map[string]string{number: right, fathers: other}).want(http.StatusUnprocessableEntity).sees("“父亲 · 证件号码”这次不用更改，刚才改的没有采用")
	if s.child(hospital, r.Case, "N01").Status != engine.CaseAsking || strings.Contains(b.body, `id="f-father-DE00005"`) {
		t.Error("it is handed in without a word, or still asked")
	}
	b.says(here, map[string]string{number: right}).want(http.StatusSeeOther)
	if kept := string(s.child(hospital, r.Case, "N01").Answers); !strings.Contains(kept, right) || strings.Contains(kept, other) {
		t.Errorf("kept is %s", kept)
	}
	b.get("/cases/" + r.Case + "?lang=en").want(http.StatusOK)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "证件号码有误", Fields: []string{number}})
	b.get(here).want(http.StatusOK).says(here, map[string]string{number: "310104198506150031"}).want(http.StatusUnprocessableEntity).
		sees("What you changed does not agree with the answers below", "This does not agree with “Father · ")
	b.says(here, map[string]string{number: right, fathers: other}).want(http.StatusUnprocessableEntity).sees("is not to be changed this time")
}

// What is corrected along is told of the one it is a copy of by the answers given
// now, not by those before.
func TestWhatGoesAlongIsToldByTheAnswersGivenNow(t *testing.T) {
	t.Parallel()
	const mothers, fathers, along = "mother/DE00005", "father/DE00005", "“经办人”的“身份证号”与此相同，会一起更正"
	s := newSite(t)
	r := s.born("lin")
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "谁来办的？", Fields: []string{who, mothers, fathers}})
	here := "/cases/" + r.Case + "/corrections/" + s.child(hospital, r.Case, "N01").ID
	b := s.browser()
	b.signIn("lin")
	under := func() (paths []string) {
		for _, group := range strings.Split(b.body, "govuk-form-group") {
			for _, path := range []string{mothers, fathers} {
				if strings.Contains(group, `name="`+path+`"`) && strings.Contains(group, along) {
					paths = append(paths, path)
				}
			}
		}
		return paths
	}
	if b.get(here).want(http.StatusOK); !slices.Equal(under(), []string{mothers}) {
		t.Errorf("the mother files, and it is told under %v", under())
	}
	b.says(here, map[string]string{who: "2", mothers: "", fathers: "310104198506150031"}).want(http.StatusUnprocessableEntity)
	if !slices.Equal(under(), []string{fathers}) {
		t.Errorf("the father files, and it is told under %v", under())
	}
}

// What is worked out with the new answers was asked on the page before: it is not
// missed there, and the correction is handed in.
func TestWhatIsWorkedOutNowIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	const kind, number, birthday = "mother/DE00004", "mother/DE00005", "mother/DE00003"
	s := newSite(t)
	r := s.born("lin")
	hospital := s.account("hospital", "沈护士", "health", allRoles...)
	here := "/cases/" + r.Case + "/corrections/" + s.child(hospital, r.Case, "N01").ID
	b := s.browser()
	b.signIn("lin")
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "用护照", Fields: []string{kind, number}})
	b.get(here).want(http.StatusOK).says(here, map[string]string{kind: "414", number: "E12345678"}).want(http.StatusUnprocessableEntity)
	date := map[string]string{kind: "414", number: "E12345678", birthday: "1990-03-07", birthday + ".y": "1990", birthday + ".m": "3", birthday + ".d": "7"}
	b.says(here, date).want(http.StatusSeeOther)
	s.act(hospital, r.Case, "N01", "correct", engine.Action{Note: "用身份证", Fields: []string{kind, birthday}})
	date[kind] = "111"
	b.get(here).want(http.StatusOK).says(here, date).want(http.StatusUnprocessableEntity)
	b.says(here, map[string]string{kind: "111", number: "310104199003070042"}).want(http.StatusSeeOther)
	if kept := string(s.child(hospital, r.Case, "N01").Answers); !strings.Contains(kept, `"DE00003":"1990-03-07"`) || !strings.Contains(kept, "310104199003070042") {
		t.Errorf("kept is %s", kept)
	}
}

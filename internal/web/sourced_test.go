package web_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// police confirms that it delivers the mother's registered residence and her
// identity card in the certificate of birth.
func police(t *testing.T, h *house) {
	t.Helper()
	ctx := t.Context()
	business := engine.Actor{Account: "business", Name: "陈设计", Roles: []string{"designer"}}
	a := engine.Actor{Account: "police", Name: "周户籍", Own: "public-security", Roles: []string{"manager"}, Departments: map[string]bool{"public-security": true}}
	src, err := h.engine.SaveSource(ctx, a, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口基础库", "Register of residents"), Kind: engine.SourceRegister,
		Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009"}, Materials: []string{"MT32"}}, 0, "")
	must(t, err)
	_, err = h.engine.PutSourceRows(ctx, a, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00009": "幸福路 8 号", "MT32": "310104199003070026",
		"MT32.issued": "2020-01-01", "MT32.expires": "2026-01-31", "MT32.url": "https://cards.example.gov/1"}})
	must(t, err)
	for item, kind := range map[string]engine.DutyKind{"mother/DE00009": engine.DutyField, "MT32": engine.DutyMaterial} {
		d, err := h.engine.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: kind, Item: item, Department: "public-security"}, "")
		must(t, err)
		_, err = h.engine.ActOnDuty(ctx, a, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "mother/DE00005"})
		must(t, err)
	}
}

func TestWhatADepartmentDeliversIsNotToBeBroughtAlong(t *testing.T) {
	t.Parallel()
	h := open(t)
	stranger := h.stranger()
	pages := map[string]metamodel.Text{ // and what the identity card is called there
		"/matters/N01": metamodel.ZhEn("母亲身份证", "Mother’s identity card"), "/themes/T02/needs": metamodel.ZhEn("母亲身份证", "Mother’s identity card"),
	}
	for page := range pages {
		if body := string(stranger.get(page + "?lang=en").want(http.StatusOK).body); strings.Contains(body, "with your consent") {
			t.Errorf("%s promises what nobody confirmed", page)
		}
	}
	police(t, h)
	for page, card := range pages {
		for lang, words := range map[string][]string{
			"en": {"What departments can give", "Obtained from the District Public Security Bureau with your consent", "Departments give 1 answer of the form as well (District Public Security Bureau)"},
			"zh": {"部门可以提供的", "经您同意，由区公安局提供电子证照，您不用准备", "申请表中有 1 项内容也由区公安局提供"},
		} {
			body := string(stranger.get(page + "?lang=" + lang).want(http.StatusOK).body)
			for _, w := range words {
				if !strings.Contains(body, w) {
					t.Errorf("%s in %s does not say %q", page, lang, w)
				}
			}
			// It stands once: with the department, no longer among what is to be brought.
			if before, after, found := strings.Cut(body, words[0]); found && (strings.Contains(before, ">"+card.In(lang)+"<") || !strings.Contains(after, ">"+card.In(lang)+"<")) {
				t.Errorf("%s in %s lists the identity card to be brought", page, lang)
			}
		}
	}
}

func TestStaffReadTheElectronicDocumentOfACase(t *testing.T) {
	t.Parallel()
	h := open(t)
	police(t, h)
	lin := h.citizen("lin")
	h.verify(lin, "林晓月", "310104199003070026")
	v := h.certificate(lin)
	r, err := h.engine.Submit(t.Context(), engine.Actor{Account: lin.id, Name: "林晓月", Roles: []string{"citizen"}}, v.Draft.ID, "")
	must(t, err)
	document := func(p *person) object {
		for _, m := range objects(p.get("/api/v1/cases/" + r.Case).want(http.StatusOK).object()["materials"]) {
			if m["id"] == "MT32" {
				return m["document"].(object)
			}
		}
		t.Fatal("the identity card is gone")
		return nil
	}
	d := document(h.someone("wu-min", "health", "clerk"))
	if d["number"] != "310104199003070026" || d["issued"] != "2020-01-01" || d["expired"] != true || d["url"] != "https://cards.example.gov/1" ||
		d["given"].(object)["department"].(object)["id"] != "public-security" {
		t.Errorf("staff read %v", d)
	}
	if mine := document(lin); mine["number"] != "310104199003070026" || mine["url"] != nil {
		t.Errorf("the applicant reads %v", mine)
	}
}

// The mother's marital status decides what else is asked, so that whoever is not
// her is asked for it: nothing they can open says whether the police has it.
func TestAQuestionThatIsAskedAllTheSameDoesNotSayWhetherThereIsAnAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	business := engine.Actor{Account: "business", Name: "陈设计", Roles: []string{"designer"}}
	office := engine.Actor{Account: "police", Name: "周户籍", Own: "public-security", Roles: []string{"manager"}, Departments: map[string]bool{"public-security": true}}
	src, err := h.engine.SaveSource(ctx, office, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("婚姻登记", "Register of marriages"), Kind: engine.SourceRegister,
		Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00017", "DE00009"}}, 0, "")
	must(t, err)
	numbers := []string{"310104199003070026", "110101199003078021", "310104199003070034"}                                                                          // of one day: a number says when its holder was born
	_, err = h.engine.PutSourceRows(ctx, office, src.ID, []engine.NewRow{{"DE00005": numbers[0], "DE00017": "20"}, {"DE00005": numbers[1], "DE00009": "幸福路 8 号"}}) // of the third nothing at all
	must(t, err)
	d, err := h.engine.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00017", Department: "public-security"}, "")
	must(t, err)
	_, err = h.engine.ActOnDuty(ctx, office, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "mother/DE00005"})
	must(t, err)
	lin := h.citizen("lin")
	a := engine.Actor{Account: lin.id, Name: "林晓岚", Roles: []string{"citizen"}}
	changing := regexp.MustCompile(`name="(csrf|key)" value="[^"]*"|"(created|updated|expires)":"[^"]*"|"revision":\d+|\b(110|310)[\d*]{15}`)
	var seen []map[string]string
	for _, number := range numbers {
		v, err := h.engine.StartDraft(ctx, a, "", "N01", nil, nil, "")
		must(t, err)
		_, err = h.engine.SaveAnswers(ctx, a, v.Draft.ID, 0, engine.Patch{Consent: engine.ConsentGiven, Answers: map[string]json.RawMessage{
			"mother/DE00004": json.RawMessage(`"111"`), "mother/DE00005": json.RawMessage(`"` + number + `"`)}})
		must(t, err)
		at := "/drafts/" + v.Draft.ID
		pages := map[string]string{}
		look := func(when string) {
			for _, page := range []string{at, at + "/sources", at + "/check", "/api/v1" + at} {
				body := string(lin.get(page + "?lang=en").want(http.StatusOK).body)
				pages[when+strings.ReplaceAll(page, v.Draft.ID, "draft")] = changing.ReplaceAllString(strings.ReplaceAll(body, v.Draft.ID, "draft"), "")
			}
		}
		look("empty ")
		if sources := pages["empty /drafts/draft/sources"]; !strings.Contains(sources, "your account may not learn what the department has") || strings.Contains(sources, "nothing on record") {
			t.Errorf("of %s the page of sources says otherwise", number)
		}
		_, err = h.engine.SaveAnswers(ctx, a, v.Draft.ID, 0, engine.Patch{Answers: map[string]json.RawMessage{"mother/DE00017": json.RawMessage(`"10"`)}})
		must(t, err)
		look("answered ")
		if !strings.Contains(pages["answered /drafts/draft/sources"], "Your own answer stands") {
			t.Errorf("of %s the page of sources does not take the answer", number)
		}
		seen = append(seen, pages)
	}
	for page, body := range seen[0] {
		for i := 1; i < len(numbers); i++ {
			if body != seen[i][page] {
				t.Errorf("%s tells one register from another: …%s… and …%s…", page, apart(body, seen[i][page]), apart(seen[i][page], body))
			}
		}
	}
}

// apart is what follows where one text begins to differ from another.
func apart(one, other string) string {
	i := 0
	for i < min(len(one), len(other)) && one[i] == other[i] {
		i++
	}
	return one[max(0, i-80):min(len(one), i+160)]
}

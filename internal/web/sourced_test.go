package web_test

import (
	"net/http"
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
		"/matters/N01": metamodel.ZhEn("母亲身份证", "Mother’s identity card"), "/themes/T02/needs": metamodel.ZhEn("监护人身份证", "Guardian’s identity card"),
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

package metamodel_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

const (
	born1949 = "11010519491231002X" // a woman's
	child    = `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:B1", "x-title": {"zh": "出生登记", "en": "Birth"}, "type": "object",
"properties": {"newborn": {"type": "object", "x-subject": "newborn", "x-visible": "household.H1 != '999999'", "required": ["SEX", "BORN"], "properties": {
  "SEX": {"$ref": "element:SEX"}, "BORN": {"$ref": "element:BORN"}, "OTHER": {"$ref": "element:OTHER", "x-visible": "newborn.SEX == '1'"}}},
 "household": {"type": "object", "x-subject": "household", "properties": {"H1": {"$ref": "element:H1"}}},
 "guardian": {"type": "array", "x-subject": "guardian", "items": {"type": "object", "properties": {"BORN": {"$ref": "element:BORN"}}}}},
"x-layout": {"sections": [{"id": "h", "title": {"zh": "户", "en": "Household"}, "fields": ["household/H1", "guardian"], "next": [{"when": "household.H1 == '888888'", "to": "end"}]},
 {"id": "a", "title": {"zh": "孩子", "en": "Child"}, "fields": ["newborn/SEX", "newborn/BORN", "newborn/OTHER"]}]}}`
)

func births(t *testing.T) *world {
	t.Helper()
	w := &world{elements: map[string]*metamodel.Element{}, lists: map[string]*metamodel.CodeList{}, subjects: map[string]*metamodel.Subject{}}
	for _, e := range []string{
		`{"id": "ID", "name": {"zh": "公民身份号码", "en": "Identity number"}, "objectClass": "自然人", "property": "公民身份", "type": "string", "format": "cn-resident-id"}`,
		`{"id": "GID", "name": {"zh": "监护人身份号码", "en": "Guardian's number"}, "objectClass": "自然人", "property": "监护人身份", "type": "string", "format": "cn-resident-id"}`,
		`{"id": "WHO", "name": {"zh": "身份证件", "en": "Identity"}, "objectClass": "自然人", "property": "身份证件", "type": "identity"}`,
		`{"id": "BORN", "name": {"zh": "出生日期", "en": "Date of birth"}, "objectClass": "自然人", "property": "出生", "type": "date"}`,
		`{"id": "FOUND", "name": {"zh": "捡拾日期", "en": "Day found"}, "type": "date", "relations": [{"type": "derives", "element": "GID"}]}`,
		`{"id": "SEX", "name": {"zh": "性别", "en": "Sex"}, "objectClass": "自然人", "property": "性别", "type": "code", "codeList": "SEX"}`,
		`{"id": "OTHER", "name": {"zh": "备注", "en": "Remark"}, "type": "string"}`,
		`{"id": "H1", "name": {"zh": "所在区", "en": "District"}, "type": "string", "maxLength": 6}`,
	} {
		el := decode[metamodel.Element](t, metamodel.KindElement, []byte(e))
		w.elements[el.ID] = el
	}
	w.lists["SEX"] = decode[metamodel.CodeList](t, metamodel.KindCodeList, []byte(`{"id": "SEX", "name": {"zh": "性别"}, "entries": [{"code": "1", "name": {"zh": "男", "en": "Male"}}, {"code": "2", "name": {"zh": "女", "en": "Female"}}, {"code": "9", "name": {"zh": "未说明", "en": "Not stated"}}]}`))
	for _, id := range []string{"newborn", "household", "guardian", "other"} {
		w.subjects[id] = &metamodel.Subject{ID: id, Name: metamodel.ZhEn(id, id)}
	}
	return w
}

func results(t *testing.T, w *world, r metamodel.Result) *metamodel.ResultRules {
	t.Helper()
	rules, ps := metamodel.CompileResult(mustForm(t, w, child), &r, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return rules
}

// told are the codes and places of what is wrong with a result.
func toldOf(r *metamodel.ResultRules, answers string, result map[string]string) string {
	return toldIn(may(), r, answers, result)
}

func toldIn(ctx metamodel.Context, r *metamodel.ResultRules, answers string, result map[string]string) string {
	fields := map[string]json.RawMessage{}
	for path, v := range result {
		fields[path] = json.RawMessage(v)
	}
	var out []string
	for _, p := range r.Check(json.RawMessage(answers), fields, ctx) {
		out = append(out, p.Code+" "+p.Path)
	}
	return strings.Join(out, ", ")
}

// An identity number says when its owner was born and of which sex, and nobody
// has to write that down.
func TestAnIdentityNumberIsHeldAgainstWhatIsKnownOfThePerson(t *testing.T) {
	t.Parallel()
	w := births(t)
	quoted := func(s string) string { return `"` + s + `"` }
	number := []string{"newborn/ID"}
	for _, x := range []struct {
		name, answers string
		yields        []string
		result        map[string]string
		want          string
	}{
		{"it fits", `{"newborn": {"BORN": "1949-12-31", "SEX": "2"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, ""},
		{"another birth", `{"newborn": {"BORN": "2026-03-01", "SEX": "2"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, "result.birth_date newborn/ID"},
		{"another sex", `{"newborn": {"BORN": "1949-12-31", "SEX": "1"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, "result.sex newborn/ID"},
		{"both", `{"newborn": {"BORN": "2026-03-01", "SEX": "1"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, "result.sex newborn/ID, result.birth_date newborn/ID"},
		{"a sex that is not stated", `{"newborn": {"BORN": "1949-12-31", "SEX": "9"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, ""},
		{"nothing is known", `{}`, number, map[string]string{"newborn/ID": quoted(born1949)}, ""},
		{"no answers at all", ``, number, map[string]string{"newborn/ID": quoted(born1949)}, ""},
		{"a repeat beside it", `{"guardian": [{"BORN": "1990-01-01"}], "newborn": {"BORN": "2026-03-01"}}`, number, map[string]string{"newborn/ID": quoted(born1949)}, "result.birth_date newborn/ID"},
		{"a passport", `{"newborn": {"BORN": "2026-03-01"}}`, []string{"newborn/WHO"}, map[string]string{"newborn/WHO": `{"idType": "414", "idNumber": "E12345678"}`}, ""},
		{"an identity as a whole", `{"newborn": {"BORN": "2026-03-01"}}`, []string{"newborn/WHO"}, map[string]string{"newborn/WHO": `{"idType": "111", "idNumber": "11010519491231002X"}`}, "result.birth_date newborn/WHO"},
		{"both are issued", `{}`, []string{"other/ID", "other/BORN"}, map[string]string{"other/ID": quoted(born1949), "other/BORN": `"2026-03-01"`}, "result.birth_date other/ID"},
		{"somebody else's number", `{"newborn": {"BORN": "2026-03-01", "SEX": "1"}}`, []string{"newborn/GID"}, map[string]string{"newborn/GID": quoted(born1949)}, ""},
		{"a date that derives from it", `{}`, []string{"other/GID", "other/FOUND"}, map[string]string{"other/GID": quoted(born1949), "other/FOUND": `"2026-03-01"`}, "result.birth_date other/GID"},
	} {
		if got := toldOf(results(t, w, metamodel.Result{Yields: x.yields}), x.answers, x.result); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
	if results(t, w, metamodel.Result{Yields: []string{"household/OTHER"}}) != nil {
		t.Error("rules where there is nothing to hold")
	}
}

// A rule reads what was filed as it was filed: what the form shows by other
// answers now, and pages that are left out, are no matter.
func TestAResultKeepsToTheRulesOfItsMatter(t *testing.T) {
	t.Parallel()
	w := births(t)
	same := metamodel.ResultCheck{Field: "newborn/ID", Rule: "idRegion(newborn.ID) == household.H1", Message: metamodel.ZhEn("前六位不符", "Another district")}
	late := metamodel.ResultCheck{Field: "newborn/ID", Rule: "newborn.ID != newborn.OTHER && guardian.all(g, g.BORN < today())", Message: metamodel.ZhEn("不对", "Wrong")}
	rules := results(t, w, metamodel.Result{Yields: []string{"newborn/ID"}, Check: []metamodel.ResultCheck{same, late}})
	id := map[string]string{"newborn/ID": `"` + born1949 + `"`}
	for answers, want := range map[string]string{
		`{"household": {"H1": "110105"}}`: "",
		`{"household": {"H1": "310104"}}`: "result.check newborn/ID",
		`{"household": {"H1": "888888"}}`: "result.check newborn/ID", // leads past the page
		`{"household": {"H1": "999999"}}`: "result.check newborn/ID", // hides the child
		`{}`:                              "",
		`{"household": {"H1": "110105"}, "newborn": {"SEX": "2", "OTHER": "11010519491231002X"}}`:          "result.check newborn/ID",
		`{"household": {"H1": "110105"}, "newborn": {"OTHER": "x"}, "guardian": [{"BORN": "2027-01-01"}]}`: "result.check newborn/ID",
	} {
		if got := toldOf(rules, answers, id); got != want {
			t.Errorf("%s: %q, want %q", answers, got, want)
		}
	}
}

// The day of submission is the authority's, and the applicant's own date is
// another one. It is a date where the case was filed, whatever the hour.
func TestAResultIsHeldAgainstTheDayOfSubmission(t *testing.T) {
	t.Parallel()
	w := births(t)
	rules := results(t, w, metamodel.Result{Yields: []string{"other/BORN"}, Check: []metamodel.ResultCheck{
		{Field: "other/BORN", Rule: "other.BORN >= filed()", Message: metamodel.ZhEn("早于提交", "Before the submission")},
	}})
	ctx := may()
	ctx.Filed = time.Date(2026, 4, 28, 0, 30, 0, 0, time.FixedZone("", 8*3600)) // still the 27th in Greenwich
	for date, want := range map[string]string{"2026-04-27": "result.check other/BORN", "2026-04-28": "", "2026-04-29": ""} {
		if got := toldIn(ctx, rules, `{"newborn": {"BORN": "2026-05-09"}}`, map[string]string{"other/BORN": `"` + date + `"`}); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

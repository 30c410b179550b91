package metamodel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// decided has each way to decide that something is asked.
const decided = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:decided", "x-title": {"zh": "决定", "en": "Decided"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00103", "DE00108"], "properties": {
   "DE00103": {"$ref": "element:DE00103"},
   "DE00104": {"$ref": "element:DE00104", "x-visible": "applicant.DE00103 == '1130' && applicant.DE00108 > 0"},
   "DE00108": {"$ref": "element:DE00108", "x-visible": "filled(applicant.DE00103)"},
   "DE00105": {"$ref": "element:DE00105", "x-visible": "filled(applicant.DE00108) && applicant.DE00108 < 5"},
   "DE00008": {"$ref": "element:DE00008", "x-visible": "filled(applicant.DE00302) || size(employee) > 3 || employee.exists(e, e.DE00108 > 3)"},
   "DE00601": {"$ref": "element:DE00601", "x-required": "applicant.DE00108 > 2 && applicant.DE00103 == '1130'"},
   "DE00302": {"$ref": "element:DE00302"}}},
 "premises": {"type": "object", "x-subject": "premises", "x-visible": "applicant.DE00103 != '9910'", "properties": {
   "DE00203": {"$ref": "element:DE00203"},
   "DE00213": {"$ref": "element:DE00213", "x-visible": "premises.DE00203 > 100.0"}}},
 "legalRep": {"type": "object", "x-subject": "legalRep", "properties": {
   "DE00004": {"$ref": "element:DE00004"}, "DE00005": {"$ref": "element:DE00005"},
   "DE00001": {"$ref": "element:DE00001", "x-value": "idRegion(legalRep.DE00005)", "x-value-when": "legalRep.DE00004 == '111'"}}},
 "employee": {"type": "array", "x-subject": "employee", "x-visible": "applicant.DE00108 > 0", "maxItems": 20, "items": {"type": "object", "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00004": {"$ref": "element:DE00004"}, "DE00005": {"$ref": "element:DE00005"},
   "DE00108": {"$ref": "element:DE00108", "x-visible": "has(row.DE00001)"},
   "certificate": {"type": "array", "x-label": {"zh": "证书", "en": "Certificates"}, "x-visible": "row.DE00108 > 1", "maxItems": 5, "items": {"type": "object", "properties": {
     "DE00013": {"$ref": "element:DE00013", "x-visible": "parent.DE00004 == '111'"}}}}}}}
},
"x-layout": {"sections": [
 {"id": "applicant", "title": {"zh": "申请人", "en": "Applicant"}, "fields": ["applicant/DE00103", "applicant/DE00108", "applicant/DE00104", "applicant/DE00105", "applicant/DE00302", "applicant/DE00601", "applicant/DE00008"],
  "next": [{"when": "applicant.DE00108 == 0", "to": "people"}]},
 {"id": "place", "title": {"zh": "场所", "en": "Place"}, "visible": "filled(applicant.DE00302)", "fields": ["premises/DE00203", "premises/DE00213"]},
 {"id": "people", "title": {"zh": "人员", "en": "People"}, "fields": ["legalRep/DE00004", "legalRep/DE00005", "legalRep/DE00001", "employee"]}
]}}`

func TestWhatDecidesThatAnAnswerIsAskedIsKnown(t *testing.T) {
	t.Parallel()
	const kind, staff, items = "applicant/DE00103", "applicant/DE00108", "applicant/DE00302"
	r := mustForm(t, restaurant(t), decided).Check([]byte(`{"applicant":{"DE00103":"1130","DE00108":3,"DE00302":["01"]},"premises":{"DE00203":320},"legalRep":{"DE00004":"414"},
 "employee":[{"DE00001":"甲","DE00004":"111","DE00108":2,"certificate":[{},{}]},{"DE00001":"乙","DE00108":2,"certificate":[{}]}]}`), may())
	for path, want := range map[string][]string{
		kind:                               nil,
		"applicant/DE00104":                {kind, staff},
		staff:                              nil,                  // it must be filled in anyway
		"applicant/DE00105":                {staff},              // of which more is asked besides
		"applicant/DE00008":                {items},              // no list, and nothing in several rows
		"applicant/DE00601":                {staff, kind},        // which say whether it may be left out
		"premises/DE00203":                 {kind, items, staff}, // its group, its page, a route past that
		"premises/DE00213":                 {"premises/DE00203", kind, items, staff},
		"legalRep/DE00001":                 {"legalRep/DE00004"}, // which may have it worked out
		"employee":                         {staff},
		"employee/1/DE00001":               {staff},
		"employee/1/DE00108":               {"employee/1/DE00001", staff},
		"employee/0/certificate":           {"employee/0/DE00108", staff},
		"employee/0/certificate/1/DE00013": {"employee/0/DE00004", "employee/0/DE00108", staff},
		"employee/1/certificate/0/DE00013": {"employee/1/DE00004", "employee/1/DE00108", staff},
		"nowhere/DE00001":                  nil,
	} {
		got := r.DecidedBy(path)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s is decided by %v, want %v", path, got, want)
		}
	}
	for path, want := range map[string][]string{
		"legalRep/DE00004": {"legalRep/DE00005"}, "legalRep/DE00005": {"legalRep/DE00004"}, "legalRep/DE00001": nil,
		"employee/1/DE00005": {"employee/1/DE00004"}, "employee/0/DE00004": {"employee/0/DE00005"}, "employee": nil, kind: nil,
	} {
		if got := r.Fits(path); !slices.Equal(got, want) {
			t.Errorf("%s goes with %v, want %v", path, got, want)
		}
	}
}

// What decides is what is told where somebody asks why: nothing else, and all of it
// that is one answer and could be another.
func TestWhatDecidesIsWhatIsTold(t *testing.T) {
	t.Parallel()
	for name, source := range map[string][2]string{"nested": {nestedForm, nestedAnswers}, "decided": {decided,
		`{"applicant":{"DE00103":"1130","DE00108":3},"premises":{"DE00203":320},"legalRep":{"DE00004":"414"},"employee":[{"DE00001":"甲","DE00108":2,"certificate":[{}]},{}]}`}} {
		r := mustForm(t, restaurant(t), source[0]).Check([]byte(source[1]), may())
		for _, s := range r.Form.Sections {
			r.Walk(s, func(p metamodel.Place) {
				if p.Row >= 0 || p.Field != nil && r.Computed(p.Path) {
					return
				}
				why, ok := r.Explain(p.Path, false)
				if !ok {
					t.Fatalf("%s: %s is nowhere", name, p.Path)
				}
				told := map[string]bool{}
				for _, reason := range why.Reasons {
					if slices.Contains([]string{metamodel.ReasonPage, metamodel.ReasonRoute, metamodel.ReasonGroup, metamodel.ReasonQuestion, metamodel.ReasonWhen, metamodel.ReasonRequired}, reason.Kind) {
						for _, a := range reason.Reads {
							told[a.Path] = true
						}
					}
				}
				by := map[string]bool{}
				for _, path := range r.DecidedBy(p.Path) {
					by[path] = true
				}
				for path := range told {
					f, field := r.Form.Field(path)
					merely := r.Required(path) && slices.ContainsFunc(why.Reasons, func(x metamodel.Reason) bool {
						return strings.Contains(x.Source, "filled(") || strings.Contains(x.Source, "has(")
					})
					if !by[path] && field && !merely && (path != f.Path || f.Group.Innermost() == nil) {
						t.Errorf("%s: %s decides %s and is not known to", name, path, p.Path)
					}
				}
				for path := range by {
					if !told[path] {
						t.Errorf("%s: %s is known to decide %s, and nobody is told", name, path, p.Path)
					}
				}
			})
		}
	}
}

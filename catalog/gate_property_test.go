package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

// drawnCondition is a condition over the fields before it.
func drawnCondition(t *rapid.T, before []*metamodel.Element, depth int) string {
	if depth > 0 && rapid.Bool().Draw(t, "compound") {
		op := rapid.SampledFrom([]string{" && ", " || "}).Draw(t, "op")
		return "(" + drawnCondition(t, before, depth-1) + op + drawnCondition(t, before, depth-1) + ")"
	}
	e := rapid.SampledFrom(before).Draw(t, "reads")
	name := "applicant." + e.ID
	switch e.Type {
	case metamodel.TypeBoolean:
		return rapid.SampledFrom([]string{name, "!" + name, "has(" + name + ")", "!has(" + name + ")"}).Draw(t, "boolean")
	case metamodel.TypeCode:
		return name + rapid.SampledFrom([]string{" == ", " != "}).Draw(t, "op") + rapid.SampledFrom([]string{"'c0'", "'c1'"}).Draw(t, "code")
	}
	return name + rapid.SampledFrom([]string{" < ", " <= ", " > ", " >= ", " == ", " != "}).Draw(t, "op") + fmt.Sprint(rapid.IntRange(-2, 12).Draw(t, "number"))
}

// A claim of the gate is a claim about all answers: what it calls never shown,
// no drawn answer shows; what it says nothing of and could try out, its own
// trial has shown.
func TestTheGateClaimsOnlyWhatHolds(t *testing.T) {
	t.Parallel()
	claims, silent := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		text := func(s string) metamodel.Text { return metamodel.ZhEn(s, s) }
		p := &Pack{Manifest: Manifest{Name: "drawn", Title: text("drawn"), Version: "1.0.0"},
			Subjects:  map[string]*metamodel.Subject{"applicant": {ID: "applicant", Name: text("applicant")}},
			CodeLists: map[string]*metamodel.CodeList{"L": {ID: "L", Name: text("L"), Entries: []metamodel.Code{{Code: "c0", Name: text("c0")}, {Code: "c1", Name: text("c1")}}}},
			Elements:  map[string]*metamodel.Element{}, Forms: map[string]*metamodel.FormDoc{}}
		group := &metamodel.GroupDoc{Type: "object", Subject: "applicant", Properties: map[string]*metamodel.FieldDoc{}}
		section := metamodel.SectionDoc{ID: "one", Title: text("one")}
		var before []*metamodel.Element
		for i := range rapid.IntRange(2, 5).Draw(t, "fields") {
			typ := rapid.SampledFrom([]metamodel.Type{metamodel.TypeBoolean, metamodel.TypeCode, metamodel.TypeInteger, metamodel.TypeNumber}).Draw(t, "type")
			e := &metamodel.Element{ID: fmt.Sprint("E", i), Name: text(fmt.Sprint("element ", i)), Type: typ}
			switch typ {
			case metamodel.TypeCode:
				e.CodeList = "L"
			case metamodel.TypeInteger, metamodel.TypeNumber:
				e.Constraints = drawConstraints(t, typ)
			}
			f := &metamodel.FieldDoc{Ref: "element:" + e.ID}
			if i > 0 && rapid.IntRange(0, 2).Draw(t, "conditional") > 0 {
				f.Visible = drawnCondition(t, before, 2)
			}
			p.Elements[e.ID], group.Properties[e.ID] = e, f
			section.Fields = append(section.Fields, "applicant/"+e.ID)
			before = append(before, e)
		}
		p.Forms["F"] = &metamodel.FormDoc{Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:F", Title: text("F"), Type: "object",
			Properties: map[string]*metamodel.GroupDoc{"applicant": group}, Layout: metamodel.Layout{Sections: []metamodel.SectionDoc{section}}}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Skip("a form that does not compile")
		}
		form := r.Form("F")
		never := map[string]bool{}
		report := GateRelease(r, ps, GateRules{}, gateDay)
		for _, f := range report.All() {
			if f.Code == GateUnreachableField.Code {
				never[strings.ReplaceAll(f.Path, "properties/", "")] = true
			}
		}
		claims += len(never)
		shown := map[string]bool{}
		for range 60 {
			answers := map[string]any{}
			for _, fd := range form.Fields {
				if rapid.IntRange(0, 4).Draw(t, "answered") == 0 {
					continue
				}
				switch fd.Element.Type {
				case metamodel.TypeBoolean:
					answers[fd.Key] = rapid.Bool().Draw(t, "boolean")
				case metamodel.TypeCode:
					answers[fd.Key] = rapid.SampledFrom([]string{"c0", "c1"}).Draw(t, "code")
				default:
					answers[fd.Key] = rapid.IntRange(-7, 14).Draw(t, "number")
				}
			}
			b, err := json.Marshal(map[string]any{"applicant": answers})
			if err != nil {
				t.Fatal(err)
			}
			rec := form.Check(b, metamodel.Context{Today: trialDay})
			for _, fd := range form.Fields {
				if rec.Visible(fd.Path) {
					shown[fd.Path] = true
					if never[fd.Path] {
						t.Fatalf("%s is called never shown, and is for %s", fd.Path, b)
					}
				}
			}
		}
		for _, fd := range form.Fields {
			if !never[fd.Path] && !shown[fd.Path] {
				silent++ // rare answers show it, or nothing was claimed
			}
		}
		if len(report.Notes) > 0 {
			t.Fatalf("such conditions can be tried out: %s", reported(report))
		}
	})
	if claims == 0 {
		t.Error("nothing was claimed: the test shows nothing")
	}
	t.Logf("%d claims, %d fields rarely shown", claims, silent)
}

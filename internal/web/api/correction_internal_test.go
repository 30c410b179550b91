package api

import (
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// builtinRelease compiles the built-in pack of that name, which may need the calendar.
func builtinRelease(t *testing.T, name string) *catalog.Release {
	t.Helper()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	compiled := func(name string, needs ...*catalog.Release) *catalog.Release {
		r, ps := catalog.CompilePack(packs[slices.IndexFunc(packs, func(p *catalog.Pack) bool { return p.Name == name })], needs...)
		if ps.Failed() {
			t.Fatal(ps)
		}
		return r
	}
	return compiled(name, compiled("china-calendar"))
}

// A row that is here is asked for by what it asks; a list that was left empty,
// as a whole. What the form works out is nobody's to correct.
func TestListsAndEmptyQuestionsCanBeAskedFor(t *testing.T) {
	t.Parallel()
	form := builtinRelease(t, "talent-housing").Matter("H01").Form
	offered := func(answers string, kind workflows.TransitionKind) map[string]Correctable {
		v := &engine.CaseView{Record: form.Check([]byte(answers), metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)}), Actions: []engine.ActionView{{Kind: kind}}}
		byPath := map[string]Correctable{}
		for _, c := range correctable(v) {
			byPath[c.Path] = c
		}
		return byPath
	}
	const id = `"tenant": {"HD002": {"idType": "111", "idNumber": "310104199506150031"}}`
	list := offered(`{`+id+`}`, workflows.Correct)
	if c := list["member"]; !c.Empty || c.Label.In("zh") != "家庭成员" || c.Group != nil {
		t.Errorf("the empty list is offered as %+v", c)
	}
	if c := list["tenant/HD002"]; c.Empty || c.Section == nil || c.Group == nil {
		t.Errorf("the answer is offered as %+v", c)
	}
	if c := list["tenant/HD011"]; !c.Empty || c.Label.In("zh") != "电子邮箱" {
		t.Errorf("the empty question is offered as %+v", c)
	}
	for _, path := range []string{"tenant/HD003", "spouse/HD222"} {
		if c, ok := list[path]; ok {
			t.Errorf("what is worked out or hidden is offered as %+v", c)
		}
	}

	list = offered(`{`+id+`, "member": [{"HD201": "林小满", "certificate": []}]}`, workflows.Rectify)
	if c := list["member/0/HD002"]; !c.Empty || len(c.Rows) != 1 || c.Rows[0].Path != "member/0" {
		t.Errorf("an empty question of a row is offered as %+v", c)
	}
	for _, path := range []string{"member", "member/0/certificate"} { // the latter no correction can name
		if c, ok := list[path]; ok {
			t.Errorf("a list is offered as %+v", c)
		}
	}
	rec := form.Check([]byte(`{`+id+`}`), metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)})
	for _, f := range fieldsOf(rec, form.Sections[0]) {
		if f.Computed != (f.Path == "tenant/HD003" || f.Path == "tenant/HD004") {
			t.Errorf("asked for is %+v", f)
		}
	}
	if list = offered(`{}`, workflows.Forward); len(list) > 0 {
		t.Errorf("nothing may be asked for, and offered is %v", list)
	}
}

package catalog

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/onematter/onematter/workflows"
)

// rehearsedPack is a pack of a theme T with a question of the guide, q, that is
// no field, and one, kind, that is: small enough to know by hand what comes out.
type rehearsedPack struct {
	matters []rehearsedMatter
	version string
	shares  []any // of the questions
}

type rehearsedMatter struct {
	id         string
	department string  // d when ""
	when       string  // always when ""
	before     []any   // preconditions
	fields     anyMap  // beside its name, which every matter asks
	required   []any   // of these
	materials  []any   // what is handed in
	yields     []any   // paths that its result gives
	promised   float64 // 30 when 0
	delegated  anyMap
	process    []anyMap
}

// step is a state with a limit whose first action leads to the next state.
func step(id, to string, limit float64, more ...anyMap) anyMap {
	kind := "forward"
	if to == "done" {
		kind = "deliver"
	}
	on := []any{anyMap{"event": "go", "label": text("通过"), "target": to, "kind": kind}}
	for _, m := range more {
		on = append(on, m)
	}
	s := anyMap{"id": id, "name": text(id), "type": "step", "roles": []any{"clerk"}, "on": on}
	if limit > 0 {
		s["limit"] = limit
	}
	return s
}

func to(event, target, kind string) anyMap {
	return anyMap{"event": event, "label": text(event), "target": target, "kind": kind}
}

func with(s anyMap, key string, v any) anyMap { s[key] = v; return s }

var (
	doneState    = anyMap{"id": "done", "name": text("办结"), "type": "final", "outcome": "issued"}
	refusedState = anyMap{"id": "refused", "name": text("不予"), "type": "final", "outcome": "refused"}
)

func waits(id, back string) anyMap {
	return anyMap{"id": id, "name": text(id), "type": "wait", "on": []any{to("resubmit", back, "resubmit")}}
}

func (p rehearsedPack) compile(t testing.TB) *Release {
	t.Helper()
	files := map[string][]byte{}
	put := func(path string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = b
	}
	version := p.version
	if version == "" {
		version = "1.0.0"
	}
	put("pack.yaml", anyMap{"name": "rehearsed", "title": text("模拟"), "version": version})
	put("departments.yaml", []any{anyMap{"id": "d", "name": text("甲局")}, anyMap{"id": "e", "name": text("乙局")}})
	put("calendars/cn.yaml", anyMap{"id": "cn", "name": text("日历"), "zone": "Asia/Shanghai", "weekend": []any{0, 6}, "hours": []any{anyMap{"from": "09:00", "to": "17:00"}},
		"holidays": []any{anyMap{"date": "2027-05-03", "name": text("节")}, anyMap{"date": "2027-05-04", "name": text("节")}, anyMap{"date": "2027-05-05", "name": text("节")}}, "covers": []any{2025, 2026, 2027}})
	put("subjects.yaml", []any{anyMap{"id": "applicant", "name": text("申请人"), "order": 0}})
	put("codes/codes.yaml", []any{anyMap{"id": "CL", "name": text("类型"), "entries": []any{anyMap{"code": "a", "name": text("甲类")}, anyMap{"code": "b", "name": text("乙类")}}}})
	put("elements/elements.yaml", []any{
		anyMap{"id": "NAME", "name": text("名称"), "type": "string", "maxLength": 20}, anyMap{"id": "KIND", "name": text("类型"), "type": "code", "codeList": "CL"},
		anyMap{"id": "SIZE", "name": text("面积"), "type": "number", "minimum": 1, "maximum": 500}, anyMap{"id": "NUMBER", "name": text("证号"), "type": "string", "maxLength": 20},
		anyMap{"id": "EXTRA", "name": text("说明"), "type": "string", "maxLength": 20}})
	put("materials/materials.yaml", []any{anyMap{"id": "P0", "name": text("照片"), "origin": "applicant"}})
	var places []any
	for i, m := range p.matters {
		fields, paths := anyMap{"NAME": anyMap{"$ref": "element:NAME"}, "KIND": anyMap{"$ref": "element:KIND"}}, []any{"applicant/NAME", "applicant/KIND"}
		for _, key := range sortedKeys(m.fields) {
			fields[key] = m.fields[key]
			if key == "KIND" {
				continue
			}
			paths = append(paths, "applicant/"+key)
		}
		put("forms/"+m.id+".yaml", anyMap{
			"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + m.id, "x-title": text("表"), "type": "object",
			"properties": anyMap{"applicant": anyMap{"type": "object", "x-subject": "applicant", "required": append([]any{"NAME"}, m.required...), "properties": fields}},
			"x-layout":   anyMap{"sections": []any{anyMap{"id": "all", "title": text("内容"), "fields": paths}}}})
		process := m.process
		if process == nil {
			process = []anyMap{step("only", "done", 10)}
		}
		states, refuses := []any{}, false
		for _, s := range process {
			states = append(states, s)
			for _, on := range s["on"].([]any) {
				refuses = refuses || on.(anyMap)["target"] == "refused"
			}
		}
		states = append(states, doneState)
		if refuses {
			states = append(states, refusedState)
		}
		put("workflows/"+m.id+".yaml", anyMap{"id": m.id, "title": text("流程"), "initial": process[0]["id"], "states": states})
		promised, department, when := m.promised, m.department, m.when
		if promised == 0 {
			promised = 30
		}
		if department == "" {
			department = "d"
		}
		if when == "" {
			when = "true"
		}
		matter := anyMap{"id": m.id, "name": text("事项" + m.id), "department": department, "statutoryDays": 60, "promisedDays": promised, "form": m.id, "workflow": m.id, "result": anyMap{"name": text("证")}}
		if len(m.before) > 0 {
			matter["preconditions"] = m.before
		}
		if m.delegated != nil {
			matter["delegated"] = m.delegated
		}
		if len(m.materials) > 0 {
			matter["materials"] = m.materials
		}
		if len(m.yields) > 0 {
			matter["result"].(anyMap)["yields"] = m.yields
		}
		put("matters/"+m.id+".yaml", matter)
		places = append(places, anyMap{"matter": m.id, "when": when, "stage": i + 1})
	}
	theme := anyMap{"id": "T", "name": text("一件事"), "lead": "d", "calendar": "cn", "matters": places, "guide": []any{
		anyMap{"id": "q", "text": text("是否需要？"), "type": "boolean"},
		anyMap{"id": "kind", "text": text("哪一类？"), "type": "code", "field": "applicant/KIND"}}}
	if len(p.shares) > 0 {
		theme["shares"] = p.shares
	}
	put("themes/T.yaml", theme)
	pack, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(pack)
	if r == nil {
		t.Fatal(ps)
	}
	return r
}

// certain odds: nobody corrects, refuses or disagrees, and a step takes as many
// days as its limit.
func certain() Assumptions {
	a := DefaultAssumptions()
	a.Correct, a.Rectify, a.Refuse, a.Return, a.Ask, a.Disagree = 0, 0, 0, 0, 0, 0
	same := workflows.Spread{Least: 1, Usual: 1, Most: 1}
	a.Step, a.Rest, a.Sign, a.Opinion = same, same, same, same
	return a
}

func options(cases int) SimulateOptions {
	return SimulateOptions{Seed: 7, Cases: cases, Filings: cases, PerDay: 10, Today: certificateDay, Assume: DefaultAssumptions()}
}

func matterNamed(s *Simulation, id string) *SimulatedMatter {
	for i := range s.Matters {
		if s.Matters[i].Matter == id {
			return &s.Matters[i]
		}
	}
	panic(fmt.Sprint("no matter ", id))
}

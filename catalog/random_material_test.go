package catalog

import "fmt"

// materials writes the materials of a theme: a photograph, a certificate, the
// first matter's result, and some that prove a few of the same values, so that
// one often proves what another does, or just not.
func (m *packMaker) materials() {
	r := m.papers
	values := []string{yieldedField, "applicant/E0", "applicant/E1", "premises/E0", "premises/E2", "agent/E1"}
	some := func() (list []any) {
		from := values[:2+r.IntN(len(values)-1)]
		for _, i := range r.Perm(len(from))[:1+r.IntN(len(from))] {
			list = append(list, from[i])
		}
		return list
	}
	result := anyMap{"id": "P2", "name": text("M0的证"), "origin": "result", "resultOf": "M0"}
	if r.IntN(2) == 0 {
		result["proves"] = some()
	}
	list := []any{
		anyMap{"id": "P0", "name": text("照片"), "origin": "applicant"}, anyMap{"id": "P1", "name": text("证明"), "origin": "issuer"}, result,
	}
	categories := []string{"证照", "证照", "证明", "证明", "报告", "图纸", ""}
	for i := range r.IntN(6) {
		id := fmt.Sprintf("V%d", i)
		def := anyMap{"id": id, "name": text("材料" + id), "origin": []string{"applicant", "issuer"}[r.IntN(2)], "proves": some()}
		if c := categories[r.IntN(len(categories))]; c != "" {
			def["category"] = c
		}
		list = append(list, def)
		m.proving = append(m.proving, id)
	}
	m.put("materials/materials.yaml", list)
}

// wantsOf is what a matter wants of the materials that prove something.
func (m *packMaker) wantsOf(conditions []string) (uses []any) {
	r := m.papers
	for _, id := range m.proving {
		if r.IntN(5) >= 2 {
			continue
		}
		use := anyMap{"material": id, "label": text(id), "required": r.IntN(4) > 0}
		if len(conditions) > 0 && r.IntN(3) == 0 {
			use["when"] = conditions[r.IntN(len(conditions))]
		}
		uses = append(uses, use)
	}
	return uses
}

// kept is what staff keep on the list.
func (m *packMaker) kept() (list []any) {
	for _, id := range m.proving {
		if m.papers.IntN(12) == 0 {
			list = append(list, anyMap{"material": id, "reason": text("要原件")})
		}
	}
	return list
}

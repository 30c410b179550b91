package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// RetentionRule says how long answers are kept, as the Personal Information
// Protection Law asks of whoever collects them: for many elements at once,
// where they do not say so themselves.
type RetentionRule struct {
	Of []string `json:"of"` // element ids; "personal" and "sensitive" mean every element of that sensitivity
	metamodel.Retention
}

// retention finds personal data that nothing says how long to keep, and rules
// that mean nothing.
func (g *gate) retention() {
	p := g.r.Pack
	for i, rule := range p.Retention {
		for j, of := range rule.Of {
			_, known := g.r.reg.Element(of)
			if !known && of != string(metamodel.Personal) && of != string(metamodel.SensitivePersonal) {
				problem := GateRetentionUnknown.At(fmt.Sprintf("retention/%d/of/%d", i, j), "of", of)
				problem.File = "pack.yaml"
				g.report.add(problem)
			}
		}
	}
	words := map[metamodel.Sensitivity]metamodel.Text{
		metamodel.Personal:          metamodel.ZhEn("个人信息", "personal data"),
		metamodel.SensitivePersonal: metamodel.ZhEn("敏感个人信息", "sensitive personal data"),
	}
	for _, id := range sortedKeys(p.Elements) {
		e := p.Elements[id]
		if words[e.Sensitivity] == nil || p.retentionOf(e) != nil {
			continue
		}
		problem := GateRetention.At("sensitivity", "element", e.Name, "sensitivity", words[e.Sensitivity])
		if g.rules.Retention {
			problem.Severity = metamodel.Error
		}
		g.find(metamodel.KindElement, id, problem)
	}
}

// retentionOf is how long answers of an element may be kept: by its own word,
// else by the first rule that names it, else by one that names its sensitivity;
// nil where nothing says.
func (p *Pack) retentionOf(e *metamodel.Element) *metamodel.Retention {
	if e.Retention != nil {
		return e.Retention
	}
	for _, of := range []string{e.ID, string(e.Sensitivity)} {
		for i := range p.Retention {
			if of != "" && slices.Contains(p.Retention[i].Of, of) {
				return &p.Retention[i].Retention
			}
		}
	}
	return nil
}

// Retention is how long answers of an element may be kept, by the pack or by
// those it needs; nil where nothing says.
func (r *Release) Retention(e *metamodel.Element) *metamodel.Retention {
	if kept := r.Pack.retentionOf(e); kept != nil {
		return kept
	}
	for _, n := range r.needs {
		if kept := n.Retention(e); kept != nil {
			return kept
		}
	}
	return nil
}

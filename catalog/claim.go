package catalog

import (
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// Claim is one filing through which policies are claimed: a theme, which may be
// a joint filing, or a single matter.
type Claim struct {
	Theme    string
	Matter   string
	Name     metamodel.Text
	Form     *metamodel.Form
	Policies []string
}

// Claims are the filings behind the chosen policies: one wherever it can be one,
// with each matter once however many of the policies share it. Policies that
// there are not, that have ended or not begun are left out.
func (e *Edition) Claims(of *Entitlements, chosen []string) []Claim {
	type part struct {
		id       string
		theme    bool
		policies []string
	}
	var parts []*part
	add := func(id string, theme bool, policy string) {
		i := slices.IndexFunc(parts, func(p *part) bool { return p.id == id && p.theme == theme })
		if i < 0 {
			i = len(parts)
			parts = append(parts, &part{id: id, theme: theme})
		}
		if !slices.Contains(parts[i].policies, policy) {
			parts[i].policies = append(parts[i].policies, policy)
		}
	}
	for i := range of.Judged {
		j := &of.Judged[i]
		if !slices.Contains(chosen, j.Def.ID) || j.Standing == Over || j.OpensIn > 0 {
			continue
		}
		if j.Def.Theme != "" {
			add(j.Def.Theme, true, j.Def.ID)
		}
		for _, m := range j.Def.Matters {
			add(m, false, j.Def.ID)
		}
	}
	theme := ""
	var matters, policies []string
	themes := 0
	for _, p := range parts {
		if p.theme {
			theme = p.id
			themes++
		} else {
			matters = append(matters, p.id)
		}
		for _, id := range p.policies {
			if !slices.Contains(policies, id) {
				policies = append(policies, id)
			}
		}
	}
	if len(parts) > 1 && themes <= 1 {
		if t, _, ok := e.Theme(JointID(theme, matters)); ok {
			return []Claim{{Theme: t.Def.ID, Name: t.Def.Name, Form: t.Merged, Policies: policies}}
		}
	}
	var out []Claim
	for _, p := range parts {
		if p.theme {
			if t, _, ok := e.Theme(p.id); ok {
				out = append(out, Claim{Theme: p.id, Name: t.Def.Name, Form: t.Merged, Policies: p.policies})
			}
		} else if m, _, ok := e.Fileable(p.id); ok {
			out = append(out, Claim{Matter: p.id, Name: m.Def.Name, Form: m.Form, Policies: p.policies})
		}
	}
	return out
}

// Prefill gives those of the answers that a form asks the citizen for: what it
// computes, and what is declared anew every time, is left out.
func (e *Entitlements) Prefill(form *metamodel.Form) json.RawMessage {
	groups := map[string]json.RawMessage{}
	for group, answers := range e.Answers() {
		fields := map[string]json.RawMessage{}
		for key, raw := range answers {
			path := group + "/" + key
			f, ok := form.Field(path)
			if !ok || f.Path != path || f.Group.Repeat || f.ReadOnly || f.Computed || f.Hidden || !situational(f.Element) {
				continue
			}
			fields[key] = raw
		}
		if len(fields) > 0 {
			groups[group] = write(fields)
		}
	}
	return write(groups)
}

// Sum adds up the amounts of what somebody is entitled to: yuan at most; "" when
// none of it is a sum.
func (e *Entitlements) Sum() string {
	total := decimal.Zero
	for i := range e.Judged {
		if j := &e.Judged[i]; j.Standing == Eligible && j.Def.Benefit.Amount != "" {
			if d, err := decimal.NewFromString(j.Def.Benefit.Amount); err == nil {
				total = total.Add(d)
			}
		}
	}
	if total.IsZero() {
		return ""
	}
	return total.String()
}

package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Demand is something that a matter's own form wants of one field, repeat or
// material, and how often a proof met it.
type Demand struct {
	Matter  string         `json:"matter"`
	Path    string         `json:"path"` // definition path; "materials/MT01"
	Label   metamodel.Text `json:"label"`
	Keyword string         `json:"keyword"` // required, minLength, pattern, x-check, x-visible…; material
	Held    int            `json:"held"`    // accepted filings in which it was asked and met
	Stopped int            `json:"stopped"` // filings that it stopped; of x-visible, x-value and material, accepted ones that it did not apply to
}

// keywordOf names what a problem of an answer comes from, by the beginning of
// its code after "answer.".
var keywordOf = []struct{ code, keywords string }{
	{"required", "required x-required x-required-parts"}, {"choose", "required x-required"}, {"upload", "required x-required"}, {"sign", "required x-required"}, {"uncomputed", "required x-required"},
	{"too_short", "minLength"}, {"too_long", "maxLength"}, {"pattern", "pattern"},
	{"email", "format"}, {"cn_", "format"},
	{"too_small", "minimum"}, {"too_large", "maximum"}, {"not_above", "exclusiveMinimum"}, {"not_below", "exclusiveMaximum"},
	{"integer_digits", "x-integer-digits"}, {"fraction_digits", "x-fraction-digits"},
	{"too_early", "x-not-before"}, {"too_late", "x-not-after"}, {"const", "const"},
	{"enum", "enum"}, {"not_in_list", "enum"}, {"not_offered", "x-options"}, {"check", "x-check"},
	{"too_few_", "minItems"}, {"too_many_", "maxItems"},
	{"file_type", "x-accept"}, {"file_too_large", "x-max-bytes"}, {"range_too_long", "x-max-days"},
}

// demands are every matter's, in the order of the theme and of its forms.
func (t *Theme) demands() (out []Demand) {
	for _, m := range t.Matters {
		add := func(path string, label metamodel.Text, keywords ...string) {
			seen := map[string]bool{}
			for _, k := range keywords {
				if !seen[k] {
					seen[k] = true
					out = append(out, Demand{Matter: m.Def.ID, Path: path, Label: label, Keyword: k})
				}
			}
		}
		for _, f := range m.Form.Fields {
			add(f.Path, f.Label, wantedOf(f)...)
		}
		var groups func(list []*metamodel.Group)
		groups = func(list []*metamodel.Group) {
			for _, g := range list {
				var keywords []string
				for _, u := range g.Uses {
					keywords = wants(keywords, "x-visible", u.Visible != "")
					keywords = wants(keywords, "minItems", u.MinItems != nil)
					keywords = wants(keywords, "maxItems", u.MaxItems != nil)
				}
				add(g.Path, g.Label, keywords...)
				groups(g.Groups)
			}
		}
		groups(m.Form.Groups)
		for _, mm := range m.Materials {
			if mm.When != nil {
				add("materials/"+mm.Material.ID, mm.Use.Label, "material")
			}
		}
	}
	return out
}

func wants(list []string, keyword string, is bool) []string {
	if is {
		return append(list, keyword)
	}
	return list
}

func wantedOf(f *metamodel.Field) (out []string) {
	for _, u := range f.Uses {
		out = wants(out, "x-visible", u.Visible != "")
		out = wants(out, "x-value", u.Value != "")
		out = wants(out, "required", u.Required)
		out = wants(out, "x-required", u.RequiredIf != "")
		out = wants(out, "x-options", u.Options != "")
		out = wants(out, "x-check", len(u.Checks) > 0)
		out = append(out, u.Constraints.Given()...)
	}
	return append(out, f.Element.Constraints.Given()...)
}

// meter counts how often the demands of a theme were met.
type meter struct {
	t       *Theme
	list    []Demand
	byPlace map[string][]int // by matter and path
}

func newMeter(t *Theme) *meter {
	m := &meter{t: t, list: t.demands(), byPlace: map[string][]int{}}
	for i, d := range m.list {
		key := d.Matter + " " + d.Path
		m.byPlace[key] = append(m.byPlace[key], i)
	}
	return m
}

// count notes what a judgement met.
func (m *meter) count(j *Judgement) {
	own := map[string]*OwnJudgement{}
	for i := range j.Own {
		own[j.Own[i].Matter] = &j.Own[i]
	}
	for _, o := range j.Own {
		for _, p := range o.Problems {
			if p.Severity != metamodel.Warning {
				m.stopped(&o, p)
			}
		}
	}
	if !j.Accepted {
		return
	}
	for i := range m.list {
		d := &m.list[i]
		if o := own[d.Matter]; o != nil && o.Accepted {
			m.held(d, o.record)
		}
	}
}

func (m *meter) stopped(o *OwnJudgement, p metamodel.Problem) {
	for at := m.definition(o, p.Path); at != ""; at, _, _ = cutLast(at) {
		places := m.byPlace[o.Matter+" "+at]
		code := strings.TrimPrefix(p.Code, "answer.")
		for _, k := range keywordOf {
			if !strings.HasPrefix(code, k.code) {
				continue
			}
			found := false
			for _, i := range places {
				if d := &m.list[i]; strings.Contains(" "+k.keywords+" ", " "+d.Keyword+" ") {
					d.Stopped++
					found = true
				}
			}
			if found {
				return
			}
		}
	}
}

// definition is the path of a field or group of a matter's form.
func (m *meter) definition(o *OwnJudgement, path string) string {
	for at := path; at != ""; at, _, _ = cutLast(at) {
		if f, ok := o.record.Form.Field(at); ok {
			return f.Path
		}
		if g, ok := o.record.Form.Group(at); ok {
			return g.Path
		}
	}
	return ""
}

// held looks at a demand in the first rows of an accepted filing.
func (m *meter) held(d *Demand, rec *metamodel.Record) {
	if id, ok := strings.CutPrefix(d.Path, "materials/"); ok {
		for _, mm := range m.t.matterOf(d.Matter).Materials {
			if mm.Material.ID == id {
				d.met(rec.Eval(mm.When) == metamodel.True)
			}
		}
		return
	}
	if g, ok := rec.Form.Group(d.Path); ok {
		at := join(instance(g.Parent), keyOf(g))
		switch visible := rec.Visible(at); {
		case d.Keyword == "x-visible":
			d.met(visible)
		case visible:
			d.Held++
		}
		return
	}
	f, ok := rec.Form.Field(d.Path)
	if !ok || f.Group.Repeat && rec.Rows(strings.TrimSuffix(instance(f.Group), "/0")) == 0 {
		return
	}
	at := join(instance(f.Group), f.Key)
	visible := rec.Visible(at)
	switch {
	case d.Keyword == "x-visible":
		d.met(visible)
	case !visible && !f.Hidden:
	case d.Keyword == "x-value":
		d.met(rec.Answered(at))
	case d.Keyword == "x-required":
		if rec.Required(at) {
			d.Held++
		}
	case rec.Answered(at):
		d.Held++
	}
}

func (d *Demand) met(yes bool) {
	if yes {
		d.Held++
	} else {
		d.Stopped++
	}
}

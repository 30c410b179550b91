package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

func (t *Theme) awaited(scope map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, m := range t.Matters {
		if scope[m.Def.ID] {
			for path := range m.Yields {
				out[path] = true
			}
		}
	}
	return out
}

func (t *Theme) materialStates(scope map[string]bool, rec *metamodel.Record, delivered ...string) []MaterialState {
	var out []MaterialState
	for _, m := range t.Materials {
		st := MaterialState{Material: m.Material, Required: metamodel.False}
		var inScope, wanting []MaterialDemand
		for _, u := range m.Uses {
			if !scope[u.Matter] {
				continue
			}
			inScope = append(inScope, u)
			truth := u.required(rec)
			if u.When == nil || truth != metamodel.False {
				wanting = append(wanting, u)
			}
			if truth == metamodel.True || truth == metamodel.Unknown && st.Required == metamodel.False {
				st.Required = truth
			}
		}
		if len(inScope) == 0 {
			continue
		}
		if len(wanting) == 0 { // then it is told of all of them that they do not
			wanting = inScope
		}
		optional, note := false, metamodel.Text(nil)
		for _, u := range wanting {
			st.Matters = append(st.Matters, u.Matter)
			st.Labels = addLabel(st.Labels, u.Use.Label)
			optional = optional || u.When == nil && !u.Use.Required
			if u.When != nil && len(note) == 0 {
				note = u.Use.Note
			}
		}
		t.explain(&st, m, scope, optional, note)
		out = append(out, st)
	}
	t.prove(out, scope, rec, delivered)
	return out
}

// required tells whether this demand holds; a condition without answers is Unknown.
func (u MaterialDemand) required(rec *metamodel.Record) metamodel.Truth {
	switch {
	case u.When != nil && rec == nil:
		return metamodel.Unknown
	case u.When != nil:
		return rec.EvalFor(u.Matter, u.When)
	case u.Use.Required:
		return metamodel.True
	}
	return metamodel.False
}

// wanted reports whether the matter wants the material, or may yet.
func (u MaterialDemand) wanted(rec *metamodel.Record) bool {
	return u.When == nil || u.required(rec) != metamodel.False
}

// explain decides who brings the material and says why in plain words.
func (t *Theme) explain(st *MaterialState, merged *MergedMaterial, scope map[string]bool, optional bool, note metamodel.Text) {
	switch st.Material.Origin {
	case metamodel.OriginResult:
		st.Required = metamodel.False
		if m := merged.Issued; m != nil && scope[m.ID] {
			st.Reason = metamodel.ZhEn(
				"本次一并办理的“"+m.Name.In("zh")+"”办结后由部门之间直接传递，不用提交",
				"Issued by “"+m.Name.In("en")+"”, which is part of this application, and passed on between departments. It is not handed in")
			return
		}
		var forms []*metamodel.Form
		for _, id := range st.Matters {
			forms = append(forms, t.matterOf(id).Form)
		}
		st.Checked, st.Reason = true, CheckedBy(merged.Issued, forms...)
	case metamodel.OriginSystem:
		st.Required = metamodel.False
		st.Reason = metamodel.ZhEn("根据填写的内容自动生成，不用提交", "Made from the answers. It is not handed in")
	default:
		st.Asked = optional || st.Required != metamodel.False
		switch {
		case !st.Asked:
			st.Reason = because(note, metamodel.ZhEn("根据填写的内容，不需要这份材料", "The answers show that it is not needed"))
		case st.Required == metamodel.Unknown:
			st.Reason = because(note, metamodel.ZhEn("是否需要取决于接下来填写的内容", "Whether it is needed depends on answers that are not given yet"))
		case st.Required == metamodel.False:
			st.Reason = metamodel.ZhEn("可以不交", "Optional")
		}
	}
}

// CheckedBy says how departments check a document that another matter, which is
// not part of the filing, issued: by what of its result the forms ask for.
func CheckedBy(issued *metamodel.Matter, forms ...*metamodel.Form) metamodel.Text {
	var labels []metamodel.Text
	if issued != nil {
		for _, path := range issued.Result.Yields {
			for _, form := range forms {
				if f, ok := form.Field(path); ok { // matters have words of their own for it: the element's
					labels = addLabel(labels, f.Element.Name)
				}
			}
		}
	}
	if len(labels) == 0 {
		return metamodel.ZhEn("部门向核发它的部门核验，不用提交", "The department asks the one that issued it. It is not handed in")
	}
	var zh, en []string
	for _, l := range labels {
		zh, en = append(zh, l.In("zh")), append(en, l.In("en"))
	}
	return metamodel.ZhEn("部门凭填写的“"+strings.Join(zh, "”“")+"”自行核验，不用提交",
		"The department checks it by what is stated: “"+strings.Join(en, "”, “")+"”. It is not handed in")
}

// because puts the matter's own words for a condition after the plain reason.
func because(note, plain metamodel.Text) metamodel.Text {
	if len(note) == 0 {
		return plain
	}
	return metamodel.ZhEn(plain.In("zh")+"（"+note.In("zh")+"）", plain.In("en")+" ("+note.In("en")+")")
}

func addLabel(labels []metamodel.Text, l metamodel.Text) []metamodel.Text {
	for _, have := range labels {
		if have.In("zh") == l.In("zh") {
			return labels
		}
	}
	return append(labels, l)
}

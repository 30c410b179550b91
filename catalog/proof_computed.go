package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// What one matter computes another that asks for it is told: whoever filed them
// one by one would copy it. tell puts those values into answers, each from the
// computing matter's own form, and says where two matters in scope compute
// different ones.
func (c *court) tell(tree map[string]any, scope map[string]bool, alone metamodel.Context) (told map[string]any, differs metamodel.Text) {
	t, shared := c.t, c.shared
	if len(shared) == 0 {
		return tree, nil
	}
	typed := map[string]json.RawMessage{}
	for _, f := range shared {
		eachObject(tree, f.Group, func(at string, object map[string]any) {
			if v, ok := object[f.Key].(json.RawMessage); ok {
				typed[join(at, f.Key)] = v
			}
		})
	}
	told = cloneTree(tree).(map[string]any)
	// A value may be computed from one that is: as many rounds as there are.
	for range len(shared) + 1 {
		moved := false
		own := map[string]*metamodel.Record{}
		for _, f := range shared {
			makeSingle(told, f.Group)
			eachObject(told, f.Group, func(at string, object map[string]any) {
				path := join(at, f.Key)
				by, value := "", json.RawMessage(nil)
				for _, u := range f.Uses {
					m := t.matterOf(u.Matter)
					if u.Value == "" || !scope[u.Matter] || m == nil {
						continue
					}
					rec := own[u.Matter]
					if rec == nil {
						rec = m.Form.Check(appendPart(nil, m.Form.Groups, told), alone)
						own[u.Matter] = rec
					}
					if !rec.Computed(path) {
						continue
					}
					if v := rec.Raw(path); by == "" {
						by, value = u.Matter, v
					} else if !bytes.Equal(v, value) {
						differs = metamodel.ZhEn(
							fmt.Sprintf("%s：“%s”算得 %s，“%s”算得 %s", path, t.matterOf(by).Def.Name.In("zh"), orNothing(value, "zh"), m.Def.Name.In("zh"), orNothing(v, "zh")),
							fmt.Sprintf("%s: “%s” computes %s, “%s” %s", path, t.matterOf(by).Def.Name.In("en"), orNothing(value, "en"), m.Def.Name.In("en"), orNothing(v, "en")))
					}
				}
				if by == "" { // what was typed, also where an earlier round told something else
					value = typed[path]
				}
				was, answered := object[f.Key].(json.RawMessage)
				switch {
				case value == nil && answered:
					delete(object, f.Key)
					moved = true
				case value != nil && !bytes.Equal(was, value):
					object[f.Key] = value
					moved = true
				}
			})
		}
		if !moved {
			break
		}
		differs = nil // of values that were still to come
	}
	return told, differs
}

// makeSingle makes the groups around an answer that are there without saying so.
func makeSingle(tree map[string]any, g *metamodel.Group) {
	outer := []map[string]any{tree}
	if g.Parent != nil {
		makeSingle(tree, g.Parent)
		outer = instances(tree, g.Parent)
	}
	for _, o := range outer {
		if o[keyOf(g)] == nil && !g.Repeat {
			o[keyOf(g)] = tree0()
		}
	}
}

// computed are the fields that several matters use and one computes.
func (t *Theme) computed() (out []*metamodel.Field) {
	for _, f := range t.Merged.Fields {
		if len(f.Uses) > 1 && slices.ContainsFunc(f.Uses, func(u metamodel.FieldUse) bool { return u.Value != "" }) {
			out = append(out, f)
		}
	}
	return out
}

func (t *Theme) matterOf(id string) *ThemeMatter {
	for _, m := range t.Matters {
		if m.Def.ID == id {
			return m
		}
	}
	return nil
}

func orNothing(v json.RawMessage, lang string) string {
	switch {
	case v != nil:
		return string(v)
	case lang == "zh":
		return "不出"
	}
	return "nothing"
}

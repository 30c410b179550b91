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
func (c *court) tell(tree map[string]any, s verdictScope, alone metamodel.Context) (told map[string]any, differs metamodel.Text) {
	t, shared, scope := c.t, c.shared, s.scope
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
		r := &round{court: c, s: s, alone: alone, told: told, own: map[string]*metamodel.Record{}}
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
					rec := r.record(m)
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
				if by == "" && len(f.Same) > 0 {
					by, value = r.copied(f)
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

// round is one of those in which what is computed is told: records are read once,
// as the round found the answers when it first needed them.
type round struct {
	*court
	s     verdictScope
	alone metamodel.Context
	told  map[string]any
	own   map[string]*metamodel.Record // by matter
	all   *metamodel.Record            // by the merged form
}

// record is what a matter's own form makes of what is told.
func (r *round) record(m *ThemeMatter) *metamodel.Record {
	rec := r.own[m.Def.ID]
	if rec == nil {
		rec = m.Form.Check(appendPart(nil, m.Form.Groups, r.told), r.alone)
		r.own[m.Def.ID] = rec
	}
	return rec
}

// copied is the answer that one person gave in another role: where a line of the
// theme says that the two are one, and a matter in scope asks for it in that role.
func (r *round) copied(f *metamodel.Field) (by string, value json.RawMessage) {
	if !r.asks(f) || r.supplied[f.Path] && answerAt(r.told, f) != nil {
		return "", nil
	}
	for _, twin := range f.Same {
		of, _ := r.t.Merged.Field(twin.As)
		if r.supplied[of.Path] && answerAt(r.told, of) != nil || !r.asks(of) {
			continue
		}
		x := r.twinWhen[twin.When]
		if x == nil {
			continue
		}
		if r.all == nil {
			r.all = r.merged(writeTree(r.told), r.s)
		}
		if r.all.Eval(x) == metamodel.True {
			return twin.As, answerAt(r.told, of)
		}
	}
	return "", nil
}

// asks says that a matter in scope shows a field on its own form.
func (r *round) asks(f *metamodel.Field) bool {
	for _, u := range f.Uses {
		if m := r.t.matterOf(u.Matter); m != nil && r.s.scope[u.Matter] && !r.s.awaited[f.Path] && r.record(m).Visible(f.Path) {
			return true
		}
	}
	return false
}

// answerAt is what is answered at a field in no repeat.
func answerAt(tree map[string]any, f *metamodel.Field) json.RawMessage {
	for _, object := range instances(tree, f.Group) {
		if v, ok := object[f.Key].(json.RawMessage); ok {
			return v
		}
	}
	return nil
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

// computed are the fields that are copied while one person has two roles, and
// those that one matter computes and another asks for, or has a copy of.
func (t *Theme) computed() (out []*metamodel.Field) {
	copied := map[string]bool{}
	for _, f := range t.Merged.Fields {
		for _, twin := range f.Same {
			copied[twin.As] = true
		}
	}
	for _, f := range t.Merged.Fields {
		if len(f.Same) > 0 || (len(f.Uses) > 1 || copied[f.Path]) && slices.ContainsFunc(f.Uses, func(u metamodel.FieldUse) bool { return u.Value != "" }) {
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

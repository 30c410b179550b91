package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// court judges filings of a theme on a day. It remembers which matters apply in
// which situation, and room to write in: it is for one goroutine.
type court struct {
	t        *Theme
	today    time.Time
	shared   []*metamodel.Field         // several matters use them, and one computes; or they are copied
	twinWhen map[string]*metamodel.Expr // conditions under which fields are copied
	bound    [][2]string                // group and key of what questions of the guide read from the form
	scopes   map[string]verdictScope
	buf      []byte

	supplied map[string]bool // paths whose answers source departments give
	papers   ProofMaterials
}

// deliverable are the fields whose answers a source department could give: those
// that are asked, outside of rows.
func (t *Theme) deliverable() map[string]bool {
	paths := map[string]bool{}
	for _, f := range t.Merged.Fields {
		inRow := false
		for g := f.Group; g != nil; g = g.Parent {
			inRow = inRow || g.Repeat
		}
		if !inRow && !f.ReadOnly && !f.Hidden && !f.Computed {
			paths[f.Path] = true
		}
	}
	return paths
}

// verdictScope is what a situation decides.
type verdictScope struct {
	scope, awaited map[string]bool
}

func newCourt(t *Theme, today time.Time) *court {
	c := &court{t: t, today: today, shared: t.computed(), scopes: map[string]verdictScope{}, twinWhen: map[string]*metamodel.Expr{}}
	if len(t.Def.Same) > 0 {
		if env, ps := metamodel.NewEnv(t.Merged, nil, t.guide.reg); !ps.Failed() {
			for _, s := range t.Def.Same {
				c.twinWhen[s.When], _ = env.Condition("", s.When)
			}
		}
	}
	for _, q := range t.guide.questions {
		if group, key, ok := strings.Cut(q.def.Field, "/"); ok {
			c.bound = append(c.bound, [2]string{group, key})
		}
	}
	return c
}

// Judge files answers in both ways: on the merged form, and each matter's part
// on its own form.
func (t *Theme) Judge(guide, answers []byte, today time.Time) Judgement {
	tree, err := readTree(answers)
	if err != nil || tree == nil {
		tree = tree0()
	}
	return newCourt(t, today).judge(guide, tree)
}

// mostScopes bounds what a court remembers.
const mostScopes = 4096

// situation is which matters apply, and what they wait for.
func (c *court) situation(guide []byte, tree map[string]any) verdictScope {
	read := tree0()
	for _, b := range c.bound {
		if group, ok := tree[b[0]].(map[string]any); ok && group[b[1]] != nil {
			if read[b[0]] == nil {
				read[b[0]] = tree0()
			}
			read[b[0]].(map[string]any)[b[1]] = group[b[1]]
		}
	}
	answers := writeTree(read)
	key := string(guide) + "\x00" + string(answers)
	if v, ok := c.scopes[key]; ok {
		return v
	}
	s, _ := c.t.Situation(guide, answers)
	scope := c.t.Scope(s)
	v := verdictScope{scope, c.t.Awaited(scope)}
	if len(c.scopes) < mostScopes {
		c.scopes[key] = v
	}
	return v
}

func (c *court) merged(answers []byte, s verdictScope) *metamodel.Record {
	return c.t.Merged.Check(answers, metamodel.Context{Today: c.today, Scope: s.scope, Awaited: s.awaited, Supplied: c.supplied})
}

func (c *court) judge(guide []byte, tree map[string]any) (j Judgement) {
	s := c.situation(guide, tree)
	c.buf = appendTree(c.buf[:0], tree)
	j.record = c.merged(c.buf, s)
	j.Accepted = !j.record.Problems.Failed()
	if !j.Accepted {
		j.Merged = j.record.Problems
	}
	all := true
	alone := metamodel.Context{Today: c.today, Awaited: s.awaited}
	told, differing := c.tell(tree, s, alone)
	j.Differs = differing
	for _, m := range c.t.Matters {
		if !s.scope[m.Def.ID] {
			continue
		}
		j.Scope = append(j.Scope, m.Def.ID)
		c.buf = appendPart(c.buf[:0], m.Form.Groups, told)
		own := m.Form.Check(c.buf, alone)
		o := OwnJudgement{Matter: m.Def.ID, Accepted: !own.Problems.Failed(), record: own}
		if !o.Accepted {
			o.Problems, all = own.Problems, false
		}
		j.Own = append(j.Own, o)
		if j.Accepted && len(j.Differs) == 0 && o.Accepted {
			j.Differs = c.reaches(m, j.record, own, alone)
		}
	}
	if j.Accepted && all && len(j.Differs) == 0 {
		if j.Differs = c.says(&j); len(j.Differs) == 0 {
			j.Differs = c.handsIn(&j, s)
		}
	}
	switch {
	case len(j.Differs) > 0:
	case j.Accepted && !all:
		j.Differs = metamodel.ZhEn("合并表单接受，"+refusers(c.t, j.Own, "zh"), "The merged form accepts; "+refusers(c.t, j.Own, "en"))
	case !j.Accepted && all:
		j.Differs = metamodel.ZhEn("各事项的表单都接受，合并表单却不接受："+saidOf(j.Merged, "zh"), "Every matter’s own form accepts; the merged form refuses: "+saidOf(j.Merged, "en"))
	}
	return j
}

// reaches says where a matter gets something else of an accepted filing than
// when it is filed alone: answers, or materials that it demands.
func (c *court) reaches(m *ThemeMatter, merged, own *metamodel.Record, alone metamodel.Context) metamodel.Text {
	zh, en := m.Def.Name.In("zh"), m.Def.Name.In("en")
	handed := m.Form.Check(merged.Project(m.Form), alone)
	if handed.Problems.Failed() {
		return metamodel.ZhEn(
			fmt.Sprintf("合并表单接受，交给“%s”的部分却不被其自己的表单接受：%s", zh, saidOf(handed.Problems, "zh")),
			fmt.Sprintf("The merged form accepts, but what reaches “%s” is refused by its own form: %s", en, saidOf(handed.Problems, "en")))
	}
	if got, want := handed.JSON(), own.JSON(); !bytes.Equal(got, want) {
		return metamodel.ZhEn(
			fmt.Sprintf("交给“%s”的内容与单独申报的不同：%s，单独申报是 %s", zh, got, want),
			fmt.Sprintf("What reaches “%s” is not what filing it alone gives: %s; alone it is %s", en, got, want))
	}
	for _, mm := range m.Materials {
		if mm.When == nil {
			continue
		}
		want := own.Eval(mm.When)
		for _, merge := range c.t.Materials {
			for _, u := range merge.Uses {
				if merge.Material != mm.Material || u.Matter != m.Def.ID || u.When == nil {
					continue
				}
				if got := u.required(merged); got != want {
					return metamodel.ZhEn(
						fmt.Sprintf("“%s”要不要“%s”，合并后是 %s，单独申报是 %s", zh, mm.Material.Name.In("zh"), got.Word(), want.Word()),
						fmt.Sprintf("Whether “%s” needs “%s” is %s after the merge and %s alone", en, mm.Material.Name.In("en"), got.Word(), want.Word()))
				}
			}
		}
	}
	return nil
}

// says tells of a static text that the merged form shows and none of its
// matters' forms does, or the other way round.
func (c *court) says(j *Judgement) metamodel.Text {
	texts := c.t.Merged.Doc.Layout.Texts
	for _, id := range sortedKeys(texts) {
		if len(texts[id].Uses) == 0 { // of one matter that keeps its pages
			continue
		}
		want := false
		for _, u := range texts[id].Uses {
			for i := range j.Own {
				want = want || j.Own[i].Matter == u.Matter && j.Own[i].record.TextShown(u.Text)
			}
		}
		if got := j.record.TextShown(id); got != want {
			return metamodel.ZhEn(fmt.Sprintf("说明文字“%s”，合并表单显示：%v，事项自己的表单显示：%v", id, got, want),
				fmt.Sprintf("The text “%s” is shown by the merged form: %v, by the matters’ own: %v", id, got, want))
		}
	}
	return nil
}

// appendPart writes what of a tree belongs to the groups of another form.
func appendPart(out []byte, groups []*metamodel.Group, tree map[string]any) []byte {
	return append(appendGroups(append(out, '{'), groups, tree, true), '}')
}

func appendGroups(out []byte, groups []*metamodel.Group, tree map[string]any, first bool) []byte {
	for _, g := range groups {
		name := keyOf(g)
		v := tree[name]
		if v == nil {
			continue
		}
		out = appendName(out, name, first)
		first = false
		switch v := v.(type) {
		case map[string]any:
			out = appendOf(out, g, v)
		case []any:
			out = append(out, '[')
			for i, row := range v {
				if i > 0 {
					out = append(out, ',')
				}
				if r, ok := row.(map[string]any); ok {
					out = appendOf(out, g, r)
				} else {
					out = appendTree(out, row)
				}
			}
			out = append(out, ']')
		default:
			out = appendTree(out, v)
		}
	}
	return out
}

func appendOf(out []byte, g *metamodel.Group, object map[string]any) []byte {
	out = append(out, '{')
	first := true
	for _, f := range g.Fields {
		if v, ok := object[f.Key]; ok {
			out = appendTree(appendName(out, f.Key, first), v)
			first = false
		}
	}
	return append(appendGroups(out, g.Groups, object, first), '}')
}

func appendName(out []byte, name string, first bool) []byte {
	if !first {
		out = append(out, ',')
	}
	quoted, err := json.Marshal(name)
	if err != nil { // a string always marshals
		panic(err)
	}
	return append(append(out, quoted...), ':')
}

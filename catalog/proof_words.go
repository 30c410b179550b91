package catalog

import (
	"encoding/json"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// said is a filing in words: what the guide was answered, and the form.
func (c *court) said(guide []byte, tree map[string]any, rec *metamodel.Record) metamodel.Text {
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		comma, is := ", ", " is "
		if lang == "zh" {
			comma, is = "，", "为"
		}
		var parts []string
		add := func(label metamodel.Text, words string) {
			if len(parts) < mostSaid {
				parts = append(parts, "“"+label.In(lang)+"”"+is+words)
			} else if len(parts) == mostSaid {
				parts = append(parts, "…")
			}
		}
		own, _ := object(guide)
		for _, id := range sortedKeys(own) {
			if i, ok := c.t.guide.byID[id]; ok && c.t.guide.questions[i].form != nil {
				q := c.t.guide.questions[i]
				doc := write(map[string]json.RawMessage{q.group: write(map[string]json.RawMessage{q.key: own[id]})})
				add(q.def.Text, q.form.Check(doc, metamodel.Context{}).Display(q.group+"/"+q.key, lang, false))
			}
		}
		for _, path := range paths(tree) {
			if f, ok := rec.Form.Field(path); ok && rec.Answered(path) && strings.HasSuffix(path, f.Key) {
				add(f.Label, rec.Display(path, lang, false))
			}
		}
		if out[lang] = strings.Join(parts, comma); len(parts) == 0 {
			out[lang] = map[string]string{"zh": "什么也没有填", "en": "nothing is answered"}[lang]
		}
	}
	return out
}

// mostSaid is how many answers are told.
const mostSaid = 12

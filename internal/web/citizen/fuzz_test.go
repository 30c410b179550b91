package citizen

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Whatever a page posts becomes answers: JSON, of fields the page showed, rows
// no more than are believed; and the form reads it without upset.
func FuzzPosted(f *testing.F) {
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		f.Fatal(ps)
	}
	var releases []*catalog.Release
	var forms []*metamodel.Form
	for _, p := range packs {
		r, ps := catalog.CompilePack(p, releases...)
		if ps.Failed() {
			f.Fatal(ps)
		}
		releases = append(releases, r)
		for _, id := range r.MatterIDs() {
			forms = append(forms, r.Matter(id).Form)
		}
	}
	seeds := map[string]bool{}
	for i, form := range forms {
		for k := range form.Sections {
			q := url.Values{}
			for _, it := range form.Sections[k].Items {
				switch {
				case it.Field != nil:
					q.Add("shown", it.Field.Path)
					for _, s := range append([]string{""}, it.Field.Controls()...) {
						q.Add(it.Field.Path+s, "1")
					}
				case it.Group != nil:
					q.Add("shown", it.Group.Path+"[]")
					q.Set(it.Group.Path+rowsSuffix, "2")
					for _, fd := range it.Group.Fields {
						q.Add(it.Group.Path+"/0/"+fd.Key, "x")
					}
					f.Add(i, k, q.Encode(), "remove:"+it.Group.Path+":0")
					f.Add(i, k, q.Encode(), "add:"+it.Group.Path)
				}
			}
			if text := q.Encode(); !seeds[text] {
				seeds[text] = true
				f.Add(i, k, text, "")
			}
		}
	}
	for _, act := range []string{"remove:a:-1", "remove:a:99999999999999999999", "unfile:a:b", ":", "add", "add:a:b"} {
		f.Add(0, 0, "shown=x%5B%5D&x.rows=99999999999", act)
	}
	f.Fuzz(func(t *testing.T, i, k int, body, action string) {
		form := forms[(i%len(forms)+len(forms))%len(forms)]
		s := form.Sections[(k%len(form.Sections)+len(form.Sections))%len(form.Sections)]
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		act := readRowAction(action)
		if act.index < 0 || act.kind == "" && act != (rowAction{}) {
			t.Fatalf("%q is %+v", action, act)
		}
		in := inputs{form: values, act: act, today: "2026-05-01"}
		in.queries()
		answers := map[string]map[string]json.RawMessage{}
		shown := " " + strings.Join(values["shown"], " ") + " "
		for path, raw := range in.patch(s).Answers {
			if !strings.Contains(shown, path) {
				t.Fatalf("%s was not shown: %s", path, shown)
			}
			if raw == nil {
				continue
			}
			if !json.Valid(raw) {
				t.Fatalf("%s is %s", path, raw)
			}
			var rows []json.RawMessage
			if json.Unmarshal(raw, &rows) == nil && len(rows) > mostRows {
				t.Fatalf("%s has %d rows", path, len(rows))
			}
			if group, key, ok := strings.Cut(path, "/"); ok && !strings.Contains(key, "/") {
				if answers[group] == nil {
					answers[group] = map[string]json.RawMessage{}
				}
				answers[group][key] = raw
			}
		}
		doc, err := json.Marshal(answers)
		if err != nil {
			t.Fatal(err)
		}
		form.Check(doc, metamodel.Context{})
	})
}

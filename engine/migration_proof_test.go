package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/metamodel"
)

// A form that is edited at random between publishes: two single groups, two
// repeats, forty elements of five types.
type editedForm struct {
	groups map[string]map[string]*editedField // group → element → field
	types  []string                           // of the elements
	lists  [3][]string                        // codes
	edits  int                                // so far, for labels and new codes
}

type editedField struct {
	label            int
	required, hidden bool // hidden: shown only while applicant/PB00 is true
	limit            int  // maximum, or maxLength; 0: the element's
}

var editedTypes = [5]string{"string", "integer", "boolean", "date", "code"}

const editedElements = 40

func newEditedForm(r *rand.Rand) *editedForm {
	f := &editedForm{groups: map[string]map[string]*editedField{"applicant": {}, "premises": {}, "helper": {}, "guest": {}}}
	for i := range editedElements {
		f.types = append(f.types, editedTypes[i%5])
	}
	for i := range f.lists {
		for c := range 6 {
			f.lists[i] = append(f.lists[i], fmt.Sprintf("c%d", c))
		}
	}
	for i := range 24 {
		group := []string{"applicant", "premises", "helper", "guest"}[r.IntN(4)]
		f.groups[group][element(i)] = &editedField{required: r.IntN(8) == 0}
	}
	for g, fields := range f.groups { // no group is ever empty
		if len(fields) == 0 {
			f.groups[g][element(30)] = &editedField{}
		}
	}
	return f
}

func element(i int) string { return fmt.Sprintf("PE%02d", i) }

func (f *editedForm) clone() *editedForm {
	c := &editedForm{groups: map[string]map[string]*editedField{}, types: slices.Clone(f.types), edits: f.edits}
	for i := range f.lists {
		c.lists[i] = slices.Clone(f.lists[i])
	}
	for g, fields := range f.groups {
		c.groups[g] = map[string]*editedField{}
		for e, x := range fields {
			y := *x
			c.groups[g][e] = &y
		}
	}
	return c
}

// step is what one publish did to names.
type step struct {
	fields map[string]string            // old path → new path
	codes  map[string]map[string]string // list → old code → new code
}

// edit changes the form a little, at random, and tells which names changed.
func (f *editedForm) edit(r *rand.Rand) step {
	s := step{fields: map[string]string{}, codes: map[string]map[string]string{}}
	for range 3 + r.IntN(4) {
		f.edits++
		group := slices.Sorted(maps.Keys(f.groups))[r.IntN(4)]
		fields := f.groups[group]
		key := slices.Sorted(maps.Keys(fields))[r.IntN(len(fields))]
		x, list := fields[key], r.IntN(3)
		switch r.IntN(11) {
		case 0:
			x.label = f.edits
		case 1:
			x.required = !x.required
		case 2:
			x.hidden = !x.hidden
		case 3, 4: // tighten or loosen
			x.limit = []int{0, 12, 40, 400}[r.IntN(4)]
		case 5: // add
			for range 10 {
				if e := element(r.IntN(editedElements)); fields[e] == nil {
					fields[e] = &editedField{label: f.edits, required: r.IntN(6) == 0}
					break
				}
			}
		case 6: // remove
			if len(fields) > 1 {
				delete(fields, key)
			}
		case 7: // move to the other group of its kind
			other := map[string]string{"applicant": "premises", "premises": "applicant", "helper": "guest", "guest": "helper"}[group]
			if len(fields) > 1 && f.groups[other][key] == nil {
				f.groups[other][key] = x
				delete(fields, key)
				from, to := group+"/"+key, other+"/"+key
				for old, now := range s.fields { // moved twice in one publish
					if now == from {
						from = old
					}
				}
				if _, again := s.fields[from]; from != to && !again {
					s.fields[from] = to
				} else {
					delete(s.fields, from)
				}
			}
		case 8: // rename a code
			c := r.IntN(len(f.lists[list]))
			old, now := f.lists[list][c], fmt.Sprintf("c%d", 100+f.edits)
			f.lists[list][c] = now
			id := fmt.Sprintf("CLP%d", list)
			if s.codes[id] == nil {
				s.codes[id] = map[string]string{}
			}
			for was, is := range s.codes[id] {
				if is == old {
					old = was
				}
			}
			s.codes[id][old] = now
		case 9: // take a code out, put one in
			c := r.IntN(len(f.lists[list]))
			gone := f.lists[list][c]
			f.lists[list][c] = fmt.Sprintf("c%d", 100+f.edits)
			for was, is := range s.codes[fmt.Sprintf("CLP%d", list)] {
				if is == gone {
					delete(s.codes[fmt.Sprintf("CLP%d", list)], was)
				}
			}
		case 10: // another type, now and then
			if i, _ := strconv.Atoi(key[2:]); r.IntN(2) == 0 && i%5 < 2 {
				f.types[i] = map[string]string{"string": "integer", "integer": "string"}[f.types[i]]
			}
		}
	}
	return s
}

// pack writes the form as a pack of one matter.
func (f *editedForm) pack(t testing.TB, version int) *catalog.Pack {
	t.Helper()
	files := fstest.MapFS{}
	put := func(name string, v any) {
		body, ok := v.(string)
		if !ok {
			raw, err := json.Marshal(v)
			must(t, err)
			body = string(raw)
		}
		files[name] = &fstest.MapFile{Data: []byte(body)}
	}
	text := func(s string) map[string]string { return map[string]string{"zh": "项" + s, "en": "Item " + s} }
	put("pack.yaml", fmt.Sprintf("name: edited\ntitle: {zh: 常改的表, en: Edited}\nversion: %d.0.0\nneeds: [china-calendar]\n", version+1))
	put("departments.yaml", "- {id: records, name: {zh: 档案馆, en: Records}}\n")
	put("workflows/PF.yaml", "id: PF\ntitle: {zh: 流程, en: Flow}"+harbourFlow)
	put("matters/PM.yaml", "id: PM\nname: {zh: 常改的事项, en: Edited}\ndepartment: records\nstatutoryDays: 10\npromisedDays: 5\nform: PM\nworkflow: PF\nresult: {name: {zh: 回执, en: Receipt}}\n")
	var subjects, elements, lists []any
	props := map[string]any{}
	var layout []string
	for _, g := range slices.Sorted(maps.Keys(f.groups)) {
		subjects = append(subjects, map[string]any{"id": g, "name": text(g)})
		fields, required := map[string]any{}, []string{}
		single := g == "applicant" || g == "premises"
		for _, e := range slices.Sorted(maps.Keys(f.groups[g])) {
			x := f.groups[g][e]
			doc := map[string]any{"$ref": "element:" + e, "x-label": text(fmt.Sprint(e, x.label))}
			if x.hidden {
				doc["x-visible"] = "applicant.PB00 == true"
			}
			i, _ := strconv.Atoi(e[2:])
			switch {
			case x.limit > 0 && f.types[i] == "integer":
				doc["maximum"] = x.limit
			case x.limit > 0 && f.types[i] == "string":
				doc["maxLength"] = x.limit
			}
			fields[e] = doc
			if x.required {
				required = append(required, e)
			}
			if single {
				layout = append(layout, g+"/"+e)
			}
		}
		object := map[string]any{"type": "object", "properties": fields, "required": required}
		if g == "applicant" {
			fields["PB00"] = map[string]any{"$ref": "element:PB00"}
			layout = append(layout, "applicant/PB00")
		}
		if single {
			object["x-subject"] = g
			props[g] = object
		} else {
			props[g] = map[string]any{"type": "array", "x-subject": g, "items": object}
			layout = append(layout, g)
		}
	}
	elements = append(elements, map[string]any{"id": "PB00", "name": text("PB00"), "type": "boolean"})
	for i, typ := range f.types {
		e := map[string]any{"id": element(i), "name": text(element(i)), "type": typ}
		if typ == "code" {
			e["codeList"] = fmt.Sprintf("CLP%d", i%3)
		}
		elements = append(elements, e)
	}
	for i, codes := range f.lists {
		var entries []any
		for _, c := range codes {
			entries = append(entries, map[string]any{"code": c, "name": text(c)})
		}
		lists = append(lists, map[string]any{"id": fmt.Sprintf("CLP%d", i), "name": text("L"), "entries": entries})
	}
	put("subjects.yaml", subjects)
	put("elements/elements.yaml", elements)
	put("codes/codes.yaml", lists)
	put("forms/PM.yaml", map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:PM", "x-title": text("PM"), "type": "object", "properties": props,
		"x-layout": map[string]any{"sections": []any{map[string]any{"id": "all", "title": text("all"), "fields": layout}}}})
	p, ps := catalog.Read(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

// publication is one version with all that a judge of our own needs.
type publication struct {
	hash string
	form *editedForm
	own  *catalog.Release // compiled apart from the catalog under test
	step step             // from the version before
}

// plan leads from one version to another: the names followed from publish to publish.
func plan(pubs []publication, from, to int, r *rand.Rand) engine.Migration {
	m := engine.Migration{Matter: "PM", From: pubs[from].hash, To: pubs[to].hash}
	m.Map.Fields, m.Map.Codes = map[string]string{}, map[string]map[string]string{}
	if from > to {
		return m // back to an older one: what has no place is kept
	}
	taken := map[string]bool{}
	for group, fields := range pubs[from].form.groups {
		for _, e := range slices.Sorted(maps.Keys(fields)) {
			path, at := group+"/"+e, group+"/"+e
			for _, p := range pubs[from+1 : to+1] {
				if to, ok := p.step.fields[at]; ok {
					at = to
				}
			}
			g, key, _ := strings.Cut(at, "/")
			if at != path && pubs[to].form.groups[g][key] != nil && !taken[at] {
				taken[at] = true
				m.Map.Fields[path] = at
			}
		}
	}
	for list := range 3 {
		id := fmt.Sprintf("CLP%d", list)
		codes := map[string]string{}
		for _, code := range pubs[from].form.lists[list] {
			at := code
			for _, p := range pubs[from+1 : to+1] {
				if to, ok := p.step.codes[id][at]; ok {
					at = to
				}
			}
			if at != code && slices.Contains(pubs[to].form.lists[list], at) {
				codes[code] = at
			}
		}
		used := false // a list no field of this version uses is no one's to map
		for _, fields := range pubs[from].form.groups {
			for e := range fields {
				i, _ := strconv.Atoi(e[2:])
				used = used || i%5 == 4 && i%3 == list
			}
		}
		if len(codes) > 0 && used {
			m.Map.Codes[id] = codes
		}
	}
	if r.IntN(4) == 0 {
		m.Map.Aside = []string{"applicant", "premises", "helper", "guest"}
	}
	return m
}

// flat is stored answers, answer by answer.
func flat(t testing.TB, raw json.RawMessage) map[string]string {
	t.Helper()
	out := map[string]string{}
	if len(raw) == 0 {
		return out
	}
	var groups map[string]json.RawMessage
	must(t, json.Unmarshal(raw, &groups))
	add := func(at string, object json.RawMessage) {
		var fields map[string]json.RawMessage
		must(t, json.Unmarshal(object, &fields))
		for k, v := range fields {
			out[at+"/"+k] = string(v)
		}
	}
	for g, v := range groups {
		if v[0] != '[' {
			add(g, v)
			continue
		}
		var rows []json.RawMessage
		must(t, json.Unmarshal(v, &rows))
		for i, row := range rows {
			add(g+"/"+strconv.Itoa(i), row)
		}
	}
	return out
}

func fieldOf(path string) string {
	parts := strings.Split(path, "/")
	return parts[0] + "/" + parts[len(parts)-1]
}

// mapped is where an answer goes by the plan, and what a code is called there.
func mapped(m engine.Migration, path, value string) (string, string) {
	parts := strings.Split(path, "/")
	field := parts[0] + "/" + parts[len(parts)-1]
	if i, err := strconv.Atoi(strings.TrimPrefix(parts[len(parts)-1], "PE")); err == nil && i%5 == 4 {
		if code, ok := m.Map.Codes[fmt.Sprintf("CLP%d", i%3)][strings.Trim(value, `"`)]; ok {
			value = strconv.Quote(code)
		}
	}
	if to, ok := m.Map.Fields[field]; ok {
		parts[0], parts[len(parts)-1], _ = strings.Cut(to, "/")
	}
	return strings.Join(parts, "/"), value
}

// nothingLost holds answers before a migration against those after it: each is
// at its place, or kept aside, and there is nothing that was not there.
func nothingLost(t testing.TB, what string, m engine.Migration, before, keptBefore, after, keptAfter json.RawMessage) {
	t.Helper()
	was, is := flat(t, before), flat(t, after)
	left := map[string]int{}
	total := len(is)
	var aside, asideBefore []engine.KeptAnswer
	if len(keptAfter) > 0 {
		must(t, json.Unmarshal(keptAfter, &aside))
	}
	if len(keptBefore) > 0 {
		must(t, json.Unmarshal(keptBefore, &asideBefore))
	}
	for _, k := range aside {
		left[k.Field+" "+string(k.Value)]++
		total++
	}
	kept := func(field, value string) bool {
		if left[field+" "+value] == 0 {
			return false
		}
		left[field+" "+value]--
		return true
	}
	find := func(path, value string) {
		to, coded := mapped(m, path, value)
		switch {
		case is[to] == coded:
			delete(is, to)
		case kept(fieldOf(path), value), kept(fieldOf(to), coded): // the second was carried, and then not shown by the new form
		default:
			t.Errorf("%s: %s at %s is lost between %s and %s\nbefore %s %s\nafter %s %s", what, value, path, m.From[:14], m.To[:14], before, keptBefore, after, keptAfter)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(was)) {
		find(path, was[path])
	}
	for _, k := range asideBefore {
		value := string(k.Value)
		to, _ := mapped(m, k.Field, value)
		if kept(k.Field, value) || kept(to, value) {
			continue
		}
		found := false
		for path, v := range is { // back in the form, in whatever row it lies now
			if v == value && fieldOf(path) == to {
				delete(is, path)
				found = true
				break
			}
		}
		if !found {
			t.Errorf("%s: %s, kept of %s, is lost", what, value, k.Path)
		}
	}
	if n := len(was) + len(asideBefore); n != total {
		t.Errorf("%s: %d answers became %d", what, n, total)
	}
}

// proof is the world of a thousand drafts.
type proof struct {
	*world
	r      *rand.Rand
	cal    *catalog.Release
	pubs   []publication
	drafts []*proofDraft
	typed  int // values typed so far, so that each text is like no other

	saves, submitted, refused, moved, needed, blocked, restored, cases int
}

type proofDraft struct {
	id    string
	owner engine.Actor
	kase  string // once submitted
}

func (p *proof) publish() {
	form, s := newEditedForm(p.r), step{}
	if n := len(p.pubs); n > 0 {
		form = p.pubs[n-1].form.clone()
		s = form.edit(p.r)
	}
	pack := form.pack(p.t, len(p.pubs))
	rel, ps, err := p.cat.Publish(context.Background(), pack, monday)
	must(p.t, err)
	if ps.Failed() {
		p.t.Fatal(ps)
	}
	again, ps := catalog.ReadArchive(rel.Pack.Files)
	if ps.Failed() {
		p.t.Fatal(ps)
	}
	own, ps := catalog.CompilePack(again, p.cal)
	if ps.Failed() || own.Hash != rel.Hash {
		p.t.Fatalf("compiled apart: %v, %s", ps, own.Hash)
	}
	p.pubs = append(p.pubs, publication{hash: rel.Hash, form: form, own: own, step: s})
}

func (p *proof) version(hash string) *publication {
	for i := range p.pubs {
		if p.pubs[i].hash == hash {
			return &p.pubs[i]
		}
	}
	p.t.Fatalf("release %s was never published", hash)
	return nil
}

// value is something a citizen might type into a field, mostly right.
func (p *proof) value(f *editedForm, key string) any {
	p.typed++
	if p.r.IntN(12) == 0 {
		return fmt.Sprintf("不对 %d", p.typed)
	}
	if key == "PB00" {
		return p.r.IntN(2) == 0
	}
	i, _ := strconv.Atoi(key[2:])
	switch f.types[i] {
	case "integer":
		return p.r.IntN(60)
	case "boolean":
		return p.r.IntN(2) == 0
	case "date":
		return fmt.Sprintf("2025-%02d-%02d", 1+p.r.IntN(12), 1+p.r.IntN(28))
	case "code":
		list := f.lists[i%3]
		return list[p.r.IntN(len(list))]
	}
	return fmt.Sprintf("值%d", p.typed)
}

// patch is an edit of a draft: many answers of a new one, few of an old one.
func (p *proof) patch(f *editedForm, rows map[string]int, share int) map[string]any {
	out := map[string]any{}
	for _, g := range slices.Sorted(maps.Keys(f.groups)) {
		keys := slices.Sorted(maps.Keys(f.groups[g]))
		if g == "applicant" {
			keys = append(keys, "PB00")
		}
		if g == "applicant" || g == "premises" {
			for _, key := range keys {
				if f.groups[g][key] != nil && f.groups[g][key].required || p.r.IntN(100) < share {
					out[g+"/"+key] = p.value(f, key)
				}
			}
			continue
		}
		n := rows[g]
		switch {
		case n > 0 && p.r.IntN(6) == 0:
			out[g+"/"+strconv.Itoa(p.r.IntN(n))] = nil // a row is taken out
			continue
		case n < 3 && p.r.IntN(100) < share:
			n++
		}
		for row := range n {
			for _, key := range keys {
				if row >= rows[g] && f.groups[g][key].required || p.r.IntN(100) < share {
					out[g+"/"+strconv.Itoa(row)+"/"+key] = p.value(f, key)
				}
			}
		}
	}
	return out
}

func (p *proof) open(n int) {
	current := p.pubs[len(p.pubs)-1].form
	var g errgroup.Group
	g.SetLimit(8)
	for range n {
		d := &proofDraft{owner: citizen(fmt.Sprint("c", p.r.IntN(200)))}
		p.drafts = append(p.drafts, d)
		patch := answers(p.patch(current, nil, 70))
		g.Go(func() error {
			v, err := p.StartDraft(context.Background(), d.owner, "", "PM", nil, nil, "")
			if err != nil {
				return err
			}
			d.id = v.Draft.ID
			_, err = p.SaveAnswers(context.Background(), d.owner, d.id, v.Draft.Revision, engine.Patch{Answers: patch})
			return err
		})
	}
	must(p.t, g.Wait())
	p.saves += n
}

// edit lets citizens go on with some of the drafts.
func (p *proof) edit(n int) {
	var g errgroup.Group
	g.SetLimit(8)
	seen := map[string]bool{}
	for range n {
		d := p.drafts[p.r.IntN(len(p.drafts))]
		if d.kase != "" || seen[d.id] {
			continue
		}
		seen[d.id] = true
		now := got[engine.Draft](p.t)(p.store.Draft(context.Background(), d.id))
		rows := map[string]int{}
		for path := range flat(p.t, now.Answers) {
			if parts := strings.Split(path, "/"); len(parts) == 3 {
				i, _ := strconv.Atoi(parts[1])
				rows[parts[0]] = max(rows[parts[0]], i+1)
			}
		}
		patch := answers(p.patch(p.version(now.Release).form, rows, 15))
		g.Go(func() error {
			_, err := p.SaveAnswers(context.Background(), d.owner, d.id, now.Revision, engine.Patch{Answers: patch})
			return err
		})
		p.saves++
	}
	must(p.t, g.Wait())
}

// judged holds the engine's view of a draft against our own judge's.
func (p *proof) judged(d *proofDraft) (engine.Draft, *metamodel.Record) {
	p.t.Helper()
	v := got[*engine.DraftView](p.t)(p.Draft(context.Background(), d.owner, d.id))
	own := p.version(v.Draft.Release).own.Matter("PM").Form.Check(v.Draft.Answers, metamodel.Context{Today: p.time().In(shanghai)})
	if v.Release.Hash != v.Draft.Release || string(own.JSON()) != string(v.Record.JSON()) || own.Problems.Error() != v.Record.Problems.Error() {
		p.t.Fatalf("draft %s is judged by another version than its own:\n%v\n%v", d.id, v.Record.Problems, own.Problems)
	}
	return v.Draft, own
}

// submit hands some drafts in: taken exactly when our own judge would.
func (p *proof) submit(n int) {
	for range n {
		d := p.drafts[p.r.IntN(len(p.drafts))]
		if d.kase != "" {
			continue
		}
		draft, own := p.judged(d)
		receipt, err := p.Submit(context.Background(), d.owner, d.id, "")
		var ps metamodel.Problems
		switch {
		case own.Problems.Failed() && errors.As(err, &ps):
			p.refused++
			continue
		case own.Problems.Failed() || err != nil:
			p.t.Fatalf("its own version says %v, the submission %v", own.Problems, err)
		}
		d.kase = receipt.Case
		p.submitted++
		c := got[engine.Case](p.t)(p.store.Case(context.Background(), d.kase))
		if c.Release != draft.Release || !bytes.Equal(c.Answers, own.JSON()) {
			p.t.Fatalf("filed under %s with %s; the draft was at %s with %s", c.Release, c.Answers, draft.Release, own.JSON())
		}
	}
}

// stored is every filing as the database has it.
func (p *proof) stored() (map[string]engine.Draft, map[string]engine.Case) {
	drafts, cases := map[string]engine.Draft{}, map[string]engine.Case{}
	for _, d := range p.drafts {
		drafts[d.id] = got[engine.Draft](p.t)(p.store.Draft(context.Background(), d.id))
		if d.kase != "" {
			cases[d.kase] = got[engine.Case](p.t)(p.store.Case(context.Background(), d.kase))
		}
	}
	return drafts, cases
}

// move migrates all filings of one version to another, holds each against
// what it was, and sometimes puts them back.
func (p *proof) move(from, to int, back bool) {
	drafts, cases := p.stored()
	m := plan(p.pubs, from, to, p.r)
	m = p.migrate(m)
	items := map[string]engine.MigrationItem{}
	for after := ""; ; {
		list := got[[]engine.MigrationItem](p.t)(p.MigrationItems(context.Background(), mover, m.ID, "", after, 200))
		for _, i := range list {
			items[i.Filing] = i
			after = i.Filing
		}
		if len(list) < 200 {
			break
		}
	}
	nowDrafts, nowCases := p.stored()
	for _, d := range p.drafts {
		was, now := drafts[d.id], nowDrafts[d.id]
		item, here := items[d.id]
		if here != (was.Release == m.From && was.Submitted == "") {
			p.t.Errorf("draft %s of %s: among the items %v", d.id, was.Release, here)
		}
		switch {
		case here && item.Fate == engine.FateMoved:
			p.moved++
			if item.Sort == engine.MigrationNeeds {
				p.needed++
			}
			if now.Release != m.To {
				p.t.Errorf("a draft that was moved is at %s", now.Release)
			}
			nothingLost(p.t, "draft", m, was.Answers, was.Kept, now.Answers, now.Kept)
			p.judged(d)
		case !sameJSON(was, now):
			p.t.Errorf("a draft that stays changed from\n%+v to\n%+v", was, now)
		case here:
			p.blocked++
		}
	}
	for id, was := range cases {
		now := nowCases[id]
		item, here := items[id]
		switch {
		case here && item.Fate == engine.FateMoved:
			p.cases++
			nothingLost(p.t, "case", m, was.Answers, was.Kept, now.Answers, now.Kept)
			own := p.version(m.To).own.Matter("PM").Form.Check(now.Answers, metamodel.Context{Today: now.Submitted.In(shanghai)})
			if asks := now.Status == engine.CaseAsking; now.Release != m.To || asks != own.Problems.Failed() || asks != (item.Sort == engine.MigrationNeeds) {
				p.t.Errorf("the case is %s with %v, sorted %s", now.Status, own.Problems, item.Sort)
			}
		case !sameJSON(was, now):
			p.t.Errorf("a case that stays changed from\n%+v to\n%+v", was, now)
		}
	}
	if !back {
		return
	}
	p.undo(m.ID)
	backDrafts, backCases := p.stored()
	for id, was := range drafts {
		now := backDrafts[id]
		now.Revision = was.Revision
		if !sameJSON(was, now) {
			p.t.Errorf("put back is\n%+v, was\n%+v", now, was)
		}
		p.restored++
	}
	for id, was := range cases {
		now := backCases[id]
		now.Revision, now.Steady, now.Ledger = was.Revision, was.Steady, was.Ledger // they only grow
		if !sameJSON(was, now) {
			p.t.Errorf("put back is\n%+v, was\n%+v", now, was)
		}
	}
}

func sameJSON(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

var shanghai = time.FixedZone("CST", 8*60*60)

func newProof(t testing.TB, database string, seed uint64) *proof {
	t.Helper()
	p := &proof{world: &world{t: t, now: monday, log: &bytes.Buffer{}, folder: folder(t.TempDir())}, r: rand.New(rand.NewPCG(seed, 20))}
	ctx := context.Background()
	var err error
	p.store, err = store.Open(ctx, store.Options{URL: database, Clock: p.time})
	must(t, err)
	t.Cleanup(func() { must(t, p.store.Close()) })
	must(t, p.store.Migrate(ctx))
	p.cat = catalog.New(p.store)
	for _, pack := range builtin() {
		if pack.Name == "china-calendar" {
			var ps metamodel.Problems
			p.cal, ps, err = p.cat.Publish(ctx, pack, monday)
			must(t, errors.Join(err, ps.Err()))
		}
	}
	p.Engine = engine.New(engine.Options{Store: p.store, Blobs: p.folder, Catalog: p.cat, Clock: func(context.Context) (time.Time, error) { return p.time(), nil }})
	return p
}

// The promise to everybody who holds a draft while the form is changed: no
// answer is lost, and none is judged by another version than its own. Another
// run: ONEMATTER_SEED=7 go test -run AThousandDrafts -v ./engine
func TestAThousandDraftsLiveThroughTwentyPublishes(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name            string
		drafts, publish int
	}{{"sqlite", 1000, 20}, {"postgres", 1000, 20}} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			seed, given := uint64(20261125), false
			if s := os.Getenv("ONEMATTER_SEED"); s != "" {
				n, err := strconv.ParseUint(s, 10, 64)
				must(t, err)
				seed, given = n, true
			}
			database := filepath.Join(t.TempDir(), "proof.db")
			if x.name == "postgres" {
				database = testpg.Start(t)
			}
			began := time.Now()
			p := newProof(t, database, seed)
			each := x.drafts / x.publish
			for i := range x.publish {
				p.publish()
				p.open(each)
				p.edit(2 * each)
				p.submit(each)
				for range 3 {
					if from := p.r.IntN(i + 1); i > 0 {
						to := i
						if p.r.IntN(5) == 0 {
							to = p.r.IntN(i + 1) // to any other, older ones too
						}
						if from != to {
							p.move(from, to, p.r.IntN(4) == 0)
						}
					}
				}
			}
			for _, d := range p.drafts {
				if d.kase == "" {
					p.judged(d)
				}
			}
			t.Logf("seed %d: %d drafts, %d publishes, %d saves, %d submitted, %d refused, %d drafts moved (%d need an answer), %d blocked, %d cases moved, %d held against an undo, in %v",
				seed, len(p.drafts), len(p.pubs), p.saves, p.submitted, p.refused, p.moved, p.needed, p.blocked, p.cases, p.restored, time.Since(began).Round(time.Millisecond))
			if !given && (len(p.drafts) < x.drafts || p.submitted == 0 || p.refused == 0 || p.moved < x.drafts/4 || p.needed == 0 || p.blocked == 0 || p.cases == 0 || p.restored == 0) {
				t.Error("this run proves too little: something never happened")
			}
		})
	}
}

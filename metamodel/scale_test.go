package metamodel_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// wideForm is a form of n fields in groups of sixty, with a condition on a
// tenth of them, and answers that are complete.
func wideForm(t testing.TB, n int) (*world, *metamodel.FormDoc, []byte) {
	t.Helper()
	w := restaurant(t)
	properties, answers := map[string]any{}, map[string]any{}
	var sections []any
	const each = 60
	for g := 0; g*each < n; g++ {
		name := fmt.Sprintf("subject%d", g)
		w.subjects[name] = &metamodel.Subject{ID: name, Name: metamodel.ZhEn("角色", "Subject")}
		props, row, fields, required := map[string]any{}, map[string]any{}, []string{}, []string{}
		for i := range min(each, n-g*each) {
			id := fmt.Sprintf("E%d", i)
			if w.elements[id] == nil {
				w.elements[id] = &metamodel.Element{ID: id, Name: metamodel.ZhEn("数据元", "Element"), Type: []metamodel.Type{metamodel.TypeString, metamodel.TypeNumber, metamodel.TypeInteger, metamodel.TypeDate, metamodel.TypeBoolean}[i%5]}
			}
			f := map[string]any{"$ref": "element:" + id}
			if i%10 == 5 {
				f["x-visible"] = fmt.Sprintf("%s.E%d > %d.0", name, i-4, g+1)
			}
			props[id] = f
			row[id] = []any{"王小明", 5000.25, 12, "2026-05-01", true}[i%5]
			fields = append(fields, name+"/"+id)
			required = append(required, id)
		}
		properties[name] = map[string]any{"type": "object", "x-subject": name, "properties": props, "required": required}
		answers[name] = row
		sections = append(sections, map[string]any{"id": name, "title": map[string]string{"zh": "一组", "en": "Group"}, "fields": fields})
	}
	doc, err := json.Marshal(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:wide", "type": "object", "x-title": map[string]string{"zh": "宽", "en": "Wide"},
		"properties": properties, "x-layout": map[string]any{"sections": sections},
	})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	fd := &metamodel.FormDoc{}
	if err := json.Unmarshal(doc, fd); err != nil {
		t.Fatal(err)
	}
	return w, fd, body
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{60, 300, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w, doc, _ := wideForm(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, ps := metamodel.Compile(doc, w); ps.Failed() {
					b.Fatal(ps)
				}
			}
		})
	}
}

func BenchmarkCheckWide(b *testing.B) {
	for _, n := range []int{60, 300, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w, doc, body := wideForm(b, n)
			f, ps := metamodel.Compile(doc, w)
			if ps.Failed() {
				b.Fatal(ps)
			}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if r := f.Check(body, may()); len(r.Problems) > 0 {
					b.Fatal(r.Problems)
				}
			}
		})
	}
}

// Ten times the fields may take about ten times the time; what is quadratic
// takes a hundred times. The best of all runs counts, and there are more of
// them until it holds: others use the machine, and what is quadratic never does.
func TestCostGrowsWithTheFieldsOnly(t *testing.T) {
	type cost struct{ compile, check time.Duration }
	measurer := func(n int) (best *cost, run func()) {
		w, doc, body := wideForm(t, n)
		best = &cost{time.Hour, time.Hour}
		return best, func() {
			at := time.Now()
			f, ps := metamodel.Compile(doc, w)
			best.compile = min(best.compile, time.Since(at))
			if ps.Failed() {
				t.Fatal(ps)
			}
			for range 10 {
				at = time.Now()
				if r := f.Check(body, may()); len(r.Problems) > 0 {
					t.Fatal(r.Problems)
				}
				best.check = min(best.check, time.Since(at))
			}
		}
	}
	one, runOne := measurer(600)
	ten, runTen := measurer(6000)
	for range 50 {
		runOne()
		runTen()
		if ten.compile < 40*one.compile && ten.check < 40*one.check {
			return
		}
	}
	t.Errorf("600 fields: %+v; 6,000 fields: %+v", *one, *ten)
}

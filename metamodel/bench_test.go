package metamodel_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// form60 is a form of sixty fields beside a repeat of five columns, of the mix
// that the restaurant's merged form has, and answers with five rows for it.
// conditions adds a format's condition, six visibility conditions and two rules.
func form60(t testing.TB, conditions bool) (*metamodel.Form, []byte) {
	t.Helper()
	w := restaurant(t)
	properties := map[string]any{}
	answers := map[string]any{}
	var fields []string
	kinds := []struct {
		element string
		value   any
	}{
		{"DE00001", "王小明"}, {"DE00102", "91350100M000100Y43"}, {"DE00103", "1130"}, {"DE00104", json.Number("100.5")}, {"DE00105", "热食类食品制售；冷食类食品制售"},
		{"DE00108", 12}, {"DE00203", json.Number("320.25")}, {"DE00302", []string{"01", "02"}}, {"DE00010", "徐汇区漕溪北路 1 号"}, {"DE00602", "2026-05-01"},
		{"DE00603", true}, {"DE00006", "13800138000"},
	}
	for g := range 5 {
		name := fmt.Sprintf("subject%d", g)
		w.subjects[name] = &metamodel.Subject{ID: name, Name: metamodel.ZhEn("角色", "Subject")}
		props, row, required := map[string]any{}, map[string]any{}, []string{}
		for i, k := range kinds {
			f := map[string]any{"$ref": "element:" + k.element}
			if conditions && i == 3 {
				f["x-visible"] = name + ".DE00103 != '9910'"
			}
			if conditions && i == 6 && g < 2 {
				f["x-check"] = []any{map[string]any{"rule": name + ".DE00203 >= " + name + ".DE00104", "message": map[string]string{"zh": "面积过小", "en": "Too small"}}}
			}
			props[k.element], row[k.element] = f, k.value
			required = append(required, k.element)
			fields = append(fields, name+"/"+k.element)
		}
		properties[name] = map[string]any{"type": "object", "x-subject": name, "properties": props, "required": required}
		answers[name] = row
	}
	cols := map[string]any{}
	for _, id := range []string{"DE00001", "DE00005", "DE00006", "DE00011", "DE00013"} {
		cols[id] = map[string]any{"$ref": "element:" + id}
	}
	if conditions {
		cols["DE00004"] = map[string]any{"$ref": "element:DE00004"}
	}
	properties["employee"] = map[string]any{"type": "array", "x-subject": "employee", "items": map[string]any{"type": "object", "required": []string{"DE00001"}, "properties": cols}}
	fields = append(fields, "employee")
	var rows []any
	for i := range 5 {
		r := map[string]any{"DE00001": fmt.Sprintf("员工%d", i), "DE00005": "11010519491231002X", "DE00006": "13800138000", "DE00011": "200030", "DE00013": "2027-01-31"}
		if conditions {
			r["DE00004"] = "111"
		}
		rows = append(rows, r)
	}
	answers["employee"] = rows
	doc, err := json.Marshal(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:bench", "type": "object", "x-title": map[string]string{"zh": "基准", "en": "Benchmark"},
		"properties": properties,
		"x-layout":   map[string]any{"sections": []any{map[string]any{"id": "all", "title": map[string]string{"zh": "全部", "en": "All"}, "fields": fields}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	f := mustForm(t, w, string(doc))
	if n := len(f.Fields); n != 60+len(cols) {
		t.Fatalf("%d fields", n)
	}
	if r := f.Check(body, may()); len(r.Problems) > 0 || !strings.Contains(string(r.JSON()), `"DE00013":"2027-01-31"`) {
		t.Fatalf("the benchmark's answers must be valid: %v", r.Problems)
	}
	return f, body
}

func BenchmarkCheck60(b *testing.B) {
	for _, c := range []struct {
		name       string
		conditions bool
	}{{"plain", false}, {"with conditions", true}} {
		b.Run(c.name, func(b *testing.B) {
			f, body := form60(b, c.conditions)
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

func BenchmarkRecordJSON(b *testing.B) {
	f, body := form60(b, false)
	r := f.Check(body, may())
	b.ReportAllocs()
	for b.Loop() {
		if len(r.JSON()) == 0 {
			b.Fatal("empty")
		}
	}
}

func BenchmarkGate(b *testing.B) {
	_, body := form60(b, false)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if metamodel.Gate(body, metamodel.AnswerLimits) != nil {
			b.Fatal("refused")
		}
	}
}

func BenchmarkCompile60(b *testing.B) {
	w := restaurant(b)
	doc := decode[metamodel.FormDoc](b, metamodel.KindForm, []byte(foodForm))
	b.ReportAllocs()
	for b.Loop() {
		if _, ps := metamodel.Compile(doc, w); ps.Failed() {
			b.Fatal(ps)
		}
	}
}

package metamodel_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// ruleValues are all values of a few fields, so that all answers can be tried.
var ruleValues = map[string][]string{
	"I1": {"0", "1", "2", "3"}, "I2": {"0", "1", "2", "3"}, "I3": {"0", "1", "2", "3"},
	"N1": {"0", "0.1", "0.2", "0.3"}, "N2": {"0", "0.1", "0.2", "0.3"},
	"D1": {`"2026-05-01"`, `"2026-05-02"`, `"2026-05-03"`}, "D2": {`"2026-05-01"`, `"2026-05-02"`, `"2026-05-03"`},
	"C1": {`"a"`, `"b"`, `"c"`}, "C2": {`"b"`, `"c"`, `"d"`}, "B1": {"true", "false"}, "B2": {"true", "false"},
}

func ruleWorld(t *testing.T) *world {
	w := restaurant(t)
	list := func(id, codes string) {
		l := &metamodel.CodeList{ID: id, Name: metamodel.ZhEn(id, id)}
		for _, c := range codes {
			l.Entries = append(l.Entries, metamodel.Code{Code: string(c), Name: metamodel.ZhEn(string(c), string(c))})
		}
		w.lists[id] = l
	}
	list("L1", "abc")
	list("L2", "bcd")
	w.subjects["p"] = &metamodel.Subject{ID: "p", Name: metamodel.ZhEn("场所", "Premises")}
	one := 1
	for id := range ruleValues {
		e := &metamodel.Element{ID: id, Name: metamodel.ZhEn(id, id), Version: "1.0"}
		switch id[0] {
		case 'I':
			e.Type, e.Minimum, e.Maximum = metamodel.TypeInteger, "0", "3"
		case 'N':
			e.Type, e.Minimum, e.ExclusiveMaximum, e.FractionDigits = metamodel.TypeNumber, "0", "0.4", &one
		case 'D':
			e.Type, e.NotBefore, e.NotAfter = metamodel.TypeDate, "2026-05-01", "2026-05-03"
		case 'C':
			e.Type, e.CodeList = metamodel.TypeCode, "L"+id[1:]
		case 'B':
			e.Type = metamodel.TypeBoolean
		}
		w.elements[id] = e
	}
	return w
}

// ruleOf is a random rule over some fields.
func ruleOf(r *rand.Rand, fields []string, depth int) string {
	if depth > 0 && r.IntN(3) > 0 {
		a, b := ruleOf(r, fields, depth-1), ruleOf(r, fields, depth-1)
		switch r.IntN(6) {
		case 0:
			return "!(" + a + ")"
		case 1:
			return "(" + a + " ? " + b + " : " + ruleOf(r, fields, depth-1) + ")"
		case 2, 3:
			return "(" + a + " && " + b + ")"
		}
		return "(" + a + " || " + b + ")"
	}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	f := fields[r.IntN(len(fields))]
	var alike []string // that it may be compared with
	for _, g := range fields {
		if g[0] == f[0] {
			alike = append(alike, "p."+g)
		}
	}
	other, at := pick(alike...), "p."+f
	switch r.IntN(12) {
	case 0:
		return "has(" + at + ")"
	case 1:
		if f[0] == 'B' {
			return "holds(" + at + ")"
		}
		return "filled(" + at + ")"
	}
	order := pick("<", "<=", ">", ">=", "==", "!=")
	switch f[0] {
	case 'I':
		switch r.IntN(4) {
		case 0:
			return at + " " + order + " " + other
		case 1:
			return at + " in [" + pick("0", "1") + ", " + pick("2", "3") + "]"
		}
		return at + " " + order + " " + pick("0", "1", "2", "3", "1.5")
	case 'N':
		if r.IntN(3) == 0 {
			return at + " " + order + " " + other
		}
		return at + " " + order + " " + pick("0", "0.1", "0.2", "0.25", "0.3")
	case 'D':
		switch r.IntN(5) {
		case 0:
			return at + " " + order + " " + other
		case 1:
			return at + " " + order + " today()"
		case 2:
			return at + " " + order + " addDays(today(), " + pick("-1", "1", "2") + ")"
		case 3:
			return "daysBetween(" + at + ", " + pick(other, "today()") + ") " + order + " " + pick("-1", "0", "1")
		}
		return at + " " + order + " timestamp('2026-05-0" + pick("1", "2", "3") + "T00:00:00Z')"
	case 'C':
		switch r.IntN(4) {
		case 0:
			return at + pick(" == ", " != ") + other
		case 1:
			return at + " in ['b', 'c']"
		}
		return at + pick(" == ", " != ") + pick("'b'", "'c'")
	}
	if r.IntN(2) == 0 {
		return at + pick(" == ", " != ") + other
	}
	return at
}

// A contradiction of two matters' rules and bounds is told exactly where no
// answers on any day suit both; all answers are tried to know.
func TestRulesThatLeaveNothingAreThoseThatNoAnswerMeets(t *testing.T) {
	t.Parallel()
	w := ruleWorld(t)
	r := rand.New(rand.NewPCG(7, 7))
	ids := []string{"I1", "I2", "I3", "N1", "N2", "D1", "D2", "C1", "C2", "B1", "B2"}
	told := map[string]int{}
	for n := range 700 {
		var fields []string
		for len(fields) < 3 {
			if id := ids[r.IntN(len(ids))]; !slices.Contains(fields, id) {
				fields = append(fields, id)
			}
		}
		if n%2 == 0 { // of one type they are compared with each other
			fields = [][]string{{"I1", "I2", "I3"}, {"N1", "N2", "I1"}, {"D1", "D2", "B1"}, {"C1", "C2", "I1"}, {"B1", "B2", "C1"}}[r.IntN(5)]
		}
		properties := map[string]any{}
		var demands []metamodel.Demand
		for _, id := range fields {
			var uses []map[string]any
			for i, matter := range []string{"A", "B"} {
				use := map[string]any{"matter": matter}
				path := "p/" + id
				if r.IntN(3) == 0 {
					use["required"] = true
					demands = append(demands, metamodel.Demand{Path: path, Use: i, What: metamodel.DemandAnswer})
				}
				if r.IntN(4) == 0 {
					switch id[0] {
					case 'I':
						use[[]string{"minimum", "exclusiveMaximum"}[r.IntN(2)]] = 1 + r.IntN(3)
					case 'N':
						use["exclusiveMinimum"] = 0.1
					case 'D':
						use[[]string{"x-not-before", "x-not-after"}[r.IntN(2)]] = []string{"2026-05-02", "today"}[r.IntN(2)]
					case 'C':
						use["enum"] = []string{"b", "c"}[:1+r.IntN(2)]
					case 'B':
						use["const"] = true
					}
					demands = append(demands, metamodel.Demand{Path: path, Use: i, What: metamodel.DemandBounds})
				}
				if r.IntN(2) == 0 {
					use["check"] = []map[string]any{{"rule": ruleOf(r, fields, 2), "message": map[string]string{"zh": "不", "en": "No"}}}
					demands = append(demands, metamodel.Demand{Path: path, Use: i})
				}
				uses = append(uses, use)
			}
			properties[id] = map[string]any{"$ref": "element:" + id, "x-uses": uses}
		}
		paths := make([]string, len(fields))
		for i, id := range fields {
			paths[i] = "p/" + id
		}
		doc, err := json.Marshal(map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:T", "x-title": map[string]string{"zh": "表", "en": "Form"}, "type": "object",
			"properties": map[string]any{"p": map[string]any{"type": "object", "x-subject": "p", "properties": properties}},
			"x-layout":   map[string]any{"sections": []map[string]any{{"id": "s", "title": map[string]string{"zh": "页", "en": "Page"}, "fields": paths}}}})
		if err != nil {
			t.Fatal(err)
		}
		f, ps := metamodel.Compile(decode[metamodel.FormDoc](t, metamodel.KindForm, doc), w)
		if ps.Failed() {
			if strings.Contains(fmt.Sprint(ps), "expr.") { // a rule that can never have a value
				continue
			}
			t.Fatal(ps, string(doc))
		}
		met := map[bool]bool{} // by whether all is answered
		var accepted []map[string]string
		tries := 1
		for _, id := range fields {
			tries *= len(ruleValues[id]) + 1
		}
		for k := range tries {
			answers, rest := map[string]string{}, k
			var said []string
			for _, id := range fields {
				values := ruleValues[id]
				if i := rest % (len(values) + 1); i < len(values) {
					answers["p/"+id] = values[i]
					said = append(said, fmt.Sprintf("%q:%s", id, values[i]))
				}
				rest /= len(values) + 1
			}
			for day := -5; day <= 6; day++ {
				if day > -5 && !strings.Contains(string(doc), "today") {
					break
				}
				ctx := metamodel.Context{Today: time.Date(2026, 5, 2+day, 9, 0, 0, 0, time.UTC), Scope: map[string]bool{"A": true, "B": true}}
				if !f.Check([]byte(`{"p":{`+strings.Join(said, ",")+`}}`), ctx).Problems.Failed() {
					met[false] = true
					if len(answers) == len(fields) {
						met[true] = true
						accepted = append(accepted, answers)
						break
					}
				}
			}
		}
		for _, all := range []bool{false, true} {
			answers, exact, none := f.Rules().Meet(demands, all)
			if none == met[all] || !none && !exact {
				t.Fatalf("all %v: none %v, exact %v, tried %v: %s", all, none, exact, met[all], doc)
			}
			told[fmt.Sprint(all, none)]++
			if all && !none && !slices.ContainsFunc(accepted, func(a map[string]string) bool {
				return !slices.ContainsFunc(answers, func(x metamodel.RuleAnswer) bool { return strings.Trim(a[x.Path], `"`) != x.Value })
			}) {
				t.Fatalf("%v is not accepted: %s", answers, doc)
			}
		}
	}
	for _, what := range []string{"false false", "false true", "true false", "true true"} {
		if told[what] < 50 {
			t.Errorf("%s only %d time(s)", what, told[what])
		}
	}
}

package xlsform

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

// may is the day on which the tests' answers are given.
func may() metamodel.Context {
	return metamodel.Context{Today: time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)}
}

// judge evaluates XPath as ODK does, over the texts of the answers: "" is no
// answer. It knows nothing of CEL.
type judge struct {
	sorts   map[string]nature
	answers map[string]string
	self    string
}

// answer is a node's value.
type answer struct {
	text string
	sort nature
}

func (j judge) eval(n node) any {
	switch n := n.(type) {
	case numberNode:
		f, _ := strconv.ParseFloat(n.text, 64)
		return f
	case textNode:
		return n.value
	case refNode:
		return answer{j.answers[n.name], j.sorts[n.name]}
	case selfNode:
		return answer{j.answers[j.self], j.sorts[j.self]}
	case minusNode:
		return -number(j.eval(n.x))
	case binaryNode:
		switch n.op {
		case "and":
			return boolean(j.eval(n.a)) && boolean(j.eval(n.b))
		case "or":
			return boolean(j.eval(n.a)) || boolean(j.eval(n.b))
		case "=":
			return equal(j.eval(n.a), j.eval(n.b))
		case "!=":
			return !equal(j.eval(n.a), j.eval(n.b))
		}
		a, b := number(j.eval(n.a)), number(j.eval(n.b))
		switch n.op {
		case "<":
			return a < b
		case "<=":
			return a <= b
		case ">":
			return a > b
		case ">=":
			return a >= b
		case "+":
			return a + b
		case "-":
			return a - b
		case "*":
			return a * b
		case "div":
			return a / b
		case "mod":
			return math.Mod(a, b)
		}
	case callNode:
		arg := func(i int) any { return j.eval(n.args[i]) }
		tokens := func(v any) []string { return strings.Fields(words(v)) }
		switch n.name {
		case "true":
			return true
		case "false":
			return false
		case "not":
			return !boolean(arg(0))
		case "boolean":
			return boolean(arg(0))
		case "selected":
			for _, s := range tokens(arg(0)) {
				if s == words(arg(1)) {
					return true
				}
			}
			return false
		case "count-selected":
			return float64(len(tokens(arg(0))))
		case "string-length":
			return float64(len([]rune(words(arg(0)))))
		case "if":
			if boolean(arg(0)) {
				return arg(1)
			}
			return arg(2)
		case "coalesce":
			if words(arg(0)) != "" {
				return arg(0)
			}
			return arg(1)
		case "concat":
			out := ""
			for i := range n.args {
				out += words(arg(i))
			}
			return out
		case "string":
			return words(arg(0))
		case "number":
			return number(arg(0))
		case "int":
			return math.Trunc(number(arg(0)))
		case "abs":
			return math.Abs(number(arg(0)))
		case "round":
			return math.Round(number(arg(0))) // half away from zero
		case "regex":
			return regexp.MustCompile("^(?:" + words(arg(1)) + ")$").MatchString(words(arg(0)))
		case "contains":
			return strings.Contains(words(arg(0)), words(arg(1)))
		case "starts-with":
			return strings.HasPrefix(words(arg(0)), words(arg(1)))
		case "today":
			return answer{"2026-05-01", sortDate}
		case "date":
			return answer{words(arg(0)), sortDate}
		case "min", "max":
			a, b := number(arg(0)), number(arg(1))
			if n.name == "min" {
				return math.Min(a, b)
			}
			return math.Max(a, b)
		}
	}
	panic(fmt.Sprintf("the judge does not know %#v", n))
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	case answer:
		if v.sort == sortDate && v.text != "" {
			d, err := time.Parse(time.DateOnly, v.text)
			if err != nil {
				return math.NaN()
			}
			return float64(d.Unix() / 86400)
		}
		return number(v.text)
	case string:
		if f, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil && plainNumber.MatchString(strings.TrimSpace(v)) {
			return f
		}
	}
	return math.NaN()
}

func words(v any) string {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) {
			return "" // ODK stores no number as nothing
		}
		return strconv.FormatFloat(v+0, 'f', -1, 64) // -0 + 0 is 0
	case bool:
		return strconv.FormatBool(v)
	case answer:
		return v.text
	}
	return v.(string)
}

func boolean(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case answer:
		if v.sort == sortWhole || v.sort == sortNumber {
			return boolean(number(v))
		}
		return v.text != ""
	}
	return v.(string) != ""
}

// equal compares as ODK does: an answer of a number is a number, unless it is
// blank.
func equal(a, b any) bool {
	if x, ok := a.(bool); ok {
		return x == boolean(b)
	}
	if y, ok := b.(bool); ok {
		return y == boolean(a)
	}
	if numeric(a) || numeric(b) {
		return number(a) == number(b)
	}
	return words(a) == words(b)
}

func numeric(v any) bool {
	if a, ok := v.(answer); ok {
		return (a.sort == sortWhole || a.sort == sortNumber) && a.text != ""
	}
	_, ok := v.(float64)
	return ok
}

// numberOf, textOf, condOf write random expressions over the form `asked`.
type writer struct {
	t     *rapid.T
	self  bool // `.` is a whole number
	depth int
}

func (w *writer) pick(of ...string) string { return rapid.SampledFrom(of).Draw(w.t, "word") }

func (w *writer) number() string {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > 4 {
		return w.pick("${n}", "${m}", "3", "0")
	}
	if w.self && w.pick("self", "", "") != "" {
		return "."
	}
	switch w.pick("ref", "ref", "ref", "literal", "literal", "sum", "minus", "div", "count", "length", "if", "coalesce", "int", "abs", "round", "days", "min", "number") {
	case "literal":
		return w.pick("0", "1", "2", "3", "5", "1.5", "-2")
	case "sum":
		return "(" + w.number() + w.pick(" + ", " - ", " * ") + w.number() + ")"
	case "minus":
		return "-" + w.pick("${n}", "${d}", "2")
	case "div":
		return w.number() + " div " + w.pick("2", "4", "0.5")
	case "count":
		return "count-selected(${many})"
	case "length":
		return "string-length(" + w.text() + ")"
	case "if":
		return "if(" + w.cond() + ", " + w.number() + ", " + w.pick("''", w.number()) + ")"
	case "coalesce":
		return "coalesce(" + w.pick("${n}", "${d}") + ", " + w.number() + ")"
	case "int":
		return "int(" + w.pick("${d}", "${n} div 2", "${grade}") + ")"
	case "abs":
		return "abs(" + w.number() + ")"
	case "round":
		return "round(" + w.pick("${d}", "${n} div 2") + ")"
	case "days":
		return "(" + w.date() + " - " + w.date() + ")"
	case "min":
		return w.pick("min", "max") + "(" + w.number() + ", " + w.number() + ")"
	case "number":
		return "number(" + w.pick("${t}", "${grade}", "'2'") + ")"
	}
	return w.pick("${n}", "${m}", "${d}")
}

func (w *writer) date() string { return w.pick("${day}", "${day2}", "today()", "date('2026-05-02')") }

func (w *writer) text() string {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > 4 {
		return w.pick("${t}", "'a'", "''")
	}
	switch w.pick("ref", "ref", "literal", "concat", "if", "coalesce", "string") {
	case "literal":
		return w.pick("'a'", "'ab'", "'2'", "''")
	case "concat":
		return "concat(" + w.text() + ", " + w.pick("${n}", "' '", w.text()) + ")"
	case "if":
		return "if(" + w.cond() + ", " + w.text() + ", " + w.text() + ")"
	case "coalesce":
		return "coalesce(" + w.pick("${t}", "${u}") + ", " + w.text() + ")"
	case "string":
		return "string(" + w.pick("${n}", "${t}", "${one}", "${day}") + ")"
	}
	return w.pick("${t}", "${u}")
}

func (w *writer) cond() string {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > 5 {
		return w.pick("${n} > 1", "${t} = 'a'", "${one} = 'pear'")
	}
	switch w.pick("number", "number", "number", "text", "text", "code", "empty", "and", "or", "not", "date", "selected", "ack", "regex", "plain") {
	case "text":
		return w.text() + w.pick(" = ", " != ") + w.text()
	case "code":
		return w.pick("${one} = 'apple'", "${one} != 'pear'", "${grade} = 2", "${grade} != '1'", "${grade} > 1", "${many} = 'pear'", "${one} = ${t}", "${many} != 'apple'")
	case "empty":
		return w.pick("${t}", "${n}", "${d}", "${day}", "${one}", "${many}", "${ack}") + w.pick(" = ''", " != ''")
	case "and", "or":
		return "(" + w.cond() + w.pick(" and ", " or ") + w.cond() + ")"
	case "not":
		return "not(" + w.cond() + ")"
	case "date":
		return w.date() + w.pick(" < ", " <= ", " > ", " >= ", " = ", " != ") + w.date()
	case "selected":
		return "selected(" + w.pick("${many}", "${one}") + ", " + w.pick("'apple'", "'pear'", "${one}") + ")"
	case "ack":
		return w.pick("${ack} = 'OK'", "${ack} != 'OK'", "${ack}")
	case "regex":
		return w.pick("regex(", "contains(", "starts-with(") + w.text() + ", " + w.pick("'a'", "'ab'", "'2'") + ")"
	case "plain":
		return "boolean(" + w.pick("${t}", "${n}", w.number()) + ")"
	}
	return w.number() + w.pick(" = ", " != ", " < ", " <= ", " > ", " >= ") + w.number()
}

// randomAnswers fills the scalar questions of `asked`, or leaves them.
func randomAnswers(t *rapid.T) (texts map[string]string, body map[string]any) {
	texts, body = map[string]string{}, map[string]any{}
	put := func(name string, values ...string) {
		v := rapid.SampledFrom(append(values, "", "")).Draw(t, name)
		if v == "" {
			return
		}
		texts[name] = v
		switch name {
		case "n", "m", "d":
			body[name] = json.Number(v)
		case "many":
			body[name] = strings.Fields(v)
		case "ack":
			body[name] = true
		default:
			body[name] = v
		}
	}
	put("t", "a", "ab", "2", "abc", "1.5", "1e3", "inf")
	put("u", "a", "2", "b")
	put("n", "0", "1", "2", "3", "-2", "7")
	put("m", "0", "1", "2", "5")
	put("d", "0", "0.5", "1.5", "2.5", "-1.5", "3")
	put("day", "2026-05-01", "2026-05-02", "2000-02-29")
	put("day2", "2026-05-01", "1999-12-31")
	put("one", "apple", "pear")
	put("grade", "1", "02")
	put("many", "apple", "pear", "apple pear")
	put("ack", "OK")
	return texts, body
}

// Whatever condition stands in the form, and whichever answers are given or
// not, the form's verdict is that of XPath: for what is shown, for what is
// refused, for what is computed.
func TestTheFormJudgesAsXPathDoes(t *testing.T) {
	t.Parallel()
	survey, choices, _ := strings.Cut(asked, "-- choices --")
	sorts := map[string]nature{"t": sortText, "u": sortText, "n": sortWhole, "m": sortWhole, "d": sortNumber, "day": sortDate, "day2": sortDate, "one": sortCode, "grade": sortCode, "many": sortCodes, "ack": sortText}
	counts := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t: t}
		var relevants, constraints, calculations [4]string
		var b strings.Builder
		b.WriteString(survey)
		for i := range relevants {
			relevants[i] = w.cond()
			fmt.Fprintf(&b, "text | rel%d | R | %s\n", i, relevants[i])
		}
		w.self = true
		for i := range constraints {
			constraints[i] = w.cond()
			fmt.Fprintf(&b, "integer | con%d | C | | | %s\n", i, constraints[i])
		}
		w.self = false
		for i := range calculations {
			calculations[i] = []func() string{w.number, w.text, w.cond, w.number}[i]()
			fmt.Fprintf(&b, "calculate | cal%d | | | %s\n", i, calculations[i])
		}
		b.WriteString("-- choices --" + choices)
		r := Import(quickBook(t, b.String()), Options{AcceptUntranslated: true})
		if !r.Written() {
			t.Fatalf("%s", r.Report.Terminal("en"))
		}
		left := map[string]bool{}
		for _, u := range r.Report.Untranslated {
			left[u.Question] = true
		}
		rel, ps := compilePack(r)
		if ps.Failed() {
			t.Fatal(ps)
		}
		form := rel.Form("asked")
		for range 6 {
			texts, body := randomAnswers(t)
			self := rapid.SampledFrom([]string{"", "0", "1", "3", "-2"}).Draw(t, "self")
			for i := range constraints {
				if self != "" {
					body[fmt.Sprintf("con%d", i)] = json.Number(self)
				}
			}
			raw, err := json.Marshal(map[string]any{"survey": body})
			if err != nil {
				t.Fatal(err)
			}
			rec := form.Check(raw, may())
			problems := map[string]string{}
			for _, p := range rec.Problems {
				problems[p.Path] = p.Code
			}
			j := judge{sorts: sorts, answers: texts}
			for i, x := range relevants {
				name := fmt.Sprintf("rel%d", i)
				if left[name] {
					counts["left out"]++
					continue
				}
				want := boolean(j.eval(mustParse(t, x)))
				counts[fmt.Sprint("shown ", want)]++
				if got := rec.Visible("survey/" + name); got != want {
					t.Fatalf("%s with %v: shown %v, XPath says %v; CEL: %s", x, texts, got, want, visibleOf(form, name))
				}
			}
			for i, x := range constraints {
				name := fmt.Sprintf("con%d", i)
				if left[name] {
					counts["left out"]++
					continue
				}
				j := judge{sorts: map[string]nature{name: sortWhole}, answers: map[string]string{name: self}, self: name}
				for k, v := range sorts {
					j.sorts[k], j.answers[k] = v, texts[k]
				}
				want := self == "" || boolean(j.eval(mustParse(t, x)))
				counts[fmt.Sprint("allowed ", want)]++
				if got := problems["survey/"+name] == ""; got != want {
					t.Fatalf("%s of %q with %v: allowed %v, XPath says %v; CEL: %v", x, self, texts, got, want, form.Doc.Properties["survey"].Properties[name].Checks)
				}
			}
			var out struct{ Survey map[string]any }
			if err := json.Unmarshal(rec.JSON(), &out); err != nil {
				t.Fatal(err)
			}
			for i, x := range calculations {
				name := fmt.Sprintf("cal%d", i)
				if left[name] {
					counts["left out"]++
					continue
				}
				v := j.eval(mustParse(t, x))
				want := words(v)
				got := ""
				switch g := out.Survey[name].(type) {
				case float64:
					got = strconv.FormatFloat(g, 'f', -1, 64)
				case bool:
					got = strconv.FormatBool(g)
					if a, ok := v.(answer); ok && a.sort == sortText {
						got = map[bool]string{true: "OK"}[g]
					}
				case string:
					got = g
				}
				if f, ok := v.(float64); ok && math.IsInf(f, 0) {
					continue // no number for a form
				}
				counts[fmt.Sprint("computed ", want != "")]++
				if strings.TrimSpace(got) != strings.TrimSpace(want) {
					t.Fatalf("%s with %v gives %q, XPath says %q; CEL: %s", x, texts, got, want, form.Doc.Properties["survey"].Properties[name].Value)
				}
			}
		}
	})
	for _, k := range []string{"shown true", "shown false", "allowed true", "allowed false", "computed true", "computed false"} {
		if counts[k] < 20 {
			t.Errorf("%s only %d times: %v", k, counts[k], counts)
		}
	}
	if total := counts["shown true"] + counts["shown false"]; counts["left out"] > total {
		t.Errorf("too much was left out: %v", counts)
	}
	t.Log(counts)
}

func visibleOf(f *metamodel.Form, name string) string {
	return f.Doc.Properties["survey"].Properties[name].Visible
}

func mustParse(t *rapid.T, x string) node {
	n, err := parse(x)
	if err != nil {
		t.Fatalf("%s: %v", x, err)
	}
	return n
}

package sheets

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

var (
	samePerson = regexp.MustCompile(`^(\S+?)\s*(不是|不同于|不为|是|即为)\s*(\S+)$`)
	rowWord    = regexp.MustCompile(`\brow\.`)
)

func containsRow(cel string) bool { return rowWord.MatchString(cel) }

// tighten reads one part of 约束收紧: a bound (>= 300, 1..100), a constant
// (== true), or a comparison with another field (<= DE00203@经营场所).
func (b *formBuilder) tighten(f *field, fd *metamodel.FieldDoc, part string) {
	text := strings.ReplaceAll(part, " ", "")
	fail := func(k metamodel.Kind, params ...any) {
		b.im.report(f.row.problem(k, "约束收紧", append([]any{"value", excerpt(part)}, params...)...))
	}
	e := f.element
	if m := domainRange.FindStringSubmatch(text); m != nil {
		b.tightenBound(f, fd, ">=", m[1], part)
		b.tightenBound(f, fd, "<=", m[2], part)
		return
	}
	m := domainBound.FindStringSubmatch(text)
	if m == nil {
		if m = domainBound.FindStringSubmatch(strings.Replace(text, "!=", "==", 1)); m == nil || !strings.HasPrefix(text, "!=") {
			fail(kindTighten)
			return
		}
		m[1] = "!="
	}
	op, right := m[1], m[2]
	if op == "=" {
		op = "=="
	}
	switch {
	case elementName.MatchString(strings.SplitN(right, "@", 2)[0]):
		b.compareFields(f, fd, op, right, part)
	case strings.EqualFold(right, "true") || strings.EqualFold(right, "false"):
		if e.Type != metamodel.TypeBoolean || op != "==" {
			fail(kindTightenType, "element", e.Name)
			return
		}
		if e.Const != nil && !strings.EqualFold(string(e.Const), right) {
			fail(kindImpossible, "element", e.Name)
			return
		}
		fd.Const = json.RawMessage(strings.ToLower(right))
	case e.Type == metamodel.TypeDate && (right == "today" || fullDate.MatchString(right)):
		switch op {
		case ">=":
			fd.NotBefore = right
		case "<=":
			fd.NotAfter = right
		default:
			fail(kindTighten)
		}
	case textual(e.Type) && op == "==" && quoted.MatchString(right):
		b.constant(f, fd, strings.Trim(right, `'"`), part)
	default:
		b.tightenBound(f, fd, op, right, part)
	}
}

var quoted = regexp.MustCompile(`^('[^']*'|"[^"]*")$`)

func (b *formBuilder) constant(f *field, fd *metamodel.FieldDoc, value, part string) {
	if l := b.im.pack.CodeLists[f.element.CodeList]; l != nil {
		if _, ok := l.Entry(value); !ok {
			b.im.report(f.row.problem(kindNoCode, "约束收紧", "code", value, "list", l.ID))
			return
		}
	}
	doc, err := json.Marshal(value)
	if err != nil {
		b.im.report(f.row.problem(kindTighten, "约束收紧", "value", excerpt(part)))
		return
	}
	fd.Const = doc
}

// tightenBound narrows a number and makes sure that some value is left.
func (b *formBuilder) tightenBound(f *field, fd *metamodel.FieldDoc, op, number, part string) {
	e := f.element
	fail := func(k metamodel.Kind, params ...any) {
		b.im.report(f.row.problem(k, "约束收紧", append([]any{"value", excerpt(part)}, params...)...))
	}
	if _, ok := decimalText(number); !ok {
		fail(kindNotNumber)
		return
	}
	if !numeric(e.Type) || !fits(number, e.Type) {
		fail(kindTightenType, "element", e.Name)
		return
	}
	before := narrowest(&e.Constraints)
	trial := fd.Constraints
	if !bound(&trial, op, number) {
		fail(kindTighten)
		return
	}
	after := before.and(narrowest(&trial))
	switch {
	case after.empty(e.Type):
		fail(kindImpossible, "element", e.Name)
		return
	case after == before:
		fail(kindWider, "element", e.Name)
	}
	fd.Constraints = trial
}

// span is a range of numbers.
type span struct {
	low, high         float64
	lowOpen, highOpen bool
}

// narrowest is the range constraints leave.
func narrowest(c *metamodel.Constraints) span {
	s := span{low: math.Inf(-1), high: math.Inf(1)}
	read := func(text string) (float64, bool) {
		if text == "" {
			return 0, false
		}
		v, err := strconv.ParseFloat(text, 64)
		return v, err == nil
	}
	if v, ok := read(string(c.Minimum)); ok {
		s = s.and(span{low: v, high: math.Inf(1)})
	}
	if v, ok := read(string(c.ExclusiveMinimum)); ok {
		s = s.and(span{low: v, lowOpen: true, high: math.Inf(1)})
	}
	if v, ok := read(string(c.Maximum)); ok {
		s = s.and(span{low: math.Inf(-1), high: v})
	}
	if v, ok := read(string(c.ExclusiveMaximum)); ok {
		s = s.and(span{low: math.Inf(-1), high: v, highOpen: true})
	}
	if v, ok := read(string(c.Const)); ok {
		s = s.and(span{low: v, high: v})
	}
	if c.IntegerDigits != nil {
		top := math.Pow10(*c.IntegerDigits)
		s = s.and(span{low: -top, lowOpen: true, high: top, highOpen: true})
	}
	return s
}

func (s span) and(t span) span {
	if t.low > s.low || t.low == s.low && t.lowOpen {
		s.low, s.lowOpen = t.low, t.lowOpen
	}
	if t.high < s.high || t.high == s.high && t.highOpen {
		s.high, s.highOpen = t.high, t.highOpen
	}
	return s
}

// empty reports whether no value of the type is left.
func (s span) empty(t metamodel.Type) bool {
	if t == metamodel.TypeInteger && !math.IsInf(s.low, 0) && !math.IsInf(s.high, 0) {
		low, high := math.Ceil(s.low), math.Floor(s.high)
		if s.lowOpen && low == s.low {
			low++
		}
		if s.highOpen && high == s.high {
			high--
		}
		return low > high
	}
	return s.low > s.high || s.low == s.high && (s.lowOpen || s.highOpen)
}

// compareFields makes a check of a comparison with another field of the form,
// with words made of both labels.
func (b *formBuilder) compareFields(f *field, fd *metamodel.FieldDoc, op, right, part string) {
	left := f.element.ID + "@" + f.subject.ID
	cel, words, problem := translate(left+" "+op+" "+right, b.scope(f, "约束收紧"))
	switch {
	case problem != nil:
		b.im.report(*problem)
		return
	case words:
		b.im.report(f.row.problem(kindTighten, "约束收紧", "value", excerpt(part)))
		return
	}
	element, subject, _ := strings.Cut(right, "@")
	s := b.im.subjectNamed(subject)
	var other *field
	for _, g := range b.m.fields {
		if g.element != nil && g.element.ID == element && g.subject == s {
			other = g
		}
	}
	if other == f {
		b.im.report(f.row.problem(kindImpossible, "约束收紧", "value", excerpt(part), "element", f.element.Name))
		return
	}
	fd.Checks = append(fd.Checks, metamodel.Check{Rule: cel, Message: b.im.comparisonMessage(f, op, other)})
}

// comparisonMessage says what the rule asks for in the labels of the form.
func (im *importer) comparisonMessage(f *field, op string, other *field) metamodel.Text {
	return comparisonWords(f.element.Type, op, im.labelOf(f), im.labelOf(other), "“%s”")
}

// comparisonWords say how one value must be beside another one, which stands in
// quotes where it is a field's label.
func comparisonWords(typ metamodel.Type, op string, a, b metamodel.Text, quoted string) metamodel.Text {
	zh := map[string]string{"<=": "不能大于", "<": "应小于", ">=": "不能小于", ">": "应大于", "==": "应等于", "!=": "不能等于"}[op]
	en := map[string]string{"<=": "must not be more than", "<": "must be less than", ">=": "must not be less than", ">": "must be more than", "==": "must be the same as", "!=": "must differ from"}[op]
	if typ == metamodel.TypeDate {
		zh = map[string]string{"<=": "不能晚于", "<": "应早于", ">=": "不能早于", ">": "应晚于", "==": "应等于", "!=": "不能等于"}[op]
		en = map[string]string{"<=": "must not be after", "<": "must be before", ">=": "must not be before", ">": "must be after", "==": "must be the same as", "!=": "must differ from"}[op]
	}
	return metamodel.ZhEn("“"+a.In("zh")+"”"+zh+fmt.Sprintf(quoted, b.In("zh")), "“"+a.In("en")+"” "+en+" "+fmt.Sprintf(quoted, b.In("en")))
}

// labelOf is what people see a field called.
func (im *importer) labelOf(f *field) metamodel.Text {
	if f.label == f.element.Name["zh"] {
		return f.element.Name
	}
	return im.label(f)
}

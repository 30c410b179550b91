package catalog

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// mostTrials bounds the answers tried for one question about a form, and
// formTrials those for a whole form: the gate's time is bounded, and what is
// beyond is not claimed.
const (
	mostTrials = 20_000
	formTrials = 100_000
	mostCodes  = 40 // a longer list is tried by the codes that conditions name, and one other
)

// trial answers a form in every way that matters to some of its conditions: one
// value for each part into which the literals beside a field cut its values.
type trial struct {
	release *Release
	form    *metamodel.Form
	env     *metamodel.Env
	seen    map[string]metamodel.Inspection // by row group and source
	left    int                             // answers that may still be tried
}

func newTrial(r *Release, f *metamodel.Form) *trial {
	env, ps := metamodel.NewEnv(f, nil, r.reg)
	if ps.Failed() {
		return nil
	}
	return &trial{release: r, form: f, env: env, seen: map[string]metamodel.Inspection{}, left: formTrials}
}

// row is the innermost repeat a group lies in, itself included.
func rowOf(g *metamodel.Group) *metamodel.Group {
	for g != nil && !g.Repeat {
		g = g.Parent
	}
	return g
}

// outside is the row a group's own conditions look from.
func outside(g *metamodel.Group) *metamodel.Group { return rowOf(g.Parent) }

func (tr *trial) inspect(source string, row *metamodel.Group) metamodel.Inspection {
	key := source
	if row != nil {
		key = row.Path + "\x00" + source
	}
	if in, ok := tr.seen[key]; ok {
		return in
	}
	in, ps := tr.env.Inspect(source, row)
	if ps.Failed() {
		in.Closed = false
	}
	tr.seen[key] = in
	return in
}

// condition is one expression with the row it stands in.
type condition struct {
	source string
	row    *metamodel.Group
}

// chain are the conditions under which a field is shown.
func (tr *trial) chain(f *metamodel.Field) (out []condition) {
	add := func(source string, row *metamodel.Group) {
		if !sameSource(source, "") {
			out = append(out, condition{source, row})
		}
	}
	for _, u := range f.Uses {
		add(u.Visible, rowOf(f.Group))
	}
	for g := f.Group; g != nil; g = g.Parent {
		for _, u := range g.Uses {
			add(u.Visible, outside(g))
		}
	}
	routed := slices.ContainsFunc(tr.form.Sections, func(s *metamodel.Section) bool { return len(s.Next) > 0 })
	for _, s := range tr.form.Sections {
		if !routed && s != f.Section {
			continue
		}
		add(s.Visible, nil)
		for _, r := range s.Next {
			add(r.When, nil)
		}
	}
	return out
}

// variable is a field that decides, with the values to try.
type variable struct {
	field  *metamodel.Field
	values []json.RawMessage // nil: no answer
}

// variables are the fields some conditions read, and what those are shown by,
// and so on. closed reports whether trying their values tries everything.
func (tr *trial) variables(from []condition) (vars []variable, closed bool) {
	closed = true
	lits := map[*metamodel.Field][]json.RawMessage{}
	known := map[*metamodel.Field]bool{}
	var fields []*metamodel.Field
	for len(from) > 0 {
		c := from[0]
		from = from[1:]
		in := tr.inspect(c.source, c.row)
		closed = closed && in.Closed
		for _, r := range in.Reads {
			if r.Field == nil {
				closed = false
				continue
			}
			lits[r.Field] = append(lits[r.Field], r.Literals...)
			if !known[r.Field] {
				known[r.Field] = true
				fields = append(fields, r.Field)
				from = append(from, tr.chain(r.Field)...)
			}
		}
		if len(fields) > 12 {
			return nil, false
		}
	}
	sort.Slice(fields, func(i, j int) bool { return fields[i].Path < fields[j].Path })
	for _, f := range fields {
		values, whole := tr.values(f, lits[f])
		closed = closed && whole
		vars = append(vars, variable{f, append([]json.RawMessage{nil}, values...)})
	}
	return vars, closed
}

// values are one of each part into which literals cut what a field takes;
// whole reports whether there is no other part.
func (tr *trial) values(f *metamodel.Field, lits []json.RawMessage) (out []json.RawMessage, whole bool) {
	if f.Computed || f.ReadOnly || f.Hidden {
		return nil, false // not for the one who answers to say
	}
	own := metamodel.Constraints{}
	if len(f.Uses) > 0 {
		own = f.Uses[0].Constraints
	}
	takes := valuesOf(f.Element.Constraints, own)
	quote := func(list []string) (out []json.RawMessage) {
		for _, s := range list {
			b, err := json.Marshal(s)
			if err == nil {
				out = append(out, b)
			}
		}
		return out
	}
	switch f.Element.Type {
	case metamodel.TypeBoolean:
		return []json.RawMessage{json.RawMessage("true"), json.RawMessage("false")}, true
	case metamodel.TypeCode, metamodel.TypeCodes:
		return codeValues(f, lits)
	case metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeMoney:
		digits := -1
		if l := smallest(takes.given("x-fraction-digits")); l.set {
			digits = int(l.at.IntPart())
		}
		if f.Element.Type == metamodel.TypeMoney {
			digits = 2
		}
		for _, v := range grid(lits, takes.lower(), takes.upper(), digits, f.Element.Type == metamodel.TypeInteger) {
			out = append(out, json.RawMessage(v))
		}
		return out, true
	case metamodel.TypeDate:
		from, to := dayOf(takes.given("x-not-before"), true), dayOf(takes.given("x-not-after"), false)
		dated := len(takes.given("x-not-before")) == 0 || from != ""
		dated = dated && (len(takes.given("x-not-after")) == 0 || to != "")
		days, ok := dayGrid(lits, from, to)
		return quote(days), ok && dated
	case metamodel.TypeString, metamodel.TypeText:
		least := int(greatest(takes.given("minLength")).at.IntPart())
		another := strings.Repeat("某", max(least, 1))
		free := len(takes.given("pattern"))+len(takes.given("format"))+len(takes.given("enum"))+len(takes.given("const")) == 0
		return append(slices.Clone(lits), quote([]string{another})...), free
	}
	return nil, false
}

// codeValues are every code, or of a long list those named and one other.
func codeValues(f *metamodel.Field, lits []json.RawMessage) (out []json.RawMessage, whole bool) {
	if f.CodeList == nil {
		return nil, false
	}
	several := f.Element.Type == metamodel.TypeCodes
	whole = !several || len(lits) <= 1 // several named codes may come together in many ways
	other := 1
	for _, e := range f.CodeList.Entries {
		b, err := json.Marshal(e.Code)
		if err != nil {
			continue
		}
		named := slices.ContainsFunc(lits, func(l json.RawMessage) bool { return string(l) == string(b) })
		if !named && len(f.CodeList.Entries) > mostCodes {
			if other--; other < 0 {
				continue
			}
		}
		if several {
			b = append(append([]byte("["), b...), ']')
		}
		out = append(out, b)
	}
	return out, whole
}

// grid is one number of each part into which breaks cut a range: the breaks
// that are in it, and one between and beyond. digits after the point may be
// limited (-1: not).
func grid(lits []json.RawMessage, lower, upper limit, digits int, whole bool) (out []string) {
	if whole {
		digits = 0
	}
	var at []decimal.Decimal
	for _, raw := range lits {
		if d, ok := number(json.Number(raw)); ok {
			at = append(at, d)
		}
	}
	if lower.set {
		at = append(at, lower.at)
	}
	if upper.set {
		at = append(at, upper.at)
	}
	if len(at) == 0 {
		at = append(at, decimal.Zero)
	}
	sort.Slice(at, func(i, j int) bool { return at[i].LessThan(at[j]) })
	at = slices.CompactFunc(at, func(a, b decimal.Decimal) bool { return a.Equal(b) })
	one := decimal.NewFromInt(1)
	tries := []decimal.Decimal{at[0].Sub(one).Floor()}
	for i, d := range at {
		tries = append(tries, d)
		if i+1 < len(at) {
			mid := d.Add(at[i+1]).Div(decimal.NewFromInt(2))
			if digits >= 0 {
				mid = mid.RoundFloor(int32(digits))
				if !mid.GreaterThan(d) {
					mid = mid.Add(decimal.New(1, int32(-digits)))
				}
			}
			tries = append(tries, mid)
		}
	}
	tries = append(tries, at[len(at)-1].Add(one).Ceil())
	for _, d := range tries {
		in := !lower.set || d.GreaterThan(lower.at) || !lower.open && d.Equal(lower.at)
		in = in && (!upper.set || d.LessThan(upper.at) || !upper.open && d.Equal(upper.at))
		if digits >= 0 && !d.Equal(d.Truncate(int32(digits))) {
			in = false
		}
		if s := d.String(); in && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// dayGrid is grid for dates. ok is false for a literal that is no day.
func dayGrid(lits []json.RawMessage, from, to string) (out []string, ok bool) {
	var at []time.Time
	add := func(s string) bool {
		if len(s) > len(time.DateOnly) && strings.HasPrefix(s[len(time.DateOnly):], "T00:00:00") && strings.HasSuffix(s, "Z") {
			s = s[:len(time.DateOnly)]
		}
		d, err := time.Parse(time.DateOnly, s)
		if err == nil {
			at = append(at, d)
		}
		return err == nil
	}
	ok = true
	for _, raw := range lits {
		var s string
		ok = json.Unmarshal(raw, &s) == nil && add(s) && ok
	}
	for _, s := range []string{from, to} {
		if s != "" {
			ok = add(s) && ok
		}
	}
	if len(at) == 0 {
		add("2026-01-01")
	}
	for _, d := range slices.Clone(at) { // days are whole: the neighbours are the parts
		at = append(at, d.AddDate(0, 0, -1), d.AddDate(0, 0, 1))
	}
	sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
	for _, d := range at {
		s := d.Format(time.DateOnly)
		if (from == "" || s >= from) && (to == "" || s <= to) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, ok
}

// each answers the form in every way the variables allow, until visit is
// content. It reports whether all ways were tried that there are.
func (tr *trial) each(vars []variable, visit func(*metamodel.Record) (enough bool)) (all bool) {
	size := 1
	for _, v := range vars {
		if size *= len(v.values); size > mostTrials {
			size, all = mostTrials, false
			break
		}
		all = true
	}
	all = all || len(vars) == 0
	for n := range size {
		if tr.left--; tr.left < 0 {
			return false
		}
		answers := map[string]any{}
		for _, v := range vars {
			if raw := v.values[n%len(v.values)]; raw != nil {
				put(answers, v.field.Group, v.field.Key, raw)
			}
			n /= len(v.values)
		}
		for _, g := range tr.form.Groups { // a row of every repeat, for what is in rows
			putRow(answers, g)
		}
		doc, err := json.Marshal(answers)
		if err != nil {
			return false
		}
		if visit(tr.form.Check(doc, metamodel.Context{Today: trialDay})) {
			return all
		}
	}
	return all
}

// trialDay stands for today; what depends on it is not closed.
var trialDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// put writes an answer where it belongs; of repeats, into the first row.
func put(answers map[string]any, g *metamodel.Group, key string, raw json.RawMessage) {
	objectOf(answers, g)[key] = raw
}

func putRow(answers map[string]any, g *metamodel.Group) {
	objectOf(answers, g)
	for _, inner := range g.Groups {
		putRow(answers, inner)
	}
}

func objectOf(answers map[string]any, g *metamodel.Group) map[string]any {
	if g == nil {
		return answers
	}
	outer := objectOf(answers, g.Parent)
	name := g.Path[strings.LastIndex(g.Path, "/")+1:]
	if g.Repeat {
		if outer[name] == nil {
			outer[name] = []any{map[string]any{}}
		}
		return outer[name].([]any)[0].(map[string]any)
	}
	if outer[name] == nil {
		outer[name] = map[string]any{}
	}
	return outer[name].(map[string]any)
}

// instance is a field's path in the first rows.
func instance(g *metamodel.Group) string {
	if g == nil {
		return ""
	}
	name := g.Path[strings.LastIndex(g.Path, "/")+1:]
	if g.Repeat {
		name += "/0"
	}
	return join(instance(g.Parent), name)
}

// result is what trying out a condition showed.
type result struct {
	closed bool // everything was tried
	holds  bool // some answers make it true
	fails  bool // some answers, all given, make it false
}

// outcome tries out a condition that stands in no row.
func (tr *trial) outcome(source string, beside []condition) (o result) {
	x, ps := tr.env.Condition("", source)
	if ps.Failed() {
		return o
	}
	vars, closed := tr.variables(append([]condition{{source, nil}}, beside...))
	if len(vars) == 0 && !closed {
		return o
	}
	reads := tr.inspect(source, nil).Reads
	all := tr.each(vars, func(rec *metamodel.Record) bool {
		switch rec.Eval(x) {
		case metamodel.True:
			o.holds = true
		case metamodel.False:
			whole := true
			for _, r := range reads {
				whole = whole && r.Field != nil && rec.Answered(join(instance(r.Field.Group), r.Field.Key))
			}
			o.fails = o.fails || whole
		}
		return o.holds && o.fails
	})
	o.closed = closed && all || o.holds && o.fails
	return o
}

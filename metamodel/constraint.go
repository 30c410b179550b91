package metamodel

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// constraints is the compiled form of Constraints. Absent limits are -1 or nil.
type constraints struct {
	minLength, maxLength               int
	pattern                            *regexp.Regexp
	format                             Format
	formatWhen                         *condition // nil: always demanded
	conditional                        bool       // x-format-when is given
	unasked                            bool       // the format's condition reads what is not in the group
	minimum, maximum                   []byte
	exclusiveMinimum, exclusiveMaximum []byte
	integerDigits, fractionDigits      int
	notBefore, notAfter                *dateBound
	constant                           []byte // canonical JSON
	constantText                       string // canonical text
	minItems, maxItems                 int
	enum                               []string // canonical texts, in order
	requiredParts                      []string
	accept                             []string // media types, lowercase: "image/*"
	maxBytes                           int64    // of one file; -1 is none
	maxDays                            int      // of a range, both ends counted; -1 is none
	unit                               Text
	own                                bool // the element's, not a field's: parts are checked here
}

// labelled turns a fault into a problem of the field called label.
func (f *fault) labelled(path string, label Text) Problem {
	label = answerTo(label)
	if f.part != "" {
		path, label = join(path, f.part), partOf(label, answerTo(f.called))
	}
	if !strings.HasPrefix(f.kind.En, "{label}") {
		label = midSentence(label)
	} else if en := label.In("en"); strings.HasPrefix(en, answersTo) {
		label = ZhEn(label.In("zh"), "T"+en[1:])
	}
	var room [8]any
	return f.kind.At(path, append(append(room[:0], "label", label), f.params...)...)
}

// alone is the problem of a value that stands by itself, nil of no fault.
func (f *fault) alone(label Text) *Problem {
	if f == nil {
		return nil
	}
	p := f.labelled("", label)
	return &p
}

// sink collects problems while a definition is compiled.
type sink struct{ problems Problems }

func (s *sink) add(k Kind, path string, params ...any) {
	s.problems = append(s.problems, k.At(path, params...))
}

// Given lists the keywords that c sets, in the order they are declared.
func (c *Constraints) Given() []string {
	var out []string
	add := func(name string, set bool) {
		if set {
			out = append(out, name)
		}
	}
	add("minLength", c.MinLength != nil)
	add("maxLength", c.MaxLength != nil)
	add("pattern", c.Pattern != "")
	add("format", c.Format != "")
	add("x-format-when", c.FormatWhen != "")
	add("minimum", c.Minimum != "")
	add("maximum", c.Maximum != "")
	add("exclusiveMinimum", c.ExclusiveMinimum != "")
	add("exclusiveMaximum", c.ExclusiveMaximum != "")
	add("x-integer-digits", c.IntegerDigits != nil)
	add("x-fraction-digits", c.FractionDigits != nil)
	add("x-not-before", c.NotBefore != "")
	add("x-not-after", c.NotAfter != "")
	add("const", len(c.Const) > 0)
	add("minItems", c.MinItems != nil)
	add("maxItems", c.MaxItems != nil)
	add("enum", len(c.Enum) > 0)
	add("x-required-parts", len(c.RequiredParts) > 0)
	add("x-accept", len(c.Accept) > 0)
	add("x-max-bytes", c.MaxBytes != nil)
	add("x-max-days", c.MaxDays != nil)
	return out
}

// compileConstraints checks c against the field's type. The format's condition
// is compiled later, when the group's fields are known.
func compileConstraints(c *Constraints, f *fieldPlan, path string, s *sink) *constraints {
	out := &constraints{minLength: -1, minItems: -1, maxLength: -1, integerDigits: -1, fractionDigits: -1, maxItems: -1, maxBytes: -1, maxDays: -1, unit: f.f.Element.Unit}
	fits := f.typ.keywords()
	for _, k := range c.Given() {
		if !slices.Contains(fits, k) {
			s.add(formNotForType, join(path, k), "keyword", k, "type", f.f.Element.Type)
		}
	}
	count := func(k string, p *int, into *int) {
		if p == nil {
			return
		}
		if *p < 0 {
			s.add(formNegative, join(path, k))
			return
		}
		*into = *p
	}
	count("minLength", c.MinLength, &out.minLength)
	count("maxLength", c.MaxLength, &out.maxLength)
	count("x-integer-digits", c.IntegerDigits, &out.integerDigits)
	count("x-fraction-digits", c.FractionDigits, &out.fractionDigits)
	count("minItems", c.MinItems, &out.minItems)
	count("maxItems", c.MaxItems, &out.maxItems)
	count("x-max-days", c.MaxDays, &out.maxDays)
	if c.MaxBytes != nil && *c.MaxBytes < 1 {
		s.add(defMin, join(path, "x-max-bytes"), "limit", 1)
	} else if c.MaxBytes != nil {
		out.maxBytes = *c.MaxBytes
	}
	for i, a := range c.Accept {
		if a = strings.ToLower(a); !mediaPattern.MatchString(a) {
			s.add(formAccept, at(join(path, "x-accept"), i), "value", clip(a))
			continue
		}
		out.accept = append(out.accept, a)
	}
	for i, key := range c.RequiredParts {
		if !slices.ContainsFunc(f.f.Parts, func(p *Field) bool { return p.Key == key }) {
			s.add(formPart, at(join(path, "x-required-parts"), i), "part", clip(key), "type", f.f.Element.Type)
			continue
		}
		out.requiredParts = append(out.requiredParts, key)
	}
	if c.Pattern != "" {
		re, err := CompilePattern(c.Pattern)
		var large patternTooLarge
		switch {
		case errors.As(err, &large):
			s.add(formPatternSize, join(path, "pattern"), "steps", int(large), "limit", mostSteps)
		case err != nil:
			s.add(formPattern, join(path, "pattern"), "detail", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
		out.pattern = re
	}
	if c.Format != "" {
		if _, ok := formats[c.Format]; ok {
			out.format, out.conditional = c.Format, strings.TrimSpace(c.FormatWhen) != ""
		} else {
			s.add(formFormat, join(path, "format"), "format", c.Format)
		}
	} else if c.FormatWhen != "" {
		s.add(formFormatWhen, join(path, "x-format-when"))
	}
	number := func(k string, n json.Number, into *[]byte) {
		if n == "" {
			return
		}
		if len(n) <= DefinitionLimits.NumberLength {
			sc := scanner{b: []byte(n), lim: DefinitionLimits}
			if t, ok := sc.value(); ok && t.kind == 'n' && sc.end() {
				if d, ok := appendDecimal(nil, []byte(n)); ok {
					*into = d
					return
				}
			}
		}
		s.add(formNumber, join(path, k), "value", clip(string(n)))
	}
	number("minimum", c.Minimum, &out.minimum)
	number("maximum", c.Maximum, &out.maximum)
	number("exclusiveMinimum", c.ExclusiveMinimum, &out.exclusiveMinimum)
	number("exclusiveMaximum", c.ExclusiveMaximum, &out.exclusiveMaximum)
	date := func(k, v string, into **dateBound) {
		if v == "" {
			return
		}
		b, ok := parseBound(f.f.Element.Type, v)
		if !ok {
			kind := formDateBound
			switch f.f.Element.Type {
			case TypeTime:
				kind = formTimeBound
			case TypeDateTime:
				kind = formInstantBound
			}
			s.add(kind, join(path, k), "value", clip(v))
			return
		}
		*into = b
	}
	date("x-not-before", c.NotBefore, &out.notBefore)
	date("x-not-after", c.NotAfter, &out.notAfter)
	if len(c.Const) > 0 {
		if raw, text, what := literal(c.Const, f, f.typ); what != nil {
			s.add(formConst, join(path, "const"), "detail", what)
		} else {
			out.constant, out.constantText = raw, text
		}
	}
	item := f.typ
	if f.f.Element.Type == TypeCodes { // the codes that may be among them
		item = codeType{}
	}
	for i, lit := range c.Enum {
		at := at(join(path, "enum"), i)
		_, text, what := literal(lit, f, item)
		switch {
		case what != nil:
			s.add(formEnum, at, "detail", what)
		case text == "":
			s.add(formEnum, at, "detail", ZhEn("不能为空", "it is empty"))
		case slices.Contains(out.enum, text):
			s.add(defTwice, at, "value", clip(text))
		default:
			out.enum = append(out.enum, text)
		}
	}
	return out
}

// literal reads a value that a definition gives for a field: what tells why it
// is none.
func literal(lit json.RawMessage, f *fieldPlan, typ fieldType) (raw []byte, text string, what Text) {
	w := writer{buf: append([]byte(nil), lit...)}
	sc := scanner{b: w.buf, lim: DefinitionLimits}
	t, ok := sc.value()
	if !ok || !sc.end() {
		return nil, "", sc.fault.Message
	}
	if fl := typ.read(&w, f, t); fl != nil {
		return nil, "", fl.labelled("", f.f.Label).Message
	}
	return append([]byte(nil), w.raw.of(w.buf)...), string(w.val.of(w.buf)), nil
}

// satisfies checks one set of constraints; format says that its format applies.
func (f *fieldPlan) satisfies(c *constraints, raw, v []byte, now moment, format bool) *fault {
	if c.constant != nil && !bytes.Equal(raw, c.constant) {
		return failed(answerConst, "value", f.words(c.constantText))
	}
	if c.enum != nil {
		if fl := f.listed(c, v); fl != nil {
			return fl
		}
	}
	if format {
		if fl := formats[c.format].check(v, now.day); fl != nil {
			return fl
		}
	}
	return f.typ.check(c, v, now)
}

// listed wants a value, or every code of several, among those of enum.
func (f *fieldPlan) listed(c *constraints, v []byte) *fault {
	if f.f.Element.Type == TypeCodes {
		for rest := v; ; {
			code, more, found := bytes.Cut(rest, []byte{listSep})
			if !slices.Contains(c.enum, string(code)) {
				return failed(answerNotInList)
			}
			if !found {
				return nil
			}
			rest = more
		}
	}
	if slices.Contains(c.enum, string(v)) {
		return nil
	}
	if f.f.CodeList != nil {
		return failed(answerNotInList)
	}
	choices := Text{}
	for _, lang := range Languages {
		words := make([]string, len(c.enum))
		for i, e := range c.enum {
			words[i] = f.typ.display(f.f, e, lang)
		}
		choices[lang] = listed(words, lang)
	}
	return failed(answerEnum, "choices", choices)
}

// listed joins words as each language does.
func listed(words []string, lang string) string {
	if lang == "zh" {
		return strings.Join(words, "、")
	}
	return strings.Join(words, ", ")
}

// idle reports that c demands nothing, so the hot path may skip it.
func (c *constraints) idle() bool {
	return c.minLength <= 0 && c.maxLength < 0 && c.pattern == nil && c.format == "" && c.minimum == nil && c.maximum == nil &&
		c.exclusiveMinimum == nil && c.exclusiveMaximum == nil && c.integerDigits < 0 && c.fractionDigits < 0 &&
		c.notBefore == nil && c.notAfter == nil && c.constant == nil && c.minItems <= 0 && c.maxItems < 0 &&
		c.enum == nil && c.requiredParts == nil && c.accept == nil && c.maxBytes < 0 && c.maxDays < 0
}

// accepts reports whether a list of media types covers one ("image/*" covers
// image/png and itself).
func accepts(list []string, media string) bool {
	kind, _, _ := strings.Cut(media, "/")
	for _, a := range list {
		if a == media || a == "*/*" || a == kind+"/*" {
			return true
		}
	}
	return false
}

// mediaPattern is a media type (RFC 6838), its second half perhaps "*".
var mediaPattern = regexp.MustCompile(`^(\*/\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/(\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,126}))$`)

// least is the smaller of two limits of which -1 is none.
func least(a, b int) int {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

func join(parts ...string) string {
	size := 0
	for _, p := range parts {
		size += len(p) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('/')
		}
		b.WriteString(p)
	}
	return b.String()
}

func at(path string, i int) string { return path + "/" + strconv.Itoa(i) }

package metamodel

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// composite is a type whose value is an object with parts in a fixed order,
// each a value of a simpler type: a person, an address, a range of dates. What
// is partly typed is kept as it was typed; all parts blank is no answer. A
// type's own file says what the parts are and what must hold between them.
type composite struct {
	name  Type
	words []string // constraint keywords
	defs  []part

	// tidy normalises one part by another; texts are the parts' texts, empty
	// when absent, and may be replaced.
	tidy func(texts [][]byte)
	// agree checks what holds between the parts; own says that c are the
	// element's constraints, which are checked once.
	agree func(c *constraints, texts [][]byte, now moment) *fault
	// show is the value in words; nil joins the parts' words.
	show func(parts []string, texts [][]byte, lang string) string

	parts  []*fieldPlan // of a bound type
	object celObject
}

// newComposite completes a composite that a type's file declares.
func newComposite(c composite) *composite {
	c.object = celObject{name: celObjectPrefix + string(c.name)}
	for i := range c.defs {
		d := &c.defs[i]
		d.element.ID, d.element.Name = d.key, d.name
		if d.element.Sensitivity == "" {
			d.element.Sensitivity = General
		}
		c.object.members = append(c.object.members, celMember{d.key, d.typ})
	}
	c.object.register()
	return &c
}

// bind makes the parts of one field.
func (c *composite) bind(f *fieldPlan, reg Registry, path string, s *sink) fieldType {
	bound := *c
	f.f.Parts = nil
	for i := range c.defs {
		d := &c.defs[i]
		e := d.element
		if e.Type == TypeCode && f.f.Element.CodeList != "" {
			e.CodeList = f.f.Element.CodeList
		}
		p := partPlan(f, d.key, &e, d.typ)
		if !p.ofElement(reg, path, s) {
			continue
		}
		bound.parts = append(bound.parts, p)
		f.f.Parts = append(f.f.Parts, p.f)
	}
	if len(bound.parts) < len(c.defs) { // a problem was reported
		bound.parts, f.f.Parts = nil, nil
	}
	return &bound
}

func (c *composite) keywords() []string { return c.words }

func (c *composite) control() string { return string(c.name) }

func (c *composite) controls() []string { return partControls(c.parts) }

// width is how many controls a part has.
func (f *fieldPlan) width() int { return max(1, len(f.typ.controls())) }

func (c *composite) input(values []string) json.RawMessage {
	if len(values) != len(c.controls()) {
		return inputWhole(values)
	}
	out, _ := appendParts([]byte{}, c.parts, values)
	if len(out) == 2 {
		return nil
	}
	return out
}

// inputWhole is a composite that came in one value: its JSON, or what was
// typed instead.
func inputWhole(values []string) json.RawMessage {
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	if v = strings.TrimFunc(v, isSpace); (v[0] == '{' || v[0] == '[') && len(Gate([]byte(v), AnswerLimits)) == 0 {
		return json.RawMessage(v)
	}
	return appendString(nil, v)
}

func (c *composite) typed(raw []byte, text string) []string {
	if len(raw) == 0 || raw[0] != '{' || len(c.parts) == 0 {
		return []string{text}
	}
	return typedParts(nil, c.parts, raw)
}

func (c *composite) read(w *writer, _ *fieldPlan, t token) *fault {
	if t.kind != 'o' {
		return failed(answerType, "expected", expectObject)
	}
	texts, raws := make([][]byte, len(c.parts)), make([][]byte, len(c.parts))
	if fl := readParts(w, c.parts, t, texts, raws); fl != nil {
		return fl
	}
	if c.tidy != nil {
		before := slices.Clone(texts)
		c.tidy(texts)
		for i := range texts {
			if !bytes.Equal(texts[i], before[i]) {
				raws[i] = appendString(nil, string(texts[i]))
			}
		}
	}
	from := len(w.buf)
	w.buf = appendObject(w.buf, c.parts, texts, raws)
	if len(w.buf) == from+2 {
		w.buf = w.buf[:from]
	}
	w.raw = span{uint32(from), uint32(len(w.buf))}
	w.val = w.raw
	return nil
}

// tidied is a part's text as its format and pattern want it.
func (f *fieldPlan) tidied(v []byte) []byte {
	if len(v) == 0 {
		return v
	}
	if c := f.element; c.format != "" && !c.conditional {
		v = trimSpace(formats[c.format].normalise(v))
	}
	if c := f.element; c.pattern != nil {
		if n, same := narrow(v); !same && !c.pattern.Match(v) && c.pattern.Match(n) {
			v = n
		}
	}
	return v
}

func (c *composite) check(k *constraints, v []byte, now moment) *fault {
	texts := textsOf(c.parts, v)
	if k.own {
		for i, p := range c.parts {
			if len(texts[i]) == 0 {
				if !c.defs[i].optional {
					return p.missing()
				}
				continue
			}
			if fl := p.holds(texts[i], now); fl != nil {
				return fl.in(p.f.Key, p.f.Label)
			}
		}
	}
	for _, key := range k.requiredParts {
		if i := partIndex(c.parts, []byte(key)); i >= 0 && len(texts[i]) == 0 {
			return c.parts[i].missing()
		}
	}
	if c.agree != nil {
		if fl := c.agree(k, texts, now); fl != nil {
			if i := partIndex(c.parts, []byte(fl.part)); i >= 0 {
				fl.called = c.parts[i].f.Label
			}
			return fl
		}
	}
	return nil
}

// holds checks a part by its own element.
func (f *fieldPlan) holds(text []byte, now moment) *fault {
	c := f.element
	return f.satisfies(c, f.rawOf(text), text, now, c.format != "" && !c.conditional)
}

// rawOf is the JSON of a part's text, where a constant has to be compared.
func (f *fieldPlan) rawOf(text []byte) []byte {
	if f.element.constant == nil || len(f.element.constant) > 0 && f.element.constant[0] != '"' {
		return text
	}
	return appendString(nil, string(text))
}

// missing says that a part is not there.
func (f *fieldPlan) missing() *fault {
	return failed(f.f.Element.asks()).in(f.f.Key, f.f.Label)
}

// asks is how people are asked for an answer that is absent.
func (e *Element) asks() Kind {
	switch e.Type {
	case TypeBoolean:
		if string(e.Const) == "true" { // a statement with one box
			return answerTick
		}
		return answerChoose
	case TypeCode, TypeCodes:
		return answerChoose
	case TypeFile:
		return answerUpload
	case TypeSignature:
		return answerSign
	}
	return answerRequired
}

func (c *composite) celType() *cel.Type { return c.object.celType() }

func (c *composite) celValue(v []byte) ref.Val { return c.object.value(v) }

func (c *composite) display(_ *Field, v, lang string) string { return c.said(v, lang, bare) }

func (c *composite) masked(_ *Field, v, lang string) string { return c.said(v, lang, whole) }

func (c *composite) said(v, lang string, over veil) string {
	texts := textsOf(c.parts, []byte(v))
	words := make([]string, len(texts))
	for i, p := range c.parts {
		if text := string(texts[i]); text != "" {
			words[i] = p.said(text, lang, over)
		}
	}
	if c.show != nil {
		return c.show(words, texts, lang)
	}
	return joined(words, lang)
}

// joined strings the words together that are there.
func joined(words []string, lang string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	if lang == "zh" {
		return strings.Join(words, "，")
	}
	return strings.Join(words, ", ")
}

func (c *composite) schema(_ *fieldPlan, out map[string]any) {
	var required []string
	for i, d := range c.defs {
		if !d.optional && i < len(c.parts) {
			required = append(required, d.key)
		}
	}
	partsSchema(c.parts, required, out)
}

func (c *composite) samples(*Field) []string {
	out := []string{sampleParts(c.parts, 0), sampleParts(c.parts, 1)}
	least := []*fieldPlan{}
	for i, p := range c.parts {
		if !c.defs[i].optional {
			least = append(least, p)
		}
	}
	if len(least) < len(c.parts) {
		out = append(out, sampleParts(least, 0))
	}
	return out
}

// sampleParts is an object of every part's nth sample.
func sampleParts(parts []*fieldPlan, n int) string {
	out := []byte{'{'}
	for _, p := range parts {
		list := p.f.Samples()
		if len(list) == 0 {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(appendString(out, p.f.Key), ':'), list[n%len(list)]...)
	}
	return string(append(out, '}'))
}

package metamodel

import "bytes"

// part is one member of a composite.
type part struct {
	key      string
	name     Text
	typ      fieldType
	element  Element // constraints, code list, sensitivity
	optional bool
}

// partPlan is a part of a field, compiled as a field of its own.
func partPlan(f *fieldPlan, key string, e *Element, typ fieldType) *fieldPlan {
	p := &fieldPlan{g: f.g, typ: typ, docPath: f.docPath}
	p.f = &Field{Path: f.f.Path + "/" + key, Key: key, Group: f.f.Group, Element: e, Label: e.Label(), Hint: e.InputHint, typ: typ}
	p.masked = e.hides()
	return p
}

func partControls(parts []*fieldPlan) []string {
	var out []string
	for _, p := range parts {
		inner := p.typ.controls()
		if inner == nil {
			out = append(out, "."+p.f.Key)
		}
		for _, suffix := range inner {
			out = append(out, "."+p.f.Key+suffix)
		}
	}
	return out
}

// appendParts writes the object that the parts' controls posted and gives the
// values that are left.
func appendParts(out []byte, parts []*fieldPlan, values []string) ([]byte, []string) {
	out = append(out, '{')
	first := true
	for _, p := range parts {
		n := p.width()
		raw := p.typ.input(values[:n:n])
		values = values[n:]
		if raw == nil {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(appendString(out, p.f.Key), ':'), raw...)
	}
	return append(out, '}'), values
}

// typedParts gives one value for every control of the parts of an object.
func typedParts(out []string, parts []*fieldPlan, raw []byte) []string {
	members := make([]token, len(parts))
	eachMember(raw, func(name []byte, t token) bool {
		if i := partIndex(parts, name); i >= 0 {
			members[i] = t
		}
		return true
	})
	for i, p := range parts {
		n := p.width()
		if members[i].kind == 0 {
			out = append(out, make([]string, n)...)
			continue
		}
		values := p.typ.typed(members[i].raw, string(members[i].text()))
		for len(values) < n {
			values = append(values, "")
		}
		out = append(out, values[:n]...)
	}
	return out
}

func partIndex(parts []*fieldPlan, name []byte) int {
	for i, p := range parts {
		if p.f.Key == string(name) {
			return i
		}
	}
	return -1
}

// text is a scalar's content: a string's decoded, anything else as it stands.
func (t token) text() []byte {
	if t.kind == 's' {
		return t.decoded()
	}
	return t.raw
}

// eachMember walks the members of an object that the scanner has accepted.
func eachMember(raw []byte, yield func(name []byte, t token) bool) {
	sc := scanner{b: raw, lim: DefinitionLimits, pos: 1}
	sc.ws()
	if sc.pos < len(raw) && raw[sc.pos] == '}' {
		return
	}
	for {
		name, _, ok := sc.key()
		if !ok {
			return
		}
		t, ok := sc.value()
		if !ok || !yield(name, t) {
			return
		}
		if more, ok := sc.next('}'); !ok || !more {
			return
		}
	}
}

// in says in which part a fault lies.
func (fl *fault) in(key string, label Text) *fault {
	if fl == nil {
		return nil
	}
	fl.called = label
	if fl.part != "" {
		fl.part = key + "/" + fl.part
	} else {
		fl.part = key
	}
	return fl
}

// partOf is the label of a part: the applicant's number.
func partOf(whole, part Text) Text {
	if len(part) == 0 {
		return whole
	}
	return ZhEn(whole.In("zh")+"的"+part.In("zh"), part.In("en")+" ("+midSentence(whole).In("en")+")")
}

// readParts reads the members of an object into the parts' texts and JSON.
func readParts(w *writer, parts []*fieldPlan, t token, texts, raws [][]byte) (bad *fault) {
	eachMember(t.raw, func(name []byte, m token) bool {
		i := partIndex(parts, name)
		if i < 0 {
			shown := clip(string(name))
			bad = failed(answerUnknown, "name", shown).in(shown, nil)
			return false
		}
		p := parts[i]
		m.start += t.start
		if m.kind == 'z' {
			bad = failed(answerNull).in(p.f.Key, p.f.Label)
			return false
		}
		if fl := p.typ.read(w, p, m); fl != nil {
			bad = fl.in(p.f.Key, p.f.Label)
			return false
		}
		texts[i], raws[i] = w.val.of(w.buf), w.raw.of(w.buf)
		if n := p.tidied(texts[i]); !bytes.Equal(n, texts[i]) {
			w.putText(n)
			texts[i], raws[i] = w.val.of(w.buf), w.raw.of(w.buf)
		}
		return true
	})
	return bad
}

// appendObject writes the parts that are there, in their order.
func appendObject(out []byte, parts []*fieldPlan, texts, raws [][]byte) []byte {
	out = append(out, '{')
	first := true
	for i, p := range parts {
		if len(texts[i]) == 0 {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(append(appendString(out, p.f.Key), ':'), raws[i]...)
	}
	return append(out, '}')
}

// textsOf are the parts' texts of a stored value.
func textsOf(parts []*fieldPlan, v []byte) [][]byte {
	out := make([][]byte, len(parts))
	eachMember(v, func(name []byte, t token) bool {
		if i := partIndex(parts, name); i >= 0 {
			out[i] = t.text()
		}
		return true
	})
	return out
}

func partsSchema(parts []*fieldPlan, required []string, out map[string]any) {
	properties := map[string]any{}
	for _, p := range parts {
		s := map[string]any{"title": p.f.Label.In("zh")}
		p.typ.schema(p, s)
		p.element.schema(p, s)
		properties[p.f.Key] = s
	}
	out["type"], out["properties"], out["additionalProperties"] = "object", properties, false
	if len(required) > 0 {
		out["required"] = required
	} else {
		out["minProperties"] = 1
	}
}

package catalog

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

func (t *Theme) situation(guide, answers []byte) (Situation, metamodel.Problems) {
	own, ps := object(guide)
	if ps.Failed() {
		return Situation{}, ps
	}
	// What the form holds may be half typed; only what reads as an answer counts,
	// the form itself says what is wrong with the rest.
	form, bad := object(answers)
	if bad.Failed() {
		return Situation{}, bad
	}
	for _, id := range sortedKeys(own) {
		if _, ok := t.guide.byID[id]; !ok {
			ps = append(ps, UnknownQuestion.At(id, "question", id))
		}
	}
	s := Situation{}
	for _, q := range t.guide.questions {
		if q.form == nil {
			continue
		}
		if raw := formAnswer(form, q.def.Field); raw != nil {
			if v, _, problems := q.read(raw); !problems.Failed() && v != nil {
				s[q.def.ID] = v
			}
			continue
		}
		raw := own[q.def.ID]
		if raw == nil || isNull(raw) {
			continue
		}
		v, _, problems := q.read(raw)
		ps = append(ps, problems...)
		if !problems.Failed() && v != nil {
			s[q.def.ID] = v
		}
	}
	return s, ps
}

func (t *Theme) setAnswer(id string, input []string, guide, answers []byte) ([]byte, []byte, metamodel.Problems) {
	i, ok := t.guide.byID[id]
	if !ok || t.guide.questions[i].form == nil {
		return guide, answers, metamodel.Problems{UnknownQuestion.At(id, "question", id)}
	}
	q := t.guide.questions[i]
	raw := q.form.Fields[0].FromInput(input)
	if raw == nil {
		return guide, answers, metamodel.Problems{BadAnswer.At(id, "text", q.def.Text)}
	}
	_, raw, ps := q.read(raw)
	if ps.Failed() {
		return guide, answers, ps
	}
	own, ps := object(guide)
	if ps.Failed() {
		return guide, answers, ps
	}
	form, ps := object(answers)
	if ps.Failed() {
		return guide, answers, ps
	}
	if q.def.Field == "" {
		own[id] = raw
		return write(own), answers, nil
	}
	group, key, _ := strings.Cut(q.def.Field, "/")
	fields, ps := object(form[group])
	if ps.Failed() {
		return guide, answers, metamodel.Problems{BadAnswers.At(group)}
	}
	fields[key] = raw
	form[group] = write(fields)
	delete(own, id)
	return write(own), write(form), nil
}

// read checks one answer and gives it as a value for expressions and as
// normalised JSON.
func (q question) read(raw json.RawMessage) (any, json.RawMessage, metamodel.Problems) {
	doc := write(map[string]json.RawMessage{q.group: write(map[string]json.RawMessage{q.key: raw})})
	rec := q.form.Check(doc, metamodel.Context{})
	if rec.Problems.Failed() {
		p := rec.Problems[0]
		p.Path = q.def.ID
		return nil, nil, metamodel.Problems{p}
	}
	raw = rec.Raw(q.group + "/" + q.key)
	if raw == nil {
		return nil, nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, nil, metamodel.Problems{BadAnswer.At(q.def.ID, "text", q.def.Text)}
	}
	return v, raw, nil
}

// object reads one JSON object behind the gate; nothing at all is an empty one.
func object(doc []byte) (map[string]json.RawMessage, metamodel.Problems) {
	m := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(doc)) == 0 || isNull(doc) {
		return m, nil
	}
	if ps := metamodel.Gate(doc, metamodel.AnswerLimits); ps.Failed() {
		return nil, ps
	}
	if err := json.Unmarshal(doc, &m); err != nil {
		return nil, metamodel.Problems{BadAnswers.At("")}
	}
	return m, nil
}

// formAnswer is the form's answer at a field path, nil when there is none.
func formAnswer(form map[string]json.RawMessage, path string) json.RawMessage {
	group, key, ok := strings.Cut(path, "/")
	if !ok {
		return nil
	}
	fields, ps := object(form[group])
	if ps.Failed() || fields[key] == nil || isNull(fields[key]) {
		return nil
	}
	return fields[key]
}

func isNull(raw []byte) bool { return string(bytes.TrimSpace(raw)) == "null" }

// write encodes a JSON object, keys sorted. Its values passed the gate.
func write(m map[string]json.RawMessage) json.RawMessage {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return b
}

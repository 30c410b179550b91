package catalog

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// AssumeRead is of an entry that assumptions do not have, or that is something else.
var AssumeRead = kind("simulate.assume", "假设无法读取：{detail}", "The assumptions cannot be read: {detail}")

// ReadAssumptions reads YAML or JSON; what it does not say stays as by default.
func ReadAssumptions(doc []byte) (Assumptions, metamodel.Problems) {
	raw, ps := yamlToJSON(doc)
	if ps.Failed() {
		return Assumptions{}, ps
	}
	return DecodeAssumptions(raw)
}

// DecodeAssumptions is ReadAssumptions for JSON.
func DecodeAssumptions(raw []byte) (Assumptions, metamodel.Problems) {
	a := DefaultAssumptions()
	if len(bytes.TrimSpace(raw)) == 0 {
		return a, nil
	}
	if ps := metamodel.Gate(raw, metamodel.DefinitionLimits); ps.Failed() {
		return Assumptions{}, ps
	}
	if ps := misfits(raw, reflect.TypeFor[Assumptions](), ""); ps.Failed() {
		return Assumptions{}, ps
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return Assumptions{}, metamodel.Problems{AssumeRead.At("", "detail", unfit(err))}
	}
	return a, nil
}

// misfits tells what in gated JSON is not what assumptions are made of: objects,
// maps and numbers. encoding/json stops at the first, and knows no path in a map.
func misfits(raw json.RawMessage, t reflect.Type, at string) (ps metamodel.Problems) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	wrong := func(zh, en string) metamodel.Problems {
		if at != "" {
			zh, en = "“"+at+"”"+zh, "“"+at+"” "+en
		}
		return metamodel.Problems{AssumeRead.At(at, "detail", metamodel.ZhEn(zh, en))}
	}
	null := bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
	if null && (t.Kind() == reflect.Map || at == "") {
		return nil // nothing is listed
	}
	if t.Kind() == reflect.Float64 {
		var n json.Number
		if first := bytes.TrimSpace(raw)[0]; null || first == '"' || json.Unmarshal(raw, &n) != nil {
			return wrong("须为数字", "must be a number")
		}
		if _, err := n.Float64(); err != nil {
			return wrong("这个数太大", "is too large a number")
		}
		return nil
	}
	var entries map[string]json.RawMessage
	if null || json.Unmarshal(raw, &entries) != nil {
		return wrong("须为对象 {…}", "must be an object {…}")
	}
	known := map[string]reflect.Type{}
	if t.Kind() == reflect.Struct {
		known = assumable(t)
	}
	for _, name := range sortedKeys(entries) {
		entry := known[name]
		if t.Kind() == reflect.Map {
			entry = t.Elem()
		}
		path := join(at, name)
		if entry == nil {
			ps = append(ps, AssumeRead.At(path, "detail", metamodel.ZhEn("没有“"+path+"”这一项", "there is no entry “"+path+"”")))
			continue
		}
		ps = append(ps, misfits(entries[name], entry, path)...)
	}
	return ps
}

// assumable are what a struct takes from JSON, those of what it embeds included.
func assumable(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

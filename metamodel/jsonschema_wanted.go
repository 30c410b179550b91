package metamodel

// wanted is what is demanded of one value.
type wanted struct {
	typ      string
	closed   bool // no other members
	members  map[string]*wanted
	rows     *wanted
	required map[string]bool
	most     int // rows; 0: no bound
	fewest   int
	all      []map[string]any
	never    bool
}

func (w *wanted) member(path ...string) *wanted {
	for _, p := range path {
		if w.members == nil {
			w.members = map[string]*wanted{}
		}
		if w.members[p] == nil {
			w.members[p] = &wanted{}
		}
		w = w.members[p]
	}
	return w
}

func (w *wanted) items() *wanted {
	if w.rows == nil {
		w.rows = &wanted{}
	}
	return w.rows
}

// need demands that what path names is there.
func (w *wanted) need(path []string) {
	for _, p := range path {
		if w.required == nil {
			w.required = map[string]bool{}
		}
		w.required[p] = true
		w = w.member(p)
	}
}

func (w *wanted) render(out map[string]any) {
	if w.typ != "" {
		out["type"] = w.typ
	}
	if len(w.members) > 0 {
		members := map[string]any{}
		for name, m := range w.members {
			if s := m.schema(); s != nil {
				members[name] = s
			} else if w.closed {
				members[name] = true
			}
		}
		if len(members) > 0 {
			out["properties"] = members
		}
	}
	if w.closed {
		out["additionalProperties"] = false
	}
	if w.rows != nil {
		if s := w.rows.schema(); s != nil {
			out["items"] = s
		}
	}
	if len(w.required) > 0 {
		out["required"] = sortedKeys(w.required)
	}
	if w.fewest > 0 {
		out["minItems"] = w.fewest
	}
	if w.most > 0 {
		out["maxItems"] = w.most
	}
	for _, s := range w.all {
		merge(out, s)
	}
}

// merge adds a schema to another, side by side where a keyword is in both.
func merge(out, more map[string]any) {
	for k := range more {
		if _, both := out[k]; both && k != "allOf" {
			also(out, more)
			return
		}
	}
	for _, k := range sortedKeys(more) {
		if k == "allOf" {
			for _, s := range more[k].([]any) {
				also(out, s.(map[string]any))
			}
			continue
		}
		out[k] = more[k]
	}
}

// schema is nil when nothing is demanded.
func (w *wanted) schema() any {
	if w.never {
		return false
	}
	out := map[string]any{}
	w.render(out)
	if len(out) == 0 {
		return nil
	}
	return out
}

package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Decide writes a decision about one use of a changed definition into a pack:
// p is the pack with the use, old the release from before the change, of what
// changed, use a direct use of it (Catalog.Impact), needs the releases p needs. The pack that comes back is
// a new one; its definitions are written anew when it is encoded.
//
//   - Follow changes nothing.
//   - Pin keeps the old version in the pack, beside the new one, under
//     id@version, and lets the use name it.
//   - Override takes the new version and keeps what differed as the use's own
//     demands. It is refused, by keyword, where that would widen the new
//     version: a use may only narrow.
//
// A refusal comes with the pack as it was.
func Decide(p *Pack, old *Release, of Ref, use Use, d Decision, needs ...*Release) (*Pack, metamodel.Problems) {
	if d == Follow {
		return p, nil
	}
	refuse := func(ps ...metamodel.Problem) (*Pack, metamodel.Problems) {
		for i := range ps {
			ps[i] = p.at(use.Kind, use.ID, ps[i])
		}
		return p, ps
	}
	if !slices.Contains(choices(of.Kind, use), d) {
		return refuse(DecideChoice.At(use.Path, "decision", string(d), "kind", of.Kind, "by", use.Kind))
	}
	out, err := p.clone()
	if err.Failed() {
		return p, err
	}
	x := &decider{pack: out, old: old, of: of, use: use, reg: newRegistry(out, needs)}
	var ps metamodel.Problems
	if d == Pin {
		ps = x.pin()
	} else {
		ps = x.override()
	}
	if ps.Failed() {
		return refuse(ps...)
	}
	out.Files = nil
	return out, nil
}

var (
	DecideChoice  = kind("decide.choice", "{by}对{kind}的使用不能“{decision}”", "A {by} that uses a {kind} cannot {decision}")
	DecideGone    = kind("decide.gone", "“{id}”不在这里，可能已经改过", "“{id}” is not used here; it may have been changed meanwhile")
	DecideOld     = kind("decide.no_old", "旧的版本里没有“{id}”", "The old release has no “{id}”")
	DecideNewer   = kind("decide.version", "“{id}”的新版本号 {version} 须高于旧的 {old}，否则两个版本无法并存", "The new version {version} of “{id}” must be higher than the old {old}, or both cannot lie side by side")
	DecideWidens  = kind("decide.widens", "“{keyword}”新的规定（{to}）比原来（{from}）更严，使用处只能收紧，不能保留原来的；请选择跟随或固定", "“{keyword}” is tighter now ({to}) than it was ({from}). A use may only narrow, so it cannot keep the old. Follow or pin")
	DecideCannot  = kind("decide.cannot_keep", "“{keyword}”由 {from} 改为 {to}，无法在使用处保留；请选择跟随或固定", "“{keyword}” was {from} and is {to}: a use cannot keep that. Follow or pin")
	DecideVersion = kind("decide.other_version", "这里已有另一个内容不同的“{id}”", "Another “{id}” with other content is here already")
)

// clone copies a pack through its own words.
func (p *Pack) clone() (*Pack, metamodel.Problems) {
	files := p.Files
	if files == nil {
		files = p.Encode()
	}
	out, ps := ReadArchive(files)
	if out != nil {
		out.places = p.places // problems are told where people wrote
	}
	return out, ps
}

// decider carries one Decide.
type decider struct {
	pack *Pack
	old  *Release
	of   Ref
	use  Use
	reg  registry // of pack, with the new definitions
}

// pin keeps the old definition and lets the use name it.
func (x *decider) pin() metamodel.Problems {
	switch x.of.Kind {
	case metamodel.KindElement:
		f := x.fieldDoc()
		if f == nil || strings.TrimPrefix(f.Ref, "element:") != x.of.ID {
			return x.gone()
		}
		key, ps := keep(x, &x.pack.Elements, func(p *Pack) map[string]*metamodel.Element { return p.Elements }, func(e *metamodel.Element) *string { return &e.Version })
		if !ps.Failed() {
			f.Ref = "element:" + key
		}
		return ps
	case metamodel.KindCodeList:
		e := x.pack.Elements[x.use.ID]
		if e == nil || e.CodeList != x.of.ID {
			return x.gone()
		}
		key, ps := keep(x, &x.pack.CodeLists, func(p *Pack) map[string]*metamodel.CodeList { return p.CodeLists }, func(l *metamodel.CodeList) *string { return &l.Version })
		if !ps.Failed() {
			e.CodeList = key
		}
		return ps
	case metamodel.KindElementGroup:
		at := x.elementsAt()
		if at == nil || *at != x.of.ID {
			return x.gone()
		}
		key, ps := keep(x, &x.pack.ElementGroups, func(p *Pack) map[string]*metamodel.ElementGroup { return p.ElementGroups }, func(g *metamodel.ElementGroup) *string { return &g.Version })
		if !ps.Failed() {
			*at = key
		}
		return ps
	}
	m := x.pack.Matters[x.use.ID]
	if m == nil {
		return x.gone()
	}
	key := x.of.ID + "@" + x.old.Pack.Version
	if x.of.Kind == metamodel.KindForm {
		doc := x.old.Pack.FormDoc(x.of.ID)
		switch {
		case doc == nil:
			return metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
		case FormID(m.Form) != x.of.ID:
			return x.gone()
		}
		own := *doc
		own.ID = "form:" + key
		if x.pack.Forms[key] != nil && !sameDefinition(x.pack.Forms[key], &own) {
			return metamodel.Problems{DecideVersion.At(x.use.Path, "id", key)}
		}
		x.pack.Forms[key], m.Form = &own, key
		return nil
	}
	w, ok := x.old.Pack.Workflows[x.of.ID]
	switch {
	case !ok:
		return metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
	case m.Workflow != x.of.ID:
		return x.gone()
	}
	own := *w
	own.ID = key
	if x.pack.Workflows[key] != nil && !sameDefinition(x.pack.Workflows[key], &own) {
		return metamodel.Problems{DecideVersion.At(x.use.Path, "id", key)}
	}
	if x.pack.Workflows == nil {
		x.pack.Workflows = map[string]*workflows.Workflow{}
	}
	x.pack.Workflows[key], m.Workflow = &own, key
	return nil
}

// keep puts the old definition beside the new one and gives the name under
// which it is found. Without a version of its own it has the old pack's.
func keep[T any](x *decider, into *map[string]*T, in func(*Pack) map[string]*T, version func(*T) *string) (string, metamodel.Problems) {
	was, ok := find(x.old.reg, x.of.ID, in)
	if !ok {
		return "", metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
	}
	own := *was
	if *version(&own) == "" {
		*version(&own) = x.old.Pack.Version
	}
	key := x.of.ID + "@" + *version(&own)
	if now := (*into)[x.of.ID]; now != nil {
		switch v := version(now); {
		case *v == "" || *v == *version(was) && *v == "":
			*v = x.pack.Version // so that the newest can be told
			if compareVersions(*v, *version(&own)) <= 0 {
				return "", metamodel.Problems{DecideNewer.At(x.use.Path, "id", x.of.ID, "version", *v, "old", *version(&own))}
			}
		case compareVersions(*v, *version(&own)) <= 0:
			return "", metamodel.Problems{DecideNewer.At(x.use.Path, "id", x.of.ID, "version", *v, "old", *version(&own))}
		}
	}
	if there := (*into)[key]; there != nil && !sameDefinition(there, &own) {
		return "", metamodel.Problems{DecideVersion.At(x.use.Path, "id", key)}
	}
	if *into == nil {
		*into = map[string]*T{}
	}
	(*into)[key] = &own
	return key, nil
}

func sameDefinition[T any](a, b *T) bool { return string(encode(a)) == string(encode(b)) }

func (x *decider) gone() metamodel.Problems {
	return metamodel.Problems{DecideGone.At(x.use.Path, "id", x.of.ID)}
}

// override keeps what the old version demanded as the use's own.
func (x *decider) override() metamodel.Problems {
	switch x.of.Kind {
	case metamodel.KindElement:
		return x.overrideElement()
	case metamodel.KindCodeList:
		return x.overrideCodes()
	}
	return x.overrideGroup()
}

func (x *decider) overrideElement() metamodel.Problems {
	f := x.fieldDoc()
	if f == nil || strings.TrimPrefix(f.Ref, "element:") != x.of.ID {
		return x.gone()
	}
	was, ok := x.old.reg.Element(x.of.ID)
	now, there := x.reg.Element(x.of.ID)
	if !ok || !there {
		return metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
	}
	var ps metamodel.Problems
	cannot := func(keyword string, from, to any) {
		ps = append(ps, DecideCannot.At(x.use.Path, "keyword", keyword, "from", said(from), "to", said(to)))
	}
	if was.Type != now.Type {
		cannot("type", string(was.Type), string(now.Type))
		return ps
	}
	if !sameText(was.Unit, now.Unit) {
		cannot("unit", was.Unit, now.Unit)
	}
	if was.CodeList != now.CodeList {
		cannot("codeList", was.CodeList, now.CodeList)
	}
	ps = append(ps, x.narrow(&f.Constraints, demandsOf(now), demandsOf(was))...)
	if len(f.Label) == 0 && !sameText(was.Label(), now.Label()) {
		f.Label = was.Label()
	}
	return ps
}

// narrow writes into own what old demands beyond now.
func (x *decider) narrow(own *metamodel.Constraints, now, old metamodel.Constraints) (ps metamodel.Problems) {
	keys, before := keywords(*own), keywords(old)
	for _, c := range compareValues(valuesOf(now, metamodel.Constraints{}), valuesOf(old, metamodel.Constraints{})) {
		switch {
		case c.relation == looser:
			ps = append(ps, DecideWidens.At(x.use.Path, "keyword", c.keyword, "from", said(c.to), "to", said(c.from)))
			continue
		case c.relation == other && c.keyword != "pattern": // two patterns both count
			ps = append(ps, DecideCannot.At(x.use.Path, "keyword", c.keyword, "from", said(c.to), "to", said(c.from)))
			continue
		}
		mine := valuesOf(metamodel.Constraints{}, *own)
		if !slices.ContainsFunc(compareValues(mine, valuesOf(old, *own)), func(o valueChange) bool { return o.keyword == c.keyword }) {
			continue // the use demands as much already
		}
		if c.keyword == "pattern" && keys["pattern"] != nil {
			ps = append(ps, DecideCannot.At(x.use.Path, "keyword", c.keyword, "from", said(c.to), "to", said(c.from)))
			continue
		}
		for _, k := range keywordsOf(c.keyword) {
			delete(keys, k)
			if before[k] != nil {
				keys[k] = before[k]
			}
		}
	}
	if ps.Failed() {
		return ps
	}
	b, err := json.Marshal(keys)
	if err == nil {
		*own = metamodel.Constraints{}
		err = json.Unmarshal(b, own)
	}
	if err != nil {
		return metamodel.Problems{DecideCannot.At(x.use.Path, "keyword", err.Error(), "from", "", "to", "")}
	}
	return nil
}

// keywordsOf are those that say one thing together.
func keywordsOf(keyword string) []string {
	switch keyword {
	case "minimum":
		return []string{"minimum", "exclusiveMinimum"}
	case "maximum":
		return []string{"maximum", "exclusiveMaximum"}
	case "format", "x-format-when":
		return []string{"format", "x-format-when"}
	}
	return []string{keyword}
}

// overrideCodes lets an element offer only the codes there were.
func (x *decider) overrideCodes() metamodel.Problems {
	e := x.pack.Elements[x.use.ID]
	was, ok := x.old.reg.CodeList(x.of.ID)
	now, there := x.reg.CodeList(x.of.ID)
	switch {
	case e == nil || e.CodeList != x.of.ID:
		return x.gone()
	case !ok || !there:
		return metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
	}
	var codes []json.RawMessage
	for _, entry := range was.Entries {
		if _, there := now.Entry(entry.Code); !there {
			return metamodel.Problems{DecideWidens.At(x.use.Path, "keyword", "entries", "from", entry.Name, "to", said(nil))}
		}
		b, err := json.Marshal(entry.Code)
		if err != nil {
			return metamodel.Problems{DecideCannot.At(x.use.Path, "keyword", entry.Code, "from", "", "to", "")}
		}
		if len(e.Enum) == 0 || slices.ContainsFunc(e.Enum, func(o json.RawMessage) bool { return sameJSON(o, b) }) {
			codes = append(codes, b)
		}
	}
	e.Enum = codes
	return nil
}

// overrideGroup writes the old element group out where it was reused.
func (x *decider) overrideGroup() metamodel.Problems {
	at := x.elementsAt()
	was, ok := x.old.reg.ElementGroup(x.of.ID)
	switch {
	case at == nil || *at != x.of.ID:
		return x.gone()
	case !ok:
		return metamodel.Problems{DecideOld.At(x.use.Path, "id", x.of.ID)}
	}
	doc := x.pack.Forms[x.use.ID]
	whole, ps := metamodel.ExpandForm(doc, onlyGroup{x.old.reg, x.of.ID, was})
	if ps.Failed() {
		return ps
	}
	x.pack.Forms[x.use.ID] = whole
	return nil
}

// onlyGroup knows the old version of one element group.
type onlyGroup struct {
	registry
	id  string
	old *metamodel.ElementGroup
}

func (r onlyGroup) ElementGroup(id string) (*metamodel.ElementGroup, bool) {
	if id == r.id {
		return r.old, true
	}
	return r.registry.ElementGroup(id)
}

// fieldDoc finds the field of the use, nil when it is not there any more.
func (x *decider) fieldDoc() *metamodel.FieldDoc {
	f, _ := x.member()
	return f
}

// elementsAt is where the use names its element group.
func (x *decider) elementsAt() *string {
	f, g := x.member()
	switch {
	case f != nil:
		return &f.Elements
	case g != nil:
		return &g.Elements
	}
	return nil
}

// member walks the form of the use along the use's path.
func (x *decider) member() (*metamodel.FieldDoc, *metamodel.GroupDoc) {
	doc := x.pack.Forms[x.use.ID]
	if doc == nil {
		return nil, nil
	}
	steps := strings.Split(x.use.Path, "/")
	g := doc.Properties[steps[0]]
	if g == nil || len(steps) == 1 {
		return nil, g
	}
	fields := maps.Clone(g.Properties)
	if g.Items != nil {
		fields = g.Items.Properties
	}
	var f *metamodel.FieldDoc
	for _, key := range steps[1:] {
		if f = fields[key]; f == nil {
			return nil, nil
		}
		fields = f.Properties
		if f.Items != nil {
			fields = f.Items.Properties
		}
	}
	return f, nil
}

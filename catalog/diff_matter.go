package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

func (d *differ) materials() {
	name := func(m *metamodel.Material) metamodel.Text { return m.Name }
	pairs(d, metamodel.KindMaterial, d.a.Pack.Materials, d.b.Pack.Materials, name, Compatible, func(of Ref, a, b *metamodel.Material) {
		d.text(of, "name", a.Name, b.Name)
		d.category(of, a.Category, b.Category)
		d.refers(changeAttribute, of, "issuer", a.Issuer, b.Issuer, (*Release).departmentName)
		d.refers(changeAttribute, of, "resultOf", a.ResultOf, b.ResultOf, (*Release).matterName)
		if x, y := strings.Join(a.Proves, ", "), strings.Join(b.Proves, ", "); x != y {
			d.add(changeProves, of, "proves", x, y)
		}
		if a.Origin != b.Origin {
			class := NeedsAnswer
			if b.Origin == metamodel.OriginResult || b.Origin == metamodel.OriginSystem {
				class = Compatible // never asked
			}
			d.addAs(changeOrigin, class, of, "origin", string(a.Origin), string(b.Origin))
		}
		x, y := media(a), media(b)
		switch {
		case slices.ContainsFunc(x, func(m string) bool { return !slices.Contains(y, m) }):
			d.add(changeMediaFewer, of, "accept", x, y)
		case len(x) != len(y):
			d.add(changeMediaMore, of, "accept", x, y)
		}
		limit := func(what string, x, y int64) {
			switch { // 0 is the server's own limit: whether that is more is not known here
			case x == y:
			case x != 0 && y > x:
				d.add(changeFileMore, of, what, x, y, "what", what)
			default:
				d.add(changeFileLess, of, what, x, y, "what", what)
			}
		}
		limit("maxBytes", a.MaxBytes, b.MaxBytes)
		limit("maxFiles", int64(files(a)), int64(files(b)))
	})
}

// media are the types a material takes, sorted.
func media(m *metamodel.Material) []string {
	if len(m.Accept) == 0 {
		return []string{"application/pdf", "image/jpeg", "image/png"}
	}
	out := slices.Clone(m.Accept)
	slices.Sort(out)
	return slices.Compact(out)
}

func files(m *metamodel.Material) int {
	if m.MaxFiles == 0 {
		return 5
	}
	return m.MaxFiles
}

func (d *differ) matters() {
	name := func(m *metamodel.Matter) metamodel.Text { return m.Name }
	pairs(d, metamodel.KindMatter, d.a.Pack.Matters, d.b.Pack.Matters, name, Breaking, func(of Ref, a, b *metamodel.Matter) {
		d.ownMatter(of, a, b)
		d.elsewhere(of, a, b)
	})
}

// elsewhere compares what a matter asks and how it runs where that is written in a
// new form or process: as definitions these are not compared with those before.
func (d *differ) elsewhere(of Ref, a, b *metamodel.Matter) {
	is := d.b.Pack
	form := d.a.Pack.FormDoc(FormID(b.Form)) == nil && is.FormDoc(FormID(b.Form)) != nil && !strings.Contains(b.Form, "@")
	process := d.a.Pack.Workflows[b.Workflow] == nil && is.Workflows[b.Workflow] != nil
	if !form && !process {
		return
	}
	x, ok := d.a.side(of.ID)
	y, ok2 := d.b.side(of.ID)
	if !ok || !ok2 {
		return
	}
	if form {
		d.under(of, "form/", func() { d.form(of, x.form, y.form) })
	}
	if process {
		d.under(of, "process/", func() { d.workflow(of, x.workflow, y.workflow) })
	}
}

// ownMatter compares all that a pack says of one matter.
func (d *differ) ownMatter(of Ref, a, b *metamodel.Matter) {
	d.refers(changeDepartment, of, "department", a.Department, b.Department, (*Release).departmentName)
	if x, y := FormID(a.Form), FormID(b.Form); x != y {
		k := changeForm
		if base, _, _ := strings.Cut(x, "@"); base == strings.SplitN(y, "@", 2)[0] {
			k.class = NeedsAnswer // another version of the same form: its own changes tell more
		}
		d.add(k, of, "form", x, y)
	}
	if a.Workflow != b.Workflow {
		d.add(changeWorkflow, of, "workflow", a.Workflow, b.Workflow)
	}
	d.lists(of, "preconditions", changeBeforeAdded, changeBeforeRemoved, a.Preconditions, b.Preconditions, (*Release).matterName)
	d.refers(changeAttribute, of, "result/material", a.Result.Material, b.Result.Material, (*Release).materialName)
	d.matter(of, a, b)
	d.plain(of, "standard", a.Standard, b.Standard)
	d.cancelled(of, a.Cancelled, b.Cancelled)
	d.delegated(of, a.Delegated, b.Delegated)
	d.template(of, a.Template, b.Template)
}

// matter compares what says the same of a matter wherever it is handled: all
// but who handles it and what else it refers to.
func (d *differ) matter(of Ref, a, b *metamodel.Matter) {
	d.text(of, "name", a.Name, b.Name)
	d.text(of, "basis", a.Basis, b.Basis)
	d.category(of, a.Category, b.Category)
	d.plain(of, "fee", a.Fee, b.Fee)
	d.limit(of, "statutoryDays", b.Name, a.StatutoryDays, b.StatutoryDays)
	d.limit(of, "promisedDays", b.Name, a.PromisedDays, b.PromisedDays)
	d.lights(of, a.Lights, b.Lights)
	d.extension(of, a.Extend, b.Extend)
	d.text(of, "result/name", a.Result.Name, b.Result.Name)
	d.lists(of, "result/yields", changeYieldAdded, changeYieldRemoved, a.Result.Yields, b.Result.Yields, (*Release).elementName)
	d.resultChecks(of, a.Result.Check, b.Result.Check)
	d.demanded(of, a, b)
}

// cancelled tells that a matter ends, or does not any more, and how that changed.
func (d *differ) cancelled(of Ref, a, b *metamodel.Cancellation) {
	switch {
	case a == nil && b == nil:
	case a == nil:
		d.add(changeCancelled, of, "cancelled", nil, b.On)
	case b == nil:
		d.plain(of, "cancelled/on", a.On, "")
	default:
		d.plain(of, "cancelled/on", a.On, b.On)
		d.text(of, "cancelled/basis", a.Basis, b.Basis)
		d.text(of, "cancelled/reason", a.Reason, b.Reason)
		d.refers(changeAttribute, of, "cancelled/successors", strings.Join(a.Successors, ", "), strings.Join(b.Successors, ", "), func(r *Release, ids string) metamodel.Text {
			return r.matterNames(strings.Split(ids, ", "))
		})
		d.plain(of, "cancelled/into", string(a.Into), string(b.Into))
	}
}

// delegated tells that another department handles a matter, or does not any more.
func (d *differ) delegated(of Ref, a, b *metamodel.Delegation) {
	switch {
	case a == nil && b == nil:
	case a == nil:
		d.add(changeDelegated, of, "delegated", nil, b.To, "on", b.On, "how", delegationWords[b.Kind], "to", d.b.departmentName(b.To))
	case b == nil:
		d.add(changeAttribute, of, "delegated/to", a.To, "", "what", attributeName("delegated/to"), "from", d.a.departmentName(a.To))
	default:
		d.refers(changeAttribute, of, "delegated/to", a.To, b.To, (*Release).departmentName)
		if a.Kind != b.Kind {
			d.add(changeAttribute, of, "delegated/kind", string(a.Kind), string(b.Kind), "what", attributeName("delegated/kind"), "from", delegationKinds[a.Kind], "to", delegationKinds[b.Kind])
		}
		d.plain(of, "delegated/on", a.On, b.On)
		d.plain(of, "delegated/until", a.Until, b.Until)
		d.text(of, "delegated/basis", a.Basis, b.Basis)
		d.text(of, "delegated/reason", a.Reason, b.Reason)
	}
}

var delegationWords = map[metamodel.DelegationKind]metamodel.Text{
	metamodel.Entrusted:   metamodel.ZhEn("委托", "entrusted to"),
	metamodel.Transferred: metamodel.ZhEn("下放", "transferred to"),
}

// delegationKinds name the two ways by themselves.
var delegationKinds = map[metamodel.DelegationKind]metamodel.Text{
	metamodel.Entrusted:   metamodel.ZhEn("委托", "entrusted"),
	metamodel.Transferred: metamodel.ZhEn("下放", "transferred"),
}

// template compares what a matter follows, and what it keeps different.
func (d *differ) template(of Ref, a, b *metamodel.Template) {
	kept := func(t *metamodel.Template) (string, map[string]metamodel.Kept) {
		if t == nil {
			return "", nil
		}
		out := map[string]metamodel.Kept{}
		for _, k := range t.Kept {
			out[k.Path] = k
		}
		return t.Matter, out
	}
	x, old := kept(a)
	y, now := kept(b)
	d.plain(of, "template/matter", x, y)
	for _, path := range union(old, now) {
		was, had := old[path]
		is, has := now[path]
		at, kind := "template/kept/"+path, changeStays
		if is.Propose {
			kind = changeProposed
		}
		switch {
		case !has:
			d.add(changeReopened, of, at, was.Reason, nil, "name", d.a.placeName(of.ID, path))
		case !had || was.Propose != is.Propose || !sameText(was.Reason, is.Reason):
			var before any
			if had {
				before = was.Reason
			}
			d.add(kind, of, at, before, is.Reason, "name", d.b.placeName(of.ID, path))
		}
	}
}

// resultChecks compares what a result is held against.
func (d *differ) resultChecks(of Ref, a, b []metamodel.ResultCheck) {
	rules := func(list []metamodel.ResultCheck) map[string]*metamodel.ResultCheck {
		out := map[string]*metamodel.ResultCheck{}
		for i := range list {
			out[list[i].Field+"\x00"+list[i].Rule] = &list[i]
		}
		return out
	}
	old, now := rules(a), rules(b)
	for _, key := range union(old, now) {
		field, rule, _ := strings.Cut(key, "\x00")
		path := "result/check/" + field
		switch x, y := old[key], now[key]; {
		case x == nil:
			d.add(changeResultRule, of, path, nil, rule)
		case y == nil:
			d.add(changeResultRuleGone, of, path, rule, nil)
		default:
			d.text(of, path, x.Message, y.Message)
		}
	}
}

// lists notes what was added to a list of keys and what was taken out; called
// names a key in a release.
func (d *differ) lists(of Ref, path string, added, removed changeKind, a, b []string, called func(*Release, string) metamodel.Text) {
	for _, id := range b {
		if !slices.Contains(a, id) {
			d.add(added, of, join(path, id), nil, id, "to", called(d.b, id))
		}
	}
	for _, id := range a {
		if !slices.Contains(b, id) {
			d.add(removed, of, join(path, id), id, nil, "from", called(d.a, id))
		}
	}
}

func (d *differ) limit(of Ref, path string, name metamodel.Text, a, b float64) {
	from, to := fmt.Sprint(a), fmt.Sprint(b)
	what := attributeWords[path[strings.LastIndexByte(path, '/')+1:]] // which of a matter's limits
	if what == nil {
		what = attributeWords["limit"]
	}
	switch {
	case a == b:
	case b == 0 || a != 0 && b > a: // 0 is no limit
		d.add(changeLimitLonger, of, path, from, to, "name", name, "what", what, "from", a, "to", b)
	default:
		d.add(changeLimitShorter, of, path, from, to, "name", name, "what", what, "from", a, "to", b)
	}
}

// demanded compares the materials a matter asks for.
func (d *differ) demanded(of Ref, a, b *metamodel.Matter) {
	uses := func(m *metamodel.Matter) map[string]*metamodel.MaterialUse {
		out := map[string]*metamodel.MaterialUse{}
		for i := range m.Materials {
			out[m.Materials[i].Material] = &m.Materials[i]
		}
		return out
	}
	old, now := uses(a), uses(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "materials/"+id
		switch {
		case x == nil && !y.Required && y.When == "":
			d.addAs(changeAskAdded, Compatible, of, path, nil, y.Label, "name", y.Label)
		case x == nil:
			d.add(changeAskAdded, of, path, nil, y.Label, "name", y.Label)
		case y == nil:
			d.add(changeAskRemoved, of, path, x.Label, nil, "name", x.Label)
		default:
			d.text(of, path+"/label", x.Label, y.Label)
			d.text(of, path+"/note", x.Note, y.Note)
			must := func(u *metamodel.MaterialUse) string { // the condition under which it must be there
				switch {
				case u.When != "":
					return u.When
				case u.Required:
					return "true"
				}
				return ""
			}
			switch was, is := must(x), must(y); {
			case was == is:
			case is == "":
				d.add(changeAskOptional, of, path, was, is, "name", y.Label)
			case is == "true":
				d.add(changeAskRequired, of, path, was, is, "name", y.Label)
			case was == "true":
				d.addAs(changeAskCondition, Compatible, of, path, was, is, "name", y.Label)
			default:
				d.add(changeAskCondition, of, path, was, is, "name", y.Label)
			}
		}
	}
}

func (d *differ) themes() {
	name := func(t *metamodel.Theme) metamodel.Text { return t.Name }
	pairs(d, metamodel.KindTheme, d.a.Pack.Themes, d.b.Pack.Themes, name, Breaking, func(of Ref, a, b *metamodel.Theme) {
		d.text(of, "name", a.Name, b.Name)
		d.text(of, "summary", a.Summary, b.Summary)
		d.refers(changeAttribute, of, "lead", a.Lead, b.Lead, (*Release).departmentName)
		d.plain(of, "calendar", a.Calendar, b.Calendar)
		d.places(of, a, b)
		d.questions(of, a, b)
		d.inspections(of, a.Joint, b.Joint)
		d.notice(of, a.Joint, b.Joint)
		d.kept(of, a.Keep, b.Keep)
		d.same(of, a.Same, b.Same)
		d.arrangements(of, a.Layout, b.Layout)
		d.shares(of, a, b)
	})
}

// kept compares which materials staff keep on the list.
func (d *differ) kept(of Ref, a, b []metamodel.KeptMaterial) {
	byID := func(list []metamodel.KeptMaterial) map[string]*metamodel.KeptMaterial {
		out := map[string]*metamodel.KeptMaterial{}
		for i := range list {
			out[list[i].Material] = &list[i]
		}
		return out
	}
	old, now := byID(a), byID(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "keep/"+id
		switch {
		case x == nil:
			d.add(changeKept, of, path, nil, id, "name", id)
		case y == nil:
			d.add(changeKeptNo, of, path, id, nil, "name", id)
		default:
			d.text(of, path+"/reason", x.Reason, y.Reason)
		}
	}
}

// same compares when a subject is another one.
func (d *differ) same(of Ref, a, b []metamodel.SameSubject) {
	if slices.EqualFunc(a, b, func(x, y metamodel.SameSubject) bool {
		return x.Subject == y.Subject && x.As == y.As && sameSource(x.When, y.When)
	}) {
		return
	}
	d.add(changeSame, of, "same", a, b)
}

func (d *differ) places(of Ref, a, b *metamodel.Theme) {
	places := func(t *metamodel.Theme) map[string]*metamodel.ThemeMatter {
		out := map[string]*metamodel.ThemeMatter{}
		for i := range t.Matters {
			out[t.Matters[i].Matter] = &t.Matters[i]
		}
		return out
	}
	old, now := places(a), places(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "matters/"+id
		switch {
		case x == nil:
			d.add(changeMatterAdded, of, path, nil, id, "to", d.b.matterName(id))
		case y == nil:
			d.add(changeMatterRemoved, of, path, id, nil, "from", d.a.matterName(id))
		default:
			if !sameSource(x.When, y.When) {
				d.add(changeMatterWhen, of, path+"/when", x.When, y.When, "name", d.b.matterName(id))
			}
			d.plain(of, path+"/stage", x.Stage, y.Stage)
			d.plain(of, path+"/group", x.Group, y.Group)
		}
	}
}

func (d *differ) questions(of Ref, a, b *metamodel.Theme) {
	asked := func(t *metamodel.Theme) map[string]*metamodel.Question {
		out := map[string]*metamodel.Question{}
		for i := range t.Guide {
			out[t.Guide[i].ID] = &t.Guide[i]
		}
		return out
	}
	old, now := asked(a), asked(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "guide/"+id
		switch {
		case x == nil:
			d.add(changeQuestionAdded, of, path, nil, y.Text, "name", y.Text)
		case y == nil:
			d.add(changeQuestionGone, of, path, x.Text, nil, "name", x.Text)
		default:
			d.text(of, path, x.Text, y.Text)
			d.plain(of, path+"/unit", x.Unit, y.Unit)
			answer := func(q *metamodel.Question) string {
				return strings.Join([]string{string(q.Type), q.CodeList, q.Field}, " ")
			}
			if s, t := answer(x), answer(y); s != t {
				d.add(changeQuestionAnswer, of, path, strings.TrimSpace(s), strings.TrimSpace(t), "name", y.Text)
			}
		}
	}
}

// shares tells how the shares of the guide's answers changed.
func (d *differ) shares(of Ref, a, b *metamodel.Theme) {
	told := func(t *metamodel.Theme) map[string]*metamodel.QuestionShares {
		out := map[string]*metamodel.QuestionShares{}
		for i := range t.Shares {
			out[t.Shares[i].Question] = &t.Shares[i]
		}
		return out
	}
	old, now := told(a), told(b)
	for _, id := range union(old, now) {
		x, y, path := old[id], now[id], "shares/"+id
		switch {
		case x == nil:
			d.plain(of, path, nil, y.Answers)
		case y == nil:
			d.plain(of, path, x.Answers, nil)
		default:
			d.text(of, path+"/source", x.Source, y.Source)
			d.plain(of, path+"/answers", x.Answers, y.Answers)
		}
	}
}

func (d *differ) calendars() {
	name := func(c *metamodel.Calendar) metamodel.Text { return c.Name }
	pairs(d, metamodel.KindCalendar, d.a.Pack.Calendars, d.b.Pack.Calendars, name, Compatible, func(of Ref, a, b *metamodel.Calendar) {
		d.text(of, "name", a.Name, b.Name)
		d.text(of, "basis", a.Basis, b.Basis)
		d.lights(of, a.Lights, b.Lights)
		d.plain(of, "zone", a.Zone, b.Zone)
		d.plain(of, "weekend", a.Weekend, b.Weekend)
		d.plain(of, "hours", a.Hours, b.Hours)
		d.plain(of, "covers", a.Covers, b.Covers)
		d.days(of, "holidays", metamodel.ZhEn("放假", "a holiday"), a.Holidays, b.Holidays)
		d.days(of, "makeUp", metamodel.ZhEn("调休上班日", "a make-up day"), a.MakeUp, b.MakeUp)
	})
}

func (d *differ) days(of Ref, path string, what metamodel.Text, a, b []metamodel.CalendarDay) {
	dates := func(list []metamodel.CalendarDay) (out []string) {
		for _, day := range list {
			out = append(out, day.Date)
		}
		return out
	}
	old, now := dates(a), dates(b)
	for _, day := range now {
		if !slices.Contains(old, day) {
			d.add(changeDayAdded, of, join(path, day), nil, day, "what", what)
		}
	}
	for _, day := range old {
		if !slices.Contains(now, day) {
			d.add(changeDayRemoved, of, join(path, day), day, nil, "what", what)
		}
	}
}

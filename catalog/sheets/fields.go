package sheets

import (
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// field is one row of form_fields.
type field struct {
	row     *Row
	matter  *matter
	label   string
	role    string // 角色 as written, "" for the filing
	subject *metamodel.Subject
	element *metamodel.Element // nil while unknown
	repeat  *[2]int
	section string
}

const filingName = "办件"

// roleName is the name a subject has in the sheets.
func (f *field) roleName() string {
	if f.role == "" {
		return filingName
	}
	return f.role
}

// wording is what makes two fields alike to the eye.
func (f *field) wording() string { return foldCode(f.label) + "@" + f.roleName() }

// maxMatching bounds fields to match times elements to match them to.
const maxMatching = 1_000_000

var repeatText = regexp.MustCompile(`^(\d{1,6})\.\.\.?(\d{1,6})$`)

// readFields reads form_fields and binds the elements that are written there.
func (im *importer) readFields() {
	groups := im.byMatter(FormFields)
	for _, id := range im.matterOrder {
		m := im.matters[id]
		rows := groups[id]
		im.bySequence(rows)
		for _, r := range rows {
			f := &field{row: r, matter: m, label: r.Cell("字段名称"), role: r.Cell("角色"), section: r.Cell("分组")}
			if f.role == filingName {
				f.role = ""
			}
			for _, c := range []string{"字段名称", "分组"} {
				if r.Cell(c) == "" {
					im.report(r.problem(kindEmptyCell, c))
				}
			}
			if code := r.Code("数据元"); code != "" {
				if f.element = im.pack.Elements[code]; f.element == nil {
					im.report(r.problem(kindNoElement, "数据元", "element", excerpt(code)))
				}
			}
			if text := r.Cell("可重复"); text != "" && text != "否" {
				f.repeat = im.repeat(r, text)
			}
			m.fields = append(m.fields, f)
			im.fields = append(im.fields, f)
		}
		if len(rows) == 0 {
			im.report(m.row.problem(kindNoForm, "事项编码", "matter", id))
		}
	}
}

func (im *importer) repeat(r *Row, text string) *[2]int {
	g := repeatText.FindStringSubmatch(strings.NewReplacer("~", "..", "至", "..", "-", "..").Replace(foldCode(text)))
	if g == nil {
		im.report(r.problem(kindRepeatText, "可重复", "value", excerpt(text)))
		return nil
	}
	low, _ := whole(g[1])
	high, _ := whole(g[2])
	if low > high {
		im.report(r.problem(kindRange, "可重复", "low", g[1], "high", g[2]))
		return nil
	}
	return &[2]int{low, high}
}

// readSubjects names the subjects and finds whose object class they are.
func (im *importer) readSubjects() {
	places := map[string]Place{}
	classes := map[string]map[string]bool{} // subject → distinct elements by class
	for _, f := range im.fields {
		name := f.roleName()
		if _, known := places[name]; !known {
			places[name] = f.row.place("角色")
			im.subjectNames = append(im.subjectNames, name)
			classes[name] = map[string]bool{}
		}
		if f.element != nil && f.element.ObjectClass != "" {
			classes[name][f.element.ObjectClass+"\x00"+f.element.ID] = true
		}
	}
	for _, name := range im.subjectNames {
		at := places[name]
		w := subjectWords[name]
		id := metamodel.FilingSubject
		if name == filingName {
			w = word{metamodel.FilingSubject, "This filing"}
			im.ids["subject "+id] = name
		} else {
			id = im.name("subject", name, w.id, camel(name), identifier, at)
		}
		s := &metamodel.Subject{ID: id, Name: im.text("subject:"+name, name, w.en, at), ObjectClass: majority(classes[name])}
		if name == filingName {
			s.Name = metamodel.ZhEn("领取与声明", "Delivery and declaration") // what people are asked there; 办件 says nothing to them
		}
		im.subjects[name] = s
		im.subjectsByID[id] = s
		im.pack.Subjects[id] = s
	}
	for _, f := range im.fields {
		f.subject = im.subjects[f.roleName()]
	}
	im.orderSubjects()
}

// majority is the object class most of a subject's elements have.
func majority(elements map[string]bool) string {
	counts := map[string]int{}
	for key := range elements {
		class, _, _ := strings.Cut(key, "\x00")
		counts[class]++
	}
	best := ""
	for class, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && class < best {
			best = class
		}
	}
	return best
}

// orderSubjects gives the order of topics: known ones as people expect them,
// others as the sheets bring them among them, the filing itself last.
func (im *importer) orderSubjects() {
	rank := map[string]int{metamodel.FilingSubject: 1 << 20}
	for i, id := range subjectOrder {
		rank[id] = i << 10
	}
	var all []*metamodel.Subject
	for i, name := range im.subjectNames {
		s := im.subjects[name]
		if _, known := rank[s.ID]; !known {
			rank[s.ID] = rank[otherSubjects] + i
		}
		all = append(all, s)
	}
	sort.SliceStable(all, func(i, j int) bool { return rank[all[i].ID] < rank[all[j].ID] })
	for i, s := range all {
		s.Order = (i + 1) * 10
	}
}

// bindElements finds the elements of fields whose 数据元 is empty: by an
// answer, else by what catalog's matching finds clear, else it asks.
func (im *importer) bindElements() {
	known := map[string][]catalog.Precedent{}
	var unbound []*field
	for _, f := range im.fields {
		p := catalog.Precedent{Label: f.label, SubjectName: f.roleName()}
		switch {
		case f.row.Code("数据元") == "":
			unbound = append(unbound, f)
		case f.element != nil:
			p.Element = f.element.ID
			if have := known[f.wording()]; !slices.Contains(have, p) {
				known[f.wording()] = append(have, p)
			}
		}
	}
	if len(unbound)*len(im.pool) > maxMatching {
		im.report(unbound[0].row.problem(kindTooMany, "数据元", "what", metamodel.ZhEn("未填数据元的字段", "fields without a data element"), "limit", maxMatching/len(im.pool)))
		return
	}
	for _, f := range unbound {
		if f.label == "" {
			continue
		}
		q := im.query(f, known[f.wording()])
		cs := catalog.Match(im.pool, q)
		id := "element:" + f.matter.def.ID + ":" + f.label + "@" + f.roleName()
		if _, answered := im.lookAhead(id); !answered {
			if c, clear := catalog.Clear(cs); clear {
				f.element = c.Element
				im.matches = append(im.matches, Match{
					Place: f.row.place("数据元"), Matter: f.matter.def.ID, Label: f.label, Subject: f.roleName(),
					Element: c.Element.ID, Name: c.Element.Name, Score: c.Score, Reason: c.Reason,
				})
				continue
			}
		}
		answer, ok := im.decide(Decision{
			ID: id, Kind: DecideElement, Status: Open, Places: []Place{f.row.place("数据元")}, Candidates: candidates(im.alsoTaken(q, cs)),
			Question: metamodel.ZhEn(
				"事项 "+f.matter.def.ID+"“"+f.matter.def.Name.In("zh")+"”的字段“"+f.label+"”（角色："+f.roleName()+"）是哪个数据元？",
				"Which data element is the field “"+f.label+"” (subject: "+f.subject.Name.In("en")+") of the matter "+f.matter.def.ID+" “"+f.matter.def.Name.In("en")+"”?"),
		})
		if !ok {
			continue
		}
		if f.element = im.pack.Elements[foldCode(answer)]; f.element == nil {
			im.reject(id, kindBadAnswer, "cause", metamodel.ZhEn("没有这个数据元", "there is no such data element"))
		}
	}
}

// query says all that is known about a field.
func (im *importer) query(f *field, known []catalog.Precedent) catalog.MatchQuery {
	q := catalog.MatchQuery{Label: f.label, SubjectName: f.roleName(), ObjectClass: f.subject.ObjectClass, Taken: map[string]bool{}, Precedents: known}
	for _, other := range f.matter.fields {
		if other != f && other.element != nil && other.subject == f.subject {
			q.Taken[other.element.ID] = true
		}
	}
	for _, part := range list(f.row.Cell("约束收紧")) {
		m := domainBound.FindStringSubmatch(strings.ReplaceAll(fold(part), " ", ""))
		if m == nil {
			continue
		}
		switch _, isNumber := decimalText(m[2]); {
		case isNumber:
			q.Numeric = true
		case m[2] == "true" || m[2] == "false":
			q.Boolean = true
		case fullDate.MatchString(m[2]) || m[2] == "today":
			q.Date = true
		}
	}
	return q
}

// alsoTaken adds what the matching left out only because the form has it already:
// people should see why it is not the answer.
func (im *importer) alsoTaken(q catalog.MatchQuery, cs []catalog.Candidate) []catalog.Candidate {
	listed := map[string]bool{}
	for _, c := range cs {
		listed[c.Element.ID] = true
	}
	taken := q.Taken
	q.Taken = nil
	for _, c := range catalog.Match(im.pool, q) {
		if !taken[c.Element.ID] || listed[c.Element.ID] {
			continue
		}
		c.Score = math.Round(c.Score*40) / 100
		c.Reason = metamodel.ZhEn(c.Reason["zh"]+"；本表单同一角色已有此数据元", c.Reason["en"]+"; this form already has the element for the same subject")
		cs = append(cs, c)
	}
	return cs
}

// lookAhead tells whether an answer exists without marking it used.
func (im *importer) lookAhead(id string) (Answer, bool) {
	if im.answers == nil {
		return Answer{}, false
	}
	a, ok := im.answers.byID[id]
	return a, ok
}

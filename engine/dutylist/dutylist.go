// Package dutylist draws the two lists of source responsibility as files: the
// demand list (需求清单), what a department needs from whom, and the duty list
// (责任清单), what it must deliver to whom. The same duties give the same bytes.
package dutylist

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Kind is which of the two lists.
type Kind string

const (
	Demand Kind = "demand" // by the department that needs it
	Duty   Kind = "duty"   // by the department that delivers it
)

// List is what a file is drawn of.
type List struct {
	Kind    Kind
	Duties  []*engine.DutyView
	Names   map[string]metamodel.Text // of departments
	Sources map[string]metamodel.Text // of sources
	Zone    *time.Location
	Lang    string
}

// Title is the list's name.
func (l *List) Title() string { return say(l.Lang, string(l.Kind)) }

// head names the columns.
func (l *List) head() []string {
	first, second := "demander", "department"
	if l.Kind == Duty {
		first, second = second, first
	}
	var out []string
	for _, c := range []string{"number", first, second, "matter", "kind", "item", "standard", "state", "how", "source", "key", "coverage", "from", "until", "due"} {
		out = append(out, say(l.Lang, c))
	}
	return out
}

// sides are the department whose list it is, and the other one.
func (l *List) sides() (whose, other func(*engine.DutyView) string) {
	whose, other = func(d *engine.DutyView) string { return d.Demander }, func(d *engine.DutyView) string { return d.Department }
	if l.Kind == Duty {
		return other, whose
	}
	return whose, other
}

// Ordered are the duties by the department whose list it is, the other one,
// matter, kind and item.
func (l *List) Ordered() []*engine.DutyView {
	duties := slices.Clone(l.Duties)
	whose, other := l.sides()
	slices.SortFunc(duties, func(a, b *engine.DutyView) int {
		return cmp.Or(cmp.Compare(whose(a), whose(b)), cmp.Compare(other(a), other(b)), cmp.Compare(a.Matter, b.Matter), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Item, b.Item))
	})
	return duties
}

// rows are the lines in order.
func (l *List) rows() [][]string {
	whose, other := l.sides()
	var out [][]string
	for i, d := range l.Ordered() {
		standard, how, due := d.Element, "", ""
		if d.Kind == engine.DutyMaterial {
			standard = d.Item
		}
		if d.Delivers != "" {
			how = say(l.Lang, string(d.Delivers))
		}
		if !d.Due.IsZero() {
			due = d.Due.In(l.Zone).Format(time.DateOnly)
		}
		out = append(out, []string{strconv.Itoa(i + 1), l.named(l.Names, whose(d)), l.named(l.Names, other(d)), d.Matter + " " + d.MatterName.In(l.Lang),
			say(l.Lang, string(d.Kind)), d.ItemName.In(l.Lang), standard, say(l.Lang, "state."+string(d.State)), how, l.named(l.Sources, d.Source), d.KeyField, d.Coverage,
			d.From, d.Until, due})
	}
	return out
}

func (l *List) named(names map[string]metamodel.Text, id string) string {
	if words := names[id].In(l.Lang); words != "" {
		return words
	}
	return id
}

// say words a column or a value.
func say(lang, key string) string { return words[key].In(lang) }

var words = map[string]metamodel.Text{
	"demand": metamodel.ZhEn("需求清单", "Demand list"), "duty": metamodel.ZhEn("责任清单", "Duty list"),
	"number": metamodel.ZhEn("序号", "No."), "demander": metamodel.ZhEn("需求部门", "Needed by"), "department": metamodel.ZhEn("数源部门", "Source department"),
	"matter": metamodel.ZhEn("事项", "Matter"), "kind": metamodel.ZhEn("类型", "Kind"), "item": metamodel.ZhEn("字段或材料", "Field or document"),
	"standard": metamodel.ZhEn("数据元或材料编号", "Element or material"), "state": metamodel.ZhEn("状态", "State"), "how": metamodel.ZhEn("提供方式", "Delivered as"),
	"source": metamodel.ZhEn("数据源", "Data source"), "key": metamodel.ZhEn("凭哪一项查询", "Looked up by"), "coverage": metamodel.ZhEn("覆盖范围", "Coverage"),
	"from": metamodel.ZhEn("生效日期", "From"), "until": metamodel.ZhEn("停止日期", "Until"), "due": metamodel.ZhEn("答复期限", "Answer due"),
	"field": metamodel.ZhEn("字段", "Field"), "material": metamodel.ZhEn("材料", "Document"),
	"values": metamodel.ZhEn("数据接口", "data service"), "document": metamodel.ZhEn("电子证照", "electronic document"),

	"state." + string(workflows.DutyProposed): metamodel.ZhEn("待认责", "Proposed"), "state." + string(workflows.DutyReturned): metamodel.ZhEn("已退回", "Returned"),
	"state." + string(workflows.DutyDisputed): metamodel.ZhEn("待裁定", "In dispute"), "state." + string(workflows.DutyAssigned): metamodel.ZhEn("已裁定", "Assigned"),
	"state." + string(workflows.DutyConfirmed): metamodel.ZhEn("已确认", "Confirmed"), "state." + string(workflows.DutyWithdrawn): metamodel.ZhEn("已撤销", "Withdrawn"),
	"state." + string(workflows.DutyEnded): metamodel.ZhEn("已停止", "Ended"),
}

package catalog

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// SimulatedChange is how a simulation differs from one of another release, in
// which the same cases answered alike and met the same luck.
type SimulatedChange struct {
	Pack    string                      `json:"pack"`
	Version string                      `json:"version"`
	Release string                      `json:"release"`
	Days    SimulatedDifference         `json:"days"`
	Late    SimulatedDifference         `json:"late"` // share of the cases, see SimulatedLate.Promised
	Bars    []SimulatedBar              `json:"bars"` // of the other release
	Matters []SimulatedMatterDifference `json:"matters"`
	Load    []SimulatedLoadDifference   `json:"load"`    // by department, where the most tasks move first
	Added   metamodel.Problems          `json:"added"`   // findings that the other does not have
	Removed metamodel.Problems          `json:"removed"` // findings that only the other has
	Words   []metamodel.Text            `json:"words"`   // all of it, one thing a sentence
}

// SimulatedDifference is a mean in both releases.
type SimulatedDifference struct {
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Change float64 `json:"change"` // over the cases that both have
	Error  float64 `json:"error"`  // standard error of Change, case by case
	Beyond bool    `json:"beyond"` // it is more than three standard errors: not chance
}

// SimulatedMatterDifference is the time from filing to a matter's end.
type SimulatedMatterDifference struct {
	Matter string              `json:"matter"`
	Name   metamodel.Text      `json:"name"`
	Only   string              `json:"only,omitempty" enum:"before,after"` // one release alone has it
	Days   SimulatedDifference `json:"days"`

	ended bool // some of those filed now
}

// SimulatedLoadDifference is what a department gets to do.
type SimulatedLoadDifference struct {
	Department string                    `json:"department"`
	Name       metamodel.Text            `json:"name"`
	Tasks      SimulatedDifference       `json:"tasks"`           // a thousand filings
	InHand     SimulatedDifference       `json:"inHand"`          // tasks at the end of a working day, on average
	Staff      *SimulatedStaffDifference `json:"staff,omitempty"` // where its people are assumed
}

// SimulatedStaffDifference is what a department's work comes to for its people.
type SimulatedStaffDifference struct {
	InHand SimulatedBoth  `json:"inHand"`         // tasks a person
	Used   *SimulatedBoth `json:"used,omitempty"` // part of their time that the work takes, where that is known
}

// SimulatedBoth is a figure in both releases.
type SimulatedBoth struct {
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// SimulateAgainst is Simulate, compared with a simulation of another release of
// the same theme with the same seed and cases. nil when this release has no such
// theme; Against is when the other has none.
func (r *Release) SimulateAgainst(other *Release, theme string, o SimulateOptions) *Simulation {
	s := r.simulate(theme, o)
	if s == nil {
		return nil
	}
	out := s.report()
	if was := other.simulate(theme, o); was != nil {
		out.Against = s.against(was, out, was.report())
	}
	return out
}

// aThousand is for how many filings load is told.
const aThousand = 1000

func (s *simulating) against(was *simulating, now, then *Simulation) *SimulatedChange {
	c := &SimulatedChange{Pack: then.Pack, Version: then.Version, Release: then.Release, Bars: then.Bars,
		Matters: []SimulatedMatterDifference{}, Load: []SimulatedLoadDifference{}, Added: metamodel.Problems{}, Removed: metamodel.Problems{}}
	c.Days = paired(was.days, s.days, 1, then.Days.mean(), now.Days.mean())
	c.Late = paired(was.lates, s.lates, 1, then.Late.Promised, now.Late.Promised)
	for i, m := range s.matters {
		d := SimulatedMatterDifference{Matter: m.m.Def.ID, Name: m.m.Def.Name, ended: now.Matters[i].Result != nil}
		if old := was.matterOf(d.Matter); old == nil {
			d.Only, d.Days.After = "after", now.Matters[i].Result.mean()
		} else {
			d.Days = paired(old.byCase, m.byCase, 1, average(old.result), average(m.result))
		}
		c.Matters = append(c.Matters, d)
	}
	for i, m := range was.matters {
		if s.matterOf(m.m.Def.ID) == nil {
			c.Matters = append(c.Matters, SimulatedMatterDifference{Matter: m.m.Def.ID, Name: m.m.Def.Name, Only: "before", Days: SimulatedDifference{Before: then.Matters[i].Result.mean()}})
		}
	}
	departments := map[string]bool{}
	for id := range s.tasks {
		departments[id] = true
	}
	for id := range was.tasks {
		departments[id] = true
	}
	perWorkday := s.perWorkday()
	list := func(x *simulating, of map[string][]float64, id string) []float64 {
		if l := of[id]; l != nil {
			return l
		}
		return x.perCase() // nothing to do
	}
	for _, id := range sortedKeys(departments) {
		a, b := list(was, was.tasks, id), list(s, s.tasks, id)
		name := s.departmentName(id)
		if s.tasks[id] == nil {
			name = was.departmentName(id)
		}
		x := SimulatedLoadDifference{Department: id, Name: name, Tasks: paired(a, b, aThousand, round2(average(a)*aThousand), round2(average(b)*aThousand))}
		before, after := then.departmentOf(id), now.departmentOf(id)
		x.InHand = paired(list(was, was.held, id), list(s, s.held, id), perWorkday, before.InHand, after.InHand)
		if people := s.o.Assume.Staff[id]; people > 0 {
			x.Staff = staffDifference(people, before, after)
		}
		c.Load = append(c.Load, x)
	}
	slices.SortStableFunc(c.Load, func(a, b SimulatedLoadDifference) int {
		return cmp.Compare(math.Abs(b.Tasks.After-b.Tasks.Before), math.Abs(a.Tasks.After-a.Tasks.Before))
	})
	c.Added, c.Removed = missing(now.Findings, then.Findings), missing(then.Findings, now.Findings)
	c.Words = append(c.words(then, now), c.staffed(then, now)...)
	return c
}

// departmentOf is a department's load; nothing to do where it has none.
func (s *Simulation) departmentOf(id string) *SimulatedDepartment {
	for i := range s.Load {
		if s.Load[i].Department == id {
			return &s.Load[i]
		}
	}
	return &SimulatedDepartment{Department: id}
}

func staffDifference(people float64, before, after *SimulatedDepartment) *SimulatedStaffDifference {
	out := &SimulatedStaffDifference{InHand: SimulatedBoth{round2(before.InHand / people), round2(after.InHand / people)}}
	used := func(d *SimulatedDepartment) float64 {
		if d.Staff == nil || d.Staff.Work == nil {
			return 0
		}
		return d.Staff.Work.Used
	}
	if a, b := used(before), used(after); a > 0 || b > 0 {
		out.Used = &SimulatedBoth{a, b}
	}
	return out
}

func (s *simulating) matterOf(id string) *childrenOf {
	for _, m := range s.matters {
		if m.m.Def.ID == id {
			return m
		}
	}
	return nil
}

// average of what was counted: what is below 0 was not.
func average(list []float64) float64 {
	m, _ := meanOf(slices.DeleteFunc(slices.Clone(list), func(v float64) bool { return v < 0 }))
	return round2(m)
}

// paired compares two figures case by case; what is below 0 was not counted.
func paired(a, b []float64, scale, before, after float64) SimulatedDifference {
	var by []float64
	for i := range min(len(a), len(b)) {
		if a[i] >= 0 && b[i] >= 0 {
			by = append(by, (b[i]-a[i])*scale)
		}
	}
	m, se := meanOf(by)
	return SimulatedDifference{Before: before, After: after, Change: round4(m), Error: round4(se), Beyond: math.Abs(m) > 3*se && round4(m) != 0}
}

// missing are the problems of a list that another does not have, whatever the
// numbers in their words are.
func missing(list, in metamodel.Problems) metamodel.Problems {
	out := metamodel.Problems{}
	for _, p := range list {
		if !slices.ContainsFunc(in, func(o metamodel.Problem) bool { return o.Code == p.Code && o.Path == p.Path }) {
			out = append(out, p)
		}
	}
	return out
}

// words says what differs.
func (c *SimulatedChange) words(then, now *Simulation) (out []metamodel.Text) {
	say := func(zh, en string, zhArgs, enArgs []any) {
		out = append(out, metamodel.ZhEn(fmt.Sprintf(zh, zhArgs...), metamodel.Counted(en, enArgs...)))
	}
	both := func(zh, en string, args ...any) { say(zh, en, args, args) }
	for _, p := range c.Added {
		say("新出现：%s", "New: %s", []any{p.In("zh")}, []any{p.In("en")})
	}
	for _, p := range c.Removed {
		say("不再出现：%s", "Gone: %s", []any{p.In("zh")}, []any{p.In("en")})
	}
	d := c.Days
	switch {
	case then.Days == nil && now.Days == nil:
		both("两个版本都没有一件能办到底，没有用时可比", "No case ends in either version: there are no days to compare")
	case now.Days == nil:
		both("没有一件能办到底，没有用时可与另一版本的 %s 个工作日相比", "No case ends: there are no days to compare with the %s working day(s) of the other version", figure(d.Before))
	case then.Days == nil:
		both("全部办结平均 %s 个工作日；另一版本没有一件能办到底，没有用时可比", "The last result comes after %s working day(s) on average; in the other version no case ends: there are no days to compare", figure(d.After))
	case d.Beyond && d.Change < 0:
		both("全部办结平均由 %s 降到 %s 个工作日，快了 %s（标准误差 %s）", "The last result comes after %s → %s working day(s) on average: %s sooner (standard error %s)", figure(d.Before), figure(d.After), figure(-d.Change), deviation(d.Error))
	case d.Beyond:
		both("全部办结平均由 %s 升到 %s 个工作日，慢了 %s（标准误差 %s）", "The last result comes after %s → %s working day(s) on average: %s later (standard error %s)", figure(d.Before), figure(d.After), figure(d.Change), deviation(d.Error))
	default:
		both("全部办结平均 %s → %s 个工作日，差别在抽样误差之内（标准误差 %s）", "The last result comes after %s → %s working day(s) on average: no difference beyond chance (standard error %s)", figure(d.Before), figure(d.After), deviation(d.Error))
	}
	if l := c.Late; l.Beyond {
		both("有事项超过承诺时限的办件由 %s 变为 %s", "Cases with a matter later than promised: %s → %s", percent(l.Before), percent(l.After))
	}
	for _, m := range c.Matters {
		switch {
		case m.Only == "after" && !m.ended:
			say("新增事项“%s”：没有一件办结", "“%s” is new: not one ends", []any{m.Name.In("zh")}, []any{m.Name.In("en")})
		case m.Only == "after":
			say("新增事项“%s”：申报后平均 %s 个工作日办结", "“%s” is new: it ends %s working day(s) after filing on average", []any{m.Name.In("zh"), figure(m.Days.After)}, []any{m.Name.In("en"), figure(m.Days.After)})
		case m.Only == "before":
			say("不再包含事项“%s”", "“%s” is no longer part of it", []any{m.Name.In("zh")}, []any{m.Name.In("en")})
		case m.Days.Beyond:
			say("“%s”：申报后 %s → %s 个工作日办结（%s，标准误差 %s）", "“%s” ends %s → %s working day(s) after filing (%s, standard error %s)",
				[]any{m.Name.In("zh"), figure(m.Days.Before), figure(m.Days.After), signed(m.Days.Change), deviation(m.Days.Error)}, []any{m.Name.In("en"), figure(m.Days.Before), figure(m.Days.After), signed(m.Days.Change), deviation(m.Days.Error)})
		}
	}
	return append(out, c.moved()...)
}

// moved says which departments get more to do and which less.
func (c *SimulatedChange) moved() (out []metamodel.Text) {
	var more, less []SimulatedLoadDifference
	for _, l := range c.Load {
		switch {
		case l.Tasks.Beyond && l.Tasks.Change > 0:
			more = append(more, l)
		case l.Tasks.Beyond:
			less = append(less, l)
		}
	}
	list := func(of []SimulatedLoadDifference, lang, comma string) string {
		var said []string
		for _, l := range of {
			said = append(said, fmt.Sprintf("%s %s", l.Name.In(lang), signed(l.Tasks.Change)))
		}
		return strings.Join(said, comma)
	}
	switch {
	case len(more) > 0 && len(less) > 0:
		out = append(out, metamodel.ZhEn("每千件申报的待办转移：减少的有 "+list(less, "zh", "、")+"；增加的有 "+list(more, "zh", "、"),
			"Tasks a thousand filings move from "+list(less, "en", ", ")+" to "+list(more, "en", ", ")))
	case len(more) > 0:
		out = append(out, metamodel.ZhEn("每千件申报的待办增加："+list(more, "zh", "、"), "More tasks a thousand filings: "+list(more, "en", ", ")))
	case len(less) > 0:
		out = append(out, metamodel.ZhEn("每千件申报的待办减少："+list(less, "zh", "、"), "Fewer tasks a thousand filings: "+list(less, "en", ", ")))
	}
	return out
}

// staffed says what the difference comes to for the people of departments, and
// whose have the most in hand now.
func (c *SimulatedChange) staffed(then, now *Simulation) (out []metamodel.Text) {
	for _, l := range c.Load {
		if l.Staff == nil || !l.Tasks.Beyond && !l.InHand.Beyond {
			continue
		}
		h := l.Staff.InHand
		zh := fmt.Sprintf("%s人均在手 %s → %s 件", l.Name.In("zh"), figure(h.Before), figure(h.After))
		en := metamodel.Counted("%s: %s → %s task(s) in hand a person", l.Name.In("en"), figure(h.Before), figure(h.After))
		if u := l.Staff.Used; u != nil && percent(u.Before) != percent(u.After) {
			zh += fmt.Sprintf("，占用工时 %s → %s", percent(u.Before), percent(u.After))
			en += fmt.Sprintf(", %s → %s of their time", percent(u.Before), percent(u.After))
		}
		out = append(out, metamodel.ZhEn(zh, en))
	}
	if a, b := then.heaviest(), now.heaviest(); a != nil && b != nil && a.Department != b.Department {
		out = append(out, metamodel.ZhEn(fmt.Sprintf("人均在手最多的部门由%s变为%s", a.Name.In("zh"), b.Name.In("zh")), fmt.Sprintf("The most in hand a person: %s before, %s now", a.Name.In("en"), b.Name.In("en"))))
	}
	return out
}

// heaviest is the department whose people have the most in hand; nil where there
// are not two to compare.
func (s *Simulation) heaviest() *SimulatedDepartment {
	for i := range s.Load {
		if st := s.Load[i].Staff; st != nil && st.Heaviest {
			return &s.Load[i]
		}
	}
	return nil
}

func figure(v float64) string { return strconv.FormatFloat(round2(v), 'f', -1, 64) }

// deviation says a standard error with the two digits that mean something.
func deviation(v float64) string { return strconv.FormatFloat(round4(v), 'g', 2, 64) }

func signed(v float64) string {
	if v > 0 {
		return "+" + figure(v)
	}
	return strings.Replace(figure(v), "-", "−", 1)
}

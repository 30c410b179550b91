package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Extension is more time that a case was given (延期).
type Extension struct {
	At     time.Time             `json:"at"`
	Days   int                   `json:"days"`   // working days
	Clocks []workflows.ClockName `json:"clocks"` // that it lengthened
	Note   string                `json:"note"`   // why; the applicant reads it
	Basis  metamodel.Text        `json:"basis"`
	By     string                `json:"by"` // account
}

// Extensible is how an actor may extend a case now.
type Extensible struct {
	Days   int // at most
	Left   int // how often, this one included
	Basis  metamodel.Text
	Clocks []ExtensibleClock
}

// ExtensibleClock is a clock that an extension lengthens.
type ExtensibleClock struct {
	Clock workflows.ClockName
	Due   time.Time
	Until []time.Time // by one working day, two, …
}

// Extend gives a case more time, as far as its matter's rule allows; the note is
// required, for the applicant is told why. revision and key as with Apply.
func (e *Engine) Extend(ctx context.Context, a Actor, caseID string, revision int64, key string, days int, note string) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	note = cleanNote(note)
	if note == "" {
		return nil, refuse(noteMissing, "note")
	}
	if err := checkNote(note); err != nil {
		return nil, err
	}
	request := requestHash("extend", caseID, strconv.Itoa(days), note)
	return e.acting(ctx, a, caseID, revision, key, request, func(seen Case) error {
		f, c, err := e.asSeen(ctx, seen)
		if err != nil {
			return err
		}
		if err := f.extend(a, c, days, note); err != nil {
			return err
		}
		return e.commitAction(ctx, a, f, c, key, request)
	})
}

// extender is who an actor is to the rule by which a case is extended: of its
// department, with a role the rule names.
func (f *family) extender(a Actor, c *Case) (who, bool) {
	x := f.matter(c).Def.Extend
	if x == nil || !a.Departments[c.Department] {
		return who{}, false
	}
	for _, r := range x.Roles {
		if slices.Contains(a.Roles, r) {
			return who{account: a.Account, name: a.Name, role: r}, true
		}
	}
	return who{}, false
}

// extensible are the clocks of a case that can be given more time now, or why
// none can: a limit that is over stays over, and a time that stands still needs
// no more.
func (f *family) extensible(c *Case) ([]workflows.ClockName, error) {
	if err := inState(c); err != nil {
		return nil, err
	}
	m := f.matter(c)
	x := m.Def.Extend
	switch {
	case x == nil:
		return nil, refuse(extensionNone, "")
	case c.Result != nil || m.Machine.Decided(c.State):
		return nil, refuse(extensionDecided, "")
	case len(c.Extensions) >= x.Most():
		return nil, refuse(extensionTimes, "", "max", x.Most())
	}
	var list []workflows.ClockName
	paused := false
	for _, name := range m.ExtendedClocks() {
		switch k := c.clock(name); {
		case k.Limit <= 0 || !k.Stopped.IsZero():
		case k.Since.IsZero():
			paused = true
		case k.UsedAt(f.at, f.cal) < k.Limit:
			list = append(list, name)
		}
	}
	silent := f.silentAt(c)
	switch {
	case paused:
		return nil, refuse(extensionPaused, "")
	case len(list) == 0, !silent.IsZero() && !silent.After(f.at):
		return nil, refuse(extensionLate, "")
	}
	return list, nil
}

// extend lengthens the limits of a case.
func (f *family) extend(a Actor, c *Case, days int, note string) error {
	if err := inState(c); err != nil {
		return err
	}
	by, may := f.extender(a, c)
	x := f.matter(c).Def.Extend
	switch {
	case x == nil:
		return refuse(extensionNone, "")
	case !may:
		return refuse(extensionRole, "")
	case days < 1 || days > x.Days:
		return refuse(extensionDays, "days", "max", x.Days)
	}
	f.fallSilent(c)
	names, err := f.extensible(c)
	if err != nil {
		return err
	}
	f.by = by
	f.touch(c)
	n := strconv.Itoa(days)
	why := workflows.Reason{Code: workflows.ReasonExtended, Params: map[string]metamodel.Text{"days": metamodel.ZhEn(n, n)}}
	for _, name := range names {
		f.turnClock(c, workflows.Line{Clock: name, Kind: workflows.LineExtend, At: f.at, Limit: c.clock(name).Limit + f.cal.Days(float64(days)),
			Reason: why, Basis: x.Basis, Note: note}, f.cal)
		if name == workflows.StepClock {
			c.StepExtended += days
		}
	}
	c.Extensions = append(slices.Clone(c.Extensions), Extension{At: f.at, Days: days, Clocks: names, Note: note, Basis: x.Basis, By: a.Account})
	f.setLights(c)
	f.log(c, EventExtended, func(d *EventData) {
		d.Note, d.Extension = note, &ExtensionTold{Days: days, Clocks: names, Basis: x.Basis}
	})
	return nil
}

// mayExtend is how the actor may extend a case now; nil when it cannot be.
func (f *family) mayExtend(a Actor, c *Case) *Extensible {
	if c.Matter == "" {
		return nil
	}
	if _, ok := f.extender(a, c); !ok {
		return nil
	}
	names, err := f.extensible(c)
	if err != nil {
		return nil
	}
	x := f.matter(c).Def.Extend
	v := &Extensible{Days: x.Days, Left: x.Most() - len(c.Extensions), Basis: x.Basis}
	for _, name := range names {
		k := *c.clock(name)
		one := ExtensibleClock{Clock: name, Due: k.Due(f.cal)}
		for n := 1; n <= x.Days; n++ {
			longer := k
			longer.Limit += f.cal.Days(float64(n))
			one.Until = append(one.Until, longer.Due(f.cal))
		}
		v.Clocks = append(v.Clocks, one)
	}
	return v
}

// extended is how many working days a clock of the case was given more, by its
// own calendar's day.
func (c *Case) extended(name workflows.ClockName) float64 {
	if name == workflows.StepClock {
		return float64(c.StepExtended)
	}
	days := 0
	for i := range c.Extensions {
		if slices.Contains(c.Extensions[i].Clocks, name) {
			days += c.Extensions[i].Days
		}
	}
	return float64(days)
}

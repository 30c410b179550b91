package workflows

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Temporary bodies so that other rooms compile while this one is written.
type moves struct{}
type calendarDays struct{}

func compile(*Workflow) (*Machine, metamodel.Problems)                { panic("unbuilt") }
func (m *Machine) start() Move                                        { panic("unbuilt") }
func (m *Machine) next(string, string) (Move, error)                  { panic("unbuilt") }
func newCalendar(*metamodel.Calendar) (*Calendar, metamodel.Problems) { panic("unbuilt") }
func (c *Calendar) workingDay(time.Time) bool                         { panic("unbuilt") }
func (c *Calendar) between(time.Time, time.Time) time.Duration        { panic("unbuilt") }
func (c *Calendar) add(time.Time, time.Duration) time.Time            { panic("unbuilt") }
func (c *Calendar) day() time.Duration                                { panic("unbuilt") }
func (c *Calendar) firstDay(time.Time) time.Time                      { panic("unbuilt") }
func (k Clock) run(time.Time, *Calendar, bool) Clock                  { panic("unbuilt") }
func (k Clock) pause(time.Time, *Calendar) Clock                      { panic("unbuilt") }
func (k Clock) stop(time.Time, *Calendar) Clock                       { panic("unbuilt") }
func (k Clock) usedAt(time.Time, *Calendar) time.Duration             { panic("unbuilt") }
func (k Clock) due(*Calendar) time.Time                               { panic("unbuilt") }
func (k Clock) lightAt(time.Time, *Calendar) (Light, time.Time)       { panic("unbuilt") }

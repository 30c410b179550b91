// Package analytics turns the event log into facts, facts into metrics,
// metrics into dashboards. This file is the contract between the warehouse
// (analytics/clickhouse) and whoever shows it.
package analytics

import (
	"context"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Filter narrows every metric; zero fields do not narrow.
type Filter struct {
	From        time.Time // inclusive, by the local date of the calendar's zone
	To          time.Time // exclusive
	Theme       string
	Departments []string // the departments the actor may see, or fewer; nil narrows nothing, an empty list shows nothing
	Matter      string
}

// Metric is one metric's definition, shown behind its number.
type Metric struct {
	ID         string         `json:"id"`
	Name       metamodel.Text `json:"name"`
	Definition metamodel.Text `json:"definition"`
	Unit       metamodel.Text `json:"unit,omitempty"`
	Query      string         `json:"query"` // the SQL that is run
}

// Dashboard is everything a manager's page shows for one filter.
type Dashboard struct {
	Totals      Totals       `json:"totals"`
	Flow        []FlowDay    `json:"flow"`        // every day of the span, ascending
	Matters     []InWork     `json:"matters"`     // most in work first
	Departments []InWork     `json:"departments"` // likewise
	Steps       []StepDays   `json:"steps"`       // by matter, then the workflow's order is the caller's
	Due         []DueCase    `json:"due"`         // overdue and nearly overdue, most urgent first, at most 200
	Savings     []ThemeSaved `json:"savings"`
	Reality     []ThemeReal  `json:"reality"`
	Needless    Needless     `json:"needless"`
	Metrics     []Metric     `json:"metrics"`
	AsOf        time.Time    `json:"asOf"` // newest event carried over
}

// Totals are the head figures. Rates are 0..1; nil when there is nothing to divide by.
type Totals struct {
	Submitted      int64    `json:"submitted"`      // matter cases that came in
	ThemeSubmitted int64    `json:"themeSubmitted"` // theme cases that came in
	Ended          int64    `json:"ended"`          // matter cases that ended
	Issued         int64    `json:"issued"`
	InWork         int64    `json:"inWork"` // now: started and not ended
	Asking         int64    `json:"asking"` // of these, with the citizen
	Overdue        int64    `json:"overdue"`
	NearlyOverdue  int64    `json:"nearlyOverdue"`
	OnTime         *float64 `json:"onTime"`     // of those ended: within the promised limit
	MedianDays     *float64 `json:"medianDays"` // working days from start to end
	P90Days        *float64 `json:"p90Days"`
}

// FlowDay is one local day.
type FlowDay struct {
	Day string `json:"day"` // full-date
	In  int64  `json:"in"`
	Out int64  `json:"out"`
}

// InWork is the load of a matter or a department.
type InWork struct {
	ID         string   `json:"id"`
	Department string   `json:"department,omitempty"` // of a matter
	InWork     int64    `json:"inWork"`
	Asking     int64    `json:"asking"`
	Overdue    int64    `json:"overdue"`
	Ended      int64    `json:"ended"`
	OnTime     *float64 `json:"onTime"`
}

// StepDays is how long a step takes, in working days, pauses not counted.
type StepDays struct {
	Matter string  `json:"matter"`
	Step   string  `json:"step"` // state id
	Count  int64   `json:"count"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
	Limit  float64 `json:"limit"` // 0: none
}

// DueCase is one case to look at.
type DueCase struct {
	Case       string    `json:"case"`
	Number     string    `json:"number"`
	Theme      string    `json:"theme,omitempty"`
	Matter     string    `json:"matter"`
	Department string    `json:"department"`
	State      string    `json:"state"`
	Light      string    `json:"light"` // red or yellow
	Due        time.Time `json:"due"`
}

// ThemeSaved is what merging saved, by theme.
type ThemeSaved struct {
	Theme           string  `json:"theme"`
	Cases           int64   `json:"cases"`
	FieldsBefore    float64 `json:"fieldsBefore"` // averages a case
	FieldsAfter     float64 `json:"fieldsAfter"`
	MaterialsBefore float64 `json:"materialsBefore"`
	MaterialsAfter  float64 `json:"materialsAfter"`
	FieldsSaved     int64   `json:"fieldsSaved"` // in all
	MaterialsSaved  int64   `json:"materialsSaved"`
}

// ThemeReal is what a theme's reduction certificate promises beside what
// really happened. Minutes and days are medians, nil of no case.
type ThemeReal struct {
	Theme           string   `json:"theme"`
	Filled          int64    `json:"filled"`          // submitted, with a measured time to fill in
	ComputedMinutes *float64 `json:"computedMinutes"` // by the keystroke-level model, for the answers of each
	FillMinutes     *float64 `json:"fillMinutes"`     // measured
	FillMinutesP90  *float64 `json:"fillMinutesP90"`
	Ended           int64    `json:"ended"`        // every matter decided
	PromisedDays    *float64 `json:"promisedDays"` // the critical path of each
	TakenDays       *float64 `json:"takenDays"`
	TakenDaysP90    *float64 `json:"takenDaysP90"`
}

// Dashboards answers managers. Implemented by analytics/clickhouse.
type Dashboards interface {
	// Dashboard runs every metric for one filter. now is what overdue is judged against.
	Dashboard(ctx context.Context, f Filter, now time.Time) (*Dashboard, error) // ErrUnavailable
	// Reality is the part of Dashboard that holds themes to their certificates; themes without a case are left out.
	Reality(ctx context.Context, f Filter) ([]ThemeReal, error) // ErrUnavailable
	// Needless opens what was asked needlessly: narrowed, and with the filings behind it.
	Needless(ctx context.Context, f NeedlessFilter) (*NeedlessDetail, error) // ErrUnavailable
	// Ready reports whether the warehouse answers, and how many events behind it is.
	Ready(ctx context.Context) error
}

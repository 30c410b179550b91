package analytics

import (
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// reads says which kinds of definitions each metric's numbers depend on: what
// a change of one may move. Whoever changes a query changes the line with it.
var reads = map[string][]string{
	MetricTotals:   {metamodel.KindMatter, metamodel.KindTheme, metamodel.KindWorkflow},                                                 // which cases there are, and which states wait or end
	MetricOnTime:   {metamodel.KindMatter, metamodel.KindWorkflow, metamodel.KindCalendar},                                              // limits, pauses, working time
	MetricFlow:     {metamodel.KindMatter, metamodel.KindCalendar},                                                                      // the calendar's zone makes the day
	MetricInWork:   {metamodel.KindMatter, metamodel.KindDepartment, metamodel.KindWorkflow},                                            // by matter and department
	MetricSteps:    {metamodel.KindWorkflow, metamodel.KindCalendar},                                                                    // by state
	MetricDue:      {metamodel.KindMatter, metamodel.KindWorkflow, metamodel.KindCalendar},                                              // every clock
	MetricReality:  {metamodel.KindTheme, metamodel.KindForm, metamodel.KindMatter, metamodel.KindCalendar},                             // what is asked, the matters' limits, working time
	MetricNeedless: {metamodel.KindForm, metamodel.KindMaterial, metamodel.KindMatter, metamodel.KindElement, metamodel.KindDepartment}, // what is asked, who is named as its source
	MetricSavings:  {metamodel.KindTheme, metamodel.KindForm, metamodel.KindMaterial, metamodel.KindMatter},                             // fields and materials before and after
}

// Figures lists the figures of the dashboards that read a kind of definition,
// in the order in which dashboards show them.
func Figures(kind string) []catalog.Figure {
	var out []catalog.Figure
	for _, m := range Definitions() {
		if slices.Contains(reads[m.ID], kind) {
			out = append(out, catalog.Figure{ID: m.ID, Name: m.Name})
		}
	}
	return out
}

var _ catalog.Figures = Figures

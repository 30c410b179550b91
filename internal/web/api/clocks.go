package api

import (
	"math"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// ClocksIn asks for the clocks of a case.
type ClocksIn struct {
	ID string `path:"id" description:"Its id or number"`
	At string `query:"at" validate:"max=40" description:"A moment (RFC 3339), or a date for its end; now without it. At most a year ahead, as if running clocks kept running"`
}

// Clocks explains clocks: of the case, or of the matters of a theme case that the caller may see.
type Clocks struct {
	At    time.Time    `json:"at"`
	Cases []CaseClocks `json:"cases"`
}

// CaseClocks is one case's clock ledger and what it amounts to.
type CaseClocks struct {
	Case       string         `json:"case"`
	Number     string         `json:"number"`
	Matter     string         `json:"matter"`
	MatterName metamodel.Text `json:"matterName"`
	Clocks     []ClockAccount `json:"clocks" description:"One for each limit, and for each stay in a step that has one"`
	Ledger     []ClockLine    `json:"ledger" description:"Every start, pause, resume, extension and stop, in order"`
}

// ClockAccount tells day by day how a clock came to stand as it does.
type ClockAccount struct {
	Clock   workflows.ClockName `json:"clock" enum:"promised,statutory,step"`
	Name    metamodel.Text      `json:"name"`
	Step    metamodel.Text      `json:"step,omitempty"`
	Limit   float64             `json:"limit" description:"Working days allowed"`
	Used    float64             `json:"used" description:"Working days: what the ranges counted, and carried"`
	Carried float64             `json:"carried,omitempty" description:"Used before the ledger was kept"`
	Light   workflows.Light     `json:"light" enum:"green,yellow,red,paused,none"`
	First   *time.Time          `json:"first,omitempty" description:"Due as it was at the start"`
	Due     *time.Time          `json:"due,omitempty" description:"Absent while paused and once ended"`
	Ended   *time.Time          `json:"ended,omitempty"`
	Shifts  []ClockShift        `json:"shifts" description:"Why due is not first"`
	Ranges  []ClockRange        `json:"ranges" description:"The days, those that tell the same folded"`
	Days    []ClockDay          `json:"days"`
}

// ClockShift is one cause for which a limit ends later, or earlier, than said at first.
type ClockShift struct {
	Why    workflows.ShiftWhy `json:"why" enum:"paused,extended,limit,calendar"`
	Days   float64            `json:"days,omitempty" description:"Working days"`
	Text   metamodel.Text     `json:"text"`
	Reason string             `json:"reason,omitempty" description:"What was written to the applicant"`
	Basis  metamodel.Text     `json:"basis,omitempty"`
	Line   int                `json:"line,omitempty" description:"seq of the line"`
}

// ClockRange is days in a row that tell the same.
type ClockRange struct {
	From    string           `json:"from" description:"A date"`
	To      string           `json:"to"`
	Why     workflows.DayWhy `json:"why" enum:"counted,weekend,holiday,first,paused,closed,carried"`
	Counted float64          `json:"counted" description:"Working days; weekends in between are not among them"`
	Used    float64          `json:"used" description:"Of the clock, at its end"`
	Late    bool             `json:"late,omitempty" description:"The limit is used up"`
	MakeUp  bool             `json:"makeUp,omitempty" description:"A weekend day that is worked"`
	Text    metamodel.Text   `json:"text"`
	Line    int              `json:"line,omitempty" description:"seq of the line that explains it"`
}

// ClockDay is one calendar day.
type ClockDay struct {
	Date    string           `json:"date"`
	Why     workflows.DayWhy `json:"why" enum:"counted,weekend,holiday,first,paused,closed,carried"`
	Counted float64          `json:"counted"`
	Used    float64          `json:"used"`
}

// ClockLine is one line of a clock ledger.
type ClockLine struct {
	Seq      int                 `json:"seq"`
	Clock    workflows.ClockName `json:"clock" enum:"promised,statutory,step"`
	Name     metamodel.Text      `json:"name"`
	Kind     workflows.LineKind  `json:"kind" enum:"start,pause,resume,extend,limit,stop,restore,carried"`
	KindName metamodel.Text      `json:"kindName"`
	At       time.Time           `json:"at"`
	From     *time.Time          `json:"from,omitempty" description:"From when it counts"`
	Limit    float64             `json:"limit" description:"Working days, from this line on"`
	Used     float64             `json:"used" description:"Working days, at this line"`
	Code     string              `json:"code"`
	Text     metamodel.Text      `json:"text"`
	Reason   string              `json:"reason,omitempty" description:"What was written to the applicant"`
	Basis    metamodel.Text      `json:"basis,omitempty" description:"The law it rests on"`
	By       string              `json:"by,omitempty" description:"Name of who decided, for staff; absent for the engine itself"`
	Role     string              `json:"role,omitempty"`
}

func (a *API) clockRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/cases/:id/clocks", id: "getClocks", tag: "cases", summary: "The clock ledger of a case, and day by day why a limit stands as it does"}, a.getClocks)
}

func (a *API) getClocks(c *call[ClocksIn]) (*Clocks, error) {
	at, day, err := Moment(c.In.At)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.Clocks(c.Request().Context(), c.Actor, c.In.ID, at, day)
	if err != nil {
		return nil, err
	}
	return ClocksOf(v), nil
}

// ClocksOf writes what the engine tells of clocks, for the command line too.
func ClocksOf(v *engine.ClocksView) *Clocks {
	out := &Clocks{At: v.At, Cases: []CaseClocks{}}
	for i := range v.Cases {
		out.Cases = append(out.Cases, clocksOf(v, &v.Cases[i]))
	}
	return out
}

// Moment reads an instant, or a date: its end is meant, in the calendar's zone.
func Moment(s string) (t time.Time, day bool, err error) {
	if s == "" {
		return t, false, nil
	}
	if t, err = time.Parse(time.DateOnly, s); err == nil {
		return t, true, nil
	}
	if t, err = time.Parse(time.RFC3339, s); err == nil {
		return t, false, nil
	}
	return t, false, badRequest{metamodel.Problems{kindQuery.At("at", "want", wordMoment)}}
}

func clocksOf(v *engine.ClocksView, k *engine.CaseClocks) CaseClocks {
	day := v.Calendar.Day()
	out := CaseClocks{Case: k.Case.ID, Number: k.Case.Number, Matter: k.Case.Matter, MatterName: k.Matter.Def.Name, Clocks: []ClockAccount{}, Ledger: []ClockLine{}}
	for i := range k.Accounts {
		if k.Accounts[i].At.Limit > 0 {
			out.Clocks = append(out.Clocks, clockAccountOf(k, i, day))
		}
	}
	for i := range k.Lines {
		l := &k.Lines[i]
		out.Ledger = append(out.Ledger, ClockLine{Seq: l.Seq, Clock: l.Clock, Name: l.Clock.Text(), Kind: l.Kind, KindName: l.Kind.Text(), At: l.At, From: when(l.From),
			Limit: inDays(l.Limit, day), Used: inDays(l.Used, day), Code: string(l.Reason.Code), Text: l.Reason.Text(), Reason: l.Note, Basis: l.Basis,
			By: v.Names[l.Account], Role: l.Role})
	}
	return out
}

func clockAccountOf(k *engine.CaseClocks, i int, day time.Duration) ClockAccount {
	a := &k.Accounts[i]
	out := ClockAccount{Clock: a.Clock, Name: a.Clock.Text(), Step: a.Step, Limit: inDays(a.At.Limit, day), Used: inDays(a.Used, day), Carried: inDays(a.Carried, day),
		Light: a.Light, First: when(a.First), Due: when(a.Due), Ended: when(a.At.Stopped), Shifts: []ClockShift{}, Ranges: []ClockRange{}, Days: []ClockDay{}}
	for _, s := range k.Shifts[i] {
		one := ClockShift{Why: s.Why, Days: inDays(s.Time, day), Line: s.Line, Text: s.Text(a.Line(s.Line), day)}
		if l := a.Line(s.Line); l != nil {
			one.Reason, one.Basis = l.Note, l.Basis
		}
		out.Shifts = append(out.Shifts, one)
	}
	for _, r := range a.Fold() {
		out.Ranges = append(out.Ranges, ClockRange{From: r.From.Format(time.DateOnly), To: r.To.Format(time.DateOnly), Why: r.Why, Counted: inDays(r.Counted, day),
			Used: inDays(r.Used, day), Late: r.Late, MakeUp: r.MakeUp, Text: r.Text(a.Line(r.Line), day), Line: r.Line})
	}
	for _, d := range a.Days {
		out.Days = append(out.Days, ClockDay{Date: d.Date.Format(time.DateOnly), Why: d.Why, Counted: inDays(d.Counted, day), Used: inDays(d.Used, day)})
	}
	return out
}

// inDays is working time in working days, to the millionth.
func inDays(d, day time.Duration) float64 { return math.Round(float64(d)/float64(day)*1e6) / 1e6 }

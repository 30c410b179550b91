package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Extension is more time that a case was given.
type Extension struct {
	At     time.Time             `json:"at"`
	Days   int                   `json:"days" description:"Working days"`
	Clocks []workflows.ClockName `json:"clocks"`
	Note   string                `json:"note" description:"Why; the applicant reads it"`
	Basis  metamodel.Text        `json:"basis"`
	By     string                `json:"by,omitempty" description:"Name of who decided, for staff"`
}

// MayExtend is how the caller may give a case more time now.
type MayExtend struct {
	Days   int              `json:"days" description:"Working days, at most"`
	Left   int              `json:"left" description:"How often the case can still be extended, this time included"`
	Basis  metamodel.Text   `json:"basis"`
	Clocks []MayExtendClock `json:"clocks"`
}

// MayExtendClock is a limit that an extension lengthens.
type MayExtendClock struct {
	Clock workflows.ClockName `json:"clock" enum:"promised,statutory,step"`
	Name  metamodel.Text      `json:"name"`
	Due   time.Time           `json:"due"`
	Until []time.Time         `json:"until" description:"Due then, by one working day more, by two, and so on"`
}

// ExtendIn gives a case more time.
type ExtendIn struct {
	ID   string `path:"id" json:"-" description:"Its id, as lists give it"`
	Days int    `json:"days" validate:"min=1,max=100" description:"Working days; mayExtend of the case says how many at most"`
	Note string `json:"note" validate:"max=2000" description:"Why; the applicant reads it"`
}

func (a *API) extendRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/extension", id: "extendCase", tag: "cases", summary: "Give a running case more time, by the law its matter names", headers: []string{"If-Match", "Idempotency-Key"}}, a.extendCase)
}

func (a *API) extendCase(c *call[ExtendIn]) (*Case, error) {
	return changed(a, c, func(rev int64, k string) (*engine.CaseView, error) {
		return a.o.Engine.Extend(c.Request().Context(), c.Actor, c.In.ID, rev, k, c.In.Days, c.In.Note)
	})
}

// extendedOut adds to a case the time it was given, and may be given.
func extendedOut(v *engine.CaseView, names map[string]string, out *Case) {
	for _, x := range v.Case.Extensions {
		out.Extensions = append(out.Extensions, Extension{At: x.At, Days: x.Days, Clocks: x.Clocks, Note: x.Note, Basis: x.Basis, By: names[x.By]})
	}
	if may := v.MayExtend; may != nil {
		out.MayExtend = &MayExtend{Days: may.Days, Left: may.Left, Basis: may.Basis, Clocks: []MayExtendClock{}}
		for _, k := range may.Clocks {
			out.MayExtend.Clocks = append(out.MayExtend.Clocks, MayExtendClock{Clock: k.Clock, Name: k.Clock.Text(), Due: k.Due, Until: k.Until})
		}
	}
}

package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/workflows"
)

// Holder is who has the work of a case's step in hand.
type Holder struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
	Deputy  *Deputy   `json:"deputy,omitempty" description:"Who acts on their behalf"`
	Mine    bool      `json:"mine" description:"The caller is to act on it"`
	Behalf  string    `json:"behalf,omitempty" description:"Name of the officer for whom the caller stands in"`
}

// Deputy acts on behalf of a holder.
type Deputy struct {
	Account string    `json:"account"`
	Name    string    `json:"name"`
	Since   time.Time `json:"since"`
}

func holderOf(k *engine.Case, actor engine.Actor) *Holder {
	h := k.Holder
	if h == nil || k.Status != engine.CaseRunning {
		return nil
	}
	out := &Holder{Account: h.Account, Name: h.Name, Since: h.Since, Mine: k.HeldBy() == actor.Account || actor.StandsFor(k) != "", Behalf: actor.StandsFor(k)}
	if h.Deputy != nil {
		out.Deputy = &Deputy{Account: h.Deputy.Account, Name: h.Deputy.Name, Since: h.Deputy.Since}
	}
	return out
}

// Officer is somebody to whom a step can be handed.
type Officer struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Organisation Named  `json:"organisation"`
}

// HandoverIn settles who has the step of a case in hand.
type HandoverIn struct {
	ID   string              `path:"id" json:"-" description:"Its id, as lists give it"`
	Do   engine.HandoverKind `json:"do" validate:"required,oneof=claim release transfer delegate take_back" description:"One of the case's handovers"`
	To   string              `json:"to,omitempty" validate:"max=64" description:"With transfer and delegate: an officer's id"`
	Note string              `json:"note,omitempty" validate:"max=2000" description:"For the department alone"`
}

// WorklistIn filters a worklist.
type WorklistIn struct {
	CasesIn
	Held string `query:"held" validate:"omitempty,oneof=mine unclaimed others" description:"In whose hand the work is"`
}

// HeldCount counts a worklist by in whose hand the work is.
type HeldCount struct {
	Mine      int `json:"mine"`
	Unclaimed int `json:"unclaimed"`
	Others    int `json:"others"`
}

func (a *API) handoverRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/cases/:id/officers", id: "listOfficers", tag: "cases", summary: "To whom I can hand the step of a case"}, a.listOfficers)
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/handover", id: "handOver", tag: "cases", summary: "Claim, release, transfer or delegate the step of a case, or take a delegation back", headers: []string{"If-Match", "Idempotency-Key"}}, a.handOver)
}

func (a *API) listOfficers(c *call[idIn]) (*List[Officer], error) {
	ctx := c.Request().Context()
	list, err := a.o.Engine.Officers(ctx, c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	items, err := a.officersOut(ctx, c.Actor, list)
	if err != nil {
		return nil, err
	}
	return &List[Officer]{Items: items}, nil
}

func (a *API) handOver(c *call[HandoverIn]) (*Case, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.HandOver(c.Request().Context(), c.Actor, c.In.ID, rev, k, engine.Handover{Do: c.In.Do, To: c.In.To, Note: c.In.Note})
	if err != nil {
		return nil, err
	}
	return a.caseOut(c.Request().Context(), c, c.Actor, v)
}

// countOf sums a worklist up: by light under the filter's hand, and by hand
// under its lights.
func countOf(counts engine.WorkCount, f engine.CaseFilter) (map[workflows.Light]int, HeldCount) {
	lights, held := map[workflows.Light]int{}, map[engine.Holding]int{}
	for in, by := range counts {
		for light, n := range by {
			if f.Held == "" || f.Held == in {
				lights[light] += n
			}
			if len(f.Lights) == 0 || slices.Contains(f.Lights, light) {
				held[in] += n
			}
		}
	}
	return lights, HeldCount{Mine: held[engine.HeldByMe], Unclaimed: held[engine.HeldByNobody], Others: held[engine.HeldByOthers]}
}

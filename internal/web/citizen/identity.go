package citizen

import (
	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// identityView says whether it is known who an account belongs to, and what
// follows from that.
type identityView struct {
	L
	Known           bool
	Lead            string
	Since, Evidence string
	Means           []string
	Change          string // how it is verified, or put right
}

func (l L) identityView(acc engine.Account) identityView {
	if v := acc.Verified; v != nil {
		return identityView{L: l, Known: true, Lead: l.T("identity.is", v.Name, v.Masked()), Since: l.Moment(v.At), Evidence: v.How,
			Means: []string{l.T("identity.means.own"), l.T("identity.means.others"), l.T("identity.means.wrong")}, Change: l.T("identity.change", acc.Username)}
	}
	return identityView{L: l, Lead: l.T("identity.unknown"), Means: []string{l.T("identity.means.none"), l.T("identity.means.ask"), l.T("identity.means.file")},
		Change: l.T("identity.how", acc.Username)}
}

// identityWords say it in a sentence, beside what departments give.
func (l L) identityWords(acc engine.Account) string {
	if v := acc.Verified; v != nil {
		return l.T("identity.known", v.Name, v.Masked())
	}
	return l.T("identity.none")
}

// account is the account of who asks.
func (p *Pages) account(c echo.Context) (engine.Account, error) {
	actor := auth.Of(c).Actor
	return p.o.Engine.Account(c.Request().Context(), actor, actor.Account)
}

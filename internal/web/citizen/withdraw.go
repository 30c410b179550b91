package citizen

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// withdrawView says what taking a filing back does, and asks.
type withdrawView struct {
	Page
	CaseID, Action      string
	Number              string
	Whole               bool
	Takes, Voids, Stays []withdrawRow
	Note                string
	Error               string
	Revision            int64
	Key                 string
}

type withdrawRow struct{ Name, Department string }

// withdrawAsk shows what would be taken back; a filing of which nothing can be
// taken back any more has no such page.
func (p *Pages) withdrawAsk(c echo.Context) error {
	view, err := p.ownMember(c)
	if err != nil {
		return err
	}
	if view.Withdraw == nil {
		return see(c, "/cases/"+c.Param("id"))
	}
	v, err := p.withdrawPage(c, view, newKey())
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "page-withdraw", v)
}

// ownMember reads a case of the filing in the address: one matter's, or the
// theme case itself for all of them.
func (p *Pages) ownMember(c echo.Context) (*engine.CaseView, error) {
	actor := auth.Of(c).Actor
	view, err := p.o.Engine.Case(c.Request().Context(), actor, c.Param("child"))
	if err != nil {
		return nil, err
	}
	if view.Case.Applicant != actor.Account || view.Case.Root != c.Param("id") {
		return nil, errMissing
	}
	return view, nil
}

func (p *Pages) withdrawPage(c echo.Context, view *engine.CaseView, key string) (withdrawView, error) {
	root := view
	if !view.Case.IsRoot() {
		var err error
		if root, err = p.ownCase(c); err != nil {
			return withdrawView{}, err
		}
	}
	v := withdrawView{Page: p.newPage(c, ""), CaseID: root.Case.ID, Number: view.Case.Number, Revision: view.Case.Revision, Key: key}
	v.Whole = view.Case.IsRoot() && view.Theme != nil
	v.Title, v.Back = v.T("withdraw.title.all"), "/cases/"+v.CaseID
	if !v.Whole {
		v.Title = v.T("withdraw.title.one", v.In(view.Matter.Def.Name))
	}
	v.Action = "/cases/" + v.CaseID + "/withdraw/" + view.Case.ID
	members := root.Children
	if root.Matter != nil {
		members = []engine.Case{root.Case}
	}
	rows := func(ids []string) (out []withdrawRow) {
		for _, id := range ids {
			for i := range members {
				if m := root.Release.Matter(members[i].Matter); members[i].ID == id && m != nil {
					out = append(out, withdrawRow{v.In(m.Def.Name), v.handler(root.Release, &members[i])})
				}
			}
		}
		return out
	}
	if w := view.Withdraw; w != nil {
		v.Takes, v.Voids, v.Stays = rows(w.Takes), rows(w.Voids), rows(w.Stays)
	}
	return v, nil
}

// withdraw takes the filing back. What changed since the page was drawn is
// shown before it is asked again.
func (p *Pages) withdraw(c echo.Context) error {
	view, err := p.ownMember(c)
	if err != nil {
		return err
	}
	key, note := c.FormValue("key"), c.FormValue("note")
	if key == "" {
		key = newKey()
	}
	revision, err := strconv.ParseInt(c.FormValue("revision"), 10, 64)
	if err != nil {
		revision = view.Case.Revision
	}
	_, err = p.o.Engine.Withdraw(c.Request().Context(), auth.Of(c).Actor, view.Case.ID, revision, key, note)
	var bad metamodel.Problems
	again := func(status int, issue Issue) error {
		if view, err = p.ownMember(c); err != nil {
			return err
		}
		if view.Withdraw == nil {
			return see(c, "/cases/"+c.Param("id"))
		}
		v, err := p.withdrawPage(c, view, newKey())
		if err != nil {
			return err
		}
		v.Note, v.Issues = note, []Issue{issue}
		if issue.Href == "#note" {
			v.Error = issue.Text
		}
		return p.render(c, status, "page-withdraw", v)
	}
	switch {
	case errors.Is(err, engine.ErrConflict):
		return again(http.StatusConflict, Issue{Href: "#takes", Text: p.l(c).T("withdraw.stale")})
	case errors.As(err, &bad):
		issue := Issue{Href: "#takes", Text: bad[0].In(p.l(c).Lang)}
		if bad[0].Path == "note" {
			issue.Href = "#note"
		}
		return again(http.StatusUnprocessableEntity, issue)
	case err != nil:
		return err
	}
	return see(c, "/cases/"+c.Param("id")+"?withdrawn=1")
}

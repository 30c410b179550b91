package citizen

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type needsView struct {
	Page
	ID, Name  string
	Open      int    // questions that could still change something
	GuideURL  string // back to them
	Applies   []matterRow
	Undecided []matterRow
	Out       []string
	Asked     []materialRow
	Delivered []materialRow // that a department issues electronically
	Answered  string        // how many answers departments give, and which
	NotAsked  []materialRow
	Figures   []figure
	Days      string
	Statutory string
	Fee       string
	Answers   []guideAnswer
	Query     map[string][]string // hidden fields of the start button
	CanStart  bool
	Key       string // of the draft the button starts
}

// materialRow is one material in a list of them.
type materialRow struct {
	ID, Name string
	Must     bool // to be handed in for certain; else only if …
	Optional bool // may be handed in, need not be
	Reason   string
	Matters  string
	Count    int    // of them
	Also     string // the matters' own names for it, where they differ
}

// needs shows what the answers given lead to.
func (p *Pages) needs(c echo.Context) error {
	t, rel, err := p.findTheme(c)
	if err != nil {
		return err
	}
	w := walk(t, c.QueryParams())
	v := needsView{Page: p.newPage(c, ""), Key: newKey(), ID: t.Def.ID}
	v.Title, v.Name, v.Back = v.T("needs.title"), v.In(t.Def.Name), "/themes/"+t.Def.ID
	if n := len(w.state.Answered); n > 0 {
		v.Back = w.url("/guide", "ask", w.state.Answered[n-1].ID)
	}
	v.Open, v.GuideURL, v.Query = len(w.state.Open), w.url("/guide"), w.query
	v.Answers = w.answered(v.L, "")

	needs := t.Needs(w.situation, nil)
	part := map[string]bool{}
	for _, id := range append(append([]string(nil), w.state.In...), w.state.Undecided...) {
		part[id] = true
	}
	rows := map[string]matterRow{}
	for _, m := range t.Matters {
		rows[m.Def.ID] = v.matter(t, m, part)
	}
	for _, id := range w.state.In {
		v.Applies = append(v.Applies, rows[id])
	}
	for _, id := range w.state.Undecided {
		v.Undecided = append(v.Undecided, rows[id])
	}
	for _, id := range w.state.Out {
		v.Out = append(v.Out, rows[id].Name)
	}
	offers, err := p.o.Engine.Offered(c.Request().Context(), rel, t, nil)
	if err != nil {
		return err
	}
	for _, s := range needs.Materials {
		row := v.materialRow(s, rows)
		switch o := offerOf(offers, s.Material.ID); {
		case s.Asked && o != nil:
			row.Reason = v.deliveredBy(o)
			v.Delivered = append(v.Delivered, row)
			needs.After.Materials--
		case s.Asked:
			v.Asked = append(v.Asked, row)
		default:
			v.NotAsked = append(v.NotAsked, row)
		}
	}
	v.Answered = v.answeredBy(offers, part)
	v.Figures = v.figures(needs.Before, needs.After)
	v.Days, v.Statutory, v.Fee = v.L.Days(needs.After.Days), v.L.Days(needs.After.Statutory), v.Money(needs.After.Fee)
	id := auth.Of(c)
	v.CanStart = !id.Known || id.Actor.Has(engine.RoleCitizen)
	return p.render(c, http.StatusOK, "page-needs", v)
}

func (l L) materialRow(s catalog.MaterialState, matters map[string]matterRow) materialRow {
	row := materialRow{ID: s.Material.ID, Name: l.In(s.Material.Name), Must: s.Required == metamodel.True, Optional: s.Asked && s.Required == metamodel.False, Reason: l.In(s.Reason)}
	var names []string
	for _, id := range serving(s) {
		if m, ok := matters[id]; ok {
			names = append(names, m.Name)
		}
	}
	row.Matters, row.Also, row.Count = l.List(names), l.otherNames(s), len(names)
	return row
}

// otherNames are the matters' own names for a material, where they differ from
// the name it goes by.
func (l L) otherNames(s catalog.MaterialState) string {
	var list []string
	for _, label := range s.Labels {
		if own := l.In(label); own != l.In(s.Material.Name) && !slices.Contains(list, own) {
			list = append(list, own)
		}
	}
	return l.List(list)
}

// serving are the matters that get a material: those that want it, and those to
// which it proves what another one would.
func serving(s catalog.MaterialState) []string {
	ids := slices.Clone(s.Matters)
	for _, id := range s.Serves {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// offerOf is what a department delivers instead of a material, nil for nothing.
func offerOf(offers []engine.Offer, material string) *engine.Offer {
	for i := range offers {
		if offers[i].Kind == engine.DutyMaterial && offers[i].Item == material {
			return &offers[i]
		}
	}
	return nil
}

// deliveredBy says who issues a material instead.
func (l L) deliveredBy(o *engine.Offer) string {
	if o.Personal {
		return l.T("needs.delivered.consent", l.In(o.ByName))
	}
	return l.T("needs.delivered.open", l.In(o.ByName))
}

// answeredBy says how many answers departments give to matters that apply, and
// which departments; "" for none.
func (l L) answeredBy(offers []engine.Offer, part map[string]bool) string {
	n := 0
	var by []string
	for _, o := range offers {
		if o.Kind != engine.DutyField || part != nil && !part[o.Matter] {
			continue
		}
		n++
		if name := l.In(o.ByName); !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	if n == 0 {
		return ""
	}
	return l.T("needs.delivered.answers", n, l.List(by))
}

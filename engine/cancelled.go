package engine

import (
	"context"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Over reports whether a matter is cancelled today, at the place of the filing:
// nobody can begin to apply for it any more.
func (e *Engine) Over(ctx context.Context, rel *catalog.Release, m *metamodel.Matter) (bool, error) {
	if m.Cancelled == nil {
		return false, nil
	}
	cal, err := e.calendar(ctx, rel, nil)
	if err != nil {
		return false, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return false, err
	}
	return m.Ended(at.In(cal.Zone).Format(time.DateOnly)), nil
}

// notOver refuses what can no longer be begun. Whoever began before may finish:
// their draft is submitted as it is.
func (e *Engine) notOver(ctx context.Context, p *pinned) error {
	var list []*catalog.Matter
	if p.matter != nil {
		list = append(list, p.matter)
	} else {
		for _, m := range p.theme.Matters {
			list = append(list, m.Matter)
		}
	}
	for _, m := range list {
		over, err := e.Over(ctx, p.rel, m.Def)
		if err != nil {
			return err
		}
		if over {
			return refuse(matterCancelled, "matter", "matter", m.Def.Name, "on", m.Def.Cancelled.On, "basis", m.Def.Cancelled.Basis, "next", p.instead(m.Def))
		}
	}
	return nil
}

// instead names what replaces a cancelled matter, in brackets behind what is said.
func (p *pinned) instead(m *metamodel.Matter) metamodel.Text {
	zh, en := "", ""
	for _, id := range m.Cancelled.Successors {
		if next := p.rel.MatterDef(id); next != nil {
			zh += "“" + next.Name.In("zh") + "”（" + id + "）"
			en += " “" + next.Name.In("en") + "” (" + id + ")"
		}
	}
	if zh == "" {
		return metamodel.ZhEn("", "")
	}
	return metamodel.ZhEn("，请改办"+zh, ". Apply for this instead:"+en)
}

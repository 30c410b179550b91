package engine

import (
	"context"
	"time"

	"github.com/onematter/onematter/catalog"
)

// CertDeliveries is what source departments in duty deliver to a filing of a
// theme that begins on a day, as a reduction certificate counts it.
func (e *Engine) CertDeliveries(ctx context.Context, rel *catalog.Release, t *catalog.Theme, day time.Time) ([]catalog.CertDelivery, error) {
	cal, err := e.calendar(ctx, rel, t)
	if err != nil {
		return nil, err
	}
	offers, err := e.offers(ctx, &pinned{rel: rel, theme: t}, day, cal)
	if err != nil {
		return nil, err
	}
	out := []catalog.CertDelivery{}
	for i := range offers {
		o := &offers[i]
		d := catalog.CertDelivery{Kind: catalog.DeliveredField, Item: o.Item, Key: o.KeyField, Department: o.ByName, Source: o.SourceName, Personal: o.Personal}
		if o.Kind == DutyMaterial {
			d.Kind = catalog.DeliveredMaterial
		}
		out = append(out, d)
	}
	return out, nil
}

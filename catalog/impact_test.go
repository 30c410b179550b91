package catalog_test

import (
	"context"
	"errors"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// counted remembers what was asked of it.
type counted struct{ asked catalog.RunningFilter }

func (c *counted) CountRunning(_ context.Context, f catalog.RunningFilter) (catalog.RunningCounts, error) {
	c.asked = f
	return catalog.RunningCounts{Drafts: 3, Cases: 2}, nil
}

func TestTheImpactOfAChangeNamesEverythingItReaches(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c := catalog.New(mustStore(t))
	mustPublish(t, c, builtin(t, "china-calendar"))
	mustPublish(t, c, builtin(t, "open-a-restaurant"))
	runs := &counted{}
	figures := func(kind string) []catalog.Figure {
		switch kind {
		case metamodel.KindForm, metamodel.KindMatter:
			return []catalog.Figure{{ID: "savings"}}
		case metamodel.KindCalendar:
			return []catalog.Figure{{ID: "days"}}
		}
		return nil
	}
	// The kitchen's area is asked by the food licence alone.
	i, err := c.Impact(ctx, catalog.Ref{Kind: metamodel.KindElement, ID: "DE00213"}, runs, figures)
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for _, u := range i.Touched {
		if len(u.Choices) > 0 {
			direct++
			if u.Kind != metamodel.KindForm || u.Pack != "open-a-restaurant" || len(u.Choices) != 3 || len(u.Through) != 0 {
				t.Errorf("%+v", u)
			}
		}
	}
	if direct == 0 || len(i.Themes) != 1 || i.Themes[0] != "T01" || len(i.Matters) == 0 || i.Running.Cases != 2 || len(runs.asked.Matters) != len(i.Matters) {
		t.Errorf("%+v, asked %+v", i, runs.asked)
	}
	if len(i.Figures) != 1 || i.Figures[0].ID != "savings" {
		t.Errorf("%+v", i.Figures)
	}
	if i, err := c.Impact(ctx, catalog.Ref{Kind: metamodel.KindCalendar, ID: "cn"}, nil, nil); err != nil || len(i.Themes) != 1 || i.Figures == nil {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := c.Impact(ctx, catalog.Ref{Kind: metamodel.KindElement, ID: "nothing"}, nil, nil); !errors.Is(err, catalog.ErrNoDefinition) {
		t.Error(err)
	}
}

package engine_test

import (
	"context"
	"testing"

	"github.com/onematter/onematter/engine"
)

func TestARestaurantDraftCanBeCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.complete(citizen("ming"))
	if len(v.Guide.In) != 8 {
		t.Errorf("want eight matters, got %v", v.Guide.In)
	}
	for _, s := range v.Sections {
		if s.Status != engine.SectionDone && s.Status != engine.SectionEmpty {
			t.Errorf("section %s is %s", s.Section.ID, s.Status)
		}
	}
	_ = context.Background
}

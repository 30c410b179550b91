package analytics

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestEveryMetricSaysWhatItReads(t *testing.T) {
	t.Parallel()
	for _, m := range Definitions() {
		if len(reads[m.ID]) == 0 {
			t.Errorf("%s says nothing", m.ID)
		}
	}
	if len(reads) != len(Definitions()) {
		t.Errorf("%d of %d metrics", len(reads), len(Definitions()))
	}
	got := Figures(metamodel.KindCalendar)
	if len(got) != 5 || got[0].ID != MetricOnTime || got[0].Name["zh"] == "" || len(Figures(metamodel.KindSubject)) != 0 {
		t.Errorf("%+v", got)
	}
}

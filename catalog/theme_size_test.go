package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// A theme may be of one matter or of as many as a merged field can have uses;
// beyond that the first that has no room is named, where it stands.
func TestAThemeHasRoomForManyMattersAndNoMore(t *testing.T) {
	t.Parallel()
	r, def := broadTheme(t, mostMatters+2)
	merge := func(n int) (*Theme, metamodel.Problems) {
		d := *def
		d.Matters = def.Matters[:n]
		return r.Merge(&d)
	}
	if th, ps := merge(1); ps.Failed() || len(th.Merged.Fields) != len(th.Matters[0].Form.Fields) {
		t.Errorf("one matter: %v", ps)
	}
	if th, ps := merge(200); ps.Failed() || len(th.Matters) != 200 {
		t.Errorf("two hundred: %v", ps)
	}
	if th, ps := merge(mostMatters); ps.Failed() || len(th.Matters) != mostMatters {
		t.Errorf("as many as there is room for: %v", ps)
	}
	_, ps := merge(mostMatters + 2)
	i := slices.IndexFunc(ps, func(p metamodel.Problem) bool { return p.Code == ThemeMatters.Code })
	if i < 0 || ps[i].Path != "matters/256" || !strings.Contains(ps[i].In("en"), def.Matters[256].Matter+", "+def.Matters[257].Matter) {
		t.Errorf("two too many: %v", ps)
	}
	if slices.ContainsFunc(ps, func(p metamodel.Problem) bool { return p.Code == "form.too_many_uses" }) {
		t.Error("it was merged all the same")
	}
}

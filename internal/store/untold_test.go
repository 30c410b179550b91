package store_test

import (
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// Filings of before decisions were noted are due once, for the sweep to look what
// there is to tell: open ones of a theme, none that is over, no matter by itself.
func TestOpenFilingsOfThemesAreLookedAtOnceAfterTheMigration(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url})
		ids := map[string]string{}
		for name, change := range map[string]func(c *engine.Case){
			"open":   func(c *engine.Case) { c.Theme, c.Matter = "T02", "" },
			"over":   func(c *engine.Case) { c.Theme, c.Matter, c.Status, c.Ended = "T02", "", engine.CaseEnded, day },
			"part":   func(c *engine.Case) { c.Theme, c.Root = "T02", newID() },
			"matter": func(*engine.Case) {},
		} {
			ch := submission("owner", name)
			change(&ch.InsertCases[0])
			ids[name] = ch.InsertCases[0].ID
			must(t, s.Commit(t.Context(), ch))
		}
		db, _ := plain(t, url)
		_, err := db.ExecContext(t.Context(), "DELETE FROM schema_migrations WHERE stamp = '20261126_0245_untold'")
		must(t, err)
		for range 2 { // the second time it is done already
			must(t, s.Migrate(t.Context()))
		}
		due, err := s.LightsDue(t.Context(), day, 10)
		must(t, err)
		if len(due) != 1 || due[0].ID != ids["open"] {
			t.Errorf("%d are due: %+v", len(due), due)
		}
		for name, id := range ids {
			c, err := s.Case(t.Context(), id)
			must(t, err)
			if want := at(48); name != "open" && !c.LightNext.Equal(want) {
				t.Errorf("%s: its light changes at %s, want %s", name, c.LightNext, want)
			}
		}
	})
}

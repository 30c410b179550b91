package store_test

import (
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// Cases that were entrusted before lists could ask for them are found by the
// department in whose name they are decided, once the migration ran.
func TestEntrustedCasesAreFoundAfterTheMigration(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url})
		entrusted := submission("owner", "entrusted")
		entrusted.InsertCases[0].Authority = "records"
		must(t, s.Commit(t.Context(), entrusted))
		must(t, s.Commit(t.Context(), submission("owner", "plain")))
		db, _ := plain(t, url)
		for _, q := range []string{"DROP INDEX cases_authority", "ALTER TABLE cases DROP COLUMN authority", "DELETE FROM schema_migrations WHERE stamp = '20261127_0246_authority'"} {
			_, err := db.ExecContext(t.Context(), q)
			must(t, err)
		}
		must(t, s.Migrate(t.Context()))
		for department, want := range map[string]int{"records": 1, "town": 0, "": 1} {
			f := engine.CaseFilter{Entrusted: true}
			if department != "" {
				f.Departments = []string{department}
			}
			list, _, err := s.Cases(t.Context(), f, engine.Page{})
			must(t, err)
			if len(list) != want || want > 0 && (list[0].ID != entrusted.InsertCases[0].ID || list[0].Authority != "records") {
				t.Errorf("of %q: %d", department, len(list))
			}
			counts, err := s.CountCases(t.Context(), f)
			must(t, err)
			n := 0
			for _, c := range counts {
				n += c
			}
			if n != want {
				t.Errorf("of %q %d are counted", department, n)
			}
		}
	})
}

package engine_test

import (
	"context"
	"errors"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// Whoever puts a row with a document that cannot be used is told which column it
// is and what it should be, not that the source does not deliver it.
func TestABadPartOfADocumentIsBlamedByItsColumn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	src := w.residents().ID
	type blame struct{ code, column string }
	for name, c := range map[string]struct {
		parts engine.NewRow
		want  []blame
	}{
		"without a number":    {engine.NewRow{"MT32.issued": "2020-01-01"}, []blame{{"source.row.number", "MT32"}}},
		"issued on no day":    {engine.NewRow{"MT32": "沪 1", "MT32.issued": "2020-02-30"}, []blame{{"source.row.date", "MT32.issued"}}},
		"expires on no day":   {engine.NewRow{"MT32": "沪 1", "MT32.expires": "长期"}, []blame{{"source.row.date", "MT32.expires"}}},
		"kept nowhere":        {engine.NewRow{"MT32": "沪 1", "MT32.url": "http://cards.example.gov/1"}, []blame{{"source.row.link", "MT32.url"}}},
		"an unknown part":     {engine.NewRow{"MT32": "沪 1", "MT32.colour": "红"}, []blame{{"source.row.column", "MT32.colour"}}},
		"two things at once":  {engine.NewRow{"MT32.issued": "2020", "DE00009": "好"}, []blame{{"source.row.number", "MT32"}, {"source.row.date", "MT32.issued"}}},
		"all of it":           {engine.NewRow{"MT32": "沪 1", "MT32.issued": "2020-01-01", "MT32.expires": "2040-01-01", "MT32.url": "https://cards.example.gov/1"}, nil},
		"its number suffices": {engine.NewRow{"MT32": "沪 1"}, nil},
	} {
		row := engine.NewRow{"DE00005": "310104199003070026"}
		for column, typed := range c.parts {
			row[column] = typed
		}
		_, err := w.PutSourceRows(ctx, police, src, []engine.NewRow{{"DE00005": "310104198506150031", "MT32": "沪 2"}, row})
		var ps metamodel.Problems
		if err != nil && !errors.As(err, &ps) {
			t.Fatal(name, err)
		}
		var got []blame
		for _, p := range ps {
			got = append(got, blame{p.Code, p.Params["column"].(string)})
			if p.Path != "rows/1" || p.Params["row"] != 2 {
				t.Errorf("%s: blamed is %s, row %v", name, p.Path, p.Params["row"])
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", name, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v", name, got)
			}
		}
	}
}

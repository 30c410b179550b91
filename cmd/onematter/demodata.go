package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/demo"
	"github.com/onematter/onematter/metamodel"
)

func demoDataCommand() *cobra.Command {
	var (
		cases, days int
		seed        uint64
		end         string
		fresh       bool
	)
	c := configured(&cobra.Command{
		Use:   "demo-data",
		Short: "Add a believable year of cases, to look at dashboards with",
		Long: `Simulate a year of filings: fictional people open restaurants and have children, departments work on
them at their own pace, some are corrected, refused, late. Every decision is
taken by the real engine under a simulated clock and written to the database;
statistics follow from the event log as always. Start the server afterwards, or
leave it running on PostgreSQL.`,
		Example: "  onematter demo-data --cases 2000 --seed 1\n  onematter demo-data --fresh --cases 80 --days 10",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, cfg *Config, _ []string) error {
		until := time.Now()
		if end != "" {
			t, err := time.Parse(time.DateOnly, end)
			if err != nil {
				return failure("--end："+end+" 不是形如 2026-05-01 的日期", "--end: "+end+" is not a date like 2026-05-01")
			}
			until = t
		}
		if days < 1 || days > 3650 {
			return failure("--days：应为 1 到 3650", "--days: 1 to 3650")
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			if fresh {
				unused, err := h.unused(c.Context())
				if err != nil || !unused {
					return err
				}
			}
			if err := h.demoAccounts(c.Context()); err != nil {
				return err
			}
			bar := progressbar.NewOptions(cases, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription("cases"),
				progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(), progressbar.OptionThrottle(200*time.Millisecond))
			begin := time.Now()
			n, err := demo.Run(c.Context(), demo.Options{Store: h.store, Blobs: h.blobs, Catalog: h.catalog, Themes: []string{"T01", "T02"}, Cases: cases, Seed: seed, End: until, Over: time.Duration(days) * 24 * time.Hour,
				Progress: func(done int) { _ = bar.Set(min(done, cases)) }})
			_ = bar.Finish()
			fmt.Fprintln(os.Stderr)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), metamodel.Counted("%d case(s) in %s", n, time.Since(begin).Round(time.Second)))
			return nil
		})
	})
	c.Flags().IntVar(&cases, "cases", 50_000, "matter cases to make, at least")
	c.Flags().IntVar(&days, "days", 365, "over so many days before the end people file")
	c.Flags().BoolVar(&fresh, "fresh", false, "do nothing unless the database is unused: no account, no case, no pack but the built-in ones")
	c.Flags().Uint64Var(&seed, "seed", 1, "the same seed and end give the same year")
	c.Flags().StringVar(&end, "end", "", "last day of the year, YYYY-MM-DD; empty: now")
	return c
}

// unused reports whether nobody has used the database yet.
func (h *house) unused(ctx context.Context) (bool, error) {
	accounts, _, err := h.store.ListAccounts(ctx, engine.Page{Limit: 1})
	if err != nil {
		return false, err
	}
	end, err := h.store.LogEnd(ctx)
	if err != nil {
		return false, err
	}
	releases, err := h.store.Releases(ctx, "")
	if err != nil {
		return false, err
	}
	versions, err := h.store.Versions(ctx, "")
	if err != nil {
		return false, err
	}
	return len(accounts)+len(versions) == 0 && end == engine.Position{} && len(releases) == len(catalog.BuiltinNames()), nil
}

package main

import (
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/onematter/onematter/internal/demo"
	"github.com/onematter/onematter/metamodel"
)

func demoDataCommand() *cobra.Command {
	var (
		cases int
		seed  uint64
		end   string
	)
	c := configured(&cobra.Command{
		Use:   "demo-data",
		Short: "Add a believable year of cases, to look at dashboards with",
		Long: `Simulate a year of filings: fictional people open restaurants and have children, departments work on
them at their own pace, some are corrected, refused, late. Every decision is
taken by the real engine under a simulated clock and written to the database;
statistics follow from the event log as always. Start the server afterwards, or
leave it running on PostgreSQL.`,
		Example: "  onematter demo-data --cases 2000 --seed 1",
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
		return cfg.toChange(c.Context(), func(h *house) error {
			if err := h.demoAccounts(c.Context()); err != nil {
				return err
			}
			bar := progressbar.NewOptions(cases, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription("cases"),
				progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(), progressbar.OptionThrottle(200*time.Millisecond))
			begin := time.Now()
			n, err := demo.Run(c.Context(), demo.Options{Store: h.store, Blobs: h.blobs, Catalog: h.catalog, Themes: []string{"T01", "T02"}, Cases: cases, Seed: seed, End: until,
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
	c.Flags().Uint64Var(&seed, "seed", 1, "the same seed and end give the same year")
	c.Flags().StringVar(&end, "end", "", "last day of the year, YYYY-MM-DD; empty: now")
	return c
}

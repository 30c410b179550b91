package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

// configured gives a command the flags of Config and validates them.
func configured(c *cobra.Command, run func(c *cobra.Command, cfg *Config, args []string) error) *cobra.Command {
	cfg := &Config{}
	var problems []string
	cfg.register(c.Flags(), &problems)
	for _, s := range settings {
		// Taken as everywhere, so that one set of flags and variables will do; not listed.
		if f := c.Flags().Lookup(s.flag); f != nil && s.serving {
			f.Hidden = true
		}
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := cfg.validate(problems); err != nil {
			return err
		}
		slog.SetDefault(cfg.logger())
		return run(c, cfg, args)
	}
	return c
}

func migrateCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "migrate",
		Short: "Bring the database up to this version",
		Long:  "Bring the database up to this version and load the built-in packs that are missing. `serve` does so by itself.",
		Args:  cobra.NoArgs,
	}, func(c *cobra.Command, cfg *Config, _ []string) error {
		return cfg.toChange(c.Context(), func(h *house) error {
			edition, err := h.catalog.Current(c.Context())
			if err != nil {
				return err
			}
			for _, r := range edition.Releases {
				fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", r.Pack.Name, r.Pack.Version, r.Hash)
			}
			return nil
		})
	})
}

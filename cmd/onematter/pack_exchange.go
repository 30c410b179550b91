package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onematter/onematter/catalog"
)

func packExportCommand() *cobra.Command {
	var out, key string
	c := configured(&cobra.Command{
		Use:   "export NAME[@VERSION|@HASH] --out DIR|FILE.zip",
		Short: "Write a release as a folder or as one file, signed with --key",
		Long: `Write a release as a folder or, when the name ends in .zip, as one file: the same
release gives the same bytes. What it needs is pinned by hash.`,
		Example: "  onematter pack export open-a-restaurant --out restaurant.zip --key staging.key",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			r, err := h.find(c.Context(), args[0])
			if err != nil {
				return err
			}
			var s *catalog.Signature
			if key != "" {
				k, err := readKey(key)
				if err != nil {
					return err
				}
				now, err := h.store.Now(c.Context())
				if err != nil {
					return err
				}
				signed := catalog.Sign(r.Pack, k, now)
				s = &signed
			}
			if strings.HasSuffix(out, ".zip") {
				err = writeZip(out, r.Pack.Files, s)
			} else {
				files := map[string][]byte{}
				for name, b := range r.Pack.Files {
					files[name] = b
				}
				if s != nil {
					files[catalog.SignatureFile] = s.Encode()
				}
				err = writeFiles(out, files)
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s: %s\n", r.Pack.Name, r.Pack.Version, r.Hash, out)
			return nil
		})
	})
	c.Flags().StringVar(&out, "out", "", "folder (must be empty or absent) or file that ends in .zip")
	c.Flags().StringVar(&key, "key", "", "private key to sign with (pack keygen)")
	_ = c.MarkFlagRequired("out")
	return c
}

func packImportCommand() *cobra.Command {
	var lang, who, comment string
	var older bool
	c := configured(&cobra.Command{
		Use:   "import DIR|FILE.zip",
		Short: "Check a pack and make it the current release at once, without a review",
		Args:  cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		p, s, ps, err := loadPack(c.Context(), args[0])
		if err != nil {
			return err
		}
		if p == nil {
			return refusedAt(c, ps, lang, args[0])
		}
		signed := s.Fits(p.Files)
		if signed.Failed() {
			return refused(c, signed, lang)
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			now, err := h.store.Now(c.Context())
			if err != nil {
				return err
			}
			r, more, err := h.catalog.Import(c.Context(), p, older, catalog.By{Who: whoIs(who), At: now, Comment: comment})
			if err != nil {
				return err
			}
			if r == nil {
				return refusedAt(c, append(ps, more...), lang, args[0])
			}
			if err := printProblems(c, append(ps, more...), lang, "text"); err != nil {
				return err
			}
			for _, note := range signed {
				fmt.Fprintln(c.ErrOrStderr(), visible(note.File+": "+note.In(lang)))
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", p.Name, p.Version, r.Hash)
			return h.engine.EnsureOrganisations(c.Context())
		})
	})
	langVar(c.Flags(), &lang, "messages")
	olderVar(c.Flags(), &older)
	asVar(c.Flags(), &who, &comment)
	return c
}

func olderVar(f *pflag.FlagSet, older *bool) {
	f.BoolVar(older, "older", false, "go back to a version older than the one in force")
}

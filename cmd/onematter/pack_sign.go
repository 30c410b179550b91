package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func packKeygenCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:     "keygen --out NAME",
		Short:   "Make a key pair: NAME.key to sign with, NAME.pub to trust",
		Example: "  onematter pack keygen --out staging",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			public, private, err := ed25519.GenerateKey(rand.Reader)
			if err != nil {
				return err
			}
			secret, open, err := catalog.EncodeKeys(private)
			if err != nil {
				return err
			}
			if err := writeNew(out+".key", secret, 0o600); err != nil {
				return err
			}
			if err := writeNew(out+".pub", open, 0o644); err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), catalog.KeyID(public))
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "name of the two files, without ending")
	_ = c.MarkFlagRequired("out")
	return c
}

// writeNew writes a file that must not be there: a key is never overwritten.
func writeNew(name string, body []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if _, err := f.Write(body); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func readKey(name string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	key, err := catalog.DecodePrivateKey(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return key, nil
}

// trustedVar names the keys that are trusted: a PEM file, or a folder of *.pub.
func trustedVar(f *pflag.FlagSet, p *string) {
	f.StringVar(p, "trusted-keys", os.Getenv("ONEMATTER_TRUSTED_KEYS"), "PEM file of public keys, or a folder of *.pub [ONEMATTER_TRUSTED_KEYS]")
}

func readTrusted(name string) ([]ed25519.PublicKey, error) {
	if name == "" {
		return nil, nil
	}
	names := []string{name}
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if info.IsDir() {
		if names, err = filepath.Glob(filepath.Join(name, "*.pub")); err != nil {
			return nil, err
		}
	}
	var out []ed25519.PublicKey
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			return nil, err
		}
		keys, err := catalog.DecodePublicKeys(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n, err)
		}
		out = append(out, keys...)
	}
	return out, nil
}

func packSignCommand() *cobra.Command {
	var key, lang string
	c := &cobra.Command{
		Use:   "sign DIR|FILE.zip --key FILE.key",
		Short: "Sign a pack: signature.json is written beside its files",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			k, err := readKey(key)
			if err != nil {
				return err
			}
			p, _, ps, err := loadPack(c.Context(), args[0])
			if err != nil {
				return err
			}
			if p == nil {
				return refused(c, ps, lang)
			}
			s := catalog.Sign(p, k, time.Now())
			if info, err := os.Stat(args[0]); err != nil {
				return err
			} else if info.IsDir() {
				err = os.WriteFile(filepath.Join(args[0], catalog.SignatureFile), s.Encode(), 0o644)
				if err != nil {
					return err
				}
			} else if err := writeZip(args[0], p.Files, &s); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s %s\n", s.Pack, s.Version, s.Hash, s.Key)
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "", "private key (pack keygen)")
	_ = c.MarkFlagRequired("key")
	langVar(c.Flags(), &lang, "messages")
	return c
}

// writeZip writes a pack's file beside its place and moves it there.
func writeZip(name string, files map[string][]byte, s *catalog.Signature) error {
	body, err := catalog.Zip(files, s)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(filepath.Clean(name)), ".pack-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	if _, err := tmp.Write(body); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

func packVerifyCommand() *cobra.Command {
	var trusted, lang string
	c := &cobra.Command{
		Use:   "verify DIR|FILE.zip|URL",
		Short: "Hold a pack to its signature and the signature to the trusted keys",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			keys, err := readTrusted(trusted)
			if err != nil {
				return err
			}
			p, s, ps, err := loadPack(c.Context(), args[0])
			if err != nil {
				return err
			}
			if p != nil {
				ps = catalog.Verify(p, s, keys)
			}
			if ps.Failed() {
				return refused(c, ps, lang)
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s %s %s\n", s.Pack, s.Version, s.Hash, s.Key, s.Created.Format(time.RFC3339))
			return nil
		},
	}
	trustedVar(c.Flags(), &trusted)
	langVar(c.Flags(), &lang, "messages")
	return c
}

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
		h, err := cfg.open(c.Context(), slog.Default())
		if err != nil {
			return err
		}
		defer func() { _ = h.close() }()
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
	c.Flags().StringVar(&out, "out", "", "folder (must be empty or absent) or file that ends in .zip")
	c.Flags().StringVar(&key, "key", "", "private key to sign with (pack keygen)")
	_ = c.MarkFlagRequired("out")
	return c
}

func packImportCommand() *cobra.Command {
	var lang, who, comment string
	c := configured(&cobra.Command{
		Use:   "import DIR|FILE.zip",
		Short: "Check a pack and make it the current release at once, without a review",
		Args:  cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		p, _, ps, err := loadPack(c.Context(), args[0])
		if err != nil {
			return err
		}
		if p == nil {
			return refused(c, ps, lang)
		}
		h, err := cfg.open(c.Context(), slog.Default())
		if err != nil {
			return err
		}
		defer func() { _ = h.close() }()
		now, err := h.store.Now(c.Context())
		if err != nil {
			return err
		}
		r, more, err := h.catalog.PublishAs(c.Context(), p, catalog.StepImport, catalog.By{Who: whoIs(who), At: now, Comment: comment})
		if err != nil {
			return err
		}
		if r == nil {
			return refused(c, append(ps, more...), lang)
		}
		fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", p.Name, p.Version, r.Hash)
		return h.engine.EnsureOrganisations(c.Context())
	})
	langVar(c.Flags(), &lang, "messages")
	asVar(c.Flags(), &who, &comment)
	return c
}

func packPromoteCommand() *cobra.Command {
	var trusted, lang, format, confirm, who, comment string
	var yes bool
	c := configured(&cobra.Command{
		Use:   "promote FILE.zip|DIR|URL",
		Short: "Take a signed pack over from another environment",
		Long: `Take a signed pack over from another environment (staging → production). What it
changes here is shown first: the difference to what is in force, and what the
gate finds. It is applied only with --yes, or with --confirm and exactly its hash.

Refused by name: no signature, a key that is not trusted, content that is not
what was signed, a version older than the one in force, a need that is not here.

Exit status: 0 it was applied; 1 it is refused; 3 it was only shown.`,
		Example: `  onematter pack promote restaurant.zip --trusted-keys staging.pub
  onematter pack promote restaurant.zip --trusted-keys staging.pub --confirm sha256:…`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		keys, err := readTrusted(trusted)
		if err != nil {
			return err
		}
		p, s, ps, err := loadPack(c.Context(), args[0])
		if err != nil {
			return err
		}
		if p == nil {
			return refused(c, ps, lang)
		}
		h, err := cfg.open(c.Context(), slog.Default())
		if err != nil {
			return err
		}
		defer func() { _ = h.close() }()
		now, err := h.store.Now(c.Context())
		if err != nil {
			return err
		}
		by := catalog.By{Who: whoIs(who), At: now, Comment: comment}
		plan, ps, err := h.catalog.PlanPromotion(c.Context(), p.Files, s, keys, by)
		if err != nil {
			return err
		}
		if plan.Hash != "" {
			if err := printPromotion(c, plan, lang, format); err != nil {
				return err
			}
		}
		if ps.Failed() {
			return refused(c, ps, lang)
		}
		switch {
		case yes:
			confirm = plan.Hash
		case confirm == "":
			fmt.Fprintln(c.ErrOrStderr(), metamodel.ZhEn("尚未生效。确认无误后执行：--confirm "+plan.Hash, "Nothing was changed. To apply it: --confirm "+plan.Hash).In(lang))
			return exitError{code: 3}
		}
		r, _, ps, err := h.catalog.Promote(c.Context(), p.Files, s, keys, confirm, by)
		if err != nil {
			return err
		}
		if r == nil {
			return refused(c, ps, lang)
		}
		fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", r.Pack.Name, r.Pack.Version, r.Hash)
		return h.engine.EnsureOrganisations(c.Context())
	})
	f := c.Flags()
	trustedVar(f, &trusted)
	f.BoolVar(&yes, "yes", false, "apply what is shown")
	f.StringVar(&confirm, "confirm", "", "apply, if the pack has exactly this hash")
	langVar(f, &lang, "messages")
	choiceVar(f, &format, "format", "text", "how to print", "text", "json")
	asVar(f, &who, &comment)
	return c
}

func printPromotion(c *cobra.Command, plan catalog.Promotion, lang, format string) error {
	if format == "json" {
		return printJSON(c.OutOrStdout(), plan)
	}
	out := c.OutOrStdout()
	fmt.Fprintf(out, "%s %s %s (%s, %s)\n\n", plan.Pack, plan.Version, plan.Hash, plan.Signature.Key, plan.Signature.Created.Format(time.RFC3339))
	if plan.Difference != nil {
		fmt.Fprintln(out, plan.Difference.Text(lang))
	} else {
		fmt.Fprintln(out, metamodel.ZhEn("此前没有这个资源包", "There is no release of this pack yet").In(lang))
	}
	return printReport(c, plan.Report, lang)
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
)

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

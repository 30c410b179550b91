package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onematter/onematter/catalog"
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

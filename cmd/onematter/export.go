package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/internal/web"
	"github.com/onematter/onematter/metamodel"
)

func exportCommand() *cobra.Command {
	return family("export", "Write out what the database holds", exportPackCommand(), exportCalendarsCommand(), exportJSONSchemaCommand(), exportOpenAPICommand())
}

func exportPackCommand() *cobra.Command {
	var out string
	p := configured(&cobra.Command{
		Use:     "pack NAME",
		Short:   "Write the current release of a pack as a folder",
		Example: "  onematter export pack open-a-restaurant --out /tmp/pack",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			r, err := h.inForce(c.Context(), args[0])
			if err != nil {
				return err
			}
			if err := writeFiles(out, r.Pack.Files); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), metamodel.Counted("%s %s: %d file(s) in %s", r.Pack.Name, r.Hash, len(r.Pack.Files), out))
			return err
		})
	})
	p.Flags().StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	_ = p.MarkFlagRequired("out")
	return p
}

func exportOpenAPICommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the API's OpenAPI 3.1 document",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			spec, err := web.OpenAPI(version)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), string(spec))
			return err
		},
	}
}

// writeFiles writes a pack beside its place and moves it there at the end:
// half a pack is never seen. A folder that holds something is not touched.
func writeFiles(dir string, files map[string][]byte) error {
	switch entries, err := os.ReadDir(dir); {
	case err == nil && len(entries) > 0:
		return failure(dir+" 不是空的", dir+" is not empty")
	case err != nil && !errors.Is(err, fs.ErrNotExist): // a file, say
		return err
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(parent, ".pack-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	for name, body := range files {
		full := filepath.Join(tmp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, body, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !os.IsNotExist(err) {
		return err
	}
	return os.Rename(tmp, dir)
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func exportJSONSchemaCommand() *cobra.Command {
	var out string
	c := configured(&cobra.Command{
		Use:   "jsonschema PACK|NAME FORM",
		Short: "Write a form as plain JSON Schema 2020-12",
		Long: `Write a form of a pack folder, or of the current release of a pack by its name,
as plain JSON Schema 2020-12 that any validator can use. FORM is a form's id, or
a theme's: then its merged form. What JSON Schema cannot say (check digits, the
day, arithmetic) is listed in x-onematter-unsaid; the schema accepts more there,
never less.`,
		Example: `  onematter export jsonschema open-a-restaurant M02
  onematter export jsonschema ./pack M02 --out M02.schema.json`,
		Args: cobra.ExactArgs(2),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		rel, err := releaseOf(c, cfg, args[0])
		if err != nil {
			return err
		}
		form, err := formNamed(rel, args[1])
		if err != nil {
			return err
		}
		schema, err := form.JSONSchema()
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := json.Indent(&b, schema, "", "  "); err != nil {
			return err
		}
		b.WriteByte('\n')
		if out == "" {
			_, err = c.OutOrStdout().Write(b.Bytes())
			return err
		}
		return os.WriteFile(out, b.Bytes(), 0o644)
	})
	c.Flags().StringVar(&out, "out", "", "file to write; empty: print")
	return c
}

// releaseOf compiles a pack folder, or finds the current release of a name.
func releaseOf(c *cobra.Command, cfg *Config, arg string) (*catalog.Release, error) {
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		p, ps := catalog.Read(os.DirFS(arg))
		if p != nil {
			needs, _, err := builtinReleases(p.Needs)
			if err != nil {
				return nil, err
			}
			rel, more := catalog.CompilePack(p, needs...)
			if rel != nil {
				return rel, nil
			}
			ps = append(ps, more...)
		}
		return nil, fmt.Errorf("%s: %w", arg, ps)
	}
	if err := leadsSomewhere(arg); err != nil {
		return nil, err
	}
	var found *catalog.Release
	err := cfg.toRead(c.Context(), func(h *house) (err error) {
		found, err = h.inForce(c.Context(), arg)
		return err
	})
	return found, err
}

func formNamed(rel *catalog.Release, id string) (*metamodel.Form, error) {
	if f := rel.Form(strings.TrimPrefix(id, "form:")); f != nil {
		return f, nil
	}
	if t := rel.Theme(id); t != nil {
		return t.Merged, nil
	}
	ids := append(rel.FormIDs(), rel.ThemeIDs()...)
	sort.Strings(ids)
	return nil, failure("没有表单 "+id+"，有的是："+strings.Join(ids, "、"), "there is no form "+id+"; there are "+strings.Join(ids, ", "))
}

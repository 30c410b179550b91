package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/jsonschema"
	"github.com/onematter/onematter/metamodel"
)

func importJSONSchemaCommand() *cobra.Command {
	var out, jsonOut, lang string
	var match []string
	var options jsonschema.ImportOptions
	c := &cobra.Command{
		Use:   "jsonschema FILE…",
		Short: "Turn JSON Schemas into forms",
		Long: `Read JSON Schemas (draft-07, 2019-09, 2020-12; each an object) and write a pack:
a form a schema, an element a property, a code list an enumeration. Conditions
(if, dependentRequired, anyOf…) become rules of the form. A keyword that a form
cannot honour is refused by name and path; nothing is fetched.

--match binds properties to elements of other packs (folders, or names of
built-in packs) where the wording is clear and the element allows exactly what
the schema does; the scores are in the report.

Every form proves itself: generated instances are judged by the schema and by the
form. A disagreement is shown and fails the import.

Exit status: 0 the pack was written; 1 nothing is written but the report.`,
		Example: `  onematter import jsonschema licence.schema.json --out pack
  onematter import jsonschema a.json b.json --out pack --match open-a-restaurant --json report.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var files []jsonschema.File
			for _, path := range args {
				doc, err := readSchema(path)
				if err != nil {
					return err
				}
				files = append(files, jsonschema.File{Name: path, Doc: doc})
			}
			for _, arg := range match {
				pools, err := poolOf(arg)
				if err != nil {
					return err
				}
				options.Pools = append(options.Pools, pools...)
			}
			r := jsonschema.Import(files, options)
			report := r.Report()
			fmt.Fprint(c.OutOrStdout(), visible(report.Terminal(lang)))
			if jsonOut != "" {
				body, err := json.MarshalIndent(report, "", "  ")
				if err != nil {
					return err
				}
				if err := os.WriteFile(jsonOut, append(body, '\n'), 0o644); err != nil {
					return err
				}
			}
			if r.Files == nil {
				return exitError{code: 1}
			}
			if err := writeFiles(out, r.Files); err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder of the pack; must be empty or absent")
	f.StringArrayVar(&match, "match", nil, "pack whose elements properties may be bound to; may be repeated")
	finiteVar(f, &options.Accept, "accept", catalog.ClearScore, "least score of a binding, 0 to 1")
	f.StringVar(&jsonOut, "json", "", "write the report as JSON")
	f.StringVar(&options.Name, "name", "", "name of the pack; empty: that of the first file")
	f.StringVar(&options.Version, "pack-version", "1.0.0", "version of the pack")
	f.IntVar(&options.Instances, "instances", 400, "how many instances prove a form")
	f.Uint64Var(&options.Seed, "seed", 1, "seed of the instances")
	langVar(f, &lang, "report")
	_ = c.MarkFlagRequired("out")
	return c
}

// readSchema reads a file no further than the gate would let it.
func readSchema(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, int64(jsonschema.Limits.Bytes)+1))
}

// poolOf compiles a pack folder with what it needs, or a built-in pack.
func poolOf(arg string) ([]*catalog.Release, error) {
	if info, err := os.Stat(arg); err != nil || !info.IsDir() {
		rels, _, err := builtinReleases([]string{arg})
		if err == nil && len(rels) == 0 {
			err = failure("没有资源包 "+arg, "there is no pack "+arg)
		}
		return rels, err
	}
	p, ps := catalog.Read(os.DirFS(arg))
	if p == nil {
		return nil, fmt.Errorf("%s: %w", arg, ps)
	}
	needs, _, err := builtinReleases(p.Needs)
	if err != nil {
		return nil, err
	}
	rel, ps := catalog.CompilePack(p, needs...)
	if rel == nil {
		return nil, fmt.Errorf("%s: %w", arg, ps)
	}
	return append(needs, rel), nil
}

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func checkCommand() *cobra.Command {
	var lang, format string
	c := &cobra.Command{
		Use:   "check PACK",
		Short: "Explain every problem of a pack",
		Long: `Read, check and compile a pack folder and explain every problem by file, path,
code and message. The packs it needs are looked for among the built-in ones.

Exit status: 0 when nothing stops, 1 when a problem does.`,
		Example: "  onematter check catalog/packs/open-a-restaurant --lang en",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := isFolder(args[0]); err != nil {
				return err
			}
			ps, err := checkPack(args[0])
			if err != nil {
				return err
			}
			if err := printProblems(c, ps, lang, format); err != nil {
				return err
			}
			if ps.Failed() {
				return exitError{code: 1}
			}
			return nil
		},
	}
	langVar(c.Flags(), &lang, "messages")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}

func checkPack(dir string) (metamodel.Problems, error) {
	p, ps := catalog.Read(os.DirFS(dir))
	if p == nil {
		return ps, nil
	}
	needs, more, err := builtinReleases(p.Needs)
	if err != nil {
		return nil, err
	}
	ps = append(ps, more...)
	_, compiled := catalog.CompilePack(p, needs...)
	return append(ps, compiled...), nil
}

func isFolder(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return failure(dir+" 不是文件夹", dir+" is not a folder")
	}
	return nil
}

// builtinReleases compiles the built-in packs of these names, so that a pack
// can be checked without a database.
func builtinReleases(names []string) ([]*catalog.Release, metamodel.Problems, error) {
	packs, ps := catalog.Builtin()
	if err := ps.Err(); err != nil {
		return nil, nil, fmt.Errorf("the built-in packs: %w", err)
	}
	// What a needed pack needs itself comes along.
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[catalog.ParseNeed(name).Name] = true
	}
	for i := len(packs) - 1; i >= 0; i-- {
		for _, need := range packs[i].Needs {
			if wanted[packs[i].Name] {
				wanted[catalog.ParseNeed(need).Name] = true
			}
		}
	}
	var out []*catalog.Release
	for _, p := range packs { // in the order they need each other
		if wanted[p.Name] {
			rel, ps := catalog.CompilePack(p, out...)
			if err := ps.Err(); err != nil {
				return nil, nil, fmt.Errorf("the built-in pack %s: %w", p.Name, err)
			}
			out = append(out, rel)
		}
	}
	return out, nil, nil
}

func printProblems(c *cobra.Command, ps metamodel.Problems, lang, format string) error {
	out := c.OutOrStdout()
	if format == "json" {
		if ps == nil {
			ps = metamodel.Problems{}
		}
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(ps)
	}
	var errors, warnings int
	for _, p := range ps {
		word := map[string]string{"zh": "错误", "en": "error"}[lang]
		if p.Severity == metamodel.Warning {
			word = map[string]string{"zh": "提示", "en": "warning"}[lang]
			warnings++
		} else {
			errors++
		}
		where := p.File
		if p.Path != "" {
			where += "#/" + p.Path
		}
		fmt.Fprintln(out, visible(fmt.Sprintf("%s: %s: %s [%s]", where, word, p.In(lang), p.Code)))
	}
	if lang == "en" {
		fmt.Fprintf(out, "%d errors, %d warnings\n", errors, warnings)
	} else {
		fmt.Fprintf(out, "错误 %d 个，提示 %d 个\n", errors, warnings)
	}
	return nil
}

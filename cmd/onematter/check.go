package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func checkCommand() *cobra.Command {
	var lang, format string
	var every bool
	c := &cobra.Command{
		Use:   "check PACK",
		Short: "Explain every problem of a pack",
		Long: `Read, check and compile a pack folder, look at it as the gate does before a pack is
published, and explain every problem by file, path, code and message: what stops
publishing is an error, what somebody should look at a warning, what could not be
proven either way a note (not in JSON). A missing English wording stops publishing too;
here it is a warning unless --every-language is given. The packs it needs are looked
for among the built-in ones. PACK is a folder or a ZIP file.

Exit status: 0 nothing stops the pack, whatever the warnings; 1 an error does, or PACK
is no pack.`,
		Example: "  onematter check catalog/packs/open-a-restaurant --lang en\n  onematter check ./open-a-restaurant-1.1.0.zip",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			report, err := checkPack(args[0], catalog.GateRules{EnglishLater: !every})
			if err != nil {
				return err
			}
			if err := printReport(c, report, lang, format, sourceFiles(args[0])); err != nil {
				return err
			}
			if !report.Passed() {
				return exitError{code: 1}
			}
			return nil
		},
	}
	langVar(c.Flags(), &lang, "messages")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().BoolVar(&every, "every-language", false, "a missing English wording is an error, as it is when the pack is published")
	return c
}

func checkPack(source string, rules catalog.GateRules) (catalog.Report, error) {
	p, ps, err := packOf(source)
	if err != nil {
		return catalog.Report{}, err
	}
	if p == nil {
		return catalog.ReportOf(ps), nil
	}
	needs, more, err := builtinReleases(p.Needs)
	if err != nil {
		return catalog.Report{}, err
	}
	return catalog.GatePack(p, append(ps, more...), needs, rules, time.Now()), nil
}

// packOf reads a folder, or a ZIP file within the limits of what is uploaded.
func packOf(source string) (*catalog.Pack, metamodel.Problems, error) {
	info, err := os.Stat(source)
	switch {
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		p, ps := catalog.Read(os.DirFS(source))
		return p, ps, nil
	}
	p, _, ps, err := loadPack(context.Background(), source)
	for _, problem := range ps {
		if problem.Code == catalog.ArchiveBroken.Code {
			return nil, nil, failure(source+" 不是资源包：既不是文件夹，也不是 ZIP 文件", source+" is no pack: neither a folder nor a ZIP file")
		}
	}
	return p, ps, err
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

// filesOf gives the files of a pack's folder to say where in them problems are;
// what a link leads to is none of them.
func filesOf(dir string) func(string) []byte {
	return func(name string) []byte {
		if !fs.ValidPath(name) {
			return nil
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		info, err := os.Lstat(file)
		if err != nil || !info.Mode().IsRegular() || info.Size() > int64(metamodel.DefinitionLimits.Bytes) {
			return nil
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return nil
		}
		return b
	}
}

// noFiles is for problems whose files are not at hand.
func noFiles(string) []byte { return nil }

func printProblems(c *cobra.Command, ps metamodel.Problems, lang, format string) error {
	return printLocated(c, ps, lang, format, noFiles)
}

func printLocated(c *cobra.Command, ps metamodel.Problems, lang, format string, files func(string) []byte) error {
	out := c.OutOrStdout()
	located := catalog.Locate(ps, files)
	if format == "json" {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(located)
	}
	var errors, warnings int
	for _, p := range located {
		word := metamodel.ZhEn("错误", "error")
		if p.Severity == metamodel.Warning {
			word = metamodel.ZhEn("提示", "warning")
			warnings++
		} else {
			errors++
		}
		printProblem(out, p, word, lang)
	}
	if lang == "en" {
		fmt.Fprintln(out, metamodel.Counted("%d error(s), %d warning(s)", errors, warnings))
	} else {
		fmt.Fprintf(out, "错误 %d 个，提示 %d 个\n", errors, warnings)
	}
	return nil
}

func printProblem(out io.Writer, p catalog.Located, word metamodel.Text, lang string) {
	where := p.File
	if p.Line > 0 {
		where += fmt.Sprintf(":%d", p.Line)
	}
	if p.Column > 0 {
		where += fmt.Sprintf(":%d", p.Column)
	}
	if p.Path != "" {
		where += "#/" + p.Path
	}
	if p.Definition != "" && strings.HasPrefix(p.Path, "[") { // else the file is the definition
		where += " (" + p.Definition + ")"
	}
	if where != "" {
		where += ": "
	}
	fmt.Fprintln(out, visible(fmt.Sprintf("%s%s: %s [%s]", where, word.In(lang), p.In(lang), p.Code)))
}

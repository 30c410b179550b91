package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/sheets"
	"github.com/onematter/onematter/metamodel"
)

func importCommand() *cobra.Command {
	return family("import", "Bring in spreadsheets, forms or a pack", importSheetsCommand(), importJSONSchemaCommand(), importXLSFormCommand(), importPackCommand())
}

func importSheetsCommand() *cobra.Command {
	var out, answers, report, jsonOut, lang, name, packVersion string
	c := &cobra.Command{
		Use:   "sheets DIR|FILE.xlsx",
		Short: "Turn a bureau's spreadsheets into a pack",
		Long: `Read the nine sheets of a service bureau (CSV files in a folder, or one workbook),
those of working calendars, or both, and write a pack. Fields without a data element are matched to the pool; what is
ambiguous, and conditions that are no expressions, are listed as decisions and
not guessed. Write the report as a workbook, fill in its answer column, and feed
it back with --answers.

Exit status: 0 the pack was written; 1 the sheets contradict themselves;
3 decisions are open. With 1 and 3 nothing is written but the report.`,
		Example: `  onematter import sheets raw/ --out pack --report decisions.xlsx
  onematter import sheets raw/ --out pack --answers decisions.xlsx`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			unread := func(ps metamodel.Problems) error {
				if err := printProblems(c, ps, lang, "text"); err != nil {
					return err
				}
				if err := writeReport(sheets.Unread(args[0], ps), report, jsonOut, lang); err != nil {
					return err
				}
				return exitError{code: 1}
			}
			book, ps := sheets.Read(args[0])
			if ps.Failed() {
				return unread(ps)
			}
			var given *sheets.Answers
			if answers != "" {
				var more metamodel.Problems
				if given, more = sheets.ReadAnswers(answers); more.Failed() {
					return unread(more)
				}
			}
			releases, _, err := builtinReleases([]string{"china-calendar"})
			if err != nil {
				return err
			}
			r := sheets.Import(book, given, sheets.Options{Name: name, Version: packVersion, Releases: releases})
			fmt.Fprint(c.OutOrStdout(), visible(r.Report.Terminal(lang)))
			if err := writeReport(r.Report, report, jsonOut, lang); err != nil {
				return err
			}
			return writeImported(c, out, r.Files, r.Problems.Failed(), r.Written(), lang)
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder of the pack; must be empty or absent")
	f.StringVar(&answers, "answers", "", "report whose answers were filled in (xlsx or json)")
	f.StringVar(&report, "report", "", "write the report as a workbook with a column for the answers")
	f.StringVar(&jsonOut, "json", "", "write the report as JSON")
	langVar(f, &lang, "report")
	f.StringVar(&name, "name", "", "name of the pack; empty: that of the folder or file")
	f.StringVar(&packVersion, "pack-version", "1.0.0", "version of the pack")
	_ = c.MarkFlagRequired("out")
	return c
}

// writeImported writes the pack that an import made. Exit status 1: it failed; 3:
// what it asked has to be answered first.
func writeImported(c *cobra.Command, out string, files map[string][]byte, failed, written bool, lang string) error {
	switch {
	case failed:
		return exitError{code: 1}
	case !written:
		return exitError{code: 3}
	}
	if err := writeFiles(out, files); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
	return nil
}

// writeReport writes the files that were asked for; "" asks for none.
func writeReport(r *sheets.Report, workbook, asJSON, lang string) error {
	if workbook != "" {
		body, err := r.Workbook(lang)
		if err != nil {
			return err
		}
		if err := os.WriteFile(workbook, body, 0o644); err != nil {
			return err
		}
	}
	if asJSON != "" {
		body, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(asJSON, append(body, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func importPackCommand() *cobra.Command {
	var lang string
	var older bool
	c := configured(&cobra.Command{
		Use:   "pack DIR",
		Short: "Check a pack folder and make it the current release",
		Long: `Check a pack folder, store it, and make it the current release of its name. New
drafts start with it; drafts and cases that are under way keep theirs.`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		if err := isFolder(args[0]); err != nil {
			return err
		}
		p, s, ps, err := loadPack(c.Context(), args[0])
		if err != nil {
			return err
		}
		if p != nil {
			ps = append(ps, s.Fits(p.Files)...)
		}
		if p == nil || ps.Failed() {
			return refusedAt(c, ps, lang, args[0])
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			now, err := h.store.Now(c.Context())
			if err != nil {
				return err
			}
			rel, more, err := h.catalog.Import(c.Context(), p, older, catalog.By{At: now})
			if err != nil {
				return err
			}
			if err := printLocated(c, append(ps, more...), lang, "text", sourceFiles(args[0])); err != nil {
				return err
			}
			if rel == nil {
				return exitError{code: 1}
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s\n", p.Name, p.Version, rel.Hash)
			return h.engine.EnsureOrganisations(c.Context())
		})
	})
	langVar(c.Flags(), &lang, "messages")
	olderVar(c.Flags(), &older)
	return c
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog/xlsform"
)

func importXLSFormCommand() *cobra.Command {
	var out, jsonOut, lang string
	var options xlsform.Options
	c := &cobra.Command{
		Use:   "xlsform FILE.xlsx",
		Short: "Turn an ODK or Kobo form into a pack",
		Long: `Read an XLSForm (the sheets survey, choices and settings of ODK and KoboToolbox)
and write a pack: a data element a question, a code list a list of choices, one
form. Conditions and calculations in XPath become CEL. What has no counterpart is
listed with its row, column, expression and reason, and not guessed.

Exit status: 0 the pack was written; 1 the form is wrong; 3 something has no
counterpart. With 1 and 3 nothing is written but the report; with
--accept-untranslated what has no counterpart is left out and listed.`,
		Example: `  onematter import xlsform household.xlsx --out pack
  onematter import xlsform household.xlsx --out pack --accept-untranslated --json report.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			finish := func(r *xlsform.Report) error {
				fmt.Fprint(c.OutOrStdout(), visible(r.Terminal(lang)))
				if jsonOut == "" {
					return nil
				}
				body, err := json.MarshalIndent(r, "", "  ")
				if err != nil {
					return err
				}
				return os.WriteFile(jsonOut, append(body, '\n'), 0o644)
			}
			book, ps := xlsform.Read(args[0])
			if book == nil {
				if err := finish(xlsform.Unread(filepath.Base(args[0]), ps)); err != nil {
					return err
				}
				return exitError{code: 1}
			}
			r := xlsform.Import(book, options)
			if err := finish(r.Report); err != nil {
				return err
			}
			return writeImported(c, out, r.Files, r.Problems.Failed(), r.Written(), lang)
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder of the pack; must be empty or absent")
	f.StringVar(&jsonOut, "json", "", "write the report as JSON")
	f.BoolVar(&options.AcceptUntranslated, "accept-untranslated", false, "leave out what has no counterpart and write the pack")
	langVar(f, &lang, "report")
	f.StringVar(&options.Name, "name", "", "name of the pack; empty: that of the form")
	f.StringVar(&options.Version, "pack-version", "", "version of the pack; empty: that of the form, or 1.0.0")
	_ = c.MarkFlagRequired("out")
	return c
}

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog/sheets"
	"github.com/onematter/onematter/metamodel"
)

func exportCalendarsCommand() *cobra.Command {
	var out, lang string
	c := configured(&cobra.Command{
		Use:   "calendars PACK|NAME",
		Short: "Write working calendars as spreadsheets",
		Long: `Write the working calendars of a pack folder, or of the current release of a pack
by its name, as the two sheets that import sheets reads: 日历 with one row a
calendar, 放假调休 with the days off and the make-up days.`,
		Example: `  onematter export calendars china-calendar --out 日历.xlsx
  onematter export calendars ./pack --out ./sheets`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		rel, err := releaseOf(c, cfg, args[0])
		if err != nil {
			return err
		}
		var list []*metamodel.Calendar
		for _, id := range slices.Sorted(maps.Keys(rel.Pack.Calendars)) {
			list = append(list, rel.Pack.Calendars[id])
		}
		if len(list) == 0 {
			return failure(args[0]+" 没有工作日历", args[0]+" has no working calendar")
		}
		calendars, days, ps := sheets.CalendarTables(list)
		if ps.Failed() {
			return refused(c, ps, lang)
		}
		if strings.EqualFold(filepath.Ext(out), ".xlsx") {
			body, err := sheets.CalendarWorkbook(calendars, days)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, body, 0o644); err != nil {
				return err
			}
		} else {
			files := map[string][]byte{}
			for name, table := range map[string][][]string{sheets.Calendars: calendars, sheets.CalendarDays: days} {
				if files[name+".csv"], err = sheets.CSV(table); err != nil {
					return err
				}
			}
			if err := writeFiles(out, files); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
		return err
	})
	c.Flags().StringVar(&out, "out", "", "workbook (.xlsx), or folder that is empty or absent")
	langVar(c.Flags(), &lang, "messages")
	_ = c.MarkFlagRequired("out")
	return c
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/engine/dutylist"
	"github.com/onematter/onematter/internal/web/api"
)

func sourceCommand() *cobra.Command {
	return family("source", "Read who is the source of what (数源认责)", sourceListCommand())
}

func sourceListCommand() *cobra.Command {
	var lang, format, out, matter string
	var departments []string
	c := configured(&cobra.Command{
		Use:   "list demand|duty",
		Short: "Write the demand list or the duty list of source departments",
		Long: `Write the demand list (需求清单): what departments need from whom, or the duty list
(责任清单): what they must deliver to whom. The files are those of the staff page
and of GET /api/v1/duties/file; what was withdrawn is in neither. --department
narrows the demand list to those who need, the duty list to those who deliver.
Nothing is changed.`,
		Example: `  onematter source list duty --format xlsx --out duties.xlsx
  onematter source list demand --department health --format json`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: []string{string(dutylist.Demand), string(dutylist.Duty)},
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		kind := dutylist.Kind(args[0])
		f := engine.DutyFilter{}
		switch kind {
		case dutylist.Demand:
			f.Demanders = departments
		case dutylist.Duty:
			f.Departments = departments
		default:
			return failure("清单是 demand 或 duty，没有 "+args[0], "the list is demand or duty; there is no "+args[0])
		}
		if matter != "" {
			f.Matters = []string{matter}
		}
		return cfg.toRead(c.Context(), func(h *house) error {
			list, names, sources, err := h.engine.DutyFile(c.Context(), engine.SystemActor(), f)
			if err != nil {
				return err
			}
			for _, d := range departments {
				if _, ok := names[d]; !ok {
					return failure("没有部门 "+d, "there is no department "+d)
				}
			}
			edition, err := h.catalog.Current(c.Context())
			if err != nil {
				return err
			}
			zone := time.UTC
			if cal, ok := edition.Calendar("cn"); ok {
				zone = cal.Zone
			}
			l := &dutylist.List{Kind: kind, Duties: list, Names: names, Sources: sources, Zone: zone, Lang: lang}
			body, err := drawDuties(l, format)
			if err != nil {
				return err
			}
			if out == "" {
				_, err = c.OutOrStdout().Write(body)
				return err
			}
			if err := os.WriteFile(out, body, 0o600); err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s: %d\n", out, len(list))
			return nil
		})
	})
	choiceVar(c.Flags(), &format, "format", "csv", "what to write", "csv", "xlsx", "json")
	c.Flags().StringVar(&out, "out", "", "file to write; empty: standard output")
	c.Flags().StringVar(&matter, "matter", "", "of this matter only")
	c.Flags().StringSliceVar(&departments, "department", nil, "of this department only, by id; may be repeated")
	langVar(c.Flags(), &lang, "list")
	return c
}

func drawDuties(l *dutylist.List, format string) ([]byte, error) {
	switch format {
	case "xlsx":
		return l.Workbook()
	case "json":
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		err := enc.Encode(api.DutiesOf(l.Ordered()))
		return b.Bytes(), err
	}
	return l.CSV()
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the build (-ldflags -X main.version=…).
var version = "dev"

func root() *cobra.Command {
	c := &cobra.Command{
		Use:   "onematter",
		Short: "One thing, once: forms and workflows for public services",
		Long: `OneMatter (一事通) turns the many matters of many departments behind one thing a
citizen wants done into one guide, one form and one set of materials, and runs
the cases in parallel.

Start here:
  onematter serve --demo          serve on :8080 with sample data in ./data
  onematter check PACK            explain every problem of a pack of metadata
  onematter import sheets DIR --out PACK
                                  turn a bureau's spreadsheets into a pack

What configures a server is a flag or a variable, shown in brackets in the
help of serve. Reports are in Chinese or English, as --lang, ONEMATTER_LANG or
LANG says. Exit status 2: the command line or the configuration is wrong; what
else there is, the help of a command says.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	c.AddCommand(serveCommand(), checkCommand(), explainCommand(), importCommand(), exportCommand(), migrateCommand(), migrateCasesCommand(), caseCommand(), packCommand(), diffCommand(), impactCommand(), themeCommand(), matterCommand(), sourceCommand(), userCommand(), demoDataCommand(), versionCommand())
	limitFlags(c)
	c.CompletionOptions.HiddenDefaultCmd = true
	return c
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			revision := "unknown"
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						revision = s.Value
					}
				}
			}
			fmt.Fprintf(c.OutOrStdout(), "onematter %s (revision %s, %s, %s/%s)\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// choice is a flag that takes one of a few words; another is refused where it
// is typed instead of being read as the first.
type choice struct {
	value *string
	of    []string
}

func (c choice) String() string { return *c.value }
func (c choice) Type() string   { return "string" }

func (c choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		return errors.New("want " + strings.Join(c.of, " or "))
	}
	*c.value = s
	return nil
}

func choiceVar(f *pflag.FlagSet, p *string, name, def, usage string, of ...string) {
	*p = def
	f.Var(choice{p, of}, name, usage+": "+strings.Join(of, " or "))
}

func langVar(f *pflag.FlagSet, p *string, of string) {
	choiceVar(f, p, "lang", userLang(), "language of the "+of, "zh", "en")
}

// family is a command that only holds others: without one of them it explains
// itself, and a word that is none of them is an error.
func family(use, short string, members ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(members...)
	return c
}

package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/metamodel"
)

// limitFlags lets every command be told how large a document may be; the limits
// are set once, before the command reads anything.
func limitFlags(root *cobra.Command) {
	var definitions, answers string
	add := func(p *string, flag string) {
		s := variable(flag)
		root.PersistentFlags().StringVar(p, flag, os.Getenv(s.variable), s.usage+" ["+s.variable+"]")
	}
	add(&definitions, "definition-limits")
	add(&answers, "answer-limits")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		read := func(flag, text string, base metamodel.Limits) (metamodel.Limits, error) {
			l, err := metamodel.ParseLimits(text, base)
			if err != nil {
				return l, exitError{2, fmt.Sprintf("onematter: --%s (%s): %v", flag, variable(flag).variable, err)}
			}
			return l, nil
		}
		d, err := read("definition-limits", definitions, metamodel.DefinitionLimits)
		if err != nil {
			return err
		}
		a, err := read("answer-limits", answers, metamodel.AnswerLimits)
		if err != nil {
			return err
		}
		metamodel.SetLimits(d, a)
		return nil
	}
}

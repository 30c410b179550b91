package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// limitFlags lets every command be told how large a document may be, and how
// much the gate tries; the limits are set once, before the command reads anything.
func limitFlags(root *cobra.Command) {
	var definitions, answers, packs, proof string
	add := func(p *string, flag string) {
		s := variable(flag)
		root.PersistentFlags().StringVar(p, flag, os.Getenv(s.variable), s.usage+" ["+s.variable+"]")
	}
	add(&definitions, "definition-limits")
	add(&answers, "answer-limits")
	add(&packs, "pack-limits")
	add(&proof, "gate-proof")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		wrong := func(flag string, err error) error {
			return exitError{2, fmt.Sprintf("onematter: --%s (%s): %v", flag, variable(flag).variable, err)}
		}
		d, err := metamodel.ParseLimits(definitions, metamodel.DefinitionLimits)
		if err != nil {
			return wrong("definition-limits", err)
		}
		a, err := metamodel.ParseLimits(answers, metamodel.AnswerLimits)
		if err != nil {
			return wrong("answer-limits", err)
		}
		p, err := catalog.ParseLimits(packs, catalog.PackLimits)
		if err != nil {
			return wrong("pack-limits", err)
		}
		if err := catalog.SetGateProof(proof); err != nil {
			return wrong("gate-proof", err)
		}
		metamodel.SetLimits(d, a)
		catalog.SetLimits(p)
		return nil
	}
}

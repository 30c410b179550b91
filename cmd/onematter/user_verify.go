package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/engine"
)

func userVerifyCommand() *cobra.Command {
	var n engine.NewIdentity
	var revoke bool
	c := configured(&cobra.Command{
		Use:   "verify USERNAME",
		Short: "Say who an account belongs to, with the identity document in hand",
		Long: `Say who an account belongs to. What departments know of a person is shown to an
account that is verified as that person, and to no other: see docs/sources.md.
--revoke says that nobody knows any more; --how says by which evidence, or why.
Staff with the role verifier do the same in the staff app, programs with a token
of such an account: PUT /api/v1/identities/USERNAME.`,
		Example: `  onematter user verify lin --name 林晓岚 --number 310104199003070026 --how 窗口核验
  onematter user verify lin --revoke --how 证件已注销`,
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		if named := n.Name != "" || n.Number != ""; revoke == named {
			return failure("请给出 --name、--number 和 --how，或者 --revoke 和 --how", "give --name, --number and --how, or --revoke and --how")
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			a, err := h.engine.IdentityOf(c.Context(), engine.SystemActor(), args[0])
			if errors.Is(err, engine.ErrNotFound) {
				return failure("没有账号 "+args[0], "there is no account "+args[0])
			}
			if err != nil {
				return err
			}
			if revoke {
				a, err = h.engine.RevokeIdentity(c.Context(), engine.SystemActor(), a.ID, a.Revision, n.How)
			} else {
				a, err = h.engine.VerifyIdentity(c.Context(), engine.SystemActor(), a.ID, a.Revision, n)
			}
			if err != nil {
				return err
			}
			if a.Verified == nil {
				fmt.Fprintf(c.OutOrStdout(), "%s is verified no more\n", a.Username)
				return nil
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is verified as %s, %s\n", a.Username, a.Verified.Name, a.Verified.Masked())
			return nil
		})
	})
	c.Flags().StringVar(&n.Name, "name", "", "name in the document")
	c.Flags().StringVar(&n.Number, "number", "", "number of the document")
	c.Flags().StringVar(&n.How, "how", "", "by which evidence, or why no longer")
	c.Flags().BoolVar(&revoke, "revoke", false, "nobody knows any more who it is")
	return c
}

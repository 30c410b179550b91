package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

func userCommand() *cobra.Command {
	c := family("user", "Create accounts, set passwords and say who they belong to", userCreateCommand(), userPasswordCommand(), userVerifyCommand(), userListCommand())
	c.Aliases = []string{"account"}
	return c
}

func userCreateCommand() *cobra.Command {
	var n engine.NewAccount
	c := configured(&cobra.Command{
		Use:   "create USERNAME",
		Short: "Create an account; the password is read from the terminal or standard input",
		Long: `Create an account. Roles: citizen, clerk, reviewer, inspector, approver, designer,
manager, verifier, administrator, or a role a workflow names. Staff need an organisation:
a department's id, see the departments of the pack.`,
		Example: `  onematter user create wang.fang --name 王芳 --role clerk --organisation market-regulation`,
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		var err error
		n.Username = args[0]
		if n.Name == "" {
			n.Name = n.Username
		}
		if n.Password, err = readPassword(c); err != nil {
			return err
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			a, err := h.engine.CreateAccount(c.Context(), engine.SystemActor(), n)
			if errors.Is(err, engine.ErrTaken) {
				return failure("用户名 "+n.Username+" 已被使用", "the username "+n.Username+" is taken")
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "created %s (%s)\n", a.Username, strings.Join(a.Roles, ", "))
			edition, err := h.catalog.Current(c.Context())
			if err != nil {
				return err
			}
			for _, role := range a.Roles {
				if !roleKnown(edition, role) {
					fmt.Fprintf(c.ErrOrStderr(), "note: no workflow names the role %q, so no task reaches %s by it\n", role, a.Username)
				}
			}
			return nil
		})
	})
	c.Flags().StringVar(&n.Name, "name", "", "name shown to people")
	c.Flags().StringSliceVar(&n.Roles, "role", []string{string(engine.RoleCitizen)}, "role, may be repeated")
	c.Flags().StringVar(&n.Organisation, "organisation", "", "id of the organisation")
	return c
}

// roleKnown reports whether a role is ours or one a workflow waits for. Others
// are allowed: a pack may bring them later.
func roleKnown(edition *catalog.Edition, role string) bool {
	switch engine.Role(role) {
	case engine.RoleCitizen, engine.RoleClerk, engine.RoleReviewer, engine.RoleInspector, engine.RoleApprover,
		engine.RoleDesigner, engine.RoleManager, engine.RoleVerifier, engine.RoleAdministrator:
		return true
	}
	for _, r := range edition.Releases {
		for _, w := range r.Pack.Workflows {
			for i := range w.States {
				if slices.Contains(w.States[i].Roles, role) {
					return true
				}
			}
		}
	}
	return false
}

func userPasswordCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "password USERNAME",
		Short: "Set an account's password and end its sessions",
		Args:  cobra.ExactArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		password, err := readPassword(c)
		if err != nil {
			return err
		}
		return cfg.toChange(c.Context(), func(h *house) error {
			a, err := h.store.AccountByName(c.Context(), strings.ToLower(args[0]))
			if errors.Is(err, engine.ErrNotFound) {
				return failure("没有账号 "+args[0], "there is no account "+args[0])
			}
			if err != nil {
				return err
			}
			return h.engine.SetPassword(c.Context(), engine.SystemActor(), a.ID, password)
		})
	})
}

func userListCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use:   "list",
		Short: "List accounts",
		Args:  cobra.NoArgs,
	}, func(c *cobra.Command, cfg *Config, _ []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			page := engine.Page{Limit: 200}
			for {
				list, next, err := h.store.ListAccounts(c.Context(), page)
				if err != nil {
					return err
				}
				for _, a := range list {
					fmt.Fprintf(c.OutOrStdout(), "%s\t%s\t%s\t%s\n", a.Username, oneLine(a.Name), strings.Join(a.Roles, ","), a.Organisation)
				}
				if next == "" {
					return nil
				}
				page.Cursor = next
			}
		})
	})
}

// readPassword asks twice on a terminal, and reads one line from a pipe.
func readPassword(c *cobra.Command) (string, error) {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprint(c.ErrOrStderr(), "Password: ")
		first, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprint(c.ErrOrStderr(), "\nOnce more: ")
		if err != nil {
			return "", err
		}
		second, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(c.ErrOrStderr())
		if err != nil {
			return "", err
		}
		if string(first) != string(second) {
			return "", failure("两次输入的密码不同", "the two passwords differ")
		}
		return string(first), nil
	}
	line, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		if err != nil {
			return "", failure("没有读到密码：请在终端输入，或从标准输入给出一行", "no password was given: type it on a terminal, or give it as a line of standard input")
		}
		return "", failure("密码是空的", "the password is empty")
	}
	return line, nil
}

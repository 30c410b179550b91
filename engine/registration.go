package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

const (
	maxUsername = 64
	maxName     = 80
	minPassword = 8
	maxPassword = 256 // bytes: a hash's cost must not depend on what is sent
)

var (
	usernameRule = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{2,63}$`)
	roleRule     = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_-]{0,63}$`)
)

func (e *Engine) createAccount(ctx context.Context, by Actor, n NewAccount) (Account, error) {
	admin := by.Has(RoleAdministrator)
	onlyCitizen := len(n.Roles) == 1 && n.Roles[0] == string(RoleCitizen) && n.Organisation == ""
	if !admin && !onlyCitizen {
		return Account{}, ErrNotFound
	}
	name := strings.ToLower(strings.TrimSpace(n.Username))
	ps := checkUsername(name)
	ps = append(ps, checkPasswordRules(name, n.Password)...)
	shown := cleanNote(n.Name)
	if shown == "" || utf8.RuneCountInString(shown) > maxName || strings.ContainsAny(shown, "\n\t") {
		ps = append(ps, nameForm.At("name", "max", maxName))
	}
	rps, err := e.checkRoles(ctx, n.Roles, n.Organisation)
	if err != nil {
		return Account{}, err
	}
	if ps = append(ps, rps...); ps.Failed() {
		return Account{}, ps
	}
	now, err := e.now(ctx)
	if err != nil {
		return Account{}, err
	}
	acc := Account{
		ID: newID(), Username: name, Name: shown, Roles: slices.Clone(n.Roles),
		Organisation: n.Organisation, Created: now,
	}
	if acc.PasswordHash, err = e.hashPassword(ctx, n.Password); err != nil {
		return Account{}, err
	}
	err = e.o.Store.SaveAccount(ctx, acc)
	if errors.Is(err, ErrTaken) {
		return Account{}, fmt.Errorf("%w: %w", ErrTaken, refuse(usernameTaken, "username"))
	}
	if err != nil {
		return Account{}, fmt.Errorf("saving an account: %w", err)
	}
	acc.Revision = 1
	return acc, nil
}

func checkUsername(name string) metamodel.Problems {
	if !usernameRule.MatchString(name) {
		return metamodel.Problems{usernameForm.At("username")}
	}
	return nil
}

func checkPasswordRules(username, password string) metamodel.Problems {
	switch {
	case utf8.RuneCountInString(password) < minPassword || len(password) > maxPassword:
		return metamodel.Problems{passwordShort.At("password", "min", minPassword, "max", maxPassword)}
	case strings.EqualFold(password, username):
		return metamodel.Problems{passwordName.At("password")}
	}
	return nil
}

// checkRoles: staff belong to an organisation; roles may be a department's own.
func (e *Engine) checkRoles(ctx context.Context, roles []string, organisation string) (metamodel.Problems, error) {
	var ps metamodel.Problems
	if len(roles) == 0 {
		ps = append(ps, roleForm.At("roles", "role", ""))
	}
	staff := false
	for _, r := range roles {
		if !roleRule.MatchString(r) {
			ps = append(ps, roleForm.At("roles", "role", r))
		}
		switch Role(r) {
		case RoleCitizen, RoleAdministrator, RoleDesigner:
		default:
			staff = true
		}
	}
	if organisation == "" {
		if staff {
			ps = append(ps, roleStaff.At("organisation"))
		}
		return ps, nil
	}
	list, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	if !hasOrganisation(list, organisation) {
		ps = append(ps, organisationNo.At("organisation", "organisation", organisation))
	}
	return ps, nil
}

// mayManage reports whether by may change an account: its own, or as
// administrator any.
func mayManage(by Actor, account string) bool {
	return by.Has(RoleAdministrator) || by.Account != "" && by.Account == account
}

func (e *Engine) setPassword(ctx context.Context, by Actor, account, password string) error {
	if !mayManage(by, account) {
		return ErrNotFound
	}
	acc, err := e.account(ctx, account)
	if err != nil {
		return err
	}
	if ps := checkPasswordRules(acc.Username, password); ps.Failed() {
		return ps
	}
	if acc.PasswordHash, err = e.hashPassword(ctx, password); err != nil {
		return err
	}
	if err := e.o.Store.SaveAccount(ctx, acc); err != nil {
		return fmt.Errorf("saving a password: %w", err)
	}
	return e.endSessions(ctx, account)
}

func (e *Engine) endSessions(ctx context.Context, account string) error {
	if err := e.o.Store.DeleteSessionsOf(ctx, account); err != nil {
		return fmt.Errorf("ending the sessions of an account: %w", err)
	}
	e.actors.clear()
	return nil
}

func (e *Engine) account(ctx context.Context, id string) (Account, error) {
	acc, err := e.o.Store.Account(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Account{}, ErrNotFound
	}
	if err != nil {
		return Account{}, fmt.Errorf("reading an account: %w", err)
	}
	return acc, nil
}

// Account reads an account: one's own, or as administrator any. Its password
// hash stays inside.
func (e *Engine) Account(ctx context.Context, by Actor, id string) (Account, error) {
	if !mayManage(by, id) {
		return Account{}, ErrNotFound
	}
	acc, err := e.account(ctx, id)
	acc.PasswordHash = ""
	return acc, err
}

// Accounts lists accounts, to administrators.
func (e *Engine) Accounts(ctx context.Context, by Actor, p Page) ([]Account, string, error) {
	if !by.Has(RoleAdministrator) {
		return nil, "", ErrNotFound
	}
	list, next, err := e.o.Store.ListAccounts(ctx, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing accounts: %w", err)
	}
	for i := range list {
		list[i].PasswordHash = ""
	}
	return list, next, nil
}

// UpdateAccount changes an account's name, roles, organisation and whether it
// is disabled; revision is the one the administrator saw.
func (e *Engine) UpdateAccount(ctx context.Context, by Actor, id string, revision int64, name string, roles []string, organisation string, disabled bool) (Account, error) {
	if !by.Has(RoleAdministrator) {
		return Account{}, ErrNotFound
	}
	acc, err := e.account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if acc.Revision != revision {
		return Account{}, ErrConflict
	}
	ps, err := e.checkRoles(ctx, roles, organisation)
	if err != nil {
		return Account{}, err
	}
	name = cleanNote(name)
	if name == "" || utf8.RuneCountInString(name) > maxName || strings.ContainsAny(name, "\n\t") {
		ps = append(ps, nameForm.At("name", "max", maxName))
	}
	if ps.Failed() {
		return Account{}, ps
	}
	acc.Name, acc.Roles, acc.Organisation, acc.Disabled = name, slices.Clone(roles), organisation, disabled
	if err := e.o.Store.SaveAccount(ctx, acc); err != nil {
		return Account{}, fmt.Errorf("saving an account: %w", err)
	}
	acc.Revision++
	acc.PasswordHash = ""
	if disabled {
		return acc, e.endSessions(ctx, id)
	}
	e.actors.clear()
	return acc, nil
}

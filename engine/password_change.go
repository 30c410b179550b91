package engine

import (
	"context"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

var passwordWrong = metamodel.Kind{Code: "account.password.wrong", Zh: "当前密码不正确", En: "The current password is not correct"}

// ChangePassword replaces the actor's own password and ends its sessions. It
// asks for the current one: a session or a token left behind must not be
// enough to take the account over. Guessing is slowed down as at signing in.
func (e *Engine) ChangePassword(ctx context.Context, a Actor, current, password string) error {
	if a.Account == "" {
		return ErrNotFound
	}
	acc, err := e.account(ctx, a.Account)
	if err != nil {
		return err
	}
	now, err := e.now(ctx)
	if err != nil {
		return err
	}
	if len(current) > maxPassword {
		return refuse(passwordWrong, "current")
	}
	if !e.signIns.allow(acc.Username, now) {
		return refuse(signInThrottled, "")
	}
	ok, _, err := e.checkPassword(ctx, acc.PasswordHash, current)
	if err != nil {
		return fmt.Errorf("checking a password: %w", err)
	}
	if !ok {
		return refuse(passwordWrong, "current")
	}
	e.signIns.reset(acc.Username)
	return e.setPassword(ctx, a, acc.ID, password)
}

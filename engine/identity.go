package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// Identity is who an account belongs to, by the word of somebody who looked: an
// identity provider, or a clerk with the document in hand.
type Identity struct {
	Name   string    `json:"name"`
	Number string    `json:"number"`        // of the identity document, as sources are asked by it
	How    string    `json:"how,omitempty"` // how it was verified, in words
	By     string    `json:"by,omitempty"`  // account; "" for the command line
	At     time.Time `json:"at"`
}

// NewIdentity says who an account belongs to; without a number, that nobody
// knows any more.
type NewIdentity struct{ Name, Number, How string }

const (
	minIdentityNumber = 5
	maxIdentityNumber = 30
	residentIDLength  = 18
)

// mayVerify reports whether by may say who somebody else is.
func mayVerify(by Actor) bool { return by.Has(RoleAdministrator, RoleVerifier) }

// IdentityOf reads who the account of a user name belongs to; of the account it
// gives nothing else.
func (e *Engine) IdentityOf(ctx context.Context, by Actor, username string) (Account, error) {
	if !mayVerify(by) {
		return Account{}, ErrNotFound
	}
	acc, err := e.o.Store.AccountByName(ctx, strings.ToLower(strings.TrimSpace(username)))
	if errors.Is(err, ErrNotFound) {
		return Account{}, ErrNotFound
	}
	if err != nil {
		return Account{}, fmt.Errorf("reading an account: %w", err)
	}
	return Account{ID: acc.ID, Username: acc.Username, Name: acc.Name, Verified: acc.Verified, Revision: acc.Revision}, nil
}

// VerifyIdentity notes who an account belongs to, or that it is no longer known;
// revision is the one seen. Nobody says it of themselves. The log tells that it
// was done, by whom and to whom, and not what the number is.
func (e *Engine) VerifyIdentity(ctx context.Context, by Actor, id string, revision int64, n NewIdentity) (Account, error) {
	if !mayVerify(by) {
		return Account{}, ErrNotFound
	}
	acc, err := e.account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if by.Account == acc.ID {
		return Account{}, refuse(identityOwn, "")
	}
	if acc.Revision != revision {
		return Account{}, ErrConflict
	}
	now, err := e.now(ctx)
	if err != nil {
		return Account{}, err
	}
	event := Event{ID: newID(), Type: EventIdentityRevoked, At: now, Actor: by.Account, Role: string(RoleAdministrator), Data: EventData{Account: acc.ID}}
	if by.Has(RoleVerifier) {
		event.Role = string(RoleVerifier)
	}
	acc.Verified = nil
	if n != (NewIdentity{}) {
		if acc.Verified, err = readIdentity(n, now); err != nil {
			return Account{}, err
		}
		acc.Verified.By, acc.Verified.At = by.Account, now
		event.Type = EventIdentityVerified
	}
	if err := e.o.Store.Commit(ctx, &Change{UpdateAccounts: []Account{acc}, Events: []Event{event}}); err != nil {
		return Account{}, fmt.Errorf("saving who an account is: %w", err)
	}
	e.o.Log.Info("who an account belongs to was noted", "event", event.Type, "account", acc.ID, "by", by.Account)
	acc.Revision++
	acc.PasswordHash = ""
	return acc, nil
}

// readIdentity reads and judges what is said of somebody.
func readIdentity(n NewIdentity, now time.Time) (*Identity, error) {
	v := &Identity{Name: cleanNote(n.Name), Number: sourceKey(n.Number), How: cleanNote(n.How)}
	var ps metamodel.Problems
	if v.Name == "" || utf8.RuneCountInString(v.Name) > maxName || strings.ContainsAny(v.Name, "\n\t") {
		ps = append(ps, nameForm.At("name", "max", maxName))
	}
	plain := strings.IndexFunc(v.Number, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }) < 0
	switch n := len(v.Number); {
	case !plain, n < minIdentityNumber, n > maxIdentityNumber, n == residentIDLength && metamodel.CheckResidentID(v.Number, nil, now) != nil:
		ps = append(ps, identityNumber.At("number"))
	}
	if utf8.RuneCountInString(v.How) > maxName {
		ps = append(ps, nameForm.At("how", "max", maxName))
	}
	return v, ps.Err()
}

// Masked is the identity with most of its number covered.
func (v *Identity) Masked() string {
	head, tail := 3, 4
	if len(v.Number) < 11 {
		head, tail = 1, 2
	}
	return v.Number[:head] + strings.Repeat("*", len(v.Number)-head-tail) + v.Number[len(v.Number)-tail:]
}

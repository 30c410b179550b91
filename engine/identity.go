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
	Number string    `json:"number"`           // of the identity document, as sources are asked by it
	How    string    `json:"how,omitempty"`    // by which evidence, in words
	By     string    `json:"by,omitempty"`     // account; "" for the command line
	ByName string    `json:"byName,omitempty"` // as the account was called then
	At     time.Time `json:"at"`
}

// IdentityStep is one verification, or the end of one, without whose it is.
type IdentityStep struct {
	Verified bool      `json:"verified,omitempty"` // else it was taken back
	How      string    `json:"how"`                // by which evidence, or why
	By       string    `json:"by,omitempty"`       // account; "" for the command line
	ByName   string    `json:"byName,omitempty"`
	At       time.Time `json:"at"`
}

// NewIdentity says who an account belongs to, and by which evidence.
type NewIdentity struct{ Name, Number, How string }

const (
	minIdentityNumber = 5
	maxIdentityNumber = 30
	residentIDLength  = 18
	maxEvidence       = 200
	maxIdentitySteps  = 50 // the oldest go
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
	e.o.Log.Info("who an account belongs to was looked up", "account", acc.ID, "by", by.Account)
	return Account{ID: acc.ID, Username: acc.Username, Name: acc.Name, Verified: acc.Verified, IdentityLog: acc.IdentityLog, Revision: acc.Revision}, nil
}

// VerifyIdentity notes who an account belongs to; revision is the one seen.
// Nobody says it of themselves, and nobody has two accounts. The log tells that
// it was done, by whom and to whom, and not what the number is.
func (e *Engine) VerifyIdentity(ctx context.Context, by Actor, id string, revision int64, n NewIdentity) (Account, error) {
	acc, now, err := e.toIdentify(ctx, by, id, revision)
	if err != nil {
		return Account{}, err
	}
	v, err := readIdentity(n, now)
	if err != nil {
		return Account{}, err
	}
	v.By, v.ByName, v.At = by.Account, by.Name, now
	switch other, err := e.o.Store.AccountByIdentity(ctx, v.Number); {
	case errors.Is(err, ErrNotFound):
	case err != nil:
		return Account{}, fmt.Errorf("looking for an account of the same person: %w", err)
	case other.ID != acc.ID:
		e.o.Log.Warn("a number that another account is verified by was noted", "account", acc.ID, "other", other.ID, "by", by.Account)
		return Account{}, refuse(identityTaken, "number", "account", toldName(by, other.Username))
	}
	acc.Verified = v
	acc, err = e.saveIdentity(ctx, by, acc, EventIdentityVerified, v.How, now)
	if errors.Is(err, ErrTaken) { // by another who verified at the same time
		return Account{}, refuse(identityTaken, "number", "account", "…")
	}
	return acc, err
}

// RevokeIdentity notes that it is no longer known who an account belongs to, and
// why. What the account was shown of its own is withheld again from then on.
func (e *Engine) RevokeIdentity(ctx context.Context, by Actor, id string, revision int64, why string) (Account, error) {
	acc, now, err := e.toIdentify(ctx, by, id, revision)
	if err != nil {
		return Account{}, err
	}
	if acc.Verified == nil {
		return Account{}, refuse(identityNone, "")
	}
	if why = cleanNote(why); !isEvidence(why, acc.Verified.Number) {
		return Account{}, refuse(identityHow, "how", "max", maxEvidence)
	}
	acc.Verified = nil
	return e.saveIdentity(ctx, by, acc, EventIdentityRevoked, why, now)
}

// toIdentify is an account that somebody says who it is, as they saw it.
func (e *Engine) toIdentify(ctx context.Context, by Actor, id string, revision int64) (Account, time.Time, error) {
	if !mayVerify(by) {
		return Account{}, time.Time{}, ErrNotFound
	}
	acc, err := e.account(ctx, id)
	if err != nil {
		return Account{}, time.Time{}, err
	}
	if by.Account == acc.ID {
		return Account{}, time.Time{}, refuse(identityOwn, "")
	}
	if acc.Revision != revision {
		return Account{}, time.Time{}, ErrConflict
	}
	now, err := e.now(ctx)
	return acc, now, err
}

// saveIdentity keeps what was noted of an account, and that it was.
func (e *Engine) saveIdentity(ctx context.Context, by Actor, acc Account, kind EventType, how string, now time.Time) (Account, error) {
	acc.IdentityLog = append(acc.IdentityLog, IdentityStep{Verified: acc.Verified != nil, How: how, By: by.Account, ByName: by.Name, At: now})
	acc.IdentityLog = acc.IdentityLog[max(0, len(acc.IdentityLog)-maxIdentitySteps):]
	event := Event{ID: newID(), Type: kind, At: now, Actor: by.Account, Role: string(RoleAdministrator), Data: EventData{Account: acc.ID}}
	if by.Has(RoleVerifier) {
		event.Role = string(RoleVerifier)
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
	if !isEvidence(v.How, v.Number) {
		ps = append(ps, identityHow.At("how", "max", maxEvidence))
	}
	return v, ps.Err()
}

// isEvidence reports whether words say by what somebody was verified, or why no
// longer; the number has no place in them: they are told to more people.
func isEvidence(words, number string) bool {
	return words != "" && utf8.RuneCountInString(words) <= maxEvidence && (number == "" || !strings.Contains(sourceKey(words), number))
}

// toldName is a user name as it is told to who looks for somebody's account: by
// its ends whoever it is knows it again. Administrators, who list accounts, are
// told the whole.
func toldName(to Actor, username string) string {
	r := []rune(username)
	if to.Has(RoleAdministrator) || len(r) < 3 {
		return username
	}
	return string(r[0]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1])
}

// Masked is the identity with most of its number covered.
func (v *Identity) Masked() string {
	head, tail := 3, 4
	if len(v.Number) < 11 {
		head, tail = 1, 2
	}
	return v.Number[:head] + strings.Repeat("*", len(v.Number)-head-tail) + v.Number[len(v.Number)-tail:]
}

package engine

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// seenEvery is how exactly a session's last use is kept: writing it at every
// request would make each of them a write.
const seenEvery = time.Minute

// newSecret draws 256 random bits.
func newSecret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// secretHash is all that is kept of a secret. It needs no salt: 256 random bits
// cannot be guessed from their hash.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (e *Engine) signIn(ctx context.Context, username, password string) (Session, string, error) {
	name := strings.ToLower(strings.TrimSpace(username))
	now, err := e.now(ctx)
	if err != nil {
		return Session{}, "", err
	}
	if len(name) > maxUsername || len(password) > maxPassword {
		return Session{}, "", refuse(signInWrong, "")
	}
	if !e.signIns.allow(name, now) {
		return Session{}, "", refuse(signInThrottled, "")
	}
	acc, err := e.o.Store.AccountByName(ctx, name)
	known := err == nil
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Session{}, "", fmt.Errorf("looking up an account: %w", err)
	}
	hash := dummyHash
	if known {
		hash = acc.PasswordHash
	}
	ok, stale, err := e.checkPassword(ctx, hash, password)
	if err != nil {
		return Session{}, "", fmt.Errorf("checking a password: %w", err)
	}
	if !ok || !known || acc.Disabled {
		return Session{}, "", refuse(signInWrong, "")
	}
	e.signIns.reset(name)
	if stale {
		e.rehash(ctx, acc, password)
	}
	secret := newSecret()
	s := Session{
		Hash: secretHash(secret), Account: acc.ID, CSRF: newSecret(),
		Created: now, Seen: now, Expires: now.Add(e.o.SessionMax),
	}
	if err := e.o.Store.SaveSession(ctx, s); err != nil {
		return Session{}, "", fmt.Errorf("opening a session: %w", err)
	}
	return s, secret, nil
}

// rehash brings a password's hash up to today's parameters. The sign-in does
// not depend on it.
func (e *Engine) rehash(ctx context.Context, acc Account, password string) {
	hash, err := e.hashPassword(ctx, password)
	if err == nil {
		acc.PasswordHash = hash
		err = e.o.Store.SaveAccount(ctx, acc)
	}
	if err != nil {
		e.o.Log.Warn("a password keeps its old hash", "account", acc.ID, "error", err)
	}
}

func (e *Engine) signOut(ctx context.Context, secret string) error {
	hash := secretHash(secret)
	e.actors.forget(hash)
	if err := e.o.Store.DeleteSession(ctx, hash); err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("ending a session: %w", err)
	}
	return nil
}

func (e *Engine) resume(ctx context.Context, secret string) (Actor, Session, error) {
	if secret == "" {
		return Actor{}, Session{}, ErrNotFound
	}
	hash := secretHash(secret)
	fresh, err := e.cacheTime(ctx)
	if err != nil {
		return Actor{}, Session{}, err
	}
	if hit, ok := e.actors.get(hash, fresh); ok {
		return hit.actor, hit.session, nil
	}
	now, err := e.now(ctx)
	if err != nil {
		return Actor{}, Session{}, err
	}
	s, err := e.o.Store.Session(ctx, hash)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, Session{}, ErrNotFound
	}
	if err != nil {
		return Actor{}, Session{}, fmt.Errorf("reading a session: %w", err)
	}
	if !now.Before(s.Expires) || now.Sub(s.Seen) >= e.o.SessionIdle {
		if err := e.o.Store.DeleteSession(ctx, hash); err != nil && !errors.Is(err, ErrNotFound) {
			return Actor{}, Session{}, fmt.Errorf("ending an expired session: %w", err)
		}
		return Actor{}, Session{}, ErrNotFound
	}
	a, err := e.actorOf(ctx, s.Account)
	if err != nil {
		return Actor{}, Session{}, err
	}
	if now.Sub(s.Seen) >= seenEvery {
		s.Seen = now
		if err := e.o.Store.SaveSession(ctx, s); err != nil {
			return Actor{}, Session{}, fmt.Errorf("prolonging a session: %w", err)
		}
	}
	e.actors.put(hash, cachedActor{actor: a, session: s, until: fresh.Add(actorTTL)})
	return a, s, nil
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// tokenPrefix lets secret scanners recognise a leaked token.
	tokenPrefix  = "omt_"
	maxTokenName = 80
)

func (e *Engine) createToken(ctx context.Context, a Actor, name string, expires time.Time, key string) (Token, string, error) {
	if a.Account == "" {
		return Token{}, "", ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return Token{}, "", err
	}
	now, err := e.now(ctx)
	if err != nil {
		return Token{}, "", err
	}
	name, expires = cleanNote(name), expires.UTC().Truncate(time.Microsecond)
	id := idOf("token", a.Account, key)
	if key != "" {
		if first, ok, err := e.firstToken(ctx, a, id, name, expires); ok || err != nil {
			return first, "", err
		}
	}
	if name == "" || utf8.RuneCountInString(name) > maxTokenName || strings.ContainsAny(name, "\n\t") {
		return Token{}, "", refuse(tokenName, "name", "max", maxTokenName)
	}
	if !expires.IsZero() && !expires.After(now) {
		return Token{}, "", refuse(tokenExpiry, "expires")
	}
	secret := tokenPrefix + newSecret()
	t := Token{ID: id, Account: a.Account, Name: name, Hash: secretHash(secret), Created: now}
	if !expires.IsZero() {
		t.Expires = expires
	}
	err = e.o.Store.SaveToken(ctx, t)
	if errors.Is(err, ErrTaken) {
		if first, ok, err := e.firstToken(ctx, a, id, name, expires); ok || err != nil {
			return first, "", err
		}
	}
	if err != nil {
		return Token{}, "", fmt.Errorf("saving a token: %w", err)
	}
	return t, secret, nil
}

// firstToken finds the token that a key made. Its secret is kept nowhere: whoever
// lost the answer revokes the token and makes another with another key.
func (e *Engine) firstToken(ctx context.Context, a Actor, id, name string, expires time.Time) (Token, bool, error) {
	list, err := e.Tokens(ctx, a)
	if err != nil {
		return Token{}, false, err
	}
	for _, t := range list {
		if t.ID != id {
			continue
		}
		if t.Name != name || !t.Expires.Equal(expires) {
			return Token{}, false, refuse(idempotencyMismatch, "")
		}
		return t, true, nil
	}
	return Token{}, false, nil
}

func (e *Engine) actorOfToken(ctx context.Context, secret string) (Actor, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Actor{}, ErrNotFound
	}
	hash := secretHash(secret)
	fresh, err := e.cacheTime(ctx)
	if err != nil {
		return Actor{}, err
	}
	if hit, ok := e.actors.get(hash, fresh); ok {
		return hit.actor, nil
	}
	t, err := e.o.Store.TokenByHash(ctx, hash)
	if errors.Is(err, ErrNotFound) {
		return Actor{}, ErrNotFound
	}
	if err != nil {
		return Actor{}, fmt.Errorf("reading a token: %w", err)
	}
	now, err := e.now(ctx)
	if err != nil {
		return Actor{}, err
	}
	if !t.Expires.IsZero() && !now.Before(t.Expires) {
		return Actor{}, ErrNotFound
	}
	a, err := e.actorOf(ctx, t.Account)
	if err != nil {
		return Actor{}, err
	}
	if now.Sub(t.LastUsed) >= seenEvery {
		if err := e.o.Store.UseToken(ctx, t.ID, now); err != nil {
			return Actor{}, fmt.Errorf("noting a token's use: %w", err)
		}
	}
	until := fresh.Add(actorTTL)
	if !t.Expires.IsZero() && t.Expires.Before(until) {
		until = t.Expires
	}
	e.actors.put(hash, cachedActor{actor: a, until: until})
	return a, nil
}

// Tokens lists the actor's API tokens.
func (e *Engine) Tokens(ctx context.Context, a Actor) ([]Token, error) {
	if a.Account == "" {
		return nil, ErrNotFound
	}
	list, err := e.o.Store.TokensOf(ctx, a.Account)
	if err != nil {
		return nil, fmt.Errorf("listing tokens: %w", err)
	}
	return list, nil
}

// RevokeToken ends one of the actor's tokens.
func (e *Engine) RevokeToken(ctx context.Context, a Actor, id string) error {
	list, err := e.Tokens(ctx, a)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.ID != id {
			continue
		}
		e.actors.forget(t.Hash)
		if err := e.o.Store.DeleteToken(ctx, id); err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("revoking a token: %w", err)
		}
		return nil
	}
	return ErrNotFound
}

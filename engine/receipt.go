package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

const maxKey = 128

// checkKey refuses keys no client library makes.
func checkKey(key string) error {
	if len(key) > maxKey {
		return refuse(idempotencyKey, "", "max", maxKey)
	}
	for i := range len(key) {
		if key[i] < 0x21 || key[i] > 0x7e {
			return refuse(idempotencyKey, "", "max", maxKey)
		}
	}
	return nil
}

// requestHash tells one request from another under the same key. Parts carry
// their length, so that no two lists of parts read the same.
func requestHash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":"))
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// idOf is the id of what a key makes, the same whoever makes it first; without
// a key a new one.
func idOf(kind, account, key string) string {
	if key == "" {
		return newID()
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("onematter:"+kind+":"+account+":"+key)).String()
}

// firstOutcome looks up what was done under a key; known is false when it is new.
func firstOutcome[T any](ctx context.Context, e *Engine, a Actor, key, request string) (done T, known bool, err error) {
	if key == "" {
		return done, false, nil
	}
	first, err := e.o.Store.Receipt(ctx, a.Account, key)
	if errors.Is(err, ErrNotFound) {
		return done, false, nil
	}
	if err != nil {
		return done, false, fmt.Errorf("looking up an idempotency key: %w", err)
	}
	if done, err = outcomeOf[T](first, request); err == nil {
		err = e.Settle(ctx) // it is acknowledged once more
	}
	return done, err == nil, err
}

// outcomeOf reads the first outcome of a key, for the same request only.
func outcomeOf[T any](first StoredReceipt, request string) (done T, err error) {
	if first.Request != request {
		return done, refuse(idempotencyMismatch, "")
	}
	if err := json.Unmarshal(first.Body, &done); err != nil {
		return done, fmt.Errorf("reading a stored outcome: %w", err)
	}
	return done, nil
}

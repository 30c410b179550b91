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

// firstReceipt looks a key up; ok is false when it is new.
func (e *Engine) firstReceipt(ctx context.Context, a Actor, key, request string) (Receipt, bool, error) {
	if key == "" {
		return Receipt{}, false, nil
	}
	first, err := e.o.Store.Receipt(ctx, a.Account, key)
	if errors.Is(err, ErrNotFound) {
		return Receipt{}, false, nil
	}
	if err != nil {
		return Receipt{}, false, fmt.Errorf("looking up an idempotency key: %w", err)
	}
	r, err := replayReceipt(first, request)
	return r, err == nil, err
}

// replayReceipt gives the first answer of a key, to the same request only.
func replayReceipt(first StoredReceipt, request string) (Receipt, error) {
	var r Receipt
	if first.Request != request {
		return r, refuse(idempotencyMismatch, "")
	}
	if err := json.Unmarshal(first.Body, &r); err != nil {
		return r, fmt.Errorf("reading a stored receipt: %w", err)
	}
	return r, nil
}

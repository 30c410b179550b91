package engine

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// maxHashes bounds password hashes at work: each takes argon.memory, and a
// flood of sign-ins must not take the server's.
const maxHashes = 2

// argon2id by the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
type argonParams struct {
	memory uint32 // KiB
	time   uint32
	lanes  uint8
}

var argon = argonParams{memory: 19 * 1024, time: 2, lanes: 1}

const (
	saltBytes = 16
	keyBytes  = 32
)

// dummyHash is what a password is compared with when there is no account, so
// that both refusals take the same time.
var dummyHash = phc(argon, make([]byte, saltBytes), make([]byte, keyBytes))

// phc writes a hash as a PHC string.
func phc(p argonParams, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

// parsePHC reads a hash this engine wrote, now or with other parameters.
func parsePHC(s string) (p argonParams, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, fmt.Errorf("not an argon2id hash")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.lanes); err != nil {
		return p, nil, nil, fmt.Errorf("reading the parameters of a hash: %w", err)
	}
	if p.memory > 1<<20 || p.time == 0 || p.time > 100 || p.lanes == 0 {
		return p, nil, nil, fmt.Errorf("parameters of a hash are out of bounds")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return p, nil, nil, fmt.Errorf("reading the salt of a hash: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) == 0 {
		return p, nil, nil, fmt.Errorf("reading the key of a hash: %v", err)
	}
	return p, salt, key, nil
}

// hashPassword makes the PHC string of a password.
func (e *Engine) hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	key, err := e.derive(ctx, password, salt, argon, keyBytes)
	if err != nil {
		return "", err
	}
	return phc(argon, salt, key), nil
}

// checkPassword compares in constant time; stale means the hash was made with
// other parameters than today's.
func (e *Engine) checkPassword(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	p, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	key, err := e.derive(ctx, password, salt, p, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(key, want) == 1, p != argon || len(salt) != saltBytes || len(want) != keyBytes, nil
}

// derive waits for its turn, as long as the request lives.
func (e *Engine) derive(ctx context.Context, password string, salt []byte, p argonParams, n uint32) ([]byte, error) {
	select {
	case e.hashing <- struct{}{}:
		defer func() { <-e.hashing }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to check a password: %w", ctx.Err())
	}
	defer e.returnMemory()
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.lanes, n), nil
}

// quiet is how long after a password hash its memory is given back.
const quiet = 2 * time.Second

// returnMemory gives what hashing took back to the system a moment later, once
// for all hashes of that moment. Left to the collector, 19 MiB a hash double
// the heap's goal and stay resident long after everyone has signed in.
func (e *Engine) returnMemory() {
	if e.returning.CompareAndSwap(false, true) {
		time.AfterFunc(quiet, func() {
			e.returning.Store(false)
			debug.FreeOSMemory()
		})
	}
}

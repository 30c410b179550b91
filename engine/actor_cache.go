package engine

import (
	"context"
	"sync"
	"time"
)

const (
	// actorTTL is how long a withdrawn right may still work on another server.
	actorTTL  = 2 * time.Second
	maxActors = 10_000
)

// actorCache spares every request of a busy session or token its three reads.
type actorCache struct {
	mu     sync.Mutex
	byHash map[string]cachedActor
}

type cachedActor struct {
	actor   Actor
	session Session
	until   time.Time
}

func (c *actorCache) get(hash string, t time.Time) (cachedActor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hit, ok := c.byHash[hash]
	return hit, ok && t.Before(hit.until)
}

func (c *actorCache) put(hash string, a cachedActor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byHash == nil || len(c.byHash) >= maxActors {
		c.byHash = map[string]cachedActor{}
	}
	c.byHash[hash] = a
}

func (c *actorCache) forget(hash string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byHash, hash)
}

// clear forgets everybody: an account, a token or the organisations changed.
func (c *actorCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byHash = nil
}

// cacheTime is the injected time, or this host's: two seconds need no
// agreement among servers, and asking the database would cost what is spared.
func (e *Engine) cacheTime(ctx context.Context) (time.Time, error) {
	if e.o.Clock != nil {
		return e.now(ctx)
	}
	return time.Now(), nil
}

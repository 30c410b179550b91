package engine

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	signInBurst = 10               // attempts at once …
	signInEvery = 30 * time.Second // … and one more every so often
	maxLimits   = 10_000           // names remembered
)

// signInLimits slows guessing at one name down, in this process. Addresses are
// slowed down by the web, which knows them.
type signInLimits struct {
	mu   sync.Mutex
	byID map[string]*rate.Limiter
}

// allow takes one attempt at a name, if there is one left at t.
func (l *signInLimits) allow(name string, t time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	lim := l.byID[name]
	if lim == nil {
		if l.byID == nil {
			l.byID = map[string]*rate.Limiter{}
		}
		if len(l.byID) >= maxLimits {
			// Names nobody guesses at any more have their burst back: forget them.
			for n, old := range l.byID {
				if old.TokensAt(t) >= signInBurst {
					delete(l.byID, n)
				}
			}
			if len(l.byID) >= maxLimits {
				return false
			}
		}
		lim = rate.NewLimiter(rate.Every(signInEvery), signInBurst)
		l.byID[name] = lim
	}
	return lim.AllowN(t, 1)
}

// reset forgets a name after its right password.
func (l *signInLimits) reset(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byID, name)
}

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
			l.makeRoom(t)
		}
		lim = rate.NewLimiter(rate.Every(signInEvery), signInBurst)
		l.byID[name] = lim
	}
	return lim.AllowN(t, 1)
}

// makeRoom forgets names nobody guesses at any more, which have their burst
// back; in a flood of made-up names, the one guessed at least. Refusing new
// names instead would let the flood lock everybody out.
func (l *signInLimits) makeRoom(t time.Time) {
	calmest, most := "", -1.0
	for n, old := range l.byID {
		left := old.TokensAt(t)
		if left >= signInBurst {
			delete(l.byID, n)
			continue
		}
		if left > most {
			calmest, most = n, left
		}
	}
	if len(l.byID) >= maxLimits {
		delete(l.byID, calmest)
	}
}

// reset forgets a name after its right password.
func (l *signInLimits) reset(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byID, name)
}

package engine

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	signInBurst = 10               // attempts at once …
	signInEvery = 30 * time.Second // … and one more every so often
	lookUpBurst = 12               // people looked up at once …
	lookUpEvery = 10 * time.Minute // … and one more every so often
	maxLimits   = 10_000           // names remembered
)

// limits slows down what is done in one name, in this process. Addresses are
// slowed down by the web, which knows them.
type limits struct {
	burst int
	every time.Duration
	mu    sync.Mutex
	byID  map[string]*rate.Limiter
}

// signInLimits slow guessing at one name down.
func signInLimits() *limits { return &limits{burst: signInBurst, every: signInEvery} }

// lookUpLimits slow down who asks sources about many people: a family is a few,
// a register read out is many.
func lookUpLimits() *limits { return &limits{burst: lookUpBurst, every: lookUpEvery} }

// allow takes one attempt at a name, if there is one left at t.
func (l *limits) allow(name string, t time.Time) bool {
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
		lim = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.byID[name] = lim
	}
	return lim.AllowN(t, 1)
}

// makeRoom forgets names nobody guesses at any more, which have their burst
// back; in a flood of made-up names, the one guessed at least. Refusing new
// names instead would let the flood lock everybody out.
func (l *limits) makeRoom(t time.Time) {
	calmest, most := "", -1.0
	for n, old := range l.byID {
		left := old.TokensAt(t)
		if left >= float64(l.burst) {
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
func (l *limits) reset(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byID, name)
}

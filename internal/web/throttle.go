package web

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

const (
	attempts = 30     // at once from one network …
	maxNets  = 10_000 // networks remembered
)

// guessed are the routes at which passwords can be tried.
var guessed = map[string]bool{
	"/sign-in": true, "/register": true, "/api/v1/session": true, "/api/v1/registrations": true, "/api/v1/me/password": true,
}

// throttle slows down guessing by where it comes from; the engine does so by
// name. What it remembers is bounded.
type throttle struct {
	every rate.Limit // … and this many more a second
	now   func() time.Time

	mu    sync.Mutex
	byNet map[netip.Prefix]*rate.Limiter
}

func (t *throttle) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	wait := strconv.Itoa(int(math.Ceil(1 / float64(t.every))))
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodPost && guessed[c.Path()] && !t.allow(networkOf(c.RealIP())) {
			c.Response().Header().Set("Retry-After", wait)
			return echo.ErrTooManyRequests
		}
		return next(c)
	}
}

func (t *throttle) allow(net netip.Prefix) bool {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	limit := t.byNet[net]
	if limit == nil {
		if len(t.byNet) >= maxNets {
			t.makeRoom(now)
		}
		limit = rate.NewLimiter(t.every, attempts)
		t.byNet[net] = limit
	}
	return limit.AllowN(now, 1)
}

// makeRoom forgets networks that are quiet; in a flood from very many, a tenth
// of them, whichever they are: refusing new ones would lock everybody out.
func (t *throttle) makeRoom(now time.Time) {
	for net, limit := range t.byNet {
		if limit.TokensAt(now) >= attempts {
			delete(t.byNet, net)
		}
	}
	for net := range t.byNet {
		if len(t.byNet) <= maxNets*9/10 {
			return
		}
		delete(t.byNet, net)
	}
}

// networkOf is what one subscriber has: an IPv4 address, or an IPv6 /64, in
// which anybody can take as many addresses as they like.
func networkOf(ip string) netip.Prefix {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Prefix{} // all of them together
	}
	addr = addr.Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	net, _ := addr.Prefix(bits) // never fails for these lengths
	return net
}

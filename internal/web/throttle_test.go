package web

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

func TestAFloodOfAddressesTakesNoMoreMemory(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC)
	th := &throttle{every: 1, now: func() time.Time { return now }, byNet: map[netip.Prefix]*rate.Limiter{}}
	guesser := networkOf("198.51.100.7")
	for range attempts {
		if !th.allow(guesser) {
			t.Fatal("slowed down too early")
		}
	}
	if th.allow(guesser) {
		t.Fatal("not slowed down")
	}
	for i := range 5 * maxNets {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(i)+1<<24)
		if !th.allow(networkOf(netip.AddrFrom4(b).String())) {
			t.Fatalf("address %d is locked out by the flood", i)
		}
		if len(th.byNet) > maxNets {
			t.Fatalf("%d networks are remembered", len(th.byNet))
		}
	}
	now = now.Add(time.Hour)
	th.makeRoom(now)
	if len(th.byNet) != 0 {
		t.Errorf("%d quiet networks are remembered", len(th.byNet))
	}
}

func TestANetworkIsWhatOneSubscriberHas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"203.0.113.1", "203.0.113.1", true},
		{"203.0.113.1", "203.0.113.2", false},
		{"203.0.113.1", "::ffff:203.0.113.1", true},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"fe80::1%eth0", "fe80::1%eth1", true},
		{"nonsense", "", true},
		{"nonsense", "203.0.113.1", false},
	} {
		if got := networkOf(c.a) == networkOf(c.b); got != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

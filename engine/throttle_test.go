package engine

import (
	"fmt"
	"testing"
	"time"
)

func TestAFloodOfNamesNeitherLocksOutNorForgetsTheVictim(t *testing.T) {
	t.Parallel()
	l := signInLimits()
	now := time.Unix(1_800_000_000, 0)
	for range signInBurst {
		if !l.allow("victim", now) {
			t.Fatal("the burst is not allowed")
		}
	}
	for i := range maxLimits + 50 {
		if !l.allow(fmt.Sprint("made-up-", i), now) {
			t.Fatalf("name %d is locked out by the flood", i)
		}
	}
	if len(l.byID) > maxLimits {
		t.Errorf("%d names are remembered", len(l.byID))
	}
	if l.allow("victim", now) {
		t.Error("the flood gave the victim's guesser a new burst")
	}
	if !l.allow("victim", now.Add(signInEvery)) {
		t.Error("time does not heal")
	}
}

func TestOnlyPublicAddressesAreReached(t *testing.T) {
	t.Parallel()
	for addr, ok := range map[string]bool{
		"93.184.216.34:443": true, "[2606:2800:220:1::1]:443": true, "127.0.0.1:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false,
		"192.168.1.1:80": false, "169.254.169.254:80": false, "100.64.0.1:80": false, "0.0.0.0:80": false, "224.0.0.1:80": false,
		"255.255.255.255:80": false, "[::1]:80": false, "[::]:80": false, "[fe80::1%eth0]:80": false, "[fd00::1]:80": false,
		"[::ffff:127.0.0.1]:80": false, "[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false, "localhost:80": false, "": false,
	} {
		if err := publicAddress(addr); (err == nil) != ok {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

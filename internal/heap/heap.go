// Package heap says how much garbage may lie in the heap before it is collected.
//
// Go collects when as much garbage lies there as is in use. A server whose forms
// take 20 MB then collects dozens of times a second when many people file at
// once, which is a tenth of its work. Some room costs memory only while people
// ask: afterwards it is given back.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

const (
	// room is what may always lie there: with it a busy server with few forms
	// stays below 200 MB.
	room = 96 << 20
	// usual is Go's own rule, in percent of what is in use.
	usual = 100
)

// Roomy lets room lie in the heap from now on. Where the environment has a rule
// of its own (GOGC, GOMEMLIMIT) it does nothing.
var Roomy = sync.OnceFunc(func() {
	if free() {
		fit(&rule{})
	}
})

// free: the environment says nothing.
func free() bool { return os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" }

// rule is the collector's rule; it dies in every collection and is set again by
// what that found in use.
type rule struct{ percent int }

func fit(r *rule) {
	// Setting it stops everybody for a moment: not for a few percent.
	if p := percent(inUse()); p < r.percent || p > r.percent*5/4 {
		debug.SetGCPercent(p)
		r.percent = p
	}
	runtime.SetFinalizer(r, fit)
}

// inUse is what the last collection found in use, in bytes.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// percent is how much garbage may lie beside so many bytes in use.
func percent(live uint64) int {
	return int(max(usual, room*100/max(live, 8<<20)))
}

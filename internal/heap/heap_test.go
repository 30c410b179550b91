package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestAFewFormsGetRoomAndManyGetGosOwnRule(t *testing.T) {
	for live, want := range map[uint64]int{
		0:          1200,
		8 << 20:    1200, // never without end
		24 << 20:   400,
		48 << 20:   200,
		96 << 20:   100,
		1000 << 20: 100,
	} {
		if got := percent(live); got != want {
			t.Errorf("beside %d bytes: %d %%, not %d", live, got, want)
		}
	}
}

// now is the collector's rule in force. Asked for and not set back: the
// collection may be setting it.
func now() int {
	s := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(s)
	return int(s[0].Value.Uint64())
}

// What forms take later is taken into account by the collection that finds it.
func TestTheRuleFollowsWhatIsInUse(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(usual))
	runtime.GC() // what another test held
	fit(&rule{})
	few := now()
	held := make([]byte, 2*room)
	for wait := time.Now().Add(time.Minute); now() != usual && time.Now().Before(wait); time.Sleep(time.Millisecond) {
		runtime.GC()
	}
	if few <= usual || now() != usual {
		t.Errorf("%d %% with little in use, %d %% with much", few, now())
	}
	runtime.KeepAlive(held)
}

func TestWhatTheEnvironmentSaysHolds(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOGC", "")
			t.Setenv("GOMEMLIMIT", "")
			if !free() {
				t.Error("nothing is said, and yet it holds")
			}
			t.Setenv(name, "90")
			if free() {
				t.Errorf("%s is not looked at", name)
			}
		})
	}
}

package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestThingsAreCountedInEnglish(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"1 error": metamodel.Count(1, "error"), "0 errors": metamodel.Count(0, "error"), "2 entries": metamodel.Count(2, "entry"),
		"1 entry": metamodel.Count(1, "entry"), "3 days": metamodel.Count(3, "day"), "4 keys": metamodel.Count(4, "key"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

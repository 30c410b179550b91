package store

import (
	"testing"
)

// A cursor is one we wrote for this kind of list, or refused.
func FuzzCursor(f *testing.F) {
	f.Add(writeCursor(cursorNewest, int64(1_777_000_000), "id"), int64(5), "x")
	f.Add(writeCursor(cursorDue, int64(-1), ""), int64(-1<<63), "王\x00")
	f.Add("", int64(0), "")
	f.Add("WyJuIiwiMSIsImEiXQ==", int64(1), "\xff")
	f.Add("WyJuIiwxLCJhIl0", int64(1), "a")
	f.Fuzz(func(t *testing.T, cursor string, n int64, s string) {
		var gotN int64
		var gotS string
		if readCursor(cursor, cursorNewest, &gotN, &gotS) == nil {
			if !clean(gotS) {
				t.Fatalf("%q lets %q through", cursor, gotS)
			}
			var n2 int64
			var s2 string
			if err := readCursor(writeCursor(cursorNewest, gotN, gotS), cursorNewest, &n2, &s2); err != nil || n2 != gotN || s2 != gotS {
				t.Fatalf("%q is %d %q, then %d %q (%v)", cursor, gotN, gotS, n2, s2, err)
			}
		}
		own := writeCursor(cursorNewest, n, s)
		if len(own) > maxCursor || !clean(s) {
			return
		}
		if err := readCursor(own, cursorNewest, &gotN, &gotS); err != nil || gotN != n || gotS != s {
			t.Fatalf("%d %q came back as %d %q (%v)", n, s, gotN, gotS, err)
		}
		if readCursor(own, cursorDue, &gotN, &gotS) == nil {
			t.Fatal("a cursor of another list was taken")
		}
	})
}

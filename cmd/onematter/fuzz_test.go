package main

import (
	"encoding/json"
	"testing"
)

// A map of a migration is read or refused; what is read is written as the same again.
func FuzzMigrationMap(f *testing.F) {
	for _, s := range []string{"fields: {premises/DE00203: shop/DE00203}\nstates: {M02/review: check}\nnote: x\n", `{"codes":{"CL1":{"1":"2"}},"aside":["a/b"]}`, "", "null", "[]", "a: &a [*a]", "fields: {1: 2}", "states: {on: off}", "x: 1", "aside: [.nan]", "? [a]\n: b", "fields: {<<: {a: b}}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := decodeMap(body)
		if err != nil {
			return
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeMap(raw)
		if err != nil {
			t.Fatalf("%q became %s: %v", body, raw, err)
		}
		if second, err := json.Marshal(again); err != nil || string(second) != string(raw) {
			t.Fatalf("%q became %s, then %s", body, raw, second)
		}
	})
}

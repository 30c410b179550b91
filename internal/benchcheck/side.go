package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"time"

	qri "github.com/qri-io/jsonschema"
	santhosh "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onematter/onematter/metamodel"
)

// side is one way from a body's bytes to a verdict.
type side interface {
	name() string
	// prepare compiles the form and proves that all good bodies pass and all
	// bad ones do not.
	prepare(m *made) error
	// run checks bodies in turn for about d.
	run(m *made, bad bool, d time.Duration) (sample, error)
}

// sample is one measured stretch.
type sample struct {
	ns     float64 // a check
	allocs float64 // a check; -1: not known
	bytes  float64
}

// goSide is a checker that runs in this process.
type goSide struct {
	label   string
	compile func(m *made) (func(body []byte) (valid bool, err error), error)
	ready   map[*made]func([]byte) (bool, error)
}

func (s *goSide) name() string { return s.label }

func (s *goSide) prepare(m *made) error {
	check, err := s.compile(m)
	if err != nil {
		return fmt.Errorf("%s: compiling the form of %d fields: %w", s.label, m.fields, err)
	}
	for _, want := range []bool{true, false} {
		for _, b := range m.bodies(!want) {
			got, err := check(b)
			if err != nil || got != want {
				return fmt.Errorf("%s says %v of answers for %d fields that are %v: %w\n%.2000s", s.label, got, m.fields, want, err, b)
			}
		}
	}
	s.ready[m] = check
	return nil
}

func (m *made) bodies(bad bool) [][]byte {
	if bad {
		return m.bad
	}
	return m.good
}

func (s *goSide) run(m *made, bad bool, d time.Duration) (sample, error) {
	check, bodies := s.ready[m], m.bodies(bad)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, begin := 0, time.Now()
	for time.Since(begin) < d {
		for _, b := range bodies { // the clock is read once a round of bodies, as on the other side
			if _, err := check(b); err != nil {
				return sample{}, err
			}
		}
		n += len(bodies)
	}
	spent := time.Since(begin)
	runtime.ReadMemStats(&after)
	per := float64(n)
	return sample{float64(spent.Nanoseconds()) / per, float64(after.Mallocs-before.Mallocs) / per, float64(after.TotalAlloc-before.TotalAlloc) / per}, nil
}

func newGoSide(label string, compile func(*made) (func([]byte) (bool, error), error)) *goSide {
	return &goSide{label: label, compile: compile, ready: map[*made]func([]byte) (bool, error){}}
}

// day of the filings.
var day = metamodel.Context{Today: time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)}

// ours gives a record that can be read by path, or every problem.
var ours = newGoSide("OneMatter", func(m *made) (func([]byte) (bool, error), error) {
	return func(b []byte) (bool, error) { return len(m.form.Check(b, day).Problems) == 0, nil }, nil
})

// oursWritten also writes the normalised answers as JSON.
var oursWritten = newGoSide("OneMatter + record as JSON", func(m *made) (func([]byte) (bool, error), error) {
	return func(b []byte) (bool, error) {
		r := m.form.Check(b, day)
		if len(r.JSON()) == 0 {
			return false, fmt.Errorf("empty record")
		}
		return len(r.Problems) == 0, nil
	}, nil
})

// bySanthosh is the quickest Go validator of JSON Schema 2020-12 in wide use.
var bySanthosh = newGoSide("santhosh-tekuri v6.0.3", func(m *made) (func([]byte) (bool, error), error) {
	doc, err := santhosh.UnmarshalJSON(bytes.NewReader(m.schema))
	if err != nil {
		return nil, err
	}
	c := santhosh.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("form.json", doc); err != nil {
		return nil, err
	}
	s, err := c.Compile("form.json")
	if err != nil {
		return nil, err
	}
	return func(b []byte) (bool, error) {
		v, err := santhosh.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			return false, err
		}
		return s.Validate(v) == nil, nil
	}, nil
})

var byQri = newGoSide("qri-io v0.2.1", func(m *made) (func([]byte) (bool, error), error) {
	s := &qri.Schema{}
	if err := json.Unmarshal(m.schema, s); err != nil {
		return nil, err
	}
	ctx := context.Background()
	return func(b []byte) (bool, error) {
		faults, err := s.ValidateBytes(ctx, b)
		return len(faults) == 0, err
	}, nil
})

package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/workflows"
)

// databases are what every behaviour is shown on.
var databases = []struct {
	name string
	url  func(testing.TB) string
}{
	{"sqlite", func(tb testing.TB) string { return "sqlite://" + filepath.Join(tb.TempDir(), "one matter?.db") }},
	{"postgres", func(tb testing.TB) string { return testpg.Start(tb) }},
}

// onBoth runs a scenario on a fresh database of each kind.
func onBoth(t *testing.T, scenario func(t *testing.T, s *store.Store)) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) { scenario(t, mustOpen(t, store.Options{URL: url})) })
}

func onBothURLs(t *testing.T, scenario func(t *testing.T, url string)) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			u := d.url(t)
			if d.name == "sqlite" { // the path has a blank and a question mark
				u = u[len("sqlite://"):]
			}
			scenario(t, u)
		})
	}
}

func mustOpen(tb testing.TB, o store.Options) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := s.Migrate(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return s
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func got[T any](tb testing.TB) func(T, error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// day is a fixed instant; at gives others around it.
var day = time.Date(2026, 11, 23, 9, 0, 0, 123000, time.UTC)

func at(minutes int) time.Time { return day.Add(time.Duration(minutes) * time.Minute) }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// fill puts a value other than zero into every field, so that a field which
// is not stored is found out.
func fill[T any](name string) T {
	var v T
	n := 0
	fillValue(reflect.ValueOf(&v).Elem(), name, &n)
	return v
}

func fillValue(v reflect.Value, name string, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(day.Add(time.Duration(*n) * time.Second)))
		return
	case json.RawMessage:
		v.Set(reflect.ValueOf(json.RawMessage(fmt.Sprintf(`{"%s":[%d,"表 \u0000 ' ? \\"]}`, name, *n))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("%s-%d 名'\"?\\%%", name, *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem(), name, n)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte{0, 255, byte(*n)})
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(v.Index(0), name, n)
		fillValue(v.Index(1), name, n)
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillValue(k, name, n)
		fillValue(e, name, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				panic(v.Type().String() + " has unexported fields")
			}
			fillValue(v.Field(i), name, n)
		}
	default:
		panic("cannot fill " + v.Type().String())
	}
}

func same(tb testing.TB, what string, got, want any) {
	tb.Helper()
	if !reflect.DeepEqual(got, want) {
		g, _ := json.MarshalIndent(got, "", " ")
		w, _ := json.MarshalIndent(want, "", " ")
		tb.Errorf("%s\ngot  %s\nwant %s\n%#v\n%#v", what, g, w, got, want)
	}
}

// submission is what one filing writes: a case, its task, two events, a receipt.
func submission(owner, key string) *engine.Change {
	id := newID()
	number := "OM" + id[24:]
	return &engine.Change{
		Receipt:     &engine.StoredReceipt{Owner: owner, Key: key, Request: "req", Status: 201, Body: []byte(`{"case":"` + id + `"}`), At: day},
		InsertCases: []engine.Case{{ID: id, Number: number, Root: id, Matter: "food", Release: "r1", Department: "market", Applicant: owner, Title: "张三饭店", State: "accept", Status: engine.CaseRunning, Answers: json.RawMessage(`{"a":1}`), Light: workflows.Green, Due: at(60), LightNext: at(48), Submitted: day, Started: day, Revision: 1}},
		OpenTasks:   []engine.Task{{ID: newID(), Kind: engine.TaskStep, Case: id, Root: id, Department: "market", Roles: []string{"clerk"}, State: "accept", Opened: day}},
		Events: []engine.Event{
			{ID: newID(), Type: engine.EventSubmitted, At: day, Case: id, Root: id, Actor: owner, Role: "citizen"},
			{ID: newID(), Type: engine.EventStarted, At: day, Case: id, Root: id, Actor: owner, Role: "citizen"}},
	}
}

// log reads the whole log, waiting for what transactions elsewhere on the
// server still hold back.
func log(tb testing.TB, s *store.Store, atLeast int) []engine.Event {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 3*time.Minute)
	defer cancel()
	for {
		list, err := s.EventsAfter(ctx, engine.Position{}, 100000)
		must(tb, err)
		if len(list) >= atLeast {
			return list
		}
		if ctx.Err() != nil {
			tb.Fatalf("only %d of %d events appeared", len(list), atLeast)
		}
	}
}

var zero time.Time

func clock(now *time.Time) func() time.Time { return func() time.Time { return *now } }

// turned reads a list page by page: every page but the last is full.
func turned[T any](tb testing.TB, what string, limit int, read func(engine.Page) ([]T, string, error)) []T {
	tb.Helper()
	var list []T
	for p := (engine.Page{Limit: limit}); ; {
		part, next, err := read(p)
		must(tb, err)
		if len(part) > p.Limit || next != "" && len(part) != p.Limit {
			tb.Fatalf("%s: a page of %d with limit %d", what, len(part), p.Limit)
		}
		list = append(list, part...)
		if next == "" {
			return list
		}
		p.Cursor = next
	}
}

// Why a database cannot be opened is the system's word, not SQLite's.
func TestAFileThatCannotBeWrittenIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "one.db")
	must(t, os.Mkdir(file, 0o700)) // a folder in its place: permissions do not stop an administrator
	_, err := store.Open(t.Context(), store.Options{URL: file})
	var path *fs.PathError
	if !errors.As(err, &path) || path.Path != file {
		t.Errorf("%v", err)
	}
}

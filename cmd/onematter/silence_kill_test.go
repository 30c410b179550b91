package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/internal/testpg"
)

// slowSilence makes every decision that nobody took take a while, so that a kill
// meets the sweep in the middle of one: its event is written, the rest is not.
var slowSilence = map[string]struct{ on, off []string }{
	liteDriver: {
		[]string{`CREATE TRIGGER slow_silence AFTER INSERT ON events WHEN NEW.type = 'case.moved' BEGIN
			SELECT count(*) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40000) SELECT n FROM c); END`},
		[]string{"DROP TRIGGER slow_silence", noLeases},
	},
	"pgx": {
		[]string{
			"CREATE FUNCTION slow_silence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$",
			"CREATE TRIGGER slow_silence AFTER INSERT ON events FOR EACH ROW WHEN (NEW.type = 'case.moved') EXECUTE FUNCTION slow_silence()",
		},
		[]string{"DROP TRIGGER slow_silence ON events", "DROP FUNCTION slow_silence", noLeases},
	},
}

// A server that dies while silence decides: the next one goes on, and every case
// is decided once, told once in the log and once in the ledger of its clocks.
func TestSilenceThatIsKilledDecidesOnce(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		p := newPlace(t)
		(&moving{place: p, driver: liteDriver, dsn: "file:" + filepath.Join(p.dir, "onematter.db")}).fallsSilent(t)
		sound(t, filepath.Join(p.dir, "onematter.db"))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		url := testpg.Start(t)
		(&moving{place: newPlace(t, "DATABASE_URL="+url), driver: "pgx", dsn: url}).fallsSilent(t)
	})
}

func (w *moving) fallsSilent(t *testing.T) {
	settle(t, w.place)
	w.place.run(t, "", "import", "pack", dogs(t, "1.1.0", "workflows/DOG.yaml", "initial: accept", "initial: decide",
		"workflows/DOG.yaml", "    limit: 1\n    on:\n      - {event: deliver",
		"    limit: 1\n    after: {days: 2, clock: step, event: deliver, corrections: continue, basis: {zh: 《办法》第八条, en: Article 8 of the Rules}}\n    on:\n      - {event: deliver"))
	s := w.place.serve(t)
	w.people = s.people()
	for i := range held {
		w.people.citizen.ask(t, http.StatusCreated, "POST", dogCases, dog(fmt.Sprint("silent ", i)), "Idempotency-Key", fmt.Sprint("silent-dog-", i))
	}
	s.stop()
	w.longAgo(t)

	w.sql(t, slowSilence[w.driver].on)
	s = w.place.serve(t)
	w.people = w.people.at(s)
	until(t, patience, "silence decided some cases", func() bool { return w.over(t) >= held/4 })
	s.kill()
	died := w.silences(t)
	if n := len(died); n == 0 || n >= held {
		t.Fatalf("of %d cases %d were decided when it died: this run proves nothing", held, n)
	}
	w.sql(t, slowSilence[w.driver].off)

	s = w.place.serve(t)
	w.people = w.people.at(s)
	until(t, patience, "silence decided all cases", func() bool { return w.over(t) == held })
	s.stop()

	silences, lines := w.silences(t), map[string][]string{}
	w.rows(t, "SELECT case_id, clock FROM clock_lines WHERE kind = 'stop'", func(id, clock string) { lines[id] = append(lines[id], clock) })
	told := map[string]map[string]int{}
	w.rows(t, "SELECT case_id, type FROM events", func(id, kind string) {
		if told[id] == nil {
			told[id] = map[string]int{}
		}
		told[id][kind]++
	})
	if len(silences) != held {
		t.Errorf("of %d cases %d were decided", held, len(silences))
	}
	for id, n := range silences {
		if n != 1 || told[id]["case.moved"] != 1 || told[id]["result.issued"] != 1 || told[id]["case.ended"] != 1 {
			t.Errorf("of %s the log tells %v, %d times that silence decided", id, told[id], n)
		}
		if slices.Sort(lines[id]); fmt.Sprint(lines[id]) != "[promised statutory step]" {
			t.Errorf("of %s the ledger stops %v", id, lines[id])
		}
	}
	w.rows(t, "SELECT case_id, count(*) FROM clock_lines GROUP BY case_id", func(id, n string) { lines[id] = []string{n} })
	w.details(t, func(id string, d map[string]json.RawMessage) {
		if fmt.Sprint([]string{string(d["ledger"])}) != fmt.Sprint(lines[id]) {
			t.Errorf("%s counts %s lines, %v are kept", id, d["ledger"], lines[id])
		}
	})
	t.Logf("%d of %d cases were decided when the server died", len(died), held)
}

// silences is how often the log tells that silence decided, by case.
func (w *moving) silences(t *testing.T) map[string]int {
	t.Helper()
	n := map[string]int{}
	w.rows(t, "SELECT case_id, data FROM events WHERE type = 'case.moved' AND actor = ''", func(id, data string) {
		var d struct{ Silence *struct{} }
		if err := json.Unmarshal([]byte(data), &d); err != nil || d.Silence == nil {
			t.Errorf("%s moved and nobody says why: %s, %v", id, data, err)
		}
		n[id]++
	})
	return n
}

func (w *moving) over(t *testing.T) (n int) {
	t.Helper()
	for _, c := range allCases(t, w.people.admin) {
		if c.Status == "ended" {
			n++
		}
	}
	return n
}

// longAgo puts the steps of all cases days back, as they are stored.
func (w *moving) longAgo(t *testing.T) {
	t.Helper()
	back := map[string][]byte{}
	w.details(t, func(id string, d map[string]json.RawMessage) {
		var clock [5]int64 // limit, used, since, started, stopped
		if err := json.Unmarshal(d["step"], &clock); err != nil {
			t.Fatal(err)
		}
		clock[1] = int64(1000 * time.Hour)
		var err error
		if d["step"], err = json.Marshal(clock); err != nil {
			t.Fatal(err)
		}
		if back[id], err = json.Marshal(d); err != nil {
			t.Fatal(err)
		}
	})
	if len(back) != held {
		t.Fatalf("there are %d cases", len(back))
	}
	db := w.open(t)
	defer db.Close()
	for id, detail := range back {
		if _, err := db.ExecContext(t.Context(), "UPDATE cases SET detail = $1, silent_next = 1 WHERE id = $2", detail, id); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *moving) details(t *testing.T, each func(id string, d map[string]json.RawMessage)) {
	t.Helper()
	w.rows(t, "SELECT id, detail FROM cases", func(id, raw string) {
		var d map[string]json.RawMessage
		if err := json.Unmarshal([]byte(raw), &d); err != nil {
			t.Fatal(err)
		}
		each(id, d)
	})
}

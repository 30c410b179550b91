package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/onematter/onematter/internal/testpg"
)

// held is how many dogs are filed, and how many are drafts.
const held = 40

// noLeases spares a test the minute for which the dead server's lease holds.
const noLeases = "DELETE FROM leases"

// slow is a trigger that makes every filing of a migration take a while, so that
// a kill meets it in the middle of one.
var slow = map[string]struct{ on, off []string }{
	liteDriver: {
		[]string{
			`CREATE TRIGGER slow_move BEFORE INSERT ON migration_items BEGIN
				SELECT count(*) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40000) SELECT n FROM c); END`,
			`CREATE TRIGGER slow_back BEFORE UPDATE ON migration_items BEGIN
				SELECT count(*) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40000) SELECT n FROM c); END`,
		},
		[]string{"DROP TRIGGER slow_move", "DROP TRIGGER slow_back", noLeases},
	},
	"pgx": {
		[]string{
			"CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$",
			"CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON migration_items FOR EACH ROW EXECUTE FUNCTION slow()",
		},
		[]string{"DROP TRIGGER slow ON migration_items", "DROP FUNCTION slow", noLeases},
	},
}

// A migration, and its undoing, that die in the middle are gone on with: every
// filing is moved and put back once, the log tells it once, and what a citizen
// was promised meanwhile is there.
func TestAMigrationThatIsKilledIsGoneOnWith(t *testing.T) {
	t.Parallel()
	t.Run("SQLite, by the command again", func(t *testing.T) {
		t.Parallel()
		p := newPlace(t)
		w := &moving{place: p, driver: liteDriver, dsn: "file:" + filepath.Join(p.dir, "onematter.db")}
		w.lives(t, func(args ...string) {
			out, err := p.command(t, append([]string{"migrate-cases"}, args...)...).CombinedOutput()
			var ended *exec.ExitError
			if err != nil && (!errors.As(err, &ended) || ended.ExitCode() != 3) { // 3: a draft was saved since
				t.Fatalf("%v: %v\n%s", args, err, out)
			}
		})
	})
	t.Run("PostgreSQL, by the server", func(t *testing.T) {
		t.Parallel()
		url := testpg.Start(t)
		p := newPlace(t, "DATABASE_URL="+url)
		w := &moving{place: p, driver: "pgx", dsn: url}
		w.lives(t, nil)
	})
}

// moving is a place whose dogs go to another release.
type moving struct {
	place       *place
	driver, dsn string

	people people
	cases  []caseHead
	drafts []string

	tried map[string]bool // drafts that were saved while it went on …
	saved map[string]int  // … and the last name that was acknowledged
}

// lives lets a migration be killed and gone on with, there and back; again goes
// on by the command line, which is nil where a server does.
func (w *moving) lives(t *testing.T, again func(args ...string)) {
	settle(t, w.place)
	s := w.place.serve(t)
	w.people, w.tried, w.saved = s.people(), map[string]bool{}, map[string]int{}
	for i := range held {
		w.people.citizen.ask(t, http.StatusCreated, "POST", dogCases, dog(fmt.Sprint("filed ", i)), "Idempotency-Key", fmt.Sprint("filed-dog-", i))
		var d struct{ ID, Release string }
		if err := w.people.citizen.ask(t, http.StatusCreated, "POST", "/api/v1/drafts", object{"matter": "DOG"}).into(&d); err != nil {
			t.Fatal(err)
		}
		w.drafts = append(w.drafts, d.ID)
	}
	w.cases = allCases(t, w.people.admin)
	before := w.answers(t)
	s.stop()

	dir := filepath.Join(t.TempDir(), "dogs")
	if err := os.CopyFS(dir, os.DirFS("testdata/dogs")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "pack.yaml")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(body), "1.0.0", "1.1.0", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	w.place.run(t, "", "import", "pack", dir)

	// There.
	w.sql(t, slow[w.driver].on)
	s = w.place.serve(t)
	w.people = w.people.at(s)
	var m struct{ ID, From, To string }
	begin := func() {
		t.Helper()
		plan := object{"matter": "DOG", "from": "dogs@1.0.0", "to": "dogs@1.1.0"}
		id := m.ID
		if err := w.people.admin.ask(t, http.StatusCreated, "POST", "/api/v1/migrations", plan, "Idempotency-Key", "one-move-only").into(&m); err != nil || id != "" && m.ID != id {
			t.Fatalf("it began %s and then %s, %v", id, m.ID, err)
		}
	}
	begin()
	saving := make(chan struct{})
	go func() {
		defer close(saving)
		w.save(t)
	}()
	w.dies(t, s, m.ID, "moved")
	<-saving
	w.sql(t, slow[w.driver].off)
	if again != nil {
		again("--matter", "DOG", "--from", "dogs@1.0.0", "--to", "dogs@1.1.0", "--apply")
	}
	s = w.place.serve(t)
	w.people = w.people.at(s)
	begin()
	w.ended(t, m.ID, "done")
	if n := w.fates(t, m.ID)["moved"]; n != 2*held {
		t.Errorf("%d of %d filings were moved", n, 2*held)
	}
	w.told(t, "migrated", func(string) bool { return true })
	for id, release := range w.releases(t) {
		if release != m.To {
			t.Errorf("%s is at %s", id, release)
		}
	}
	w.kept(t, before)
	s.stop()

	// And back.
	w.sql(t, slow[w.driver].on)
	s = w.place.serve(t)
	w.people = w.people.at(s)
	w.people.admin.ask(t, http.StatusOK, "POST", "/api/v1/migrations/"+m.ID+"/undo", nil)
	w.dies(t, s, m.ID, "restored")
	w.sql(t, slow[w.driver].off)
	if again != nil {
		again("--undo", m.ID)
	}
	s = w.place.serve(t)
	w.people = w.people.at(s)
	w.people.admin.ask(t, http.StatusOK, "POST", "/api/v1/migrations/"+m.ID+"/undo", nil)
	w.ended(t, m.ID, "undone")
	fates, releases := w.fates(t, m.ID), w.releases(t)
	if fates["restored"]+fates["acted"] != 2*held || fates["acted"] > len(w.tried) {
		t.Errorf("of %d filings: %v; %d were saved meanwhile", 2*held, fates, len(w.tried))
	}
	for id, release := range releases {
		if release != m.From && !w.tried[id] {
			t.Errorf("%s is at %s, and nobody acted", id, release)
		}
	}
	w.told(t, "restored", func(id string) bool { return releases[id] == m.From })
	w.kept(t, before)
	s.stop()
	if w.driver == liteDriver {
		sound(t, filepath.Join(w.place.dir, "onematter.db"))
	}
	t.Logf("%d drafts were saved while it went on, %d acknowledged; %d put back, %d acted upon", len(w.tried), len(w.saved), fates["restored"], fates["acted"])
	if len(w.saved) == 0 {
		t.Error("nothing was saved meanwhile: this run proves too little")
	}
}

// sql runs statements at the database of a place where no server is.
func (w *moving) sql(t *testing.T, statements []string) {
	t.Helper()
	db := w.open(t)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func (w *moving) open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open(w.driver, w.dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// dies kills the server when some filings, not all, came to an end.
func (w *moving) dies(t *testing.T, s *server, id, fate string) {
	t.Helper()
	until(t, patience, "some filings are "+fate, func() bool { return w.counted(t, id)[fate] >= held/4 })
	s.kill()
	fates := w.fates(t, id)
	if n := fates[fate]; n == 0 || n >= 2*held || fate != "moved" && fates["moved"] == 0 {
		t.Fatalf("of %d filings there were %v when it died: this run proves nothing", 2*held, fates)
	}
}

func (w *moving) counted(t *testing.T, id string) map[string]int {
	t.Helper()
	n := map[string]int{}
	for _, c := range get[struct {
		Counts []struct {
			Fate string
			N    int
		}
	}](t, w.people.admin, "/api/v1/migrations/"+id).Counts {
		n[c.Fate] += c.N
	}
	return n
}

func (w *moving) ended(t *testing.T, id, status string) {
	t.Helper()
	until(t, patience, "the migration is "+status, func() bool {
		return get[struct{ Status string }](t, w.people.admin, "/api/v1/migrations/"+id).Status == status
	})
}

// fates counts what is on disk.
func (w *moving) fates(t *testing.T, id string) map[string]int {
	t.Helper()
	n := map[string]int{}
	w.rows(t, "SELECT filing, fate FROM migration_items WHERE migration = '"+id+"'", func(_, fate string) { n[fate]++ })
	return n
}

func (w *moving) rows(t *testing.T, query string, each func(a, b string)) {
	t.Helper()
	db := w.open(t)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b []byte
		if err := rows.Scan(&a, &b); err != nil {
			t.Fatal(err)
		}
		each(string(a), string(b))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// releases is where every filing is.
func (w *moving) releases(t *testing.T) map[string]string {
	t.Helper()
	at := map[string]string{}
	put := func(id, release string) { at[id] = release }
	w.rows(t, "SELECT id, release FROM drafts WHERE submitted = ''", put)
	w.rows(t, "SELECT id, release FROM cases", put)
	if len(at) != 2*held {
		t.Fatalf("there are %d filings", len(at))
	}
	return at
}

// told wants the log to tell once of every filing that something came to pass,
// and of no other.
func (w *moving) told(t *testing.T, what string, of func(filing string) bool) {
	t.Helper()
	times := map[string]int{}
	w.rows(t, "SELECT case_id, data FROM events WHERE type IN ('draft."+what+"', 'case."+what+"')", func(id, data string) {
		var d struct{ Draft string }
		if err := json.Unmarshal([]byte(data), &d); err != nil {
			t.Fatal(err)
		}
		times[id+d.Draft]++
	})
	for id := range w.releases(t) {
		want := 0
		if of(id) {
			want = 1
		}
		if times[id] != want {
			t.Errorf("the log has %d times that %s was %s, want %d", times[id], id, what, want)
		}
		delete(times, id)
	}
	if len(times) > 0 {
		t.Errorf("also told of: %v", times)
	}
}

// save writes name after name into half of the drafts until the server dies.
func (w *moving) save(t *testing.T) {
	for name := 1; ; name++ {
		for _, id := range w.drafts[:held/2] {
			now, err := w.people.citizen.send("GET", "/api/v1/drafts/"+id, nil)
			if err != nil {
				return
			}
			w.tried[id] = true
			r, err := w.people.citizen.send("PATCH", "/api/v1/drafts/"+id, object{"answers": object{"dog/DG101": fmt.Sprintf("dog %06d", name)}}, "If-Match", now.header.Get("ETag"))
			if err != nil {
				return
			}
			switch r.status {
			case http.StatusOK:
				w.saved[id] = name
			case http.StatusPreconditionFailed, http.StatusConflict: // it was moved meanwhile
			default:
				t.Errorf("saving a draft was answered with %d: %.300s", r.status, r.body)
				return
			}
		}
	}
}

// answers is what every filing says.
func (w *moving) answers(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, id := range w.drafts {
		all[id] = string(get[struct{ Answers json.RawMessage }](t, w.people.citizen, "/api/v1/drafts/"+id).Answers)
	}
	for _, c := range w.cases {
		all[c.ID] = string(get[struct{ Answers json.RawMessage }](t, w.people.citizen, "/api/v1/cases/"+c.ID).Answers)
	}
	return all
}

// kept wants every answer where it was, and every one that was acknowledged.
func (w *moving) kept(t *testing.T, before map[string]string) {
	t.Helper()
	for id, now := range w.answers(t) {
		name := 0
		if _, has, _ := strings.Cut(now, `"dog `); w.saved[id] > 0 {
			if _, err := fmt.Sscanf(has, "%06d", &name); err != nil || name < w.saved[id] {
				t.Errorf("draft %s was acknowledged with name %d and says %s", id, w.saved[id], now)
			}
		}
		if !w.tried[id] && now != before[id] {
			t.Errorf("%s said %s and says %s", id, before[id], now)
		}
	}
}

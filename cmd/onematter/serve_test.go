package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestAnEmptyFolderIsFilledByTheServerItself(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	for range 2 { // the second start finds everything in place
		s := home.serve(t)
		stranger := &caller{base: s.base, http: newClient()}
		stranger.ask(t, http.StatusOK, "GET", "/readyz", nil)
		themes := get[struct{ Items []struct{ ID string } }](t, stranger, "/api/v1/themes")
		if len(themes.Items) != 2 || themes.Items[0].ID != "T01" || themes.Items[1].ID != "T02" {
			t.Errorf("the themes are %+v", themes)
		}
		stranger.ask(t, http.StatusOK, "GET", "/themes/T01", nil)
		s.stop()
	}
	sound(t, filepath.Join(home.dir, "onematter.db"))
}

func TestAFirstStartThatIsKilledIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	for range 4 {
		home := newPlace(t)
		for range 3 {
			s := home.launch(t)
			time.Sleep(time.Duration(chance.IntN(250)) * time.Millisecond) // the moment of chance
			s.kill()
		}
		s := home.serve(t)
		(&caller{base: s.base, http: newClient()}).ask(t, http.StatusOK, "GET", "/api/v1/themes/T01", nil)
		s.stop()
	}
}

func TestAServerThatIsToldToStopFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	home.run(t, password+"\n", "user", "create", "citizen")
	s := home.serve(t)
	ming := s.machine("citizen")
	draft := s.restaurant(ming)

	// An upload of which half has arrived …
	bytesOf := picture(t)
	body, pipe := io.Pipe()
	form := multipart.NewWriter(pipe)
	type answer struct {
		reply *reply
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		r, err := ming.send("POST", draft.upload, body, "Content-Type", form.FormDataContentType())
		answered <- answer{r, err}
	}()
	part, err := form.CreateFormFile("file", "材料.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(bytesOf[:len(bytesOf)/2]); err != nil {
		t.Fatal(err)
	}
	until(t, patience, "the server writes the upload down", func() bool {
		begun, err := filepath.Glob(filepath.Join(home.dir, "files", ".unfinished", "*"))
		return err == nil && len(begun) == 1
	})

	// … when the server is told to stop.
	s.signal(syscall.SIGTERM)
	until(t, patience, "the server takes nobody in any more", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
		if err != nil {
			return true
		}
		_ = conn.Close()
		return false
	})
	if _, err := part.Write(bytesOf[len(bytesOf)/2:]); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(form.Close(), pipe.Close()); err != nil {
		t.Fatal(err)
	}
	a := <-answered
	if a.err != nil || a.reply.status != http.StatusCreated {
		t.Fatalf("the upload was cut off: %+v, %v", a.reply, a.err)
	}
	s.ends()

	var file struct{ ID string }
	if err := a.reply.into(&file); err != nil {
		t.Fatal(err)
	}
	ming = ming.at(home.serve(t))
	if got := ming.ask(t, http.StatusOK, "GET", "/api/v1/files/"+file.ID+"/content", nil); !bytes.Equal(got.body, bytesOf) {
		t.Errorf("%d bytes were acknowledged, %d are there", len(bytesOf), len(got.body))
	}
}

func TestTheProgramNamesEveryProblemOfItsSettings(t *testing.T) {
	t.Parallel()
	home := newPlace(t, "MAX_UPLOAD_MB=much", "LOG_LEVEL=loud", "DATABASE_URL=mysql://u:secret@h/d", "DEMO=perhaps")
	out, err := home.command(t, "serve", "--addr", "nowhere", "--clickhouse-url", "ftp://h").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("ended with %v, want status 2", err)
	}
	for _, want := range []string{"ONEMATTER_MAX_UPLOAD_MB", "ONEMATTER_LOG_LEVEL", "ONEMATTER_DATABASE_URL", "ONEMATTER_DEMO", "ONEMATTER_ADDR", "ONEMATTER_CLICKHOUSE_URL"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not named in:\n%s", want, out)
		}
	}
	if word, ok := contains(string(out), "secret", "goroutine"); ok {
		t.Errorf("%q is printed:\n%s", word, out)
	}
	if _, err := os.Stat(filepath.Join(home.dir, "onematter.db")); err == nil {
		t.Error("a database was made all the same")
	}
}

func TestADatabaseOfANewerProgramIsRefusedInWords(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	home.run(t, "", "migrate")
	db, err := sql.Open(liteDriver, "file:"+filepath.Join(home.dir, "onematter.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO schema_migrations (stamp, applied) VALUES ('29990101_0001_future', 1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := home.command(t, "serve").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), "newer than this program") || !strings.Contains(string(out), "29990101_0001_future") {
		t.Errorf("ended with %v:\n%s", err, out)
	}
}

// Two programs on one data folder is nothing we recommend; what was
// acknowledged by either must be there all the same.
func TestTwoServersOnOneSQLiteFolderDoNoHarm(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	settle(t, home)
	servers := []*server{home.serve(t), home.serve(t)}
	ming, admin := servers[0].machine("citizen"), servers[0].machine("admin")
	const keys = 300
	var (
		wg    sync.WaitGroup
		given [2][keys]receipt
	)
	for i, s := range servers {
		ming := ming.at(s)
		for part := range 4 {
			wg.Go(func() {
				for n := part; n < keys; n += 4 { // both the same keys, at the same time
					key := fmt.Sprintf("shared-%04d", n)
					r, err := ming.send("POST", dogCases, dog(key), "Idempotency-Key", key)
					if err != nil {
						t.Errorf("%s at server %d: %v", key, i, err)
						return
					}
					if err := r.into(&given[i][n]); err != nil || r.status != http.StatusCreated {
						t.Errorf("%s at server %d was answered with %d: %.300s", key, i, r.status, r.body)
					}
				}
			})
		}
	}
	wg.Wait()
	if given[0] != given[1] {
		t.Error("a key has two receipts")
	}
	submitted := map[string]int{}
	for _, e := range history(t, admin) {
		if e.Type == "case.submitted" {
			submitted[e.Case]++
		}
	}
	for n, r := range given[0] {
		if submitted[r.Case] != 1 {
			t.Errorf("filing %d is in the log %d times", n, submitted[r.Case])
		}
	}
	if n := len(allCases(t, admin.at(servers[1]))); n != keys || len(submitted) != keys {
		t.Errorf("%d cases, %d in the log, of %d", n, len(submitted), keys)
	}
	servers[0].stop()
	ming.at(servers[1]).ask(t, http.StatusCreated, "POST", dogCases, dog("after"), "Idempotency-Key", "after-the-first")
	servers[1].stop()
	sound(t, filepath.Join(home.dir, "onematter.db"))
}

// draft is one of the built-in theme.
type draft struct{ id, upload string }

// restaurant opens a draft and finds a material to hand in.
func (s *server) restaurant(c *caller) draft {
	s.t.Helper()
	var d struct {
		ID        string
		Materials []struct {
			ID    string
			Asked bool
		}
	}
	r := c.ask(s.t, http.StatusCreated, "POST", "/api/v1/drafts", object{"theme": "T01", "guide": object{"Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}})
	if err := r.into(&d); err != nil {
		s.t.Fatal(err)
	}
	for _, m := range d.Materials {
		if m.Asked {
			return draft{d.ID, "/api/v1/drafts/" + d.ID + "/materials/" + m.ID + "/files"}
		}
	}
	s.t.Fatalf("no material is asked for: %.500s", r.body)
	return draft{}
}

// picture is one that does not compress: large enough to arrive in parts.
func picture(t *testing.T) []byte {
	t.Helper()
	chance := rand.New(rand.NewPCG(5, 6))
	m := image.NewGray(image.Rect(0, 0, 600, 600))
	for i := range m.Pix {
		m.Pix[i] = uint8(chance.UintN(256))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// formOf is a form with one file.
func formOf(t *testing.T, name string, file []byte) (body io.Reader, media string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

// upload hands a picture in and gives the file's id.
func upload(t *testing.T, c *caller, at string, file []byte) string {
	t.Helper()
	form, media := formOf(t, "材料.png", file)
	var made struct{ ID string }
	if err := c.ask(t, http.StatusCreated, "POST", at, form, "Content-Type", media).into(&made); err != nil {
		t.Fatal(err)
	}
	return made.ID
}

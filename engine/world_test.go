package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/metamodel"
)

// monday is Monday, 9 March 2026, 10:00 in Shanghai: a week without holidays.
var monday = time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC)

// world is an engine over a real database with the built-in packs.
type world struct {
	*engine.Engine
	t      testing.TB
	store  *store.Store
	cat    *catalog.Catalog
	log    *bytes.Buffer
	folder folder

	mu  sync.Mutex
	now time.Time
}

var builtin = sync.OnceValue(func() []*catalog.Pack {
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		panic(ps)
	}
	return packs
})

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOn(t, filepath.Join(t.TempDir(), "onematter.db"))
}

func onBothDatabases(t *testing.T, scenario func(t *testing.T, w *world)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); scenario(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); scenario(t, newWorldOn(t, testpg.Start(t))) })
}

func newWorldOn(t testing.TB, database string) *world {
	t.Helper()
	ctx := context.Background()
	w := &world{t: t, now: monday, log: &bytes.Buffer{}, folder: folder(t.TempDir())}
	var err error
	w.store, err = store.Open(ctx, store.Options{URL: database, Clock: w.time})
	must(t, err)
	t.Cleanup(func() { must(t, w.store.Close()) })
	must(t, w.store.Migrate(ctx))
	w.cat = catalog.New(w.store)
	for _, p := range builtin() {
		w.publish(p)
	}
	w.Engine = engine.New(engine.Options{
		Store: w.store, Blobs: w.folder, Catalog: w.cat, PlainWebhooks: true,
		Clock: func(context.Context) (time.Time, error) { return w.time(), nil },
		Log:   slog.New(slog.NewTextHandler(&lockedWriter{w: w.log}, nil)),
	})
	must(t, w.EnsureOrganisations(ctx))
	return w
}

func (w *world) publish(p *catalog.Pack) {
	w.t.Helper()
	_, ps, err := w.cat.Publish(context.Background(), p, monday)
	must(w.t, err)
	if ps.Failed() {
		w.t.Fatal(ps)
	}
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) set(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

func (w *world) wait(d time.Duration) { w.set(w.time().Add(d)) }

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// folder keeps blobs in a directory.
type folder string

func (f folder) Put(_ context.Context, key string, r io.Reader) error {
	name := filepath.Join(string(f), filepath.FromSlash(key))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, r); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}

func (f folder) Open(_ context.Context, key string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(string(f), filepath.FromSlash(key)))
}

func (f folder) Delete(_ context.Context, key string) error {
	err := os.Remove(filepath.Join(string(f), filepath.FromSlash(key)))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// citizen, staff: actors as sessions would give them.
func citizen(id string) engine.Actor {
	return engine.Actor{Account: id, Name: "王小明", Roles: []string{"citizen"}}
}

func staff(id, department string, roles ...string) engine.Actor {
	return engine.Actor{Account: id, Name: "李科长", Roles: roles, Departments: map[string]bool{department: true}, Own: department}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func got[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wants fails unless err carries a problem of the code, and gives it.
func wants(t testing.TB, err error, code string) metamodel.Problem {
	t.Helper()
	var ps metamodel.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("want problem %s, got %v", code, err)
	}
	for _, p := range ps {
		if p.Code == code {
			if p.In("zh") == "" || p.In("en") == "" || p.In("zh") == p.In("en") {
				t.Errorf("%s is not worded in both languages: %v", code, p.Message)
			}
			return p
		}
	}
	t.Fatalf("want problem %s, got %v", code, err)
	return metamodel.Problem{}
}

func wantErr(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("want %v, got %v", target, err)
	}
}

// answers builds a patch out of plain values.
func answers(values map[string]any) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(values))
	for path, v := range values {
		raw, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		out[path] = raw
	}
	return out
}

// restaurant is everything the merged form asks of a restaurant of 320 m² with
// a signboard, alcohol, stoves and staff.
func restaurant() engine.Patch {
	person := func(subject, name, id, mobile string) map[string]any {
		return map[string]any{
			subject + "/DE00001": name, subject + "/DE00004": "111",
			subject + "/DE00005": id, subject + "/DE00006": mobile,
		}
	}
	v := map[string]any{
		"applicant/DE00101": "上海市徐汇区福满堂餐饮有限公司", "applicant/DE00103": "1130", "applicant/DE00104": 50,
		"applicant/DE00105": "餐饮服务；酒类零售", "applicant/DE00107": 20, "applicant/DE00108": 12,
		"applicant/DE00301": "21", "applicant/DE00302": []string{"01", "02"}, "applicant/DE00303": false,
		"applicant/DE00305": "零售", "applicant/DE00306": "白酒、啤酒、葡萄酒",
		"premises/DE00201": "310104", "premises/DE00202": "上海市徐汇区天钥桥路 800 号", "premises/DE00203": 320,
		"premises/DE00204": "2", "premises/DE00205": "陈国华", "premises/DE00207": "2031-12-31",
		"premises/DE00208": 1, "premises/DE00209": "2", "premises/DE00210": 2, "premises/DE00211": 120,
		"premises/DE00212": false, "premises/DE00213": 80, "premises/DE00214": "1", "premises/DE00215": 4, "premises/DE00216": 110,
		"premises/DE00501": 12.5, "premises/DE00502": true, "premises/DE00503": "厨房东侧沉淀池", "premises/DE00504": "静电式油烟净化",
		"premises/DE00505": 80, "premises/DE00506": 6,
		"signboard/DE00401": "1", "signboard/DE00402": 4.2, "signboard/DE00403": 1.2, "signboard/DE00404": "福满堂", "signboard/DE00405": true,
		"legalRep/DE00002": "1", "legalRep/DE00008": "fu@example.cn", "legalRep/DE00009": "上海市徐汇区",
		"agent/DE00008": "agent@example.cn", "agent/DE00010": "上海市徐汇区天钥桥路 800 号", "agent/DE00011": "200030",
		"filing/DE00601": "1", "filing/DE00602": "2026-03-09", "filing/DE00603": true,
		"shareholder": []map[string]any{{"DE00001": "王小明", "DE00005": "310104198506150031", "DE00104": 50}},
		"employee": []map[string]any{
			{"DE00001": "赵六", "DE00005": "310104199001020017", "DE00014": "厨师", "DE00012": "J2026001", "DE00013": "2026-12-31"},
		},
	}
	for _, p := range []map[string]any{
		person("legalRep", "王小明", "310104198506150031", "13800138000"),
		person("agent", "王小明", "310104198506150031", "13800138000"),
		person("foodSafetyManager", "孙七", "11010519491231002X", "13900139000"),
		person("fireSafetyManager", "周八", "11010519491231002X", "13700137000"),
	} {
		for k, x := range p {
			v[k] = x
		}
	}
	return engine.Patch{
		Answers: answers(v),
		Guide:   answers(map[string]any{"Q3": true, "Q4": true, "Q5": true, "Q6": true, "Q7": false}),
	}
}

var picture = sync.OnceValue(func() []byte {
	img := image.NewGray(image.Rect(0, 0, 24, 24))
	img.Set(3, 4, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// complete opens a draft for the restaurant and fills it in with every
// material it asks for.
func (w *world) complete(a engine.Actor) *engine.DraftView {
	w.t.Helper()
	ctx := context.Background()
	v := got[*engine.DraftView](w.t)(w.StartDraft(ctx, a, "T01", "", nil, nil, ""))
	v = got[*engine.DraftView](w.t)(w.SaveAnswers(ctx, a, v.Draft.ID, v.Draft.Revision, known(v, restaurant())))
	for _, m := range v.Materials {
		if m.Asked && m.Required == metamodel.True {
			_, err := w.AddFile(ctx, a, v.Draft.ID, m.Material.ID, "材料.png", bytes.NewReader(picture()))
			must(w.t, err)
		}
	}
	v = got[*engine.DraftView](w.t)(w.Draft(ctx, a, v.Draft.ID))
	if v.Missing.Failed() {
		w.t.Fatalf("the restaurant is not complete:\n%v", v.Missing)
	}
	return v
}

// known keeps of a patch what the form has.
func known(v *engine.DraftView, p engine.Patch) engine.Patch {
	for path := range p.Answers {
		_, field := v.Form.Field(path)
		_, group := v.Form.Group(path)
		if !field && !group {
			delete(p.Answers, path)
		}
	}
	return p
}

// problemOf is the code of the first problem of an error; "" when it is none.
func problemOf(err error) string {
	var ps metamodel.Problems
	if errors.As(err, &ps) && len(ps) > 0 {
		return ps[0].Code
	}
	return ""
}

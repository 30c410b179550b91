package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// Store is what the year is written to.
type Store interface {
	engine.Store
	Import(ctx context.Context, list []*engine.Change) error
}

// Options say how big the year is.
type Options struct {
	Store    Store
	Blobs    engine.Blobs
	Catalog  *catalog.Catalog
	Themes   []string      // filed by turns: the first four times in five, the others share the rest
	Cases    int           // matter cases, at least
	Seed     uint64        // the same seed and end give the same year
	End      time.Time     // the year ends here; what is not done by then stays in work
	Over     time.Duration // filings are spread over so long before End; 0: a year
	Progress func(cases int)
}

// year is what every filing shares.
type year struct {
	o       Options
	themes  []*catalog.Theme
	cals    []*workflows.Calendar
	pace    map[string]float64 // of a department: median share of a step's limit it takes
	staff   map[string]engine.Actor
	citizen []engine.Actor
}

// Run simulates the year and imports it, in the order of submission. It
// returns how many matter cases there are.
func Run(ctx context.Context, o Options) (int, error) {
	y, err := prepare(ctx, o)
	if err != nil {
		return 0, err
	}
	done := 0
	workers := runtime.GOMAXPROCS(0)
	const most = 64
	each := 6.0 // matter cases of a filing, on average so far
	for n := 0; done < o.Cases; {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		// However small the year, its filings are spread over all of it, up to the end.
		batch := min(most, 1+int(float64(o.Cases-done)/each))
		results := make([]result, batch)
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				for i := w; i < batch; i += workers {
					results[i] = y.one(ctx, uint64(n+i), min(1, (float64(done)+float64(i)*each)/float64(o.Cases)))
				}
			})
		}
		wg.Wait()
		n += batch
		var changes []*engine.Change
		for _, r := range results {
			if r.err != nil {
				return done, r.err
			}
			changes = append(changes, r.changes...)
			done += r.cases
		}
		if err := o.Store.Import(ctx, changes); err != nil {
			return done, err
		}
		each = float64(done) / float64(n)
		if o.Progress != nil {
			o.Progress(done)
		}
	}
	return done, nil
}

type result struct {
	changes []*engine.Change
	cases   int
	err     error
}

// one simulates the n-th filing; share says how much of the year has passed.
func (y *year) one(ctx context.Context, n uint64, share float64) result {
	d := newDice(y.o.Seed, n)
	l := newLedger(y.o.Store, sampleBlob)
	turn := 0
	if len(y.themes) > 1 && d.chance(0.2) {
		turn = 1 + d.IntN(len(y.themes)-1)
	}
	theme, cal := y.themes[turn], y.cals[turn]
	f := &filing{y: y, d: d, s: d.story(theme.Def.ID), who: pick(d, y.citizen), l: l, theme: theme, cal: cal,
		next: map[string]time.Time{}, moved: map[string]int64{}, more: map[string]bool{},
		e: engine.New(engine.Options{Store: l, Blobs: once{y.o.Blobs}, Catalog: y.o.Catalog, Clock: Clock})}
	// People file online at any hour, on working days mostly; what falls on a
	// day off waits for the next morning's counter only in the clock.
	over := y.o.Over
	if over == 0 {
		over = 365 * 24 * time.Hour
	}
	start := y.o.End.Add(-over).Add(time.Duration((share + (d.Float64()-0.5)*0.01) * float64(over)))
	if start.After(y.o.End) {
		start = y.o.End.Add(-time.Duration(d.Float64() * float64(20*time.Hour)))
	}
	if !cal.WorkingDay(start) && d.chance(0.7) {
		start = cal.Add(start, cal.Days(d.Float64()))
	}
	if start.After(y.o.End) {
		start = y.o.End.Add(-time.Minute)
	}
	receipt, err := f.submit(ctx, start)
	if err != nil {
		return result{err: fmt.Errorf("demo: filing %d (seed %d): %w", n, y.o.Seed, err)}
	}
	if err := f.run(ctx, receipt.Case, y.o.End); err != nil {
		return result{err: fmt.Errorf("demo: filing %d (seed %d): %w", n, y.o.Seed, err)}
	}
	return result{changes: l.changes, cases: len(receipt.Children)}
}

// sampleBlob is where the bytes of every simulated upload are kept.
const sampleBlob = "demo-sample"

func prepare(ctx context.Context, o Options) (*year, error) {
	edition, err := o.Catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	y := &year{o: o, pace: map[string]float64{}, staff: map[string]engine.Actor{}}
	for _, id := range o.Themes {
		theme, _, ok := edition.Theme(id)
		if !ok {
			return nil, fmt.Errorf("demo: there is no theme %s", id)
		}
		cal, ok := edition.Calendar(theme.Def.Calendar)
		if !ok {
			return nil, fmt.Errorf("demo: there is no calendar %s", theme.Def.Calendar)
		}
		y.themes, y.cals = append(y.themes, theme), append(y.cals, cal)
	}
	if err := o.Blobs.Put(ctx, sampleBlob, bytes.NewReader(samplePDF)); err != nil {
		return nil, err
	}
	d := newDice(o.Seed, 1<<60)
	roles := map[string]bool{}
	for _, theme := range y.themes {
		for _, m := range theme.Matters {
			for _, s := range m.Machine.Workflow.States {
				for _, r := range s.Roles {
					roles[r] = true
				}
			}
		}
	}
	for _, theme := range y.themes {
		for _, m := range theme.Matters {
			dep := m.Department.ID
			if _, ok := y.staff[dep]; ok {
				continue
			}
			y.pace[dep] = 0.4 + 0.25*d.Float64()
			a, err := y.account(ctx, "demo-"+dep, d.name(), sorted(roles), dep)
			if err != nil {
				return nil, err
			}
			a.Departments = map[string]bool{dep: true}
			y.staff[dep] = a
		}
	}
	for i := range 200 {
		a, err := y.account(ctx, fmt.Sprintf("demo-citizen-%03d", i), d.name(), []string{string(engine.RoleCitizen)}, "")
		if err != nil {
			return nil, err
		}
		y.citizen = append(y.citizen, a)
	}
	return y, nil
}

// account makes an account nobody can sign in with: its password hash is none.
func (y *year) account(ctx context.Context, username, name string, roles []string, organisation string) (engine.Actor, error) {
	a := engine.Account{ID: username, Username: username, Name: name, PasswordHash: "!", Roles: roles, Organisation: organisation, Created: y.o.End.AddDate(-1, 0, -1)}
	if err := y.o.Store.SaveAccount(ctx, a); err != nil && !errors.Is(err, engine.ErrTaken) {
		return engine.Actor{}, fmt.Errorf("demo: account %s: %w", username, err)
	}
	return engine.Actor{Account: a.ID, Name: a.Name, Roles: a.Roles}, nil
}

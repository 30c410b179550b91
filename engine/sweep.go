package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// sweepBatch is how many lights one sweep moves.
const sweepBatch = 200

func (e *Engine) sweep(ctx context.Context) (int, error) {
	moved, err := e.followCalendars(ctx)
	if err != nil {
		return moved, err
	}
	followed, err := e.followPowers(ctx)
	if moved += followed; err != nil {
		return moved, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return moved, err
	}
	due, err := e.o.Store.LightsDue(ctx, now, sweepBatch)
	if err != nil {
		return moved, fmt.Errorf("listing lights that change: %w", err)
	}
	for i := range due {
		ok, err := e.raise(ctx, due[i])
		if err != nil {
			return moved, err
		}
		if ok {
			moved++
		}
	}
	taken, err := e.breakSilences(ctx, now)
	return moved + taken, err
}

// raise moves the light of one case. Each has a commit of its own: a case that
// somebody acts on meanwhile gets its light from that action, and does not
// hold up the others.
func (e *Engine) raise(ctx context.Context, c Case) (bool, error) {
	f, err := e.soleFamily(ctx, c)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.over(f) }) {
		return e.silence(ctx, c)
	}
	if waitsInVain(&c, f.at, f.cal) || overdueToTell(&c, f.at, f.cal) {
		return e.timeUp(ctx, c)
	}
	if f.oneNotice() && c.Matter == "" && c.Status != CaseEnded && c.Serve.Limit == 0 {
		if noted, err := e.noteDecisions(ctx, c); noted || err != nil {
			return noted, err
		}
	}
	was := c.Light
	due, next, silent := c.Due, c.LightNext, f.silentAt(&c)
	f.remember(&c)
	f.setLights(&c)
	if c.Light == was && c.Due.Equal(due) && c.LightNext.Equal(next) && c.SilentNext.Equal(silent) {
		return false, nil
	}
	f.change.Lights = []LightChange{{Case: c.ID, Revision: c.Revision, Light: c.Light, Due: c.Due, LightNext: c.LightNext, SilentNext: silent}}
	f.requeue(&c)
	if c.Light != was {
		f.log(&c, EventLight, nil)
	}
	err = e.o.Store.Commit(ctx, &f.change)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("moving the light of case %s: %w", c.ID, err)
	}
	return true, nil
}

// silence takes what was not answered in time as said: once, for the case's
// revision moves with it.
func (e *Engine) silence(ctx context.Context, seen Case) (bool, error) {
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return false, err
	}
	c := f.find(seen.ID)
	if c == nil || !f.fallSilent(c) {
		return false, nil // somebody was faster
	}
	return e.sweptFamily(ctx, f)
}

// sweptFamily commits what the time brought about; false when somebody was faster.
func (e *Engine) sweptFamily(ctx context.Context, f *family) (bool, error) {
	err := e.commitFamily(ctx, f)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("writing what the time brought about in filing %s: %w", f.root.ID, err)
	}
	return true, nil
}

// soleFamily is enough of a family to look at one case's clocks.
func (e *Engine) soleFamily(ctx context.Context, c Case) (*family, error) {
	pin, err := e.pin(ctx, c.Release, c.Theme, c.Matter)
	if err != nil {
		return nil, err
	}
	f := &family{pin: pin, root: &c, dirty: map[*Case]bool{}}
	if f.cal, err = e.calendar(ctx, pin.rel, pin.theme); err != nil {
		return nil, err
	}
	if f.at, err = e.now(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// sweepEvery keeps a light less than a minute late, also when the server that
// swept has just died and its lease must run out first.
const (
	sweepEvery = 15 * time.Second
	sweepLease = 40 * time.Second
	sweepName  = "sweep"
)

// RunSweeps sweeps until the context ends. Any number of servers may run it;
// a lease lets one at a time. holder names this server.
func (e *Engine) RunSweeps(ctx context.Context, holder string) {
	defer giveBack(ctx, e.o.Store, e.o.Log, holder, sweepName)
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := e.sweepAll(ctx, holder); err != nil && ctx.Err() == nil {
			e.o.Log.Error("sweeping lights", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (e *Engine) sweepAll(ctx context.Context, holder string) error {
	for {
		held, err := e.o.Store.Lease(ctx, sweepName, holder, sweepLease)
		if err != nil {
			return fmt.Errorf("taking the lease of the sweep: %w", err)
		}
		if !held {
			return nil
		}
		n, err := e.Sweep(ctx)
		if err != nil || n < sweepBatch {
			return err
		} // else one of both batches may have been full
	}
}

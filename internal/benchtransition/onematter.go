package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/heap"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/workflows"
)

//go:embed pack
var pack embed.FS

type oneMatter struct {
	database string
	engine   *engine.Engine
	store    *store.Store
	end      func() error // of PostgreSQL
	ended    atomic.Int64 // cases
}

func (o *oneMatter) name() string { return "OneMatter " + o.database }

func (o *oneMatter) open(ctx context.Context, dir string) error {
	url := filepath.Join(dir, "onematter.db")
	o.end = func() error { return nil }
	if o.database == "PostgreSQL" {
		var err error
		if url, o.end, err = testpg.Durable(); err != nil {
			return err
		}
	}
	var err error
	if o.store, err = store.Open(ctx, store.Options{URL: url}); err != nil {
		return err
	}
	if err := o.store.Migrate(ctx); err != nil {
		return err
	}
	cat := catalog.New(o.store)
	files, err := fs.Sub(pack, "pack")
	if err != nil {
		return err
	}
	bench, ps := catalog.Read(files)
	if ps.Failed() {
		return ps
	}
	built, ps := catalog.Builtin()
	if ps.Failed() {
		return ps
	}
	for _, p := range append(built, bench) {
		if p != bench && p.Manifest.Name != "china-calendar" {
			continue
		}
		if _, ps, err := cat.Publish(ctx, p, time.Now()); err != nil || ps.Failed() {
			return errors.Join(err, ps.Err())
		}
	}
	o.engine = engine.New(engine.Options{Store: o.store, Catalog: cat, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	heap.Roomy() // as the server does
	return o.engine.EnsureOrganisations(ctx)
}

var (
	answers   = []byte(`{"applicant":{"BE001":"上海市徐汇区福满堂餐饮有限公司","BE002":320,"BE003":"2026-03-09"}}`)
	applicant = engine.Actor{Account: "bench-citizen", Name: "王小明", Roles: []string{"citizen"}}
	officer   = engine.Actor{Account: "bench-officer", Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{"bench": true}}
)

func (o *oneMatter) run(ctx context.Context, serial int64, done func(int)) error {
	r, err := o.engine.SubmitMatter(ctx, applicant, "BENCH", answers, fmt.Sprintf("start-%d", serial))
	if err != nil {
		return err
	}
	done(1)
	revision := int64(1)
	for _, event := range events {
		moved, err := o.engine.Act(ctx, officer, r.Case, revision, fmt.Sprintf("%s-%d", event, serial), engine.Action{Event: event})
		if err != nil {
			return fmt.Errorf("%s: %w", event, err)
		}
		done(1)
		revision = moved.Revision
	}
	o.ended.Add(1)
	return nil
}

// close reads back that every case that was said to have ended did, with its result.
func (o *oneMatter) close() error {
	ctx := context.Background()
	issued, page := int64(0), engine.Page{Limit: 200}
	for {
		list, next, err := o.engine.Cases(ctx, applicant, engine.CaseFilter{Status: engine.CaseEnded}, page)
		if err != nil {
			return errors.Join(err, o.store.Close(), o.end())
		}
		for _, c := range list {
			if c.Outcome == workflows.Issued && c.Result != nil {
				issued++
			}
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	err := errors.Join(o.store.Close(), o.end())
	if ended := o.ended.Swap(0); issued != ended {
		err = errors.Join(err, fmt.Errorf("%d cases were said to have ended, %d are issued", ended, issued))
	}
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/spf13/cobra"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/analytics/embedded"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web"
)

func serveCommand() *cobra.Command {
	var (
		m        Main
		problems []string
	)
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve citizens, staff and machines",
		Long: `Serve citizen pages on /, staff pages on /staff, the API on /api/v1 (documented
on /api/docs), health on /healthz and /readyz, metrics on /metrics.

An empty data folder is migrated and filled with the built-in packs. Stop with
Ctrl+C or SIGTERM: running requests finish first.`,
		Example: `  onematter serve --demo
  ONEMATTER_DATABASE_URL=postgres://om:secret@db/om ONEMATTER_CLICKHOUSE_URL=clickhouse://ch:9000/om onematter serve`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := m.Config.validate(problems); err != nil {
				return err
			}
			m.Log = m.Config.logger()
			slog.SetDefault(m.Log)
			return m.Run(c.Context())
		},
	}
	m.Config.register(c.Flags(), &problems)
	return c
}

// Main is one running server; tests start it as `serve` does.
type Main struct {
	Config  Config
	Log     *slog.Logger
	Started func(addr string) // called once the server listens
}

// shutdownTime is how long running requests may take to finish.
const shutdownTime = 15 * time.Second

// Run serves until ctx ends.
func (m *Main) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	begin := time.Now()
	h, err := m.Config.open(ctx, m.Log)
	if err != nil {
		return err
	}
	defer func() { _ = h.close() }()
	if m.Config.Demo {
		if err := h.demoAccounts(ctx); err != nil {
			return fmt.Errorf("create demo accounts: %w", err)
		}
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	var wait sync.WaitGroup
	defer wait.Wait()
	defer cancel()
	loop := func(name string, run func(context.Context) error) {
		wait.Go(func() {
			if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
				m.Log.Error("stopped", "what", name, "error", err)
			}
		})
	}
	ready := map[string]func(context.Context) error{"database": h.store.Ping}
	dashboards, closeStats, err := m.statistics(ctx, h, metrics, loop)
	if err != nil {
		return err
	}
	defer closeStats()
	dispatcher := engine.NewDispatcher(engine.DispatcherOptions{Store: h.store, Holder: holder(), AllowPrivate: m.Config.PrivateHooks, Log: m.Log})
	loop("webhooks", dispatcher.Run)
	loop("sweep", func(ctx context.Context) error { h.engine.RunSweeps(ctx, holder()); return nil })
	loop("migrations", func(ctx context.Context) error { h.engine.RunMigrations(ctx, holder()); return nil })

	server, err := web.New(web.Options{Engine: h.engine, Catalog: h.catalog, Dashboards: dashboards, Running: h.store, Figures: analytics.Figures,
		Ready: ready, Metrics: metrics, Now: time.Now, Base: m.Config.Base, Version: version, MaxFile: m.Config.MaxUpload << 20, TrustProxy: m.Config.TrustProxy, Log: m.Log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", m.Config.Addr)
	if err != nil {
		return err
	}
	if m.Config.Pprof != "" {
		loop("pprof", m.profiles)
	}
	s := &http.Server{Handler: quietly(ctx, server), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(m.Log.Handler(), slog.LevelDebug)}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(listener) }()
	m.Log.Info("serving", "addr", listener.Addr().String(), "version", version, "database", kindOf(m.Config.DatabaseURL), "took", time.Since(begin).Round(time.Millisecond).String())
	if m.Started != nil {
		m.Started(listener.Addr().String())
	} else if m.Config.Demo {
		printDemo(os.Stdout, listener.Addr())
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	m.Log.Info("stopping: running requests finish first")
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer done()
	if err := s.Shutdown(stop); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	return nil
}

func kindOf(databaseURL string) string {
	if databaseURL == "" {
		return "sqlite"
	}
	return "postgresql"
}

// statistics connects the warehouse and lets the log flow into it. Nothing in
// here can stop the server from serving: a warehouse that does not answer only
// leaves the dashboards empty for a while.
func (m *Main) statistics(ctx context.Context, h *house, metrics *prometheus.Registry, loop func(string, func(context.Context) error)) (analytics.Dashboards, func(), error) {
	if m.Config.ClickHouse == "off" {
		return nil, func() {}, nil
	}
	zone, err := h.zone(ctx)
	if err != nil {
		return nil, nil, err
	}
	o := clickhouse.Options{URL: m.Config.ClickHouse, Zone: zone}
	closeEngine := func() {}
	if m.Config.ClickHouse == "" {
		local, err := embedded.Launch(ctx, embedded.Options{Dir: m.Config.Data, Library: m.Config.Library, Logger: m.Log})
		if err != nil {
			m.Log.Warn("no statistics: the embedded ClickHouse engine cannot start; cases are not affected", "error", err)
			return nil, func() {}, nil
		}
		closeEngine = func() { _ = local.Close() }
		o.URL, o.DialContext = "", local.DialContext
	}
	warehouse, err := clickhouse.Open(ctx, o)
	if err != nil {
		closeEngine()
		return nil, nil, err
	}
	feeder := &analytics.Feeder{Log: h.store, Warehouse: warehouse, Zone: zone, Holder: holder(), Logger: m.Log, Metrics: analytics.NewFeederMetrics(metrics)}
	loop("statistics", feeder.Run)
	return warehouse, func() { _ = warehouse.Close(); closeEngine() }, nil
}

// zone decides which day an event counts for: the working calendar's.
func (h *house) zone(ctx context.Context) (*time.Location, error) {
	edition, err := h.catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	if cal, ok := edition.Calendar("cn"); ok {
		return cal.Zone, nil
	}
	return time.UTC, nil
}

var holderName = uuid.NewString()

// holder names this process among the servers that share a database.
func holder() string { return holderName }

func (m *Main) profiles(ctx context.Context) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	s := &http.Server{Addr: m.Config.Pprof, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { <-ctx.Done(); _ = s.Close() }()
	if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

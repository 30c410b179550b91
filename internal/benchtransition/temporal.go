package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const queue = "bench"

// temporal is the development server in a process of its own with a database
// file, and a worker of the Go SDK.
type temporal struct {
	binary  string
	updates bool // else signals
	server  *exec.Cmd
	client  client.Client
	worker  worker.Worker
}

func (t *temporal) name() string {
	if t.updates {
		return "Temporal updates"
	}
	return "Temporal signals"
}

// position is what the workflow of a case knows.
type position struct{ Done int }

var errOutOfOrder = errors.New("this event is not the next")

func (p *position) take(event string) error {
	if p.Done >= len(events) || events[p.Done] != event {
		return errOutOfOrder
	}
	p.Done++
	return nil
}

// byUpdates is a case whose events come as updates: each is answered when the
// transition is taken and in the history.
func byUpdates(ctx workflow.Context, _ []byte) error {
	var p position
	err := workflow.SetUpdateHandler(ctx, "event", func(_ workflow.Context, event string) (int, error) {
		err := p.take(event)
		return p.Done, err
	})
	if err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return p.Done == len(events) && workflow.AllHandlersFinished(ctx) })
}

// bySignals is a case whose events come as signals.
func bySignals(ctx workflow.Context, _ []byte) error {
	var p position
	for p.Done < len(events) {
		var event string
		workflow.GetSignalChannel(ctx, "event").Receive(ctx, &event)
		if err := p.take(event); err != nil {
			return err
		}
	}
	return nil
}

func (t *temporal) open(ctx context.Context, dir string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	logs, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	t.server = exec.Command(t.binary, "server", "start-dev", "--headless", "--log-level", "error",
		"--port", strconv.Itoa(port), "--db-filename", filepath.Join(dir, "temporal.db"),
		"--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=FULL")
	t.server.Stdout, t.server.Stderr = logs, logs
	if err := t.server.Start(); err != nil {
		return err
	}
	for wait := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if t.client, err = client.DialContext(ctx, client.Options{HostPort: fmt.Sprintf("127.0.0.1:%d", port), Logger: silent{}}); err == nil {
			break
		}
		if time.Now().After(wait) {
			text, _ := os.ReadFile(logs.Name())
			return errors.Join(fmt.Errorf("the development server does not answer: %w\n%s", err, text), t.stop())
		}
	}
	worker.SetStickyWorkflowCacheSize(4096)
	t.worker = worker.New(t.client, queue, worker.Options{MaxConcurrentWorkflowTaskPollers: 16})
	t.worker.RegisterWorkflow(byUpdates)
	t.worker.RegisterWorkflow(bySignals)
	return t.worker.Start()
}

func (t *temporal) run(ctx context.Context, serial int64, done func(int)) error {
	id, flow := fmt.Sprintf("case-%d", serial), any(bySignals)
	if t.updates {
		flow = byUpdates
	}
	run, err := t.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: id, TaskQueue: queue}, flow, answers)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if !t.updates {
		for _, event := range events {
			if err := t.client.SignalWorkflow(ctx, id, run.GetRunID(), "event", event); err != nil {
				return fmt.Errorf("%s: %w", event, err)
			}
		}
		if err := run.Get(ctx, nil); err != nil {
			return err
		}
		done(1 + len(events))
		return nil
	}
	done(1)
	for i, event := range events {
		u, err := t.client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
			WorkflowID: id, RunID: run.GetRunID(), UpdateID: fmt.Sprintf("%s-%d", event, serial), UpdateName: "event",
			Args: []any{event}, WaitForStage: client.WorkflowUpdateStageCompleted,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", event, err)
		}
		var at int
		if err := u.Get(ctx, &at); err != nil || at != i+1 {
			return fmt.Errorf("%s led to %d: %w", event, at, err)
		}
		done(1)
	}
	return nil
}

func (t *temporal) close() error {
	t.worker.Stop()
	t.client.Close()
	return t.stop()
}

func (t *temporal) stop() error {
	if err := t.server.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	late := time.AfterFunc(10*time.Second, func() { _ = t.server.Process.Kill() })
	defer late.Stop()
	_ = t.server.Wait() // however it ended: its files go
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

var _ log.Logger = silent{}

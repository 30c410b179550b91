package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// syncer brings what the writer committed to disk and only then acknowledges it.
// It works beside the writer, which meanwhile writes the next batch: waiting for
// the disk was a fifth of the writer's time (ADR 14).
//
// Readers see a commit a moment before it is on disk. What leaves the program
// waits for that moment to pass: see Store.Settle.
type syncer struct {
	path  string // of the write-ahead log
	file  *os.File
	flush func(*os.File) error // tests look at the disk as it is before it

	queue   chan written
	stopped chan struct{}

	begun   atomic.Uint64 // the last commit that began: readers may see it
	settled atomic.Uint64 // the last commit on disk

	mu     sync.Mutex
	failed error         // from then on nothing is acknowledged
	turn   chan struct{} // closed when settled or failed becomes another
}

// written is a batch of changes in the log. Its commit has the number serial.
type written struct {
	serial   uint64
	jobs     []*job
	outcomes []error
}

// waiting is how many batches the writer may be ahead.
const waiting = 4

func newSyncer(path string) *syncer {
	return &syncer{path: path, flush: syncFile, queue: make(chan written, waiting), stopped: make(chan struct{}), turn: make(chan struct{})}
}

// run is the syncer's goroutine. One sync is for all batches that wait.
func (s *syncer) run() {
	defer close(s.stopped)
	var batches []written
	for first := range s.queue {
		batches = append(batches[:0], first)
		for more := true; more; {
			select {
			case next, ok := <-s.queue:
				if more = ok; ok {
					batches = append(batches, next)
				}
			default:
				more = false
			}
		}
		err := s.settle(batches[len(batches)-1].serial)
		for _, b := range batches {
			for i, j := range b.jobs {
				if err != nil {
					b.outcomes[i] = errors.Join(b.outcomes[i], err)
				}
				j.done <- b.outcomes[i]
			}
		}
		clear(batches)
	}
	if s.file != nil {
		_ = s.file.Close() // everything in it is on disk
	}
}

// settle brings every commit up to serial to disk. What a failed sync left
// behind nobody can know (the system may forget pages it could not write), so
// there is no second try.
func (s *syncer) settle(serial uint64) error {
	if err := s.failure(); err != nil || s.settled.Load() >= serial {
		return err
	}
	err := s.sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.settled.Store(serial)
	} else {
		s.failed = fmt.Errorf("the write-ahead log could not be brought to disk; what was being written may be lost, and the program has to be started again: %w", err)
	}
	close(s.turn)
	s.turn = make(chan struct{})
	return s.failed
}

func (s *syncer) sync() (err error) {
	if s.file == nil {
		if s.file, err = os.OpenFile(s.path, os.O_RDWR, 0); err != nil {
			return err
		}
	}
	return s.flush(s.file)
}

// failure is why nothing is acknowledged any more, or nil.
func (s *syncer) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// wait returns when every commit that has begun is on disk.
func (s *syncer) wait(ctx context.Context) error {
	want := s.begun.Load()
	for s.settled.Load() < want {
		s.mu.Lock()
		failed, turn := s.failed, s.turn
		s.mu.Unlock()
		if failed != nil {
			return failed
		}
		if s.settled.Load() >= want {
			break
		}
		select {
		case <-turn:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// close waits until what was queued is on disk.
func (s *syncer) close() {
	close(s.queue)
	<-s.stopped
}

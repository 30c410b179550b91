package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/workflows"
)

func TestARefusedChangeLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sub := submission("owner", "k")
		kase, task := sub.InsertCases[0], sub.OpenTasks[0]
		draft := engine.Draft{ID: "d", Owner: "owner", Revision: 1}
		file := engine.File{ID: "f", Draft: "d", Case: kase.ID, Added: at(3)}
		sub.InsertDrafts, sub.InsertFiles = []engine.Draft{draft}, []engine.File{file}
		must(t, s.Commit(ctx, sub))
		old := kase
		old.Revision = 7
		refused := []struct {
			name   string
			change engine.Change
			want   error
		}{
			{"an old draft", engine.Change{UpdateDrafts: []engine.Draft{{ID: "d", Revision: 2}}}, engine.ErrConflict},
			{"no such draft", engine.Change{UpdateDrafts: []engine.Draft{{ID: "none", Revision: 1}}}, engine.ErrNotFound},
			{"an old draft to delete", engine.Change{DeleteDrafts: []engine.DraftDelete{{Draft: "d", Revision: 2}}}, engine.ErrConflict},
			{"no draft to delete", engine.Change{DeleteDrafts: []engine.DraftDelete{{Draft: "none", Revision: 1}}}, engine.ErrNotFound},
			{"an old case", engine.Change{UpdateCases: []engine.Case{old}}, engine.ErrConflict},
			{"one of two cases is old", engine.Change{UpdateCases: []engine.Case{kase, old}}, engine.ErrConflict},
			{"no such case to update", engine.Change{UpdateCases: []engine.Case{{ID: "none", Revision: 1}}}, engine.ErrNotFound},
			{"a case without the step that ends", engine.Change{UpdateCases: []engine.Case{kase}, CloseTasks: []engine.TaskClose{{Case: "none", At: day}}}, engine.ErrConflict},
			{"an old light", engine.Change{Lights: []engine.LightChange{{Case: kase.ID, Revision: 3, Light: workflows.Red}}}, engine.ErrConflict},
			{"a case that moved on", engine.Change{Unmoved: []engine.Unmoved{{Case: kase.ID, Revision: 3}}}, engine.ErrConflict},
			{"no such case", engine.Change{Unmoved: []engine.Unmoved{{Case: "none", Revision: 1}}}, engine.ErrNotFound},
			{"a draft that moved on", engine.Change{Unmoved: []engine.Unmoved{{Draft: "d", Revision: 2}}}, engine.ErrConflict},
			{"a draft that is gone", engine.Change{Unmoved: []engine.Unmoved{{Case: kase.ID, Revision: 1}, {Draft: "none", Revision: 1}}}, engine.ErrNotFound},
			{"a file since", engine.Change{UpdateCases: []engine.Case{kase}, NoFilesSince: []engine.FilesSince{{Root: kase.ID, At: at(3)}}}, engine.ErrConflict},
			{"no task to close", engine.Change{CloseTasks: []engine.TaskClose{{Case: "none", At: day}}}, engine.ErrConflict},
			{"a case id twice", engine.Change{InsertCases: []engine.Case{{ID: kase.ID, Number: "other"}}}, engine.ErrTaken},
			{"a case number twice", engine.Change{InsertCases: []engine.Case{{ID: "other", Number: kase.Number}}}, engine.ErrTaken},
			{"an event id twice", engine.Change{Events: []engine.Event{{ID: sub.Events[0].ID}}}, engine.ErrTaken},
			{"a title that cannot be kept", engine.Change{InsertCases: []engine.Case{{ID: "other", Number: "other", Title: "a\x00b"}}}, nil},
			{"a title that is not UTF-8", engine.Change{InsertCases: []engine.Case{{ID: "other", Number: "other", Title: "\xff"}}}, nil},
		}
		for i, r := range refused {
			c := r.change
			key := fmt.Sprint("refused", i)
			c.Receipt = &engine.StoredReceipt{Owner: "owner", Key: key, At: day}
			c.InsertDrafts = append(c.InsertDrafts, engine.Draft{ID: key})
			c.OpenTasks = append(c.OpenTasks, engine.Task{ID: newID(), Case: "elsewhere"})
			c.Events = append(c.Events, engine.Event{ID: key})
			c.InsertFiles = append(c.InsertFiles, engine.File{ID: key})
			c.DeleteFiles = []string{"f"}
			err := s.Commit(ctx, &c)
			if err == nil || r.want != nil && !errors.Is(err, r.want) {
				t.Errorf("%s: %v", r.name, err)
			}
			if _, err := s.Receipt(ctx, "owner", key); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("%s: receipt %v", r.name, err)
			}
			if _, err := s.Draft(ctx, key); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("%s: draft %v", r.name, err)
			}
			if events, err := s.Events(ctx, []string{key}); err != nil || len(events) > 0 {
				t.Errorf("%s: events %v, %v", r.name, events, err)
			}
			if _, err := s.File(ctx, key); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("%s: file %v", r.name, err)
			}
			if _, err := s.OpenTask(ctx, "elsewhere"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("%s: task %v", r.name, err)
			}
		}
		same(t, "draft", got[engine.Draft](t)(s.Draft(ctx, "d")), draft)
		same(t, "file", got[engine.File](t)(s.File(ctx, "f")), file)
		same(t, "case", got[engine.Case](t)(s.Case(ctx, kase.ID)), kase)
		same(t, "task", got[engine.Task](t)(s.OpenTask(ctx, kase.ID)), task)
		same(t, "events", len(log(t, s, 2)), 2)
	})
}

func TestTasksAreClosedAndOpenedWithTheirCase(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sub := submission("owner", "k")
		must(t, s.Commit(ctx, sub))
		kase := sub.InsertCases[0]
		waiting := func(role string) int {
			list, _, err := s.Cases(ctx, engine.CaseFilter{Departments: []string{"market"}, OpenTaskFor: []string{role}, ByDue: true}, engine.Page{})
			must(t, err)
			return len(list)
		}
		same(t, "clerks", waiting("clerk"), 1)
		next := engine.Task{Kind: engine.TaskStep, ID: newID(), Case: kase.ID, Root: kase.ID, Department: "market", Roles: []string{"reviewer", "approver"}, State: "review", Opened: at(1)}
		kase.State = "review"
		must(t, s.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{kase}, CloseTasks: []engine.TaskClose{{Case: kase.ID, By: "me", At: at(1)}}, OpenTasks: []engine.Task{next}}))
		same(t, "open", got[engine.Task](t)(s.OpenTask(ctx, kase.ID)), next)
		same(t, "clerks", waiting("clerk"), 0)
		same(t, "reviewers", waiting("reviewer"), 1)
		same(t, "approvers", waiting("approver"), 1)
		kase.Revision++
		kase.Status = engine.CaseEnded
		must(t, s.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{kase}, CloseTasks: []engine.TaskClose{{Case: kase.ID, By: "me", At: at(2)}}}))
		same(t, "approvers", waiting("approver"), 0)
		if _, err := s.OpenTask(ctx, kase.ID); !errors.Is(err, engine.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestALightMovesWithoutMovingTheRevision(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sub := submission("owner", "k")
		must(t, s.Commit(ctx, sub))
		kase := sub.InsertCases[0]
		due := func(min int) int { return len(got[[]engine.Case](t)(s.LightsDue(ctx, at(min), 10))) }
		same(t, "before", due(47), 0)
		same(t, "at", due(48), 1)
		must(t, s.Commit(ctx, &engine.Change{Lights: []engine.LightChange{{Case: kase.ID, Revision: 1, Light: workflows.Yellow, Due: at(61), LightNext: at(61)}}}))
		kase.Light, kase.Due, kase.LightNext = workflows.Yellow, at(61), at(61)
		same(t, "case", got[engine.Case](t)(s.Case(ctx, kase.ID)), kase)
		same(t, "after", due(60), 0)
		// A decision that was made on the old light and leaves the clocks alone leaves it.
		read := sub.InsertCases[0]
		decided := read
		decided.State = "review"
		must(t, s.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{decided}, ReadCases: []engine.Case{read}}))
		kase.State, kase.Revision = "review", 2
		same(t, "the light stays", got[engine.Case](t)(s.Case(ctx, kase.ID)), kase)
		read.Revision, decided.Revision = 1, 2 // of another time: not to be relied upon
		must(t, s.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{decided}, ReadCases: []engine.Case{read}}))
		same(t, "the decision's light", got[engine.Case](t)(s.Case(ctx, kase.ID)).Light, decided.Light)
		must(t, s.Commit(ctx, &engine.Change{Lights: []engine.LightChange{{Case: kase.ID, Revision: 3, Light: workflows.Yellow, Due: at(61), LightNext: at(61)}}}))
		must(t, s.Commit(ctx, &engine.Change{Lights: []engine.LightChange{{Case: kase.ID, Revision: 3, Light: workflows.Red}}}))
		same(t, "never again", due(1<<30), 0)
	})
}

// Silence decides a case at a moment that the change itself or a light's says.
func TestSilencesAreDueAtTheirTime(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := submission("ming", newID())
		kase := &c.InsertCases[0]
		kase.SilentNext, kase.Answered = at(48), workflows.Answered{Promised: time.Hour, Step: time.Minute}
		must(t, s.Commit(ctx, c))
		due := func(min int) int { return len(got[[]engine.Case](t)(s.SilencesDue(ctx, at(min), 10))) }
		same(t, "before", due(47), 0)
		same(t, "at", due(48), 1)
		same(t, "case", got[engine.Case](t)(s.Case(ctx, kase.ID)), *kase)
		must(t, s.Commit(ctx, &engine.Change{Lights: []engine.LightChange{{Case: kase.ID, Revision: 1, SilentNext: at(50)}}}))
		same(t, "moved", [2]int{due(49), due(50)}, [2]int{0, 1})
		moved := got[engine.Case](t)(s.Case(ctx, kase.ID))
		moved.SilentNext = time.Time{}
		must(t, s.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{moved}}))
		same(t, "never again", due(1<<30), 0)
	})
}

// What a change only depends on stays as it is, and holds by itself.
func TestAChangeDependsOnWhatItLeavesAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		sub := submission("owner", "k")
		kase, child := sub.InsertCases[0], engine.Case{ID: "child", Root: sub.InsertCases[0].ID, Number: "child", Revision: 1}
		draft := engine.Draft{ID: "d", Owner: "owner", Revision: 1}
		sub.InsertCases, sub.InsertDrafts = append(sub.InsertCases, child), []engine.Draft{draft}
		must(t, s.Commit(ctx, sub))
		of := engine.Change{Unmoved: []engine.Unmoved{{Case: kase.ID, Revision: 1}, {Draft: "d", Revision: 1}}, NoFilesSince: []engine.FilesSince{{Root: kase.ID, At: at(3)}}}
		same(t, "alone", s.Commit(ctx, &of), error(nil))
		older := engine.File{ID: "older", Case: "child", Added: at(2)}
		with := of
		with.InsertFiles = []engine.File{older, {ID: "elsewhere", Case: "other", Added: at(4)}} // before, and another's
		must(t, s.Commit(ctx, &with))
		same(t, "again", s.Commit(ctx, &of), error(nil))
		same(t, "case", got[engine.Case](t)(s.Case(ctx, kase.ID)), kase)
		same(t, "draft", got[engine.Draft](t)(s.Draft(ctx, "d")), draft)
		must(t, s.Commit(ctx, &engine.Change{InsertFiles: []engine.File{{ID: "newer", Case: "child", Added: at(3)}}}))
		if err := s.Commit(ctx, &of); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("a child's file: %v", err)
		}
	})
}

func TestFilesGoFromADraftToItsCase(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		files := []engine.File{{ID: "1", Draft: "d", Added: at(2)}, {ID: "2", Draft: "d", Added: at(1)}, {ID: "3", Draft: "other", Added: at(1)}, {ID: "4", Added: day}, {ID: "5", Draft: "d", Added: at(9)}}
		must(t, s.Commit(ctx, &engine.Change{InsertFiles: files, InsertDrafts: []engine.Draft{{ID: "d"}, {ID: "other"}}}))
		must(t, s.Commit(ctx, &engine.Change{DeleteFiles: []string{"5", "none"}}))
		must(t, s.Commit(ctx, &engine.Change{AttachFiles: []engine.FileAttach{{Draft: "d", Case: "root"}},
			InsertCases: []engine.Case{{ID: "root", Root: "root", Number: "1"}, {ID: "child", Root: "root", Number: "2"}}}))
		must(t, s.Commit(ctx, &engine.Change{InsertFiles: []engine.File{{ID: "6", Case: "child", Added: at(5)}}}))
		ids := func(list []engine.File, err error) (out []string) {
			must(t, err)
			for _, f := range list {
				out = append(out, f.ID)
			}
			return out
		}
		same(t, "of draft", ids(s.FilesOfDraft(ctx, "d")), []string{"2", "1"})
		same(t, "of case, children's too", ids(s.FilesOfCase(ctx, "root")), []string{"2", "1", "6"})
		same(t, "of nothing", ids(s.FilesOfCase(ctx, "")), []string(nil))
		must(t, s.Commit(ctx, &engine.Change{DeleteDrafts: []engine.DraftDelete{{Draft: "other", Revision: 1}}}))
		if _, err := s.File(ctx, "3"); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a draft's files go with it: %v", err)
		}
	})
}

// twoServers opens one database twice, as two servers do.
func twoServers(t *testing.T, scenario func(t *testing.T, servers [2]*store.Store)) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		scenario(t, [2]*store.Store{mustOpen(t, store.Options{URL: url}), mustOpen(t, store.Options{URL: url})})
	})
}

func TestOfManyWhoSaveTheSameRevisionOneWins(t *testing.T) {
	twoServers(t, func(t *testing.T, servers [2]*store.Store) {
		ctx := t.Context()
		must(t, servers[0].Commit(ctx, &engine.Change{InsertDrafts: []engine.Draft{{ID: "d", Revision: 1}}}))
		const callers = 64
		outcomes := make([]error, callers)
		var wg sync.WaitGroup
		for i := range callers {
			wg.Go(func() {
				outcomes[i] = servers[i%2].Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{{ID: "d", Revision: 1, Answers: []byte(fmt.Sprint(i))}},
					Events: []engine.Event{{ID: fmt.Sprint("e", i)}}})
			})
		}
		wg.Wait()
		winner := -1
		for i, err := range outcomes {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				t.Errorf("%d and %d both won", winner, i)
			case !errors.Is(err, engine.ErrConflict):
				t.Errorf("%d: %v", i, err)
			}
		}
		d := got[engine.Draft](t)(servers[0].Draft(ctx, "d"))
		if d.Revision != 2 || string(d.Answers) != fmt.Sprint(winner) {
			t.Errorf("winner %d, draft %d %s", winner, d.Revision, d.Answers)
		}
		same(t, "events", len(log(t, servers[1], 1)), 1)
	})
}

func TestOfManyWithTheSameKeyOneWinsAndTheOthersGetItsAnswer(t *testing.T) {
	twoServers(t, func(t *testing.T, servers [2]*store.Store) {
		ctx := t.Context()
		const callers, keys = 64, 4
		changes := make([]*engine.Change, callers)
		outcomes := make([]error, callers)
		var wg sync.WaitGroup
		for i := range callers {
			changes[i] = submission("owner", fmt.Sprint("key", i%keys))
			wg.Go(func() { outcomes[i] = servers[i/keys%2].Commit(ctx, changes[i]) })
		}
		wg.Wait()
		winners := map[string]int{}
		for i, err := range outcomes {
			if err != nil {
				continue
			}
			key := changes[i].Receipt.Key
			if w, ok := winners[key]; ok {
				t.Errorf("%s: %d and %d both won", key, w, i)
			}
			winners[key] = i
		}
		same(t, "winners", len(winners), keys)
		for i, err := range outcomes {
			var dup *engine.DuplicateError
			switch {
			case err == nil:
				got[engine.Case](t)(servers[1].Case(ctx, changes[i].InsertCases[0].ID))
			case errors.As(err, &dup):
				same(t, "first", dup.First, *changes[winners[changes[i].Receipt.Key]].Receipt)
				if _, err := servers[0].Case(ctx, changes[i].InsertCases[0].ID); !errors.Is(err, engine.ErrNotFound) {
					t.Errorf("a loser's case is there: %v", err)
				}
			default:
				t.Errorf("%d: %v", i, err)
			}
		}
		same(t, "events", len(log(t, servers[0], 2*keys)), 2*keys)

		// Another owner's key is another key.
		must(t, servers[0].Commit(ctx, submission("someone else", "key0")))
		// A repeated request has an old revision, too; its first answer counts.
		again := *changes[0]
		again.InsertCases = nil
		again.UpdateCases = []engine.Case{{ID: "none", Revision: 99}}
		var dup *engine.DuplicateError
		if err := servers[0].Commit(ctx, &again); !errors.As(err, &dup) {
			t.Errorf("a repeated request: %v", err)
		}
	})
}

func TestABadChangeDoesNotDisturbItsNeighbours(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		first := submission("owner", "first")
		must(t, s.Commit(ctx, first))
		must(t, s.Commit(ctx, &engine.Change{InsertDrafts: []engine.Draft{{ID: "d", Revision: 5}}}))
		const callers = 200
		changes := make([]*engine.Change, callers)
		outcomes := make([]error, callers)
		var wg sync.WaitGroup
		for i := range callers {
			c := submission("owner", fmt.Sprint("key", i))
			switch i % 8 {
			case 1: // fails by surprise, after its receipt was written
				c.InsertCases[0].Number = first.InsertCases[0].Number
			case 2: // moved on
				c.UpdateCases = []engine.Case{{ID: first.InsertCases[0].ID, Revision: 9}}
			case 3: // refused
				c.UpdateDrafts = []engine.Draft{{ID: "d", Revision: 4}}
			case 4: // found to have moved on after something was written
				c.CloseTasks = []engine.TaskClose{{Case: "none", At: day}}
			case 5: // known
				c.Receipt = first.Receipt
			}
			changes[i] = c
			wg.Go(func() { outcomes[i] = s.Commit(ctx, c) })
			if i%8 == 7 { // other writes share the batches
				wg.Go(func() {
					if err := s.SaveSession(ctx, engine.Session{Hash: fmt.Sprint("h", i), Expires: at(1 << 20)}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		for i, err := range outcomes {
			var dup *engine.DuplicateError
			ok := err == nil
			switch i % 8 {
			case 1:
				ok = errors.Is(err, engine.ErrTaken)
			case 2, 3, 4:
				ok = errors.Is(err, engine.ErrConflict)
			case 5:
				ok = errors.As(err, &dup)
			}
			if !ok {
				t.Errorf("%d: %v", i, err)
			}
			c := changes[i]
			_, caseErr := s.Case(ctx, c.InsertCases[0].ID)
			_, taskErr := s.OpenTask(ctx, c.InsertCases[0].ID)
			list, eventErr := s.EventsOfRoot(ctx, c.InsertCases[0].ID)
			must(t, eventErr)
			if i%8 != 5 { // its key is another's
				if _, receiptErr := s.Receipt(ctx, "owner", c.Receipt.Key); (err == nil) != (receiptErr == nil) {
					t.Errorf("%d: commit %v, receipt %v", i, err, receiptErr)
				}
			}
			if (err == nil) != (caseErr == nil && taskErr == nil && len(list) == 2) || (err != nil) != (errors.Is(caseErr, engine.ErrNotFound) && errors.Is(taskErr, engine.ErrNotFound) && len(list) == 0) {
				t.Errorf("%d: commit %v, but case %v, task %v, %d events", i, err, caseErr, taskErr, len(list))
			}
		}
	})
}

func TestAChangeWhoseCallerIsGoneIsNotWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		c := submission("owner", "k")
		if err := s.Commit(ctx, c); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if _, err := s.Case(t.Context(), c.InsertCases[0].ID); !errors.Is(err, engine.ErrNotFound) {
			t.Fatal(err)
		}
	})
}

func TestCallersWhoGiveUpLeaveAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const callers = 100
		changes := make([]*engine.Change, callers)
		outcomes := make([]error, callers)
		var wg sync.WaitGroup
		for i := range callers {
			changes[i] = submission("owner", fmt.Sprint("key", i))
			wg.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				wg.Go(cancel) // while it is on its way
				outcomes[i] = s.Commit(ctx, changes[i])
			})
		}
		wg.Wait()
		// Whatever was still being written is before this in the queue.
		must(t, s.Commit(t.Context(), submission("owner", "last")))
		for i, c := range changes {
			_, err := s.Case(t.Context(), c.InsertCases[0].ID)
			there := err == nil
			events, err := s.EventsOfRoot(t.Context(), c.InsertCases[0].ID)
			must(t, err)
			_, err = s.Receipt(t.Context(), "owner", c.Receipt.Key)
			if (len(events) == 2) != there || (err == nil) != there || len(events) == 1 {
				t.Errorf("%d is half written: case %v, %d events, receipt %v", i, there, len(events), err)
			}
			if outcomes[i] == nil && !there {
				t.Errorf("%d was acknowledged and is not there", i)
			}
			if outcomes[i] != nil && !errors.Is(outcomes[i], context.Canceled) {
				t.Errorf("%d: %v", i, outcomes[i])
			}
		}
	})
}

func TestImportWritesManyChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var list []*engine.Change
		for i := range 2500 {
			list = append(list, submission("owner", fmt.Sprint("key", i)))
		}
		kase := list[0].InsertCases[0]
		kase.State = "done"
		list = append(list, &engine.Change{UpdateCases: []engine.Case{kase}, CloseTasks: []engine.TaskClose{{Case: kase.ID, At: day}}})
		must(t, s.Import(ctx, list))
		counts, err := s.CountCases(ctx, engine.CaseFilter{})
		must(t, err)
		same(t, "cases", counts, map[workflows.Light]int{workflows.Green: 2500})
		same(t, "events", len(log(t, s, 5000)), 5000)
		same(t, "changed", got[engine.Case](t)(s.Case(ctx, kase.ID)).State, "done")
		bad := []*engine.Change{submission("owner", "new"), submission("owner", "key7")}
		if err := s.Import(ctx, bad); err == nil {
			t.Error("a known key was imported")
		}
		if _, err := s.Receipt(ctx, "owner", "new"); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("half an import: %v", err)
		}
	})
}

func TestAClosedStoreRefuses(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url})
		must(t, s.Commit(t.Context(), submission("owner", "k")))
		must(t, s.Close())
		must(t, s.Close())
		if err := s.Commit(t.Context(), submission("owner", "l")); err == nil {
			t.Error("a closed store took a change")
		}
		again := mustOpen(t, store.Options{URL: url})
		got[engine.StoredReceipt](t)(again.Receipt(t.Context(), "owner", "k"))
	})
}

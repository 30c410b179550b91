package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// workKey is the order of a worklist: by when, then by number or task.
type workKey struct {
	due   time.Time
	key   string
	light workflows.Light
	kase  string
	task  string
}

func TestAWorklistHoldsWhatWaitsForADepartmentWhosesoeverTheCaseIs(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		const seed = 20261126
		r := rand.New(rand.NewPCG(seed, 1))
		cases, steps := town(r, 200)
		pick := func(list ...string) string { return list[r.IntN(len(list))] }
		tasks := map[string][]engine.Task{}
		for i, c := range cases {
			if who := pick("", "", "li", "zhao", "sun"); who != "" && c.Status == engine.CaseRunning && steps[c.ID] != nil {
				c.Holder = &engine.Holder{Account: who, Name: who}
				if r.IntN(4) == 0 {
					c.Holder.Deputy = &engine.Deputy{Account: pick("li", "sun"), Name: "x"}
				}
				cases[i] = c
			}
			change := &engine.Change{InsertCases: []engine.Case{c}}
			if d := steps[c.ID]; d != nil {
				change.OpenTasks = []engine.Task{{ID: newID(), Kind: engine.TaskStep, Case: c.ID, Department: c.Department, Roles: d, Opened: day}}
			}
			for range r.IntN(3) {
				task := engine.Task{ID: newID(), Kind: engine.TaskKind(pick("sign", "opinion")), Case: c.ID, Root: c.Root, Department: pick("market", "fire", "health"),
					Roles: [][]string{{"clerk"}, {"reviewer", "approver"}, {"审批人"}}[r.IntN(3)], Opened: day, Light: workflows.Light(pick("green", "yellow", "red", "none"))}
				if r.IntN(4) > 0 {
					task.Due = at(100 + r.IntN(10))
				}
				change.OpenTasks = append(change.OpenTasks, task)
				tasks[c.ID] = append(tasks[c.ID], task)
			}
			must(t, s.Import(ctx, []*engine.Change{change}))
		}
		// Some are answered, some get another light, as sweeps and decisions do.
		for _, c := range cases {
			for i := range tasks[c.ID] {
				task := &tasks[c.ID][i]
				switch r.IntN(4) {
				case 0:
					task.Closed = at(3)
					must(t, s.Commit(ctx, &engine.Change{CloseTasks: []engine.TaskClose{{Case: c.ID, Task: task.ID, By: "ann", At: task.Closed}}}))
				case 1:
					task.Light, task.Due = workflows.Red, at(90)
					must(t, s.Commit(ctx, &engine.Change{TaskLights: []engine.TaskLight{{Case: c.ID, Task: task.ID, Due: task.Due, Light: task.Light}}}))
				}
			}
		}
		maybe := func(list ...string) string {
			if r.IntN(3) > 0 {
				return ""
			}
			return pick(list...)
		}
		some := func(least int, list ...string) (out []string) {
			for len(out) < least {
				for _, s := range list {
					if r.IntN(2) == 0 {
						out = append(out, s)
					}
				}
			}
			return out
		}
		for range 150 {
			f := engine.CaseFilter{Departments: some(r.IntN(2), "market", "fire", "health", "market", "none"), Theme: maybe("restaurant", "shop"), Matter: maybe("food", "fire"),
				Applicant: maybe("ann", "bob"), Status: engine.CaseStatus(maybe("running", "asking", "ended")), RootsOnly: r.IntN(4) == 0,
				OpenTaskFor: some(1, "clerk", "reviewer", "approver", "审批人", "nobody"), Query: maybe("饭店", "tea", "100%", "_", "N0042", " 王五 ", "?", "'")}
			for _, l := range some(0, "yellow", "red", "green") {
				f.Lights = append(f.Lights, workflows.Light(l))
			}
			var want []workKey
			f.Held, f.Me, f.Elsewhere = engine.Holding(maybe("mine", "unclaimed", "others")), pick("", "li", "zhao"), r.IntN(2) == 0
			counts := engine.WorkCount{}
			roles := func(list []string) bool {
				return slices.ContainsFunc(f.OpenTaskFor, func(r string) bool { return slices.Contains(list, r) })
			}
			lights := f.Lights
			plain := f
			plain.Lights, plain.OpenTaskFor = nil, nil
			for _, c := range cases {
				add := func(holder, department string, k workKey) {
					ok := c
					ok.Department = department // the task's, not the case's
					if !passes(plain, ok, nil) {
						return
					}
					in := engine.HeldByOthers
					switch holder {
					case "":
						in = engine.HeldByNobody
					case f.Me:
						in = engine.HeldByMe
					}
					if counts[in] == nil {
						counts[in] = map[workflows.Light]int{}
					}
					counts[in][k.light]++
					if (f.Held == "" || f.Held == in) && (len(lights) == 0 || slices.Contains(lights, k.light)) {
						want = append(want, k)
					}
				}
				if c.HeldBy() != "" && c.HeldBy() == f.Me && f.Elsewhere && len(f.Departments) > 0 && !slices.Contains(f.Departments, c.Department) {
					// Handed to the reader by another department.
					elsewhere := plain
					plain.Departments = nil
					add(c.HeldBy(), c.Department, workKey{c.Due, c.Number, c.Light, c.ID, ""})
					plain = elsewhere
				}
				if roles(steps[c.ID]) {
					add(c.HeldBy(), c.Department, workKey{c.Due, c.Number, c.Light, c.ID, ""})
				}
				for _, task := range tasks[c.ID] {
					if task.Closed.IsZero() && roles(task.Roles) {
						add("", task.Department, workKey{task.Due, task.ID, task.Light, c.ID, task.ID})
					}
				}
			}
			slices.SortFunc(want, func(a, b workKey) int {
				late := func(k workKey) int {
					if k.due.IsZero() {
						return 1
					}
					return 0
				}
				return cmp.Or(cmp.Compare(late(a), late(b)), a.due.Compare(b.due), cmp.Compare(a.key, b.key))
			})
			list := turned(t, fmt.Sprintf("%+v", f), 1+r.IntN(40), func(p engine.Page) ([]engine.WorkItem, string, error) { return s.Worklist(ctx, f, p) })
			if !slices.EqualFunc(list, want, func(a engine.WorkItem, b workKey) bool {
				return a.Case.ID == b.kase && a.Task == b.task && a.Light == b.light && a.Due.Equal(b.due)
			}) {
				t.Fatalf("%+v\ngot  %d rows\nwant %d", f, len(list), len(want))
			}
			same(t, fmt.Sprintf("counts of %+v", f), got[engine.WorkCount](t)(s.CountWorklist(ctx, f)), counts)
		}
		var bad metamodel.Problems
		if _, _, err := s.Worklist(ctx, engine.CaseFilter{OpenTaskFor: []string{"clerk"}}, engine.Page{Cursor: "x"}); !errors.As(err, &bad) {
			t.Errorf("a forged cursor: %v", err)
		}
	})
}

// A step and what hangs on it are closed apart, and a task is closed once.
func TestSeveralTasksOfACaseAreOpenAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		kase := engine.Case{ID: "c", Number: "N1", Root: "c", Department: "market", Status: engine.CaseRunning, Revision: 1}
		step := engine.Task{ID: "t1", Kind: engine.TaskStep, Case: "c", Root: "c", Department: "market", Roles: []string{"clerk"}, State: "s", Opened: day}
		sign := engine.Task{ID: "t2", Kind: engine.TaskSign, Case: "c", Root: "c", Department: "fire", Roles: []string{"approver"}, State: "s", Opened: day, Note: "x"}
		kase.Tasks = []engine.Task{sign}
		must(t, s.Commit(ctx, &engine.Change{InsertCases: []engine.Case{kase}, OpenTasks: []engine.Task{step, sign}}))
		same(t, "the case", got[engine.Case](t)(s.Case(ctx, "c")).Tasks, kase.Tasks)
		same(t, "the step's task", got[engine.Task](t)(s.OpenTask(ctx, "c")), step)
		fire := engine.CaseFilter{Departments: []string{"fire"}, OpenTaskFor: []string{"approver"}}
		market := engine.CaseFilter{Departments: []string{"market"}, OpenTaskFor: []string{"clerk"}}
		count := func(f engine.CaseFilter) int {
			list, _, err := s.Worklist(ctx, f, engine.Page{})
			must(t, err)
			return len(list)
		}
		if count(fire) != 1 || count(market) != 1 {
			t.Fatalf("worklists of %d and %d", count(fire), count(market))
		}
		closing := func() error {
			return s.Commit(ctx, &engine.Change{CloseTasks: []engine.TaskClose{{Case: "c", Task: "t2", By: "ann", At: at(1)}}})
		}
		must(t, closing())
		if err := closing(); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("closed twice: %v", err)
		}
		if err := s.Commit(ctx, &engine.Change{TaskLights: []engine.TaskLight{{Case: "c", Task: "t2", Light: workflows.Red}}}); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("a light of a closed task: %v", err)
		}
		if count(fire) != 0 || count(market) != 1 {
			t.Fatalf("then worklists of %d and %d", count(fire), count(market))
		}
		sign.ID = "t3"
		must(t, s.Commit(ctx, &engine.Change{OpenTasks: []engine.Task{sign}}))
		must(t, s.Commit(ctx, &engine.Change{CloseTasks: []engine.TaskClose{{Case: "c", By: "ann", At: at(1)}}}))
		if count(fire) != 1 || count(market) != 0 {
			t.Fatalf("without the step's task worklists of %d and %d", count(fire), count(market))
		}
	})
}

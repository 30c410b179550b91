package store_test

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// town is a small set of cases of every kind, with the open tasks they have.
func town(r *rand.Rand, n int) (cases []engine.Case, roles map[string][]string) {
	roles = map[string][]string{}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	desks := [][]string{{"clerk"}, {"reviewer"}, {"clerk", "reviewer"}, {"approver"}, {"审批人"}, nil}
	for i := range n {
		c := engine.Case{ID: fmt.Sprintf("c%04d", i), Number: fmt.Sprintf("N%04d", r.IntN(9)*1000+i), Theme: pick("", "restaurant", "shop"), Matter: pick("", "food", "fire"),
			Department: pick("market", "fire", "health"), Applicant: pick("ann", "bob"), Title: pick("张三饭店", "李四 100% Tea_House", "王五", "back\\slash"),
			Status: engine.CaseStatus(pick("running", "asking", "ended", "waiting")), Light: workflows.Light(pick("green", "yellow", "red", "paused", "none")),
			Submitted: at(r.IntN(20)), Revision: 1}
		if r.IntN(4) > 0 {
			c.Due = at(100 + r.IntN(10))
		}
		c.Root = c.ID
		if i > 0 && r.IntN(3) == 0 {
			c.Root = fmt.Sprintf("c%04d", r.IntN(i))
		}
		cases = append(cases, c)
		if d := desks[r.IntN(len(desks))]; d != nil {
			roles[c.ID] = d
		}
	}
	return cases, roles
}

// passes says in plain Go what a filter means.
func passes(f engine.CaseFilter, c engine.Case, open []string) bool {
	in := func(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }
	is := func(want, s string) bool { return want == "" || want == s }
	query := strings.ToLower(strings.TrimSpace(f.Query))
	return is(f.Applicant, c.Applicant) && in(f.Departments, c.Department) && is(f.Theme, c.Theme) && is(f.Matter, c.Matter) && is(string(f.Status), string(c.Status)) &&
		(len(f.Lights) == 0 || slices.Contains(f.Lights, c.Light)) && (!f.RootsOnly || c.IsRoot()) &&
		(query == "" || strings.EqualFold(c.Number, query) || strings.Contains(strings.ToLower(c.Title), query)) &&
		(len(f.OpenTaskFor) == 0 || slices.ContainsFunc(f.OpenTaskFor, func(r string) bool { return slices.Contains(open, r) }))
}

func TestListsHoldWhatTheirFilterSaysInOrderOnAnyPageSize(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		const seed = 20261123
		r := rand.New(rand.NewPCG(seed, 1))
		cases, roles := town(r, 300)
		arrived := map[string]int{}
		for i, c := range cases {
			arrived[c.ID] = i
			change := &engine.Change{InsertCases: []engine.Case{c}}
			if d := roles[c.ID]; d != nil {
				change.OpenTasks = []engine.Task{{ID: newID(), Case: c.ID, Department: c.Department, Roles: d, Opened: day}}
			}
			must(t, s.Import(ctx, []*engine.Change{change}))
		}
		maybe := func(list ...string) string {
			if r.IntN(3) > 0 {
				return ""
			}
			return list[r.IntN(len(list))]
		}
		some := func(list ...string) (out []string) {
			for _, s := range list {
				if r.IntN(2) == 0 {
					out = append(out, s)
				}
			}
			if r.IntN(2) == 0 {
				return nil
			}
			return out
		}
		for range 250 {
			f := engine.CaseFilter{Applicant: maybe("ann", "bob", "nobody"), Departments: some("market", "fire", "health", "market", "none"), Theme: maybe("restaurant", "shop"),
				Matter: maybe("food", "fire"), Status: engine.CaseStatus(maybe("running", "asking", "ended")), RootsOnly: r.IntN(4) == 0, ByDue: r.IntN(2) == 0,
				OpenTaskFor: some("clerk", "reviewer", "approver", "审批人", "nobody"), Query: maybe("饭店", "tea", "100%", "_", "%", "\\", "N0042", " 王五 ", "?", "'")}
			for _, l := range some("yellow", "red", "green") {
				f.Lights = append(f.Lights, workflows.Light(l))
			}
			var want []engine.Case
			counts := map[workflows.Light]int{}
			for _, c := range cases {
				if passes(f, c, roles[c.ID]) {
					want = append(want, c)
					counts[c.Light]++
				}
			}
			slices.SortFunc(want, func(a, b engine.Case) int {
				if f.ByDue {
					switch {
					case a.Due.IsZero() != b.Due.IsZero():
						if a.Due.IsZero() {
							return 1
						}
						return -1
					case !a.Due.Equal(b.Due):
						return a.Due.Compare(b.Due)
					}
					return cmp.Compare(a.Number, b.Number)
				}
				return cmp.Or(b.Submitted.Compare(a.Submitted), cmp.Compare(arrived[b.ID], arrived[a.ID]))
			})
			list := turned(t, fmt.Sprintf("%+v", f), 1+r.IntN(40), func(p engine.Page) ([]engine.Case, string, error) { return s.Cases(ctx, f, p) })
			if len(list) != len(want) || !slices.EqualFunc(list, want, func(a, b engine.Case) bool { return a.ID == b.ID }) {
				t.Fatalf("%+v\ngot  %s\nwant %s", f, ids(list), ids(want))
			}
			same(t, fmt.Sprintf("counts of %+v", f), got[map[workflows.Light]int](t)(s.CountCases(ctx, f)), counts)
		}
	})
}

func ids(list []engine.Case) (out []string) {
	for _, c := range list {
		out = append(out, c.ID)
	}
	return out
}

func TestManyDepartmentsAndDesksStayCorrect(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var list []*engine.Change
		var departments []string
		for i := range 200 {
			id, d := fmt.Sprint("c", i), fmt.Sprint("d", i)
			departments = append(departments, d)
			list = append(list, &engine.Change{InsertCases: []engine.Case{{ID: id, Number: fmt.Sprintf("%03d", i), Root: id, Department: d, Due: at(1000 - i)}},
				OpenTasks: []engine.Task{{ID: id, Case: id, Roles: []string{"clerk", fmt.Sprint("r", i)}}}})
		}
		must(t, s.Import(ctx, list))
		for _, f := range []engine.CaseFilter{{Departments: departments, OpenTaskFor: []string{"clerk"}, ByDue: true}, {Departments: departments, ByDue: true}, {OpenTaskFor: []string{"clerk"}, ByDue: true}} {
			page, next, err := s.Cases(ctx, f, engine.Page{Limit: 3})
			must(t, err)
			same(t, "first", ids(page), []string{"c199", "c198", "c197"})
			page, _, err = s.Cases(ctx, f, engine.Page{Limit: 2, Cursor: next})
			must(t, err)
			same(t, "second", ids(page), []string{"c196", "c195"})
			same(t, "count", got[map[workflows.Light]int](t)(s.CountCases(ctx, f))[""], 200)
		}
	})
}

func TestForgedCursorsAreTheCallersProblem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i := range 3 {
			must(t, s.Commit(ctx, submission("owner", fmt.Sprint(i))))
		}
		_, good, err := s.Cases(ctx, engine.CaseFilter{}, engine.Page{Limit: 1})
		must(t, err)
		_, other, err := s.Cases(ctx, engine.CaseFilter{ByDue: true}, engine.Page{Limit: 1})
		must(t, err)
		enc := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
		for _, cursor := range []string{"x", "!", other, good + "A", good[1:], enc(`[]`), enc(`["n"]`), enc(`["n","1"]`), enc(`["n","1","x"]`), enc(`["n","1","2","3"]`),
			enc(`["n",1,2]`), enc(`["n","99999999999999999999","1"]`), enc(`["n","1","1; DROP TABLE cases"]`), enc(`{"n":1}`), enc(strings.Repeat("[", 5000)), strings.Repeat("A", 100000), "\x00"} {
			_, _, err := s.Cases(ctx, engine.CaseFilter{}, engine.Page{Cursor: cursor})
			var problems metamodel.Problems
			if !errors.As(err, &problems) || problems[0].Code != "cursor.invalid" || problems[0].In("zh") == "" {
				t.Errorf("%.40q: %v", cursor, err)
			}
		}
		if _, _, err := s.Cases(ctx, engine.CaseFilter{ByDue: true}, engine.Page{Cursor: enc(`["u","1","a\u0000"]`)}); err == nil {
			t.Error("NUL in a cursor")
		}
		for name, list := range map[string]func(engine.Page) error{
			"drafts": func(p engine.Page) error { _, _, err := s.DraftsOf(ctx, "o", p); return err },
			"filings": func(p engine.Page) error {
				_, _, err := s.Filings(ctx, engine.ActivityFilter{CaseFilter: engine.CaseFilter{Applicant: "owner"}, Events: []engine.EventType{engine.EventMoved}}, p)
				return err
			},
			"accounts":   func(p engine.Page) error { _, _, err := s.ListAccounts(ctx, p); return err },
			"deliveries": func(p engine.Page) error { _, _, err := s.Deliveries(ctx, "w", p); return err },
		} {
			var problems metamodel.Problems
			if err := list(engine.Page{Cursor: good}); !errors.As(err, &problems) {
				t.Errorf("%s took a cursor of cases: %v", name, err)
			}
		}
		for _, limit := range []int{-1, 0, 201, 1 << 40} {
			list, next, err := s.Cases(ctx, engine.CaseFilter{}, engine.Page{Limit: limit})
			must(t, err)
			if len(list) != 3 || next != "" {
				t.Errorf("limit %d: %d cases, next %q", limit, len(list), next)
			}
		}
	})
}

func TestAListGoesOnWhereItWasWhileCasesComeIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		put := func(id string, min int) {
			must(t, s.Commit(ctx, &engine.Change{InsertCases: []engine.Case{{ID: id, Number: id, Root: id, Submitted: at(min)}}}))
		}
		put("a", 1)
		put("b", 2)
		put("c", 3)
		first, next, err := s.Cases(ctx, engine.CaseFilter{}, engine.Page{Limit: 2})
		must(t, err)
		put("d", 4)
		second, _, err := s.Cases(ctx, engine.CaseFilter{}, engine.Page{Limit: 2, Cursor: next})
		must(t, err)
		same(t, "both pages", append(ids(first), ids(second)...), []string{"c", "b", "a"})
	})
}

func TestDraftsAreListedAsTheyWereSavedUntilSubmitted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i := range 5 {
			must(t, s.Commit(ctx, &engine.Change{InsertDrafts: []engine.Draft{{ID: fmt.Sprint(i), Owner: "o", Created: at(i), Updated: at(9 - i/2)}, {ID: fmt.Sprint("x", i), Owner: "other"}}}))
		}
		must(t, s.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{{ID: "2", Owner: "o", Revision: 1, Submitted: "case"}}}))
		var list []string
		p := engine.Page{Limit: 2}
		for {
			part, next, err := s.DraftsOf(ctx, "o", p)
			must(t, err)
			for _, d := range part {
				list = append(list, d.ID)
			}
			if p.Cursor = next; next == "" {
				break
			}
		}
		same(t, "drafts", list, []string{"1", "0", "3", "4"})
	})
}

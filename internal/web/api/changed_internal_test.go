package api

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// A case may have gone over to another release since: what its form does not have
// any more is told by its path.
func TestChangesAreNamedByThePresentForm(t *testing.T) {
	t.Parallel()
	m := builtinRelease(t, "open-a-restaurant").Matter("M02")
	for _, x := range []struct {
		told engine.ChangeTold
		want string
	}{
		{engine.ChangeTold{Path: "applicant/DE00304"}, "外卖平台名称"},
		{engine.ChangeTold{Path: "employee/7/DE00014"}, "从业人员 8 工种"}, // a row that is not there any more
		{engine.ChangeTold{Path: "employee"}, "从业人员"},
		{engine.ChangeTold{Path: "gone/3/DE1"}, "gone/3/DE1"},
		{engine.ChangeTold{Path: "employee/7/GONE"}, "从业人员 8 employee/7/GONE"},
		{engine.ChangeTold{Material: "MT10"}, "经营场所布局流程平面图"},
		{engine.ChangeTold{Material: "GONE"}, "GONE"},
	} {
		named := changesTold([]engine.ChangeTold{x.told}, m)[0]
		line := named.Label.In("zh")
		for _, r := range named.Rows {
			line = fmt.Sprint(r.Label.In("zh"), " ", r.Index+1, " ", line)
		}
		if line != x.want {
			t.Errorf("%+v is named %q", x.told, line)
		}
	}
}

// An answer is marked by the last correction that changed it. A repeat that has other
// rows since is marked once, and its rows by what was changed then and later.
func TestAnAnswerIsMarkedByTheLastChange(t *testing.T) {
	t.Parallel()
	first, later := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	v := &engine.CaseView{Case: engine.Case{ID: "C"}, History: []engine.Event{
		{Case: "C", At: first, Data: engine.EventData{Changes: []engine.ChangeTold{{Path: "a/x", Unasked: true}, {Path: "list/1/a"}}}},
		{Case: "C", At: later, Data: engine.EventData{Changes: []engine.ChangeTold{{Path: "a/x"}, {Path: "a/z", Unasked: true, Follows: true}, {Path: "list/0/a"}, {Path: "list", Unasked: true}}}},
		{Case: "D", At: later, Data: engine.EventData{Changes: []engine.ChangeTold{{Path: "a/y"}}}},
	}}
	row := func(i string) []AnswerRow { return []AnswerRow{{Path: "list/" + i, Label: metamodel.ZhEn("", "")}} }
	answers := []Answer{{Path: "a/x"}, {Path: "a/y"}, {Path: "a/z"}, {Path: "list/0/a", Rows: row("0")}, {Path: "list/0/b", Rows: row("0")}, {Path: "list/1/a", Rows: row("1")}}
	tellChanged(answers, v)
	var marks []string
	for _, a := range answers {
		mark := ""
		if a.Changed != nil {
			if mark = a.Changed.At.Format("02"); a.Changed.Unasked {
				mark += " unasked"
			}
			if a.Changed.Follows {
				mark += " follows"
			}
			if a.Changed.Rows {
				mark += " rows"
			}
		}
		marks = append(marks, mark)
	}
	if want := []string{"10", "", "10 unasked follows", "10", "10 unasked rows", ""}; !slices.Equal(marks, want) {
		t.Errorf("marked %q", marks)
	}
}

package api

import (
	"context"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// WorkItem is a row of a worklist: a case, with the light and the due time of
// what is wanted of the caller.
type WorkItem struct {
	CaseHead
	Holder *Holder `json:"holder,omitempty" description:"Who has the step in hand; absent when whoever has the role acts"`
	Wanted *Wanted `json:"wanted,omitempty" description:"What the caller's department was asked for beside the step; absent for the work of the step"`
}

// Wanted is what somebody is asked for.
type Wanted struct {
	Task       string          `json:"task"`
	Kind       engine.TaskKind `json:"kind" enum:"sign,opinion,visit"`
	Department Named           `json:"department" description:"Whose answer is wanted"`
	Question   string          `json:"question,omitempty"`
	Opened     time.Time       `json:"opened"`
	About      metamodel.Text  `json:"about,omitempty" description:"Of a visit: the joint inspection that is to be arranged, or held"`
	At         *time.Time      `json:"at,omitempty" description:"Of a visit: its date, once there is one"`
}

// workItems puts the rows of a worklist into words.
func (a *API) workItems(ctx context.Context, actor engine.Actor, list []engine.WorkItem) ([]WorkItem, error) {
	cases := make([]engine.Case, len(list))
	for i := range list {
		cases[i] = list[i].Case
	}
	heads, err := a.heads(ctx, cases)
	if err != nil {
		return nil, err
	}
	out := make([]WorkItem, len(list))
	for i := range list {
		row := &list[i]
		out[i] = WorkItem{CaseHead: heads[i]}
		out[i].Light, out[i].Due = row.Light, when(row.Due)
		if out[i].Light == "" {
			out[i].Light = workflows.None
		}
		if row.Task == "" {
			out[i].Holder = holderOf(&row.Case, actor)
			continue
		}
		rel, err := a.o.Catalog.Release(ctx, row.Case.Release)
		if err != nil {
			return nil, err
		}
		for _, t := range row.Case.Tasks {
			if t.ID == row.Task {
				out[i].Wanted = &Wanted{Task: t.ID, Kind: t.Kind, Department: Named{t.Department, rel.DepartmentName(t.Department)}, Question: t.Question, Opened: t.Opened}
				if v, ok := row.Case.Visit(t.Visit); ok {
					out[i].Wanted.About, out[i].Wanted.At = v.Name, when(v.At)
				}
			}
		}
	}
	return out, nil
}

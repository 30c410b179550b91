package api

import (
	"strconv"
	"time"

	"github.com/onematter/onematter/catalog"
)

// HistoryLine is one line of a pack's history.
type HistoryLine struct {
	Seq     int64            `json:"seq"`
	Pack    string           `json:"pack"`
	Draft   string           `json:"draft,omitempty"`
	Version string           `json:"version"`
	Step    catalog.StepKind `json:"step" enum:"create,save,submit,return,approve,publish,discard,import,promote,retire"`
	By      Person           `json:"by"`
	At      time.Time        `json:"at"`
	Comment string           `json:"comment,omitempty"`
	From    string           `json:"from,omitempty"`
	To      string           `json:"to,omitempty"`
}

// HistoryIn pages backwards through a history.
type HistoryIn struct {
	packIn
	Before int `query:"before" validate:"min=0" description:"seq of the last line seen; from the newest without"`
	Limit  int `query:"limit" validate:"min=0,max=200" description:"Lines at most; 0 or absent: 50"`
}

func (a *API) packHistory(c *call[HistoryIn]) (*List[HistoryLine], error) {
	ctx := c.Request().Context()
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	lines, err := a.o.Catalog.History(ctx, c.In.Name, int64(c.In.Before), limit+1)
	if err != nil {
		return nil, err
	}
	out := &List[HistoryLine]{Items: []HistoryLine{}}
	if len(lines) > limit {
		lines = lines[:limit]
		out.Next = strconv.FormatInt(lines[limit-1].Seq, 10)
	}
	var ids []string
	for _, l := range lines {
		ids = append(ids, l.Who)
	}
	person, err := a.named(ctx, c.Actor, ids...)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		out.Items = append(out.Items, HistoryLine{Seq: l.Seq, Pack: l.Pack, Draft: l.Draft, Version: l.Version, Step: l.Step, By: person(l.Who), At: l.At,
			Comment: l.Comment, From: l.From, To: l.To})
	}
	return out, nil
}

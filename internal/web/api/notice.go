package api

import (
	"time"

	"github.com/onematter/onematter/engine"
)

// ResultNotice is how far the result notice of a filing is.
type ResultNotice struct {
	Sent  []NoticeSent `json:"sent" description:"What the applicant was told, and when"`
	By    *time.Time   `json:"by,omitempty" description:"When the next one goes out at the latest; absent while nothing waits to be told"`
	Done  int          `json:"done" description:"Matters that are decided; to the applicant, that they know to be over"`
	Of    int          `json:"of" description:"Matters of the filing"`
	Waits bool         `json:"waits,omitempty" description:"Of a matter's case: it is decided, and the applicant is not told yet"`
}

// NoticeSent is one notice.
type NoticeSent struct {
	At      time.Time `json:"at"`
	Matters []Named   `json:"matters"`
}

func noticeOut(v *engine.CaseView) *ResultNotice {
	n := v.Notice
	if n == nil {
		return nil
	}
	out := &ResultNotice{Sent: []NoticeSent{}, By: when(n.By), Done: n.Done, Of: n.Of, Waits: n.Waits}
	for _, sent := range n.Sent {
		one := NoticeSent{At: sent.At, Matters: []Named{}}
		for _, id := range sent.Matters {
			named := Named{ID: id}
			if m := v.Release.MatterDef(id); m != nil {
				named.Name = m.Name
			}
			one.Matters = append(one.Matters, named)
		}
		out.Sent = append(out.Sent, one)
	}
	return out
}

package api

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Event is one row of the append-only log.
type Event struct {
	ID    string           `json:"id"`
	Type  engine.EventType `json:"type"`
	At    time.Time        `json:"at"`
	Case  string           `json:"case"`
	Root  string           `json:"root"`
	Actor string           `json:"actor,omitempty"`
	Role  string           `json:"role,omitempty"`
	Data  engine.EventData `json:"data"`
}

// EventsIn reads on from a cursor; without one, from the beginning.
type EventsIn struct {
	After string `query:"after" validate:"max=64" description:"next of the last answer; from the beginning without"`
	Limit int    `query:"limit" validate:"min=0,max=1000" description:"Events at most; 0 or absent: 200"`
}

// Events is a part of the log. Next is always there: ask again later with it.
type Events struct {
	Items []Event `json:"items"`
	Next  string  `json:"next"`
}

func (a *API) eventRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/events", id: "listEvents", tag: "events", summary: "The event log in order, for machines that follow it"}, a.events)
}

func (a *API) events(c *call[EventsIn]) (*Events, error) {
	at, err := decodePosition(c.In.After)
	if err != nil {
		return nil, err
	}
	limit := c.In.Limit
	if limit == 0 {
		limit = 200
	}
	log, err := a.o.Engine.Log(c.Request().Context(), c.Actor, at, limit)
	if err != nil {
		return nil, err
	}
	out := &Events{Items: []Event{}}
	for _, e := range log {
		at = e.Position
		out.Items = append(out.Items, eventOf(e))
	}
	out.Next = encodePosition(at)
	return out, nil
}

func eventOf(e engine.Event) Event {
	return Event{ID: e.ID, Type: e.Type, At: e.At, Case: e.Case, Root: e.Root, Actor: e.Actor, Role: e.Role, Data: e.Data}
}

func encodePosition(p engine.Position) string {
	b := binary.BigEndian.AppendUint64(nil, p.Tx)
	b = binary.BigEndian.AppendUint64(b, uint64(p.Seq))
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodePosition(s string) (engine.Position, error) {
	if s == "" {
		return engine.Position{}, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != 16 || b[8] > 0x7f {
		return engine.Position{}, kindCursor.At("after")
	}
	return engine.Position{Tx: binary.BigEndian.Uint64(b), Seq: int64(binary.BigEndian.Uint64(b[8:]))}, nil
}

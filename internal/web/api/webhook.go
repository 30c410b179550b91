package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Webhook wants events at an address. Each delivery is a POST of an Event with
// the headers Webhook-Id, Webhook-Timestamp and Webhook-Signature
// (v1,base64(HMAC-SHA256(secret, id.timestamp.body)), as Standard Webhooks).
type Webhook struct {
	ID      string             `json:"id"`
	URL     string             `json:"url"`
	Types   []engine.EventType `json:"types" description:"None: every event"`
	Enabled bool               `json:"enabled"`
	Created time.Time          `json:"created"`
	Secret  string             `json:"secret,omitempty" description:"Only in the answer to creation"`
}

// NewWebhook subscribes an address.
type NewWebhook struct {
	URL   string             `json:"url" validate:"required,max=2000"`
	Types []engine.EventType `json:"types,omitempty" validate:"max=20,dive,max=64" description:"None: every event"`
}

// ChangeWebhook switches a webhook on or off.
type ChangeWebhook struct {
	ID      string `path:"id" json:"-" description:"Its id, as lists give it"`
	Enabled *bool  `json:"enabled" validate:"required"`
}

// Delivery is one event on its way to a webhook.
type Delivery struct {
	ID       string     `json:"id"`
	Event    string     `json:"event"`
	Attempts int        `json:"attempts"`
	Status   int        `json:"status,omitempty" description:"HTTP status of the last attempt"`
	Error    string     `json:"error,omitempty"`
	Next     *time.Time `json:"next,omitempty" description:"When it is tried again"`
	Done     *time.Time `json:"done,omitempty"`
	Created  time.Time  `json:"created"`
}

// DeliveriesIn pages through the deliveries of a webhook.
type DeliveriesIn struct {
	PageIn
	ID string `path:"id" description:"Its id, as lists give it"`
}

// ReplayIn sends the log again from a cursor of /events; from the beginning without one.
type ReplayIn struct {
	ID    string `path:"id" json:"-" description:"Its id, as lists give it"`
	After string `json:"after,omitempty" validate:"max=64"`
}

// Replayed says how many deliveries were put on their way.
type Replayed struct {
	Deliveries int `json:"deliveries"`
}

func (a *API) webhookRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/webhooks", id: "listWebhooks", tag: "webhooks", summary: "Every webhook"}, a.listWebhooks)
	route(a, r, row{method: http.MethodPost, path: "/webhooks", id: "createWebhook", tag: "webhooks", summary: "Subscribe an address to events; the same key again gives the webhook it made", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.createWebhook)
	route(a, r, row{method: http.MethodPatch, path: "/webhooks/:id", id: "changeWebhook", tag: "webhooks", summary: "Switch a webhook on or off; what happens while it is off is not kept for it, replay sends it"}, a.changeWebhook)
	route(a, r, row{method: http.MethodDelete, path: "/webhooks/:id", id: "deleteWebhook", tag: "webhooks", summary: "Unsubscribe", status: http.StatusNoContent}, a.deleteWebhook)
	route(a, r, row{method: http.MethodGet, path: "/webhooks/:id/deliveries", id: "listDeliveries", tag: "webhooks", summary: "Deliveries, newest first"}, a.listDeliveries)
	route(a, r, row{method: http.MethodPost, path: "/deliveries/:id/replay", id: "replayDelivery", tag: "webhooks", summary: "Deliver once more", status: http.StatusNoContent}, a.replay)
	route(a, r, row{method: http.MethodPost, path: "/webhooks/:id/replay", id: "replayEvents", tag: "webhooks", summary: "Send a part of the log again"}, a.replayFrom)
}

func webhookOf(w engine.Webhook) Webhook {
	out := Webhook{ID: w.ID, URL: w.URL, Types: w.Types, Enabled: w.Enabled, Created: w.Created}
	if out.Types == nil {
		out.Types = []engine.EventType{}
	}
	return out
}

func (a *API) listWebhooks(c *call[none]) (*List[Webhook], error) {
	hooks, err := a.o.Engine.Webhooks(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	out := &List[Webhook]{Items: []Webhook{}}
	for _, w := range hooks {
		out.Items = append(out.Items, webhookOf(w))
	}
	return out, nil
}

func (a *API) createWebhook(c *call[NewWebhook]) (*Webhook, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	w, err := a.o.Engine.CreateWebhook(c.Request().Context(), c.Actor, c.In.URL, c.In.Types, k)
	if err != nil {
		return nil, err
	}
	out := webhookOf(w)
	out.Secret = w.Secret
	return &out, nil
}

func (a *API) changeWebhook(c *call[ChangeWebhook]) (*Webhook, error) {
	ctx := c.Request().Context()
	if err := a.o.Engine.EnableWebhook(ctx, c.Actor, c.In.ID, *c.In.Enabled); err != nil {
		return nil, err
	}
	hooks, err := a.o.Engine.Webhooks(ctx, c.Actor)
	if err != nil {
		return nil, err
	}
	for _, w := range hooks {
		if w.ID == c.In.ID {
			out := webhookOf(w)
			return &out, nil
		}
	}
	return nil, engine.ErrNotFound // deleted meanwhile
}

func (a *API) deleteWebhook(c *call[idIn]) (*none, error) {
	return nil, a.o.Engine.DeleteWebhook(c.Request().Context(), c.Actor, c.In.ID)
}

func (a *API) listDeliveries(c *call[DeliveriesIn]) (*List[Delivery], error) {
	all, next, err := a.o.Engine.Deliveries(c.Request().Context(), c.Actor, c.In.ID, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[Delivery]{Items: []Delivery{}, Next: next}
	for _, d := range all {
		out.Items = append(out.Items, Delivery{ID: d.ID, Event: d.Event, Attempts: d.Attempts, Status: d.Status, Error: d.Error,
			Next: when(d.Next), Done: when(d.Done), Created: d.Created})
	}
	return out, nil
}

func (a *API) replay(c *call[idIn]) (*none, error) {
	return nil, a.o.Engine.Redeliver(c.Request().Context(), c.Actor, c.In.ID)
}

func (a *API) replayFrom(c *call[ReplayIn]) (*Replayed, error) {
	at, err := decodePosition(c.In.After)
	if err != nil {
		return nil, err
	}
	n, err := a.o.Engine.Replay(c.Request().Context(), c.Actor, c.In.ID, at)
	if err != nil {
		return nil, err
	}
	return &Replayed{Deliveries: n}, nil
}

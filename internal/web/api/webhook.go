package api

import (
	"net/http"
	"net/url"
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
	Types []engine.EventType `json:"types,omitempty" validate:"max=20,dive,oneof=case.submitted case.started case.moved result.issued case.ended clock.light file.added"`
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
	ID string `path:"id"`
}

// ReplayIn sends the log again from a cursor of /events; from the beginning without one.
type ReplayIn struct {
	ID    string `path:"id" json:"-"`
	After string `json:"after,omitempty" validate:"max=64"`
}

// Replayed says how many deliveries were put on their way.
type Replayed struct {
	Deliveries int `json:"deliveries"`
}

func (a *API) webhookRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/webhooks", id: "listWebhooks", tag: "webhooks", summary: "Every webhook"}, a.listWebhooks)
	route(a, r, row{method: http.MethodPost, path: "/webhooks", id: "createWebhook", tag: "webhooks", summary: "Subscribe an address to events", status: http.StatusCreated}, a.createWebhook)
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
	hooks, err := a.o.Store.ListWebhooks(c.Request().Context())
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
	u, err := url.Parse(c.In.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return nil, kindAddress.At("url")
	}
	w, err := a.o.Engine.CreateWebhook(c.Request().Context(), c.Actor, c.In.URL, c.In.Types)
	if err != nil {
		return nil, err
	}
	out := webhookOf(w)
	out.Secret = w.Secret
	return &out, nil
}

func (a *API) deleteWebhook(c *call[draftID]) (*none, error) {
	ctx := c.Request().Context()
	if _, err := a.o.Store.Webhook(ctx, c.In.ID); err != nil {
		return nil, err
	}
	return nil, a.o.Store.DeleteWebhook(ctx, c.In.ID)
}

func (a *API) listDeliveries(c *call[DeliveriesIn]) (*List[Delivery], error) {
	ctx := c.Request().Context()
	if _, err := a.o.Store.Webhook(ctx, c.In.ID); err != nil {
		return nil, err
	}
	all, next, err := a.o.Store.Deliveries(ctx, c.In.ID, page(c.In.Cursor, c.In.Limit))
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

func (a *API) replay(c *call[draftID]) (*none, error) {
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

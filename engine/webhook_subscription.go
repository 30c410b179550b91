package engine

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// webhookSecretPrefix as in Standard Webhooks: the rest is the key in base64.
const webhookSecretPrefix = "whsec_"

var eventTypes = []EventType{EventSubmitted, EventStarted, EventMoved, EventWithdrawn,
	EventClaimed, EventReleased, EventTransferred, EventDelegated, EventTakenBack,
	EventDeputyNamed, EventDeputyEnded,
	EventVisitJoined, EventVisitLeft, EventVisitAsked, EventVisitArranged, EventVisitMoved, EventVisitCancelled, EventVisitHeld, EventVisitRecorded,
	EventSigned, EventVoided, EventAsked, EventAnswered, EventRevoked, EventLapsed,
	EventIssued, EventEnded, EventNotified, EventLight, EventExtended, EventFileAdded,
	EventMigrated, EventRestored, EventDraftMigrated, EventDraftRestored,
	EventDutyProposed, EventDutyConfirmed, EventDutyReturned, EventDutyReassigned, EventDutyAssigned, EventDutyWithdrawn, EventDutyEnded, EventDutyDemander,
	EventIdentityVerified, EventIdentityRevoked}

func (e *Engine) createWebhook(ctx context.Context, a Actor, address string, types []EventType, key string) (Webhook, error) {
	if !a.Has(RoleAdministrator) {
		return Webhook{}, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return Webhook{}, err
	}
	address, ok := webhookAddress(address, e.o.PlainWebhooks)
	if !ok {
		return Webhook{}, refuse(webhookURL, "url")
	}
	for _, t := range types {
		if !slices.Contains(eventTypes, t) {
			return Webhook{}, refuse(webhookEvent, "types", "type", t)
		}
	}
	now, err := e.now(ctx)
	if err != nil {
		return Webhook{}, err
	}
	w := Webhook{
		ID: idOf("webhook", a.Account, key), Owner: a.Account, URL: address, Types: slices.Compact(slices.Sorted(slices.Values(types))),
		Secret: webhookSecretPrefix + newWebhookKey(), Enabled: true, Created: now,
	}
	err = e.o.Store.SaveWebhook(ctx, w)
	if errors.Is(err, ErrTaken) {
		first, err := e.webhook(ctx, a, w.ID)
		if err == nil && (first.URL != w.URL || !slices.Equal(first.Types, w.Types)) {
			err = refuse(idempotencyMismatch, "")
		}
		return first, err
	}
	if err != nil {
		return Webhook{}, fmt.Errorf("saving a webhook: %w", err)
	}
	w.Revision = 1
	return w, nil
}

// webhookAddress reads what events are to be sent to, as it will be called;
// plain allows http.
func webhookAddress(address string, plain bool) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || len(address) > 2000 || strings.Contains(address, " ") || u.Host == "" || u.User != nil || u.Fragment != "" ||
		u.Scheme != "https" && !(u.Scheme == "http" && plain) {
		return "", false
	}
	return u.String(), true
}

// Webhooks lists the subscriptions, to administrators; their secrets were
// shown once.
func (e *Engine) Webhooks(ctx context.Context, a Actor) ([]Webhook, error) {
	if !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	list, err := e.o.Store.ListWebhooks(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing webhooks: %w", err)
	}
	for i := range list {
		list[i].Secret = ""
	}
	return list, nil
}

// EnableWebhook switches a subscription on or off. What happens meanwhile is
// not kept for it; replay sends it afterwards.
func (e *Engine) EnableWebhook(ctx context.Context, a Actor, id string, on bool) error {
	w, err := e.webhook(ctx, a, id)
	if err != nil {
		return err
	}
	w.Enabled = on
	if err := e.o.Store.SaveWebhook(ctx, w); err != nil {
		return fmt.Errorf("switching a webhook: %w", err)
	}
	return nil
}

// DeleteWebhook ends a subscription.
func (e *Engine) DeleteWebhook(ctx context.Context, a Actor, id string) error {
	if _, err := e.webhook(ctx, a, id); err != nil {
		return err
	}
	if err := e.o.Store.DeleteWebhook(ctx, id); err != nil {
		return fmt.Errorf("deleting a webhook: %w", err)
	}
	return nil
}

// Deliveries lists what was sent to a webhook, newest first.
func (e *Engine) Deliveries(ctx context.Context, a Actor, id string, p Page) ([]Delivery, string, error) {
	if _, err := e.webhook(ctx, a, id); err != nil {
		return nil, "", err
	}
	list, next, err := e.o.Store.Deliveries(ctx, id, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing deliveries: %w", err)
	}
	return list, next, nil
}

func (e *Engine) webhook(ctx context.Context, a Actor, id string) (Webhook, error) {
	if !a.Has(RoleAdministrator) || id == "" {
		return Webhook{}, ErrNotFound
	}
	w, err := e.o.Store.Webhook(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Webhook{}, ErrNotFound
	}
	if err != nil {
		return Webhook{}, fmt.Errorf("reading a webhook: %w", err)
	}
	return w, nil
}

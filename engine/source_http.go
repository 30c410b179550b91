package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/onematter/onematter/metamodel"
)

const (
	sourceTimeout  = 3 * time.Second
	maxSourceReply = 256 << 10
	// A service that failed so often in a row is left alone for a while: those
	// who fill in forms do not wait for it.
	circuitFailures = 3
	circuitPause    = 30 * time.Second
)

// httpSource asks a department's own service: a POST of a SourceRequest, signed
// as webhooks are (Standard Webhooks), answered by a Supply or 404 for nothing.
type httpSource struct {
	id, url, secret string
	client          *http.Client
	circuits        *circuits
	now             func(context.Context) (time.Time, error)
}

var errCircuit = errors.New("the service failed just now and is left alone for a while")

func (h httpSource) Deliver(ctx context.Context, q SourceRequest) (Supply, error) {
	now, err := h.now(ctx)
	if err != nil {
		return Supply{}, err
	}
	if !h.circuits.closed(h.id, now) {
		return Supply{}, errCircuit
	}
	supply, err := h.post(ctx, q, now)
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return supply, err // whoever asked went away: that is not held against the service
	}
	h.circuits.tell(h.id, now, err == nil || errors.Is(err, ErrNoValue))
	return supply, err
}

func (h httpSource) post(ctx context.Context, q SourceRequest, now time.Time) (Supply, error) {
	body, err := encode(q)
	if err != nil {
		return Supply{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, sourceTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return Supply{}, errors.New("the address cannot be asked")
	}
	id, stamp := newID(), strconv.FormatInt(now.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "OneMatter-Sources/1")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", stamp)
	req.Header.Set("Webhook-Signature", SignWebhook(h.secret, id, stamp, body))
	res, err := h.client.Do(req)
	if err != nil {
		var asked *url.Error
		if errors.As(err, &asked) {
			err = asked.Err // without the address, which may hold a token
		}
		return Supply{}, fmt.Errorf("asking the service: %s", shorten(err.Error()))
	}
	defer res.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(res.Body, maxSourceReply+1))
	switch {
	case err != nil:
		return Supply{}, fmt.Errorf("reading the service's answer: %w", err)
	case res.StatusCode == http.StatusNotFound:
		return Supply{}, ErrNoValue
	case res.StatusCode != http.StatusOK:
		return Supply{}, fmt.Errorf("the service answered %d", res.StatusCode)
	case len(reply) > maxSourceReply:
		return Supply{}, errors.New("the service's answer is too large")
	}
	var supply Supply
	if ps := metamodel.Gate(reply, metamodel.AnswerLimits); ps.Failed() {
		return Supply{}, fmt.Errorf("the service's answer: %w", ps)
	}
	if err := json.Unmarshal(reply, &supply); err != nil {
		return Supply{}, errors.New("the service's answer has another shape")
	}
	for id, doc := range supply.Documents {
		if _, _, bad := doc.wrong(); bad || len(doc.Number) > 200 {
			delete(supply.Documents, id)
		}
	}
	return supply, nil
}

// circuits remember which services failed lately. They are this server's own:
// each finds out for itself.
type circuits struct {
	mu   sync.Mutex
	list map[string]circuit
}

type circuit struct {
	failures int
	until    time.Time // left alone before
}

// closed reports whether a service may be asked.
func (c *circuits) closed(id string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !now.Before(c.list[id].until)
}

// tell notes how a service answered.
func (c *circuits) tell(id string, now time.Time, well bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if well {
		delete(c.list, id)
		return
	}
	k := c.list[id]
	if k.failures++; k.failures >= circuitFailures {
		k.until = now.Add(circuitPause)
	}
	if c.list == nil {
		c.list = map[string]circuit{}
	}
	c.list[id] = k
}

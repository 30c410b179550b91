package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	webhookTimeout = 10 * time.Second
	// maxAttempts with backOff reach over a little more than three days.
	maxAttempts = 17
	firstRetry  = 30 * time.Second
	longRetry   = 12 * time.Hour
	maxReply    = 64 << 10
)

// backOff is the time to the next attempt: doubling from half a minute to half
// a day, give or take a fifth so that a receiver that comes back is not met by
// everything at once.
func backOff(attempts int) time.Duration {
	d := longRetry
	if attempts < 12 {
		d = min(firstRetry<<(attempts-1), longRetry)
	}
	return d*4/5 + time.Duration(rand.Int64N(int64(d)*2/5))
}

// WebhookMessage is the body of a delivery: who is told, not what was written.
// Notes and results stay inside; receivers read the case with their own rights.
type WebhookMessage struct {
	Type      EventType   `json:"type"`
	Timestamp time.Time   `json:"timestamp"`
	Data      WebhookData `json:"data"`
}

// WebhookData are an event's facts.
type WebhookData struct {
	ID   string `json:"id"`
	Case string `json:"case"`
	Root string `json:"root"`
	Role string `json:"role,omitempty"`
	EventData
}

func webhookBody(ev Event) ([]byte, error) {
	data := ev.Data
	data.Note, data.Correction, data.Result, data.Needless = "", nil, nil, nil
	data.Changes, data.MoreChanges = nil, 0
	if data.Task != nil {
		told := *data.Task
		told.Question = ""
		data.Task = &told
	}
	if data.Visit != nil {
		told := *data.Visit
		told.Place, told.People, told.Ready = "", "", ""
		data.Visit = &told
	}
	return encode(WebhookMessage{
		Type: ev.Type, Timestamp: ev.At.UTC(),
		Data: WebhookData{ID: ev.ID, Case: ev.Case, Root: ev.Root, Role: ev.Role, EventData: data},
	})
}

// post sends one event; failure is "" when the receiver took it with a 2xx.
func (d *Dispatcher) post(ctx context.Context, w Webhook, ev Event, now time.Time) (status int, failure string) {
	body, err := webhookBody(ev)
	if err != nil {
		return 0, err.Error()
	}
	ctx, cancel := context.WithTimeout(ctx, webhookTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "OneMatter-Webhooks/1")
	// The id is the event's: the same at every attempt, so that receivers can
	// tell a repeat.
	req.Header.Set("Webhook-Id", ev.ID)
	req.Header.Set("Webhook-Timestamp", stamp)
	req.Header.Set("Webhook-Signature", SignWebhook(w.Secret, ev.ID, stamp, body))
	res, err := d.client.Do(req)
	if err != nil {
		return 0, shorten(err.Error())
	}
	defer res.Body.Close()
	// Reading the reply lets the connection be used again; it is not kept.
	_, _ = io.CopyN(io.Discard, res.Body, maxReply)
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return res.StatusCode, "the receiver answered " + res.Status[:min(len(res.Status), 100)]
	}
	return res.StatusCode, ""
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 300 {
		return string(r[:300])
	}
	return s
}

// webhookClient follows no redirects, uses no proxy of the environment, and
// looks at the address it really connects to: a name may resolve differently
// between any earlier check and the call.
func webhookClient(o DispatcherOptions) *http.Client {
	dial := o.Dial
	if dial == nil {
		dialer := &net.Dialer{Timeout: 5 * time.Second}
		if !o.AllowPrivate {
			dialer.Control = func(_, address string, _ syscall.RawConn) error { return publicAddress(address) }
		}
		dial = dialer.DialContext
	}
	return &http.Client{
		Timeout: webhookTimeout,
		Transport: &http.Transport{
			DialContext: dial, TLSClientConfig: o.TLS, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: webhookTimeout,
			MaxResponseHeaderBytes: maxReply, MaxIdleConns: 32, IdleConnTimeout: time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// notPublic are ranges the standard library's predicates do not name.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT, RFC 6598
	netip.MustParsePrefix("192.0.0.0/24"),    // IETF protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks, RFC 2544
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("64:ff9b::/96"),    // NAT64: an IPv4 address inside
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), // Teredo and others
	netip.MustParsePrefix("2002::/16"), // 6to4
}

// publicAddress refuses addresses inside the network of the server.
func publicAddress(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("reading the address %q: %w", address, err)
	}
	ip := ap.Addr().Unmap().WithZone("")
	bad := !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()
	for _, p := range notPublic {
		bad = bad || p.Contains(ip)
	}
	if bad {
		return fmt.Errorf("webhooks and sources may not reach the private address %s", ip)
	}
	return nil
}

// privateHost reports whether an address names a host that is inside a network
// by its very name: what can be told before it is asked. A name that leads
// inside by its records is refused when it is called (publicAddress).
func privateHost(address string) (host string, private bool) {
	u, err := url.Parse(address)
	if err != nil {
		return address, true
	}
	host = strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return host, publicAddress(netip.AddrPortFrom(ip, 443).String()) != nil
	}
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	// One label is a name of the network one is in; a number is an address in
	// another notation (2130706433, 0x7f.1), which resolvers read in their own way.
	if len(labels) == 1 || strings.IndexFunc(last, func(r rune) bool { return r < '0' || r > '9' }) < 0 || strings.HasPrefix(last, "0x") {
		return host, true
	}
	return host, slices.Contains([]string{"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"}, last)
}

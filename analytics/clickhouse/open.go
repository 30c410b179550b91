// Package clickhouse is the warehouse on ClickHouse: a server over its native
// protocol or HTTP, or the embedded engine. It is the only importer of
// clickhouse-go.
//
// Everything here stays within what both Debian's 18.16 and the current 26.x
// accept. Two things were learned by trying:
//   - clickhouse-go speaks the native protocol with 18.16 (revision 54412) as
//     it is, provided no setting but whole numbers is sent and no {name:Type}
//     parameter is used; so values are written into the SQL, quoted here.
//   - over HTTP, clickhouse-go opens with displayName() and
//     client_protocol_version, which 18.16 does not know. A server older than
//     24.x is therefore reached by clickhouse://, not by http://.
package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	driver "github.com/ClickHouse/clickhouse-go/v2"

	"github.com/onematter/onematter/analytics"
)

// DefaultDatabase is used when the address names none.
const DefaultDatabase = "onematter"

// Options say which ClickHouse is meant: URL or DialContext.
type Options struct {
	// URL is clickhouse://user:password@host:9000/database for the native
	// protocol (clickhouses:// or ?secure=true with TLS, several hosts with
	// commas), or http(s)://user:password@host:8123/database for HTTP.
	URL string
	// DialContext connects to the embedded engine (embedded.Engine has it).
	DialContext func(ctx context.Context, addr string) (net.Conn, error)
	Database    string         // "" is the URL's, or DefaultDatabase
	Zone        *time.Location // of the working calendar; nil is UTC
}

// Warehouse is an analytics.Warehouse on ClickHouse. Safe for concurrent use.
type Warehouse struct {
	conn     driver.Conn
	database string
	zone     *time.Location
}

var _ analytics.Warehouse = (*Warehouse)(nil)

var databaseName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,62}$`)

// Open makes a warehouse. It does not connect: a ClickHouse that is down now
// may come later. Only what no waiting cures is an error.
func Open(_ context.Context, o Options) (*Warehouse, error) {
	options, database, err := connection(o)
	if err != nil {
		return nil, err
	}
	if o.Database != "" {
		database = o.Database
	}
	if database == "" {
		database = DefaultDatabase
	}
	if !databaseName.MatchString(database) {
		return nil, fmt.Errorf("the ClickHouse database name %q is none: letters, digits and _ only", database)
	}
	zone := o.Zone
	if zone == nil {
		zone = time.UTC
	}
	conn, err := driver.Open(options)
	if err != nil {
		return nil, fmt.Errorf("open ClickHouse: %w", err)
	}
	return &Warehouse{conn: conn, database: database, zone: zone}, nil
}

// connection turns Options into the driver's. The database is taken out of the
// address: it may not exist before Migrate, and tables are named with it.
func connection(o Options) (*driver.Options, string, error) {
	common := func(d *driver.Options) *driver.Options {
		d.DialTimeout = 5 * time.Second
		d.MaxOpenConns = 8
		d.MaxIdleConns = 4
		d.ConnMaxLifetime = 10 * time.Minute
		return d
	}
	if o.DialContext != nil {
		if o.URL != "" {
			return nil, "", errors.New("open ClickHouse: an address and an engine were given, one is wanted")
		}
		return common(&driver.Options{
			Addr: []string{"embedded:80"}, Protocol: driver.HTTP, DialContext: o.DialContext,
			// Never through the environment's HTTP proxy: this is a local socket.
			TransportFunc: withoutProxy,
		}), "", nil
	}
	address, err := url.Parse(o.URL)
	if err != nil {
		// url.Parse repeats the address, password and all.
		return nil, "", errors.New("the ClickHouse address cannot be read; it looks like clickhouse://user:password@host:9000/database")
	}
	switch address.Scheme {
	case "clickhouses", "https":
		address.Scheme = strings.Replace(address.Scheme, "clickhouses", "clickhouse", 1)
		args := address.Query()
		args.Set("secure", "true")
		address.RawQuery = args.Encode()
	case "clickhouse", "tcp", "native", "http":
	default:
		return nil, "", fmt.Errorf("the ClickHouse address starts with %q; clickhouse://, clickhouses://, http:// and https:// are known", address.Scheme)
	}
	if address.Host == "" {
		return nil, "", errors.New("the ClickHouse address names no host; it looks like clickhouse://user:password@host:9000/database")
	}
	database := strings.Trim(address.Path, "/")
	address.Path = ""
	options, err := driver.ParseDSN(address.String())
	if err != nil {
		return nil, "", fmt.Errorf("the ClickHouse address cannot be used: %w", err)
	}
	options.Auth.Database = ""
	if options.Auth.Username == "" {
		options.Auth.Username = "default"
	}
	return common(options), database, nil
}

func withoutProxy(t *http.Transport) (http.RoundTripper, error) {
	t.Proxy = nil
	return t, nil
}

// Close gives the connections back.
func (w *Warehouse) Close() error { return w.conn.Close() }

// Ready reports whether ClickHouse answers.
func (w *Warehouse) Ready(ctx context.Context) error {
	if err := w.conn.Ping(ctx); err != nil {
		return unavailable("ping", err)
	}
	return nil
}

// tooOld is what a server of before 2024 says to the first question over HTTP.
var tooOld = regexp.MustCompile(`Unknown (function displayName|setting client_protocol_version)`)

// unavailable wraps whatever kept ClickHouse from answering.
func unavailable(doing string, err error) error {
	if tooOld.MatchString(err.Error()) {
		err = fmt.Errorf("this ClickHouse is too old for HTTP, name it with clickhouse:// and its native port (9000): %w", err)
	}
	return fmt.Errorf("%w: %s: %w", analytics.ErrUnavailable, doing, err)
}

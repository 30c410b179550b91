package embedded

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// server speaks the part of ClickHouse's HTTP interface that clients of
// analytics need: statements by POST, rows in any format in both directions,
// settings and {name:Type} parameters in the address, ClickHouse's error codes.
// What it does not speak (compression, multipart external tables, sessions) it
// refuses by name.
type server struct {
	pool          *sessions
	version, zone string
}

// maxStatement bounds a statement that is not the data of an INSERT.
const maxStatement = 16 << 20

// ownParameters are parts of the HTTP interface; every other one is a setting.
var ownParameters = map[string]bool{
	"query": true, "database": true, "default_format": true, "query_id": true, "quota_key": true,
	"client_protocol_version": true, "user": true, "password": true, "wait_end_of_query": true,
	"buffer_size": true, "send_progress_in_http_headers": true, "role": true,
}

var refusedParameters = map[string]bool{"compress": true, "decompress": true, "session_id": true, "session_timeout": true, "session_check": true}

func newServer(ctx context.Context, pool *sessions) (*server, error) {
	s := &server{pool: pool}
	for sql, into := range map[string]*string{"SELECT version()": &s.version, "SELECT timezone()": &s.zone} {
		res, err := pool.exec(ctx, request{query: sql, format: "TabSeparatedRaw"})
		if err != nil {
			return nil, fmt.Errorf("ask the engine (%s): %w", sql, err)
		}
		*into = strings.TrimSpace(string(res.data))
		res.close()
	}
	return s, nil
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/ping" && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		res, err := s.pool.exec(r.Context(), request{query: "SELECT 1", format: "Null"})
		if err != nil {
			fail(w, err)
			return
		}
		res.close()
		io.WriteString(w, "Ok.\n")
	case r.URL.Path != "/":
		http.Error(w, "there is nothing at "+r.URL.Path, http.StatusNotFound)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		http.Error(w, "statements are sent by POST", http.StatusMethodNotAllowed)
	default:
		s.statement(w, r)
	}
}

func (s *server) statement(w http.ResponseWriter, r *http.Request) {
	if enc := r.Header.Get("Content-Encoding"); enc != "" && enc != "identity" {
		http.Error(w, "the embedded engine takes no compressed bodies", http.StatusUnsupportedMediaType)
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		http.Error(w, "the embedded engine takes no external tables", http.StatusUnsupportedMediaType)
		return
	}
	args, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		http.Error(w, "the address cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	req, err := newRequest(args, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if isHandshake(req.query) {
		s.hello(w, args.Get("client_protocol_version"))
		return
	}
	res, err := s.pool.exec(r.Context(), req)
	if err != nil {
		fail(w, err)
		return
	}
	defer res.close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.Itoa(len(res.data)))
	h.Set("X-ClickHouse-Summary", fmt.Sprintf(`{"read_rows":"%d","written_rows":"%d"}`, res.read, res.written))
	w.Write(res.data)
}

// insertWithFormat recognises an INSERT whose rows follow in the body.
var insertWithFormat = regexp.MustCompile(`(?is)^(\s*INSERT\s+INTO\s.*?)\s+(?:FORMAT\s+(\w+)|(VALUES))\s*;?\s*$`)

func newRequest(args url.Values, body io.Reader) (request, error) {
	req := request{database: args.Get("database"), format: args.Get("default_format"), query: args.Get("query")}
	if req.format == "" {
		req.format = "TabSeparated"
	}
	names := make([]string, 0, len(args))
	for name := range args {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		value := args.Get(name)
		switch {
		case refusedParameters[name]:
			if value != "" && value != "0" && value != "false" {
				return req, fmt.Errorf("the embedded engine does not take %s", name)
			}
		case ownParameters[name]:
		case strings.HasPrefix(name, "param_"):
			req.params = append(req.params, param{strings.TrimPrefix(name, "param_"), value})
		default:
			req.settings = append(req.settings, param{name, value})
		}
	}
	if m := insertWithFormat.FindStringSubmatch(req.query); m != nil {
		req.query, req.input, req.data = m[1], m[2], body
		if m[3] != "" {
			req.input = "Values"
		}
		return req, nil
	}
	text, err := io.ReadAll(io.LimitReader(body, maxStatement+1))
	if err != nil {
		return req, fmt.Errorf("read the statement: %w", err)
	}
	if len(text) > maxStatement {
		return req, fmt.Errorf("the statement is too long, its limit in bytes is %d; send rows as the body of INSERT … FORMAT", maxStatement)
	}
	if req.query != "" && len(text) > 0 {
		req.query += "\n"
	}
	req.query += string(text)
	if strings.TrimSpace(req.query) == "" {
		return req, errors.New("the statement is empty")
	}
	return req, nil
}

func isHandshake(query string) bool {
	return strings.Join(strings.Fields(query), " ") == "SELECT displayName(), version(), revision(), timezone()"
}

// Revisions of ClickHouse's Native format after which a block gained a part.
const (
	revisionBlockInfo           = 51903
	revisionCustomSerialization = 54454
)

// hello answers the question with which clickhouse-go opens a connection. The
// client reads this one answer at its own protocol revision and every later one
// at the revision named here. libchdb always writes blocks of revision 0, so 0
// is named, and this answer is put together by hand.
func (s *server) hello(w http.ResponseWriter, clientRevision string) {
	revision, _ := strconv.Atoi(clientRevision)
	var b []byte
	if revision >= revisionBlockInfo {
		b = append(b, 1, 0) // field 1: is_overflows = false
		b = append(b, 2)    // field 2: bucket_num = -1
		b = binary.LittleEndian.AppendUint32(b, ^uint32(0))
		b = append(b, 0) // no more fields
	}
	b = append(b, 4, 1) // columns, rows
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	column := func(name, kind string) {
		text(name)
		text(kind)
		if revision >= revisionCustomSerialization {
			b = append(b, 0)
		}
	}
	column("displayName()", "String")
	text("embedded")
	column("version()", "String")
	text(s.version)
	column("revision()", "UInt32")
	b = append(b, 0, 0, 0, 0)
	column("timezone()", "String")
	text(s.zone)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(b)
}

// fail answers as ClickHouse does: the message as text, its code in a header.
func fail(w http.ResponseWriter, err error) {
	var engine *EngineError
	if errors.As(err, &engine) {
		w.Header().Set("X-ClickHouse-Exception-Code", strconv.Itoa(engine.Code))
	}
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

package embedded

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// library is libchdb's stable C interface (programs/local/chdb.h of
// chdb-io/chdb-core, 26.x), bound by name at run time: the program links and
// starts without it. Handles are opaque addresses owned by the library.
type library struct {
	version           func() string
	connect           func(argc int32, argv unsafe.Pointer) unsafe.Pointer
	closeConnection   func(connection unsafe.Pointer)
	setSignalHandlers func(enabled int32)

	query func(conn uintptr, query unsafe.Pointer, queryLen uintptr, format unsafe.Pointer, formatLen uintptr,
		names, nameLens, values, valueLens unsafe.Pointer, count uintptr) uintptr
	resultError   func(result uintptr) string
	resultBuffer  func(result uintptr) unsafe.Pointer
	resultLength  func(result uintptr) uintptr
	rowsRead      func(result uintptr) uint64
	rowsWritten   func(result uintptr) uint64
	destroyResult func(result uintptr)

	insert        func(conn uintptr, query unsafe.Pointer, queryLen uintptr, format unsafe.Pointer, formatLen uintptr) uintptr
	insertError   func(stream uintptr) string
	insertAppend  func(stream uintptr, data unsafe.Pointer, length uintptr) int32
	insertDone    func(stream uintptr) uintptr
	insertCancel  func(stream uintptr)
	insertDestroy func(stream uintptr)
}

// openLibrary loads libchdb. Only the child process may call it: the library
// starts threads, raises the file limit and never leaves memory again.
func openLibrary(path string) (*library, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", path, err)
	}
	lib := &library{}
	for _, bound := range []struct {
		name string
		fn   any
	}{
		{"chdb_version", &lib.version},
		{"chdb_connect", &lib.connect},
		{"chdb_close_conn", &lib.closeConnection},
		{"chdb_set_signal_handlers_enabled", &lib.setSignalHandlers},
		{"chdb_query_with_params_n", &lib.query},
		{"chdb_result_error", &lib.resultError},
		{"chdb_result_buffer", &lib.resultBuffer},
		{"chdb_result_length", &lib.resultLength},
		{"chdb_result_rows_read", &lib.rowsRead},
		{"chdb_result_rows_written", &lib.rowsWritten},
		{"chdb_destroy_query_result", &lib.destroyResult},
		{"chdb_stream_insert_n", &lib.insert},
		{"chdb_stream_insert_error", &lib.insertError},
		{"chdb_stream_append", &lib.insertAppend},
		{"chdb_stream_done", &lib.insertDone},
		{"chdb_stream_cancel_insert", &lib.insertCancel},
		{"chdb_destroy_insert_stream", &lib.insertDestroy},
	} {
		symbol, err := purego.Dlsym(handle, bound.name)
		if err != nil {
			return nil, fmt.Errorf("%s has no %s: version 26.5 or newer of libchdb is needed: %w", path, bound.name, err)
		}
		purego.RegisterFunc(bound.fn, symbol)
	}
	return lib, nil
}

// EngineError is what ClickHouse answered instead of a result.
type EngineError struct {
	Code    int // ClickHouse's error code; 0 when the message carries none
	Message string
}

func (e *EngineError) Error() string { return e.Message }

func newEngineError(message string) *EngineError {
	e := &EngineError{Message: message}
	if _, rest, ok := strings.Cut(message, "Code: "); ok {
		digits := rest
		for i, r := range rest {
			if r < '0' || r > '9' {
				digits = rest[:i]
				break
			}
		}
		e.Code, _ = strconv.Atoi(digits)
	}
	return e
}

// result is one materialised answer, in memory of the library until closed.
type result struct {
	lib     *library
	handle  uintptr
	data    []byte // C memory: not to be used after close
	read    uint64
	written uint64
}

func (r *result) close() {
	r.data = nil
	if r.handle != 0 {
		r.lib.destroyResult(r.handle)
		r.handle = 0
	}
}

// take wraps a chdb_result, or turns it into an error and frees it.
func (lib *library) take(handle uintptr) (*result, error) {
	if handle == 0 {
		return nil, errors.New("libchdb gave no result")
	}
	if message := lib.resultError(handle); message != "" {
		lib.destroyResult(handle)
		return nil, newEngineError(message)
	}
	r := &result{lib: lib, handle: handle, read: lib.rowsRead(handle), written: lib.rowsWritten(handle)}
	if n := lib.resultLength(handle); n > 0 {
		r.data = unsafe.Slice((*byte)(lib.resultBuffer(handle)), n)
	}
	return r, nil
}

// param is one value for a {name:Type} placeholder.
type param struct{ name, value string }

// run executes one statement. conn is the chdb_connection.
func (lib *library) run(conn uintptr, query, format string, params []param) (*result, error) {
	var pin runtime.Pinner
	defer pin.Unpin()
	names, nameLens := make([]unsafe.Pointer, len(params)), make([]uintptr, len(params))
	values, valueLens := make([]unsafe.Pointer, len(params)), make([]uintptr, len(params))
	for i, p := range params {
		names[i], nameLens[i] = pinned(&pin, p.name), uintptr(len(p.name))
		values[i], valueLens[i] = pinned(&pin, p.value), uintptr(len(p.value))
	}
	handle := lib.query(conn,
		pinned(&pin, query), uintptr(len(query)), pinned(&pin, format), uintptr(len(format)),
		unsafe.Pointer(unsafe.SliceData(names)), unsafe.Pointer(unsafe.SliceData(nameLens)),
		unsafe.Pointer(unsafe.SliceData(values)), unsafe.Pointer(unsafe.SliceData(valueLens)),
		uintptr(len(params)))
	runtime.KeepAlive(names)
	runtime.KeepAlive(nameLens)
	runtime.KeepAlive(values)
	runtime.KeepAlive(valueLens)
	return lib.take(handle)
}

// pinned gives the address of a string's bytes, fixed for C until Unpin.
func pinned(pin *runtime.Pinner, s string) unsafe.Pointer {
	if s == "" {
		s = "\x00" // some address: the length beside it says it is empty
	}
	p := unsafe.StringData(s)
	pin.Pin(p)
	return unsafe.Pointer(p)
}

// open makes one connection. Every connection of a process must name the same
// path. The library writes the reason of a failure to stderr.
func (lib *library) open(args []string) (conn unsafe.Pointer, err error) {
	var pin runtime.Pinner
	defer pin.Unpin()
	argv := make([]unsafe.Pointer, len(args)+1) // NULL at the end, as main gets it
	for i, a := range args {
		argv[i] = pinned(&pin, a+"\x00")
	}
	conn = lib.connect(int32(len(args)), unsafe.Pointer(unsafe.SliceData(argv)))
	runtime.KeepAlive(argv)
	if conn == nil || *(*uintptr)(conn) == 0 {
		return nil, errors.New("ClickHouse's engine did not start; the lines above say why")
	}
	return conn, nil
}

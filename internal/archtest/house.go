// Package archtest holds the code to the picture of the house in
// ARCHITECTURE.md: which room may import which, who alone may use a library,
// and what the pure rooms must not touch. The rules are tables in this file;
// whoever moves a wall changes the picture, the table and writes an ADR.
package archtest

// Room is a part of the house: a folder and everything below it that is not a
// room of its own.
type Room struct {
	Path string
	// MayImport are the other rooms it may import.
	MayImport []string
	// OnlyTests: it serves tests, nothing that ships may import it.
	OnlyTests bool
}

// Owner says which rooms alone may import a library; every package whose path
// starts with Library is meant.
type Owner struct {
	Library string
	Rooms   []string
	// Tests: test files of other rooms may use it as well.
	Tests bool
}

// Pure is a folder that has no I/O and no clock of its own. Files of a test are free.
type Pure struct {
	Path string
	// Libraries it may import beside the standard library; nil: any.
	Libraries []string
	// IO: the standard library's packages for I/O are allowed.
	IO bool
	// Clock lists the files that may name the clock's functions.
	Clock []string
}

// House is everything the check knows.
type House struct {
	Rooms []Room
	// Implementations of interfaces that rooms above own: only Wiring imports them.
	Implementations []string
	Wiring          []string
	Owners          []Owner
	Pure            []Pure
	// BadNames are package names that say nothing.
	BadNames []string
	// Folders allowed at the top; those that are rooms must exist.
	Folders []string
}

// OneMatter is the house as it is meant to be.
var OneMatter = House{
	// From the top down: a room imports rooms above it.
	Rooms: []Room{
		{Path: "metamodel"},
		{Path: "workflows", MayImport: []string{"metamodel"}},
		{Path: "catalog", MayImport: []string{"metamodel", "workflows"}},
		{Path: "engine", MayImport: []string{"metamodel", "workflows", "catalog"}},
		{Path: "analytics", MayImport: []string{"metamodel", "workflows", "catalog", "engine"}},
		{Path: "designer"},
		{Path: "internal/store", MayImport: []string{"metamodel", "workflows", "catalog", "engine"}},
		{Path: "internal/web", MayImport: []string{"metamodel", "workflows", "catalog", "engine", "analytics", "designer"}},
		{Path: "internal/demo", MayImport: []string{"metamodel", "workflows", "catalog", "engine"}}, // a simulated year of cases
		{Path: "internal/heap"}, // the garbage collector's rule
		{Path: "cmd", MayImport: []string{"metamodel", "workflows", "catalog", "engine", "analytics", "designer", "internal/store", "internal/web", "internal/demo", "internal/heap"}},

		// Not rooms of the house but its scaffolding.
		{Path: "internal/archtest"},
		{Path: "internal/problemdoc"}, // the list of all problems, from the source
		{Path: "internal/conformance", MayImport: []string{"metamodel", "catalog"}},  // runs the JSON-Schema-Test-Suite
		{Path: "internal/testpg", OnlyTests: true},                                   // a PostgreSQL for tests
		{Path: "internal/testpack", OnlyTests: true},                                 // packs of any size for tests
		{Path: "internal/testch", OnlyTests: true, MayImport: []string{"analytics"}}, // a ClickHouse for tests
	},
	Implementations: []string{"internal/store", "analytics/clickhouse", "analytics/embedded"},
	Wiring:          []string{"cmd", "internal/testch"},
	Owners: []Owner{
		{Library: "github.com/looplab/fsm", Rooms: []string{"workflows"}},
		{Library: "github.com/uptrace/bun", Rooms: []string{"internal/store"}},
		{Library: "github.com/labstack/echo", Rooms: []string{"internal/web"}},
		{Library: "github.com/ClickHouse/clickhouse-go", Rooms: []string{"analytics/clickhouse"}},
		{Library: "github.com/ebitengine/purego", Rooms: []string{"analytics/embedded"}},
		{Library: "cel.dev/cel-go", Rooms: []string{"metamodel"}},
		{Library: "github.com/qri-io/jsonschema", Rooms: []string{"metamodel"}},
		{Library: "github.com/jackc/pgx", Rooms: []string{"internal/store", "internal/testpg"}, Tests: true},
		{Library: "github.com/mattn/go-sqlite3", Rooms: []string{"internal/store"}, Tests: true},
		{Library: "modernc.org/sqlite", Rooms: []string{"internal/store"}, Tests: true},
		{Library: "database/sql", Rooms: []string{"internal/store", "internal/testpg"}, Tests: true},
	},
	Pure: []Pure{
		{Path: "metamodel", Libraries: []string{"cel.dev/cel-go", "github.com/qri-io/jsonschema", "github.com/go-playground/validator", "github.com/shopspring/decimal", "golang.org/x/text"}},
		{Path: "workflows", Libraries: []string{"github.com/looplab/fsm"}},
		// The catalog reads packs from folders it is given and keeps compiled releases for a second.
		{Path: "catalog", IO: true, Clock: []string{"catalog/catalog.go"}},
	},
	BadNames: []string{"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc", "shared", "base", "lib"},
	Folders:  []string{"cmd", "engine", "metamodel", "workflows", "catalog", "analytics", "designer", "internal", "docs", ".ci"},
}

// unkept are folders that git ignores: they are nobody's room.
var unkept = []string{".git", "bin", "data", ".tools", "node_modules"}

// input and output of the standard library; "/" stands for everything below.
var ioPackages = []string{"database/sql", "database/sql/", "io/ioutil", "log", "log/", "math/rand", "math/rand/", "net", "net/http", "net/http/", "net/rpc", "net/rpc/",
	"net/smtp", "net/textproto", "os", "os/", "plugin", "syscall", "syscall/", "testing", "testing/"}

// clockFunctions of package time read the clock or wait for it.
var clockFunctions = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}

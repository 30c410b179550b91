package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/onematter/onematter/metamodel"
)

// Config is everything that can be configured, by flag or variable. It is
// validated once, at start.
type Config struct {
	Addr         string // ONEMATTER_ADDR
	Data         string // ONEMATTER_DATA
	DatabaseURL  string // ONEMATTER_DATABASE_URL; "": SQLite in Data
	ClickHouse   string // ONEMATTER_CLICKHOUSE_URL; "": embedded, "off": none
	Library      string // ONEMATTER_LIBCHDB; "": searched
	Files        string // ONEMATTER_FILES; "": a folder in Data
	Base         string // ONEMATTER_BASE_URL
	LogLevel     string // ONEMATTER_LOG_LEVEL
	LogFormat    string // ONEMATTER_LOG_FORMAT
	MaxUpload    int64  // ONEMATTER_MAX_UPLOAD_MB
	TrustProxy   bool   // ONEMATTER_TRUST_PROXY
	PrivateHooks bool   // ONEMATTER_WEBHOOK_PRIVATE
	Demo         bool   // ONEMATTER_DEMO
	Pprof        string // ONEMATTER_PPROF_ADDR
}

// setting ties a flag to its variable.
type setting struct {
	flag, variable, usage string
	serving               bool // says something to a server only
}

var settings = []setting{
	{"addr", "ONEMATTER_ADDR", "address to serve on", true},
	{"data", "ONEMATTER_DATA", "folder for the database, files and statistics", false},
	{"database-url", "ONEMATTER_DATABASE_URL", "postgres://… for several servers; empty: SQLite in the data folder", false},
	{"clickhouse-url", "ONEMATTER_CLICKHOUSE_URL", "clickhouse://… or http(s)://…; empty: the embedded engine; \"off\": no statistics", true},
	{"libchdb", "ONEMATTER_LIBCHDB", "path of the embedded engine's library; empty: searched", true},
	{"files", "ONEMATTER_FILES", "folder for uploaded files, shared by all servers; empty: in the data folder", false},
	{"base-url", "ONEMATTER_BASE_URL", "public address, printed on receipts", true},
	{"log-level", "ONEMATTER_LOG_LEVEL", "debug, info, warn or error", false},
	{"log-format", "ONEMATTER_LOG_FORMAT", "text or json", false},
	{"max-upload-mb", "ONEMATTER_MAX_UPLOAD_MB", "largest upload, in MiB", true},
	{"trust-proxy", "ONEMATTER_TRUST_PROXY", "believe X-Forwarded-For of the proxy in front", true},
	{"webhook-private", "ONEMATTER_WEBHOOK_PRIVATE", "let webhooks go to private and loopback addresses", true},
	{"demo", "ONEMATTER_DEMO", "create demo accounts (never in production: their passwords are known)", true},
	{"definition-limits", "ONEMATTER_DEFINITION_LIMITS", "limits of one definition, like bytes=8388608,depth=64,nodes=400000,number=40,exponent=400; what is left out keeps its default", false},
	{"answer-limits", "ONEMATTER_ANSWER_LIMITS", "limits of the answers of one form, likewise", false},
	{"pack-limits", "ONEMATTER_PACK_LIMITS", "limits of a pack, like files=5000,bytes=67108864,path=512,segment=255 (bytes of a name with its folder, and of a part of it)", false},
	{"gate-proof", "ONEMATTER_GATE_PROOF", "filings the gate tries on every theme before a pack is published (300 when left out; 0: none)", false},
	{"pprof-addr", "ONEMATTER_PPROF_ADDR", "serve Go profiles on this address; empty: not at all", true},
}

func variable(flag string) setting {
	for _, s := range settings {
		if s.flag == flag {
			return s
		}
	}
	panic("config: no setting " + flag)
}

// register adds flags; a variable that is set replaces the default.
func (c *Config) register(fs *pflag.FlagSet, problems *[]string) {
	str := func(p *string, name, def string) {
		s := variable(name)
		if v, ok := os.LookupEnv(s.variable); ok {
			def = v
		}
		fs.StringVar(p, name, def, s.usage+" ["+s.variable+"]")
	}
	boolean := func(p *bool, name string) {
		s := variable(name)
		def := false
		if v, ok := os.LookupEnv(s.variable); ok {
			b, err := strconv.ParseBool(v)
			if err != nil {
				*problems = append(*problems, fmt.Sprintf("%s=%q: want true or false", s.variable, v))
			}
			def = b
		}
		fs.BoolVar(p, name, def, s.usage+" ["+s.variable+"]")
	}
	str(&c.Addr, "addr", ":8080")
	str(&c.Data, "data", "data")
	str(&c.DatabaseURL, "database-url", "")
	str(&c.ClickHouse, "clickhouse-url", "")
	str(&c.Library, "libchdb", "")
	str(&c.Files, "files", "")
	str(&c.Base, "base-url", "")
	str(&c.LogLevel, "log-level", "info")
	str(&c.LogFormat, "log-format", "text")
	str(&c.Pprof, "pprof-addr", "")
	boolean(&c.TrustProxy, "trust-proxy")
	boolean(&c.PrivateHooks, "webhook-private")
	boolean(&c.Demo, "demo")
	s := variable("max-upload-mb")
	def := int64(10)
	if v, ok := os.LookupEnv(s.variable); ok {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			*problems = append(*problems, fmt.Sprintf("%s=%q: want a number of MiB", s.variable, v))
		} else {
			def = n
		}
	}
	fs.Int64Var(&c.MaxUpload, "max-upload-mb", def, s.usage+" ["+s.variable+"]")
}

// validate lists everything that is wrong, not just the first.
func (c *Config) validate(problems []string) error {
	bad := func(flag, format string, args ...any) {
		s := variable(flag)
		problems = append(problems, fmt.Sprintf("--%s (%s): %s", flag, s.variable, fmt.Sprintf(format, args...)))
	}
	if _, port, err := net.SplitHostPort(c.Addr); err != nil {
		bad("addr", "%q is not host:port", c.Addr)
	} else if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		bad("addr", "%q is not a port", port)
	}
	if c.Pprof != "" {
		if _, _, err := net.SplitHostPort(c.Pprof); err != nil {
			bad("pprof-addr", "%q is not host:port", c.Pprof)
		}
	}
	if c.Data == "" {
		bad("data", "must name a folder")
	} else if info, err := os.Stat(c.Data); err == nil && !info.IsDir() {
		bad("data", "%q is not a folder", c.Data)
	}
	if info, err := os.Stat(c.Files); c.Files != "" && err == nil && !info.IsDir() {
		bad("files", "%q is not a folder", c.Files)
	}
	if _, err := os.Stat(c.Library); c.Library != "" && err != nil {
		bad("libchdb", "there is no file %q", c.Library)
	}
	checkURL := func(flag, value string, schemes ...string) {
		u, err := url.Parse(value)
		if err != nil || u.Scheme == "" {
			bad(flag, "not a URL") // the value may hold a password: not repeated
			return
		}
		for _, s := range schemes {
			if u.Scheme == s {
				return
			}
		}
		bad(flag, "scheme %q: want %s", u.Scheme, strings.Join(schemes, ", "))
	}
	if c.DatabaseURL != "" {
		checkURL("database-url", c.DatabaseURL, "postgres", "postgresql", "sqlite")
	}
	if c.ClickHouse != "" && c.ClickHouse != "off" {
		checkURL("clickhouse-url", c.ClickHouse, "clickhouse", "clickhouses", "http", "https")
	}
	if c.Base != "" {
		checkURL("base-url", c.Base, "http", "https")
	}
	if c.MaxUpload < 1 || c.MaxUpload > 1024 {
		bad("max-upload-mb", "%d: want 1 to 1024", c.MaxUpload)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		bad("log-level", "%q: want debug, info, warn or error", c.LogLevel)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		bad("log-format", "%q: want text or json", c.LogFormat)
	}
	if len(problems) > 0 {
		return exitError{2, "onematter: " + metamodel.ZhEn("配置有问题：", "the configuration has problems:").In(userLang()) + "\n  " + strings.Join(problems, "\n  ")}
	}
	return nil
}

func (c *Config) databaseURL() string {
	if c.DatabaseURL != "" {
		return c.DatabaseURL
	}
	return filepath.Join(c.Data, "onematter.db")
}

func (c *Config) filesDir() string {
	if c.Files != "" {
		return c.Files
	}
	return filepath.Join(c.Data, "files")
}

// logger writes structured lines to standard error. What is logged never
// names people: routes, ids and counts only.
func (c *Config) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // validated
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}

// userLang is the language of reports on the terminal: LANG decides, Chinese
// unless it says something else.
func userLang() string {
	for _, name := range []string{"ONEMATTER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" && v != "C" && v != "POSIX" && !strings.HasPrefix(v, "C.") {
			if strings.HasPrefix(v, "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return metamodel.Languages[0]
}

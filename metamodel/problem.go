package metamodel

import (
	"fmt"
	"strings"
)

// Severity says whether a problem stops what was asked for.
type Severity string

const (
	// Error stops: the answer is refused, the pack is not loaded.
	Error Severity = "error"
	// Warning is shown and does not stop.
	Warning Severity = "warning"
)

// Kind is one sort of problem: a stable code and its wording in both
// languages, with {name} where a parameter goes. Rooms declare their kinds as
// package variables in their own problems.go.
type Kind struct {
	Code     string
	Severity Severity
	Zh, En   string
}

// Problem is one failure as data: what (Code), where (File, Path), and in
// words (Message, already in every language). It crosses every layer
// unchanged; only the edge picks the language and the HTTP status.
type Problem struct {
	Code     string         `json:"code"`
	Severity Severity       `json:"severity,omitempty"`
	File     string         `json:"file,omitempty"`
	Path     string         `json:"path"` // slash-separated, without a leading slash: "premises/DE00203", "employee/0/DE00001"
	Message  Text           `json:"message"`
	Params   map[string]any `json:"params,omitempty"`
}

// At makes a problem of this kind at path. params are name, value pairs; a
// Text value is put in by language, anything else by fmt.Sprint.
func (k Kind) At(path string, params ...any) Problem {
	p := Problem{Code: k.Code, Severity: k.Severity, Path: path, Message: Text{"zh": k.Zh, "en": k.En}}
	if p.Severity == "" {
		p.Severity = Error
	}
	for i := 0; i+1 < len(params); i += 2 {
		name := params[i].(string)
		if p.Params == nil {
			p.Params = map[string]any{}
		}
		p.Params[name] = params[i+1]
		for lang, msg := range p.Message {
			var s string
			switch v := params[i+1].(type) {
			case Text:
				s = v.In(lang)
			default:
				s = fmt.Sprint(v)
			}
			p.Message[lang] = strings.ReplaceAll(msg, "{"+name+"}", s)
		}
	}
	return p
}

// In returns the problem's message in lang.
func (p Problem) In(lang string) string { return p.Message.In(lang) }

// Error makes a single problem an error, in English.
func (p Problem) Error() string { return Problems{p}.Error() }

// Problems is a list of failures that is itself an error when non-empty.
type Problems []Problem

// Error lists every problem, a line each, in English.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte('\n')
		}
		if p.File != "" {
			b.WriteString(p.File + ": ")
		}
		if p.Path != "" {
			b.WriteString(p.Path + ": ")
		}
		b.WriteString(p.Code + ": " + p.In("en"))
	}
	return b.String()
}

// Failed reports whether any problem is an error rather than a warning.
func (ps Problems) Failed() bool {
	for _, p := range ps {
		if p.Severity != Warning {
			return true
		}
	}
	return false
}

// Err returns the problems as an error, or nil when none of them stops.
func (ps Problems) Err() error {
	if ps.Failed() {
		return ps
	}
	return nil
}

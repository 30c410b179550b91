package metamodel

import (
	"fmt"
	"strconv"
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
// Text value is put in by language, anything else by fmt.Sprint. What is put in
// is not searched for parameters again: it may be somebody's answer.
func (k Kind) At(path string, params ...any) Problem {
	p := Problem{Code: k.Code, Severity: k.Severity, Path: path}
	if p.Severity == "" {
		p.Severity = Error
	}
	if len(params) < 2 {
		p.Message = ZhEn(k.Zh, k.En)
		return p
	}
	p.Params = make(map[string]any, len(params)/2)
	for i := 0; i+1 < len(params); i += 2 {
		p.Params[params[i].(string)] = params[i+1]
	}
	p.Message = Worded(k.Zh, k.En, params...)
	return p
}

// Worded is a wording in both languages with its parameters filled in, as At does.
func Worded(zh, en string, params ...any) Text {
	// Both wordings lie in one string: a form full of mistakes makes many.
	var room [256]byte
	both := appendWording(room[:0], zh, "zh", params)
	n := len(both)
	both = appendWording(both, en, "en", params)
	words := string(both)
	return ZhEn(words[:n], words[n:])
}

// appendWording writes a template with the parameters it names; what names none
// stays as it is.
func appendWording(out []byte, template, lang string, params []any) []byte {
	var a agreement
	for {
		before, rest, found := strings.Cut(template, "{")
		if lang == "en" {
			out = a.append(out, before)
		} else {
			out = append(out, before...)
		}
		if !found {
			return out
		}
		i := 0
		for ; i+1 < len(params); i += 2 {
			name := params[i].(string)
			if len(rest) > len(name) && rest[len(name)] == '}' && rest[:len(name)] == name {
				rest = rest[len(name)+1:]
				break
			}
		}
		if i+1 >= len(params) {
			out = append(out, '{')
			template = rest
			continue
		}
		switch v := params[i+1].(type) {
		case Text:
			out = append(out, v.In(lang)...)
		case string:
			out = append(out, v...)
		case int:
			out = strconv.AppendInt(out, int64(v), 10)
		default:
			out = fmt.Append(out, v)
		}
		a.count(params[i+1])
		template = rest
	}
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

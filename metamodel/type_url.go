package metamodel

import (
	"encoding/json"
	"net/url"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// urlType is the address of a page: http or https, with a host and without a
// user name. Scheme and host are stored in lowercase; www.example.cn becomes
// https://www.example.cn.
type urlType struct{ single }

// mostURL is the longest address, in bytes.
const mostURL = 2000

func (urlType) keywords() []string { return []string{"maxLength", "pattern", "const", "enum"} }

func (urlType) control() string { return "url" }

func (urlType) input(values []string) json.RawMessage { return inputString(values) }

func (urlType) read(w *writer, _ *fieldPlan, t token) *fault {
	return readLine(w, t, normaliseURL, checkURL)
}

func normaliseURL(v []byte) []byte {
	if len(v) > mostURL {
		return v
	}
	n, _ := narrow(v)
	s := string(n)
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		if strings.ContainsAny(s, ":@ ") || !strings.Contains(s, ".") {
			return n
		}
		scheme, rest = "https", s
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	return []byte(strings.ToLower(scheme) + "://" + strings.ToLower(rest[:end]) + rest[end:])
}

func checkURL(v []byte, _ day) *fault {
	s := string(v)
	if len(s) > mostURL || strings.ContainsFunc(s, func(r rune) bool {
		return isSpace(r) || r < 0x20 || r == 0x7F || strings.ContainsRune("\"<>\\^`{|}", r)
	}) {
		return failed(answerURL)
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return failed(answerURL)
	}
	host := u.Hostname()
	if !strings.Contains(host, ".") || strings.HasPrefix(host, ".") || strings.HasSuffix(host, ".") || strings.Contains(host, "..") || strings.ContainsAny(host, "@:%[]") {
		return failed(answerURL)
	}
	return nil
}

func (urlType) check(c *constraints, v []byte, _ moment) *fault { return c.checkText(v) }

func (urlType) celType() *cel.Type { return cel.StringType }

func (urlType) celValue(v []byte) ref.Val { return types.String(v) }

func (urlType) display(_ *Field, v, _ string) string { return v }

func (urlType) masked(_ *Field, v, _ string) string { return mask(v) }

func (urlType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["maxLength"] = mostURL
	out["pattern"] = `^https?://[^/?#@\s]+\.[^/?#@\s]+([/?#]\S*)?$`
}

func (urlType) samples(*Field) []string {
	return []string{`"https://example.com/a"`, `"http://a.cn"`}
}

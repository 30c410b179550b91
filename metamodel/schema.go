package metamodel

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/qri-io/jsonschema"
)

// schemaCache holds our own schemas, parsed. qri-io/jsonschema writes to a
// schema and to a package-wide registry while it validates, so one lock covers
// every use of it.
var schemaCache = struct {
	sync.Mutex
	parsed map[string]*jsonschema.Schema
}{parsed: map[string]*jsonschema.Schema{}}

// checkSchema checks a gated document against one of our own schemas.
func checkSchema(schema, doc []byte, s *sink) {
	schemaCache.Lock()
	defer schemaCache.Unlock()
	rs, ok := schemaCache.parsed[string(schema)]
	if !ok {
		rs = &jsonschema.Schema{}
		if err := json.Unmarshal(schema, rs); err != nil {
			s.add(defInvalid, "", "rule", "schema: "+err.Error())
			return
		}
		schemaCache.parsed[string(schema)] = rs
	}
	errs, err := rs.ValidateBytes(context.Background(), doc)
	if err != nil {
		s.add(defInvalid, "", "rule", err.Error())
		return
	}
	for _, e := range errs {
		reportKeyError(e, s)
	}
}

var schemaMessages = []struct {
	re     *regexp.Regexp
	report func(m []string, path string, s *sink)
}{
	{regexp.MustCompile(`^"(.*)" value is required$`), func(m []string, path string, s *sink) {
		s.add(defRequired, join(path, m[1]), "key", m[1])
	}},
	{regexp.MustCompile(`^type should be (?:one of: )?(.*), got (\w+)$`), func(m []string, path string, s *sink) {
		s.add(defType, path, "expected", jsonTypeWords(m[1]))
	}},
	{regexp.MustCompile(`^should be one of \[(.*)\]`), func(m []string, path string, s *sink) {
		s.add(defOneOf, path, "choices", strings.Join(strings.FieldsFunc(m[1], func(r rune) bool { return r == '"' || r == ',' || r == ' ' }), ", "))
	}},
	{regexp.MustCompile(`^must equal (.*)$`), func(m []string, path string, s *sink) {
		s.add(defOneOf, path, "choices", m[1])
	}},
	{regexp.MustCompile(`^min length of (\d+) characters required`), func(m []string, path string, s *sink) {
		if m[1] == "1" {
			s.add(defEmpty, path)
			return
		}
		s.add(defMinLength, path, "limit", m[1])
	}},
	{regexp.MustCompile(`^max length of (\d+) characters exceeded`), func(m []string, path string, s *sink) {
		s.add(defMaxLength, path, "limit", m[1])
	}},
	{regexp.MustCompile(`^array length \d+ below (\d+) minimum items`), func(m []string, path string, s *sink) {
		s.add(defMinLength, path, "limit", m[1])
	}},
	{regexp.MustCompile(`^array length \d+ exceeds (\d+) max`), func(m []string, path string, s *sink) {
		s.add(defMaxLength, path, "limit", m[1])
	}},
	{regexp.MustCompile(`^\d+ object Properties below (\d+) minimum`), func(m []string, path string, s *sink) {
		s.add(defEmpty, path)
	}},
	{regexp.MustCompile(`^must be less than or equal to (.*)$`), func(m []string, path string, s *sink) {
		s.add(defMax, path, "limit", m[1])
	}},
	{regexp.MustCompile(`^must be greater than or equal to (.*)$`), func(m []string, path string, s *sink) {
		s.add(defMin, path, "limit", m[1])
	}},
	{regexp.MustCompile(`(?s)^regexp pattern (.*) mismatch on string: `), func(m []string, path string, s *sink) {
		s.add(defPattern, path, "pattern", patternWords(m[1]))
	}},
	{regexp.MustCompile(`^array items must be unique\. duplicated entry: (.*)$`), func(m []string, path string, s *sink) {
		s.add(defTwice, path, "value", clip(m[1]))
	}},
	// Unknown keys are found, by name, in strictKeys.
	{regexp.MustCompile(`^additional properties are not allowed$`), func([]string, string, *sink) {}},
}

// shapes says our schemas' patterns in words.
var shapes = map[string]Text{
	`^[A-Za-z0-9][A-Za-z0-9_.-]*$`: ZhEn("字母或数字开头，只含字母、数字和 _ . -", "letters, digits and _ . -, beginning with a letter or digit"),
	`^[A-Za-z][A-Za-z0-9_]*$`:      ZhEn("字母开头，只含字母、数字和 _", "letters, digits and _, beginning with a letter"),
	`^[a-z][A-Za-z0-9]*$`:          ZhEn("小写字母开头，只含字母和数字", "letters and digits, beginning with a lowercase letter"),
	`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`: ZhEn("日期，例如 2026-05-01", "a date like 2026-05-01"),
	`^(now|today|[0-9]{2}:[0-9]{2}(:[0-9]{2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}(Z|[+-][0-9]{2}:[0-9]{2}))?)$`: ZhEn("today、now、日期、日期和时间或时间，例如 2026-05-01", "today, now, a date, a date and time, or a time, like 2026-05-01"),
	`^[A-Z]{3}$`: ZhEn("三个大写字母的货币代码，例如 CNY", "a currency code of three capital letters, like CNY"),
	`^[A-Za-z][A-Za-z0-9_]*(@[0-9A-Za-z.+-]+)?$`:           ZhEn("数据元标识，例如 DE00203", "an element's identifier, like DE00203"),
	`^([01][0-9]|2[0-3]):[0-5][0-9]$`:                      ZhEn("时间，例如 09:00", "a time like 09:00"),
	`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`:              ZhEn("时间，例如 17:30", "a time like 17:30"),
	`^([0-9]+(\.[0-9]{1,2})?)?$`:                           ZhEn("金额，例如 0 或 120.50", "an amount like 0 or 120.50"),
	`^\S(.*\S)?$`:                                          ZhEn("一行文字，前后没有空格", "one line without spaces around it"),
	`^element:[A-Za-z][A-Za-z0-9_]*(@[0-9A-Za-z.+-]+)?$`:   ZhEn("element:数据元标识，例如 element:DE00203", "element: and an element's identifier, like element:DE00203"),
	`^[A-Za-z0-9][A-Za-z0-9_.-]*(@[0-9A-Za-z.+-]+)?$`:      ZhEn("标识，可带版本，例如 CL_ID_TYPE 或 CL_ID_TYPE@1.0.0", "an identifier, also of a version, like CL_ID_TYPE or CL_ID_TYPE@1.0.0"),
	`^form:[A-Za-z0-9][A-Za-z0-9_.-]*(@[0-9A-Za-z.+-]+)?$`: ZhEn("form:标识，例如 form:M02", "form: and an identifier, like form:M02"),
}

func patternWords(pattern string) Text {
	if w, ok := shapes[pattern]; ok {
		return w
	}
	return ZhEn(clip(pattern), clip(pattern))
}

// reportKeyError puts qri's message into words of both languages.
func reportKeyError(e jsonschema.KeyError, s *sink) {
	path := strings.Trim(e.PropertyPath, "/")
	for _, m := range schemaMessages {
		if sub := m.re.FindStringSubmatch(e.Message); sub != nil {
			m.report(sub, path, s)
			return
		}
	}
	s.add(defSchema, path, "detail", clip(e.Message))
}

var jsonTypes = map[string]Text{
	"object": ZhEn("对象", "an object"), "array": ZhEn("数组", "an array"), "string": ZhEn("文字", "text"),
	"number": ZhEn("数字", "a number"), "integer": ZhEn("整数", "a whole number"), "boolean": ZhEn("true 或 false", "true or false"), "null": ZhEn("null", "null"),
}

func jsonTypeWords(list string) Text {
	out := Text{}
	for _, lang := range Languages {
		var words []string
		for _, t := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
			if w, ok := jsonTypes[t]; ok {
				t = w.In(lang)
			}
			words = append(words, t)
		}
		out[lang] = strings.Join(words, map[string]string{"zh": "或", "en": " or "}[lang])
	}
	return out
}

// sortProblems orders by path, then code, and drops repetitions: the schema and
// the struct's own rules overlap on purpose.
func sortProblems(ps Problems) {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].Path != ps[j].Path {
			return ps[i].Path < ps[j].Path
		}
		return fmt.Sprint(ps[i].Code, ps[i].In("en")) < fmt.Sprint(ps[j].Code, ps[j].In("en"))
	})
}

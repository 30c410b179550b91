package catalog

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

func TestYAMLKeepsWhatIsWritten(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{`a: 0123`, `{"a":"0123"}`},
		{`a: 310101`, `{"a":310101}`},
		{`a: "310101"`, `{"a":"310101"}`},
		{`a: 1.50`, `{"a":1.50}`},
		{`a: 123456789012345678901234567890.1`, `{"a":123456789012345678901234567890.1}`},
		{`a: 1e3`, `{"a":1e3}`},
		{`a: 0x1f`, `{"a":"0x1f"}`},
		{`a: 1_000`, `{"a":"1_000"}`},
		{`a: .inf`, `{"a":".inf"}`},
		{`a: 12:30:45`, `{"a":"12:30:45"}`},
		{`a: 2026-05-01`, `{"a":"2026-05-01"}`},
		{`a: yes`, `{"a":"yes"}`},
		{`a: True`, `{"a":true}`},
		{`a: 'true'`, `{"a":"true"}`},
		{`a: ~`, `{"a":null}`},
		{"a:\n- 1\n- b: {}\n", `{"a":[1,{"b":{}}]}`},
		{"1: x\ntrue: y\n", `{"1":"x","true":"y"}`},
		{"a: |\n  line <b>\n  & two\n", `{"a":"line <b>\n& two\n"}`},
		{"\ufeffa: 开饭店", `{"a":"开饭店"}`},
	} {
		got, ps := yamlToJSON([]byte(c[0]))
		if ps.Failed() || string(got) != c[1] {
			t.Errorf("%q: %s %v, want %s", c[0], got, ps, c[1])
		}
	}
}

func TestYAMLRefuses(t *testing.T) {
	t.Parallel()
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := byte('b'); c < 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	for _, c := range []struct{ name, src, code string }{
		{"nothing", "", "pack.empty_file"},
		{"an alias bomb", bomb, "yaml.alias"},
		{"an anchor alone", "a: &x 1", "yaml.alias"},
		{"a merge key", "a: {b: 1}\nc: {<<: {b: 1}}", "yaml.alias"},
		{"a tag", "a: !!binary aGk=", "yaml.tag"},
		{"a tag of its own", "a: !ruby/object {}", "yaml.tag"},
		{"two documents", "a: 1\n---\nb: 2", "yaml.several_documents"},
		{"a second document that is broken", "a: 1\n---\nb: [", "yaml.syntax"},
		{"a key that is a list", "? [a]\n: 1", "yaml.key"},
		{"a key twice", "a: {b: 1, b: 2}", "yaml.duplicate_key"},
		{"a key twice, quoted once", "b: 1\n\"b\": 2", "yaml.duplicate_key"},
		{"an open bracket", "a: [1, 2", "yaml.syntax"},
		{"a tab for indentation", "a:\n\tb: 1", "yaml.tab"},
		{"bytes that are no text", "a: \xff\xfe", "yaml.encoding"},
		{"a well of brackets", strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000), "pack.too_deep"},
		{"a well beyond the parser", strings.Repeat("[", 200_000), "yaml.syntax"},
		{"a well of blocks", strings.Repeat("- ", 9_000), "pack.too_deep"},
		{"too many values", "[" + strings.Repeat("1,", 2_000_000) + "]", "pack.too_many_values"},
		{"too many values within the lines allowed", "[" + strings.Repeat("{a: 1},", 90_000) + "]", "pack.too_many_values"},
		{"too many bytes", "a: " + strings.Repeat("x", 5<<20), "pack.file_too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ps := yamlToJSON([]byte(c.src))
			if !ps.Failed() || ps[0].Code != c.code {
				t.Fatalf("%.100s %v, want %s", got, ps, c.code)
			}
			if len(ps) > mostProblems {
				t.Errorf("%d problems", len(ps))
			}
		})
	}
}

// What the parser says in English is said in both languages, with the line and,
// where it can be told, the column.
func TestWhatIsNoYAMLIsToldByLineInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, code, at, zh string }{
		{"a: b: c", "yaml.syntax", "第 1 行", "“: ”"},
		{"x: 1\na: b: c", "yaml.syntax", "第 2 行", "“: ”"},
		{"k:\n  a: 1\n   b: 2\n", "yaml.syntax", "第 3 行", "“: ”"},
		{"x: 1\na\nb: 1\n", "yaml.syntax", "第 2 行", "缺少冒号"},
		{"a: [1, 2", "yaml.syntax", "第 1 行", "方括号"},
		{"x: 1\na: [1, 2\nb: 3\n", "yaml.syntax", "第 2 行", "方括号"},
		{"a: {b: 1", "yaml.syntax", "第 1 行", "花括号"},
		{"- a\nb: 1", "yaml.syntax", "第 2 行", "“- ”"},
		{"x: 1\na:\n  - b\n c: 1\n", "yaml.syntax", "第 4 行", "缩进"},
		{"a: 'x' y", "yaml.syntax", "第 1 行", "多余"},
		{"x: 1\na: \"x\nb: 2\n", "yaml.syntax", "第 2 行", "引号没有成对"},
		{"a: \"\\q\"", "yaml.syntax", "第 1 行", "双引号"},
		{"a: \"\\uZZZZ\"", "yaml.syntax", "第 1 行", "十六进制"},
		{"a: \"\\ud800\"", "yaml.syntax", "第 1 行", "字符"},
		{"x: 1\na: |x\n", "yaml.syntax", "第 2 行", "另起一行"},
		{"a: *", "yaml.syntax", "第 1 行", "“*”"},
		{"a: - b", "yaml.syntax", "第 1 行", "另起一行"},
		{"a: 1\n...\nb", "yaml.syntax", "第 3 行", "多余"},
		{"a: \"x\n--- y\"", "yaml.syntax", "第 2 行", "---"},
		{"%YAML 3.0\n---\na: 1", "yaml.syntax", "第 1 行", "1.2"},
		{"a: !x!y z", "yaml.syntax", "第 1 行", "标签"},
		{strings.Repeat("[", 20_000), "yaml.syntax", "第 1 行", "太深"},
		{"a: !<", "yaml.syntax", "第 1 行", "请检查"},
		{"甲: 1\ny:\n\tb: 1", "yaml.tab", "第 3 行第 1 列", "Tab"},
		{"x: 1\n姓名: @li", "yaml.start", "第 2 行第 5 列", "“@”"},
		{"a: `x`", "yaml.start", "第 1 行第 4 列", "“`”"},
		{"x: 1\n甲乙: \x1b[2J", "yaml.control_character", "第 2 行第 5 列", "U+001B"},
		{"x: 1\n甲: \xc3", "yaml.encoding", "第 2 行第 4 列", "UTF-8"},
	} {
		_, ps := yamlToJSON([]byte(c.src))
		if len(ps) != 1 || ps[0].Code != c.code || !strings.Contains(ps[0].In("zh"), c.at) || !strings.Contains(ps[0].In("zh"), c.zh) || strings.Contains(ps[0].In("zh"), c.at+"第") {
			t.Errorf("%.40q: %v: %s", c.src, ps, saidIn(ps, "zh"))
			continue
		}
		place := strings.NewReplacer("第 ", "line ", " 行", "").Replace(strings.SplitAfter(c.at, " 行")[0])
		if en := ps[0].In("en"); !strings.Contains(en, place) || strings.ContainsFunc(en, func(r rune) bool { return r > 0x2e80 }) || strings.Contains(en, "{at}") || strings.Contains(en, "{detail}") {
			t.Errorf("%.40q: %s", c.src, en)
		}
	}
}

// A document is refused before the parser has built it in memory.
func TestAHostileDocumentCostsLittle(t *testing.T) {
	src := []byte("[" + strings.Repeat("1,", 2_000_000) + "]")
	if n := testing.AllocsPerRun(1, func() { yamlToJSON(src) }); n > 100 {
		t.Errorf("%v allocations", n)
	}
}

// What is written as YAML is read back the same, by us and by any YAML reader.
func TestYAMLRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := randomJSON(t, 3)
		doc, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		written := encode(json.RawMessage(doc))
		back, ps := yamlToJSON(written)
		if ps.Failed() {
			t.Fatalf("%s\n%v", written, ps)
		}
		var want, got any
		if err := decodeExact(doc, &want); err != nil {
			t.Fatal(err)
		}
		if err := decodeExact(back, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("%s\nbecame %s\nas     %s", doc, back, written)
		}
		var other any
		if err := yaml.Unmarshal(written, &other); err != nil {
			t.Fatalf("another reader: %v\n%s", err, written)
		}
	})
}

func decodeExact(doc []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	return dec.Decode(v)
}

func randomJSON(t *rapid.T, depth int) any {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "0123", "310101", "yes", "NO", "~", "null", "1e3", "true", "2026-05-01", "a: b", "- x", "# y", "*z", "&q", "!t", "| ", "开饭店", " lead", "trail ", "two\nlines", "\n", "\ttab", "<<", "0x1f", "1_000", ".5", "12:30", "\u0085", "\u2028x", "'", "\"", "%", "@", "`", "{", "?"}))
	switch n := rapid.IntRange(0, 6).Draw(t, "sort"); {
	case depth > 0 && n == 0:
		list := []any{}
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			list = append(list, randomJSON(t, depth-1))
		}
		return list
	case depth > 0 && n <= 2:
		m := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "keys") {
			if k := word.Draw(t, "key"); k != "<<" {
				m[k] = randomJSON(t, depth-1)
			}
		}
		return m
	case n == 3:
		return json.Number(rapid.SampledFrom([]string{"0", "-1", "1.50", "1e3", "-0.5E-7", "123456789012345678901234567890", "0.1"}).Draw(t, "number"))
	case n == 4:
		return rapid.SampledFrom([]any{true, false, nil}).Draw(t, "literal")
	default:
		return word.Draw(t, "word")
	}
}

func saidIn(ps metamodel.Problems, lang string) (out []string) {
	for _, p := range ps {
		out = append(out, p.In(lang))
	}
	return out
}

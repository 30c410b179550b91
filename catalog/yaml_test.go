package catalog

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
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
		{"a tab for indentation", "a:\n\tb: 1", "yaml.syntax"},
		{"bytes that are no text", "a: \xff\xfe", "yaml.syntax"},
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

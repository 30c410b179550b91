package metamodel_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestGate(t *testing.T) {
	t.Parallel()
	small := metamodel.Limits{Bytes: 200, Depth: 3, Nodes: 12, NumberLength: 10, Exponent: 20}
	for _, c := range []struct {
		name, doc string
		code      string
		offset    int
	}{
		{"an object", `{"a":[1,-0.5e+3,"x\n\u00e9\ud83d\ude00",true,false,null]}`, "", 0},
		{"a scalar", ` 12 `, "", 0},
		{"nothing", ``, "json.syntax", 0},
		{"only space", "  \n", "json.syntax", 3},
		{"a byte order mark", "\ufeff{}", "json.syntax", 0},
		{"a trailing comma in an array", `[1,]`, "json.syntax", 3},
		{"a trailing comma in an object", `{"a":1,}`, "json.syntax", 7},
		{"two values", `{} {}`, "json.syntax", 3},
		{"no closing bracket", `{"a":[1`, "json.syntax", 7},
		{"an open string", `"abc`, "json.syntax", 4},
		{"single quotes", `{'a':1}`, "json.syntax", 1},
		{"a bare key", `{a:1}`, "json.syntax", 1},
		{"no colon", `{"a" 1}`, "json.syntax", 5},
		{"a comment", `{/*x*/}`, "json.syntax", 1},
		{"NaN", `[NaN]`, "json.syntax", 1},
		{"Infinity", `[-Infinity]`, "json.syntax", 1},
		{"hexadecimal", `[0x1]`, "json.syntax", 1},
		{"an underscore", `[1_000]`, "json.syntax", 1},
		{"a leading zero", `[01]`, "json.syntax", 1},
		{"a leading plus", `[+1]`, "json.syntax", 1},
		{"no digit after the point", `[1.]`, "json.syntax", 1},
		{"no digit before the point", `[.5]`, "json.syntax", 1},
		{"no digit in the exponent", `[1e]`, "json.syntax", 1},
		{"a control character", "\"a\x01\"", "json.syntax", 2},
		{"a tab in a string", "\"a\tb\"", "json.syntax", 2},
		{"a wrong escape", `"\x41"`, "json.syntax", 1},
		{"a short \\u", `"\u12"`, "json.syntax", 1},
		{"half a surrogate pair", `"\ud83d"`, "json.syntax", 1},
		{"the wrong half first", `"\ude00\ud83d"`, "json.syntax", 1},
		{"broken UTF-8", "\"a\xff\"", "json.utf8", 2},
		{"an overlong encoding", "\"\xc0\xaf\"", "json.utf8", 1},
		{"a surrogate in UTF-8", "\"\xed\xa0\x80\"", "json.utf8", 1},
		{"a key twice", `{"a":1,"b":2,"a":3}`, "json.duplicate_key", 13},
		{"a key twice, once escaped", `{"ab":1,"\u0061b":2}`, "json.duplicate_key", 8},
		{"the same key at another level", `{"a":{"a":1}}`, "", 0},
		{"four levels", `[[[[]]]]`, "json.too_deep", 3},
		{"thirteen values", `[1,1,1,1,1,1,1,1,1,1,1,1]`, "json.too_many_values", 23},
		{"a long number", `[12345678901]`, "json.number_too_long", 1},
		{"a huge exponent", `[1e21]`, "json.exponent", 1},
		{"a tiny exponent", `[1e-21]`, "json.exponent", 1},
		{"an exponent that overflows", `[1e9999999]`, "json.exponent", 1},
		{"too many bytes", `"` + strings.Repeat("x", 300) + `"`, "json.too_large", -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ps := metamodel.Gate([]byte(c.doc), small)
			if c.code == "" {
				if len(ps) != 0 {
					t.Fatalf("refused: %v", ps)
				}
				return
			}
			if len(ps) != 1 || ps[0].Code != c.code {
				t.Fatalf("got %v, want %s", ps, c.code)
			}
			if c.offset >= 0 && ps[0].Params["offset"] != c.offset {
				t.Errorf("offset %v, want %d", ps[0].Params["offset"], c.offset)
			}
			for _, lang := range metamodel.Languages {
				if m := ps[0].In(lang); m == "" || strings.Contains(m, "{offset}") || strings.Contains(m, "{what}") {
					t.Errorf("%s message: %q", lang, m)
				}
			}
		})
	}
}

func TestGateFindsTheLastOfManyKeysTwice(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteByte('{')
	for i := range 5000 {
		b.WriteString(`"k` + strings.Repeat("a", i%50) + string(rune('0'+i%10)) + "-" + json.Number(strings.Repeat("9", 1+i/1000)).String() + `-` + itoa(i) + `":0,`)
	}
	if ps := metamodel.Gate([]byte(b.String()+`"last":1}`), metamodel.DefinitionLimits); len(ps) > 0 {
		t.Fatalf("distinct keys: %v", ps)
	}
	ps := metamodel.Gate([]byte(b.String()+`"k0-9-0":1}`), metamodel.DefinitionLimits)
	if len(ps) != 1 || ps[0].Code != "json.duplicate_key" {
		t.Fatalf("got %v", ps)
	}
}

func itoa(i int) string { b, _ := json.Marshal(i); return string(b) }

// FuzzGate holds the gate against encoding/json: what the gate lets through is
// valid there, and what is valid there is refused only for a reason that
// encoding/json does not know.
func FuzzGate(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e3,"\u00e9"],"b":null}`, `[]`, `{"a":1,"a":2}`, `"\ud83d\ude00"`, `-0`, `1e400`, "\"\xff\"", `{"":{"":[[]]}}`, `[1 2]`, `tru`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		ps := metamodel.Gate(doc, metamodel.AnswerLimits)
		valid := json.Valid(doc)
		if len(ps) == 0 && !valid {
			t.Fatalf("let through %q", doc)
		}
		if len(ps) > 0 && valid {
			switch ps[0].Code {
			case "json.syntax":
				// encoding/json repairs unpaired surrogates.
				if !strings.Contains(string(doc), `\u`) {
					t.Fatalf("refused %q: %v", doc, ps)
				}
			case "json.utf8", "json.duplicate_key", "json.too_deep", "json.too_many_values", "json.number_too_long", "json.exponent", "json.too_large":
			default:
				t.Fatalf("unexpected %v", ps)
			}
		}
	})
}

package jsonschema_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog/jsonschema"
)

// hostile are the ways in which a schema may try to hurt its reader. Each is
// made larger or smaller by the random source.
var hostile = []struct {
	name string
	make func(r *rand.Rand) string
	// refused: no schema of this kind may be accepted.
	refused bool
}{
	{"deep", func(r *rand.Rand) string {
		n := 10 + r.IntN(200_000)
		return strings.Repeat(`{"not":`, n) + "{}" + strings.Repeat("}", n)
	}, false},
	{"deep and never closed", func(r *rand.Rand) string { return strings.Repeat(`{"allOf":[`, 1+r.IntN(100_000)) }, true},
	{"wide", func(r *rand.Rand) string {
		return `{"properties":{` + join(1+r.IntN(60_000), func(i int) string { return fmt.Sprintf(`"p%d":{}`, i) }) + `}}`
	}, false},
	{"wide, of fields", func(r *rand.Rand) string {
		return `{"type":"object","properties":{` + join(1+r.IntN(3000), func(i int) string {
			return fmt.Sprintf(`"p%d":{"type":%s}`, i, [...]string{`"string"`, `"integer"`, `"boolean"`}[i%3])
		}) + `}}`
	}, false},
	{"objects that double", func(r *rand.Rand) string {
		n := 2 + r.IntN(12)
		return `{"$ref":"#/$defs/0","$defs":{"` + fmt.Sprint(n) + `":{"type":"string"},` + join(n, func(i int) string {
			return fmt.Sprintf(`"%d":{"type":"object","properties":{"a":{"$ref":"#/$defs/%d"},"b":{"$ref":"#/$defs/%d"}}}`, i, i+1, i+1)
		}) + `}}`
	}, false},
	{"objects that hold themselves", func(r *rand.Rand) string {
		return `{"type":"object","properties":{` + join(1+r.IntN(30), func(i int) string { return fmt.Sprintf(`"p%d":{"$ref":"#"}`, i) }) + `}}`
	}, false},
	{"conditions inside conditions", func(r *rand.Rand) string {
		n, of := 1+r.IntN(12), []string{"oneOf", "anyOf", "allOf"}[r.IntN(3)]
		c := `{"required":["a"]}`
		for range n {
			c = `{"` + of + `":[` + c + `,{"properties":{"b":{"const":1}}},{"not":` + `{"required":["b"]}}]}`
		}
		return `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"if":` + c + `,"then":` + c + `}`
	}, false},
	{"a giant choice", func(r *rand.Rand) string {
		return `{"type":"object","properties":{"a":{"allOf":[` + join(1+r.IntN(300), func(int) string { return "{}" }) + `],"enum":[` + join(1+r.IntN(20_000), func(i int) string { return fmt.Sprintf(`"%d"`, i) }) + `]}}}`
	}, false},
	{"long names, deep", func(r *rand.Rand) string {
		n := 1 + r.IntN(30)
		name := strings.Repeat("x", 1+r.IntN(30_000))
		return strings.Repeat(`{"properties":{"`+name+`":`, n) + `{"type":"wrong","minLength":-1}` + strings.Repeat("}}", n)
	}, false},
	{"a reference to itself", func(r *rand.Rand) string {
		return [...]string{`{"$ref":"#"}`, `{"allOf":[{"$ref":"#"}]}`, `{"not":{"$ref":"#"}}`, `{"if":{"$ref":"#"}}`, `{"anyOf":[{},{"oneOf":[{"$ref":"#"}]}]}`,
			`{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`, `{"dependentSchemas":{"a":{"$ref":"#"}}}`}[r.IntN(7)]
	}, true},
	{"a long circle of references", func(r *rand.Rand) string {
		n := 2 + r.IntN(15_000)
		return `{"$ref":"#/$defs/0","$defs":{` + join(n, func(i int) string { return fmt.Sprintf(`"%d":{"$ref":"#/$defs/%d"}`, i, (i+1)%n) }) + `}}`
	}, true},
	{"a long chain of references", func(r *rand.Rand) string {
		n := 2 + r.IntN(15_000)
		return `{"$ref":"#/$defs/0","$defs":{"` + fmt.Sprint(n) + `":{},` + join(n, func(i int) string { return fmt.Sprintf(`"%d":{"$ref":"#/$defs/%d"}`, i, i+1) }) + `}}`
	}, false},
	{"references that double", func(r *rand.Rand) string {
		n, of := 14+r.IntN(40), []string{"allOf", "anyOf", "oneOf"}[r.IntN(3)]
		return `{"$ref":"#/$defs/0","$defs":{"` + fmt.Sprint(n) + `":{},` + join(n, func(i int) string {
			return fmt.Sprintf(`"%d":{"%s":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}`, i, of, i+1, i+1)
		}) + `}}`
	}, true},
	{"members that double", func(r *rand.Rand) string {
		return `{"allOf":[` + join(2+r.IntN(400), func(int) string { return `{"properties":{"a":{"$ref":"#"}},"additionalProperties":{"$ref":"#"}}` }) + `]}`
	}, false},
	{"huge numbers", func(r *rand.Rand) string {
		return fmt.Sprintf(`{"multipleOf":1e-%d,"maximum":%s,"minLength":1e%d}`, r.IntN(500), strings.Repeat("9", 1+r.IntN(500)), r.IntN(500))
	}, false},
	{"endless numbers", func(r *rand.Rand) string {
		return `{"const":` + [...]string{"1e999999999", "1e-99999999", strings.Repeat("9", 100_000), "0." + strings.Repeat("0", 100_000) + "1"}[r.IntN(4)] + `}`
	}, true},
	{"catastrophic regular expressions", func(r *rand.Rand) string {
		re := [...]string{`^(a+)+$`, `^(a|a)*$`, `(x+x+)+y`, `((a{0,40}){0,40}){0,40}`, `(.*)*\\d`, `^(([a-z])+.)+[A-Z]([a-z])+$`, `(\\p{L}|\\p{Han}){1,900}`, `a{1000}{1000}`, `(a{999}){999}`}[r.IntN(9)]
		return `{"pattern":"` + re + `"}`
	}, false},
	{"many regular expressions", func(r *rand.Rand) string {
		return `{"patternProperties":{` + join(1+r.IntN(9000), func(i int) string { return fmt.Sprintf(`"\\p{L}{%d,}x%d":{}`, 1+i%800, i) }) + `}}`
	}, false},
	{"nested groups", func(r *rand.Rand) string {
		n := 50 + r.IntN(1900)
		return `{"pattern":"` + strings.Repeat("(", n) + strings.Repeat(")*", n) + `"}`
	}, false},
	{"a giant enum", func(r *rand.Rand) string {
		return `{"enum":[` + join(1+r.IntN(90_000), func(i int) string { return fmt.Sprintf(`"%d"`, i) }) + `]}`
	}, false},
	{"a giant enum of objects", func(r *rand.Rand) string {
		return `{"enum":[` + join(1+r.IntN(18_000), func(i int) string { return fmt.Sprintf(`{"a":[%d,{"b":null}]}`, i) }) + `]}`
	}, false},
	{"a giant const, nested", func(r *rand.Rand) string {
		n := 1 + r.IntN(61)
		return `{"const":` + strings.Repeat(`{"`+strings.Repeat("k", 1+r.IntN(15_000))+`":[`, n/2) + strings.Repeat("]}", n/2) + `}`
	}, false},
	{"keys that appear twice", func(r *rand.Rand) string {
		return `{"properties":{` + join(2+r.IntN(1000), func(i int) string { return fmt.Sprintf(`"%d":{}`, i) }) + `,"0":{}}}`
	}, true},
	{"broken UTF-8", func(r *rand.Rand) string {
		return `{"title":"` + [...]string{"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", `\ud800`, `\udc00\ud800`, "\x00"}[r.IntN(7)] + `"}`
	}, true},
	{"names in heaps", func(r *rand.Rand) string {
		return `{"$id":"http://` + strings.Repeat("x", r.IntN(1500)) + `/a","$defs":{` + join(1+r.IntN(20_000), func(i int) string { return fmt.Sprintf(`"%d":{"$id":"%d"}`, i, i) }) + `}}`
	}, false},
	{"names inside names", func(r *rand.Rand) string {
		n := 1 + r.IntN(30)
		return strings.Repeat(`{"$id":"`+strings.Repeat("y", r.IntN(30_000))+`/","$defs":{"a":`, n) + `{"$ref":"z"}` + strings.Repeat("}}", n)
	}, false},
	{"many wrong references", func(r *rand.Rand) string {
		return `{"allOf":[` + join(1+r.IntN(15_000), func(i int) string {
			return [...]string{`{"$ref":"#/a/b/c/d"}`, `{"$ref":"http://a.example/x"}`, `{"$ref":"#nowhere"}`, `{"$ref":":// %zz"}`}[i%4]
		}) + `]}`
	}, true},
	{"long pointers", func(r *rand.Rand) string {
		return `{"allOf":[` + join(1+r.IntN(400), func(int) string { return `{"$ref":"#` + strings.Repeat("/allOf/0", r.IntN(240)) + `"}` }) + `]}`
	}, true},
	{"what cannot be honoured", func(r *rand.Rand) string {
		return [...]string{`{"$dynamicRef":"#a"}`, `{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveRef":"#"}`, `{"$vocabulary":{"x:y":true}}`, `{"$schema":"x:y"}`,
			`{"pattern":"(?=a)"}`, `{"pattern":"(a)\\1"}`, `{"$ref":"https://json-schema.org/draft/2020-12/schema"}`}[r.IntN(7)]
	}, true},
	{"no schema", func(r *rand.Rand) string {
		return [...]string{``, `null`, `"x"`, `[]`, `{"type":"what"}`, `{"type":[]}`, `{"properties":[]}`, `{"allOf":{}}`, `{"required":"x"}`, `{"minLength":-1}`, `{"items":[{}]}`, `{"$ref":5}`, `{"$id":5}`, `{"pattern":"("}`, `{"properties":{"a":7}}`}[r.IntN(15)]
	}, true},
	{"noise", func(r *rand.Rand) string {
		b := make([]byte, r.IntN(2000))
		for i := range b {
			b[i] = `{}[]",:0123456789truefalsn\u$#/ abc`[r.IntN(35)]
		}
		return string(b)
	}, false},
}

func join(n int, one func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(one(i))
	}
	return b.String()
}

// cost measures a call: everything it allocates, which is more than what it
// ever holds at once, and its time.
type cost struct {
	worst       time.Duration
	most        uint64
	slow, large string
	before      runtime.MemStats
	start       time.Time
}

func (c *cost) begin() {
	runtime.ReadMemStats(&c.before)
	c.start = time.Now()
}

func (c *cost) end(name string) (allocated uint64) {
	took := time.Since(c.start)
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	used := after.TotalAlloc - c.before.TotalAlloc
	if took > c.worst {
		c.worst, c.slow = took, name
	}
	if used > c.most {
		c.most, c.large = used, name
	}
	return used
}

func (c *cost) String() string {
	return fmt.Sprintf("slowest %v (%s), most memory %.1f MB (%s)", c.worst.Round(time.Millisecond), c.slow, float64(c.most)/(1<<20), c.large)
}

// A thousand schemas made to hurt are read, or refused, within bounds; and so
// they become forms. A form that is made costs what its fields and codes do.
// Not parallel: the counters are the process's.
func TestHostileSchemasStayWithinTheirBounds(t *testing.T) {
	const seed, count, mostBytes, each = 3, 1000, 64 << 20, 100 << 10
	var reading, forming cost
	accepted, imported := 0, 0
	for i := range count {
		h := hostile[i%len(hostile)]
		doc := []byte(h.make(rand.New(rand.NewPCG(seed, uint64(i)))))
		reading.begin()
		s, ps := jsonschema.Parse(doc, jsonschema.Options{})
		if s != nil {
			for _, instance := range []string{`{}`, `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"`, `{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":[1,2]}}}}}}}}`, `1e300`} {
				_, _ = s.Check([]byte(instance))
			}
		}
		if used := reading.end(h.name); used > mostBytes {
			t.Errorf("seed %d, schema %d (%s, %d bytes): %d MB allocated", seed, i, h.name, len(doc), used>>20)
		}
		if h.refused && s != nil {
			t.Errorf("seed %d, schema %d (%s) was accepted: %.200s", seed, i, h.name, doc)
		}
		if s == nil {
			if !ps.Failed() {
				t.Errorf("seed %d, schema %d (%s): neither a schema nor a problem", seed, i, h.name)
			}
			continue
		}
		accepted++
		forming.begin()
		r := jsonschema.Import([]jsonschema.File{{Name: "hostile.json", Doc: doc}}, jsonschema.ImportOptions{Instances: 3})
		used := forming.end(h.name)
		allowed := uint64(mostBytes)
		if r.Files != nil {
			imported++
			allowed += uint64(len(r.Forms[0].Fields)) * each
			for _, l := range r.Pack.CodeLists {
				allowed += uint64(len(l.Entries)) * each
			}
		} else if !r.Problems.Failed() {
			t.Errorf("seed %d, schema %d (%s): neither a form nor a problem", seed, i, h.name)
		}
		if used > allowed {
			t.Errorf("seed %d, schema %d (%s, %d bytes): %d MB allocated for the form, at most %d", seed, i, h.name, len(doc), used>>20, allowed>>20)
		}
	}
	t.Logf("seed %d: %d schemas, %d accepted: %v", seed, count, accepted, &reading)
	t.Logf("%d became forms: %v", imported, &forming)
	if accepted == 0 || accepted == count || imported == 0 || imported == accepted {
		t.Errorf("%d of %d accepted, %d forms: the schemas show nothing", accepted, count, imported)
	}
	// Time depends on the machine; `make bench-hostile` demands it.
	if os.Getenv("HOSTILE_LIMIT") != "" {
		limit, err := time.ParseDuration(os.Getenv("HOSTILE_LIMIT"))
		if err != nil {
			t.Fatal(err)
		}
		if reading.worst > limit {
			t.Errorf("the slowest took %v, more than %v (%s)", reading.worst, limit, reading.slow)
		}
	}
}

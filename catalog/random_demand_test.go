package catalog

import (
	"fmt"
	"hash/crc32"
	"regexp"
	"strings"
)

// wide gives an element a constraint that every tight one narrows.
func (m *packMaker) wide(e madeElement, into anyMap) {
	switch e.typ {
	case "string", "text":
		into[oneOf(m, "maxLength", "minLength")] = 40
		if _, long := into["minLength"]; long {
			into["minLength"] = 1
		}
	case "integer", "number", "money":
		into[oneOf(m, "minimum", "maximum")] = 5000
		if _, low := into["minimum"]; low {
			into["minimum"] = 0
		}
		if e.typ == "number" && m.chance(1, 2) {
			into["x-fraction-digits"] = 3
		}
	case "date":
		into["x-not-before"] = "2000-01-01"
	case "code":
		into["enum"] = []string{"a", "b", "c"}
	case "codes":
		into["maxItems"] = 3
	case "daterange":
		into["x-max-days"] = 2000
	case "file":
		into["maxItems"] = 4
	}
}

// rarely is for what leaves no answer where several matters apply: themes of
// which nothing can be accepted show little.
func (m *packMaker) rarely() bool { return m.chance(1, 40) }

// tight gives a field a constraint within what wide may have said, which leaves
// values; two of them may leave none.
func (m *packMaker) tight(e madeElement, into anyMap) {
	switch e.typ {
	case "string", "text":
		switch m.IntN(3) {
		case 0:
			into["maxLength"] = 3 + m.IntN(20)
		case 1:
			into["minLength"] = 1 + m.IntN(3)
		case 2:
			if e.typ == "string" {
				patterns := [][]string{{`^[^x]*$`, `^[ab]+$`, `^[ab]{2,}$`}, {`^\d{3}$`, `^[^x]*$`, `^[0-4]+$`}}
				family := e.at % 2
				if m.rarely() {
					family = 1 - family
				}
				into["pattern"] = oneOf(m, patterns[family]...)
			}
		}
	case "integer", "number", "money":
		switch m.IntN(4) {
		case 0:
			into["minimum"] = m.IntN(4)
		case 1:
			into["maximum"] = 30 + m.IntN(300)
		case 2:
			into["exclusiveMinimum"] = m.IntN(4)
		case 3:
			if e.typ == "number" {
				into["x-fraction-digits"] = 1 + m.IntN(2)
			}
		}
	case "boolean":
		if m.chance(1, 6) {
			into["const"] = true
		}
	case "date":
		if m.chance(1, 2) {
			into["x-not-before"] = fmt.Sprintf("20%02d-01-01", 10+m.IntN(14))
		} else {
			into["x-not-after"] = oneOf(m, "today", "2027-12-31")
		}
	case "code":
		into["enum"] = oneOf(m, []string{"a", "b"}, []string{"a", "c"}, []string{"a"})
		if m.rarely() {
			into["enum"] = []string{"b", "c"}
		}
	case "codes":
		switch m.IntN(3) {
		case 0:
			into["maxItems"] = 2
			if m.rarely() {
				into["maxItems"] = 1
			}
		case 1:
			into["minItems"] = 2
		case 2:
			into["enum"] = []string{"a", "b", "c"}
		}
	case "daterange":
		into["x-max-days"] = 10 + m.IntN(1000)
	case "person":
		into["x-required-parts"] = []any{oneOf(m, "idNumber", "phone")}
	case "file":
		into[oneOf(m, "minItems", "maxItems")] = 2
	}
}

// conditions are what may be asked of one field.
func (m *packMaker) conditions(prefix, path string, e madeElement) []source {
	at := prefix + "." + e.id
	var cels []string
	switch e.typ {
	case "boolean":
		cels = []string{at + " == true", at + " != true"}
	case "code":
		cels = []string{at + " == 'a'", at + " in ['b', 'c']"}
	case "codes":
		cels = []string{"'a' in " + at}
	case "integer":
		cels = []string{fmt.Sprintf("%s > %d", at, m.IntN(20))}
	case "number", "money":
		cels = []string{fmt.Sprintf("%s >= %d.0", at, m.IntN(200))}
	case "string":
		cels = []string{"has(" + at + ")", "size(" + at + ") > 1"}
	case "date":
		cels = []string{at + " < timestamp('2024-01-01T00:00:00Z')"}
	}
	var out []source
	for _, c := range cels {
		out = append(out, source{c, path, e.at})
	}
	return out
}

// demands narrows a field and gives it conditions over what comes before it.
func (f *formMaker) demands(path string, e madeElement, field anyMap, usable []source) {
	if f.chance(1, 3) {
		f.tight(e, field)
	}
	if f.values[path] != "" && f.computer[path] == f.matter {
		field["x-value"] = f.values[path]
	}
	if len(usable) == 0 {
		return
	}
	pick := func() string { return usable[f.IntN(len(usable))].cel }
	// By the path and not by chance, which would draw other themes than before.
	if n := int(crc32.ChecksumIEEE([]byte(path))); field["x-value"] != nil && n%3 == 0 {
		field["x-value-when"] = usable[n%len(usable)].cel
	}
	if f.chance(1, 4) {
		field["x-visible"] = pick()
	}
	if f.chance(1, 5) {
		field["x-required"] = pick()
	}
	if f.chance(1, 14) {
		field["x-check"] = []any{anyMap{"rule": pick() + " || " + pick(), "message": text("请核对")}}
	}
	if e.typ == "code" && f.chance(1, 6) {
		field["x-options"] = "option.code != '" + oneOf(f.packMaker, "b", "c", "d") + "'"
		for _, s := range usable {
			if other := f.elements[s.at]; other.typ == "code" && f.chance(1, 4) {
				field["x-options"] = "option.code != " + s.cel[:strings.IndexByte(s.cel, ' ')]
			}
		}
	}
}

// value computes a field from one or two before it, "" where there are none.
func (m *packMaker) value(subject string, e madeElement) string {
	var same []string
	for _, o := range m.elements[:e.at] {
		if o.typ == e.typ && e.typ != "file" && e.typ != "person" && e.typ != "daterange" {
			prefix := subject
			if subject == "staff" {
				prefix = "row"
			}
			same = append(same, prefix+"."+o.id)
		}
	}
	if len(same) == 0 {
		return ""
	}
	one, other := oneOf(m, same...), oneOf(m, same...)
	switch e.typ {
	case "boolean":
		return oneOf(m, one+" && "+other, one+" || "+other, "!"+one)
	case "integer":
		return oneOf(m, one+" + "+other, one+" * 2")
	case "number", "money":
		return oneOf(m, one+" + "+other, one+" * 1.5")
	case "string":
		return one + " + 'a'"
	}
	return one
}

var valueReads = regexp.MustCompile(`\b(\w+)\.(E\d+)\b`)

// readsOf are the paths that a value reads.
func readsOf(value, path string) (out []string) {
	for _, r := range valueReads.FindAllStringSubmatch(value, -1) {
		subject := r[1]
		if subject == "row" {
			subject, _, _ = cutLast(path)
		}
		out = append(out, subject+"/"+r[2])
	}
	return out
}

package metamodel

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// timeType is a time of day, "09:30" or "09:30:15". People's ways of writing
// one (９：３０, 9点30分, 下午2点半, 2:30 pm) are read too.
type timeType struct{ single }

func (timeType) keywords() []string { return []string{"x-not-before", "x-not-after", "const", "enum"} }

func (timeType) control() string { return "time" }

func (timeType) input(values []string) json.RawMessage {
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	if sec, ok := readClock(v); ok {
		return appendString(nil, clockText(sec))
	}
	return appendString(nil, v)
}

func (timeType) read(w *writer, _ *fieldPlan, t token) *fault {
	text, fl := readString(t)
	if fl != nil {
		return fl
	}
	if len(text) > 0 {
		sec, ok := readClock(string(text))
		if !ok {
			return failed(answerNotTime)
		}
		if stored := clockText(sec); stored != string(text) {
			w.putText([]byte(stored))
			return nil
		}
	}
	w.putTrimmed(t, text)
	return nil
}

// parseClock reads exactly HH:MM or HH:MM:SS, in seconds since midnight.
func parseClock(b []byte) (int, bool) {
	if len(b) != 5 && len(b) != 8 || b[2] != ':' || len(b) == 8 && b[5] != ':' {
		return 0, false
	}
	h, ok1 := digits(b[:2])
	m, ok2 := digits(b[3:5])
	s, ok3 := 0, true
	if len(b) == 8 {
		s, ok3 = digits(b[6:])
	}
	return h*3600 + m*60 + s, ok1 && ok2 && ok3 && h < 24 && m < 60 && s < 60
}

// readClock reads a time of day as people write it.
func readClock(typed string) (int, bool) {
	if len(typed) > 60 {
		return 0, false
	}
	b, _ := narrow(trimSpace([]byte(typed)))
	s := strings.ToLower(string(b))
	half := 0 // hours to add after noon
	noon := false
	for _, w := range []struct {
		word string
		pm   bool
	}{{"上午", false}, {"凌晨", false}, {"早上", false}, {"下午", true}, {"晚上", true}, {"a.m.", false}, {"p.m.", true}, {"am", false}, {"pm", true}} {
		rest, found := strings.CutPrefix(s, w.word)
		if !found {
			rest, found = strings.CutSuffix(s, w.word)
		}
		if found {
			s, noon = strings.TrimFunc(rest, isSpace), true
			if w.pm {
				half = 12
			}
			break
		}
	}
	s = strings.NewReplacer("点半", ":30", "时半", ":30", "点钟", ":00", "点整", ":00", "点", ":", "时", ":", "分", ":", "秒", "", "：", ":", " ", "").Replace(s)
	s = strings.TrimSuffix(s, ":")
	if noon && allDigits(s) && s != "" {
		s += ":00"
	}
	if len(s) == 4 && allDigits(s) {
		s = s[:2] + ":" + s[2:]
	}
	parts := strings.Split(s, ":")
	if strings.ContainsAny(string(b), "点时") && len(parts) == 1 {
		parts = append(parts, "00")
	}
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var n [3]int
	for i, p := range parts {
		if p == "" || len(p) > 2 || i > 0 && len(p) != 2 || !allDigits(p) {
			return 0, false
		}
		n[i], _ = strconv.Atoi(p)
	}
	if noon {
		if n[0] > 12 && half == 0 {
			return 0, false
		}
		if n[0] == 12 {
			n[0] = half
		} else if n[0] < 12 {
			n[0] += half
		}
	}
	return n[0]*3600 + n[1]*60 + n[2], n[0] < 24 && n[1] < 60 && n[2] < 60
}

func (timeType) check(c *constraints, v []byte, now moment) *fault {
	if c.notBefore == nil && c.notAfter == nil {
		return nil
	}
	sec, _ := parseClock(v)
	if b := c.notBefore; b != nil && int64(sec) < b.at {
		return failed(answerTooEarly, "limit", clockText(int(b.at)))
	}
	if b := c.notAfter; b != nil && int64(sec) > b.at {
		return failed(answerTooLate, "limit", clockText(int(b.at)))
	}
	return nil
}

func (timeType) celType() *cel.Type { return cel.DurationType }

func (timeType) celValue(v []byte) ref.Val {
	sec, _ := parseClock(v)
	return types.Duration{Duration: time.Duration(sec) * time.Second}
}

func (timeType) display(_ *Field, v, _ string) string { return v }

func (timeType) masked(_ *Field, v, _ string) string { return mask(v) }

func (timeType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["pattern"] = `^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$`
}

func (timeType) samples(*Field) []string {
	return []string{`"09:30"`, `"00:00"`, `"23:59:59"`}
}

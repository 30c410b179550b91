package metamodel

import (
	"encoding/json"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// booleanType is 是 or 否.
type booleanType struct{ single }

func (booleanType) keywords() []string { return []string{"const"} }

func (booleanType) control() string { return "boolean" }

func (booleanType) input(values []string) json.RawMessage {
	v, ok := lastValue(values)
	if !ok {
		return nil
	}
	switch strings.ToLower(strings.TrimFunc(v, isSpace)) {
	case "true", "on", "1", "yes", "是":
		return json.RawMessage("true")
	case "false", "off", "0", "no", "否":
		return json.RawMessage("false")
	}
	return appendString(nil, v)
}

func (booleanType) read(w *writer, _ *fieldPlan, t token) *fault {
	switch t.kind {
	case 't', 'f':
		w.keep(t)
		return nil
	case 's':
		return failed(answerNotBoolean)
	}
	return failed(answerType, "expected", expectBoolean)
}

func (booleanType) check(*constraints, []byte, moment) *fault { return nil }

func (booleanType) celType() *cel.Type { return cel.BoolType }

func (booleanType) celValue(v []byte) ref.Val { return types.Bool(len(v) == 4) }

var yesNo = map[string]Text{"true": ZhEn("是", "Yes"), "false": ZhEn("否", "No")}

func (booleanType) display(_ *Field, v, lang string) string { return yesNo[v].In(lang) }

func (booleanType) masked(*Field, string, string) string { return veiled }

func (booleanType) schema(_ *fieldPlan, out map[string]any) { out["type"] = "boolean" }

func (booleanType) samples(*Field) []string {
	return []string{"true", "false"}
}

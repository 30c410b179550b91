package metamodel

import (
	"encoding/json"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// moneyType is an exact amount with at most two decimals, in yuan or in the
// element's currency.
type moneyType struct{ single }

// moneyDecimals is how many an amount may have.
const moneyDecimals = 2

func (moneyType) keywords() []string { return numberKeywords }

func (moneyType) control() string { return "money" }

// input accepts an amount with what people write around it: ¥1,234.50, 1234.5元.
func (moneyType) input(values []string) json.RawMessage {
	typed, ok := lastValue(values)
	if !ok {
		return nil
	}
	b, _ := narrow(trimSpace([]byte(typed)))
	s := string(b)
	for _, sign := range []string{"¥", "￥", "人民币", "RMB", "CNY", "$", "€", "£"} {
		s = strings.TrimPrefix(s, sign)
	}
	for _, unit := range []string{"元整", "元"} {
		s = strings.TrimSuffix(s, unit)
	}
	if s = strings.TrimFunc(s, isSpace); s != "" {
		if raw := inputNumber([]string{s}); raw != nil && raw[0] != '"' {
			return raw
		}
	}
	return appendString(nil, typed)
}

func (moneyType) read(w *writer, f *fieldPlan, t token) *fault {
	if t.kind != 'n' {
		return notNumber(f, t, answerNotMoney, "1234.50")
	}
	if fl := w.putDecimal(t); fl != nil {
		return fl
	}
	if _, fraction := digitCounts(w.val.of(w.buf)); fraction > moneyDecimals {
		return failed(answerFracDigits, "limit", moneyDecimals)
	}
	return nil
}

func (moneyType) check(c *constraints, v []byte, _ moment) *fault { return c.checkNumber(v) }

func (moneyType) celType() *cel.Type { return cel.DoubleType }

func (moneyType) celValue(v []byte) ref.Val { return numberType{}.celValue(v) }

// currencySigns are what stands before an amount; any other currency is named
// by its code.
var currencySigns = map[string]string{"": "¥", "CNY": "¥", "HKD": "HK$", "MOP": "MOP$", "TWD": "NT$", "USD": "US$", "EUR": "€", "GBP": "£"}

// display is ¥1,234.50: always two decimals, thousands apart.
func (moneyType) display(f *Field, v, _ string) string {
	sign, ok := currencySigns[f.Element.Currency]
	if !ok {
		sign = f.Element.Currency + " "
	}
	minus := ""
	if strings.HasPrefix(v, "-") {
		minus = "-"
	}
	whole, fraction := splitDecimal([]byte(v))
	return minus + sign + thousands(string(whole)) + "." + (string(fraction) + "00")[:moneyDecimals]
}

// thousands sets a comma before every three digits.
func thousands(whole string) string {
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func (t moneyType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (moneyType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "number"
}

func (moneyType) samples(*Field) []string {
	return []string{"0", "0.01", "500", "12345.6"}
}

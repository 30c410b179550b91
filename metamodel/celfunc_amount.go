package metamodel

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Functions over numbers. A double stands for the shortest decimal that reads
// as it (0.1 is a tenth, not 0.1000000000000000055…), so that rounding and sums
// give what a person with a pencil gets.

var amountFunctions = []*function{
	{
		name: "capitalAmount", since: "0.3",
		doc: ZhEn("人民币金额的中文大写，按《支付结算办法》附一：到元、到角写“整”，到分不写；数字中间的零只写一个“零”；元位是零而有角分的，元后写“零”；四舍五入到分",
			"An amount of yuan in Chinese capital numerals, as the rules for payment and settlement (支付结算办法, annex 1) write it; rounded to the fen, half away from zero"),
		unknown:  ZhEn("绝对值达到一亿亿（10^16）", "Its size reaches 10^16"),
		examples: []string{"capitalAmount(1234.5) == '壹仟贰佰叁拾肆元伍角整'", "capitalAmount(107000.53) == '壹拾万柒仟元零伍角叁分'", "capitalAmount(0) == '零元整'", "capitalAmount(-16409.02) == '负壹万陆仟肆佰零玖元零贰分'"},
		forms: []overload{
			{args: []argument{{"amount", cel.DoubleType}}, gives: cel.StringType, say: ZhEn("{1}的大写金额", "{1} in capital numerals"), cost: 20, most: 48, call: capitalAmountOf},
			{args: []argument{{"amount", cel.IntType}}, gives: cel.StringType, say: ZhEn("{1}的大写金额", "{1} in capital numerals"), cost: 20, most: 48, call: capitalAmountOf},
		},
	},
	{
		name: "round", since: "0.3",
		doc:      ZhEn("四舍五入到若干位小数（不写则到整数，最多 15 位，负数则到十、百……位）", "Rounds to a number of decimals (to a whole number when left out; at most 15; negative for tens, hundreds…), half away from zero"),
		unknown:  ZhEn("不是有限的数，或者位数超出 -15 到 15", "The number is not finite, or the decimals are outside -15 to 15"),
		examples: []string{"round(2.675, 2) == 2.68", "round(-2.5) == -3", "round(1234.0, -2) == 1200"},
		forms: []overload{
			{args: []argument{{"x", cel.DoubleType}}, gives: cel.DoubleType, say: ZhEn("{1}四舍五入到整数", "{1} rounded"), cost: 5, call: roundOf},
			{args: []argument{{"x", cel.DoubleType}, {"decimals", cel.IntType}}, gives: cel.DoubleType, say: ZhEn("{1}四舍五入到 {2} 位小数", "{1} rounded to decimal place {2}"), cost: 5, call: roundOf},
		},
	},
}

func capitalAmountOf(_ *celContext, args []ref.Val) ref.Val {
	r := exactly(args[0])
	if r == nil {
		return unknown("not a finite number")
	}
	s, ok := capitalAmount(r)
	if !ok {
		return unknown("the amount is too large")
	}
	return types.String(s)
}

func roundOf(_ *celContext, args []ref.Val) ref.Val {
	r, digits := exactly(args[0]), types.Int(0)
	if len(args) == 2 {
		digits, _ = args[1].(types.Int)
	}
	if r == nil || digits < -15 || digits > 15 {
		return unknown("cannot be rounded")
	}
	return double(rounded(r, int(digits)))
}

// exactly is a number as the decimal that people wrote, nil when it is not finite.
func exactly(v ref.Val) *big.Rat {
	switch n := v.(type) {
	case types.Int:
		return new(big.Rat).SetInt64(int64(n))
	case types.Double:
		if math.IsInf(float64(n), 0) || math.IsNaN(float64(n)) {
			return nil
		}
		r, ok := new(big.Rat).SetString(strconv.FormatFloat(float64(n), 'e', -1, 64))
		if ok {
			return r
		}
	}
	return nil
}

func double(r *big.Rat) ref.Val {
	f, _ := r.Float64()
	if math.IsInf(f, 0) {
		return unknown("too large a number")
	}
	return types.Double(f)
}

// rounded gives r to a number of decimals, half away from zero.
func rounded(r *big.Rat, decimals int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(decimals, -decimals))), nil))
	if decimals < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(r, scale)
	whole := nearest(scaled)
	return new(big.Rat).Quo(new(big.Rat).SetInt(whole), scale)
}

// nearest is the whole number closest to r, half away from zero.
func nearest(r *big.Rat) *big.Int {
	twice := new(big.Int).Mul(new(big.Int).Abs(r.Num()), big.NewInt(2))
	twice.Add(twice, r.Denom())
	twice.Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	if r.Sign() < 0 {
		twice.Neg(twice)
	}
	return twice
}

var (
	capitalDigits = []string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	capitalPlaces = []string{"", "拾", "佰", "仟"}
	capitalUnits  = []string{"", "万", "亿", "万"}
)

// capitalAmount writes an amount of yuan in capital numerals; false when it has
// more than sixteen digits before the point. Where the rules leave a choice
// (1680.32: 壹仟陆佰捌拾元零叁角贰分 or 壹仟陆佰捌拾元叁角贰分) it takes the form
// that they name first.
func capitalAmount(amount *big.Rat) (string, bool) {
	fen := nearest(new(big.Rat).Mul(amount, big.NewRat(100, 1)))
	negative := fen.Sign() < 0
	yuan, cents := new(big.Int).QuoRem(fen.Abs(fen), big.NewInt(100), new(big.Int))
	digits := yuan.String()
	if len(digits) > 16 {
		return "", false
	}
	jiao, left := cents.Int64()/10, cents.Int64()%10
	var b strings.Builder
	if negative {
		b.WriteString("负")
	}
	if digits != "0" {
		b.WriteString(capitalWhole(digits))
		b.WriteString("元")
	}
	switch {
	case cents.Sign() == 0:
		if digits == "0" {
			b.WriteString("零元")
		}
		b.WriteString("整")
		return b.String(), true
	case digits == "0":
	case jiao == 0 || digits[len(digits)-1] == '0':
		b.WriteString("零")
	}
	if jiao > 0 {
		b.WriteString(capitalDigits[jiao] + "角")
	}
	if left > 0 {
		b.WriteString(capitalDigits[left] + "分")
	} else {
		b.WriteString("整")
	}
	return b.String(), true
}

// capitalWhole writes a whole number above 0 in groups of four digits. A zero
// between figures is said once; zeros that end a group are not said when the
// next one begins with a figure (壹拾万柒仟).
func capitalWhole(digits string) string {
	var b strings.Builder
	zero, said := false, false
	for at := 0; at < len(digits); {
		end := at + (len(digits)-at-1)%4 + 1
		empty := true
		for i := at; i < end; i++ {
			d := digits[i] - '0'
			if d == 0 {
				zero = true
				continue
			}
			if zero && said {
				b.WriteString(capitalDigits[0])
			}
			zero, empty, said = false, false, true
			b.WriteString(capitalDigits[d] + capitalPlaces[end-1-i])
		}
		unit := (len(digits) - end) / 4
		if !empty || unit == 2 { // 壹万亿: of the group below 万 nothing is left but 亿
			b.WriteString(capitalUnits[unit])
			zero = false
		}
		at = end
	}
	return b.String()
}

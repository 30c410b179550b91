package metamodel

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Functions over citizens' identity numbers (公民身份号码, GB 11643-1999). They
// read the number as a field of format cn-resident-id would: spaces, hyphens
// and a small x do not matter.

var (
	notID = ZhEn("不是有效的公民身份号码（18 位、校验码、出生日期）", "It is not a valid identity number (18 characters, check character, date of birth)")

	idArg = []argument{{"number", cel.StringType}}
)

var identityFunctions = []*function{
	{
		name: "idValid", since: "0.3",
		doc:      ZhEn("是否为有效的公民身份号码：位数、校验码，出生日期真实且不晚于今天", "Whether the text is a valid identity number: length, check character, a real date of birth that is not after today"),
		examples: []string{"idValid('11010519491231002X')", "!idValid('110105194912310021')"},
		forms: []overload{{args: idArg, gives: cel.BoolType, needs: true, say: ZhEn("{1}是有效的公民身份号码", "{1} is a valid identity number"), cost: 20, call: func(c *celContext, args []ref.Val) ref.Val {
			_, ok := c.residentID(args[0])
			return types.Bool(ok)
		}}},
	},
	{
		name: "idBirthDate", since: "0.3",
		doc:      ZhEn("公民身份号码中的出生日期", "The date of birth inside an identity number"),
		unknown:  notID,
		examples: []string{"idBirthDate('11010519491231002X') == timestamp('1949-12-31T00:00:00Z')"},
		forms: []overload{{args: idArg, gives: cel.TimestampType, needs: true, say: ZhEn("{1}中的出生日期", "the date of birth in {1}"), cost: 20, call: func(c *celContext, args []ref.Val) ref.Val {
			v, ok := c.residentID(args[0])
			if !ok {
				return unknown("not an identity number")
			}
			y, _ := digits(v[6:10])
			m, _ := digits(v[10:12])
			d, _ := digits(v[12:14])
			return day{y, m, d}.celValue()
		}}},
	},
	{
		name: "idGender", since: "0.3",
		doc:      ZhEn("公民身份号码中的性别代码（GB/T 2261.1）：'1' 男，'2' 女", "The code of the sex inside an identity number (GB/T 2261.1): '1' male, '2' female"),
		unknown:  notID,
		examples: []string{"idGender('11010519491231002X') == '2'"},
		forms: []overload{{args: idArg, gives: cel.StringType, needs: true, say: ZhEn("{1}中的性别代码", "the code of the sex in {1}"), cost: 20, most: 1, call: func(c *celContext, args []ref.Val) ref.Val {
			v, ok := c.residentID(args[0])
			switch {
			case !ok:
				return unknown("not an identity number")
			case (v[16]-'0')%2 == 1:
				return types.String("1")
			}
			return types.String("2")
		}}},
	},
	{
		name: "idRegion", since: "0.3",
		doc:      ZhEn("公民身份号码的前六位：首次登记地的行政区划代码（GB/T 2260，当时的版本）", "The first six digits of an identity number: the division where it was first registered (GB/T 2260 as it was then)"),
		unknown:  notID,
		examples: []string{"idRegion('11010519491231002X') == '110105'", "idRegion('11010519491231002X').startsWith('11')"},
		forms: []overload{{args: idArg, gives: cel.StringType, needs: true, say: ZhEn("{1}中的行政区划代码", "the division in {1}"), cost: 20, most: 6, call: func(c *celContext, args []ref.Val) ref.Val {
			v, ok := c.residentID(args[0])
			if !ok {
				return unknown("not an identity number")
			}
			return types.String(v[:6])
		}}},
	},
}

// residentID is a valid number as it is stored.
func (c *celContext) residentID(v ref.Val) ([]byte, bool) {
	s, ok := v.(types.String)
	if !ok {
		return nil, false
	}
	n := normaliseResidentID(trimSpace([]byte(s)))
	today := dayOf(c.ctx.Today)
	if c.ctx.Today.IsZero() { // nobody said which day it is: any date of birth will do
		today = day{9999, 12, 31}
	}
	return n, checkResidentID(n, today) == nil
}

package metamodel

import (
	"math/big"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/parser"
)

// Functions over lists: the columns of a repeat, as
// employee.map(e, has(e.DE00104), e.DE00104) gives them. A row without the
// answer makes employee.map(e, e.DE00104) unknown as a whole.

var (
	intsArg    = []argument{{"list", cel.ListType(cel.IntType)}}
	doublesArg = []argument{{"list", cel.ListType(cel.DoubleType)}}
	datesArg   = []argument{{"list", cel.ListType(cel.TimestampType)}}
	emptyList  = ZhEn("列表为空", "The list is empty")
)

var listFunctions = []*function{
	{
		name: "sum", since: "0.3",
		doc:      ZhEn("合计；小数精确相加（0.1 + 0.2 得 0.3）；空列表为 0", "The sum; decimals add up exactly (0.1 + 0.2 gives 0.3); 0 for an empty list"),
		examples: []string{"sum(employee.map(e, e.DE00104)) == 0.3", "sum(employee.filter(e, e.DE00104 > 0.1).map(e, e.DE00104)) == 0.2"},
		forms: []overload{
			{args: intsArg, gives: cel.IntType, say: ZhEn("{1}的合计", "the sum of {1}"), cost: 5, each: true, call: func(_ *celContext, args []ref.Val) ref.Val {
				total, n := total(args[0])
				if n < 0 || !total.Num().IsInt64() {
					return unknown("the sum is too large")
				}
				return types.Int(total.Num().Int64())
			}},
			{args: doublesArg, gives: cel.DoubleType, say: ZhEn("{1}的合计", "the sum of {1}"), cost: 5, each: true, call: func(_ *celContext, args []ref.Val) ref.Val {
				total, n := total(args[0])
				if n < 0 {
					return unknown("not finite numbers")
				}
				return double(total)
			}},
		},
	},
	{
		name: "avg", since: "0.3",
		doc:      ZhEn("平均数", "The mean"),
		unknown:  emptyList,
		examples: []string{"avg(employee.map(e, e.DE00104)) == 0.15"},
		forms: []overload{
			{args: intsArg, gives: cel.DoubleType, say: ZhEn("{1}的平均数", "the mean of {1}"), cost: 5, each: true, call: mean},
			{args: doublesArg, gives: cel.DoubleType, say: ZhEn("{1}的平均数", "the mean of {1}"), cost: 5, each: true, call: mean},
		},
	},
	{
		name: "min", since: "0.3",
		doc:      ZhEn("最小的数或最早的日期；也可写两个值", "The least number or the earliest date of a list, or of two values"),
		unknown:  emptyList,
		examples: []string{"min(employee.map(e, e.DE00104)) == 0.1", "min(3, 2) == 2"},
		forms:    extremes(types.IntNegOne, ZhEn("{1}中最小的", "the least of {1}"), ZhEn("{1}与{2}中较小的", "the lesser of {1} and {2}")),
	},
	{
		name: "max", since: "0.3",
		doc:      ZhEn("最大的数或最晚的日期；也可写两个值", "The greatest number or the latest date of a list, or of two values"),
		unknown:  emptyList,
		examples: []string{"max(employee.map(e, e.DE00013)) == timestamp('2026-06-01T00:00:00Z')", "max(premises.DE00203, 1.5) == 320"},
		forms:    extremes(types.IntOne, ZhEn("{1}中最大的", "the greatest of {1}"), ZhEn("{1}与{2}中较大的", "the greater of {1} and {2}")),
	},
	{
		name: "countWhere", since: "0.3", sign: "list.countWhere(row, condition) → int",
		doc:      ZhEn("满足条件的行数", "How many rows meet a condition"),
		unknown:  ZhEn("某一行无法判断", "A row cannot be judged"),
		examples: []string{"employee.countWhere(e, e.DE00104 >= 0.2) == 1"},
		macro: cel.ReceiverMacro("countWhere", 2, func(eh cel.MacroExprFactory, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
			kept, err := parser.MakeFilter(eh, target, args)
			if err != nil || kept == nil {
				return kept, err
			}
			return eh.NewCall("size", kept), nil
		}),
	},
	{
		name: "filled", since: "0.3",
		doc:      ZhEn("是否有答案：已填、有效、不为空白", "Whether there is an answer: given, valid and not blank"),
		examples: []string{"filled(premises.DE00203)", "!filled(legalRep.DE00001)"},
		forms: []overload{{args: []argument{{"answer", cel.TypeParamType("A")}}, gives: cel.BoolType, lazy: true, cost: 2, call: func(_ *celContext, args []ref.Val) ref.Val {
			switch v := args[0].(type) {
			case *types.Err, *types.Unknown:
				return types.False
			case types.String:
				return types.Bool(strings.TrimFunc(string(v), isSpace) != "")
			case traits.Sizer:
				return types.Bool(v.Size() != types.IntZero)
			}
			return types.True
		}}},
	},
	{
		name: "holds", since: "0.4",
		doc:      ZhEn("条件是否确定成立；因缺答案而无法判断时为否", "Whether a condition holds for certain; false where an answer it needs is absent"),
		examples: []string{"holds(premises.DE00203 > 1.0)", "!holds(legalRep.DE00001 == 'x')"},
		forms: []overload{{args: []argument{{"condition", cel.BoolType}}, gives: cel.BoolType, lazy: true, cost: 1, say: ZhEn("{1}", "{1}"), call: func(_ *celContext, args []ref.Val) ref.Val {
			return types.Bool(args[0] == types.True)
		}}},
	},
}

// total adds a list up; n is -1 when an item is no finite number.
func total(list ref.Val) (sum *big.Rat, n int) {
	sum = new(big.Rat)
	l, ok := list.(traits.Lister)
	if !ok {
		return sum, -1
	}
	for it := l.Iterator(); it.HasNext() == types.True; n++ {
		r := exactly(it.Next())
		if r == nil {
			return sum, -1
		}
		sum.Add(sum, r)
	}
	return sum, n
}

func mean(_ *celContext, args []ref.Val) ref.Val {
	sum, n := total(args[0])
	if n <= 0 {
		return unknown("there is no mean")
	}
	return double(sum.Quo(sum, new(big.Rat).SetInt64(int64(n))))
}

// extremes are the forms of min and max; side is how an item compares to one
// it replaces.
func extremes(side types.Int, sayList, sayTwo Text) []overload {
	of := func(items ...ref.Val) ref.Val {
		best := items[0]
		for _, v := range items[1:] {
			c, ok := v.(traits.Comparer)
			if !ok {
				return unknown("cannot be compared")
			}
			if c.Compare(best) == side {
				best = v
			}
		}
		return best
	}
	list := func(_ *celContext, args []ref.Val) ref.Val {
		var items []ref.Val
		if l, ok := args[0].(traits.Lister); ok {
			for it := l.Iterator(); it.HasNext() == types.True; {
				items = append(items, it.Next())
			}
		}
		if len(items) == 0 {
			return unknown("the list is empty")
		}
		return of(items...)
	}
	two := func(_ *celContext, args []ref.Val) ref.Val { return of(args...) }
	out := []overload{
		{args: intsArg, gives: cel.IntType, say: sayList, cost: 2, each: true, call: list},
		{args: doublesArg, gives: cel.DoubleType, say: sayList, cost: 2, each: true, call: list},
		{args: datesArg, gives: cel.TimestampType, say: sayList, cost: 2, each: true, call: list},
	}
	for _, t := range []*cel.Type{cel.IntType, cel.DoubleType, cel.TimestampType} {
		out = append(out, overload{args: []argument{{"a", t}, {"b", t}}, gives: t, say: sayTwo, cost: 2, call: two})
	}
	return out
}

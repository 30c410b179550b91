package metamodel

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// function is one function of the domain that expressions may call. All of
// them are pure: what they need beside their arguments (the day, the calendar,
// a code list) comes in through a variable that no source can name, so that
// nothing of it is ever folded into a compiled expression.
//
// A call whose arguments make no sense (a number that is no identity number,
// a date outside the years 1 to 9999) is an error inside CEL, and so Unknown
// to the form: a rule that is Unknown passes, a computed field stays empty.
//
// To add a function: a row in one of the celfunc_*.go tables, and
// `go test ./metamodel -run TestFunctionsAreDocumented -update`.
type function struct {
	name     string
	since    string // the version of OneMatter it arrived in
	doc      Text
	unknown  Text     // when the outcome is unknown; empty: only when an argument is absent
	examples []string // conditions that are true on 2026-05-01 over the form of the test
	forms    []overload
	macro    cel.Macro // instead of forms, with sign
	sign     string    // the signature of a macro
	results  bool      // only the checks of a result may call it
}

// overload is one way to call a function.
type overload struct {
	args  []argument
	gives *cel.Type
	needs bool // the context goes before the arguments
	list  bool // and the code list of the first argument before that
	lazy  bool // is asked even when an argument is absent

	cost uint64 // in CEL's units, about one comparison each
	each bool   // of every item (or ten characters) of the first argument
	most int    // characters of a text that comes out; 0: says nothing
	call func(c *celContext, args []ref.Val) ref.Val
	say  Text // in words, with {1}, {2}… for the arguments
}

type argument struct {
	name string
	typ  *cel.Type
}

// functions are all of them, in the order of the documentation.
func functions() []*function {
	return slices.Concat(identityFunctions, dateFunctions, codeFunctions, amountFunctions, listFunctions)
}

const contextName = "@context"

var contextType = types.NewOpaqueType(contextName)

// celContext is the context of an evaluation as functions see it.
type celContext struct {
	ctx Context
	env *celEnv
}

func (c *celContext) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("the context cannot become %v", t)
}
func (c *celContext) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("the context cannot become %s", t.TypeName())
}
func (c *celContext) Equal(other ref.Val) ref.Val { return types.Bool(c == other) }
func (c *celContext) Type() ref.Type              { return contextType }
func (c *celContext) Value() any                  { return c }

// library is CEL with the functions of the domain, built once: an environment
// of a form extends it.
var library = sync.OnceValues(func() (*cel.Env, error) {
	opts := []cel.EnvOption{
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxExpr),
		cel.ParserRecursionLimit(50),
		cel.Variable(contextName, contextType),
	}
	for _, f := range functions() {
		opts = append(opts, f.declare()...)
	}
	return cel.NewEnv(opts...)
})

// overloads finds a form by its id within CEL.
var overloads = sync.OnceValue(func() map[string]*overload {
	out := map[string]*overload{}
	for _, f := range functions() {
		for i := range f.forms {
			o := &f.forms[i]
			out[o.id(f)] = o
		}
	}
	return out
})

func (o *overload) id(f *function) string {
	parts := []string{"om", f.name}
	for _, a := range o.args {
		parts = append(parts, a.typ.String())
	}
	return strings.Join(parts, "_")
}

// hidden is the name a function with a context is called by inside CEL.
func hidden(name string) string { return "@" + name }

func (f *function) declare() []cel.EnvOption {
	if f.macro != nil {
		return []cel.EnvOption{cel.Macros(f.macro)}
	}
	var open, inner []cel.FunctionOpt
	var out []cel.EnvOption
	for i := range f.forms {
		o := &f.forms[i]
		given := make([]*cel.Type, len(o.args))
		for j, a := range o.args {
			given[j] = a.typ
		}
		if !o.needs {
			open = append(open, cel.Overload(o.id(f), given, o.gives, o.bind()...))
			continue
		}
		// The open name is declared for what it says when a call does not fit it.
		open = append(open, cel.Overload("@"+o.id(f), given, o.gives))
		taken := []*cel.Type{contextType}
		if o.list {
			taken = append(taken, cel.StringType)
		}
		inner = append(inner, cel.Overload(o.id(f), append(taken, given...), o.gives, o.bind()...))
		out = append(out, cel.Macros(cel.GlobalMacro(f.name, len(o.args), o.expand(f))))
	}
	out = append(out, cel.Function(f.name, open...))
	if inner != nil {
		out = append(out, cel.Function(hidden(f.name), inner...))
	}
	return out
}

// expand puts the context, and a place for the code list, before the arguments.
func (o *overload) expand(f *function) cel.MacroFactory {
	return func(eh cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
		all := []ast.Expr{eh.NewIdent(contextName)}
		if o.list {
			all = append(all, eh.NewLiteral(types.String("")))
		}
		return eh.NewCall(hidden(f.name), append(all, args...)...), nil
	}
}

func (o *overload) bind() []cel.OverloadOpt {
	apply := func(args ...ref.Val) ref.Val {
		var c *celContext
		if o.needs {
			c, args = args[0].(*celContext), args[1:]
		}
		return o.call(c, args)
	}
	var out []cel.OverloadOpt
	n := len(o.args)
	if o.needs {
		n++
	}
	if o.list {
		n++
	}
	switch n {
	case 1:
		out = append(out, cel.UnaryBinding(func(a ref.Val) ref.Val { return apply(a) }))
	case 2:
		out = append(out, cel.BinaryBinding(func(a, b ref.Val) ref.Val { return apply(a, b) }))
	default:
		out = append(out, cel.FunctionBinding(apply))
	}
	if o.lazy {
		out = append(out, cel.OverloadIsNonStrict())
	}
	return out
}

// EstimateCallCost is what a call may cost at most, for the estimate at publish.
func (z *sizes) EstimateCallCost(_, id string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	o, ok := overloads()[id]
	if !ok {
		if most, ok := conversions[id]; ok {
			return cost.NewCallEstimate(cost.FixedCostEstimate(1), &cost.SizeEstimate{Max: most})
		}
		return nil
	}
	est := cost.NewCallEstimate(cost.RangedCostEstimate(1, o.cost), nil)
	if first := o.first(); o.each && first < len(args) {
		size := args[first].ComputedSize()
		if size == nil {
			size = z.EstimateSize(args[first])
		}
		if size == nil {
			size = &cost.SizeEstimate{Max: MaxRows}
		}
		est.CostEstimate = est.CostEstimate.Add(size.MultiplyByCostFactor(1))
	}
	if o.most > 0 {
		est.ResultSize = &cost.SizeEstimate{Max: uint64(o.most)}
	}
	return est
}

func (o *overload) first() int {
	n := 0
	if o.needs {
		n++
	}
	if o.list {
		n++
	}
	return n
}

// callCosts is what a call did cost, for the limit of every evaluation.
type callCosts struct{}

func (callCosts) CallCost(_, id string, args []ref.Val, _ ref.Val) *uint64 {
	o, ok := overloads()[id]
	if !ok {
		return nil
	}
	n := o.cost
	if first := o.first(); o.each && first < len(args) {
		if l, ok := args[first].(interface{ Size() ref.Val }); ok {
			if size, ok := l.Size().(types.Int); ok {
				n += uint64(size)
			}
		}
	}
	return &n
}

// resultOf is the type a call of the domain gives, before the check: nil when
// that depends on more than the types of its arguments.
func resultOf(name string, arg func(i int) *types.Type) *types.Type {
	name = strings.TrimPrefix(name, "@")
	for _, f := range functions() {
		if f.name != name {
			continue
		}
		out := (*types.Type)(nil)
		for i := range f.forms {
			o := &f.forms[i]
			if len(f.forms) > 1 && len(o.args) > 0 {
				given := arg(o.first())
				if given != nil && !o.args[0].typ.IsAssignableType(given) {
					continue
				}
				if given == nil && out != nil && !out.IsExactType(o.gives) {
					return nil
				}
			}
			out = o.gives
		}
		return out
	}
	return nil
}

// plainNames takes what expressions cannot name out of a message of CEL.
func plainNames(msg string) string {
	if !strings.Contains(msg, contextName) {
		return msg
	}
	return strings.NewReplacer("("+contextName+", ", "(", "("+contextName+")", "()", "'@", "'").Replace(msg)
}

// unknown is the outcome of a call whose arguments make no sense.
func unknown(format string, args ...any) ref.Val { return types.NewErr(format, args...) }

// Function is a function of the domain for people: documentation and editors.
type Function struct {
	Name      string   `json:"name"`
	Since     string   `json:"since"`
	Signature []string `json:"signatures"` // "age(birth date, on date) → whole number"
	Doc       Text     `json:"doc"`
	Unknown   Text     `json:"unknown,omitempty"` // when the outcome is unknown
	Examples  []string `json:"examples"`          // conditions that hold
	Cost      uint64   `json:"cost"`              // of a call at most, in units of about one comparison; per item of a list
	PerItem   bool     `json:"perItem,omitempty"`
	Results   bool     `json:"results,omitempty"` // only the checks of a result may call it
}

// Functions lists the functions of the domain, in the order of docs/functions.md.
func Functions() []Function {
	var out []Function
	for _, f := range functions() {
		d := Function{Name: f.name, Since: f.since, Doc: f.doc, Unknown: f.unknown, Examples: f.examples, Results: f.results}
		if f.macro != nil {
			d.Signature, d.Cost, d.PerItem = []string{f.sign}, 1, true
		}
		for i := range f.forms {
			o := &f.forms[i]
			var args []string
			for _, a := range o.args {
				args = append(args, a.name+": "+celTypeName(a.typ))
			}
			d.Signature = append(d.Signature, fmt.Sprintf("%s(%s) → %s", f.name, strings.Join(args, ", "), celTypeName(o.gives)))
			d.Cost = max(d.Cost, o.cost)
			d.PerItem = d.PerItem || o.each
		}
		out = append(out, d)
	}
	return out
}

// celTypeName is how the documentation writes a type.
func celTypeName(t *cel.Type) string {
	switch {
	case t.Kind() == types.TimestampKind:
		return "date"
	case t.Kind() == types.ListKind:
		return "list(" + celTypeName(t.Parameters()[0]) + ")"
	case t.Kind() == types.TypeParamKind:
		return "any"
	}
	return t.String()
}

package metamodel

import (
	"errors"

	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

const (
	// maxExpr bounds the source of one expression, in bytes.
	maxExpr = 4000
	// costLimit bounds both the estimate at publish and every evaluation, in
	// CEL's cost units (about one comparison each). A check over 500 rows of
	// six fields costs about 10,000.
	costLimit = 200_000
)

// scope says from where an expression looks: the whole form, one row of a
// repeat (`row`), or the siblings inside one group (bare element keys).
type scope struct {
	row      *groupPlan
	siblings *groupPlan
}

// celEnv compiles expressions over one form and one guide.
type celEnv struct {
	plan      *plan // nil: questions only
	questions map[string]Question
	base      *cel.Env
	fields    map[*fieldPlan]*types.FieldType

	mu     sync.Mutex
	scopes map[scope]*cel.Env
	cache  map[cacheKey]*celProgram
}

type cacheKey struct {
	scope  scope
	source string
}

// celProgram is a checked, planned expression.
type celProgram struct {
	env   *celEnv
	scope scope
	prg   cel.Program
	quick quick // nil: only CEL can tell
	refs  []string
}

// objectType is how a group's type is called inside CEL. The @ keeps it out of
// reach of sources.
func objectType(group string) string { return "@" + group }

func newCelEnv(p *plan, questions []Question, reg Registry) (*celEnv, Problems) {
	var s sink
	e := &celEnv{plan: p, questions: map[string]Question{}, scopes: map[scope]*cel.Env{}, cache: map[cacheKey]*celProgram{}, fields: map[*fieldPlan]*types.FieldType{}}
	if e.plan == nil {
		e.plan = &plan{}
	}
	var vars []cel.EnvOption
	for _, name := range sortedKeys(e.plan.byName) {
		g := e.plan.byName[name]
		t := types.NewObjectType(objectType(name))
		if g.g.Repeat {
			t = cel.ListType(t)
		}
		vars = append(vars, cel.Variable(name, t))
		for _, f := range g.fields {
			e.fields[f] = fieldAccess(f)
		}
	}
	for i, q := range questions {
		path := at("guide", i)
		bad := func(what Text) { s.add(exprQuestion, path, "question", clip(q.ID), "what", what) }
		typ, known := fieldTypes[q.Type]
		switch _, twice := e.questions[q.ID]; {
		case !fieldName.MatchString(q.ID) || celReserved[q.ID]:
			bad(ZhEn("的标识不能用在表达式中", "cannot be named in expressions"))
			continue
		case twice:
			bad(ZhEn("重复出现", "appears twice"))
			continue
		case e.plan.byName[q.ID] != nil:
			bad(ZhEn("与表单中的角色同名", "has the name of a subject of the form"))
			continue
		case !known || q.Type == TypeDate || q.Type == TypeCodes || q.Type == TypeText || q.Type == TypeString:
			bad(ZhEn("的类型不支持", "has a type that is not supported"))
			continue
		}
		if q.CodeList != "" {
			if _, ok := reg.CodeList(q.CodeList); !ok {
				bad(ZhEn("的代码表不存在", "uses a code list that does not exist"))
			}
		} else if q.Type == TypeCode {
			bad(ZhEn("缺少代码表", "needs a code list"))
		}
		if f := e.questionField(q); f != nil {
			typ = f.typ
		} else if q.Field != "" && p != nil {
			bad(ZhEn("对应的字段不在表单中", "stands for a field the form does not have"))
		}
		e.questions[q.ID] = q
		vars = append(vars, cel.Variable(q.ID, typ.celType()))
	}
	registry, err := types.NewRegistry()
	if err == nil {
		opts := []cel.EnvOption{
			cel.CustomTypeProvider(&formTypes{Provider: registry, env: e}),
			cel.CrossTypeNumericComparisons(true),
			cel.ParserExpressionSizeLimit(maxExpr),
			cel.ParserRecursionLimit(50),
		}
		e.base, err = cel.NewEnv(append(opts, vars...)...)
	}
	if err != nil {
		s.add(exprInternal, "", "detail", err.Error())
	}
	return e, s.problems
}

// questionField is the field a question is the same answer as, nil for none.
func (e *celEnv) questionField(q Question) *fieldPlan {
	f, ok := e.plan.byPath[q.Field]
	if !ok || f.Group.Repeat {
		return nil
	}
	g := e.plan.byName[f.Group.Path]
	return g.fields[g.byKey[f.Key]]
}

// in gives the environment of a scope, made when first needed.
func (e *celEnv) in(sc scope) (*cel.Env, error) {
	if sc == (scope{}) {
		return e.base, nil
	}
	if env, ok := e.scopes[sc]; ok {
		return env, nil
	}
	var vars []cel.EnvOption
	if sc.row != nil {
		vars = append(vars, cel.Variable("row", types.NewObjectType(objectType(sc.row.g.Path))))
	}
	if sc.siblings != nil {
		for _, f := range sc.siblings.fields {
			vars = append(vars, cel.Variable(f.f.Key, f.typ.celType()))
		}
	}
	env, err := e.base.Extend(vars...)
	if err == nil {
		e.scopes[sc] = env
	}
	return env, err
}

// compile gives the program of a source; nil for "always true" or a problem.
func (e *celEnv) compile(sc scope, path, source string, s *sink) *celProgram {
	if src := strings.TrimSpace(source); src == "" || src == "true" {
		return nil
	}
	if len(source) > maxExpr {
		s.add(exprTooLong, path, "limit", maxExpr)
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.cache[cacheKey{sc, source}]; ok {
		return p
	}
	env, err := e.in(sc)
	if err != nil {
		s.add(exprInternal, path, "detail", err.Error())
		return nil
	}
	parsed, iss := env.Parse(source)
	if iss.Err() != nil {
		reportIssues(iss, path, s)
		return nil
	}
	(&coercer{env: e, scope: sc}).expr(parsed.NativeRep().Expr(), nil)
	checked, iss := env.Check(parsed)
	if iss.Err() != nil {
		reportIssues(iss, path, s)
		return nil
	}
	if t := checked.OutputType(); !t.IsExactType(cel.BoolType) {
		s.add(exprNotBool, path, "type", typeWord(t.String()))
		return nil
	}
	if est, err := env.EstimateCost(checked, &sizes{env: e, scope: sc}); err != nil {
		s.add(exprInternal, path, "detail", err.Error())
		return nil
	} else if est.Max > costLimit {
		s.add(exprCost, path, "cost", est.Max, "limit", costLimit)
		return nil
	}
	p := &celProgram{env: e, scope: sc}
	before := len(s.problems)
	p.refs = e.inspect(checked.NativeRep(), sc, path, s)
	if s.problems[before:].Failed() {
		return nil
	}
	p.prg, err = env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(costLimit))
	if err != nil {
		s.add(exprInternal, path, "detail", err.Error())
		return nil
	}
	p.quick = e.quicken(checked.NativeRep().Expr(), sc)
	e.cache[cacheKey{sc, source}] = p
	return p
}

// eval runs the program; whatever goes wrong (an absent answer, a division by
// zero) is Unknown.
func (p *celProgram) eval(vars cel.Activation) Truth {
	out, _, err := p.prg.Eval(vars)
	if err != nil {
		return Unknown
	}
	switch out {
	case types.True:
		return True
	case types.False:
		return False
	}
	return Unknown
}

// over evaluates against a record.
func (p *celProgram) over(a *answerScope) Truth {
	if p.quick != nil && a.st.plan == p.env.plan {
		return p.quick(a)
	}
	return p.eval(a)
}

// formTypes tells CEL the fields of each group.
type formTypes struct {
	types.Provider
	env *celEnv
}

func (t *formTypes) group(name string) (*groupPlan, bool) {
	name, ok := strings.CutPrefix(name, "@")
	if !ok {
		return nil, false
	}
	g, ok := t.env.plan.byName[name]
	return g, ok
}

func (t *formTypes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := t.group(name); ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return t.Provider.FindStructType(name)
}

func (t *formTypes) FindStructFieldNames(name string) ([]string, bool) {
	if g, ok := t.group(name); ok {
		return sortedKeys(g.byKey), true
	}
	return t.Provider.FindStructFieldNames(name)
}

func (t *formTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	g, ok := t.group(name)
	if !ok {
		return t.Provider.FindStructFieldType(name, field)
	}
	i, ok := g.byKey[field]
	if !ok {
		return nil, false
	}
	return t.env.fields[g.fields[i]], true
}

func (t *formTypes) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if _, ok := t.group(name); ok {
		return types.NewErr("answers cannot be made in an expression")
	}
	return t.Provider.NewValue(name, fields)
}

var errAbsent = errors.New("no answer")

func fieldAccess(f *fieldPlan) *types.FieldType {
	return &types.FieldType{
		Type: f.typ.celType(),
		IsSet: func(target any) bool {
			v, ok := target.(*view)
			return ok && v.get(f) != nil
		},
		GetFrom: func(target any) (any, error) {
			if v, ok := target.(*view); ok {
				if val := v.get(f); val != nil {
					return val, nil
				}
			}
			return nil, errAbsent
		},
	}
}

// inspect lists what a checked expression reads and reports codes that are in
// no list.
func (e *celEnv) inspect(a *ast.AST, sc scope, path string, s *sink) []string {
	seen := map[string]bool{}
	walkExpr(a.Expr(), nil, func(x ast.Expr, bound map[string]bool) {
		switch x.Kind() {
		case ast.SelectKind:
			if f := e.selected(a, x); f != nil {
				seen[f.f.Path] = true
			}
		case ast.IdentKind:
			name := x.AsIdent()
			if bound[name] {
				return
			}
			if g, ok := e.plan.byName[name]; ok && g.g.Repeat && isRows(a.GetType(x.ID()), name) {
				seen[name] = true
			} else if _, ok := e.questions[name]; ok {
				seen[name] = true
			} else if sc.siblings != nil {
				if i, ok := sc.siblings.byKey[name]; ok {
					seen[sc.siblings.fields[i].f.Path] = true
				}
			}
		case ast.CallKind:
			e.knownCodes(a, sc, x, path, s)
		}
	})
	return sortedKeys(seen)
}

// walkExpr visits every node with the names that macros bind around it.
func walkExpr(e ast.Expr, bound map[string]bool, visit func(ast.Expr, map[string]bool)) {
	visit(e, bound)
	switch e.Kind() {
	case ast.SelectKind:
		walkExpr(e.AsSelect().Operand(), bound, visit)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			walkExpr(x, bound, visit)
		}
	case ast.MapKind:
		for _, x := range e.AsMap().Entries() {
			walkExpr(x.AsMapEntry().Key(), bound, visit)
			walkExpr(x.AsMapEntry().Value(), bound, visit)
		}
	case ast.StructKind:
		for _, x := range e.AsStruct().Fields() {
			walkExpr(x.AsStructField().Value(), bound, visit)
		}
	case ast.CallKind:
		if e.AsCall().IsMemberFunction() {
			walkExpr(e.AsCall().Target(), bound, visit)
		}
		for _, x := range e.AsCall().Args() {
			walkExpr(x, bound, visit)
		}
	case ast.ComprehensionKind:
		k := e.AsComprehension()
		walkExpr(k.IterRange(), bound, visit)
		inner := map[string]bool{k.IterVar(): true, k.IterVar2(): true, k.AccuVar(): true}
		for n := range bound {
			inner[n] = true
		}
		for _, x := range []ast.Expr{k.AccuInit(), k.LoopCondition(), k.LoopStep(), k.Result()} {
			walkExpr(x, inner, visit)
		}
	}
}

func isRows(t *types.Type, group string) bool {
	return t != nil && t.Kind() == types.ListKind && len(t.Parameters()) == 1 && t.Parameters()[0].TypeName() == objectType(group)
}

// selected is the field a select expression reads, nil when it is none.
func (e *celEnv) selected(a *ast.AST, x ast.Expr) *fieldPlan {
	t := a.GetType(x.AsSelect().Operand().ID())
	if t == nil || t.Kind() != types.StructKind {
		return nil
	}
	g, ok := e.plan.byName[strings.TrimPrefix(t.TypeName(), "@")]
	if !ok {
		return nil
	}
	i, ok := g.byKey[x.AsSelect().FieldName()]
	if !ok {
		return nil
	}
	return g.fields[i]
}

// knownCodes refuses a comparison of a coded field with a code that is in no
// entry of its list: it could never hold.
func (e *celEnv) knownCodes(a *ast.AST, sc scope, x ast.Expr, path string, s *sink) {
	call := x.AsCall()
	args := call.Args()
	if len(args) != 2 {
		return
	}
	f := call.FunctionName()
	if f != "_==_" && f != "_!=_" && f != "@in" {
		return
	}
	for i := range args {
		var field *fieldPlan
		switch args[i].Kind() {
		case ast.SelectKind:
			field = e.selected(a, args[i])
		case ast.IdentKind:
			if sc.siblings != nil {
				if k, ok := sc.siblings.byKey[args[i].AsIdent()]; ok {
					field = sc.siblings.fields[k]
				}
			}
		}
		if field == nil || field.codes == nil {
			continue
		}
		for _, lit := range stringLiterals(args[1-i]) {
			if _, ok := field.codes[lit]; !ok {
				s.add(exprCode, path, "code", clip(lit), "field", field.f.Label, "list", field.f.CodeList.ID)
			}
		}
	}
}

func stringLiterals(x ast.Expr) []string {
	switch x.Kind() {
	case ast.LiteralKind:
		if v, ok := x.AsLiteral().(types.String); ok {
			return []string{string(v)}
		}
	case ast.ListKind:
		var out []string
		for _, el := range x.AsList().Elements() {
			out = append(out, stringLiterals(el)...)
		}
		return out
	}
	return nil
}

// sizes tells the cost estimate how long answers may be.
type sizes struct {
	env   *celEnv
	scope scope
}

func (z *sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

func (z *sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	path := node.Path()
	if len(path) == 0 {
		return nil
	}
	upTo := func(n int) *cost.SizeEstimate { return &cost.SizeEstimate{Max: uint64(n)} }
	name, rest := path[0], path[1:]
	g := z.env.plan.byName[name]
	if name == "row" {
		g = z.scope.row
	}
	if g == nil {
		if z.scope.siblings != nil {
			if i, ok := z.scope.siblings.byKey[name]; ok {
				return upTo(z.scope.siblings.fields[i].most(rest))
			}
		}
		return upTo(64) // a question: a code or a number
	}
	if g.g.Repeat && name != "row" {
		if len(rest) == 0 {
			return upTo(g.maxRows)
		}
		rest = rest[1:] // @items
	}
	if len(rest) == 0 {
		return upTo(1)
	}
	i, ok := g.byKey[rest[0]]
	if !ok {
		return nil
	}
	return upTo(g.fields[i].most(rest[1:]))
}

// most is the greatest size of a field's value as CEL counts it: characters of
// a string, entries of a list, characters of an entry.
func (f *fieldPlan) most(rest []string) int {
	switch f.f.Element.Type {
	case TypeString, TypeText:
		if f.element.maxLength >= 0 {
			return f.element.maxLength
		}
		return defaultMaxLength
	case TypeCodes:
		if len(rest) == 0 {
			return len(f.codes)
		}
		return 64
	case TypeCode:
		return 64
	}
	return 1
}

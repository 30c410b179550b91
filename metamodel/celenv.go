package metamodel

import (
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
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
	option   bool // an entry of a code list is looked at (`option`)
}

// optionName is how a filter of options names the entry.
const optionName = "option"

// celEnv compiles expressions over one form and one guide.
type celEnv struct {
	plan      *plan // nil: questions only
	results   bool  // the checks of a result: the case was submitted
	questions map[string]Question
	base      *cel.Env
	fields    map[*fieldPlan]*types.FieldType
	lists     map[string]*CodeList // by the names that calls have for them
	listKeys  map[*CodeList]string
	groups    map[*groupPlan]*types.FieldType
	parents   map[*groupPlan]*types.FieldType // of a row, the row around it

	mu     sync.Mutex
	scopes map[scope]*cel.Env
	cache  map[cacheKey]*celProgram
}

type cacheKey struct {
	scope  scope
	source string
	want   string // the type it must give; "": a condition
}

// celProgram is a checked, planned expression.
type celProgram struct {
	env   *celEnv
	scope scope
	prg   cel.Program
	quick quick // nil: only CEL can tell
	refs  []string

	source   string
	warnings Problems        // told at every use
	filled   map[string]bool // of the refs, the fields of which nothing is asked but whether they are filled in
}

// objectType is how a group's type is called inside CEL. The @ keeps it out of
// reach of sources.
func objectType(group string) string { return "@" + group }

func newCelEnv(p *plan, questions []Question, reg Registry) (*celEnv, Problems) {
	var s sink
	e := &celEnv{plan: p, questions: map[string]Question{}, scopes: map[scope]*cel.Env{}, cache: map[cacheKey]*celProgram{}, fields: map[*fieldPlan]*types.FieldType{},
		groups: map[*groupPlan]*types.FieldType{}, parents: map[*groupPlan]*types.FieldType{}}
	if e.plan == nil {
		e.plan = &plan{root: &groupPlan{g: &Group{}}}
	}
	var vars []cel.EnvOption
	for _, name := range sortedKeys(e.plan.byName) {
		g := e.plan.byName[name]
		if g.outer.outer == nil {
			vars = append(vars, cel.Variable(name, groupType(g)))
		}
		e.groups[g] = groupAccess(g)
		if g.g.Repeat && g.outer.repeat() != nil {
			e.parents[g] = parentAccess(g)
		}
		for _, f := range g.fields {
			e.fields[f] = fieldAccess(f)
		}
	}
	for i, q := range questions {
		path := at("guide", i)
		bad := func(what Text) { s.add(exprQuestion, path, "question", clip(q.ID), "what", what) }
		typ, known := fieldTypes[q.Type]
		switch _, twice := e.questions[q.ID]; {
		case !fieldName.MatchString(q.ID) || celReserved(q.ID):
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
	e.nameLists(reg)
	base, err := library()
	if err == nil {
		vars = append(vars, cel.CustomTypeProvider(&formTypes{Provider: base.CELTypeProvider(), env: e}))
		e.base, err = base.Extend(vars...)
	}
	if err != nil {
		unusable(err, "", &s)
	}
	return e, s.problems
}

// questionField is the field a question is the same answer as, nil for none.
func (e *celEnv) questionField(q Question) *fieldPlan {
	f, ok := e.plan.byPath[q.Field]
	if !ok || f.g.repeat() != nil {
		return nil
	}
	return f
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
		if rep := sc.row.outer.repeat(); rep != nil {
			vars = append(vars, cel.Variable(parentRow, types.NewObjectType(objectType(rep.g.Path))))
		}
	}
	if sc.siblings != nil {
		for _, f := range sc.siblings.fields {
			vars = append(vars, cel.Variable(f.f.Key, f.typ.celType()))
		}
	}
	if sc.option {
		vars = append(vars, cel.Variable(optionName, types.NewObjectType(optionType)))
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
	return e.compileFor(nil, sc, path, source, s)
}

// compileFor gives the program that computes a field, or that of a condition
// when the field is nil.
func (e *celEnv) compileFor(f *fieldPlan, sc scope, path, source string, s *sink) *celProgram {
	want := cel.BoolType
	key := cacheKey{source: source}
	if f != nil {
		want = f.typ.celType()
		key.want = want.String()
	}
	if len(source) > maxExpr {
		s.add(exprTooLong, path, "limit", maxExpr, "at", tooFar(source))
		return nil
	}
	if sc.row != nil && !strings.Contains(source, "row") && !strings.Contains(source, parentRow) {
		sc.row = nil // decided once, not in every row
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	key.scope = sc
	if p, ok := e.cache[key]; ok {
		for _, w := range p.warnings {
			w.Path = path
			s.problems = append(s.problems, w)
		}
		return p
	}
	env, err := e.in(sc)
	if err != nil {
		unusable(err, path, s)
		return nil
	}
	parsed, iss := env.Parse(source)
	if iss.Err() != nil {
		reportIssues(iss, source, path, s)
		return nil
	}
	if untyped(parsed.NativeRep(), source, path, s) || !e.results && unfiled(parsed.NativeRep(), source, path, s) {
		return nil
	}
	co := &coercer{env: e, scope: sc}
	co.expr(parsed.NativeRep().Expr(), nil)
	if f != nil {
		results(parsed.NativeRep().Expr(), func(x ast.Expr) { co.adapt(x, want) })
	}
	checked, iss := env.Check(parsed)
	if iss.Err() != nil {
		reportIssues(iss, source, path, s)
		return nil
	}
	if mixed(checked.NativeRep(), path, s) || badConstants(checked.NativeRep(), path, s) {
		return nil
	}
	tree := checked.NativeRep()
	switch t := checked.OutputType(); {
	case f == nil && !t.IsExactType(want):
		s.add(exprNotBool, path, "at", placeOf(tree, tree.Expr()), "type", typeWord(t.String()))
		return nil
	case f != nil && !fits(t, want):
		s.add(exprValueType, path, "at", placeOf(tree, tree.Expr()), "type", typeWord(t.String()), "field", f.f.Label, "want", typeWord(want.String()))
		return nil
	}
	if est, err := env.EstimateCost(checked, &sizes{env: e, scope: sc}); err != nil {
		unusable(err, path, s)
		return nil
	} else if est.Max > costLimit {
		s.add(exprCost, path, "at", placeOf(tree, costliest(tree, &sizes{env: e, scope: sc})), "cost", est.Max, "limit", costLimit)
		return nil
	}
	p := &celProgram{env: e, scope: sc, source: source}
	before := len(s.problems)
	p.refs, p.filled = e.inspect(tree, sc, path, s), e.onlyFilled(tree)
	e.bindLists(checked.NativeRep(), sc, path, s)
	if f != nil && f.codes != nil {
		results(checked.NativeRep().Expr(), func(x ast.Expr) { unknownCodes(tree, f, x, path, s) })
	}
	u := &futile{env: e, cel: env, ast: tree, scope: sc, path: path, s: s}
	if !u.look(f == nil) || s.problems[before:].Failed() {
		return nil
	}
	p.warnings = slices.Clone(s.problems[before:])
	p.prg, err = env.Program(checked, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(costLimit), cel.CostTracking(callCosts{}))
	if err != nil {
		unusable(err, path, s)
		return nil
	}
	if f == nil {
		p.quick = e.quicken(checked.NativeRep().Expr(), sc)
	}
	e.cache[key] = p
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

// checked is the checked syntax tree, made again from the source: a form in use
// keeps only its programs.
func (e *celEnv) checked(sc scope, source string) (*ast.AST, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	env, err := e.in(sc)
	if err != nil {
		return nil, false
	}
	parsed, iss := env.Parse(source)
	if iss.Err() != nil {
		return nil, false
	}
	(&coercer{env: e, scope: sc}).expr(parsed.NativeRep().Expr(), nil)
	checked, iss := env.Check(parsed)
	if iss.Err() != nil {
		return nil, false
	}
	return checked.NativeRep(), true
}

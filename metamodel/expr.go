package metamodel

import "encoding/json"

// Env is what expressions may name: the groups and fields of a form
// (premises.DE00203), a guide's questions (Q2), all typed.
type Env struct{ env *celEnv }

// Expr is a compiled CEL condition: typed, cost-limited, safe for concurrent use.
type Expr struct {
	Source string
	prog   *celProgram // nil: always true
}

// NewEnv declares a form's fields (form may be nil) and questions (may be
// empty). A question that is the same answer as a field has the field's type.
func NewEnv(form *Form, questions []Question, reg Registry) (*Env, Problems) {
	var p *plan
	if form != nil {
		p = form.plan
	}
	e, problems := newCelEnv(p, questions, reg)
	if problems.Failed() {
		return nil, problems
	}
	return &Env{e}, problems
}

// Condition compiles a boolean expression. Unknown names, wrong types and
// excessive cost are problems at path, with the position in the source.
// "" and "true" give an expression that is always True.
func (e *Env) Condition(path, source string) (*Expr, Problems) {
	var s sink
	prog := e.env.compile(scope{}, path, source, &s)
	if s.problems.Failed() {
		return nil, s.problems
	}
	return &Expr{Source: source, prog: prog}, s.problems
}

// Refs lists what the expression reads, sorted: field paths
// ("premises/DE00203"), repeats read as a whole by their group path
// ("employee"), and question ids ("Q2").
func (x *Expr) Refs() []string {
	if x.prog == nil {
		return nil
	}
	return append([]string(nil), x.prog.refs...)
}

// EvalQuestions evaluates over the guide's answers alone: question id to JSON
// value. An absent answer makes what depends on it Unknown; `a || b` is True
// as soon as one side is.
func (x *Expr) EvalQuestions(answers map[string]any) Truth {
	if x.prog == nil {
		return True
	}
	return x.prog.eval(&questionScope{env: x.prog.env, answers: answers})
}

// Eval evaluates an expression compiled with the form's Env (materials'
// conditions, theme conditions) against the record. A question that stands for
// a field has the field's answer; any other question is absent.
func (r *Record) Eval(x *Expr) Truth { return r.evalFor(-1, x) }

// EvalFor is Eval with the eyes of one matter of a merged form: an answer that
// is shown only because another matter asks for it is absent.
func (r *Record) EvalFor(matter string, x *Expr) Truth {
	i, ok := r.state.plan.matters[matter]
	if !ok {
		i = -1
	}
	return r.evalFor(i, x)
}

func (r *Record) evalFor(matter int, x *Expr) Truth {
	if x.prog == nil {
		return True
	}
	return x.prog.over(&answerScope{st: r.state, env: x.prog.env, matter: matter})
}

// typedAnswer reads a question's answer given as a decoded JSON value.
func typedAnswer(t Type, v any) (text []byte, ok bool) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, false
	}
	sc := scanner{b: raw, lim: AnswerLimits}
	tok, ok := sc.value()
	if !ok {
		return nil, false
	}
	w := writer{buf: raw}
	typ := fieldTypes[t]
	if t == TypeCode { // which codes exist does not matter to a comparison
		typ = stringType{}
	}
	if typ.read(&w, nil, tok) != nil {
		return nil, false
	}
	text = w.val.of(w.buf)
	return text, len(text) > 0
}

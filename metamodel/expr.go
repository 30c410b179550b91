package metamodel

// Env is what expressions may name: the groups and fields of a form
// (premises.DE00203), a guide's questions (Q2), all typed.
type Env struct{ env *celEnv }

// Expr is a compiled CEL condition: typed, cost-limited, safe for concurrent use.
type Expr struct {
	Source string
	prog   *celProgram
}

// NewEnv declares a form's fields (form may be nil) and questions (may be empty).
func NewEnv(form *Form, questions []Question, reg Registry) (*Env, Problems) {
	return newEnv(form, questions, reg)
}

// Condition compiles a boolean expression. Unknown names, wrong types and
// excessive cost are problems at path, with the position in the source.
// "" and "true" give an expression that is always True.
func (e *Env) Condition(path, source string) (*Expr, Problems) { return e.condition(path, source) }

// Refs lists what the expression reads, sorted: field paths
// ("premises/DE00203") and question ids ("Q2").
func (x *Expr) Refs() []string { return x.refs() }

// EvalQuestions evaluates over the guide's answers alone: question id to JSON
// value. An absent answer makes what depends on it Unknown; `a || b` is True
// as soon as one side is.
func (x *Expr) EvalQuestions(answers map[string]any) Truth { return x.evalQuestions(answers) }

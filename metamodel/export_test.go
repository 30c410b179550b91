package metamodel

// BothWays evaluates x by CEL and, where there is one, by its quick form.
func (r *Record) BothWays(x *Expr) (cel, quick Truth, has bool) {
	if x.prog == nil { // "true": neither is asked
		return True, True, false
	}
	a := &answerScope{st: r.state, env: x.prog.env, row: -1, matter: -1}
	if x.prog.quick == nil {
		return x.prog.eval(a), Unknown, false
	}
	return x.prog.eval(a), x.prog.quick(a), true
}

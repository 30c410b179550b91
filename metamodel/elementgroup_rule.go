package metamodel

// groupRule is the condition that an element group brings to a field, as the
// group's author and the form's wrote it: both together decide, and each is
// told of what is wrong with their own.
type groupRule struct {
	path    string // of x-elements in the form
	group   Text
	element string
	source  string // over the siblings' element ids
	own     string // the form's
}

// tell reports a condition of a group that is wrong, in the words of the first
// thing that is.
func (r *groupRule) tell(wrong Problems, s *sink) {
	for _, p := range wrong {
		if p.Severity != Warning {
			s.add(formGroupRule, r.path, "group", r.group, "element", r.element, "detail", p.Message)
			return
		}
	}
}

// visible compiles when a use of a field is shown.
func (k *conditioner) visible(f *fieldPlan, matter int, path, source string) *condition {
	sc := scope{row: f.g.repeat()}
	if f.rule == nil {
		return k.compile(sc, matter, path, source)
	}
	mine := conditioner{c: &compiler{}, env: k.env, memo: k.memo}
	out := mine.compile(sc, matter, path, source)
	if len(mine.c.problems) == 0 {
		return out
	}
	var theirs, own sink
	k.env.compile(scope{siblings: f.g}, path, f.rule.source, &theirs)
	k.env.compile(sc, path, f.rule.own, &own)
	f.rule.tell(theirs.problems, &k.c.sink)
	k.c.problems = append(k.c.problems, own.problems...)
	if mine.c.problems.Failed() && !theirs.problems.Failed() && !own.problems.Failed() { // too long, or too costly, together
		k.c.problems = append(k.c.problems, mine.c.problems...)
	}
	return out
}

package xlsform

// inRepeat is the question or repeat that a function over rows looks at.
func (t *translator) inRepeat(n node) *item {
	switch n := n.(type) {
	case refNode:
		return t.named(n.name)
	case pathNode:
		if n.simple && t.option == nil {
			return t.walk(n)
		}
	}
	refuse("这里须为重复组或其中的题目", "a repeat, or a question inside it, is needed here")
	return nil
}

// count is how many rows a repeat has.
func (t *translator) count(n callNode) value {
	t.arity(n, 1, 1)
	rep := t.inRepeat(n.args[0])
	if !rep.repeat() {
		refuse("count 只能用于重复组", "count takes a repeat")
	}
	return t.overRows(rep, primary("size("+t.rows(rep)+")"), sortWhole, primary("0"))
}

// overRows guards what a hidden repeat leaves unknown.
func (t *translator) overRows(rep *item, p piece, s nature, none piece) value {
	if rep.conditional() {
		p = chosen(primary("filled("+t.rows(rep)+")"), p, none)
	}
	return value{piece: p, sort: s}
}

// overColumn is a function over the answers to one question in all rows.
func (t *translator) overColumn(n callNode, function string) value {
	t.arity(n, 1, 1)
	it := t.inRepeat(n.args[0])
	rep, list := t.answers(it)
	out := sortWhole
	none := primary("0")
	if function == "sum" {
		if it.sort != sortWhole && it.sort != sortNumber {
			refuse("“"+it.name+"”不是数字", "“"+it.name+"” is no number")
		}
		if out = it.sort; out == sortNumber {
			none = primary("0.0")
		}
	}
	return t.overRows(rep, primary(function+"("+list+")"), out, none)
}

// answers are those to one question in all rows of its repeat, without blanks.
func (t *translator) answers(it *item) (*item, string) {
	if it == todayItem {
		refuse("这里须为重复组中的题目", "a question inside a repeat is needed here")
	}
	t.im.resolve(it)
	reps := it.repeats()
	switch {
	case it.why != nil:
		refuse("“"+it.name+"”没有导入", "“"+it.name+"” was not taken")
	case len(reps) == 0 || it.sort == sortNothing:
		refuse("“"+it.name+"”不是重复组中的题目", "“"+it.name+"” is no question inside a repeat")
	}
	rep := reps[len(reps)-1]
	if _, inside := t.base(it); inside {
		refuse("“"+it.name+"”在同一个重复组里，这里只有一个答案", "“"+it.name+"” is in the same repeat and has one answer here")
	}
	cel := "r" + inRow(it) + "." + it.key
	return rep, t.rows(rep) + ".map(r, " + it.thereAt(cel).pos().cel + ", " + cel + ")"
}

// extreme is min or max of several numbers, or of a column.
func (t *translator) extreme(n callNode, function string) value {
	t.arity(n, 1, -1)
	if len(n.args) == 1 {
		it := t.inRepeat(n.args[0])
		_, list := t.answers(it)
		if it.sort != sortWhole && it.sort != sortNumber && it.sort != sortDate {
			refuse("“"+it.name+"”不是数字", "“"+it.name+"” is no number")
		}
		there := primary("filled(" + list + ")")
		return value{piece: primary(function + "(" + list + ")"), sort: it.sort, there: presence{{there, notOf(there)}}, strict: true}
	}
	out := t.value(n.args[0])
	for _, a := range n.args[1:] {
		v := t.value(a)
		both := together(out, v)
		if out.sort != sortDate || v.sort != sortDate {
			out, v = alike(out.number(), v.number())
		}
		both.piece, both.sort = primary(function+"("+out.cel+", "+v.cel+")"), out.sort
		out = both
	}
	return out
}

package metamodel

// mostTwins is how many fields a field may be the same as.
const mostTwins = 100

// twins compiles what a field is the same as. Both lie in no repeat, both are
// asked, and an answer of one is an answer of the other.
func (c *compiler) twins(f *fieldPlan, same []Twin, env *conditioner) {
	for i, t := range same {
		path := at(join(f.docPath, "x-same"), i)
		of := c.plan.byPath[t.As]
		wrong := func(why Text) { c.add(formTwin, join(path, "as"), "field", f.f.Label, "as", clip(t.As), "why", why) }
		switch {
		case i == mostTwins:
			wrong(ZhEn("太多了", "there are too many"))
			return
		case of == nil:
			wrong(ZhEn("表单里没有这个字段", "the form has no such field"))
		case of == f:
			wrong(ZhEn("这就是它自己", "it is the field itself"))
		case f.g.repeat() != nil || of.g.repeat() != nil:
			wrong(ZhEn("重复组里的字段有多个值", "a field of a repeat has several values"))
		case of.f.Element.ID != f.f.Element.ID:
			wrong(ZhEn("两者不是同一个数据元", "they are not the same element"))
		case !f.f.asked() || !of.f.asked():
			wrong(ZhEn("两者都必须是要申请人填写的", "both must be asked"))
		default:
			when := env.compile(scope{}, -1, join(path, "when"), t.When)
			f.twins = append(f.twins, twinPlan{of, when})
			of.takers = append(of.takers, f)
		}
	}
}

// twinOf is the place of the twin that a field is copied from in the record, and
// one; 0 for none. What a source department gave is not copied, nor copied over.
func (st *recordState) twinOf(f *fieldPlan, s *slot, row int32) uint8 {
	if len(f.twins) == 0 || s.uses.none() || s.by > 0 || st.supplied(f, row) {
		return 0
	}
	for i := range f.twins {
		t := &f.twins[i]
		if o := st.slot(t.of, 0); !o.uses.none() && !st.supplied(t.of, 0) && st.truth(t.when, row) == True {
			return uint8(i + 1)
		}
	}
	return 0
}

// copyTwin puts the answer of a twin in the place of what was sent; one that is
// absent, or cannot be read, is absent.
func (st *recordState) copyTwin(f *fieldPlan, s *slot) {
	o := st.slot(f.twins[s.twin-1].of, 0)
	if !o.readable() {
		return
	}
	twin, seen := s.twin, s.seen
	st.put(f, s, append([]byte(nil), o.raw.of(st.w.buf)...))
	s.twin, s.seen = twin, seen
}

// wanted reports that a field must be answered because one that is the same must.
func (st *recordState) wanted(f *fieldPlan) bool {
	for _, taker := range f.takers {
		if s := st.slot(taker, 0); s.twin > 0 && taker.twins[s.twin-1].of == f && st.required(taker, 0) {
			return true
		}
	}
	return false
}

// derived reports whether nobody is asked for a field: a visible use computes
// it, or it is another one's answer.
func (s *slot) derived() bool { return s.twin > 0 || s.by > 0 }

// behind are the fields that a field may be copied from, directly or through others.
func (f *fieldPlan) behind(yield func(*fieldPlan)) {
	for i := range f.twins {
		yield(f.twins[i].of)
		f.twins[i].of.behind(yield)
	}
}

// SameAs is the field that the one at path is copied from now, as both are the
// same person's: nobody is asked for it.
func (r *Record) SameAs(path string) (*Field, bool) {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil, false
	}
	s := r.state.slot(at.f, at.row)
	if s.twin == 0 {
		return nil, false
	}
	return at.f.twins[s.twin-1].of.f, true
}

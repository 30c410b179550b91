package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// deferred compiles the definitions of a stored release when they are asked for.
// The release was compiled as a whole before it was stored, and its content is
// what its hash says: what fails now is a fault of the program or of the store,
// is reported, and counts as not there.
type deferred struct {
	cache  *compiled
	base   string // what the forms of the release may refer to, as a digest
	report func(error)

	mu        sync.Mutex // of what is small and stays
	machines  map[string]*workflows.Machine
	calendars map[string]*workflows.Calendar
}

func (l *deferred) failed(r *Release, kind, id string, err error) {
	if l.report != nil {
		l.report(fmt.Errorf("%s %s of release %s of %s: %w", kind, id, r.Hash, r.Pack.Name, err))
	}
}

// form compiles a form once for every release that has the same form over the
// same elements, code lists and subjects.
func (l *deferred) form(r *Release, id string) *metamodel.Form {
	sum := sha256.Sum256(r.Pack.Files[r.Pack.formFiles[id]])
	v := l.cache.get("form "+l.base+" "+hex.EncodeToString(sum[:]), func() (any, int) {
		doc, err := r.Pack.decodeForm(id)
		if err != nil {
			l.failed(r, metamodel.KindForm, id, err)
			return nil, 0
		}
		f, ps := metamodel.Compile(doc, r.reg)
		if f == nil {
			l.failed(r, metamodel.KindForm, id, ps)
			return nil, 0
		}
		return f, len(f.Fields)
	})
	f, _ := v.(*metamodel.Form)
	return f
}

func (l *deferred) matter(r *Release, id string) *Matter {
	v := l.cache.get("matter "+r.Hash+" "+id, func() (any, int) {
		c := &compiler{pack: r.Pack, needs: r.needs, reg: r.reg, release: r}
		m := c.matter(r.Pack.Matters[id])
		if m == nil || c.problems.Failed() {
			l.failed(r, metamodel.KindMatter, id, c.problems)
			return nil, 0
		}
		return m, len(m.Form.Fields)
	})
	m, _ := v.(*Matter)
	return m
}

func (l *deferred) theme(r *Release, id string) *Theme {
	v := l.cache.get("theme "+r.Hash+" "+id, func() (any, int) {
		c := &compiler{pack: r.Pack, needs: r.needs, reg: r.reg, release: r}
		t := c.theme(r.Pack.Themes[id])
		if c.problems.Failed() {
			l.failed(r, metamodel.KindTheme, id, c.problems)
			return nil, 0
		}
		fields := len(t.Merged.Fields)
		for _, m := range t.Matters {
			fields += len(m.Form.Fields)
		}
		return t, fields
	})
	t, _ := v.(*Theme)
	return t
}

func (l *deferred) policies(r *Release) *PolicySet {
	v := l.cache.get("policies "+r.Hash, func() (any, int) {
		c := &compiler{pack: r.Pack, needs: r.needs, reg: r.reg, release: r}
		s := c.policySet()
		if s == nil || c.problems.Failed() {
			l.failed(r, metamodel.KindPolicy, "", c.problems)
			return nil, 0
		}
		return s, len(s.Form.Fields) + len(s.Policies)
	})
	s, _ := v.(*PolicySet)
	return s
}

func (l *deferred) machine(r *Release, id string) *workflows.Machine {
	l.mu.Lock()
	defer l.mu.Unlock()
	m, ok := l.machines[id]
	if !ok {
		var ps metamodel.Problems
		if m, ps = workflows.Compile(r.Pack.Workflows[id]); m == nil {
			l.failed(r, metamodel.KindWorkflow, id, ps)
		}
		l.machines[id] = m
	}
	return m
}

func (l *deferred) calendar(r *Release, id string) *workflows.Calendar {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.calendars[id]
	if !ok {
		var ps metamodel.Problems
		if c, ps = workflows.NewCalendar(r.Pack.Calendars[id]); c == nil {
			l.failed(r, metamodel.KindCalendar, id, ps)
		}
		l.calendars[id] = c
	}
	return c
}

// release makes the release of a stored pack: nothing is compiled yet.
func (l *deferred) release(p *Pack, hash string, needs []*Release) *Release {
	l.machines, l.calendars = map[string]*workflows.Machine{}, map[string]*workflows.Calendar{}
	r := &Release{Pack: p, Hash: hash, needs: needs, reg: newRegistry(p, needs), later: l}
	l.base = r.base()
	return r
}

// base is a digest of everything forms may refer to: the files of elements,
// groups, code lists and subjects of the pack and of those it needs.
func (r *Release) base() string {
	if r.later != nil && r.later.base != "" {
		return r.later.base
	}
	files := r.Pack.Files
	if files == nil {
		files = r.Pack.Encode()
	}
	kept := map[string][]byte{}
	for name, b := range files {
		switch folderOf(name) {
		case "subjects", "codes", "elements", "groups":
			kept[name] = b
		}
	}
	sum := []string{Hash(kept)}
	for _, n := range r.needs {
		sum = append(sum, n.base())
	}
	if len(sum) == 1 {
		return sum[0]
	}
	slices.Sort(sum[1:])
	digest := sha256.Sum256([]byte(fmt.Sprint(sum)))
	return hex.EncodeToString(digest[:])
}

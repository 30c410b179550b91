package catalog

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// SimulatedShown says how often something of a theme is met.
type SimulatedShown struct {
	Kind    ShownKind      `json:"kind"`
	ID      string         `json:"id"` // of a question, matter or material; a field's path
	Name    metamodel.Text `json:"name"`
	Share   float64        `json:"share"` // of the accepted filings; of a question or matter, of the cases
	Verdict ShownVerdict   `json:"verdict"`
	Why     metamodel.Text `json:"why,omitempty"` // why never
}

// ShownKind is what is shown.
type ShownKind string

const (
	ShownQuestion ShownKind = "question"
	ShownMatter   ShownKind = "matter"
	ShownField    ShownKind = "field"
	ShownMaterial ShownKind = "material"
)

// ShownVerdict sorts what is shown.
type ShownVerdict string

const (
	ShownOften ShownVerdict = "shown"
	ShownRare  ShownVerdict = "rare"     // less often than rarely, but it was met
	Unseen     ShownVerdict = "unseen"   // not once; nothing is proven
	Excluded   ShownVerdict = "excluded" // met only where an answer was given whose share is assumed to be 0
	Never      ShownVerdict = "never"    // proven: everything that could show it was tried
	Spared     ShownVerdict = "spared"   // by design: another matter or a department gives it
)

// rarely is the share below which something is told as rare.
const rarely = 0.02

// shownTo counts what filings showed.
type shownTo struct {
	filings, accepted int
	weight            int   // of the accepted ones, those that cases filed
	fields            []int // by the merged form's order, of weight
	met               []bool
	supposed          []bool // likewise in situations that somebody is assumed to be in
	spared            []bool // awaited wherever its matters apply
	materials         []int
	metMaterial       []bool
	supposedMaterial  []bool
	given             []metamodel.Text
	proven            map[int]bool // fields that were proven never to be shown
	nothing           bool         // not one filing was accepted in any situation
}

const (
	mostWitnesses = 512 // ways through the guide filled in beside those that cases met
	mostTries     = 24  // filings of a situation before it is told that none was accepted
)

// filler fills in the form for a situation.
type filler struct{ *prover }

// fill fills in the forms of the first cases, and once each of the situations
// that no case met.
func (s *simulating) fill(filings int) *shownTo {
	t := s.t
	sh := &shownTo{fields: make([]int, len(t.Merged.Fields)), met: make([]bool, len(t.Merged.Fields)), supposed: make([]bool, len(t.Merged.Fields)), spared: make([]bool, len(t.Merged.Fields)),
		materials: make([]int, len(t.Materials)), metMaterial: make([]bool, len(t.Materials)), supposedMaterial: make([]bool, len(t.Materials)), given: make([]metamodel.Text, len(t.Materials)), proven: map[int]bool{}}
	if filings <= 0 {
		return sh
	}
	source := rand.NewPCG(s.o.Seed, 0)
	f := &filler{prover: newProver(newCourt(t, s.o.Today), rand.New(source))}
	f.steady = true
	for i := range min(filings, s.o.Cases) {
		luck := workflows.LuckOf(s.o.Seed, i)
		source.Seed(luck, 0x66696c6c)
		sh.filed(f, s.at[i], true)
	}
	left := 2*filings + mostTries
	for n, at := range s.lots.ends[:min(len(s.lots.ends), mostWitnesses)] {
		source.Seed(workflows.LuckOf(s.o.Seed, -1-n), 0x66696c6c)
		for at.accepted == 0 && at.tried < mostTries && left > 0 {
			sh.filed(f, at, false)
			left--
		}
	}
	tried, accepted := 0, 0
	for _, at := range s.lots.ends {
		tried += at.tried
		accepted += at.accepted
	}
	sh.nothing = tried >= mostTries && accepted == 0
	return sh
}

// filed fills in one form.
func (sh *shownTo) filed(f *filler, at *situated, counts bool) {
	tree, rec, ok := f.fileIn(at)
	at.tried++
	if counts {
		sh.filings++
	}
	if !ok {
		at.refuse(f, tree, rec)
		return
	}
	at.accepted++
	if counts {
		sh.accepted++
		sh.weight++
	}
	for i, field := range rec.Form.Fields {
		if at.awaited[field.Path] {
			sh.spared[i] = true
			continue
		}
		if shown(rec, field) {
			sh.met[i] = true
			sh.supposed[i] = sh.supposed[i] || at.supposed
			if counts {
				sh.fields[i]++
			}
		}
	}
	for _, st := range f.t.materialStates(at.scope, rec) {
		i := slices.IndexFunc(f.t.Materials, func(m *MergedMaterial) bool { return m.Material == st.Material })
		switch {
		case st.Asked:
			sh.metMaterial[i] = true
			sh.supposedMaterial[i] = sh.supposedMaterial[i] || at.supposed
			if counts {
				sh.materials[i]++
			}
		case len(st.Proven) > 0 || st.Material.Origin == metamodel.OriginResult || st.Material.Origin == metamodel.OriginSystem:
			sh.given[i] = st.Reason
		}
	}
}

// fileIn makes answers for a situation that the merged form accepts, if it can.
func (f *filler) fileIn(at *situated) (tree map[string]any, rec *metamodel.Record, ok bool) {
	tree = tree0()
	for _, g := range f.t.Merged.Groups {
		f.fill(tree, g, 9)
	}
	f.bind(at, tree)
	verdict := verdictScope{at.scope, at.awaited}
	for repairs := 1; ; repairs++ {
		f.buf = appendTree(f.buf[:0], tree)
		rec = f.merged(f.buf, verdict)
		if ok = !rec.Problems.Failed(); ok || repairs == mostRepairs {
			return tree, rec, ok
		}
		for _, p := range rec.Problems {
			if p.Severity != metamodel.Warning {
				f.mend(tree, p.Path)
			}
		}
		f.bind(at, tree)
	}
}

// bind answers the fields that questions of the guide are, as the situation does.
func (f *filler) bind(at *situated, tree map[string]any) {
	for _, q := range f.t.guide.questions {
		group, key, bound := strings.Cut(q.def.Field, "/")
		if !bound {
			continue
		}
		object, ok := tree[group].(map[string]any)
		if !ok {
			object = tree0()
			tree[group] = object
		}
		v, answered := at.situation[q.def.ID]
		if !answered {
			continue // not asked by the guide: an answer like any other
		}
		raw, err := json.Marshal(v)
		if err != nil { // an answer is JSON
			panic(err)
		}
		object[key] = json.RawMessage(raw)
	}
}

package catalog

import (
	"github.com/onematter/onematter/metamodel"
)

// Theme is a compiled theme: the merged form, the guide and the plan.
type Theme struct {
	Def       *metamodel.Theme // with the questions that conditions need and nobody wrote
	Lead      *metamodel.Department
	Matters   []*ThemeMatter     // in the theme's order
	Merged    *metamodel.Form    // one field per (element, subject); uses name their matter
	Materials []*MergedMaterial  // by standard id, in order of first use
	Together  []*Inspection      // the site inspections that departments make together
	Conflicts metamodel.Problems // warnings of the merge
	Loose     metamodel.Problems // warnings of that layout: what it names that is gone, and the like

	guide   *guide
	derived Arrangement       // where the theme has a layout of its own
	needed  map[string]string // questions nobody wrote, with the place of the condition that needs them
	byID    map[string]*MergedMaterial
	proven  []*MergedMaterial // those that something else may prove, in the order in which they may leave
}

// ThemeMatter is a matter placed in the theme.
type ThemeMatter struct {
	*Matter
	When          *metamodel.Expr // over the guide's questions
	Stage         int
	Group         string
	Preconditions []string // those that are in this theme
}

// MergedMaterial is one standard material and every matter that wants it.
type MergedMaterial struct {
	Material *metamodel.Material
	Uses     []MaterialDemand
	Kept     *metamodel.KeptMaterial // staff want it handed in, whatever proves it
	StandIns []*metamodel.Material   // they prove all it does, the one to be preferred first
	Results  []*ThemeMatter          // likewise: their results
	Issued   *metamodel.Matter       // the matter whose result it is
}

// MaterialDemand is one matter's wish for a merged material.
type MaterialDemand struct {
	Matter string
	Use    metamodel.MaterialUse
	When   *metamodel.Expr
}

// Situation is what is known of the guide: question id to answer (bool,
// json.Number or float64, string), including the answers of questions that are
// fields of the form. Absent means not answered.
type Situation map[string]any

// Situation reads the guide's own answers (a JSON object by question id) and,
// for questions bound to a field, the form's answers, which win.
func (t *Theme) Situation(guide, answers []byte) (Situation, metamodel.Problems) {
	return t.situation(guide, answers)
}

// SetAnswer puts one question's answer, as an HTML control posted it, where it
// belongs: into guide or, for a question bound to a field, into answers. Both
// are returned. An answer that cannot be read is a problem at the question's id.
func (t *Theme) SetAnswer(question string, input []string, guide, answers []byte) (newGuide, newAnswers []byte, ps metamodel.Problems) {
	return t.setAnswer(question, input, guide, answers)
}

// GuideState is where a citizen stands in the guide.
type GuideState struct {
	Next      *metamodel.Question  // what staff want first; else of the questions with which the fewest have to be asked, the one that decides most; nil at the end
	Answered  []metamodel.Question // in the guide's order, still relevant or not
	Open      []metamodel.Question // unanswered questions that can still change something, Next first
	Idle      []metamodel.Question // unanswered questions that can change nothing any more: not asked
	In        []string             // matters that apply, in the theme's order
	Out       []string             // matters that do not
	Undecided []string             // matters that depend on open questions
}

// Guide computes the state of the guide. A question matters while a condition
// of a matter, or of a field or material of a matter not ruled out, reads it
// and is still undecided.
func (t *Theme) Guide(s Situation) GuideState { return t.guideState(s) }

// Scope is the set of matters that apply: undecided ones do not.
func (t *Theme) Scope(s Situation) map[string]bool {
	scope := map[string]bool{}
	for _, m := range t.Guide(s).In {
		scope[m] = true
	}
	return scope
}

// Awaited lists the field paths that a matter in scope will yield: they are
// not asked from the citizen.
func (t *Theme) Awaited(scope map[string]bool) map[string]bool { return t.awaited(scope) }

// MaterialState is one merged material for one situation.
type MaterialState struct {
	Material *metamodel.Material
	Matters  []string         // in scope that want it, or may yet; where none does, those that might have
	Labels   []metamodel.Text // their own names for it, distinct
	Asked    bool             // the citizen hands it in (now, or when its condition turns out true)
	Proven   []Proven         // why it is not, although its matters want it: one for each of them
	Checked  bool             // departments check it themselves: the result of a matter that is not filed with them
	Serves   []string         // matters that get it in the place of another material, which it proves
	Required metamodel.Truth  // Unknown: depends on an answer not given yet
	Reason   metamodel.Text   // why it is not asked, or is after all, or what its condition means
}

// MaterialStates tells for every material wanted by a matter in scope whether
// it is asked. rec may be nil (before the form is filled). What a source
// department delivered is named: it is told as if it were asked, and proves
// what it proves.
func (t *Theme) MaterialStates(scope map[string]bool, rec *metamodel.Record, delivered ...string) []MaterialState {
	return t.materialStates(scope, rec, delivered...)
}

// Needs is what a situation asks of the citizen, before and after the merge.
type Needs struct {
	Matters   []string
	Materials []MaterialState
	Before    Burden // every matter on its own
	After     Burden // merged
}

// Burden counts what is asked.
type Burden struct {
	Forms     int `json:"forms"`
	Fields    int `json:"fields"` // a repeat counts each of its fields once
	Materials int `json:"materials"`
	Visits    int `json:"visits"` // of the applicant, to a counter
	// Inspections is how often officers come to the premises: once for each step that inspects, and once for those that inspect together.
	Inspections int     `json:"inspections,omitempty"`
	Days        float64 `json:"days"` // promised working days: added up before, critical path of preconditions after
	Statutory   float64 `json:"statutoryDays"`
	Fee         string  `json:"fee"` // yuan
}

// Needs computes the lists and figures for a situation. With a record, fields
// are those visible for these answers; without, those that may be.
func (t *Theme) Needs(s Situation, rec *metamodel.Record) Needs { return t.needs(s, rec) }

// NeedsFor is Needs for a given scope, whatever the guide says: for the plan of
// a whole theme, or of a case.
func (t *Theme) NeedsFor(scope map[string]bool, rec *metamodel.Record) Needs {
	return t.needsFor(scope, rec, rec)
}

// CodeList gives the options of a question of type code.
func (t *Theme) CodeList(q metamodel.Question) (*metamodel.CodeList, bool) { return t.codeList(q) }

package catalog

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// GateRules are what an organisation may decide about the gate. The zero value
// lets personal data without a retention rule pass with a warning.
type GateRules struct {
	Retention    bool // personal data without a retention rule is a blocker
	EnglishLater bool // a missing English wording only warns
	Conflicts    bool // demands of two matters of a theme that no answer satisfies are a blocker also where the field may be left empty
	Proof        int  // filings tried on every theme (see Theme.Prove); 0: as SetGateProof says; less: none
}

// Report is what the gate has to say about a pack, in plain words.
type Report struct {
	Blockers metamodel.Problems `json:"blockers"` // it cannot be published
	Warnings metamodel.Problems `json:"warnings"` // it can; somebody should look
	Notes    metamodel.Problems `json:"notes"`    // what the gate could not prove either way: no claim
}

// Passed reports whether nothing stops the pack.
func (r Report) Passed() bool { return len(r.Blockers) == 0 }

// All lists everything, blockers first.
func (r Report) All() metamodel.Problems { return slices.Concat(r.Blockers, r.Warnings, r.Notes) }

// add sorts problems into blockers and warnings.
func (r *Report) add(ps ...metamodel.Problem) {
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			r.Warnings = append(r.Warnings, p)
		} else {
			r.Blockers = append(r.Blockers, p)
		}
	}
}

// ReportOf is the report of a pack that could not be read.
func ReportOf(ps metamodel.Problems) (r Report) {
	r.add(ps...)
	return r
}

// Gate says whether a pack could be published at that moment, against what is
// in force.
func (c *Catalog) Gate(ctx context.Context, p *Pack, at time.Time) (Report, error) {
	_, _, report, err := c.gated(ctx, p, By{At: at})
	return report, err
}

// GateVersion is Gate for a draft or version, also one that cannot be read. It
// is judged on the day of its last step.
func (c *Catalog) GateVersion(ctx context.Context, v Version) (Report, error) {
	p, ps := ReadArchive(v.Files)
	if p == nil {
		return ReportOf(ps), nil
	}
	report, err := c.Gate(ctx, p, v.Updated)
	if err == nil && (v.Stage == StageDraft || v.Stage == StageReview) {
		var refused metamodel.Problems
		_, refused, err = c.mayFollow(ctx, p, v.Base, v.Updated)
		report.add(refused...)
	}
	return report, err
}

// gated compiles a pack and lets the gate look at it.
func (c *Catalog) gated(ctx context.Context, p *Pack, by By) (*Release, StoredRelease, Report, error) {
	r, stored, ps, err := c.prepare(ctx, p, by.At)
	if err != nil {
		return nil, StoredRelease{}, Report{}, err
	}
	if r == nil {
		return nil, StoredRelease{}, gatedWords(ps, c.rules.Gate), nil
	}
	report := GateRelease(r, ps, c.rules.Gate, by.At)
	late, err := c.Days(ctx, r, by.At)
	if err != nil {
		return nil, stored, report, err
	}
	report.add(late...)
	upsets, err := c.upsets(ctx, r, by.At)
	if err != nil {
		return nil, stored, report, err
	}
	report.Warnings = slices.Concat(upsets, report.Warnings)
	e, err := c.current(ctx)
	if err != nil {
		return nil, stored, report, err
	}
	report.add(e.parted(r)...)
	return r, stored, report, nil
}

// GatePack is what the gate says of a pack that is compiled against these
// releases, without a catalog; read are the problems of reading it.
func GatePack(p *Pack, read metamodel.Problems, needs []*Release, rules GateRules, at time.Time) Report {
	r, ps := CompilePack(p, needs...)
	ps = append(slices.Clone(read), ps...)
	if r == nil {
		return gatedWords(ps, rules)
	}
	return GateRelease(r, ps, rules, at)
}

// GateRelease looks at a compiled pack; ps are the problems of compiling it.
// The same release, rules and day give the same report.
func GateRelease(r *Release, ps metamodel.Problems, rules GateRules, at time.Time) Report {
	g := &gate{r: r, rules: rules, day: at.UTC().Format(time.DateOnly), report: gatedWords(ps, rules)}
	if at.IsZero() {
		g.day = "" // no day, nothing to be said about validity
	}
	g.retention()
	g.elements()
	g.materials()
	for _, id := range r.Pack.FormIDs() {
		if f := r.Form(id); f != nil {
			g.form(id, f)
		}
	}
	g.standards()
	g.needless()
	g.matters()
	g.themes()
	g.policies()
	return g.report
}

// gatedWords are the problems of compiling with the severity they have here: a
// wording that is missing is a warning while people work, and stops here.
func gatedWords(ps metamodel.Problems, rules GateRules) (report Report) {
	for _, p := range ps {
		switch p.Code {
		case MissingText.Code:
			lang, _ := p.Params["language"].(metamodel.Text)
			if !rules.EnglishLater || lang.In("en") == languageNames["zh"].In("en") {
				q := GateMissingWords.At(p.Path, "language", lang)
				q.File = p.File
				p = q
			}
		default:
			p = escalated(p, rules)
		}
		report.add(p)
	}
	return report
}

// Unworded is what the gate will demand of a wording: every language that is missing.
func (c *Catalog) Unworded(at string, t metamodel.Text) (ps metamodel.Problems) {
	for _, lang := range metamodel.Languages {
		if strings.TrimSpace(t[lang]) == "" && !(lang == "en" && c.rules.Gate.EnglishLater) {
			ps = append(ps, GateMissingWords.At(at+"/"+lang, "language", languageNames[lang]))
		}
	}
	return ps
}

// conflict reports whether a problem says that two matters leave no answer.
func conflict(code string) bool {
	switch code {
	case ConflictConst.Code, ConflictRange.Code, ConflictLength.Code, ConflictItems.Code, ConflictDates.Code, ConflictOnlyRow.Code, ConflictValues.Code, ConflictPattern.Code,
		ConflictForbidden.Code, ConflictSeveral.Code, ConflictRules.Code:
		return true
	}
	return false
}

// gate carries one GateRelease.
type gate struct {
	r      *Release
	rules  GateRules
	day    string // full-date, "" for none
	report Report
}

// find reports at the place where a definition was read.
func (g *gate) find(kind, id string, p metamodel.Problem) { g.report.add(g.r.Pack.at(kind, id, p)) }

// note reports what is not proven.
func (g *gate) note(kind, id string, p metamodel.Problem) {
	g.report.Notes = append(g.report.Notes, g.r.Pack.at(kind, id, p))
}

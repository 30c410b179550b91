package xlsform

import (
	"maps"
	"slices"
	stdsort "sort"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

const maxProblems = 500

// finish compiles what was made. A condition that the form's own check refuses
// (its cost, a type) is listed as untranslated like the others and left out.
func (im *importer) finish() *Result {
	var files map[string][]byte
	var pack *catalog.Pack
	missing := map[string]int{}
	if !im.problems.Failed() {
		for range len(im.places) + 2 {
			var ps metamodel.Problems
			files = im.pack.Encode()
			pack, ps = catalog.ReadArchive(files)
			if !ps.Failed() {
				var more metamodel.Problems
				_, more = catalog.CompilePack(pack)
				ps = append(ps, more...)
			}
			if im.leaveOut(ps) || im.purge() {
				continue
			}
			for _, p := range ps {
				switch {
				case p.Code == catalog.MissingText.Code:
					for _, lang := range metamodel.Languages {
						if strings.Contains(p.In("en"), languageNames[lang]["en"]) {
							missing[lang]++
						}
					}
				case p.Severity == metamodel.Warning:
					im.report(p)
				default:
					if p = im.definition(p); !slices.ContainsFunc(im.problems, func(o metamodel.Problem) bool { return o.Path == p.Path && o.In("en") == p.In("en") }) {
						im.report(p)
					}
				}
			}
			break
		}
	}
	sortProblems(im.problems)
	if n := len(im.problems); n > maxProblems {
		im.problems = append(im.problems[:maxProblems:maxProblems], kindMore.At("", "n", n-maxProblems))
	}
	stdsort.SliceStable(im.open, func(i, j int) bool { return im.open[i].Place.Row < im.open[j].Place.Row })
	r := &Report{
		Book: im.book.Name, Problems: append(metamodel.Problems{}, im.problems...), Untranslated: append([]Untranslated{}, im.open...),
		Accepted: im.options.AcceptUntranslated, MissingTexts: missing,
		Counts: []Count{
			{metamodel.ZhEn("题目", "questions"), im.counts.questions}, {metamodel.ZhEn("重复组", "repeats"), im.counts.repeats}, {metamodel.ZhEn("页", "pages"), len(im.form.Layout.Sections)},
			{metamodel.ZhEn("代码表", "code lists"), len(im.pack.CodeLists)}, {metamodel.ZhEn("条件与计算", "conditions and calculations"), im.counts.conditions},
		},
	}
	r.count()
	res := &Result{Report: r, Problems: im.problems}
	if im.problems.Failed() || len(im.open) > 0 && !im.options.AcceptUntranslated {
		return res
	}
	res.Pack, res.Files = pack, files
	return res
}

// leftOutRule stands for a rule that was left out until nothing counts them any more.
const leftOutRule = "true"

// purge takes these rules out of the form.
func (im *importer) purge() (changed bool) {
	for _, fd := range im.fields {
		kept := slices.DeleteFunc(fd.Checks, func(c metamodel.Check) bool { return c.Rule == leftOutRule })
		changed = changed || len(kept) < len(fd.Checks)
		if fd.Checks = kept; len(kept) == 0 {
			fd.Checks = nil
		}
	}
	return changed
}

// leaveOut takes out the conditions that problems point at; false when there
// are none.
func (im *importer) leaveOut(ps metamodel.Problems) bool {
	done := false
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			continue
		}
		for _, path := range []string{p.Path, strings.TrimSuffix(p.Path, "/rule")} {
			o, ok := im.places[path]
			if !ok {
				continue
			}
			delete(im.places, path)
			o.undo()
			im.untranslated(Untranslated{What: o.what, Place: o.row.place(o.column), Question: o.item.name, Expression: o.row.Cell(o.column), Reason: p.Message})
			im.counts.conditions--
			done = true
		}
	}
	return done
}

// definition words a problem of a definition for the book: at the question's
// row where it is about one.
func (im *importer) definition(p metamodel.Problem) metamodel.Problem {
	if p.Code == "form.condition_cycle" {
		if circle := im.circle(p); len(circle) > 0 {
			return circle[0].row.problem(kindCondition, "relevant", "cycle", circleOf(circle))
		}
	}
	element := ""
	if at, _, _ := strings.Cut(strings.Trim(p.Path, "["), "]"); strings.HasPrefix(p.File, "elements/") {
		ids := slices.Sorted(maps.Keys(im.pack.Elements))
		if n, err := strconv.Atoi(at); err == nil && n < len(ids) {
			element = ids[n]
		}
	}
	for it, path := range im.paths {
		if p.Path != path && !strings.HasPrefix(p.Path, path+"/") && it.key != element {
			continue
		}
		return it.row.problem(kindDefinition, "", "detail", p.Message)
	}
	return (&Row{table: im.book.Survey}).problem(kindDefinition, "", "detail", p.Message)
}

// sortProblems puts problems in the order of the sheets, then of rows.
func sortProblems(ps metamodel.Problems) {
	order := func(p metamodel.Problem) (int, int) {
		sheet := 3
		for i, name := range []string{"!settings", "!survey", "!choices"} {
			if strings.HasSuffix(strings.ToLower(p.File), name) {
				sheet = i
			}
		}
		row, _, _ := strings.Cut(p.Path, "/")
		n, _ := strconv.Atoi(row)
		return sheet, n
	}
	stdsort.SliceStable(ps, func(i, j int) bool {
		a1, a2 := order(ps[i])
		b1, b2 := order(ps[j])
		if a1 != b1 {
			return a1 < b1
		}
		return a2 < b2
	})
}

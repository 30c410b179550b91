package sheets

import (
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// manifest names the pack after its theme, or after its only calendar.
func (im *importer) manifest() {
	title := metamodel.Zh(im.book.Name)
	ids := make([]string, 0, len(im.pack.Themes))
	for id := range im.pack.Themes {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	switch {
	case len(ids) > 0:
		title = im.pack.Themes[ids[0]].Name
	case len(im.pack.Calendars) == 1:
		for _, c := range im.pack.Calendars {
			title = c.Name
		}
	}
	if im.options.Needs == nil {
		if len(ids) == 0 && len(im.pack.Matters) > 0 {
			im.options.Needs = []string{"china-calendar"}
		}
		for _, id := range ids {
			if im.pack.Calendars[im.pack.Themes[id].Calendar] == nil {
				im.options.Needs = []string{"china-calendar"}
			}
		}
	}
	im.pack.Manifest = catalog.Manifest{Name: im.options.Name, Title: title, Version: im.options.Version, Needs: im.options.Needs}
}

// unusedAnswers reports answers nobody asked for: a wording changed since.
func (im *importer) unusedAnswers() {
	if im.answers == nil {
		return
	}
	var ids []string
	for id, a := range im.answers.byID {
		if !a.used {
			ids = append(ids, id)
		}
	}
	sort.Strings(ids)
	for _, id := range ids {
		im.reject(id, kindIdleAnswer)
	}
}

// saidAlready are warnings about a finished pack that the report gives in the
// sheets' own words: the table of translations, the row of the field.
var saidAlready = map[string]bool{catalog.MissingText.Code: true, "form.format_condition_unasked": true, notCovered: true}

// finish sorts what was found and encodes the pack when nothing stands against it.
func (im *importer) finish() *Result {
	order := map[string]int{}
	for i, l := range layouts {
		if s := im.book.Sheets[l.sheet]; s != nil {
			order[s.File] = i
		}
	}
	sortProblems(im.problems, func(p metamodel.Problem) (int, int) {
		i, known := order[p.File]
		if !known {
			i = len(layouts)
		}
		row, _, _ := strings.Cut(p.Path, "/")
		n, _ := whole(row)
		return i, n
	})
	im.problems = cap500(im.problems)
	report := im.summary()
	res := &Result{Report: report, Problems: im.problems}
	if im.problems.Failed() || report.Open > 0 {
		return res
	}
	files := im.pack.Encode()
	pack, ps := catalog.ReadArchive(files)
	if !ps.Failed() {
		var more metamodel.Problems
		_, more = catalog.CompilePack(pack, im.options.Releases...)
		ps = append(ps, more...)
	}
	for _, p := range ps {
		// The sheets were consistent and the definitions are not: still a
		// problem to show, with the file it would have been in.
		if !saidAlready[p.Code] {
			im.report(p)
		}
	}
	res.Report, res.Problems = im.summary(), im.problems
	if ps.Failed() {
		return res
	}
	res.Pack, res.Files = pack, files
	return res
}

package citizen

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// materialPath begins the path of a problem with a material.
const materialPath = "materials/"

// tell parts what is wrong into what is told and what is asked for the first
// time: who never saw a question did not fail to answer it. A script's page goes
// on asking so until it is handed in.
func (k *correctionLook) tell(view *engine.CaseView, rec *metamodel.Record, opened map[string]bool) (told, untold metamodel.Problems) {
	for _, p := range k.ps {
		id, material := strings.CutPrefix(p.Path, materialPath)
		here := material && slices.ContainsFunc(view.Wants, func(w catalog.MaterialState) bool { return w.Material.ID == id }) ||
			rec.Visible(p.Path) && !rec.Answered(p.Path) && (view.ToCorrect(p.Path) || engine.Covered(opened, p.Path))
		waits := k.live && (!k.loud || slices.Contains(k.in.form["untold"], p.Path))
		if here && (waits || !covers(k.in.form["shown"], p.Path)) {
			untold = append(untold, p)
		} else {
			told = append(told, p)
		}
	}
	return told, untold
}

// covers reports whether a page that showed these paths showed this one.
func covers(shown []string, path string) bool {
	path = strings.TrimSuffix(path, "[]")
	return slices.ContainsFunc(shown, func(s string) bool {
		s = strings.TrimSuffix(s, "[]")
		return path == s || strings.HasPrefix(path, s+"/")
	})
}

// unseen are the paths among those drawn now that the page before did not show.
func (in inputs) unseen(now []string) []string {
	var out []string
	for _, path := range now {
		if !covers(in.form["shown"], path) {
			out = append(out, strings.TrimSuffix(path, "[]"))
		}
	}
	return out
}

// without are the controls of what was posted and is not drawn now, for hiding
// them in the page: who takes back the answer that opened a question finds again
// what was typed for it.
func (in inputs) without(now []string) []hidden {
	var out []hidden
	names := slices.Sorted(maps.Keys(in.form))
	for _, kept := range slices.Concat(in.form["shown"], in.form["kept"]) {
		path := strings.TrimSuffix(kept, "[]")
		if covers(now, path) || strings.HasPrefix(path, materialPath) {
			continue
		}
		var controls []hidden
		for _, name := range names {
			if name != path && !strings.HasPrefix(name, path+".") && !strings.HasPrefix(name, path+"/") {
				continue
			}
			for _, v := range in.form[name] {
				if v != "" {
					controls = append(controls, hidden{name, v})
				}
			}
		}
		if len(controls) > 0 {
			out = append(append(out, hidden{"kept", kept}), controls...)
		}
	}
	return out
}

// parted are the opened answers that are missing, or theirs to give only now, and
// those that were given and do not agree with what is corrected: not what lies
// beside that.
func parted(view *engine.CaseView, rec *metamodel.Record, opened map[string]bool) (needed, doubted map[string]bool) {
	needed, doubted = map[string]bool{}, map[string]bool{}
	freed := view.Freed(rec)
	for path := range opened {
		if view.MayCorrect(path) {
			continue
		}
		_, repeat := rec.Form.Group(path)
		switch was := view.Record; {
		case freed[path], !was.Visible(path), was.Computed(path), !repeat && !was.Answered(path), repeat && was.Rows(path) == 0:
			needed[path] = true
		default:
			doubted[path] = true
		}
	}
	return needed, doubted
}

// disagreements are what is wrong with answers that were corrected, as told at the
// answers that they do not agree with: either may be the wrong one.
func (l L) disagreements(view *engine.CaseView, rec *metamodel.Record, told metamodel.Problems) (out metamodel.Problems) {
	seen, copies := map[string]bool{}, view.CopiesIn(rec)
	for _, p := range told {
		seen[p.Path] = true
	}
	for _, p := range told {
		if view.MayCorrect(p.Path) {
			continue
		}
		for _, path := range rec.Disputed(p.Path) {
			if of := copies[path]; of != "" {
				path = of
			}
			if _, field := rec.Form.Field(path); !field || seen[path] || !view.MayCorrect(path) || string(rec.Raw(path)) == string(view.Record.Raw(path)) {
				continue
			}
			seen[path] = true
			out = append(out, metamodel.Problem{Code: "correction.disagrees", Severity: metamodel.Error, Path: path, Message: metamodel.Text{l.Lang: l.T("correction.disagrees", l.called(view, rec, p.Path))}})
		}
	}
	return out
}

// because says which corrected answers make more necessary.
func (l L) because(view *engine.CaseView, rec *metamodel.Record) string {
	var changed []string
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Field == nil || !view.MayCorrect(p.Path) || !rec.Answered(p.Path) || slices.Contains(view.Anew, p.Path) || string(rec.Raw(p.Path)) == string(view.Record.Raw(p.Path)) {
				return
			}
			if label := l.T("correction.because.field", l.called(view, rec, p.Path)); !slices.Contains(changed, label) {
				changed = append(changed, label)
			}
		})
	}
	if len(changed) == 0 || len(changed) > 3 {
		return l.T("correction.because.some")
	}
	return l.T("correction.because", l.List(changed))
}

// called names what is at a path of the page of a correction.
func (l L) called(view *engine.CaseView, rec *metamodel.Record, path string) string {
	if id, ok := strings.CutPrefix(path, materialPath); ok {
		for _, m := range view.Wants {
			if m.Material.ID == id {
				return l.materialName(m)
			}
		}
	}
	if g, ok := rec.Form.Group(path); ok {
		return l.In(g.Label)
	}
	f, ok := rec.Form.Field(path)
	if !ok {
		return path
	}
	label, whose := l.In(f.Label), l.In(f.Group.Label)
	rows := l.rowsOn(rec, path)
	switch {
	case rows != "":
		return rows + " · " + label
	case f.Group.Path == metamodel.FilingSubject || strings.Contains(label, whose):
		return label
	}
	return whose + " · " + label
}

// rowsOn names the rows that a path leads through, where there are several to tell
// apart: "家庭成员 2 · 收入 1"; "" for none.
func (l L) rowsOn(rec *metamodel.Record, path string) string {
	var names []string
	several := false
	parts := strings.Split(path, "/")
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || i == 0 {
			continue
		}
		list := strings.Join(parts[:i], "/")
		g, ok := rec.Form.Group(list)
		if !ok {
			return ""
		}
		several = several || rec.Rows(list) > 1
		names = append(names, l.T("repeat.row", l.In(g.Label), n+1))
	}
	if !several {
		return ""
	}
	return strings.Join(names, " · ")
}

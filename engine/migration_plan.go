package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// What stands against a migration's plan, and against moving a filing.
var (
	migrationSame    = metamodel.Kind{Code: "migration.same", Zh: "新旧版本相同，无需迁移", En: "The two releases are the same: there is nothing to move"}
	migrationRelease = metamodel.Kind{Code: "migration.release", Zh: "没有版本“{release}”", En: "There is no release “{release}”"}
	migrationUnclear = metamodel.Kind{Code: "migration.unclear", Zh: "“{release}”不止一个版本，请写明其中之一：{list}", En: "“{release}” is more than one release. Name one of {list}"}
	migrationUnknown = metamodel.Kind{Code: "migration.unknown", Zh: "原版本里没有“{id}”", En: "The old release has no “{id}”"}
	migrationField   = metamodel.Kind{Code: "migration.field", Zh: "迁移对照：{which}版本的表单没有“{path}”", En: "The map names “{path}”, which the form of the {which} release does not have"}
	migrationTwice   = metamodel.Kind{Code: "migration.twice", Zh: "迁移对照：“{path}”被两项同时指向", En: "The map leads two fields to “{path}”"}
	migrationDepth   = metamodel.Kind{Code: "migration.depth", Zh: "迁移对照：“{from}”与“{path}”一个可重复、一个不可重复", En: "The map leads “{from}” to “{path}”: one is in a repeat the other is not in"}
	migrationState   = metamodel.Kind{Code: "migration.state", Zh: "迁移对照：{which}版本的流程没有部门办理环节“{state}”", En: "The map names “{state}”, which is no step of a department in the workflow of the {which} release"}
	migrationCode    = metamodel.Kind{Code: "migration.code", Zh: "迁移对照：新版本的代码表没有“{code}”", En: "The map names the code “{code}”, which the new code list does not have"}
	migrationNote    = metamodel.Kind{Code: "migration.note", Zh: "给申请人的说明最长 {max} 个字", En: "The note to applicants has at most {max} character(s)"}
	migrationMany    = metamodel.Kind{Code: "migration.many", Zh: "迁移对照最多 {max} 项", En: "A map has at most {max} entr(y|ies)"}
	migrationStatus  = metamodel.Kind{Code: "migration.status", Zh: "这次迁移还在进行，完成后才能撤销", En: "This migration is still at work. It can be undone when it is done"}
	migrationBusy    = metamodel.Kind{Code: "migration.busy", Zh: "同一主题或事项的另一次迁移或撤销正在进行，请等它结束后再试", En: "Another migration of the same theme or matter, or its undoing, is at work. Try again when it has ended"}

	blockedGone      = metamodel.Kind{Code: "migration.gone", Zh: "新版本里没有“{name}”", En: "The new release has no “{name}”"}
	blockedMatter    = metamodel.Kind{Code: "migration.matter_left", Zh: "新版本的主题不再包含已选的事项“{name}”", En: "The new theme no longer holds the matter “{name}”, which is applied for"}
	blockedEnded     = metamodel.Kind{Code: "migration.ended", Zh: "“{name}”已经办结，只能按原版本留存", En: "“{name}” has ended: its record stays with the version it was decided by"}
	blockedDecided   = metamodel.Kind{Code: "migration.decided", Zh: "“{name}”已在决定之后的环节，而本主题的结果在一份通知书中告知：只能留在原版本", En: "“{name}” is past its decision, and its theme tells the results in one notice: it stays with its version"}
	blockedIssued    = metamodel.Kind{Code: "migration.issued", Zh: "“{name}”的结果已经发出", En: "The result of “{name}” has been issued"}
	blockedAsking    = metamodel.Kind{Code: "migration.asking", Zh: "“{name}”正在等申请人补正，请在补正完成后再迁移", En: "“{name}” waits for a correction by the applicant: move it afterwards"}
	blockedState     = metamodel.Kind{Code: "migration.state_gone", Zh: "“{name}”所在的环节“{state}”在新流程里没有对应环节", En: "“{name}” is at the step “{state}”, which the new workflow does not have"}
	blockedStateKind = metamodel.Kind{Code: "migration.state_kind", Zh: "“{name}”所在的环节“{state}”在新流程里不是部门办理环节", En: "“{name}” is at the step “{state}”, which is no step of a department in the new workflow"}
	blockedType      = metamodel.Kind{Code: "migration.unreadable", Zh: "“{field}”的类型变了，已填的内容读不出来", En: "The type of “{field}” changed: what was answered cannot be read"}
	blockedShape     = metamodel.Kind{Code: "migration.shape", Zh: "“{field}”在新表单里的结构变了，已填的内容放不进去", En: "“{field}” has another shape in the new form: what was answered has no place"}
	blockedCannotAsk = metamodel.Kind{Code: "migration.cannot_ask", Zh: "需要申请人补充，但“{name}”现在不能要求补正", En: "An answer is needed, and “{name}” cannot ask the applicant now"}
	blockedDamaged   = metamodel.Kind{Code: "migration.damaged", Zh: "已存的内容读不出来：{detail}", En: "What is stored cannot be read: {detail}"}
	toldScope        = metamodel.Kind{Code: "migration.scope", Severity: metamodel.Warning, Zh: "按新版本的引导，不再需要“{name}”", En: "By the new guide “{name}” no longer applies"}
	toldCode         = metamodel.Kind{Code: "migration.kept", Severity: metamodel.Warning, Zh: "“{field}”在新表单里没有位置，已填的内容另行保留", En: "“{field}” has no place in the new form: what was answered is kept aside"}
)

const (
	maxMap          = 2000 // entries of a map in all
	migrationLength = 500  // of a note, in characters
)

// move is a migration with its releases at hand.
type move struct {
	m    Migration
	from *pinned
	to   *pinned // nil: the new release has no such theme or matter
	rel  *catalog.Release
}

// planMigration resolves a plan, its releases to their hashes, and says
// everything that is wrong with it.
func (e *Engine) planMigration(ctx context.Context, m Migration) (*move, error) {
	if (m.Theme == "") == (m.Matter == "") {
		return nil, ErrNotFound
	}
	mv := &move{m: m}
	for _, side := range [...]struct {
		at   string
		hash *string
	}{{"from", &mv.m.From}, {"to", &mv.m.To}} {
		rel, err := e.releaseNamed(ctx, side.at, *side.hash)
		if err != nil {
			return nil, err
		}
		*side.hash = rel.Hash
		p := &pinned{rel: rel, theme: rel.Theme(m.Theme), matter: rel.Matter(m.Matter)}
		there := p.theme != nil || p.matter != nil
		switch {
		case side.at == "from" && !there:
			return nil, refuse(migrationUnknown, side.at, "id", m.Theme+m.Matter)
		case side.at == "from":
			mv.from = p
		case there:
			mv.to = p
		}
		mv.rel = rel
	}
	if mv.m.From == mv.m.To {
		return nil, refuse(migrationSame, "to")
	}
	return mv, mv.check().Err()
}

// releaseNamed finds the release a plan names, by its hash or as people do.
func (e *Engine) releaseNamed(ctx context.Context, at, words string) (*catalog.Release, error) {
	rel, err := e.o.Catalog.Release(ctx, words)
	if errors.Is(err, catalog.ErrNoRelease) {
		list, err := e.o.Catalog.ReleasesNamed(ctx, words)
		if err != nil {
			return nil, fmt.Errorf("listing releases: %w", err)
		}
		switch len(list) {
		case 0:
			return nil, refuse(migrationRelease, at, "release", words)
		case 1:
			return e.o.Catalog.Release(ctx, list[0].Hash)
		}
		hashes := make([]string, len(list))
		for i, r := range list {
			hashes[i] = r.Hash
		}
		return nil, refuse(migrationUnclear, at, "release", words, "list", strings.Join(hashes, ", "))
	}
	return rel, wrapIf(err, "reading release "+words)
}

// check holds the map against both releases.
func (mv *move) check() metamodel.Problems {
	var ps metamodel.Problems
	mp := &mv.m.Map
	n := len(mp.Fields) + len(mp.States) + len(mp.Aside)
	for _, codes := range mp.Codes {
		n += len(codes)
	}
	if n > maxMap {
		return metamodel.Problems{migrationMany.At("map", "max", maxMap)}
	}
	if utf8.RuneCountInString(mv.m.Note) > migrationLength {
		ps = append(ps, migrationNote.At("note", "max", migrationLength))
	}
	if mv.to == nil {
		return ps
	}
	old, now := metamodel.ZhEn("原", "old"), metamodel.ZhEn("新", "new")
	from, to := mv.from.form(), mv.to.form()
	ways := map[string]string{}
	for _, path := range sortedKeys(mp.Fields) {
		target := mp.Fields[path]
		at := "map/fields/" + path
		switch {
		case !inForm(from, path):
			ps = append(ps, migrationField.At(at, "which", old, "path", path))
		case !inForm(to, target):
			ps = append(ps, migrationField.At(at, "which", now, "path", target))
		case ways[target] != "":
			ps = append(ps, migrationTwice.At(at, "path", target))
		case depth(from, path) != depth(to, target):
			ps = append(ps, migrationDepth.At(at, "from", path, "path", target))
		}
		ways[target] = path
	}
	for _, path := range mp.Aside {
		if !inForm(from, path) {
			ps = append(ps, migrationField.At("map/aside", "which", old, "path", path))
		}
	}
	for _, key := range sortedKeys(mp.States) {
		at := "map/states/" + key
		if !stepIn(mv.from, key, key) {
			ps = append(ps, migrationState.At(at, "which", old, "state", key))
		} else if !stepIn(mv.to, key, mp.States[key]) {
			ps = append(ps, migrationState.At(at, "which", now, "state", mp.States[key]))
		}
	}
	return append(ps, mv.checkCodes()...)
}

func (mv *move) checkCodes() metamodel.Problems {
	var ps metamodel.Problems
	mp := &mv.m.Map
	from, to := mv.from.form(), mv.to.form()
	ways := mapping{m: mp, from: from, to: to}
	for _, key := range sortedKeys(mp.Codes) {
		var lists []*metamodel.CodeList
		known := false
		for _, f := range from.Fields {
			if f.CodeList == nil || f.Path != key && f.CodeList.ID != key {
				continue
			}
			known = true
			if now, ok := fieldAt(to, ways.target(f.Path)); ok && now.CodeList != nil {
				lists = append(lists, now.CodeList)
			}
		}
		if !known {
			ps = append(ps, migrationField.At("map/codes/"+key, "which", metamodel.ZhEn("原", "old"), "path", key))
		}
		for _, was := range sortedKeys(mp.Codes[key]) {
			code := mp.Codes[key][was]
			if slices.ContainsFunc(lists, func(l *metamodel.CodeList) bool { _, ok := l.Entry(code); return !ok }) {
				ps = append(ps, migrationCode.At("map/codes/"+key+"/"+was, "code", code))
			}
		}
	}
	return ps
}

func inForm(form *metamodel.Form, path string) bool {
	if _, ok := fieldAt(form, path); ok {
		return true
	}
	return groupAt(form, path)
}

// depth is how many repeats an answer of the field lies in.
func depth(form *metamodel.Form, path string) int {
	n := 0
	for at := path; at != ""; at = parent(at) {
		if repeats(form, at) {
			n++
		}
	}
	return n
}

// stepIn reports whether a state is a department's step; key says of which
// matter, or of any when it names none.
func stepIn(p *pinned, key, state string) bool {
	matter, own, ok := strings.Cut(key, "/")
	if !ok {
		matter = ""
	} else if state == key {
		state = own
	}
	is := func(m *catalog.Matter) bool {
		s, ok := m.Machine.State(state)
		return ok && s.Type == workflows.Step
	}
	if p.theme == nil {
		return (matter == "" || matter == p.matter.Def.ID) && is(p.matter)
	}
	return slices.ContainsFunc(p.theme.Matters, func(m *catalog.ThemeMatter) bool {
		return (matter == "" || matter == m.Def.ID) && is(m.Matter)
	})
}

// state gives the new state of a case.
func (mp *MigrationMap) state(matter, state string) string {
	if to, ok := mp.States[matter+"/"+state]; ok {
		return to
	}
	if to, ok := mp.States[state]; ok {
		return to
	}
	return state
}

// found makes a finding of a problem.
func found(p metamodel.Problem, matter string, label metamodel.Text) MigrationFinding {
	return MigrationFinding{Code: p.Code, Severity: p.Severity, Matter: matter, Path: p.Path, Label: label, Message: p.Message}
}

// labelAt is what people call the answer at a path.
func labelAt(form *metamodel.Form, path string) metamodel.Text {
	s := spotOf(form, path)
	if f, ok := fieldAt(form, s.field); ok {
		return f.Label
	}
	for at := s.field; at != ""; at = parent(at) {
		if f, ok := fieldAt(form, at); ok { // a part of a field
			return f.Label
		}
		if g, ok := form.Group(at); ok && g.Path == at {
			return g.Label
		}
	}
	return nil
}

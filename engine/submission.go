package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func (e *Engine) submit(ctx context.Context, a Actor, id, key string) (Receipt, error) {
	if err := checkKey(key); err != nil {
		return Receipt{}, err
	}
	request := requestHash("submit", id)
	for range retries {
		d, err := e.ownDraft(ctx, a, id)
		if err != nil {
			return Receipt{}, err
		}
		if r, ok, err := firstOutcome[Receipt](ctx, e, a, key, request); ok || err != nil {
			return r, err
		}
		if d.Submitted != "" {
			return e.receiptOf(ctx, d)
		}
		r, err := e.submitDraft(ctx, a, d, key, request)
		if errors.Is(err, ErrConflict) || errors.Is(err, ErrTaken) {
			continue // submitted or changed meanwhile, or a number drawn twice
		}
		var dup *DuplicateError
		if errors.As(err, &dup) {
			return outcomeOf[Receipt](dup.First, request)
		}
		return r, err
	}
	return Receipt{}, ErrConflict
}

// submitDraft proves a draft complete and files it.
func (e *Engine) submitDraft(ctx context.Context, a Actor, d Draft, key, request string) (Receipt, error) {
	pin, err := e.pin(ctx, d.Release, d.Theme, d.Matter)
	if err != nil {
		return Receipt{}, err
	}
	cal, err := e.calendar(ctx, pin.rel, pin.theme)
	if err != nil {
		return Receipt{}, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return Receipt{}, err
	}
	files, err := e.o.Store.FilesOfDraft(ctx, d.ID)
	if err != nil {
		return Receipt{}, fmt.Errorf("listing a draft's files: %w", err)
	}
	self, err := e.whose(ctx, d.Owner)
	if err != nil {
		return Receipt{}, err
	}
	v, err := evaluate(d, pin, cal, at, files, self)
	if err != nil {
		return Receipt{}, err
	}
	d.Answers = v.Draft.Answers
	if err := v.Missing.Err(); err != nil {
		return Receipt{}, err
	}
	f := &family{pin: pin, cal: cal, at: at, by: citizen(a), fresh: true}
	d.worked(at)
	f.filled = effort{measured: d.Filled, computed: time.Duration(pin.form().Effort(v.Record).Seconds) * time.Second}
	if f.powers, err = e.findPowers(ctx, f); err != nil {
		return Receipt{}, err
	}
	if pin.theme != nil {
		err = e.fileTheme(f, a, v)
	} else {
		err = fileMatter(f, a, d.ID, v.Record, withheldPaths(v.Supplied))
	}
	if err != nil {
		return Receipt{}, err
	}
	for i := range v.Supplied { // as the case has it
		if g := &v.Supplied[i]; g.Path != "" {
			g.Value = valueHash(v.Record.Raw(g.Path))
		}
	}
	if err := f.keepSourced(v.Supplied); err != nil {
		return Receipt{}, err
	}
	asked, err := e.needlessOf(ctx, f, v)
	if err != nil {
		return Receipt{}, err
	}
	f.tellNeedless(asked)
	if err := f.keepEarlier(v.Earlier.Used); err != nil {
		return Receipt{}, err
	}
	d.Submitted = f.root.ID
	f.change.UpdateDrafts = []Draft{d}
	f.change.AttachFiles = []FileAttach{{Draft: d.ID, Case: f.root.ID}}
	return e.commitFiling(ctx, f, a, key, request)
}

// fileTheme makes the theme case and a case for every matter in scope.
func (e *Engine) fileTheme(f *family, a Actor, v *DraftView) error {
	t := f.pin.theme
	day := f.at.In(f.cal.Zone)
	f.root = &Case{
		ID: newID(), Number: newNumber(numberPrefix(t.Def.ID), day), Draft: v.Draft.ID, Theme: t.Def.ID,
		Release: f.pin.rel.Hash, Department: t.Def.Lead, Applicant: a.Account,
		Title: title(v.Record, a.Name, withheldPaths(v.Supplied)), Status: CaseRunning, Answers: v.Record.JSON(),
		Before: v.Needs.Before, After: v.Needs.After, Submitted: f.at, Revision: 1,
	}
	f.root.Root = f.root.ID
	f.setLights(f.root)
	for _, m := range t.Matters {
		if !v.Scope[m.Def.ID] {
			continue
		}
		rec := m.Form.Check(v.Record.Project(m.Form), metamodel.Context{Today: day, WorkingDays: f.cal.WorkingDays, Awaited: v.Awaited})
		if rec.Problems.Failed() {
			// The merged form accepted what the matter's own form refuses: the merge
			// is at fault, and nobody can put it right on the page.
			for _, p := range rec.Problems {
				e.o.Log.Error("merged form and matter disagree", "theme", t.Def.ID, "matter", m.Def.ID,
					"release", f.pin.rel.Hash, "path", p.Path, "code", p.Code)
			}
			return fmt.Errorf("%w: the answers of theme %s fail the form of matter %s", errInvariant, t.Def.ID, m.Def.ID)
		}
		f.filed = append(f.filed, filedMatter{m.Matter, rec})
		power := f.powerOver(m.Def)
		f.root.Scope = append(f.root.Scope, m.Def.ID)
		f.children = append(f.children, &Case{
			ID: newID(), Number: newNumber(m.Def.ID, day), Root: f.root.ID, Draft: v.Draft.ID,
			Theme: t.Def.ID, Matter: m.Def.ID, Release: f.pin.rel.Hash, Department: power.department, Authority: power.authority,
			Applicant: a.Account, Title: f.root.Title, Status: CaseWaiting, Answers: rec.JSON(),
			Submitted: f.at, Revision: 1,
		})
	}
	matters := append([]string(nil), f.root.Scope...)
	sort.Strings(f.root.Scope)
	f.log(f.root, EventSubmitted, func(d *EventData) {
		d.Before, d.After, d.Matters = &f.root.Before, &f.root.After, matters
		f.filled.tell(d)
	})
	for _, c := range f.children {
		f.setLights(c)
	}
	if err := f.startReady(); err != nil {
		return err
	}
	f.settleRoot()
	return nil
}

// fileMatter makes the one case of a matter filed alone.
func fileMatter(f *family, a Actor, draft string, rec *metamodel.Record, withheld []string) error {
	m := f.pin.matter
	power := f.powerOver(m.Def)
	c := &Case{
		ID: newID(), Number: newNumber(m.Def.ID, f.at.In(f.cal.Zone)), Draft: draft, Matter: m.Def.ID,
		Release: f.pin.rel.Hash, Department: power.department, Authority: power.authority, Applicant: a.Account,
		Title: title(rec, a.Name, withheld), Status: CaseRunning, Answers: rec.JSON(), Submitted: f.at, Revision: 1,
	}
	c.Root = c.ID
	f.root, f.filed = c, []filedMatter{{m, rec}}
	f.log(c, EventSubmitted, nil)
	return f.start(c)
}

// commitFiling writes a new filing with its receipt.
func (e *Engine) commitFiling(ctx context.Context, f *family, a Actor, key, request string) (Receipt, error) {
	r := Receipt{Case: f.root.ID, Number: f.root.Number, Submitted: f.at}
	f.convene()
	f.change.InsertCases = make([]Case, 0, 1+len(f.children))
	f.root.SilentNext = f.silentAt(f.root)
	f.change.InsertCases = append(f.change.InsertCases, *f.root)
	f.requeue(f.root)
	for _, c := range f.children {
		c.SilentNext = f.silentAt(c)
		r.Children = append(r.Children, c.ID)
		f.change.InsertCases = append(f.change.InsertCases, *c)
		f.requeue(c)
	}
	if key != "" {
		body, err := json.Marshal(r)
		if err != nil {
			return Receipt{}, fmt.Errorf("writing the receipt: %w", err)
		}
		f.change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 201, Body: body, At: f.at}
	}
	if err := e.commit(ctx, &f.change); err != nil {
		return Receipt{}, fmt.Errorf("filing: %w", err)
	}
	return r, nil
}

// receiptOf gives the receipt of a submitted draft once more.
func (e *Engine) receiptOf(ctx context.Context, d Draft) (Receipt, error) {
	root, err := e.o.Store.Case(ctx, d.Submitted)
	if err != nil {
		return Receipt{}, fmt.Errorf("reading the case of a submitted draft: %w", err)
	}
	r := Receipt{Case: root.ID, Number: root.Number, Submitted: root.Submitted}
	if root.Theme == "" {
		return r, nil
	}
	f, err := e.loadFamily(ctx, root)
	if err != nil {
		return Receipt{}, err
	}
	for _, c := range f.children {
		r.Children = append(r.Children, c.ID)
	}
	return r, nil
}

// title names a filing in worklists and to its applicant: the entity it is for,
// unless the applicant may not read it, else the person.
func title(rec *metamodel.Record, person string, withheld []string) string {
	if g, ok := rec.Form.Group("applicant"); ok && !g.Repeat {
		for _, f := range g.Fields {
			if f.Element.Type != metamodel.TypeString || f.Element.Representation != "名称" || !rec.Visible(f.Path) || slices.Contains(withheld, f.Path) {
				continue
			}
			if s := rec.Display(f.Path, "zh", false); s != "" {
				return s
			}
		}
	}
	return person
}

// Called is whose draft it is, as far as it says: the entity it is for, else the
// first person it names; "" when it names nobody yet.
func (v *DraftView) Called() string {
	withheld := withheldPaths(v.Supplied)
	if s := title(v.Record, "", withheld); s != "" {
		return s
	}
	for _, g := range v.Form.Groups {
		if g.Repeat {
			continue
		}
		for _, f := range g.Fields {
			if f.Element.Type != metamodel.TypeString || f.Element.Representation != "名称" || !v.Record.Visible(f.Path) || slices.Contains(withheld, f.Path) {
				continue
			}
			if s := v.Record.Display(f.Path, "zh", true); s != "" {
				return s
			}
		}
	}
	return ""
}

func citizen(a Actor) who {
	return who{account: a.Account, role: string(RoleCitizen), name: a.Name}
}

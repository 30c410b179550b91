package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

const (
	// mostHistory bounds the versions of a pack that a history looks through, the
	// newest first.
	mostHistory = 400
	// mostLineage bounds the predecessors and successors that are followed.
	mostLineage = 64
)

// MatterHistory is what happened to a matter over the published versions of its
// pack, and to those it came from and became.
type MatterHistory struct {
	Matter       string         `json:"matter"`
	Name         metamodel.Text `json:"name"`
	Predecessors []MatterLink   `json:"predecessors"` // it replaces, directly
	Successors   []MatterLink   `json:"successors"`   // that replace it, directly
	Lines        []MatterLine   `json:"lines"`        // newest first
	Earlier      bool           `json:"earlier,omitempty" description:"There were more versions than were looked through"`
}

// MatterLink leads from a matter to one that replaces it, or back.
type MatterLink struct {
	Matter string           `json:"matter"`
	Name   metamodel.Text   `json:"name"`
	Into   metamodel.Became `json:"into,omitempty" enum:"merged,split" description:"How it lives on; absent: replaced"`
	On     string           `json:"on" description:"First day without the one before"`
}

// MatterLine is what one version changed of one matter.
type MatterLine struct {
	Matter  string         `json:"matter"` // the one asked for, or one of its lineage
	Name    metamodel.Text `json:"name"`
	Pack    string         `json:"pack"`
	Version string         `json:"version"`
	Hash    string         `json:"hash"`
	Step    StepKind       `json:"step" enum:"publish,import,promote"`
	Who     string         `json:"who,omitempty"`
	At      time.Time      `json:"at"`
	Comment string         `json:"comment,omitempty"`
	Acts    []MatterAct    `json:"acts"`
	Changes []MatterChange `json:"changes"`

	seq int64 // of the entry: several may be of one moment
}

// MatterAct is what was done to a matter as a whole.
type MatterAct struct {
	Kind    ActKind        `json:"kind" enum:"appeared,succeeds,released,removed,cancelled,merged,split,reinstated,delegated,recalled,followed,adopted,kept,proposed"`
	On      string         `json:"on,omitempty" description:"From which day (full-date)"`
	Words   metamodel.Text `json:"words"`
	Basis   metamodel.Text `json:"basis,omitempty"`
	Reason  metamodel.Text `json:"reason,omitempty"`
	Matters []string       `json:"matters,omitempty" description:"Other matters it concerns"`
}

// MatterChange is one attribute that changed.
type MatterChange struct {
	Change
	Adopted bool `json:"adopted,omitempty" description:"Taken over from the template"`
}

// chapter is a release of a pack that was put in force.
type chapter struct {
	entry   Entry
	release *Release
}

// MatterHistory tells a matter's history; ok is false when no version of any
// pack ever had it.
func (c *Catalog) MatterHistory(ctx context.Context, id string) (h *MatterHistory, ok bool, err error) {
	s := &historian{c: c, chapters: map[string][]chapter{}, begun: map[string]string{}, h: &MatterHistory{Matter: id, Predecessors: []MatterLink{}, Successors: []MatterLink{}, Lines: []MatterLine{}}}
	pack, err := s.packOf(ctx, id)
	if err != nil || pack == "" {
		return nil, false, err
	}
	seen, queue := map[string]bool{id: true}, []string{id}
	for len(queue) > 0 {
		matter := queue[0]
		queue = queue[1:]
		before, after, err := s.links(ctx, matter)
		if err != nil {
			return nil, false, err
		}
		if matter == id {
			s.h.Predecessors, s.h.Successors = append(s.h.Predecessors, before...), append(s.h.Successors, after...)
		}
		if err := s.tell(ctx, matter); err != nil {
			return nil, false, err
		}
		for _, l := range append(before, after...) {
			if !seen[l.Matter] && len(seen) < mostLineage {
				seen[l.Matter] = true
				queue = append(queue, l.Matter)
			}
		}
	}
	slices.SortStableFunc(s.h.Lines, func(a, b MatterLine) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.seq, a.seq), strings.Compare(a.Pack, b.Pack), strings.Compare(a.Matter, b.Matter))
	})
	return s.h, true, nil
}

// historian carries one MatterHistory.
type historian struct {
	c        *Catalog
	chapters map[string][]chapter // by pack, oldest first
	begun    map[string]string    // why drafts were, by id
	h        *MatterHistory
}

// published visits what put releases of a pack in force, newest first, until visit
// wants no more.
func (c *Catalog) published(ctx context.Context, pack string, visit func(Entry) (more bool, err error)) error {
	return c.past(ctx, pack, func(e Entry) (bool, error) {
		if e.Step != StepPublish && e.Step != StepImport && e.Step != StepPromote {
			return true, nil
		}
		return visit(e)
	})
}

// past visits the history of a pack, newest first, until visit wants no more.
func (c *Catalog) past(ctx context.Context, pack string, visit func(Entry) (more bool, err error)) error {
	const many = 200
	for before := int64(0); ; {
		page, err := c.store.History(ctx, pack, before, many)
		if err != nil {
			return fmt.Errorf("reading the history of %s: %w", pack, err)
		}
		for _, e := range page {
			if more, err := visit(e); err != nil || !more {
				return err
			}
		}
		if len(page) < many {
			return nil
		}
		before = page[len(page)-1].Seq
	}
}

// of gives the releases of a pack that were in force, oldest first.
func (s *historian) of(ctx context.Context, pack string) ([]chapter, error) {
	if list, ok := s.chapters[pack]; ok {
		return list, nil
	}
	var entries []Entry
	err := s.c.past(ctx, pack, func(e Entry) (bool, error) {
		switch e.Step {
		case StepCreate:
			s.begun[e.Draft] = e.Comment
		case StepPublish, StepImport, StepPromote:
			entries = append(entries, e)
		}
		return len(entries) <= mostHistory, nil
	})
	if err != nil {
		return nil, err
	}
	if len(entries) > mostHistory {
		entries, s.h.Earlier = entries[:mostHistory], true
	}
	slices.Reverse(entries)
	var list []chapter
	for _, e := range entries {
		r, err := s.c.release(ctx, e.To)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 || list[len(list)-1].release.Hash != r.Hash {
			list = append(list, chapter{e, r})
		}
	}
	s.chapters[pack] = list
	return list, nil
}

// packOf finds the pack of a matter: one in force, else one that had it; "" for none.
func (s *historian) packOf(ctx context.Context, id string) (string, error) {
	e, err := s.c.Current(ctx)
	if err != nil {
		return "", err
	}
	for _, r := range e.Releases {
		if r.Pack.Matters[id] != nil {
			return r.Pack.Name, nil
		}
	}
	list, err := s.c.Releases(ctx, "")
	if err != nil {
		return "", fmt.Errorf("listing the releases: %w", err)
	}
	tried := map[string]bool{}
	for _, r := range list {
		if tried[r.Name] {
			continue
		}
		tried[r.Name] = true
		chapters, err := s.of(ctx, r.Name)
		if err != nil {
			return "", err
		}
		for _, ch := range chapters {
			if ch.release.Pack.Matters[id] != nil {
				return r.Name, nil
			}
		}
	}
	return "", nil
}

// links are the matters before and after one: as its own pack, and the packs in
// force, said last.
func (s *historian) links(ctx context.Context, id string) (before, after []MatterLink, err error) {
	pack, err := s.packOf(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	chapters, err := s.of(ctx, pack)
	if err != nil {
		return nil, nil, err
	}
	e, err := s.c.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	releases := slices.Clone(e.Releases)
	for i := len(chapters) - 1; i >= 0; i-- {
		releases = append(releases, chapters[i].release)
	}
	settled := map[string]bool{} // by what was said of it last: a cancellation may have been taken back
	for _, r := range releases {
		for _, other := range r.Pack.MatterIDs() {
			m := r.Pack.Matters[other]
			if settled[other] {
				continue
			}
			if settled[other] = true; m.Cancelled == nil {
				continue
			}
			if slices.Contains(m.Cancelled.Successors, id) {
				before = append(before, MatterLink{other, m.Name, m.Cancelled.Into, m.Cancelled.On})
			}
			if other != id {
				continue
			}
			for _, next := range m.Cancelled.Successors {
				after = append(after, MatterLink{next, r.matterName(next), m.Cancelled.Into, m.Cancelled.On})
			}
		}
	}
	byID := func(a, b MatterLink) int { return strings.Compare(a.Matter, b.Matter) }
	slices.SortFunc(before, byID)
	slices.SortFunc(after, byID)
	return before, after, nil
}

func (r *Release) matterName(id string) metamodel.Text {
	if m := r.MatterDef(id); m != nil {
		return m.Name
	}
	return metamodel.ZhEn(id, id)
}

func (r *Release) matterNames(ids []string) metamodel.Text {
	names := make([]metamodel.Text, len(ids))
	for i, id := range ids {
		names[i] = r.matterName(id)
	}
	return listText(names)
}

// tell writes the lines of one matter.
func (s *historian) tell(ctx context.Context, id string) error {
	pack, err := s.packOf(ctx, id)
	if err != nil {
		return err
	}
	chapters, err := s.of(ctx, pack)
	if err != nil {
		return err
	}
	var was *Release
	for _, ch := range chapters {
		r := ch.release
		m := r.Pack.Matters[id]
		line := MatterLine{Matter: id, Pack: pack, Version: r.Pack.Version, Hash: r.Hash, Step: ch.entry.Step, Who: ch.entry.Who, At: ch.entry.At, Comment: ch.entry.Comment,
			Acts: []MatterAct{}, Changes: []MatterChange{}, seq: ch.entry.Seq}
		var old *metamodel.Matter
		if was != nil {
			old = was.Pack.Matters[id]
		}
		switch {
		case old == nil && m == nil:
		case m == nil:
			line.Name = old.Name
			line.act(ActRemoved, MatterAct{})
		default:
			line.Name = m.Name
			if was != nil || !s.h.Earlier {
				line.appeared(old == nil, was, r)
			}
			if old == nil {
				old = &metamodel.Matter{}
			} else {
				line.compare(was, r, id)
			}
			line.acts(was, r, old, m)
			line.back(s.begun[ch.entry.Draft])
		}
		if len(line.Acts)+len(line.Changes) > 0 {
			s.h.Lines = append(s.h.Lines, line)
		}
		if id == s.h.Matter && m != nil {
			s.h.Name = m.Name
		}
		was = r
	}
	return nil
}

// Text is the history as lines for a terminal.
func (h *MatterHistory) Text(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) { fmt.Fprintf(&b, metamodel.ZhEn(zh, en).In(lang)+"\n", args...) }
	fmt.Fprintf(&b, "%s %s\n", h.Matter, h.Name.In(lang))
	for _, k := range h.Predecessors {
		say("来自  %s %s（%s）", "From  %s %s (%s)", k.Matter, k.Name.In(lang), k.On)
	}
	for _, k := range h.Successors {
		say("去向  %s %s（%s）", "To    %s %s (%s)", k.Matter, k.Name.In(lang), k.On)
	}
	for i := range h.Lines {
		l := &h.Lines[i]
		who := l.Who
		if who == "" {
			who = "-"
		}
		fmt.Fprintf(&b, "%s  %s %s  %s", l.At.UTC().Format("2006-01-02 15:04"), l.Pack, l.Version, who)
		if l.Matter != h.Matter {
			fmt.Fprintf(&b, "  %s %s", l.Matter, l.Name.In(lang))
		}
		if l.Comment != "" {
			fmt.Fprintf(&b, "  %s", l.Comment)
		}
		b.WriteByte('\n')
		for _, a := range l.Acts {
			fmt.Fprintf(&b, "  * %s", a.Words.In(lang))
			for _, why := range []metamodel.Text{a.Basis, a.Reason} {
				if len(why) > 0 {
					fmt.Fprintf(&b, " · %s", why.In(lang))
				}
			}
			b.WriteByte('\n')
		}
		for _, c := range l.Changes {
			fmt.Fprintf(&b, "    %s: %s", c.Path, c.Words.In(lang))
			if c.Adopted {
				b.WriteString(metamodel.ZhEn(" [采用模板]", " [from the template]").In(lang))
			}
			b.WriteByte('\n')
		}
	}
	if h.Earlier {
		say("更早的版本没有查看", "Earlier versions were not looked through")
	}
	return b.String()
}

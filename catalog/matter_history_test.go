package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// chronicle publishes versions of the noodle shop one after the other, a day apart.
type chronicle struct {
	t   *testing.T
	c   *catalog.Catalog
	r   *catalog.Release
	day time.Time
	n   int
}

func newChronicle(t *testing.T) *chronicle {
	t.Helper()
	k := &chronicle{t: t, c: catalog.New(mustStore(t)), day: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	p, ps := catalog.Read(os.DirFS("testdata/noodles"))
	if p == nil {
		t.Fatal(ps)
	}
	k.publish(p, ps)
	return k
}

func (k *chronicle) publish(p *catalog.Pack, ps metamodel.Problems) {
	k.t.Helper()
	if ps.Failed() {
		k.t.Fatal(ps)
	}
	p, ps = catalog.ReadArchive(p.Encode())
	if ps.Failed() {
		k.t.Fatal(ps)
	}
	k.n++
	k.day = k.day.AddDate(0, 0, 1)
	p.Version, p.Files = "1."+string(rune('0'+k.n))+".0", nil
	r, ps, err := k.c.Publish(k.t.Context(), p, k.day)
	if r == nil || err != nil {
		k.t.Fatal(ps, err)
	}
	k.r = r
}

// edit publishes the pack in force with a change.
func (k *chronicle) edit(change func(p *catalog.Pack)) {
	k.t.Helper()
	p, ps := catalog.ReadArchive(k.r.Pack.Encode())
	if ps.Failed() {
		k.t.Fatal(ps)
	}
	change(p)
	k.publish(p, nil)
}

// lines are a history as "version matter: act, act; path, path", newest first.
func (k *chronicle) lines(matter string) (list []string) {
	k.t.Helper()
	h, ok, err := k.c.MatterHistory(k.t.Context(), matter)
	if err != nil || !ok {
		k.t.Fatal(ok, err)
	}
	for _, l := range h.Lines {
		s := l.Version + " " + l.Matter + ":"
		for _, a := range l.Acts {
			s += " " + string(a.Kind)
			for _, lang := range metamodel.Languages {
				if words := a.Words[lang]; words == "" || strings.ContainsAny(words, "{}") {
					k.t.Errorf("%s %s says %q in %s", l.Version, a.Kind, words, lang)
				}
			}
		}
		for _, c := range l.Changes {
			s += " " + c.Path
			if c.Adopted {
				s += "!"
			}
		}
		list = append(list, s)
	}
	return list
}

func text(s string) metamodel.Text { return metamodel.ZhEn(s, s) }

func TestAMattersHistoryTellsWhatWasDoneToItAndToThoseItCameFrom(t *testing.T) {
	t.Parallel()
	k := newChronicle(t)
	k.edit(func(p *catalog.Pack) { p.Matters["A1"].Name = text("其他") }) // another matter's affair
	k.edit(func(p *catalog.Pack) { p.Matters["A3"].PromisedDays = 4 })
	k.edit(func(p *catalog.Pack) {
		std := *p.Matters["A3"]
		std.ID, std.Standard, std.StatutoryDays, std.PromisedDays, std.Preconditions = "STD", true, 8, 8, nil
		p.Matters["STD"] = &std
		p.Matters["A3"].Template = &metamodel.Template{Matter: "STD"}
	})
	p, ps := catalog.Keep(k.r, "A3", "promisedDays", text("更快"), false)
	k.publish(p, ps)
	p, ps = catalog.Adopt(k.r, "A3", "statutoryDays")
	k.publish(p, ps)
	k.edit(func(p *catalog.Pack) { p.Matters["A3"].Template.Kept[0].Propose = true })
	h, _, err := k.c.MatterHistory(t.Context(), "A3")
	if err != nil || h.Lines[0].Acts[0].Words.In("zh") != "建议模板采纳：承诺时限" {
		t.Errorf("%+v, %v", h.Lines[0], err)
	}
	k.edit(func(p *catalog.Pack) { p.Matters["A3"].Template.Kept[0].Propose = false })
	if h, _, err = k.c.MatterHistory(t.Context(), "A3"); err != nil || h.Lines[0].Acts[0].Words.In("zh") != "保留与模板的差别，不再建议模板采纳：承诺时限" {
		t.Errorf("%+v, %v", h.Lines[0], err)
	}
	p, ps = catalog.Delegate(k.r, catalog.MatterDelegation{Matter: "A3", To: metamodel.Delegation{To: "hall", Kind: metamodel.Entrusted, On: "2027-02-01", Basis: text("委托书")}})
	k.publish(p, ps)
	k.edit(func(p *catalog.Pack) { p.Matters["A3"].Delegated = nil })
	want := []string{"1.:.0 A3: recalled", "1.9.0 A3: delegated", "1.8.0 A3: kept", "1.7.0 A3: proposed", "1.6.0 A3: adopted statutoryDays!", "1.5.0 A3: kept", "1.4.0 A3: followed", "1.3.0 A3: promisedDays", "1.1.0 A3: appeared"}
	if got := k.lines("A3"); !slices.Equal(got, want) {
		t.Errorf("%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAHistoryFollowsWhatAMatterBecameAndCameFrom(t *testing.T) {
	t.Parallel()
	k := newChronicle(t)
	k.edit(func(p *catalog.Pack) {
		next := *p.Matters["A3"]
		next.ID, next.Name = "A4", text("新")
		p.Matters["A4"] = &next
		p.Matters["A2"].Cancelled = &metamodel.Cancellation{On: "2027-01-01", Basis: text("决定"), Reason: text("合并"), Successors: []string{"A4"}, Into: metamodel.Merged}
		p.Matters["A3"].Cancelled = &metamodel.Cancellation{On: "2027-01-01", Basis: text("决定"), Reason: text("合并"), Successors: []string{"A4"}, Into: metamodel.Merged}
		p.Themes = nil
	})
	k.edit(func(p *catalog.Pack) { delete(p.Matters, "A2") })
	k.edit(func(p *catalog.Pack) {
		p.Matters["A4"].Cancelled = &metamodel.Cancellation{On: "2027-06-01", Basis: text("决定"), Reason: text("不再需要"), Successors: []string{"A1"}}
	})
	if got := k.lines("A1")[0]; got != "1.4.0 A1: succeeds" {
		t.Errorf("the one that was there before: %s", got)
	}
	h, _, err := k.c.MatterHistory(t.Context(), "A4")
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Predecessors) != 2 || h.Predecessors[0].Matter != "A2" || h.Predecessors[1].Into != metamodel.Merged || len(h.Successors) != 1 {
		t.Errorf("%+v", h)
	}
	want := []string{"1.4.0 A1: succeeds", "1.4.0 A4: cancelled", "1.3.0 A2: removed", "1.2.0 A2: merged", "1.2.0 A3: merged", "1.2.0 A4: appeared", "1.1.0 A1: appeared", "1.1.0 A2: appeared", "1.1.0 A3: appeared"}
	if got := k.lines("A4"); !slices.Equal(got, want) {
		t.Errorf("%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// From the other side, and of one that is gone, it is the same story.
	for _, from := range []string{"A2", "A3"} {
		if got := k.lines(from); !slices.Equal(got, want) {
			t.Errorf("from %s: %v", from, got)
		}
	}
	for _, word := range []string{"来自  A2", "由“食品经营许可、消防安全检查”合并而成", "自 2027-01-01 起并入“新” · 决定 · 合并"} {
		if said := h.Text("zh"); !strings.Contains(said, word) {
			t.Errorf("%q is not said:\n%s", word, said)
		}
	}
	if _, ok, err := k.c.MatterHistory(t.Context(), "A9"); ok || err != nil {
		t.Errorf("one that never was: %v %v", ok, err)
	}
}

// A matter that was split, and its parts, lead to each other and tell one story.
func TestAHistoryLeadsFromTheWholeToItsPartsAndBack(t *testing.T) {
	t.Parallel()
	k := newChronicle(t)
	p, ps := catalog.SplitMatter(k.r, catalog.MatterSplit{Matter: "A3", End: metamodel.Cancellation{On: "2027-01-01", Basis: text("决定"), Reason: text("分开办")}, Parts: []catalog.SplitPart{
		{ID: "A31", Name: text("检查"), Sections: []string{"place"}, Materials: []string{"MT1", "MT4", "MT5"}},
		{ID: "A32", Name: text("招牌"), Fields: []string{"signboard"}, Result: &catalog.SplitResult{Name: text("招牌许可")}},
	}})
	k.publish(p, ps)
	want := []string{"1.2.0 A3: split", "1.2.0 A31: appeared", "1.2.0 A32: appeared", "1.1.0 A3: appeared"}
	for _, from := range []string{"A3", "A31", "A32"} {
		if got := k.lines(from); !slices.Equal(got, want) {
			t.Errorf("from %s: %v", from, got)
		}
	}
	links := func(list []catalog.MatterLink) (said []string) {
		for _, l := range list {
			said = append(said, l.Matter+" "+string(l.Into)+" "+l.On)
		}
		return said
	}
	for matter, want := range map[string][2][]string{
		"A3": {nil, {"A31 split 2027-01-01", "A32 split 2027-01-01"}}, "A31": {{"A3 split 2027-01-01"}, nil}, "A32": {{"A3 split 2027-01-01"}, nil},
	} {
		h, _, err := k.c.MatterHistory(t.Context(), matter)
		if err != nil || !slices.Equal(links(h.Predecessors), want[0]) || !slices.Equal(links(h.Successors), want[1]) {
			t.Errorf("%s: %v %v %v", matter, links(h.Predecessors), links(h.Successors), err)
		}
	}
}

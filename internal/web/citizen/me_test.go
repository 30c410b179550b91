package citizen_test

import (
	"context"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// Two drafts of one theme are told apart by whose they are and how far they
// are; the one saved last comes first, and what waits for the applicant before both.
func TestMyCasesTellDraftsApart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	draft := func(name string) string {
		d, err := s.engine.StartDraft(ctx, a, "T01", "", nil, nil, "")
		must(t, err)
		if name != "" {
			_, err = s.engine.SaveAnswers(ctx, a, d.Draft.ID, 0, engine.Patch{Answers: map[string]json.RawMessage{"applicant/DE00101": json.RawMessage(`"` + name + `"`)}})
			must(t, err)
		}
		return d.Draft.ID
	}
	first, second := draft("江南春餐馆"), draft("")
	s.wait(time.Hour)
	_, err := s.engine.SaveAnswers(ctx, a, first, 0, engine.Patch{Answers: map[string]json.RawMessage{"applicant/DE00101": json.RawMessage(`"江南春小馆"`)}})
	must(t, err)
	d, err := s.engine.StartDraft(ctx, a, "", "M07", nil, nil, "")
	must(t, err)
	b.fill("/drafts/" + d.Draft.ID)
	root := b.submit("/drafts/" + d.Draft.ID)
	b.get("/me").sees("江南春小馆", "已完成 0 / ", " 开始", "最近保存：").seesNot("等您处理")
	if x, y := strings.Index(b.body, first), strings.Index(b.body, second); x < 0 || y < x {
		t.Errorf("the draft saved last stands at %d, the other at %d", x, y)
	}

	view, err := s.engine.Case(ctx, a, root)
	must(t, err)
	ecology := s.account("ecology", "蓝天", "ecology-environment", allRoles...)
	_, err = s.engine.Apply(ctx, ecology, root, view.Case.Revision, "k", engine.Action{Event: "correct", Note: "请核对。"})
	must(t, err)
	b.get("/me?lang=en").sees("Waiting for you", "of ", " done", "last saved")
	if x, y := strings.Index(b.body, root), strings.Index(b.body, first); x < 0 || y < x || strings.Count(b.body, `href="/cases/`+root+`"`) != 1 {
		t.Errorf("the case that waits stands at %d, the drafts at %d", x, y)
	}
	// Answered, it is one of the others again: before what moved earlier.
	s.wait(time.Hour)
	other, err := s.engine.StartDraft(ctx, a, "", "M07", nil, nil, "")
	must(t, err)
	b.fill("/drafts/" + other.Draft.ID)
	later := b.submit("/drafts/" + other.Draft.ID)
	s.wait(time.Hour)
	view, err = s.engine.Case(ctx, a, root)
	must(t, err)
	_, err = s.engine.Apply(ctx, a, root, view.Case.Revision, "k2", engine.Action{Event: "resubmit"})
	must(t, err)
	b.get("/me?lang=zh").sees("已提交的办件", "最近进展：").seesNot("等您处理")
	if x, y := strings.Index(b.body, root), strings.Index(b.body, later); x < 0 || y < x {
		t.Errorf("what moved last stands at %d, what moved before at %d", x, y)
	}
}

// What does not fit on the page is a link away, in the order of the list.
func TestMyCasesGoOnOverPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	a := s.account("chen", "陈一鸣", "", "citizen")
	b := s.browser()
	b.signIn("chen")
	var ids []string
	for range 12 {
		s.wait(time.Minute)
		d, err := s.engine.StartDraft(ctx, a, "", "M07", nil, nil, "")
		must(t, err)
		ids = append(ids, d.Draft.ID)
	}
	s.wait(time.Minute)
	_, err := s.engine.SaveAnswers(ctx, a, ids[0], 0, engine.Patch{Answers: map[string]json.RawMessage{"applicant/DE00101": json.RawMessage(`"江南春餐馆"`)}})
	must(t, err)
	lists := func(want ...string) {
		t.Helper()
		if got := b.links(regexp.MustCompile(`href="/drafts/([^"/]+)"`)); !slices.Equal(got, want) {
			t.Errorf("the page lists %d drafts, %v", len(got), got)
		}
	}
	rest := slices.Clone(ids[1:])
	slices.Reverse(rest)
	b.get("/me").sees("江南春餐馆", "更早的草稿")
	lists(append(ids[:1:1], rest[:9]...)...)
	b.get(html.UnescapeString(b.links(regexp.MustCompile(`href="(/me\?drafts=[^"]*)"`))[0])).seesNot("更早的草稿")
	lists(rest[9:]...)
}

package catalog

import "github.com/onematter/onematter/metamodel"

// notice checks how a theme tells its results. What one matter decides waits for
// the others no longer than the theme says, whatever the departments do: the law
// asks for a decision to be served in time.
func (c *compiler) notice(t *Theme) {
	j := t.Def.Joint
	if j == nil {
		return
	}
	fail := func(p metamodel.Problem) { c.report(metamodel.KindTheme, t.Def.ID, p) }
	if !j.OneNotice() {
		if j.NoticeWithin != 0 {
			fail(NoticeAlone.At("joint/noticeWithin", "key", "noticeWithin"))
		}
		if len(j.Appeal) > 0 {
			fail(NoticeAlone.At("joint/appeal", "key", "appeal"))
		}
		return
	}
	if len(j.Appeal) == 0 {
		fail(NoticeAppeal.At("joint/appeal"))
	}
	if j.ServedWithin() > metamodel.NoticeTerm {
		fail(NoticeLate.At("joint/noticeWithin", "days", j.NoticeWithin, "term", metamodel.NoticeTerm))
	}
}

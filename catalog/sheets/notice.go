package sheets

import "github.com/onematter/onematter/metamodel"

// notice reads how a theme tells its results: 分别, every matter by itself, or
// 一并, in one notice, with until when at the latest and where to object.
func (im *importer) notice(t *metamodel.Theme, r *Row) {
	within, appeal := r.Cell("通知期限(工作日)"), r.Cell("救济途径")
	switch how := r.Cell("结果通知"); how {
	case "一并":
	case "", "分别":
		for _, c := range []string{"通知期限(工作日)", "救济途径"} {
			if r.Cell(c) != "" {
				im.report(r.problem(kindNoticeEach, c, "column", c))
			}
		}
		return
	default:
		im.report(r.problem(kindNotice, "结果通知", "value", excerpt(how)))
		return
	}
	if t.Joint == nil {
		t.Joint = &metamodel.Joint{}
	}
	t.Joint.Notice = metamodel.NoticeOne
	if within != "" {
		t.Joint.NoticeWithin, _ = im.number(r, "通知期限(工作日)")
	}
	if appeal == "" {
		im.report(r.problem(kindEmptyCell, "救济途径"))
		return
	}
	t.Joint.Appeal = im.text("appeal:"+t.ID, appeal, "", r.place("救济途径"))
}

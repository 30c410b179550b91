package catalog

import "github.com/onematter/onematter/metamodel"

// notice compares how results are told. Whoever filed before is told as it was
// when they filed.
func (d *differ) notice(of Ref, a, b *metamodel.Joint) {
	switch was, is := a.OneNotice(), b.OneNotice(); {
	case is && !was:
		d.add(changeNoticeOne, of, "joint/notice", metamodel.NoticeEach, metamodel.NoticeOne)
	case was && !is:
		d.add(changeNoticeEach, of, "joint/notice", metamodel.NoticeOne, metamodel.NoticeEach)
	case was:
		d.limit(of, "joint/noticeWithin", metamodel.ZhEn("结果通知", "the result notice"), a.ServedWithin(), b.ServedWithin())
		d.text(of, "joint/appeal", a.Appeal, b.Appeal)
	}
}

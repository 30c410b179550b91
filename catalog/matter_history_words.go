package catalog

import "github.com/onematter/onematter/metamodel"

// ActKind is the kind of an act.
type ActKind string

const (
	ActAppeared   ActKind = "appeared"
	ActSucceeds   ActKind = "succeeds" // another one that is cancelled
	ActReleased   ActKind = "released" // replaces one no more
	ActRemoved    ActKind = "removed"
	ActCancelled  ActKind = "cancelled"
	ActMerged     ActKind = "merged"
	ActSplit      ActKind = "split"
	ActReinstated ActKind = "reinstated" // is cancelled no more
	ActDelegated  ActKind = "delegated"
	ActRecalled   ActKind = "recalled" // is delegated no more
	ActFollowed   ActKind = "followed" // a template
	ActAdopted    ActKind = "adopted"
	ActKept       ActKind = "kept"
	ActProposed   ActKind = "proposed"
)

var actWords = map[ActKind]metamodel.Text{
	ActAppeared:   metamodel.ZhEn("纳入资源包", "came into the pack"),
	ActReleased:   metamodel.ZhEn("不再接续“{names}”", "does not replace “{names}” any more"),
	ActRemoved:    metamodel.ZhEn("从资源包中删除", "taken out of the pack"),
	ActCancelled:  metamodel.ZhEn("自 {on} 起取消{next}", "cancelled from {on}{next}"),
	ActMerged:     metamodel.ZhEn("自 {on} 起并入“{names}”", "merged into “{names}” from {on}"),
	ActSplit:      metamodel.ZhEn("自 {on} 起拆分为“{names}”", "split into “{names}” from {on}"),
	ActReinstated: metamodel.ZhEn("恢复办理，不再自 {on} 起取消", "reinstated: not cancelled from {on} any more"),
	ActDelegated:  metamodel.ZhEn("{span} {how}“{to}”办理", "{how} “{to}” {span}"),
	ActRecalled:   metamodel.ZhEn("收回，不再由“{to}”办理", "taken back from “{to}”"),
	ActFollowed:   metamodel.ZhEn("对照模板“{names}”", "follows the template “{names}”"),
	ActAdopted:    metamodel.ZhEn("采用模板的 {n} 处", "took over {n} thing(s) from its template"),
	ActKept:       metamodel.ZhEn("保留与模板的差别：{place}", "stays different from its template: {place}"),
	ActProposed:   metamodel.ZhEn("建议模板采纳：{place}", "proposed to its template: {place}"),
}

var (
	keptOnly       = metamodel.ZhEn("保留与模板的差别，不再建议模板采纳：{place}", "stays different from its template, and is not proposed to it any more: {place}")
	formedMerged   = metamodel.ZhEn("由“{names}”合并而成", "made of “{names}”, which were merged")
	formedSplit    = metamodel.ZhEn("由“{names}”拆分而来", "one part of “{names}”, which was split")
	formedReplaced = metamodel.ZhEn("接续“{names}”", "replaces “{names}”")
)

// filled puts parameters into words.
func filled(words metamodel.Text, params ...any) metamodel.Text {
	return metamodel.Worded(words.In("zh"), words.In("en"), params...)
}

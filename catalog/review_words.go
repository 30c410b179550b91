package catalog

import "slices"

// reviewKind is a kind of finding, with its words and what could be done.
type reviewKind struct {
	code           string
	titleZh, title string
	zh, en         string
	stepZh, stepEn string
}

var (
	reviewResult = reviewKind{"material.result_of_matter", "就是别的事项的办理结果", "Another matter’s result",
		"“{matter}”要求的“{material}”就是“{other}”的办理结果", "“{matter}” asks for “{material}”, which is the result of “{other}”",
		"改用该结果对应的标准材料，由部门之间传递，不再向申请人要", "Use the standard material of that result: departments pass it on and nobody is asked"}
	reviewOwn = reviewKind{"material.own_data", "承办部门自己的数据", "The department’s own data",
		"“{matter}”要求的“{material}”由承办部门“{department}”自己签发", "“{matter}” asks for “{material}”, which its own department “{department}” issues",
		"删去这份材料，由承办人员在本部门查询", "Drop it: whoever handles the case looks it up in their own department"}
	reviewOther = reviewKind{"material.other_department", "别的部门自己的数据", "Another department’s own data",
		"“{matter}”要求的“{material}”是“{department}”自己的数据（签发单位：{issuer}）", "“{matter}” asks for “{material}”, which “{department}” has itself (issued by {issuer})",
		"向该部门发起数源认责，确认后不再要求提交", "Propose it to that department as a duty; once it is confirmed nobody is asked"}
	reviewDelivered = reviewKind{"material.delivered", "已有数源提供的材料", "Delivered by a source already",
		"“{matter}”要求的“{material}”已有数源“{source}”（{department}）提供", "“{matter}” asks for “{material}”, which the source “{source}” ({department}) delivers",
		"为本事项确认这项数源责任", "Have the duty confirmed for this matter"}
	reviewSameProof = reviewKind{"material.proves_the_same", "别的材料已经证明", "Proven by another material",
		"“{matter}”要求的“{material}”所证明的，“{other}”都已证明", "All that “{material}” proves in “{matter}” is proven by “{other}”",
		"只留其中一份", "Keep one of them"}
	reviewAskedAnyway = reviewKind{"material.asked_anyway", "表单里已经填写", "Filled in on the form anyway",
		"“{matter}”要求的“{material}”所证明的 {n} 项内容，表单里都要填写", "The form of “{matter}” asks for all {n} value(s) that “{material}” proves",
		"由签发部门核验填写的内容，删去材料；或从材料读取，不再填写", "Check what was filled in with whoever issues it and drop the material, or read the values from it and drop the fields"}
	reviewMaterialTwice = reviewKind{"material.duplicate", "重复的标准材料", "Standard materials that are there twice",
		"标准材料“{material}”有两个：{id} 和 {other}", "The standard material “{material}” is there twice: {id} and {other}",
		"各事项统一用其中一个", "Let every matter use one of them"}
	reviewFieldTwice = reviewKind{"field.twice", "同一事项问了两次", "Asked twice in one matter",
		"“{matter}”把“{field}”问了两次", "“{matter}” asks for “{field}” twice",
		"删去其中一处，需要时由另一处取值", "Drop one; where it is needed, take the other’s answer"}
	reviewComputable = reviewKind{"field.computable", "可以由别的答案得出", "Follows from another answer",
		"“{matter}”要求填写“{field}”，但由“{from}”就能得出", "“{matter}” asks for “{field}”, which follows from “{from}”",
		"改为自动计算（x-value）", "Compute it (x-value)"}
	reviewComputed = reviewKind{"field.computed_elsewhere", "别的事项是算出来的", "Computed by another matter",
		"“{matter}”要求填写“{field}”，“{other}”却由同样的内容算出", "“{matter}” asks for “{field}”, which “{other}” computes from what is asked here too",
		"采用同样的计算（x-value）", "Compute it likewise (x-value)"}
	reviewYielded = reviewKind{"field.result_of_matter", "别的事项的结果里有", "Made known by another matter’s result",
		"“{field}”由“{other}”的办理结果给出，仍有 {n} 个事项要求填写", "“{field}” is made known by the result of “{other}”, and {n} matter(s) (asks|ask) for it",
		"由该部门提供（数源认责），或与该事项合并办理", "Let that department deliver it as a duty, or handle the matters as one"}
	reviewFieldDelivered = reviewKind{"field.delivered", "已有数源提供的内容", "Fields a source delivers already",
		"“{matter}”要求填写的“{field}”已有数源“{source}”（{department}）提供", "“{matter}” asks for “{field}”, which the source “{source}” ({department}) delivers",
		"为本事项确认这项数源责任", "Have the duty confirmed for this matter"}
	reviewShared = reviewKind{"field.asked_by_several", "多个事项分别要求填写", "Asked by several matters separately",
		"“{field}”有 {n} 个事项各自要求填写，没有放进同一件事", "{n} matter(s) that no theme brings together ask for “{field}”",
		"常被一起办理的事项放进同一个主题，只填一次", "Bring matters that people need together into one theme: it is asked once"}
	reviewMatterTwice = reviewKind{"matter.duplicate", "重复的事项", "Matters that are there twice",
		"“{matter}”有两个，名称和依据都相同：{id} 和 {other}", "“{matter}” is there twice, with the same name and basis: {id} and {other}",
		"合并为一个事项；分属不同地区的，让其中一个以另一个为模板", "Merge them; where they belong to different districts, let one follow the other as its template"}
	reviewMatterNear = reviewKind{"matter.near_duplicate", "近乎相同的事项", "Matters that are nearly the same",
		"“{matter}”与“{other}”结果相同，填写内容和材料有 {share}% 相同", "“{matter}” and “{other}” give the same result and have {share}% of fields and materials in common",
		"逐项比较后合并", "Compare them item by item, then merge them"}
	reviewElementTwice = reviewKind{"element.duplicate", "重复的数据元", "Elements that are there twice",
		"数据元“{element}”有两个：{id} 和 {other}", "The element “{element}” is there twice: {id} and {other}",
		"统一用其中一个，或写明二者等同", "Use one of them, or say that they are equivalent"}
)

// reviewOrder is the order in which findings are told: what spares most first.
var reviewOrder = []reviewKind{
	reviewMatterTwice, reviewMatterNear, reviewResult, reviewOwn, reviewOther, reviewDelivered, reviewSameProof, reviewAskedAnyway,
	reviewFieldTwice, reviewComputable, reviewComputed, reviewFieldDelivered, reviewYielded, reviewShared, reviewMaterialTwice, reviewElementTwice,
}

func reviewRank(code string) int {
	return slices.IndexFunc(reviewOrder, func(k reviewKind) bool { return k.code == code })
}

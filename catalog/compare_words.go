package catalog

import "github.com/onematter/onematter/metamodel"

// besides are the words of differences between two matters that stand beside each
// other: neither was there first, so nothing was added, and nothing became
// something else. Each is what the matters differ in.
var besides = map[string]sideWords{
	changeLabel.kind:     {"文字", "the wording"},
	changeAttribute.kind: {"{what}", "{what}"},
	changeType.kind:      {"类型", "the type"}, changeUnit.kind: {"计量单位", "the unit"}, changeSensitivity.kind: {"敏感程度", "the sensitivity"},
	changeTightened.kind: {"“{keyword}”", "“{keyword}”"}, changeLoosened.kind: {"“{keyword}”", "“{keyword}”"}, changeConstraint.kind: {"“{keyword}”", "“{keyword}”"},
	changeFieldAdded.kind: {"字段“{name}”", "the field “{name}”"}, changeFieldRemoved.kind: {"字段“{name}”", "the field “{name}”"}, changeFieldMoved.kind: {"字段“{name}”所在的分组", "the section of the field “{name}”"},
	changeRequiredIf.kind: {"“{name}”的必填条件", "when “{name}” is required"}, changeVisible.kind: {"“{name}”的显示条件", "when “{name}” is shown"}, changeRoute.kind: {"“{name}”之后的去向", "where the way leads from “{name}”"},
	changeCheckAdded.kind: {"“{name}”的校验：{to}", "the check of “{name}”: {to}"}, changeCheckRemoved.kind: {"“{name}”的校验：{from}", "the check of “{name}”: {from}"},
	changeValueWhen.kind: {"“{name}”何时计算", "when “{name}” is computed"},
	changeValue.kind:     {"“{name}”的计算", "what “{name}” is computed by"}, changeOptions.kind: {"“{name}”的选项筛选", "what filters the options of “{name}”"}, changeOptionsAll.kind: {"“{name}”的选项筛选", "a filter of the options of “{name}”"},
	changeReadOnly.kind: {"“{name}”是否只读", "whether “{name}” is read-only"}, changeHidden.kind: {"“{name}”是否隐藏", "whether “{name}” is hidden"}, changeDefault.kind: {"“{name}”的默认值", "what “{name}” starts with"},
	changeGroupShape.kind: {"“{name}”", "“{name}”"}, changeGroupElements.kind: {"“{name}”复用的数据元组", "the element group that “{name}” reuses"}, changeGroupSubject.kind: {"“{name}”的角色", "the subject of “{name}”"},
	changeSectionAdded.kind: {"分组“{name}”", "the section “{name}”"}, changeSectionRemoved.kind: {"分组“{name}”", "the section “{name}”"}, changeSectionOrder.kind: {"分组的顺序", "the order of the sections"},
	changeAskAdded.kind: {"材料“{name}”", "the material “{name}”"}, changeAskRemoved.kind: {"材料“{name}”", "the material “{name}”"}, changeAskCondition.kind: {"材料“{name}”的提交条件", "when the material “{name}” is asked for"},
	changeBeforeAdded.kind: {"前置事项“{to}”", "the precondition “{to}”"}, changeBeforeRemoved.kind: {"前置事项“{from}”", "the precondition “{from}”"},
	changeYieldAdded.kind: {"办理结果提供的“{to}”", "“{to}”, which the result yields"}, changeYieldRemoved.kind: {"办理结果提供的“{from}”", "“{from}”, which the result yields"},
	changeResultRule.kind: {"出具结果时的校验：{to}", "a check of the result: {to}"}, changeResultRuleGone.kind: {"出具结果时的校验：{from}", "a check of the result: {from}"},
	changeLimitShorter.kind: {"“{name}”的{what}（工作日）", "the {what} of “{name}” (working days)"}, changeLimitLonger.kind: {"“{name}”的{what}（工作日）", "the {what} of “{name}” (working days)"},
	changeStepLights.kind: {"环节“{name}”的亮灯规则", "the thresholds of lights of the step “{name}”"}, changeLights.kind: {"亮灯规则", "the thresholds of lights"},
	changeExtendAdded.kind: {"延期规定：{to}", "a rule for more time: {to}"}, changeExtendRemoved.kind: {"延期规定：{from}", "a rule for more time: {from}"}, changeExtend.kind: {"延期规定", "the rule for more time"},
	changeStateAdded.kind: {"环节“{name}”", "the step “{name}”"}, changeStateRemoved.kind: {"环节“{name}”", "the step “{name}”"}, changeStateType.kind: {"环节“{name}”的类型", "the type of the step “{name}”"},
	changeRolesAdded.kind: {"环节“{name}”的角色 {to}", "the role {to} in “{name}”"}, changeRolesRemoved.kind: {"环节“{name}”的角色 {from}", "the role {from} in “{name}”"},
	changeSign.kind: {"环节“{name}”的会签", "the countersigning of “{name}”"}, changeOpinions.kind: {"环节“{name}”的征求意见", "what “{name}” may ask of others"},
	changeSilenceAdded.kind: {"环节“{name}”的默认决定：{to}", "a silent decision in “{name}”: {to}"}, changeSilenceRemoved.kind: {"环节“{name}”的默认决定：{from}", "a silent decision in “{name}”: {from}"}, changeSilence.kind: {"环节“{name}”的默认决定", "what silence decides in “{name}”"},
	changeActionAdded.kind: {"动作“{name}”", "the action “{name}”"}, changeActionRemoved.kind: {"动作“{name}”", "the action “{name}”"},
	changeActionTarget.kind: {"动作“{name}”的去向", "where the action “{name}” leads"}, changeActionKind.kind: {"动作“{name}”的种类", "the kind of the action “{name}”"},
	changeReturns.kind: {"“{name}”可退回到", "where “{name}” can send a case back to"}, changeInitial.kind: {"起始环节", "the first step"},
	changeDepartment.kind: {"实施主体", "the department"}, changeForm.kind: {"表单", "the form"}, changeWorkflow.kind: {"流程", "the process"},
}

type sideWords struct{ zh, en string }

// onlyOne are the kinds of what one of two matters has: true where it is the second.
var onlyOne = map[string]bool{
	changeFieldAdded.kind: true, changeFieldRemoved.kind: false, changeCheckAdded.kind: true, changeCheckRemoved.kind: false, changeOptionsAll.kind: false,
	changeSectionAdded.kind: true, changeSectionRemoved.kind: false, changeAskAdded.kind: true, changeAskRemoved.kind: false, changeBeforeAdded.kind: true, changeBeforeRemoved.kind: false,
	changeYieldAdded.kind: true, changeYieldRemoved.kind: false, changeResultRule.kind: true, changeResultRuleGone.kind: false, changeExtendAdded.kind: true, changeExtendRemoved.kind: false,
	changeStateAdded.kind: true, changeStateRemoved.kind: false, changeRolesAdded.kind: true, changeRolesRemoved.kind: false, changeSilenceAdded.kind: true, changeSilenceRemoved.kind: false,
	changeActionAdded.kind: true, changeActionRemoved.kind: false,
}

// stands are differences that are a sentence about the second matter.
var stands = map[string]sideWords{
	changeCodes.kind: {"{b}可选的代码较少：{to}", "fewer codes may be chosen in {b}: {to}"}, changeCodesWider.kind: {"{b}可选的代码较多：{to}", "more codes may be chosen in {b}: {to}"},
	changeFieldOrder.kind:      {"“{name}”中字段的顺序不同", "the fields of “{name}” come in another order"},
	changeRequiredAdded.kind:   {"“{name}”在{b}必填（{to}），在{a}不是", "“{name}” is required in {b} ({to}), not in {a}"},
	changeRequiredRemoved.kind: {"“{name}”在{a}必填，在{b}不是", "“{name}” is required in {a}, not in {b}"},
	changeAskRequired.kind:     {"材料“{name}”在{b}必交，在{a}可以不交", "the material “{name}” must be handed in in {b}, and may be left out in {a}"},
	changeAskOptional.kind:     {"材料“{name}”在{a}必交，在{b}可以不交", "the material “{name}” must be handed in in {a}, and may be left out in {b}"},
	changeCancelled.kind:       {"{b}自 {to} 起取消", "{b} is cancelled from {to}"},
	changeDelegated.kind:       {"{b}自 {on} 起{how}“{to}”办理", "{b} is {how} “{to}” from {on}"},
}

// sides are what two matters are called beside each other.
type sides struct{ a, b metamodel.Text }

// words says a difference by both sides.
func (s *sides) words(k changeKind, params []any) metamodel.Text {
	params = append(params, "a", s.a, "b", s.b)
	if w, ok := stands[k.kind]; ok {
		return metamodel.Worded(w.zh, w.en, params...)
	}
	w, ok := besides[k.kind]
	if !ok {
		return metamodel.Worded(k.zh, k.en, params...)
	}
	second, one := onlyOne[k.kind]
	switch k.zh { // one kind, which may be of one side only
	case changeLabelAdded.zh:
		w, second, one = sideWords{"文字“{to}”", "the wording “{to}”"}, true, true
	case changeLabelRemoved.zh:
		w, second, one = sideWords{"文字“{from}”", "the wording “{from}”"}, false, true
	}
	switch {
	case one && second:
		return metamodel.Worded("只有{b}有"+w.zh, "only {b} has "+w.en, params...)
	case one:
		return metamodel.Worded("只有{a}有"+w.zh, "only {a} has "+w.en, params...)
	}
	return metamodel.Worded(w.zh+"：{a} {from}，{b} {to}", w.en+": {from} in {a}, {to} in {b}", params...)
}

// sidesOf are the template and the matter, or, of two that are not, what tells
// them apart: their departments, otherwise their names, otherwise their ids.
func sidesOf(x, y side) *sides {
	if y.follows(x) {
		return &sides{metamodel.ZhEn("模板", "the template"), metamodel.ZhEn("本事项", "this matter")}
	}
	quoted := func(t metamodel.Text) metamodel.Text {
		return metamodel.Worded("“{name}”", "“{name}”", "name", t)
	}
	apart := func(a, b metamodel.Text) bool { return a.In("zh") != b.In("zh") && a.In("en") != b.In("en") }
	switch {
	case apart(x.department.Name, y.department.Name):
		return &sides{quoted(x.department.Name), quoted(y.department.Name)}
	case apart(x.matter.Name, y.matter.Name):
		return &sides{quoted(x.matter.Name), quoted(y.matter.Name)}
	case x.matter.ID != y.matter.ID:
		return &sides{metamodel.ZhEn(x.matter.ID, x.matter.ID), metamodel.ZhEn(y.matter.ID, y.matter.ID)}
	}
	other, own := x.pack.Name+" "+x.pack.Version, y.pack.Name+" "+y.pack.Version
	return &sides{metamodel.ZhEn(other, other), metamodel.ZhEn(own, own)}
}

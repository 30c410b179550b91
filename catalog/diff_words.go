package catalog

import "github.com/onematter/onematter/metamodel"

// changeKind is one sort of change: its stable name, the class it has unless
// the place knows better, and its words.
type changeKind struct {
	kind   string
	class  Class
	zh, en string
	why    metamodel.Text // empty: the class's own reason
}

var whyOf = map[Class]metamodel.Text{
	NeedsAnswer: metamodel.ZhEn("以前合格的答复可能不再合格，或需要补答", "an answer that was good may not be any more, or something more must be answered"),
	Breaking:    metamodel.ZhEn("以前的答复或在办的办件会失去位置", "answers given or cases running would lose their place"),
}

var (
	whyAsked     = metamodel.ZhEn("以前的答复里没有它", "what was answered before does not have it")
	whyProven    = metamodel.ZhEn("一件事里，它或由它代替的材料可能要补交", "in a theme, it or what it stands in for may have to be handed in now")
	whyCondition = metamodel.ZhEn("条件变了，同样的答复可能要填别的内容", "the same answers may now ask for something else")
	whyLost      = metamodel.ZhEn("已填的内容没有地方放", "what was answered has nowhere to go")
	whyType      = metamodel.ZhEn("旧的答复不是这种类型", "old answers are not of this type")
	whyMeaning   = metamodel.ZhEn("同一个数字的含义变了", "the same number means something else")
	whyStands    = metamodel.ZhEn("可能有办件正停在这里", "cases may be standing there")
	whySilence   = metamodel.ZhEn("在办的办件到期后的结果变了", "what becomes of running cases when the time is up is another thing")
	whyWayOut    = metamodel.ZhEn("在办的办件原有的去向没有了或变了", "a way that running cases had is gone or leads elsewhere")
	whyRound     = metamodel.ZhEn("正在会签的办件迁移后要重新会签", "a running case that is being countersigned starts its round anew when it is migrated")
	whyNotice    = metamodel.ZhEn("在办的仍按原来的方式通知，直到迁移到新版本", "running cases are told as before until they are migrated")
	whyAlone     = metamodel.ZhEn("已约好而不再联合的勘验随迁移取消，各部门单独勘验", "a visit that is arranged and no longer joint is called off when its case is migrated: each department inspects on its own")
	whyTasks     = metamodel.ZhEn("已分派给这些角色的待办会没有人办理", "tasks that wait for these roles would wait for nobody")
	whyDoer      = metamodel.ZhEn("在办的办件换了办理部门、表单或流程", "running cases would belong to another department, form or process")
)

// The changes, in the order of the definitions they happen to.
var (
	changeDefinitionAdded   = changeKind{"definition.added", Compatible, "新增“{name}”（{id}）", "“{name}” ({id}) was added", nil}
	changeDefinitionRemoved = changeKind{"definition.removed", Breaking, "删除“{name}”（{id}）", "“{name}” ({id}) was removed", nil}
	changeLabel             = changeKind{"label.changed", Compatible, "文字由“{from}”改为“{to}”", "the wording “{from}” became “{to}”", nil}
	changeLabelAdded        = changeKind{changeLabel.kind, Compatible, "新增文字“{to}”", "the wording “{to}” was added", nil}
	changeLabelRemoved      = changeKind{changeLabel.kind, Compatible, "删除文字“{from}”", "the wording “{from}” was removed", nil}
	changeAttribute         = changeKind{"attribute.changed", Compatible, "“{what}”由 {from} 改为 {to}", "“{what}” was {from} and is {to}", nil}

	changeCodeAdded      = changeKind{"code.added", Compatible, "新增代码“{name}”（{code}）", "the code “{name}” ({code}) was added", nil}
	changeCodeRemoved    = changeKind{"code.removed", NeedsAnswer, "删除代码“{name}”（{code}）", "the code “{name}” ({code}) was removed", nil}
	changeCodeMoved      = changeKind{"code.parent_changed", NeedsAnswer, "代码“{name}”的上级由 {from} 改为 {to}", "the code “{name}” was below {from} and is below {to}", nil}
	changeCodeValidity   = changeKind{"code.validity_changed", NeedsAnswer, "代码“{name}”的有效期由 {from} 改为 {to}", "the code “{name}” was valid {from} and is {to}", nil}
	changeCodeAttributes = changeKind{"code.attributes_changed", NeedsAnswer, "代码“{name}”的属性由 {from} 改为 {to}", "the attributes of the code “{name}” were {from} and are {to}", metamodel.ZhEn("选项的筛选条件可能读取它", "a filter of options may read them")}
	changeCodeLeaf       = changeKind{"code.no_longer_leaf", NeedsAnswer, "代码“{name}”下新增了下级，不能再直接选择", "the code “{name}” has entries below it now and can no longer be chosen", nil}
	changeSelect         = changeKind{"codelist.select_changed", NeedsAnswer, "可选层级由 {from} 改为 {to}", "what may be chosen was {from} and is {to}", nil}

	changeType        = changeKind{"type.changed", Breaking, "类型由 {from} 改为 {to}", "the type {from} became {to}", whyType}
	changeUnit        = changeKind{"unit.changed", Breaking, "单位由“{from}”改为“{to}”", "the unit “{from}” became “{to}”", whyMeaning}
	changeTightened   = changeKind{"constraint.tightened", NeedsAnswer, "“{keyword}”由 {from} 收紧为 {to}", "“{keyword}” was tightened from {from} to {to}", nil}
	changeLoosened    = changeKind{"constraint.loosened", Compatible, "“{keyword}”由 {from} 放宽为 {to}", "“{keyword}” was loosened from {from} to {to}", nil}
	changeConstraint  = changeKind{"constraint.changed", NeedsAnswer, "“{keyword}”由 {from} 改为 {to}", "“{keyword}” was {from} and is {to}", nil}
	changeCodes       = changeKind{"codes.narrowed", NeedsAnswer, "可选的代码少了：{to}", "fewer codes may be chosen: {to}", nil}
	changeCodesWider  = changeKind{"codes.widened", Compatible, "可选的代码多了：{to}", "more codes may be chosen: {to}", nil}
	changeSensitivity = changeKind{"sensitivity.changed", Compatible, "敏感程度由 {from} 改为 {to}", "the sensitivity was {from} and is {to}", nil}

	changeItemAdded    = changeKind{"item.added", Compatible, "数据元组新增“{name}”", "“{name}” was added to the element group", nil}
	changeItemRemoved  = changeKind{"item.removed", Breaking, "数据元组删除“{name}”", "“{name}” was removed from the element group", whyLost}
	changeItemRequired = changeKind{"item.required_changed", NeedsAnswer, "数据元组中的“{name}”必填由 {from} 改为 {to}", "whether “{name}” of the element group is required was {from} and is {to}", nil}

	changeFieldAdded      = changeKind{"field.added", Compatible, "新增字段“{name}”", "the field “{name}” was added", whyAsked}
	changeFieldRemoved    = changeKind{"field.removed", Breaking, "删除字段“{name}”", "the field “{name}” was removed", whyLost}
	changeFieldMoved      = changeKind{"field.moved", Compatible, "字段“{name}”由“{from}”移到“{to}”", "the field “{name}” moved from “{from}” to “{to}”", nil}
	changeFieldOrder      = changeKind{"section.reordered", Compatible, "“{name}”中字段的顺序变了", "the order of the fields of “{name}” changed", nil}
	changeRequiredAdded   = changeKind{"required.added", NeedsAnswer, "“{name}”改为必填（{to}）", "“{name}” is required now ({to})", whyAsked}
	changeRequiredRemoved = changeKind{"required.removed", Compatible, "“{name}”不再必填", "“{name}” is not required any more", nil}
	changeRequiredIf      = changeKind{"required.changed", NeedsAnswer, "“{name}”的必填条件由“{from}”改为“{to}”", "“{name}” was required when “{from}” and is when “{to}”", whyCondition}
	changeVisible         = changeKind{"condition.changed", NeedsAnswer, "“{name}”的显示条件由“{from}”改为“{to}”", "“{name}” was shown when “{from}” and is when “{to}”", whyCondition}
	changeRoute           = changeKind{"route.changed", NeedsAnswer, "“{name}”之后的去向由“{from}”改为“{to}”", "from “{name}” the way led “{from}” and leads “{to}”", whyCondition}
	changeCheckAdded      = changeKind{"check.added", NeedsAnswer, "“{name}”新增校验：{to}", "“{name}” has a new check: {to}", nil}
	changeCheckRemoved    = changeKind{"check.removed", Compatible, "“{name}”取消校验：{from}", "“{name}” has lost the check: {from}", nil}
	changeValueWhen       = changeKind{"value.when", NeedsAnswer, "“{name}”何时计算、何时填写有改动", "“{name}” is computed, and asked, at other times", metamodel.ZhEn("不再计算时要人填写", "where it is computed no longer people answer it")}
	changeValue           = changeKind{"value.changed", NeedsAnswer, "“{name}”的计算由“{from}”改为“{to}”", "“{name}” was computed by “{from}” and is by “{to}”", metamodel.ZhEn("已有的值会被重新计算", "values there are will be computed anew")}
	changeOptions         = changeKind{"options.changed", NeedsAnswer, "“{name}”的选项筛选由“{from}”改为“{to}”", "the options of “{name}” were filtered by “{from}” and are by “{to}”", nil}
	changeOptionsAll      = changeKind{"options.removed", Compatible, "“{name}”不再筛选选项", "the options of “{name}” are not filtered any more", nil}
	changeReadOnly        = changeKind{"readonly.changed", NeedsAnswer, "“{name}”只读由 {from} 改为 {to}", "whether “{name}” is read-only was {from} and is {to}", metamodel.ZhEn("以前可以自己填写", "people answered it themselves before")}
	changeHidden          = changeKind{"hidden.changed", NeedsAnswer, "“{name}”隐藏由 {from} 改为 {to}", "whether “{name}” is hidden was {from} and is {to}", nil}
	changeDefault         = changeKind{"default.changed", Compatible, "“{name}”的默认值由 {from} 改为 {to}", "“{name}” started with {from} and starts with {to}", nil}
	changeGroupShape      = changeKind{"group.shape_changed", Breaking, "“{name}”由 {from} 改为 {to}", "“{name}” was {from} and is {to}", whyLost}
	changeGroupElements   = changeKind{"group.elements_changed", Compatible, "“{name}”复用的数据元组由 {from} 改为 {to}", "“{name}” reused the element group {from} and reuses {to}", nil}
	changeGroupSubject    = changeKind{"group.subject_changed", Breaking, "“{name}”的角色由 {from} 改为 {to}", "the subject of “{name}” was {from} and is {to}", whyMeaning}
	changeSectionAdded    = changeKind{"section.added", Compatible, "新增分组“{name}”", "the section “{name}” was added", nil}
	changeSectionRemoved  = changeKind{"section.removed", Compatible, "删除分组“{name}”", "the section “{name}” was removed", nil}
	changeSectionOrder    = changeKind{"sections.reordered", Compatible, "分组的顺序由 {from} 改为 {to}", "the sections came as {from} and come as {to}", nil}

	changeOrigin       = changeKind{"material.origin_changed", NeedsAnswer, "材料来源由 {from} 改为 {to}", "the material came from {from} and comes from {to}", nil}
	changeProves       = changeKind{"material.proves_changed", NeedsAnswer, "材料所证明的内容由“{from}”改为“{to}”", "the material proved “{from}” and proves “{to}”", whyProven}
	changeMediaFewer   = changeKind{"material.media_fewer", NeedsAnswer, "可上传的类型由 {from} 减为 {to}", "the file types were {from} and are only {to}", nil}
	changeMediaMore    = changeKind{"material.media_more", Compatible, "可上传的类型由 {from} 增为 {to}", "the file types were {from} and are {to}", nil}
	changeFileLess     = changeKind{"material.limit_lowered", NeedsAnswer, "“{what}”上限由 {from} 降为 {to}", "the limit “{what}” was {from} and is only {to}", nil}
	changeFileMore     = changeKind{"material.limit_raised", Compatible, "“{what}”上限由 {from} 升为 {to}", "the limit “{what}” was {from} and is {to}", nil}
	changeAskAdded     = changeKind{"material.added", NeedsAnswer, "要求新增材料“{name}”", "the material “{name}” is asked for now", whyAsked}
	changeAskRemoved   = changeKind{"material.removed", Compatible, "不再要求材料“{name}”", "the material “{name}” is not asked for any more", nil}
	changeAskRequired  = changeKind{"material.required", NeedsAnswer, "材料“{name}”改为必交", "the material “{name}” must be handed in now", whyAsked}
	changeAskOptional  = changeKind{"material.optional", Compatible, "材料“{name}”改为可以不交", "the material “{name}” may be left out now", nil}
	changeAskCondition = changeKind{"material.condition_changed", NeedsAnswer, "材料“{name}”的提交条件由“{from}”改为“{to}”", "the material “{name}” was asked for when “{from}” and is when “{to}”", whyCondition}

	changeDepartment     = changeKind{"matter.department_changed", Breaking, "实施主体由“{from}”改为“{to}”", "the department was “{from}” and is “{to}”", whyDoer}
	changeForm           = changeKind{"matter.form_changed", Breaking, "表单由 {from} 改为 {to}", "the form was {from} and is {to}", whyDoer}
	changeWorkflow       = changeKind{"matter.workflow_changed", Breaking, "流程由 {from} 改为 {to}", "the workflow was {from} and is {to}", whyDoer}
	changeBeforeAdded    = changeKind{"matter.precondition_added", Breaking, "新增前置事项“{to}”", "the matter “{to}” must come first now", metamodel.ZhEn("已启动的办件没有等它", "cases that have started did not wait for it")}
	changeBeforeRemoved  = changeKind{"matter.precondition_removed", Compatible, "取消前置事项“{from}”", "the matter “{from}” need not come first any more", nil}
	changeCancelled      = changeKind{"matter.cancelled", Compatible, "自 {to} 起取消", "cancelled from {to}", nil}
	changeDelegated      = changeKind{"matter.delegated", Compatible, "自 {on} 起{how}“{to}”办理", "{how} “{to}” from {on}", nil}
	changeYieldAdded     = changeKind{"matter.yield_added", Compatible, "办理结果新提供“{to}”", "the result yields “{to}” now", nil}
	changeYieldRemoved   = changeKind{"matter.yield_removed", NeedsAnswer, "办理结果不再提供“{from}”", "the result does not yield “{from}” any more", metamodel.ZhEn("改由申请人填写", "the applicant must answer it")}
	changeResultRule     = changeKind{"result.check_added", Compatible, "出具结果时新增校验：{to}", "a result is checked for: {to}", nil}
	changeResultRuleGone = changeKind{"result.check_removed", Compatible, "出具结果时不再校验：{from}", "a result is not checked any more for: {from}", nil}
	changeLimitShorter   = changeKind{"limit.shortened", Compatible, "“{name}”的{what}由 {from} 个工作日缩短为 {to} 个", "the {what} of “{name}” was {from} working day(s) and is only {to}", nil}
	changeLimitLonger    = changeKind{"limit.extended", Compatible, "“{name}”的{what}由 {from} 个工作日延长为 {to} 个", "the {what} of “{name}” was {from} working day(s) and is {to}", nil}
	changeStepLights     = changeKind{"lights.step_changed", Compatible, "环节“{name}”的亮灯规则由 {from} 改为 {to}", "the thresholds of lights of the step “{name}” were {from} and are {to}", nil}
	changeLights         = changeKind{"lights.changed", Compatible, "亮灯规则由 {from} 改为 {to}", "the thresholds of lights were {from} and are {to}", nil}
	changeExtendAdded    = changeKind{"extension.added", Compatible, "新增延期规定：{to}", "cases can be given more time now: {to}", nil}
	changeExtendRemoved  = changeKind{"extension.removed", Compatible, "取消延期规定：{from}；已准的延期照旧", "cases can no longer be given more time: {from}; what was granted stays", nil}
	changeExtend         = changeKind{"extension.changed", Compatible, "延期规定由 {from} 改为 {to}；已准的延期照旧", "cases could be given more time: {from}; and can: {to}; what was granted stays", nil}
	changeStateAdded     = changeKind{"state.added", Compatible, "新增环节“{name}”", "the state “{name}” was added", nil}
	changeStateRemoved   = changeKind{"state.removed", Breaking, "删除环节“{name}”", "the state “{name}” was removed", whyStands}
	changeStateType      = changeKind{"state.type_changed", Breaking, "环节“{name}”的类型由 {from} 改为 {to}", "the state “{name}” was of type {from} and is of type {to}", whyStands}
	changeRolesAdded     = changeKind{"roles.added", Compatible, "环节“{name}”新增角色 {to}", "the role {to} acts in “{name}” now", nil}
	changeSign           = changeKind{"sign.changed", Breaking, "环节“{name}”的会签由 {from} 改为 {to}", "the countersigning of “{name}” was {from} and is {to}", whyRound}
	changeOpinions       = changeKind{"opinions.changed", Compatible, "环节“{name}”的征求意见由 {from} 改为 {to}", "what “{name}” may ask of others was {from} and is {to}", nil}
	changeRolesRemoved   = changeKind{"roles.removed", Breaking, "环节“{name}”取消角色 {from}", "the role {from} does not act in “{name}” any more", whyTasks}
	changeSilenceAdded   = changeKind{"silence.added", Breaking, "环节“{name}”新增默认决定：{to}", "silence decides in “{name}” now: {to}", whySilence}
	changeSilenceRemoved = changeKind{"silence.removed", Breaking, "环节“{name}”取消默认决定：{from}", "silence does not decide in “{name}” any more: {from}", whySilence}
	changeSilence        = changeKind{"silence.changed", Breaking, "环节“{name}”的默认决定由 {from} 改为 {to}", "silence decided in “{name}”: {from}; and does: {to}", whySilence}
	changeActionAdded    = changeKind{"transition.added", Compatible, "新增动作“{name}”", "the action “{name}” was added", nil}
	changeActionRemoved  = changeKind{"transition.removed", Breaking, "删除动作“{name}”", "the action “{name}” was removed", whyWayOut}
	changeActionTarget   = changeKind{"transition.target_changed", Breaking, "动作“{name}”由去往“{from}”改为去往“{to}”", "the action “{name}” led to “{from}” and leads to “{to}”", whyWayOut}
	changeActionKind     = changeKind{"transition.kind_changed", Breaking, "动作“{name}”的种类由 {from} 改为 {to}", "the action “{name}” was of kind {from} and is of kind {to}", whyWayOut}
	changeReturns        = changeKind{"state.returns_changed", Compatible, "“{name}”可退回到：由{from}改为{to}", "from “{name}” a case could go back to {from}, now to {to}", nil}
	changeInitial        = changeKind{"initial.changed", Compatible, "起始环节由“{from}”改为“{to}”", "the first state was “{from}” and is “{to}”", nil}
	changeStays          = changeKind{"template.kept", Compatible, "与模板的差别保留：{name}（{to}）", "stays different from its template: {name} ({to})", nil}
	changeProposed       = changeKind{"template.proposed", Compatible, "与模板的差别保留，并建议模板采纳：{name}（{to}）", "stays different from its template, and is proposed to it: {name} ({to})", nil}
	changeReopened       = changeKind{"template.reopened", Compatible, "与模板的差别不再写明保留：{name}", "is not said any more to stay different from its template: {name}", nil}
	changeMatterAdded    = changeKind{"theme.matter_added", NeedsAnswer, "一件事新增事项“{to}”", "the matter “{to}” is part of the theme now", whyAsked}
	changeMatterRemoved  = changeKind{"theme.matter_removed", Breaking, "一件事删除事项“{from}”", "the matter “{from}” is not part of the theme any more", metamodel.ZhEn("在办的一件事里可能有它", "running cases may include it")}
	changeKept           = changeKind{"theme.material_kept", NeedsAnswer, "材料“{name}”总要提交，不由别的代替", "the material “{name}” is always handed in now, whatever proves the same", whyAsked}
	changeSame           = changeKind{"theme.same_changed", NeedsAnswer, "“同一人只问一次”的规则有变化", "when one person in two roles is asked once has changed", whyAsked}
	changeKeptNo         = changeKind{"theme.material_not_kept", Compatible, "材料“{name}”可以由别的代替", "the material “{name}” may leave the list now where something else proves the same", nil}
	changeMatterWhen     = changeKind{"theme.condition_changed", NeedsAnswer, "事项“{name}”的适用条件由“{from}”改为“{to}”", "the matter “{name}” applied when “{from}” and does when “{to}”", whyCondition}
	changeInspectAdded   = changeKind{"theme.inspection_added", Compatible, "一件事新增联合勘验“{name}”", "the joint inspection “{name}” was added", nil}
	changeInspectRemoved = changeKind{"theme.inspection_removed", Compatible, "一件事取消联合勘验“{name}”", "the joint inspection “{name}” was removed", whyAlone}
	changeInspectStates  = changeKind{"theme.inspection_states", Compatible, "联合勘验“{name}”的参加环节由{from}改为{to}", "the steps that take part in “{name}” were {from} and are {to}", whyAlone}
	changeInspectLead    = changeKind{"theme.inspection_lead_changed", Compatible, "联合勘验“{name}”的牵头部门由“{from}”改为“{to}”", "the department that arranges “{name}” was “{from}” and is “{to}”", nil}
	changeNoticeOne      = changeKind{"theme.notice_one", Compatible, "结果由各事项分别通知改为一份通知书", "results were told matter by matter and are told in one notice", whyNotice}
	changeNoticeEach     = changeKind{"theme.notice_each", Compatible, "结果由一份通知书改为各事项分别通知", "results were told in one notice and are told matter by matter", whyNotice}
	changeQuestionAdded  = changeKind{"question.added", NeedsAnswer, "新增引导问题“{name}”", "the question “{name}” was added to the guide", whyAsked}
	changeQuestionGone   = changeKind{"question.removed", Compatible, "删除引导问题“{name}”", "the question “{name}” was removed from the guide", nil}
	changeQuestionAnswer = changeKind{"question.answer_changed", NeedsAnswer, "引导问题“{name}”的答案由 {from} 改为 {to}", "the answer of the question “{name}” was {from} and is {to}", nil}
	changeCriterionAdded = changeKind{"policy.criterion_added", Compatible, "新增条件“{name}”", "the criterion “{name}” was added", nil}
	changeCriterionGone  = changeKind{"policy.criterion_removed", Compatible, "删除条件“{name}”", "the criterion “{name}” was removed", nil}
	changeCriterionWhen  = changeKind{"policy.criterion_changed", Compatible, "条件“{name}”由“{from}”改为“{to}”", "the criterion “{name}” was “{from}” and is “{to}”", nil}
	changeClaimAdded     = changeKind{"policy.matter_added", Compatible, "申领时增办事项“{to}”", "the matter “{to}” is filed to claim it now", nil}
	changeClaimRemoved   = changeKind{"policy.matter_removed", Compatible, "申领时不再办理事项“{from}”", "the matter “{from}” is not filed to claim it any more", nil}
	changeDayAdded       = changeKind{"day.added", Compatible, "新增{what}：{to}", "{what} added: {to}", nil}
	changeDayRemoved     = changeKind{"day.removed", Compatible, "取消{what}：{from}", "{what} removed: {from}", nil}
)

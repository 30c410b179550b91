package catalog

import "github.com/onematter/onematter/metamodel"

// kind shortens the tables below.
func kind(code, zh, en string) metamodel.Kind { return metamodel.Kind{Code: code, Zh: zh, En: en} }

func warning(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: code, Severity: metamodel.Warning, Zh: zh, En: en}
}

// Problems of a pack's files, before anything is decoded.
var (
	UnknownFile       = kind("pack.unknown_file", "资源包中不应有“{name}”，请删除或移到正确的文件夹", "“{name}” has no place in a pack. Remove it or move it into the right folder")
	UnknownFolder     = kind("pack.unknown_folder", "资源包中不应有文件夹“{name}”", "The folder “{name}” has no place in a pack")
	CannotRead        = kind("pack.cannot_read", "无法读取：{detail}", "Cannot be read: {detail}")
	NameTooLong       = kind("pack.name_too_long", "文件名“{name}”过长：连同文件夹最多 {limit} 字节，每一段最多 {segment} 字节", "The name “{name}” is too long: with its folder it may have {limit} byte(s), each part {segment}")
	NameButForCase    = kind("pack.name_but_for_case", "文件名“{first}”和“{second}”只差大小写，许多电脑上只能留下一个，请改名", "“{first}” and “{second}” differ in case only, and on many computers one would replace the other. Rename one")
	TooManyFiles      = kind("pack.too_many_files", "资源包超过 {limit} 个文件", "The pack has more than {limit} file(s)")
	PackTooLarge      = kind("pack.too_large", "资源包超过 {limit} 字节", "The pack has more than {limit} byte(s)")
	FileTooLarge      = kind("pack.file_too_large", "文件超过 {limit} 字节，请拆分", "The file has more than {limit} byte(s). Split it")
	FileTooDeep       = kind("pack.too_deep", "嵌套超过 {limit} 层", "Nested more than {limit} level(s) deep")
	FileTooManyNodes  = kind("pack.too_many_values", "内容超过 {limit} 个值", "More than {limit} value(s)")
	FileEmpty         = kind("pack.empty_file", "文件是空的", "The file is empty")
	YAMLDocuments     = kind("yaml.several_documents", "一个文件只能有一个 YAML 文档，请去掉 --- 之后的部分或另存为一个文件", "A file holds one YAML document. Move what follows --- into a file of its own")
	YAMLAlias         = kind("yaml.alias", "不支持 YAML 的锚点与引用（& * <<），请直接写出内容", "YAML anchors, aliases and merge keys (& * <<) are not supported. Write the content out")
	YAMLTag           = kind("yaml.tag", "不支持 YAML 标签“{tag}”", "The YAML tag “{tag}” is not supported")
	YAMLKey           = kind("yaml.key", "键只能是简单的文字", "A key must be plain text")
	DuplicateKey      = kind("yaml.duplicate_key", "“{key}”重复出现（第 {first} 行和第 {second} 行），请只保留一个", "The key “{key}” appears twice (lines {first} and {second}). Keep one")
	NotADefinition    = kind("pack.not_a_definition", "这里应为一个“{kind}”定义，而不是列表或单个值", "This must be one {kind} definition, not a list or a single value")
	NoManifest        = kind("pack.no_manifest", "缺少 pack.yaml", "pack.yaml is missing")
	TwoManifests      = kind("pack.two_manifests", "“{first}”和“{second}”只能有一个", "“{first}” and “{second}”: only one of them may exist")
	BadManifest       = kind("pack.manifest", "资源包说明有误：{detail}", "The pack's manifest is wrong: {detail}")
	ManifestField     = kind("pack.manifest_field", "请填写“{field}”", "“{field}” is missing")
	ManifestName      = kind("pack.manifest_name", "资源包名称“{name}”只能由小写字母、数字和连字符组成，最多 64 个字符", "The pack's name “{name}” may have lowercase letters, digits and hyphens only, at most 64 of them")
	ManifestVersion   = kind("pack.manifest_version", "资源包版本“{version}”须为数字，用点分隔，例如 1.2.0", "The pack's version “{version}” must be numbers with dots between, like 1.2.0")
	ManifestNeeds     = kind("pack.too_many_needs", "资源包依赖的其他资源包超过 {limit} 个", "The pack needs more than {limit} other pack(s)")
	ManifestRetention = kind("pack.manifest_retention", "保存期限须写明对象 of 和时长 years 或 days", "A retention rule says of what and how long: of, and years or days")
	DuplicateID       = kind("pack.duplicate_id", "{kind}“{id}”在“{first}”和“{second}”中重复定义", "The {kind} “{id}” is defined twice: in “{first}” and in “{second}”")
)

// Problems across definitions.
var (
	NeedMissing       = kind("pack.need_missing", "所依赖的资源包“{pack}”不存在", "The pack “{pack}” that this one needs is not there")
	NeedCycle         = kind("pack.need_cycle", "资源包互相依赖形成循环：{cycle}", "Packs need each other in a circle: {cycle}")
	NeedOtherVersion  = kind("pack.need_other_version", "所依赖的资源包“{pack}”不是指定的版本 {hash}", "The pack “{pack}” is not there in the version {hash} that this one needs")
	NeedRange         = kind("pack.need_range", "对资源包“{pack}”的版本要求“{range}”不正确，例如 ^1.2 或 >= 1.0, < 3", "“{range}” is no range of versions of the pack “{pack}”; write it like ^1.2 or >= 1.0, < 3")
	NeedNotInRange    = kind("pack.need_not_in_range", "所依赖的资源包“{pack}”要求版本 {range}，现有版本 {version}", "The pack “{pack}” is needed in a version {range}; the one that is there is {version}")
	DefinedElsewhere  = kind("pack.defined_elsewhere", "{kind}“{id}”已在资源包“{pack}”中定义", "The {kind} “{id}” is already defined in the pack “{pack}”")
	MissingText       = warning("text.missing", "缺少{language}文字", "The {language} wording is missing")
	UnknownParent     = kind("department.unknown_parent", "上级部门“{department}”不存在", "The parent department “{department}” does not exist")
	DepartmentCycle   = kind("department.cycle", "部门上下级形成循环：{cycle}", "Departments are each other's parents: {cycle}")
	DerivationCycle   = kind("element.derivation_cycle", "数据元的派生关系形成循环：{cycle}，请删去其中一个", "Elements derive from each other: {cycle}. Remove one of these relations")
	ReplacementCycle  = kind("element.replacement_cycle", "数据元互相替代，形成循环：{cycle}，请删去其中一个", "Elements replace each other: {cycle}. Remove one of these relations")
	EquivalentType    = kind("element.equivalent_type", "“{element}”（{type}）与“{other}”（{otherType}）类型不同，不能说是等同的", "“{element}” ({type}) and “{other}” ({otherType}) have different types and cannot say the same")
	MaterialNoMatter  = kind("material.result_without_matter", "材料“{material}”来源为审批结果，但没有写明由哪个事项产生", "Material “{material}” is a result but names no matter that issues it")
	MaterialMatter    = kind("material.unknown_matter", "材料“{material}”由事项“{matter}”产生，但没有这个事项", "Material “{material}” is the result of the matter “{matter}”, which does not exist")
	MaterialNotResult = kind("material.result_of_unwanted", "材料“{material}”不是审批结果，不应写明产生事项", "Material “{material}” is not a result and cannot name a matter that issues it")

	UnknownDepartment   = kind("matter.unknown_department", "实施主体“{department}”不存在", "The department “{department}” does not exist")
	UnknownForm         = kind("matter.unknown_form", "表单“{form}”不存在", "The form “{form}” does not exist")
	UnknownWorkflow     = kind("matter.unknown_workflow", "流程“{workflow}”不存在", "The workflow “{workflow}” does not exist")
	UnknownMaterial     = kind("matter.unknown_material", "材料“{material}”不存在", "The material “{material}” does not exist")
	MaterialTwice       = kind("matter.material_twice", "材料“{material}”要求了两次", "The material “{material}” is asked for twice")
	OwnResultAsked      = kind("matter.own_result_asked", "材料“{material}”正是本事项的办理结果，不能要求提交", "The material “{material}” is this matter's own result and cannot be asked for")
	PromisedTooLong     = kind("matter.promised_too_long", "承诺时限 {promised} 个工作日长于法定时限 {statutory} 个工作日", "The promised {promised} working day(s) (is|are) more than the statutory {statutory}")
	SilenceNoLimit      = kind("matter.silence_no_limit", "环节“{state}”的默认决定按 {clock} 时限计，事项没有这个时限", "The silent decision of the state “{state}” counts by the {clock} time limit, which the matter does not have")
	SilenceResult       = kind("matter.silence_result", "环节“{state}”的默认决定直接发放结果，但结果内容须有人录入", "The silent decision of the state “{state}” issues a result whose fields somebody has to enter")
	UnknownPrecondition = kind("matter.unknown_precondition", "前置事项“{matter}”不存在", "The precondition “{matter}” is not a matter")
	UnknownTemplate     = kind("matter.unknown_template", "模板事项“{matter}”不存在", "The template “{matter}” is not a matter")
	TemplateCycle       = kind("matter.template_cycle", "事项互为模板，形成循环：{cycle}", "The templates form a cycle: {cycle}")
	KeptReason          = kind("matter.kept_twice", "与模板的差别“{path}”写了两次", "The difference “{path}” from the template is kept twice")
	StandardInTheme     = kind("theme.standard", "事项“{matter}”是供其他事项参照的标准，不能办理，请换成参照它的事项", "The matter “{matter}” is a standard for others and cannot be filed. Name the matter that follows it")
	PreconditionTwice   = kind("matter.precondition_twice", "前置事项“{matter}”重复", "The precondition “{matter}” appears twice")
	PreconditionCycle   = kind("matter.precondition_cycle", "前置事项形成循环：{cycle}", "The preconditions form a cycle: {cycle}")
	DaysTooMany         = kind("matter.days", "时限 {days} 个工作日过长，最多 {limit} 个", "{days} working day(s) (is|are) too many; the limit is {limit}")
	PreconditionSelf    = kind("matter.precondition_self", "事项不能以自己为前置", "A matter cannot be its own precondition")
	BadFee              = kind("matter.fee", "收费“{fee}”应为不小于零、最多两位小数的金额（元）", "The fee “{fee}” must be an amount of yuan, zero or more, with at most two decimals")
	UnknownYield        = kind("matter.unknown_yield", "办理结果提供的“{path}”不是已定义的角色和数据元", "The result yields “{path}”, which is no known subject and element")
	YieldRepeated       = kind("matter.yield_in_repeat", "办理结果提供的“{path}”属于可重复的“{group}”，无法确定是哪一条", "The result yields “{path}”, but “{group}” is a repeat: no one row is meant")
	YieldAsked          = kind("matter.yield_asked", "办理结果提供的“{path}”又在本事项的表单中要求填写", "The result yields “{path}”, yet this matter's own form asks for it")
	YieldTwice          = kind("matter.yield_twice", "办理结果提供的“{path}”重复", "The result yields “{path}” twice")
	ResultNotResult     = kind("matter.result_material", "办理结果对应的材料“{material}”没有写明由本事项产生", "The result is the material “{material}”, but that material does not name this matter as its issuer")

	UnknownLead        = kind("theme.unknown_lead", "牵头部门“{department}”不存在", "The lead department “{department}” does not exist")
	UnknownCalendar    = kind("theme.unknown_calendar", "工作日历“{calendar}”不存在", "The calendar “{calendar}” does not exist")
	UnknownThemeMatter = kind("theme.unknown_matter", "事项“{matter}”不存在", "The matter “{matter}” does not exist")
	ThemeMatterTwice   = kind("theme.matter_twice", "事项“{matter}”重复", "The matter “{matter}” appears twice")
	QuestionTwice      = kind("theme.question_twice", "问题“{question}”重复", "The question “{question}” appears twice")
	QuestionField      = kind("theme.question_field", "问题“{question}”对应的字段“{field}”不在合并后的表单中", "The question “{question}” is the field “{field}”, which the merged form does not have")
	QuestionRepeat     = kind("theme.question_repeat", "问题“{question}”对应的字段“{field}”属于可重复的一组，无法作为引导问题", "The question “{question}” is the field “{field}” of a repeat and cannot guide")
	QuestionType       = kind("theme.question_type", "问题“{question}”的类型是 {type}，而字段“{field}”是 {fieldType}", "The question “{question}” is of type {type}, but its field “{field}” is of type {fieldType}")
	QuestionCodeList   = kind("theme.question_code_list", "问题“{question}”的代码表“{list}”不存在或与字段不一致", "The code list “{list}” of the question “{question}” does not exist or is not the one of its field")
	QuestionUnused     = warning("theme.question_unused", "问题“{question}”不影响任何事项、字段或材料", "The question “{question}” decides no matter, field or material")
	LayoutTwice        = kind("theme.layout_twice", "“{what}”在 {first} 和 {second} 各有规定，互相矛盾，请只保留一处", "“{what}” is placed twice, by {first} and by {second}. Keep one of them")
	LayoutJoins        = kind("theme.layout_joins", "分组“{section}”并入“{to}”后不再是单独的一页，不能另有标题、说明、字段或起点", "Section “{section}” joins “{to}” and is no page of its own: it can have no title, hint, fields or start")
	LayoutJoinsCircle  = kind("theme.layout_joins_circle", "分组互相并入，形成循环：{circle}", "Sections join each other in a circle: {circle}")
	LayoutGone         = warning("theme.layout_gone", "布局里写的“{what}”在合并表单里没有（可能因事项的表单改了），这一条不起作用，其余照旧；请改名或删去", "The layout names “{what}”, which the merged form does not have (a matter's form may have changed). This entry does nothing, all else holds. Rename or remove it")
	LayoutInRepeat     = warning("theme.layout_in_repeat", "“{what}”在可重复的“{group}”里，随它整体排列，不能单独放置；行内顺序请写在 rows", "“{what}” stands in the repeat “{group}”, which is placed whole. Its order within a row belongs into rows")
	LayoutEmpty        = warning("theme.layout_empty", "自设分组“{section}”里的字段都不在了，这一页不出现", "Nothing is left of what the theme's own section “{section}” holds: the page is left out")
	LayoutEarly        = warning("theme.layout_early", "按布局，“{what}”排在决定它是否填写的“{by}”之前，申请人可能要往回翻", "The layout puts “{what}” before “{by}”, which decides about it: people may have to go back")
	StageOrder         = warning("theme.stage_order", "事项“{matter}”所在阶段早于或等于其前置事项“{before}”", "The matter “{matter}” is in a stage not after that of its precondition “{before}”")
)

// UsesWritten refuses what only the merge may write.
var UsesWritten = kind("form.uses_written", "x-uses 由合并产生，不能写在事项自己的表单里", "x-uses is written by the merge and cannot stand in a matter's own form")

// Problems of merging the forms of a theme's matters.
var (
	MergeRepeat       = kind("merge.repeat_and_single", "“{group}”在{repeated}中可重复，在{single}中只有一条，无法合并", "“{group}” is a repeat in {repeated} and single in {single}: they cannot be merged")
	MergeVersions     = kind("merge.two_versions", "“{matter}”使用 {second}，“{other}”使用 {first}：同一个字段不能同时用两个版本，请统一固定或跟随", "{matter} uses {second} and {other} {first}: one field cannot have two versions. Pin or follow in both")
	MergeShape        = kind("merge.repeat_and_single_inside", "“{group}”在事项“{matter}”中的重复与否与其他事项不同，无法合并", "“{group}” repeats in some matters and not in others ({matter}): they cannot be merged")
	MergeRoutes       = kind("merge.routes", "事项“{matter}”的跳转使分组“{section}”的显示条件过长，与其他事项合办时无法表达；请减少跳转，或给这个分组写显示条件", "The routes of matter “{matter}” give section “{section}” a condition too long to be carried into a merged form. Use fewer routes, or give the section a condition of its own")
	MergeDiffers      = warning("merge.differs", "“{field}”的 {keyword} 在事项“{matter}”中与其他事项不同，合并表单按可填写处理", "{keyword} of “{field}” is another in matter “{matter}”; in the merged form the field is asked")
	ConflictConst     = warning("merge.conflict_const", "“{path}”：{first}要求为 {a}，{second}要求为 {b}，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands {a}, {second} demands {b}; together no answer satisfies both ({situation})")
	ConflictRange     = warning("merge.conflict_range", "“{path}”：{first}要求不小于 {a}，{second}要求不大于 {b}，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands {a} or more, {second} demands {b} or less; together no answer satisfies both ({situation})")
	ConflictLength    = warning("merge.conflict_length", "“{path}”：{first}要求至少 {a} 个字，{second}要求最多 {b} 个字，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands at least {a} character(s), {second} at most {b}; together no answer satisfies both ({situation})")
	ConflictItems     = warning("merge.conflict_items", "“{path}”：{first}要求至少 {a} 项，{second}要求最多 {b} 项，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands at least {a} entr(y|ies), {second} at most {b}; together no answer satisfies both ({situation})")
	ConflictDates     = warning("merge.conflict_dates", "“{path}”：{first}要求不早于 {a}，{second}要求不晚于 {b}，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands {a} or later, {second} {b} or earlier; together no answer satisfies both ({situation})")
	ConflictOnlyRow   = warning("merge.conflict_const_range", "“{path}”：{first}要求为 {a}，不在{second}允许的范围内（{situation}）", "“{path}”: {first} demands {a}, which is outside what {second} allows ({situation})")
	ConflictValues    = warning("merge.conflict_values", "“{path}”：没有两个事项都接受的值，{first}接受{a}，{second}接受{b}，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands one of {a}, {second} one of {b}; together no answer satisfies both ({situation})")
	ConflictPattern   = warning("merge.conflict_pattern", "“{path}”：{first}要求的格式（例如 {a}）与{second}要求的（例如 {b}）互相排斥，同时办理时无法都满足（{situation}）", "“{path}”: the format that {first} demands (like {a}) and that of {second} (like {b}) exclude each other; together no answer satisfies both ({situation})")
	ConflictForbidden = warning("merge.conflict_forbidden", "“{path}”：{first}要求必填，{second}不允许填写，同时办理时无法都满足（{situation}）", "“{path}”: {first} demands an answer, {second} allows none; together no answer satisfies both ({situation})")
	ConflictSeveral   = warning("merge.conflict_several", "“{path}”：{matters}两两都有可填的答案，合在一起却没有：{demands}（{situation}）", "“{path}”: every two of {matters} leave an answer, all together none: {demands} ({situation})")
	ConflictValue     = warning("merge.conflict_value", "“{path}”：{first}按“{a}”计算，{second}按“{b}”计算，同时办理时结果可能不同（{situation}）", "“{path}” is computed as “{a}” in {first} and as “{b}” in {second}; together the results may differ ({situation})")
)

// Problems of the guide's answers.
var (
	BadAnswers      = kind("guide.not_an_object", "答案须为一个 JSON 对象", "The answers must be a JSON object")
	UnknownQuestion = kind("guide.unknown_question", "没有问题“{question}”", "There is no question “{question}”")
	BadAnswer       = kind("guide.answer", "请回答：{text}", "Answer the question: {text}")
)

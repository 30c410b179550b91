package engine

import (
	"errors"

	"github.com/onematter/onematter/metamodel"
)

// Every refusal of this room, in words that say what to do.
var (
	answersShape  = metamodel.Kind{Code: "answers.shape", Zh: "提交的数据结构不正确，请刷新页面后重试", En: "The data does not have the shape of this form. Reload the page and try again"}
	unknownPath   = metamodel.Kind{Code: "answers.unknown", Zh: "本表单没有“{path}”这一项", En: "This form has no field “{path}”"}
	patchTooLarge = metamodel.Kind{Code: "answers.many", Zh: "一次最多保存 {max} 项", En: "At most {max} value(s) can be saved at once"}

	guideUnknown   = metamodel.Kind{Code: "guide.unknown", Zh: "引导中没有“{question}”这个问题", En: "The guide has no question “{question}”"}
	guideUndecided = metamodel.Kind{Code: "guide.undecided", Zh: "请先回答：{question}", En: "Answer this question first: {question}"}
	guideNothing   = metamodel.Kind{Code: "guide.nothing", Zh: "按您的回答，没有需要办理的事项，请核对引导中的回答", En: "According to your answers there is nothing to apply for. Check your answers in the guide"}

	earlierGone     = metamodel.Kind{Code: "earlier.gone", Zh: "您选的答案有变化，不能再取用，请重新核对", En: "What you chose has changed and can no longer be used. Look at the list again"}
	draftSubmitted  = metamodel.Kind{Code: "draft.submitted", Zh: "这份申请已经提交，不能再修改", En: "This application has been submitted and can no longer be changed"}
	matterCancelled = metamodel.Kind{Code: "matter.cancelled", Zh: "“{matter}”已按“{basis}”自 {on} 起取消，不再受理{next}", En: "“{matter}” was cancelled from {on} by “{basis}” and can no longer be applied for{next}"}
	materialMissing = metamodel.Kind{Code: "material.missing", Zh: "请上传：{material}", En: "Upload: {material}"}
	materialUpload  = metamodel.Kind{Code: "material.upload", Zh: "本事项需要材料“{material}”，接口不能代交，请在网上办事页面申请", En: "This matter needs the material “{material}”, which cannot be handed in through this call. Apply on the web pages"}

	idempotencyMismatch = metamodel.Kind{Code: "idempotency.mismatch", Zh: "同一个幂等键已用于另一个请求", En: "This idempotency key was used for a different request"}
	idempotencyKey      = metamodel.Kind{Code: "idempotency.key", Zh: "幂等键最长 {max} 个字符，且只能用可见的英文字符", En: "An idempotency key has at most {max} printable ASCII characters"}

	actionUnknown = metamodel.Kind{Code: "action.unknown", Zh: "当前环节没有“{event}”这个操作", En: "The current step has no action “{event}”"}
	actionRole    = metamodel.Kind{Code: "action.role", Zh: "您的角色不能办理当前环节", En: "Your role does not act at this step"}
	actionEnded   = metamodel.Kind{Code: "action.ended", Zh: "办件已经办结，不能再操作", En: "The case has ended; nothing more can be done"}
	actionDecided = metamodel.Kind{Code: "action.decided", Zh: "事项已经作出决定，不能再撤回", En: "The matter has been decided and can no longer be withdrawn"}
	actionWaiting = metamodel.Kind{Code: "action.waiting", Zh: "办件在等待前置事项的结果，还不能操作", En: "The case waits for the result of a matter before it"}
	actionTheme   = metamodel.Kind{Code: "action.theme", Zh: "请在各事项的办件上操作", En: "Act on the case of a single matter"}
	actionVotes   = metamodel.Kind{Code: "action.votes", Zh: "这一步由会签结果决定，不能直接操作", En: "This is decided by the countersigning and cannot be done by hand"}

	taskClosed      = metamodel.Kind{Code: "task.closed", Zh: "已经不再需要答复：已答复、已撤回、已逾期，或办件已离开该环节", En: "An answer is no longer wanted: it was given or taken back, the time is up, or the case has left the step"}
	signTwice       = metamodel.Kind{Code: "sign.twice", Zh: "您在这次会签中已经签过，一人只能签一次", En: "You have signed in this round already; everybody signs once"}
	signAnswer      = metamodel.Kind{Code: "sign.answer", Zh: "会签只能答“同意”或“不同意”", En: "A signature says agree or disagree"}
	signNote        = metamodel.Kind{Code: "sign.note", Zh: "不同意的，请写明理由", En: "Say why you disagree"}
	opinionNotHere  = metamodel.Kind{Code: "opinion.step", Zh: "当前环节不能征求其他部门的意见", En: "The current step does not ask other departments"}
	opinionWhom     = metamodel.Kind{Code: "opinion.department", Zh: "当前环节不能征求这个部门的意见", En: "This department cannot be asked at the current step"}
	opinionAsked    = metamodel.Kind{Code: "opinion.asked", Zh: "已经在等这个部门答复", En: "This department is being asked already"}
	opinionMany     = metamodel.Kind{Code: "opinion.many", Zh: "一个办件最多征求 {max} 次意见", En: "A case asks for at most {max} opinion(s)"}
	opinionQuestion = metamodel.Kind{Code: "opinion.question", Zh: "请写明要对方答复什么", En: "Say what you want to know"}
	opinionDays     = metamodel.Kind{Code: "opinion.days", Zh: "答复时限必须大于 0、不超过 {max} 个工作日", En: "The time to answer is above 0 and at most {max} working day(s)"}
	opinionAnswer   = metamodel.Kind{Code: "opinion.answer", Zh: "答复只能是“同意”“不同意”或“意见建议”", En: "An opinion agrees, disagrees or makes remarks"}
	opinionText     = metamodel.Kind{Code: "opinion.text", Zh: "请写明意见", En: "Write your opinion"}
	opinionAwaited  = metamodel.Kind{Code: "opinion.awaited", Zh: "还在等 {departments} 答复，现在不能作出决定；可以撤回征求意见", En: "An answer of {departments} is awaited: nothing can be decided now, unless the question is taken back"}

	visitNone    = metamodel.Kind{Code: "visit.unknown", Zh: "本办件没有这次联合勘验", En: "This case has no such joint inspection"}
	visitNot     = metamodel.Kind{Code: "visit.do", Zh: "您现在不能这样办理联合勘验，请刷新后再看", En: "You cannot do this about the joint inspection now. Reload and look again"}
	visitAwaited = metamodel.Kind{Code: "visit.awaited", Zh: "“{name}”还没有进行，之后才能作出这一步的结论；也可以改为单独勘验", En: "“{name}” has not taken place yet: the step is concluded after it, unless your department inspects on its own"}
	visitFinding = metamodel.Kind{Code: "visit.finding", Zh: "请先写下本部门在“{name}”中的勘验意见", En: "Write down first what your department found in “{name}”"}
	visitWhen    = metamodel.Kind{Code: "visit.at", Zh: "请选择今后一年之内的日期和时间", En: "Choose a date and time within a year from now"}
	visitPlace   = metamodel.Kind{Code: "visit.place", Zh: "请填写勘验地点，最长 {max} 个字", En: "Say where, in at most {max} character(s)"}
	visitPeople  = metamodel.Kind{Code: "visit.people", Zh: "请填写谁来勘验，最长 {max} 个字", En: "Say who comes, in at most {max} character(s)"}
	visitWhy     = metamodel.Kind{Code: "visit.why", Zh: "请说明原因，其他部门会看到", En: "Say why; the other departments will read it"}
	visitNote    = metamodel.Kind{Code: "visit.note", Zh: "请写下勘验的情况", En: "Write down what was seen"}

	noteMissing       = metamodel.Kind{Code: "action.note", Zh: "请说明理由或要求，申请人会看到", En: "Say why, or what is asked for; the applicant will read it"}
	handoverUnknown   = metamodel.Kind{Code: "action.handover.unknown", Zh: "没有“{do}”这种交接", En: "There is no handover “{do}”"}
	handoverNot       = metamodel.Kind{Code: "action.handover", Zh: "您现在不能这样交接本办件，请刷新后再看", En: "You cannot hand this case over like that now. Reload and look again"}
	handoverTaken     = metamodel.Kind{Code: "action.handover.taken", Zh: "“{name}”已签收本环节，由其办理；需要改派请找审批人或管理人员", En: "“{name}” has this step in hand. An approver or a manager can reassign it"}
	handoverTo        = metamodel.Kind{Code: "action.handover.to", Zh: "请选择有权办理本环节的其他人员", En: "Choose another officer who has a role of this step"}
	delegationOfficer = metamodel.Kind{Code: "delegation.officer", Zh: "您只能为自己，或为您所管部门的经办人员安排代理", En: "You can arrange a deputy for yourself, or for officers of a department you lead"}
	delegationDeputy  = metamodel.Kind{Code: "delegation.deputy", Zh: "请选择本部门及其上下级部门的其他经办人员；不能把别人的权限安排给自己", En: "Choose another officer of the department, or of one above or below it. Nobody arranges another's rights for themselves"}
	delegationRole    = metamodel.Kind{Code: "delegation.role", Zh: "被代理人没有可交代理的角色“{role}”", En: "The officer has no role “{role}” that a deputy could take over"}
	delegationDays    = metamodel.Kind{Code: "delegation.days", Zh: "日期须从今天或以后的某一天起，最长 {max} 天", En: "The days begin today or later and are at most {max}"}
	delegationTwice   = metamodel.Kind{Code: "delegation.twice", Zh: "“{name}”在这段时间里已经是代理人", En: "“{name}” is a deputy in that time already"}
	delegationMany    = metamodel.Kind{Code: "delegation.many", Zh: "一个人最多同时安排 {max} 项代理", En: "One officer has at most {max} delegation(s) at a time"}
	delegationOver    = metamodel.Kind{Code: "delegation.over", Zh: "这项代理已经结束", En: "This delegation is over"}
	returnNote        = metamodel.Kind{Code: "action.return.note", Zh: "请说明退回的原因，接手的办理人员会看到", En: "Say why the case is returned; whoever takes the step again will read it"}
	returnNowhere     = metamodel.Kind{Code: "action.return.nowhere", Zh: "本办件不能从当前环节退回到“{state}”：只能退回到它经过的、流程允许的环节", En: "The case cannot be returned to “{state}” from here: only to a step it has been through and its workflow allows"}
	noteLong          = metamodel.Kind{Code: "action.note.long", Zh: "说明最长 {max} 个字", En: "A note has at most {max} character(s)"}
	extraUnexpected   = metamodel.Kind{Code: "action.extra", Zh: "这个操作不接受“{name}”", En: "This action takes no “{name}”"}

	correctionField      = metamodel.Kind{Code: "correction.field", Zh: "本事项的表单没有“{path}”这一项", En: "This matter's form has no field “{path}”"}
	correctionRow        = metamodel.Kind{Code: "correction.row", Zh: "“{field}”没有第 {row} 行，不能要求申请人补正", En: "There is no row {row} of “{field}” to be corrected"}
	correctionYielded    = metamodel.Kind{Code: "correction.yielded", Zh: "“{field}”是“{matter}”的办理结果，不由申请人填写，不能要求申请人补正", En: "“{field}” is the result of “{matter}”: the applicant does not answer it and cannot be asked to correct it"}
	correctionComputed   = metamodel.Kind{Code: "correction.computed", Zh: "“{field}”由系统根据其他内容算出，不能要求申请人补正；请要求更正算出它的内容", En: "“{field}” is worked out from other answers and cannot be asked for: have those corrected"}
	correctionUnasked    = metamodel.Kind{Code: "correction.unasked", Zh: "“{field}”现在没有让申请人填写，不能要求补正", En: "The applicant is not asked for “{field}” now: it cannot be corrected"}
	correctionMaterial   = metamodel.Kind{Code: "correction.material", Zh: "“{material}”不是本事项由申请人提交的材料", En: "“{material}” is not a material the applicant hands in for this matter"}
	correctionPath       = metamodel.Kind{Code: "correction.path", Zh: "这一项不在补正范围内，不能修改", En: "This field is not part of what is to be corrected"}
	correctionUnanswered = metamodel.Kind{Code: "correction.unanswered", Zh: "请填写“{field}”，没有变化也请照原样再填一次：部门要求更正或确认这一项", En: "Give “{field}” again, also where it has not changed: it is to be corrected or confirmed"}
	correctionFile       = metamodel.Kind{Code: "correction.file", Zh: "请重新上传：{material}", En: "Upload again: {material}"}
	correctionNone       = metamodel.Kind{Code: "correction.none", Zh: "现在没有要求补正材料", En: "No material is asked for now"}

	extensionNone    = metamodel.Kind{Code: "extension.none", Zh: "本事项没有规定可以延期", En: "Nothing allows cases of this matter more time"}
	extensionRole    = metamodel.Kind{Code: "extension.role", Zh: "您的角色不能决定延期", En: "Your role does not decide about extensions"}
	extensionDays    = metamodel.Kind{Code: "extension.days", Zh: "延期必须是 1 到 {max} 个工作日", En: "An extension is from 1 to {max} working day(s)"}
	extensionTimes   = metamodel.Kind{Code: "extension.times", Zh: "本办件已经延期 {max} 次，不能再延", En: "The case was extended {max} time(s) and cannot be again"}
	extensionPaused  = metamodel.Kind{Code: "extension.paused", Zh: "时限正在暂停，不用延期", En: "The time stands still: there is nothing to extend"}
	extensionDecided = metamodel.Kind{Code: "extension.decided", Zh: "事项已经作出决定，不能再延期", En: "The matter has been decided and can no longer be extended"}
	extensionLate    = metamodel.Kind{Code: "extension.late", Zh: "时限已经届满，不能再延期", En: "The time is up and can no longer be extended"}

	clocksAhead = metamodel.Kind{Code: "clocks.ahead", Zh: "最多预看一年之后的时限", En: "Clocks can be told at most a year ahead"}

	resultMissing = metamodel.Kind{Code: "result.missing", Zh: "请填写结果中的“{field}”", En: "Enter “{field}” of the result"}
	resultField   = metamodel.Kind{Code: "result.field", Zh: "本事项的结果没有“{path}”这一项", En: "The result of this matter has no field “{path}”"}
	resultNumber  = metamodel.Kind{Code: "result.number", Zh: "结果编号最长 {max} 个字符，不能有控制字符", En: "A result number has at most {max} character(s) and no control characters"}

	fileEmpty     = metamodel.Kind{Code: "file.empty", Zh: "文件是空的，请选择有内容的文件", En: "The file is empty. Choose a file with content"}
	fileLarge     = metamodel.Kind{Code: "file.too_large", Zh: "文件不能大于 {max}，请压缩后再上传", En: "A file can be at most {max}. Compress it and upload it again"}
	fileType      = metamodel.Kind{Code: "file.media", Zh: "请上传 {types} 文件", En: "Upload a file of type {types}"}
	fileLies      = metamodel.Kind{Code: "file.lies", Zh: "文件内容与扩展名“{ext}”不符，请用原来的格式重新保存", En: "The content of the file does not fit its name ending “{ext}”. Save it again in its own format"}
	fileDamaged   = metamodel.Kind{Code: "file.damaged", Zh: "文件已损坏或不完整，请重新生成后上传", En: "The file is damaged or incomplete. Make it again and upload it"}
	fileMixed     = metamodel.Kind{Code: "file.mixed", Zh: "文件里夹带了其他类型的内容，不能接收", En: "The file carries content of another type and cannot be taken"}
	fileMany      = metamodel.Kind{Code: "file.many", Zh: "这项材料最多 {max} 个文件，请先删除一个", En: "This material takes at most {max} file(s). Remove one first"}
	fileUnwanted  = metamodel.Kind{Code: "file.unwanted", Zh: "这项材料不需要您上传", En: "This material is not asked from you"}
	fileSubmitted = metamodel.Kind{Code: "file.submitted", Zh: "已提交的材料不能删除", En: "A material that has been handed in cannot be removed"}

	signInWrong     = metamodel.Kind{Code: "account.wrong", Zh: "用户名或密码不正确", En: "The user name or the password is not correct"}
	signInThrottled = metamodel.Kind{Code: "account.throttled", Zh: "尝试次数太多，请稍后再试", En: "Too many attempts. Try again later"}
	usernameForm    = metamodel.Kind{Code: "account.username", Zh: "用户名为 3 到 64 个字符，可用小写字母、数字和 . _ - @，以字母或数字开头", En: "A user name has 3 to 64 characters: lower-case letters, digits and . _ - @, beginning with a letter or digit"}
	usernameTaken   = metamodel.Kind{Code: "account.taken", Zh: "这个用户名已被使用", En: "This user name is taken"}
	nameForm        = metamodel.Kind{Code: "account.name", Zh: "请填写姓名，最长 {max} 个字", En: "Enter a name of at most {max} character(s)"}
	passwordShort   = metamodel.Kind{Code: "account.password", Zh: "密码至少 {min} 个字符，最长 {max} 个字节", En: "A password has at least {min} character(s) and at most {max} byte(s)"}
	passwordName    = metamodel.Kind{Code: "account.password.name", Zh: "密码不能与用户名相同", En: "The password must not be the user name"}
	roleForm        = metamodel.Kind{Code: "account.role", Zh: "角色“{role}”不正确", En: "The role “{role}” is not valid"}
	roleStaff       = metamodel.Kind{Code: "account.organisation", Zh: "工作人员必须属于一个机构", En: "Staff must belong to an organisation"}
	organisationNo  = metamodel.Kind{Code: "account.organisation.unknown", Zh: "没有“{organisation}”这个机构", En: "There is no organisation “{organisation}”"}
	identityOwn     = metamodel.Kind{Code: "identity.own", Zh: "不能核验自己的身份，请由他人核验", En: "Nobody verifies their own identity. Somebody else must"}
	identityHow     = metamodel.Kind{Code: "identity.how", Zh: "请写明依据，最长 {max} 个字，不要写证件号码", En: "Say by which evidence, in at most {max} character(s) and without the document’s number"}
	identityTaken   = metamodel.Kind{Code: "identity.taken", Zh: "这个证件号码已用于核验另一个账号（{account}）。一人只能有一个核验的账号：请本人改用那个账号，或者先撤销那个账号的核验", En: "Another account ({account}) is verified by this number. Nobody has two: they use that account, or its verification is withdrawn first"}
	identityNone    = metamodel.Kind{Code: "identity.none", Zh: "这个账号没有核验，不用撤销", En: "This account is not verified: there is nothing to withdraw"}
	identityNumber  = metamodel.Kind{Code: "identity.number", Zh: "请填写正确的证件号码：5 到 30 位字母和数字；18 位的须为有效的居民身份证号码", En: "Enter a document number of 5 to 30 letters and digits; one of 18 must be a valid resident identity number"}
	tokenName       = metamodel.Kind{Code: "token.name", Zh: "请给令牌起个名字，最长 {max} 个字", En: "Give the token a name of at most {max} character(s)"}
	tokenExpiry     = metamodel.Kind{Code: "token.expires", Zh: "到期时间必须在将来", En: "The expiry must lie in the future"}

	dutyItem       = metamodel.Kind{Code: "duty.item", Zh: "本事项没有“{item}”这一项", En: "This matter has no “{item}”"}
	dutyRows       = metamodel.Kind{Code: "duty.rows", Zh: "“{item}”是可重复填写的明细项，不能由数源部门提供", En: "“{item}” lies in rows, which a source cannot deliver"}
	dutyConsent    = metamodel.Kind{Code: "duty.consent", Zh: "“{item}”是申请人的承诺或签名，只能由本人作出", En: "“{item}” is a declaration or signature: only the applicant can give it"}
	dutyNotAsked   = metamodel.Kind{Code: "duty.unasked", Zh: "“{item}”本来就不向申请人收取，不用认责", En: "Nobody is asked for “{item}”: there is nothing to deliver"}
	dutyTaken      = metamodel.Kind{Code: "duty.taken", Zh: "“{item}”已经在认责流程中", En: "There is a duty for “{item}” already"}
	dutyEvent      = metamodel.Kind{Code: "duty.event", Zh: "当前状态下不能这样操作，请刷新后再看", En: "This cannot be done in its present state. Reload and look again"}
	dutyRole       = metamodel.Kind{Code: "duty.role", Zh: "这一步由其他人办理", En: "This step is somebody else’s"}
	dutyNote       = metamodel.Kind{Code: "duty.note", Zh: "请说明理由，对方会看到", En: "Say why; the others will read it"}
	dutyDepartment = metamodel.Kind{Code: "duty.department", Zh: "请选择另一个部门", En: "Choose another department"}
	dutySource     = metamodel.Kind{Code: "duty.source", Zh: "请选择本部门已启用、并能提供“{item}”的数据源", En: "Choose an enabled source of your department that can deliver “{item}”"}
	dutyKey        = metamodel.Kind{Code: "duty.key", Zh: "数据源按“{key}”查询，请指明表单中填写它的那一项；“{item}”所在的主体没有这一项", En: "The source looks people up by “{key}”: name the field of the form that asks for it. There is none beside “{item}”"}
	dutyDate       = metamodel.Kind{Code: "duty.date", Zh: "请填写日期，如 2026-05-01；结束日期不能早于今天和开始日期", En: "Enter a date such as 2026-05-01; an end is not before today nor before the beginning"}

	sourceName         = metamodel.Kind{Code: "source.name", Zh: "请给数据源起个名字，最长 {max} 个字，语言只能是中文和英文", En: "Give the source a name of at most {max} character(s), in Chinese and English only"}
	sourcePack         = metamodel.Kind{Code: "source.pack", Zh: "没有“{pack}”这个资源包", En: "There is no pack “{pack}”"}
	sourceElement      = metamodel.Kind{Code: "source.element", Zh: "资源包中没有数据元“{element}”，或者它不能由数据源提供", En: "The pack has no element “{element}”, or it is not one a source can deliver"}
	sourceNothing      = metamodel.Kind{Code: "source.nothing", Zh: "请至少选择一个数据元或一种材料", En: "Choose at least one element or material"}
	sourceURL          = metamodel.Kind{Code: "source.url", Zh: "请填写完整的 https 地址，不能含用户名密码", En: "Enter a complete https address without credentials"}
	sourceTwice        = metamodel.Kind{Code: "source.twice", Zh: "“{item}”列了两次，请删去一个", En: "“{item}” is listed twice. Remove one"}
	sourcePrivate      = metamodel.Kind{Code: "source.private", Zh: "“{host}”在内部网络里，不能作为数据源地址", En: "“{host}” lies inside a private network and cannot be a source’s address"}
	sourceRegisterOnly = metamodel.Kind{Code: "source.register", Zh: "只有登记在本系统的数据源才能上传数据", En: "Only a register kept here takes rows"}
	sourceRowKey       = metamodel.Kind{Code: "source.row.key", Zh: "第 {row} 行没有“{key}”，或者填写不正确", En: "Row {row} has no “{key}”, or it is not valid"}
	sourceRowWrong     = metamodel.Kind{Code: "source.row.value", Zh: "第 {row} 行：{problem}", En: "Row {row}: {problem}"}
	sourceRowUnknown   = metamodel.Kind{Code: "source.row.column", Zh: "第 {row} 行的“{column}”不是这个数据源的内容", En: "“{column}” in row {row} is nothing this source delivers"}
	sourceRowNumber    = metamodel.Kind{Code: "source.row.number", Zh: "第 {row} 行的“{column}”没有证照编号，请补上，或者清空这份证照的各列", En: "Row {row} has no number in “{column}”. Enter it, or empty the document’s other columns"}
	sourceRowDate      = metamodel.Kind{Code: "source.row.date", Zh: "第 {row} 行的“{column}”应当是 2026-03-01 这样的日期", En: "“{column}” in row {row} must be a date like 2026-03-01"}
	sourceRowLink      = metamodel.Kind{Code: "source.row.link", Zh: "第 {row} 行的“{column}”应当是完整的 https 地址，不能含用户名密码", En: "“{column}” in row {row} must be a complete https address without credentials"}
	sourceRowTwice     = metamodel.Kind{Code: "source.row.twice", Zh: "第 {row} 行与第 {first} 行的关键字相同", En: "Row {row} has the same key as row {first}"}
	sourceRowMany      = metamodel.Kind{Code: "source.rows.many", Zh: "一次最多 {max} 行", En: "At most {max} row(s) at once"}

	webhookURL   = metamodel.Kind{Code: "webhook.url", Zh: "请填写完整的 https 地址，不能含用户名密码", En: "Enter a complete https address without credentials"}
	webhookEvent = metamodel.Kind{Code: "webhook.type", Zh: "没有“{type}”这种事件", En: "There is no event type “{type}”"}
)

// refuse is one problem as an error.
func refuse(k metamodel.Kind, path string, params ...any) error {
	return metamodel.Problems{k.At(path, params...)}
}

// IsAnotherRequest reports whether a call was refused because its key was used
// for something else.
func IsAnotherRequest(err error) bool {
	var ps metamodel.Problems
	return errors.As(err, &ps) && len(ps) == 1 && ps[0].Code == idempotencyMismatch.Code
}

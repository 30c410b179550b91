package workflows

import "github.com/onematter/onematter/metamodel"

// What Compile finds wrong with a workflow.
var (
	problemStateID = metamodel.Kind{Code: "workflow.state.id",
		Zh: "环节没有标识", En: "the state has no id"}
	problemStateTwice = metamodel.Kind{Code: "workflow.state.twice",
		Zh: "环节“{state}”出现了两次", En: "the state “{state}” is there twice"}
	problemStateType = metamodel.Kind{Code: "workflow.state.type",
		Zh: "环节“{state}”的类型“{type}”不认识：只能是 step、wait 或 final", En: "the state “{state}” has an unknown type “{type}”: step, wait or final"}
	problemInitialUnknown = metamodel.Kind{Code: "workflow.initial.unknown",
		Zh: "起始环节“{state}”不存在", En: "the initial state “{state}” does not exist"}
	problemInitialType = metamodel.Kind{Code: "workflow.initial.type",
		Zh: "起始环节“{state}”必须由部门办理（step）", En: "the initial state “{state}” must be a step of a department"}
	problemUnreachable = metamodel.Kind{Code: "workflow.state.unreachable",
		Zh: "从起始环节走不到“{state}”", En: "the state “{state}” can never be reached from the initial one"}
	problemDeadEnd = metamodel.Kind{Code: "workflow.state.dead_end",
		Zh: "环节“{state}”没有任何动作，办件会停在这里", En: "the state “{state}” has no action: a case would stay there for ever"}
	problemNoWayOut = metamodel.Kind{Code: "workflow.state.no_way_out",
		Zh: "从环节“{state}”走不到任何结束环节", En: "no end can be reached from the state “{state}”"}
	problemRolesMissing = metamodel.Kind{Code: "workflow.state.roles",
		Zh: "环节“{state}”没有写明由谁办理", En: "the step “{state}” says no role that acts"}
	problemFieldMisplaced = metamodel.Kind{Code: "workflow.state.misplaced",
		Zh: "“{field}”不能用在 {type} 类型的环节“{state}”上", En: "“{field}” has no meaning in the state “{state}” of type {type}"}
	problemLimit = metamodel.Kind{Code: "workflow.state.limit",
		Zh: "环节“{state}”的时限必须是 0 到 {max} 个工作日", En: "the time limit of the state “{state}” must be 0 to {max} working day(s)"}
	problemLightsNoLimit = metamodel.Kind{Code: "workflow.lights.no_limit",
		Zh: "环节“{state}”没有时限，亮灯规则无从适用", En: "the state “{state}” has no time limit that its thresholds of lights could be of"}
	problemLightsOrder = metamodel.Kind{Code: "workflow.lights.order",
		Zh: "按环节“{state}”的亮灯规则，{days} 个工作日的时限还没亮黄灯就先亮了红灯", En: "by the thresholds of the state “{state}” its limit of {days} working day(s) is red before it is yellow"}
	problemAfterClock = metamodel.Kind{Code: "workflow.after.clock",
		Zh: "环节“{state}”的默认决定按“{clock}”计时，不认识：只能是 promised、statutory 或 step", En: "the silent decision of the state “{state}” counts by “{clock}”: promised, statutory or step"}
	problemAfterCorrections = metamodel.Kind{Code: "workflow.after.corrections",
		Zh: "环节“{state}”的默认决定须写明补正后如何计时：continue（接着计）或 restart（重新计），不能是“{corrections}”", En: "the silent decision of the state “{state}” must say what an answered correction does to its time: continue or restart, not “{corrections}”"}
	problemAfterDays = metamodel.Kind{Code: "workflow.after.days",
		Zh: "环节“{state}”的默认决定时间必须是 0 到 {max} 个工作日", En: "the time of the silent decision of the state “{state}” must be 0 to {max} working day(s)"}
	problemAfterNoLimit = metamodel.Kind{Code: "workflow.after.no_limit",
		Zh: "环节“{state}”的默认决定没有写天数，本环节也没有时限", En: "the silent decision of the state “{state}” says no days, and the state has no limit of its own"}
	problemAfterBasis = metamodel.Kind{Code: "workflow.after.basis",
		Zh: "环节“{state}”的默认决定没有写明法律依据：不作为即生效必须有法可依", En: "the silent decision of the state “{state}” names no legal basis: silence decides by law only"}
	problemAfterEvent = metamodel.Kind{Code: "workflow.after.event",
		Zh: "环节“{state}”没有动作“{event}”，到时无从作出默认决定", En: "the state “{state}” has no event “{event}” that silence could take"}
	problemAfterAsks = metamodel.Kind{Code: "workflow.after.asks",
		Zh: "环节“{state}”的默认决定“{event}”要求申请人补正：无人说明要补正什么", En: "the silent decision “{event}” of the state “{state}” asks the citizen for corrections: nobody would say which"}
	problemAfterCircle = metamodel.Kind{Code: "workflow.after.circle",
		Zh: "环节“{state}”的默认决定绕一圈又回到本环节", En: "the silent decision of the state “{state}” leads in a circle back to it"}
	problemOutcome = metamodel.Kind{Code: "workflow.final.outcome",
		Zh: "结束环节“{state}”的结果“{outcome}”不认识：只能是 issued、refused、withdrawn 或 void", En: "the end “{state}” has an unknown outcome “{outcome}”: issued, refused, withdrawn or void"}
	problemNoIssued = metamodel.Kind{Code: "workflow.final.no_issued",
		Zh: "没有一个走得到的结束环节发出结果（issued）", En: "no end that can be reached issues the result"}
	problemWaitNoResubmit = metamodel.Kind{Code: "workflow.wait.no_resubmit",
		Zh: "等待申请人的环节“{state}”没有“重新提交”动作", En: "the citizen has no way to resubmit from “{state}”"}
	problemReturnsUnknown = metamodel.Kind{Code: "workflow.returns.unknown",
		Zh: "环节“{state}”要退回的环节“{target}”不存在", En: "the state “{state}” returns to “{target}”, which does not exist"}
	problemReturnsNotStep = metamodel.Kind{Code: "workflow.returns.not_step",
		Zh: "环节“{state}”不能退回到“{target}”：它的类型是 {type}，只能退回到部门办理的环节", En: "the state “{state}” cannot return to “{target}” of type {type}: only to a step of a department"}
	problemReturnsUseless = metamodel.Kind{Code: "workflow.returns.useless", Severity: metamodel.Warning,
		Zh: "环节“{state}”之前没有可退回的环节", En: "there is no step before “{state}” to return to"}
	problemReturnsNever = metamodel.Kind{Code: "workflow.returns.never", Severity: metamodel.Warning,
		Zh: "没有办件能从“{target}”走到“{state}”，所以永远用不上这个退回", En: "no case comes from “{target}” to “{state}”: this return can never be used"}
	problemReturnsUndecides = metamodel.Kind{Code: "workflow.returns.undecides", Severity: metamodel.Warning,
		Zh: "从“{state}”退回到“{target}”会使已作出的决定不再算数：申请人又可以撤回", En: "a return from “{state}” to “{target}” takes the decision back: the applicant can withdraw again"}
	problemEventID = metamodel.Kind{Code: "workflow.event.id",
		Zh: "环节“{state}”的一个动作没有标识", En: "an action of the state “{state}” has no event"}
	problemEventTwice = metamodel.Kind{Code: "workflow.event.twice",
		Zh: "环节“{state}”里动作“{event}”出现了两次", En: "the state “{state}” has the event “{event}” twice"}
	problemTargetUnknown = metamodel.Kind{Code: "workflow.target.unknown",
		Zh: "动作“{event}”的去向“{target}”不存在", En: "the event “{event}” leads to “{target}”, which does not exist"}
	problemKindUnknown = metamodel.Kind{Code: "workflow.kind.unknown",
		Zh: "动作“{event}”的种类“{kind}”不认识", En: "the event “{event}” has an unknown kind “{kind}”"}
	problemKindTarget = metamodel.Kind{Code: "workflow.kind.target",
		Zh: "动作“{event}”（{kind}）不能去往“{target}”：{why}", En: "the event “{event}” ({kind}) cannot lead to “{target}”: {why}"}
	problemKindState = metamodel.Kind{Code: "workflow.kind.state",
		Zh: "{kind} 类动作“{event}”不能出现在 {type} 类型的环节“{state}”里", En: "an action of kind {kind} (“{event}”) cannot be in the state “{state}” of type {type}"}
)

// Why a kind of action cannot lead where it is written to.
var (
	whyNotWait    = metamodel.ZhEn("要求补正或整改必须去往等待申请人的环节", "asking for a correction must lead to a state that waits for the citizen")
	whyOnlyAsked  = metamodel.ZhEn("只有补正（correct）或整改（rectify）能进入等待申请人的环节", "only correct and rectify, which tell the citizen why, may enter a state that waits for the citizen")
	whyNotRefused = metamodel.ZhEn("不予办理必须去往结果为 refused 的结束环节", "a refusal must lead to an end with the outcome refused")
	whyNotIssued  = metamodel.ZhEn("发放结果必须去往结果为 issued 的结束环节", "a delivery must lead to an end with the outcome issued")
	whyOnlyGiven  = metamodel.ZhEn("只有发放结果（deliver）能进入结果为 issued 的结束环节，否则结果无人录入", "only deliver may enter an end with the outcome issued: otherwise nobody enters the result")
	whyOnlyNo     = metamodel.ZhEn("只有不予办理（refuse）能进入结果为 refused 的结束环节，否则没有理由", "only refuse may enter an end with the outcome refused: otherwise no reason is given")
	whyNotStep    = metamodel.ZhEn("重新提交必须回到部门办理的环节", "a resubmission must lead back to a step of a department")
)

// What NewCalendar finds wrong with a calendar.
var (
	problemZone = metamodel.Kind{Code: "calendar.zone",
		Zh: "时区“{zone}”不认识", En: "unknown time zone “{zone}”"}
	problemWeekend = metamodel.Kind{Code: "calendar.weekend",
		Zh: "周末“{day}”不对：0 是周日，6 是周六", En: "“{day}” is no day of the week: 0 is Sunday, 6 Saturday"}
	problemNoWeekday = metamodel.Kind{Code: "calendar.no_weekday",
		Zh: "一周七天都是周末，永远没有工作日", En: "every day of the week is a weekend day: there would be no working day"}
	problemNoHours = metamodel.Kind{Code: "calendar.hours.none",
		Zh: "没有工作时间", En: "there are no working hours"}
	problemHour = metamodel.Kind{Code: "calendar.hours.time",
		Zh: "“{time}”不是 00:00 到 24:00 之间的时刻", En: "“{time}” is no time from 00:00 to 24:00"}
	problemHoursOrder = metamodel.Kind{Code: "calendar.hours.order",
		Zh: "工作时段 {from}–{to} 的结束不晚于开始", En: "the hours {from}–{to} do not end after they begin"}
	problemHoursOverlap = metamodel.Kind{Code: "calendar.hours.overlap",
		Zh: "工作时段 {from}–{to} 与前一段重叠或次序颠倒", En: "the hours {from}–{to} overlap the ones before, or are out of order"}
	problemDate = metamodel.Kind{Code: "calendar.date",
		Zh: "“{date}”不是一个日期（YYYY-MM-DD）", En: "“{date}” is no date (YYYY-MM-DD)"}
	problemDateTwice = metamodel.Kind{Code: "calendar.date.twice",
		Zh: "{date} 出现了两次（{first}）", En: "{date} is there twice (see {first})"}
	problemMakeUpWeekday = metamodel.Kind{Code: "calendar.makeup.weekday",
		Zh: "调休上班日 {date} 本来就是工作日", En: "the make-up day {date} is a weekday: it is worked anyway"}
	problemNotCovered = metamodel.Kind{Code: "calendar.date.not_covered", Severity: metamodel.Warning,
		Zh: "{date} 不在 covers 所列的年份里", En: "{date} is in none of the years in covers"}
)

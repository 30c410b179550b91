package analytics

import "github.com/onematter/onematter/metamodel"

// The metrics of a dashboard, in the order in which their definitions are shown.
const (
	MetricTotals  = "totals"
	MetricOnTime  = "on_time"
	MetricFlow    = "flow"
	MetricInWork  = "in_work"
	MetricSteps   = "steps"
	MetricDue     = "due"
	MetricSavings = "savings"
	MetricReality = "reality"

	MetricNeedless = "needless"
)

// Definitions tells what each number means, in the words managers read. Whoever
// changes a query changes the words with it. Query is filled in by the
// warehouse with what it ran.
func Definitions() []Metric {
	text := metamodel.ZhEn
	return []Metric{
		{
			ID: MetricTotals, Name: text("总体情况", "Totals"), Unit: text("件", "cases"),
			Definition: text(
				"收件：所选时间内进入办理流程的事项办件数，等待前置事项结果的办件从启动之日起计；一件事收件：所选时间内提交的一件事申请数，"+
					"按部门或事项筛选时，计该部门或该事项已启动办理的申请。办结：所选时间内到达终点的事项办件数，不含因前置事项未通过而作废、从未启动的办件；"+
					"其中出证为结果已出具的办件。在办：截至现在已启动、未办结的办件（不受所选时间限制），其中补正中为等待申请人的办件。",
				"In: matter cases that entered their workflow in the span; a case that waits for another matter's result counts from the day it starts. "+
					"Theme cases in: applications for one thing submitted in the span; narrowed by department or matter, those in which it has started. "+
					"Ended: matter cases that reached an end in the span, without those made void before they could start; of these, issued are those whose result was issued. "+
					"In work: cases started and not ended as of now, whatever the span; of these, asking are those that wait for the applicant."),
		},
		{
			ID: MetricOnTime, Name: text("按时办结率与办理时长", "On-time rate and days taken"), Unit: text("% / 工作日", "% / working days"),
			Definition: text(
				"按时办结率＝所选时间内办结的办件中，承诺时限时钟所用工作时间不超过承诺时限的件数 ÷ 有承诺时限的件数；等待申请人补正、整改的时间不计。"+
					"办理时长为同一批办件从启动到办结所用的工作日，按承诺时限时钟计：启动当日不计，当日办结为 0（同样不计等待申请人的时间），取中位数与 P90（九成办件不超过的天数）。",
				"On-time rate = of the cases ended in the span, those whose promised clock used no more than the promised limit ÷ those that have a promised limit; "+
					"time spent waiting for the applicant does not count. Days taken are working days from start to end of the same cases by the promised clock: the day of the start does not count, so that a case ended on it took 0; waiting for the applicant is again left out: "+
					"the median, and P90, which nine of ten cases do not exceed."),
		},
		{
			ID: MetricFlow, Name: text("每日收办件", "Cases in and out by day"), Unit: text("件/日", "cases a day"),
			Definition: text(
				"按工作日历所在时区的日期，每天进入办理流程（收）与到达终点（办）的事项办件数；口径与总体情况相同，没有办件的日期为零。",
				"Matter cases that entered their workflow (in) and reached an end (out) on each local date of the working calendar's zone, counted as in the totals; days without any are zero."),
		},
		{
			ID: MetricInWork, Name: text("各事项、各部门办件", "Work by matter and by department"), Unit: text("件", "cases"),
			Definition: text(
				"在办：截至现在已启动、未办结的办件，取每个办件的最新状态；其中补正中为等待申请人的办件，超期为任一时钟（承诺、法定、环节）已过到期时刻且未暂停的办件。"+
					"办结与按时办结率按所选时间计，口径同上。",
				"In work: cases started and not ended as of now, by each case's latest state; of these, asking are those that wait for the applicant and overdue are those with a clock "+
					"(promised, statutory or of the step) past its due moment and not paused. Ended and the on-time rate are of the span, counted as above."),
		},
		{
			ID: MetricSteps, Name: text("各环节用时", "Time per step"), Unit: text("工作日", "working days"),
			Definition: text(
				"所选时间内离开某环节的每一次停留所用的工作时间，除以一个工作日的工作时间；补正后再次回到该环节另计一次，等待申请人的状态不计。取中位数与 P90；时限为该环节自身的时限，0 为未设。",
				"Working time of every stay in a step that was left in the span, divided by the working time of one working day; coming back after a correction is another stay, "+
					"states that wait for the applicant are left out. Median and P90; the limit is the step's own, 0 for none."),
		},
		{
			ID: MetricDue, Name: text("超期与临期办件", "Overdue and nearly overdue"), Unit: text("件", "cases"),
			Definition: text(
				"截至现在在办且时钟在走的办件中：红灯为到期时刻已过；黄灯为尚未到期，但按亮灯规则已亮灯。最紧急的在前，最多列出 200 件。",
				"Of the cases in work whose clock runs, as of now: red are those past their due moment; yellow are those not yet due whose light changed by the thresholds in force. "+
					"Most urgent first, at most 200."),
		},
		{
			ID: MetricSavings, Name: text("一件事减负", "Saved by merging"), Unit: text("项/件", "items a case"),
			Definition: text(
				"所选时间内提交的一件事申请，按其实际答复计算：合并前为各事项分别办理时要填的字段数与要交的材料份数之和，合并后为实际要填、要交的数量；减少＝合并前－合并后，取平均每件与合计。",
				"For theme cases submitted in the span, counted for their actual answers: before is the sum of fields to fill in and materials to hand in if every matter were filed on its own, "+
					"after is what was asked; saved = before − after, as an average a case and in all."),
		},
		{
			ID: MetricReality, Name: text("测算与实际", "Promised and real"), Unit: text("分钟 / 工作日", "minutes / working days"),
			Definition: text(
				"填写时间：所选时间内提交的一件事申请，自建立草稿至提交，相邻两次保存、上传之间的时间之和，每段最多计 10 分钟（停顿）；测算为对同一批申请实际出现的填写项按击键层次模型计算的时间。"+
					"办理时长：所选时间内全部事项办结的一件事，自提交之日的次日起所用的工作日，含等待申请人的时间；承诺为各事项承诺时限在前置关系上的最长路径。均取中位数，另列 P90。",
				"Time to fill in: for theme cases submitted in the span, the time between one save or upload and the next, from the first page to submitting, a gap counting with at most 10 minutes (a pause); "+
					"computed is what the keystroke-level model gives for the fields that were shown to the same applicants. "+
					"Days: for theme cases all of whose matters ended in the span, working days from the day after filing, waiting for the applicant included; promised is the longest way along the preconditions. Medians, and P90."),
		},
		{
			ID: MetricNeedless, Name: text("本可不问", "Asked needlessly"), Unit: text("次", "times"),
			Definition: text(
				"所选时间内提交的申请中，已问申请人、而其他部门掌握的填写项与材料：每件申请每一项计一次，一件事中几个事项共用的一项也只计一次，按事项或需求部门分列时在各自名下计。"+
					"已认责：提交时已有数源部门确认提供，仍然问了（未同意、数源未答复、没有数据、草稿早于认责等）；可认责：数据元或材料标准写明由其他部门产生，但尚无部门确认提供。"+
					"本人的声明、签名、附件和用来查找本人的证件号码不计；由系统直接报送的办件不计。",
				"In applications submitted in the span, fields and materials that the applicant was asked for although another department has them: once for each item of an application, "+
					"also where several matters of a theme share it; told by matter or asking department it counts for each of them. "+
					"Confirmed: a source department was in duty when it was submitted and the question was asked all the same (no consent, no answer, no record, an older draft…). "+
					"Could be delivered: the standard of the element or material names another department, and none has confirmed. "+
					"Declarations, signatures, files and the numbers by which people are found do not count; nor do cases filed by machines."),
		},
	}
}

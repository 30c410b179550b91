package workflows

import (
	"maps"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// ReasonCode says why a clock changed.
type ReasonCode string

const (
	ReasonFiled       ReasonCode = "filed"        // a matter's clock starts with the filing
	ReasonReady       ReasonCode = "ready"        // … with the result that its matter waited for
	ReasonEntered     ReasonCode = "entered"      // a step was entered
	ReasonLeft        ReasonCode = "left"         // … was left
	ReasonCorrect     ReasonCode = "correct"      // the applicant was asked for corrections
	ReasonRectify     ReasonCode = "rectify"      // … to put something right
	ReasonOpinion     ReasonCode = "opinion"      // waits for another department's opinion
	ReasonOpinionOver ReasonCode = "opinion_over" // … no more
	ReasonResubmitted ReasonCode = "resubmitted"  // the applicant answered
	ReasonExtended    ReasonCode = "extended"
	ReasonIssued      ReasonCode = "issued"
	ReasonRefused     ReasonCode = "refused"
	ReasonWithdrawn   ReasonCode = "withdrawn"
	ReasonEnded       ReasonCode = "ended"
	ReasonMigrated    ReasonCode = "migrated" // the case went over to another release
	ReasonCalendar    ReasonCode = "calendar" // … whose theme goes by another calendar
	ReasonRestored    ReasonCode = "restored"
	ReasonCarried     ReasonCode = "carried"
)

// Reason is why a line was written: a code, and what its wording names.
type Reason struct {
	Code   ReasonCode                `json:"code"`
	Params map[string]metamodel.Text `json:"params,omitempty"`
}

var reasonWords = map[ReasonCode]metamodel.Text{
	ReasonFiled:       metamodel.ZhEn("申请提交，开始计时；提交当日不计", "Filed: time begins; the day of filing does not count"),
	ReasonReady:       metamodel.ZhEn("前置事项已出结果，开始办理；当日不计", "The result it waited for was issued: time begins; that day does not count"),
	ReasonEntered:     metamodel.ZhEn("进入“{step}”环节", "Entered the step “{step}”"),
	ReasonLeft:        metamodel.ZhEn("离开“{step}”环节", "Left the step “{step}”"),
	ReasonCorrect:     metamodel.ZhEn("等待申请人补正", "Waiting for the applicant’s corrections"),
	ReasonRectify:     metamodel.ZhEn("等待申请人整改", "Waiting for the applicant to put things right"),
	ReasonOpinion:     metamodel.ZhEn("等待{department}答复意见", "Waiting for the opinion of {department}"),
	ReasonOpinionOver: metamodel.ZhEn("不再等待意见，继续计时", "No opinion is awaited any more: time goes on"),
	ReasonResubmitted: metamodel.ZhEn("申请人已提交，继续计时", "The applicant answered: time goes on"),
	ReasonExtended:    metamodel.ZhEn("延长 {days} 个工作日", "Extended by {days} working day(s)"),
	ReasonIssued:      metamodel.ZhEn("已发放结果", "The result was issued"),
	ReasonRefused:     metamodel.ZhEn("不予办理", "Refused"),
	ReasonWithdrawn:   metamodel.ZhEn("申请人撤回", "Withdrawn by the applicant"),
	ReasonEnded:       metamodel.ZhEn("办件结束", "The case ended"),
	ReasonMigrated:    metamodel.ZhEn("办件改按事项的新版本办理", "The case went over to a newer version of the matter"),
	ReasonCalendar:    metamodel.ZhEn("改按另一份工作日历计算", "Counted by another working calendar from now on"),
	ReasonRestored:    metamodel.ZhEn("版本更换已撤销，恢复原来的计时", "The change of version was undone: time as it was before"),
	ReasonCarried:     metamodel.ZhEn("启用计时台账之前的用时", "What was used before the ledger was kept"),
}

// ReasonCodes are all reasons, sorted.
func ReasonCodes() []ReasonCode { return slices.Sorted(maps.Keys(reasonWords)) }

// Text words the reason.
func (r Reason) Text() metamodel.Text {
	w, ok := reasonWords[r.Code]
	if !ok {
		return metamodel.ZhEn(string(r.Code), string(r.Code))
	}
	params := make([]any, 0, 2*len(r.Params))
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		v := r.Params[name]
		if v["zh"] == v["en"] {
			params = append(params, name, v["zh"]) // a number: the English wording agrees with it
			continue
		}
		params = append(params, name, v)
	}
	return metamodel.Worded(w["zh"], w["en"], params...)
}

// Permission is the category of matters that the Administrative Licensing Law
// of the PRC (行政许可法) applies to.
const Permission = "行政许可"

var (
	// The period is counted from the day after (民法典 第二百零一条第一款: 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算).
	basisFirstDay = metamodel.ZhEn("《中华人民共和国民法典》第二百零一条第一款", "Civil Code of the People’s Republic of China, Article 201, paragraph 1")
	// Periods are working days, without public holidays (行政许可法 第八十二条).
	basisWorkingDays = metamodel.ZhEn("《中华人民共和国民法典》第二百零一条第一款；《中华人民共和国行政许可法》第八十二条", "Civil Code of the People’s Republic of China, Article 201, paragraph 1; Administrative Licensing Law, Article 82")
	// The applicant is told at once all that is to be corrected (第三十二条第一款第四项).
	basisCorrect = metamodel.ZhEn("《中华人民共和国行政许可法》第三十二条第一款第四项", "Administrative Licensing Law of the People’s Republic of China, Article 32, paragraph 1(4)")
	// With all corrections handed in the application is accepted (第三十二条第一款第五项).
	basisResubmitted = metamodel.ZhEn("《中华人民共和国行政许可法》第三十二条第一款第五项", "Administrative Licensing Law of the People’s Republic of China, Article 32, paragraph 1(5)")
	// The head of the organ may extend by ten days; the applicant is told why (第四十二条第一款).
	basisExtend = metamodel.ZhEn("《中华人民共和国行政许可法》第四十二条第一款", "Administrative Licensing Law of the People’s Republic of China, Article 42, paragraph 1")
)

// BasisOf is the law a change of a matter's clock rests on; nil where none
// says so. Only permissions go by the Administrative Licensing Law; that the
// first day does not count holds for every period.
func BasisOf(category string, code ReasonCode) metamodel.Text {
	permission := category == Permission
	switch {
	case (code == ReasonFiled || code == ReasonReady) && permission:
		return basisWorkingDays
	case code == ReasonFiled || code == ReasonReady:
		return basisFirstDay
	case code == ReasonCorrect && permission:
		return basisCorrect
	case code == ReasonResubmitted && permission:
		return basisResubmitted
	case code == ReasonExtended && permission:
		return basisExtend
	}
	return nil
}

var (
	// A step's limit is set by the matter's own process, not by a law.
	groundStep = metamodel.ZhEn("本事项办理流程的环节时限（内部承诺）", "The step limits of the matter’s own process (an internal promise)")
	// The promise is the department's, and so is how it is counted.
	groundGuide = metamodel.ZhEn("本事项办事指南承诺的办理时限", "The time promised in the matter’s service guide")
)

// GroundOf is what a change of a matter's clock rests on: the law on changes of
// this sort, else what gives the clock its time: the matter's own legal basis,
// the promise in its guide, or its process.
func GroundOf(m *metamodel.Matter, clock ClockName, code ReasonCode) metamodel.Text {
	switch law := BasisOf(m.Category, code); {
	case clock == StepClock:
		return groundStep
	case law != nil:
		return law
	case clock == StatutoryClock && len(m.Basis) > 0:
		return m.Basis
	}
	return groundGuide
}

// ReasonOf is why a matter's clocks stop with an outcome.
func ReasonOf(o Outcome) ReasonCode {
	switch o {
	case Issued:
		return ReasonIssued
	case Refused:
		return ReasonRefused
	case Withdrawn:
		return ReasonWithdrawn
	}
	return ReasonEnded
}

var lineWords = map[LineKind]metamodel.Text{
	LineStart:   metamodel.ZhEn("开始", "Start"),
	LinePause:   metamodel.ZhEn("暂停", "Pause"),
	LineResume:  metamodel.ZhEn("继续", "Resume"),
	LineExtend:  metamodel.ZhEn("延期", "Extension"),
	LineLimit:   metamodel.ZhEn("时限调整", "New limit"),
	LineStop:    metamodel.ZhEn("停止", "Stop"),
	LineRestore: metamodel.ZhEn("恢复", "Restored"),
	LineCarried: metamodel.ZhEn("结转", "Carried over"),
}

// Text names the kind.
func (k LineKind) Text() metamodel.Text { return lineWords[k] }

var clockWords = map[ClockName]metamodel.Text{
	PromisedClock:  metamodel.ZhEn("承诺时限", "Promised limit"),
	StatutoryClock: metamodel.ZhEn("法定时限", "Statutory limit"),
	StepClock:      metamodel.ZhEn("环节时限", "Step limit"),
}

// Text names the clock.
func (n ClockName) Text() metamodel.Text { return clockWords[n] }

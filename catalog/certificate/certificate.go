// Package certificate draws a theme's reduction certificate (减负证书): as text,
// as a page, on paper (PDF), and as a workbook.
package certificate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// line is one figure, before and after.
type line struct {
	Name          string
	Before, After string
	Saved         string  // "−55%"; "" where nothing was to be saved
	Bar           float64 // the last figure, as a share of before, 0 to 1

	Delivered      string // after, less what departments deliver; "" where the certificate does not tell
	DeliveredSaved string // of before
	Way            string // from before to the last figure, for where there is little room
}

// InAll is what is saved at last.
func (l line) InAll() string {
	if l.Delivered != "" {
		return l.DeliveredSaved
	}
	return l.Saved
}

// figure is one of the measures.
type figure struct {
	name metamodel.Text
	of   func(catalog.Measure) float64
	unit metamodel.Text
}

var inspections = metamodel.ZhEn("部门上门核查次数", "Visits of officers to the premises")

var figures = []figure{
	{metamodel.ZhEn("表单", "Forms"), func(m catalog.Measure) float64 { return m.Forms }, nil},
	{metamodel.ZhEn("页面", "Pages"), func(m catalog.Measure) float64 { return m.Pages }, nil},
	{metamodel.ZhEn("填写项", "Fields"), fields, nil},
	{metamodel.ZhEn("其中必填", "of which required"), func(m catalog.Measure) float64 { return m.Required }, nil},
	{metamodel.ZhEn("材料", "Documents"), documents, nil},
	{metamodel.ZhEn("签字与声明", "Signatures and declarations"), func(m catalog.Measure) float64 { return m.Signatures }, nil},
	{metamodel.ZhEn("申请人跑窗口次数", "Visits of the applicant to a counter"), func(m catalog.Measure) float64 { return m.Visits }, nil},
	{metamodel.ZhEn("承诺时限（工作日）", "Promised working days"), days, nil},
	{metamodel.ZhEn("法定时限（工作日）", "Statutory working days"), func(m catalog.Measure) float64 { return m.Statutory }, nil},
	{metamodel.ZhEn("费用（元）", "Fee (yuan)"), fee, nil},
	{metamodel.ZhEn("填写时间", "Time to fill in"), minutes, metamodel.ZhEn("分钟", "min")},
	{inspections, func(m catalog.Measure) float64 { return m.Inspections }, nil},
}

func fields(m catalog.Measure) float64    { return m.Fields }
func documents(m catalog.Measure) float64 { return m.Materials }
func days(m catalog.Measure) float64      { return m.Days }
func minutes(m catalog.Measure) float64   { return m.Seconds / 60 }

func fee(m catalog.Measure) float64 {
	d, err := decimal.NewFromString(m.Fee)
	if err != nil {
		return 0
	}
	return d.InexactFloat64()
}

// lines are the figures of a certificate on average.
func lines(c *catalog.Certificate, lang string) (out []line) {
	for _, f := range figures {
		b, a := f.of(c.Before), f.of(c.After)
		if b == 0 && a == 0 && f.name["en"] == inspections["en"] {
			continue // many themes inspect nothing
		}
		l := line{Name: f.name.In(lang), Before: number(b, f.unit, lang), After: number(a, f.unit, lang), Saved: saved(b, a)}
		l.Way = l.Before + " → " + l.After
		last := a
		if c.Delivered != nil {
			last = f.of(c.Delivered.After)
			l.Delivered, l.DeliveredSaved = number(last, f.unit, lang), saved(b, last)
			l.Way = number(b, nil, lang) + " → " + number(a, nil, lang) + " → " + l.Delivered
		}
		if l.Bar = 1; b > 0 {
			l.Bar = min(last/b, 1)
		}
		out = append(out, l)
	}
	return out
}

// arrow is one figure of a kind of situation: before, merged, and delivered where that is told.
func arrow(r catalog.Reduction, lang string, of func(catalog.Measure) float64) string {
	said := number(of(r.Before), nil, lang) + " → " + number(of(r.After), nil, lang)
	if r.Delivered != nil {
		said += " → " + number(of(*r.Delivered), nil, lang)
	}
	return said
}

// saved says by how many per cent a figure fell; what rose is shown with its sign.
func saved(before, after float64) string {
	if before <= 0 {
		return ""
	}
	switch p := math.Round((before - after) / before * 100); {
	case p > 0:
		return fmt.Sprintf("−%.0f%%", p)
	case p < 0:
		return fmt.Sprintf("+%.0f%%", -p)
	}
	return "0%"
}

func number(v float64, unit metamodel.Text, lang string) string {
	s := strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	if u := unit.In(lang); u != "" {
		s += " " + u
	}
	return s
}

// words are the certificate's sentences.
var words = map[string]metamodel.Text{
	"title":    metamodel.ZhEn("减负证书", "Reduction certificate"),
	"what":     metamodel.ZhEn("指标", "Figure"),
	"before":   metamodel.ZhEn("改革前", "Before"),
	"after":    metamodel.ZhEn("改革后", "After"),
	"saved":    metamodel.ZhEn("变化", "Change"),
	"given":    metamodel.ZhEn("再由部门提供", "And delivered"),
	"givers":   metamodel.ZhEn("已认责、由部门提供的", "What departments deliver"),
	"givesNo":  metamodel.ZhEn("目前没有部门确认提供能让本主题少填少交的内容。", "No department has confirmed to deliver anything that would spare a question or a document of this theme."),
	"gives":    metamodel.ZhEn("“再由部门提供”按证书日期生效的数源认责计算：申请人同意、且能由已填的证件号码查到的，不再填交；同意本身计作一页、一项必填和一项声明。没有取到的仍由申请人填交。", "“And delivered” counts the duties in force on the day of the certificate: what the applicant agrees to and can be found by an answer of the form is not asked; the consent counts as a page, a required field and a declaration. What is not found is still asked."),
	"real":     metamodel.ZhEn("测算与实际", "Promised and real"),
	"cases":    metamodel.ZhEn("办件", "Cases"),
	"promised": metamodel.ZhEn("测算或承诺", "Promised"),
	"median":   metamodel.ZhEn("实际中位数", "Real median"),
	"p90":      metamodel.ZhEn("实际 P90", "Real P90"),
	"held":     metamodel.ZhEn("“测算与实际”：填写时间为同一批申请的测算值与实测值，停顿不计；办理时长从申报次日起算，含等申请人的时间，承诺为前置关系上的最长路径。均为中位数；按这些办件各自的回答计算，所以与各种情形的平均不同。", "“Promised and real”: the time to fill in is computed and measured for the same filings, pauses left out; working days count from the day after filing, waiting for the applicant included, and the promise is the longest way along the preconditions. Medians for the answers of these very cases, so they differ from the averages over all situations."),
	"item":     metamodel.ZhEn("内容", "What"),
	"giver":    metamodel.ZhEn("提供部门", "Delivered by"),
	"spares":   metamodel.ZhEn("涉及情形", "Situations"),
	"mean":     metamodel.ZhEn("各种情形平均", "On average over all situations"),
	"each":     metamodel.ZhEn("各类情形", "By kind of situation"),
	"share":    metamodel.ZhEn("占比", "Share"),
	"matters":  metamodel.ZhEn("事项", "Matters"),
	"example":  metamodel.ZhEn("情形举例", "For example"),
	"such":     metamodel.ZhEn("例如：", "For example: "),
	"fields":   metamodel.ZhEn("填写项", "Fields"),
	"docs":     metamodel.ZhEn("材料", "Documents"),
	"days":     metamodel.ZhEn("工作日", "Working days"),
	"time":     metamodel.ZhEn("填写时间", "Time"),
	"spared":   metamodel.ZhEn("不用交的材料", "Documents not handed in"),
	"why":      metamodel.ZhEn("原因", "Why"),
	"included": metamodel.ZhEn("涉及事项", "Matters of the theme"),
	"basis":    metamodel.ZhEn("怎么算的", "How it was measured"),
	"release":  metamodel.ZhEn("资源包", "Release"),
	"unsigned": metamodel.ZhEn("未签名", "Not signed"),
	"signed":   metamodel.ZhEn("签名", "Signature"),
	"more":     metamodel.ZhEn("另有 %d 类情形，见工作簿或 JSON", "%d more kind(s) of situation: see the workbook or the JSON"),
	"method": metamodel.ZhEn(
		"改革前：每个适用事项各填一张表、各交一套材料、申请人各跑一次窗口，时限相加。改革后：一张合并表单、一套材料、一个窗口，时限取前置关系上的最长路径。部门上门核查另计：由核查人员办理或可要求整改的环节各计上门一次，可以免核查的也计；主题约定联合勘验的环节，改革后一起上门一次。只作答情形引导中的问题；由其他答案才引出的填写项两边都不计入。可重复的内容按一行计。填写时间按击键层次模型（Card、Moran、Newell，1980）计算，改革后含情形引导。各种回答按主题写明的占比计入平均，没有写明的按同等机会。",
		"Before: every matter that applies has its own form, its own documents and a visit of the applicant to its own counter, and the time limits add up. After: one merged form, one set of documents, one counter, and the longest way along the preconditions. Visits of officers to the premises are counted apart: one for each step in which inspectors act or which may ask to put the premises right, also where it may be left out; steps that the theme inspects jointly are one visit after. Only the guide's questions are answered; fields that other answers would bring up count on neither side. What repeats counts with one row. The time to fill in is computed by the keystroke-level model (Card, Moran and Newell, 1980), after with the guide. In the average the answers of a question count by the shares that the theme states, or alike where it states none."),
	"whole": metamodel.ZhEn("共 %d 种情形，全部计算", "%d situation(s) measured: all there are"),
	"drawn": metamodel.ZhEn("情形过多，随机抽取 %d 种计算", "%d situation(s) measured, drawn by lot: there are too many for all"),
}

func say(lang, key string) string { return words[key].In(lang) }

// count says a sentence with a number.
func count(lang, key string, n int) string { return metamodel.Counted(say(lang, key), n) }

// basis is the sentence on how many situations there were.
func basis(c *catalog.Certificate, lang string) string {
	key := "whole"
	if !c.Whole {
		key = "drawn"
	}
	return count(lang, key, c.Situations)
}

// method says how all of it was measured.
func method(c *catalog.Certificate, lang string) string {
	said := say(lang, "method") // what is told beside it says so itself
	if c.Delivered != nil {
		said += map[string]string{"zh": "", "en": " "}[lang] + say(lang, "gives")
	}
	if c.Real != nil {
		said += map[string]string{"zh": "", "en": " "}[lang] + say(lang, "held")
	}
	return said
}

// giver says whose source gives something.
func giver(g catalog.CertDelivery, lang string) string {
	return g.Department.In(lang) + " · " + g.Source.In(lang)
}

// example says a situation in words; where a row stands for several, that it is one of them.
func example(r catalog.Reduction, lang string) string {
	var parts []string
	for _, e := range r.Example {
		parts = append(parts, strings.TrimRight(e.Text.In(lang), "?？ ")+separator(lang)+e.Label.In(lang))
	}
	said := strings.Join(parts, map[string]string{"zh": "；", "en": "; "}[lang])
	if r.Ways > 1 && said != "" {
		said = say(lang, "such") + said
	}
	return said
}

func separator(lang string) string {
	if lang == "zh" {
		return "："
	}
	return ": "
}

// reasons say why a document need not be handed in; %s is by what.
var reasons = map[catalog.SparedReason]metamodel.Text{
	catalog.SparedResult:  metamodel.ZhEn("“%s”的结果，部门之间传递", "Result of “%s”, passed on between departments"),
	catalog.SparedMade:    metamodel.ZhEn("根据填写的内容生成", "Made from the answers"),
	catalog.SparedAnother: metamodel.ZhEn("“%s”已证明同样的内容", "“%s” shows the same"),
	catalog.SparedShown:   metamodel.ZhEn("“%s”的结果里都有", "All in the result of “%s”"),
}

// spared says why a document need not be handed in.
func spared(m catalog.SparedMaterial, lang string) string {
	said := reasons[m.Reason].In(lang)
	if len(m.By) == 0 && m.Reason == catalog.SparedResult {
		return metamodel.ZhEn("部门自行核验", "Checked by the department itself").In(lang)
	}
	return strings.Replace(said, "%s", m.By.In(lang), 1)
}

func percent(share float64) string {
	if share > 0 && share < 0.0005 {
		return "<0.1%"
	}
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + "%"
}

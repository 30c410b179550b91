package xlsform

import (
	"fmt"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Report is what a person acts on: what is wrong, what has no counterpart and
// is left to be decided, and what was made.
type Report struct {
	Book         string             `json:"book"`
	Problems     metamodel.Problems `json:"problems"`
	Untranslated []Untranslated     `json:"untranslated"`
	Accepted     bool               `json:"accepted"` // the untranslated was left out
	Errors       int                `json:"errors"`
	Warnings     int                `json:"warnings"`
	Counts       []Count            `json:"counts"`
	MissingTexts map[string]int     `json:"missingTexts"` // by language
}

// Untranslated is something the book says that has no counterpart: a condition,
// a calculation, a question.
type Untranslated struct {
	What       What           `json:"what"`
	Place      Place          `json:"place"`
	Question   string         `json:"question,omitempty"`
	Expression string         `json:"expression,omitempty"`
	Reason     metamodel.Text `json:"reason"`
}

// What is left out when an Untranslated is accepted.
type What string

const (
	LeftOut     What = "question"    // the question is not asked
	Relevant    What = "relevant"    // it is always asked
	Constraint  What = "constraint"  // it is not checked
	Required    What = "required"    // it is not required
	Calculation What = "calculation" // it is not computed
	Default     What = "default"     // it starts empty
	Filter      What = "filter"      // every choice is offered
	Rows        What = "repeat"      // any number of rows
	ReadOnly    What = "readonly"    // it can be changed
)

var consequences = map[What]metamodel.Text{
	LeftOut: metamodel.ZhEn("不导入这道题目", "the question is not asked"), Relevant: metamodel.ZhEn("总是显示", "it is always asked"),
	Constraint: metamodel.ZhEn("不做这项校验", "it is not checked"), Required: metamodel.ZhEn("不必填", "it is not required"),
	Calculation: metamodel.ZhEn("不自动计算", "it is not computed"), Default: metamodel.ZhEn("没有默认值", "it starts empty"),
	Filter: metamodel.ZhEn("列出全部选项", "every choice is offered"), Rows: metamodel.ZhEn("条数不限", "any number of rows"), ReadOnly: metamodel.ZhEn("可以修改", "it can be changed"),
}

// Place is where in the book something stands.
type Place struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
}

func (r *Row) place(column string) Place {
	return Place{r.table.File, r.Number, r.table.heading(column)}
}

// Count is how many of something were made.
type Count struct {
	What metamodel.Text `json:"what"`
	N    int            `json:"n"`
}

// Unread reports on a workbook that could not be read.
func Unread(book string, ps metamodel.Problems) *Report {
	r := &Report{Book: book, Problems: append(metamodel.Problems{}, ps...), Untranslated: []Untranslated{}, Counts: []Count{}, MissingTexts: map[string]int{}}
	r.count()
	return r
}

func (r *Report) count() {
	r.Errors, r.Warnings = 0, 0
	for _, p := range r.Problems {
		if p.Severity == metamodel.Warning {
			r.Warnings++
		} else {
			r.Errors++
		}
	}
}

// Terminal is the report in words, in zh or en.
func (r *Report) Terminal(lang string) string {
	var b strings.Builder
	pick := func(zh, en string) string { return metamodel.ZhEn(zh, en).In(lang) }
	line := func(format string, args ...any) {
		b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
	}
	line("%s", r.Book)
	var counts []string
	for _, c := range r.Counts {
		counts = append(counts, pick(fmt.Sprintf("%s %d", c.What["zh"], c.N), fmt.Sprintf("%s: %d", c.What["en"], c.N)))
	}
	if len(counts) > 0 {
		line("  %s", strings.Join(counts, pick("，", ", ")))
	}
	if len(r.Problems) > 0 {
		line("")
		line("%s", pick(fmt.Sprintf("问题（错误 %d，提醒 %d）", r.Errors, r.Warnings), metamodel.Counted("Problems (%d error(s), %d warning(s))", r.Errors, r.Warnings)))
		for _, p := range r.Problems {
			word := pick("错误", "error  ")
			if p.Severity == metamodel.Warning {
				word = pick("提醒", "warning")
			}
			line("  %s  %s  %s", word, p.File, p.In(lang))
		}
	}
	if n := len(r.Untranslated); n > 0 {
		line("")
		line("%s", pick(fmt.Sprintf("没有对应写法（%d）", n), fmt.Sprintf("Without a counterpart (%d)", n)))
		for _, u := range r.Untranslated {
			line("  %s", strings.Join([]string{u.Place.File, pick(fmt.Sprintf("第 %d 行“%s”列", u.Place.Row, u.Place.Column), fmt.Sprintf("row %d, column “%s”", u.Place.Row, u.Place.Column)), u.Question}, "  "))
			if u.Expression != "" {
				line("    %s", oneLine(u.Expression))
			}
			line("    %s%s", u.Reason.In(lang), pick("；接受后："+consequences[u.What]["zh"], "; when accepted: "+consequences[u.What]["en"]))
		}
	}
	for _, l := range metamodel.Languages {
		if n := r.MissingTexts[l]; n > 0 {
			line("")
			line("%s", pick(fmt.Sprintf("缺少%s的文字 %d 条", languageNames[l]["zh"], n), metamodel.Counted("%d text(s) (has|have) no %s", n, languageNames[l]["en"])))
		}
	}
	line("")
	switch {
	case r.Errors > 0:
		line("%s", pick(fmt.Sprintf("结论：有 %d 处错误，未写出资源包。", r.Errors), metamodel.Counted("Outcome: %d error(s), no pack was written.", r.Errors)))
	case len(r.Untranslated) > 0 && !r.Accepted:
		line("%s", pick(fmt.Sprintf("结论：有 %d 处没有对应写法，未写出资源包。请改写，或用 --accept-untranslated 略去这些内容。", len(r.Untranslated)),
			metamodel.Counted("Outcome: %d place(s) (has|have) no counterpart, no pack was written. Rewrite (it|them), or leave (it|them) out with --accept-untranslated.", len(r.Untranslated))))
	case len(r.Untranslated) > 0:
		line("%s", pick(fmt.Sprintf("结论：资源包可以写出，略去上面 %d 处。", len(r.Untranslated)), metamodel.Counted("Outcome: the pack can be written without the %d place(s) above.", len(r.Untranslated))))
	default:
		line("%s", pick("结论：资源包可以写出。", "Outcome: the pack can be written."))
	}
	return b.String()
}

var languageNames = map[string]metamodel.Text{"zh": metamodel.ZhEn("中文", "Chinese"), "en": metamodel.ZhEn("英文", "English")}

// oneLine shortens an expression for the terminal; the JSON report has it whole.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

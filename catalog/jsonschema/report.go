package jsonschema

import (
	"fmt"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Report is what a person acts on: the forms, what was bound, what is wrong.
type Report struct {
	Forms    []ReportForm       `json:"forms"`
	Bindings []*Binding         `json:"bindings"`
	Problems metamodel.Problems `json:"problems"`
}

// ReportForm is one form of a report.
type ReportForm struct {
	ID     string   `json:"id"`
	File   string   `json:"file"`
	Fields []Placed `json:"fields"`
	Proof  Proof    `json:"proof"`
}

// Report gathers the result.
func (r *Result) Report() *Report {
	out := &Report{Forms: []ReportForm{}, Bindings: append([]*Binding{}, r.Bindings...), Problems: append(metamodel.Problems{}, r.Problems...)}
	for _, f := range r.Forms {
		out.Forms = append(out.Forms, ReportForm{f.ID, f.File, f.Fields, f.Proof})
	}
	return out
}

// Terminal is the report in words, in zh or en.
func (r *Report) Terminal(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) {
		if lang == "en" {
			zh = en
		}
		b.WriteString(metamodel.Counted(zh+"\n", args...))
	}
	for _, f := range r.Forms {
		if f.Proof.Instances == 0 {
			continue // it did not come to be
		}
		say("%s → 表单 %s，%d 个字段", "%s → form %s, %d field(s)", f.File, f.ID, len(f.Fields))
		for _, p := range f.Fields {
			fmt.Fprintf(&b, "  %s → %s\n", p.Property, p.Field)
		}
		say("  验证：生成 %d 份数据（种子 %d），双方均认为有效 %d，均认为无效 %d，因表单的规范化而不同 %d%s，不一致 %d",
			"  proof: %d instance(s) (seed %d), valid for both %d, for neither %d, different for what a form changes on purpose %d%s, disagreements %d",
			f.Proof.Instances, f.Proof.Seed, f.Proof.Valid, f.Proof.Invalid, f.Proof.Normalised, counted(f.Proof.Reasons, lang), len(f.Proof.Disagreements))
		for _, d := range f.Proof.Disagreements {
			say("  不一致：%s\n    模式：%s；表单：%s", "  disagreement: %s\n    schema: %s; form: %s", d.Instance, verdictWords(d.Schema).In(lang), d.Form)
		}
	}
	if len(r.Bindings) > 0 {
		say("与数据元的对应：", "Bindings to elements:")
		for _, d := range r.Bindings {
			what := metamodel.ZhEn("已采用", "bound").In(lang)
			if !d.Bound {
				what = metamodel.ZhEn("未采用：", "not bound: ").In(lang) + d.Why.In(lang)
			}
			fmt.Fprintf(&b, "  %s → %s %.2f (%s) %s\n", d.Property, d.Element, d.Score, d.Reason.In(lang), what)
		}
	}
	for _, p := range r.Problems {
		word := map[string]string{"zh": "错误", "en": "error"}[lang]
		if p.Severity == metamodel.Warning {
			word = map[string]string{"zh": "提示", "en": "warning"}[lang]
		}
		where := p.File
		if p.Path != "" {
			where += "#/" + p.Path
		}
		fmt.Fprintf(&b, "%s: %s: %s [%s]\n", where, word, p.In(lang), p.Code)
	}
	return b.String()
}

func counted(by map[string]int, lang string) string {
	var parts []string
	for k, n := range by {
		parts = append(parts, fmt.Sprintf("%s %d", reasonWords[k].In(lang), n))
	}
	sort.Strings(parts)
	switch {
	case len(parts) == 0:
		return ""
	case lang == "zh":
		return "（" + strings.Join(parts, "，") + "）"
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// reasonWords are the reasons; in English they are the words of JSON and of
// docs/jsonschema.md.
var reasonWords = map[string]metamodel.Text{
	ReasonBlank:    metamodel.ZhEn("空白文字", ReasonBlank),
	ReasonSpaces:   metamodel.ZhEn("首尾空格与换行", ReasonSpaces),
	ReasonNull:     metamodel.ZhEn("null", ReasonNull),
	ReasonOthers:   metamodel.ZhEn("未列出的属性", ReasonOthers),
	ReasonEmpty:    metamodel.ZhEn("空对象或空列表", ReasonEmpty),
	ReasonHidden:   metamodel.ZhEn("不提问的答案", ReasonHidden),
	ReasonReading:  metamodel.ZhEn("日期等的其他写法", ReasonReading),
	ReasonControl:  metamodel.ZhEn("控制字符", ReasonControl),
	ReasonStricter: metamodel.ZhEn("更严的格式", ReasonStricter),
	ReasonAssumed:  metamodel.ZhEn("按对象对待", ReasonAssumed),
	ReasonLimits:   metamodel.ZhEn("超出表单的上限", ReasonLimits),
}

package metamodel

import (
	"strings"
	"unicode/utf8"
)

// done adds the sentence.
func (x *explainer) done() Explanation {
	x.out.Because = ZhEn(x.sentence("zh"), x.sentence("en"))
	return x.out
}

func (x *explainer) sentence(lang string) string {
	zh := lang == "zh"
	pick := func(a, b string) string {
		if zh {
			return a
		}
		return b
	}
	var grounds, required []string
	value, same := "", ""
	var options, now, otherwise []string // while what it is computed: so now, and not so
	for _, r := range x.out.Reasons {
		switch {
		case r.Kind == ReasonOption:
			options = append(options, r.unoffered(lang))
		case r.Kind == ReasonValue:
			value = r.Words.In(lang)
		case r.Kind == ReasonWhen && r.Allows:
			now = appendNew(now, r.Words.In(lang))
		case r.Kind == ReasonWhen:
			otherwise = appendNew(otherwise, r.Words.In(lang))
		case r.Kind == ReasonSame:
			same = quoted(r.Label.In(lang))
		case r.Kind == ReasonRequired:
			if r.Allows && r.Source == "" {
				required = []string{""}
			} else if r.Allows && (len(required) == 0 || required[0] != "") {
				required = append(required, r.Words.In(lang))
			}
		case x.out.Shown && r.Allows && r.Kind != ReasonRoute:
			grounds = appendNew(grounds, r.Words.In(lang))
		case !x.out.Shown && !r.Allows:
			grounds = appendNew(grounds, r.against(lang))
		}
	}
	var b strings.Builder
	switch {
	case x.out.Shown && len(grounds) == 0:
		b.WriteString(pick("总是显示", "It is always shown"))
	case x.out.Shown:
		b.WriteString(pick("显示，因为", "It is shown because ") + strings.Join(grounds, pick("，且", " and ")))
	default:
		b.WriteString(pick("不显示：", "It is not shown: ") + strings.Join(grounds, pick("；", "; ")))
	}
	switch {
	case same != "":
		b.WriteString(pick("；不用填写，与"+same+"相同", "; nobody is asked for it, it is the same as "+same))
	case value != "":
		b.WriteString(pick("；不用填写，由系统计算："+value, "; nobody is asked for it, it is computed: "+value))
		if len(now) > 0 {
			b.WriteString(pick("，因为", ", because ") + strings.Join(now, pick("，且", " and ")))
		}
	case x.out.Kind == "page" || x.out.Kind == "text" || !x.out.Shown:
	case x.out.ReadOnly:
		b.WriteString(pick("；只读", "; it cannot be changed"))
	case x.out.Required && (len(required) == 0 || required[0] == ""):
		b.WriteString(pick("；必填", "; it is required"))
	case x.out.Required:
		b.WriteString(pick("；必填，因为", "; it is required because ") + strings.Join(required, pick("，或", " or ")))
	default:
		b.WriteString(pick("；选填", "; it is optional"))
	}
	if value == "" && x.out.Shown && len(otherwise) > 0 {
		b.WriteString(pick("；只在"+spaced(strings.Join(otherwise, "，或"))+"时由系统计算", "; it is computed only when "+strings.Join(otherwise, " or ")))
	}
	for _, o := range options {
		b.WriteString(pick("；", "; ") + o)
	}
	return b.String() + pick("。", ".")
}

func appendNew(list []string, s string) []string {
	for _, had := range list {
		if had == s {
			return list
		}
	}
	return append(list, s)
}

// spaced puts a space between a digit and the Chinese that follows.
func spaced(s string) string {
	if n := len(s); n > 0 && s[n-1] < utf8.RuneSelf {
		return s + " "
	}
	return s
}

// unoffered says why the code that is answered cannot be chosen: the filter, and
// the answers that it reads.
func (r *Reason) unoffered(lang string) string {
	zh := lang == "zh"
	label, words := quoted(r.Label.In(lang)), r.Words.In(lang)
	var read []string
	for _, a := range r.Reads {
		of := quoted(a.Label.In(lang))
		if a.State == StateAnswered {
			read = append(read, pickBool(zh, of+"现为"+quoted(a.Value.In(lang)), of+" is "+quoted(a.Value.In(lang))))
		} else {
			read = append(read, pickBool(zh, of+"还没有有效的答案", "there is no valid answer to "+of+" yet"))
		}
	}
	said := pickBool(zh, "不能选择"+label+"：可选的项须满足“"+words+"”", label+" cannot be chosen: an option is offered only when “"+words+"”")
	if len(read) > 0 {
		said += pickBool(zh, "，而", ", and ") + strings.Join(read, pickBool(zh, "，", ", "))
	}
	return said
}

// against says how a reason keeps something from being shown.
func (r *Reason) against(lang string) string {
	zh := lang == "zh"
	label, words := quoted(r.Label.In(lang)), r.Words.In(lang)
	var absent []string
	for _, a := range r.Reads {
		if a.State != StateAnswered {
			absent = appendNew(absent, quoted(a.Label.In(lang)))
		}
	}
	switch r.Kind {
	case ReasonAwaited:
		return pickBool(zh, "由部门在办理过程中提供", "a department supplies it later")
	case ReasonCarried:
		return pickBool(zh, "随表单保存，从不显示", "it is carried along and never shown")
	case ReasonScope:
		return pickBool(zh, "所办的事项都不需要", "none of the matters in scope asks for it")
	case ReasonRoute:
		to := quoted(r.To.In(lang))
		if r.Source == "" {
			return pickBool(zh, "填完"+label+"后直接转到"+to, "after "+label+" the path leads to "+to)
		}
		return pickBool(zh, words+"，填完"+label+"后直接转到"+to, words+", so after "+label+" the path leads to "+to)
	}
	if r.Truth == "unknown" && len(absent) > 0 {
		return pickBool(zh, label+"只在"+spaced(words)+"时显示，而"+strings.Join(absent, "、")+"还没有有效的答案",
			label+" is shown only when "+words+", and there is no valid answer to "+strings.Join(absent, ", ")+" yet")
	}
	return pickBool(zh, label+"只在"+spaced(words)+"时显示，现在不是这样", label+" is shown only when "+words+", which is not so now")
}

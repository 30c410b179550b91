package sheets

import (
	"fmt"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Terminal is the report in words, in zh or en.
func (r *Report) Terminal(lang string) string {
	w := &words{lang: lang}
	w.heading(r.Title(), "")
	var counts []string
	for _, c := range r.Counts {
		counts = append(counts, w.pick(fmt.Sprintf("%s %d", c.What["zh"], c.N), fmt.Sprintf("%s: %d", c.What["en"], c.N)))
	}
	w.line("  " + strings.Join(counts, w.pick("，", ", ")))

	if len(r.Problems) > 0 {
		w.heading(w.pick("问题", "Problems"), w.pick(fmt.Sprintf("错误 %d，提醒 %d", r.Errors, r.Warnings), metamodel.Counted("%d error(s), %d warning(s)", r.Errors, r.Warnings)))
		for _, p := range r.Problems {
			w.line("  " + w.severity(p) + "  " + p.File + "  " + p.In(lang))
		}
	}
	if r.Open > 0 {
		w.heading(w.pick("需要您决定", "To be decided"), fmt.Sprint(r.Open))
		for _, d := range r.Decisions {
			if d.Status == Open {
				w.decision(d)
			}
		}
	}
	w.proposals(r)
	if len(r.Matches) > 0 {
		w.heading(w.pick("自动匹配的数据元", "Matched to data elements"), fmt.Sprint(len(r.Matches)))
		for _, m := range r.Matches {
			w.line(fmt.Sprintf("  %s  %s “%s” → %s %s  %.2f", w.place(m.Place), m.Matter, m.Label, m.Element, m.Name.In(lang), m.Score))
			w.line("    " + m.Reason.In(lang))
		}
	}
	if r.Untranslated > 0 {
		w.heading(w.pick("缺少英文", "English missing"), fmt.Sprint(r.Untranslated))
		for i, t := range r.Translations {
			if i == 12 || t.En() != "" {
				if more := r.Untranslated - i; more > 0 {
					w.line(w.pick(fmt.Sprintf("  ……另有 %d 条，见报告文件", more), fmt.Sprintf("  … and %d more, see the report file", more)))
				}
				break
			}
			w.line("  " + t.ID)
		}
	}
	w.line("")
	w.line(w.conclusion(r))
	return w.b.String()
}

// Title is the book's name.
func (r *Report) Title() string { return r.Book }

// words writes lines in one language.
type words struct {
	b    strings.Builder
	lang string
}

func (w *words) pick(zh, en string) string { return metamodel.ZhEn(zh, en).In(w.lang) }

func (w *words) line(s string) { w.b.WriteString(strings.TrimRight(s, " ") + "\n") }

func (w *words) heading(title, detail string) {
	if w.b.Len() > 0 {
		w.line("")
	}
	if detail != "" {
		title += w.pick("（"+detail+"）", " ("+detail+")")
	}
	w.line(title)
}

func (w *words) severity(p metamodel.Problem) string {
	if p.Severity == metamodel.Warning {
		return w.pick("提醒", "warning")
	}
	return w.pick("错误", "error  ")
}

func (w *words) place(p Place) string {
	if p.Row == 0 {
		return p.File
	}
	return p.File + w.pick(fmt.Sprintf(" 第%d行", p.Row), fmt.Sprintf(" row %d", p.Row))
}

// places names a few places and counts the rest.
func (w *words) places(ps []Place) string {
	var out []string
	for i, p := range ps {
		if i == 4 {
			out = append(out, w.pick(fmt.Sprintf("等 %d 处", len(ps)), metamodel.Counted("%d place(s) in all", len(ps))))
			break
		}
		out = append(out, w.place(p))
	}
	return strings.Join(out, w.pick("、", ", "))
}

func (w *words) decision(d *Decision) {
	w.line("  [" + d.ID + "]")
	w.line("    " + d.Question.In(w.lang))
	w.line("    " + w.pick("位置：", "at: ") + w.places(d.Places))
	for _, c := range d.Candidates {
		w.line("    " + w.pick("候选：", "candidate: ") + w.candidate(c))
	}
	if d.Suggestion != "" {
		w.line("    " + w.pick("建议：", "suggestion: ") + d.Suggestion)
	}
}

func (w *words) candidate(c Candidate) string {
	s := c.Answer
	if name := c.Name.In(w.lang); name != "" && name != c.Answer {
		s += " " + name
	}
	if c.Score > 0 {
		s += fmt.Sprintf(" %.2f", c.Score)
	}
	if reason := c.Reason.In(w.lang); reason != "" {
		s += w.pick("（"+reason+"）", " ("+reason+")")
	}
	return s
}

// proposals lists what was taken as suggested; ids are only counted.
func (w *words) proposals(r *Report) {
	var shown []*Decision
	ids := 0
	for _, d := range r.Decisions {
		switch {
		case d.Status != Proposed:
		case d.Kind == DecideID:
			ids++
		default:
			shown = append(shown, d)
		}
	}
	if len(shown) == 0 && ids == 0 {
		return
	}
	w.heading(w.pick("已按建议处理，请确认", "Done as suggested, to be confirmed"), fmt.Sprint(len(shown)+ids))
	for _, d := range shown {
		w.line("  [" + d.ID + "] " + d.Suggestion)
		w.line("    " + d.Question.In(w.lang))
	}
	if ids > 0 {
		w.line(w.pick(fmt.Sprintf("  标识 %d 个，见报告文件", ids), metamodel.Counted("  %d id(s), see the report file", ids)))
	}
}

func (w *words) conclusion(r *Report) string {
	switch {
	case r.Errors > 0:
		return w.pick(fmt.Sprintf("结论：有 %d 处错误，未写出资源包。请改正表格后重新导入。", r.Errors),
			metamodel.Counted("Outcome: %d error(s), no pack was written. Correct the sheets and import again.", r.Errors))
	case r.Open > 0:
		return w.pick(fmt.Sprintf("结论：有 %d 项待您决定，未写出资源包。请在报告的“答案”列填写后，用 --answers 重新导入。", r.Open),
			metamodel.Counted("Outcome: %d decision(s) (is|are) open, no pack was written. Fill in the report's answer column and import again with --answers.", r.Open))
	case r.Untranslated > 0:
		return w.pick(fmt.Sprintf("结论：资源包可以写出；还有 %d 条缺少英文。", r.Untranslated), metamodel.Counted("Outcome: the pack can be written; %d text(s) (has|have) no English yet.", r.Untranslated))
	}
	return w.pick("结论：资源包可以写出。", "Outcome: the pack can be written.")
}

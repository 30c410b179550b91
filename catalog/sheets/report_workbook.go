package sheets

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/metamodel"
)

// Workbook is the report as a workbook: a summary, the decisions, the matches,
// the translations and the problems. What is written into the column of answers
// of the decisions and translations is read back by ReadAnswers; answers given
// already are in it.
func (r *Report) Workbook(lang string) ([]byte, error) {
	w := &words{lang: lang}
	f := excelize.NewFile()
	defer f.Close()
	b := &workbook{f: f, w: w}
	if err := b.styles(); err != nil {
		return nil, fmt.Errorf("making the report's styles: %w", err)
	}
	b.summary(r)
	b.decisions(r)
	b.matches(r)
	b.translations(r)
	b.problems(r)
	if b.err != nil {
		return nil, fmt.Errorf("writing the report: %w", b.err)
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	f.SetActiveSheet(0)
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return buf.Bytes(), nil
}

// workbook writes tables; the first error stays.
type workbook struct {
	f                    *excelize.File
	w                    *words
	head, cell           int
	openCell, answerCell int
	err                  error
}

func (b *workbook) styles() error {
	border := []excelize.Border{{Type: "bottom", Color: "D5DBE5", Style: 1}, {Type: "right", Color: "D5DBE5", Style: 1}}
	text := &excelize.Alignment{WrapText: true, Vertical: "top"}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.head, excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1749B8"}}, Alignment: text, Border: border}},
		{&b.cell, excelize.Style{Alignment: text, Border: border}},
		{&b.openCell, excelize.Style{Alignment: text, Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE9C7"}}}},
		{&b.answerCell, excelize.Style{Alignment: text, Border: border, NumFmt: 49, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF9DB"}}}},
	} {
		id, err := b.f.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
	}
	return nil
}

// table is one sheet of the report.
type table struct {
	name    string
	headers []string
	widths  []float64
	rows    [][]string
	answer  int // index of the column to fill in, -1: none
	open    func(row int) bool
}

func (b *workbook) write(t table) {
	try := func(err error) {
		if b.err == nil && err != nil {
			b.err = err
		}
	}
	_, err := b.f.NewSheet(t.name)
	try(err)
	for c, h := range t.headers {
		col, err := excelize.ColumnNumberToName(c + 1)
		try(err)
		try(b.f.SetColWidth(t.name, col, col, t.widths[c]))
		try(b.f.SetCellStr(t.name, col+"1", h))
		try(b.f.SetCellStyle(t.name, col+"1", col+"1", b.head))
		for i, row := range t.rows {
			name := fmt.Sprintf("%s%d", col, i+2)
			style := b.cell
			switch {
			case c == t.answer:
				style = b.answerCell
			case t.open != nil && t.open(i):
				style = b.openCell
			}
			// Always as text: what begins with = in a sheet is no formula here.
			try(b.f.SetCellStr(t.name, name, short(row[c])))
			try(b.f.SetCellStyle(t.name, name, name, style))
		}
	}
	try(b.f.SetPanes(t.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	last, err := excelize.CoordinatesToCellName(len(t.headers), len(t.rows)+1)
	try(err)
	try(b.f.AutoFilter(t.name, "A1:"+last, nil))
}

// short keeps a cell within what workbooks can hold.
func short(s string) string {
	if r := []rune(s); len(r) > 20_000 {
		return string(r[:20_000]) + "…"
	}
	return s
}

func (b *workbook) summary(r *Report) {
	w := b.w
	rows := [][]string{{w.pick("结论", "Outcome"), strings.TrimPrefix(strings.TrimPrefix(w.conclusion(r), "结论："), "Outcome: ")}}
	for _, c := range r.Counts {
		rows = append(rows, []string{c.What.In(w.lang), fmt.Sprint(c.N)})
	}
	for _, c := range []Count{
		{metamodel.ZhEn("错误", "errors"), r.Errors}, {metamodel.ZhEn("提醒", "warnings"), r.Warnings}, {metamodel.ZhEn("待决定", "open decisions"), r.Open},
		{metamodel.ZhEn("待确认", "to be confirmed"), r.Proposed}, {metamodel.ZhEn("缺少英文", "English missing"), r.Untranslated},
	} {
		rows = append(rows, []string{c.What.In(w.lang), fmt.Sprint(c.N)})
	}
	rows = append(rows, []string{w.pick("怎么用", "How to use it"), w.pick(
		"在“决定”和“翻译”两张表的“答案”列填写，保存后用 --answers 交回。编号不要改动；不填的待确认项按建议处理。",
		"Fill in the answer columns of the sheets Decisions and Translations, save, and hand it back with --answers. Leave the ids alone; what is to be confirmed and left empty is done as suggested.")})
	b.write(table{name: w.pick("概要", "Summary"), headers: []string{w.pick("项目", "What"), r.Book}, widths: []float64{18, 80}, rows: rows, answer: -1})
}

func (b *workbook) decisions(r *Report) {
	w := b.w
	var rows [][]string
	for _, d := range r.Decisions {
		var cs []string
		for _, c := range d.Candidates {
			cs = append(cs, w.candidate(c))
		}
		rows = append(rows, []string{d.ID, w.kind(d.Kind), w.status(d.Status), w.allPlaces(d.Places), d.Question.In(w.lang), strings.Join(cs, "\n"), d.Suggestion, d.Answer})
	}
	b.write(table{
		name:    w.pick("决定", "Decisions"),
		headers: []string{w.pick("编号", "id"), w.pick("类别", "kind"), w.pick("状态", "status"), w.pick("位置", "place"), w.pick("内容", "question"), w.pick("候选", "candidates"), w.pick("建议", "suggestion"), w.pick("答案", "answer")},
		widths:  []float64{34, 10, 10, 26, 48, 48, 24, 30}, rows: rows, answer: 7,
		open: func(i int) bool { return r.Decisions[i].Status == Open },
	})
}

func (b *workbook) matches(r *Report) {
	w := b.w
	var rows [][]string
	for _, m := range r.Matches {
		rows = append(rows, []string{w.place(m.Place), m.Matter, m.Label, m.Subject, m.Element, m.Name.In(w.lang), fmt.Sprintf("%.2f", m.Score), m.Reason.In(w.lang)})
	}
	b.write(table{
		name:    w.pick("匹配", "Matches"),
		headers: []string{w.pick("位置", "place"), w.pick("事项", "matter"), w.pick("字段", "field"), w.pick("角色", "subject"), w.pick("数据元", "element"), w.pick("数据元名称", "element's name"), w.pick("得分", "score"), w.pick("理由", "reason")},
		widths:  []float64{26, 8, 20, 16, 12, 24, 8, 60}, rows: rows, answer: -1,
	})
}

func (b *workbook) translations(r *Report) {
	w := b.w
	var rows [][]string
	for _, t := range r.Translations {
		rows = append(rows, []string{t.ID, w.places(t.Places), t.Zh, t.Default, t.Answer})
	}
	b.write(table{
		name:    w.pick("翻译", "Translations"),
		headers: []string{w.pick("编号", "id"), w.pick("位置", "place"), w.pick("中文", "Chinese"), w.pick("建议", "suggestion"), w.pick("答案", "answer")},
		widths:  []float64{36, 30, 44, 44, 44}, rows: rows, answer: 4,
		open: func(i int) bool { return r.Translations[i].En() == "" },
	})
}

func (b *workbook) problems(r *Report) {
	w := b.w
	var rows [][]string
	for _, p := range r.Problems {
		rows = append(rows, []string{strings.TrimSpace(w.severity(p)), p.File, p.In(w.lang), p.Code})
	}
	b.write(table{
		name:    w.pick("问题", "Problems"),
		headers: []string{w.pick("级别", "severity"), w.pick("表", "sheet"), w.pick("内容", "problem"), w.pick("代码", "code")},
		widths:  []float64{10, 26, 90, 28}, rows: rows, answer: -1,
	})
}

func (w *words) kind(k DecisionKind) string {
	switch k {
	case DecideElement:
		return w.pick("数据元", "element")
	case DecideCondition:
		return w.pick("条件", "condition")
	case DecideYield:
		return w.pick("结果信息", "result")
	case DecideWording:
		return w.pick("材料名称", "wording")
	}
	return w.pick("标识", "id")
}

func (w *words) status(s Status) string {
	switch s {
	case Open:
		return w.pick("待决定", "open")
	case Proposed:
		return w.pick("待确认", "to be confirmed")
	}
	return w.pick("已答", "answered")
}

func (w *words) allPlaces(ps []Place) string {
	var out []string
	for _, p := range ps {
		out = append(out, w.place(p))
	}
	return strings.Join(out, "\n")
}

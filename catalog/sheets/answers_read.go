package sheets

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// ReadAnswers reads a report that people filled in: the workbook, the JSON
// report, or a JSON object of id to answer. Problems are those of a broken file and of an id
// answered in two ways; the answers are nil when any is an error.
func ReadAnswers(path string) (*Answers, metamodel.Problems) {
	file := filepath.Base(path)
	fail := func(row int, k metamodel.Kind, params ...any) (*Answers, metamodel.Problems) {
		return nil, metamodel.Problems{placed(file, row, "", k, params...)}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(0, kindNotFound, "name", file)
	case err != nil:
		return fail(0, kindUnreadable, "cause", catalog.Reason(err))
	case !info.Mode().IsRegular():
		return fail(0, kindAnswers, "cause", metamodel.ZhEn("应为 .xlsx 或 .json 文件", "an .xlsx or .json file is needed"))
	case info.Size() > maxFileBytes:
		return fail(0, kindTooLarge, "size", size(info.Size()), "limit", size(maxFileBytes))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fail(0, kindUnreadable, "cause", catalog.Reason(err))
	}
	if strings.EqualFold(filepath.Ext(path), ".json") {
		return answersFromJSON(file, data)
	}
	return answersFromWorkbook(file, data)
}

func answersFromJSON(file string, data []byte) (*Answers, metamodel.Problems) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if ps := metamodel.Gate(data, metamodel.DefinitionLimits); ps.Failed() {
		for i := range ps {
			ps[i].File = file
		}
		return nil, ps
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err == nil {
		return NewAnswers(file, texts), nil
	}
	// The report itself, its "answer" members filled in.
	var report struct {
		Decisions    []filled `json:"decisions"`
		Translations []filled `json:"translations"`
	}
	if err := json.Unmarshal(data, &report); err != nil || report.Decisions == nil && report.Translations == nil {
		words := metamodel.ZhEn("应为“编号: 答案”的对象，或填好答案的 JSON 报告", "an object of id to answer is needed, or a JSON report with its answers filled in")
		return nil, metamodel.Problems{placed(file, 0, "", kindAnswers, "cause", words)}
	}
	texts = map[string]string{}
	for _, f := range append(report.Decisions, report.Translations...) {
		texts[f.ID] = f.Answer
	}
	return NewAnswers(file, texts), nil
}

// filled is a decision or translation of a JSON report.
type filled struct {
	ID     string `json:"id"`
	Answer string `json:"answer"`
}

func answersFromWorkbook(file string, data []byte) (*Answers, metamodel.Problems) {
	book, p := openWorkbook(file, data)
	if p != nil {
		return nil, metamodel.Problems{*p}
	}
	defer book.Close()
	a := &Answers{File: file, byID: map[string]Answer{}}
	r := &reader{book: &Book{}}
	tables := 0
	for _, tab := range book.GetSheetList() {
		raw, p := r.tabRows(book, tab, file+"!"+tab)
		if p != nil {
			r.report(*p)
			continue
		}
		if len(raw) == 0 {
			continue
		}
		id, answer := -1, -1
		for i, h := range raw[0].cells {
			switch foldHeader(h) {
			case "编号", "id":
				id = i
			case "答案", "answer":
				answer = i
			}
		}
		if id < 0 || answer < 0 {
			continue
		}
		tables++
		for _, row := range raw[1:] {
			if len(row.cells) <= max(id, answer) {
				continue
			}
			key, text := clean(row.cells[id]), clean(row.cells[answer])
			if key == "" || text == "" {
				continue
			}
			if old, twice := a.byID[key]; twice && old.Text != text {
				r.report(placed(file+"!"+tab, row.number, "答案", kindAnswerTwice, "id", key, "other", old.Row))
				continue
			}
			a.byID[key] = Answer{Text: text, Sheet: tab, Row: row.number}
		}
	}
	if tables == 0 && !r.problems.Failed() {
		r.report(placed(file, 0, "", kindAnswers, "cause", metamodel.ZhEn("没有带“编号”和“答案”两列的表", "no sheet has the columns 编号 (id) and 答案 (answer)")))
	}
	if r.problems.Failed() {
		return nil, r.problems
	}
	a.notes = r.problems
	return a, r.problems
}

// JSON writes answers readably: an object of id to answer, sorted.
func (a *Answers) JSON() []byte {
	ids := make([]string, 0, len(a.byID))
	for id := range a.byID {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var b bytes.Buffer
	enc := func(s string) []byte {
		var t bytes.Buffer
		e := json.NewEncoder(&t)
		e.SetEscapeHTML(false)
		_ = e.Encode(s) // a string always encodes
		return bytes.TrimSpace(t.Bytes())
	}
	b.WriteString("{\n")
	for i, id := range ids {
		b.WriteString("  ")
		b.Write(enc(id))
		b.WriteString(": ")
		b.Write(enc(a.byID[id].Text))
		if i+1 < len(ids) {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return b.Bytes()
}

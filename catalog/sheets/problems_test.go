package sheets

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Problems that no bad book comes by, each with the least change to the tea
// house that leads to it. old and new are texts of the file; new alone is the
// whole file; "-" takes the file away.
func TestRarerProblemsOfSheets(t *testing.T) {
	t.Parallel()
	many := "事项编码,序号,分组,字段名称,数据元,角色,必填,显示条件,必填条件,约束收紧,可重复\n" + strings.Repeat("A9,1,申请人,单位名称,DE4,申请主体,是,,,,\n", 600)
	for _, x := range []struct{ code, file, old, new string }{
		{"sheets.sequence-twice", "form_fields.csv", "A1,2,申请人,主体类型", "A1,1,申请人,主体类型"},
		{"sheets.code-list-name", "code_lists.csv", "CL_KIND,主体类型,Entity type,2", "CL_KIND,主体种类,Entity type,2"},
		{"sheets.refers-to-repeat", "form_fields.csv", "DE6@经营场所 >= 20,DE6@经营场所 >= 20", "DE1@从业人员 == '甲',"},
		{"sheets.not-a-condition", "form_fields.csv", "DE6@经营场所 >= 20,DE6@经营场所 >= 20", "DE6@经营场所,"},
		{"sheets.no-effect", "form_fields.csv", ",>= 2,", ",>= 0,"},
		{"sheets.several-results", "materials.csv", "A2,2,后厨平面图,T3,图纸,申请人", "A2,2,后厨平面图,T3,图纸,A1"},
		{"sheets.result-not-before", "matters.csv", "检查合格证,A1,20.50", "检查合格证,,20.50"},
		{"sheets.precondition-outside", "theme_matters.csv", "H1,A1,true,1,\n", ""},
		{"sheets.inspects-alone", "theme_matters.csv", "主题编码,事项编码,适用条件,阶段,并联组\nH1,A1,true,1,", "主题编码,事项编码,适用条件,阶段,并联组,联合勘验,勘验环节,勘验牵头,等候(工作日)\nH1,A1,true,1,,联合勘验,受理,是,2"},
		{"sheets.inspects-without-lead", "theme_matters.csv", "", "主题编码,事项编码,适用条件,阶段,并联组,联合勘验,勘验环节,勘验牵头,等候(工作日)\nH1,A1,true,1,,联合勘验,受理,,\nH1,A2,Q1 >= 100 || Q2 == true,2,A,联合勘验,受理,是,\n"},
		{"sheets.notice", "themes.csv", "", "主题编码,主题名称,牵头部门,结果通知\nH1,开茶馆,一窗受理中心,合并\n"},
		{"sheets.notice-each", "themes.csv", "", "主题编码,主题名称,牵头部门,结果通知,救济途径\nH1,开茶馆,一窗受理中心,分别,可申请行政复议\n"},
		{"sheets.theme-without-matters", "theme_matters.csv", "", "主题编码,事项编码,适用条件,阶段,并联组\n"},
		{"sheets.question-field", "situations.csv", "DE6@经营场所", "面积"},
		{"sheets.question-unused", "situations.csv", "DE6@经营场所", "DE6@申请主体"},
		{"sheets.control-character", "themes.csv", "一次办成", "一次\x07办成"},
		{"sheets.long-cell", "themes.csv", "一次办成", strings.Repeat("长", 8001)},
		{"sheets.encoding", "themes.csv", "一次办成", "\xff\xfe\xff\xff"},
		{"sheets.gb18030", "themes.csv", "", "\xd6\xf7\xcc\xe2\xb1\xe0\xc2\xeb,\xd6\xf7\xcc\xe2\xc3\xfb\xb3\xc6\nH1,\xb2\xe8\n"},
		{"sheets.missing-sheet", "themes.csv", "", "-"},
		{"sheets.more", "form_fields.csv", "", many},
	} {
		t.Run(strings.TrimPrefix(x.code, "sheets."), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "book")
			if err := os.CopyFS(dir, os.DirFS(teahouse)); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, x.file)
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := x.new
			if x.old != "" {
				if !strings.Contains(string(body), x.old) {
					t.Fatalf("%s has no “%s”", x.file, x.old)
				}
				text = strings.Replace(string(body), x.old, x.new, 1)
			}
			if text == "-" {
				err = os.Remove(file)
			} else {
				err = os.WriteFile(file, []byte(text), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			book, ps := Read(dir)
			if book != nil {
				ps = append(ps, Import(book, nil, Options{Releases: china(t)}).Problems...)
			}
			if !hasCode(ps, x.code) {
				t.Errorf("%v", codesOf(ps))
			}
		})
	}
}

func codesOf(ps metamodel.Problems) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Code+" "+p.Path)
	}
	return out
}

func TestAnswersThatCannotBeTakenAreSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	answers := filepath.Join(dir, "answers.json")
	if err := os.WriteFile(answers, []byte("[1]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ps := ReadAnswers(answers); !hasCode(ps, "sheets.answers") {
		t.Errorf("answers of another shape: %v", ps)
	}
	if err := os.WriteFile(answers, []byte(`{"id:subject:申请主体": "place", "id:subject:经营场所": "place"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := Import(mustBook(t, teahouse), mustAnswers(t, answers), Options{Releases: china(t)}); !hasCode(r.Problems, "sheets.id-taken") {
		t.Errorf("one id for two subjects: %v", codesOf(r.Problems))
	}
}

// A sheet whose every cell is computed is read by its stored results, and said once.
func TestASheetFullOfFormulasIsSaidOnce(t *testing.T) {
	t.Parallel()
	r := &reader{}
	raw, formulas := make([]rawRow, 2_000), map[position]bool{}
	for i := range raw {
		raw[i] = rawRow{i + 1, make([]string, 30)}
		for c := range 3 {
			formulas[position{i + 1, c + 1}] = true
		}
	}
	r.formulas(formulas, "book.xlsx!themes", raw)
	if len(r.problems) != 1 || r.problems[0].Code != "sheets.formulas" {
		t.Errorf("%v", r.problems)
	}
	if _, ps := TabsOf("notes.xlsx", []byte("text"), func(string) bool { return true }); fmt.Sprint(codesOf(ps)) != "[sheets.not-workbook ]" {
		t.Errorf("%v", ps)
	}
}

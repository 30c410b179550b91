package dutylist_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/engine/dutylist"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func duties() []*engine.DutyView {
	return []*engine.DutyView{
		{Duty: engine.Duty{Matter: "N02", Kind: engine.DutyMaterial, Item: "MT32", Demander: "police", Department: "health", State: workflows.DutyProposed},
			MatterName: metamodel.ZhEn("出生登记", "Registration"), ItemName: metamodel.ZhEn("身份证", "Identity card"), Due: time.Date(2026, 3, 23, 2, 0, 0, 0, time.UTC)},
		{Duty: engine.Duty{Matter: "N01", Kind: engine.DutyField, Item: "mother/DE00009", Element: "DE00009", Demander: "health", Department: "police",
			State: workflows.DutyConfirmed, Delivers: engine.DeliverValues, Source: "s1", KeyField: "mother/DE00005", From: "2026-03-09", Coverage: "=HYPERLINK(\"http://evil\")\n第二行"},
			MatterName: metamodel.ZhEn("出生医学证明", "Certificate"), ItemName: metamodel.ZhEn("母亲 · 户籍地址", "Mother · Residence")},
	}
}

func list(kind dutylist.Kind, lang string) *dutylist.List {
	return &dutylist.List{Kind: kind, Duties: duties(), Zone: time.UTC, Lang: lang, Names: map[string]metamodel.Text{"police": metamodel.ZhEn("公安局", "Police"), "health": metamodel.ZhEn("卫健委", "Health")},
		Sources: map[string]metamodel.Text{"s1": metamodel.ZhEn("人口基础库", "Residents")}}
}

// The same table in either form: by whose list it is, with nothing that a
// spreadsheet would run.
func TestTheListsAreFilesThatExcelReadsAndDoesNotRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  dutylist.Kind
		lang  string
		title string
		first []string // the columns 2 to 8 of the first line
	}{
		{dutylist.Demand, "zh", "需求清单", []string{"卫健委", "公安局", "N01 出生医学证明", "字段", "母亲 · 户籍地址", "DE00009", "已确认"}},
		{dutylist.Duty, "zh", "责任清单", []string{"卫健委", "公安局", "N02 出生登记", "材料", "身份证", "MT32", "待认责"}},
		{dutylist.Duty, "en", "Duty list", []string{"Health", "Police", "N02 Registration", "Document", "Identity card", "MT32", "Proposed"}},
	} {
		l := list(c.kind, c.lang)
		raw, err := l.CSV()
		if err != nil {
			t.Fatal(err)
		}
		body, marked := bytes.CutPrefix(raw, []byte("\xEF\xBB\xBF"))
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil || !marked || !bytes.Contains(body, []byte("\r\n")) {
			t.Fatalf("%s: %v, %q", c.kind, err, raw)
		}
		if len(rows) != 3 || !slices.Equal(rows[1][1:8], c.first) {
			t.Errorf("%s in %s: %q", c.kind, c.lang, rows)
		}
		book, err := l.Workbook()
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			t.Fatal(err)
		}
		cells, err := f.GetRows(c.title)
		if err != nil || len(cells) != 3 || !slices.Equal(cells[0], rows[0]) || !slices.Equal(cells[1][1:8], c.first) {
			t.Errorf("the workbook of the %s: %q, %v", c.kind, cells, err)
		}
		evil := 0
		for r, row := range rows {
			for i, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a spreadsheet runs %q", cell)
				}
				name, _ := excelize.CoordinatesToCellName(i+1, r+1)
				if formula, _ := f.GetCellFormula(c.title, name); formula != "" {
					t.Errorf("%s is the formula %s", name, formula)
				}
				if strings.Contains(cell, "HYPERLINK") {
					evil++
				}
			}
		}
		if evil != 1 {
			t.Errorf("%d of one hostile cell came through", evil)
		}
		again, err := list(c.kind, c.lang).Workbook()
		if err != nil || !bytes.Equal(again, book) {
			t.Errorf("the %s is written in other bytes a second time, %v", c.kind, err)
		}
		l.Duties = duties()
		slices.Reverse(l.Duties)
		if turned, err := l.CSV(); err != nil || !bytes.Equal(turned, raw) {
			t.Errorf("in another order the %s differs, %v", c.kind, err)
		}
	}
}

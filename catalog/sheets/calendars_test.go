package sheets

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

const (
	chinaSheets = "testdata/china-calendar"
	chinaPack   = "../packs/china-calendar"
)

func TestTheCalendarSheetsBecomeTheBuiltInPack(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, chinaSheets), nil, Options{Version: "2027.0.1"})
	if !r.Written() || r.Report.Untranslated > 0 || len(r.Problems) > 0 {
		t.Fatal(r.Report.Terminal("en"))
	}
	if *update {
		writePack(t, chinaPack, r.Files)
	}
	samePack(t, chinaPack, r.Files)
}

// What a calendar says goes out as sheets and comes in again, as CSV and as a
// workbook: hours, weekends, thresholds, days off one by one and in a row.
func TestACalendarGoesOutAsSheetsAndComesInAgain(t *testing.T) {
	t.Parallel()
	left, share := 2.0, 0.07
	town := metamodel.Calendar{ID: "town", Name: metamodel.ZhEn("小镇日历", "Town calendar"), Zone: "Asia/Urumqi", Weekend: []int{5},
		Hours: []metamodel.HourSpan{{From: "10:00", To: "14:00"}, {From: "15:30", To: "24:00"}}, Covers: []int{2026, 2028},
		Holidays: []metamodel.CalendarDay{{Date: "2026-12-31"}, {Date: "2026-03-20", Name: metamodel.ZhEn("集市", "Fair")}, {Date: "2026-03-21", Name: metamodel.ZhEn("集市", "Fair")}, {Date: "2026-03-22", Name: metamodel.Zh("休整")}},
		MakeUp:   []metamodel.CalendarDay{{Date: "2028-03-03", Name: metamodel.ZhEn("补集市", "For the fair")}},
		Basis:    metamodel.ZhEn("镇公告，“第一号”", "Notice, no. 1"),
		Lights:   &metamodel.Lights{Yellow: &metamodel.Threshold{Left: &left, Share: &share}, Red: &metamodel.Threshold{Share: &[]float64{0.9}[0]}}}
	always := metamodel.Calendar{ID: "always", Name: metamodel.ZhEn("全天", "Always"), Zone: "Asia/Shanghai", Hours: []metamodel.HourSpan{{From: "00:00", To: "24:00"}}, Covers: []int{2026}}
	china := china(t)[0].Pack.Calendars["cn"]
	for _, list := range [][]*metamodel.Calendar{{china}, {&always, &town}} {
		calendars, days, ps := CalendarTables(list)
		if len(ps) > 0 {
			t.Fatal(ps.Error())
		}
		dir := t.TempDir()
		for name, table := range map[string][][]string{Calendars: calendars, CalendarDays: days} {
			body, err := CSV(table)
			noError(t, err)
			noError(t, os.WriteFile(filepath.Join(dir, name+".csv"), body, 0o644))
		}
		workbook := filepath.Join(t.TempDir(), "日历.xlsx")
		body, err := CalendarWorkbook(calendars, days)
		noError(t, err)
		noError(t, os.WriteFile(workbook, body, 0o644))
		want := catalog.Pack{Calendars: map[string]*metamodel.Calendar{}}
		for _, c := range list {
			want.Calendars[c.ID] = c
		}
		for _, path := range []string{dir, workbook} {
			r := Import(mustBook(t, path), nil, Options{Name: "calendars"})
			if !r.Written() {
				t.Fatal(r.Report.Terminal("en"))
			}
			for name, body := range want.Encode() {
				if name != "pack.yaml" && !bytes.Equal(r.Files[name], body) {
					t.Errorf("%s came back as\n%s\nwant\n%s", name, r.Files[name], body)
				}
			}
			if len(r.Files) != len(list)+1 || len(r.Pack.Needs) > 0 {
				t.Errorf("%d files, needs %v", len(r.Files), r.Pack.Needs)
			}
		}
	}
	if rows, days, _ := CalendarTables([]*metamodel.Calendar{&town}); len(rows) != 2 || len(days) != 5 {
		t.Errorf("%d rows of days: %v", len(days)-1, days)
	}
	odd := always
	odd.Name = metamodel.Text{"zh": "全天", "fr": "Toujours"}
	odd.Basis = metamodel.Text{"en": "Notice"}
	if _, _, ps := CalendarTables([]*metamodel.Calendar{&odd}); len(ps) != 2 || ps[0].Code != "sheets.other-language" || !ps.Failed() {
		t.Errorf("what a sheet has no place for: %v", ps)
	}
}

// A spreadsheet keeps days as numbers: they are read as the days they are.
func TestDaysThatAreDatesInAWorkbookAreRead(t *testing.T) {
	t.Parallel()
	calendars, days, _ := CalendarTables([]*metamodel.Calendar{china(t)[0].Pack.Calendars["cn"]})
	body, err := CalendarWorkbook(calendars, days)
	noError(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(body))
	noError(t, err)
	for format, custom := range map[int]string{14: "", 0: "yyyy/m/d", 1: `yyyy"年"m"月"d"日"`} {
		style := &excelize.Style{NumFmt: format}
		if custom != "" {
			style = &excelize.Style{CustomNumFmt: &custom}
		}
		id, err := f.NewStyle(style)
		noError(t, err)
		for i, row := range days[1:] {
			for _, at := range []int{1, 2} {
				day, err := time.Parse(time.DateOnly, row[at])
				if err != nil {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(at+1, i+2)
				noError(t, err)
				noError(t, f.SetCellValue("放假调休", cell, day))
				noError(t, f.SetCellStyle("放假调休", cell, cell, id))
			}
		}
		path := filepath.Join(t.TempDir(), "日历.xlsx")
		noError(t, f.SaveAs(path))
		r := Import(mustBook(t, path), nil, Options{Version: "2027.0.1", Name: "china-calendar"})
		if !r.Written() {
			t.Fatalf("%d %s: %s", format, custom, r.Report.Terminal("en"))
		}
		samePack(t, chinaPack, r.Files)
	}
}

// A book may bring the calendar its theme counts by; a theme may name another.
func TestAThemeCountsByTheCalendarOfItsBook(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, teahouse), nil, Options{})
	if !r.Written() || r.Pack.Themes["H1"].Calendar != "town" || len(r.Pack.Needs) > 0 {
		t.Fatalf("%s", r.Report.Terminal("en"))
	}
	town := r.Pack.Calendars["town"]
	if len(town.Holidays) != 3 || town.MakeUp[0].Date != "2026-03-14" || *town.Lights.Yellow.Left != 1 || town.Holidays[1].Name["en"] != "Tea fair" {
		t.Errorf("the calendar is %+v", town)
	}
	book := mustBook(t, teahouse)
	row := book.Sheets[Themes].Rows[0]
	row.cells = maps.Clone(row.cells)
	row.cells[colCalendar] = "cn"
	r = Import(book, nil, Options{Releases: china(t)})
	if !r.Written() || r.Pack.Themes["H1"].Calendar != "cn" || len(r.Pack.Needs) != 1 {
		t.Fatalf("%s", r.Report.Terminal("en"))
	}
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The two sheets of calendars are complete by themselves, and only together.
func TestCalendarSheetsComeTogether(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ has, lacks string }{{Calendars, CalendarDays}, {CalendarDays, Calendars}} {
		dir := t.TempDir()
		body, err := os.ReadFile(filepath.Join(chinaSheets, one.has+".csv"))
		noError(t, err)
		noError(t, os.WriteFile(filepath.Join(dir, one.has+".csv"), body, 0o644))
		_, ps := Read(dir)
		if len(ps) != 1 || ps[0].Code != kindMissing.Code || ps[0].Params["name"] != one.lacks {
			t.Errorf("%s alone: %v", one.has, ps)
		}
	}
}

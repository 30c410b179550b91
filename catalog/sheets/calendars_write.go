package sheets

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/metamodel"
)

// CalendarTables writes working calendars as the rows of their two sheets, each
// with its header, in the order of the calendars. Import of them gives the same
// calendars; what the sheets have no place for is a problem.
func CalendarTables(list []*metamodel.Calendar) (calendars, days [][]string, ps metamodel.Problems) {
	calendars, days = [][]string{header(Calendars)}, [][]string{header(CalendarDays)}
	for _, c := range list {
		w := &calendarWriter{of: c}
		name, english := w.text("name", c.Name)
		basis, basisEnglish := w.text("basis", c.Basis)
		var hours, years, weekend []string
		for _, h := range c.Hours {
			hours = append(hours, h.From+"-"+h.To)
		}
		for _, y := range c.Covers {
			years = append(years, strconv.Itoa(y))
		}
		for _, d := range c.Weekend {
			weekend = append(weekend, weekdayWords[d])
		}
		if len(weekend) == 0 {
			weekend = []string{"无"}
		}
		calendars = append(calendars, []string{c.ID, name, english, c.Zone, strings.Join(weekend, "，"), strings.Join(hours, "，"), strings.Join(years, "，"), basis, basisEnglish, lightsText(c.Lights)})
		days = append(days, w.days("holidays", "放假", c.Holidays)...)
		days = append(days, w.days("makeUp", "上班", c.MakeUp)...)
		ps = append(ps, w.problems...)
	}
	return calendars, days, ps
}

func header(sheet string) (names []string) {
	l, _ := layoutNamed(sheet)
	for _, c := range l.columns {
		names = append(names, c.name)
	}
	return names
}

type calendarWriter struct {
	of       *metamodel.Calendar
	problems metamodel.Problems
}

// text gives the two languages a sheet has columns for.
func (w *calendarWriter) text(path string, t metamodel.Text) (zh, en string) {
	for lang, words := range t {
		if lang != "zh" && lang != "en" || words != "" && t["zh"] == "" {
			w.problems = append(w.problems, kindOtherTongue.At(path, "calendar", w.of.ID, "name", path))
			break
		}
	}
	return t["zh"], t["en"]
}

// days writes days, those in a row that bear one name as one row.
func (w *calendarWriter) days(path, is string, list []metamodel.CalendarDay) (rows [][]string) {
	var until time.Time
	n := 0
	for i, d := range list {
		day, err := time.Parse(time.DateOnly, d.Date)
		name, english := w.text(path+"/"+strconv.Itoa(i)+"/name", d.Name)
		if err == nil && len(rows) > 0 && day.Equal(until.AddDate(0, 0, 1)) && n < longest && slices.Equal(rows[len(rows)-1][4:], []string{name, english}) {
			rows[len(rows)-1][2], until = d.Date, day
			n++
			continue
		}
		rows = append(rows, []string{w.of.ID, d.Date, "", is, name, english})
		until, n = day, 1
	}
	return rows
}

// lightsText writes thresholds as they are read.
func lightsText(l *metamodel.Lights) string {
	if l == nil {
		return ""
	}
	var parts []string
	for _, of := range []struct {
		word string
		t    *metamodel.Threshold
	}{{"黄灯", l.Yellow}, {"红灯", l.Red}} {
		if of.t == nil {
			continue
		}
		var ways []string
		if of.t.Left != nil {
			ways = append(ways, "剩余"+days(*of.t.Left)+"个工作日")
		}
		if of.t.Share != nil {
			ways = append(ways, "已用"+decimal.NewFromFloat(*of.t.Share).Shift(2).String()+"%")
		}
		parts = append(parts, of.word+strings.Join(ways, "或"))
	}
	return strings.Join(parts, "；")
}

// CSV writes a table for spreadsheet programs, which take a file for UTF-8 by its mark.
func CSV(table [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	err := w.WriteAll(table)
	return b.Bytes(), err
}

// CalendarWorkbook writes the two tables as one workbook.
func CalendarWorkbook(calendars, days [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for _, t := range []struct {
		sheet string
		rows  [][]string
	}{{Calendars, calendars}, {CalendarDays, days}} {
		l, _ := layoutNamed(t.sheet)
		tab := l.titles[0]
		if _, err := f.NewSheet(tab); err != nil {
			return nil, err
		}
		for i, row := range t.rows {
			for k, text := range row {
				cell, err := excelize.CoordinatesToCellName(k+1, i+1)
				if err != nil {
					return nil, err
				}
				if err := f.SetCellStr(tab, cell, text); err != nil {
					return nil, err
				}
			}
		}
		if err := f.SetColWidth(tab, "A", "J", 18); err != nil {
			return nil, err
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

package sheets

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

const (
	colCalendar                             = "日历编码"
	colZone, colWeekend, colHours, colYears = "时区", "每周休息日", "工作时间", "年份"
	colFrom, colUntil, colIs                = "日期", "至", "安排"

	likeWeekend = "周六，周日"
	likeHours   = "09:00-12:00，13:30-17:30"
	likeYears   = "2026，2027"

	defaultZone = "Asia/Shanghai"
	longest     = 31 // days that one row may name
)

// weekdayWords are the days of a week, Sunday first.
var weekdayWords = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// dayKinds say what a day off and a make-up day are called.
var dayKinds = map[string]bool{"放假": true, "休息": true, "休": true, "上班": false, "调休上班": false, "补班": false}

// calendar is a working calendar with the rows that say it.
type calendar struct {
	def              *metamodel.Calendar
	row              *Row
	holidays, makeUp []*Row // of the def's days, one each
}

// readCalendars reads the working calendars of a book that brings any. What is
// wrong with one is said by the compiler of calendars, at the row it is from.
func (im *importer) readCalendars() {
	calendars := map[string]*calendar{}
	var order []*calendar
	for _, r := range im.book.rows(Calendars) {
		id := r.Code(colCalendar)
		if !identifierText.MatchString(id) {
			im.report(r.problem(kindIdentifier, colCalendar, "value", excerpt(id)))
			continue
		}
		k := &calendar{row: r, def: &metamodel.Calendar{
			ID: id, Name: im.text("calendar:"+id, r.Cell("日历名称"), r.Cell("英文名称"), r.place("英文名称")), Zone: defaultZone,
			Weekend: im.weekend(r), Hours: im.hours(r), Covers: im.years(r), Lights: im.lights(r),
		}}
		if k.def.Name == nil {
			im.report(r.problem(kindEmptyCell, "日历名称"))
		}
		if zone := r.Cell(colZone); zone != "" {
			k.def.Zone = zone
		}
		if basis := r.Cell("依据"); basis != "" {
			k.def.Basis = im.text("calendar-basis:"+id, basis, r.Cell("英文依据"), r.place("英文依据"))
		}
		calendars[id] = k
		order = append(order, k)
	}
	english := map[string]*Row{}
	for _, r := range im.book.rows(CalendarDays) {
		k := calendars[r.Code(colCalendar)]
		switch {
		case r.Code(colCalendar) == "":
			im.report(r.problem(kindEmptyCell, colCalendar))
		case k == nil:
			im.report(r.problem(kindNoCalendar, colCalendar, "calendar", excerpt(r.Code(colCalendar))))
		default:
			im.calendarDays(k, r, english)
		}
	}
	for _, k := range order {
		im.calendar(k)
	}
}

// calendarDays reads one row of days off or of make-up days.
func (im *importer) calendarDays(k *calendar, r *Row, english map[string]*Row) {
	off, known := dayKinds[fold(r.Cell(colIs))]
	if !known {
		im.report(r.problem(kindDayKind, colIs, "value", excerpt(r.Cell(colIs))))
	}
	from, ok := im.date(r, colFrom)
	until := from
	if ok && r.Cell(colUntil) != "" {
		until, ok = im.date(r, colUntil)
		switch n := int(until.Sub(from).Hours()/24) + 1; {
		case !ok:
		case n < 1:
			im.report(r.problem(kindDaysOrder, colUntil, "from", from.Format(time.DateOnly), "until", until.Format(time.DateOnly)))
			ok = false
		case n > longest:
			im.report(r.problem(kindDaysMany, colUntil, "n", n, "limit", longest))
			ok = false
		}
	}
	if !known || !ok {
		return
	}
	name := im.dayName(r, english)
	for day := from; !day.After(until); day = day.AddDate(0, 0, 1) {
		d := metamodel.CalendarDay{Date: day.Format(time.DateOnly), Name: name}
		if off {
			k.def.Holidays, k.holidays = append(k.def.Holidays, d), append(k.holidays, r)
		} else {
			k.def.MakeUp, k.makeUp = append(k.def.MakeUp, d), append(k.makeUp, r)
		}
	}
}

// dayName is what a day is called: its English is said once for all days of that name.
func (im *importer) dayName(r *Row, english map[string]*Row) metamodel.Text {
	zh, en := r.Cell("名称"), r.Cell("英文名称")
	if zh == "" {
		if en != "" {
			im.report(r.problem(kindEmptyCell, "名称"))
		}
		return nil
	}
	if first := english[zh]; first == nil {
		english[zh] = r
	} else if was := first.Cell("英文名称"); en == "" {
		en = was
	} else if en != was {
		im.report(r.problem(kindOtherEnglish, "英文名称", "name", excerpt(zh), "other", first.Number))
	}
	return im.text("day:"+zh, zh, en, r.place("英文名称"))
}

// calendar compiles a calendar and says what is wrong with it where it is written.
func (im *importer) calendar(k *calendar) {
	columns := map[string]string{"zone": colZone, "weekend": colWeekend, "hours": colHours, "covers": colYears, "lights": colLights}
	_, ps := workflows.NewCalendar(k.def)
	said := map[string]bool{}
	for _, p := range ps {
		place, rest, _ := strings.Cut(p.Path, "/")
		row, column := k.row, columns[place]
		if rows := map[string][]*Row{"holidays": k.holidays, "makeUp": k.makeUp}[place]; rows != nil {
			number, _, _ := strings.Cut(rest, "/")
			if i, err := strconv.Atoi(number); err == nil && i < len(rows) {
				row, column = rows[i], colFrom
			}
		}
		switch {
		case place == "hours" && k.def.Hours == nil, place == "covers" && k.def.Covers == nil:
			continue // said where it was read
		case p.Code == "calendar.date.twice":
			p = row.problem(kindDayTwice, column, "date", p.Params["date"], "other", k.firstOf(p.Params["date"]))
		case p.Code == notCovered && k.def.Covers == nil:
			continue
		case p.Code == notCovered:
			p = row.problem(kindDayYear, column, "date", p.Params["date"])
		default:
			p = row.says(p, column)
		}
		if key := p.Path + p.Code + p.In("zh"); !said[key] {
			said[key] = true
			im.report(p)
		}
	}
	if im.pack.Calendars == nil {
		im.pack.Calendars = map[string]*metamodel.Calendar{}
	}
	im.pack.Calendars[k.def.ID] = k.def
}

const notCovered = "calendar.date.not_covered"

// firstOf is the row that names a day first.
func (k *calendar) firstOf(date any) int {
	for i, d := range k.def.Holidays {
		if d.Date == date {
			return k.holidays[i].Number
		}
	}
	for i, d := range k.def.MakeUp {
		if d.Date == date {
			return k.makeUp[i].Number
		}
	}
	return k.row.Number
}

// weekend reads the days of a week that are never worked; none said: the usual two.
func (im *importer) weekend(r *Row) []int {
	text := fold(r.Cell(colWeekend))
	switch text {
	case "":
		return []int{0, 6}
	case "无":
		return nil
	}
	var days []int
	for _, word := range list(text) {
		word = strings.TrimSpace(strings.NewReplacer("星期", "周", "礼拜", "周", "天", "日").Replace(word))
		day := slices.Index(weekdayWords[:], word)
		if day < 0 || slices.Contains(days, day) {
			im.report(r.problem(kindAsked, colWeekend, "value", excerpt(text), "like", likeWeekend))
			return nil
		}
		days = append(days, day)
	}
	slices.Sort(days)
	return days
}

// hours reads the working hours of a day: “09:00-12:00，13:30-17:30”.
func (im *importer) hours(r *Row) (hours []metamodel.HourSpan) {
	text := fold(r.Cell(colHours))
	if text == "" {
		im.report(r.problem(kindEmptyCell, colHours))
		return nil
	}
	for _, part := range list(text) {
		from, to, ok := strings.Cut(strings.NewReplacer("~", "-", "..", "-", "—", "-", "–", "-", "至", "-", " ", "").Replace(part), "-")
		if from, to = clockTime(from), clockTime(to); !ok || from == "" || to == "" {
			im.report(r.problem(kindAsked, colHours, "value", excerpt(text), "like", likeHours))
			return nil
		}
		hours = append(hours, metamodel.HourSpan{From: from, To: to})
	}
	return hours
}

// clockTime reads 9:00 as 09:00; "" for what is no time of day.
func clockTime(s string) string {
	if s == "24:00" {
		return s
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return ""
	}
	return t.Format("15:04")
}

// years reads for which years the days off are known.
func (im *importer) years(r *Row) (years []int) {
	text := fold(r.Cell(colYears))
	if text == "" {
		im.report(r.problem(kindEmptyCell, colYears))
		return nil
	}
	for _, part := range list(text) {
		y, ok := whole(strings.TrimSuffix(strings.TrimSpace(part), "年"))
		if !ok || y < 1900 || y > 9999 || slices.Contains(years, y) {
			im.report(r.problem(kindAsked, colYears, "value", excerpt(text), "like", likeYears))
			return nil
		}
		years = append(years, y)
	}
	return years
}

// date reads a day as people and spreadsheets write it.
func (im *importer) date(r *Row, column string) (time.Time, bool) {
	text := foldCode(r.Cell(column))
	if text == "" {
		im.report(r.problem(kindEmptyCell, column))
		return time.Time{}, false
	}
	plain := strings.NewReplacer("年", "-", "月", "-", "/", "-", ".", "-").Replace(strings.TrimSuffix(text, "日"))
	day, err := time.Parse("2006-1-2", plain)
	if err != nil {
		im.report(r.problem(kindNotDate, column, "value", excerpt(text)))
	}
	return day, err == nil
}

// calendarOf is the working calendar of a theme: the one its row names, else the
// only one of the book, else that of the import.
func (im *importer) calendarOf(r *Row) string {
	id := r.Code(colCalendar)
	switch {
	case id == "" && len(im.pack.Calendars) == 0:
		return im.options.Calendar
	case id == "" && len(im.pack.Calendars) == 1:
		for id = range im.pack.Calendars {
		}
	case id == "":
		im.report(r.problem(kindEmptyCell, colCalendar))
	case im.pack.Calendars[id] == nil && id != im.options.Calendar:
		im.report(r.problem(kindNoCalendar, colCalendar, "calendar", excerpt(id)))
	}
	return id
}

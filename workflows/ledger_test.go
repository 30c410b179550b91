package workflows

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
	"pgregory.net/rapid"
)

// book keeps the ledger of a case in memory, as the engine does in a database.
type book struct {
	lines  []Line
	clocks map[ClockName]Clock
	cals   map[string]*Calendar
}

func (b *book) write(l Line, cal *Calendar) {
	k := b.clocks[l.Clock].Turn(&l, cal)
	l.Seq, l.Calendar, l.Limit, l.Used = len(b.lines)+1, cal.Version, k.Limit, k.UsedAt(l.At, cal)
	b.lines, b.clocks[l.Clock], b.cals[cal.Version] = append(b.lines, l), k, cal
}

func (b *book) find(version string) *Calendar { return b.cals[version] }

// moved is a calendar as a later edition has it: one more holiday and one more
// make-up day about t.
func moved(c *Calendar, t time.Time) *Calendar {
	def := *c.Def
	has := func(date string) bool {
		return slices.ContainsFunc(slices.Concat(def.Holidays, def.MakeUp), func(d metamodel.CalendarDay) bool { return d.Date == date })
	}
	var off, on bool
	for d := t; !off || !on; d = d.Add(24 * time.Hour) {
		local := d.In(c.Zone)
		date := local.Format(time.DateOnly)
		works := c.WorkingDay(d)
		if d.Sub(t) > 60*24*time.Hour {
			break
		}
		if has(date) {
			continue
		}
		if works && !off {
			def.Holidays = append(slices.Clone(def.Holidays), metamodel.CalendarDay{Date: date, Name: metamodel.ZhEn("新假日", "A new holiday")})
			off = true
		} else if !works && !on {
			def.MakeUp = append(slices.Clone(def.MakeUp), metamodel.CalendarDay{Date: date, Name: metamodel.ZhEn("新调休", "A new make-up day")})
			on = true
		}
		if !slices.Contains(def.Covers, local.Year()) {
			def.Covers = append(slices.Clone(def.Covers), local.Year())
		}
	}
	n, problems := NewCalendar(&def)
	if problems.Failed() {
		panic(problems)
	}
	return n
}

// A ledger of any history replays to the clocks it was written with, and its
// account, day by day, ends exactly in what the clock says: at the end and at
// any moment before, also when calendars were changed and migrations undone.
func TestALedgerTellsExactlyWhatItsClocksSay(t *testing.T) {
	everywhere(t, func(t *rapid.T, c *Calendar) {
		b := &book{clocks: map[ClockName]Clock{}, cals: map[string]*Calendar{}}
		now := instant(t, "start")
		cal := c
		type stand struct {
			at     time.Time
			cal    *Calendar
			lines  int
			clocks map[ClockName]Clock
		}
		var stands []stand
		keep := func() {
			stands = append(stands, stand{now, cal, len(b.lines), maps.Clone(b.clocks)})
		}
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			name := rapid.SampledFrom(ClockNames[:]).Draw(t, "clock")
			k := b.clocks[name]
			line := Line{Clock: name, At: now}
			switch what := rapid.IntRange(0, 9).Draw(t, "what"); {
			case k.Started.IsZero() || name == StepClock && what == 0 && k.Stopped.IsZero():
				if !k.Started.IsZero() {
					stop := line
					stop.Kind = LineStop
					b.write(stop, cal)
				}
				line.Kind, line.Limit, line.From = LineStart, working(t, "limit"), now
				if rapid.Bool().Draw(t, "first day") {
					line.From = cal.FirstDay(now)
				}
				b.write(line, cal)
			case !k.Stopped.IsZero():
			case what == 1:
				line.Kind = LineStop
				b.write(line, cal)
			case what == 2:
				line.Kind, line.Limit = LineExtend, k.Limit+working(t, "more")
				b.write(line, cal)
			case what == 3: // a migration, undone
				back := len(b.lines)
				b.write(Line{Clock: name, Kind: LineLimit, Limit: working(t, "other"), At: now}, cal)
				line.Kind, line.Seq, line.Back, line.Calendar = LineRestore, len(b.lines)+1, back, cal.Version
				b.lines, b.clocks[name] = append(b.lines, line), k
			case k.Since.IsZero():
				line.Kind, line.From = LineResume, now
				if rapid.Bool().Draw(t, "first day") {
					line.From = cal.FirstDay(now)
				}
				b.write(line, cal)
			default:
				line.Kind = LinePause
				b.write(line, cal)
			}
			keep()
			now = now.Add(working(t, "later"))
			keep()
			if rapid.IntRange(0, 4).Draw(t, "edition") == 0 {
				cal = moved(c, now.Add(-working(t, "ago")))
				b.cals[cal.Version] = cal
			}
		}
		keep()
		for _, s := range stands {
			if s.lines < len(b.lines) && !b.lines[s.lines].At.After(s.at) {
				continue // several lines at one moment: it is told behind all of them
			}
			agree(t, b, s.at, s.cal, s.clocks)
		}
	})
}

func agree(t interface{ Fatalf(string, ...any) }, b *book, at time.Time, cal *Calendar, want map[ClockName]Clock) {
	got, err := Replay(b.lines, at, b.find)
	if err != nil {
		t.Fatalf("%v", err)
	}
	accounts, err := Reckon(b.lines, at, cal, b.find)
	if err != nil {
		t.Fatalf("%v", err)
	}
	last := map[ClockName]Account{}
	for _, a := range accounts {
		sum := a.Carried
		for i, d := range a.Days {
			sum += d.Counted
			if d.Used != sum || (d.Counted > 0) != (d.Why == DayCounted) || d.MakeUp && d.Why != DayCounted {
				t.Fatalf("%s, day %d: %+v after %v", a.Clock, i, d, sum)
			}
			if i > 0 && !d.Date.After(a.Days[i-1].Date) {
				t.Fatalf("%s: %v follows %v", a.Clock, d.Date, a.Days[i-1].Date)
			}
		}
		if used := a.At.UsedAt(at, cal); sum != used || a.Used != used {
			t.Fatalf("%s at %v: its days count %v, it says %v, the clock %v", a.Clock, at, sum, a.Used, used)
		}
		last[a.Clock] = a
	}
	for name, k := range want {
		if k != got[name] && !(k.Limit == got[name].Limit && k.Used == got[name].Used && k.Since.Equal(got[name].Since) && k.Started.Equal(got[name].Started) && k.Stopped.Equal(got[name].Stopped)) {
			t.Fatalf("%s at %v: kept %+v, its ledger gives %+v", name, at, k, got[name])
		}
		a := last[name]
		light, _ := k.LightAt(at, cal)
		if a.Light != light || !a.Due.Equal(k.Due(cal)) || a.Used != k.UsedAt(at, cal) {
			t.Fatalf("%s at %v: the account says %s, due %v, %v used; the clock %s, %v, %v", name, at, a.Light, a.Due, a.Used, light, k.Due(cal), k.UsedAt(at, cal))
		}
	}
}

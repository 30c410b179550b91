package metamodel

import (
	"fmt"
	"time"
)

// dateBound is one end of a range of days, of instants or of times of day.
type dateBound struct {
	kind  boundKind
	fixed day   // of boundDay
	at    int64 // of boundInstant: seconds since 1970 UTC; of boundClock: seconds since midnight
}

type boundKind uint8

const (
	boundDay boundKind = iota
	boundToday
	boundNow
	boundInstant
	boundClock
)

// parseBound reads what x-not-before or x-not-after says for a type; false
// when the type has no such bound.
func parseBound(t Type, v string) (*dateBound, bool) {
	switch t {
	case TypeTime:
		sec, ok := parseClock([]byte(v))
		return &dateBound{kind: boundClock, at: int64(sec)}, ok
	case TypeDateTime:
		if v == "now" {
			return &dateBound{kind: boundNow}, true
		}
		if at, ok := parseInstant([]byte(v)); ok {
			return &dateBound{kind: boundInstant, at: at.Unix()}, true
		}
	}
	if v == "today" {
		return &dateBound{kind: boundToday}, true
	}
	d, ok := parseDay([]byte(v))
	return &dateBound{fixed: d}, ok
}

// on is the day of a bound of days.
func (b *dateBound) on(today day) day {
	if b.kind == boundToday {
		return today
	}
	return b.fixed
}

// words is a bound of days in words.
func (b *dateBound) words(on day) Text {
	if b.kind == boundToday {
		return ZhEn("今天（"+on.words("zh")+"）", "today ("+on.words("en")+")")
	}
	return ZhEn(on.words("zh"), on.words("en"))
}

// moving says that the bound is another one tomorrow.
func (b *dateBound) moving() bool { return b.kind == boundToday || b.kind == boundNow }

// first and last are the seconds that a bound begins and ends with: a day has
// many.
func (b *dateBound) first(now moment) int64 {
	switch b.kind {
	case boundNow:
		return now.unix
	case boundInstant, boundClock:
		return b.at
	}
	return b.on(now.day).time().Unix() - chinaOffset
}

func (b *dateBound) last(now moment) int64 {
	if b.kind == boundDay || b.kind == boundToday {
		return b.first(now) + secondsOfDay - 1
	}
	return b.first(now)
}

// String is the bound as it is written.
func (b *dateBound) String() string {
	switch b.kind {
	case boundToday:
		return "today"
	case boundNow:
		return "now"
	case boundInstant:
		return time.Unix(b.at, 0).In(china).Format(time.RFC3339)
	case boundClock:
		return clockText(int(b.at))
	}
	return b.fixed.String()
}

// chinaOffset is how far China Standard Time is ahead of UTC, in seconds: the
// offset of what people type without one.
const chinaOffset = 8 * 3600

const secondsOfDay = 24 * 3600

var china = time.FixedZone("", chinaOffset)

// clockText is a time of day as it is stored; seconds only where there are any.
func clockText(sec int) string {
	if sec%60 != 0 {
		return fmt.Sprintf("%02d:%02d:%02d", sec/3600, sec/60%60, sec%60)
	}
	return fmt.Sprintf("%02d:%02d", sec/3600, sec/60%60)
}

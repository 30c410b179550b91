package metamodel

// Calendar says which days a department works (工作日历). It is data in a
// pack, replaced as a whole when the State Council publishes a new year.
type Calendar struct {
	ID       string        `json:"id" validate:"required,max=64"`
	Name     Text          `json:"name" validate:"required"`
	Zone     string        `json:"zone" validate:"required"`                      // IANA name, "Asia/Shanghai"
	Weekend  []int         `json:"weekend,omitempty" validate:"dive,min=0,max=6"` // 0 is Sunday
	Hours    []HourSpan    `json:"hours" validate:"required,min=1,dive"`
	Holidays []CalendarDay `json:"holidays,omitempty" validate:"dive"` // not worked although a weekday
	MakeUp   []CalendarDay `json:"makeUp,omitempty" validate:"dive"`   // worked although a weekend day (调休)
	Covers   []int         `json:"covers" validate:"required"`         // years whose holidays are known
	Basis    Text          `json:"basis,omitempty"`
	Lights   *Lights       `json:"lights,omitempty"` // of clocks counted by it
}

// HourSpan is a span of working hours within a day, "09:00" to "12:00".
type HourSpan struct {
	From string `json:"from" validate:"required"`
	To   string `json:"to" validate:"required"`
}

// CalendarDay is one dated exception.
type CalendarDay struct {
	Date string `json:"date" validate:"required"` // full-date
	Name Text   `json:"name,omitempty"`
}

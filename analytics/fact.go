package analytics

import (
	"time"

	"github.com/onematter/onematter/engine"
)

// Fact is one event, flat: one row of the warehouse's events table. It carries
// no name, note, answer or result of a citizen; accounts stay behind as well,
// only their role is told.
type Fact struct {
	EventID string
	Tx      uint64 // the event's position in the log
	Seq     int64
	Day     time.Time // local date of At in the calendar's zone, as midnight UTC
	At      time.Time
	Type    string
	Case    string
	Root    string
	Number  string

	Theme      string
	Matter     string
	Department string

	ActorKind string // citizen, staff or engine
	Role      string // under which the actor acted

	From    string // state left
	To      string // state entered
	ToType  string
	Action  string
	Kind    string
	Status  string
	Outcome string
	Light   string

	StepSeconds      int64 // working seconds spent in From
	StepLimit        int64
	UsedSeconds      int64 // of the promised clock
	PromisedSeconds  int64
	StatutorySeconds int64
	DaySeconds       int64 // working seconds that make a working day
	Due              int64 // Unix seconds; 0: none

	FormsBefore     int64
	FormsAfter      int64
	FieldsBefore    int64
	FieldsAfter     int64
	MaterialsBefore int64
	MaterialsAfter  int64
	SavedFields     int64 // before less after, never less than zero
	SavedMaterials  int64
	Matters         int64 // matters in scope of a theme case
	FillSeconds     int64 // spent on filling in what was submitted
	ComputedSeconds int64 // computed for it

	Needless []engine.Needless // asked of the applicant although another department has it: a table of its own
}

// The kinds of actor a fact tells apart.
const (
	ActorCitizen = "citizen"
	ActorStaff   = "staff"
	ActorEngine  = "engine"
)

// FactOf flattens an event. zone is the calendar's: it decides which day an
// event counts for.
func FactOf(e engine.Event, zone *time.Location) Fact {
	year, month, day := e.At.In(zone).Date()
	d := e.Data
	f := Fact{
		EventID: e.ID, Tx: e.Position.Tx, Seq: e.Position.Seq,
		Day: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), At: e.At.UTC(), Type: string(e.Type),
		Case: e.Case, Root: e.Root, Number: d.Number,
		Theme: d.Theme, Matter: d.Matter, Department: d.Department,
		ActorKind: actorKind(e), Role: e.Role,
		From: d.From, To: d.To, ToType: string(d.ToType), Action: d.Action, Kind: string(d.Kind),
		Status: string(d.Status), Outcome: string(d.Outcome), Light: string(d.Light),
		StepSeconds: d.StepSeconds, StepLimit: d.StepLimit, UsedSeconds: d.UsedSeconds,
		PromisedSeconds: d.PromisedSeconds, StatutorySeconds: d.StatutorySeconds, DaySeconds: d.DaySeconds,
		Due: d.DueUnix, Matters: int64(len(d.Matters)), FillSeconds: d.FillSeconds, ComputedSeconds: d.ComputedSeconds,
		Needless: d.Needless,
	}
	if d.Before != nil && d.After != nil {
		f.FormsBefore, f.FormsAfter = int64(d.Before.Forms), int64(d.After.Forms)
		f.FieldsBefore, f.FieldsAfter = int64(d.Before.Fields), int64(d.After.Fields)
		f.MaterialsBefore, f.MaterialsAfter = int64(d.Before.Materials), int64(d.After.Materials)
		f.SavedFields = max(0, f.FieldsBefore-f.FieldsAfter)
		f.SavedMaterials = max(0, f.MaterialsBefore-f.MaterialsAfter)
	}
	return f
}

func actorKind(e engine.Event) string {
	switch {
	case e.Role == string(engine.RoleCitizen):
		return ActorCitizen
	case e.Actor == "" && e.Role == "":
		return ActorEngine
	default:
		return ActorStaff
	}
}

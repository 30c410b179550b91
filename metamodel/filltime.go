package metamodel

import (
	"math"
	"strings"
	"unicode/utf8"
)

// The time it takes to fill in a form is computed by the keystroke-level model
// (Card, Moran and Newell, “The keystroke-level model for user performance time
// with interactive systems”, Communications of the ACM 23(7), 1980): so many
// keystrokes, pointings and mental preparations, each with its measured time.
// It is the time of somebody who has the answers at hand and makes no mistakes;
// waiting for the server is left out. Forms are compared by it, people are not.
const (
	keystroke = 0.28 // s; K of the average typist who is no secretary (40 words a minute)
	pointing  = 1.10 // s; P, with a mouse
	clicking  = 0.20 // s; BB, pressing and releasing a button
	homing    = 0.40 // s; H, from mouse to keys
	preparing = 1.35 // s; M, reading a label and recalling the answer

	// reading a hint or a static text: 238 words a minute (Brysbaert, “How many
	// words do we read per minute?”, Journal of Memory and Language 109, 2019).
	readingWord = 60.0 / 238

	// Assumptions of ours, where the model has no figure.
	keysPerHan  = 3.0  // a Chinese character by pinyin: two to three letters and the choice
	fetchFile   = 30.0 // finding or photographing a document
	drawing     = 5.0  // a signature by hand
	findOnMap   = 20.0 // a place on a map
	hanPerWord  = 1.6  // Chinese characters that say what an English word says
	manyChoices = 7    // more than this are searched, not read through
)

// FillTime is the computed time to fill in a form, or what is left of it.
type FillTime struct {
	Seconds int `json:"seconds"`
	Fields  int `json:"fields"` // answers to be given
	Pages   int `json:"pages"`  // pages on which something is to be answered
}

// FillTime computes the time to fill in the form. With a record it is what is
// left: questions that are shown and not answered yet; what is answered or
// prefilled costs nothing, nor does what is computed, read-only or carried, and
// optional questions count as much as required ones. Repeats count with the
// rows they have and those they still need. With nil it is the whole form, as
// if every condition held, every repeat having its fewest rows, at least one.
func (f *Form) FillTime(r *Record) FillTime {
	fill := filler{form: f, rec: r}
	return fill.time()
}

// filler adds up what filling in a form takes.
type filler struct {
	form *Form
	rec  *Record             // nil: as if every condition held
	all  bool                // what is answered counts as if it were not
	each func(*Field, int32) // is told every answer to be given; row -1: of a row that is not there yet. nil: nobody is
}

func (fi *filler) time() FillTime {
	var out FillTime
	total := 0.0
	for _, s := range fi.form.Sections {
		if fi.rec != nil && !fi.rec.Shown(s) {
			continue
		}
		fields, seconds := 0, readingOf(s.Hint)
		for _, it := range s.Items {
			switch {
			case it.Text != nil:
				if fi.rec == nil || fi.rec.TextShown(it.Text.ID) {
					seconds += readingOf(it.Text.Text)
				}
			case it.Field != nil:
				n, t := fi.member(member{field: fi.form.plan.byPath[it.Field.Path]}, 0)
				fields, seconds = fields+n, seconds+t
			case it.Group != nil:
				n, t := fi.member(member{group: fi.form.plan.groups[it.Group.index]}, 0)
				fields, seconds = fields+n, seconds+t
			}
		}
		if fields > 0 { // and a button that leads on
			out.Pages++
			out.Fields += fields
			total += seconds + homing + preparing + pointing + clicking
		}
	}
	out.Seconds = int(math.Ceil(total))
	return out
}

// member is the number of answers and the seconds of one member of a row; row
// is -1 for a row that is not there yet.
func (fi *filler) member(m member, row int32) (fields int, seconds float64) {
	r := fi.rec
	if fp := m.field; fp != nil {
		if !fp.f.asked() || len(fp.f.Default) > 0 {
			return 0, 0
		}
		if r != nil && row >= 0 {
			if s := r.state.slot(fp, row); s.uses.none() || s.state != absent && !fi.all || s.derived() || r.state.supplied(fp, row) {
				return 0, 0
			}
		}
		if fi.each != nil {
			fi.each(fp.f, row)
		}
		return 1, fp.f.fillSeconds() + readingOf(fp.f.Hint)
	}
	g := m.group
	add := func(row int32) {
		for _, inner := range g.members {
			n, t := fi.member(inner, row)
			fields, seconds = fields+n, seconds+t
		}
	}
	if !g.g.Repeat {
		if r == nil || row < 0 || !r.state.groups[r.state.group(g, row)].uses.none() {
			add(row)
		}
		return fields, seconds
	}
	have, need := 0, 1
	if r != nil && row >= 0 {
		gi := r.state.group(g, row)
		if r.state.groups[gi].uses.none() {
			return 0, 0
		}
		have = int(r.state.groups[gi].rows)
		need, _ = r.state.rowLimits(g, gi)
		for i := range int32(have) {
			add(r.state.row(g, gi, i))
		}
	} else {
		for _, u := range g.uses {
			need = max(need, u.min)
		}
	}
	for range need - have {
		add(-1)
		seconds += preparing + pointing + clicking // another row
	}
	return fields, seconds
}

// ChoiceTime is the time of one yes or no on a page of its own about what these
// texts name, and of the button that leads on.
func ChoiceTime(about ...Text) FillTime {
	seconds := preparing + pointing + clicking + homing + preparing + pointing + clicking
	for _, t := range about {
		seconds += readingOf(t)
	}
	return FillTime{Seconds: int(math.Ceil(seconds)), Fields: 1, Pages: 1}
}

// readingOf is the time to read a text once.
func readingOf(t Text) float64 {
	if en := t["en"]; en != "" {
		return float64(len(strings.Fields(en))) * readingWord
	}
	return float64(utf8.RuneCountInString(t.In("zh"))) / hanPerWord * readingWord
}

// fillSeconds is the time of one answer.
func (f *Field) fillSeconds() float64 {
	click := pointing + clicking
	into := click + homing + preparing // into a text box
	typed := func(keys float64) float64 { return into + keys*keystroke }
	han := func(n int) float64 { return typed(float64(n) * keysPerHan) }
	length := func(usual int) int {
		if m := f.Element.MaxLength; m != nil && *m < usual {
			return max(*m, 1)
		}
		return usual
	}
	choose := func() float64 {
		if f.CodeList != nil && len(f.CodeList.Entries) > manyChoices {
			return typed(2*keysPerHan) + preparing + click // a few characters, then the one found
		}
		return preparing + click
	}
	date := typed(8) + 2*keystroke
	const idKind = preparing + pointing + clicking
	switch f.Element.Type {
	case TypeString:
		switch f.Element.Format {
		case FormatResidentID, FormatUSCC:
			return typed(18)
		case FormatMobile:
			return typed(11)
		case FormatEmail:
			return typed(20)
		}
		return han(length(8))
	case TypeText:
		return han(length(60))
	case TypeInteger:
		return typed(3)
	case TypeNumber:
		return typed(5)
	case TypeMoney:
		return typed(7)
	case TypeBoolean:
		return preparing + click
	case TypeDate:
		return date
	case TypeTime:
		return typed(4)
	case TypeDateTime:
		return date + 4*keystroke
	case TypeDateRange:
		return 2 * date
	case TypeCode:
		return choose()
	case TypeCodes:
		return 2*choose() + preparing
	case TypePerson:
		return han(3) + idKind + typed(18) + typed(11)
	case TypeOrganisation:
		return han(10) + typed(18)
	case TypeIdentity:
		return idKind + typed(18)
	case TypeAddress:
		return 3*choose() + han(12)
	case TypePhone:
		return typed(11)
	case TypeEmail:
		return typed(20)
	case TypeURL:
		return typed(25)
	case TypePoint:
		return preparing + findOnMap + click
	case TypeFile:
		return fetchFile + 2*(preparing+click)
	case TypeSignature:
		return preparing + drawing
	case TypeTable:
		rows, columns := 1, max(len(f.Element.Columns), 1)
		if f.CodeList != nil {
			rows = max(len(f.CodeList.Entries), 1)
		}
		return float64(rows*columns) * typed(3)
	}
	return han(8)
}

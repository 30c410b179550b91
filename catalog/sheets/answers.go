package sheets

import "github.com/onematter/onematter/metamodel"

// Answers are what people wrote into a report: decision or translation id to
// answer, with the place it was written at.
type Answers struct {
	File string
	byID map[string]Answer

	notes metamodel.Problems // warnings of the reading, for the report
}

// Answer is one filled cell.
type Answer struct {
	Text  string
	Sheet string // tab of a workbook, "" in JSON
	Row   int    // of that tab, 0 in JSON
	used  bool
}

// NewAnswers makes answers out of ids and texts.
func NewAnswers(file string, texts map[string]string) *Answers {
	a := &Answers{File: file, byID: map[string]Answer{}}
	for id, text := range texts {
		if text = clean(text); text != "" {
			a.byID[id] = Answer{Text: text}
		}
	}
	return a
}

// take gives an answer and remembers that somebody asked for it.
func (a *Answers) take(id string) (Answer, bool) {
	if a == nil {
		return Answer{}, false
	}
	got, ok := a.byID[id]
	if ok && !got.used {
		got.used = true
		a.byID[id] = got
	}
	return got, ok
}

package sheets

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// scan is what a worksheet's XML says beside its values, gathered in one pass
// that keeps nothing else: the library would make an object of every row and
// cell, also of a million blank ones, to tell the same.
type scan struct {
	last     int      // number of the last row with something in it
	widest   position // of the farthest cell with something in it
	merged   []area
	formulas map[position]bool // mostFormulas and one more where there are more
	wrong    error             // what stopped the pass
}

type position struct{ row, column int }

// area is a rectangle of merged cells.
type area struct{ from, to position }

const (
	mostMerged   = 10_000 // areas of a sheet
	mostFormulas = 5_000  // of a sheet that are told one by one
)

var errMerged = errors.New("too many merged areas")

// scanSheet reads a worksheet's XML to its end or to the first thing wrong.
func scanSheet(r io.Reader) *scan {
	s := &scan{formulas: map[position]bool{}}
	d := xml.NewDecoder(r)
	at := position{}
	depth, cell, formula := 0, false, false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 {
				s.wrong = io.ErrUnexpectedEOF
			}
			return s
		}
		if err != nil {
			s.wrong = err
			return s
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "row":
				at = position{number(t, at.row+1), 0}
			case "c":
				at.column++
				if column, row, err := excelize.CellNameToCoordinates(attribute(t, "r")); err == nil {
					at = position{row, column}
				}
				cell = true
			case "f", "v", "is":
				if !cell {
					break
				}
				if s.last = max(s.last, at.row); at.column > s.widest.column {
					s.widest = at
				}
				formula = t.Name.Local == "f"
				if formula && attribute(t, "si") != "" { // told by another cell
					s.formula(at)
				}
			case "mergeCell":
				if a, ok := areaOf(attribute(t, "ref")); ok {
					s.merged = append(s.merged, a)
				}
			}
			if len(s.merged) > mostMerged {
				s.wrong = errMerged
				return s
			}
		case xml.CharData:
			if formula && len(t) > 0 {
				s.formula(at)
			}
		case xml.EndElement:
			depth--
			switch t.Name.Local {
			case "c":
				cell = false
			case "f":
				formula = false
			}
		}
	}
}

func (s *scan) formula(at position) {
	if len(s.formulas) <= mostFormulas {
		s.formulas[at] = true
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// number is a row's own number, or the one it has by its place.
func number(t xml.StartElement, place int) int {
	if n, err := strconv.Atoi(attribute(t, "r")); err == nil && n > 0 {
		return n
	}
	return place
}

// areaOf reads "A2:A9".
func areaOf(ref string) (area, bool) {
	first, second, two := strings.Cut(ref, ":")
	if !two {
		return area{}, false
	}
	c1, r1, err1 := excelize.CellNameToCoordinates(first)
	c2, r2, err2 := excelize.CellNameToCoordinates(second)
	if err1 != nil || err2 != nil {
		return area{}, false
	}
	return area{position{min(r1, r2), min(c1, c2)}, position{max(r1, r2), max(c1, c2)}}, true
}

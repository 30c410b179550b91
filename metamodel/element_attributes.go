package metamodel

import (
	"net/url"
	"strconv"
	"strings"
)

// CheckAttributes reports what is wrong with an element beside its type and
// constraints: relations that lead nowhere, dates in the wrong order…
func (e *Element) CheckAttributes(reg Registry) Problems {
	var s sink
	e.attributes(reg, &s)
	return s.problems
}

func (e *Element) attributes(reg Registry, s *sink) {
	from := realDay(e.ValidFrom, "validFrom", s)
	to := realDay(e.ValidTo, "validTo", s)
	realDay(e.Approved, "approved", s)
	if from != nil && to != nil && to.before(*from) {
		s.add(elementValidity, "validTo", "from", e.ValidFrom, "to", e.ValidTo)
	}
	replaces := map[string]bool{}
	for i, r := range e.Relations {
		path := at("relations", i)
		id, _, _ := strings.Cut(r.Element, "@")
		switch _, ok := reg.Element(r.Element); {
		case id == e.ID && (r.Type != "replaces" || !strings.Contains(r.Element, "@")):
			s.add(elementRelatesToItself, join(path, "element"), "element", e.ID)
		case !ok && r.Type != "replaces": // what was replaced may be gone
			s.add(elementRelation, join(path, "element"), "element", clip(r.Element))
		case replaces[r.Type+r.Element]:
			s.add(defTwice, path, "value", clip(r.Element))
		}
		replaces[r.Type+r.Element] = true
	}
	for i, b := range e.Basis {
		if b.URL == "" {
			continue
		}
		if u, err := url.Parse(b.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			s.add(elementURL, join(at("basis", i), "url"), "value", clip(b.URL))
		}
	}
	if c := e.Cardinality; c != nil && c.Max != nil && c.Min > *c.Max {
		s.add(formEmptyRange, "cardinality", "low", "min "+strconv.Itoa(c.Min), "high", "max "+strconv.Itoa(*c.Max))
	}
	if e.Obligation == "conditional" && len(e.Condition) == 0 {
		s.add(elementCondition, "condition")
	}
	if e.Retention != nil && e.Retention.Years == 0 && e.Retention.Days == 0 {
		s.add(elementRetention, "retention")
	}
}

// realDay reads a full-date, nil when there is none.
func realDay(v, path string, s *sink) *day {
	if v == "" {
		return nil
	}
	d, ok := parseDay([]byte(v))
	if !ok {
		s.add(elementDate, path, "value", clip(v))
		return nil
	}
	return &d
}

package citizen

import (
	"net/url"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// A bookmark or a second window may open a page that another answer has taken
// away. It leads to the task list, which says so, instead of to an empty form.

// unaskedError is a topic or material of a draft that is not asked for now.
type unaskedError struct{ draft, id string }

func (e unaskedError) Error() string { return "citizen: not asked for now: " + e.id }

func (e unaskedError) url() string {
	return "/drafts/" + e.draft + "?unasked=" + url.QueryEscape(e.id)
}

// emptyTopic reports whether nothing of a topic is asked for now.
func emptyTopic(d *engine.DraftView, section string) bool {
	for _, s := range d.Sections {
		if s.Section.ID == section {
			return s.Status == engine.SectionEmpty
		}
	}
	return false
}

// unasked names the topic or material of an address that led here, "" for what
// is none or is asked for again.
func (l L) unasked(d *engine.DraftView, id string) string {
	if s, ok := d.Form.Section(id); ok && emptyTopic(d, id) {
		return l.In(s.Title)
	}
	if m := unaskedMaterial(d, id); m != nil {
		return l.In(m.Name)
	}
	return ""
}

// unaskedMaterial is a material that other answers would have asked for, else nil.
func unaskedMaterial(d *engine.DraftView, id string) *metamodel.Material {
	for _, m := range d.Materials {
		switch {
		case m.Material.ID != id:
		case m.Asked:
			return nil
		default:
			return m.Material
		}
	}
	if d.Theme == nil {
		return nil
	}
	for _, m := range d.Theme.Materials { // of matters that do not apply
		if m.Material.ID == id {
			return m.Material
		}
	}
	return nil
}

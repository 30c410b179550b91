package metamodel

// ThemeLayout is what staff say of a merged form's arrangement; all they do not
// say is derived. It names sections by id, and fields, repeats and groups by
// their path ("premises/DE00203"), so it outlives changes of the matters'
// forms. It never changes what a form asks or accepts, and no order of the
// guide's questions changes which matters apply.
type ThemeLayout struct {
	Sections  []ThemeSection        `json:"sections,omitempty" validate:"dive"` // those listed stand in this order
	Rows      map[string][]string   `json:"rows,omitempty"`                     // by path of a repeat: what stands in a row, in this order, by path
	Fields    map[string]ThemeField `json:"fields,omitempty" validate:"dive"`   // words, by path of a field, group or repeat
	Materials []string              `json:"materials,omitempty"`                // those listed stand in this order
	Questions []string              `json:"questions,omitempty"`                // of the guide, by id: asked before all others, in this order
}

// ThemeSection is a derived section by its id, or one of the staff's own, which
// has fields, starts at one, or both. A section is a page.
type ThemeSection struct {
	ID       string   `json:"id" validate:"required,max=120"`
	Title    Text     `json:"title,omitempty"`
	Hint     Text     `json:"hint,omitempty"`
	Fields   []string `json:"fields,omitempty"`   // stand here, wherever they were, in this order
	StartsAt string   `json:"startsAt,omitempty"` // a page break: this field, and all that follows it in its section, stand here
	Joins    string   `json:"joins,omitempty"`    // no page of its own: what is in it follows at the end of that section
}

// ThemeField is the words of a field, group or repeat of the merged form.
type ThemeField struct {
	Label Text `json:"label,omitempty"`
	Hint  Text `json:"hint,omitempty"`
}

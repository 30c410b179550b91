package metamodel

// veil is what hides a sensitive answer from whoever reads it.
type veil uint8

const (
	bare  veil = iota // nothing
	own               // for the person whose answers they are: only what identifies
	whole             // for all others: yes, no and what was chosen as well
)

// veiled stands for a yes, a no or a choice: a part of it would tell it.
const veiled = "**"

// said is a good answer in words, under a veil when its element is sensitive.
func (f *fieldPlan) said(text, lang string, v veil) string {
	if parts, ok := f.typ.(interface {
		said(v, lang string, over veil) string
	}); ok {
		if !f.masked {
			v = bare
		}
		return parts.said(text, lang, v)
	}
	switch {
	case v == bare, !f.masked, v == own && f.choice():
		return f.typ.display(f.f, text, lang)
	}
	return f.typ.masked(f.f, text, lang)
}

// choice reports whether an answer is a yes, a no or out of a list: that reads
// the same for many people and identifies nobody.
func (f *fieldPlan) choice() bool {
	switch f.typ.(type) {
	case booleanType, codeType, codesType:
		return true
	}
	return false
}

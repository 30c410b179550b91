package catalog

import "github.com/onematter/onematter/metamodel"

// Ref names one definition.
type Ref struct {
	Kind string // metamodel.KindElement, …
	ID   string
}

// Use is one place that refers to a definition.
type Use struct {
	Ref
	Name  metamodel.Text // of the place
	Path  string         // within it: a field path
	Label metamodel.Text // what the definition is called there

	doc string // the path within the document, where it is another one
}

// SearchElements finds elements by code, name, synonym, pinyin or initials, best
// first; without a query all of them, by id.
func (e *Edition) SearchElements(query string) []*metamodel.Element { return e.searchElements(query) }

// SearchCodeLists likewise.
func (e *Edition) SearchCodeLists(query string) []*metamodel.CodeList {
	return e.searchCodeLists(query)
}

// WhereUsed lists every place that refers to an element, code list or material,
// sorted by kind and id.
func (e *Edition) WhereUsed(ref Ref) []Use { return e.whereUsed(ref) }

package citizen

import "github.com/onematter/onematter/metamodel"

// sameAs says whose answer stands at path too, "" where it is answered itself.
func (l L) sameAs(rec *metamodel.Record, path string) string {
	f, ok := rec.SameAs(path)
	if !ok {
		return ""
	}
	return l.T("shown.same", l.In(f.Group.Label), l.In(f.Label))
}

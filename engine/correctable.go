package engine

// Correctable reports whether a department may ask the applicant to correct the
// answer at path: it is theirs to give, whether they gave it or left it empty.
func (v *CaseView) Correctable(path string) bool {
	return v.Yielded[fieldPath(path)] == nil && v.Record.Asked(path)
}

// CopyOf is the path of the answer of this matter's form that the one at path is
// a copy of and is corrected along with, "" for none.
func (v *CaseView) CopyOf(path string) string {
	of := v.Copies[path]
	for v.Copies[of] != "" {
		of = v.Copies[of]
	}
	if of == "" || v.Yielded[path] != nil || !v.Record.Asked(of) {
		return ""
	}
	return of
}

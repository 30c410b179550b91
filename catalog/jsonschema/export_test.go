package jsonschema

import "regexp"

// TranslateRegex is for tests: the compiled pattern, or which fault it has.
func TranslateRegex(pattern string) (re *regexp.Regexp, beyond, wrong bool) {
	re, _, fault := compileRegex(pattern)
	if fault != nil {
		return nil, !fault.wrong, fault.wrong
	}
	return re, false, false
}

package metamodel

import "sort"

// Text is one piece of wording in several languages, keyed by language tag
// ("zh", "en"). Every label in the metadata is a Text; keys are stable,
// wording may change.
type Text map[string]string

// Languages are the languages a published definition must be written in,
// the first being the one that is shown when another is missing.
var Languages = []string{"zh", "en"}

// In returns the wording in lang, falling back to zh, then en, then to the
// first language in alphabetical order. An empty Text gives "".
func (t Text) In(lang string) string {
	for _, l := range []string{lang, "zh", "en"} {
		if s := t[l]; s != "" {
			return s
		}
	}
	keys := make([]string, 0, len(t))
	for k := range t {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if t[k] != "" {
			return t[k]
		}
	}
	return ""
}

// Zh makes a Text that exists in Chinese only.
func Zh(s string) Text { return Text{"zh": s} }

// ZhEn makes a Text in both languages every definition needs.
func ZhEn(zh, en string) Text { return Text{"zh": zh, "en": en} }

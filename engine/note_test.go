package engine

import "testing"

func TestOfANoteThatNobodySeesNothingIsLeft(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]string{
		" 好 \r\n的\x00 ":       "好 \n的",
		"\u200b":              "",
		" \u2060\ufeff\u200d": "",
		"\u3164\u115f\uffa0":  "", // Hangul fillers
		"\u2800":              "", // an empty Braille pattern
		"\u00ad\ufe0f\u0301":  "", // marks with nothing under them
		"\U000e0041":          "", // a tag
		"。":                   "。",
		"👍":                   "👍",
		"e\u0301":             "e\u0301",
		"家\u200d":             "家\u200d",
	} {
		if got := cleanNote(note); got != want {
			t.Errorf("of %+q is left %+q, want %+q", note, got, want)
		}
	}
}

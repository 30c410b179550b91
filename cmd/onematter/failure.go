package main

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// failed is an error with words in both languages; the English ones are its
// Error.
type failed struct{ words metamodel.Text }

func (e failed) Error() string { return e.words.In("en") }

func failure(zh, en string) error { return failed{metamodel.ZhEn(zh, en)} }

// langOf is the language a command was asked to speak.
func langOf(c *cobra.Command) string {
	if c != nil {
		if f := c.Flags().Lookup("lang"); f != nil {
			return f.Value.String()
		}
	}
	return userLang()
}

// sayFailure words the error that ends the program: what the operating system
// says of a file, and what we say ourselves, has Chinese words too.
func sayFailure(err error, lang string) string {
	text := err.Error()
	if lang == "zh" {
		var ours failed
		var ps metamodel.Problems
		var file *fs.PathError
		switch {
		case errors.As(err, &ours):
			text = strings.Replace(text, ours.Error(), ours.words.In(lang), 1)
		case errors.As(err, &ps) && len(ps) > 0:
			text = strings.Replace(text, ps.Error(), saidOf(ps, lang), 1)
		case errors.As(err, &file):
			text = strings.Replace(text, file.Error(), file.Path+"："+catalog.Reason(file.Err).In(lang), 1)
		}
	}
	return visible(text)
}

func saidOf(ps metamodel.Problems, lang string) string {
	said := make([]string, len(ps))
	for i, p := range ps {
		said[i] = p.In(lang)
	}
	return strings.Join(said, "；")
}

package main

import (
	"github.com/spf13/pflag"

	"github.com/onematter/onematter/metamodel"
)

// bilingual is a text given by two flags: NAME in Chinese and NAME-en in English.
type bilingual struct{ zh, en string }

func (b *bilingual) vars(f *pflag.FlagSet, name, what string) {
	f.StringVar(&b.zh, name, "", what+", in Chinese")
	f.StringVar(&b.en, name+"-en", "", what+", in English")
}

// text is nil when nothing was given.
func (b *bilingual) text() metamodel.Text {
	switch {
	case b.zh == "" && b.en == "":
		return nil
	case b.en == "":
		return metamodel.Zh(b.zh)
	}
	return metamodel.ZhEn(b.zh, b.en)
}

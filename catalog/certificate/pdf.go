package certificate

import (
	"fmt"
	"time"

	"github.com/onematter/onematter/catalog"
)

// PDF draws a certificate on A4: the page for the file, with its font inside.
// s may be nil: the paper says that it is not signed. The same certificate, the
// same bytes.
func PDF(c *catalog.Certificate, s *catalog.SignedCertificate, lang string) ([]byte, error) {
	v := newView(c, s, lang)
	at, err := time.Parse(time.DateOnly, c.Day)
	if err != nil {
		return nil, fmt.Errorf("reading the certificate's day: %w", err)
	}
	if s != nil {
		at = s.Created
	}
	p, err := newPaper(say(lang, "title")+" "+v.Name, lang, at)
	if err != nil {
		return nil, err
	}
	p.foot = v.Pack + " " + v.Version + "  " + v.Release

	p.text(10, soft, say(lang, "title"))
	p.text(22, ink, v.Name)
	p.text(11, soft, v.Basis)
	p.space(5)
	p.heads(v.Heads)

	p.heading(say(lang, "mean"))
	p.table([]column{{say(lang, "what"), 58, left}, {"", 48, left}, {say(lang, "before"), 26, right}, {say(lang, "after"), 26, right}, {say(lang, "saved"), 16, right}}, len(v.Lines), func(i int) []cell {
		l := v.Lines[i]
		change := cell{text: l.Saved}
		if l.Less {
			change.colour = &good
		}
		bar := cell{}
		if l.Saved != "" {
			bar.bar = &v.Lines[i].Bar
		}
		return []cell{{text: l.Name}, bar, {text: l.Before}, {text: l.After}, change}
	})

	p.heading(say(lang, "included"))
	p.table([]column{{"", 90, left}, {"", 84, right}}, len(v.Matters), func(i int) []cell {
		return []cell{{text: v.Matters[i].Name}, {text: v.Matters[i].Department, colour: &soft}}
	})

	p.heading(say(lang, "each"))
	p.table([]column{{say(lang, "share"), 16, left}, {say(lang, "matters"), 94, left}, {say(lang, "fields"), 20, right}, {say(lang, "docs"), 20, right}, {say(lang, "days"), 24, right}}, len(v.Rows), func(i int) []cell {
		r := v.Rows[i]
		return []cell{{text: r.Share}, {text: r.Matters, small: r.Example}, {text: r.Fields}, {text: r.Documents}, {text: r.Days}}
	})
	if v.More != "" {
		p.space(1)
		p.text(9, soft, v.More)
	}

	p.heading(say(lang, "basis"))
	p.text(9, soft, say(lang, "method"))

	p.space(6)
	p.rule()
	p.text(8.5, soft, say(lang, "release")+" "+v.Pack+" "+v.Version+"  "+v.Day)
	p.text(8.5, soft, v.Release)
	if v.Signed == nil {
		p.text(8.5, soft, say(lang, "unsigned"))
	} else {
		p.text(8.5, soft, say(lang, "signed")+" "+v.Signed.Created+"  "+v.Signed.Key)
		p.text(8.5, soft, v.Signed.Hash)
		p.text(8.5, soft, v.Signed.Signature)
	}
	return p.bytes()
}

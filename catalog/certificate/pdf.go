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
	columns := []column{{say(lang, "what"), 58, left}, {"", 48, left}, {say(lang, "before"), 26, right}, {say(lang, "after"), 26, right}, {say(lang, "saved"), 16, right}}
	if v.Delivers {
		columns = []column{{say(lang, "what"), 52, left}, {"", 24, left}, {say(lang, "before"), 19, right}, {say(lang, "after"), 19, right}, {say(lang, "saved"), 16, right}, {say(lang, "given"), 28, right}, {say(lang, "saved"), 16, right}}
	}
	change := func(said string, less bool) cell {
		if less {
			return cell{text: said, colour: &good}
		}
		return cell{text: said}
	}
	p.table(columns, len(v.Lines), func(i int) []cell {
		l := v.Lines[i]
		bar := cell{}
		if l.Saved != "" {
			bar.bar = &v.Lines[i].Bar
		}
		cells := []cell{{text: l.Name}, bar, {text: l.Before}, {text: l.After}, change(l.Saved, l.Less)}
		if v.Delivers {
			cells = append(cells, cell{text: l.Delivered}, change(l.DeliveredSaved, l.DeliveredLess))
		}
		return cells
	})

	if v.Delivers {
		p.heading(say(lang, "givers"))
		if v.Gives != "" {
			p.text(9.5, soft, v.Gives)
		} else {
			p.table([]column{{say(lang, "item"), 74, left}, {say(lang, "giver"), 74, left}, {say(lang, "spares"), 26, right}}, len(v.Given), func(i int) []cell {
				return []cell{{text: v.Given[i].Name}, {text: v.Given[i].Giver, colour: &soft}, {text: v.Given[i].Share}}
			})
		}
	}

	if v.Span != "" {
		p.heading(say(lang, "real"))
		p.text(9.5, soft, v.Span)
		if len(v.Real) > 0 {
			p.space(1)
			p.table([]column{{say(lang, "what"), 70, left}, {say(lang, "cases"), 20, right}, {say(lang, "promised"), 28, right}, {say(lang, "median"), 28, right}, {say(lang, "p90"), 28, right}}, len(v.Real), func(i int) []cell {
				l := v.Real[i]
				return []cell{{text: l.Name}, {text: l.Cases}, {text: l.Promised}, {text: l.Median}, {text: l.P90}}
			})
		}
	}

	p.heading(say(lang, "included"))
	p.table([]column{{"", 90, left}, {"", 84, right}}, len(v.Matters), func(i int) []cell {
		return []cell{{text: v.Matters[i].Name}, {text: v.Matters[i].Department, colour: &soft}}
	})

	if len(v.Spared) > 0 {
		p.heading(say(lang, "spared"))
		p.table([]column{{say(lang, "docs"), 62, left}, {say(lang, "why"), 92, left}, {say(lang, "share"), 20, right}}, len(v.Spared), func(i int) []cell {
			return []cell{{text: v.Spared[i].Name}, {text: v.Spared[i].Why, colour: &soft}, {text: v.Spared[i].Share}}
		})
	}

	p.heading(say(lang, "each"))
	columns = []column{{say(lang, "share"), 16, left}, {say(lang, "matters"), 94, left}, {say(lang, "fields"), 20, right}, {say(lang, "docs"), 20, right}, {say(lang, "days"), 24, right}}
	if v.Delivers {
		columns = []column{{say(lang, "share"), 15, left}, {say(lang, "matters"), 69, left}, {say(lang, "fields"), 30, right}, {say(lang, "docs"), 30, right}, {say(lang, "days"), 30, right}}
	}
	p.table(columns, len(v.Rows), func(i int) []cell {
		r := v.Rows[i]
		return []cell{{text: r.Share}, {text: r.Matters, small: r.Example}, {text: r.Fields}, {text: r.Documents}, {text: r.Days}}
	})
	if v.More != "" {
		p.space(1)
		p.text(9, soft, v.More)
	}

	last := []string{say(lang, "release") + " " + v.Pack + " " + v.Version + "  " + v.Day, v.Release}
	if v.Signed == nil {
		last = append(last, say(lang, "unsigned"))
	} else {
		last = append(last, say(lang, "signed")+" "+v.Signed.Created+"  "+v.Signed.Key, v.Signed.Hash, v.Signed.Signature)
	}
	const above = 6.0
	signature := above + ruled
	for _, s := range last {
		signature += p.height(8.5, s)
	}
	// What is signed never stands alone on the last page: how it was measured goes along.
	p.room(headed + p.height(9, v.Method) + signature)
	p.heading(say(lang, "basis"))
	p.text(9, soft, v.Method)
	p.space(above)
	p.rule()
	for _, s := range last {
		p.text(8.5, soft, s)
	}
	return p.bytes()
}

package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// written is where a pack goes in which matters were restructured: into a folder,
// or only to the eyes as what would change.
type written struct {
	out, lang string
	dry       bool
}

func (w *written) vars(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&w.out, "out", "", "folder to write to; must be empty or absent")
	f.BoolVar(&w.dry, "dry-run", false, "write nothing, show what would change")
	langVar(f, &w.lang, "messages")
}

// check refuses neither and both.
func (w *written) check() error {
	if w.dry == (w.out != "") {
		return failure("请写 --out 或 --dry-run 其中之一", "write one of --out and --dry-run")
	}
	return nil
}

// write compiles a pack and writes or shows it, with what is left to decide.
func (w *written) write(c *cobra.Command, from *catalog.Release, p *catalog.Pack, ps metamodel.Problems) error {
	if ps.Failed() {
		return refused(c, ps, w.lang)
	}
	next, err := recompiled(p)
	if err != nil {
		return refused(c, err, w.lang)
	}
	ps = append(catalog.ActsEarly(from, next, time.Now()), ps...)
	to := c.OutOrStdout()
	if w.dry {
		fmt.Fprint(to, visible(catalog.Diff(from, next).Text(w.lang)))
	} else if err := writeFiles(w.out, p.Encode()); err != nil {
		return err
	} else {
		fmt.Fprintln(to, metamodel.ZhEn("已写入 "+w.out, "Written to "+w.out).In(w.lang))
	}
	if len(ps) > 0 {
		fmt.Fprintln(to, metamodel.ZhEn("还须由人决定：", "Still to be decided:").In(w.lang))
	}
	for _, p := range ps {
		fmt.Fprintln(to, visible("- "+p.In(w.lang)+" ("+p.Code+")"))
	}
	return nil
}

package citizen

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// BesideView is what may be changed with answers that are asked for, and when.
type BesideView struct {
	ID     string
	Leads  []string
	Blocks []Block
}

// besideBlocks puts what lies beside the answers asked for behind the last of these, each
// once: what belongs to the same ones stands together.
func (v *formView) besideBlocks(view *engine.CaseView, opened map[string]bool, blocks []Block) []Block {
	type box struct {
		engine.Beside
		paths map[string]bool
	}
	var boxes []box
	for _, b := range view.Beside {
		if !opened[b.Path] {
			continue // it is drawn with what it lies in
		}
		same := func(x box) bool { return slices.Equal(x.Decides, b.Decides) && slices.Equal(x.Fits, b.Fits) }
		i := slices.IndexFunc(boxes, same)
		if i < 0 {
			i, boxes = len(boxes), append(boxes, box{b, map[string]bool{}})
		}
		boxes[i].paths[b.Path] = true
	}
	for _, b := range boxes {
		drawn := v.flagged(openedOnly(view.Matter.Form, b.paths))
		if len(drawn) == 0 {
			continue // with what is said now it is not theirs to give
		}
		at, heading := v.besideAt(blocks, slices.Concat(b.Decides, b.Fits)), ""
		for _, block := range blocks[:at] {
			if block.Heading != "" {
				heading = block.Heading
			}
		}
		if own := drawn[0].Heading; heading == own || strings.HasPrefix(heading, own+" · ") { // it stands above already
			drawn[0].Heading = ""
		}
		said := &BesideView{ID: "b-" + anchor(b.Path), Blocks: drawn}
		if len(b.Decides) > 0 {
			said.Leads = append(said.Leads, v.T("correction.beside.decides", v.allCalled(view, b.Decides)))
		}
		if len(b.Fits) > 0 {
			said.Leads = append(said.Leads, v.T("correction.beside.fits", v.allCalled(view, b.Fits)))
		}
		blocks = slices.Insert(blocks, at, Block{Beside: said})
	}
	return blocks
}

// besideAt is where what lies beside these answers stands: behind the last of them,
// or, where what is said now closes them, where they stood.
func (v *formView) besideAt(blocks []Block, asked []string) int {
	before, at := 0, 0
	var order []string // of the form's fields and lists
	for _, s := range v.rec.Form.Sections {
		v.rec.Walk(s, func(p metamodel.Place) { order = append(order, p.Path) })
	}
	first := slices.IndexFunc(order, func(path string) bool { return slices.Contains(asked, path) })
	for i, block := range blocks {
		if block.draws(asked) {
			at = i + 1
		}
		if n := slices.Index(order, block.path()); n >= 0 && n < first {
			before = i + 1
		}
	}
	for at = max(at, before); at < len(blocks) && blocks[at].Beside != nil; {
		at++ // behind what else lies beside them
	}
	return at
}

// path is that of the answer, or of the list, that a block draws; "" for none.
func (b Block) path() string {
	switch {
	case b.Field != nil:
		return b.Field.Name
	case b.Repeat != nil:
		return b.Repeat.Path
	}
	return ""
}

// draws reports whether a block draws one of the answers, or the list it is in.
func (b Block) draws(paths []string) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		return b.Field != nil && b.Field.Name == path || b.Repeat != nil && (b.Repeat.Path == path || strings.HasPrefix(path, b.Repeat.Path+"/"))
	})
}

// allCalled names what is at these paths, each name once.
func (v *formView) allCalled(view *engine.CaseView, paths []string) string {
	var names []string
	for _, path := range paths {
		if name := v.T("correction.because.field", v.called(view, v.rec, path)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return v.List(names)
}

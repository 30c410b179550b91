package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func themeLayoutCommand() *cobra.Command {
	var lang, format string
	c := &cobra.Command{
		Use:   "layout PACK THEME",
		Short: "Show how a theme's merged form is arranged, what was derived, and what staff changed",
		Long: `Pages, fields, rows and materials of a merged form, and the questions of the guide, stand
in a derived order. What the theme says of it (layout) is laid over that order. This prints the pages as they
are, every difference from the derived ones, and what the layout names that is gone.

--format yaml prints the whole arrangement as a layout: to paste into the theme's
file and change. A field that comes to a matter's form later still finds its place.`,
		Example: `  onematter theme layout open-a-restaurant T01 --lang en
  onematter theme layout ./pack T01 --format yaml >> pack/themes/T01.yaml`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			_, t, err := themeOfPack(c.Context(), args[0], args[1])
			if err != nil {
				return err
			}
			switch format {
			case "yaml":
				_, err = c.OutOrStdout().Write(catalog.EncodeLayout(t.Layout()))
			case "json":
				err = printJSON(c.OutOrStdout(), map[string]any{"derived": t.Derived(), "now": t.Arrangement(), "changes": orEmpty(t.Rearranged()), "problems": orEmpty(t.Loose)})
			default:
				printLayout(visibly{c.OutOrStdout()}, t, lang)
			}
			return err
		},
	}
	langVar(c.Flags(), &lang, "report")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "yaml", "json")
	return c
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

var layoutWords = map[string]map[string]string{
	"zh": {"page": "%d. %s（%s）\n", "derived": "与推导的排列没有差别\n", "changes": "与推导的排列的差别：\n", "loose": "请留意：\n", "materials": "材料：\n", "questions": "引导问题（尚未作答时的顺序）：\n",
		"proven": "      可由 %s 证明，有时不用交\n", "kept": "      可由 %s 证明，仍保留：%s\n",
		"section new": "  分组 %s：自设，第 %s 个\n", "section gone": "  分组 %s：推导为第 %s 个，现已不单独成页\n", "section moved": "  分组 %s：由第 %s 个改为第 %s 个\n",
		"field": "  %s：由分组 %s 移到 %s\n", "place": "  %s：由第 %s 个改为第 %s 个\n", "title": "  分组 %s 的标题：由“%s”改为“%s”\n", "hint": "  %s 的说明：由“%s”改为“%s”\n", "label": "  %s 的名称：由“%s”改为“%s”\n"},
	"en": {"page": "%d. %s (%s)\n", "derived": "Arranged as it was derived\n", "changes": "Different from what was derived:\n", "loose": "Take note:\n", "materials": "Materials:\n", "questions": "Questions of the guide (while nothing is answered):\n",
		"proven": "      proven by %s, then not handed in\n", "kept": "      proven by %s, and kept all the same: %s\n",
		"section new": "  section %s: staff's own, place %s\n", "section gone": "  section %s: derived at place %s, now no page of its own\n", "section moved": "  section %s: place %s before, %s now\n",
		"field": "  %s: section %s before, %s now\n", "place": "  %s: place %s before, %s now\n", "title": "  title of section %s: “%s” before, “%s” now\n", "hint": "  hint of %s: “%s” before, “%s” now\n", "label": "  name of %s: “%s” before, “%s” now\n"},
}

func printLayout(out io.Writer, t *catalog.Theme, lang string) {
	words := layoutWords[lang]
	now := t.Arrangement()
	fmt.Fprintf(out, "%s (%s)\n", t.Def.Name.In(lang), t.Def.ID)
	for i, s := range now.Sections {
		fmt.Fprintf(out, words["page"], i+1, s.Title.In(lang), s.ID)
		for _, path := range s.Fields {
			fmt.Fprintf(out, "   %s %s\n", path, labelAt(t.Merged, path).In(lang))
			for _, w := range t.Wordings(path, nil) {
				if said := w.In(lang); said != "" {
					fmt.Fprintf(out, "      %s\n", said)
				}
			}
		}
	}
	fmt.Fprint(out, words["materials"])
	for _, m := range t.Materials {
		fmt.Fprintf(out, "   %s %s\n", m.Material.ID, m.Material.Name.In(lang))
		var by []string
		for _, n := range m.StandIns {
			by = append(by, n.ID)
		}
		for _, y := range m.Results {
			by = append(by, y.Def.ID)
		}
		switch {
		case m.Kept != nil && len(by) > 0:
			fmt.Fprintf(out, words["kept"], strings.Join(by, ", "), m.Kept.Reason.In(lang))
		case len(by) > 0:
			fmt.Fprintf(out, words["proven"], strings.Join(by, ", "))
		}
	}
	if len(now.Questions) > 0 {
		fmt.Fprint(out, words["questions"])
	}
	for _, id := range now.Questions {
		fmt.Fprintf(out, "   %s %s\n", id, questionText(t, id).In(lang))
	}
	changes := t.Rearranged()
	if len(changes) == 0 {
		fmt.Fprint(out, words["derived"])
	} else {
		fmt.Fprint(out, words["changes"])
	}
	for _, c := range changes {
		printRearranged(out, c, words, lang)
	}
	if len(t.Loose) > 0 {
		fmt.Fprint(out, words["loose"])
	}
	for _, p := range t.Loose {
		fmt.Fprintf(out, "  %s: %s [%s]\n", p.Path, p.In(lang), p.Code)
	}
}

func questionText(t *catalog.Theme, id string) metamodel.Text {
	for _, q := range t.Def.Guide {
		if q.ID == id {
			return q.Text
		}
	}
	return nil
}

func printRearranged(out io.Writer, c catalog.Rearranged, words map[string]string, lang string) {
	switch {
	case c.Kind == "section" && c.From == "":
		fmt.Fprintf(out, words["section new"], c.Path, c.To)
	case c.Kind == "section" && c.To == "":
		fmt.Fprintf(out, words["section gone"], c.Path, c.From)
	case c.Kind == "section":
		fmt.Fprintf(out, words["section moved"], c.Path, c.From, c.To)
	case c.Kind == "title" || c.Kind == "hint" || c.Kind == "label":
		fmt.Fprintf(out, words[c.Kind], c.Path, c.Was.In(lang), c.Is.In(lang))
	case c.Between:
		fmt.Fprintf(out, words["field"], c.Path, c.From, c.To)
	default:
		fmt.Fprintf(out, words["place"], c.Path, c.From, c.To)
	}
}

// labelAt names a field, group or repeat of a form; a text has no name.
func labelAt(f *metamodel.Form, path string) metamodel.Text {
	if x, ok := f.Field(path); ok {
		return x.Label
	}
	if g, ok := f.Group(path); ok {
		return g.Label
	}
	return nil
}

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func themeGuideCommand() *cobra.Command {
	var lang, format string
	c := &cobra.Command{
		Use:   "guide PACK THEME",
		Short: "Print the shortest question tree that follows from a theme's conditions",
		Long: `Compute the guide of a theme from the conditions of its matters, materials and
fields: which question is asked when, how many people come to it by the theme's
shares, and what each answer decides. Ways that have the same left to decide run
together. What the theme's layout wants asked first comes first. Beside it stands
how many questions are asked on average, and how many in the order staff wrote. PACK is a folder, a ZIP file, an address, or a built-in
pack.`,
		Example: `  onematter theme guide open-a-restaurant T01 --lang en
  onematter theme guide ./pack T01 --format dot | dot -Tsvg > guide.svg`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			_, t, err := themeOfPack(c.Context(), args[0], args[1])
			if err != nil {
				return err
			}
			d, out := t.ShortestGuide(), visibly{c.OutOrStdout()}
			switch format {
			case "json":
				return printJSON(c.OutOrStdout(), d)
			case "mermaid":
				return drawGuide(out, t, d, lang, "flowchart TD\n", "", "  s%s{%s}\n", "  s%s([%s])\n", "  s%s -- %s --> s%s\n")
			case "dot":
				return drawGuide(out, t, d, lang, "digraph guide {\n  node [fontname=sans-serif];\n", "}\n", "  s%s [shape=box,label=%s];\n", "  s%s [shape=oval,label=%s];\n", "  s%[1]s -> s%[3]s [label=%[2]s];\n")
			}
			return printGuide(out, t, d, lang)
		},
	}
	langVar(c.Flags(), &lang, "tree")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json", "mermaid", "dot")
	return c
}

var guideWords = map[string]map[string]string{
	"zh": {
		"asks": "平均问 %s 个问题", "written": "；按所写顺序 %s 个", "fewest": "；没有更少的问法", "first": "；不按布局，平均 %s 个\n布局要求先问：%s", "then": "、", "lot": "（抽样估计）", "part": "（只列出前面的步骤）\n",
		"step": "%d. %s %s（%s 的人问到）\n", "in": "需要", "out": "不需要", "fields": "定下 %d 项填写内容", "materials": "要交", "to": "→ %d", "end": "→ 结束", "more": "→ 未列出",
		"questions": "每个问题能改变什么\n", "derived": "（自动生成）", "source": "占比来源：%s", "matters": "事项", "hung": "字段和材料", "most": "回答不同，最多相差 %d 项填写、%d 份材料", "form": "条件还用到下列字段，在表单里填写\n", "none": "什么也不改变",
	},
	"en": {
		"asks": "On average the guide asks %s", "written": "; in the order written, %s", "fewest": "; no order asks fewer", "first": "; as derived, %s\nThe layout wants asked first: %s", "then": ", ", "lot": " (estimated by lot)", "part": "(only the first steps are listed)\n",
		"step": "%d. %s %s (%s of the people)\n", "in": "needed", "out": "not needed", "fields": "settles %d field(s)", "materials": "hand in", "to": "→ %d", "end": "→ end", "more": "→ not listed",
		"questions": "What each question can change\n", "derived": " (derived)", "source": "shares: %s", "matters": "matters", "hung": "fields and materials", "most": "the answers differ by up to %d field(s) and %d document(s)", "form": "Conditions also read these fields, which the form asks\n", "none": "changes nothing",
	},
}

func percent(share float64) string { return strconv.FormatFloat(share*100, 'f', 1, 64) + "%" }

func count(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

func printGuide(out io.Writer, t *catalog.Theme, d *catalog.DerivedGuide, lang string) error {
	w := guideWords[lang]
	fmt.Fprintf(out, "%s (%s)\n", d.Name.In(lang), d.Theme)
	fmt.Fprintf(out, w["asks"], count(d.Expected))
	fmt.Fprintf(out, w["written"], count(d.Written))
	if d.Fewest {
		fmt.Fprint(out, w["fewest"])
	}
	if !d.Exact {
		fmt.Fprint(out, w["lot"])
	}
	if len(d.First) > 0 {
		fmt.Fprintf(out, w["first"], count(d.Derived), strings.Join(d.First, w["then"]))
	}
	fmt.Fprint(out, "\n\n")
	texts := map[string]metamodel.Text{}
	for _, q := range d.Questions {
		texts[q.ID] = q.Text
	}
	for _, s := range d.Steps {
		fmt.Fprintf(out, w["step"], s.Number, s.Question, texts[s.Question].In(lang), percent(s.Share))
		for _, b := range s.Answers {
			fmt.Fprintf(out, "   %s %s  %s\n", b.Label.In(lang), percent(b.Share), branchWords(t, b, lang))
		}
	}
	if !d.Whole {
		fmt.Fprint(out, w["part"])
	}
	fmt.Fprint(out, "\n", w["questions"])
	for _, q := range d.Questions {
		printQuestion(out, t, q, lang)
	}
	if len(d.InForm) > 0 {
		fmt.Fprint(out, "\n", w["form"])
		for _, q := range d.InForm {
			printQuestion(out, t, q, lang)
		}
	}
	return nil
}

func printQuestion(out io.Writer, t *catalog.Theme, q catalog.DerivedQuestion, lang string) {
	w := guideWords[lang]
	fmt.Fprintf(out, "%s %s", q.ID, q.Text.In(lang))
	if q.Derived {
		fmt.Fprint(out, w["derived"])
	}
	fmt.Fprintln(out)
	line := func(words string) { fmt.Fprintln(out, "   "+words) }
	if len(q.Effect.Matters) > 0 {
		var names []string
		for _, m := range q.Effect.Matters {
			names = append(names, nameOf(t, m).In(lang))
		}
		line(w["matters"] + ": " + strings.Join(names, ", "))
	}
	if len(q.Effect.Hung) > 0 {
		var names []string
		for _, h := range q.Effect.Hung {
			names = append(names, h.Name.In(lang)+" ("+h.Matter+")")
		}
		line(w["hung"] + ": " + strings.Join(names, ", "))
	}
	if q.Effect.MoreFields+q.Effect.MoreMaterials > 0 {
		line(metamodel.Counted(w["most"], q.Effect.MoreFields, q.Effect.MoreMaterials))
	}
	if len(q.Effect.Matters)+len(q.Effect.Hung) == 0 {
		line(w["none"])
	}
	if s := q.Source.In(lang); s != "" {
		line(fmt.Sprintf(w["source"], s))
	}
}

// branchWords says what an answer decides and where it leads.
func branchWords(t *catalog.Theme, b catalog.GuideBranch, lang string) string {
	w := guideWords[lang]
	names := func(list []string) string {
		var out []string
		for _, id := range list {
			name := nameOf(t, id)
			for _, m := range t.Materials {
				if m.Material.ID == id {
					name = m.Material.Name
				}
			}
			out = append(out, name.In(lang))
		}
		return strings.Join(out, ", ")
	}
	var parts []string
	if len(b.In) > 0 {
		parts = append(parts, w["in"]+": "+names(b.In))
	}
	if len(b.Out) > 0 {
		parts = append(parts, w["out"]+": "+names(b.Out))
	}
	if b.Fields > 0 {
		parts = append(parts, metamodel.Counted(w["fields"], b.Fields))
	}
	if len(b.Materials) > 0 {
		parts = append(parts, w["materials"]+": "+names(b.Materials))
	}
	switch b.Next {
	case 0:
		parts = append(parts, w["end"])
	case -1:
		parts = append(parts, w["more"])
	default:
		parts = append(parts, fmt.Sprintf(w["to"], b.Next))
	}
	return strings.Join(parts, "  ")
}

// drawGuide writes the tree in a language of drawings: a head and tail, a
// question, the end, and an arrow.
func drawGuide(out io.Writer, t *catalog.Theme, d *catalog.DerivedGuide, lang, head, tail, box, oval, arrow string) error {
	quoted := func(s string) string {
		return `"` + strings.NewReplacer(`"`, "'", `\`, "/", "\n", " ").Replace(s) + `"`
	}
	texts := map[string]metamodel.Text{}
	for _, q := range d.Questions {
		texts[q.ID] = q.Text
	}
	fmt.Fprint(out, head)
	w := guideWords[lang]
	ends := map[int]string{}
	for _, s := range d.Steps {
		fmt.Fprintf(out, box, strconv.Itoa(s.Number), quoted(texts[s.Question].In(lang)+" "+percent(s.Share)))
		for _, b := range s.Answers {
			to := strconv.Itoa(b.Next)
			if b.Next <= 0 {
				to = "end"
				ends[b.Next] = strings.TrimPrefix(w[map[int]string{0: "end", -1: "more"}[b.Next]], "→ ")
				if b.Next < 0 {
					to = "more"
				}
			}
			fmt.Fprintf(out, arrow, strconv.Itoa(s.Number), quoted(b.Label.In(lang)+" "+percent(b.Share)), to)
		}
	}
	for n, to := range []string{"end", "more"} {
		if words := ends[-n]; words != "" {
			fmt.Fprintf(out, oval, to, quoted(words))
		}
	}
	_, err := fmt.Fprint(out, tail)
	return err
}

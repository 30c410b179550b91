package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func explainCommand() *cobra.Command {
	var lang, format, answers, today string
	var matters []string
	var mask bool
	c := &cobra.Command{
		Use:   "explain PACK FORM [PATH]",
		Short: "Say why a page or a question is shown, required or computed",
		Long: `Check answers against a form and say of one page or question whether it is shown,
required or computed, and why: the conditions on the way to it, whether they
hold, and the answers they read. FORM is a form or a theme of the pack. PATH is
an answer's (premises/DE00203, employee/0/DE00001), a group's (employee), a page
(page:people) or a static text (text:intro). Without PATH: every page, how far
it has come, and what is missing.`,
		Example: `  onematter explain catalog/packs/open-a-restaurant M02 applicant/DE00104 --answers answers.json --lang en
  onematter explain catalog/packs/open-a-restaurant M02 --answers - < answers.json`,
		Args: cobra.RangeArgs(2, 3),
		RunE: func(c *cobra.Command, args []string) error {
			form, calendar, err := formOfPack(args[0], args[1])
			if err != nil {
				return err
			}
			given, err := readAnswersFile(c.InOrStdin(), answers)
			if err != nil {
				return err
			}
			ctx := metamodel.Context{Today: time.Now(), WorkingDays: calendar}
			if today != "" {
				if ctx.Today, err = time.Parse(time.DateOnly, today); err != nil {
					return failure("--today："+today+" 不是形如 2026-05-01 的日期", "--today: "+today+" is not a date like 2026-05-01")
				}
			}
			if len(matters) > 0 {
				ctx.Scope = map[string]bool{}
				for _, m := range matters {
					ctx.Scope[m] = true
				}
			}
			rec := form.Check(given, ctx)
			// As the preview of the API answers it: without the document there is
			// nothing to explain.
			if ps := unreadable(rec, given, answers); ps.Failed() {
				if err := printProblems(c, ps, lang, format); err != nil {
					return err
				}
				return exitError{code: 1}
			}
			if len(args) == 2 {
				return printJourney(c.OutOrStdout(), rec, lang, format)
			}
			x, ok := rec.Explain(args[2], mask)
			if !ok {
				return failure("表单 "+form.ID+" 里没有 "+args[2]+"，或者答案里没有这一行", "the form "+form.ID+" has nothing at "+args[2]+", or the answers have no such row")
			}
			return printExplanation(c.OutOrStdout(), x, lang, format)
		},
	}
	langVar(c.Flags(), &lang, "explanations")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().StringVar(&answers, "answers", "", "file of the answers as JSON; - is the standard input; none are no answers")
	c.Flags().StringVar(&today, "today", "", "the day of the filing, like 2026-05-01 (today when left out)")
	c.Flags().StringSliceVar(&matters, "matters", nil, "of a theme: the matters in scope, comma-separated (all when left out)")
	c.Flags().BoolVar(&mask, "mask", false, "mask sensitive answers")
	return c
}

// formOfPack compiles a pack and finds a form, or a theme's merged one, by id.
func formOfPack(dir, id string) (*metamodel.Form, func(from, to time.Time) (int, bool), error) {
	if err := isFolder(dir); err != nil {
		return nil, nil, err
	}
	p, ps := catalog.Read(os.DirFS(dir))
	if p == nil {
		return nil, nil, packProblems(dir, ps)
	}
	needs, _, err := builtinReleases(p.Needs)
	if err != nil {
		return nil, nil, err
	}
	rel, ps := catalog.CompilePack(p, needs...)
	if rel == nil {
		return nil, nil, packProblems(dir, ps)
	}
	var count func(from, to time.Time) (int, bool)
	if ids := rel.CalendarIDs(); len(ids) > 0 {
		count = rel.Calendar(ids[0]).WorkingDays
	}
	if t := rel.Theme(id); t != nil {
		return t.Merged, count, nil
	}
	if f := rel.Form(catalog.FormID(id)); f != nil {
		return f, count, nil
	}
	return nil, nil, failure("资源包 "+p.Name+" 里没有表单 "+id, "the pack "+p.Name+" has no form "+id)
}

// mostSaidProblems is how many errors of a pack are told where something else was asked.
const mostSaidProblems = 3

// packProblems is the first errors of a pack that cannot be used; onematter check
// tells the rest.
func packProblems(source string, ps metamodel.Problems) error {
	errs := slices.DeleteFunc(slices.Clone(ps), func(p metamodel.Problem) bool { return p.Severity == metamodel.Warning })
	first := errs[:min(len(errs), mostSaidProblems)]
	said := func(lang string) string {
		var out string
		for _, p := range first {
			at := p.File
			if p.Path != "" {
				at += "#/" + p.Path
			}
			if at != "" {
				at += ": "
			}
			out += "\n  " + at + p.In(lang) + " [" + p.Code + "]"
		}
		if more := len(errs) - len(first); more > 0 {
			out += "\n  " + metamodel.Worded("另有 {n} 个", "{n} more", "n", more).In(lang)
		}
		return out
	}
	return failure(fmt.Sprintf("资源包有 %d 个错误，请运行 onematter check %s%s", len(errs), source, said("zh")),
		metamodel.Counted("the pack has %d error(s): run onematter check ", len(errs))+source+said("en"))
}

// unreadable is what is wrong with a document of answers as a whole. An empty
// file is no document, while no file are no answers.
func unreadable(rec *metamodel.Record, given []byte, file string) metamodel.Problems {
	switch {
	case rec.Unread():
		return rec.Problems
	case file != "" && len(given) == 0:
		return metamodel.Gate(given, metamodel.AnswerLimits)
	}
	return nil
}

// readAnswersFile reads answers, of a larger file only as much as shows that it
// is too large; no name gives none.
func readAnswersFile(stdin io.Reader, name string) ([]byte, error) {
	switch name {
	case "":
		return nil, nil
	case "-":
		return io.ReadAll(io.LimitReader(stdin, int64(metamodel.AnswerLimits.Bytes)+1))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(metamodel.AnswerLimits.Bytes)+1))
}

func printJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

var explainWords = map[string]map[string]string{
	"zh": {"true": "成立", "false": "不成立", "unknown": "未知", "absent": "未填写", "invalid": "有误", "hidden": "未显示", "answered": "",
		"skipped": "不经过", "empty": "无需填写", "todo": "未开始", "partial": "未完成", "done": "已完成", "missing": "缺 %d 项", "left": "还需约 %d 秒\n"},
	"en": {"true": "holds", "false": "does not hold", "unknown": "unknown", "absent": "not answered", "invalid": "not valid", "hidden": "not shown", "answered": "",
		"skipped": "not on the path", "empty": "nothing to ask", "todo": "not begun", "partial": "begun", "done": "done", "missing": "%d missing", "left": "about %d second(s) left\n"},
}

func printExplanation(out io.Writer, x metamodel.Explanation, lang, format string) error {
	if format == "json" {
		return printJSON(out, x)
	}
	words, out := explainWords[lang], visibly{out}
	fmt.Fprintf(out, "%s (%s)\n%s\n", x.Label.In(lang), x.Path, x.Because.In(lang))
	for _, r := range x.Reasons {
		if r.Source == "" {
			continue
		}
		name := r.Kind + " " + r.Of
		if r.Matter != "" {
			name += " (" + r.Matter + ")"
		}
		fmt.Fprintf(out, "\n  %s: %s\n    %s\n    %s\n", name, words[r.Truth], r.Words.In(lang), strings.Join(strings.Fields(r.Source), " "))
		for _, a := range r.Reads {
			said := strings.TrimSpace(words[a.State] + " " + a.Value.In(lang))
			fmt.Fprintf(out, "      %s %s: %s\n", a.Path, a.Label.In(lang), said)
		}
	}
	return nil
}

func printJourney(out io.Writer, rec *metamodel.Record, lang, format string) error {
	j := rec.Journey()
	if format == "json" {
		return printJSON(out, j)
	}
	words, out := explainWords[lang], visibly{out}
	for _, p := range j.Pages {
		line := fmt.Sprintf("%s (page:%s): %s %d/%d", p.Title.In(lang), p.ID, words[string(p.Status)], p.Answered, p.Asked)
		if n := len(p.Missing); n > 0 {
			line += ", " + fmt.Sprintf(words["missing"], n)
		}
		fmt.Fprintln(out, line)
		for _, problem := range p.Problems {
			fmt.Fprintf(out, "  %s: %s\n", problem.Path, problem.In(lang))
		}
	}
	_, err := fmt.Fprint(out, metamodel.Counted(words["left"], j.Seconds))
	return err
}

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func matterCommand() *cobra.Command {
	return family("matter", "Compare matters, find what they ask needlessly, re-engineer them",
		matterReviewCommand(), matterCompareCommand(), matterAdoptCommand(), matterKeepCommand(), matterCancelCommand(), matterMergeCommand(), matterSplitCommand(), matterDelegateCommand(), matterHistoryCommand())
}

// sideOf reads "PACK MATTER" written as PACK/MATTER; a folder's path may have
// slashes of its own.
func sideOf(c *cobra.Command, words string) (*catalog.Release, string, error) {
	at := strings.LastIndexByte(words, '/')
	if at <= 0 || at == len(words)-1 {
		return nil, "", failure("请写成 资源包/事项，例如 open-a-restaurant/M02："+words, "write PACK/MATTER, like open-a-restaurant/M02: "+words)
	}
	r, err := compiledOf(c.Context(), words[:at])
	if err != nil {
		return nil, "", err
	}
	if r.MatterDef(words[at+1:]) == nil {
		return nil, "", failure("资源包 "+r.Pack.Name+" 里没有事项 "+words[at+1:], "the pack "+r.Pack.Name+" has no matter "+words[at+1:])
	}
	return r, words[at+1:], nil
}

func matterCompareCommand() *cobra.Command {
	var lang, format string
	c := &cobra.Command{
		Use:   "compare PACK/MATTER [PACK/MATTER]",
		Short: "Hold a matter against its template, or against the same matter elsewhere",
		Long: `Compare a matter attribute by attribute, material by material, field by field and step
by step with the template it names, or with another matter, which is written first.
PACK is a folder, a ZIP file, an address, or a built-in pack.

+ is heavier for applicants than the template, - lighter. Exit status 1 when something
differs from the template that is neither kept nor proposed.`,
		Example: `  onematter matter compare ./district-a/M02 ./district-b/M02
  onematter matter compare ./district-a/M02 --lang en`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			r, id, err := sideOf(c, args[len(args)-1])
			if err != nil {
				return err
			}
			found, ok := r.AgainstTemplate(id)
			if len(args) == 2 {
				other, template, err := sideOf(c, args[0])
				if err != nil {
					return err
				}
				found, ok = catalog.CompareMatters(other, template, r, id)
			}
			if !ok {
				return refused(c, metamodel.Problems{catalog.AdoptNoTemplate.At("template", "matter", id)}, lang)
			}
			if format == "json" {
				err = printJSON(c.OutOrStdout(), found)
			} else {
				_, err = fmt.Fprint(c.OutOrStdout(), visible(found.Text(lang)))
			}
			if err == nil && len(args) == 1 && found.Undecided() > 0 {
				return exitError{code: 1}
			}
			return err
		},
	}
	langVar(c.Flags(), &lang, "comparison")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	return c
}

func matterAdoptCommand() *cobra.Command {
	var lang, out string
	c := &cobra.Command{
		Use:   "adopt PACK/MATTER PATH...",
		Short: "Take over from the matter's template what the paths name",
		Long: `Write a pack in which a matter is at these paths as its template has it: an attribute
(promisedDays), a material (materials/MT13), a field (form/premises/DE00203), a group of
fields (form/premises) or the whole process (process). Paths are those of matter compare.`,
		Example: "  onematter matter adopt ./district-a/M02 promisedDays materials/MT13 --out ./next",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return restate(c, args[0], out, lang, func(r *catalog.Release, id string) (*catalog.Pack, error) {
				p, ps := catalog.Adopt(r, id, args[1:]...)
				if ps.Failed() {
					return nil, ps
				}
				r, err := recompiled(p)
				if err != nil {
					return nil, err
				}
				return r.Pack, nil
			})
		},
	}
	c.Flags().StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	langVar(c.Flags(), &lang, "messages")
	_ = c.MarkFlagRequired("out")
	return c
}

// givenWords refuses a flag that is there and says nothing.
func givenWords(flag, words string) error {
	if strings.TrimSpace(words) == "" {
		return failure("--"+flag+" 没有写内容", "--"+flag+" says nothing")
	}
	return nil
}

func matterKeepCommand() *cobra.Command {
	var lang, out string
	var reason bilingual
	var propose bool
	c := &cobra.Command{
		Use:   "keep PACK/MATTER PATH",
		Short: "Stay different from the template at a path, and say why",
		Long: `Write a pack in which a matter keeps what differs from its template at PATH and all
below, with a reason. --propose says as well that the template should do likewise.`,
		Example: `  onematter matter keep ./district-a/M02 promisedDays --reason "本区已实现即办" --reason-en "Decided at once in this district" --propose --out ./next`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := givenWords("reason", reason.zh); err != nil {
				return err
			}
			return restate(c, args[0], out, lang, func(r *catalog.Release, id string) (*catalog.Pack, error) {
				p, ps := catalog.Keep(r, id, args[1], reason.text(), propose)
				if ps.Failed() {
					return nil, ps
				}
				r, err := recompiled(p)
				if err != nil {
					return nil, err
				}
				return r.Pack, nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder to write to; must be empty or absent")
	reason.vars(f, "reason", "why")
	f.BoolVar(&propose, "propose", false, "propose it to whoever keeps the template")
	langVar(f, &lang, "messages")
	_ = c.MarkFlagRequired("out")
	_ = c.MarkFlagRequired("reason")
	return c
}

// recompiled compiles a pack that was changed in memory.
func recompiled(p *catalog.Pack) (*catalog.Release, error) {
	whole, ps := catalog.ReadArchive(p.Encode())
	if ps.Failed() {
		return nil, ps
	}
	needs, _, err := builtinReleases(whole.Needs)
	if err != nil {
		return nil, err
	}
	r, ps := catalog.CompilePack(whole, needs...)
	if r == nil {
		return nil, ps
	}
	return r, nil
}

// restate writes a pack in which a matter was changed.
func restate(c *cobra.Command, words, out, lang string, change func(*catalog.Release, string) (*catalog.Pack, error)) error {
	r, id, err := sideOf(c, words)
	if err != nil {
		return err
	}
	p, err := change(r, id)
	if err != nil {
		return refused(c, err, lang)
	}
	if err := writeFiles(out, p.Encode()); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), metamodel.ZhEn("已写入 "+out, "Written to "+out).In(lang))
	return nil
}

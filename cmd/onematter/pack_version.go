package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// find gives the release that words mean: NAME (the one in force),
// NAME@VERSION, NAME@HASH or a HASH, whole or its beginning.
func (h *house) find(ctx context.Context, words string) (*catalog.Release, error) {
	name, which, pinned := strings.Cut(words, "@")
	if strings.HasPrefix(words, "sha256:") {
		name, which, pinned = "", words, true
	}
	list, err := h.catalog.Releases(ctx, name)
	if err != nil {
		return nil, err
	}
	var found []catalog.StoredRelease
	for _, r := range list { // newest first
		hash := strings.HasPrefix(which, "sha256:") && len(which) >= len("sha256:")+8 && strings.HasPrefix(r.Hash, which)
		if !pinned && r.Current || pinned && (hash || r.Version == which) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, failure("没有已发布的资源包 "+words, "there is no release "+words)
	}
	return h.catalog.Release(ctx, found[0].Hash)
}

// printReport prints what the gate found; JSON holds problems alone.
func printReport(c *cobra.Command, r catalog.Report, lang, format string, files func(string) []byte) error {
	if format == "text" {
		for _, p := range catalog.Locate(r.Notes, files) {
			printProblem(c.OutOrStdout(), p, metamodel.ZhEn("说明", "note"), lang)
		}
	}
	return printLocated(c, append(append(metamodel.Problems{}, r.Blockers...), r.Warnings...), lang, format, files)
}

// inForce gives the release of a name that is in force.
func (h *house) inForce(ctx context.Context, name string) (*catalog.Release, error) {
	edition, err := h.catalog.Current(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range edition.Releases {
		if r.Pack.Name == name {
			return r, nil
		}
	}
	return nil, failure("没有在用的资源包 "+name+"，也没有这个名字的文件夹", "there is no pack "+name+" in force, and no folder of that name")
}

func packHistoryCommand() *cobra.Command {
	var lang, format string
	var limit int
	c := configured(&cobra.Command{
		Use:   "history [NAME]",
		Short: "What happened to a pack: who, when, what, from which content to which",
		Args:  cobra.MaximumNArgs(1),
	}, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toRead(c.Context(), func(h *house) error {
			name := ""
			if len(args) > 0 {
				name = args[0]
			}
			list, err := h.catalog.History(c.Context(), name, 0, limit)
			if err != nil {
				return err
			}
			if name != "" && len(list) == 0 {
				return failure("没有名为 "+name+" 的资源包，也就没有它的历史", "nothing happened to a pack "+name+": there is none of that name")
			}
			if format == "json" {
				return printJSON(c.OutOrStdout(), list)
			}
			short := func(hash string) string {
				if hash == "" {
					return "-"
				}
				return hash[:min(len(hash), len("sha256:")+12)]
			}
			for _, e := range list {
				who := e.Who
				if who == "" {
					who = "-"
				}
				fmt.Fprintf(c.OutOrStdout(), "%s\t%s %s\t%s\t%s\t%s → %s\t%s\t%s\n", e.At.Format(time.RFC3339), e.Pack, e.Version, e.Step.Words().In(lang), oneLine(who), short(e.From), short(e.To), e.Draft, oneLine(e.Comment))
			}
			return nil
		})
	})
	langVar(c.Flags(), &lang, "history")
	choiceVar(c.Flags(), &format, "format", "text", "how to print", "text", "json")
	c.Flags().IntVar(&limit, "limit", 100, "how many lines, newest first")
	return c
}

// stepping is a command that takes one step of a version.
func stepping(c *cobra.Command, take func(ctx context.Context, h *house, arg string, by catalog.By) (catalog.Version, catalog.Report, error)) *cobra.Command {
	var lang, who, comment string
	c.Args = cobra.ExactArgs(1)
	c = configured(c, func(c *cobra.Command, cfg *Config, args []string) error {
		return cfg.toChange(c.Context(), func(h *house) error {
			now, err := h.store.Now(c.Context())
			if err != nil {
				return err
			}
			v, report, err := take(c.Context(), h, args[0], catalog.By{Who: whoIs(who), At: now, Comment: comment})
			if err != nil {
				return refused(c, err, lang)
			}
			if err := printReport(c, report, lang, "text", sourceFiles(args[0])); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s %s %s %s %s\n", v.ID, v.Pack, v.Version, v.Stage, v.Hash)
			if !report.Passed() {
				return exitError{code: 1}
			}
			return nil
		})
	})
	langVar(c.Flags(), &lang, "messages")
	asVar(c.Flags(), &who, &comment)
	return c
}

func packSubmitCommand() *cobra.Command {
	var base string
	c := stepping(&cobra.Command{
		Use:   "submit DIR|FILE.zip",
		Short: "Hand a pack over for review; the gate says what would stop it",
		Long: `Begin a version from a pack and hand it over for review. Its id is printed: it is
what approve and publish take. Once a version of the pack is in force, --base names the
one this content was made from: what was published since must be taken in first. Exit
status 1 when something would stop its publishing.`,
		PreRunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && !strings.Contains(args[0], "://") {
				_, err := os.Stat(args[0]) // before a database is made for it
				return err
			}
			return nil
		},
	}, func(ctx context.Context, h *house, source string, by catalog.By) (catalog.Version, catalog.Report, error) {
		p, _, ps, err := loadPack(ctx, source)
		if err != nil {
			return catalog.Version{}, catalog.Report{}, err
		}
		if p == nil {
			return catalog.Version{}, catalog.Report{}, ps
		}
		from, err := h.madeFrom(ctx, p, base)
		if err != nil {
			return catalog.Version{}, catalog.Report{}, err
		}
		v, _, err := h.catalog.CreateDraft(ctx, p.Files, from, by)
		if err != nil {
			return v, catalog.Report{}, err
		}
		return h.catalog.Submit(ctx, v.ID, v.Revision, by)
	})
	c.Flags().StringVar(&base, "base", "", "version (or hash) this content was made from")
	return c
}

// madeFrom is the hash of the release that a folder was made from. A folder
// does not know: the catalog refuses "" once there is anything to overwrite.
func (h *house) madeFrom(ctx context.Context, p *catalog.Pack, base string) (string, error) {
	if base == "" {
		return "", nil
	}
	if !strings.HasPrefix(base, "sha256:") && !strings.Contains(base, "@") {
		base = p.Name + "@" + base
	}
	r, err := h.find(ctx, base)
	if err != nil {
		return "", err
	}
	return r.Hash, nil
}

func packApproveCommand() *cobra.Command {
	return stepping(&cobra.Command{
		Use:   "approve ID",
		Short: "Agree with a version under review; nobody approves their own",
	}, func(ctx context.Context, h *house, id string, by catalog.By) (catalog.Version, catalog.Report, error) {
		v, err := h.version(ctx, id)
		if err != nil {
			return v, catalog.Report{}, err
		}
		v, err = h.catalog.Approve(ctx, id, v.Revision, by)
		return v, catalog.Report{}, err
	})
}

func packPublishCommand() *cobra.Command {
	return stepping(&cobra.Command{
		Use:   "publish ID",
		Short: "Put an approved version in force; the gate decides",
	}, func(ctx context.Context, h *house, id string, by catalog.By) (catalog.Version, catalog.Report, error) {
		v, err := h.version(ctx, id)
		if err != nil {
			return v, catalog.Report{}, err
		}
		r, report, err := h.catalog.PublishVersion(ctx, id, v.Revision, by)
		if err != nil || r == nil {
			return v, report, err
		}
		if err := h.engine.EnsureOrganisations(ctx); err != nil {
			return v, report, err
		}
		v, err = h.catalog.Version(ctx, id)
		return v, report, err
	})
}

func (h *house) version(ctx context.Context, id string) (catalog.Version, error) {
	v, err := h.catalog.Version(ctx, id)
	if errors.Is(err, catalog.ErrNoVersion) {
		err = failure("没有版本 "+id+"；onematter pack history 会列出它们的编号", "there is no version "+id+"; `onematter pack history` lists their ids")
	}
	return v, err
}

func packRetireCommand() *cobra.Command {
	return stepping(&cobra.Command{
		Use:   "retire NAME[@VERSION]|HASH",
		Short: "Take a release out of force for good: nothing new starts with it, what runs goes on",
	}, func(ctx context.Context, h *house, words string, by catalog.By) (catalog.Version, catalog.Report, error) {
		r, err := h.find(ctx, words)
		if err != nil {
			return catalog.Version{}, catalog.Report{}, err
		}
		if err := h.catalog.Retire(ctx, r.Hash, by); err != nil {
			return catalog.Version{}, catalog.Report{}, err
		}
		return catalog.Version{ID: "-", Pack: r.Pack.Name, Version: r.Pack.Version, Stage: catalog.StageRetired, Hash: r.Hash}, catalog.Report{}, nil
	})
}

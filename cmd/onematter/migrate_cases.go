package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

func migrateCasesCommand() *cobra.Command {
	var o migrateCases
	c := configured(&cobra.Command{
		Use:   "migrate-cases (--theme ID | --matter ID) --from RELEASE --to RELEASE",
		Short: "Move drafts and running cases to another release",
		Long: `Sort the drafts and running cases of a theme, or of a matter filed alone, that are
pinned to one release: safe to move to another, in need of an answer by the
applicant, or blocked, and why. With --apply they are moved, each in one
transaction; --undo puts back what nobody acted upon since. What was broken off is
gone on with by the same command.

A release is named by its hash, by the beginning of it (8 characters or more), or
as PACK@VERSION. A map tells what has another name now:

  fields: {premises/DE00203: shop/DE00203}   # a group's path moves all of its fields
  states: {M02/review: examine}
  codes:  {CL_GEAR: {net: seine}}            # by code list, or by field
  aside:  [applicant/DE00105]                # may be kept aside where the new form cannot read it
  note:   请补充以下内容                       # to applicants who are asked

Exit status: 0 everything is safe, was moved, or was put back; 1 the plan is
refused; 3 something needs an answer or is blocked, stayed, or was acted upon.`,
		Example: `  onematter migrate-cases --theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0
  onematter migrate-cases --theme T01 --from 4f2c81d0 --to 9ab31c77 --map map.yaml --apply
  onematter migrate-cases --undo 0199e4c2-7b1a-7c3e-9d2f-5a6b7c8d9e0f`,
		Args: cobra.NoArgs,
	}, func(c *cobra.Command, cfg *Config, _ []string) error {
		if err := o.check(); err != nil {
			return err
		}
		in := cfg.toRead
		if o.apply || o.undo != "" {
			in = cfg.toChange
		}
		return in(c.Context(), func(h *house) error {
			o.house, o.out = h, c.OutOrStdout()
			err := o.run(c.Context())
			var ps metamodel.Problems
			if errors.As(err, &ps) {
				if err := printProblems(c, ps, o.lang, o.format); err != nil {
					return err
				}
				return exitError{code: 1}
			}
			return err
		})
	})
	f := c.Flags()
	f.StringVar(&o.plan.Theme, "theme", "", "theme whose filings are moved")
	f.StringVar(&o.plan.Matter, "matter", "", "matter whose own filings are moved: those of themes go with their theme")
	f.StringVar(&o.plan.From, "from", "", "release the filings are pinned to")
	f.StringVar(&o.plan.To, "to", "", "release they are to be pinned to")
	f.StringVar(&o.mapFile, "map", "", "file that tells what has another name (YAML or JSON)")
	f.BoolVar(&o.apply, "apply", false, "move them; without it nothing is changed")
	f.StringVar(&o.undo, "undo", "", "migration to put back, as --apply named it")
	langVar(f, &o.lang, "messages")
	choiceVar(f, &o.format, "format", "text", "how to print", "text", "json")
	return c
}

// migrateCases is one run of the command.
type migrateCases struct {
	plan         engine.Migration
	mapFile      string
	apply        bool
	undo         string
	lang, format string
	house        *house
	out          io.Writer
}

func (o *migrateCases) check() error {
	named := o.plan.Theme != "" || o.plan.Matter != "" || o.plan.From != "" || o.plan.To != "" || o.mapFile != "" || o.apply
	switch {
	case o.undo != "" && named:
		return failure("--undo 不能与其他选项同时使用", "--undo stands alone")
	case o.undo != "":
		return nil
	case (o.plan.Theme == "") == (o.plan.Matter == ""):
		return failure("请用 --theme 或 --matter 指明一件事或事项", "name --theme or --matter")
	case o.plan.From == "" || o.plan.To == "":
		return failure("请用 --from 和 --to 指明版本", "name --from and --to")
	}
	return nil
}

func (o *migrateCases) run(ctx context.Context) error {
	system := engine.SystemActor()
	if o.undo != "" {
		m, err := o.house.engine.UndoMigration(ctx, system, o.undo)
		if errors.Is(err, engine.ErrNotFound) {
			return failure("没有迁移 "+o.undo, "there is no migration "+o.undo)
		}
		if err != nil {
			return err
		}
		return o.finish(ctx, m.ID)
	}
	var err error
	if o.mapFile != "" {
		if o.plan.Map, o.plan.Note, err = readMap(o.mapFile); err != nil {
			return err
		}
	}
	if !o.apply {
		return o.dryRun(ctx)
	}
	m, err := o.house.engine.StartMigration(ctx, system, o.plan, "")
	if err != nil {
		return err
	}
	return o.finish(ctx, m.ID)
}

// readMap reads a map file; what it does not know it refuses.
func readMap(file string) (engine.MigrationMap, string, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return engine.MigrationMap{}, "", err
	}
	m, err := decodeMap(body)
	if err != nil {
		return engine.MigrationMap{}, "", fmt.Errorf("%s: %w", file, err)
	}
	return m.MigrationMap, m.Note, nil
}

// mapFile is a map as people write it, in YAML or JSON.
type mapFile struct {
	engine.MigrationMap
	Note string `json:"note,omitempty"`
}

func decodeMap(body []byte) (m mapFile, err error) {
	var v map[string]any
	if err := yaml.Unmarshal(body, &v); err != nil { // JSON is YAML
		return mapFile{}, err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return mapFile{}, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return mapFile{}, err
	}
	return m, nil
}

// dryRun prints every filing and the sums; JSON is one object a line, the sums last.
func (o *migrateCases) dryRun(ctx context.Context) error {
	sums := map[engine.MigrationSort]int{}
	for cursor := ""; ; {
		list, next, err := o.house.engine.DryRunMigration(ctx, engine.SystemActor(), o.plan, cursor, 200)
		if err != nil {
			return err
		}
		for _, v := range list {
			sums[v.Sort]++
			if err := o.printVerdict(v); err != nil {
				return err
			}
		}
		if cursor = next; next == "" {
			break
		}
	}
	if err := o.print(map[string]any{"safe": sums[engine.MigrationSafe], "needs": sums[engine.MigrationNeeds], "blocked": sums[engine.MigrationBlocked]},
		metamodel.ZhEn(fmt.Sprintf("可直接迁移 %d，需补答 %d，受阻 %d", sums[engine.MigrationSafe], sums[engine.MigrationNeeds], sums[engine.MigrationBlocked]),
			fmt.Sprintf("%d safe, %d need an answer, %d blocked", sums[engine.MigrationSafe], sums[engine.MigrationNeeds], sums[engine.MigrationBlocked]))); err != nil {
		return err
	}
	if sums[engine.MigrationNeeds]+sums[engine.MigrationBlocked] > 0 {
		return exitError{code: 3}
	}
	return nil
}

var sortNames = map[engine.MigrationSort]metamodel.Text{
	engine.MigrationSafe:    metamodel.ZhEn("可直接迁移", "safe"),
	engine.MigrationNeeds:   metamodel.ZhEn("需补答", "needs an answer"),
	engine.MigrationBlocked: metamodel.ZhEn("受阻", "blocked"),
}

var kindNames = map[engine.FilingKind]metamodel.Text{
	engine.FilingDraft: metamodel.ZhEn("草稿", "draft"),
	engine.FilingCase:  metamodel.ZhEn("办件", "case"),
}

func (o *migrateCases) printVerdict(v engine.MigrationVerdict) error {
	name := v.Number
	if name == "" {
		name = v.Filing
	}
	text := func(lang string) string {
		s := fmt.Sprintf("%s %s: %s", kindNames[v.Kind].In(lang), name, sortNames[v.Sort].In(lang))
		for _, f := range v.Findings {
			at := strings.TrimSpace(f.Matter + " " + f.Path)
			if at != "" {
				at += ": "
			}
			s += "\n  " + at + f.Message.In(lang) + " [" + f.Code + "]"
		}
		return s
	}
	return o.print(v, metamodel.ZhEn(text("zh"), text("en")))
}

func (o *migrateCases) print(v any, words metamodel.Text) error {
	if o.format == "json" {
		enc := json.NewEncoder(o.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	}
	_, err := fmt.Fprintln(o.out, words.In(o.lang))
	return err
}

// finish does the work of a migration and tells what became of its filings.
func (o *migrateCases) finish(ctx context.Context, id string) error {
	system := engine.SystemActor()
	for more := true; more; {
		var err error
		if more, err = o.house.engine.StepMigration(ctx, system, id, 0); err != nil {
			return fmt.Errorf("migration %s stopped, and a server goes on with it: %w", id, err)
		}
	}
	m, counts, err := o.house.engine.MigrationProgress(ctx, system, id)
	if err != nil {
		return err
	}
	sums := map[engine.MigrationFate]int{}
	for _, n := range counts {
		sums[n.Fate] += n.N
	}
	out := map[string]any{"migration": m.ID, "status": m.Status, "moved": sums[engine.FateMoved], "left": sums[engine.FateLeft],
		"restored": sums[engine.FateRestored], "acted": sums[engine.FateActed], "counts": counts}
	zh := fmt.Sprintf("迁移 %s：已迁移 %d，未迁移 %d", m.ID, sums[engine.FateMoved], sums[engine.FateLeft])
	en := fmt.Sprintf("migration %s: %d moved, %d stayed", m.ID, sums[engine.FateMoved], sums[engine.FateLeft])
	stayed := sums[engine.FateLeft]
	if o.undo != "" {
		zh = fmt.Sprintf("迁移 %s：已撤回 %d，迁移后已有人办理而不撤回 %d", m.ID, sums[engine.FateRestored], sums[engine.FateActed])
		en = fmt.Sprintf("migration %s: %d put back, %d acted upon since and not put back", m.ID, sums[engine.FateRestored], sums[engine.FateActed])
		stayed = sums[engine.FateActed]
	}
	if err := o.print(out, metamodel.ZhEn(zh, en)); err != nil {
		return err
	}
	if stayed > 0 {
		return exitError{code: 3}
	}
	return nil
}

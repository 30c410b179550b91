package citizen_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
)

// edition publishes another version of the restaurant's pack, in which old is
// replaced by new in files, and gives the hashes before and after.
func (s *site) edition(version string, edits ...string) (from, to string) {
	s.t.Helper()
	ctx := context.Background()
	files := fstest.MapFS{}
	dir := os.DirFS("../../../catalog/packs/open-a-restaurant")
	must(s.t, fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dir, path)
		files[path] = &fstest.MapFile{Data: body}
		return err
	}))
	current, err := s.cat.Current(ctx)
	must(s.t, err)
	_, release, ok := current.Theme("T01")
	if !ok {
		s.t.Fatal("there is no theme T01")
	}
	edits = append(edits, "pack.yaml", "version: 1.0.0", "version: "+version)
	for i := 0; i+2 < len(edits); i += 3 {
		body := string(files[edits[i]].Data)
		if !strings.Contains(body, edits[i+1]) {
			s.t.Fatalf("%s has no %q", edits[i], edits[i+1])
		}
		files[edits[i]] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(body, edits[i+1], edits[i+2]))}
	}
	pack, ps := catalog.Read(files)
	if ps.Failed() {
		s.t.Fatal(ps)
	}
	r, ps, err := s.cat.Publish(ctx, pack, s.time())
	must(s.t, err)
	if ps.Failed() {
		s.t.Fatal(ps)
	}
	return release.Hash, r.Hash
}

// moves moves everything of the theme to another release.
func (s *site) moves(from, to string) {
	s.t.Helper()
	ctx := context.Background()
	m, err := s.engine.StartMigration(ctx, engine.SystemActor(), engine.Migration{Theme: "T01", From: from, To: to}, "")
	must(s.t, err)
	for more := true; more; {
		more, err = s.engine.StepMigration(ctx, engine.SystemActor(), m.ID, 0)
		must(s.t, err)
	}
}

// noText is a form that no longer asks what the signboard says, and wants it
// shorter than many are.
var noText = []string{
	"forms/M04.yaml", "      DE00404:\n        $ref: element:DE00404\n        x-label: {en: Signboard text, zh: 店招内容}\n", "",
	"forms/M04.yaml", "DE00401, DE00404, DE00402", "DE00401, DE00402",
	"forms/M04.yaml", "signboard/DE00401, signboard/DE00404, ", "signboard/DE00401, ",
	"forms/M04.yaml", "zh: 店招长度}\n", "zh: 店招长度}\n        maximum: 2\n",
}

// noResidence is a form that no longer asks where the operator is registered, and
// allows fewer stoves than many have.
var noResidence = []string{
	"forms/M01.yaml", "      DE00009:\n        $ref: element:DE00009\n        x-label: {en: Registered residence, zh: 户籍所在地}\n", "",
	"forms/M01.yaml", "        - legalRep/DE00009\n", "",
	"forms/M07.yaml", "x-label: {en: Number of stoves, zh: 基准灶头数}\n", "x-label: {en: Number of stoves, zh: 基准灶头数}\n        maximum: 2\n",
}

func TestTheApplicantOfACaseIsToldWhatAMigrationChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.citizen("chen", "陈一鸣")
	draft := b.start()
	b.fill(draft)
	root := b.submit(draft)
	here := "/cases/" + root
	b.get(here).want(http.StatusOK).seesNot("换成新版本", "户籍所在地")
	s.moves(s.edition("1.1.0", noResidence...))

	// What is needed leads to the question; what lost its place is shown, once.
	stoves := s.child(engine.SystemActor(), root, "M07")
	asked := here + "/corrections/" + stoves.ID
	b.get(here).want(http.StatusOK).sees("表单已于2026年3月9日换成新版本", "新表单还需要您回答 1 项", "基准灶头数",
		"您填过的以下 1 项，新表单不再需要", "户籍所在地", "上海市徐汇区").seesNot("知道了")
	if n := strings.Count(b.body, "户籍所在地"); n != 1 {
		t.Errorf("what is kept is shown %d times", n)
	}
	to := regexp.MustCompile(`href="` + asked + `#([^"]+)">基准灶头数`).FindStringSubmatch(b.body)
	if to == nil {
		t.Fatal("what is needed does not lead to its question")
	}
	b.get(here+"?lang=en").sees("The form changed to a new version on 9 March 2026", "Registered residence", "Number of stoves")
	b.get(asked + "?lang=zh").want(http.StatusOK).sees("基准灶头数")
	if !strings.Contains(b.body, `id="`+to[1]+`"`) {
		t.Errorf("the correction has no %s", to[1])
	}

	// Answered, it is asked no more; what is kept stays in sight.
	form := b.hidden()
	form.Set("premises/DE00215", "2")
	form.Set("action", "submit")
	b.post(asked, form).want(http.StatusSeeOther)
	b.get(here).sees("换成新版本", "户籍所在地").seesNot("新表单还需要您回答")
}

func TestAPageOpenWhileItsDraftMovesLosesNothing(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(*testing.T) string{
		"sqlite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "onematter.db") },
		"postgresql": func(t *testing.T) string { return testpg.Start(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := siteOn(t, database(t))
			b := s.citizen("chen", "陈一鸣")
			draft := b.start()
			id := strings.TrimPrefix(draft, "/drafts/")
			here := draft + "/sections/signboard"
			owner := engine.Actor{Account: s.draft(id).Owner, Roles: []string{"citizen"}}
			_, err := s.engine.SaveAnswers(context.Background(), owner, id, 0, engine.Patch{Answers: map[string]json.RawMessage{"signboard/DE00402": json.RawMessage("3")}})
			must(t, err)
			b.get(draft).seesNot("换成新版本")
			page := b.get(here).want(http.StatusOK).hidden()
			s.moves(s.edition("1.1.0", noText...))

			typed := maps.Clone(page)
			typed.Set("signboard/DE00404", "福满楼 <招牌>")
			typed.Set("signboard/DE00402", "1.5")
			typed.Set("action", "continue")
			b.get(draft).sees("换成新版本", "新表单还需要您回答 1 项", "店招长度")
			b.post(here, maps.Clone(typed)).want(http.StatusSeeOther)
			if to := b.header.Get("Location"); to != draft+"?moved=1" {
				t.Fatalf("the page led to %s", to)
			}
			b.follow().want(http.StatusOK).sees("您填写这一页的时候表单换了版本", "店招内容", "福满楼 <招牌>", "2026年3月9日")
			now := s.draft(id)
			if got := string(now.Answers); !strings.Contains(got, `"DE00402"`) || !strings.Contains(got, "1.5") || strings.Contains(got, "DE00404") {
				t.Errorf("the answers are %s", got)
			}
			kept, err := now.KeptAnswers()
			must(t, err)
			if len(kept) != 1 || kept[0].Path != "signboard/DE00404" || string(kept[0].Value) != `"福满楼 <招牌>"` {
				t.Errorf("kept aside is %+v", kept)
			}
			b.get(draft+"?lang=en").sees("The form changed to a new version on 9 March 2026", "Signboard text", "I have read this")
			b.get(draft + "?lang=zh")

			// The same old page once more: others overtook it now. What has no place is
			// the newest word, the rest stands beside what is saved.
			again := maps.Clone(typed)
			again.Set("signboard/DE00404", "福满堂")
			again.Set("signboard/DE00402", "1.8")
			b.post(here, again).want(http.StatusConflict).sees("这一页刚在别处被修改")
			if !strings.Contains(b.body, `value="1.8"`) {
				t.Error("what was typed is not in the form any more")
			}
			if kept, err = func() ([]engine.KeptAnswer, error) { d := s.draft(id); return d.KeptAnswers() }(); err != nil || len(kept) != 1 || string(kept[0].Value) != `"福满堂"` {
				t.Errorf("kept aside is %+v (%v)", kept, err)
			}

			// Read, it is gone; what is kept is not.
			b.get(draft).sees("福满堂")
			b.post(draft+"/moved", url.Values{}).want(http.StatusSeeOther)
			b.get(draft).seesNot("换成新版本", "福满堂")
			if kept, err = func() ([]engine.KeptAnswer, error) { d := s.draft(id); return d.KeptAnswers() }(); err != nil || len(kept) != 1 {
				t.Errorf("once read, %+v is kept (%v)", kept, err)
			}

			// A page of no known release is answered like any page that is not there.
			forged := maps.Clone(typed)
			forged.Set("release", "nowhere")
			b.get(here)
			b.post(here, forged).want(http.StatusNotFound)
		})
	}
}

func (s *site) draft(id string) engine.Draft {
	s.t.Helper()
	d, err := s.store.Draft(context.Background(), id)
	must(s.t, err)
	return d
}

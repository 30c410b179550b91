package catalog_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// restaurantAnew is the restaurant in another version, with texts of a file replaced.
func restaurantAnew(t *testing.T, version, file string, pairs ...string) *catalog.Pack {
	t.Helper()
	files := maps.Clone(builtin(t, "open-a-restaurant").Files)
	files["pack.yaml"] = bytes.Replace(files["pack.yaml"], []byte("version: 1.0.0"), []byte("version: "+version), 1)
	if file != "" {
		body, err := strings.NewReplacer(pairs...).Replace(string(files[file])), error(nil)
		if err != nil || body == string(files[file]) {
			t.Fatalf("%s does not say %q", file, pairs)
		}
		files[file] = []byte(body)
	}
	p, ps := catalog.ReadArchive(files)
	if p == nil {
		t.Fatal(ps)
	}
	return p
}

// A pack stays pinned to the release of a needed one that it was published
// against. What is claimed through both is one application all the same, of what
// is in force, and is found again by the release it was begun with.
func TestAJointFilingGoesOverToANewVersionOfANeededPack(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := mustStore(t)
	c := catalog.New(s)
	for _, name := range []string{"china-calendar", "open-a-restaurant", "policies-for-small-businesses"} {
		mustPublish(t, c, builtin(t, name))
	}
	id := catalog.JointID("T01", []string{"SB01", "SB04"})
	current := func() *catalog.Edition {
		t.Helper()
		e, err := c.Current(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	was, before, ok := current().Theme(id)
	if !ok {
		t.Fatal("the filing is none to begin with")
	}
	fresh := mustPublish(t, c, restaurantAnew(t, "1.0.1", "themes/T01.yaml", "开饭店一件事", "开小饭店"))
	joint, r, ok := current().Theme(id)
	if !ok {
		t.Fatal("with a new version of the needed pack it is no filing any more")
	}
	if name := joint.Def.Name.In("zh"); !strings.HasPrefix(name, "开小饭店") || len(joint.Matters) != len(was.Matters) {
		t.Errorf("it is %s of %d matters", name, len(joint.Matters))
	}
	if r.Hash == before.Hash || r.Theme("T01").Def.Name.In("zh") != fresh.Theme("T01").Def.Name.In("zh") {
		t.Errorf("it is pinned to %s", r.Hash)
	}
	// A server that has just been started finds it by its name, and the older one by its own.
	again, err := catalog.New(s).Release(ctx, r.Hash)
	if err != nil || again.Hash != r.Hash || again.Theme(id) == nil || again.Theme(id).Def.Name.In("zh") != joint.Def.Name.In("zh") {
		t.Errorf("found again: %v", err)
	}
	if old, err := catalog.New(s).Release(ctx, before.Hash); err != nil || old.Theme(id) == nil || old.Theme(id).Def.Name.In("zh") != was.Def.Name.In("zh") {
		t.Errorf("the older one: %v", err)
	}
	for _, bad := range []string{before.Hash + "~", before.Hash + "~" + strings.Repeat("0", 64), r.Hash + r.Hash[len(before.Hash):], fresh.Hash + "~" + strings.TrimPrefix(before.Hash, "sha256:"), before.Hash + strings.Repeat("~0", 40)} {
		if _, err := catalog.New(s).Release(ctx, bad); err == nil {
			t.Errorf("%s is a release", bad)
		}
	}
	// Published again as it is, the pack is simply pinned to what is in force.
	mustPublish(t, c, builtin(t, "policies-for-small-businesses"))
	if _, r, ok := current().Theme(id); !ok || strings.Contains(r.Hash, "~") {
		t.Error("published again it is no plain release")
	}
}

// Who publishes a version that ends a joint filing of another pack hears of it first.
func TestTheGateTellsWhichJointFilingsAVersionEnds(t *testing.T) {
	t.Parallel()
	c := catalog.New(mustStore(t))
	for _, name := range []string{"china-calendar", "open-a-restaurant", "policies-for-small-businesses"} {
		mustPublish(t, c, builtin(t, name))
	}
	told := func(p *catalog.Pack) (list []string) {
		t.Helper()
		report, err := c.Gate(t.Context(), p, start)
		if err != nil || len(report.Blockers) > 0 {
			t.Fatal(report.Blockers, err)
		}
		for _, w := range report.Warnings {
			if w.Code == catalog.GateJointParted.Code {
				list = append(list, w.In("zh")+w.In("en"))
			}
		}
		return list
	}
	if list := told(restaurantAnew(t, "1.0.1", "themes/T01.yaml", "开饭店一件事", "开小饭店")); len(list) != 0 {
		t.Errorf("a name ends %v", list)
	}
	list := told(restaurantAnew(t, "1.1.0", "themes/T01.yaml", "id: T01", "id: T09"))
	if len(list) == 0 || !strings.Contains(list[0], "小微企业政策精准送") || !strings.Contains(list[0], "not there any more") {
		t.Errorf("without the theme: %v", list)
	}
}

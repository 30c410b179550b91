package catalog

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

// mustDefer is a release as it comes out of a store: nothing is compiled yet.
func mustDefer(t testing.TB, cache *compiled, files map[string][]byte, needs ...*Release) *Release {
	t.Helper()
	p, err := readStored(files)
	if err != nil {
		t.Fatal(err)
	}
	return (&deferred{cache: cache, report: func(err error) { t.Error(err) }}).release(p, Hash(files), needs)
}

func (c *compiled) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len()
}

func TestAStoredReleaseIsWhatWasCompiled(t *testing.T) {
	t.Parallel()
	packs, ps := Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	if p, ps := ReadArchive(testpack.Files(7, 60)); p == nil {
		t.Fatal(ps)
	} else {
		packs = append(packs, p)
	}
	done := map[string][2]*Release{}
	cache := &compiled{}
	for _, p := range packs {
		var eager, late []*Release
		for _, need := range p.Needs {
			d := done[ParseNeed(need).Name]
			eager, late = append(eager, d[0]), append(late, d[1])
		}
		r, ps := CompilePack(p, eager...)
		if r == nil {
			t.Fatal(p.Name, ps)
		}
		stored := mustDefer(t, cache, p.Files, late...)
		if stored.Hash != r.Hash {
			t.Errorf("%s: %s, %s", p.Name, stored.Hash, r.Hash)
		}
		for kind, ids := range map[string][2][]string{"forms": {r.FormIDs(), stored.FormIDs()}, "matters": {r.MatterIDs(), stored.MatterIDs()}, "themes": {r.ThemeIDs(), stored.ThemeIDs()}, "calendars": {r.CalendarIDs(), stored.CalendarIDs()}} {
			if !reflect.DeepEqual(ids[0], ids[1]) {
				t.Errorf("%s of %s: %v and %v", kind, p.Name, ids[0], ids[1])
			}
		}
		if len(p.Forms) > 0 && !reflect.DeepEqual(p.FormDocs(), stored.Pack.FormDocs()) || !reflect.DeepEqual(p.Matters, stored.Pack.Matters) || !reflect.DeepEqual(p.Elements, stored.Pack.Elements) || !reflect.DeepEqual(p.Workflows, stored.Pack.Workflows) {
			t.Errorf("%s is decoded as something else", p.Name)
		}
		for _, id := range r.FormIDs() {
			if a, b := r.Form(id), stored.Form(id); !reflect.DeepEqual(a.Doc, b.Doc) || len(a.Fields) != len(b.Fields) {
				t.Errorf("form %s", id)
			}
		}
		for _, id := range r.MatterIDs() {
			a, b := r.Matter(id), stored.Matter(id)
			if !reflect.DeepEqual(a.Def, b.Def) || len(a.Materials) != len(b.Materials) || a.Department.ID != b.Department.ID || !reflect.DeepEqual(a.Yields, b.Yields) || b.Machine != stored.Machine(a.Def.Workflow) {
				t.Errorf("matter %s", id)
			}
		}
		for _, id := range r.ThemeIDs() {
			if a, b := r.Theme(id), stored.Theme(id); !reflect.DeepEqual(a.Merged.Doc, b.Merged.Doc) || len(a.Matters) != len(b.Matters) {
				t.Errorf("theme %s", id)
			}
		}
		if stored.Form("nowhere") != nil || stored.Matter("nowhere") != nil || stored.Theme("nowhere") != nil || stored.Machine("nowhere") != nil || stored.Calendar("nowhere") != nil {
			t.Error("something is nowhere")
		}
		// What was read from a store can be published again: it is checked as a whole.
		if again, ps := CompilePack(stored.Pack, eager...); again == nil || again.Hash != r.Hash || len(again.forms) != len(p.Forms) {
			t.Errorf("%s published again: %v", p.Name, ps)
		}
		done[p.Name] = [2]*Release{r, stored}
	}
}

func TestAFormIsCompiledOnceForEveryReleaseThatHasIt(t *testing.T) {
	t.Parallel()
	cache := &compiled{}
	files := testpack.Files(5, 12)
	first := mustDefer(t, cache, files)
	if cache.len() != 0 {
		t.Errorf("%d things are compiled before anybody asks", cache.len())
	}
	var all sync.WaitGroup
	forms := make([]*metamodel.Form, 8)
	for i := range forms {
		all.Go(func() { forms[i] = first.Form("G0001") })
	}
	all.Wait()
	for _, f := range forms {
		if f == nil || f != forms[0] {
			t.Fatal("the same form is compiled twice")
		}
	}
	if cache.len() != 1 {
		t.Errorf("%d things are compiled for one form", cache.len())
	}
	with := func(name, old, new string) map[string][]byte {
		out := map[string][]byte{}
		for n, b := range files {
			out[n] = b
		}
		out[name] = []byte(strings.ReplaceAll(string(files[name]), old, new))
		if string(out[name]) == string(files[name]) {
			t.Fatalf("%s has no %q", name, old)
		}
		return out
	}
	other := mustDefer(t, cache, with("forms/G0000.yaml", "Application form 1", "Another form"))
	if other.Form("G0001") != forms[0] || other.Form("G0000") == first.Form("G0000") {
		t.Error("a version that changes one form shares the others")
	}
	element := mustDefer(t, cache, with("elements/all.yaml", "maxLength: 50\n", "maxLength: 40\n"))
	if element.Form("G0001") == forms[0] {
		t.Error("an element has changed: the form is another")
	}
}

func TestCompiledDefinitionsAreBounded(t *testing.T) {
	t.Parallel()
	c := &compiled{}
	made := 0
	use := func(key string, fields int) {
		c.get(key, func() (any, int) { made++; return key, fields })
	}
	for i := range 2000 {
		use(fmt.Sprint(i), 60)
		use("0", 60) // in use all the time
	}
	if c.fields > mostCompiled || c.len() != mostCompiled/60 {
		t.Errorf("%d fields in %d things are kept", c.fields, c.len())
	}
	if made != 2000 {
		t.Errorf("%d made: what is used was thrown away", made)
	}
	use("1", 60)
	if made != 2001 {
		t.Error("what was not used for long is still there")
	}
	use("huge", 10*mostCompiled)
	use("huge", 10*mostCompiled)
	if made != 2002 || c.len() != 1 {
		t.Errorf("one that is larger than all is kept alone: %d made, %d kept", made, c.len())
	}
	if v := c.get("nothing", func() (any, int) { return nil, 0 }); v != nil || c.len() != 1 {
		t.Error("what could not be made is kept")
	}
}

func TestTheIDOfAFormIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	p := &Pack{Files: map[string][]byte{
		"forms/a.yaml": []byte("$schema: x\n$id: form:A\ntype: object\n"),
		"forms/b.yaml": []byte("\"$id\": 'form:B' # the second\ntype: object\n"),
		"forms/c.json": []byte(`{"type":"object","$id":"form:C-1.x","x-title":{"zh":"三"}}`),
		"forms/d.json": []byte(`{"\u0024id":"form:D","x-title":{"zh":"四"}}`),
		"forms/e.yaml": []byte("x-title: {zh: '$id: form:no'}\n$id: form:E\n"),
		"forms/f.yaml": []byte("$id: \"form:表\"\n"),
		"forms/g.yaml": []byte("{$id: form:G, type: object}"),
	}, formFiles: map[string]string{}}
	for name := range p.Files {
		if err := p.findForm(name); err != nil {
			t.Error(err)
		}
	}
	for id, file := range map[string]string{"A": "a.yaml", "B": "b.yaml", "C-1.x": "c.json", "D": "d.json", "E": "e.yaml", "表": "f.yaml", "G": "g.yaml"} {
		if p.formFiles[id] != "forms/"+file || p.FormDoc(id) == nil {
			t.Errorf("%s: %q", id, p.formFiles[id])
		}
	}
	if len(p.FormIDs()) != 7 || len(p.FormDocs()) != 7 {
		t.Errorf("%v", p.FormIDs())
	}
}

func TestWhatCannotBeCompiledAnyMoreIsReportedAndNotThere(t *testing.T) {
	t.Parallel()
	files := testpack.Files(3, 12)
	files["forms/G0001.yaml"] = []byte(strings.ReplaceAll(string(files["forms/G0001.yaml"]), "element:GE01", "element:GE99"))
	files["forms/G0002.yaml"] = []byte("# $id: form:G0002\n\"\\u0024id\": form:X\n")
	p, err := readStored(files)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	r := (&deferred{cache: &compiled{}, report: func(err error) { told = append(told, err.Error()) }}).release(p, Hash(files), nil)
	if r.Form("G0000") == nil || r.Form("G0001") != nil || r.Form("G0002") != nil || r.Matter("G0001") != nil {
		t.Error("broken forms are there")
	}
	if len(told) < 3 || !strings.Contains(told[0], "form G0001 of release sha256:") || !strings.Contains(told[1], "holds the form form:X, not G0002") {
		t.Errorf("%q", told)
	}
	e := &Edition{Releases: []*Release{r}}
	if _, _, ok := e.Matter("G0001"); ok {
		t.Error("a matter without a form")
	}
}

func TestTheBuiltinPacksAreNamedWithoutBeingRead(t *testing.T) {
	t.Parallel()
	packs, _ := Builtin()
	names := map[string]bool{}
	for _, name := range BuiltinNames() {
		names[name] = true
	}
	for _, p := range packs {
		if !names[p.Name] {
			t.Errorf("%s is not named", p.Name)
		}
	}
	if len(names) != len(packs) {
		t.Errorf("%v of %d packs", names, len(packs))
	}
}

func BenchmarkStoredRelease1000(b *testing.B) {
	files := testpack.Files(1000, 60)
	for b.Loop() {
		if Hash(files) == "" {
			b.Fatal()
		}
		mustDefer(b, &compiled{}, files)
	}
}

func BenchmarkFirstUseOfAForm(b *testing.B) {
	files := testpack.Files(1, 60)
	for b.Loop() {
		if mustDefer(b, &compiled{}, files).Matter("G0000") == nil {
			b.Fatal("no matter")
		}
	}
}

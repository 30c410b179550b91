package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/metamodel"
)

// paperTheme writes a pack of a theme whose matters A, B… ask for the papers
// after their name: "A!: LIC CARD? PLAN=" — a question mark for one that may be
// left out, an equals sign for one that is wanted when the premises are large,
// "A<B" for a matter that waits for B. All apply.
func paperTheme(t *testing.T, papers map[string]string, keep string, matters ...string) *Theme {
	t.Helper()
	m := &packMaker{Rand: rand.New(rand.NewPCG(1, 1)), papers: rand.New(rand.NewPCG(1, 1)), files: fstest.MapFS{}, values: map[string]string{}, computer: map[string]int{}}
	m.theme(2)
	for name := range m.files {
		if strings.HasPrefix(name, "matters/") || strings.HasPrefix(name, "forms/") {
			delete(m.files, name)
		}
	}
	var places []any
	results := map[string]string{}
	var materials []any
	for _, id := range sortedKeys(papers) {
		// "issuer 证照 applicant/E0 applicant/E1"; "result:A …" is the result of A
		words := strings.Fields(papers[id])
		def := anyMap{"id": id, "name": text(id), "origin": words[0], "category": words[1]}
		if of, is := strings.CutPrefix(words[0], "result:"); is {
			def["origin"], def["resultOf"] = "result", of
			results[of] = id
		}
		var proves []any
		for _, path := range words[2:] {
			proves = append(proves, path)
		}
		if len(proves) > 0 {
			def["proves"] = proves
		}
		materials = append(materials, def)
	}
	m.put("materials/materials.yaml", materials)
	for _, line := range matters {
		name, list, _ := strings.Cut(line, ":")
		name, before, waits := strings.Cut(name, "<")
		m.put("forms/"+name+".yaml", anyMap{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + name, "x-title": text(name), "type": "object",
			"properties": anyMap{"premises": anyMap{"type": "object", "x-subject": "premises", "properties": anyMap{"E0": anyMap{"$ref": "element:E0"}}}},
			"x-layout":   anyMap{"sections": []any{anyMap{"id": "s", "title": text("店"), "fields": []any{"premises/E0"}}}}})
		result := anyMap{"name": text("证")}
		if results[name] != "" {
			result["material"] = results[name]
		}
		if name == "Y" {
			result["yields"] = []any{yieldedField}
		}
		def := anyMap{"id": name, "name": text(name), "department": "d", "statutoryDays": 10, "promisedDays": 5, "form": name, "workflow": "W", "result": result}
		if waits {
			def["preconditions"] = []any{before}
		}
		var uses []any
		for _, word := range strings.Fields(list) {
			id := strings.TrimRight(word, "?=")
			use := anyMap{"material": id, "label": text(id), "required": !strings.HasSuffix(word, "?")}
			if strings.HasSuffix(word, "=") {
				use["when"] = "premises.E0 >= 100.0"
			}
			uses = append(uses, use)
		}
		if len(uses) > 0 {
			def["materials"] = uses
		}
		m.put("matters/"+name+".yaml", def)
		stage := 1
		if waits {
			stage = 2
		}
		places = append(places, anyMap{"matter": name, "when": "true", "stage": stage})
	}
	theme := anyMap{"id": "T", "name": text("一件事"), "lead": "d", "calendar": "cn", "matters": places}
	if keep != "" {
		theme["keep"] = []any{anyMap{"material": keep}}
	}
	m.put("themes/T.yaml", theme)
	p, ps := Read(m.files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Theme("T")
}

// listed is what the citizen hands in, and what leaves with the reason why.
func listed(states []MaterialState) string {
	var out []string
	for _, st := range states {
		word := st.Material.ID
		switch {
		case st.Asked:
		case len(st.Proven) == 0:
			word = "(" + word + ")"
		default:
			for i, p := range st.Proven {
				if i > 0 {
					word += ","
				}
				switch {
				case p.By != nil:
					word += "<" + p.By.ID
				case p.Result != nil:
					word += "<<" + p.Result.ID
				default:
					word += "<source"
				}
			}
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func TestWhatAnotherMaterialProvesLeavesTheList(t *testing.T) {
	t.Parallel()
	const a, b, c = "applicant/E0", "applicant/E1", "premises/E2"
	for _, x := range []struct {
		name, out, keep string
		scope           string // "" is all
		answers         string
		delivered       []string
		supplied        []string
		papers          map[string]string
		matters         []string
	}{
		{"one that proves more stands in", "CARD<BOOK BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"while it is on the list", "CARD", "", "A", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"one that proves less does not", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a + " " + c, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"what proves nothing goes by its id", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照", "BOOK": "issuer 证照"}, []string{"A: CARD", "B: BOOK"}},
		{"not one that may be left out", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK?"}},
		{"nor one whose condition is open", "CARD BOOK", "", "", "", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK="}},
		{"nor one that is not needed", "CARD (BOOK)", "", "", `{"premises":{"E0":50}}`, nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK="}},
		{"but when its condition holds", "CARD<BOOK BOOK", "", "", `{"premises":{"E0":100}}`, nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK="}},
		{"one that may be left out leaves, too", "CARD<BOOK BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD?", "B: BOOK"}},
		{"of a circle the one stays that more ask for", "CARD<BOOK BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: CARD", "B: BOOK", "C: BOOK"}},
		{"and of equals the first", "CARD BOOK<CARD", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: CARD", "B: BOOK"}},
		{"a chain ends at the one that stays", "CARD<DEED BOOK<DEED DEED", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b, "DEED": "issuer 证照 " + a + " " + b + " " + c}, []string{"A: CARD", "B: BOOK", "C: DEED"}},
		{"a matter that asks for both wants both", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD BOOK", "B: BOOK"}},
		{"and keeps it for all", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD BOOK", "B: CARD"}},
		{"a chain may not break in the middle", "CARD<BOOK DEED BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b, "DEED": "issuer 证照 " + a + " " + b + " " + c}, []string{"A: CARD DEED", "B: BOOK"}},
		{"a certificate does not do for a licence", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证明 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"a licence does for a certificate", "CARD<BOOK BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证明 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: CARD", "B: BOOK"}},
		{"one's own word does not do for an authority's", "CARD BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证明 " + a, "BOOK": "applicant 证明 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"a drawing is wanted for itself", "PLAN BOOK", "", "", "{}", nil, nil,
			map[string]string{"PLAN": "applicant 图纸 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: PLAN", "B: BOOK"}},
		{"staff keep what they want", "CARD BOOK", "CARD", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK"}},
		{"and what is kept serves others", "CARD BOOK<CARD,<CARD", "CARD", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: CARD", "B: BOOK", "C: BOOK"}},
		{"a result that a matter waits for", "CARD<<Y", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField}, []string{"Y:", "A<Y: CARD"}},
		{"not one that it does not wait for", "CARD", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField}, []string{"Y:", "A: CARD"}},
		{"nor one that is no part of this application", "CARD", "", "A", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField}, []string{"Y:", "A<Y: CARD"}},
		{"what a result shows counts with what is entered", "CARD<<Y", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField + " " + a, "LIC": "result:Y 证照 " + a}, []string{"Y:", "A<Y: CARD"}},
		{"each matter in its own way", "BOOK CARD<<Y,<BOOK", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField, "BOOK": "issuer 证照 " + yieldedField + " " + a}, []string{"Y:", "C: BOOK", "A<Y: CARD", "B: CARD"}},
		{"or not at all", "CARD", "", "", "{}", nil, nil,
			map[string]string{"CARD": "issuer 证照 " + yieldedField}, []string{"Y:", "A<Y: CARD", "B: CARD"}},
		{"what sources gave", "CARD<source", "", "", `{"premises":{"E0":1}}`, nil, []string{"premises/E0"},
			map[string]string{"CARD": "issuer 证照 premises/E0"}, []string{"A: CARD"}},
		{"all of it", "CARD", "", "", `{"premises":{"E0":1}}`, nil, []string{"premises/E0"},
			map[string]string{"CARD": "issuer 证照 premises/E0 " + a}, []string{"A: CARD"}},
		{"unless it is kept", "CARD", "CARD", "", `{"premises":{"E0":1}}`, nil, []string{"premises/E0"},
			map[string]string{"CARD": "issuer 证照 premises/E0"}, []string{"A: CARD"}},
		{"what is issued electronically stays, and the other leaves", "CARD BOOK<CARD,<CARD", "", "", "{}", []string{"CARD"}, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a}, []string{"A: CARD", "B: BOOK", "C: BOOK"}},
		{"also where it could be left out", "CARD<BOOK BOOK", "", "", "{}", []string{"BOOK"}, nil,
			map[string]string{"CARD": "issuer 证照 " + a, "BOOK": "issuer 证照 " + a + " " + b}, []string{"A: CARD", "B: BOOK?"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			th := paperTheme(t, x.papers, x.keep, x.matters...)
			scope, awaited, supplied := map[string]bool{}, map[string]bool{}, map[string]bool{}
			for _, m := range th.Matters {
				scope[m.Def.ID] = x.scope == "" || strings.Contains(x.scope, m.Def.ID)
			}
			for _, path := range x.supplied {
				supplied[path] = true
			}
			var rec *metamodel.Record
			if x.answers != "" {
				rec = th.Merged.Check([]byte(x.answers), metamodel.Context{Today: proofDay, Scope: scope, Awaited: awaited, Supplied: supplied})
			}
			states := th.MaterialStates(scope, rec, x.delivered...)
			if got := listed(states); got != x.out {
				t.Errorf("%s, want %s", got, x.out)
			}
			asked := 0
			for _, st := range states {
				if st.Asked {
					asked++
				}
				if len(st.Proven) > 0 && (st.Reason.In("zh") == "" || st.Reason.In("en") == "" || st.Required != metamodel.False) {
					t.Errorf("%s: %+v", st.Material.ID, st)
				}
				for _, p := range st.Proven {
					if p.By != nil && !slices.ContainsFunc(states, func(o MaterialState) bool { return o.Material == p.By && slices.Contains(o.Serves, p.Matter) }) {
						t.Errorf("%s does not say that it serves %s", p.By.ID, p.Matter)
					}
				}
			}
			if n := th.NeedsFor(scope, rec).After.Materials; len(x.delivered) == 0 && n != asked {
				t.Errorf("counted %d, listed %d", n, asked)
			}
		})
	}
}

// What staff keep that is gone is told, and what they name twice is refused.
func TestKeepingAMaterialThatIsGoneIsTold(t *testing.T) {
	t.Parallel()
	papers := map[string]string{"CARD": "issuer 证照 applicant/E0", "BOOK": "issuer 证照 applicant/E0"}
	th := paperTheme(t, papers, "BOOK", "A: CARD")
	if len(th.Loose) != 1 || th.Loose[0].Code != KeptGone.Code || th.Loose[0].Path != "keep/0/material" {
		t.Errorf("%v", th.Loose)
	}
}

// Whatever the merge would get wrong about materials, the proof finds.
func TestAProofFindsMaterialsThatAreLostOrAskedForNothing(t *testing.T) {
	t.Parallel()
	other := func(th *Theme, m *MergedMaterial, fits func(n *metamodel.Material) bool) bool {
		for _, n := range th.Materials {
			if n != m && !slices.Contains(m.StandIns, n.Material) && fits(n.Material) && handedInByPeople(n.Material) {
				m.StandIns = append([]*metamodel.Material{n.Material}, m.StandIns...)
				return true
			}
		}
		return false
	}
	for name, sow := range map[string]func(th *Theme) bool{
		"one that proves less stands in": func(th *Theme) (sown bool) {
			for _, m := range th.proven {
				sown = other(th, m, func(n *metamodel.Material) bool { return !covers(n.Proves, m.Material.Proves) }) || sown
			}
			return sown
		},
		"a weaker kind of document stands in": func(th *Theme) (sown bool) {
			for _, m := range th.proven {
				sown = other(th, m, func(n *metamodel.Material) bool { return covers(n.Proves, m.Material.Proves) }) || sown
			}
			return sown
		},
		"a result tells less": func(th *Theme) (sown bool) {
			for _, m := range th.proven {
				if len(m.Results) == 0 {
					m.Results, sown = th.Matters[:1], true
				}
			}
			return sown
		},
		"nothing waits for the result": func(th *Theme) (sown bool) {
			for _, m := range th.Matters[1:] {
				if len(m.Preconditions) == 0 {
					m.Preconditions, sown = []string{th.Matters[0].Def.ID}, true
				}
			}
			return sown
		},
		"what is kept leaves": func(th *Theme) (sown bool) {
			for _, m := range th.Materials {
				if m.Kept != nil && len(m.StandIns) > 0 {
					th.proven, sown = append(th.proven, m), true
				}
			}
			return sown
		},
		"a drawing leaves": func(th *Theme) (sown bool) {
			for _, m := range th.Materials {
				if m.Kept == nil && m.Material.Category == "图纸" && len(m.Material.Proves) > 0 {
					sown = other(th, m, func(n *metamodel.Material) bool { return covers(n.Proves, m.Material.Proves) }) || sown
					th.proven = append(th.proven, m)
				}
			}
			return sown
		},
		"a matter's wish is forgotten": func(th *Theme) bool {
			for _, m := range th.Materials {
				if handedInByPeople(m.Material) && len(m.Uses) > 1 {
					m.Uses = m.Uses[1:]
					return true
				}
			}
			return false
		},
		"what is optional is required": func(th *Theme) bool {
			for _, m := range th.Materials {
				if handedInByPeople(m.Material) && len(m.Uses) == 1 && m.Uses[0].When == nil && !m.Uses[0].Use.Required {
					m.Uses[0].Use.Required = true
					return true
				}
			}
			return false
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tried := 0
			for seed := uint64(1); seed < 400; seed++ {
				m := newPackMaker(seed)
				p, ps := Read(m.theme(2 + m.IntN(4)))
				if ps.Failed() {
					t.Fatal(ps)
				}
				r, ps := CompilePack(p)
				if ps.Failed() {
					t.Fatal(ps)
				}
				th := r.Theme("T")
				if !sow(th) {
					continue
				}
				tried++
				if c := th.Prove(ProveOptions{Seed: seed, Answers: 60, Today: proofDay}).Counterexample; c != nil {
					t.Logf("seed %d, theme %d: %s", seed, tried, c.Differs.In("en"))
					return
				}
			}
			t.Errorf("not found in %d themes", tried)
		})
	}
}

func handedInByPeople(m *metamodel.Material) bool {
	return m.Origin == metamodel.OriginApplicant || m.Origin == metamodel.OriginIssuer
}

// The same theme gives the same list, whatever order its materials are read in.
func TestMaterialsLeaveInTheSameOrderEveryTime(t *testing.T) {
	t.Parallel()
	for seed := uint64(1); seed <= 20; seed++ {
		var first string
		for range 3 {
			m := newPackMaker(seed)
			p, ps := Read(m.theme(6))
			if ps.Failed() {
				t.Fatal(ps)
			}
			r, ps := CompilePack(p)
			if ps.Failed() {
				t.Fatal(ps)
			}
			th := r.Theme("T")
			scope := map[string]bool{}
			for _, m := range th.Matters {
				scope[m.Def.ID] = true
			}
			got := fmt.Sprint(listed(th.MaterialStates(scope, nil)))
			if first == "" {
				first = got
			} else if got != first {
				t.Fatalf("seed %d: %s, before %s", seed, got, first)
			}
		}
	}
}

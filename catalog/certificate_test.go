package catalog

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

var certificateDay = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// builtinThemes are the themes in the binary, by the pack they are in.
var builtinThemes = map[string]string{"open-a-restaurant": "T01", "having-a-baby": "T02"}

func eachTheme(t *testing.T, run func(t *testing.T, r *Release, theme *Theme)) {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range sortedKeys(builtinThemes) {
		t.Run(pack, func(t *testing.T) {
			t.Parallel()
			run(t, all[pack], all[pack].Theme(builtinThemes[pack]))
		})
	}
}

func TestTheSituationsAreAllWaysThroughTheGuide(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, _ *Release, th *Theme) {
		ways, whole := th.Situations(mostWays)
		if !whole {
			t.Fatal("not all of them")
		}
		seen, share := map[string]bool{}, 0.0
		for _, way := range ways {
			doc, err := json.Marshal(way.Situation)
			if err != nil {
				t.Fatal(err)
			}
			if seen[string(doc)] {
				t.Errorf("twice: %s", doc)
			}
			seen[string(doc)] = true
			share += way.Share
			if st := th.Guide(way.Situation); st.Next != nil || len(st.Undecided) > 0 || len(way.Asked) != len(way.Situation) {
				t.Errorf("%s is not the end of a way: %+v", doc, st)
			}
		}
		if math.Abs(share-1) > 1e-9 {
			t.Errorf("the shares add up to %v", share)
		}
		few, whole := th.Situations(10)
		if whole || len(few) != 10 {
			t.Errorf("%d of at most 10, whole %v", len(few), whole)
		}
	})
}

func TestEveryRangeThatConditionsTellApartIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	at := func(s string, above bool) cut {
		return cut{decimal.RequireFromString(s), above}
	}
	for _, c := range []struct {
		cuts  []cut
		whole bool
		want  string
	}{
		{nil, false, "1"},
		{[]cut{at("300", false)}, false, "299 300"},                      // >= 300
		{[]cut{at("300", true)}, false, "300 301"},                       // > 300
		{[]cut{at("300", false), at("300", true)}, false, "299 300 301"}, // == 300
		{[]cut{at("1", true), at("2", false)}, true, "1 - 2"},            // no whole number between
		{[]cut{at("1", true), at("2", false)}, false, "1 1.5 2"},
	} {
		var got []string
		for _, r := range ranges(c.cuts, c.whole) {
			candidates := r.candidates
			if len(candidates) == 0 {
				got = append(got, "-")
				continue
			}
			got = append(got, candidates[0].String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%v: %s, want %s", c.cuts, s, c.want)
		}
	}
}

// shownFields are the paths of the fields that are asked, a repeat's row left out.
func shownFields(rec *metamodel.Record, into map[string]bool) {
	for _, f := range rec.Form.Fields {
		at := f.Path
		for g := f.Group; g != nil; g = g.Parent {
			if g.Repeat {
				at = g.Path + "/0" + strings.TrimPrefix(at, g.Path)
			}
		}
		if rec.Asked(at) {
			into[f.Path] = true
		}
	}
}

// A document that a matter wants in a situation is handed in, or the certificate
// says why not.
func TestACertificateSaysWhyDocumentsAreNotHandedIn(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		c, ok := r.Certificate(th.Def.ID, certificateDay)
		if !ok {
			t.Fatal("no certificate")
		}
		got, want := map[string]float64{}, map[string]float64{}
		for _, m := range c.Spared {
			if m.Share <= 0 || m.Share > 1 || len(m.Name) == 0 {
				t.Errorf("%+v", m)
			}
			got[m.Material] += m.Share
		}
		ways, _ := th.Situations(mostWays)
		for _, way := range ways {
			scope := th.Scope(way.Situation)
			rec := th.Merged.Check(th.boundTree(way.Situation).with(th.Merged), metamodel.Context{Today: certificateDay, Scope: scope, Awaited: th.Awaited(scope)})
			for _, st := range th.MaterialStates(scope, rec) {
				if !st.Asked && slices.ContainsFunc(th.Matters, func(m *ThemeMatter) bool {
					return scope[m.Def.ID] && slices.ContainsFunc(m.Materials, func(mm MatterMaterial) bool {
						return mm.Material == st.Material && (mm.When == nil || m.Form.Check(rec.Project(m.Form), metamodel.Context{Today: certificateDay}).Eval(mm.When) != metamodel.False)
					})
				}) {
					want[st.Material.ID] += way.Share
				}
			}
		}
		if len(want) < 3 || len(got) != len(want) {
			t.Errorf("%d documents, want %d", len(got), len(want))
		}
		for id, share := range want {
			if math.Abs(got[id]-share) > 1e-5 {
				t.Errorf("%s: %v, want %v", id, got[id], share)
			}
		}
	})
}

// What a citizen answers after is what any of the matters asks, once, but for
// what one of them yields: counted here from the matters' own forms alone.
func TestACertificateCountsWhatAnyOfTheMattersAsksOnce(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, _ *Release, th *Theme) {
		ways, _ := th.Situations(mostWays)
		for _, way := range ways {
			row := th.reduction(way, certificateDay, nil)
			scope := th.Scope(way.Situation)
			awaited, known := th.awaited(scope), th.boundTree(way.Situation)
			any, own := map[string]bool{}, 0
			for _, m := range th.Matters {
				if !scope[m.Def.ID] {
					continue
				}
				alone := map[string]bool{}
				shownFields(m.Form.Check(known.with(m.Form), metamodel.Context{Today: certificateDay}), alone)
				own += len(alone)
				for path := range alone {
					any[path] = true
				}
			}
			for path := range awaited {
				delete(any, path)
			}
			// The agent who is the mother tells nothing twice.
			for _, s := range th.Def.Same {
				if known["agent"]["DE00018"] != map[string]string{"mother": "1", "father": "2"}[s.As] {
					continue
				}
				for path := range any {
					if rest, ok := strings.CutPrefix(path, s.Subject+"/"); ok && any[s.As+"/"+rest] {
						delete(any, path)
					}
				}
			}
			if int(row.After.Fields) != len(any) || int(row.Before.Fields) != own {
				t.Fatalf("%v: %v → %v, counted %d → %d", way.Situation, row.Before.Fields, row.After.Fields, own, len(any))
			}
			if row.After.Forms != 1 || row.After.Visits != 1 || int(row.Before.Forms) != len(row.Matters) || row.After.Required > row.After.Fields || row.After.Pages > row.After.Fields {
				t.Fatalf("%+v", row)
			}
		}
	})
}

func TestACertificateIsTheSameBytesForTheSameReleaseAndDay(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		first, ok := r.Certificate(th.Def.ID, certificateDay)
		if !ok || !first.Whole || first.Situations < 100 {
			t.Fatalf("%+v", first)
		}
		share, ways := 0.0, 0
		for _, row := range first.Rows {
			share += row.Share
			ways += row.Ways
		}
		if math.Abs(share-1) > 1e-3 || ways != first.Situations {
			t.Errorf("the rows are %v of %d", share, ways)
		}
		if again, _ := r.Certificate(th.Def.ID, certificateDay); again.Hash() != first.Hash() {
			t.Error("another certificate")
		}
	})
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := all["having-a-baby"].Certificate("T99", certificateDay); ok {
		t.Error("a theme that is not there")
	}
}

func TestASignedCertificateIsBelievedOnlyAsItWasSigned(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	c, _ := all["having-a-baby"].Certificate("T02", certificateDay)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(SignCertificate(c, private, certificateDay))
	if err != nil {
		t.Fatal(err)
	}
	if s, ps := ReadCertificate(doc, []ed25519.PublicKey{other, public}); ps.Failed() || s.Certificate.Hash() != c.Hash() {
		t.Fatal(ps)
	}
	fields := fmt.Sprintf(`"fields":%v`, c.Before.Fields)
	unsigned, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		doc     string
		trusted ed25519.PublicKey
		code    string
	}{
		{strings.Replace(string(doc), fields, `"fields":900`, 1), public, CertificateFalse.Code},
		{strings.Replace(string(doc), `"created":"2026`, `"created":"2027`, 1), public, CertificateFalse.Code},
		{string(doc), other, CertificateKey.Code},
		{string(unsigned), public, CertificateUnsigned.Code},
		// What was not signed is no part of it, whatever it is called.
		{strings.Replace(string(doc), `{"certificate":{`, `{"certificate":{"bogus":200,`, 1), public, CertificateExtra.Code},
		{strings.Replace(string(doc), `"before":{`, `"before":{"Fields":200,`, 1), public, CertificateExtra.Code},
		{strings.Replace(string(doc), fields, fields+`,"FIELDS":200`, 1), public, CertificateExtra.Code},
		{strings.Replace(string(doc), `{"certificate":{`, `{"certificate":{"Fields":200,`, 1), public, CertificateExtra.Code},
		{strings.Replace(string(doc), `{"certificate":`, `{"extra":1,"certificate":`, 1), public, CertificateExtra.Code},
		{strings.Replace(string(doc), `{"certificate":`, `{"Certificate":`, 1), public, CertificateExtra.Code},
		{string(doc) + `{"certificate":{}}`, public, ""},
		{`{"certificate":{"rows":7}}`, public, CertificateUnreadable.Code},
	} {
		_, ps := ReadCertificate([]byte(bad.doc), []ed25519.PublicKey{bad.trusted})
		if !slices.ContainsFunc(ps, func(p metamodel.Problem) bool { return p.Code == bad.code || bad.code == "" }) {
			t.Errorf("%.60s…: %v, want %s", bad.doc, ps, bad.code)
		}
	}
}

// What was signed before a certificate told more is held to its signature still.
func TestACertificateOfAnEarlierVersionIsStillHeldToItsSignature(t *testing.T) {
	t.Parallel()
	read := func(name string) []byte {
		b, err := os.ReadFile("testdata/certificate/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	keys, err := DecodePublicKeys(read("office.pub"))
	if err != nil {
		t.Fatal(err)
	}
	s, ps := ReadCertificate(read("signed-2026.json"), keys)
	if ps.Failed() {
		t.Fatal(ps)
	}
	if c := s.Certificate; c.Theme != "T1" || len(c.Rows) == 0 || s.Hash != c.Hash() {
		t.Errorf("%+v", c)
	}
}

// A result is passed on where its matter is in scope; elsewhere departments check
// it by what of it the filing states, and both say so.
func TestAResultIsPassedOnOnlyWhereItsMatterIsPartOfTheFiling(t *testing.T) {
	t.Parallel()
	states := map[string]metamodel.Text{"T01": metamodel.ZhEn("统一社会信用代码", "Unified social credit code"), "T02": metamodel.ZhEn("出生医学证明编号", "Birth certificate number")}
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		by := states[th.Def.ID]
		first := th.Materials[slices.IndexFunc(th.Materials, func(m *MergedMaterial) bool { return m.Material.Origin == metamodel.OriginResult })]
		of := first.Material.ResultOf
		shares := map[bool]float64{}
		ways, _ := th.Situations(mostWays)
		for _, way := range ways {
			scope := th.Scope(way.Situation)
			for _, st := range th.MaterialStates(scope, nil) {
				if st.Material != first.Material {
					continue
				}
				shares[scope[of]] += way.Share
				if said := st.Reason; st.Asked || st.Checked == scope[of] || strings.Contains(said.In("zh"), by.In("zh")) == scope[of] || strings.Contains(said.In("en"), by.In("en")) == scope[of] {
					t.Errorf("%s in %v: %+v", st.Material.ID, scope, st)
				}
			}
		}
		c, _ := r.Certificate(th.Def.ID, certificateDay)
		told := map[bool]float64{}
		for _, m := range c.Spared {
			if m.Material == first.Material.ID && m.Reason == SparedResult {
				told[len(m.By) > 0] += m.Share
			}
		}
		for _, passed := range []bool{true, false} {
			if shares[passed] == 0 || math.Abs(told[passed]-shares[passed]) > 1e-5 {
				t.Errorf("passed on %v: %v of the situations, the certificate says %v", passed, shares[passed], told[passed])
			}
		}
	})
}

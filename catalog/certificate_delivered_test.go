package catalog

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// residents deliver, as the police would, the mother's residence and ethnic group
// and a guardian's identity card; and what cannot be delivered.
func residents(personal bool) []CertDelivery {
	police, register := metamodel.ZhEn("区公安局", "Police"), metamodel.ZhEn("人口基础库", "Register of residents")
	give := func(kind DeliveryKind, item, key string) CertDelivery {
		return CertDelivery{Kind: kind, Item: item, Key: key, Department: police, Source: register, Personal: personal}
	}
	return []CertDelivery{
		give(DeliveredField, "mother/DE00009", "mother/DE00005"),
		give(DeliveredField, "mother/DE00015", "mother/DE00005"),
		give(DeliveredMaterial, "MT32", "mother/DE00005"),
		give(DeliveredField, "mother/DE00017", "mother/DE00005"),  // the guide asks it before anybody is known
		give(DeliveredField, "newborn/DE00001", "mother/DE99999"), // nothing finds the child
		give(DeliveredField, "mother/DE88888", "mother/DE00005"),  // nobody asks it
		give(DeliveredMaterial, "MT-NO-SUCH", "mother/DE00005"),   // likewise
	}
}

func mustNewborn(t *testing.T) (*Release, *Theme) {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["having-a-baby"]
	return r, r.Theme("T02")
}

// What is delivered is counted here from the matters' own forms alone.
func TestWhatDepartmentsDeliverIsNotAskedInACertificate(t *testing.T) {
	t.Parallel()
	r, th := mustNewborn(t)
	for _, personal := range []bool{true, false} {
		cert, _ := r.CertificateDelivered("T02", certificateDay, residents(personal))
		var names []string
		shares := map[string]float64{}
		for _, g := range cert.Delivered.Given {
			names = append(names, g.Item)
			shares[g.Item] = g.Share
			if g.Kind == DeliveredField && (!strings.HasPrefix(g.Name.In("zh"), "母亲 · ") || !strings.HasPrefix(g.Name.In("en"), "Mother · ")) || g.Name.In("en") == "" {
				t.Errorf("%s is called %v, which does not say whose it is", g.Item, g.Name)
			}
		}
		if got := strings.Join(names, " "); got != "mother/DE00009 mother/DE00015 MT32" {
			t.Errorf("what spares something: %s", got)
		}
		if shares["mother/DE00009"] != 1 || shares["mother/DE00015"] <= 0 || shares["mother/DE00015"] >= 1 || shares["MT32"] <= 0 {
			t.Errorf("shares %v", shares)
		}
		ways, _ := th.Situations(mostWays)
		spared := 0.0
		for _, way := range ways {
			d := &deliveries{t: th, list: residents(personal), mean: newMean()}
			row := th.reduction(way, certificateDay, d)
			scope, known := th.Scope(way.Situation), th.boundTree(way.Situation)
			asked := map[string]bool{}
			for _, m := range th.Matters {
				if scope[m.Def.ID] {
					shownFields(m.Form.Check(known.with(m.Form), metamodel.Context{Today: certificateDay}), asked)
				}
			}
			for path := range th.awaited(scope) {
				delete(asked, path)
			}
			fields, card := 0, 0
			if asked["mother/DE00005"] {
				for _, path := range []string{"mother/DE00009", "mother/DE00015"} {
					if asked[path] {
						fields++
					}
				}
				for _, st := range th.needsFor(scope, nil, nil).Materials {
					if st.Asked && st.Material.ID == "MT32" {
						card = 1
					}
				}
			}
			consent := 0
			if personal && fields+card > 0 {
				consent = 1
			}
			spared += way.Share * float64(fields)
			got := *row.Delivered
			if int(row.After.Fields-got.Fields) != fields-consent || int(row.After.Materials-got.Materials) != card || int(got.Signatures-row.After.Signatures) != consent {
				t.Fatalf("%v: %v, %v merged and %v, %v delivered; counted %d field(s), %d document(s), %d consent(s) less", way.Situation,
					row.After.Fields, row.After.Materials, got.Fields, got.Materials, fields, card, consent)
			}
			if fields > consent && got.Seconds >= row.After.Seconds || got.Days != row.After.Days || got.Visits != row.After.Visits || got.Fee != row.After.Fee {
				t.Fatalf("%v: %+v after %+v", way.Situation, got, row.After)
			}
		}
		if spared == 0 {
			t.Error("no situation in which anything is spared")
		}
	}
}

// A certificate that nobody asked for deliveries is what it was, and one that
// finds none says so with the merged figures.
func TestACertificateWithoutDeliveriesIsWhatItWas(t *testing.T) {
	t.Parallel()
	eachTheme(t, func(t *testing.T, r *Release, th *Theme) {
		plain, _ := r.Certificate(th.Def.ID, certificateDay)
		doc, err := json.Marshal(plain)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(doc), "delivered") || strings.Contains(string(doc), `"real"`) {
			t.Error("it tells what nobody asked for")
		}
		none, _ := r.CertificateDelivered(th.Def.ID, certificateDay, nil)
		if d := none.Delivered; d == nil || len(d.Given) != 0 || d.After != plain.After {
			t.Errorf("without a duty: %+v, merged %+v", d, plain.After)
		}
		none.Delivered = nil
		for i := range none.Rows {
			if none.Rows[i].Delivered == nil || *none.Rows[i].Delivered != none.Rows[i].After {
				t.Fatalf("row %d: %+v", i, none.Rows[i])
			}
			none.Rows[i].Delivered = nil
		}
		if none.Hash() != plain.Hash() {
			t.Error("what merging saves differs with what is told beside it")
		}
	})
}

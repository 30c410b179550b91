package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Whoever may not read a register's rows neither writes nor removes them; what a
// source is, its department says, or an administrator.
func TestOnlyItsDepartmentKeepsTheRowsOfARegister(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		src := w.residents()
		above := engine.Actor{Account: "district", Roles: []string{"manager"}, Departments: map[string]bool{"district": true, "public-security": true}, Own: "district"}
		row := engine.NewRow{"DE00005": "310104199003070026", "DE00009": "别处 1 号"}
		for _, a := range []engine.Actor{root, above, staff("clerk", "public-security", "clerk")} {
			_, err := w.PutSourceRows(ctx, a, src.ID, []engine.NewRow{row})
			wantErr(t, err, engine.ErrNotFound)
			wantErr(t, w.DropSourceRow(ctx, a, src.ID, "310104199003070026"), engine.ErrNotFound)
			_, _, err = w.SourceRows(ctx, a, src.ID, engine.Page{})
			wantErr(t, err, engine.ErrNotFound)
		}
		named := engine.SourceConfig{ID: src.ID, Name: src.Name, Elements: src.Elements, Materials: src.Materials, Enabled: true}
		_, err := w.SaveSource(ctx, above, named, src.Revision, "")
		wantErr(t, err, engine.ErrNotFound)
		got[engine.SourceConfig](t)(w.SaveSource(ctx, root, named, src.Revision, ""))
		got[int](t)(w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{row}))
		must(t, w.DropSourceRow(ctx, police, src.ID, "310104199003070026"))
	})
}

func TestASourceIsJudgedBeforeItIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	good := func() engine.SourceConfig {
		return engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("库", "Register"), Kind: engine.SourceRegister, Pack: "having-a-baby",
			Key: "DE00005", Elements: []string{"DE00009"}}
	}
	for code, spoil := range map[string]func(*engine.SourceConfig){
		"source.name":                  func(c *engine.SourceConfig) { c.Name = metamodel.Text{"en": "x"} },
		"source.pack":                  func(c *engine.SourceConfig) { c.Pack = "none" },
		"source.element":               func(c *engine.SourceConfig) { c.Elements = []string{"DE00603"} },
		"source.nothing":               func(c *engine.SourceConfig) { c.Elements = nil },
		"source.url":                   func(c *engine.SourceConfig) { c.Kind, c.URL = engine.SourceHTTP, "ftp://x" },
		"source.twice":                 func(c *engine.SourceConfig) { c.Elements = []string{"DE00009", "DE00015", "DE00009"} },
		"duty.item":                    func(c *engine.SourceConfig) { c.Materials = []string{"MT99"} },
		"account.organisation.unknown": func(c *engine.SourceConfig) { c.Department = "nowhere" },
	} {
		c := good()
		spoil(&c)
		_, err := w.SaveSource(ctx, root, c, 0, "")
		wants(t, err, code)
	}
	many := good()
	for i := range 5000 {
		many.Name[fmt.Sprintf("x%d", i)] = "库"
	}
	_, err := w.SaveSource(ctx, root, many, 0, "")
	wants(t, err, "source.name")
	_, err = w.SaveSource(ctx, midwives, good(), 0, "")
	wantErr(t, err, engine.ErrNotFound)
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, good(), 0, "k"))
	_, err = w.SaveSource(ctx, police, engine.SourceConfig{ID: src.ID, Name: src.Name, Elements: src.Elements}, 7, "")
	wantErr(t, err, engine.ErrConflict)
	other := good()
	other.Key = "DE00016"
	_, err = w.SaveSource(ctx, police, other, 0, "k")
	wants(t, err, "idempotency.mismatch")
	// A key answers its own request, whatever became of the source since, and no
	// other one, however alike.
	src = got[engine.SourceConfig](t)(w.SaveSource(ctx, police, engine.SourceConfig{ID: src.ID, Name: metamodel.ZhEn("总库", "Main register"), Elements: []string{"DE00009"}, Enabled: true}, src.Revision, ""))
	if again := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, good(), 0, "k")); again.ID != src.ID || again.Name.In("zh") != "总库" {
		t.Errorf("the same request again gives %+v", again)
	}
	more := good()
	more.Elements = []string{"DE00009", "DE00015"}
	_, err = w.SaveSource(ctx, police, more, 0, "k")
	wants(t, err, "idempotency.mismatch")

	for code, row := range map[string]engine.NewRow{
		"source.row.key":    {"DE00009": "幸福路"},
		"source.row.value":  {"DE00005": "310104199003070026", "DE00009": long(500)},
		"source.row.column": {"DE00005": "310104199003070026", "DE00003": "1990-01-01"},
	} {
		_, err := w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00009": "好"}, row})
		wants(t, err, code)
	}
	if _, n, err := w.Source(ctx, police, src.ID); err != nil || n != 0 {
		t.Errorf("of rows that were refused %d are kept, %v", n, err)
	}
	_, err = w.PutSourceRows(ctx, police, src.ID, make([]engine.NewRow, 5001))
	wants(t, err, "source.rows.many")
	_, err = w.PutSourceRows(ctx, midwives, src.ID, nil)
	wantErr(t, err, engine.ErrNotFound)
	// Only the department reads its rows.
	got[int](t)(w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00009": "好"}}))
	_, _, err = w.SourceRows(ctx, root, src.ID, engine.Page{})
	wantErr(t, err, engine.ErrNotFound)
	rows, _, err := w.SourceRows(ctx, police, src.ID, engine.Page{})
	must(t, err)
	if len(rows) != 1 || rows[0].Key != "310104199003070026" || string(rows[0].Values["DE00009"]) != `"好"` || rows[0].By != "police" {
		t.Errorf("rows: %+v", rows)
	}
	_, err = w.PutSourceRows(ctx, police, src.ID, []engine.NewRow{{"DE00005": "11010519491231002X", "DE00009": "好"}, {"DE00005": "１１０１０５１９４９１２３１００２x", "DE00009": "坏"}})
	wants(t, err, "source.row.twice")
	must(t, w.DropSourceRow(ctx, police, src.ID, " 310104 19900307 0026"))
	if _, n, err := w.Source(ctx, police, src.ID); err != nil || n != 0 {
		t.Errorf("a row removed by its key as people type it is still there: %d, %v", n, err)
	}

	service := good()
	service.Kind, service.URL = engine.SourceHTTP, "https://data.example.gov/residents"
	h := got[engine.SourceConfig](t)(w.SaveSource(ctx, police, service, 0, ""))
	_, err = w.PutSourceRows(ctx, police, h.ID, nil)
	wants(t, err, "source.register")

	// What a duty may be, and to whom it may go.
	for code, n := range map[string]engine.NewDuty{
		"duty.unasked": {Matter: "N02", Kind: engine.DutyMaterial, Item: "MT31", Department: "health"},
		"duty.rows":    {Matter: "M02", Kind: engine.DutyField, Item: "employee/DE00001", Department: "health"},
	} {
		_, err := w.ProposeDuty(ctx, business, n, "")
		wants(t, err, code)
	}
	d := w.proposed()
	_, err = w.ActOnDuty(ctx, business, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReassign, Note: "x", Department: "public-security"})
	wants(t, err, "duty.department")
	_, err = w.ActOnDuty(ctx, business, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyEnd, Note: "x"})
	wants(t, err, "duty.event")
	_, err = w.ActOnDuty(ctx, police, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID, KeyField: "mother/DE00009"})
	wants(t, err, "duty.key")
}

func long(n int) string {
	s := make([]rune, n)
	for i := range s {
		s[i] = '长'
	}
	return string(s)
}

func TestASourcesAddressLiesOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Engine = engine.New(engine.Options{Store: w.store, Blobs: w.folder, Catalog: w.cat, Clock: func(context.Context) (time.Time, error) { return w.time(), nil }})
	ctx := context.Background()
	for _, c := range []struct{ address, code string }{
		{"https://data.police.example.gov.cn/residents?v=1", ""},
		{"https://8.8.8.8/", ""},
		{"https://[2606:4700::1111]:8443/", ""},
		{"", "source.url"},
		{"data.example.gov.cn", "source.url"},
		{"ftp://data.example.gov.cn/", "source.url"},
		{"http://data.example.gov.cn/", "source.url"},
		{"https://user:word@data.example.gov.cn/", "source.url"},
		{"https:///residents", "source.url"},
		{"https://data example.gov.cn/", "source.url"},
		{"https://localhost/", "source.private"},
		{"https://LOCALHOST.:8443/", "source.private"},
		{"https://register/", "source.private"},
		{"https://register.internal/", "source.private"},
		{"https://127.0.0.1/", "source.private"},
		{"https://10.1.2.3/", "source.private"},
		{"https://192.168.0.1:8080/", "source.private"},
		{"https://169.254.169.254/latest/meta-data", "source.private"},
		{"https://100.64.0.1/", "source.private"},
		{"https://[::1]/", "source.private"},
		{"https://[::ffff:10.0.0.1]/", "source.private"},
		{"https://[fd00::1]/", "source.private"},
		{"https://2130706433/", "source.private"},
		{"https://0x7f.0.0.1/", "source.private"},
		{"https://0x7f000001/", "source.private"},
		{"https://127.1/", "source.private"},
		{"https://0177.0.0.01/", "source.private"},
	} {
		_, err := w.SaveSource(ctx, police, engine.SourceConfig{Department: "public-security", Name: metamodel.ZhEn("人口服务", "Service"),
			Kind: engine.SourceHTTP, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009"}, URL: c.address}, 0, "")
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.address, err)
			}
			continue
		}
		wants(t, err, c.code)
	}
}

func TestOnlyTheDepartmentItselfReadsItsRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	src := w.residents()
	must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: "district", Name: metamodel.ZhEn("区政府", "District")}))
	must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: "public-security", Name: metamodel.ZhEn("区公安局", "District Public Security Bureau"), Parent: "district"}))
	must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: "station", Name: metamodel.ZhEn("派出所", "Police station"), Parent: "public-security"}))
	for _, c := range []struct {
		organisation string
		roles        []string
		reads        bool
	}{
		{"public-security", []string{"manager"}, true},
		{"public-security", []string{"clerk"}, false},
		{"district", []string{"manager", "administrator"}, false},
		{"station", []string{"manager"}, false},
		{"health", []string{"manager"}, false},
	} {
		name := fmt.Sprint("m-", c.organisation, len(c.roles), c.roles[0])
		w.account(engine.NewAccount{Username: name, Name: name, Password: "a good password", Roles: c.roles, Organisation: c.organisation})
		_, secret, err := w.SignIn(ctx, name, "a good password")
		must(t, err)
		a, _, err := w.Resume(ctx, secret)
		must(t, err)
		rows, _, err := w.SourceRows(ctx, a, src.ID, engine.Page{})
		if (err == nil) != c.reads || (len(rows) == 1) != c.reads {
			t.Errorf("%s of %s reads %d, %v", c.roles, c.organisation, len(rows), err)
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// demoPassword opens every demo account. It is printed at start: demo accounts
// are for trying out, never for production.
const demoPassword = "one-matter-2026"

// demoAccount is one account to try.
type demoAccount struct {
	username, name, organisation string
	roles                        []string
	what                         string
}

// demoPeople are plainly fictional.
var demoPeople = []demoAccount{
	{"chen", "陈一鸣", "", []string{"citizen"}, "市民 citizen"},
	{"lin", "林晓岚", "", []string{"citizen"}, "市民 citizen"},
	{"market", "周正", "market-regulation", []string{"clerk", "reviewer", "inspector", "approver"}, "市场监管 market regulation"},
	{"fire", "雷安", "fire-rescue", []string{"clerk", "reviewer", "inspector", "approver"}, "消防 fire and rescue"},
	{"greenery", "叶青", "greenery-appearance", []string{"clerk", "reviewer", "inspector", "approver"}, "绿化市容 city appearance"},
	{"water", "江清", "water", []string{"clerk", "reviewer", "inspector", "approver"}, "水务 water"},
	{"ecology", "蓝天", "ecology-environment", []string{"clerk", "reviewer", "inspector", "approver"}, "生态环境 environment"},
	{"labour", "任和", "human-resources", []string{"clerk", "reviewer", "inspector", "approver"}, "人社 social insurance"},
	{"health", "安康", "health", []string{"clerk", "reviewer", "inspector", "approver"}, "卫生健康 health"},
	{"police", "宁警官", "public-security", []string{"clerk", "reviewer", "inspector", "approver"}, "公安 household registration"},
	{"vaccine", "苗护", "disease-control", []string{"clerk", "reviewer", "inspector", "approver"}, "疾控 vaccination"},
	{"insurance", "保宁", "healthcare-security", []string{"clerk", "reviewer", "inspector", "approver"}, "医保 medical insurance"},
	{"housing", "安居", "housing", []string{"clerk", "reviewer", "inspector", "approver"}, "住房保障 housing"},
	{"centre", "冯主任", demoDistrict, []string{"manager"}, "管理者 manager"},
	{"chief", "潘局长", "market-regulation", []string{"manager"}, "市场监管局负责人 head of one department"},
	{"counter", "何敏", "service-centre", []string{"verifier"}, "实名核验 verifying identities"},
	{"designer", "沈思", "service-centre", []string{"designer"}, "设计者 designer"},
	{"admin", "管理员", demoDistrict, []string{"administrator", "manager", "designer"}, "管理员 administrator"},
}

// demoIdentities are the demo citizens who were at a counter with their document.
var demoIdentities = map[string]engine.NewIdentity{
	"chen": {Name: "陈一鸣", Number: "310104198506150031", How: "窗口核验"},
	"lin":  {Name: "林晓岚", Number: "310104199003070026", How: "窗口核验"},
}

// demoDistrict is the top of the organisation tree: whoever manages it sees
// every department below.
const demoDistrict = "district"

// demoTree hangs the packs' departments that belong nowhere under the district.
func (h *house) demoTree(ctx context.Context) error {
	list, err := h.store.Organisations(ctx)
	if err != nil {
		return err
	}
	save := []engine.Organisation{{ID: demoDistrict, Name: metamodel.ZhEn("示范区人民政府", "Demonstration District Government")}}
	for _, o := range list {
		if o.Parent == "" && o.ID != demoDistrict {
			o.Parent = demoDistrict
			save = append(save, o)
		}
	}
	for _, o := range save {
		if err := h.engine.SaveOrganisation(ctx, engine.SystemActor(), o); err != nil {
			return fmt.Errorf("organisation %s: %w", o.ID, err)
		}
	}
	return nil
}

func (h *house) demoAccounts(ctx context.Context) error {
	if err := h.demoTree(ctx); err != nil {
		return err
	}
	for _, p := range demoPeople {
		_, err := h.store.AccountByName(ctx, p.username)
		if err == nil {
			continue
		}
		if !errors.Is(err, engine.ErrNotFound) {
			return err
		}
		a, err := h.engine.CreateAccount(ctx, engine.SystemActor(), engine.NewAccount{Username: p.username, Name: p.name,
			Password: demoPassword, Roles: p.roles, Organisation: p.organisation})
		if errors.Is(err, engine.ErrTaken) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.username, err)
		}
		if who, ok := demoIdentities[p.username]; ok {
			if _, err := h.engine.VerifyIdentity(ctx, engine.SystemActor(), a.ID, a.Revision, who); err != nil {
				return fmt.Errorf("%s: %w", p.username, err)
			}
		}
	}
	return nil
}

func printDemo(w io.Writer, addr net.Addr) {
	_, port, _ := net.SplitHostPort(addr.String())
	base := "http://localhost:" + port
	fmt.Fprintf(w, `
一事通 OneMatter
  市民 citizens      %s/
  工作人员 staff     %s/staff
  接口 API           %s/api/docs

  账号 account  密码 password: %s
`, base, base, base, demoPassword)
	for _, p := range demoPeople {
		fmt.Fprintf(w, "  %-12s %s\n", p.username, p.what)
	}
	fmt.Fprintln(w)
}

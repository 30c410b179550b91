package catalog

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Whom a step asks, and who signs, is said in words and by name, also what it was before.
func TestHowAStepAsksAndSignsIsSaidInWords(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["open-a-restaurant"]
	sign := func(mode workflows.SignMode) metamodel.Text {
		return signIn(r, &workflows.Sign{Mode: mode, Ratio: 0.5, By: []workflows.Signatory{{Roles: []string{"approver"}}, {Department: "fire-rescue", Roles: []string{"window"}}}})
	}
	for name, c := range map[string]struct {
		got    metamodel.Text
		zh, en string
	}{
		"nobody signs": {signIn(r, nil), "—", "—"},
		"any":          {sign(workflows.SignAny), "审批人员、区消防救援支队（window）中一方同意即可", "any one of Approver, District Fire and Rescue Detachment (window)"},
		"all":          {sign(workflows.SignAll), "审批人员、区消防救援支队（window）一致同意", "all of Approver, District Fire and Rescue Detachment (window)"},
		"sequence":     {sign(workflows.SignSequence), "审批人员、区消防救援支队（window）依次同意", "Approver, District Fire and Rescue Detachment (window) one after another"},
		"ratio":        {sign(workflows.SignRatio), "审批人员、区消防救援支队（window）中 50% 同意", "of Approver, District Fire and Rescue Detachment (window), 50%"},
		"nobody asked": {opinionsIn(r, nil), "—", "—"},
		"anybody":      {opinionsIn(r, &workflows.Opinions{Limit: 2, Silence: workflows.SilenceNone}), "各部门，至多 2 个工作日，逾期视为没有意见", "any department, at most 2 working days, silence is no opinion"},
		"some": {opinionsIn(r, &workflows.Opinions{Departments: []string{"fire-rescue", "gone"}, Roles: []string{"clerk"}, Limit: 3.5, Silence: workflows.SilenceAgrees, Pauses: true, Required: true, Basis: metamodel.ZhEn("第八条", "Article 8")}),
			"区消防救援支队、gone的受理人员，至多 3.5 个工作日，逾期视为同意，其间不计时，答复前不能决定（第八条）",
			"District Fire and Rescue Detachment, gone (Clerk), at most 3.5 working days, silence agrees, the clocks stand still meanwhile, nothing is decided before (Article 8)"},
	} {
		if c.got.In("zh") != c.zh || c.got.In("en") != c.en {
			t.Errorf("%s: %v", name, c.got)
		}
	}
}

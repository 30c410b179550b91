package catalog

import (
	"strings"
	"testing"
)

// Whoever reads what a version changes knows departments, matters, steps and
// elements by name, not by id.
func TestWhatAChangeNamesIsSaidByName(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	jointly := func(steps, lead string) *Release {
		return edited(t, base, edit{"themes/T1.yaml", "matters:\n", "joint:\n  inspections:\n    - {id: site, name: {zh: 联合勘验, en: Joint inspection}, states: [{matter: A2, state: accept}, {matter: A3, state: " + steps + "}], lead: " + lead + ", wait: 2}\nmatters:\n"})
	}
	a := edited(t, base)
	for name, c := range map[string]struct {
		a, b *Release
		want string
	}{
		"a department": {a, edited(t, base, edit{"matters/A3.yaml", "department: fire", "department: market"}, edit{"matters/A3.yaml", "form: A3", "form: A2"}, edit{"matters/A3.yaml", "workflow: A3", "workflow: A1"}, edit{"matters/A3.yaml", ", when: premises.E23 == true", ""}), `实施主体由“区消防救援支队”改为“区市场监督管理局” | the department was “Fire and rescue” and is “Market supervision”
表单由 A3 改为 A2 | the form was A3 and is A2
流程由 A3 改为 A1 | the workflow was A3 and is A1
材料“消防设施检测报告”改为可以不交 | the material “Test report” may be left out now`},
		"a matter": {a, edited(t, base, edit{"matters/A3.yaml", "preconditions: [A1]", "preconditions: [A2]"}), `新增前置事项“食品经营许可” | the matter “Food business licence” must come first now
取消前置事项“设立登记” | the matter “Business registration” need not come first any more`},
		"an element": {a, edited(t, base, edit{"matters/A1.yaml", "yields: [applicant/E12]", "yields: [premises/E22]"}), `办理结果新提供“厨房面积” | the result yields “Kitchen area” now
办理结果不再提供“统一社会信用代码” | the result does not yield “Unified social credit code” any more`},
		"steps": {jointly("accept", "fire"), jointly("deliver", "market"), `联合勘验“联合勘验”的参加环节由“食品经营许可”的受理、“消防安全检查”的受理改为“食品经营许可”的受理、“消防安全检查”的送达 | the steps that take part in “Joint inspection” were Accept of “Food business licence”, Accept of “Fire safety inspection” and are Accept of “Food business licence”, Deliver of “Fire safety inspection”
联合勘验“联合勘验”的牵头部门由“区消防救援支队”改为“区市场监督管理局” | the department that arranges “Joint inspection” was “Fire and rescue” and is “Market supervision”`},
	} {
		var said []string
		for _, x := range Diff(c.a, c.b).Changes {
			said = append(said, x.Words.In("zh")+" | "+x.Words.In("en"))
		}
		if got := strings.Join(said, "\n"); got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

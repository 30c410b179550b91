package metamodel_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestConditionsReadInWords(t *testing.T) {
	t.Parallel()
	c := functionsOver(t, functionAnswers, mayWithCalendar())
	for _, x := range []struct{ source, zh, en string }{
		{"applicant.DE00103 == '1130'", "“主体类型”是“有限责任公司”", "“Entity type” is “Limited liability company”"},
		{"'1130' != applicant.DE00103", "“主体类型”不是“有限责任公司”", "“Entity type” is not “Limited liability company”"},
		{"!(applicant.DE00103 == '1130')", "“主体类型”不是“有限责任公司”", "“Entity type” is not “Limited liability company”"},
		{"applicant.DE00103 in ['9910', '1130']", "“主体类型”是“个体工商户”或“有限责任公司”", "“Entity type” is “Sole proprietor” or “Limited liability company”"},
		{"!(applicant.DE00103 in ['9910', '1130'])", "“主体类型”不是“个体工商户”或“有限责任公司”", "“Entity type” is neither “Sole proprietor” nor “Limited liability company”"},
		{"!(applicant.DE00103 in ['9910'])", "“主体类型”不是“个体工商户”", "“Entity type” is not “Sole proprietor”"},
		{"'01' in applicant.DE00302", "“食品经营项目”包含“热食”", "“Food business items” includes “Hot food”"},
		{"size(applicant.DE00302) > 1", "“食品经营项目”的项数大于 1", "the number of choices in “Food business items” is more than 1"},
		{"premises.DE00203 >= 300", "“经营场所面积”不小于 300 平方米", "“Floor area” is at least 300 m²"},
		{"300 < premises.DE00203", "“经营场所面积”大于 300 平方米", "“Floor area” is more than 300 m²"},
		{"premises.DE00203 == 300", "“经营场所面积”等于 300 平方米", "“Floor area” is 300 m²"},
		{"has(legalRep.DE00001) && !filled(legalRep.DE00005)", "已填写“姓名”，且未填写“证件号码”", "“Name” is answered and “Document number” is not answered"},
		{"legalRep.DE00001 != '' || employee.exists(e, e.DE00001 == '甲')", "“法定代表人的姓名”不为空，或（“从业人员”中至少有一条满足：“从业人员的姓名”是“甲”）", ""},
		{"applicant.DE00103 == '1130' && (premises.DE00203 < 3 || premises.DE00203 > 5)", "“主体类型”是“有限责任公司”，且（“经营场所面积”小于 3 平方米，或“经营场所面积”大于 5 平方米）", "“Entity type” is “Limited liability company” and (“Floor area” is less than 3 m² or “Floor area” is more than 5 m²)"},
		{"!(premises.DE00203 < 3 && premises.DE00203 > 5)", "“经营场所面积”不小于 3 平方米，或“经营场所面积”不大于 5 平方米", ""},
		{"applicant.DE00602 >= today()", "“申请日期”不早于今天", "“Date of application” is on or after today"},
		{"applicant.DE00602 < timestamp('2026-05-01T00:00:00Z')", "“申请日期”早于2026年5月1日", "“Date of application” is before 1 May 2026"},
		{"age(idBirthDate(legalRep.DE00005)) >= 18", "“证件号码”中的出生日期出生者今天的周岁不小于 18", "the age today of who was born on the date of birth in “Document number” is at least 18"},
		{"isUnder(premises.DE09001, '310000')", "“所在区划”属于“上海市”", "“Division” lies within “Shanghai”"},
		{"sum(employee.map(e, e.DE00104)) <= 100", "“从业人员”各条的“注册资本”的合计不大于 100", "the sum of “Registered capital” of every row of “Staff” is at most 100"},
		{"employee.size() > 2", "“从业人员”的条数大于 2", "the number of rows of “Staff” is more than 2"},
		{"employee.all(e, e.DE00104 > 0.5)", "“从业人员”的每一条都满足：“注册资本”大于 0.5 万元", "in every row of “Staff” “Registered capital” is more than 5,000 yuan"},
		{"!employee.exists(e, e.DE00104 > 0.5)", "“从业人员”中没有一条满足：“注册资本”大于 0.5 万元", "in no row of “Staff” “Registered capital” is more than 5,000 yuan"},
		{"legalRep.DE00001.startsWith('王')", "“姓名”的开头是“王”", "“Name” begins with “王”"},
		{"round(premises.DE00203, 1) > round(premises.DE00203, 2)", "“经营场所面积”四舍五入到 1 位小数大于“经营场所面积”四舍五入到 2 位小数", "“Floor area” rounded to decimal place 1 is more than “Floor area” rounded to decimal place 2"},
		{"premises.DE00203 * 2 + 1 > 5", "（“经营场所面积” × 2） + 1 大于 5", "(“Floor area” × 2) + 1 is more than 5"},
		{"Q1 == '9910'", "“主体类型”是“个体工商户”", ""},
		{"applicant.DE00302.exists(c, c == '01')", "“食品经营项目”中至少有一条满足：这一项是“热食”", ""},
	} {
		text, ok := metamodel.Words(c.env, x.source)
		if !ok || text["zh"] != x.zh || x.en != "" && text["en"] != x.en {
			t.Errorf("%s: %v\n %s\n %s", x.source, ok, text["zh"], text["en"])
		}
	}
	for _, source := range []string{"string(premises.DE00203) == '3'", "employee.exists_one(e, e.DE00104 > 0.5)"} {
		if text, ok := metamodel.Words(c.env, source); ok {
			t.Errorf("%s has no words, yet %v", source, text)
		}
	}
}

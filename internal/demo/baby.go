package demo

import (
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// family has a child.
type family struct {
	mother, father                            person
	child                                     person
	address, district                         string
	married, certified, insured, card, claims bool
	enrols                                    bool
	born                                      int // days before they file
}

func (d dice) family() family {
	f := family{mother: d.person(), father: d.person(), child: d.person(), address: d.address(), district: pick(d, []string{"310101", "310104", "310105"}),
		married: d.chance(0.95), certified: d.chance(0.35), insured: d.chance(0.6), card: d.chance(0.8), claims: d.chance(0.95), enrols: d.chance(0.9), born: 3 + d.IntN(30)}
	f.mother.woman, f.father.woman = true, false
	f.mother.id, f.father.id = d.residentID(true), d.residentID(false)
	f.child.name = string([]rune(f.father.name)[:1]) + pick(d, given)
	return f
}

func (s family) guide() map[string]any {
	return map[string]any{"Q1": s.certified, "Q4": s.insured, "Q5": s.enrols, "Q6": s.card, "Q7": s.claims}
}

func (s family) begin() map[string]any {
	marital := "10"
	if s.married {
		marital = "20"
	}
	return map[string]any{"newborn": map[string]any{"DE00705": "1"}, "mother": map[string]any{"DE00017": marital}}
}

func (s family) person(_ dice, group string) person {
	switch group {
	case "newborn":
		return s.child
	case "father", "householder":
		return s.father
	}
	return s.mother
}

func (s family) value(d dice, f *metamodel.Field, p person, at time.Time) any {
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	born := at.AddDate(0, 0, -s.born)
	switch f.Path {
	case "newborn/DE00003":
		return day(born)
	case "newborn/DE00016":
		sequence := d.IntN(499)*2 + 1
		if s.child.woman {
			sequence++
		}
		return checked(fmt.Sprintf("%s%s%03d", s.district, born.Format("20060102"), sequence))
	case "mother/DE00003":
		return s.mother.id[6:10] + "-" + s.mother.id[10:12] + "-" + s.mother.id[12:14]
	case "employer/DE00101":
		return "上海" + pick(d, firsts) + pick(d, firsts) + "信息技术有限公司"
	}
	switch f.Key {
	case "DE00009", "DE00010", "DE00711":
		return s.address
	case "DE00015":
		return "01"
	case "DE00018":
		return "1"
	case "DE00101", "DE00706":
		return pick(d, []string{"区妇幼保健院", "区中心医院", "龙华妇产科医院"})
	case "DE00102":
		return d.creditCode()
	case "DE00701":
		return fmt.Sprintf("%c%09d", 'A'+rune(d.IntN(26)), d.IntN(1_000_000_000))
	case "DE00702":
		return fmt.Sprintf("%02d:%02d", d.IntN(24), d.IntN(60))
	case "DE00703":
		return 2500 + d.IntN(1500)
	case "DE00704":
		return 46 + d.IntN(8)
	case "DE00707":
		return 37 + d.IntN(5)
	case "DE00708":
		return 1 + d.IntN(2)
	case "DE00712":
		return pick(d, []string{"1", "2"})
	case "DE00713":
		return fmt.Sprintf("%06d", d.IntN(1_000_000))
	case "DE00714":
		return s.district
	case "DE00715":
		return "2"
	case "DE00721":
		return fmt.Sprintf("J%s-%d-%06d", s.district, at.Year()-1-d.IntN(6), d.IntN(1_000_000))
	case "DE00722":
		return day(born.AddDate(-1-d.IntN(4), 0, -d.IntN(300)))
	case "DE00732":
		return false
	case "DE00742":
		return day(at)
	case "DE00761":
		return day(born.AddDate(0, 0, -10))
	case "DE00762":
		return day(born.AddDate(0, 0, 148))
	case "DE00771":
		return "1"
	case "DE00773":
		return p.name
	case "DE00774":
		return fmt.Sprintf("62284800%011d", d.IntN(100_000_000_000))
	}
	return d.value(f, p, shop{}, at)
}

func (s family) words() words {
	return words{
		correct: []string{"户口簿照片缺首页，请补充", "身份证明照片不清晰，请重新上传", "银行账户户名与申请人不一致，请更正", "联系电话无法接通，请更正"},
		refuse:  []string{"所填情况与登记的不一致，经补正仍未说明", "不在本区办理范围，请到户籍地申请"},
	}
}

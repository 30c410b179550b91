package demo

import (
	"fmt"
	"math"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func logNormal(d dice, median, sigma float64) float64 {
	return median * math.Exp(sigma*d.NormFloat64())
}

// value is a believable answer: by element where it matters, else by type.
func (d dice) value(f *metamodel.Field, p person, s shop, at time.Time) any {
	day := func(t time.Time) string { return t.Format(time.DateOnly) }
	switch f.Key {
	case "DE00001":
		return p.name
	case "DE00002":
		if p.woman {
			return "2"
		}
		return "1"
	case "DE00004":
		return "111"
	case "DE00005":
		return p.id
	case "DE00006":
		return p.mobile
	case "DE00008":
		return fmt.Sprintf("user%d@example.com", d.IntN(100_000))
	case "DE00009", "DE00010":
		return d.address()
	case "DE00011":
		return "200030"
	case "DE00012":
		return fmt.Sprintf("JK%08d", d.IntN(100_000_000))
	case "DE00013":
		return day(at.AddDate(0, 2+d.IntN(9), 0))
	case "DE00014":
		return pick(d, []string{"厨师", "服务员", "收银员", "传菜员", "洗碗工"})
	case "DE00101", "DE00404":
		return s.name
	case "DE00102":
		return d.creditCode()
	case "DE00103":
		return s.kind
	case "DE00104":
		return 5 + d.IntN(95)
	case "DE00105":
		return "餐饮服务；食品经营"
	case "DE00106":
		return day(at.AddDate(0, -1-d.IntN(20), 0))
	case "DE00108":
		return s.staff
	case "DE00109":
		return s.name + "（备选）"
	case "DE00201":
		return s.district
	case "DE00202":
		return s.address
	case "DE00203":
		return s.area
	case "DE00205":
		return d.name()
	case "DE00206":
		return fmt.Sprintf("沪房地徐字（%d）第%06d号", 2005+d.IntN(20), d.IntN(1_000_000))
	case "DE00207":
		return day(at.AddDate(3, d.IntN(12), 0))
	case "DE00208":
		return 1 + d.IntN(3)
	case "DE00210":
		return 2 + d.IntN(3)
	case "DE00211":
		return int(s.area/2) + 1
	case "DE00213":
		return float64(int(s.area*0.3*100)) / 100
	case "DE00215":
		return 2 + d.IntN(6)
	case "DE00216":
		return int(s.area/2.5) + 4
	case "DE00304":
		return pick(d, []string{"江食外卖平台", "邻味到家", "云上点餐"})
	case "DE00305":
		return pick(d, []string{"堂食零售", "堂食零售兼外带"})
	case "DE00306":
		return pick(d, []string{"啤酒、黄酒", "啤酒、葡萄酒", "白酒、啤酒、黄酒"})
	case "DE00604":
		return pick(d, []string{"工作日下午可接听电话", "现场核查请提前一天联系", "店铺正在装修，月底完工"})
	case "DE00402":
		return float64(d.IntN(60)+15) / 10
	case "DE00403":
		return float64(d.IntN(35)+8) / 10
	case "DE00502", "DE00603":
		return true
	case "DE00503":
		return "纳入市政污水管网"
	case "DE00504":
		return fmt.Sprintf("YJ-%d", 4000+d.IntN(9)*1000)
	case "DE00505":
		return 60 + d.IntN(200)
	case "DE00506":
		return 2 + d.IntN(20)
	case "DE00602":
		return day(at)
	}
	switch f.Element.Type {
	case metamodel.TypeBoolean:
		return d.chance(0.5)
	case metamodel.TypeCode:
		return pick(d, f.CodeList.Entries).Code
	case metamodel.TypeCodes:
		return []string{pick(d, f.CodeList.Entries).Code}
	case metamodel.TypeInteger:
		return 1 + d.IntN(20)
	case metamodel.TypeNumber:
		return float64(d.IntN(100) + 1)
	case metamodel.TypeDate:
		return day(at)
	}
	return pick(d, []string{"见附件", "按规定办理", "无"})
}

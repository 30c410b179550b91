// Package demo makes a believable year of cases: plainly fictional people file
// themes, departments work on them at their own pace, and every decision is
// taken by the real engine under a simulated clock.
package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// dice is a seeded source of everything random: the same seed, the same year.
type dice struct{ *rand.Rand }

func newDice(seed, stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func (d dice) chance(p float64) bool { return d.Float64() < p }

var (
	families  = strings.Split("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹", " ")
	given     = strings.Split("伟 芳 娜 敏 静 丽 强 磊 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 志远 晓燕 思源 雨桐 文博 佳怡 子涵 海峰 建国 春梅 立新 若云", " ")
	streets   = strings.Split("龙华中路 天钥桥路 漕溪北路 肇嘉浜路 宜山路 南京东路 淮海中路 西藏南路 长宁路 天山路 虹桥路 七莘路 沪闵路 莘松路", " ")
	firsts    = strings.Split("江南 云上 小满 四时 老街 一品 荷塘 望湖 知味 禾田 青瓦 春熙 海棠 半山 有余 拾味 南风 东篱 米粒 竹里", " ")
	seconds   = strings.Split("餐厅 小馆 面馆 酒楼 食府 私房菜 火锅 茶餐厅 烤肉店 粥铺 饺子馆 咖啡馆", " ")
	districts = []string{"310104", "310101", "310105", "310112"}
)

func (d dice) name() string { return pick(d, families) + pick(d, given) }

func (d dice) address() string {
	return fmt.Sprintf("%s%d号%d室", pick(d, streets), d.IntN(1800)+1, d.IntN(6)*100+d.IntN(12)+1)
}

func (d dice) mobile() string {
	return fmt.Sprintf("1%d%d%08d", 3+d.IntN(7), d.IntN(10), d.IntN(100_000_000))
}

// residentID has a valid check character (GB 11643, ISO 7064 MOD 11-2).
func (d dice) residentID(woman bool) string {
	sequence := d.IntN(499)*2 + 1
	if woman {
		sequence++
	}
	return checked(fmt.Sprintf("%s%04d%02d%02d%03d", pick(d, districts), 1962+d.IntN(42), d.IntN(12)+1, d.IntN(28)+1, sequence))
}

// checked adds the check character to the 17 digits of a resident's number.
func checked(s string) string {
	weights := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return s + string("10X98765432"[sum%11])
}

// creditCode has a valid check character (GB 32100, MOD 31-3).
func (d dice) creditCode() string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	s := "92" + pick(d, districts) + "MA"
	for len(s) < 17 {
		s += string(alphabet[d.IntN(31)])
	}
	sum, weight := 0, 1
	for i := range s {
		sum += strings.IndexByte(alphabet, s[i]) * weight
		weight = weight * 3 % 31
	}
	return s + string(alphabet[(31-sum%31)%31])
}

// shop is one entity that opens a restaurant.
type shop struct {
	name, address, district    string
	boss, agent                person
	area                       float64
	kind                       string // entity type
	licensed, sign, wine, fume bool
	staff                      int
}

type person struct {
	name, id, mobile string
	woman            bool
}

func (d dice) person() person {
	woman := d.chance(0.45)
	return person{d.name(), d.residentID(woman), d.mobile(), woman}
}

func (d dice) shop() shop {
	s := shop{name: "上海" + pick(d, firsts) + pick(d, firsts) + pick(d, seconds), address: d.address(), district: pick(d, districts), boss: d.person(),
		area: float64(int(logNormal(d, 140, 0.7))) + 20, kind: pick(d, []string{"9910", "9910", "9910", "1130", "1130", "4500", "4530"}),
		licensed: d.chance(0.25), sign: d.chance(0.8), wine: d.chance(0.4), fume: d.chance(0.85), staff: 1 + d.IntN(18)}
	s.agent = s.boss
	if d.chance(0.35) {
		s.agent = d.person()
	}
	if s.kind == "1130" {
		s.name += "有限公司"
	}
	return s
}

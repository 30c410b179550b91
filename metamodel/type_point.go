package metamodel

import "strings"

// pointType is a place on the map: longitude and latitude in degrees
// (CGCS2000), east and north positive, with at most eight decimals (about a
// millimetre).
var pointType = newComposite(composite{
	name: TypePoint,
	defs: []part{
		{key: "longitude", name: ZhEn("经度", "Longitude"), typ: numberType{}, element: Element{Type: TypeNumber, Constraints: Constraints{Minimum: "-180", Maximum: "180", FractionDigits: limit(8)}}},
		{key: "latitude", name: ZhEn("纬度", "Latitude"), typ: numberType{}, element: Element{Type: TypeNumber, Constraints: Constraints{Minimum: "-90", Maximum: "90", FractionDigits: limit(8)}}},
	},
	show: func(words []string, _ [][]byte, lang string) string {
		if len(words) < 2 {
			return ""
		}
		side := func(degrees, zhPlus, zhMinus, plus, minus string) string {
			n, west := strings.CutPrefix(degrees, "-")
			if lang == "zh" {
				if west {
					return zhMinus + " " + n + "°"
				}
				return zhPlus + " " + n + "°"
			}
			if west {
				return n + "° " + minus
			}
			return n + "° " + plus
		}
		return joined([]string{side(words[0], "东经", "西经", "E", "W"), side(words[1], "北纬", "南纬", "N", "S")}, lang)
	},
})

package metamodel

import "strings"

// addressType is a place: its administrative division (an entry of the
// element's code list, usually a tree of provinces, cities and counties), the
// rest of the address in words, and the postal code.
var addressType = newComposite(composite{
	name:  TypeAddress,
	words: []string{"x-required-parts"},
	defs: []part{
		{key: "division", name: ZhEn("行政区划", "Administrative division"), typ: codeType{}, element: Element{Type: TypeCode}},
		{key: "detail", name: ZhEn("详细地址", "Street and number"), typ: stringType{}, element: Element{Type: TypeString, Sensitivity: SensitivePersonal, Constraints: Constraints{MaxLength: limit(200)}}},
		{key: "postcode", name: ZhEn("邮政编码", "Postal code"), typ: stringType{}, element: Element{Type: TypeString, Constraints: Constraints{Pattern: `^[0-9]{6}$`}}, optional: true},
	},
	show: func(words []string, _ [][]byte, lang string) string {
		if len(words) < 3 {
			return ""
		}
		division := strings.Split(words[0], pathSep)
		if lang == "zh" {
			out := strings.Join(division, "") + words[1]
			if words[2] != "" {
				out += "（" + words[2] + "）"
			}
			return out
		}
		parts := []string{words[1]}
		for i := len(division) - 1; i >= 0; i-- { // from the smallest
			parts = append(parts, division[i])
		}
		return joined(append(parts, words[2]), lang)
	},
})

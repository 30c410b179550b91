package rules

import "example.org/metamodel"

const prefix = "a."

func note(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: prefix + code, Severity: metamodel.Warning, Zh: zh, En: en}
}

var (
	literal    = metamodel.Kind{Code: "a.literal", Zh: "一", En: "one"}
	made       = note("note", "四", "four")
	warns      = metamodel.Kind{Code: "a.warning", Severity: metamodel.Warning, Zh: "二", En: "two"}
	byConstant = metamodel.Kind{Code: prefix + "constant", Zh: "零", En: "zero"}
	byName     = map[string]metamodel.Kind{
		"x": {Code: "a.map", Severity: metamodel.Warning, Zh: "三", En: "three"},
	}
)

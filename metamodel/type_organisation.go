package metamodel

// organisationType is a legal person or other organisation: its name and its
// unified social credit code (GB 32100).
var organisationType = newComposite(composite{
	name:  TypeOrganisation,
	words: []string{"x-required-parts"},
	defs: []part{
		{key: "name", name: ZhEn("单位名称", "Name of the organisation"), typ: stringType{}, element: Element{Type: TypeString, Constraints: Constraints{MaxLength: limit(200)}}},
		{key: "creditCode", name: ZhEn("统一社会信用代码", "Unified social credit code"), typ: stringType{}, element: Element{Type: TypeString, Constraints: Constraints{Format: FormatUSCC}}, optional: true},
	},
})

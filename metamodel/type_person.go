package metamodel

// personType is a person: the name, and where the form wants them (see
// x-required-parts) the identity document and a phone number.
var personType = newComposite(composite{
	name:  TypePerson,
	words: []string{"x-required-parts"},
	defs: []part{
		{key: "name", name: ZhEn("姓名", "Name"), typ: stringType{}, element: Element{Type: TypeString, Constraints: Constraints{MaxLength: limit(100)}}},
		optional(idTypePart),
		optional(idNumberPart),
		{key: "phone", name: ZhEn("联系电话", "Phone number"), typ: phoneType{}, element: Element{Type: TypePhone, Sensitivity: Personal}, optional: true},
	},
	tidy: func(texts [][]byte) { tidyIdentity(texts, 1, 2) },
	agree: func(c *constraints, texts [][]byte, now moment) *fault {
		return agreeIdentity(c, texts, 1, 2, now)
	},
})

func optional(p part) part {
	p.optional = true
	return p
}

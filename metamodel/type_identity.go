package metamodel

import "bytes"

// residentCard is the code of the resident identity card among the kinds of
// documents (GA/T 517, and the code list an element names instead).
const residentCard = "111"

// identityKinds is the code list of an element that names none (GA/T 517).
var identityKinds = &CodeList{ID: identityKindsID, Name: ZhEn("常用证件代码", "Identity documents"), Entries: []Code{
	{Code: residentCard, Name: ZhEn("居民身份证", "Resident identity card")},
	{Code: "112", Name: ZhEn("临时居民身份证", "Temporary resident identity card")},
	{Code: "113", Name: ZhEn("户口簿", "Household register")},
	{Code: "114", Name: ZhEn("中国人民解放军军官证", "Military officer's card")},
	{Code: "115", Name: ZhEn("中国人民武装警察部队警官证", "Armed police officer's card")},
	{Code: "414", Name: ZhEn("普通护照", "Passport")},
	{Code: "511", Name: ZhEn("台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents")},
	{Code: "516", Name: ZhEn("港澳居民来往内地通行证", "Mainland travel permit for Hong Kong and Macao residents")},
	{Code: "553", Name: ZhEn("外国人永久居留身份证", "Foreign permanent resident identity card")},
	{Code: "990", Name: ZhEn("其他证件", "Other document")},
}}

// identityKindsID cannot be the id of a pack's list.
const identityKindsID = "GA/T 517"

var (
	idTypePart   = part{key: "idType", name: ZhEn("证件类型", "Type of document"), typ: codeType{}, element: Element{Type: TypeCode, CodeList: identityKindsID}}
	idNumberPart = part{key: "idNumber", name: ZhEn("证件号码", "Document number"), typ: stringType{}, element: Element{Type: TypeString, Sensitivity: SensitivePersonal, Constraints: Constraints{MaxLength: limit(40)}}}
)

// identityType is an identity document: its kind and its number. The number of
// a resident identity card is checked by GB 11643, others are taken as they are.
var identityType = newComposite(composite{
	name: TypeIdentity,
	defs: []part{idTypePart, idNumberPart},
	tidy: func(texts [][]byte) { tidyIdentity(texts, 0, 1) },
	agree: func(c *constraints, texts [][]byte, now moment) *fault {
		return agreeIdentity(c, texts, 0, 1, now)
	},
})

// tidyIdentity brings a number into the form in which it is stored.
func tidyIdentity(texts [][]byte, kind, number int) {
	if number >= len(texts) || len(texts[number]) == 0 {
		return
	}
	if bytes.Equal(texts[kind], []byte(residentCard)) {
		texts[number] = trimSpace(normaliseResidentID(texts[number]))
	} else {
		n, _ := narrow(texts[number])
		texts[number] = trimSpace(n)
	}
}

// agreeIdentity checks a number by the kind of its document.
func agreeIdentity(c *constraints, texts [][]byte, kind, number int, now moment) *fault {
	if !c.own || number >= len(texts) {
		return nil
	}
	switch {
	case len(texts[number]) > 0 && len(texts[kind]) == 0:
		return &fault{kind: answerChoose, part: "idType"}
	case len(texts[number]) == 0:
		if len(texts[kind]) > 0 {
			return &fault{kind: answerRequired, part: "idNumber"}
		}
	case bytes.Equal(texts[kind], []byte(residentCard)):
		if fl := checkResidentID(texts[number], now.day); fl != nil {
			fl.part = "idNumber"
			return fl
		}
	}
	return nil
}

func limit(n int) *int { return &n }

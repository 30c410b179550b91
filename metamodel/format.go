package metamodel

// formatRule is a check that a pattern cannot express, with the normalisation
// it needs (spaces and case in identity numbers). One file a format.
type formatRule struct {
	normalise func(v []byte) []byte // returns v itself when nothing changes
	check     func(v []byte, today day) *fault
}

var formats = map[Format]formatRule{
	FormatEmail:      {normaliseEmail, checkEmail},
	FormatMobile:     {normaliseMobile, checkMobile},
	FormatResidentID: {normaliseResidentID, checkResidentID},
	FormatUSCC:       {normaliseUSCC, checkUSCC},
}

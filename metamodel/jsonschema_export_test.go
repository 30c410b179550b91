package metamodel

// For tests of the exported schema.
var (
	ECMAPattern   = ecmaPattern
	DigitsAtLeast = digitsAtLeast
	DigitsAtMost  = digitsAtMost
)

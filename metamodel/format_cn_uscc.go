package metamodel

// normaliseUSCC drops spaces and hyphens and raises letters.
func normaliseUSCC(v []byte) []byte { return compact(v, "-") }

// usccAlphabet has no I, O, S, V, Z (GB 32100-2015, table 2).
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccValues are the characters' values, -1 for what may not stand there.
var usccValues = func() (out [256]int8) {
	for i := range out {
		out[i] = -1
	}
	for i, c := range []byte(usccAlphabet) {
		out[c] = int8(i)
	}
	return out
}()

var usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// checkUSCC follows GB 32100-2015: registering authority, category, six digits
// of region, nine characters of organisation (GB 11714), and a check character
// by MOD 31 with weights 3^(i-1).
func checkUSCC(v []byte, _ day) *fault {
	if len(v) != 18 {
		return failed(answerUSCCShape)
	}
	sum := 0
	for i, c := range v {
		p := int(usccValues[c])
		if p < 0 || i >= 2 && i < 8 && p > 9 {
			return failed(answerUSCCShape)
		}
		if i < 17 {
			sum += usccWeights[i] * p
		}
	}
	if v[17] != usccAlphabet[(31-sum%31)%31] {
		return failed(answerUSCCDigit)
	}
	return nil
}

// CheckUSCC says what is wrong with a unified social credit code
// (GB 32100-2015; spaces and lowercase are accepted): nil when it is valid.
func CheckUSCC(code string, label Text) *Problem {
	return checkUSCC(normaliseUSCC(trimSpace([]byte(code))), day{}).alone(label)
}

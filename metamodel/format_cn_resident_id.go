package metamodel

import "time"

// normaliseResidentID drops spaces and hyphens and raises a final x.
func normaliseResidentID(v []byte) []byte { return compact(v, "-") }

var residentIDWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const residentIDDigits = "10X98765432"

// checkResidentID follows GB 11643-1999: six digits of region, eight of birth,
// three of sequence, and a check character by ISO 7064 MOD 11-2.
func checkResidentID(v []byte, today day) *fault {
	if len(v) != 18 {
		return failed(answerIDShape)
	}
	sum := 0
	for i, w := range residentIDWeights {
		if v[i] < '0' || v[i] > '9' {
			return failed(answerIDShape)
		}
		sum += w * int(v[i]-'0')
	}
	if c := v[17]; (c < '0' || c > '9') && c != 'X' {
		return failed(answerIDShape)
	}
	if v[0] == '0' {
		return failed(answerIDRegion)
	}
	y, _ := digits(v[6:10])
	m, _ := digits(v[10:12])
	d, _ := digits(v[12:14])
	birth := day{y, m, d}
	if !birth.real() || y < 1850 || today.before(birth) {
		return failed(answerIDBirth)
	}
	if v[17] != residentIDDigits[sum%11] {
		return failed(answerIDDigit)
	}
	return nil
}

// CheckResidentID says what is wrong with a resident identity number
// (GB 11643-1999; spaces and a lowercase x are accepted): nil when it is
// valid. today bounds the date of birth. The label stands in the wording.
func CheckResidentID(number string, label Text, today time.Time) *Problem {
	f := checkResidentID(normaliseResidentID(trimSpace([]byte(number))), dayOf(today))
	return f.alone(label)
}

// BirthDate is the date of birth inside a valid resident identity number, as a
// full-date; ok is false when the number is not valid.
func BirthDate(number string, today time.Time) (date string, ok bool) {
	v := normaliseResidentID(trimSpace([]byte(number)))
	if checkResidentID(v, dayOf(today)) != nil {
		return "", false
	}
	return string(v[6:10]) + "-" + string(v[10:12]) + "-" + string(v[12:14]), true
}

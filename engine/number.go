package engine

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/onematter/onematter/catalog"
)

// numberAlphabet has no 0/O, 1/I/L: people copy numbers from paper. Its 31
// characters are a prime number, so that the check character (as in GB 32100)
// finds every single wrong character and every swap of neighbours.
const numberAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// numberRandom is the count of random characters: 31^9 numbers a day and
// matter cannot be guessed, and do not collide in practice.
const numberRandom = 9

// newNumber makes a case number: "M02-20261123-7KQ4M2P9XA". day is the local
// date of the filing.
func newNumber(prefix string, day time.Time) string {
	var buf [numberRandom + 1]byte
	fillRandom(buf[:numberRandom])
	buf[numberRandom] = checkCharacter(buf[:numberRandom])
	return prefix + "-" + day.Format("20060102") + "-" + string(buf[:])
}

// numberPrefix is what the number of a theme's case begins with: the theme's id,
// or a word for matters that are filed together without one.
func numberPrefix(theme string) string {
	if catalog.IsJoint(theme) {
		return "JOINT"
	}
	return theme
}

// fillRandom fills b with unbiased characters of the alphabet.
func fillRandom(b []byte) {
	var raw [32]byte
	for i := 0; i < len(b); {
		rand.Read(raw[:]) // never fails since Go 1.24
		for _, r := range raw {
			if r >= 248 { // 8 × 31: beyond it the remainder would favour the first characters
				continue
			}
			b[i] = numberAlphabet[r%31]
			if i++; i == len(b) {
				break
			}
		}
	}
}

func checkCharacter(b []byte) byte {
	sum, weight := 0, 1
	for _, c := range b {
		sum += alphabetIndex(c) * weight
		weight = weight * 3 % 31
	}
	return numberAlphabet[(31-sum%31)%31]
}

// readNumber recognises a case number as people write it down: its random part
// in small letters too. A wrong character is found out by the check character,
// without asking the store.
func readNumber(s string) (string, bool) {
	s = strings.TrimSpace(s)
	cut := len(s) - numberRandom - 1
	if len(s) > 100 || cut < 11 || s[cut-1] != '-' || s[cut-10] != '-' {
		return "", false
	}
	for _, c := range s[cut-9 : cut-1] {
		if c < '0' || c > '9' {
			return "", false
		}
	}
	tail := strings.ToUpper(s[cut:])
	for i := range len(tail) {
		if strings.IndexByte(numberAlphabet, tail[i]) < 0 {
			return "", false
		}
	}
	if checkCharacter([]byte(tail[:numberRandom])) != tail[numberRandom] {
		return "", false
	}
	return s[:cut] + tail, true
}

func alphabetIndex(c byte) int {
	for i := 0; i < len(numberAlphabet); i++ {
		if numberAlphabet[i] == c {
			return i
		}
	}
	return 0
}

// newID makes an identifier that sorts by time of creation. crypto/rand does
// not fail, so neither does this.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

package metamodel

import "math/bits"

// maxUses bounds the matters that may share one field: those of the largest
// theme there is.
const maxUses = 256

// useSet is a set of a field's or group's uses, by their place.
type useSet [maxUses / 64]uint64

// firstUses is the set of the first n.
func firstUses(n int) (u useSet) {
	for i := 0; n > 0; i++ {
		u[i] = 1<<min(n, 64) - 1
		n -= 64
	}
	return u
}

func (u *useSet) has(i int) bool { return u[i>>6]&(1<<(i&63)) != 0 }

func (u *useSet) add(i int) { u[i>>6] |= 1 << (i & 63) }

func (u *useSet) none() bool { return u[0]|u[1]|u[2]|u[3] == 0 }

func (u *useSet) size() (n int) {
	for _, w := range u {
		n += bits.OnesCount64(w)
	}
	return n
}

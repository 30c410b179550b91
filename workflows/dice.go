package workflows

// dice are thrown for one stay of one case. What is thrown depends on nothing
// but where: a process that was changed in one place meets the same luck in all
// others, so that two versions can be compared case by case.
type dice uint64

// golden is 2^64 divided by the golden ratio, as SplitMix64 steps.
const golden = 0x9e3779b97f4a7c15

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Luck is the seed of a place under a seed.
func Luck(seed uint64, place string) uint64 {
	const prime = 1099511628211 // FNV-1a
	h := uint64(14695981039346656037)
	for i := range len(place) {
		h = (h ^ uint64(place[i])) * prime
	}
	return mix(seed + golden ^ h)
}

// LuckOf is likewise the seed of the nth of its kind.
func LuckOf(seed uint64, n int) uint64 { return mix(seed + golden*uint64(n+1)) }

// Throw is the number in [0, 1) that a seed gives.
func Throw(seed uint64) float64 { return float64(mix(seed+golden)>>11) / (1 << 53) }

func (d *dice) throw() float64 {
	*d += golden
	return float64(mix(uint64(*d))>>11) / (1 << 53)
}
